package agency

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/workday"
)

// ReportText is what an agency signs of a market report about a subject.
func ReportText(subject string, r check.MarketReport) []byte {
	return fmt.Appendf(nil, "xinheng market report v1\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n", r.Agency, subject, r.Number, r.Kind, r.IssuedOn, r.ValidUntil, strings.ToLower(r.SHA256))
}

// Vouch says whether a market report is by an agency that was licensed for its kind when it issued it and still is on the day of the check,
// and whether it signed it (F07-9). That its data agreement has ended is no reason: the licence is not the agreement.
func (d *Desk) Vouch(ctx context.Context, subject string, on workday.Date, r check.MarketReport) (check.Vouched, error) {
	a, err := inForce(ctx, d.db, r.Agency)
	if fault.Is(err, "agency.no_agreement") {
		return check.Vouched{Why: "unlicensed"}, nil
	}
	if err != nil {
		return check.Vouched{}, err
	}
	v := check.Vouched{Name: a.Name}
	v.Why, v.Signed = a.vouch(subject, on, &r)
	return v, nil
}

// vouch judges a report by the entry of its agency.
func (t *Terms) vouch(subject string, on workday.Date, r *check.MarketReport) (why string, signed bool) {
	switch {
	case r.IssuedOn < t.LicensedFrom:
		return "licence_not_begun", false
	case t.LicensedUntil != 0 && on > t.LicensedUntil:
		return "licence_ended", false
	case !slices.Contains(t.ReportKinds, r.Kind):
		return "agency_kind", false
	case t.KeySuite == "":
		return "", false
	case len(r.Signature) == 0:
		return "unsigned", false
	case !t.signed(ReportText(subject, *r), r.Signature):
		return "signature", false
	}
	return "", true
}
