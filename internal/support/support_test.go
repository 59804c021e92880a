package support

import (
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/record"
	"xinheng/internal/registry"
)

func TestF22_4_AFirmThatConsentedIsOnTheListWithReasonsAndAPersonConfirms(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agree("a", foodFirms, "", "2027-03-31")
	o.agree("b", foodFirms, "", "2027-03-31")
	o.agree("c", foodFirms, "", "2027-03-31") // of Sanya
	o.night()
	all := o.matches("food", foodFirms)
	if len(all) != 2 || all[0].Name != "海口虚构食品有限公司" || all[0].Conditions != nil || all[0].ConfirmedAt != nil {
		t.Fatalf("%+v", all)
	}
	l := want[of[List]](o, "food", "GET", "/v1/support/lists", nil, "").Items
	if len(l) != 1 || l[0].Policy.Figures.Firms != 3 || l[0].Policy.Figures.Fits != 2 || len(l[0].Hash) != 64 || l[0].Entry == "" {
		t.Fatalf("%+v", l)
	}
	path := "/v1/support/matches/" + all[0].ID
	seen := want[Match](o, "food", "GET", path, nil, "")
	if len(seen.Conditions) != 5 || slices.ContainsFunc(seen.Conditions, func(c Line) bool { return c.State != Met || c.Wants.ZH == "" || c.Found.EN == "" }) {
		t.Errorf("%+v", seen.Conditions)
	}
	if n := o.Count(`select count(*) from disclosure.reading where entity_id = $1 and org = $2 and case_no = $3 and purpose = 'investment'`, firmA, food, all[0].ID); n != 1 {
		t.Errorf("%d looks on record", n)
	}
	for range 2 { // a second click
		if m := want[Match](o, "food", "POST", path+"/confirmation", nil, ""); m.ConfirmedAt == nil {
			t.Errorf("%+v", m)
		}
	}
	if acts := o.Acts(all[0].ID); !slices.Equal(acts, []string{"support.confirmed"}) {
		t.Error(acts)
	}
	if m := o.mine("a", foodFirms); m.ConfirmedAt == nil || m.Result != Fits {
		t.Errorf("%+v", m)
	}
	public := want[of[Policy]](o, "", "GET", "/v1/support", nil, "").Items
	if len(public) != 2 || public[1].Figures.Confirmed != 1 || public[1].Figures.Fits != 2 || len(public[1].Conditions) != 5 {
		t.Errorf("%+v", public)
	}
	if n := o.Count(`select count(*) from ledger.entry where public::text like '%' || $1 || '%' or about = $1`, firmA); n != 0 {
		t.Errorf("the ledger names the firm %d times", n)
	}
}

func TestF22_4_TheFirmSeesWhatFitsItAndWhatItLacks(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	if m := o.mine("c", foodFirms); m.Result != Lacks || m.state("region") != NotMet || m.state("industry") != NotMet || m.state("kind") != Met || m.Consent != nil {
		t.Errorf("%+v", m)
	}
	if m := o.mine("a", smallFirms); m.Result != Cannot || m.state("size") != Unknown || m.state("age") != Met { // nothing is held against whoever said nothing
		t.Errorf("%+v", m)
	}
	o.agree("a", smallFirms, "large", "2027-03-31")
	if m := o.mine("a", smallFirms); m.Result != Lacks || m.state("size") != NotMet || m.Consent == nil || m.Consent.Size != "large" {
		t.Errorf("%+v", m)
	}
	if n := o.Count(`select count(*) from disclosure.reading`) + o.Count(`select count(*) from support.line`); n != 0 {
		t.Errorf("a firm's own look left %d traces", n)
	}
}

// A firm is registered long enough on the day, not the day before.
func TestF22_4_AnAgeIsReachedOnItsDay(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-19")
	o.register(firmA, "海口虚构食品有限公司", "460100", "C14", "2025-11-20")
	for _, x := range []struct {
		day  string
		want State
	}{{"2026-11-19", NotMet}, {"2026-11-20", Met}, {"2026-11-21", Met}} {
		o.On(x.day)
		if m := o.mine("a", smallFirms); m.state("age") != x.want {
			t.Errorf("%s: %s", x.day, m.state("age"))
		}
	}
}

func TestF22_4_WhoDidNotConsentIsNotLookedAt(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agree("a", smallFirms, "small", "2027-03-31") // to another body, for another purpose
	o.night()
	if got := o.fits("food", foodFirms); len(got) != 0 || o.Count(`select count(*) from support.line where policy = $1`, foodFirms) != 0 {
		t.Errorf("%v", got)
	}
	if got := o.fits("reform", smallFirms); !slices.Equal(got, []string{firmA}) {
		t.Errorf("%v", got)
	}
}

