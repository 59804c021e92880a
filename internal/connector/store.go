package connector

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const columns = `system_id, org, kind, name_zh, name_en, matters, line, since, ended_on`

var (
	qInsert = pg.Q("connector.insert", `
		insert into connector.system (system_id, org, kind, name_zh, name_en, matters, line, since, registered_by, registered_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	qFind = pg.Q("connector.find", `select `+columns+` from connector.system where system_id = $1`)
	qAll  = pg.Q("connector.all", `select `+columns+` from connector.system order by since desc, system_id limit 2000`)
	qEnd  = pg.Q("connector.end", `update connector.system set ended_on = $2 where system_id = $1 and ended_on is null`)
)

type row struct {
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

func (r *row) system() System {
	return System{ID: r.SystemID, Org: r.Org, Kind: r.Kind, Name: law.Text2{ZH: r.NameZH, EN: r.NameEN}, Matters: r.Matters, Since: r.Since, EndedOn: r.EndedOn, Line: r.Line}
}

func insertSystem(ctx context.Context, tx pg.Tx, s System, by string, at time.Time) (err error) {
	defer fault.Wrap(&err, "connector.insertSystem")
	_, err = tx.Exec(ctx, qInsert, s.ID, s.Org, s.Kind, s.Name.ZH, s.Name.EN, s.Matters, s.Line, s.Since, by, at)
	if pg.Violated(err) == "system_of_line" {
		return errTwice
	}
	return err
}

func systemByID(ctx context.Context, db pg.DB, id string) (_ System, err error) {
	defer fault.Wrap(&err, "connector.systemByID")
	r, err := pg.One[row](ctx, db, qFind, id)
	if errors.Is(err, pg.ErrNone) {
		return System{}, errUnknown
	}
	return r.system(), err
}

func systems(ctx context.Context, db pg.DB) (out []System, err error) {
	defer fault.Wrap(&err, "connector.systems")
	rows, err := pg.All[row](ctx, db, qAll)
	for i := range rows {
		out = append(out, rows[i].system())
	}
	return out, err
}

func endSystem(ctx context.Context, tx pg.Tx, id string, on workday.Date) (err error) {
	defer fault.Wrap(&err, "connector.endSystem")
	n, err := tx.Exec(ctx, qEnd, id, on)
	if err == nil && n == 0 {
		err = errEnded
	}
	return err
}
