package exchange

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Of is the sync ledger of one record: each target, time and acknowledgement (G7).
func (d *Desk) Of(ctx context.Context, recordID string) ([]Line, error) {
	lines, _, err := d.page(ctx, wanted{About: recordID}, 1000)
	return lines, err
}

// Filter says which lines to show. Empty fields are no condition.
type Filter struct {
	Record, Case, Target, State, After string
}

// Removals lists the lines of the sync ledger within an officer's scope, newest first: of the body they act for, and of
// bodies in the region their post reaches.
func (d *Desk) Removals(ctx context.Context, who access.Actor, f Filter) (page []Line, next string, err error) {
	w := wanted{About: f.Record, Case: f.Case, Target: f.Target, State: f.State, After: f.After, Org: who.Org, Regions: who.Regions}
	w.Everywhere = who.Kind == access.KindCLI
	w.Scoped = true
	return d.page(ctx, w, pageSize)
}

// Mine lists what became of one's own records elsewhere.
func (d *Desk) Mine(ctx context.Context, who access.Actor, f Filter) (page []Line, next string, err error) {
	if who.Firm == "" || who.Org == "" {
		return []Line{}, "", nil
	}
	return d.page(ctx, wanted{Entity: who.Org, About: f.Record, Case: f.Case, Target: f.Target, State: f.State, After: f.After}, pageSize)
}

func (d *Desk) page(ctx context.Context, w wanted, size int) ([]Line, string, error) {
	rows, err := lines(ctx, d.db, w, size+1)
	if err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > size {
		rows = rows[:size]
		next = rows[size-1].RemovalID
	}
	out := make([]Line, len(rows))
	for i := range rows {
		out[i] = d.line(&rows[i])
	}
	return out, next, nil
}

func (d *Desk) line(r *listed) Line {
	return Line{ID: r.RemovalID, EntityID: r.EntityID, About: r.About, Action: Action(r.Action), Reason: r.Reason, Case: r.CaseNo, Target: r.Target,
		TargetName: law.Text2{ZH: r.NameZh, EN: r.NameEn}, State: State(r.State), CreatedAt: r.CreatedAt, DueOn: r.DueOn, Provisional: r.Provisional,
		SentAt: r.SentAt, AckedAt: r.AcknowledgedAt, LagSeconds: d.lag(r.CreatedAt, r.AcknowledgedAt), Late: late(r.DueOn, r.AcknowledgedAt, d.today()),
		Attempts: r.Attempts, LastError: r.LastError, TicketOpen: r.TicketOpen}
}

// Resend puts the job of a line again: at once, whatever pause it is in. What was acknowledged and is still there is sent
// anew; the target knows it by a greater revision.
func (d *Desk) Resend(ctx context.Context, who access.Actor, id string) (Line, error) {
	rows, err := lines(ctx, d.db, wanted{ID: id, Org: who.Org, Regions: who.Regions, Scoped: true, Everywhere: who.Kind == access.KindCLI}, 1)
	if err != nil {
		return Line{}, err
	}
	if len(rows) == 0 {
		return Line{}, errUnknownRemoval
	}
	l := rows[0]
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := again(ctx, tx, &l.line); err != nil {
			return err
		}
		if err := d.appendLine(ctx, tx, who, "exchange.resent", &l.line); err != nil {
			return err
		}
		return d.queue.Put(ctx, tx, jobSend, sendArgs{l.EntityID, l.RemovalID})
	})
	if err != nil {
		return Line{}, err
	}
	if rows, err = lines(ctx, d.db, wanted{ID: id}, 1); err != nil || len(rows) == 0 {
		return Line{}, errors.Join(err, errUnknownRemoval)
	}
	return d.line(&rows[0]), nil
}

// ProbeSoon has one target read again now.
func (d *Desk) ProbeSoon(ctx context.Context, who access.Actor, code string) error {
	t, err := activeTarget(ctx, d.db, code)
	if errors.Is(err, pg.ErrNone) {
		return errUnknownTarget
	}
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := d.append(ctx, tx, who, "exchange.probe_asked", &t); err != nil {
			return err
		}
		return d.queue.Put(ctx, tx, jobProbe, probeArgs{code})
	})
}

// Ticket is something that was still found where it should have ended.
type Ticket struct {
	EntityID  string     `json:"entity_id"`
	About     string     `json:"about"`
	Target    string     `json:"target"`
	RemovalID string     `json:"removal_id" doc:"send it again with POST /v1/removals/{id}/resend"`
	State     string     `json:"state" enum:"open,closed"`
	OpenedAt  time.Time  `json:"opened_at"`
	Reopened  int32      `json:"reopened" doc:"how often it came back after it was gone"`
	Sightings int32      `json:"sightings" doc:"readings in a row that found it"`
	SeenAt    time.Time  `json:"seen_at"`
	SeenHash  string     `json:"seen_hash" doc:"SHA-256 of what was served"`
	Seen      string     `json:"seen" doc:"status, kind and size of the answer; nothing it said"`
	ClosedAt  *time.Time `json:"closed_at,omitempty"`
}

// Tickets lists the tickets of bodies within an officer's scope: open ones, or all.
func (d *Desk) Tickets(ctx context.Context, who access.Actor, all bool) ([]Ticket, error) {
	return tickets(ctx, d.db, wanted{Org: who.Org, Regions: who.Regions, Everywhere: who.Kind == access.KindCLI}, all, 1000)
}

// Lag is how long a target took, counted.
type Lag struct {
	Target       string  `json:"target"`
	Acknowledged int64   `json:"acknowledged"`
	Open         int64   `json:"open"`
	Late         int64   `json:"late" doc:"past the legal deadline: acknowledged after it, or still open"`
	Within       []int64 `json:"within" doc:"acknowledged within 1 minute, 5 minutes, 1 hour, 1 day, 3 days, and later"`
}

// Lags is the histogram of the lines since a day, by target.
func (d *Desk) Lags(ctx context.Context, since workday.Date) ([]Lag, error) {
	return lags(ctx, d.db, since.Start(), d.today())
}

var errUnknownRemoval = fault.New(fault.Missing, "exchange.unknown_removal", "没有这条撤下记录；请从同步台账中打开。",
	"There is no such removal; open it from the sync ledger.")
