package verify

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

func TestTheTableOfVerificationIsSound(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	counter.Must(t, err)
	for _, f := range Flow(lib).Check(lib) {
		t.Error(f)
	}
	t.Run("G9 no outcome without notice, hearing, decision", func(t *testing.T) {
		for _, around := range [][2]caseflow.State{{Looking, Proposed}, {Looking, Decided}, {Notified, Decided}, {Heard, Revoked}, {Heard, Ordered}, {Looking, Punished}, {Proposed, Terminated}} {
			d := Flow(lib)
			d.Moves = append(slices.Clone(d.Moves), caseflow.Move{Act: "around", Name: d.Name, From: []caseflow.State{around[0]}, To: around[1], By: caseflow.Body, Permission: "verify.do", Basis: policy})
			if len(d.Check(lib)) == 0 {
				t.Errorf("a table that leads from %s to %s is taken for sound", around[0], around[1])
			}
		}
	})
	t.Run("G9 the platform finds nothing", func(t *testing.T) {
		for _, m := range Flow(lib).Moves {
			if m.By == caseflow.Platform && !slices.Contains([]caseflow.State{Looking, Heard, Lapsed}, m.To) {
				t.Errorf("the platform itself does %s", m.Act)
			}
		}
	})
}

// TestF13_1_APlanForEveryMatterRiskAndClass: every matter that goes by commitment has one, every class a method, no class needs a
// local score, and a risky matter exempts nobody.
func TestF13_1_APlanForEveryMatterRiskAndClass(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	counter.Must(t, err)
	book := lib.On(workday.MustParse("2026-11-23"))
	for _, m := range book.Matters() {
		if m.Mode != law.Commitment {
			continue
		}
		p, ok := book.VerificationPlanOf(m.Code)
		if _, within := book.Limit(p.Limit); !ok || !within || len(p.Scope) == 0 {
			t.Errorf("%s: %+v", m.Code, p)
		}
		for _, class := range law.Classes {
			if r := p.Method(class); r.Method == "exempt" && p.Risk == "high" || r.Why.EN == "" {
				t.Errorf("%s %s: %+v", m.Code, class, r)
			}
		}
	}
	for _, r := range []struct{ matter, class, method string }{{"travel-agency", "A", "compare"}, {"travel-agency", "D", "officer"}, {"fire-check", "B", "officer"},
		{"fire-check", "A", "compare"}, {"", "A", "exempt"}, {"", "B", "compare"}} {
		if p, _ := book.VerificationPlanOf(r.matter); p.Method(r.class).Method != r.method {
			t.Errorf("%q class %s: %s, want %s", r.matter, r.class, p.Method(r.class).Method, r.method)
		}
	}
}

// TestF13_1_G2_TheTermIsTwoMonthsAndNeedsNoScore: of a firm of which nothing is known, from the licence, to the day.
func TestF13_1_G2_TheTermIsTwoMonthsAndNeedsNoScore(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-15")
	p := o.promise(firmID, "CN-1", "travel-agency")
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error { return o.Plan(ctx, tx, p) }))
	if v := o.at(p); v.Class != "B" || v.Method != "compare" || v.State != Due || v.DueOn != 0 {
		t.Errorf("before the licence: %+v", v)
	}
	if kept, tasks := o.compareAll(); kept+tasks != 0 {
		t.Error("verified before anything was issued")
	}
	o.On("2026-09-18")
	v := o.release(p) // told again: nothing is planned twice
	if v.StartsOn.String() != "2026-09-18" || v.DueOn.String() != "2026-11-18" || o.Count(`select count(*) from verify.verification`) != 1 {
		t.Errorf("%+v", v)
	}
	for day, late := range map[string]bool{"2026-11-17": false, "2026-11-18": false, "2026-11-19": true} {
		o.On(day)
		all := counter.Want[list[Line]](o.Counter, "handler", "GET", "/v1/verifications?state=due", nil, "").Items
		if len(all) != 1 || all[0].Late != late {
			t.Errorf("%s: %+v", day, all)
		}
	}
	if all := counter.Want[list[Line]](o.Counter, "ohandler", "GET", "/v1/verifications", nil, "").Items; len(all) != 0 {
		t.Errorf("another body sees %+v", all)
	}
	counter.Want[any](o.Counter, "clerk", "GET", "/v1/verifications", nil, "access.no_permission")
	counter.Want[any](o.Counter, "", "GET", "/v1/verification/plans", nil, "")
}

