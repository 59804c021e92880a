package pilot

import (
	"context"
	"encoding/json"
	"strings"

	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Switched are the pilots that are on, on a day: what asks decides by them for each firm.
type Switched struct{ all []row }

// Switched reads what is on. It reads on the connection of who asks.
func (d *Desk) Switched(ctx context.Context, db pg.DB, on workday.Date) (Switched, error) {
	rows, err := live(ctx, db, on)
	out := Switched{}
	for i := range rows {
		if rows[i].on(on) {
			out.all = append(out.all, rows[i])
		}
	}
	return out, err
}

// within says whether a field of supervision is that of a pilot, or lies in it.
func within(domain, of string) bool { return domain == of || strings.HasPrefix(domain, of+".") }

// Table is the class table that stands in for a firm in a field of supervision, and the pilot that says so; empty: none does.
func (s Switched) Table(domain, region, industry string) (table, pilot string) {
	for i := range s.all {
		p := &s.all[i]
		if scope := p.scope(); p.Feature == ClassTable && within(domain, p.Domain) && scope.Holds(region, industry) {
			return p.ClassTable, p.PilotID
		}
	}
	return "", ""
}

// Ratio is the permille a plan begins with for a class of a field in a region; ok where a pilot says so. A plan is of a place, so only
// pilots of all trades speak of it.
func (s Switched) Ratio(domain, region, class string) (permille int64, pilot string, ok bool) {
	for i := range s.all {
		p := &s.all[i]
		if scope := p.scope(); p.Feature != DrawRatio || !within(domain, p.Domain) || len(p.Industries) > 0 || !scope.Holds(region, "") {
			continue
		}
		var r Ratios
		if json.Unmarshal(p.Ratios, &r) != nil {
			continue
		}
		if n, there := r[class]; there {
			return n, p.PilotID, true
		}
	}
	return 0, "", false
}
