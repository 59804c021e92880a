package declaration

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const columns = `s.entity_id, s.declaration_id, s.kind, s.kind_from, s.org, s.region, s.papers, s.replaces, s.template, s.template_from, s.template_hash, s.text_sm3,
	s.sealed, s.signer, s.signer_role, s.key, s.shown_at, s.signed_at, s.suite, s.key_id, s.public_key, s.signature, s.entry_id,
	p.state, p.scopes, p.undo_until, p.waived_at, p.released_at, p.due_on, p.compared_at, p.verified_on, p.verified_by, p.source_id, p.counts_until, p.case_id,
	p.ended_at, p.version`

const from = ` from declaration.signed s join declaration.status p using (entity_id, declaration_id) `

var (
	qAlone        = pg.Q("declaration.alone", `select pg_advisory_xact_lock(hashtextextended('declaration ' || $1, 0))`)
	qInsertSigned = pg.Q("declaration.insert_signed", `
		insert into declaration.signed (entity_id, declaration_id, kind, kind_from, org, region, papers, replaces, template, template_from, template_hash, text_sm3,
			sealed, signer, signer_role, key, shown_at, signed_at, suite, key_id, public_key, signature, entry_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`)
	qInsertStatus = pg.Q("declaration.insert_status", `
		insert into declaration.status (entity_id, declaration_id, state, scopes, undo_until, waived_at, verified_by, source_id, case_id, version)
		values ($1, $2, $3, $4, $5, $6, '', '', '', 1)`)
	qUpdate = pg.Q("declaration.update", `
		update declaration.status set state = $3, scopes = $4, waived_at = $5, released_at = $6, due_on = $7, compared_at = $8, verified_on = $9, verified_by = $10,
			source_id = $11, counts_until = $12, case_id = $13, ended_at = $14, version = version + 1
		where entity_id = $1 and declaration_id = $2`)
	qFind  = pg.Q("declaration.find", `select `+columns+from+`where s.entity_id = $1 and s.declaration_id = $2`)
	qLock  = pg.Q("declaration.lock", `select `+columns+from+`where s.entity_id = $1 and s.declaration_id = $2 for update of p`)
	qByKey = pg.Q("declaration.by_key", `select `+columns+from+`where s.entity_id = $1 and s.signer = $2 and s.key = $3 and s.key <> ''`)
	// cross-shard, read-only, one: whose number it is, is not known
	qWhose    = pg.Q("declaration.whose", `select entity_id from declaration.signed where declaration_id = $1`)
	qOfEntity = pg.Q("declaration.of_entity", `select `+columns+from+`where s.entity_id = $1 order by s.signed_at desc, s.declaration_id limit 500`)
	// cross-shard, read-only, limited
	qOfOrg = pg.Q("declaration.of_org", `
		select `+columns+from+`where s.org = $1 and p.released_at is not null and ($2 = '' or p.state = $2)
		order by p.state <> 'unverified', p.due_on, s.signed_at desc, s.declaration_id limit 200`)
	// cross-shard, read-only, of the entities named
	qStanding = pg.Q("declaration.standing", `
		select `+columns+from+`where s.entity_id = any ($1) and $2 = any (p.scopes) and p.state in ('unverified', 'verified', 'differs') order by s.entity_id, s.declaration_id`)
	// cross-shard, read-only, limited
	qToRelease = pg.Q("declaration.to_release", `
		select entity_id, declaration_id from declaration.status where state = 'signed' and undo_until <= $1 order by undo_until limit 200`)
	// cross-shard, read-only, limited
	qToCompare = pg.Q("declaration.to_compare", `
		select entity_id, declaration_id from declaration.status where state = 'unverified' and compared_at is null order by released_at limit 200`)
	qRestingOn = pg.Q("declaration.resting_on", `
		select s.entity_id, s.declaration_id from declaration.status s
		join (select distinct e, r from unnest($1::text[], $2::text[]) as x (e, r)) x on s.entity_id = x.e and s.source_id = x.r
		order by s.entity_id, s.declaration_id`)

	qInsertLook = pg.Q("declaration.insert_look", `
		insert into declaration.look (entity_id, declaration_id, seq, at, by, actor, edition, answer, lines)
		select $1, $2, (select count(*) + 1 from declaration.look where entity_id = $1 and declaration_id = $2), $3, $4, $5, $6, $7, $8`)
	qLooks = pg.Q("declaration.looks", `
		select at, by, actor, edition, answer, lines from declaration.look where entity_id = $1 and declaration_id = $2 order by seq desc limit 50`)
	qInsertConsent = pg.Q("declaration.insert_consent", `
		insert into declaration.consent (entity_id, declaration_id, seq, scopes, actor, at, entry_id)
		select $1, $2, (select count(*) + 1 from declaration.consent where entity_id = $1 and declaration_id = $2), $3, $4, $5, $6`)
)

func alone(ctx context.Context, tx pg.Tx, entity string) (err error) {
	defer fault.Wrap(&err, "declaration.alone")
	_, err = tx.Exec(ctx, qAlone, entity)
	return err
}

