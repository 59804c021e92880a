package story

import (
	"net/http"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/exchange"
	"xinheng/internal/law"
)

// subscribed makes the buyer a consumer of what is published, as two officers would.
func (r *road) subscribed() {
	r.t.Helper()
	ctx := r.t.Context()
	t, err := r.app.Exchange.Propose(ctx, access.Actor{ID: "person:system", Kind: access.KindPerson}, "buyer", exchange.Draft{
		Name: law.Text2{ZH: "海南省示例采购中心", EN: "example procurement centre"}, Kind: exchange.Consumer, Org: buyer, Rule: "示例共享协议", Active: true})
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err = r.app.Exchange.Decide(ctx, access.Actor{ID: "person:safety", Kind: access.KindPerson}, "buyer", t.Version, true); err != nil {
		r.t.Fatal(err)
	}
}

type notices struct {
	Notices []struct {
		ID, Kind, About, Reason string
		AcknowledgedAt          *time.Time `json:"acknowledged_at"`
	}
}

// A bureau reports a repair: within five minutes of real time the page and the API answer 410, the feed has its tombstone,
// our own portal was read again and found so, and the consumer finds a tombstone it must acknowledge.
func TestF19_4_F09_10_ARepairTakesDownEverywhere(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := &road{stage: s, reporter: s.key(bureau, bureauName, access.ScopeIntake, access.ScopeRead), asking: s.key(buyer, "海南省示例采购中心", access.NoticeRead)}
	r.subscribed()
	r.registered()
	r.reports()
	r.looksUp(r.grave, http.StatusOK)
	r.news()
	if err := s.app.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if lines, err := s.app.Exchange.Of(t.Context(), r.grave.ID); err != nil || len(lines) != 0 {
		t.Fatalf("what nobody ended has lines in the sync ledger: %v %v", lines, err)
	}
	r.day("2027-08-20")
	started := time.Now()
	r.deliver(r.reporter, "repair", map[string]string{"信用主体名称": firmName, "统一社会信用代码": firm, "原信息类别": "行政处罚",
		"原决定文书号": r.grave.DocumentNo, "原认定机关统一社会信用代码": bureau, "修复决定文书号": "示市监修〔2027〕3号", "修复决定日期": "2027-08-20",
		"修复机关": bureauName, "修复机关统一社会信用代码": bureau, "修复依据": "《信用修复管理办法》"})
	r.looksUp(r.grave, http.StatusGone)
	r.expect("the feed's tombstone", r.news(), []string{r.grave.ID + " repaired"})
	if err := s.app.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	lines, err := s.app.Exchange.Of(t.Context(), r.grave.ID)
	if err != nil || len(lines) != 1 || lines[0].State != exchange.Acknowledged || lines[0].Target != "own-portal" || lines[0].Reason != "repaired" {
		t.Errorf("the sync ledger: %+v %v", lines, err)
	}
	if took := time.Since(started); took > 5*time.Minute {
		t.Errorf("it took %s", took)
	}
	inbox := read[notices](s, s.ask(http.MethodGet, "/v1/inbox", r.asking, nil), http.StatusOK)
	if len(inbox.Notices) != 1 || inbox.Notices[0].Kind != "tombstone" || inbox.Notices[0].About != r.grave.ID {
		t.Fatalf("%+v", inbox)
	}
	s.ask(http.MethodPost, "/v1/inbox/"+inbox.Notices[0].ID+"/acknowledgement", r.asking, nil)
	inbox = read[notices](s, s.ask(http.MethodGet, "/v1/inbox?all=true", r.asking, nil), http.StatusOK)
	if len(inbox.Notices) != 1 || inbox.Notices[0].AcknowledgedAt == nil {
		t.Errorf("%+v", inbox)
	}
	if err := s.app.Jobs.Run(t.Context(), "exchange.probe"); err != nil {
		t.Fatal(err)
	}
	if open, err := s.app.Exchange.Tickets(t.Context(), access.CLI(), false); err != nil || len(open) != 0 {
		t.Errorf("%v %v", open, err)
	}
}
