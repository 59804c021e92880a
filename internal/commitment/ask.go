package commitment

import (
	"context"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
)

// Asking is a system, or an officer, that wants a proof of somebody.
type Asking struct {
	USCC   string `json:"uscc" maxLength:"18" doc:"unified social credit code of the subject"`
	CaseNo string `json:"case_no" minLength:"1" maxLength:"64" doc:"the caller's own case"`
}

// Answer says what to do instead of asking: shared data first, commitment second, paper last (F02-3).
type Answer struct {
	ProofLine
	Sentence law.Text2 `json:"sentence"`
	Offer    string    `json:"undertaking,omitempty" doc:"what the subject may sign instead"`
}

// Ask answers a body that wants a proof. After a written commitment it is refused with 409, and the asking is reported (F02-2):
// 不再索要. The report stays although the answer is a refusal.
func (d *Desk) Ask(ctx context.Context, who access.Actor, proof string, in Asking) (Answer, error) {
	book := d.law.On(d.today())
	p, ok := book.Proof(proof)
	if !ok {
		return Answer{}, errNoProof
	}
	code, _, err := ident.ParseUSCC(in.USCC)
	if err != nil {
		return Answer{}, err
	}
	if _, err := registry.Find(ctx, d.db, string(code)); err != nil {
		return Answer{}, err
	}
	replaced := ""
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if replaced, err = replacing(ctx, tx, string(code), proof); err != nil || replaced == "" {
			return err
		}
		return d.report(ctx, tx, who, string(code), replaced, proof, strings.TrimSpace(in.CaseNo))
	})
	switch {
	case err != nil:
		return Answer{}, err
	case replaced != "":
		return Answer{}, committed(replaced)
	}
	l, err := d.line(ctx, d.db, book, string(code), p)
	return d.answer(book, l), err
}

// report counts the asking against the body that asked, for the lead to see: one line for a body, a proof and a commitment.
func (d *Desk) report(ctx context.Context, tx pg.Tx, who access.Actor, entity, id, proof, caseNo string) error {
	times, err := violated(ctx, tx, entity, id, proof, who.Org, who.Name, caseNo, d.instant())
	if err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "commitment.asked_again", Actor: who.ID, About: id,
		Public: map[string]string{"proof": proof, "org": who.Org, "times": itoa(times)}})
	return err
}

func (d *Desk) answer(book *law.Book, l ProofLine) Answer {
	a := Answer{ProofLine: l, Sentence: askWords[l.Way]}
	switch l.Way {
	case "shared":
		a.Sentence = l.Found.Sentence
	case "commitment":
		for _, u := range book.Undertakings() {
			if u.Kind == law.ForProof {
				a.Offer = u.Code
			}
		}
	}
	return a
}

var askWords = map[string]law.Text2{
	"commitment": {ZH: "先请当事人选择是否以书面承诺代替；不愿承诺的，方可要求提交证明。", EN: "Offer a written commitment first; only who does not choose it may be asked for the paper."},
	"paper":      {ZH: "属于除外情形，可以要求提交证明；请说明理由和依据。", EN: "On a ground of exclusion the paper may be asked for; say why, and on what basis."},
	"none":       {ZH: "该证明已取消，不得索要。", EN: "This proof is abolished and may not be asked for."},
}

// Violation is a body that asked again for what a commitment had replaced.
type Violation struct {
	EntityID     string    `json:"entity_id"`
	CommitmentID string    `json:"commitment_id"`
	Proof        string    `json:"proof"`
	ProofName    law.Text2 `json:"proof_name"`
	Org          string    `json:"org"`
	OrgName      string    `json:"org_name"`
	CaseNo       string    `json:"case_no"`
	Times        int32     `json:"times"`
	FirstAt      time.Time `json:"first_at"`
	LastAt       time.Time `json:"last_at"`
}

// Violations lists them, newest first, for the lead office.
func (d *Desk) Violations(ctx context.Context) ([]Violation, error) {
	rows, err := violations(ctx, d.db)
	out := make([]Violation, len(rows))
	book := d.law.On(d.today())
	for i, r := range rows {
		p, _ := book.Proof(r.Proof)
		out[i] = Violation{r.EntityID, r.CommitmentID, r.Proof, p.Name, r.Org, r.OrgName, r.CaseNo, r.Times, r.FirstAt, r.LastAt}
	}
	return out, err
}
