package status

import (
	"context"
	"log/slog"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// Desk is where the state of the platform is asked for and notices are made.
type Desk struct {
	// Version of the program, and since when it runs.
	Version string
	Started time.Time
	// Gauges are what is measured besides the database, in the order of the page. Set while wiring.
	Gauges []Gauge
	// Probes ask our own services, every minute; Feeding counts what feeds us and whom we feed. Set while wiring.
	Probes  []Probe
	Feeding func(ctx context.Context) (Feeds, error)

	db  *pg.Pool
	now func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, now func() time.Time) *Desk { return &Desk{db: db, now: now} }

// Gauge measures one part of the platform. A gauge that fails is a finding, not a failure of the page.
type Gauge struct {
	Name string
	Read func(ctx context.Context) (Reading, error)
}

// Reading is what a gauge says: figures by name, an instant it is as of, and whether somebody should look.
type Reading struct {
	Figures map[string]int64
	Texts   map[string]string
	At      *time.Time
	Look    string // why somebody should look: a code the page explains; empty: all is well
}

// Part is a gauge with what it read.
type Part struct {
	Name    string            `json:"name"`
	State   string            `json:"state" enum:"well,look,silent" doc:"silent: it could not be asked"`
	Look    string            `json:"look,omitempty" doc:"why somebody should look"`
	Figures map[string]int64  `json:"figures,omitempty"`
	Texts   map[string]string `json:"texts,omitempty"`
	At      *time.Time        `json:"at,omitempty" doc:"the instant it is as of"`
}

// States of a part.
const (
	Well   = "well"
	Look   = "look"
	Silent = "silent"
)

// Report is how the platform stands at an instant.
type Report struct {
	Version string    `json:"version"`
	Started time.Time `json:"started_at"`
	Now     time.Time `json:"now"`
	Parts   []Part    `json:"parts"`
}

// gaugeTime is how long one gauge may take: a page about outages must not hang in one.
const gaugeTime = 3 * time.Second

// Report asks every gauge, the database first.
func (d *Desk) Report(ctx context.Context) Report {
	r := Report{Version: d.Version, Started: d.Started, Now: d.now(), Parts: []Part{}}
	for _, g := range append([]Gauge{{"database", d.database}}, d.Gauges...) {
		r.Parts = append(r.Parts, ask(ctx, g))
	}
	return r
}

func ask(ctx context.Context, g Gauge) Part {
	ctx, cancel := context.WithTimeout(ctx, gaugeTime)
	defer cancel()
	read, err := g.Read(ctx)
	p := Part{Name: g.Name, State: Well, Look: read.Look, Figures: read.Figures, Texts: read.Texts, At: read.At}
	switch {
	case err != nil:
		slog.WarnContext(ctx, "a gauge of the status page does not answer", "gauge", g.Name, "error", err)
		p.State = Silent
		if f, ok := fault.Of(err); ok {
			p.Look = f.Code
		}
	case read.Look != "":
		p.State = Look
	}
	return p
}

// Answers says whether the database does: an error when not.
func (d *Desk) Answers(ctx context.Context) error {
	_, err := figures(ctx, d.db)
	return err
}

// database measures PostgreSQL itself.
func (d *Desk) database(ctx context.Context) (Reading, error) {
	f, err := figures(ctx, d.db)
	return Reading{
		Figures: map[string]int64{"bytes": f.Bytes, "connections": f.Connections, "connections_most": f.Most},
		Texts:   map[string]string{"version": f.Version},
		At:      &f.Started,
	}, err
}

// need refuses an actor without a permission. Routes demand it as well.
func need(who access.Actor, permission string) error {
	if who.May(permission) {
		return nil
	}
	return fault.New(fault.Forbidden, "status.no_permission", "当前身份没有 "+permission+" 权限；请由有权限的岗位办理。",
		"The one who acts lacks the permission "+permission+"; have it done from a post that holds it.")
}
