package caselib

import (
	"bytes"
	"context"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var (
	hallID, leadID, foodID = counter.Code("11460000", "MB000001"), counter.Code("11460000", "MB000002"), counter.Code("11460100", "MB000003")
	firmID, otherFirm      = counter.Code("91460000", "MA000010"), counter.Code("91460000", "MA000011")
	card                   = ident.MakeIDCard("46010619800101001")
)

var people = map[string]access.Actor{
	"editor":  counter.Person("editor", hallID, "海南省虚构政务服务局", "460000", "R16"),
	"content": counter.Person("content", hallID, "海南省虚构政务服务局", "460000", "R29"),
	"lead":    counter.Person("lead", leadID, "海南省虚构信用主管部门", "460000", "R19"),
	"second":  counter.Person("second", leadID, "海南省虚构信用主管部门", "460000", "R19"),
	"away":    counter.Person("away", foodID, "海口市虚构食品监管局", "460100", "R29"),
	"handler": counter.Person("handler", foodID, "海口市虚构食品监管局", "460100", "R12"),
	"owner":   counter.ForFirm("owner", firmID, "海南浪花虚构食品有限公司", access.LegalRepresentative),
}

type office struct {
	*counter.Counter
	*Desk
	files *attach.Desk
}

func two(zh, en string) law.Text2 { return law.Text2{ZH: zh, EN: en} }

var basis = law.Ref{Instrument: "qfb-2021-4", Article: "（三十）"}

// errand is an invented type of case: somebody asks and gives a contact, a body answers.
func errand() caseflow.Def {
	state := func(s caseflow.State, zh, en string) caseflow.StateName {
		return caseflow.StateName{State: s, Name: two(zh, en), Public: two("您的事项："+zh, "Your errand: "+en)}
	}
	return caseflow.Def{Kind: "errand", Name: two("示例事项", "errand"), Prefix: "SY", Edition: "2021-1", From: workday.MustParse("2021-01-01"), Start: "open",
		States: []caseflow.StateName{state("open", "办理中", "open"), state("done", "已办结", "done")}, Final: []caseflow.State{"done"},
		Moves: []caseflow.Move{
			{Act: "ask", Name: two("提出", "ask"), To: "open", By: caseflow.Subject, Permission: access.CaseSubmit, Basis: basis, Form: []caseflow.Field{
				{Name: "contact_name", Kind: caseflow.Text, Label: two("联系人", "contact"), Why: two("便于联系", "to reach you")},
				{Name: "phone", Kind: caseflow.Text, Label: two("电话", "telephone"), Why: two("便于联系", "to reach you")}}},
			{Act: "finish", Name: two("办结", "finish"), From: []caseflow.State{"open"}, To: "done", By: caseflow.Body, Permission: access.RepairDraft, Basis: basis},
		},
		Clocks: []caseflow.Clock{{Name: "answer", Title: two("答复", "answer"), While: []caseflow.State{"open"}, Limit: "repair.total"}}}
}

func open(t *testing.T, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people)}
	_, err := ledger.Open(t.Context(), o.DB, "xinheng/test", o.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	cases := caseflow.NewDesk(o.DB, o.Law, o.Sealer, o.Now, caseflow.Type{Def: errand()})
	counter.Must(t, caseflow.Publish(t.Context(), pgtest.Owner(t, o.DB), cases.Types()...))
	o.files = attach.NewDesk(o.DB, o.Sealer, attach.Limits{}, o.Now)
	o.Desk = NewDesk(o.DB, o.Law, o.Sealer, cases, o.files, o.Now)
	o.Desk.Region = func(_ context.Context, org string) (string, error) {
		if org == foodID {
			return "460100", nil
		}
		return "460000", nil
	}
	o.files.Register(Object, o.MaySee)
	o.files.Register(AttendanceObject, o.MaySeeAttendance)
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, o.Sealer, []registry.Registration{
			{Entity: registry.Entity{ID: firmID, Name: "海南浪花虚构食品有限公司", FormerNames: []string{"海口旧名虚构商行"}, Kind: registry.Enterprise, Status: "registered", Region: "460100",
				Address: "海口市虚构路一百零八号二楼", RegNo: "460100000000001"}, LegalRepName: "虚某甲", LegalRepID: card, Persons: []registry.ResponsiblePerson{{Role: "董事", Name: "虚某乙"}}},
			{Entity: registry.Entity{ID: otherFirm, Name: "三亚（虚构）渔港商店", Kind: registry.Enterprise, Status: "registered", Region: "460200"}}})
		return err
	}))
	o.Serve(func(api *web.API) { Routes(api, o.Desk); attach.Routes(api, o.files) })
	return o
}

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

const library = "/v1/case-library"

func day(s string) workday.Date { return workday.MustParse(s) }

// closed is an errand of the firm that has ended; open, one that has not.
func (o *office) closed() (closed, open string) {
	o.T.Helper()
	counter.Must(o.T, o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		for _, id := range []*string{&closed, &open} {
			c, err := o.cases.Open(ctx, tx, people["owner"], caseflow.Opening{Kind: "errand", EntityID: firmID, Org: foodID, Region: "460100", Title: "示例事项",
				Details: map[string]any{"signer": "虚某丁", "document_no": "示罚〔2026〕第8号"}, Fields: caseflow.Values{"contact_name": "虚某丙", "phone": "示例总机八八八八"}})
			if err != nil {
				return err
			}
			*id = c.ID
		}
		_, err := o.cases.Do(ctx, tx, closed, caseflow.Doing{Act: "finish", Actor: people["handler"]})
		return err
	}))
	return closed, open
}

// study is a whole draft that tells nobody.
func study() Draft {
	return Draft{Form: Study, Kind: "repair", Title: two("示例：履行义务后提前结束公示", "Example: duties done, publicity ended early"),
		Body:     two("某食品企业受到处罚后及时整改。\n它学习了相关规定，并按期申请信用修复。", "A food business was fined and mended its ways.\nIt took the course and asked for repair in time."),
		Articles: []law.Ref{shown}}
}

// shown is an article that rules in force rest on; see TestF30_3_AStudyShowsArticlesThatRulesRestOn.
var shown = func() law.Ref {
	lib, err := counter.Library()
	if err != nil {
		panic(err)
	}
	for _, m := range lib.On(day("2026-11-20")).Measures() {
		for _, r := range m.Basis {
			if r.Article != "" {
				return r
			}
		}
	}
	panic("no measure rests on an article")
}()

// activity is a whole draft of one that lasts three days.
func activity() Draft {
	return Draft{Form: Outreach, Title: two("示例诚信宣传周", "Example integrity week"), Body: two("在示例广场介绍信用修复。", "Repair is explained at the example square."),
		Programme: two("上午讲解，下午答疑。", "Talks in the morning, questions in the afternoon."), FirstOn: day("2026-11-22"), LastOn: day("2026-11-24")}
}

// published is a piece drafted by the editor and published by the lead office.
func (o *office) published(in Draft) Piece {
	o.T.Helper()
	p := want[Piece](o, "editor", "POST", library, in, "")
	return want[Piece](o, "lead", "POST", library+"/"+p.ID+"/publication", map[string]any{"version": p.Version}, "")
}

func (o *office) file(who, name string) string {
	o.T.Helper()
	a, err := o.files.Put(o.T.Context(), people[who], attach.Upload{Kind: "outreach", Name: name, Grade: attach.SelfMade}, bytes.NewBufferString("示例材料 "+name))
	counter.Must(o.T, err)
	return a.ID
}

type list[T any] struct{ Items []T }
