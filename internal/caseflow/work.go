package caseflow

import (
	"context"
	"slices"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Line is a case as a list shows it: nothing of a person, nothing sealed.
type Line struct {
	ID        string       `json:"id" doc:"its number"`
	Kind      string       `json:"kind"`
	KindName  law.Text2    `json:"kind_name"`
	State     State        `json:"state"`
	StateName law.Text2    `json:"state_name"`
	Title     string       `json:"title"`
	Entity    string       `json:"entity" doc:"code of the subject; empty where it is a person"`
	Subject   string       `json:"subject,omitempty" doc:"name of the subject; absent where it is a person or not registered"`
	Org       string       `json:"org"`
	OrgName   string       `json:"org_name"`
	Opened    workday.Date `json:"opened"`
	Due       workday.Date `json:"due,omitzero" doc:"soonest of its terms; none while it rests"`
	Left      int          `json:"left" doc:"working days left, negative once late"`
	Resting   bool         `json:"resting"`
	Late      bool         `json:"late"`
	Escalated workday.Date `json:"escalated,omitzero"`
	Urged     workday.Date `json:"urged,omitzero" doc:"the last day on which it was urged"`
	Ended     workday.Date `json:"ended,omitzero"`
	Mine      bool         `json:"mine"`
	Held      bool         `json:"held" doc:"somebody has it in hand"`
	Version   int32        `json:"version"`
}

// WorkQuery is what somebody wants to see of their cases.
type WorkQuery struct {
	Kind, State string
	Whose       string // mine, body, free, escalated; empty: all within reach
	Overdue     bool
	Ended       bool
	After       string // next of the page before
}

// Count is how many open cases of a kind stand in a state.
type Count struct {
	Kind      string `json:"kind"`
	State     string `json:"state"`
	N         int64  `json:"n"`
	Mine      int64  `json:"mine"`
	Free      int64  `json:"free" doc:"nobody has them in hand"`
	Late      int64  `json:"late"`
	Soon      int64  `json:"soon" doc:"due within three working days"`
	Resting   int64  `json:"resting"`
	Escalated int64  `json:"escalated"`
	Urged     int64  `json:"urged"`
}

const (
	workPage = 50
	soonDays = 3 // of the counts; a choice of display
)

// mark is where a page of the worklist ended.
type mark struct {
	Due workday.Date
	ID  string
}

const never = "9999-12-31"

func (c *Case) mark() string {
	if c.DueOn == 0 {
		return never + "~" + c.ID
	}
	return c.DueOn.String() + "~" + c.ID
}

func markOf(s string) (mark, error) {
	if s == "" {
		return mark{}, nil
	}
	day, id, _ := strings.Cut(s, "~")
	on, err := workday.Parse(day)
	if err != nil || id == "" || !clean(id) {
		return mark{}, fault.New(fault.Invalid, "caseflow.bad_page", "翻页标记无效；请从第一页重新查询。", "The mark of the page is not one of ours; begin again at the first page.").At("after")
	}
	return mark{on, id}, nil
}

// scopeOf is what an officer may see of all kinds.
func (d *Desk) scopeOf(who access.Actor) scope {
	s := scope{Org: who.Org, Me: who.ID, Regions: slices.Concat([]string{}, who.Regions), Body: []string{}, Provider: []string{}, Above: []string{}, All: []string{}, Up: []string{}}
	for _, t := range d.types {
		def := merged(t)
		if mayAny(who, def.permissions(Body)) {
			s.Body = append(s.Body, def.Kind)
		}
		if mayAny(who, def.permissions(Provider)) {
			s.Provider = append(s.Provider, def.Kind)
		}
		if mayAny(who, def.permissions(Above)) {
			s.Above = append(s.Above, def.Kind)
		}
		if mayAny(who, def.Read) {
			s.All = append(s.All, def.Kind)
		}
		if mayAny(who, def.Escalated) {
			s.Up = append(s.Up, def.Kind)
		}
	}
	return s
}

// merged has the moves of every edition: whoever handles cases of an earlier table still finds them.
func merged(t Type) Def {
	def := t.Def
	for _, e := range t.Earlier {
		def.Moves = slices.Concat(def.Moves, e.Moves)
		def.Read, def.Escalated = slices.Concat(def.Read, e.Read), slices.Concat(def.Escalated, e.Escalated)
	}
	return def
}

// Work lists the cases within somebody's reach, soonest due first.
func (d *Desk) Work(ctx context.Context, who access.Actor, q WorkQuery) (lines []Line, next string, err error) {
	lines = []Line{}
	if !officer(who) {
		return lines, "", nil
	}
	after, err := markOf(q.After)
	if err != nil {
		return nil, "", err
	}
	rows, err := work(ctx, d.db, d.scopeOf(who), q, d.today(), after, workPage+1)
	if err != nil {
		return nil, "", err
	}
	if len(rows) > workPage {
		rows = rows[:workPage]
		next = rows[workPage-1].open().mark()
	}
	names := d.bodyNames(ctx)
	for _, r := range rows {
		c := r.open()
		t, _ := d.kind(c.Kind)
		if shut, err := t.shuts(ctx, d.db, c, who); err != nil || shut {
			if err != nil {
				return nil, "", err
			}
			continue
		}
		l, err := d.line(c, who, names)
		if err != nil {
			return nil, "", err
		}
		lines = append(lines, l)
	}
	return lines, next, d.nameSubjects(ctx, lines)
}

// nameSubjects puts names to the subjects of a page of lines: titles alone do not tell two cases of a kind apart.
func (d *Desk) nameSubjects(ctx context.Context, lines []Line) error {
	var codes []string
	for _, l := range lines {
		if l.Entity != "" {
			codes = append(codes, l.Entity)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	known, err := registry.FindMany(ctx, d.db, codes)
	if err != nil {
		return err
	}
	for i := range lines {
		lines[i].Subject = known[lines[i].Entity].Name
	}
	return nil
}

// Counts are the open cases within somebody's reach by kind, state and clock, for the desk page.
func (d *Desk) Counts(ctx context.Context, who access.Actor) ([]Count, error) {
	if !officer(who) {
		return []Count{}, nil
	}
	soon, _ := d.law.Calendar().AddWorkdays(d.today(), soonDays)
	out, err := counts(ctx, d.db, d.scopeOf(who), d.today(), soon)
	return slices.Concat([]Count{}, out), err
}

// Mine lists the cases of the firm somebody acts for, newest first.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]Line, error) {
	lines := []Line{}
	if who.Firm == "" {
		return lines, nil
	}
	all, err := ofEntity(ctx, d.db, who.Org, "")
	if err != nil {
		return nil, err
	}
	names := d.bodyNames(ctx)
	for i := range all {
		l, err := d.line(&all[i], who, names)
		if err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func (d *Desk) line(c *Case, who access.Actor, bodies func(string) string) (Line, error) {
	_, def, err := d.of(c)
	if err != nil {
		return Line{}, err
	}
	name := def.name(c.State)
	l := Line{ID: c.ID, Kind: c.Kind, KindName: def.Name, State: c.State, StateName: name.Name, Title: c.Title, Entity: shown(c.EntityID), Org: c.Org,
		OrgName: bodies(c.Org), Opened: c.OpenedOn, Due: c.DueOn, Resting: c.EndedOn == 0 && c.DueOn == 0, Escalated: c.EscalatedOn, Urged: c.urgedOn,
		Ended: c.EndedOn, Mine: c.Holder == who.ID, Held: c.Holder != "", Version: c.Version}
	if who.Firm != "" {
		l.StateName = name.Public
	}
	if c.DueOn != 0 && c.EndedOn == 0 {
		l.Late = d.today() > c.DueOn
		l.Left, _ = d.calendar(c.Region).Between(d.today(), c.DueOn)
	}
	return l, nil
}

func (d Def) name(s State) StateName {
	if i := d.index(s); i >= 0 {
		return d.States[i]
	}
	return StateName{State: s}
}

// bodyNames looks names of bodies up once each; one that is not known is shown by its code.
func (d *Desk) bodyNames(ctx context.Context) func(code string) string {
	known := map[string]string{}
	return func(code string) string {
		if code == "" || d.Accounts == nil {
			return code
		}
		if _, ok := known[code]; !ok {
			known[code] = code
			if o, err := d.Accounts.Org(ctx, code); err == nil {
				known[code] = o.Name
			}
		}
		return known[code]
	}
}
