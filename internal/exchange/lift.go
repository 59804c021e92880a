package exchange

import (
	"cmp"
	"context"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/workday"
)

// Lifting is a line of the lift ledger: a body that was told of an effect, and whether it acknowledged that the effect has ended
// (F16-5). It is a notice, seen from the side of whose measure it was.
type Lifting struct {
	ID             string       `json:"id"`
	Org            string       `json:"org" doc:"the body that must no longer apply it"`
	OrgName        string       `json:"org_name,omitempty"`
	EntityID       string       `json:"entity_id,omitempty" doc:"not told of natural persons"`
	About          string       `json:"about" doc:"the record the effect rested on; of a natural person the check"`
	Reason         string       `json:"reason" doc:"repaired, removed, withdrawn, expired, …"`
	CreatedAt      time.Time    `json:"created_at" doc:"when the effect ended"`
	DueOn          workday.Date `json:"due_on,omitempty"`
	DeliveredAt    *time.Time   `json:"delivered_at,omitempty"`
	DeliveredBy    string       `json:"delivered_by,omitempty" enum:"webhook,inbox"`
	AcknowledgedAt *time.Time   `json:"acknowledged_at,omitempty"`
	LagSeconds     int64        `json:"lag_seconds" doc:"from the end to the acknowledgement, or to now"`
	Late           bool         `json:"late"`
	LastError      string       `json:"last_error,omitempty"`
}

// LiftFilter says which lines to show. Empty fields are no condition.
type LiftFilter struct {
	Record, Org, After string
	Open               bool // not acknowledged
}

// Lifts lists the lift ledger as far as an officer sees it: what one's own body must acknowledge, what rested on its decisions,
// and what rested on decisions of bodies in the region of the post. Newest first.
func (d *Desk) Lifts(ctx context.Context, who access.Actor, f LiftFilter) (page []Lifting, next string, err error) {
	rows, err := lifts(ctx, d.db, scopeOf(who), f, pageSize+1)
	if err != nil {
		return nil, "", err
	}
	if len(rows) > pageSize {
		rows = rows[:pageSize]
		next = rows[pageSize-1].NoticeID
	}
	page = make([]Lifting, len(rows))
	var codes []string
	for i := range rows {
		n := &rows[i]
		page[i] = Lifting{ID: n.NoticeID, Org: n.Org, EntityID: n.EntityID, About: n.About, Reason: n.Reason, CreatedAt: n.CreatedAt, DueOn: n.DueOn,
			DeliveredAt: n.DeliveredAt, DeliveredBy: n.DeliveredBy, AcknowledgedAt: n.AcknowledgedAt, LagSeconds: d.lag(n.CreatedAt, n.AcknowledgedAt),
			Late: late(n.DueOn, n.AcknowledgedAt, d.today()), LastError: n.LastError}
		if strings.HasPrefix(n.EntityID, "p-") {
			page[i].EntityID = ""
		}
		codes = append(codes, n.Org)
	}
	names, err := d.names(ctx, codes)
	for i := range page {
		page[i].OrgName = names[page[i].Org]
	}
	return page, next, err
}

// LiftLag is how long a body took to acknowledge what ended.
type LiftLag struct {
	Org          string  `json:"org"`
	OrgName      string  `json:"org_name,omitempty"`
	Acknowledged int64   `json:"acknowledged"`
	Open         int64   `json:"open"`
	Late         int64   `json:"late" doc:"acknowledged after its deadline, or still open after it"`
	Median       int64   `json:"median_seconds" doc:"of what was acknowledged"`
	Worst        int64   `json:"worst_seconds" doc:"of what was acknowledged, or is still open"`
	Within       []int64 `json:"within" doc:"acknowledged within 1 minute, 5 minutes, 1 hour, 1 day, 3 days, and later"`
}

// LiftLags counts the lift ledger since a day: of all bodies together, and body by body, the latest first.
func (d *Desk) LiftLags(ctx context.Context, who access.Actor, since workday.Date) (all LiftLag, bodies []LiftLag, err error) {
	rows, err := liftLags(ctx, d.db, scopeOf(who), since.Start(), d.today(), d.instant())
	if err != nil {
		return all, nil, err
	}
	codes := make([]string, len(rows))
	for i := range rows {
		codes[i] = rows[i].Org
	}
	names, err := d.names(ctx, codes)
	bodies = []LiftLag{}
	all.Within = make([]int64, 6)
	for _, r := range rows {
		if r.Org == "" {
			all = r
			continue
		}
		r.OrgName = cmp.Or(names[r.Org], r.Org)
		bodies = append(bodies, r)
	}
	return all, bodies, err
}

func (d *Desk) names(ctx context.Context, codes []string) (map[string]string, error) {
	if d.Names == nil || len(codes) == 0 {
		return nil, nil
	}
	return d.Names(ctx, codes)
}

// scope is whose lines somebody sees.
type scope struct {
	org        string
	regions    []string
	everywhere bool
}

func scopeOf(who access.Actor) scope {
	return scope{org: who.Org, regions: who.Regions, everywhere: who.Kind == access.KindCLI}
}