// TestF13_2_SharedDataFirst: what fits closes the verification as kept, what differs opens a task with the comparison as evidence, what
// is not known is no breach.
func TestF13_2_SharedDataFirst(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-15")
	fits, differs, nobody := o.promise(otherFirm, "CN-1", "travel-agency"), o.promise(firmID, "CN-2", "travel-agency"), o.promise(gone, "CN-3", "")
	for _, p := range []Promise{fits, differs, nobody} {
		o.release(p)
	}
	o.On("2026-09-17")
	o.punish(firmID, firmName, "示罚〔2026〕1号", "2026-09-16", "罚款", "5")
	if kept, tasks := o.compareAll(); kept != 1 || tasks != 2 {
		t.Errorf("%d kept, %d tasks", kept, tasks)
	}
	if kept, tasks := o.compareAll(); kept+tasks != 0 {
		t.Error("looked at twice")
	}
	if v := o.at(fits); v.State != Kept || v.CaseID != "" || len(o.found) != 1 || o.found[0].ID != "CN-1" || o.found[0].Clause != "" {
		t.Errorf("%+v %+v", v, o.found)
	}
	v := o.at(differs)
	all, err := comparisons(t.Context(), o.DB, firmID, "CN-2")
	counter.Must(t, err)
	if v.State != Tasked || len(all) != 1 || all[0].Answer != Mismatch {
		t.Fatalf("%+v %+v", v, all)
	}
	i := slices.IndexFunc(all[0].Lines, func(l Compared) bool { return l.Answer == Mismatch })
	if l := all[0].Lines[i]; l.Compare != "unpunished" || l.Document != "示罚〔2026〕1号" || l.Record == "" || l.Clause != "meets" {
		t.Errorf("%+v", l)
	}
	page := counter.Want[caseflow.Page](o.Counter, "handler", "GET", "/v1/cases/"+v.CaseID, nil, "")
	if len(page.Evidence) != 1 || page.Evidence[0].Kind != comparison || len(page.Evidence[0].SHA256) != 64 {
		t.Errorf("%+v", page.Evidence)
	}
	counter.Want[any](o.Counter, "ohandler", "GET", "/v1/cases/"+v.CaseID, nil, "caseflow.unknown")
	counter.Want[any](o.Counter, "stranger", "GET", "/v1/cases/"+v.CaseID, nil, "caseflow.unknown")
	unknown, err := comparisons(t.Context(), o.DB, gone, "CN-3")
	counter.Must(t, err)
	if unknown[0].Answer != NoData || o.at(nobody).State != Tasked || len(o.found) != 1 {
		t.Errorf("G11 no data was taken for something: %+v", unknown)
	}
}

