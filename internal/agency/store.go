package agency

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const agreementColumns = `org, version, name_zh, name_en, kind, filing_no, licensed_from, licensed_until, report_kinds, items, purpose, quota, from_on, until_on,
	probe_url, key_suite, public_key, active, state, author, reviewer, created_at`

// approved are the newest approved versions: one of each agency.
const approved = `select distinct on (org) ` + agreementColumns + ` from agency.agreement where state = 'approved' order by org, version desc`

var (
	qInForce    = pg.Q("agency.in_force", `select `+agreementColumns+` from agency.agreement where org = $1 and state = 'approved' order by version desc limit 1`)
	qInForceAll = pg.Q("agency.in_force_all", approved+` limit 1000`)
	qAgreements = pg.Q("agency.agreements", `
		select `+agreementColumns+` from agency.agreement a
		where state = 'proposed' or version = (select max(n.version) from agency.agreement n where n.org = a.org and n.state = 'approved')
		order by org, version limit 1000`)
	qInsertAgreement = pg.Q("agency.insert_agreement", `
		insert into agency.agreement (`+agreementColumns+`)
		select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'proposed', $18, '', $19
		from agency.agreement where org = $1 returning version`)
	qProposed = pg.Q("agency.proposed", `
		select `+agreementColumns+` from agency.agreement where org = $1 and version = $2 and state = 'proposed' for update`)
	qDecide = pg.Q("agency.decide", `update agency.agreement set state = $3, reviewer = $4, decided_at = $5 where org = $1 and version = $2`)

	// A call that would pass the quota counts nothing and gives no row.
	qUse = pg.Q("agency.use", `
		insert into agency.used as u (org, month, calls) values ($1, $2, 1)
		on conflict (org, month) do update set calls = u.calls + 1 where u.calls < $3 returning calls`)
	qUsedIn = pg.Q("agency.used_in", `select org, calls from agency.used where month = $1`)

	qInsertGiven = pg.Q("agency.insert_given", `
		insert into agency.given (entity_id, org, record_id, version, at)
		select $1, $2, r.id, r.version, $5 from unnest($3::text[], $4::integer[]) r (id, version)
		on conflict (entity_id, org, record_id) do update set version = excluded.version, at = excluded.at`)
	qGivenTo = pg.Q("agency.given_to", `
		select g.entity_id, g.org, g.record_id from unnest($1::text[], $2::text[]) r (entity, id)
		join agency.given g on g.entity_id = r.entity and g.record_id = r.id order by g.org, g.record_id`)

	qInsertHolding = pg.Q("agency.insert_holding", `insert into agency.holding (org, as_of, at, records, digest, signature, by) values ($1, $2, $3, $4, $5, $6, $7)`)
	qNewestHolding = pg.Q("agency.newest_holding", `select org, as_of, at, records, digest, signature, by from agency.holding where org = $1 order by as_of desc limit 1`)
)

type agreementRow struct {
	Org                            string
	Version                        int32
	NameZh, NameEn, Kind, FilingNo string
	LicensedFrom, LicensedUntil    workday.Date
	ReportKinds, Items             []string
	Purpose                        string
	Quota                          int32
	FromOn, UntilOn                workday.Date
	ProbeUrl, KeySuite             string //nolint:revive // name of a column
	PublicKey                      []byte
	Active                         bool
	State, Author, Reviewer        string
	CreatedAt                      time.Time
}

func (r *agreementRow) agreement() Agreement {
	return Agreement{Terms: Terms{Org: r.Org, Name: law.Text2{ZH: r.NameZh, EN: r.NameEn}, Kind: r.Kind, FilingNo: r.FilingNo, LicensedFrom: r.LicensedFrom,
		LicensedUntil: r.LicensedUntil, ReportKinds: r.ReportKinds, Items: r.Items, Purpose: r.Purpose, Quota: r.Quota, From: r.FromOn, Until: r.UntilOn,
		ProbeURL: r.ProbeUrl, KeySuite: r.KeySuite, PublicKey: r.PublicKey, Active: r.Active},
		Version: r.Version, State: r.State, Author: r.Author, Reviewer: r.Reviewer, Created: r.CreatedAt}
}

func agreements(rows []agreementRow) []Agreement {
	out := make([]Agreement, len(rows))
	for i := range rows {
		out[i] = rows[i].agreement()
	}
	return out
}

func inForce(ctx context.Context, db pg.DB, org string) (_ Agreement, err error) {
	defer fault.Wrap(&err, "agency.inForce(%s)", org)
	r, err := pg.One[agreementRow](ctx, db, qInForce, org)
	if errors.Is(err, pg.ErrNone) {
		err = errNone
	}
	return r.agreement(), err
}

