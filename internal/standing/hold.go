package standing

import (
	"context"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// HoldKind is why something is held against a fact.
type HoldKind string

const (
	Objection      HoldKind = "objection"      // 异议中
	Reorganisation HoldKind = "reorganisation" // 法院裁定批准重整计划或者认可和解协议，暂时解除
)

// Hold is what an open case says against a record: that it is disputed, and, when it suspends, that the record does not count
// meanwhile. Whether it suspends is law (the freeze rule of the matter), never the choice of whoever opened the case.
type Hold struct {
	EntityID string       `json:"entity_id"`
	RecordID string       `json:"record_id"`
	ID       string       `json:"-"` // the case
	Case     string       `json:"case" doc:"number of the case"`
	Kind     HoldKind     `json:"kind" enum:"objection,reorganisation"`
	Suspends bool         `json:"suspends" doc:"the record does not count meanwhile"`
	From     workday.Date `json:"from"`
	Until    workday.Date `json:"until,omitzero" doc:"last day, if one is laid down"`
	EndedOn  workday.Date `json:"ended_on,omitzero" doc:"first day without it"`
	Basis    []law.Ref    `json:"basis"`
}

// HoldsOn reports whether it holds on a day.
func (h Hold) HoldsOn(d workday.Date) bool {
	return d >= h.From && (h.Until == 0 || d <= h.Until) && (h.EndedOn == 0 || d < h.EndedOn)
}

// Place puts a hold on a record in the transaction of the act that brings it about; doing it twice changes nothing. Checks
// know of it as soon as they have followed the ledger.
func Place(ctx context.Context, tx pg.Tx, now time.Time, who string, h Hold) error {
	if _, there, err := holdOf(ctx, tx, h); err != nil || there {
		return err
	}
	entry, err := ledger.Append(ctx, tx, now, h.act("standing.hold", who, h.From))
	if err != nil {
		return err
	}
	if err := insertHold(ctx, tx, entry, &h); err != nil {
		return err
	}
	return weighHolds(ctx, tx, entry, []string{h.EntityID}, []string{h.RecordID})
}

// Lift ends the hold of a case on a record from a day on; doing it twice changes nothing.
func Lift(ctx context.Context, tx pg.Tx, now time.Time, who string, h Hold, on workday.Date) error {
	was, there, err := holdOf(ctx, tx, h)
	if err != nil || !there || was.EndedOn != 0 {
		return err
	}
	entry, err := ledger.Append(ctx, tx, now, h.act("standing.lift", who, on))
	if err != nil {
		return err
	}
	if err := endHold(ctx, tx, entry, &h, on); err != nil {
		return err
	}
	return weighHolds(ctx, tx, entry, []string{h.EntityID}, []string{h.RecordID})
}

func (h *Hold) act(kind, who string, on workday.Date) ledger.Act {
	return ledger.Act{Kind: kind, Actor: who, About: h.Case,
		Public: map[string]string{"record": h.RecordID, "hold": string(h.Kind), "on": on.String()}}
}
