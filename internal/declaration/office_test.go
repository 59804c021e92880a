package declaration

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/counter/walked"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

func TestMain(m *testing.M) {
	walked.Main(m, func() []caseflow.Def { return []caseflow.Def{Flow()} })
}

var (
	bodyID, otherBody = counter.Code("11460000", "MB000001"), counter.Code("11460000", "MB000002")
	firmID, otherFirm = counter.Code("91460000", "MA000010"), counter.Code("91460000", "MA000011")
)

const (
	bodyName = "海口市虚构市场监督管理局"
	firmName = "海南虚构建设有限公司"
)

func people() map[string]access.Actor {
	at := func(name, org string, roles ...string) access.Actor {
		return counter.Person(name, org, bodyName, "460000", roles...)
	}
	return map[string]access.Actor{
		"handler": at("handler", bodyID, "R12"), "decider": at("decider", bodyID, "R13"), "both": at("both", bodyID, "R12", "R13"), "ohandler": at("ohandler", otherBody, "R12"),
		"odecider": at("odecider", otherBody, "R13"), "clerk": at("clerk", bodyID, "R10"), "lead": at("lead", otherBody, "R19"), "reporter": at("reporter", bodyID, "R10"),
		"owner": counter.ForFirm("owner", firmID, firmName, access.LegalRepresentative), "agent": counter.ForFirm("agent", firmID, firmName, access.Agent),
		"stranger": counter.ForFirm("stranger", otherFirm, "三亚虚构", access.LegalRepresentative),
	}
}

// office is the area with what follows from a record wired as in the program.
type office struct {
	*counter.Counter
	*Desk
	records *record.Desk
}

func open(t *testing.T, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people())}
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, o.Law, e) })
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return o.Follow(ctx, tx, e) })
	o.records = record.NewDesk(o.DB, o.Law, o.Sealer, events, nil, o.Now)
	cases := caseflow.NewDesk(o.DB, o.Law, o.Sealer, o.Now)
	cases.Attached = func(ctx context.Context, tx pg.Tx, who access.Actor, c *caseflow.Case, ref string) (string, string, error) {
		at, err := o.Attach.Link(ctx, tx, who, attach.Link{Kind: "case", ID: c.ID}, ref)
		if err != nil {
			return "", "", err
		}
		return at[0].Name, strings.Repeat("0", 64), nil
	}
	o.Desk = NewDesk(o.DB, o.Law, o.Sealer, o.records, cases, o.Now)
	o.Attach = attach.NewDesk(o.DB, o.Sealer, attach.Limits{}, o.Now)
	o.Attach.Register(linkKind, o.MaySee)
	o.Attach.Register(storeKind, o.MaySeeStore)
	walked.Note(cases)
	cases.Events.Moved.Within(func(context.Context, pg.Tx, caseflow.Moved) error { return o.Survive() })
	counter.Must(t, caseflow.Publish(t.Context(), pgtest.Owner(t, o.DB), cases.Types()...))
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, o.Sealer, []registry.Registration{
			{Entity: registry.Entity{ID: firmID, Name: firmName, Kind: registry.Enterprise, Region: "460100", Status: registry.Registered}},
			{Entity: registry.Entity{ID: otherFirm, Name: "三亚虚构旅游有限公司", Kind: registry.Enterprise, Region: "460200", Status: registry.Registered}}})
		return err
	}))
	for _, k := range o.Law.On(workday.MustParse(today)).DeclarationKinds() {
		_, err := o.Assign(t.Context(), people()["lead"], Assigning{Kind: k.Code, Org: bodyID, Region: "460100", Since: workday.MustParse("2021-02-01")})
		counter.Must(t, err)
	}
	o.Serve(func(a *web.API) { caseflow.Routes(a, cases); attach.Routes(a, o.Attach); Routes(a, o.Desk) })
	return o
}

