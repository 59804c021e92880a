package inspection

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const backtestColumns = `backtest_id, domain, base, proposed, state, after, seen, shift, on_day, edition, at, done_at`

var (
	qAddBacktest = pg.Q("inspection.add_backtest", `
		insert into inspection.backtest (backtest_id, org, domain, base, proposed, state, after, seen, shift, on_day, edition, author, at)
		values ($1, $2, $3, $4, $5, 'running', '', 0, $6, $7, $8, $9, $10)`)
	qDropBacktests = pg.Q("inspection.drop_backtests", `update inspection.backtest set state = 'dropped' where org = $1 and state = 'running'`)
	qLockBacktest  = pg.Q("inspection.lock_backtest", `select `+backtestColumns+` from inspection.backtest where backtest_id = $1 for update`)
	qSaveBacktest  = pg.Q("inspection.save_backtest", `update inspection.backtest set state = $2, after = $3, seen = $4, shift = $5, done_at = $6 where backtest_id = $1`)
	qBacktests     = pg.Q("inspection.backtests", `select `+backtestColumns+` from inspection.backtest where org = $1 order by at desc limit 20`)
	qBacktest      = pg.Q("inspection.backtest", `select `+backtestColumns+` from inspection.backtest where backtest_id = $1 and org = $2`)
)

type backtestRow struct {
	BacktestID, Domain    string
	Base, Proposed, Shift json.RawMessage
	State, After          string
	Seen                  int64
	OnDay                 workday.Date
	Edition               string
	At                    time.Time
	DoneAt                *time.Time
}

func (r *backtestRow) backtest() (b Backtest, err error) {
	b = Backtest{ID: r.BacktestID, Domain: r.Domain, State: r.State, Seen: r.Seen, On: r.OnDay, Edition: r.Edition, At: r.At, DoneAt: r.DoneAt}
	err = errors.Join(json.Unmarshal(r.Base, &b.Base), json.Unmarshal(r.Proposed, &b.Proposed), json.Unmarshal(r.Shift, &b.Shift))
	b.Now, b.Then, b.Higher, b.Lower = b.Shift.Sums()
	return b, err
}

// addBacktest writes one down; whatever the body was trying before is dropped.
func addBacktest(ctx context.Context, tx pg.Tx, who access.Actor, b *Backtest) (err error) {
	defer fault.Wrap(&err, "inspection.addBacktest")
	base, err := json.Marshal(b.Base)
	if err != nil {
		return err
	}
	proposed, err := json.Marshal(b.Proposed)
	if err != nil {
		return err
	}
	shift, err := json.Marshal(b.Shift)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, qDropBacktests, who.Org); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qAddBacktest, b.ID, who.Org, b.Domain, base, proposed, shift, b.On, b.Edition, who.ID, b.At)
	return err
}

func lockBacktest(ctx context.Context, tx pg.Tx, id string) (b Backtest, after string, err error) {
	r, err := one[backtestRow](ctx, tx, qLockBacktest, id)
	if err != nil {
		return b, "", err
	}
	b, err = r.backtest()
	return b, r.After, err
}

func saveBacktest(ctx context.Context, tx pg.Tx, b *Backtest, after string) (err error) {
	defer fault.Wrap(&err, "inspection.saveBacktest(%s)", b.ID)
	shift, err := json.Marshal(b.Shift)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qSaveBacktest, b.ID, b.State, after, b.Seen, shift, b.DoneAt)
	return err
}

func backtestsOf(ctx context.Context, db pg.DB, org string) (out []Backtest, err error) {
	defer fault.Wrap(&err, "inspection.backtestsOf")
	rows, err := pg.All[backtestRow](ctx, db, qBacktests, org)
	out = []Backtest{}
	for i := range rows {
		b, err := rows[i].backtest()
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, err
}

func backtestOf(ctx context.Context, db pg.DB, org, id string) (Backtest, error) {
	r, err := one[backtestRow](ctx, db, qBacktest, id, org)
	if err != nil {
		return Backtest{}, err
	}
	return r.backtest()
}
