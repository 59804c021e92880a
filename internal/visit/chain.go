package visit

import (
	"cmp"
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Chain links what happened around one approval, by its case number: the check before it (事前), the class a visit was made in (事中),
// and the result that was kept (事后) (F12-1).
type Chain struct {
	Entity     string       `json:"entity"`
	Firm       string       `json:"firm"`
	ApprovalNo string       `json:"approval_no"`
	Query      string       `json:"query,omitempty" doc:"id of the check"`
	QueriedOn  workday.Date `json:"queried_on,omitzero"`
	Visit      string       `json:"visit,omitempty"`
	Class      string       `json:"class,omitempty"`
	ClassedOn  workday.Date `json:"classed_on,omitzero"`
	RecordedOn workday.Date `json:"recorded_on,omitzero"`
	State      string       `json:"state" enum:"complete,open,broken" doc:"open: the next event is still to come; broken: one is missing before another"`
	Missing    []string     `json:"missing" doc:"query, class, record"`
}

// Chains are those of the last year with how complete they are.
type Chains struct {
	Chains   []Chain `json:"chains" doc:"broken ones first, at most 200"`
	All      int64   `json:"all"`
	Complete int64   `json:"complete"`
	Broken   int64   `json:"broken"`
	Permille int64   `json:"permille" doc:"complete of all"`
}

// Link puts checks and visits of the same approval together. A chain is broken where a later event is there without an earlier one.
func Link(queries []Query, visits []link) Chains {
	byCase := map[[2]string]*Chain{}
	get := func(entity, no string) *Chain {
		k := [2]string{entity, no}
		if byCase[k] == nil {
			byCase[k] = &Chain{Entity: entity, ApprovalNo: no, Missing: []string{}}
		}
		return byCase[k]
	}
	for _, q := range queries {
		if c := get(q.Entity, q.CaseNo); c.QueriedOn == 0 || q.On < c.QueriedOn {
			c.Query, c.QueriedOn = q.Ref, q.On
		}
	}
	for _, v := range visits {
		if c := get(v.EntityID, v.ApprovalNo); c.RecordedOn == 0 {
			c.Visit, c.Class, c.ClassedOn, c.RecordedOn = v.VisitID, v.Class, v.PlannedOn, v.PublishedOn
		}
	}
	out := Chains{Chains: []Chain{}}
	for _, c := range byCase {
		c.judge()
		out.All++
		switch c.State {
		case "complete":
			out.Complete++
		case "broken":
			out.Broken++
		}
		out.Chains = append(out.Chains, *c)
	}
	slices.SortFunc(out.Chains, func(a, b Chain) int {
		return cmp.Or(cmp.Compare(a.State, b.State), cmp.Compare(b.ClassedOn, a.ClassedOn), cmp.Compare(a.Entity+a.ApprovalNo, b.Entity+b.ApprovalNo))
	})
	if out.All > 0 {
		out.Permille = out.Complete * 1000 / out.All
	}
	out.Chains = out.Chains[:min(len(out.Chains), 200)]
	return out
}

// judge: a check made only after the visit was opened came too late to be one before.
func (c *Chain) judge() {
	if c.QueriedOn == 0 || c.ClassedOn != 0 && c.QueriedOn > c.ClassedOn {
		c.Missing = append(c.Missing, "query")
	}
	if c.ClassedOn == 0 {
		c.Missing = append(c.Missing, "class")
	}
	if c.RecordedOn == 0 {
		c.Missing = append(c.Missing, "record")
	}
	switch {
	case len(c.Missing) == 0:
		c.State = "complete"
	case c.Missing[0] == "query":
		c.State = "broken"
	default:
		c.State = "open"
	}
}

// Chains are those of the visits of one's body; with the reach of a region, of every approval a check was made for.
func (d *Desk) Chains(ctx context.Context, who access.Actor) (Chains, error) {
	org, after := scope(who), d.since(d.today())
	visits, err := linked(ctx, d.db, org, after)
	if err != nil {
		return Chains{}, err
	}
	var queries []Query
	if d.Queries != nil {
		if queries, err = d.Queries(ctx, after); err != nil {
			return Chains{}, err
		}
	}
	if org != "" {
		queries = slices.DeleteFunc(slices.Clone(queries), func(q Query) bool {
			return !slices.ContainsFunc(visits, func(v link) bool { return v.EntityID == q.Entity && v.ApprovalNo == q.CaseNo })
		})
	}
	out := Link(queries, visits)
	ids := make([]string, len(out.Chains))
	for i := range out.Chains {
		ids[i] = out.Chains[i].Entity
	}
	names, err := registry.FindMany(ctx, d.db, ids)
	for i := range out.Chains {
		out.Chains[i].Firm = names[out.Chains[i].Entity].Name
	}
	return out, err
}
