package story

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"xinheng/internal/access"
)

// A firm is put on a list it does not belong on. Two answers are given on that ground; the firm objects, the body that decided
// deletes the entry, and with the decision its page is gone, checks are clear, and whoever was given
// the wrong answer has a letter to acknowledge (F27-4).
func TestF27_4_AWronglyListedFirmIsClearedAndWhoeverWasToldIsToldAgain(t *testing.T) {
	t.Parallel()
	s := newStageOn(t, "2026-11-02")
	h := &hit{stage: s}
	f := h.officers()
	reporter := h.key(bureau, bureauName, access.ScopeIntake)
	h.ask(http.MethodPost, "/v1/intake/entity", reporter, []byte("统一社会信用代码,企业名称,主体类型,登记状态,行政区划\n"+mistaken+","+sharedName+",企业,存续,460105\n"), "X-File-Name", "entity.csv")
	h.clerk, h.handler, h.decider = f.hire("clerk", permits, "R7"), f.hire("handler", bureau, "R12"), f.hire("decider", bureau, "R13")
	h.boss = f.hire("boss", "", "")
	f.sys.want(201, "R3", "POST", "/v1/delegations", map[string]any{"firm": mistaken, "login": "boss", "name": "示例boss", "role": "R3"})
	h.boss.actsFor()
	row := entry("示执〔2026〕9号", sharedName, mistaken, "")
	row["HMDMC"] = "procurement-serious"
	h.expect("taken in", h.deliver(reporter, "list_entry", row).Accepted, int64(1))
	h.record = read[file](s, h.ask(http.MethodGet, "/v1/entities/"+mistaken+"/records", "", nil), 200).Records[0].ID

	h.day("2026-11-03")
	h.clerk.today()
	for range 2 {
		h.expect("a check is answered on the wrong ground", h.asks().Outcome != "clear", true)
	}
	h.day("2026-11-05")
	var r struct{ Case string }
	_ = json.Unmarshal(h.boss.today().actsFor().want(200, "case", "POST", "/v1/objections", map[string]any{"about": "listing", "records": []string{h.record}, "ground": "incorrect",
		"statement": "决定书所列当事人不是我公司（虚构）。"}).body, &r)
	h.number = r.Case
	h.expect("it is marked at once", h.shown() > 0, true)
	h.day("2026-11-09")
	h.does(h.handler, "verify", nil)
	h.does(h.handler, "propose", map[string]any{"outcome": "delete", "findings": "核对决定书，当事人另有其人（虚构）。", "source_ref": "SJ-2026-9"})
	h.does(h.decider, "delete", nil)

	h.expect("its page is gone", func() int { status, _ := h.page("/records/" + h.record); return status }(), http.StatusGone)
	h.clerk.today()
	h.expect("a check is clear", h.asks().Outcome, "clear")
	note := h.inbox(permitsName, h.clerk.want(200, "notices", "GET", "/v1/inbox", nil))
	letter := string(h.clerk.want(200, sharedName, "GET", "/v1/objections/"+h.number+"/letter", nil).body)
	h.expect("both wrong answers are in the letter, and no other", len(answerNumber.FindAllString(letter, -1)), 2)
	h.expect("the letter names the entry", strings.Contains(letter, "〕9号"), true)
	h.clerk.want(200, "", "POST", "/v1/inbox/"+note+"/acknowledgement", nil)
	h.runs("objection.settle")
	h.expect("closed once all have acknowledged", h.says(), "closed")
}
