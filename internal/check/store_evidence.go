package check

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// pageRows is how many rows of a group one page holds. Migration 0062 laid the old ones out so; it may not change.
const pageRows = 256

const recordedColumns = `entity_id, decision_id, group_id::text as group_id, seq, matter, on_date, outcome`

var (
	qEvidence = pg.Q("check.evidence", `
		insert into "check".evidence (group_id, entry_id, at, leaves, salts, root, algorithm, key_id, signature)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	qPages = pg.Q("check.pages", `
		insert into "check".page (group_id, page, texts)
		select $1::uuid, u.n - 1, u.texts from unnest($2::text[]) with ordinality as u (texts, n)`)
	// what rows of one file or one caller share is sent once: $6 says which of the questions a row asked
	qDecisions = pg.Q("check.decisions", `
		insert into "check".decision (entity_id, decision_id, group_id, seq, at, org, actor, officer, purpose, case_no, matter, on_date, outcome)
		select u.entity_id, u.decision_id, $1::uuid, u.n - 1, u.at, ($7::text[])[u.q], ($8::text[])[u.q], ($9::text[])[u.q], ($10::text[])[u.q],
			($11::text[])[u.q], ($12::text[])[u.q], ($13::date[])[u.q], u.outcome
		from unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::int[]) with ordinality as u (entity_id, decision_id, at, outcome, q, n)`)
	qCover = pg.Q("check.cover", `
		insert into "check".coverage (day, matter, org, calls)
		select day, matter, org, calls
		from unnest($1::date[], $2::text[], $3::text[], $4::bigint[]) as given (day, matter, org, calls)
		on conflict (day, matter, org) do update set calls = coverage.calls + excluded.calls`)

	// cross-shard, read-only, one row: a caller knows the decision by its id
	qFind = pg.Q("check.find", `
		select `+recordedColumns+` from "check".decision where decision_id = $1 and org = $2`)
	qGroup = pg.Q("check.group", `
		select entry_id::text as entry_id, leaves, salts, algorithm, key_id, signature
		from "check".evidence
		where group_id = $1`)
	qTexts = pg.Q("check.texts", `
		select p.group_id::text as group_id, p.page, p.texts
		from "check".page p join unnest($1::uuid[], $2::int[]) as asked (group_id, page) on p.group_id = asked.group_id and p.page = asked.page`)
)

// store writes a group and everything in it: nothing is read back, so it all goes with the commit.
func store(tx pg.Tx, e *evidence) {
	leaves, salts := make([]byte, 0, len(e.leaves)*len(ledger.Hash{})), make([]byte, 0, len(e.rows)*saltSize)
	for i, d := range e.rows {
		leaves, salts = append(leaves, e.leaves[i][:]...), append(salts, d.salt[:]...)
	}
	root := e.tree.Root()
	tx.Later(qEvidence, e.id, e.entry, e.at, leaves, salts, root[:], e.signature.Algorithm, e.signature.KeyID, e.signature.Value)
	tx.Later(qPages, e.id, pagesOf(e.rows))
	storeRows(tx, e)
	cover(tx, e.coverage())
	countStarts(tx, e.starts())
}

// asked is what the rows of a file have in common, and most checks of a caller.
type asked struct {
	org, actor, officer, purpose, caseNo, matter string
	on                                           workday.Date
}

func storeRows(tx pg.Tx, e *evidence) {
	n := len(e.rows)
	subjects, ids, outcomes, at, which := make([]string, n), make([]string, n), make([]string, n), make([]time.Time, n), make([]int32, n)
	known, all := map[asked]int32{}, []asked{}
	for i, d := range e.rows {
		q := asked{d.Caller, d.actor, d.Officer, d.Purpose, d.CaseNo, d.Matter.Code, d.AsOf.Date}
		if known[q] == 0 {
			all = append(all, q)
			known[q] = int32(len(all)) // PostgreSQL counts from one
		}
		subjects[i], ids[i], outcomes[i], at[i], which[i] = d.Subject, d.ID, string(d.outcome), d.At, known[q]
	}
	column := func(of func(*asked) string) []string {
		out := make([]string, len(all))
		for i := range all {
			out[i] = of(&all[i])
		}
		return out
	}
	on := make([]time.Time, len(all))
	for i := range all {
		on[i] = all[i].on.Time()
	}
	tx.Later(qDecisions, e.id, subjects, ids, at, outcomes, which,
		column(func(q *asked) string { return q.org }), column(func(q *asked) string { return q.actor }),
		column(func(q *asked) string { return q.officer }), column(func(q *asked) string { return q.purpose }),
		column(func(q *asked) string { return q.caseNo }), column(func(q *asked) string { return q.matter }), on)
}

// pagesOf lays the exact texts out: two lines a row. Neither text holds a line break: in JSON it is escaped.
func pagesOf(rows []*Decision) (pages []string) {
	for some := range slices.Chunk(rows, pageRows) {
		var b strings.Builder
		size := 0
		for _, d := range some {
			size += len(d.text) + len(d.inputs) + 2
		}
		b.Grow(size)
		for i, d := range some {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.Write(d.text)
			b.WriteByte('\n')
			b.Write(d.inputs)
		}
		pages = append(pages, b.String())
	}
	return pages
}

// cover adds to the counts in one order, so that two processes never wait for each other in a circle.
func cover(tx pg.Tx, counts map[coverage]int64) {
	if len(counts) == 0 {
		return
	}
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b coverage) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.matter, b.matter), cmp.Compare(a.org, b.org))
	})
	var days []time.Time
	var matters, orgs []string
	var calls []int64
	for _, k := range keys {
		days, matters, orgs = append(days, k.day.Time()), append(matters, k.matter), append(orgs, k.org)
		calls = append(calls, counts[k])
	}
	tx.Later(qCover, days, matters, orgs, calls)
}

// recorded is a decision as it is searched: the narrow row.
type recorded struct {
	EntityID   string
	DecisionID string
	GroupID    string
	Seq        int32
	Matter     string
	OnDate     workday.Date
	Outcome    string
}

// kept is a decision as the evidence holds it.
type kept struct {
	recorded
	Answer string
	Inputs string
	Salt   []byte
}

// group is a group of evidence as it was recorded.
type group struct {
	EntryID   string
	Leaves    []byte
	Salts     []byte
	Algorithm string
	KeyID     string
	Signature []byte
}

func (g group) hashes() []ledger.Hash {
	hs := make([]ledger.Hash, 0, len(g.Leaves)/len(ledger.Hash{}))
	for c := range slices.Chunk(g.Leaves, len(ledger.Hash{})) {
		hs = append(hs, ledger.Hash(c))
	}
	return hs
}

// find returns a decision of a body with its group; another body's decision does not exist for it.
func find(ctx context.Context, db pg.DB, id, org string) (k kept, g group, err error) {
	defer fault.Wrap(&err, "check.find")
	if !isNumber(id) {
		return k, g, errUnknown
	}
	r, err := pg.One[recorded](ctx, db, qFind, id, org)
	if errors.Is(err, pg.ErrNone) {
		return k, g, errUnknown
	}
	if err != nil {
		return k, g, err
	}
	if g, err = pg.One[group](ctx, db, qGroup, r.GroupID); err != nil {
		return k, g, err
	}
	texts, err := textsOf(ctx, db, []recordedFor{{recorded: r}})
	if err != nil {
		return k, g, err
	}
	return kept{r, texts[0].answer, texts[0].inputs, g.Salts[r.Seq*saltSize:][:saltSize]}, g, nil
}

var errUnknown = fault.New(fault.Missing, "check.unknown_decision", "贵单位没有这个编号的查验；请核对编号。",
	"Your body has no check of this number; please compare it.")

type texts struct{ answer, inputs string }

type pageKey struct {
	group string
	page  int32
}

// textsOf reads the exact texts of decisions off their pages, in their order.
func textsOf(ctx context.Context, db pg.DB, rows []recordedFor) ([]texts, error) {
	asked := map[pageKey][]string{}
	for i := range rows {
		asked[pageKey{rows[i].GroupID, rows[i].Seq / pageRows}] = nil
	}
	groups, numbers := make([]string, 0, len(asked)), make([]int32, 0, len(asked))
	for k := range asked {
		groups, numbers = append(groups, k.group), append(numbers, k.page)
	}
	pages, err := pg.All[struct {
		GroupID string
		Page    int32
		Texts   string
	}](ctx, db, qTexts, groups, numbers)
	if err != nil {
		return nil, err
	}
	for i := range pages {
		asked[pageKey{pages[i].GroupID, pages[i].Page}] = strings.Split(pages[i].Texts, "\n")
	}
	out := make([]texts, len(rows))
	for i := range rows {
		lines, at := asked[pageKey{rows[i].GroupID, rows[i].Seq / pageRows}], rows[i].Seq%pageRows*2
		if int(at)+1 >= len(lines) {
			return nil, errPage
		}
		out[i] = texts{lines[at], lines[at+1]}
	}
	return out, nil
}

var errPage = errors.New("check: a page of the evidence lacks lines; look at it before anything else is concluded (xinheng ledger verify)")
