package connector

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Kinds of systems, as 琼府办〔2021〕4号（十六） lists them.
var Kinds = []string{"approval", "public_service", "supervision", "decision_support", "department"}

// System is one that starts checks by itself.
type System = check.System

// New is what is registered.
type New struct {
	Org     string       `json:"org" maxLength:"18"`
	Kind    string       `json:"kind" enum:"approval,public_service,supervision,decision_support,department"`
	Name    law.Text2    `json:"name"`
	Matters []string     `json:"matters" minItems:"1" maxItems:"100"`
	Key     string       `json:"key" maxLength:"64" doc:"id of the key it calls with; never the secret"`
	Since   workday.Date `json:"since,omitempty" doc:"today when absent"`
}

// Desk is the register and the rate.
type Desk struct {
	// Region gives the region of a body; empty for one that does not work here. Bodies gives names by code. Set while wiring.
	Region func(ctx context.Context, org string) (string, error)
	Bodies func(ctx context.Context, codes []string) (map[string]string, error)

	db   *pg.Pool
	law  *law.Library
	keys *access.Keys
	now  func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, keys *access.Keys, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, keys: keys, now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// reaches says whether a body is within an actor's reach. What is not, does not exist for it (S10).
func (d *Desk) reaches(ctx context.Context, who access.Actor, org string) (bool, error) {
	region, err := d.Region(ctx, org)
	return err == nil && region != "" && access.InScope(who, org, region), err
}

// Register puts a system on the register. The same key twice is refused, so that a check is counted for one system.
func (d *Desk) Register(ctx context.Context, who access.Actor, n New) (System, error) {
	here, err := d.reaches(ctx, who, n.Org)
	switch {
	case err != nil:
		return System{}, err
	case !here:
		return System{}, errNoBody
	}
	if n, err = d.tidy(n); err != nil {
		return System{}, err
	}
	key, err := d.keys.Find(ctx, d.db, n.Key)
	switch {
	case err != nil:
		return System{}, err
	case key.Org != n.Org || !key.Live(d.now()):
		return System{}, access.NoSuchKey
	}
	s := System{ID: uuid.Must(uuid.NewV7()).String(), Org: n.Org, Kind: n.Kind, Name: n.Name, Matters: n.Matters, Since: n.Since, Line: key.Line}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		switch added, err := check.InsertSystem(ctx, tx, s, who.ID, d.now().UTC().Truncate(time.Microsecond)); {
		case err != nil:
			return err
		case !added:
			return errTwice
		}
		return d.act(ctx, tx, who, "connector.registered", s)
	})
	if err != nil {
		return System{}, err
	}
	return s, d.named(ctx, []*System{&s})
}

// tidy checks what was typed.
func (d *Desk) tidy(n New) (New, error) {
	n.Name = law.Text2{ZH: strings.TrimSpace(n.Name.ZH), EN: strings.TrimSpace(n.Name.EN)}
	if n.Since == 0 {
		n.Since = d.today()
	}
	book := d.law.On(d.today())
	slices.Sort(n.Matters)
	n.Matters = slices.Compact(n.Matters)
	for _, code := range n.Matters {
		if _, ok := book.Matter(code); !ok {
			return n, errMatter
		}
	}
	switch {
	case !slices.Contains(Kinds, n.Kind) || !fits(n.Name.ZH) || !fits(n.Name.EN):
		return n, errName
	case len(n.Matters) == 0:
		return n, errMatter
	case n.Since > d.today():
		return n, errSince
	}
	return n, nil
}

const longestName = 100

func fits(s string) bool {
	return s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= longestName && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' })
}

// End takes a system off the register from today on. What it started stays counted for it.
func (d *Desk) End(ctx context.Context, who access.Actor, id string) (System, error) {
	s, found, err := check.SystemByID(ctx, d.db, id)
	if err != nil {
		return System{}, err
	}
	here, err := d.reaches(ctx, who, s.Org)
	switch {
	case err != nil:
		return System{}, err
	case !found || !here:
		return System{}, errUnknown
	case s.EndedOn != 0:
		return System{}, errEnded
	}
	s.EndedOn = d.today()
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		switch ended, err := check.EndSystem(ctx, tx, id, s.EndedOn); {
		case err != nil:
			return err
		case !ended:
			return errEnded
		}
		return d.act(ctx, tx, who, "connector.ended", s)
	})
	if err != nil {
		return System{}, err
	}
	return s, d.named(ctx, []*System{&s})
}

func (d *Desk) act(ctx context.Context, tx pg.Tx, who access.Actor, kind string, s System) error {
	_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: kind, Actor: who.ID, About: s.ID, Public: map[string]string{"org": s.Org, "kind": s.Kind}})
	return err
}

// Systems lists those of bodies within reach, newest first, ended ones too.
func (d *Desk) Systems(ctx context.Context, who access.Actor) ([]System, error) {
	all, err := check.Systems(ctx, d.db)
	if err != nil {
		return nil, err
	}
	in := d.within(ctx, who)
	out := []System{}
	var named []*System
	for _, s := range all {
		if here, err := in(s.Org); err != nil {
			return nil, err
		} else if here {
			out = append(out, s)
		}
	}
	for i := range out {
		named = append(named, &out[i])
	}
	return out, d.named(ctx, named)
}

// within remembers for one answer which bodies are within reach.
func (d *Desk) within(ctx context.Context, who access.Actor) func(org string) (bool, error) {
	known := map[string]bool{}
	return func(org string) (bool, error) {
		if here, asked := known[org]; asked {
			return here, nil
		}
		here, err := d.reaches(ctx, who, org)
		known[org] = here
		return here, err
	}
}

func (d *Desk) named(ctx context.Context, all []*System) error {
	var codes []string
	for _, s := range all {
		if !slices.Contains(codes, s.Org) {
			codes = append(codes, s.Org)
		}
	}
	names, err := d.names(ctx, codes)
	for _, s := range all {
		s.Body = names(s.Org)
	}
	return err
}

func (d *Desk) names(ctx context.Context, codes []string) (func(string) string, error) {
	var known map[string]string
	var err error
	if d.Bodies != nil && len(codes) > 0 {
		known, err = d.Bodies(ctx, codes)
	}
	return func(code string) string {
		if name := known[code]; name != "" {
			return name
		}
		return code
	}, err
}

var (
	errNoBody  = fault.New(fault.Missing, "connector.no_body", "没有这个单位，或不在您的管理范围内；请核对单位代码。", "There is no such body, or it is outside your reach; check its code.").At("org")
	errUnknown = fault.New(fault.Missing, "connector.unknown", "没有这个接入系统；请在列表中核对。", "There is no such system; look in the list.")
	errEnded   = fault.New(fault.Conflict, "connector.ended", "该系统已经停用；请刷新。", "The system was ended already; reload.")
	errTwice   = fault.New(fault.Conflict, "connector.twice", "该密钥已登记给另一个在用的接入系统；请为每个系统使用各自的密钥。", "The key is registered for another system in use; give each system a key of its own.").At("key")
	errName    = fault.New(fault.Invalid, "connector.bad_name", "请填写系统种类和中英文名称（各一百字以内）。", "Give the kind of the system and its name in both languages, at most 100 characters each.").At("name")
	errMatter  = fault.New(fault.Invalid, "connector.bad_matter", "请至少选择一个现行事项；事项代码见 /v1/matters。", "Choose at least one matter in force; codes are at /v1/matters.").At("matters")
	errSince   = fault.New(fault.TooEarly, "connector.future", "接入日期不能在将来；请填写今天或以前的日期。", "A system is not connected from a day to come; give today or an earlier day.").At("since")
)
