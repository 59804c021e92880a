package snapshot

import (
	"bytes"
	"context"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/adoption"
	"xinheng/internal/check"
	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/watch"
	"xinheng/internal/web"
)

var (
	buyerID, otherID = counter.Code("11460000", "MB000001"), counter.Code("11460000", "MB000002")
	bureauID         = counter.Code("11460000", "MB000003") // whose decisions they are
	firmID           = counter.Code("91460000", "MA000010") // listed
	quietID          = counter.Code("91460000", "MA000020") // nothing stands for or against it
	hiddenID         = counter.Code("91460000", "MA000030") // only what is not public
	strangerID       = counter.Code("91460000", "MA000040") // nobody registered it
	personID         = "p-abcdefghijklmnopqrstuvwxyz"

	clerk = counter.Person("clerk", bureauID, "示例税务局", "460000", "R10")
)

const matter = "gp-qualification"

func people() map[string]access.Actor {
	keyed := func(name, org string, scopes ...string) access.Actor {
		return access.Actor{ID: "key:" + name, Kind: access.KindKey, Org: org, Scopes: scopes}
	}
	return map[string]access.Actor{
		"buyer":    keyed("buyer", buyerID, access.ScopeCheck, access.MeasureAnswer),
		"other":    keyed("other", otherID, access.ScopeCheck, access.MeasureAnswer),
		"asking":   keyed("asking", buyerID, access.ScopeCheck),
		"reading":  keyed("reading", buyerID, access.ScopeRead),
		"executor": counter.Person("executor", buyerID, "示例采购单位", "460100", "R15"),
	}
}

// office is the area on a real database with check, standing and watch wired as in the program.
type office struct {
	*counter.Counter
	*Desk
	index   *standing.Index
	records *record.Desk
}

func open(t testing.TB, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people())}
	log, err := ledger.Open(t.Context(), o.DB, "xinheng/test", o.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	o.index = standing.NewIndex(o.DB, log, o.Now)
	checks := check.NewDesk(o.DB, o.Law, o.index, log, o.Sealer, o.Now)
	owed := watch.NewDesk(o.DB, o.Law, o.index, checks, o.Now)
	checks.Events.Given.Within(owed.Given)
	checks.Events.Given.Within(func(context.Context, pg.Tx, []check.Given) error { return o.Survive() })
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, o.Law, e) })
	o.records = record.NewDesk(o.DB, o.Law, o.Sealer, events, log, o.Now)
	o.Desk = NewDesk(o.DB, o.Law, log, checks, o.Sealer, o.Now)
	o.PieceRows = 2
	var all []registry.Entity
	for i, id := range []string{firmID, quietID, hiddenID} {
		all = append(all, registry.Entity{ID: id, Name: "海南虚构" + string(rune('甲'+i)) + "有限公司", Kind: registry.Enterprise})
	}
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error { return registry.Stub(ctx, tx, all) }))
	o.Serve(func(a *web.API) {
		check.Routes(a, checks)
		watch.Routes(a, owed)
		Routes(a, o.Desk)
	})
	return o
}

// enter takes a record in, with the fact it makes, as the program does.
func (o *office) enter(item string, v map[string]string) (r record.Record) {
	o.T.Helper()
	counter.Must(o.T, o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) (err error) {
		r, err = o.records.Enter(ctx, tx, clerk, "test", item, v)
		return err
	}))
	o.follow()
	return r
}

// list puts a firm on the list of major tax cases from a day on.
func (o *office) list(firm, no, on string) record.Record {
	o.T.Helper()
	return o.enter("list_entry", map[string]string{"HMDMC": "重大税收违法失信主体", "JGMC": "海南虚构有限公司", "ZTLB": "法人及非法人组织", "TYSHXYDM": firm, "LRMDSY": "虚构", "LRRQ": on,
		"RDBM": "示例税务局", "RDBMTYSHXYDM": bureauID, "RDYJ": "示例名单办法第三条", "WSH": no, "SDRQ": on})
}

// fine enters a penalty; a small one is of the kind that is not public.
func (o *office) fine(firm, no, on, kind string) record.Record {
	o.T.Helper()
	return o.enter("penalty", map[string]string{"CF_XDR_MC": "海南虚构有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firm, "CF_WSH": no, "CF_WFXW": "未按规定经营", "CF_SY": "经查（虚构）。",
		"CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": kind, "CF_NR": kind + "。", "CF_NR_FK": "5", "CF_JDRQ": on, "CF_SDRQ": on, "CF_CFJG": "示例监管局", "CF_CFJGDM": bureauID, "XH_LY": "food"})
}

// adopt makes what is assumed bind, as somebody answerable decides it.
func (o *office) adopt() {
	o.T.Helper()
	_, err := adoption.Adopt(o.T.Context(), o.DB, access.CLI(), o.Now(), law.Adoption{Keys: []string{"list.*", "period.*", "measure.*", "kind.*", "matter.*"}, By: "示例", Body: "虚构示例局",
		Why: law.Text2{ZH: "示例", EN: "example"}, From: o.today(), Until: o.today().AddDays(100)})
	counter.Must(o.T, err)
	o.follow()
}

// end ends a record on the day of the clock.
func (o *office) end(r record.Record, state record.State) {
	o.T.Helper()
	counter.Must(o.T, o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.records.Rule(ctx, tx, clerk, "test", []record.Ruling{{EntityID: r.EntityID, ID: r.ID, State: state, On: o.today(), Document: "示修 1 号", Authority: "示例税务局"}})
		return err
	}))
	o.follow()
}

func (o *office) follow() {
	o.T.Helper()
	counter.Must(o.T, o.log.Sequence(o.T.Context()))
	counter.Must(o.T, o.index.CatchUp(o.T.Context()))
}

func (o *office) build() bool {
	o.T.Helper()
	made, err := o.Build(o.T.Context())
	counter.Must(o.T, err)
	o.follow()
	return made
}

// fetch downloads the snapshot of a day and opens it with the published key.
func (o *office) fetch(day string) *File {
	o.T.Helper()
	f, err := Open(bytes.NewReader(o.bytes(day)), o.signer.Public())
	counter.Must(o.T, err)
	return f
}

func (o *office) bytes(day string) []byte {
	o.T.Helper()
	status, b := o.Send("asking", "GET", "/v1/checks/snapshots/"+day, nil)
	if status != 200 {
		o.T.Fatalf("%d %s", status, b)
	}
	return b
}
