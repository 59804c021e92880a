package compare

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const (
	asked = `comparison_id, org, body, draw_id, matter, matter_zh, matter_en, on_day, from_on, to_on, first, second, seeds, fewest, author, at`
	light = asked + `, state, part, seen, inputs_hash, result, numbers_hash, entry_id, done_at,
		(select count(*) from compare.run r where r.comparison_id = c.comparison_id) as drawn`
	columns = light + `, cells, inputs`
)

var (
	qTurn      = pg.Q("compare.turn", `select pg_advisory_xact_lock(hashtextextended('way ' || $1, 0))`)
	qNewestWay = pg.Q("compare.newest_way", `select code, version, org, body, at from compare.way where code = $1 order by version desc limit 1`)
	qWay       = pg.Q("compare.way", `select code, version, org, body, at from compare.way where code = $1 and version = $2`)
	qWays      = pg.Q("compare.ways", `select code, version, org, body, at from compare.way order by at desc, code, version desc limit 500`)
	qInsertWay = pg.Q("compare.insert_way", `insert into compare.way (code, version, org, body, author, at) values ($1, $2, $3, $4, $5, $6)`)
	qInsert    = pg.Q("compare.insert", `
		insert into compare.comparison (`+asked+`, state, part, seen, cells, inputs, inputs_hash, result, numbers_hash, entry_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'gathering', 0, 0, '[]', '', '', '', '', '')
		on conflict (org, draw_id, from_on, to_on, md5(first::text), md5(second::text), seeds) where state <> 'done' do nothing`)
	qSame = pg.Q("compare.same", `
		select comparison_id from compare.comparison
		where state <> 'done' and org = $1 and draw_id = $2 and from_on = $3 and to_on = $4 and first = $5 and second = $6 and seeds = $7`)
	qOne      = pg.Q("compare.one", `select `+columns+` from compare.comparison c where comparison_id = $1`)
	qLock     = pg.Q("compare.lock", `select `+columns+` from compare.comparison c where comparison_id = $1 for update of c`)
	qOfOrg    = pg.Q("compare.of_org", `select `+light+`, '[]'::jsonb as cells, '' as inputs from compare.comparison c where org = $1 order by at desc limit 50`)
	qDone     = pg.Q("compare.done", `select `+light+`, '[]'::jsonb as cells, '' as inputs from compare.comparison c where state = 'done' order by done_at desc limit 200`)
	qGathered = pg.Q("compare.gathered", `update compare.comparison set part = $2, seen = $3, cells = $4 where comparison_id = $1`)
	qInputs   = pg.Q("compare.inputs", `update compare.comparison set state = 'running', inputs = $2, inputs_hash = $3, cells = '[]' where comparison_id = $1`)
	qFinish   = pg.Q("compare.finish", `update compare.comparison set state = 'done', result = $2, numbers_hash = $3, entry_id = $4, done_at = $5 where comparison_id = $1`)
	qAddRun   = pg.Q("compare.add_run", `insert into compare.run (comparison_id, nth, tallies) values ($1, $2, $3) on conflict (comparison_id, nth) do nothing`)
	qRuns     = pg.Q("compare.runs", `select nth, tallies from compare.run where comparison_id = $1 order by nth`)
)

type wayRow struct {
	Code    string
	Version int32
	Org     string
	Body    json.RawMessage
	At      time.Time
}

func (r *wayRow) way() (w Way, err error) {
	err = json.Unmarshal(r.Body, &w)
	w.Code, w.Version, w.Org, w.At = r.Code, r.Version, r.Org, r.At.UTC()
	return w, err
}

// newestWay is the newest version of a way; whoever adds one waits for this transaction.
func newestWay(ctx context.Context, tx pg.Tx, code string) (Way, error) {
	if _, err := tx.Exec(ctx, qTurn, code); err != nil {
		return Way{}, err
	}
	r, err := pg.One[wayRow](ctx, tx, qNewestWay, code)
	if err != nil {
		return Way{}, err
	}
	return r.way()
}

func wayOf(ctx context.Context, db pg.DB, v Version) (Way, error) {
	r, err := pg.One[wayRow](ctx, db, qWay, v.Code, v.Version)
	if err != nil {
		return Way{}, err
	}
	return r.way()
}

func waysOf(ctx context.Context, db pg.DB) (out []Way, err error) {
	defer fault.Wrap(&err, "compare.waysOf")
	rows, err := pg.All[wayRow](ctx, db, qWays)
	for i := range rows {
		w, err := rows[i].way()
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, err
}

func insertWay(ctx context.Context, tx pg.Tx, author string, w *Way) (err error) {
	defer fault.Wrap(&err, "compare.insertWay")
	body, err := json.Marshal(w)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qInsertWay, w.Code, w.Version, w.Org, body, author, w.At)
	return err
}

