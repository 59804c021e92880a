package leak

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

var (
	qFile = pg.Q("leak.file", `
		insert into leak.filed (case_id, cause, source, reported_on, state, decided_on, handed_to, told) values ($1, $2, $3, $4, 'open', null, '', 0)`)
	qDecide  = pg.Q("leak.decide", `update leak.filed set state = $2, handed_to = $3, decided_on = $4 where case_id = $1`)
	qClose   = pg.Q("leak.close", `update leak.filed set state = 'closed', told = $2 where case_id = $1`)
	qConcern = pg.Q("leak.concern", `
		insert into leak.concerned (case_id, actor, at) select $1, a, $3 from unnest($2::text[]) a on conflict do nothing`)
	qIsConcerned = pg.Q("leak.is_concerned", `select exists (select from leak.concerned where case_id = $1 and actor = $2)`)
	qConcerned   = pg.Q("leak.concerned", `select actor from leak.concerned where case_id = $1 order by at, actor limit 1000`)
	qTrace       = pg.Q("leak.trace", `
		insert into leak.traced (case_id, export_id, how, by, at) values ($1, $2, $3, $4, $5) on conflict do nothing`)
	qTraced     = pg.Q("leak.traced", `select export_id as export, how, by, at from leak.traced where case_id = $1 order by at, export_id limit 200`)
	qRecompute  = pg.Q("leak.recompute", `insert into leak.recomputed (case_id, at, by, holds, code, size, entry_id) values ($1, $2, $3, $4, $5, $6, $7)`)
	qRecomputed = pg.Q("leak.recomputed", `
		select at, by, holds, code, size, entry_id as entry from leak.recomputed where case_id = $1 order by at desc limit 50`)
	qAffect = pg.Q("leak.affect", `
		insert into leak.affected (entity_id, case_id, cause, what, since, told_on, done)
		select g.subject, $1, $2, string_to_array(g.what, ' '), g.since, $6, $7 from unnest($3::text[], $4::text[], $5::timestamptz[]) as g (subject, what, since)
		on conflict do nothing`)
	qAffected = pg.Q("leak.affected", `
		select case_id as case, cause, what, since, told_on, done from leak.affected where entity_id = $1 order by told_on desc, case_id limit 100`)
	qState     = pg.Q("leak.state", `insert into leak.statement (freeze_id, case_id, sealed, by, at) values ($1::text::uuid, $2, $3, $4, $5)`)
	qStatement = pg.Q("leak.statement", `select sealed from leak.statement where freeze_id = $1::text::uuid`)
	// cross-shard, figures
	qYears = pg.Q("leak.years", `
		select extract(year from reported_on)::bigint as year, count(*) as reported, count(*) filter (where state = 'open') as open,
			count(*) filter (where state = 'declined') as declined, count(*) filter (where state = 'unfounded') as unfounded,
			count(*) filter (where state in ('confirmed', 'closed')) as confirmed, count(*) filter (where handed_to <> '') as handed_to, sum(told)::bigint as told
		from leak.filed group by 1 order by 1 desc limit 50`)
	qStale = pg.Q("leak.stale", `
		select array[freeze_id::text] as key, sealed as value from leak.statement
		where freeze_id::text > $2 and substring(sealed for length($1::bytea)) <> $1 order by freeze_id::text limit $3`)
	qReseal = pg.Q("leak.reseal", `
		update leak.statement s set sealed = g.anew from unnest($1::text[], $2::bytea[], $3::bytea[]) as g (id, old, anew)
		where s.freeze_id::text = g.id and s.sealed = g.old`)
)

func insertFiled(ctx context.Context, tx pg.Tx, id, cause, source string, on workday.Date) (err error) {
	defer fault.Wrap(&err, "leak.insertFiled(%s)", id)
	_, err = tx.Exec(ctx, qFile, id, cause, source, on)
	return err
}

func decideFiled(ctx context.Context, tx pg.Tx, id, state, handed string, on workday.Date) (err error) {
	defer fault.Wrap(&err, "leak.decideFiled(%s)", id)
	_, err = tx.Exec(ctx, qDecide, id, state, handed, on)
	return err
}