// file hands a paper in, as somebody.
func (o *office) file(who, kind, words string) string {
	o.T.Helper()
	a, err := o.Attach.Put(o.T.Context(), people()[who], attach.Upload{Kind: kind, Name: "示例材料.txt"}, bytes.NewBufferString(words))
	counter.Must(o.T, err)
	return a.ID
}

// award enters an honour of the firm.
func (o *office) award(no, on string) record.Record {
	o.T.Helper()
	var r record.Record
	counter.Must(o.T, o.DB.InTx(o.T.Context(), func(ctx context.Context, tx pg.Tx) (err error) {
		r, err = o.records.Enter(ctx, tx, people()["reporter"], "test", "honour", map[string]string{"RY_ZTMC": firmName, "RY_TYSHXYDM": firmID, "RY_MC": "示例守信企业", "RY_WSH": no,
			"RY_JDRQ": on, "RY_JG": bodyName, "RY_JGDM": bodyID})
		return err
	}))
	return r
}

// honour is a declaration of an honour; welfare one that no shared data know.
func honour(no, on string) Wanted {
	return Wanted{Kind: "honour", Org: bodyID, Scopes: []Scope{Government, Everybody}, Values: map[string]string{"number": no, "title": "示例守信企业", "authority": bodyName, "awarded_on": on}}
}

func welfare(no string) Wanted {
	return Wanted{Kind: "welfare", Org: bodyID, Scopes: []Scope{Government}, Values: map[string]string{"title": "虚构助学项目", "recipient": "海口市虚构慈善会", "number": no, "done_on": "2026-06-01"}}
}

func (o *office) text(who string, w Wanted) Offer {
	o.T.Helper()
	return counter.Want[Offer](o.Counter, who, "POST", "/v1/declarations/text", w, "")
}

// signing is what a signer sends over the text it is shown now.
func (o *office) signing(w Wanted, papers ...string) Signature {
	o.T.Helper()
	x := o.text("owner", w)
	return Signature{Wanted: w, Papers: papers, SM3: x.SM3, Ticket: x.Ticket}
}

// declare signs and waives the time to take it back.
func (o *office) declare(w Wanted, papers ...string) View {
	o.T.Helper()
	s := o.signing(w, papers...)
	s.Waive = true
	return counter.Want[View](o.Counter, "owner", "POST", "/v1/declarations", s, "")
}

func (o *office) look(who, id string) View {
	o.T.Helper()
	return counter.Want[View](o.Counter, who, "GET", "/v1/declarations/"+id, nil, "")
}

func (o *office) compareAll() int {
	o.T.Helper()
	n, err := o.Compare(o.T.Context())
	counter.Must(o.T, err)
	return n
}

// told is what a scope is told of the firm on a day.
func (o *office) told(on string, to Scope) []Told {
	o.T.Helper()
	all, err := o.Verified(o.T.Context(), o.DB, firmID, workday.MustParse(on), to)
	counter.Must(o.T, err)
	return all
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
	f := fields{"served_on": o.today().String(), "means": "direct", evidence: o.file("handler", "service", "送达回证 "+newID("x"))}
	for k, v := range more {
		f[k] = v
	}
	return f
}

// differing is a declaration an officer found to differ, with an inquiry into it.
func (o *office) differing() (View, string) {
	o.T.Helper()
	v := o.declare(welfare("示票 "+newID("n")), o.file("owner", "receipt", "票据 "+newID("x")))
	o.compareAll()
	counter.Want[View](o.Counter, "handler", "POST", "/v1/declarations/"+v.ID+"/finding", Finding{Mismatch, "受赠单位查无此票据（虚构）。"}, "")
	c := counter.Want[inquiry](o.Counter, "handler", "POST", "/v1/declarations/"+v.ID+"/inquiry", Inquiring{"票据号不存在（虚构）。"}, "")
	return v, c.Case
}

func (o *office) decided(id, outcome string) {
	o.T.Helper()
	o.do("handler", id, Propose, fields{"outcome": outcome, "reason": "理由（虚构）。"}, "")
	o.do("decider", id, Decide, fields{}, "")
}
