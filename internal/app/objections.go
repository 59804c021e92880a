package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"xinheng/internal/check"
	"xinheng/internal/disclosure"
	"xinheng/internal/exchange"
	"xinheng/internal/law"
	"xinheng/internal/objection"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/standing"
)

// object ties objections to what stands above them: which checks leaned on a record, who read it, and how they are told.
func (a *App) object() {
	o := a.Objections
	a.Records.Marked = standing.Marks
	o.Accounts, o.Press = a.Accounts, a.Press
	o.Checked = func(ctx context.Context, db pg.DB, entity, id string) (objection.Object, error) {
		about, err := a.Checks.AboutOf(ctx, db, entity, id)
		return objection.Object{Org: about.Org, Title: about.Matter, Records: about.Records}, err
	}
	// A score that was made here names its model's author, above whom the objection goes. What it counts is not objected to with it:
	// a record is objected to at its own body, and stays marked there.
	o.Scored = func(ctx context.Context, db pg.DB, entity, id string) (objection.Object, bool, error) {
		org, title, _, ok, err := a.Ratings.ScoreOf(ctx, db, entity, id)
		return objection.Object{Org: org, Title: title}, ok && org != "", err
	}
	o.Received, o.Elsewhere = a.received, a.toldElsewhere
	o.Tell = func(ctx context.Context, tx pg.Tx, all []objection.Notice) error {
		notices := make([]exchange.Notice, len(all))
		for i, n := range all {
			notices[i] = exchange.Notice{Org: n.Org, Kind: exchange.ReachBack, EntityID: n.EntityID, About: n.Record, Version: n.Version,
				Decision: n.Case, Case: n.Case, Reason: n.Reason, Limit: n.Limit}
		}
		return a.Exchange.Tell(ctx, tx, notices)
	}
	o.Acknowledged = func(ctx context.Context, db pg.DB, caseID string) (map[string]time.Time, error) {
		told, err := a.Exchange.OfCase(ctx, db, caseID, exchange.ReachBack)
		acks := map[string]time.Time{}
		for _, t := range told {
			if t.AcknowledgedAt != nil {
				acks[t.Org] = *t.AcknowledgedAt
			}
		}
		return acks, err
	}
}

// received is everybody who was given an answer that leaned on a record since an instant: by a check of an officer, of a system
// or in a batch, by reading the file, or in a file that was taken out. Consumers of the feed are told of every correction by
// the sync ledger (reactions.go).
func (a *App) received(ctx context.Context, db pg.DB, entity, recordID string, since time.Time) (out []objection.Recipient, err error) {
	checks, err := a.Checks.LeanedOn(ctx, db, entity, recordID, since)
	if err != nil {
		return nil, err
	}
	for _, c := range checks {
		out = append(out, objection.Recipient{Org: c.Org, How: howChecked(&c), Answer: c.DecisionID, Matter: c.Matter, At: c.At})
	}
	readings, err := a.Disclosure.SeenSince(ctx, db, entity, since)
	if err != nil {
		return nil, err
	}
	r, err := record.Find(ctx, db, recordID)
	if err != nil {
		return nil, err
	}
	for i := range readings {
		how := "reading"
		if readings[i].Kind == disclosure.KindExport {
			if how = "export"; !tookOut(&readings[i], &r, checks) {
				continue
			}
		}
		out = append(out, objection.Recipient{Org: readings[i].Org, How: how, Answer: readings[i].ID, At: readings[i].At})
	}
	return out, a.nameAll(ctx, db, out)
}

func howChecked(c *check.Leaned) string {
	switch {
	case c.Batched:
		return "batch"
	case c.ByKey:
		return "api"
	}
	return "check"
}

// tookOut says whether a file that a body took out held what was wrong: the record itself, where it is the body's own, or a
// check that had leaned on it before. What else it took out about the subject was not touched by it.
func tookOut(seen *disclosure.Seen, r *record.Record, checks []check.Leaned) bool {
	if slices.Contains(seen.Fields, "record.own") {
		return seen.Org == r.SourceID || r.SourceID == "" && seen.Org == r.AuthorityID
	}
	return slices.Contains(seen.Fields, "check.own") &&
		slices.ContainsFunc(checks, func(c check.Leaned) bool { return c.Org == seen.Org && c.At.Before(seen.At) })
}

func (a *App) nameAll(ctx context.Context, db pg.DB, out []objection.Recipient) error {
	var codes []string
	for i := range out {
		codes = append(codes, out[i].Org)
	}
	names, err := a.bodiesIn(ctx, db, slices.Compact(slices.Sorted(slices.Values(codes))))
	for i := range out {
		out[i].Name = names[out[i].Org]
	}
	return err
}

// toldElsewhere is who else held a record that was wrong: the sites it must end or change at, and the bodies that take the feed.
func (a *App) toldElsewhere(ctx context.Context, db pg.DB, caseID string, records []string) (out []objection.Place, err error) {
	out = []objection.Place{}
	for _, id := range records {
		lines, err := a.Exchange.Of(ctx, id)
		if err != nil {
			return nil, err
		}
		for i := range lines {
			if l := &lines[i]; l.Case == caseID {
				out = append(out, objection.Place{Name: l.TargetName, ToldAt: l.CreatedAt, Acknowledged: l.AckedAt, Late: l.Late})
			}
		}
	}
	for _, kind := range []exchange.Kind{exchange.Correction, exchange.Tombstone} {
		told, err := a.Exchange.OfCase(ctx, db, caseID, kind)
		if err != nil {
			return nil, err
		}
		for i := range told {
			n := &told[i]
			names, err := a.bodiesIn(ctx, db, []string{n.Org})
			if err != nil {
				return nil, err
			}
			name := cmp.Or(names[n.Org], n.Org)
			out = append(out, objection.Place{Name: law.Text2{ZH: name, EN: name}, Consumer: true, ToldAt: n.CreatedAt, Acknowledged: n.AcknowledgedAt, Late: n.Late})
		}
	}
	return out, nil
}

// settleObjections is a round; how many it closed is in the cases.
func (a *App) settleObjections(ctx context.Context) error {
	_, err := a.Objections.Settle(ctx)
	return err
}
