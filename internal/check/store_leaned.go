package check

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// An answer names the records it leaned on; an answer of one word leaned on the facts it was judged from.

// Leaned is a check whose answer leaned on a record.
type Leaned struct {
	DecisionID string
	Org        string // the body that was answered
	Matter     string
	At         time.Time
	ByKey      bool // a system asked, not an officer at the console
	Batched    bool // a row among others of one batch: groups hold the rows of a batch together
}

var (
	qSince = pg.Q("check.since", `
		select `+recordedColumns+`, org, at from "check".decision where entity_id = $1 and at >= $2 order by at, decision_id`)
	// the rows of a batch are recorded in one group, under one case of one body
	qWays = pg.Q("check.ways", `
		select decision_id, starts_with(actor, 'key:') as by_key, exists (
			select from "check".decision o
			where o.org = d.org and o.at between d.at - interval '1 minute' and d.at + interval '1 minute'
				and o.group_id = d.group_id and o.case_no = d.case_no and o.decision_id <> d.decision_id) as batched
		from "check".decision d where entity_id = $1 and decision_id = any($2)`)
	// of one subject, which is where they are kept: the subject names a check it was told of
	qAbout = pg.Q("check.about", `
		select `+recordedColumns+`, org, at from "check".decision where entity_id = $1 and decision_id = $2`)
)

// recordedFor is a decision that some body was answered with.
type recordedFor struct {
	recorded
	Org string
	At  time.Time
}

// mostLeaned is how many checks a record is followed back through.
const mostLeaned = 10_000

// LeanedOn finds, from the evidence, every check of an entity since an instant whose answer leaned on a record, oldest first:
// when the record turns out wrong, whoever asked is told (F27-4). single and batch checks are kept alike. An answer that names
// the record without counting it (its use rested) is among them: it still said whose record that was.
func (d *Desk) LeanedOn(ctx context.Context, db pg.DB, entity, recordID string, since time.Time) (out []Leaned, err error) {
	defer fault.Wrap(&err, "check.LeanedOn")
	rows, err := pg.All[recordedFor](ctx, db, qSince, entity, since)
	if err != nil {
		return nil, err
	}
	named, oneWord := `"`+recordID+`"`, levelOneMatters(d.lib)
	for some := range slices.Chunk(rows, pageRows) {
		texts, err := textsOf(ctx, db, some)
		if err != nil {
			return nil, err
		}
		for i := range some {
			r := &some[i]
			toldLess := (slices.Contains(oneWord, r.Matter) || isPerson(r.EntityID)) && r.Outcome != string(Clear)
			if len(out) < mostLeaned && (strings.Contains(texts[i].answer, named) || toldLess && strings.Contains(texts[i].inputs, named)) {
				out = append(out, Leaned{DecisionID: r.DecisionID, Org: r.Org, Matter: r.Matter, At: r.At})
			}
		}
	}
	return out, ways(ctx, db, entity, out)
}

// ways notes how each of them was asked.
func ways(ctx context.Context, db pg.DB, entity string, all []Leaned) error {
	ids, at := make([]string, len(all)), map[string]int{}
	for i := range all {
		ids[i], at[all[i].DecisionID] = all[i].DecisionID, i
	}
	found, err := pg.All[struct {
		DecisionID     string
		ByKey, Batched bool
	}](ctx, db, qWays, entity, ids)
	for _, f := range found {
		l := &all[at[f.DecisionID]]
		l.ByKey, l.Batched = f.ByKey, f.Batched
	}
	return err
}

// About is a check as its subject may object to it: who asked, in which matter, and which of its records the answer leaned on.
type About struct {
	Org, Matter string
	Records     []string
}

// AboutOf finds a check of an entity among those it may see itself; one of somebody else does not exist.
func (d *Desk) AboutOf(ctx context.Context, db pg.DB, entity, id string) (_ About, err error) {
	defer fault.Wrap(&err, "check.AboutOf")
	r, err := pg.One[recordedFor](ctx, db, qAbout, entity, id)
	if errors.Is(err, pg.ErrNone) {
		return About{}, errUnknown
	}
	if err != nil {
		return About{}, err
	}
	texts, err := textsOf(ctx, db, []recordedFor{r})
	if err != nil {
		return About{}, err
	}
	records, err := leanedOn(texts[0].answer, texts[0].inputs)
	return About{r.Org, r.Matter, records}, err
}

// leanedOn are the records that effects and refusals of an answer rest on; of an answer of one word, all it was judged from.
func leanedOn(answer, inputs string) (ids []string, err error) {
	var told Decision
	if err := json.Unmarshal([]byte(answer), &told); err != nil {
		return nil, err
	}
	if told.Finding == nil {
		var in Inputs
		err := json.Unmarshal([]byte(inputs), &in)
		for i := range in.Facts {
			ids = append(ids, in.Facts[i].ID)
		}
		return ids, err
	}
	for i := range told.Effects {
		ids = append(ids, told.Effects[i].Because.RecordID)
	}
	for i := range told.Route.Reasons {
		if id := told.Route.Reasons[i].RecordID; id != "" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}
