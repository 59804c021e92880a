package repair

import (
	"context"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/signing"
	"xinheng/internal/workday"
)

// Signed is a commitment as it was signed (F04-1): the person's act while signed in, countersigned by the platform over the
// version of the text, the application, the records, the signer and the time. Nobody can change one of them afterwards.
type Signed struct {
	EntityID      string
	CommitmentID  string
	ApplicationID string
	Template      string
	TemplateFrom  workday.Date
	TemplateHash  string
	Clauses       []string
	Records       []string
	Signer        string
	SignedAt      time.Time
	Suite         string
	KeyID         string
	PublicKey     []byte
	Signature     []byte
	EntryID       string
}

// Signature is what a signer sends: which text, in which version, was read and agreed to.
type Signature struct {
	Template string `json:"template" maxLength:"100"`
	Hash     string `json:"hash" maxLength:"64" doc:"of the version that was shown"`
}

const keyPurpose = "repair.commitment"

// message is the exact text that is countersigned: every value with its length before it, so that no two differ unseen.
func (s *Signed) message() []byte {
	var m signing.Message
	m.Line("xinheng repair commitment v1", s.CommitmentID, s.ApplicationID, s.EntityID)
	m.Line(s.Template, s.TemplateFrom.String(), s.TemplateHash)
	m.Line(s.Clauses...)
	m.Line(s.Records...)
	m.Line(s.Signer, s.SignedAt.UTC().Format(time.RFC3339Nano))
	return m.Bytes()
}

// Verify says whether the countersignature is one of the platform over exactly this.
func (s *Signed) Verify(keys *seal.Sealer) bool {
	return s.proof().Verify(keys, keyPurpose)
}

// Digest names the signature in evidence and on the ledger.
func (s *Signed) Digest() string {
	return s.proof().Digest()
}

func (s *Signed) proof() *signing.Countersign {
	return &signing.Countersign{Suite: s.Suite, KeyID: s.KeyID, PublicKey: s.PublicKey, Signature: s.Signature, Message: s.message()}
}

func (s *Signed) ref() string { return "commitment:" + s.CommitmentID }

// letters are the texts an application needs, by template: each with the records it is for.
func letters(all []Eligibility) map[string][]string {
	of := map[string][]string{}
	for i := range all {
		if all[i].Letter != nil {
			of[all[i].Letter.Template] = append(of[all[i].Letter.Template], all[i].Record)
		}
	}
	return of
}

// agreed checks that what was signed is every text that is needed, each in the version in force.
func agreed(book *law.Book, need map[string][]string, given []Signature) ([]law.Template, error) {
	var texts []law.Template
	for code := range need {
		t, ok := book.Template(code)
		if !ok {
			return nil, errNoTemplate
		}
		i := slices.IndexFunc(given, func(s Signature) bool { return s.Template == code })
		switch {
		case i < 0:
			return nil, errUnsigned
		case given[i].Hash != t.Hash():
			return nil, errOldText
		}
		texts = append(texts, t)
	}
	slices.SortFunc(texts, func(a, b law.Template) int { return strings.Compare(a.Code, b.Code) })
	return texts, nil
}

// sign countersigns one text for its records, in the transaction of the submission.
func (d *Desk) sign(ctx context.Context, tx pg.Tx, who access.Actor, app *application, t law.Template, records []string) (*Signed, error) {
	s := &Signed{EntityID: app.EntityID, CommitmentID: newID("CN"), ApplicationID: app.ApplicationID, Template: t.Code, TemplateFrom: t.From,
		TemplateHash: t.Hash(), Records: records, Signer: who.ID, SignedAt: d.instant()}
	for _, c := range t.Clauses() {
		s.Clauses = append(s.Clauses, c.ID)
	}
	c := signing.Sign(d.seal, keyPurpose, s.message())
	s.Suite, s.KeyID, s.PublicKey, s.Signature = c.Suite, c.KeyID, c.PublicKey, c.Signature
	entry, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "repair.signed", Actor: who.ID, About: app.ApplicationID, Public: map[string]string{
		"commitment": s.CommitmentID, "template": t.Code, "template_hash": s.TemplateHash, "signature": s.Digest(), "key": s.KeyID}})
	if err != nil {
		return nil, err
	}
	s.EntryID = entry
	return s, insertCommitment(ctx, tx, s)
}

// Pledge is a commitment as everybody may read it since the grant it belongs to (F04-1).
type Pledge struct {
	ID       string              `json:"id"`
	EntityID string              `json:"entity_id"`
	Title    law.Text2           `json:"title"`
	Template string              `json:"template"`
	Version  workday.Date        `json:"template_from"`
	Hash     string              `json:"template_hash"`
	Clauses  []law.Clause        `json:"clauses"`
	SignedAt time.Time           `json:"signed_at"`
	Status   string              `json:"status" enum:"kept,broken"`
	Broken   string              `json:"broken_clause,omitempty"`
	From     workday.Date        `json:"published_on"`
	Ended    *workday.Date       `json:"ended_on,omitempty"`
	Case     string              `json:"case"`
	Proof    signing.Countersign `json:"signature"`
}

// pledge is a published commitment with the words of the version that was signed.
func (d *Desk) pledge(r *pledgeRow) Pledge {
	p := Pledge{ID: r.CommitmentID, EntityID: r.EntityID, Template: r.Template, Version: r.TemplateFrom, Hash: r.TemplateHash, SignedAt: r.SignedAt,
		Status: r.Status, Broken: r.Clause, From: r.FromOn, Case: r.CaseID, Clauses: []law.Clause{},
		Proof: *r.proof()}
	if r.EndedOn != 0 {
		p.Ended = &r.EndedOn
	}
	if t, ok := d.law.On(r.TemplateFrom).Template(r.Template); ok {
		p.Title, p.Clauses = t.Title, t.Clauses()
	}
	return p
}

// Pledge is one commitment, by the number its page and every site that shows it know it by. One that no decision has published
// does not exist.
func (d *Desk) Pledge(ctx context.Context, db pg.DB, id string) (Pledge, error) {
	r, err := pledged(ctx, db, id)
	if err != nil {
		return Pledge{}, err
	}
	return d.pledge(&r), nil
}

var (
	errNoPledge = fault.New(fault.Missing, "repair.no_commitment", "没有公示过这份承诺书；请核对编号，或从企业的信用档案查看。",
		"No such commitment is published; check its number, or look in the file of the firm.")
	errUnsigned = fault.New(fault.Invalid, "repair.unsigned", "信用修复须先签署承诺书；请阅读并签署申请所涉的每一份承诺书后提交。",
		"A repair needs the signed commitment; read and sign every text the application needs, then submit.").At("signatures").Under("琼府办〔2021〕4号（四）")
	errOldText = fault.New(fault.Conflict, "repair.commitment_changed", "承诺书已有新版本，或不是您看到的版本；请重新阅读后签署。",
		"The commitment has another version than the one you read; read it again and sign.").At("signatures")
	errNoTemplate = fault.New(fault.Unavailable, "repair.no_template", "规则库中没有施行中的承诺书样式；请联系平台管理员补录后再提交。",
		"No commitment text is in force in the law library; ask the operator to have it entered, then submit.").Under("琼府办〔2021〕4号（四）")
)
