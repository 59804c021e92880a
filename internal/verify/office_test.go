package verify

import (
	"context"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/counter/walked"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

func TestMain(m *testing.M) {
	walked.Main(m, func() []caseflow.Def {
		lib, err := counter.Library()
		if err != nil {
			panic(err)
		}
		return []caseflow.Def{Flow(lib)}
	})
}

var (
	bodyID, otherBody = counter.Code("11460000", "MB000001"), counter.Code("11460000", "MB000002")
	firmID, otherFirm = counter.Code("91460000", "MA000010"), counter.Code("91460000", "MA000011")
	gone              = counter.Code("91460000", "MA000012")
)

const (
	bodyName = "海口市虚构文旅局"
	firmName = "海南虚构旅行社有限公司"
)

func people() map[string]access.Actor {
	at := func(name, org string, roles ...string) access.Actor {
		return counter.Person(name, org, bodyName, "460000", roles...)
	}
	return map[string]access.Actor{
		"handler": at("handler", bodyID, "R12"), "decider": at("decider", bodyID, "R13"), "both": at("both", bodyID, "R12", "R13"), "inspector": at("inspector", bodyID, "R8"),
		"clerk": at("clerk", bodyID, "R10"), "ohandler": at("ohandler", otherBody, "R12"), "odecider": at("odecider", otherBody, "R13"),
		"owner": counter.ForFirm("owner", firmID, firmName, access.LegalRepresentative), "stranger": counter.ForFirm("stranger", otherFirm, "三亚虚构", access.LegalRepresentative),
		"reporter": at("reporter", bodyID, "R10"),
	}
}

// office is the area with what follows from a record wired as in the program. What commitments are told is noted.
type office struct {
	*counter.Counter
	*Desk
	records *record.Desk
	found   []Finding
	known   []Promise // commitments in effect, as their owner lists them
}

func open(t *testing.T, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people())}
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, o.Law, e) })
	o.records = record.NewDesk(o.DB, o.Law, o.Sealer, events, nil, o.Now)
	cases := caseflow.NewDesk(o.DB, o.Law, o.Sealer, o.Now)
	cases.Attached = func(_ context.Context, _ pg.Tx, _ access.Actor, _ *caseflow.Case, ref string) (string, string, error) {
		if !strings.HasPrefix(ref, "attachment-") {
			return "", "", fault.New(fault.Missing, "attach.unknown", "没有这份附件。", "No such attachment.")
		}
		return "示例送达回证.pdf", strings.Repeat("0", 64), nil
	}
	o.Desk = NewDesk(o.DB, o.Law, o.records, cases, o.Now)
	o.Text = func(_ context.Context, entity, id string) (Told, error) {
		return Told{Firm: map[string]string{firmID: firmName, otherFirm: "三亚虚构旅行社有限公司"}[entity], Name: "旅行社业务经营许可（告知承诺）", Title: "告知承诺书", SignedOn: workday.MustParse("2026-09-01"),
			Clauses: []law.Clause{{ID: "truth", Text: law.Text2{ZH: "所填写的信息真实。", EN: "What is filled in is true."}}, {ID: "meets", Text: law.Text2{ZH: "已经符合条件。", EN: "The conditions are met."}}}}, nil
	}
	o.Conclude = func(_ context.Context, _ pg.Tx, _ access.Actor, f Finding) error {
		o.found = append(o.found, f)
		return o.Survive()
	}
	o.Promises = func(_ context.Context, after string) ([]Promise, string, error) {
		if after == "" && len(o.known) > 1 {
			return o.known[:1], o.known[0].ID, nil // pages of one, then the rest
		}
		if len(o.known) > 1 {
			return o.known[1:], "", nil
		}
		return o.known, "", nil
	}
	walked.Note(cases)
	counter.Must(t, caseflow.Publish(t.Context(), pgtest.Owner(t, o.DB), cases.Types()...))
	o.register(firmID, firmName, registry.Registered)
	o.register(otherFirm, "三亚虚构旅行社有限公司", registry.Registered)
	o.Serve(func(a *web.API) { caseflow.Routes(a, cases); Routes(a, o.Desk) })
	return o
}

func (o *office) register(id, name, status string) {
	o.T.Helper()
	counter.Must(o.T, o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, o.Sealer, []registry.Registration{{Entity: registry.Entity{ID: id, Name: name, Kind: registry.Enterprise, Region: "460100", Status: status}}})
		return err
	}))
}

