package guard

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/counter"
)

// settled is a house in which an invented citizen has one penalty that is published and one that never is, and another has
// none; a clerk at a window in Haikou has verified both.
type settled struct {
	*house
	clerk, citizen, other *caller
	id                    string // p-… of the citizen
}

// about turns a row of the sheet of penalties into one about a natural person.
func about(row map[string]string, number string) map[string]string {
	row["CF_XDR_MC"], row["CF_XDR_LB"], row["CF_XDR_SHXYM"] = "示例甲", "自然人", ""
	row["CF_XDR_ZJLX"], row["CF_XDR_ZJHM"] = "身份证", number
	return row
}

func newSettled(t *testing.T) *settled {
	t.Helper()
	s := &settled{house: open(t)}
	s.register()
	minor := about(sheet("12"), cardOf(1))
	minor["CF_CFLB"], minor["CF_NR"], minor["CF_NR_FK"] = "警告", "警告。", ""
	s.key(haikou, "intake").want(200, `"accepted":2`, "POST", "/v1/intake/penalty", file(about(sheet("11"), cardOf(1)), minor))
	s.settle()
	s.clerk = s.hire("window", haikou, "R6")
	s.citizen, s.other = s.house.citizen("citizen", s.clerk, 1), s.house.citizen("neighbour", s.clerk, 2)
	s.id = s.me(s.citizen).Org
	return s
}

// me is who a caller is at this moment.
type me struct {
	Org    string   `json:"org"`
	Itself bool     `json:"active_person"`
	Firm   string   `json:"active_firm"`
	Roles  []string `json:"roles"`
	May    []string `json:"permissions"`
	Person *struct {
		Tail, Level, Document string
	} `json:"person"`
}

func (h *house) me(c *caller) (m me) {
	h.t.Helper()
	c.want(200, "", "GET", "/v1/session", nil).read(h.t, &m)
	return m
}

// TestAClerkVerifiesAPersonWhoIsPresent: window clerk only; login and name must belong together; the number must hold; and
// nothing anywhere keeps it in clear.
func TestAClerkVerifiesAPersonWhoIsPresent(t *testing.T) {
	t.Parallel()
	s := newSettled(t)
	m := s.me(s.citizen)
	if !m.Itself || m.Firm != "" || m.Roles[0] != access.Person || m.Person == nil || m.Person.Tail != cardOf(1)[14:] || m.Person.Level != "window" || !strings.HasPrefix(m.Org, "p-") {
		t.Errorf("%+v", m)
	}
	newcomer := s.hire("newcomer", "", "")
	s.hire("enter", haikou, "R10").want(403, "access.no_permission", "POST", "/v1/verified-persons", shown("newcomer", cardOf(3)))
	newcomer.want(403, "access.no_permission", "POST", "/v1/verified-persons", shown("newcomer", cardOf(3)))
	for code, of := range map[string]map[string]string{
		"account.no_person":       {"login": "newcomer", "name": "示例别人"},
		"account.document_number": {"number": cardOf(3)[:17] + "?"},
		"account.document":        {"document": "会员卡"},
		"access.not_apart":        {"login": "window", "name": "示例window"},
	} {
		in := shown("newcomer", cardOf(3))
		for k, v := range of {
			in[k] = v
		}
		a := s.clerk.ask("POST", "/v1/verified-persons", in)
		if a.code() != code || strings.Contains(a.text, in["number"][:14]) {
			t.Errorf("%s: %d %s", code, a.status, a.text)
		}
	}
	counter.Reseals(t, s.app.Pool, s.app.Sealer, account.Holders()[0], int(s.count(`select count(*) from account.verified`)))
	if n := s.count(`select count(*) from account.verified where sealed is null or position(convert_to('19900101', 'utf8') in sealed) > 0`); n != 0 {
		t.Errorf("%d links keep the number in clear, or not at all", n)
	}
	if n := s.count(`select count(*) from ledger.entry where kind = 'account.verified'`); n != 2 {
		t.Errorf("%d entries of two verifications", n)
	}
	if n := s.count(`select count(*) from ledger.entry e where e::text like '%19900101%' or e::text like '%' || '` + s.id + `' || '%'`); n != 0 {
		t.Errorf("the ledger names the person %d times", n)
	}
	own := s.sys.want(200, "window", "GET", "/v1/accounts/"+s.citizen.id, nil)
	for _, of := range []string{s.id, strconv.Quote(cardOf(1)[14:]), "tail"} { // four digits by themselves stand in many an id
		if strings.Contains(own.text, of) {
			t.Errorf("an officer is shown %s", of)
		}
	}
}

