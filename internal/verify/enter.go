package verify

import (
	"context"
	"strings"

	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// item is the catalogue item of commitments and their performance.
const item = "commitment"

// types of commitments as the national sheet names them.
var types = map[string]string{"approval": "审批替代型", "deferred": "容缺受理型", "proof": "证明事项型", "repair": "信用修复型", "industry": "行业自律型", "voluntary": "主动型"}

// enter brings about the record of a performance, with its document and article, in the transaction of the move (F13-4). It makes the
// fact that keeps the firm from the commitment route until it is repaired (F05-1; 琼府办〔2021〕4号（五）).
func (d *Desk) enter(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing, x *details, performance, document string) error {
	if d.Text == nil {
		return errUnknown
	}
	told, err := d.Text(ctx, c.EntityID, x.Commitment)
	if err != nil {
		return err
	}
	v, err := find(ctx, tx, c.EntityID, x.Commitment)
	if err != nil {
		return err
	}
	basis := d.law.On(x.Decision.On).Cite(x.Decision.Basis).ZH
	var clauses []string
	broken := ""
	for _, cl := range told.Clauses {
		clauses = append(clauses, cl.Text.ZH)
		if cl.ID == x.Clause {
			broken = cl.Text.ZH
		}
	}
	values := map[string]string{"CODE": x.Commitment, "SUBJECTNAME": told.Firm, "SUBJECTCATEGORY": "法人及非法人组织", "IDENTIFY": c.EntityID, "COMMITMENTTYPEID": types[v.Kind],
		"REASON": told.Name, "CONTENT": strings.Join(clauses, "；"), "LIABILITYBREACHCOMMITMENT": "承诺不实或者未履行的，依法承担责任。", "COMMITMENTDATE": told.SignedOn.String(),
		"FULFILLMENTSTATUS": performance, "LIABILITYBREACHCOMMITMENTCONTENT": basis + "；文书号 " + document, "FULFILLMENTSTATUSDATE": m.On.String(),
		"ACCEPTANCECONFIRMUNIT": m.Actor.Name, "ACCEPTANCECONFIRMUNITIDENTIFY": m.Actor.Org, "ACCEPTANCEUNIT": m.Actor.Name, "ACCEPTANCEUNITIDENTIFY": m.Actor.Org,
		"PUBLICATIONTYPE": "可向社会公开"}
	if performance != "全部履行" {
		values["UNPERFORMEDCOMMITMENTCONTENT"] = broken
	}
	r, err := d.records.Enter(ctx, tx, m.Actor, c.ID, item, values)
	if err != nil {
		return err
	}
	if r.EntityID != c.EntityID {
		return fault.New(fault.Conflict, "verify.subject", "记录的主体与承诺人不一致；请核对统一社会信用代码。", "The record is of another subject than the commitment; check the code.")
	}
	x.Record = r.ID
	return nil
}
