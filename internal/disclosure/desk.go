package disclosure

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/hook"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Events are what other areas may follow.
type Events struct {
	Alarmed hook.Hook[Alarmed]  // taking data out looked unusual
	Broken  hook.Hook[Verified] // the ledger was recomputed and does not hold
}

// Alarmed is an export whose fetch rang an alarm: an occasion to look, never a finding.
type Alarmed struct {
	Actor, Org, Export, Rule string
	On                       workday.Date
}

// Desk is everything a person can do here. The fields are set while wiring, never later.
type Desk struct {
	Events Events
	// Feeds tell of what other areas disclosed: checks are kept by their own area.
	Feeds []Feed
	// Sources are what can be exported.
	Sources []Source
	// Bodies gives the names of bodies by code; one that it does not know is shown by its code. Nil knows none.
	Bodies func(ctx context.Context, codes []string) (map[string]string, error)
	// Region gives the region of a body; one that it does not know, or no Region at all, is of the whole province.
	Region func(ctx context.Context, org string) (string, error)
	// People gives the names of people by the ids of actors, for whoever must answer what somebody asked. Nil knows none.
	People func(ctx context.Context, actors []string) (map[string]string, error)
	// LastAnchor gives the newest checkpoint left outside of the database; nil when none was left. Nil knows of no place.
	LastAnchor func() (*ledger.Latched, error)

	db     *pg.Pool
	law    *law.Library
	ledger *ledger.Log
	seal   *seal.Sealer
	now    func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, log *ledger.Log, s *seal.Sealer, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, ledger: log, seal: s, now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// limit reads a number of the law data as it stands on the day of an instant.
func (d *Desk) limit(at time.Time, key string) (int64, error) {
	l, ok := d.law.On(workday.Of(at)).Limit(key)
	if !ok {
		return 0, fmt.Errorf("disclosure: law/limits has no %s on %s", key, workday.Of(at))
	}
	return l.N, nil
}

// province is the region of whatever is of no part of it.
const province = "460000"

// within says whether a body lies where an actor's post reaches. What lies elsewhere does not exist for it (S10).
func (d *Desk) within(ctx context.Context, actor access.Actor, org string) (bool, error) {
	region := province
	if d.Region != nil {
		known, err := d.Region(ctx, org)
		if err != nil {
			return false, err
		}
		region = cmp.Or(known, province)
	}
	return access.InScope(actor, org, region), nil
}

// reached keeps what is of bodies an actor's post reaches.
func reached[T any](ctx context.Context, d *Desk, actor access.Actor, all []T, of func(T) string) ([]T, error) {
	kept := make([]T, 0, len(all))
	for _, v := range all {
		here, err := d.within(ctx, actor, of(v))
		if err != nil {
			return nil, err
		}
		if here {
			kept = append(kept, v)
		}
	}
	return kept, nil
}

// orUnknown is what went wrong while asking, or else that there is no such thing.
func orUnknown(err error, unknown *fault.Error) error {
	if err != nil {
		return err
	}
	return unknown
}

// act appends to the ledger in the transaction of the change.
func (d *Desk) act(ctx context.Context, tx pg.Tx, kind, actor, about string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: kind, Actor: actor, About: about, Public: public})
	return err
}

// subjectOf is whom an actor may see the views of and consent for: the firm it acts for, or the verified person it is. A firm that is named and
// is not that one does not exist for it.
func subjectOf(actor access.Actor, named string) (subject string, err error) {
	if actor.Firm != "" {
		subject = actor.Org
	}
	switch {
	case named != "" && named != subject:
		return "", fault.New(fault.Missing, "disclosure.unknown_firm", "您没有代表该企业的身份；请切换到相应企业，或请其委托您。",
			"You do not act for this firm; change to it, or ask it to delegate to you.").At("firm")
	case subject == "":
		return "", fault.New(fault.Conflict, "disclosure.no_firm", "请先选择您代表的企业；以本人身份查看，须先到政务大厅窗口核验身份。",
			"Choose first the firm you act for; to act as yourself have your identity verified at a window.")
	}
	return subject, nil
}