// stored is a comparison as its table holds it.
type stored struct {
	ComparisonID, Org, Body, DrawID, Matter string
	MatterZH                                string `db:"matter_zh"`
	MatterEN                                string `db:"matter_en"`
	OnDay, FromOn, ToOn                     workday.Date
	First, Second                           json.RawMessage
	Seeds, Fewest                           int32
	Author                                  string
	At                                      time.Time
	State                                   string
	Part                                    int32
	Seen                                    int64
	InputsHash, Result, NumbersHash         string
	EntryID                                 string
	DoneAt                                  *time.Time
	Drawn                                   int64
	Cells                                   json.RawMessage
	Inputs                                  string
}

func (c *stored) ways() (w [2]Way, err error) {
	return w, errors.Join(json.Unmarshal(c.First, &w[0]), json.Unmarshal(c.Second, &w[1]))
}

// by are the evaluations whose grades either way asks for.
func (c *stored) by() []string {
	out := []string{}
	ways, _ := c.ways() // ours, as we wrote it
	for _, w := range ways {
		if w.By != "" {
			out = append(out, w.By)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (c *stored) counted() (cells []Cell, err error) { return cells, json.Unmarshal(c.Cells, &cells) }

// insert says whether the same comparison is under way; then c is that one.
func insert(ctx context.Context, tx pg.Tx, c *stored) (there bool, err error) {
	defer fault.Wrap(&err, "compare.insert")
	n, err := tx.Exec(ctx, qInsert, c.ComparisonID, c.Org, c.Body, c.DrawID, c.Matter, c.MatterZH, c.MatterEN, c.OnDay, c.FromOn, c.ToOn, c.First, c.Second, c.Seeds, c.Fewest, c.Author, c.At)
	if err != nil || n > 0 {
		return false, err
	}
	c.ComparisonID, err = pg.Scalar[string](ctx, tx, qSame, c.Org, c.DrawID, c.FromOn, c.ToOn, c.First, c.Second, c.Seeds)
	return true, err
}

func find(ctx context.Context, db pg.DB, id string) (stored, error) { return get(ctx, db, qOne, id) }

func lock(ctx context.Context, tx pg.Tx, id string) (stored, error) { return get(ctx, tx, qLock, id) }

func get(ctx context.Context, db pg.DB, q pg.Query, id string) (c stored, err error) {
	defer fault.Wrap(&err, "compare.get")
	c, err = pg.One[stored](ctx, db, q, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return c, err
}

func ofOrg(ctx context.Context, db pg.DB, org string) (_ []stored, err error) {
	defer fault.Wrap(&err, "compare.ofOrg")
	return pg.All[stored](ctx, db, qOfOrg, org)
}

func done(ctx context.Context, db pg.DB) (_ []stored, err error) {
	defer fault.Wrap(&err, "compare.done")
	return pg.All[stored](ctx, db, qDone)
}

func saveGathered(ctx context.Context, tx pg.Tx, c *stored, cells []Cell) (err error) {
	defer fault.Wrap(&err, "compare.saveGathered")
	text, err := json.Marshal(cells)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qGathered, c.ComparisonID, c.Part, c.Seen, text)
	return err
}

func saveInputs(ctx context.Context, tx pg.Tx, c *stored, hash string) (err error) {
	defer fault.Wrap(&err, "compare.saveInputs")
	_, err = tx.Exec(ctx, qInputs, c.ComparisonID, c.Inputs, hash)
	return err
}

func saveDone(ctx context.Context, tx pg.Tx, id, result, numbers, entry string, at time.Time) (err error) {
	defer fault.Wrap(&err, "compare.saveDone")
	_, err = tx.Exec(ctx, qFinish, id, result, numbers, entry, at)
	return err
}

func addRun(ctx context.Context, db pg.DB, id string, n int32, t [2]Tally) (err error) {
	defer fault.Wrap(&err, "compare.addRun")
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, qAddRun, id, n, text)
	return err
}

func runsOf(ctx context.Context, db pg.DB, id string) (_ map[int32][2]Tally, err error) {
	defer fault.Wrap(&err, "compare.runsOf")
	rows, err := pg.All[struct {
		Nth     int32
		Tallies json.RawMessage
	}](ctx, db, qRuns, id)
	out := map[int32][2]Tally{}
	for i := range rows {
		var t [2]Tally
		if err := json.Unmarshal(rows[i].Tallies, &t); err != nil {
			return nil, err
		}
		out[rows[i].Nth] = t
	}
	return out, err
}
