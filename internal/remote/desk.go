package remote

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where devices are declared and events taken in. The exported field is set while wiring, never later.
type Desk struct {
	// Matter refuses what is not on the list of inspections of a body.
	Matter func(ctx context.Context, db pg.DB, code, org string) error

	db       *pg.Pool
	seal     *seal.Sealer
	accounts *account.Desk
	now      func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, s *seal.Sealer, accounts *account.Desk, now func() time.Time) *Desk {
	return &Desk{db: db, seal: s, accounts: accounts, now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// act is on the ledger by the number of device or event; the firm is not.
func (d *Desk) act(ctx context.Context, tx pg.Tx, who access.Actor, kind, id string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "remote." + kind, Actor: who.ID, About: id, Public: public})
	return err
}

// Declaration is a device or online check as its body declares it.
type Declaration struct {
	Name     string       `json:"name" minLength:"2" maxLength:"100"`
	Kind     string       `json:"kind" enum:"iot,online"`
	Matter   string       `json:"matter" minLength:"1" maxLength:"64" doc:"code of a matter on the body's list of inspections"`
	Basis    string       `json:"basis" minLength:"4" maxLength:"300" doc:"instrument and article"`
	Measures []string     `json:"measures" minItems:"1" maxItems:"20" doc:"what it may measure"`
	Firm     string       `json:"firm,omitempty" maxLength:"18" doc:"code of the firm it stands at; of an online check it may be empty"`
	From     workday.Date `json:"from"`
	Until    workday.Date `json:"until"`
}

// Device is one that was declared.
type Device struct {
	ID       string       `json:"id"`
	Body     string       `json:"body"`
	Name     string       `json:"name"`
	Kind     string       `json:"kind" enum:"iot,online"`
	Matter   string       `json:"matter"`
	Basis    string       `json:"basis"`
	Measures []string     `json:"measures"`
	Firm     string       `json:"firm,omitempty"`
	From     workday.Date `json:"from"`
	Until    workday.Date `json:"until"`
	EndedOn  workday.Date `json:"ended_on,omitzero"`
}

// Declare declares a device. What it reports is taken in from then on.
func (d *Desk) Declare(ctx context.Context, who access.Actor, in Declaration) (Device, error) {
	for i := range in.Measures {
		in.Measures[i] = strings.TrimSpace(in.Measures[i])
	}
	if !in.complete(d.today()) {
		return Device{}, errDevice
	}
	b := make([]byte, 10)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	v := device{DeviceID: "SB-" + base32.StdEncoding.EncodeToString(b), Org: who.Org, Name: strings.TrimSpace(in.Name), Kind: in.Kind, Matter: in.Matter, Basis: strings.TrimSpace(in.Basis),
		Measures: in.Measures, EntityID: in.Firm, FromOn: in.From, UntilOn: in.Until, DeclaredBy: who.ID, At: d.instant()}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := d.Matter(ctx, tx, in.Matter, who.Org); err != nil {
			return err
		}
		if in.Firm != "" {
			if _, err := registry.Find(ctx, tx, in.Firm); err != nil {
				return err
			}
		}
		org, err := d.accounts.OrgIn(ctx, tx, who.Org)
		if err != nil {
			return err
		}
		v.OrgName = org.Name
		if err := insertDevice(ctx, tx, &v); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "declared", v.DeviceID, map[string]string{"org": v.Org, "kind": v.Kind, "matter": v.Matter})
	})
	return v.view(), err
}

func (in *Declaration) complete(today workday.Date) bool {
	return (in.Kind == "online" || in.Kind == "iot" && in.Firm != "") && utf8.RuneCountInString(strings.TrimSpace(in.Name)) > 1 && utf8.RuneCountInString(strings.TrimSpace(in.Basis)) > 3 &&
		len(in.Measures) > 0 && !slices.Contains(in.Measures, "") && in.From != 0 && in.Until >= in.From && in.Until >= today
}

// End ends a device today. What it reports later is refused; what it reported stays.
func (d *Desk) End(ctx context.Context, who access.Actor, id string) (v Device, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		x, err := findDevice(ctx, tx, id)
		if err == nil && x.Org != who.Org {
			err = errUnknown
		}
		if err != nil || x.EndedOn != 0 {
			v = x.view()
			return err
		}
		x.EndedOn = d.today()
		v = x.view()
		if err := endDevice(ctx, tx, id, x.EndedOn); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "ended", id, map[string]string{})
	})
	return v, err
}

// Devices are those of an officer's body.
func (d *Desk) Devices(ctx context.Context, who access.Actor) ([]Device, error) {
	all, err := devicesOf(ctx, d.db, who.Org)
	out := make([]Device, 0, len(all))
	for i := range all {
		out = append(out, all[i].view())
	}
	return out, err
}

// covers says whether a device is declared for a measurement of a firm on a day.
func (v *device) covers(measure, firm string, on workday.Date) bool {
	return slices.Contains(v.Measures, measure) && on >= v.FromOn && on <= v.UntilOn && (v.EndedOn == 0 || on <= v.EndedOn) && (v.EntityID == "" || v.EntityID == firm)
}

func (v *device) view() Device {
	return Device{v.DeviceID, v.OrgName, v.Name, v.Kind, v.Matter, v.Basis, v.Measures, v.EntityID, v.FromOn, v.UntilOn, v.EndedOn}
}

// firmOf is the firm somebody acts for.
func firmOf(who access.Actor) (string, error) {
	if who.Firm == "" || who.Itself {
		return "", errNoFirm
	}
	return who.Org, nil
}
