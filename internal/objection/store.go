package objection

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const (
	filingColumns  = `entity_id, case_id, kind, org, about, ground, records, freezes, filed_on, at`
	outcomeColumns = `entity_id, case_id, kind, org, outcome, upheld, decided_on, days, wrong_from, at, closed_at`
	harmColumns    = `entity_id, case_id, answer_id, how, org, matter, at`
	letterColumns  = `entity_id, case_id, org, name, record_id, answers, on_day, words, at`
)

var (
	qAlone = pg.Q("objection.alone", `select pg_advisory_xact_lock(hashtextextended('objection ' || $1, 0))`)

	qPutFiling = pg.Q("objection.put_filing", `insert into objection.filing (`+filingColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	// one that was sent back from above is decided again
	qPutOutcome = pg.Q("objection.put_outcome", `
		insert into objection.outcome (`+outcomeColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null)
		on conflict (entity_id, case_id) do update set outcome = excluded.outcome, upheld = excluded.upheld, decided_on = excluded.decided_on,
			days = excluded.days, wrong_from = excluded.wrong_from, at = excluded.at`)
	qClosed = pg.Q("objection.closed", `update objection.outcome set closed_at = $3 where entity_id = $1 and case_id = $2 and closed_at is null`)
	// cross-shard, read-only, limited
	qUnclosed = pg.Q("objection.unclosed", `
		select `+outcomeColumns+` from objection.outcome where upheld and closed_at is null and kind = 'objection' order by decided_on, case_id limit 500`)
	qWrongFrom = pg.Q("objection.wrong_from", `select wrong_from from objection.outcome where entity_id = $1 and case_id = $2`)
	qPutHarm   = pg.Q("objection.put_harm", `
		insert into objection.harm (`+harmColumns+`) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`)
	qHarmOf    = pg.Q("objection.harm_of", `select `+harmColumns+` from objection.harm where entity_id = $1 and case_id = $2 order by at, answer_id limit 10000`)
	qPutLetter = pg.Q("objection.put_letter", `insert into objection.letter (`+letterColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	qLetter    = pg.Q("objection.letter", `select `+letterColumns+` from objection.letter where entity_id = $1 and case_id = $2 and org = $3`)
	qLettersOf = pg.Q("objection.letters_of", `select `+letterColumns+` from objection.letter where entity_id = $1 and case_id = $2 order by org`)
)

type filing struct {
	EntityID, CaseID, Kind, Org, About, Ground string
	Records                                    []string
	Freezes                                    bool
	FiledOn                                    workday.Date
	At                                         time.Time
}

type outcome struct {
	EntityID, CaseID, Kind, Org, Outcome string
	Upheld                               bool
	DecidedOn                            workday.Date
	Days                                 int32
	WrongFrom                            *time.Time
	At                                   time.Time
	ClosedAt                             *time.Time
}

type harm struct {
	EntityID, CaseID, AnswerID, How, Org, Matter string
	At                                           time.Time
}

type letter struct {
	EntityID, CaseID, Org, Name, RecordID string
	Answers                               int32
	OnDay                                 workday.Date
	Words                                 []byte
	At                                    time.Time
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// alone lets filings about one entity follow each other, so that two clicks see each other.
func alone(ctx context.Context, tx pg.Tx, entity string) (err error) {
	defer fault.Wrap(&err, "objection.alone")
	_, err = tx.Exec(ctx, qAlone, entity)
	return err
}

func putFiling(ctx context.Context, tx pg.Tx, f *filing) (err error) {
	defer fault.Wrap(&err, "objection.putFiling(%s)", f.CaseID)
	_, err = tx.Exec(ctx, qPutFiling, f.EntityID, f.CaseID, f.Kind, f.Org, f.About, f.Ground, append([]string{}, f.Records...), f.Freezes, f.FiledOn, f.At)
	return err
}

func putOutcome(ctx context.Context, tx pg.Tx, o *outcome) (err error) {
	defer fault.Wrap(&err, "objection.putOutcome(%s)", o.CaseID)
	_, err = tx.Exec(ctx, qPutOutcome, o.EntityID, o.CaseID, o.Kind, o.Org, o.Outcome, o.Upheld, o.DecidedOn, o.Days, o.WrongFrom, o.At)
	return err
}

func closed(ctx context.Context, tx pg.Tx, o *outcome, at time.Time) (err error) {
	defer fault.Wrap(&err, "objection.closed(%s)", o.CaseID)
	_, err = tx.Exec(ctx, qClosed, o.EntityID, o.CaseID, at)
	return err
}

func unclosed(ctx context.Context, db pg.DB) (_ []outcome, err error) {
	defer fault.Wrap(&err, "objection.unclosed")
	return pg.All[outcome](ctx, db, qUnclosed)
}

// wrongFrom is since when a wrong answer was given; nil where the objection was not right.
func wrongFrom(ctx context.Context, db pg.DB, entity, caseID string) (_ *time.Time, err error) {
	defer fault.Wrap(&err, "objection.wrongFrom(%s)", caseID)
	r, err := pg.One[struct{ WrongFrom *time.Time }](ctx, db, qWrongFrom, entity, caseID)
	if errors.Is(err, pg.ErrNone) {
		return nil, nil
	}
	return r.WrongFrom, err
}

func putHarm(ctx context.Context, tx pg.Tx, h *harm) (err error) {
	defer fault.Wrap(&err, "objection.putHarm(%s)", h.CaseID)
	_, err = tx.Exec(ctx, qPutHarm, h.EntityID, h.CaseID, h.AnswerID, h.How, h.Org, h.Matter, h.At)
	return err
}

func harmOf(ctx context.Context, db pg.DB, entity, caseID string) (_ []harm, err error) {
	defer fault.Wrap(&err, "objection.harmOf(%s)", caseID)
	return pg.All[harm](ctx, db, qHarmOf, entity, caseID)
}

func putLetter(ctx context.Context, tx pg.Tx, l *letter) (err error) {
	defer fault.Wrap(&err, "objection.putLetter(%s)", l.CaseID)
	_, err = tx.Exec(ctx, qPutLetter, l.EntityID, l.CaseID, l.Org, l.Name, l.RecordID, l.Answers, l.OnDay, l.Words, l.At)
	return err
}

func letterOf(ctx context.Context, db pg.DB, entity, caseID, org string) (_ *letter, there bool, err error) {
	defer fault.Wrap(&err, "objection.letterOf(%s)", caseID)
	l, err := pg.One[letter](ctx, db, qLetter, entity, caseID, org)
	if errors.Is(err, pg.ErrNone) {
		return nil, false, nil
	}
	return &l, err == nil, err
}

func lettersOf(ctx context.Context, db pg.DB, entity, caseID string) (_ []letter, err error) {
	defer fault.Wrap(&err, "objection.lettersOf(%s)", caseID)
	return pg.All[letter](ctx, db, qLettersOf, entity, caseID)
}
