package alert

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	lawdata "xinheng/law"
)

var (
	bodyID, otherBody = counter.Code("11460000", "MB000001"), counter.Code("11460000", "MB000002")
	firmID, otherFirm = counter.Code("91460000", "MA000010"), counter.Code("91460000", "MA000011")
)

const (
	bodyName = "海口市虚构市场监督管理局"
	firmName = "海南虚构食品有限公司"
)

func people() map[string]access.Actor {
	return map[string]access.Actor{
		"handler": counter.Person("handler", bodyID, bodyName, "460100", "R12"), "decider": counter.Person("decider", bodyID, bodyName, "460100", "R13"),
		"second": counter.Person("second", bodyID, bodyName, "460100", "R13"), "odecider": counter.Person("odecider", otherBody, "三亚市虚构市场监督管理局", "460200", "R13"),
		"lead": counter.Person("lead", otherBody, "海南省虚构信用主管部门", "460000", "R19"), "sanya": counter.Person("sanya", otherBody, "三亚市虚构信用主管部门", "460200", "R20"),
		"clerk":    counter.Person("clerk", bodyID, bodyName, "460100", "R10"),
		"owner":    counter.ForFirm("owner", firmID, firmName, access.LegalRepresentative),
		"agent":    counter.ForFirm("agent", firmID, firmName, access.Agent),
		"stranger": counter.ForFirm("stranger", otherFirm, "三亚虚构旅游有限公司", access.LegalRepresentative),
	}
}

type office struct {
	*counter.Counter
	*Desk
	records *record.Desk
}

func open(t *testing.T, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people())}
	o.Desk = NewDesk(o.DB, o.Law, o.Sealer, o.Now)
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, o.Law, e) })
	events.Changed.Within(o.Changed)
	events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error { return o.Survive() })
	o.records = record.NewDesk(o.DB, o.Law, o.Sealer, events, nil, o.Now)
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, o.Sealer, []registry.Registration{
			{Entity: registry.Entity{ID: firmID, Name: firmName, Kind: registry.Enterprise, Region: "460100", Status: registry.Registered}},
			{Entity: registry.Entity{ID: otherFirm, Name: "三亚虚构旅游有限公司", Kind: registry.Enterprise, Region: "460200", Status: registry.Registered}}})
		return err
	}))
	o.Serve(func(a *web.API) { Routes(a, o.Desk) })
	return o
}

func (o *office) enter(item string, values map[string]string) (r record.Record, err error) {
	o.T.Helper()
	err = o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) (err error) {
		r, err = o.records.Enter(ctx, tx, people()["clerk"], "test", item, values)
		return err
	})
	return r, err
}

// fined enters a penalty of the firm.
func (o *office) fined(no, on string) record.Record {
	o.T.Helper()
	r, err := o.enter("penalty", penalty(no, on))
	counter.Must(o.T, err)
	return r
}

func penalty(no, on string) map[string]string {
	return map[string]string{"CF_XDR_MC": firmName, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": no, "CF_WFXW": "未按规定贮存食品", "CF_SY": "虚构",
		"CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "罚款", "CF_NR": "罚款。", "CF_NR_FK": "2", "CF_JDRQ": on, "CF_CFJG": bodyName, "CF_CFJGDM": bodyID, "CF_SDRQ": on}
}

// permitted enters a permit that ends on a day.
func (o *office) permitted(no, on, until string) {
	o.T.Helper()
	_, err := o.enter("licence", map[string]string{"XK_XDR_MC": firmName, "XK_XDR_LB": "法人及非法人组织", "XK_XDR_SHXYM": firmID, "XK_XKWS": "食品经营许可证", "XK_WSH": no,
		"XK_XKLB": "普通", "XK_NR": "食品销售（虚构）", "XK_JDRQ": on, "XK_YXQZ": on, "XK_YXQZI": until, "XK_XKJG": bodyName, "XK_XKJGDM": bodyID})
	counter.Must(o.T, err)
}

func (o *office) round() int {
	o.T.Helper()
	n, err := o.Look(o.T.Context())
	counter.Must(o.T, err)
	return n
}

type items[T any] struct{ Items []T }

func (o *office) mine(who string) []View {
	o.T.Helper()
	return counter.Want[items[View]](o.Counter, who, "GET", "/v1/my/alerts", nil, "").Items
}

func (o *office) listed(who string) []View {
	o.T.Helper()
	return counter.Want[items[View]](o.Counter, who, "GET", "/v1/alerts", nil, "").Items
}

func (o *office) answer(who, id, text, code string) View {
	o.T.Helper()
	return counter.Want[View](o.Counter, who, "POST", "/v1/my/alerts/"+id+"/answer", Answer{"explained", text}, code)
}

func (o *office) decide(who, id string, confirm bool, reason, code string) View {
	o.T.Helper()
	return counter.Want[View](o.Counter, who, "POST", "/v1/alerts/"+id+"/decision", Decision{confirm, reason}, code)
}

// penalised is a firm with three penalties and the alert they raised.
func penalised(t *testing.T) (*office, View) {
	t.Helper()
	o := open(t, "2026-11-23")
	for _, no := range []string{"示罚〔2026〕1号", "示罚〔2026〕2号", "示罚〔2026〕3号"} {
		o.fined(no, "2026-09-01")
	}
	if n := o.round(); n != 1 {
		t.Fatalf("%d alerts", n)
	}
	return o, o.mine("owner")[0]
}

// withdraw is the shipped law in which a rule ends on a day.
func (o *office) withdraw(code, until string) {
	o.T.Helper()
	files := fstest.MapFS{}
	counter.Must(o.T, fs.WalkDir(lawdata.FS, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := fs.ReadFile(lawdata.FS, path)
		files[path] = &fstest.MapFile{Data: b}
		return err
	}))
	rules := string(files["alerts/rules.yaml"].Data)
	at := strings.Index(rules, "code: "+code)
	before, after, found := strings.Cut(rules[at:], "from: 2021-02-01\n")
	if at < 0 || !found {
		o.T.Fatal("no such rule in the law data")
	}
	files["alerts/rules.yaml"].Data = []byte(rules[:at] + before + "from: 2021-02-01\n    until: " + until + "\n" + after)
	var err error
	o.law, err = law.Load(files)
	counter.Must(o.T, err)
}
