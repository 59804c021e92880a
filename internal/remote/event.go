package remote

import (
	"context"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// How an event stands.
const (
	Told      = "told"      // 已告知企业
	Visited   = "visited"   // 已提出检查
	Dismissed = "dismissed" // 已排除
)

// Report is an event as a device reports it.
type Report struct {
	Device   string    `json:"device" minLength:"1" maxLength:"64"`
	Number   string    `json:"number" minLength:"1" maxLength:"64" doc:"the device's own; reported again it adds nothing"`
	Firm     string    `json:"firm" minLength:"18" maxLength:"18"`
	Measure  string    `json:"measure" minLength:"1" maxLength:"100" doc:"one the device is declared for"`
	Reading  string    `json:"reading" minLength:"1" maxLength:"200"`
	SeenAt   time.Time `json:"seen_at"`
	Evidence string    `json:"evidence" minLength:"64" maxLength:"64" doc:"SHA-256 of what shows it, in hexadecimal; the body keeps what it is of"`
}

// View is an event as officers and the firm read it: the same.
type View struct {
	ID         string       `json:"id"`
	Firm       string       `json:"firm"`
	FirmName   string       `json:"firm_name"`
	Device     Device       `json:"device"`
	Measure    string       `json:"measure"`
	Reading    string       `json:"reading"`
	Evidence   string       `json:"evidence"`
	SeenAt     time.Time    `json:"seen_at"`
	ToldOn     workday.Date `json:"told_on"`
	State      string       `json:"state" enum:"told,visited,dismissed"`
	Visit      string       `json:"visit,omitempty"`
	Reason     string       `json:"reason,omitempty"`
	Answer     string       `json:"answer" enum:",explained,objected"`
	Text       string       `json:"text,omitempty" doc:"what the firm says"`
	AnsweredOn workday.Date `json:"answered_on,omitzero"`
}

var hash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Report takes an event in, once. The firm reads it from now on; nothing else follows.
func (d *Desk) Report(ctx context.Context, who access.Actor, in Report) (View, error) {
	on := workday.Of(in.SeenAt)
	if strings.TrimSpace(in.Number) == "" || strings.TrimSpace(in.Reading) == "" || in.SeenAt.IsZero() || in.SeenAt.After(d.now()) || !hash.MatchString(in.Evidence) {
		return View{}, errEvent
	}
	e := event{EventID: "YC-" + strings.ToUpper(d.seal.Blind("remote.event", in.Device+" "+in.Number)), DeviceID: in.Device, Number: in.Number, EntityID: in.Firm, Org: who.Org, Measure: in.Measure,
		Reading: strings.TrimSpace(in.Reading), Evidence: in.Evidence, SeenAt: in.SeenAt.UTC().Truncate(time.Microsecond), ToldOn: d.today(), State: Told, At: d.instant()}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		v, err := findDevice(ctx, tx, in.Device)
		if err == nil && v.Org != who.Org {
			err = errUnknown
		}
		if err != nil {
			return err
		}
		if _, err := registry.Find(ctx, tx, in.Firm); err != nil {
			return err
		}
		if !v.covers(in.Measure, in.Firm, on) {
			return errUndeclared
		}
		anew, err := insertEvent(ctx, tx, &e)
		if err != nil {
			return err
		}
		if !anew {
			e, err = lockEvent(ctx, tx, e.EventID)
			return err
		}
		return d.act(ctx, tx, who, "reported", e.EventID, map[string]string{"device": e.DeviceID, "evidence": e.Evidence})
	})
	return d.one(ctx, &e, err)
}

// List are the events of an officer's body, those that wait first.
func (d *Desk) List(ctx context.Context, who access.Actor) ([]View, error) {
	all, err := eventsOf(ctx, d.db, who.Org)
	if err != nil {
		return nil, err
	}
	return d.views(ctx, all)
}

// Mine are the events about the firm somebody acts for, each from the moment it was reported.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]View, error) {
	firm, err := firmOf(who)
	if err != nil {
		return nil, err
	}
	all, err := ofEntity(ctx, d.db, firm)
	if err != nil {
		return nil, err
	}
	return d.views(ctx, all)
}

// Said is what the firm says to an event.
type Said struct {
	Kind string `json:"kind" enum:"explained,objected"`
	Text string `json:"text" minLength:"1" maxLength:"2000"`
}

