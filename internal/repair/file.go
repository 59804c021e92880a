package repair

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/signing"
)

// File takes an application in: one receipt, and a case for each deciding body (F26-2). The firm's own is signed with it; what
// an agent or a clerk prepared waits for the firm to sign. The same key of the same actor gives the same receipt.
func (d *Desk) File(ctx context.Context, who access.Actor, in Filing, key string) (Receipt, error) {
	entity, err := subjectOf(who, &in)
	if err != nil {
		return Receipt{}, err
	}
	var a *application
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		a, err = d.file(ctx, tx, who, entity, &in, key)
		return err
	})
	return d.receiptOr(ctx, a, err)
}

func (d *Desk) receiptOr(ctx context.Context, a *application, err error) (Receipt, error) {
	if err != nil {
		return Receipt{}, err
	}
	r, err := d.receipt(ctx, d.db, a)
	r.Code = d.codeOf(a.ApplicationID)
	return r, err
}

func (d *Desk) file(ctx context.Context, tx pg.Tx, who access.Actor, entity string, in *Filing, key string) (*application, error) {
	if err := alone(ctx, tx, entity); err != nil {
		return nil, err
	}
	if a, there, err := byKey(ctx, tx, entity, who.ID, key); err != nil || there {
		return a, err // the same click came in between
	}
	p, err := d.look(ctx, tx, entity, in)
	if err != nil {
		return nil, err
	}
	a := &application{EntityID: entity, ApplicationID: newID("XFSQ"), Actor: who.ID, Key: key, Path: in.Path, Records: recordIDs(p.records),
		Papers: int32(p.papers()), Found: int32(len(p.sure)), CreatedAt: d.instant()} //nolint:gosec // bounded by the schema of the request
	if err := d.authority(who, in, a); err != nil {
		return nil, err
	}
	signing := who.Firm != "" && !isAgent(who)
	if err := insertApplication(ctx, tx, a); err != nil {
		return nil, err
	}
	var signed []Signed
	if signing {
		if signed, err = d.signAll(ctx, tx, who, a, p.answers, in.Signatures, in.Waive); err != nil {
			return nil, err
		}
	} else if len(in.Signatures) > 0 {
		return nil, errNotToSign
	}
	if err := d.openCases(ctx, tx, who, a, p, signed); err != nil {
		return nil, err
	}
	if err := d.filed(ctx, tx, who, a); err != nil {
		return nil, err
	}
	if in.Waive && signing {
		return a, d.push(ctx, tx, a)
	}
	return a, updateApplication(ctx, tx, a)
}

// authority is what shows that an agent, or a clerk, may act for the firm (F26-8).
func (d *Desk) authority(who access.Actor, in *Filing, a *application) error {
	switch {
	case who.Firm != "" && !isAgent(who):
		return nil
	case in.Authority != "":
		a.Agent, a.Authority = who.ID, "document:"+in.Authority
	case who.Firm != "":
		a.Agent, a.Authority = who.ID, "delegation:"+who.Firm
	default:
		return errNoAuthority
	}
	return nil
}

// filed puts the application on the ledger and looks whether its agent asks for unusually many firms.
func (d *Desk) filed(ctx context.Context, tx pg.Tx, who access.Actor, a *application) error {
	public := map[string]string{"cases": strconv.Itoa(len(a.Cases)), "records": strconv.Itoa(len(a.Records)), "papers": strconv.Itoa(int(a.Papers)),
		"found": strconv.Itoa(int(a.Found)), "agent": strconv.FormatBool(a.Agent != "")}
	if _, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "repair.filed", Actor: who.ID, About: a.ApplicationID, Public: public}); err != nil {
		return err
	}
	return d.watchAgent(ctx, tx, who, a)
}

// signAll checks that every text was agreed to, countersigns each, and sets from when the bodies may have the application.
func (d *Desk) signAll(ctx context.Context, tx pg.Tx, who access.Actor, a *application, answers []Eligibility, given []Signature, waive bool) (all []Signed, err error) {
	book, need := d.law.On(d.today()), letters(answers)
	texts, err := agreed(book, need, given)
	if err != nil {
		return nil, err
	}
	for _, t := range texts {
		s, err := d.sign(ctx, tx, who, a, t, need[t.Code])
		if err != nil {
			return nil, err
		}
		all = append(all, *s)
	}
	now := d.instant()
	until, ok := signing.Window(book, now, waive)
	if !ok {
		return nil, errNoTemplate
	}
	a.Waived, a.SignedAt, a.PushAt = waive, &now, &until
	return all, nil
}