// promise is a commitment of a firm at a matter, in effect today.
func (o *office) promise(entity, id, matter string) Promise {
	p := Promise{EntityID: entity, ID: id, Kind: "approval", Undertaking: "travel-agency", Matter: matter, Org: bodyID, Region: "460100", On: o.today()}
	if matter == "" {
		p.Kind, p.Undertaking = "proof", "proof"
	}
	return p
}

// release puts a commitment into effect, and says that what it was for was issued.
func (o *office) release(p Promise) *verification {
	o.T.Helper()
	o.known = append(o.known, p)
	counter.Must(o.T, o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		if err := o.Plan(ctx, tx, p); err != nil {
			return err
		}
		return o.Permitted(ctx, tx, p.EntityID, p.ID, o.today())
	}))
	return o.at(p)
}

func (o *office) at(p Promise) *verification {
	o.T.Helper()
	v, err := find(o.T.Context(), o.DB, p.EntityID, p.ID)
	counter.Must(o.T, err)
	return v
}

// punish enters a penalty about a firm, of a body, on a day.
func (o *office) punish(entity, name, no, on string, kinds, fine string) {
	o.T.Helper()
	counter.Must(o.T, o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.records.Enter(ctx, tx, people()["reporter"], "test", "penalty", map[string]string{
			"CF_XDR_MC": name, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": entity, "CF_WSH": no, "CF_WFXW": "未按规定经营", "CF_SY": "经查（虚构）。",
			"CF_YJ": "《中华人民共和国旅游法》第九十五条", "CF_CFLB": kinds, "CF_NR": "罚款。", "CF_NR_FK": fine, "CF_JDRQ": on, "CF_SDRQ": on,
			"CF_CFJG": bodyName, "CF_CFJGDM": bodyID, "XH_LY": "tourism"})
		return err
	}))
}

func (o *office) compareAll() (kept, tasks int) {
	o.T.Helper()
	kept, tasks, err := o.Compare(o.T.Context())
	counter.Must(o.T, err)
	return kept, tasks
}

type fields = map[string]any

type acted struct {
	State   caseflow.State `json:"state"`
	Version int32          `json:"version"`
}

// do carries out an act on the newest version of a case, and expects the refusal, or none.
func (o *office) do(who, id string, a caseflow.Act, f fields, refusal string) acted {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.DB, id)
	counter.Must(o.T, err)
	return counter.Want[acted](o.Counter, who, "POST", "/v1/cases/"+id+"/acts/"+string(a), map[string]any{"version": c.Version, "fields": f}, refusal)
}

func (o *office) state(id string) caseflow.State {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.DB, id)
	counter.Must(o.T, err)
	return c.State
}

func (o *office) sweep() {
	o.T.Helper()
	_, err := o.cases.Sweep(o.T.Context(), o.today())
	counter.Must(o.T, err)
}

// served says a paper was served today.
func (o *office) served(evidence string, more fields) fields {
	f := fields{"served_on": o.today().String(), "means": "direct", evidence: "attachment-1"}
	for k, v := range more {
		f[k] = v
	}
	return f
}

func (o *office) proposal(outcome, conduct string) fields {
	f := fields{"outcome": outcome, "conduct": conduct, "instrument": "licence-law", "article": "第六十九条", "reason": "核查所见与承诺不一致（虚构）。"}
	if outcome == "rectify" {
		f["until"] = o.today().AddDays(10).String()
	}
	return f
}

// heard takes a task to where the party's time to answer is over.
func (o *office) heard(id string) {
	o.T.Helper()
	o.do("handler", id, Notify, o.served(noticeService, fields{"clause": "meets", "facts": "现场没有营业设施（虚构）。"}), "")
	o.do("owner", id, Answer, fields{"statement": "设施正在安装（虚构）。"}, "")
}

// decided takes a task through a proposal and the decision of another.
func (o *office) decided(id, outcome, conduct string) {
	o.T.Helper()
	o.do("handler", id, Propose, o.proposal(outcome, conduct), "")
	o.do("decider", id, Decide, fields{}, "")
}

// task is a verification in an officer's hands: a penalty contradicts it.
func (o *office) task(id string) (Promise, string) {
	o.T.Helper()
	p := o.promise(firmID, id, "travel-agency")
	o.release(p)
	o.punish(firmID, firmName, "示罚〔2026〕"+id+"号", o.today().String(), "罚款", "5")
	o.compareAll()
	v := o.at(p)
	if v.State != Tasked || v.CaseID == "" {
		o.T.Fatalf("no task: %+v", v)
	}
	return p, v.CaseID
}
