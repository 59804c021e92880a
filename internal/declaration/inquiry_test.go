package declaration

import (
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/record"
)

func TestTheTableOfInquiriesIsSound(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	counter.Must(t, err)
	for _, f := range Flow().Check(lib) {
		t.Error(f)
	}
	for _, m := range Flow().Moves {
		if m.By == caseflow.Platform && !slices.Contains([]caseflow.State{Heard, Lapsed}, m.To) {
			t.Errorf("the platform itself does %s (G9)", m.Act)
		}
	}
}

// TestF11_4_ToARecordByNoticeReplyAndTwoOfficers: with document, article and service, or not at all.
func TestF11_4_ToARecordByNoticeReplyAndTwoOfficers(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	v, id := o.differing()
	if got := o.look("owner", v.ID); got.Case != "" {
		t.Error("the firm sees a case it was not told of")
	}
	counter.Want[any](o.Counter, "stranger", "GET", "/v1/cases/"+id, nil, "caseflow.unknown")
	counter.Want[any](o.Counter, "ohandler", "GET", "/v1/cases/"+id, nil, "caseflow.unknown")
	o.do("handler", id, Propose, fields{"outcome": asFalse, "reason": "跳过告知"}, "caseflow.not_now")
	o.do("handler", id, Notify, o.served(noticeService, fields{"facts": "票据号不存在（虚构）。"}), "")
	counter.Want[any](o.Counter, "owner", "POST", "/v1/declarations/"+v.ID+"/withdrawal", nil, "declaration.under_inquiry")
	o.do("handler", id, Receive, fields{"statement": "邮寄的说明（虚构）。"}, "")
	o.do("owner", id, Answer, fields{"statement": "票据由经办人提供（虚构）。"}, "")
	o.do("both", id, Propose, fields{"outcome": asFalse, "reason": "理由"}, "")
	o.do("both", id, Decide, fields{}, "access.not_apart")
	o.do("decider", id, Return, fields{"reason": "补充故意的证据"}, "")
	o.decided(id, asFalse)
	if _, page := o.Send("owner", "GET", "/v1/cases/"+id, nil); strings.Contains(string(page), "理由（虚构）") || !strings.Contains(string(page), "票据号不存在") {
		t.Errorf("the firm reads a decision that is not served: %s", page)
	}
	o.do("handler", id, CloseError, fields{}, "caseflow.needs")
	before := o.Count(`select count(*) from record.version`)
	o.Dies.Store(true)
	c, err := o.cases.Find(t.Context(), o.DB, id)
	counter.Must(t, err)
	status, _ := o.Send("handler", "POST", "/v1/cases/"+id+"/acts/"+string(ServeRecord), map[string]any{"version": c.Version, "fields": o.served(decisionService, nil)})
	if o.Dies.Store(false); status < 500 || o.Count(`select count(*) from record.version`) != before {
		t.Errorf("half of it stayed: %d", status)
	}
	o.do("handler", id, ServeRecord, o.served(decisionService, nil), "")
	all, err := record.Of(t.Context(), o.DB, firmID, time.Time{})
	counter.Must(t, err)
	if len(all) != 1 || all[0].Item != item || !strings.Contains(all[0].Basis, "（十一）") || !strings.Contains(all[0].Basis, id) || all[0].State != record.Effective {
		t.Fatalf("%+v", all)
	}
	if o.state(id) != Recorded || len(o.told("2026-11-23", Government)) != 0 {
		t.Error("it still counts, or the case is open")
	}
	for paper, words := range map[string]string{"notice": "善意错误", "record": "行政复议"} {
		if status, b := o.Send("owner", "GET", "/v1/declarations/cases/"+id+"/papers/"+paper, nil); status != 200 || !strings.Contains(string(b), words) {
			t.Errorf("%s: %d", paper, status)
		}
	}
	counter.Want[any](o.Counter, "stranger", "GET", "/v1/declarations/cases/"+id+"/papers/notice", nil, "caseflow.unknown")
	counter.Want[any](o.Counter, "owner", "GET", "/v1/declarations/cases/"+id+"/papers/closed", nil, "declaration.no_paper")
}

// TestF11_4_AnHonestErrorLeavesNoRecord: explained and withdrawn, found true, or withdrawn before anybody was told.
func TestF11_4_AnHonestErrorLeavesNoRecord(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	v, id := o.differing()
	o.do("handler", id, Notify, o.served(noticeService, fields{"facts": "票据号不符（虚构）。"}), "")
	o.do("stranger", id, Own, fields{"statement": "不是我的"}, "caseflow.unknown")
	o.do("owner", id, Own, fields{"statement": "录入时抄错一位（虚构）。"}, "")
	o.decided(id, asError)
	o.do("handler", id, CloseError, fields{}, "")
	if got := o.look("owner", v.ID); got.State != Withdrawn || got.Case != "" {
		t.Errorf("%+v", got)
	}
	if status, b := o.Send("owner", "GET", "/v1/declarations/cases/"+id+"/papers/closed", nil); status != 200 || !strings.Contains(string(b), "不作任何不利记录") {
		t.Errorf("%d", status)
	}
	early, early2 := o.differing()
	if got := counter.Want[View](o.Counter, "owner", "POST", "/v1/declarations/"+early.ID+"/withdrawal", nil, ""); got.State != Withdrawn || o.state(early2) != Lapsed {
		t.Errorf("%+v", got)
	}
	dismissed, case3 := o.differing()
	o.do("handler", case3, Dismiss, fields{"findings": "与受赠单位核对一致（虚构）。"}, "")
	if got := o.look("owner", dismissed.ID); got.State != Verified || !got.Counts {
		t.Errorf("%+v", got)
	}
	cleared, case4 := o.differing()
	o.do("handler", case4, Notify, o.served(noticeService, fields{"facts": "票据号不符（虚构）。"}), "")
	o.On("2026-11-30")
	o.sweep()
	if o.state(case4) != Notified {
		t.Error("the time to answer ended a day early")
	}
	o.On("2026-12-01")
	o.sweep()
	if o.state(case4) != Heard {
		t.Error("the time to answer did not end")
	}
	o.decided(case4, asTrue)
	o.do("handler", case4, CloseTrue, fields{}, "")
	if o.look("owner", cleared.ID).State != Verified || o.Count(`select count(*) from record.version`) != 0 {
		t.Error("something was recorded of what was no falsehood")
	}
}

// TestF11_4_ACorrectionTakesThePlaceOfAnError: without any case, once it can no longer be taken back.
func TestF11_4_ACorrectionTakesThePlaceOfAnError(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	v := o.declare(welfare("示票 1 号"), o.file("owner", "receipt", "票据"))
	s := o.signing(welfare("示票 2 号"), o.file("owner", "receipt", "另一票据"))
	s.Replaces = v.ID
	next := counter.Want[View](o.Counter, "owner", "POST", "/v1/declarations", s, "")
	if o.look("owner", v.ID).State != Unverified {
		t.Error("replaced while the correction can be taken back")
	}
	counter.Want[View](o.Counter, "owner", "POST", "/v1/declarations/"+next.ID+"/waiver", nil, "")
	if o.look("owner", v.ID).State != Replaced {
		t.Error("the error stands beside its correction")
	}
	counter.Want[any](o.Counter, "owner", "POST", "/v1/declarations", s, "declaration.over")
	counter.Want[any](o.Counter, "handler", "POST", "/v1/declarations/"+next.ID+"/inquiry", Inquiring{"无不符"}, "declaration.not_different")
}
