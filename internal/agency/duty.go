package agency

import (
	"context"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/exchange"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Duty is a record an agency must delete, as the agency and the office see it.
type Duty struct {
	ID             string       `json:"id"`
	Org            string       `json:"org"`
	Entity         string       `json:"entity_id"`
	Record         string       `json:"record"`
	Reason         string       `json:"reason" enum:"repaired,withdrawn,removed,unmerged"`
	CreatedAt      time.Time    `json:"created_at"`
	DueOn          workday.Date `json:"due_on,omitempty"`
	Provisional    bool         `json:"provisional,omitempty" doc:"the calendar of that year is not published yet"`
	AcknowledgedAt *time.Time   `json:"acknowledged_at,omitempty" doc:"when the agency said that it had deleted; say it in the inbox"`
	LiftedAt       *time.Time   `json:"lifted_at,omitempty" doc:"it may be held again: a repair that was revoked"`
	ProbedAt       *time.Time   `json:"probed_at,omitempty" doc:"last comparison"`
	ProbeError     string       `json:"probe_error,omitempty"`
	Late           bool         `json:"late" doc:"acknowledged after its day, or still not"`
}

// Changed follows a change of records within its transaction: whoever was given what is repaired or withdrawn must delete it and say so;
// of a correction it is told; what was brought back it may hold again.
func (d *Desk) Changed(ctx context.Context, tx pg.Tx, e record.Changed) error {
	changed, entities, ids := map[string]*record.Record{}, []string{}, []string{}
	for i := range e.Records {
		if r := &e.Records[i]; r.Version > 1 && !r.Person {
			changed[r.ID], entities, ids = r, append(entities, r.EntityID), append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	holders, err := givenTo(ctx, tx, entities, ids)
	if err != nil {
		return err
	}
	var notices []exchange.Notice
	for _, h := range holders {
		n, err := d.follow(ctx, tx, h, changed[h.RecordID])
		if err != nil {
			return err
		}
		notices = append(notices, n...)
	}
	return d.exchange.Tell(ctx, tx, notices)
}

// follow is what a change of one record means for one agency that was given it.
func (d *Desk) follow(ctx context.Context, tx pg.Tx, h holder, r *record.Record) ([]exchange.Notice, error) {
	n := exchange.Notice{Org: h.Org, Kind: exchange.Correction, EntityID: r.EntityID, About: r.ID, Version: r.Version, Reason: "corrected", Limit: deleteLimit}
	if r.State == record.Effective {
		return []exchange.Notice{n}, lift(ctx, tx, h, d.instant())
	}
	n.Kind, n.Reason = exchange.Tombstone, string(r.State)
	id, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	du := duty{EntityID: r.EntityID, DutyID: id.String(), Org: h.Org, RecordID: r.ID, Reason: string(r.State), CreatedAt: d.instant()}
	du.DueOn, du.Provisional = d.law.Due(deleteLimit, d.today())
	news, err := insertDuty(ctx, tx, &du)
	if err != nil || !news {
		return nil, err
	}
	return []exchange.Notice{n}, d.append(ctx, tx, platform, "agency.duty", du.DutyID, map[string]string{"org": du.Org, "reason": du.Reason, "due": du.DueOn.String()})
}

// Acknowledged notes, within the transaction of the acknowledgement, that an agency says it has deleted.
func (d *Desk) Acknowledged(ctx context.Context, tx pg.Tx, e exchange.Obeyed) error {
	if e.Kind != exchange.Tombstone {
		return nil
	}
	return acknowledge(ctx, tx, &e, d.instant())
}

// Duties lists what one's agency must delete, newest first.
func (d *Desk) Duties(ctx context.Context, who access.Actor) ([]Duty, error) {
	org, err := orgOf(who)
	if err != nil {
		return nil, err
	}
	rows, err := dutiesOf(ctx, d.db, org)
	out := make([]Duty, len(rows))
	for i := range rows {
		out[i] = rows[i].shown(d.today())
	}
	return out, err
}

func (du *duty) shown(today workday.Date) Duty {
	if du.AcknowledgedAt != nil {
		today = workday.Of(*du.AcknowledgedAt)
	}
	return Duty{ID: du.DutyID, Org: du.Org, Entity: du.EntityID, Record: du.RecordID, Reason: du.Reason, CreatedAt: du.CreatedAt, DueOn: du.DueOn,
		Provisional: du.Provisional, AcknowledgedAt: du.AcknowledgedAt, LiftedAt: du.LiftedAt, ProbedAt: du.ProbedAt, ProbeError: du.ProbeError,
		Late: du.LiftedAt == nil && du.DueOn != 0 && today > du.DueOn}
}

// broken judges what was seen at a moment: before its day an agency that has said nothing may still hold the record; once it has said that
// it deleted, or its day has passed, it may not.
func (du *duty) broken(seen time.Time) bool {
	if du.AcknowledgedAt != nil && !seen.Before(*du.AcknowledgedAt) {
		return true
	}
	return du.DueOn != 0 && workday.Of(seen) > du.DueOn
}
