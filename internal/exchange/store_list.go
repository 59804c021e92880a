package exchange

import (
	"context"
	"encoding/hex"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Whoever sees a line: the body whose decision it is, and offices whose region holds that body.
var (
	qLines = pg.Q("exchange.lines", `
		select r.entity_id, r.removal_id, r.about, r.target, r.action, r.version, r.case_no, r.reason, r.basis, r.org, r.region, r.revision, r.state,
			r.created_at, r.due_on, r.provisional, r.attempts, r.last_error, r.tried_at, r.sent_at, r.acknowledged_at, r.probed_at, r.probe_error, r.location,
			coalesce(t.name_zh, '') as name_zh, coalesce(t.name_en, '') as name_en,
			exists (select from exchange.ticket k where k.entity_id = r.entity_id and k.about = r.about and k.target = r.target and k.state = 'open') as ticket_open
		from exchange.removal r left join lateral (
			select name_zh, name_en from exchange.target n where n.code = r.target and n.state = 'approved' order by n.version desc limit 1) t on true
		where ($1 = '' or r.entity_id = $1) and ($2 = '' or r.about = $2) and ($3 = '' or r.case_no = $3) and ($4 = '' or r.target = $4)
			and ($5 = '' or r.state = $5) and ($6 = '' or r.removal_id < $6) and ($7 = '' or r.removal_id = $7)
			and ($8 or r.org = $9 and $9 <> '' or exists (select from unnest($10::text[]) p where r.region <> '' and starts_with(r.region, p)))
		order by r.removal_id desc limit $11`)
	qAgain = pg.Q("exchange.again", `
		update exchange.removal r set state = 'waiting', acknowledged_at = null, revision = revision + 1, last_error = ''
		where entity_id = $1 and removal_id = $2 and not exists (
			select from exchange.removal n where n.entity_id = r.entity_id and n.about = r.about and n.target = r.target and n.removal_id > r.removal_id)`)
	qTickets = pg.Q("exchange.tickets", `
		select k.entity_id, k.about, k.target, k.removal_id, k.state, k.opened_at, k.reopened, k.sightings, k.seen_at, k.seen_hash, k.seen, k.closed_at
		from exchange.ticket k join exchange.removal r on r.entity_id = k.entity_id and r.removal_id = k.removal_id
		where ($1 or k.state = 'open') and ($2 or r.org = $3 and $3 <> '' or exists (select from unnest($4::text[]) p where r.region <> '' and starts_with(r.region, p)))
		order by k.state desc, k.opened_at limit $5`)
	qLags = pg.Q("exchange.lags", `
		select target, count(*) filter (where state = 'acknowledged') as acknowledged, count(*) filter (where state <> 'acknowledged') as open,
			count(*) filter (where coalesce((acknowledged_at at time zone 'Asia/Shanghai')::date, $2) > due_on) as late,
			array[count(*) filter (where took <= interval '1 minute'),
				count(*) filter (where took > interval '1 minute' and took <= interval '5 minutes'),
				count(*) filter (where took > interval '5 minutes' and took <= interval '1 hour'),
				count(*) filter (where took > interval '1 hour' and took <= interval '1 day'),
				count(*) filter (where took > interval '1 day' and took <= interval '3 days'),
				count(*) filter (where took > interval '3 days')] as within
		from (select *, acknowledged_at - created_at as took from exchange.removal where created_at >= $1 and action <> 'publish') r group by target order by target`)
)

// wanted is which lines, and for whom. Everywhere: no scope is asked.
type wanted struct {
	Entity, About, Case, Target, State, After, ID string

	Scoped, Everywhere bool
	Org                string
	Regions            []string
}

type listed struct {
	line
	NameZh, NameEn string
	TicketOpen     bool
}

func lines(ctx context.Context, db pg.DB, w wanted, limit int) (_ []listed, err error) {
	defer fault.Wrap(&err, "exchange.lines")
	return pg.All[listed](ctx, db, qLines, w.Entity, w.About, w.Case, w.Target, w.State, w.After, w.ID, w.Everywhere || !w.Scoped, w.Org, w.Regions, limit)
}

// again opens a line anew. Only the newest line of a thing at a target can be sent again.
func again(ctx context.Context, tx pg.Tx, l *line) (err error) {
	defer fault.Wrap(&err, "exchange.again(%s)", l.RemovalID)
	n, err := tx.Exec(ctx, qAgain, l.EntityID, l.RemovalID)
	if err == nil && n == 0 {
		err = errUnknownRemoval
	}
	return err
}

func tickets(ctx context.Context, db pg.DB, w wanted, all bool, limit int) (out []Ticket, err error) {
	defer fault.Wrap(&err, "exchange.tickets")
	type row struct {
		EntityID, About, Target, RemovalID, State string
		OpenedAt                                  time.Time
		Reopened, Sightings                       int32
		SeenAt                                    time.Time
		SeenHash                                  []byte
		Seen                                      string
		ClosedAt                                  *time.Time
	}
	rows, err := pg.All[row](ctx, db, qTickets, all, w.Everywhere, w.Org, w.Regions, limit)
	out = make([]Ticket, len(rows))
	for i, r := range rows {
		out[i] = Ticket{r.EntityID, r.About, r.Target, r.RemovalID, r.State, r.OpenedAt, r.Reopened, r.Sightings, r.SeenAt, hex.EncodeToString(r.SeenHash), r.Seen, r.ClosedAt}
	}
	return out, err
}

func lags(ctx context.Context, db pg.DB, since time.Time, today workday.Date) (_ []Lag, err error) {
	defer fault.Wrap(&err, "exchange.lags")
	return pg.All[Lag](ctx, db, qLags, since, today)
}