func inForceAll(ctx context.Context, db pg.DB) (_ []Agreement, err error) {
	defer fault.Wrap(&err, "agency.inForceAll")
	rows, err := pg.All[agreementRow](ctx, db, qInForceAll)
	return agreements(rows), err
}

func allAgreements(ctx context.Context, db pg.DB) (_ []Agreement, err error) {
	defer fault.Wrap(&err, "agency.allAgreements")
	rows, err := pg.All[agreementRow](ctx, db, qAgreements)
	return agreements(rows), err
}

func insertAgreement(ctx context.Context, tx pg.Tx, a *Agreement) (version int32, err error) {
	defer fault.Wrap(&err, "agency.insertAgreement(%s)", a.Org)
	version, err = pg.Scalar[int32](ctx, tx, qInsertAgreement, a.Org, a.Name.ZH, a.Name.EN, a.Kind, a.FilingNo, a.LicensedFrom, a.LicensedUntil, texts(a.ReportKinds),
		a.Items, a.Purpose, a.Quota, a.From, a.Until, a.ProbeURL, a.KeySuite, filled(a.PublicKey), a.Active, a.Author, a.Created)
	if pg.Violated(err) == "agreement_version_is_numbered_once" {
		err = errMoved
	}
	return version, err
}

// texts and filled are never null in a column.
func texts(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func filled(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func proposed(ctx context.Context, tx pg.Tx, org string, version int32) (_ Agreement, err error) {
	defer fault.Wrap(&err, "agency.proposed(%s)", org)
	r, err := pg.One[agreementRow](ctx, tx, qProposed, org, version)
	if errors.Is(err, pg.ErrNone) {
		err = errProposal
	}
	return r.agreement(), err
}

func decideAgreement(ctx context.Context, tx pg.Tx, a *Agreement, at time.Time) (err error) {
	defer fault.Wrap(&err, "agency.decideAgreement(%s)", a.Org)
	_, err = tx.Exec(ctx, qDecide, a.Org, a.Version, a.State, a.Reviewer, at)
	return err
}

// use counts a call of a month, or refuses it.
func use(ctx context.Context, tx pg.Tx, org string, month workday.Date, quota int32) (calls int32, err error) {
	defer fault.Wrap(&err, "agency.use(%s)", org)
	calls, err = pg.Scalar[int32](ctx, tx, qUse, org, month, quota)
	if errors.Is(err, pg.ErrNone) {
		err = errQuota(month)
	}
	return calls, err
}

func usedIn(ctx context.Context, db pg.DB, month workday.Date) (_ map[string]int32, err error) {
	defer fault.Wrap(&err, "agency.usedIn")
	type row struct {
		Org   string
		Calls int32
	}
	rows, err := pg.All[row](ctx, db, qUsedIn, month)
	out := make(map[string]int32, len(rows))
	for _, r := range rows {
		out[r.Org] = r.Calls
	}
	return out, err
}

func insertGiven(ctx context.Context, tx pg.Tx, entity, org string, ids []string, versions []int32, at time.Time) (err error) {
	defer fault.Wrap(&err, "agency.insertGiven(%s)", org)
	_, err = tx.Exec(ctx, qInsertGiven, entity, org, ids, versions, at)
	return err
}

// holder is an agency that was given a record.
type holder struct{ EntityID, Org, RecordID string }

func givenTo(ctx context.Context, tx pg.Tx, entities, ids []string) (_ []holder, err error) {
	defer fault.Wrap(&err, "agency.givenTo")
	return pg.All[holder](ctx, tx, qGivenTo, entities, ids)
}

// holding is a list as it is kept.
type holding struct {
	Org               string
	AsOf, At          time.Time
	Records           []string
	Digest, Signature []byte
	By                string
}

func insertHolding(ctx context.Context, tx pg.Tx, l *holding) (err error) {
	defer fault.Wrap(&err, "agency.insertHolding(%s)", l.Org)
	_, err = tx.Exec(ctx, qInsertHolding, l.Org, l.AsOf, l.At, texts(l.Records), l.Digest, l.Signature, l.By)
	if pg.Violated(err) == "holding_is_one_of_a_moment" {
		err = errOld
	}
	return err
}

func newestHolding(ctx context.Context, db pg.DB, org string) (_ holding, err error) {
	defer fault.Wrap(&err, "agency.newestHolding(%s)", org)
	return pg.One[holding](ctx, db, qNewestHolding, org)
}