// Answer takes in what the firm says, once: that it explains, or that it objects. It may do so whatever became of the event.
func (d *Desk) Answer(ctx context.Context, who access.Actor, id string, in Said) (View, error) {
	firm, err := firmOf(who)
	if err != nil {
		return View{}, errUnknown // nothing of a person's own is measured
	}
	if in.Text = strings.TrimSpace(in.Text); in.Text == "" || utf8.RuneCountInString(in.Text) > 2000 {
		return View{}, errWords
	}
	return d.change(ctx, id, func(ctx context.Context, tx pg.Tx, e *event) error {
		switch {
		case e.EntityID != firm:
			return errUnknown
		case e.Answer != nil:
			return errDone
		}
		e.AnswerKind, e.Answer, e.AnsweredOn = in.Kind, d.seal.Seal(sealContext(id), []byte(in.Text)), d.today()
		return d.act(ctx, tx, who, "answered", id, map[string]string{"kind": in.Kind})
	})
}

// Dismiss ends an event with a reason: nothing ever follows from it.
func (d *Desk) Dismiss(ctx context.Context, who access.Actor, id, reason string) (View, error) {
	if reason = strings.TrimSpace(reason); reason == "" || utf8.RuneCountInString(reason) > 2000 {
		return View{}, errReason
	}
	return d.change(ctx, id, func(ctx context.Context, tx pg.Tx, e *event) error {
		switch {
		case e.Org != who.Org:
			return errUnknown
		case e.State != Told:
			return errDone
		}
		e.State, e.Reason, e.DecidedBy, e.DecidedOn = Dismissed, reason, who.ID, d.today()
		return d.act(ctx, tx, who, "dismissed", id, map[string]string{})
	})
}

// ForVisit gives an event that waits, for the visit an inspector of its body asks for. If the firm objected they say why.
func (d *Desk) ForVisit(ctx context.Context, tx pg.Tx, who access.Actor, id, firm, why string) (View, error) {
	e, err := lockEvent(ctx, tx, id)
	switch {
	case err != nil:
		return View{}, err
	case e.Org != who.Org || e.EntityID != firm:
		return View{}, errUnknown
	case e.State != Told:
		return View{}, errDone
	case e.AnswerKind == "objected" && why == "":
		return View{}, errObjected
	}
	v, err := findDevice(ctx, tx, e.DeviceID)
	return View{ID: id, Device: v.view(), Measure: e.Measure, Reading: e.Reading, Evidence: e.Evidence, SeenAt: e.SeenAt}, err
}

// Serve notes which visit was made of an event; empty: it was not made, and the event waits again.
func (d *Desk) Serve(ctx context.Context, tx pg.Tx, id, visit string) error {
	e, err := lockEvent(ctx, tx, id)
	if err != nil {
		return err
	}
	if e.State, e.VisitID = Visited, visit; visit == "" {
		e.State = Told
	}
	return putEvent(ctx, tx, &e)
}

func (d *Desk) change(ctx context.Context, id string, do func(context.Context, pg.Tx, *event) error) (View, error) {
	var e event
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if e, err = lockEvent(ctx, tx, id); err != nil {
			return err
		}
		if err := do(ctx, tx, &e); err != nil {
			return err
		}
		return putEvent(ctx, tx, &e)
	})
	return d.one(ctx, &e, err)
}

func (d *Desk) one(ctx context.Context, e *event, err error) (View, error) {
	if err != nil {
		return View{}, err
	}
	all, err := d.views(ctx, []event{*e})
	if err != nil {
		return View{}, err
	}
	return all[0], nil
}

func (d *Desk) views(ctx context.Context, all []event) ([]View, error) {
	var firms, ids []string
	for i := range all {
		firms, ids = append(firms, all[i].EntityID), append(ids, all[i].DeviceID)
	}
	names, err := registry.FindMany(ctx, d.db, firms)
	if err != nil {
		return nil, err
	}
	devices, err := devicesNamed(ctx, d.db, ids)
	if err != nil {
		return nil, err
	}
	out := make([]View, 0, len(all))
	for i := range all {
		e := &all[i]
		v := View{ID: e.EventID, Firm: e.EntityID, FirmName: names[e.EntityID].Name, Device: devices[e.DeviceID], Measure: e.Measure, Reading: e.Reading, Evidence: e.Evidence, SeenAt: e.SeenAt,
			ToldOn: e.ToldOn, State: e.State, Visit: e.VisitID, Reason: e.Reason, Answer: e.AnswerKind, AnsweredOn: e.AnsweredOn}
		if e.Answer != nil {
			b, err := d.seal.Open(sealContext(e.EventID), e.Answer)
			if err != nil {
				return nil, err
			}
			v.Text = string(b)
		}
		out = append(out, v)
	}
	return out, nil
}
