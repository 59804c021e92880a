package agency

import (
	"context"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Terms are what an agreement says: entered by one person, approved by another.
type Terms struct {
	Org           string       `json:"org" maxLength:"18" doc:"unified social credit code of the agency; a body of this platform"`
	Name          law.Text2    `json:"name"`
	Kind          string       `json:"kind" enum:"credit_reporting,rating,bank,service"`
	FilingNo      string       `json:"filing_no" maxLength:"60" doc:"number of its filing or licence"`
	LicensedFrom  workday.Date `json:"licensed_from"`
	LicensedUntil workday.Date `json:"licensed_until,omitempty" doc:"last day; absent: no end laid down"`
	ReportKinds   []string     `json:"report_kinds" maxItems:"2" enum:"credit,rating" doc:"kinds of market reports it may issue"`
	Items         []string     `json:"items" minItems:"1" maxItems:"50" doc:"codes of catalogue items it may take; only what is public"`
	Purpose       string       `json:"purpose" minLength:"1" maxLength:"200"`
	Quota         int32        `json:"quota" minimum:"1" maximum:"10000000" doc:"readings a month"`
	From          workday.Date `json:"from"`
	Until         workday.Date `json:"until" doc:"last day"`
	ProbeURL      string       `json:"probe_url,omitempty" maxLength:"400" doc:"where it answers whether it holds a record: {record} and {entity} are filled in; 404 or 410 means it does not"`
	KeySuite      string       `json:"key_suite,omitempty" enum:"national,international" doc:"SM2, or Ed25519"`
	PublicKey     []byte       `json:"public_key,omitempty" maxLength:"200" doc:"base64; of its lists and reports"`
	Active        bool         `json:"active" doc:"false: ended before its day"`
}

// Agreement is a version of an agency's entry.
type Agreement struct {
	Terms
	Version  int32     `json:"version"`
	State    string    `json:"state" enum:"proposed,approved,refused"`
	Author   string    `json:"author"`
	Reviewer string    `json:"reviewer,omitempty"`
	Created  time.Time `json:"created_at"`
}

// Standing is how an agreement stands on a day: the dates decide, no job does.
type Standing string

const (
	Coming  Standing = "coming"
	Holds   Standing = "holds"
	Ended   Standing = "ended"
	Stopped Standing = "stopped"
)

// On says how an approved agreement stands on a day.
func (a *Agreement) On(today workday.Date) Standing {
	switch {
	case !a.Active:
		return Stopped
	case today < a.From:
		return Coming
	case today > a.Until:
		return Ended
	}
	return Holds
}

// open refuses a reading on a day the agreement does not hold.
func (a *Agreement) open(today workday.Date) error {
	switch a.On(today) {
	case Stopped:
		return errStopped
	case Coming:
		return errNotBegun(a.From)
	case Ended:
		return errEnded(a.Until)
	}
	return nil
}

// Propose writes the next version of an agency's entry; it holds once another person has approved it (S2).
func (d *Desk) Propose(ctx context.Context, who access.Actor, t Terms) (Agreement, error) {
	if err := d.fit(ctx, &t); err != nil {
		return Agreement{}, err
	}
	a := Agreement{Terms: t, State: "proposed", Author: who.ID, Created: d.instant()}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if a.Version, err = insertAgreement(ctx, tx, &a); err != nil {
			return err
		}
		return d.append(ctx, tx, who.ID, "agency.proposed", a.Org, map[string]string{"kind": a.Kind, "until": a.Until.String()})
	})
	return a, err
}

// Decide approves or refuses the version that waits, by another person than its author.
func (d *Desk) Decide(ctx context.Context, who access.Actor, org string, version int32, approve bool) (Agreement, error) {
	var out Agreement
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if out, err = proposed(ctx, tx, org, version); err != nil {
			return err
		}
		if err := access.Apart(access.Actor{ID: out.Author}, who); err != nil {
			return err
		}
		if out.State, out.Reviewer = "refused", who.ID; approve {
			out.State = "approved"
		}
		if err := decideAgreement(ctx, tx, &out, d.instant()); err != nil {
			return err
		}
		return d.append(ctx, tx, who.ID, "agency."+out.State, org, map[string]string{"kind": out.Kind, "until": out.Until.String()})
	})
	return out, err
}

// Agreements lists the newest approved version of each agency, and those that wait.
func (d *Desk) Agreements(ctx context.Context) ([]Agreement, error) { return allAgreements(ctx, d.db) }