// TestOnePersonHasOneAccount: a second account for the same person is refused, in whatever form the number is written and
// however many windows try at once; verified again, the newer link counts and the number of the older is forgotten.
func TestOnePersonHasOneAccount(t *testing.T) {
	t.Parallel()
	s := newSettled(t)
	s.hire("second", "", "")
	again := shown("second", " "+strings.Replace(cardOf(1), "1990", "1990 ", 1))
	s.clerk.want(409, "account.person_taken", "POST", "/v1/verified-persons", again)
	s.clerk.want(201, "window", "POST", "/v1/verified-persons", shown("citizen", cardOf(1)))
	if id := s.me(s.citizen).Org; id != s.id {
		t.Errorf("verified again, the same person is %s and was %s", id, s.id)
	}
	if n := s.count(`select count(*) from account.verified where ended_why = 'replaced' and sealed is null`); n != 1 {
		t.Errorf("%d links replaced and forgotten", n)
	}
	s.hire("third", "", "")
	var made, refused atomic.Int32
	var wait sync.WaitGroup
	for _, login := range []string{"second", "third"} {
		wait.Go(func() {
			switch a := s.clerk.ask("POST", "/v1/verified-persons", shown(login, cardOf(4))); a.status {
			case http.StatusCreated:
				made.Add(1)
			case http.StatusConflict:
				refused.Add(1)
			}
		})
	}
	wait.Wait()
	if made.Load() != 1 || refused.Load() != 1 {
		t.Errorf("of two windows at once %d tied the person and %d were refused", made.Load(), refused.Load())
	}
}

// TestAPersonReadsItsOwnFileAndNobodyElses: its own records, also what is not public, with its own number masked; the file of
// another is what it is for everybody, and what is not public of it is not there.
func TestAPersonReadsItsOwnFileAndNobodyElses(t *testing.T) {
	t.Parallel()
	s := newSettled(t)
	var own struct {
		View    string
		Records []struct{ ID string }
	}
	a := s.citizen.want(200, `"view":"full"`, "GET", fileOfFirm+s.id+"/records", nil)
	if a.read(t, &own); len(own.Records) != 2 || strings.Contains(a.text, cardOf(1)) || a.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("its own file: %.800s", a.text)
	}
	for _, r := range own.Records {
		s.citizen.want(200, r.ID, "GET", "/v1/records/"+r.ID, nil)
	}
	for _, c := range []*caller{s.other, s.visitor("anybody")} {
		c.want(200, `"records":[]`, "GET", fileOfFirm+s.id+"/records", nil)
		hidden := 0
		for _, r := range own.Records {
			if got := c.ask("GET", "/v1/records/"+r.ID, nil); got.status == http.StatusNotFound {
				hidden++
			} else if strings.Contains(got.text, "示例甲") || strings.Contains(got.text, "CF_SY") {
				t.Errorf("%s is shown %.300s", c.who, got.text)
			}
		}
		if hidden != 1 {
			t.Errorf("%d of the two records are not there for %s, want the one that is not public", hidden, c.who)
		}
	}
	s.other.want(403, "record.no_reach", "GET", fileOfFirm+s.id+"/records", nil, "X-Purpose", "supervision", "X-Case", "A-1")
	s.other.want(404, "disclosure.unknown_firm", "GET", "/v1/my/views?firm="+s.id, nil)
	s.other.want(404, "disclosure.unknown_firm", "GET", "/v1/my/consents?firm="+s.id, nil)
	s.other.want(404, "signin.no_choice", "PUT", "/v1/session/post", map[string]string{"delegation_id": s.link()})
}