// TestF13_2_WhatStandsIsWhatCounts: a penalty before the commitment, a slight one, one that was repaired, contradict nothing.
func TestF13_2_WhatStandsIsWhatCounts(t *testing.T) {
	t.Parallel()
	on, since := workday.MustParse("2026-11-23"), workday.MustParse("2026-09-15")
	line := func(compare string) []law.ScopeLine { return []law.ScopeLine{{Clause: "meets", Compare: compare}} }
	penalty := standing.Fact{Kind: standing.Penalised, Severity: law.General, From: since, Until: workday.MustParse("2027-09-15"), Adverse: true}
	with := func(f standing.Fact, change func(*standing.Fact)) []standing.Fact {
		change(&f)
		return []standing.Fact{f}
	}
	for name, r := range map[string]struct {
		compare string
		seen    Seen
		want    string
	}{
		"in the registry":                   {"registered", Seen{Known: true, Status: registry.Registered}, Match},
		"licence revoked":                   {"registered", Seen{Known: true, Status: registry.Revoked}, Mismatch},
		"known from a record only":          {"registered", Seen{Known: true, Status: registry.Stubbed}, NoData},
		"known to nobody":                   {"registered", Seen{}, NoData},
		"a penalty of the day":              {"unpunished", Seen{Known: true, Facts: []standing.Fact{penalty}}, Mismatch},
		"a penalty of the day before":       {"unpunished", Seen{Known: true, Facts: with(penalty, func(f *standing.Fact) { f.From = since - 1 })}, Match},
		"a slight penalty":                  {"unpunished", Seen{Known: true, Facts: with(penalty, func(f *standing.Fact) { f.Severity = law.Minor })}, Match},
		"a penalty that ends today":         {"unpunished", Seen{Known: true, Facts: with(penalty, func(f *standing.Fact) { f.Until = on })}, Mismatch},
		"a penalty that ended yesterday":    {"unpunished", Seen{Known: true, Facts: with(penalty, func(f *standing.Fact) { f.Until = on - 1 })}, Match},
		"a penalty that was repaired":       {"unpunished", Seen{Known: true, Facts: with(penalty, func(f *standing.Fact) { f.EndedBy, f.EndedOn = standing.Repaired, on })}, Match},
		"a penalty under objection, frozen": {"unpunished", Seen{Known: true, Facts: with(penalty, func(f *standing.Fact) { f.Held, f.HeldFrom = standing.Objection, on })}, Match},
		"on the abnormal list":              {"located", Seen{Known: true, Facts: with(penalty, func(f *standing.Fact) { f.Kind = standing.AbnormalIs })}, Mismatch},
		"banned":                            {"unbanned", Seen{Known: true, Facts: with(penalty, func(f *standing.Fact) { f.Kind = standing.Banned })}, Mismatch},
		"listed":                            {"unlisted", Seen{Known: true, Facts: with(penalty, func(f *standing.Fact) { f.Kind = standing.OnList })}, Mismatch},
		"a rating":                          {"unlisted", Seen{Known: true, Facts: with(penalty, func(f *standing.Fact) { f.Kind = standing.Rated })}, Match},
	} {
		r.seen.Since = since
		if _, got := Judge(line(r.compare), r.seen, on); got != r.want {
			t.Errorf("%s: %s, want %s", name, got, r.want)
		}
	}
}

// TestF13_2_WhatDiesInBetweenIsDoneAgain: a comparison, its finding and what the commitment is told are one transaction.
func TestF13_2_WhatDiesInBetweenIsDoneAgain(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-15")
	p := o.promise(otherFirm, "CN-1", "travel-agency")
	o.release(p)
	o.Dies.Store(true)
	if _, _, err := o.Compare(t.Context()); !errors.Is(err, counter.ErrDied) {
		t.Fatal(err)
	}
	if v := o.at(p); v.State != Due || v.ComparedAt != nil || o.Count(`select count(*) from verify.comparison`) != 0 {
		t.Errorf("half of it stayed: %+v", v)
	}
	o.Dies.Store(false)
	if kept, _ := o.compareAll(); kept != 1 {
		t.Error("it was not taken up again")
	}
}

// TestF13_3_NoneIsLost: what is made is what is due, checked, pooled or withdrawn, whatever happened on the way.
func TestF13_3_NoneIsLost(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-15")
	for _, id := range []string{"CN-1", "CN-2"} {
		o.release(o.promise(otherFirm, id, "travel-agency"))
	}
	public := o.promise(firmID, "CN-3", "")
	public.Kind, public.Org = "voluntary", ""
	if v := o.release(public); v.State != Pooled || v.Method != "exempt" {
		t.Errorf("%+v", v)
	}
	withdrawn := o.promise(firmID, "CN-4", "travel-agency")
	o.release(withdrawn)
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		if err := o.Withdrawn(ctx, tx, firmID, "CN-4", o.today()); err != nil {
			return err
		}
		return o.Withdrawn(ctx, tx, firmID, "CN-4", o.today().AddDays(1)) // told twice
	}))
	missed := o.promise(firmID, "CN-5", "") // took effect, and nobody planned it
	o.known = append(o.known, missed)
	_, id := o.task("CN-6")
	o.compareAll()
	n, err := o.Reconcile(t.Context())
	counter.Must(t, err)
	again, err := o.Reconcile(t.Context())
	counter.Must(t, err)
	if n != 1 || again != 0 || o.at(missed).State != Due {
		t.Errorf("%d were missing, then %d", n, again)
	}
	f := counter.Want[Public](o.Counter, "", "GET", "/v1/verification/figures", nil, "").Total
	if int(f.Made) != len(o.known) || f.Made != f.Due+f.Checked+f.Pooled+f.Ended || f.Pooled != 1 || f.Ended != 1 || f.Kept != 2 || f.Due != 2 {
		t.Errorf("%d commitments, %+v", len(o.known), f)
	}
	t.Run("the pool is there for who plans visits", func(t *testing.T) {
		if all := counter.Want[list[Line]](o.Counter, "inspector", "GET", "/v1/verification/pool", nil, "").Items; len(all) != 1 || all[0].ID != "CN-3" {
			t.Errorf("%+v", all)
		}
		counter.Want[any](o.Counter, "owner", "GET", "/v1/verification/pool", nil, "access.no_permission")
	})
	t.Run("what was found elsewhere is not asked again", func(t *testing.T) {
		counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
			return o.Settled(ctx, tx, firmID, "CN-5", Broken, o.today())
		}))
		if v := o.at(missed); v.State != Broken || v.EndedOn != o.today() {
			t.Errorf("%+v", v)
		}
		if kept, tasks := o.compareAll(); kept+tasks != 0 {
			t.Error("it is verified all the same")
		}
	})
	t.Run("a withdrawn commitment ends its task", func(t *testing.T) {
		counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error { return o.Withdrawn(ctx, tx, firmID, "CN-6", o.today()) }))
		if o.state(id) != Lapsed || len(o.found) != 2 {
			t.Errorf("%s, %+v", o.state(id), o.found)
		}
	})
}