// Taken back, a consent takes the firm off the list the same moment, with no round; also when it is taken back in the register of consents.
func TestF22_4_AConsentTakenBackLeavesTheListAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	c := o.agree("a", foodFirms, "", "2027-03-31")
	o.agree("b", foodFirms, "", "2027-03-31")
	o.night()
	all := o.matches("food", foodFirms)
	want[any](o, "b", "DELETE", "/v1/my/support/consents/"+c.ID, nil, "support.no_consent")
	want[any](o, "agent", "DELETE", "/v1/my/support/consents/"+c.ID, nil, "access.no_permission")
	want[any](o, "a", "DELETE", "/v1/my/support/consents/"+c.ID, nil, "")
	want[any](o, "a", "DELETE", "/v1/my/support/consents/"+c.ID, nil, "support.no_consent")
	if got := o.fits("food", foodFirms); !slices.Equal(got, []string{firmB}) {
		t.Errorf("%v", got)
	}
	want[any](o, "food", "GET", "/v1/support/matches/"+all[0].ID, nil, "support.unknown")
	want[any](o, "food", "POST", "/v1/support/matches/"+all[0].ID+"/confirmation", nil, "support.unknown")
	var consent string
	for _, e := range must(o.live(t.Context(), firmB)) {
		consent = e.ConsentID
	}
	if err := o.disclosure.Revoke(t.Context(), people["b"], firmB, consent); err != nil {
		t.Fatal(err)
	}
	if got := o.fits("food", foodFirms); len(got) != 0 {
		t.Errorf("%v", got)
	}
	o.Later(time.Minute)
	o.agree("a", foodFirms, "", "2027-03-31") // anew: on the next list
	if got := o.fits("food", foodFirms); len(got) != 0 {
		t.Errorf("by a consent that is over: %v", got)
	}
	o.On("2026-11-21")
	o.night()
	if got := o.fits("food", foodFirms); !slices.Equal(got, []string{firmA}) {
		t.Errorf("%v", got)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// The last day of a consent still counts, the day after does not, and no job has run.
func TestF22_4_AConsentHoldsUntilItsLastDay(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agree("a", foodFirms, "", "2026-11-22")
	o.night()
	for _, x := range []struct {
		day  string
		want int
	}{{"2026-11-21", 1}, {"2026-11-22", 1}, {"2026-11-23", 0}} {
		o.On(x.day)
		if got := o.fits("food", foodFirms); len(got) != x.want {
			t.Errorf("%s: %v", x.day, got)
		}
	}
	o.night()
	if n := o.Count(`select firms from support.list where policy = $1 and on_day = '2026-11-23'`, foodFirms); n != 0 {
		t.Errorf("%d firms looked at without a consent", n)
	}
}

// A policy that has not begun, or has ended, is nowhere: no list, no firm's view, no figure.
func TestF22_4_APolicyIsThereOnItsDaysOnly(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-30")
	in := NewConsent{Org: food, Purpose: "investment", Until: day("2027-03-31")}
	want[any](o, "a", "POST", "/v1/my/support/consents", in, "support.no_policy")
	if o.mine("a", foodFirms).Policy.Code != "" {
		t.Error("before its first day")
	}
	o.On("2026-10-01")
	o.agree("a", foodFirms, "", "2027-03-31")
	o.night()
	id := o.matches("food", foodFirms)[0].ID
	o.On("2026-12-31")
	if got := o.fits("food", foodFirms); len(got) != 1 || o.mine("a", foodFirms).Result != Fits {
		t.Errorf("on its last day: %v", got)
	}
	o.On("2027-01-01")
	o.night()
	want[any](o, "food", "GET", "/v1/support/lists/"+foodFirms+"/firms", nil, "support.unknown")
	want[any](o, "food", "GET", "/v1/support/matches/"+id, nil, "support.unknown")
	want[any](o, "food", "POST", "/v1/support/matches/"+id+"/confirmation", nil, "support.unknown")
	want[any](o, "a", "POST", "/v1/my/support/"+foodFirms+"/answer", Answer{Decline: true}, "support.unknown")
	if all := want[of[List]](o, "food", "GET", "/v1/support/lists", nil, "").Items; len(all) != 0 || o.mine("a", foodFirms).Policy.Code != "" {
		t.Errorf("after its last day: %+v", all)
	}
	if n := o.Count(`select count(*) from support.list where policy = $1 and on_day = '2027-01-01'`, foodFirms); n != 0 {
		t.Error("a list of a policy that is over")
	}
}

func TestF22_4_AListIsItsBodysAlone(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agree("a", foodFirms, "", "2027-03-31")
	o.night()
	m := o.matches("food", foodFirms)[0]
	l := want[of[List]](o, "food", "GET", "/v1/support/lists", nil, "").Items[0]
	for _, path := range []string{"/v1/support/lists/" + foodFirms + "/firms", "/v1/support/matches/" + m.ID, "/v1/support/lists/" + l.ID + "/replay"} {
		want[any](o, "reform", "GET", path, nil, "support.unknown")
		want[any](o, "lead", "GET", path, nil, "access.no_permission")
		want[any](o, "a", "GET", path, nil, "access.no_permission")
	}
	want[any](o, "reform", "POST", "/v1/support/matches/"+m.ID+"/confirmation", nil, "support.unknown")
	want[any](o, "food", "GET", "/v1/support/matches/PX-AAAAAAAAAAAAAAAA", nil, "support.unknown")
	want[any](o, "food", "GET", "/v1/my/support", nil, "access.no_permission")
	want[any](o, "agent", "POST", "/v1/my/support/"+foodFirms+"/answer", Answer{Decline: true}, "access.no_permission")
	if n := o.Count(`select count(*) from disclosure.reading`) + o.Count(`select count(*) from support.answer`); n != 0 {
		t.Errorf("%d traces of looks that gave nothing", n)
	}
}

func TestF22_4_AFirmDeclinesAndComesBack(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agree("a", foodFirms, "", "2027-03-31")
	o.night()
	id, path := o.matches("food", foodFirms)[0].ID, "/v1/my/support/"+foodFirms+"/answer"
	for range 2 {
		if m := want[Mine](o, "a", "POST", path, Answer{Decline: true}, ""); m.DeclinedAt == nil {
			t.Errorf("%+v", m)
		}
	}
	want[any](o, "food", "POST", "/v1/support/matches/"+id+"/confirmation", nil, "support.unknown")
	if got := o.fits("food", foodFirms); len(got) != 0 {
		t.Errorf("%v", got)
	}
	for range 2 {
		if m := want[Mine](o, "a", "POST", path, Answer{}, ""); m.DeclinedAt != nil {
			t.Errorf("%+v", m)
		}
	}
	want[Match](o, "food", "POST", "/v1/support/matches/"+id+"/confirmation", nil, "")
	want[any](o, "a", "POST", path, Answer{Decline: true}, "support.confirmed")
	if acts := o.Acts(foodFirms); !slices.Equal(acts, []string{"support.declined", "support.accepted"}) {
		t.Error(acts)
	}
}

// An entry on a list stands in the way; once it is repaired the next list has the firm, and the list of the day before computes to the same.
func TestF22_4_ARepairedRecordMatchesNextRoundAndAnOldListReplays(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.listed(firmA, 1, record.Effective, "")
	o.agree("a", smallFirms, "small", "2027-03-31")
	o.agree("b", smallFirms, "micro", "2027-03-31")
	o.agree("c", smallFirms, "", "2027-03-31")
	o.night()
	if m := o.mine("a", smallFirms); m.state("lists") != NotMet || m.state("measures") != NotMet || m.Result != Lacks {
		t.Errorf("%+v", m)
	}
	if got := o.fits("reform", smallFirms); !slices.Equal(got, []string{firmB}) {
		t.Fatalf("%v", got)
	}
	old := want[of[List]](o, "reform", "GET", "/v1/support/lists", nil, "").Items[0]
	if f := old.Policy.Figures; f.Firms != 3 || f.Fits != 1 || f.Unknown != 1 {
		t.Errorf("%+v", f)
	}
	o.On("2026-11-21")
	o.listed(firmA, 2, record.Repaired, "2026-11-21")
	if m := o.mine("a", smallFirms); m.state("lists") != Met || m.Result != Fits {
		t.Errorf("%+v", m)
	}
	o.register(firmB, "海口虚构水产有限公司", "460100", "A04", "2026-11-01")
	b := o.matches("reform", smallFirms)[0]
	want[any](o, "reform", "POST", "/v1/support/matches/"+b.ID+"/confirmation", nil, "support.no_longer")
	o.night()
	if got := o.fits("reform", smallFirms); !slices.Equal(got, []string{firmA}) {
		t.Errorf("%v", got)
	}
	r := want[Replay](o, "reform", "GET", "/v1/support/lists/"+old.ID+"/replay", nil, "")
	if !r.Same || r.Lines != 3 || r.Partial || r.Hash != old.Hash || r.On != day("2026-11-20") {
		t.Errorf("%+v", r)
	}
	if n := o.Count(`select count(*) from ledger.entry where kind = 'support.listed' and about = $1 and public ->> 'hash' = $2`, old.ID, old.Hash); n != 1 {
		t.Error("the hash is not on the ledger")
	}
}

// Whoever changes what is stored is found out: the list no longer computes to its hash.
func TestF22_4_AListThatWasTamperedWithDoesNotReplay(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agree("a", foodFirms, "", "2027-03-31")
	o.night()
	l := must(newestList(t.Context(), o.DB, foodFirms, day("2026-10-01")))
	x := must(linesAfter(t.Context(), o.DB, l.ListID, "", 10))[0]
	x.Facts = strings.Replace(x.Facts, "C14", "C13", 1)
	again := l
	again.Hash = nil
	again.add(o.suite, &x)
	if r := must(o.replayed(t.Context(), &l)); !r.Same {
		t.Fatalf("%+v", r)
	}
	l.Hash = again.Hash
	if r := must(o.replayed(t.Context(), &l)); r.Same {
		t.Errorf("%+v", r)
	}
}

// A machine that dies between two parts leaves the rest for later: no firm twice, none left out, one list of the day however often the
// round runs.
func TestF22_4_AListIsTakenUpWhereItStopped(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	for _, who := range []string{"a", "b", "c"} {
		o.agree(who, smallFirms, "small", "2027-03-31")
	}
	ctx := t.Context()
	if err := o.Round(ctx); err != nil {
		t.Fatal(err)
	}
	l := must(listOn(ctx, o.DB, smallFirms, day("2026-11-20")))
	for range 2 { // the first part, and again as after a crash
		if err := o.page(ctx, pageArgs{l.ListID, ""}); err != nil {
			t.Fatal(err)
		}
	}
	if got := o.fits("reform", smallFirms); len(got) != 0 {
		t.Errorf("a list that is not made yet shows %v", got)
	}
	if err := o.Round(ctx); err != nil {
		t.Fatal(err)
	}
	if err := o.queue.Drain(ctx); err != nil {
		t.Fatal(err)
	}
	if got := o.fits("reform", smallFirms); len(got) != 3 {
		t.Errorf("%v", got)
	}
	if n := o.Count(`select count(*) from support.line where policy = $1`, smallFirms); n != 3 {
		t.Errorf("%d lines", n)
	}
	if r := must(o.Again(ctx, people["reform"], l.ListID)); !r.Same || r.Lines != 3 {
		t.Errorf("%+v", r)
	}
}

// What nobody confirmed is forgotten after its time, and not before; the confirmed line, its facts and the hash stay.
func TestF22_4_OldLinesAreForgottenAndTheHashStays(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-10-01")
	o.agree("a", foodFirms, "", "2027-09-30")
	o.agree("b", foodFirms, "", "2027-09-30")
	o.night()
	all, l := o.matches("food", foodFirms), must(newestList(t.Context(), o.DB, foodFirms, day("2026-10-01")))
	want[Match](o, "food", "POST", "/v1/support/matches/"+all[0].ID+"/confirmation", nil, "")
	for _, x := range []struct {
		day  string
		left int64
	}{{"2026-12-30", 2}, {"2026-12-31", 1}} { // ninety days after, its lines are old
		o.On(x.day)
		o.night()
		if n := o.Count(`select count(*) from support.line where list_id = $1`, l.ListID); n != x.left {
			t.Errorf("%s: %d lines", x.day, n)
		}
	}
	if r := must(o.Again(t.Context(), people["food"], l.ListID)); !r.Same || !r.Partial || r.Lines != 1 {
		t.Errorf("%+v", r)
	}
}

func TestF22_4_AConsentIsToABodyWithAPolicyAndOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	good := NewConsent{Org: food, Purpose: "investment", Until: day("2027-03-31")}
	for code, spoil := range map[string]func(*NewConsent){
		"support.no_policy":    func(n *NewConsent) { n.Purpose = "support" },
		"disclosure.bad_dates": func(n *NewConsent) { n.Until = day("2026-11-19") },
		"disclosure.too_long":  func(n *NewConsent) { n.Until = day("2030-11-19") },
		"web.invalid":          func(n *NewConsent) { n.Size = "enormous" },
	} {
		n := good
		spoil(&n)
		want[any](o, "a", "POST", "/v1/my/support/consents", n, code)
	}
	want[any](o, "agent", "POST", "/v1/my/support/consents", good, "access.no_permission")
	want[Consent](o, "a", "POST", "/v1/my/support/consents", good, "")
	want[any](o, "a", "POST", "/v1/my/support/consents", good, "support.enrolled") // a second click
	if n := o.Count(`select count(*) from disclosure.consent`); n != 1 {
		t.Errorf("%d consents", n)
	}
}

// A firm of which only a record is known: nothing of its registration is held against it.
func TestG11_AFirmNobodyRegisteredIsNotKnownRatherThanUnfit(t *testing.T) {
	t.Parallel()
	lib := must(openLaw())
	book := lib.On(day("2026-11-20"))
	p, _ := book.SupportPolicy(smallFirms)
	f := Facts{Kind: string(registry.Enterprise)}
	got, result := judge(&p, &f, day("2026-11-20"))
	if s := states(&p, got); result != Cannot || s != "status=unknown kind=met size=unknown age=unknown lists=met measures=met" {
		t.Error(result, s)
	}
}
