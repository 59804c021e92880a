package report

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	fontdata "xinheng/font"
	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/disclosure"
	"xinheng/internal/ledger"
	"xinheng/internal/mutual"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// office is the area on a real database, with what follows from a record wired as in the program.
type office struct {
	*counter.Counter
	*Desk
	records   *record.Desk
	log       *ledger.Log
	theirs    seal.Signer // the invented neighbour province
	repairing map[string]bool
}

var (
	bodyID, bankID = counter.Code("11460000", "MB000001"), counter.Code("91460000", "MB0000B1")
	otherBank      = counter.Code("91460000", "MB0000B2")
	firmID         = counter.Code("91460000", "MA000010")
	otherFirm      = counter.Code("91460000", "MA000011")
	personID       = "p-abcdefghijklmnopqrstuvwxyz"
)

const (
	bodyName = "海口市虚构市场监督管理局"
	firmName = "海南虚构食品有限公司"
)

func itself(name string) access.Actor {
	a := counter.ForFirm(name, personID, "", access.Person)
	a.Itself = true
	return a
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"owner":    counter.ForFirm("owner", firmID, firmName, access.LegalRepresentative),
	"manager":  counter.ForFirm("manager", firmID, firmName, access.Manager),
	"agent":    counter.ForFirm("agent", firmID, firmName, access.Agent),
	"stranger": counter.ForFirm("stranger", otherFirm, "海南虚构贸易有限公司", access.LegalRepresentative),
	"citizen":  itself("citizen"),
	"bare":     counter.Citizen("bare"),
	"decider":  counter.Person("decider", bodyID, bodyName, "460100", "R12", "R13"),
	"lead":     counter.Person("lead", bodyID, bodyName, "460000", "R19"),
	"bank":     counter.Person("bank", bankID, "海南示例银行", "460000", "R23"),
	"banksys":  counter.System("banksys", bankID, "海南示例银行"),
	"rival":    counter.Person("rival", otherBank, "海南虚构银行", "460000", "R23"),
	"sys":      counter.Person("sys", bodyID, bodyName, "460000", "R26"),
	"sec":      counter.Person("sec", bodyID, bodyName, "460000", "R27"),
}

func must(t testing.TB, err error) { t.Helper(); counter.Must(t, err) }

func open(t testing.TB, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people), repairing: map[string]bool{}}
	events := &record.Events{}
	o.records = record.NewDesk(o.DB, o.Law, o.Sealer, events, nil, o.Now)
	o.Desk = NewDesk(o.DB, o.Law, o.Sealer, o.Now)
	o.Press, o.Desk.Base, o.Demo = paper.NewPress(fontdata.Document()), "https://credit.example.gov.cn", true
	o.Desk.Repairing = func(context.Context, string) (map[string]bool, error) { return o.repairing, nil }
	o.Desk.Mutual = mutual.NewDesk(o.DB, o.Law, o.Sealer, o.records, o.Now)
	var err error
	o.log, err = ledger.Open(t.Context(), o.DB, "xinheng/test", o.Sealer.SigningKeyOf(seal.International, "ledger"))
	must(t, err)
	o.Desk.Disclosure = disclosure.NewDesk(o.DB, o.Law, o.log, o.Sealer, o.Now)
	neighbour, err := seal.New(bytes.Repeat([]byte{9}, seal.MinMaster), seal.International)
	must(t, err)
	o.theirs = neighbour.SigningKey("report")
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, o.Law, e) })
	events.Changed.Within(o.Follow)
	events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error { return o.Survive() })
	must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: firmID, Name: firmName, Kind: registry.Enterprise}, {ID: otherFirm, Name: "海南虚构贸易有限公司", Kind: registry.Enterprise}})
	}))
	o.Serve(func(api *web.API) {
		Routes(api, o.Desk)
		mutual.Routes(api, o.Desk.Mutual)
		disclosure.Routes(api, o.Desk.Disclosure)
	})
	return o
}

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

