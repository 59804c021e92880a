package rating

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const agreementColumns = `agreement_id, org, consumer, title, models, fields, purpose, use_zh, use_en, push, from_on, until_on, author, at, approver, approved_at, ended_on, ended_by`

var (
	qAgreement    = pg.Q("rating.agreement", `select `+agreementColumns+` from rating.agreement where agreement_id = $1`)
	qAgreements   = pg.Q("rating.agreements", `select `+agreementColumns+` from rating.agreement order by agreement_id desc limit 1000`)
	qAddAgreement = pg.Q("rating.add_agreement", `
		insert into rating.agreement (`+agreementColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', null, null, '')`)
	qApprove      = pg.Q("rating.approve_agreement", `update rating.agreement set approver = $2, approved_at = $3 where agreement_id = $1 and approver = '' and ended_on is null`)
	qEndAgreement = pg.Q("rating.end_agreement", `update rating.agreement set ended_on = $2, ended_by = $3 where agreement_id = $1 and ended_on is null`)
	qAddTold      = pg.Q("rating.add_told", `
		insert into rating.told (entity_id, told_id, agreement_id, org, model, answer, at) values ($1, $2, $3, $4, $5, $6, $7)`)
	qToldOf = pg.Q("rating.told_of", `
		select distinct entity_id, agreement_id, org, model from rating.told where entity_id = any($1) order by 1, 2, 3, 4`)
)

type agreementRow struct {
	AgreementID string
	Org         string
	Consumer    string
	Title       string
	Models      []string
	Fields      []string
	Purpose     string
	UseZh       string
	UseEn       string
	Push        bool
	FromOn      workday.Date
	UntilOn     workday.Date
	Author      string
	At          time.Time
	Approver    string
	ApprovedAt  *time.Time
	EndedOn     workday.Date
	EndedBy     string
}

func agreementOf(ctx context.Context, db pg.DB, id string) (_ agreementRow, err error) {
	defer fault.Wrap(&err, "rating.agreementOf(%s)", id)
	r, err := pg.One[agreementRow](ctx, db, qAgreement, id)
	if errors.Is(err, pg.ErrNone) {
		return r, errNoAgreement
	}
	return r, err
}

func agreements(ctx context.Context, db pg.DB) (_ []agreementRow, err error) {
	defer fault.Wrap(&err, "rating.agreements")
	return pg.All[agreementRow](ctx, db, qAgreements)
}

func addAgreement(ctx context.Context, tx pg.Tx, r *agreementRow) (err error) {
	defer fault.Wrap(&err, "rating.addAgreement")
	_, err = tx.Exec(ctx, qAddAgreement, r.AgreementID, r.Org, r.Consumer, r.Title, r.Models, r.Fields, r.Purpose, r.UseZh, r.UseEn, r.Push, r.FromOn, r.UntilOn, r.Author, r.At)
	return err
}

// approveAgreement reports whether it was waiting.
func approveAgreement(ctx context.Context, tx pg.Tx, id, by string, at time.Time) (done bool, err error) {
	defer fault.Wrap(&err, "rating.approveAgreement(%s)", id)
	n, err := tx.Exec(ctx, qApprove, id, by, at)
	return n > 0, err
}

// endAgreement reports whether it had not ended.
func endAgreement(ctx context.Context, tx pg.Tx, id string, on workday.Date, by string) (done bool, err error) {
	defer fault.Wrap(&err, "rating.endAgreement(%s)", id)
	n, err := tx.Exec(ctx, qEndAgreement, id, on, by)
	return n > 0, err
}

func addTold(ctx context.Context, tx pg.Tx, entity, id string, a *agreementRow, model string, answer []byte, at time.Time) (err error) {
	defer fault.Wrap(&err, "rating.addTold(%s)", id)
	_, err = tx.Exec(ctx, qAddTold, entity, id, a.AgreementID, a.Consumer, model, answer, at)
	return err
}

type toldRow struct {
	EntityID    string
	AgreementID string
	Org         string
	Model       string
}

func toldOf(ctx context.Context, db pg.DB, entities []string) (_ []toldRow, err error) {
	defer fault.Wrap(&err, "rating.toldOf(%d)", len(entities))
	return pg.All[toldRow](ctx, db, qToldOf, entities)
}
