package check

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Start is how many checks of a body in a month were started by one system, or by hand (F16-3).
type Start struct {
	Month workday.Date // its first day
	Org   string
	Line  string // of the key; empty: a person asked by hand
	Calls int64
}

var (
	qStart = pg.Q("check.start", `
		insert into "check".started (day, org, actor, calls)
		select day, org, actor, calls from unnest($1::date[], $2::text[], $3::text[], $4::bigint[]) as given (day, org, actor, calls)
		on conflict (day, org, actor) do update set calls = started.calls + excluded.calls`)
	qStarted = pg.Q("check.started", `
		select date_trunc('month', day)::date as month, org, actor as line, sum(calls)::bigint as calls
		from "check".started where day >= $1 and day < $2 group by 1, 2, 3 order by 1, 2, 3`)
)

// Started counts checks by who started them, in whole months from a day until before another.
func Started(ctx context.Context, db pg.DB, from, before workday.Date) (_ []Start, err error) {
	defer fault.Wrap(&err, "check.Started")
	return pg.All[Start](ctx, db, qStarted, from, before)
}

// start is who started checks on a day; line is empty for a person.
type start struct {
	day       workday.Date
	org, line string
}

// countStarts adds to the counts in one order, so that two processes never wait for each other in a circle.
func countStarts(tx pg.Tx, counts map[start]int64) {
	if len(counts) == 0 {
		return
	}
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b start) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.org, b.org), cmp.Compare(a.line, b.line))
	})
	days, orgs, lines, calls := make([]workday.Date, len(keys)), make([]string, len(keys)), make([]string, len(keys)), make([]int64, len(keys))
	for i, k := range keys {
		days[i], orgs[i], lines[i], calls[i] = k.day, k.org, k.line, counts[k]
	}
	tx.Later(qStart, days, orgs, lines, calls)
}