// TestF13_3_DailySupervisionFindsToo: what is exempt can be taken up by the body it was made to, and by no other.
func TestF13_3_DailySupervisionFindsToo(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-15")
	p := o.promise(otherFirm, "CN-1", "travel-agency")
	o.release(p)
	o.compareAll() // kept
	raise := Raising{EntityID: otherFirm, Source: "检查 示检〔2026〕1号（虚构）"}
	counter.Want[any](o.Counter, "ohandler", "POST", "/v1/verifications/CN-1/task", raise, "verify.unknown")
	counter.Want[any](o.Counter, "clerk", "POST", "/v1/verifications/CN-1/task", raise, "access.no_permission")
	counter.Want[any](o.Counter, "handler", "POST", "/v1/verifications/CN-9/task", raise, "verify.unknown")
	first := counter.Want[raised](o.Counter, "handler", "POST", "/v1/verifications/CN-1/task", raise, "", "Idempotency-Key", "k")
	second := counter.Want[raised](o.Counter, "handler", "POST", "/v1/verifications/CN-1/task", raise, "", "Idempotency-Key", "k")
	if first.Case == "" || first.Case != second.Case || o.at(p).State != Tasked {
		t.Errorf("%+v %+v", first, second)
	}
	o.do("handler", first.Case, Confirm, fields{"findings": "现场核实，设施齐备（虚构）。"}, "")
	if v := o.at(p); v.State != Kept || o.state(first.Case) != True {
		t.Errorf("%+v", v)
	}
}

// TestF13_4_EveryOutcomeOnItsPaperWithItsRecord: told, heard, proposed, decided by another, served; the record has document and article,
// and only then is the commitment broken.
func TestF13_4_EveryOutcomeOnItsPaperWithItsRecord(t *testing.T) {
	t.Parallel()
	for outcome, act := range map[string]caseflow.Act{"terminate": ServeEnd, "revoke": ServeRevoke} {
		t.Run(outcome, func(t *testing.T) {
			t.Parallel()
			o := open(t, "2026-09-15")
			p, id := o.task("CN-1")
			o.do("handler", id, Propose, o.proposal(outcome, "commitment.partial"), "caseflow.not_now")
			o.do("handler", id, Notify, o.served(noticeService, fields{"clause": "colour", "facts": "x"}), "verify.clause")
			o.do("handler", id, Notify, fields{"clause": "meets", "facts": "x", "served_on": "2026-09-16", "means": "direct", noticeService: "attachment-1"}, "verify.served_on")
			o.heard(id)
			o.do("both", id, Propose, o.proposal(outcome, "commitment.partial"), "")
			o.do("both", id, Decide, fields{}, "access.not_apart")
			o.do("decider", id, Return, fields{"reason": "补充现场照片（虚构）。"}, "")
			o.decided(id, outcome, "commitment.partial")
			if len(o.found) != 0 || o.at(p).State != Tasked {
				t.Error("it had effect before it was served")
			}
			if s, _ := o.Send("owner", "GET", "/v1/verifications/cases/"+id+"/papers/"+outcome, nil); s != 404 {
				t.Error("the party reads a decision that was not served")
			}
			o.do("handler", id, map[caseflow.Act]caseflow.Act{ServeEnd: ServeRevoke, ServeRevoke: ServeEnd}[act], o.served(decisionService, nil), "caseflow.needs")
			o.found = nil // what was refused was undone
			o.do("handler", id, act, o.served(decisionService, nil), "")
			o.broken(p, id, outcome, id)
			for _, paper := range []string{"notice", outcome} {
				if s, b := o.Send("owner", "GET", "/v1/verifications/cases/"+id+"/papers/"+paper, nil); s != 200 || !containsAll(string(b), firmName, id) {
					t.Errorf("%s: %d %.300s", paper, s, b)
				}
				if s, _ := o.Send("stranger", "GET", "/v1/verifications/cases/"+id+"/papers/"+paper, nil); s != 404 {
					t.Errorf("%s: another firm reads it: %d", paper, s)
				}
			}
		})
	}
}

