package repair

import "context"

// UnderWay are the records of a subject whose repair was applied for and is not decided: whoever shows them says so (F08-8).
func (d *Desk) UnderWay(ctx context.Context, entity string) (map[string]bool, error) {
	cases, err := d.cases.Of(ctx, d.db, entity, Kind)
	out := map[string]bool{}
	for i := range cases {
		if cases[i].EndedOn != 0 {
			continue
		}
		c, err := d.cases.Find(ctx, d.db, cases[i].ID)
		if err != nil {
			return nil, err
		}
		var x details
		if err := c.Into(&x); err != nil {
			return nil, err
		}
		if x.Decision != nil {
			continue
		}
		for _, r := range x.Records {
			out[r.Record] = true
		}
	}
	return out, err
}
