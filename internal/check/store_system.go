package check

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const systemColumns = `system_id, org, kind, name_zh, name_en, matters, line, since, ended_on`

var (
	qInsertSystem = pg.Q("check.system_insert", `
		insert into "check".system (system_id, org, kind, name_zh, name_en, matters, line, since, registered_by, registered_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict (line) where ended_on is null do nothing`)
	qFindSystem = pg.Q("check.system_find", `select `+systemColumns+` from "check".system where system_id = $1`)
	qSystems    = pg.Q("check.system_all", `select `+systemColumns+` from "check".system order by since desc, system_id limit 2000`)
	qEndSystem  = pg.Q("check.system_end", `update "check".system set ended_on = $2 where system_id = $1 and ended_on is null`)
)

// System is a connected system that starts checks by itself (F16-3).
type System struct {
	ID      string       `json:"id"`
	Org     string       `json:"org"`
	Body    string       `json:"body" doc:"its name"`
	Kind    string       `json:"kind" enum:"approval,public_service,supervision,decision_support,department"`
	Name    law.Text2    `json:"name"`
	Matters []string     `json:"matters"`
	Since   workday.Date `json:"since"`
	EndedOn workday.Date `json:"ended_on,omitzero" doc:"first day without it"`

	Line string `json:"-"` // of its key
}

type systemRow struct {
	SystemID string
	Org      string
	Kind     string
	NameZH   string
	NameEN   string
	Matters  []string
	Line     string
	Since    workday.Date
	EndedOn  workday.Date
}

func (r *systemRow) system() System {
	return System{ID: r.SystemID, Org: r.Org, Kind: r.Kind, Name: law.Text2{ZH: r.NameZH, EN: r.NameEN}, Matters: r.Matters, Since: r.Since, EndedOn: r.EndedOn, Line: r.Line}
}

// InsertSystem puts a system on the register; false when its key is registered for another one in use.
func InsertSystem(ctx context.Context, tx pg.Tx, s System, by string, at time.Time) (added bool, err error) {
	defer fault.Wrap(&err, "check.InsertSystem")
	n, err := tx.Exec(ctx, qInsertSystem, s.ID, s.Org, s.Kind, s.Name.ZH, s.Name.EN, s.Matters, s.Line, s.Since, by, at)
	return n > 0, err
}

// SystemByID finds a system of the register.
func SystemByID(ctx context.Context, db pg.DB, id string) (_ System, found bool, err error) {
	defer fault.Wrap(&err, "check.SystemByID")
	r, err := pg.One[systemRow](ctx, db, qFindSystem, id)
	if errors.Is(err, pg.ErrNone) {
		return System{}, false, nil
	}
	return r.system(), err == nil, err
}

// Systems lists the register, newest first, ended ones too.
func Systems(ctx context.Context, db pg.DB) (out []System, err error) {
	defer fault.Wrap(&err, "check.Systems")
	rows, err := pg.All[systemRow](ctx, db, qSystems)
	for i := range rows {
		out = append(out, rows[i].system())
	}
	return out, err
}

// EndSystem takes a system off the register; false when it was ended already.
func EndSystem(ctx context.Context, tx pg.Tx, id string, on workday.Date) (ended bool, err error) {
	defer fault.Wrap(&err, "check.EndSystem")
	n, err := tx.Exec(ctx, qEndSystem, id, on)
	return n > 0, err
}
