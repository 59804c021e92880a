package differ

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const columns = `d.entity_id, d.difference_id, d.about, d.item, d.field, d.owner, d.owner_name, d.region, d.state, d.rounds, d.opened_at, d.resolved_at`

var (
	qAbout  = pg.Q("differ.about", `select `+columns+` from differ.difference d where d.entity_id = $1 and d.about = $2 for update`)
	qMet    = pg.Q("differ.met", `select distinct entity_id from differ.difference where entity_id = any($1)`)
	qFind   = pg.Q("differ.find", `select `+columns+` from differ.difference d where d.difference_id = $1`)
	qLocked = pg.Q("differ.locked", `select `+columns+` from differ.difference d where d.entity_id = $1 and d.difference_id = $2 for update`)
	qOpenOf = pg.Q("differ.open_of", `
		select `+columns+` from differ.difference d where d.entity_id = $1 and d.state = 'open' order by d.about, d.field limit 100`)
	// cross-shard, read-only, one page
	qList = pg.Q("differ.list", `
		select `+columns+` from differ.difference d
		where ($1 = '' or d.state = $1) and ($2 = '' or d.difference_id < $2)
			and ($3 or d.owner = $4 and $4 <> '' or exists (select from unnest($5::text[]) p where d.region <> '' and starts_with(d.region, p))
				or $4 <> '' and exists (select from differ.claim c where c.source_id = $4 and c.difference_id = d.difference_id))
		order by d.difference_id desc limit $6`)
	qInsert = pg.Q("differ.insert", `
		insert into differ.difference (entity_id, difference_id, about, item, field, owner, owner_name, region, state, rounds, opened_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
	qReopen = pg.Q("differ.reopen", `
		update differ.difference set state = 'open', rounds = $3, opened_at = $4, resolved_at = null where entity_id = $1 and difference_id = $2`)
	qClose = pg.Q("differ.close", `
		update differ.difference set state = 'resolved', resolved_at = $3 where entity_id = $1 and difference_id = $2 and state = 'open'`)
	qClaim = pg.Q("differ.claim", `
		insert into differ.claim (entity_id, difference_id, n, source_id, source, value, mark, document, said_on, stood, told_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
	qClaims = pg.Q("differ.claims", `
		select entity_id, difference_id, n, source_id, source, value, mark, document, said_on, stood, told_at from differ.claim
		where entity_id = any($1) and difference_id = any($2) order by difference_id, n`)
	qSays = pg.Q("differ.says", `
		select exists (select from differ.claim where entity_id = $1 and difference_id = $2 and source_id = $3)`)
	qResolution = pg.Q("differ.resolution", `
		insert into differ.resolution (entity_id, difference_id, round, chosen, claims, reason, actor, org, capacity, entry_id, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
	qResolutions = pg.Q("differ.resolutions", `
		select difference_id, round, chosen, claims, reason, actor, org, capacity, entry_id::text as entry_id, at from differ.resolution
		where entity_id = any($1) and difference_id = any($2) order by difference_id, round`)
)

// row is a difference as it is kept.
type row struct {
	EntityID, DifferenceID, About, Item, Field, Owner, OwnerName, Region, State string
	Rounds                                                                      int32
	OpenedAt                                                                    time.Time
	ResolvedAt                                                                  *time.Time
}

type claim struct {
	EntityID, DifferenceID string
	N                      int32
	SourceID, Source       string
	Value, Mark, Document  string
	SaidOn                 workday.Date
	Stood                  bool
	ToldAt                 time.Time
}

type resolution struct {
	DifferenceID                          string
	Round, Chosen, Claims                 int32
	Reason, Actor, Org, Capacity, EntryID string
	At                                    time.Time
}

// differences are those of one thing, by field, held against others until the transaction ends.
func differences(ctx context.Context, tx pg.Tx, entity, about string) (_ map[string]row, err error) {
	defer fault.Wrap(&err, "differ.differences")
	rows, err := pg.All[row](ctx, tx, qAbout, entity, about)
	out := make(map[string]row, len(rows))
	for _, r := range rows {
		out[r.Field] = r
	}
	return out, err
}

// Met says which entities their sources have ever differed about: about the others a source may change its own word unseen.
func Met(ctx context.Context, db pg.DB, entities []string) (_ map[string]bool, err error) {
	defer fault.Wrap(&err, "differ.Met")
	ids, err := pg.Column[string](ctx, db, qMet, entities)
	out := make(map[string]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out, err
}

func find(ctx context.Context, db pg.DB, id string) (r row, found bool, err error) {
	defer fault.Wrap(&err, "differ.find")
	r, err = pg.One[row](ctx, db, qFind, id)
	if errors.Is(err, pg.ErrNone) {
		return r, false, nil
	}
	return r, err == nil, err
}

func locked(ctx context.Context, tx pg.Tx, entity, id string) (_ row, err error) {
	defer fault.Wrap(&err, "differ.locked")
	return pg.One[row](ctx, tx, qLocked, entity, id)
}

func openOf(ctx context.Context, db pg.DB, entity string) (_ []row, err error) {
	defer fault.Wrap(&err, "differ.openOf")
	return pg.All[row](ctx, db, qOpenOf, entity)
}

func list(ctx context.Context, db pg.DB, who access.Actor, state, after string, limit int) (_ []row, err error) {
	defer fault.Wrap(&err, "differ.list")
	return pg.All[row](ctx, db, qList, state, after, who.Kind == access.KindCLI, who.Org, append([]string{}, who.Regions...), limit)
}

func insert(ctx context.Context, tx pg.Tx, d *row) (err error) {
	defer fault.Wrap(&err, "differ.insert")
	_, err = tx.Exec(ctx, qInsert, d.EntityID, d.DifferenceID, d.About, d.Item, d.Field, d.Owner, d.OwnerName, d.Region, d.State, d.Rounds, d.OpenedAt)
	return err
}

func reopen(ctx context.Context, tx pg.Tx, d *row, now time.Time) (err error) {
	defer fault.Wrap(&err, "differ.reopen(%s)", d.DifferenceID)
	_, err = tx.Exec(ctx, qReopen, d.EntityID, d.DifferenceID, d.Rounds, now)
	return err
}

func claimed(ctx context.Context, tx pg.Tx, all []claim) (err error) {
	defer fault.Wrap(&err, "differ.claimed")
	for _, c := range all {
		if _, err := tx.Exec(ctx, qClaim, c.EntityID, c.DifferenceID, c.N, c.SourceID, c.Source, c.Value, c.Mark, c.Document, c.SaidOn, c.Stood, c.ToldAt); err != nil {
			return err
		}
	}
	return nil
}

func claimsOf(ctx context.Context, db pg.DB, entity, id string) (_ []claim, err error) {
	defer fault.Wrap(&err, "differ.claimsOf(%s)", id)
	return pg.All[claim](ctx, db, qClaims, []string{entity}, []string{id})
}

// saidOf is what stands behind differences, by their ids: all claims and resolutions in two questions.
func saidOf(ctx context.Context, db pg.DB, rows []row) (_ map[string][]claim, _ map[string][]resolution, err error) {
	defer fault.Wrap(&err, "differ.saidOf(%d)", len(rows))
	entities, ids := make([]string, len(rows)), make([]string, len(rows))
	for i := range rows {
		entities[i], ids[i] = rows[i].EntityID, rows[i].DifferenceID
	}
	claims, err := pg.All[claim](ctx, db, qClaims, entities, ids)
	if err != nil {
		return nil, nil, err
	}
	log, err := pg.All[resolution](ctx, db, qResolutions, entities, ids)
	said, settled := map[string][]claim{}, map[string][]resolution{}
	for _, c := range claims {
		said[c.DifferenceID] = append(said[c.DifferenceID], c)
	}
	for _, x := range log {
		settled[x.DifferenceID] = append(settled[x.DifferenceID], x)
	}
	return said, settled, err
}

func claims(ctx context.Context, db pg.DB, entity, id, source string) (_ bool, err error) {
	defer fault.Wrap(&err, "differ.claims(%s)", id)
	return pg.Scalar[bool](ctx, db, qSays, entity, id, source)
}

func resolved(ctx context.Context, tx pg.Tx, d *row, x *resolution) (err error) {
	defer fault.Wrap(&err, "differ.resolved(%s)", d.DifferenceID)
	if _, err := tx.Exec(ctx, qResolution, d.EntityID, d.DifferenceID, x.Round, x.Chosen, x.Claims, x.Reason, x.Actor, x.Org, x.Capacity, x.EntryID, x.At); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qClose, d.EntityID, d.DifferenceID, x.At)
	return err
}

func lastResolution(ctx context.Context, db pg.DB, entity, id string) (resolution, error) {
	all, err := pg.All[resolution](ctx, db, qResolutions, []string{entity}, []string{id})
	if err != nil || len(all) == 0 {
		return resolution{}, errors.Join(err, errUnknown)
	}
	return all[len(all)-1], nil
}
