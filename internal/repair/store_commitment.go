package repair

import (
	"context"
	"errors"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const commitmentColumns = `c.entity_id, c.commitment_id, c.application_id, c.template, c.template_from, c.template_hash, c.clauses, c.records,
	c.signer, c.signed_at, c.suite, c.key_id, c.public_key, c.signature, c.entry_id`

var (
	qInsertCommitment = pg.Q("repair.insert_commitment", `
		insert into repair.commitment (entity_id, commitment_id, application_id, template, template_from, template_hash, clauses, records,
			signer, signed_at, suite, key_id, public_key, signature, entry_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`)
	qCommitment = pg.Q("repair.commitment", `
		select `+commitmentColumns+` from repair.commitment c where c.entity_id = $1 and c.commitment_id = $2`)
	qCommitmentsOf = pg.Q("repair.commitments_of", `
		select `+commitmentColumns+` from repair.commitment c where c.entity_id = $1 and c.application_id = $2 order by c.template`)

	qPublish = pg.Q("repair.publish", `
		insert into repair.pledge (entity_id, commitment_id, case_id, status, clause, from_on) values ($1, $2, $3, 'kept', '', $4)
		on conflict do nothing`)
	qBreak = pg.Q("repair.break", `
		update repair.pledge set status = 'broken', clause = $3, ended_on = $4 where entity_id = $1 and case_id = $2 and status = 'kept'`)
	// cross-shard, read-only, limited; of one entity when it is named
	qPledges = pg.Q("repair.pledges", `
		select `+commitmentColumns+`, p.case_id, p.status, p.clause, p.from_on, p.ended_on
		from repair.pledge p join repair.commitment c on c.entity_id = p.entity_id and c.commitment_id = p.commitment_id
		where ($1 = '' or p.entity_id = $1) and ($2::date is null or (p.from_on, p.commitment_id) < ($2, $3))
		order by p.from_on desc, p.commitment_id desc limit $4`)
	// cross-shard, read-only, one: whose number it is, is not known. Broken in one case, it is broken.
	qPledge = pg.Q("repair.pledge", `
		select `+commitmentColumns+`, p.case_id, p.status, p.clause, p.from_on, p.ended_on
		from repair.pledge p join repair.commitment c on c.entity_id = p.entity_id and c.commitment_id = p.commitment_id
		where p.commitment_id = $1 order by p.status, p.from_on limit 1`)

	qInsertProof = pg.Q("repair.insert_proof", `
		insert into repair.proof (entity_id, proof_id, record_id, kind, on_day, source, document, org, actor, at, entry_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
	qProofs = pg.Q("repair.proofs", `
		select proof_id, record_id, kind, on_day, source, document from repair.proof where entity_id = $1 order by on_day desc, proof_id`)
	qProofThere = pg.Q("repair.proof_there", `
		select proof_id from repair.proof where entity_id = $1 and record_id = $2 and kind = $3 and document = $4`)
)

func insertCommitment(ctx context.Context, tx pg.Tx, s *Signed) (err error) {
	defer fault.Wrap(&err, "repair.insertCommitment(%s)", s.CommitmentID)
	_, err = tx.Exec(ctx, qInsertCommitment, s.EntityID, s.CommitmentID, s.ApplicationID, s.Template, s.TemplateFrom, s.TemplateHash, listed(s.Clauses),
		s.Records, s.Signer, s.SignedAt, s.Suite, s.KeyID, s.PublicKey, s.Signature, s.EntryID)
	return err
}

func commitmentOf(ctx context.Context, db pg.DB, entity, id string) (s *Signed, there bool, err error) {
	defer fault.Wrap(&err, "repair.commitmentOf")
	found, err := pg.One[Signed](ctx, db, qCommitment, entity, id)
	if errors.Is(err, pg.ErrNone) {
		return nil, false, nil
	}
	return &found, err == nil, err
}

func commitmentsOf(ctx context.Context, db pg.DB, entity, application string) (_ []Signed, err error) {
	defer fault.Wrap(&err, "repair.commitmentsOf")
	return pg.All[Signed](ctx, db, qCommitmentsOf, entity, application)
}

func publish(ctx context.Context, tx pg.Tx, entity, commitment, caseID string, on workday.Date) (err error) {
	defer fault.Wrap(&err, "repair.publish(%s)", commitment)
	_, err = tx.Exec(ctx, qPublish, entity, commitment, caseID, on)
	return err
}

func breakPledges(ctx context.Context, tx pg.Tx, entity, caseID, clause string, on workday.Date) (err error) {
	defer fault.Wrap(&err, "repair.breakPledges(%s)", caseID)
	_, err = tx.Exec(ctx, qBreak, entity, caseID, clause, on)
	return err
}

type pledgeRow struct {
	Signed
	CaseID  string
	Status  string
	Clause  string
	FromOn  workday.Date
	EndedOn workday.Date
}

func pledges(ctx context.Context, db pg.DB, entity string, before workday.Date, id string, limit int) (_ []pledgeRow, err error) {
	defer fault.Wrap(&err, "repair.pledges")
	return pg.All[pledgeRow](ctx, db, qPledges, entity, before, id, limit)
}

func pledged(ctx context.Context, db pg.DB, id string) (_ pledgeRow, err error) {
	defer fault.Wrap(&err, "repair.pledged")
	r, err := pg.One[pledgeRow](ctx, db, qPledge, id)
	if errors.Is(err, pg.ErrNone) {
		err = errNoPledge
	}
	return r, err
}

type proofRow struct {
	ProofID  string
	RecordID string
	Kind     string
	OnDay    workday.Date
	Source   string
	Document string
}

func proofsOf(ctx context.Context, db pg.DB, entity string) (found []Proof, err error) {
	defer fault.Wrap(&err, "repair.proofsOf")
	rows, err := pg.All[proofRow](ctx, db, qProofs, entity)
	for _, r := range rows {
		k := ProofKind(r.Kind)
		found = append(found, Proof{ID: r.ProofID, Record: r.RecordID, Kind: k, Name: k.Name(), On: r.OnDay, Source: r.Source, Document: r.Document})
	}
	return found, err
}

func proofThere(ctx context.Context, db pg.DB, entity string, p *Proof) (id string, err error) {
	defer fault.Wrap(&err, "repair.proofThere")
	id, err = pg.Scalar[string](ctx, db, qProofThere, entity, p.Record, string(p.Kind), p.Document)
	if errors.Is(err, pg.ErrNone) {
		return "", nil
	}
	return id, err
}

func insertProof(ctx context.Context, tx pg.Tx, entity string, p *Proof, by given) (err error) {
	defer fault.Wrap(&err, "repair.insertProof(%s)", p.ID)
	_, err = tx.Exec(ctx, qInsertProof, entity, p.ID, p.Record, string(p.Kind), p.On, p.Source, p.Document, by.org, by.actor, by.at, by.entry)
	return err
}
