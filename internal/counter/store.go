package counter

import "xinheng/internal/pg"

// Count is the one number of a query.
func (c *Counter) Count(sql string, args ...any) int64 {
	c.T.Helper()
	n, err := pg.Scalar[int64](c.T.Context(), c.DB, pg.Query{Name: "count", SQL: sql}, args...)
	Must(c.T, err)
	return n
}

// Acts are the kinds of ledger entries about something, in their order.
func (c *Counter) Acts(about string) []string {
	c.T.Helper()
	all, err := pg.Column[string](c.T.Context(), c.DB, pg.Query{Name: "acts", SQL: `select kind from ledger.entry where about = $1 order by id`}, about)
	Must(c.T, err)
	return all
}
