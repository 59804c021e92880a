package rectify

import (
	"context"

	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

// Remind tells subjects that the term of an order is nearly over, once for each last day. It may run at any time, any number of times:
// what was told is told once, and nothing adverse follows from it (F15-1).
func (d *Desk) Remind(ctx context.Context) (told int, err error) {
	today := d.today()
	ahead, err := d.limit(reminderLimit, today)
	if err != nil {
		return 0, err
	}
	until, _ := d.law.Calendar().AddWorkdays(today, int(ahead.N))
	rows, err := toRemind(ctx, d.db, today, until)
	for _, row := range rows {
		err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			now, err := lockOrdered(ctx, tx, row)
			if err != nil || now.DueOn != row.DueOn {
				return err // it was handed in, extended or closed meanwhile
			}
			left, _ := d.law.Calendar().Between(today, row.DueOn)
			anew, err := remind(ctx, tx, row, today, left, d.instant())
			if err != nil || !anew {
				return err
			}
			told++
			_, err = ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: "rectify.reminded", Actor: "system", About: row.CaseID, Public: map[string]string{"due": row.DueOn.String()}})
			return err
		})
		if err != nil {
			return told, err
		}
	}
	return told, err
}