func closeFiled(ctx context.Context, tx pg.Tx, id string, told int) (err error) {
	defer fault.Wrap(&err, "leak.closeFiled(%s)", id)
	_, err = tx.Exec(ctx, qClose, id, told)
	return err
}

func insertConcerned(ctx context.Context, tx pg.Tx, id string, actors []string, at time.Time) (err error) {
	defer fault.Wrap(&err, "leak.insertConcerned(%s)", id)
	_, err = tx.Exec(ctx, qConcern, id, actors, at)
	return err
}

func isConcerned(ctx context.Context, db pg.DB, id, actor string) (_ bool, err error) {
	defer fault.Wrap(&err, "leak.isConcerned(%s)", id)
	return pg.Scalar[bool](ctx, db, qIsConcerned, id, actor)
}

func concernedOf(ctx context.Context, db pg.DB, id string) (_ []string, err error) {
	defer fault.Wrap(&err, "leak.concernedOf(%s)", id)
	return pg.Column[string](ctx, db, qConcerned, id)
}

func insertTraced(ctx context.Context, tx pg.Tx, id string, t *Traced) (err error) {
	defer fault.Wrap(&err, "leak.insertTraced(%s)", id)
	_, err = tx.Exec(ctx, qTrace, id, t.Export, t.How, t.By, t.At)
	return err
}

func tracedOf(ctx context.Context, db pg.DB, id string) (_ []Traced, err error) {
	defer fault.Wrap(&err, "leak.tracedOf(%s)", id)
	return pg.All[Traced](ctx, db, qTraced, id)
}

func insertRecomputed(ctx context.Context, tx pg.Tx, id string, r *Recomputed) (err error) {
	defer fault.Wrap(&err, "leak.insertRecomputed(%s)", id)
	_, err = tx.Exec(ctx, qRecompute, id, r.At, r.By, r.Holds, r.Code, r.Size, r.Entry)
	return err
}

func recomputedOf(ctx context.Context, db pg.DB, id string) (_ []Recomputed, err error) {
	defer fault.Wrap(&err, "leak.recomputedOf(%s)", id)
	return pg.All[Recomputed](ctx, db, qRecomputed, id)
}

func insertAffected(ctx context.Context, tx pg.Tx, id, cause, done string, on workday.Date, all []disclosure.Touch) (err error) {
	defer fault.Wrap(&err, "leak.insertAffected(%s)", id)
	subjects, what, since := make([]string, len(all)), make([]string, len(all)), make([]time.Time, len(all))
	for i, t := range all {
		subjects[i], since[i] = t.Subject, t.Since
		for j, w := range t.What {
			if j > 0 {
				what[i] += " "
			}
			what[i] += w
		}
	}
	_, err = tx.Exec(ctx, qAffect, id, cause, subjects, what, since, on, done)
	return err
}

func affectedOf(ctx context.Context, db pg.DB, entity string) (_ []Touched, err error) {
	defer fault.Wrap(&err, "leak.affectedOf")
	return pg.All[Touched](ctx, db, qAffected, entity)
}

func insertStatement(ctx context.Context, tx pg.Tx, freeze, id string, sealed []byte, by string, at time.Time) (err error) {
	defer fault.Wrap(&err, "leak.insertStatement")
	_, err = tx.Exec(ctx, qState, freeze, id, sealed, by, at)
	if pg.Violated(err) == "statement_is_made_once" {
		return errSaidOnce
	}
	return err
}

func statementOf(ctx context.Context, db pg.DB, freeze string) (_ []byte, err error) {
	defer fault.Wrap(&err, "leak.statementOf")
	b, err := pg.Scalar[[]byte](ctx, db, qStatement, freeze)
	if errors.Is(err, pg.ErrNone) {
		return nil, nil
	}
	return b, err
}

func years(ctx context.Context, db pg.DB) (_ []Year, err error) {
	defer fault.Wrap(&err, "leak.years")
	return pg.All[Year](ctx, db, qYears)
}

// Holders are the sealed columns of this area, for the rotation of keys.
func Holders() []seal.Holder {
	return []seal.Holder{seal.Column("leak.statement", 1, func(key []string) string { return statementSeal(key[0]) }, qStale, qReseal)}
}