func insert(ctx context.Context, tx pg.Tx, x *declaration) (err error) {
	defer fault.Wrap(&err, "declaration.insert(%s)", x.DeclarationID)
	s := &x.signed
	if _, err = tx.Exec(ctx, qInsertSigned, s.EntityID, s.DeclarationID, s.Kind, s.KindFrom, s.Org, s.Region, s.Papers, s.Replaces, s.Template, s.TemplateFrom, s.TemplateHash,
		s.TextSM3, s.Sealed, s.Signer, s.SignerRole, s.Key, s.ShownAt, s.SignedAt, s.Suite, s.KeyID, s.PublicKey, s.Signature, s.EntryID); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qInsertStatus, s.EntityID, s.DeclarationID, x.State, x.Scopes, x.UndoUntil, x.WaivedAt)
	return err
}

func update(ctx context.Context, tx pg.Tx, x *declaration) (err error) {
	defer fault.Wrap(&err, "declaration.update(%s)", x.DeclarationID)
	_, err = tx.Exec(ctx, qUpdate, x.EntityID, x.DeclarationID, x.State, x.Scopes, x.WaivedAt, x.ReleasedAt, x.DueOn, x.ComparedAt, x.VerifiedOn, x.VerifiedBy, x.SourceID,
		x.CountsUntil, x.CaseID, x.EndedAt)
	return err
}

func whose(ctx context.Context, db pg.DB, id string) (entity string, err error) {
	defer fault.Wrap(&err, "declaration.whose")
	entity, err = pg.Scalar[string](ctx, db, qWhose, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return entity, err
}

func find(ctx context.Context, db pg.DB, q pg.Query, entity, id string) (x declaration, err error) {
	defer fault.Wrap(&err, "declaration.find")
	x, err = pg.One[declaration](ctx, db, q, entity, id)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return x, err
}

// byKey finds the declaration a request made already.
func byKey(ctx context.Context, db pg.DB, entity, signer, key string) (x declaration, there bool, err error) {
	defer fault.Wrap(&err, "declaration.byKey")
	x, err = pg.One[declaration](ctx, db, qByKey, entity, signer, key)
	if errors.Is(err, pg.ErrNone) {
		return x, false, nil
	}
	return x, err == nil, err
}

func ofEntity(ctx context.Context, db pg.DB, entity string) (_ []declaration, err error) {
	defer fault.Wrap(&err, "declaration.ofEntity")
	return pg.All[declaration](ctx, db, qOfEntity, entity)
}

func ofOrg(ctx context.Context, db pg.DB, org, state string) (_ []declaration, err error) {
	defer fault.Wrap(&err, "declaration.ofOrg")
	return pg.All[declaration](ctx, db, qOfOrg, org, state)
}

func standingOf(ctx context.Context, db pg.DB, entities []string, scope string) (_ []declaration, err error) {
	defer fault.Wrap(&err, "declaration.standingOf")
	return pg.All[declaration](ctx, db, qStanding, entities, scope)
}

type due struct{ EntityID, DeclarationID string }

func toRelease(ctx context.Context, db pg.DB, now time.Time) (_ []due, err error) {
	defer fault.Wrap(&err, "declaration.toRelease")
	return pg.All[due](ctx, db, qToRelease, now)
}

func toCompare(ctx context.Context, db pg.DB) (_ []due, err error) {
	defer fault.Wrap(&err, "declaration.toCompare")
	return pg.All[due](ctx, db, qToCompare)
}

// restingOn finds the declarations that records settled.
func restingOn(ctx context.Context, db pg.DB, entities, sources []string) (_ []due, err error) {
	defer fault.Wrap(&err, "declaration.restingOn")
	return pg.All[due](ctx, db, qRestingOn, entities, sources)
}

// look is one time a declaration was compared, as it is kept.
type look struct {
	At                                time.Time
	By, Actor, Edition, Answer, Lines string
}

func insertLook(ctx context.Context, tx pg.Tx, x *declaration, l look) (err error) {
	defer fault.Wrap(&err, "declaration.insertLook")
	_, err = tx.Exec(ctx, qInsertLook, x.EntityID, x.DeclarationID, l.At, l.By, l.Actor, l.Edition, l.Answer, l.Lines)
	return err
}

func looksAt(ctx context.Context, db pg.DB, entity, id string) (_ []look, err error) {
	defer fault.Wrap(&err, "declaration.looksAt")
	return pg.All[look](ctx, db, qLooks, entity, id)
}

func insertConsent(ctx context.Context, tx pg.Tx, x *declaration, actor string, at time.Time, entry string) (err error) {
	defer fault.Wrap(&err, "declaration.insertConsent")
	_, err = tx.Exec(ctx, qInsertConsent, x.EntityID, x.DeclarationID, x.Scopes, actor, at, entry)
	return err
}

// verifierRow is a body that verifies a kind.
type verifierRow struct {
	Kind, Region, Org string
	Since, Until      workday.Date
}
