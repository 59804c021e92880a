package guard

import (
	"strings"
	"testing"
	"time"

	"xinheng/internal/workday"
)

// TestF13_2_F13_3_F13_5_ACommitmentIsKept takes story D1 on to its end, on the wiring of the program itself: signed, in effect after ten
// minutes, issued, compared with shared data, kept, and counted in public; what is under verification is nobody else's to see.
func TestF13_2_F13_3_F13_5_ACommitmentIsKept(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	lead, approver := h.hire("v-lead", operator, "R19"), h.hire("v-approver", haikou, "R7")
	handler, other := h.hire("v-handler", haikou, "R12"), h.hire("v-other", sanya, "R12")
	boss := h.boss("v-boss", rival)
	lead.want(200, "", "PUT", "/v1/undertakings/travel-agency/receivers", map[string]string{"org": haikou})
	var offer struct {
		SM3    string `json:"text_sm3"`
		Ticket string
	}
	boss.want(200, "text_sm3", "GET", "/v1/undertakings/travel-agency/offer?org="+haikou, nil).read(t, &offer)
	var signed struct{ ID string }
	boss.want(201, "", "POST", "/v1/commitments", map[string]any{"undertaking": "travel-agency", "org": haikou, "text_sm3": offer.SM3, "ticket": offer.Ticket}).read(t, &signed)
	round := func(name string) {
		t.Helper()
		h.must(h.app.Jobs.Run(t.Context(), name))
		h.settle()
	}
	round("commitment.release")
	if n := h.count(`select count(*) from verify.verification`); n != 0 {
		t.Errorf("%d verifications while it can be taken back", n)
	}
	h.clock.Add(int64(10 * time.Minute))
	round("commitment.release")
	handler.want(200, signed.ID, "GET", "/v1/verifications?state=due", nil)
	if a := other.want(200, "", "GET", "/v1/verifications", nil); strings.Contains(a.text, signed.ID) {
		t.Error("another body sees it")
	}
	other.want(404, "verify.unknown", "POST", "/v1/verifications/"+signed.ID+"/task", map[string]string{"entity_id": rival, "source": "虚构"})
	round("verify.compare")
	if n := h.count(`select count(*) from verify.comparison`); n != 0 {
		t.Error("it was verified before anything was issued")
	}
	approver.want(200, "", "POST", "/v1/commitments/"+signed.ID+"/permit", map[string]string{"number": "L-HAN-示例0077"})
	a := handler.want(200, "2027-01-25", "GET", "/v1/verifications?state=due", nil) // two months from the licence, off a weekend
	if strings.Contains(a.text, `"late":true`) {
		t.Error(a.text)
	}
	round("verify.compare")
	h.visitor("anybody").want(200, `"status":"kept"`, "GET", "/v1/public/commitments/"+signed.ID, nil)
	h.visitor("anybody").want(200, `"kept":1`, "GET", "/v1/verification/figures?matter=travel-agency", nil)
	page := h.visitor("anybody").want(200, "承诺核查情况", "GET", "/verification", nil)
	if !strings.Contains(page.text, "100.0%") || strings.Contains(page.text, "三亚示例旅行社") {
		t.Error("the page does not count it, or names a firm")
	}
	t.Run("the round that fills gaps finds none", func(t *testing.T) {
		round("verify.reconcile")
		if n := h.count(`select count(*) from verify.verification`); n != 1 {
			t.Errorf("%d verifications of one commitment", n)
		}
	})
	t.Run("daily supervision opens a task, which is the body's alone", func(t *testing.T) {
		h.clock.Store(workday.MustParse("2026-12-01").Start().Add(9 * time.Hour).UnixNano())
		handler.signIn()
		var task struct{ Case string }
		handler.want(201, "HC-", "POST", "/v1/verifications/"+signed.ID+"/task", map[string]string{"entity_id": rival, "source": "检查 示检〔2026〕1号（虚构）"}).read(t, &task)
		other.signIn().want(404, "caseflow.unknown", "GET", "/v1/cases/"+task.Case, nil)
		other.want(404, "caseflow.unknown", "GET", "/v1/verifications/cases/"+task.Case+"/papers/notice", nil)
		handler.want(200, "looking", "GET", "/v1/cases/"+task.Case, nil)
	})
}