// openCases opens one case for each deciding body: 谁认定、谁修复.
func (d *Desk) openCases(ctx context.Context, tx pg.Tx, who access.Actor, a *application, p *plea, signed []Signed) error {
	parts := map[string][]int{}
	for i := range p.records {
		parts[p.records[i].AuthorityID] = append(parts[p.records[i].AuthorityID], i)
	}
	for _, org := range slices.Sorted(maps.Keys(parts)) {
		o, err := d.opening(ctx, tx, who, a, p, org, parts[org], signed)
		if err != nil {
			return err
		}
		c, err := d.cases.Open(ctx, tx, who, o)
		if err != nil {
			return err
		}
		a.Cases = append(a.Cases, c.ID)
	}
	return nil
}

func (d *Desk) opening(ctx context.Context, tx pg.Tx, who access.Actor, a *application, p *plea, org string, at []int, signed []Signed) (caseflow.Opening, error) {
	x := details{Application: a.ApplicationID, Path: a.Path, Ruling: p.in.Ruling, Agent: a.Agent, Authority: a.Authority}
	o := caseflow.Opening{Kind: Kind, Act: Submit, EntityID: a.EntityID, Org: org, Region: d.regionOf(ctx, tx, &p.records[at[0]]), Provider: p.records[at[0]].SourceID,
		Key: caseKey(a, org)}
	switch {
	case who.Firm == "":
		o.Act = Enter
	case a.SignedAt == nil:
		o.Act = Prepare
	}
	proved := true
	for _, i := range at {
		r := &p.records[i]
		x.Records = append(x.Records, subjected{Line{r.ID, r.Item, r.DocumentNo}, p.answers[i].Rule, p.answers[i].must()})
		proved = proved && shown(r, p.sure)
		for _, f := range p.sure {
			if f.Record == r.ID {
				x.Confirmed = append(x.Confirmed, f)
				o.Evidence = append(o.Evidence, caseflow.Evidence{Kind: string(f.Kind), Ref: "proof:" + f.ID, Name: f.Document, Source: f.Source})
			}
		}
		for _, h := range p.in.Papers {
			if h.Record == r.ID {
				x.Papers = append(x.Papers, h)
				o.Evidence = append(o.Evidence, caseflow.Evidence{Kind: "proof", Ref: documentRef + h.Attachment, Name: r.DocumentNo, Source: "upload"})
			}
		}
	}
	if p.in.Authority != "" {
		o.Evidence = append(o.Evidence, caseflow.Evidence{Kind: "authority", Ref: documentRef + p.in.Authority, Name: "authority", Source: "upload"})
	}
	if proved {
		o.Facts = append(o.Facts, rectified)
	}
	o.Evidence = append(o.Evidence, pledgesFor(signed, x.ids())...)
	o.Title, o.Details = titleOf(x.Records), x
	return o, nil
}

const (
	documentRef = "document:"
	rectified   = "rectification" // the method, shown by what was found
)

// pledgesFor are the signed texts that cover some of the records, as evidence.
func pledgesFor(signed []Signed, ids []string) (out []caseflow.Evidence) {
	for i := range signed {
		s := &signed[i]
		if slices.ContainsFunc(s.Records, func(id string) bool { return slices.Contains(ids, id) }) {
			out = append(out, caseflow.Evidence{Kind: Commitment, Ref: s.ref(), Name: s.Template, SHA256: s.Digest(), Source: "信衡 Xinheng"})
		}
	}
	return out
}

func caseKey(a *application, org string) string { return a.ApplicationID + " " + org }

func titleOf(lines []subjected) string {
	title := "信用修复：" + lines[0].DocumentNo
	if n := len(lines); n > 1 {
		title += " 等 " + strconv.Itoa(n) + " 条"
	}
	return title
}

// province is where a case lies whose body and record name no division.
const province = "460000"

func (d *Desk) regionOf(ctx context.Context, db pg.DB, r *record.Record) string {
	if d.Accounts != nil {
		if o, err := d.Accounts.OrgIn(ctx, db, r.AuthorityID); err == nil && o.Region != "" {
			return o.Region
		}
	}
	if len(r.Region) >= 6 {
		return r.Region[:6]
	}
	return province
}

// taken ties what was handed in with the application to the case it opens, and tells what it is.
func (d *Desk) taken(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	for i := range m.Evidence {
		e := &m.Evidence[i]
		ref, ok := strings.CutPrefix(e.Ref, documentRef)
		if !ok {
			continue
		}
		if d.cases.Attached == nil {
			return errNoPaper
		}
		var err error
		if e.Name, e.SHA256, err = d.cases.Attached(ctx, tx, m.Actor, c, ref); err != nil {
			return err
		}
	}
	return nil
}

func recordIDs(rs []record.Record) []string {
	ids := make([]string, len(rs))
	for i := range rs {
		ids[i] = rs[i].ID
	}
	return ids
}
