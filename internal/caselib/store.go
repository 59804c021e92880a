package caselib

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const (
	written = `piece_id, form, kind, title_zh, title_en, body_zh, body_en, programme_zh, programme_en, articles, case_id, hides, first_on, last_on, org, region, editors, version, at`
	columns = written + `, published_by, published_at, withdrawn_by, withdrawn_at, withdrawn_why`
)

var (
	qInsert = pg.Q("caselib.insert", `
		insert into caselib.piece (`+written+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`)
	qRevise = pg.Q("caselib.revise", `
		update caselib.piece set kind = $2, title_zh = $3, title_en = $4, body_zh = $5, body_en = $6, programme_zh = $7, programme_en = $8, articles = $9, case_id = $10,
			hides = $11, first_on = $12, last_on = $13, editors = $14, version = $15, at = $16 where piece_id = $1 and published_at is null`)
	qOne  = pg.Q("caselib.one", `select `+columns+` from caselib.piece where piece_id = $1`)
	qLock = pg.Q("caselib.lock", `select `+columns+` from caselib.piece where piece_id = $1 for update`)
	qSeen = pg.Q("caselib.seen", `
		select `+columns+` from caselib.piece p where p.org = $1 or exists (select from unnest($2::text[]) as r where p.region like r || '%')
		order by p.published_at is not null, p.at desc, p.piece_id limit 500`)
	qPublic = pg.Q("caselib.public", `
		select `+columns+` from caselib.piece where form = $1 and published_at is not null and withdrawn_at is null
			and ($2 = '' or kind = $2) and (cardinality($3::text[]) = 0 or articles && $3)
		order by last_on desc nulls first, published_at desc, piece_id limit 500`)
	qPublish    = pg.Q("caselib.publish", `update caselib.piece set published_by = $2, published_at = $3 where piece_id = $1 and published_at is null`)
	qWithdraw   = pg.Q("caselib.withdraw", `update caselib.piece set withdrawn_by = $2, withdrawn_at = $3, withdrawn_why = $4 where piece_id = $1 and withdrawn_at is null`)
	qMaterial   = pg.Q("caselib.material", `insert into caselib.material (piece_id, file_id, name, media, size, sha256, actor, at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`)
	qMaterials  = pg.Q("caselib.materials", `select file_id as id, name, media as type, size, sha256 from caselib.material where piece_id = $1 order by at, file_id limit 100`)
	qAttend     = pg.Q("caselib.attend", `insert into caselib.attendance (piece_id, seq, on_day, people, document, file_id, sha256, corrects, actor, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	qAttendance = pg.Q("caselib.attendance", `select seq, on_day as on_, people, document, file_id, sha256, corrects from caselib.attendance where piece_id = $1 order by seq limit 1000`)
	qView       = pg.Q("caselib.view", `insert into caselib.viewed as v (piece_id, on_day, n) values ($1, $2, 1) on conflict (piece_id, on_day) do update set n = v.n + 1`)
	qViews      = pg.Q("caselib.views", `select coalesce(sum(n), 0)::bigint from caselib.viewed where piece_id = $1`)
)

type row struct {
	PieceID      string
	Form         string
	Kind         string
	TitleZH      string `db:"title_zh"`
	TitleEN      string `db:"title_en"`
	BodyZH       string `db:"body_zh"`
	BodyEN       string `db:"body_en"`
	ProgrammeZH  string `db:"programme_zh"`
	ProgrammeEN  string `db:"programme_en"`
	Articles     []string
	CaseID       string
	Hides        []string
	FirstOn      workday.Date
	LastOn       workday.Date
	Org          string
	Region       string
	Editors      []string
	Version      int32
	At           time.Time
	PublishedBy  string
	PublishedAt  *time.Time
	WithdrawnBy  string
	WithdrawnAt  *time.Time
	WithdrawnWhy string
}

func insert(ctx context.Context, tx pg.Tx, p *row) (err error) {
	defer fault.Wrap(&err, "caselib.insert")
	_, err = tx.Exec(ctx, qInsert, p.PieceID, p.Form, p.Kind, p.TitleZH, p.TitleEN, p.BodyZH, p.BodyEN, p.ProgrammeZH, p.ProgrammeEN, p.Articles, p.CaseID, p.Hides, p.FirstOn, p.LastOn,
		p.Org, p.Region, p.Editors, p.Version, p.At)
	return err
}

func revise(ctx context.Context, tx pg.Tx, p *row) (err error) {
	defer fault.Wrap(&err, "caselib.revise")
	_, err = tx.Exec(ctx, qRevise, p.PieceID, p.Kind, p.TitleZH, p.TitleEN, p.BodyZH, p.BodyEN, p.ProgrammeZH, p.ProgrammeEN, p.Articles, p.CaseID, p.Hides, p.FirstOn, p.LastOn,
		p.Editors, p.Version, p.At)
	return err
}

// find finds a piece; q may lock it.
func find(ctx context.Context, db pg.DB, q pg.Query, id string) (p row, err error) {
	defer fault.Wrap(&err, "caselib.find")
	p, err = pg.One[row](ctx, db, q, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return p, err
}

func seen(ctx context.Context, db pg.DB, org string, regions []string) (_ []row, err error) {
	defer fault.Wrap(&err, "caselib.seen")
	if regions == nil {
		regions = []string{}
	}
	return pg.All[row](ctx, db, qSeen, org, regions)
}

// public are pieces anybody reads; articles empty: whatever they show.
func public(ctx context.Context, db pg.DB, form, kind string, articles []string) (_ []row, err error) {
	defer fault.Wrap(&err, "caselib.public")
	return pg.All[row](ctx, db, qPublic, form, kind, articles)
}

func publish(ctx context.Context, tx pg.Tx, id, actor string, at time.Time) (err error) {
	defer fault.Wrap(&err, "caselib.publish")
	_, err = tx.Exec(ctx, qPublish, id, actor, at)
	return err
}

func withdraw(ctx context.Context, tx pg.Tx, id, actor string, at time.Time, why string) (err error) {
	defer fault.Wrap(&err, "caselib.withdraw")
	_, err = tx.Exec(ctx, qWithdraw, id, actor, at, why)
	return err
}

func insertMaterial(ctx context.Context, tx pg.Tx, id string, m *Material, actor string, at time.Time) (err error) {
	defer fault.Wrap(&err, "caselib.insertMaterial")
	_, err = tx.Exec(ctx, qMaterial, id, m.ID, m.Name, m.Type, m.Size, m.SHA256, actor, at)
	return err
}

func materials(ctx context.Context, db pg.DB, id string) (_ []Material, err error) {
	defer fault.Wrap(&err, "caselib.materials")
	return pg.All[Material](ctx, db, qMaterials, id)
}

type attended struct {
	Seq      int32
	On       workday.Date `db:"on_"`
	People   int32
	Document string
	FileID   string
	SHA256   string `db:"sha256"`
	Corrects int32
}

func attend(ctx context.Context, tx pg.Tx, id string, a *attended, actor string, at time.Time) (err error) {
	defer fault.Wrap(&err, "caselib.attend")
	_, err = tx.Exec(ctx, qAttend, id, a.Seq, a.On, a.People, a.Document, a.FileID, a.SHA256, a.Corrects, actor, at)
	return err
}

func attendance(ctx context.Context, db pg.DB, id string) (_ []attended, err error) {
	defer fault.Wrap(&err, "caselib.attendance")
	return pg.All[attended](ctx, db, qAttendance, id)
}

func view(ctx context.Context, db pg.DB, id string, on workday.Date) (err error) {
	defer fault.Wrap(&err, "caselib.view")
	_, err = db.Exec(ctx, qView, id, on)
	return err
}

func views(ctx context.Context, db pg.DB, id string) (_ int64, err error) {
	defer fault.Wrap(&err, "caselib.views")
	return pg.Scalar[int64](ctx, db, qViews, id)
}

// refs are articles as they are kept: the code of the instrument, a blank, the article.
func refs(in []law.Ref) []string {
	out := []string{}
	for _, r := range in {
		out = append(out, r.Instrument+" "+r.Article)
	}
	return out
}