// take hands in a row of an item and gives the record it became.
func (o *office) take(item string, v map[string]string) record.Record {
	o.T.Helper()
	it, ok := o.law.On(o.today()).Item(item)
	if !ok {
		o.T.Fatalf("no item %s", item)
	}
	file, err := record.OneRow(it, v)
	must(o.T, err)
	who := access.Actor{ID: "key:source", Kind: access.KindKey, Org: bodyID, Name: "示例来源单位", Scopes: access.Scopes()}
	receipt, err := o.records.Take(o.T.Context(), who, record.Delivery{Item: item, File: bytes.NewReader(file)})
	must(o.T, err)
	if len(receipt.Errors) > 0 {
		o.T.Fatalf("%+v", receipt.Errors)
	}
	all, err := record.ByDocument(o.T.Context(), o.DB, v["CF_WSH"])
	must(o.T, err)
	return all[0]
}

// penalty is a general fine of a firm.
func (o *office) penalty(number, decided string, changes ...string) record.Record {
	o.T.Helper()
	v := map[string]string{"CF_XDR_MC": firmName, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": number, "CF_WFXW": "未按规定贮存食品",
		"CF_SY": "经查，当事人未按规定贮存食品。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "罚款", "CF_NR": "罚款20000元。", "CF_NR_FK": "2",
		"CF_JDRQ": decided, "CF_CFJG": bodyName, "CF_CFJGDM": bodyID, "CF_SDRQ": decided}
	for i := 0; i+1 < len(changes); i += 2 {
		v[changes[i]] = changes[i+1]
	}
	return o.take("penalty", v)
}

// rule gives a record its next state, as a decided case does.
func (o *office) rule(r record.Record, s record.State) error {
	o.T.Helper()
	return o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.records.Rule(ctx, tx, people["decider"], "XF-460100-20261101-000001",
			[]record.Ruling{{EntityID: r.EntityID, ID: r.ID, State: s, On: o.today(), Document: "示修决〔2026〕1号", Authority: bodyName}})
		return err
	})
}

func (o *office) issue() View {
	o.T.Helper()
	return want[View](o, "", "POST", "/v1/reports", map[string]string{"subject": firmID}, "")
}

func (o *office) json(number string) []byte {
	o.T.Helper()
	status, b := o.Counter.Send("", "GET", "/v1/reports/"+number+"/file", nil)
	if status != http.StatusOK {
		o.T.Fatalf("%d %s", status, b)
	}
	return b
}

func (o *office) content(number string) (c Content) {
	o.T.Helper()
	f, err := ReadFile(o.json(number))
	must(o.T, err)
	must(o.T, json.Unmarshal(f.Content, &c))
	return c
}

func (o *office) state(number string) View {
	o.T.Helper()
	return want[View](o, "", "GET", "/v1/reports/"+number, nil, "")
}

// verdict hands a file in as anybody may: as it is, not as JSON of JSON.
func (o *office) verdict(b []byte) Verdict {
	o.T.Helper()
	v, err := o.Desk.Verify(o.T.Context(), b)
	must(o.T, err)
	return v
}

// offline is how the list of status says a report stands.
func (o *office) offline(v View) State {
	o.T.Helper()
	_, b := o.Counter.Send("", "GET", "/v1/report-status/"+v.Status.List, nil)
	l, p, err := ReadStatusList(b)
	must(o.T, err)
	if !o.ours(&l.Seal) || p.Until.Before(o.Now()) {
		o.T.Fatal("the list is not ours, or not fresh")
	}
	s, ok := p.At(v.Status.Index)
	if !ok {
		o.T.Fatal("the list has no such place")
	}
	return s
}

func entries(c Content, chapter string) []Entry {
	for _, ch := range c.Chapters {
		if ch.Code == chapter {
			return ch.Entries
		}
	}
	return nil
}

// choice is a special report of the penalties of the last two years.
func (o *office) choice(change func(*Choice)) Choice {
	c := Choice{Classes: []string{"penalty", "serious_list"}, Fields: []string{"penalty.CF_NR"}, From: o.today().AddMonths(-24), Receiver: "示例证券交易所", Purpose: "上市申请（示例）"}
	if change != nil {
		change(&c)
	}
	return c
}

func (o *office) special(change func(*Choice)) Own {
	o.T.Helper()
	return want[Own](o, "owner", "POST", "/v1/my/reports", o.choice(change), "")
}

func day(s string) workday.Date { return workday.MustParse(s) }

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }
