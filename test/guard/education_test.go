package guard

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"xinheng/internal/workday"
)

// learn takes a course as somebody: it reads the questions, answers all but some of them rightly, and gives what came of it.
func (c *caller) learn(course string, wrong int) (r struct {
	Sitting, Outcome, Again string
	Certificate             *struct{ ID, Kind, From, Until string }
}) {
	c.h.t.Helper()
	var s struct {
		ID        string
		From      string `json:"course_from"`
		Questions []struct {
			ID      string
			Choices []struct{ ID string }
		}
	}
	c.want(201, "questions", "POST", "/v1/training/"+course+"/sittings", nil).read(c.h.t, &s)
	law, _ := c.h.app.Law.On(workday.MustParse(s.From)).Course(course)
	answers := map[string]string{}
	for i, q := range s.Questions {
		full, _ := law.Question(q.ID)
		answers[q.ID] = full.Right()
		for _, x := range q.Choices {
			if i < wrong && x.ID != full.Right() {
				answers[q.ID] = x.ID
			}
		}
	}
	c.want(200, "outcome", "POST", "/v1/training/sittings/"+s.ID+"/answers", map[string]any{"answers": answers}).read(c.h.t, &r)
	return r
}

// years sets the clock to a day long after and signs people in, with a new password where the old one has run out.
func (h *house) years(day string, people ...*caller) {
	h.t.Helper()
	h.clock.Store(workday.MustParse(day).Start().Add(9 * time.Hour).UnixNano())
	words := []string{password, "Short-Walk-08-Hill", "Slow-Swim-09-Lagoon", "Fast-Run-10-Field"}
	for _, p := range people {
		for i, word := range words {
			a := p.ask("POST", "/v1/session", map[string]string{"name": p.who, "password": word})
			if a.status != 200 {
				continue
			}
			if strings.Contains(a.text, "password_expired") {
				p.want(200, "signed_in", "PUT", "/v1/session/password", map[string]string{"old": word, "new": words[i+1]})
			}
			break
		}
	}
}

// TestF30_1_S8_AnExaminationUnlocksDecidingListings: an officer passes, the certificate is good from that day; once the demand is in
// force it carries the right to decide about lists and bans on its last day, and not on the day after, until it is renewed.
func TestF30_1_S8_AnExaminationUnlocksDecidingListings(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	handler, decider, late := h.hire("e-handler", haikou, "R12"), h.hire("e-decider", haikou, "R13"), h.hire("e-late", haikou, "R13")

	r := decider.learn("listing-officer", 2)
	if r.Outcome != "failed" || r.Certificate != nil || r.Again != "2026-11-24" {
		t.Fatalf("%+v", r)
	}
	decider.want(409, "education.again", "POST", "/v1/training/listing-officer/sittings", nil)
	h.sec.who = "sec"
	h.on("2026-11-24", h.sec, decider, handler, late)
	r = decider.learn("listing-officer", 1) // five of six
	if r.Outcome != "passed" || r.Certificate == nil || r.Certificate.From != "2026-11-24" || r.Certificate.Until != "2028-11-24" {
		t.Fatalf("%+v", r)
	}
	decider.want(200, r.Certificate.ID, "POST", "/v1/training/sittings/"+r.Sitting+"/answers", map[string]any{"answers": map[string]string{}}) // a second click
	decider.want(409, "education.already", "POST", "/v1/training/listing-officer/sittings", nil)
	h.sec.want(200, "2028-11-24", "GET", "/v1/accounts/"+decider.id, nil)

	t.Run("a demand leaves time, and is made by the security administrator", func(t *testing.T) {
		wish := map[string]string{"course": "listing-officer", "role": "R13", "from": "2026-12-21"} // 20 working days from 24 November: the 22nd
		h.sec.want(409, "2026-12-22", "POST", "/v1/training/demands", wish)
		decider.want(403, "", "POST", "/v1/training/demands", wish)
		wish["from"] = "2026-12-22"
		h.sec.want(422, "education.demand", "POST", "/v1/training/demands", map[string]string{"course": "listing-officer", "role": "R10", "from": "2026-12-22"})
		h.sec.want(201, "listing-officer", "POST", "/v1/training/demands", wish)
		h.sec.want(409, "education.demanded", "POST", "/v1/training/demands", wish)
		decider.want(200, `"from":"2026-12-22"`, "GET", "/v1/training", nil)
	})

	n := 0
	decides := func(who *caller, day string, may bool) {
		t.Helper()
		n++
		h.years(day, handler, who)
		var c struct {
			Case    string
			Version int
		}
		clue := map[string]string{"kind": "listing", "uscc": firm, "list": "samr-serious", "source": "虚构的检查"}
		if n%2 == 1 {
			clue["kind"], clue["list"] = "ban", ""
		}
		handler.want(201, "", "POST", "/v1/listings", clue).read(t, &c)
		fields := map[string]string{"facts": "虚构的事实。", "instrument": "samr-44", "article": "第二条", "conduct": "breach.general"}
		if n%2 == 1 {
			fields["ban_kind"], fields["scope"], fields["until"] = "market", "虚构的范围", "2029-06-30"
		}
		handler.want(200, "", "POST", "/v1/cases/"+c.Case+"/acts/propose", map[string]any{"version": c.Version, "fields": fields}).read(t, &c)
		handler.want(200, "", "POST", "/v1/cases/"+c.Case+"/acts/override", map[string]any{"version": c.Version,
			"fields": map[string]string{"severity": "serious", "reason": "虚构的理由。"}}).read(t, &c)
		status := http.StatusOK
		if !may {
			status = http.StatusNotFound
		}
		who.want(status, "", "POST", "/v1/cases/"+c.Case+"/acts/confirm_override", map[string]any{"version": c.Version, "fields": map[string]string{}})
	}
	decides(late, "2026-12-21", true) // the day before the demand begins
	decides(late, "2026-12-22", false)
	decides(decider, "2026-12-22", true)
	decides(decider, "2028-11-23", true)
	decides(decider, "2028-11-24", true) // the last day
	decides(decider, "2028-11-25", false)
	decides(decider, "2028-11-25", false) // a ban as well as a listing
	decider.want(200, `"met":false`, "GET", "/v1/training", nil)
	if r := decider.learn("listing-officer", 0); r.Certificate == nil {
		t.Fatalf("%+v", r)
	}
	decides(decider, "2028-11-25", true)
}