// broken says that a commitment is, with its record and its fact.
func (o *office) broken(p Promise, id, outcome, document string) {
	o.T.Helper()
	v := o.at(p)
	if v.State != Broken || v.Outcome != outcome || len(o.found) != 1 || o.found[0].Clause != "meets" || o.found[0].Document != document {
		o.T.Errorf("%+v %+v", v, o.found)
	}
	c, err := o.cases.Find(o.T.Context(), o.DB, id)
	counter.Must(o.T, err)
	x, err := detailsOf(c)
	counter.Must(o.T, err)
	r, err := record.Find(o.T.Context(), o.DB, x.Record)
	counter.Must(o.T, err)
	if r.Item != item || r.DocumentNo != p.ID || r.State != record.Effective {
		o.T.Errorf("%+v", r)
	}
	facts, err := standing.OfMany(o.T.Context(), o.DB, []string{p.EntityID})
	counter.Must(o.T, err)
	if !slices.ContainsFunc(facts[p.EntityID], func(f standing.Fact) bool {
		stands, _ := f.StandsOn(o.today())
		return stands && f.Kind == standing.BrokenPledge && containsAll(f.BasisText, "第六十九条")
	}) {
		o.T.Errorf("nothing keeps it from the commitment route: %+v", facts[p.EntityID])
	}
}

// TestF13_4_MendedInTimeIsKept: an order with a term; mended, nothing adverse follows; not mended, only after the term is over may more.
func TestF13_4_F05_1_MendedInTimeIsKept(t *testing.T) {
	t.Parallel()
	t.Run("mended", func(t *testing.T) {
		t.Parallel()
		o := open(t, "2026-09-15")
		p, id := o.task("CN-1")
		o.heard(id)
		o.decided(id, "rectify", "commitment.mended")
		o.do("handler", id, ServeOrder, o.served(decisionService, nil), "")
		o.do("stranger", id, ReportMended, fields{"statement": "x"}, "caseflow.unknown")
		o.do("owner", id, ReportMended, fields{"statement": "设施已经装好（虚构）。"}, "")
		o.do("handler", id, Accept, fields{"findings": "现场复核，已改正（虚构）。"}, "")
		v := o.at(p)
		facts, err := standing.OfMany(t.Context(), o.DB, []string{firmID})
		counter.Must(t, err)
		if v.State != Kept || v.Outcome != "mended" || o.found[0].Clause != "" ||
			slices.ContainsFunc(facts[firmID], func(f standing.Fact) bool { return f.Kind == standing.BrokenPledge }) {
			t.Errorf("%+v %+v", v, facts)
		}
		if n := o.Count(`select count(*) from record.version where item = 'commitment'`); n != 1 {
			t.Errorf("%d records of the performance", n)
		}
	})
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		o := open(t, "2026-09-15")
		p, id := o.task("CN-1")
		o.heard(id)
		o.do("handler", id, Propose, o.proposal("penalty", "commitment.refused"), "verify.not_refused") // nobody was ordered to correct
		o.do("handler", id, Propose, o.proposal("penalty", "commitment.partial"), "verify.conduct")
		o.do("handler", id, Propose, o.proposal("rectify", "commitment.false"), "verify.conduct")
		unfounded := o.proposal("revoke", "commitment.partial")
		unfounded["article"] = "无"
		unfounded["instrument"] = "no-such"
		o.do("handler", id, Propose, unfounded, "verify.basis")
		endless := o.proposal("rectify", "commitment.mended")
		for _, day := range []string{"2026-09-15", "2027-09-15"} {
			endless["until"] = day
			o.do("handler", id, Propose, endless, "verify.term")
		}
		o.decided(id, "rectify", "commitment.mended")
		o.do("handler", id, ServeOrder, o.served(decisionService, nil), "")
		for _, day := range []string{"2026-09-24", "2026-09-25"} {
			o.On(day)
			o.do("handler", id, NotMended, fields{"findings": "x"}, "verify.not_over")
		}
		o.On("2026-09-26")
		o.do("handler", id, NotMended, fields{"findings": "仍没有营业设施（虚构）。"}, "")
		o.decided(id, "penalty", "commitment.refused")
		o.do("handler", id, ServePenalty, o.served(decisionService, fields{"penalty_no": "示罚〔2026〕9号"}), "caseflow.field")
		o.do("handler", id, ServePenalty, o.served(decisionService, fields{"penalty_no": "示罚〔2026〕9号", penaltyPaper: "attachment-2"}), "")
		o.broken(p, id, "penalty", "示罚〔2026〕9号")
	})
}