// fit refuses terms that cannot be kept.
func (d *Desk) fit(ctx context.Context, t *Terms) error {
	if _, _, err := ident.ParseUSCC(t.Org); err != nil {
		return errOrg
	}
	if d.Body != nil {
		if name, err := d.Body(ctx, t.Org); err != nil || name == "" {
			return errOrg
		}
	}
	for _, s := range []string{t.Name.ZH, t.Name.EN, t.FilingNo, t.Purpose} {
		if !said(s) {
			return errTerms
		}
	}
	book := d.law.On(d.today())
	t.Items = slices.Compact(slices.Sorted(slices.Values(t.Items)))
	for _, code := range t.Items {
		if it, ok := book.Item(code); !ok || it.Code != code || it.Publicity != law.Public {
			return errItems
		}
	}
	switch {
	case t.From == 0 || t.Until < t.From || t.LicensedFrom == 0 || t.LicensedUntil != 0 && t.LicensedUntil < t.LicensedFrom:
		return errDates
	case t.ProbeURL != "" && (!exchange.Fitting(t.ProbeURL) || !strings.Contains(t.ProbeURL, "{record}")):
		return errAddress
	}
	return t.keyFits()
}

func said(s string) bool { return strings.TrimSpace(s) != "" && !strings.ContainsFunc(s, control) }

func control(r rune) bool { return r < ' ' || r == 0x7f }

// keyFits refuses a key that is none of its suite, and an agency of which nothing could ever be compared.
func (t *Terms) keyFits() error {
	if t.KeySuite == "" && len(t.PublicKey) == 0 {
		if t.ProbeURL == "" {
			return errNothing
		}
		return nil
	}
	if size, ok := keySizes[t.KeySuite]; !ok || len(t.PublicKey) != size {
		return errKey
	}
	return nil
}

// keySizes are the lengths of public keys: a point of SM2, a key of Ed25519.
var keySizes = map[string]int{seal.National.Name(): 65, seal.International.Name(): 32}

// signed says whether a text is signed by the agency.
func (t *Terms) signed(message, signature []byte) bool {
	suite, ok := seal.SuiteNamed(t.KeySuite)
	return ok && t.KeySuite != "" && suite.Verify(t.PublicKey, message, signature)
}

var (
	errOrg = fault.New(fault.Invalid, "agency.org", "请填写在平台登记的机构的统一社会信用代码；尚未登记的先由系统管理员登记机构。",
		"Give the code of a body of this platform; one that is not yet entered is entered by the system administrator first.").At("org")
	errTerms   = fault.New(fault.Invalid, "agency.terms", "名称（中英文）、备案号和用途都要填写，且不含控制字符；请补齐。", "Name in both languages, filing number and purpose are needed, without control characters; fill them in.")
	errItems   = fault.New(fault.Invalid, "agency.items", "信息项须是目录中依法公开的项；非公开信息由主体逐一授权。请重新选择。", "Items must be public ones of the catalogue; for what is not public the subject consents. Choose again.").At("items")
	errDates   = fault.New(fault.Invalid, "agency.dates", "请填写起止日，且截止日不早于起始日；资质的起始日也要填写。", "Give first and last days, the last not before the first, of the agreement and of the licence.").At("until")
	errAddress = fault.New(fault.Invalid, "agency.address", "比对地址须为 https、不含用户名，并含 {record}；请写完整。", "The address must be https, name no user and hold {record}; write it in full.").At("probe_url")
	errKey     = fault.New(fault.Invalid, "agency.key", "公钥与算法不符：SM2 为 65 字节，Ed25519 为 32 字节；请核对。", "The key is not one of its suite: SM2 has 65 bytes, Ed25519 has 32; check it.").At("public_key")
	errNothing = fault.New(fault.Invalid, "agency.nothing_to_compare", "比对地址和公钥至少要有一项，否则无法核对是否删除；请补充。",
		"An address or a public key is needed, else nothing can be compared; add one.").At("probe_url")
	errProposal = fault.New(fault.Missing, "agency.unknown_proposal", "没有这一待审批的版本；请刷新名录。", "No such version waits for approval; refresh the register.")
	errMoved    = fault.New(fault.Conflict, "agency.moved", "另一修改刚刚提交；请刷新后重试。", "Another change was proposed just now; refresh and try again.")
)
