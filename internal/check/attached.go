package check

import (
	"context"
	"encoding/hex"
	"log/slog"
	"slices"
	"strconv"

	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// MarketReport is a credit report of the market attached to a check by whoever asks. It is verified and never asked for again; nothing
// follows from it (F07-9, G2).
type MarketReport struct {
	Agency     string       `json:"agency" maxLength:"18" doc:"unified social credit code of the agency that issued it"`
	Number     string       `json:"number" maxLength:"64"`
	Kind       string       `json:"kind" enum:"credit,rating"`
	IssuedOn   workday.Date `json:"issued_on"`
	ValidUntil workday.Date `json:"valid_until,omitempty" doc:"last day, where the report names one"`
	SHA256     string       `json:"sha256" maxLength:"64" doc:"of the file, in hexadecimal"`
	Signature  []byte       `json:"signature,omitempty" maxLength:"400" doc:"base64; of the agency where it has a key: over the lines \"xinheng market report v1\", agency, subject, number, kind, issued_on, valid_until (empty when there is none) and sha256, each ended by a line feed"`
}

// Attached is what became of an attached report: verified, or why it is not taken. The check is answered either way, and alike.
type Attached struct {
	Agency   string    `json:"agency,omitempty"`
	Name     law.Text2 `json:"agency_name"`
	Number   string    `json:"number,omitempty"`
	SHA256   string    `json:"sha256,omitempty"`
	Verified bool      `json:"verified"`
	Signed   bool      `json:"signed" doc:"the agency's signature was verified"`
	Why      string    `json:"why" enum:"verified,malformed,matter,person,kind,unlicensed,licence_not_begun,licence_ended,agency_kind,not_yet,expired,too_old,unsigned,signature,unavailable"`
	Sentence law.Text2 `json:"sentence"`
}

// Voucher looks an agency up and verifies what it signed: how the register of agencies answers, wired by the program. Why is empty when it
// is licensed for the kind on both days and the signature, where it has a key, is right.
type Voucher func(ctx context.Context, subject string, on workday.Date, r MarketReport) (Vouched, error)

// Vouched is what the register of agencies says of a report.
type Vouched struct {
	Name   law.Text2
	Signed bool
	Why    string
}

// attach verifies a report that came with a check. It sees no fact and gives none; a register that cannot be read holds up no check.
func (d *Desk) attach(ctx context.Context, q *question, subject string, r *MarketReport) *Attached {
	if r == nil {
		return nil
	}
	a := &Attached{}
	if a.Why = r.formed(); a.Why == "" {
		a.Agency, a.Number, a.SHA256 = r.Agency, r.Number, r.SHA256
		a.Why = r.admitted(q.book, q.matter.Code, subject, q.on)
	}
	switch {
	case a.Why != "":
	case d.Vouch == nil:
		a.Why = "unavailable"
	default:
		v, err := d.Vouch(ctx, subject, q.on, *r)
		if a.Name, a.Signed, a.Why = v.Name, v.Signed, v.Why; err != nil {
			slog.ErrorContext(ctx, "an attached report could not be verified", "error", err)
			a.Signed, a.Why = false, "unavailable"
		}
	}
	if a.Verified = a.Why == ""; a.Verified {
		a.Why = "verified"
	}
	a.Sentence = attachedWhy[a.Why]
	return a
}

// formed says whether what identifies the report can be what it says it is.
func (r *MarketReport) formed() string {
	sum, err := hex.DecodeString(r.SHA256)
	if _, _, bad := ident.ParseUSCC(r.Agency); bad != nil || err != nil || len(sum) != 32 || !fits(r.Number) || r.IssuedOn == 0 {
		return "malformed"
	}
	return ""
}

// admitted judges whether a matter takes such a report on a day: pure, from the law alone.
func (r *MarketReport) admitted(book *law.Book, matter, subject string, on workday.Date) string {
	rule, ok := book.MarketReportFor(matter)
	switch {
	case isPerson(subject):
		return "person"
	case !ok:
		return "matter"
	case !slices.Contains(rule.Kinds, r.Kind):
		return "kind"
	case r.IssuedOn > on:
		return "not_yet"
	case r.ValidUntil != 0 && on > r.ValidUntil:
		return "expired"
	case on > r.IssuedOn.AddMonths(rule.Months):
		return "too_old"
	}
	return ""
}

func (a *Attached) appendTo(b []byte) []byte {
	b = append(b, '{')
	if a.Agency != "" {
		b = append(text(append(b, `"agency":`...), a.Agency), ',')
	}
	b = text2(append(b, `"agency_name":`...), a.Name)
	b = optional(b, "number", a.Number)
	b = optional(b, "sha256", a.SHA256)
	b = strconv.AppendBool(append(b, `,"verified":`...), a.Verified)
	b = strconv.AppendBool(append(b, `,"signed":`...), a.Signed)
	b = text(append(b, `,"why":`...), a.Why)
	return append(text2(append(b, `,"sentence":`...), a.Sentence), '}')
}

var attachedWhy = map[string]law.Text2{
	"verified":          {ZH: "所附市场信用报告已核验：机构有资质、报告在有效期内；不必再向当事人索要。核验不影响查验结论。", EN: "The attached report is verified: its agency is licensed and it is still valid. Do not ask the subject for it again; it changes no outcome."},
	"malformed":         {ZH: "所附报告的机构代码、编号、日期或摘要不合格式，未核验；请核对后重新附上。查验照常。", EN: "Agency, number, date or hash of the attached report are not well formed, so it was not verified; check them and attach it again. The check is answered all the same."},
	"matter":            {ZH: "该事项不附市场信用报告，未核验；请按查验结论办理。", EN: "No market report is attached to this matter, so it was not verified; go by the outcome of the check."},
	"person":            {ZH: "查验自然人不附市场信用报告，未核验；请按查验结论办理。", EN: "No market report is attached to a check of a person, so it was not verified; go by the answer."},
	"kind":              {ZH: "该事项不接受这一种类的报告，未核验；请按查验结论办理。", EN: "This matter takes no report of that kind, so it was not verified; go by the outcome of the check."},
	"unlicensed":        {ZH: "名录中没有这家机构，不予采用；可在信用服务机构名录中核对。查验照常。", EN: "The agency is not in the register, so its report is not taken; look it up there. The check is answered all the same."},
	"licence_not_begun": {ZH: "出具之日该机构尚无资质，不予采用；请按查验结论办理。", EN: "The agency was not licensed yet on the day of issue, so the report is not taken; go by the outcome of the check."},
	"licence_ended":     {ZH: "该机构的资质已到期，不予采用；请按查验结论办理。", EN: "The licence of the agency has ended, so the report is not taken; go by the outcome of the check."},
	"agency_kind":       {ZH: "该机构没有出具这一种类报告的资质，不予采用；请按查验结论办理。", EN: "The agency may not issue reports of that kind, so it is not taken; go by the outcome of the check."},
	"not_yet":           {ZH: "报告的出具日期在查验日期之后，不予采用；请核对日期。", EN: "The report is of a day after the one asked about, so it is not taken; check the date."},
	"expired":           {ZH: "报告已过其载明的有效期，不予采用；请按查验结论办理。", EN: "The report is past the last day it names, so it is not taken; go by the outcome of the check."},
	"too_old":           {ZH: "报告出具已久，超过可附的时限，不予采用；请按查验结论办理。", EN: "The report is older than may be attached, so it is not taken; go by the outcome of the check."},
	"unsigned":          {ZH: "该机构已登记公钥而报告未附签名，不予采用；请取得签名后重新附上。", EN: "The agency has a key and the report has no signature, so it is not taken; attach it with its signature."},
	"signature":         {ZH: "签名与该机构的公钥或报告内容不符，不予采用；请向机构核实。", EN: "The signature is not by the agency's key over this report, so it is not taken; ask the agency."},
	"unavailable":       {ZH: "机构名录暂时不能核对，未核验；请稍后重试。查验照常。", EN: "The register of agencies could not be read, so it was not verified; try again later. The check is answered all the same."},
}