// link is the citizen's link, as the officers who may take it away see it.
func (s *settled) link() string {
	s.t.Helper()
	var a struct{ Person struct{ ID string } }
	s.sys.want(200, "", "GET", "/v1/accounts/"+s.citizen.id, nil).read(s.t, &a)
	return a.Person.ID
}

// TestTheLinkIsTakenAwayByTwoAndGoneThatMoment: one officer asks, the other decides; the session that read the file a moment
// ago reads nothing, and signing in again gives an account that is nobody.
func TestTheLinkIsTakenAwayByTwoAndGoneThatMoment(t *testing.T) {
	t.Parallel()
	s := newSettled(t)
	account := "/v1/accounts/" + s.citizen.id
	unlink := map[string]string{"kind": "unlink", "reason": "核验有误"}
	nobody := s.hire("newcomer", "", "")
	s.sys.want(409, "account.not_verified", "POST", "/v1/accounts/"+nobody.id+"/requests", unlink)
	s.clerk.want(403, "access.no_permission", "POST", account+"/requests", unlink)
	s.citizen.want(403, "access.no_permission", "POST", account+"/requests", unlink)
	s.sys.want(200, `"waiting":"unlink"`, "POST", account+"/requests", unlink)
	s.sys.want(403, "access.no_permission", "POST", account+"/approval", map[string]any{"approve": true})
	s.citizen.want(200, `"view":"full"`, "GET", fileOfFirm+s.id+"/records", nil)
	s.sec.want(200, "active", "POST", account+"/approval", map[string]any{"approve": true})
	s.citizen.want(401, "access.signed_out", "GET", "/v1/my/views", nil)
	s.citizen.want(200, `"view":"public"`, "GET", fileOfFirm+s.id+"/records", nil)
	s.citizen.signIn()
	if m := s.me(s.citizen.asItself()); m.Itself || m.Org != "" || m.Person != nil || len(m.May) != 1 {
		t.Errorf("after the link is gone: %+v", m)
	}
	s.citizen.want(403, "access.no_permission", "GET", "/v1/my/views", nil)
	s.hire("second", "", "") // and the person may have another account
	s.clerk.want(201, "window", "POST", "/v1/verified-persons", shown("second", cardOf(1)))
	s.sec.want(409, "account.nothing_asked", "POST", account+"/approval", map[string]any{"approve": true})
}

// TestF24_6_APersonSeesWhoViewedIt: an officer reads what is not public for a case; the day after, and not before, the person
// sees which body, why and what, and may question it; the neighbour sees nothing.
func TestF24_6_APersonSeesWhoViewedIt(t *testing.T) {
	t.Parallel()
	s := newSettled(t)
	officer := s.hire("officer", haikou, "R7")
	officer.want(200, `"view":"full"`, "GET", fileOfFirm+s.id+"/records", nil, "X-Purpose", "approval", "X-Case", "XK-2026-9")
	s.citizen.want(200, `"views":[]`, "GET", "/v1/my/views", nil)
	s.on("2026-11-24", s.citizen, s.other)
	var seen struct {
		Views []struct {
			ID, Org, Body string
			Fields        []string
		}
	}
	a := s.citizen.asItself().want(200, "海口市示例局", "GET", "/v1/my/views", nil)
	if a.read(t, &seen); len(seen.Views) != 1 || seen.Views[0].Org != haikou || len(seen.Views[0].Fields) == 0 || strings.Contains(a.text, "示例officer") {
		t.Fatalf("%.600s", a.text)
	}
	s.other.asItself().want(200, `"views":[]`, "GET", "/v1/my/views", nil)
	question := "/v1/my/views/" + seen.Views[0].ID + "/question"
	s.other.want(404, "disclosure.unknown_view", "POST", question, map[string]string{"words": "为什么查我？"})
	s.citizen.want(204, "", "POST", question, map[string]string{"words": "为什么查我？"})
	s.citizen.want(200, "为什么查我？", "GET", "/v1/my/views", nil)
}

