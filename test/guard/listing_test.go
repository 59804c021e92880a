package guard

import (
	"context"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// TestS8_AnExpiredCertificateEndsTheRightToDecideAListing: who decides about lists and bans needs a certificate that is good today:
// not the day before its first, on its first and last, and not the day after.
func TestS8_AnExpiredCertificateEndsTheRightToDecideAListing(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	handler, decider := h.hire("l-handler", haikou, "R12"), h.hire("l-decider", haikou, "R13")
	h.must(h.app.Pool.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		rule := account.CertificateRule{Role: "R13", Kind: "listing-basics", From: workday.MustParse(today), Basis: "示例规则（虚构）"}
		if err := h.app.Accounts.RequireCertificate(ctx, tx, access.CLI(), rule); err != nil {
			return err
		}
		return h.app.Accounts.Certify(ctx, tx, access.CLI(), account.Certificate{Account: decider.id, Kind: "listing-basics",
			From: workday.MustParse("2026-11-25"), Until: workday.MustParse("2026-11-26")})
	}))
	for day, right := range map[string]bool{"2026-11-24": false, "2026-11-25": true, "2026-11-26": true, "2026-11-27": false} {
		h.on(day, handler, decider)
		var c struct {
			Case    string
			Version int
		}
		handler.want(201, "MD-", "POST", "/v1/listings", map[string]string{"kind": "listing", "uscc": firm, "list": "samr-serious", "source": "虚构的检查"}).read(t, &c)
		act := func(who *caller, status int, says, act string, fields map[string]string) {
			t.Helper()
			who.want(status, says, "POST", "/v1/cases/"+c.Case+"/acts/"+act, map[string]any{"version": c.Version, "fields": fields}).read(t, &c)
		}
		act(handler, 200, "proposed", "propose", map[string]string{"facts": "虚构的事实。", "instrument": "samr-44", "article": "第二条", "conduct": "breach.general"})
		act(handler, 200, "proposed", "override", map[string]string{"severity": "serious", "reason": "虚构的理由。"})
		if right {
			act(decider, 200, "proposed", "confirm_override", map[string]string{})
		} else {
			decider.want(404, "caseflow.unknown", "POST", "/v1/cases/"+c.Case+"/acts/confirm_override", map[string]any{"version": c.Version, "fields": map[string]string{}})
		}
	}
}