// TestF13_4_ThePartyIsHeardToTheDay: silence counts on the day after the last, and a written answer can be noted meanwhile.
func TestF13_4_ThePartyIsHeardToTheDay(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-15")
	_, id := o.task("CN-1")
	o.do("handler", id, Notify, o.served(noticeService, fields{"clause": "meets", "facts": "虚构"}), "")
	o.do("handler", id, Receive, fields{"statement": "来信（虚构）。"}, "")
	for _, day := range []string{"2026-09-20", "2026-09-21"} { // the 20th is a Sunday that is worked
		o.On(day)
		o.sweep()
		if o.state(id) != Notified {
			t.Errorf("%s: %s", day, o.state(id))
		}
	}
	o.On("2026-09-22")
	o.sweep()
	if o.state(id) != Heard {
		t.Errorf("after the time to answer: %s", o.state(id))
	}
}

// TestF13_5_F05_4_FiguresArePublic: by matter and division, with rates and days, and without anybody's name.
func TestF13_5_F05_4_FiguresArePublic(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-15")
	p, id := o.task("CN-1")
	o.release(o.promise(otherFirm, "CN-2", "travel-agency"))
	south := o.promise(otherFirm, "CN-3", "")
	south.Region = "460200"
	o.release(south)
	o.On("2026-09-25")
	o.compareAll()
	o.heard(id)
	o.decided(id, "revoke", "commitment.partial")
	o.do("handler", id, ServeRevoke, o.served(decisionService, nil), "")
	_ = p
	f := counter.Want[Public](o.Counter, "", "GET", "/v1/verification/figures", nil, "")
	if f.Total.Made != 3 || f.Total.Checked != 3 || f.Total.Kept != 2 || f.Total.Broken != 1 || f.Total.KeptRate != 666 || f.Total.CheckRate != 1000 || f.Total.Days != 10 {
		t.Errorf("%+v", f.Total)
	}
	north := counter.Want[Public](o.Counter, "", "GET", "/v1/verification/figures?matter=travel-agency&region=4601", nil, "")
	if len(north.Lines) != 1 || north.Total.Made != 2 || north.Total.KeptRate != 500 || north.Lines[0].RegionName.EN == "" || north.Lines[0].MatterName.EN == "" {
		t.Errorf("%+v", north)
	}
	if s, b := o.Send("", "GET", "/v1/verification/figures", nil); s != 200 || containsAll(string(b), firmID) || containsAll(string(b), firmName) {
		t.Error("the figures name a firm")
	}
}

func containsAll(text string, pieces ...string) bool {
	return !slices.ContainsFunc(pieces, func(p string) bool { return !strings.Contains(text, p) })
}