// TestF08_7_APersonConsentsAndTakesItBack: a bank reads a person's records only while the person's own consent holds.
func TestF08_7_APersonConsentsAndTakesItBack(t *testing.T) {
	t.Parallel()
	s := newSettled(t)
	bank := code("91460000", "XYQQ0601")
	s.sys.want(200, bank, "POST", "/v1/orgs", map[string]string{"id": bank, "name": "海南示例银行", "parent": operator, "region": "460000", "kind": "agency"})
	banker := s.hire("banker", bank, "R23")
	read := func(consent string) answer {
		return banker.ask("GET", fileOfFirm+s.id+"/records", nil, "X-Purpose", "finance", "X-Case", "DK-2026-7", "X-Consent", consent)
	}
	var c struct {
		ID string `json:"id"`
	}
	s.citizen.want(201, "", "POST", "/v1/my/consents", map[string]any{"grantee": bank, "fields": []string{"penalty"}, "purpose": "finance", "until": "2026-12-31"}).read(t, &c)
	if a := read(c.ID); a.status != 200 || !strings.Contains(a.text, `"view":"full"`) || strings.Contains(a.text, cardOf(1)) {
		t.Fatalf("under the consent: %d %.400s", a.status, a.text)
	}
	s.other.want(404, "disclosure.unknown_consent", "DELETE", "/v1/my/consents/"+c.ID, nil)
	s.citizen.want(204, "", "DELETE", "/v1/my/consents/"+c.ID, nil)
	if a := read(c.ID); a.code() != "disclosure.no_consent" {
		t.Errorf("after it was taken back: %d %.400s", a.status, a.text)
	}
}

// TestF27_1_APersonObjectsToItsOwnRecord: in its own matter a person files as a firm does, signed in as itself; the record is
// marked at once, and the neighbour cannot object to it, nor see the case.
func TestF27_1_APersonObjectsToItsOwnRecord(t *testing.T) {
	t.Parallel()
	s := newSettled(t)
	var own struct{ Records []struct{ ID string } }
	s.citizen.want(200, "", "GET", fileOfFirm+s.id+"/records", nil).read(t, &own)
	in := map[string]any{"about": "record", "records": []string{own.Records[0].ID}, "ground": "incorrect", "statement": "这不是我。"}
	s.other.want(404, "objection.no_record", "POST", "/v1/objections", in)
	var got struct {
		Case   string
		Marked bool
	}
	s.citizen.want(200, `"marked":true`, "POST", "/v1/objections", in, "Idempotency-Key", "k-1").read(t, &got)
	s.citizen.want(200, got.Case, "POST", "/v1/objections", in, "Idempotency-Key", "k-1") // the second click
	s.citizen.want(200, got.Case, "GET", "/v1/cases/"+got.Case, nil)
	s.other.want(404, "caseflow.unknown", "GET", "/v1/cases/"+got.Case, nil)
	if n := s.count(`select count(*) from ledger.entry e where e::text like '%' || '` + s.id + `' || '%'`); n != 0 {
		t.Errorf("the ledger names the person %d times", n)
	}
}

// TestAPersonMayAskForRepairFromTheDayTheRuleNames: the rules of repair judge a person's record as a firm's, by the day; what
// is then missing is the proof of fulfilment. For the neighbour there is no such record.
func TestAPersonMayAskForRepairFromTheDayTheRuleNames(t *testing.T) {
	t.Parallel()
	s := newSettled(t)
	var own struct {
		Records []struct {
			ID string
			No string `json:"document_no"`
		}
	}
	s.citizen.want(200, "", "GET", fileOfFirm+s.id+"/records", nil).read(t, &own)
	fined := own.Records[0].ID
	if !strings.Contains(own.Records[0].No, "11号") {
		fined = own.Records[1].ID
	}
	in := map[string]any{"records": []string{fined}}
	s.citizen.want(409, "2027-02-23", "POST", "/v1/repairs", in)
	s.on("2027-02-22", s.citizen, s.other)
	s.citizen.want(409, "repair.too_early", "POST", "/v1/repairs", in)
	s.on("2027-02-23", s.citizen, s.other)
	s.citizen.want(422, "repair.proof_missing", "POST", "/v1/repairs", in)
	s.other.want(404, "repair.no_record", "POST", "/v1/repairs", in)
}
