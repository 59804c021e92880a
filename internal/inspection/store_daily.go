package inspection

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	qPutDaily = pg.Q("inspection.put_daily", `
		insert into inspection.daily (entity_id, commitment_id, undertaking, matter, region, since, at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (entity_id, commitment_id) do update set ended_on = null, at = excluded.at where daily.ended_on is not null`)
	qEndDaily = pg.Q("inspection.end_daily", `
		update inspection.daily set ended_on = greatest($3, since), at = $4 where entity_id = $1 and commitment_id = $2 and ended_on is null`)
	qDailyOf = pg.Q("inspection.daily_of", `
		select entity_id, commitment_id, undertaking, matter, region, since from inspection.daily
		where entity_id = any($1) and ended_on is null order by entity_id, commitment_id`)
	qNoteRoster = pg.Q("inspection.note_roster", `
		insert into inspection.daily_roster (entity_id, commitment_id, draw_id) select x.entity, x.commitment, $3 from unnest($1::text[], $2::text[]) as x (entity, commitment)
		on conflict do nothing`)
	qRostered = pg.Q("inspection.rostered", `
		select r.entity_id, r.draw_id, r.commitment_id, d.undertaking from inspection.daily_roster r join inspection.daily d using (entity_id, commitment_id)
		where r.entity_id = any($1) and r.draw_id = any($2) and d.ended_on is null order by r.commitment_id`)
	// cross-shard, read-only, limited: those no roster held first; a draw is told of only once everybody may see it
	qSupervision = pg.Q("inspection.supervision", `
		select d.entity_id, d.commitment_id, d.undertaking, d.matter, d.region, d.since, count(distinct r.draw_id) as rosters,
			count(distinct a.draw_id) filter (where w.state = 'published') as drawn, max(v.visited_on) as visited
		from inspection.daily d
			left join inspection.daily_roster r on r.entity_id = d.entity_id and r.commitment_id = d.commitment_id
			left join inspection.assignment a on a.entity_id = r.entity_id and a.draw_id = r.draw_id
			left join inspection.draw w on w.draw_id = a.draw_id
			left join inspection.visit v on v.entity_id = d.entity_id and v.visited_on >= d.since
		where d.ended_on is null and starts_with(d.region, $1)
		group by d.entity_id, d.commitment_id order by count(distinct r.draw_id), d.since, d.commitment_id limit 200`)
	qSupervised = pg.Q("inspection.supervised", `
		select count(*) as all, count(*) filter (where not exists (select from inspection.daily_roster r where r.entity_id = d.entity_id and r.commitment_id = d.commitment_id)) as waiting,
			count(*) filter (where exists (select from inspection.visit v where v.entity_id = d.entity_id and v.visited_on >= d.since)) as visited
		from inspection.daily d where d.ended_on is null and starts_with(d.region, $1)`)
)

func putDaily(ctx context.Context, tx pg.Tx, x Daily, at time.Time) (err error) {
	defer fault.Wrap(&err, "inspection.putDaily(%s)", x.Commitment)
	_, err = tx.Exec(ctx, qPutDaily, x.EntityID, x.Commitment, x.Undertaking, x.Matter, x.Region, x.Since, at)
	return err
}

func endDaily(ctx context.Context, tx pg.Tx, entity, commitment string, on workday.Date, at time.Time) (err error) {
	defer fault.Wrap(&err, "inspection.endDaily(%s)", commitment)
	_, err = tx.Exec(ctx, qEndDaily, entity, commitment, on, at)
	return err
}

// dailyOf are the commitments under daily supervision of some firms.
func dailyOf(ctx context.Context, db pg.DB, entities []string) (map[string][]Daily, error) {
	rows, err := pg.All[Daily](ctx, db, qDailyOf, entities)
	fault.Wrap(&err, "inspection.dailyOf")
	out := map[string][]Daily{}
	for _, r := range rows {
		out[r.EntityID] = append(out[r.EntityID], r)
	}
	return out, err
}

func noteRoster(ctx context.Context, tx pg.Tx, draw string, all []Daily) (err error) {
	defer fault.Wrap(&err, "inspection.noteRoster(%s)", draw)
	entities, commitments := make([]string, len(all)), make([]string, len(all))
	for i, x := range all {
		entities[i], commitments[i] = x.EntityID, x.Commitment
	}
	_, err = tx.Exec(ctx, qNoteRoster, entities, commitments, draw)
	return err
}

type inRoster struct{ EntityID, DrawID, CommitmentID, Undertaking string }

func rostered(ctx context.Context, db pg.DB, entities, draws []string) (_ []inRoster, err error) {
	defer fault.Wrap(&err, "inspection.rostered")
	return pg.All[inRoster](ctx, db, qRostered, entities, draws)
}

func supervision(ctx context.Context, db pg.DB, region string) (s Supervision, err error) {
	defer fault.Wrap(&err, "inspection.supervision")
	type row struct {
		Daily
		Rosters, Drawn int64
		Visited        workday.Date
	}
	type totals struct{ All, Waiting, Visited int64 }
	n, err := pg.One[totals](ctx, db, qSupervised, region)
	if err != nil {
		return s, err
	}
	rows, err := pg.All[row](ctx, db, qSupervision, region)
	s = Supervision{All: n.All, Waiting: n.Waiting, Visited: n.Visited, Items: []Supervised{}}
	for _, r := range rows {
		s.Items = append(s.Items, Supervised{Daily: r.Daily, Rosters: r.Rosters, Drawn: r.Drawn, Visited: r.Visited})
	}
	return s, err
}
