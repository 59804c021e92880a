package registry

import (
	"context"
	"strings"
	"unicode/utf8"

	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
)

// Match says how a query met an entity; it is a class, never a score.
type Match string

const (
	ExactID    Match = "exact_id"
	ExactName  Match = "exact_name"
	FormerName Match = "former_name"
	Normalised Match = "normalised" // same core: 海南/有限公司 variations
	Partial    Match = "partial"    // contains the words asked for
	Similar    Match = "similar"    // so written but for one slip; only when nothing else was found
	Ambiguous  Match = "ambiguous"  // several entities of this exact name
	NoMatch    Match = "none"
)

// Hit is a search result.
type Hit struct {
	Entity
	Match Match `json:"match" enum:"exact_id,exact_name,former_name,normalised,partial,similar,ambiguous" doc:"how the query met the entity; a class, not a score"`
}

// What bounds a search.
const (
	MaxQuery  = 100  // characters
	MaxOffset = 1000 // deeper than that nobody reads; a narrower query finds it
	MaxPage   = 100
	maxWords  = 5
	maxByName = 20
)

var (
	errQueryShort = fault.New(fault.Invalid, "registry.query_short",
		"查询内容至少需要两个字；请输入名称中的两个以上文字，或完整的统一社会信用代码。",
		"A query needs at least two characters; type two or more characters of the name, or a whole unified social credit code.").At("q")
	errQueryLong = fault.New(fault.Invalid, "registry.query_long",
		"查询内容超过100个字；请只输入名称或代码。", "The query has more than 100 characters; type only a name or a code.").At("q")
	errTooDeep = fault.New(fault.Invalid, "registry.too_deep",
		"结果翻页过深；请多输入几个字以缩小范围。", "These results go too deep; type more characters to narrow the search.").At("offset")
)

// Search finds entities by code or name: exact id, exact name, former name, normalised, then partial; natural persons
// are never found. The query is 2–100 characters; fault registry.query_short otherwise.
func Search(ctx context.Context, db pg.DB, query string, limit, offset int) (hits []Hit, more bool, err error) {
	q, err := ask(query)
	if err != nil {
		return nil, false, err
	}
	limit, offset = min(max(limit, 1), MaxPage), max(offset, 0)
	if offset > MaxOffset {
		return nil, false, errTooDeep
	}
	found, err := q.run(ctx, db, offset+limit+1)
	if err != nil {
		return nil, false, err
	}
	page := found[min(offset, len(found)):min(offset+limit, len(found))]
	hits, err = page.hits(ctx, db)
	return hits, len(found) > offset+limit, err
}

// ByName returns candidates for a name alone (at most 20), for the human's queue: never a decision.
func ByName(ctx context.Context, db pg.DB, name string) ([]Hit, error) {
	q, err := ask(name)
	if err != nil {
		return nil, err
	}
	q.id, q.regNo = "", ""
	found, err := q.run(ctx, db, maxByName)
	if err != nil {
		return nil, err
	}
	return found[:min(maxByName, len(found))].hits(ctx, db)
}

// question is a query taken apart. Everything in it is a literal: nothing a user types is a pattern.
type question struct {
	id    string   // a valid code
	regNo string   // a valid old registration number
	name  string   // the whole query as a folded name
	core  string   // without place and legal form
	words []string // what a name must contain, folded
	pairs []string // the bigrams of the words
}

func ask(query string) (question, error) {
	if utf8.RuneCountInString(query) > 4*MaxQuery { // folding drops spaces; do not fold a book
		return question{}, errQueryLong
	}
	q := question{name: ident.NormalName(query)}
	switch n := utf8.RuneCountInString(q.name); {
	case n < 2:
		return question{}, errQueryShort
	case n > MaxQuery:
		return question{}, errQueryLong
	}
	if c, _, err := ident.ParseUSCC(query); err == nil {
		q.id = string(c)
	}
	if no, err := ident.ParseRegNo(query); err == nil {
		q.regNo = no
	}
	q.core, q.words = ident.CoreName(q.name), wordsOf(query, q.name)
	for _, w := range q.words {
		q.pairs = append(q.pairs, bigrams(w)...)
	}
	return q, nil
}

// wordsOf splits a query at its spaces. A single character cannot be looked up by itself: if there is nothing longer
// the query is one word after all.
func wordsOf(query, whole string) (words []string) {
	useful := false
	for _, w := range strings.Fields(query) {
		if w = ident.NormalName(w); w == "" {
			continue
		}
		if len(words) == maxWords {
			return []string{whole}
		}
		words = append(words, w)
		useful = useful || utf8.RuneCountInString(w) > 1
	}
	if !useful {
		return []string{whole}
	}
	return words
}

// bigrams are the distinct pairs of neighbouring characters of a folded name.
func bigrams(name string) []string {
	var pairs []string
	seen := map[string]bool{}
	for i, r := range name {
		first := utf8.RuneLen(r)
		_, second := utf8.DecodeRuneInString(name[i+first:])
		if second == 0 {
			break
		}
		if pair := name[i : i+first+second]; !seen[pair] {
			seen[pair] = true
			pairs = append(pairs, pair)
		}
	}
	return pairs
}

// patterns are the words as LIKE patterns, with their own wildcards disarmed. A word of two characters is its pair and
// needs none.
func (q question) patterns() []string {
	out := []string{}
	for _, w := range q.words {
		if utf8.RuneCountInString(w) != 2 {
			out = append(out, "%"+literal.Replace(w)+"%")
		}
	}
	return out
}

var literal = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// met is an id and how it was met.
type met struct {
	id    string
	match Match
}

type results []met

// class is one way of meeting an entity.
type class struct {
	match Match
	ids   func(ctx context.Context, db pg.DB, q question, n int) ([]string, error)
}

var (
	byCode = []class{{ExactID, idsByCode}}
	byName = []class{{ExactName, idsByName}, {FormerName, idsByFormerName}, {Normalised, idsByCore},
		{Partial, idsByBeginning}, {Partial, idsByWords}, {Similar, idsBySlip}}
)

// classes says how to look: whoever gives a code means the code.
func (q question) classes() []class {
	if q.id != "" || q.regNo != "" {
		return byCode
	}
	return byName
}

// run asks class after class, best first, until there are enough. An entity appears once, in its best class.
func (q question) run(ctx context.Context, db pg.DB, enough int) (results, error) {
	var found results
	seen := map[string]bool{}
	for _, class := range q.classes() {
		if len(found) >= enough || class.match == Similar && len(found) > 0 {
			break
		}
		ids, err := class.ids(ctx, db, q, max(enough, 2))
		if err != nil {
			return nil, err
		}
		match := class.match
		if match == ExactName && len(ids) > 1 {
			match = Ambiguous
		}
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				found = append(found, met{id, match})
			}
		}
	}
	return found, nil
}

// hits fetches the entities of a page, in its order.
func (page results) hits(ctx context.Context, db pg.DB) ([]Hit, error) {
	ids := make([]string, len(page))
	for i, m := range page {
		ids[i] = m.id
	}
	entities, err := FindMany(ctx, db, ids)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, 0, len(page))
	for _, m := range page {
		if e, ok := entities[m.id]; ok {
			hits = append(hits, Hit{e, m.match})
		}
	}
	return hits, nil
}
