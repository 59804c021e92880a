package rating

import (
	"context"
	"strconv"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

const today = "2026-11-22"

var (
	firm, otherFirm, bare = counter.Code("91460000", "MA000010"), counter.Code("91460000", "MA000011"), counter.Code("91460000", "MA000012")
	sector, elsewhere     = counter.Code("11460000", "MB000021"), counter.Code("11460000", "MB000022")
	bank                  = counter.Code("91460000", "MB000023")
)

func day(s string) workday.Date { return workday.MustParse(s) }

// office is the area on a real database, with the people who come to it.
type office struct {
	*counter.Counter
	*Desk
	queue *jobs.Queue
	log   *ledger.Log
}

func open(t *testing.T) *office {
	t.Helper()
	c := counter.Open(t, today, map[string]access.Actor{
		"firm":    counter.ForFirm("法人", firm, "海南虚构示例有限公司", access.LegalRepresentative),
		"other":   counter.ForFirm("另一法人", otherFirm, "海南虚构另一有限公司", access.LegalRepresentative),
		"bare":    counter.ForFirm("新设", bare, "海南虚构新设有限公司", access.LegalRepresentative),
		"author":  counter.Person("模型", sector, "海南省虚构行业主管厅", "460000", "R18"),
		"lawyer":  counter.Person("法制", sector, "海南省虚构行业主管厅", "460000", "R17"),
		"both":    counter.Person("兼任", sector, "海南省虚构行业主管厅", "460000", "R18", "R17"),
		"far":     counter.Person("外厅模型", elsewhere, "海南省虚构其他厅", "460000", "R18", "R17"),
		"inspect": counter.Person("检查", sector, "海南省虚构行业主管厅", "460000", "R8"),
	})
	log, err := ledger.Open(t.Context(), c.DB, "xinheng/test", c.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	q := jobs.New(c.DB, c.Now)
	d := NewDesk(c.DB, q, c.Law, log, c.Sealer, c.Now)
	d.Part = 2
	d.Events.Part.Within(func(context.Context, pg.Tx, Part) error { return c.Survive() })
	o := &office{c, d, q, log}
	c.Serve(func(a *web.API) { Routes(a, d) })
	o.exist(firm, otherFirm, bare)
	return o
}

// exist registers invented firms.
func (o *office) exist(ids ...string) {
	o.T.Helper()
	counter.Must(o.T, o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		var all []registry.Registration
		for i, id := range ids {
			all = append(all, registry.Registration{Entity: registry.Entity{ID: id, Name: "海南虚构示例" + strconv.Itoa(i) + "有限公司", Kind: registry.Enterprise, Status: registry.Registered,
				Region: "460100", Industry: "F51", EstablishedOn: day("2019-03-01"), SeenAt: o.Now()}})
		}
		_, _, _, err := registry.Put(ctx, tx, o.Sealer, all)
		return err
	}))
}

// change stores what records mean, and what follows, as it is wired in the program.
func (o *office) change(rs ...record.Record) {
	o.T.Helper()
	counter.Must(o.T, o.changed(rs...))
}

func (o *office) changed(rs ...record.Record) error {
	return o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		id, err := ledger.Append(ctx, tx, o.Now(), ledger.Act{Kind: "record.rows", Actor: "cli", About: "test"})
		if err != nil {
			return err
		}
		e := record.Changed{EntryID: id, Records: rs}
		if err := standing.Apply(ctx, tx, o.Law, e); err != nil {
			return err
		}
		return o.Follow(ctx, tx, e)
	})
}

func (o *office) drain() {
	o.T.Helper()
	counter.Must(o.T, o.queue.Drain(o.T.Context()))
}

func penalty(entity, id, decided string) record.Record {
	on := day(decided)
	return record.Record{EntityID: entity, ID: id, Version: 1, Item: "penalty", Class: law.Penalty, Adverse: true, State: record.Effective, Title: "示例违法行为",
		DocumentNo: "示罚〔2026〕1号", Authority: "示例局", Basis: "示例法第一条", Severity: law.General, DecidedOn: on, PublicFrom: on, PublicUntil: on.AddMonths(24),
		RepairFrom: on.AddMonths(3), Publicity: law.Public, Row: 1, BatchID: "test", SeenAt: on.Start().Add(9 * time.Hour)}
}

func nationally(entity, grade, decided string) record.Record {
	on := day(decided)
	return record.Record{EntityID: entity, ID: "national-" + entity + grade + decided, Version: 1, Item: "rating_national", Class: law.Rating, State: record.Effective, Title: "全国公共信用综合评价",
		DocumentNo: "2026", Authority: "示例评价机构", Grade: grade, DecidedOn: on, ValidFrom: on, ValidUntil: on.AddMonths(12), Row: 1, BatchID: "test", SeenAt: on.Start().Add(9 * time.Hour)}
}

// template is the demonstration model as a body would take it over.
func (o *office) template() law.RatingModel {
	o.T.Helper()
	m, ok := o.Law.On(o.today()).RatingModel("sector_demo")
	if !ok {
		o.T.Fatal("no template")
	}
	m.Code = "demo"
	return m
}

// inForceNow drafts a model and lets it into force today.
func (o *office) inForceNow(m law.RatingModel) Version {
	o.T.Helper()
	v := counter.Want[Version](o.Counter, "author", "POST", "/v1/ratings/models", m, "")
	counter.Want[Run](o.Counter, "author", "POST", path(v, "impact"), nil, "")
	o.drain()
	return counter.Want[Version](o.Counter, "lawyer", "POST", path(v, "release"), Releasing{o.today(), "示例"}, "")
}

func path(v Version, what string) string {
	return "/v1/ratings/models/" + v.Model.Code + "/versions/" + strconv.Itoa(v.Model.Version) + "/" + what
}

func (o *office) own(who string) map[string]Explained {
	o.T.Helper()
	out := map[string]Explained{}
	for _, x := range counter.Want[items[Explained]](o.Counter, who, "GET", "/v1/ratings/own", nil, "").Items {
		out[x.Model.Code] = x
	}
	return out
}
