package check

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// Leaned is a check whose answer leaned on a record.
type Leaned struct {
	DecisionID string
	Org        string // the body that was answered
	Matter     string
	At         time.Time
	ByKey      bool // a system asked, not an officer at the console
	Batched    bool // a row among others of one batch: groups hold the rows of a batch together
}

// LeanedOn finds, from the evidence, every check of an entity since an instant whose answer leaned on a record, oldest first:
// when the record turns out wrong, whoever asked is told (F27-4). single and batch checks are kept alike. An answer that names
// the record without counting it (its use rested) is among them: it still said whose record that was.
func (d *Desk) LeanedOn(ctx context.Context, db pg.DB, entity, recordID string, since time.Time) (_ []Leaned, err error) {
	defer fault.Wrap(&err, "check.LeanedOn")
	return pg.All[Leaned](ctx, db, qLeaned, entity, recordID, since, levelOneMatters(d.lib))
}

// About is a check as its subject may object to it: who asked, in which matter, and which of its records the answer leaned on.
type About struct {
	Org, Matter string
	Records     []string
}

// AboutOf finds a check of an entity among those it may see itself; one of somebody else does not exist.
func (d *Desk) AboutOf(ctx context.Context, db pg.DB, entity, id string) (_ About, err error) {
	defer fault.Wrap(&err, "check.AboutOf")
	r, err := pg.One[struct{ DecisionID, Org, Matter, Inputs, Answer string }](ctx, db, qAbout, entity, id)
	if errors.Is(err, pg.ErrNone) {
		return About{}, errUnknown
	}
	if err != nil {
		return About{}, err
	}
	records, err := leanedOn(r.Answer, r.Inputs)
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