// TestF06_2_APractitionersCertificateIsVerifiable: by anybody who was given its number, without learning who the holder is.
func TestF06_2_APractitionersCertificateIsVerifiable(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	clerk := h.hire("f-window", operator, "R6")
	guide := h.citizen("f-guide", clerk, 7)
	anybody := h.visitor("anybody")
	anybody.want(200, "4-07-04-01", "GET", "/v1/courses", nil)
	if a := anybody.want(200, "units", "GET", "/v1/courses/guide-integrity", nil); strings.Contains(a.text, `"right"`) || strings.Contains(a.text, "why") {
		t.Error("the course tells the answers")
	}
	anybody.want(401, "", "POST", "/v1/training/guide-integrity/sittings", nil)
	r := guide.learn("guide-integrity", 0)
	if r.Certificate == nil || r.Certificate.Until != "2029-11-23" {
		t.Fatalf("%+v", r)
	}
	at := "/v1/certificates/" + r.Certificate.ID
	a := anybody.want(200, `"genuine":true`, "GET", at, nil)
	if !strings.Contains(a.text, `"good":true`) || strings.Contains(a.text, "示例f-guide") || a.header.Get("X-Robots-Tag") == "" || strings.Contains(a.text, guide.id) {
		t.Errorf("%s", a.text)
	}
	anybody.want(404, "education.no_certificate", "GET", at[:len(at)-1]+"0", nil)
	page := anybody.want(200, "证书真实，今日有效", "GET", "/certificates/"+r.Certificate.ID, nil)
	if strings.Contains(page.text, "示例f-guide") || !strings.Contains(page.text, "noindex") {
		t.Error("the page tells who the holder is, or may be indexed")
	}
	anybody.want(404, "", "GET", "/en/certificates/TC0", nil)
	for day, good := range map[string]string{"2029-11-22": "true", "2029-11-23": "true", "2029-11-24": "false"} {
		h.on(day)
		anybody.want(200, `"good":`+good, "GET", at, nil)
	}
	t.Run("renewed only near its end", func(t *testing.T) {
		h.years("2029-08-22", guide)
		guide.asItself().want(409, "2029-08-23", "POST", "/v1/training/guide-integrity/sittings", nil)
		h.years("2029-08-23", guide)
		guide.asItself().want(201, "", "POST", "/v1/training/guide-integrity/sittings", nil)
	})
}

// TestF06_1_AMatterTellsItsCourseToAnybody: before signing in, and what was completed for whom one acts after.
func TestF06_1_AMatterTellsItsCourseToAnybody(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	boss, other := h.boss("g-boss", firm), h.boss("g-rival", rival)
	h.visitor("anybody").want(200, "commitment-basics", "GET", "/v1/matters/commitment-entry/education", nil)
	boss.want(200, `"blocks":false`, "GET", "/v1/training/matters/commitment-entry", nil)
	boss.learn("commitment-basics", 0)
	boss.want(200, `"current":true`, "GET", "/v1/training/matters/commitment-entry", nil)
	other.want(200, `"current":false`, "GET", "/v1/training/matters/commitment-entry", nil)
	boss.want(403, "", "GET", "/v1/training/figures", nil)
	lead := h.hire("g-lead", operator, "R19")
	lead.want(200, `"passed":1`, "GET", "/v1/training/figures", nil)
}
