package caseflow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// held is a case as it is stored.
type held struct {
	EntityID    string
	CaseID      string
	Kind        string
	Edition     string
	State       string
	Moves       *int32
	Title       string
	Org         string
	Region      string
	Provider    string
	Holder      string
	Opener      string
	Agent       string
	Facts       []string
	Version     int32
	OpenedOn    workday.Date
	DueOn       workday.Date
	EndedOn     workday.Date
	EscalatedOn workday.Date
	UrgedOn     workday.Date
	CreatedAt   time.Time
}

const caseColumns = `entity_id, case_id, kind, edition, state, moves, title, org, region, provider, holder, opener, agent, facts, version,
	opened_on, due_on, ended_on, escalated_on, urged_on, created_at`

var (
	qSerial = pg.Q("caseflow.serial", `
		insert into caseflow.serial as s (prefix, region, day, last) values ($1, $2, $3, 1)
		on conflict (prefix, region, day) do update set last = s.last + 1 returning last`)
	qDocket = pg.Q("caseflow.docket", `insert into caseflow.docket (case_id, entity_id, code_hash) values ($1, $2, $3)`)
	qWhose  = pg.Q("caseflow.whose", `select case_id, entity_id, code_hash from caseflow.docket where case_id = $1`)
	qInsert = pg.Q("caseflow.insert", `
		insert into caseflow.case (entity_id, case_id, kind, edition, state, moves, title, org, region, provider, holder, opener, agent, opening_key,
			facts, version, opened_on, due_on, ended_on, escalated_on, urged_on, created_at, changed_at)
		values ($1, $2, $3, $4, '', null, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, null, null, null, null, $16, $16)`)
	qFind  = pg.Q("caseflow.find", `select `+caseColumns+` from caseflow.case where entity_id = $1 and case_id = $2`)
	qLock  = pg.Q("caseflow.lock", `select `+caseColumns+` from caseflow.case where entity_id = $1 and case_id = $2 for update`)
	qByKey = pg.Q("caseflow.by_key", `
		select `+caseColumns+` from caseflow.case where entity_id = $1 and opener = $2 and kind = $3 and opening_key = $4`)
	qUpdate = pg.Q("caseflow.update", `
		update caseflow.case set state = $3, moves = $4, title = $5, org = $6, region = $7, provider = $8, holder = $9, facts = $10, version = $11,
			due_on = $12, ended_on = $13, escalated_on = $14, urged_on = $15, changed_at = $16
		where entity_id = $1 and case_id = $2`)
	qOfEntity = pg.Q("caseflow.of_entity", `
		select `+caseColumns+` from caseflow.case where entity_id = $1 and ($2 = '' or kind = $2) order by case_id desc limit 1000`)
)

type docket struct {
	CaseID   string
	EntityID string
	CodeHash []byte
}

func (h held) open() *Case {
	return &Case{ID: h.CaseID, EntityID: h.EntityID, Kind: h.Kind, Edition: h.Edition, State: State(h.State), Title: h.Title, Org: h.Org,
		Region: h.Region, Provider: h.Provider, Holder: h.Holder, Opener: h.Opener, Agent: h.Agent, Version: h.Version, OpenedOn: h.OpenedOn,
		DueOn: h.DueOn, EndedOn: h.EndedOn, Facts: h.Facts, EscalatedOn: h.EscalatedOn, urgedOn: h.UrgedOn, created: h.CreatedAt, moves: deref(h.Moves)}
}

func deref(n *int32) int32 {
	if n == nil {
		return 0
	}
	return *n
}

// serial counts the cases of a kind in a region on a day. The row is held until the transaction ends, so that two openings
// with one key follow each other.
func serial(ctx context.Context, tx pg.Tx, prefix, region string, day workday.Date) (n int32, err error) {
	defer fault.Wrap(&err, "caseflow.serial(%s)", prefix)
	return pg.Scalar[int32](ctx, tx, qSerial, prefix, region, day)
}

func whose(ctx context.Context, db pg.DB, id string) (w docket, err error) {
	defer fault.Wrap(&err, "caseflow.whose")
	if len(id) > maxID || !clean(id) {
		return w, errUnknown
	}
	w, err = pg.One[docket](ctx, db, qWhose, id)
	if errors.Is(err, pg.ErrNone) {
		return w, errUnknown
	}
	return w, err
}

const maxID = 64

// read finds a case with its details; under q it may hold the row.
func (d *Desk) read(ctx context.Context, db pg.DB, q pg.Query, id string) (c *Case, err error) {
	w, err := whose(ctx, db, id)
	if err != nil {
		return nil, err
	}
	defer fault.Wrap(&err, "caseflow.read(%s)", id)
	h, err := pg.One[held](ctx, db, q, w.EntityID, id)
	if errors.Is(err, pg.ErrNone) {
		return nil, errUnknown
	}
	if err != nil {
		return nil, err
	}
	c = h.open()
	err = d.words(ctx, db, c, "details", &c.details)
	return c, err
}

func (d *Desk) insert(ctx context.Context, tx pg.Tx, c *Case, key string, codeHash []byte) (err error) {
	defer fault.Wrap(&err, "caseflow.insert(%s)", c.ID)
	if _, err = tx.Exec(ctx, qDocket, c.ID, c.EntityID, codeHash); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qInsert, c.EntityID, c.ID, c.Kind, c.Edition, c.Title, c.Org, c.Region, c.Provider, c.Holder, c.Opener, c.Agent, key,
		c.facts(), c.Version, c.OpenedOn, c.created)
	return err
}

func (c *Case) facts() []string { return append([]string{}, c.Facts...) }

// update writes what may change of a case.
func (d *Desk) update(ctx context.Context, tx pg.Tx, c *Case, now time.Time) (err error) {
	defer fault.Wrap(&err, "caseflow.update(%s)", c.ID)
	_, err = tx.Exec(ctx, qUpdate, c.EntityID, c.ID, string(c.State), c.moves, c.Title, c.Org, c.Region, c.Provider, c.Holder, c.facts(), c.Version,
		c.DueOn, c.EndedOn, c.EscalatedOn, c.urgedOn, now)
	return err
}

func byKey(ctx context.Context, db pg.DB, entity, opener, kind, key string) (c *Case, err error) {
	defer fault.Wrap(&err, "caseflow.byKey")
	h, err := pg.One[held](ctx, db, qByKey, entity, opener, kind, key)
	if errors.Is(err, pg.ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return h.open(), nil
}

func ofEntity(ctx context.Context, db pg.DB, entity, kind string) (out []Case, err error) {
	defer fault.Wrap(&err, "caseflow.ofEntity")
	all, err := pg.All[held](ctx, db, qOfEntity, entity, kind)
	for _, h := range all {
		out = append(out, *h.open())
	}
	return out, err
}

// moveRow is a move as it is stored.
type moveRow struct {
	Seq         int32
	Act         string
	FromState   string
	ToState     string
	Side        string
	Actor       string
	ActorOrg    string
	ConfirmedBy string
	Version     int32
	Key         string
	OnDay       workday.Date
	At          time.Time
	Clause      string
	LawEdition  string
	EntryID     string
}

const moveColumns = `seq, act, from_state, to_state, side, actor, actor_org, confirmed_by, version, key, on_day, at, clause, law_edition, entry_id`

var (
	qMove = pg.Q("caseflow.move", `
		insert into caseflow.move (entity_id, case_id, after, kind, edition, `+moveColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`)
	qMoves = pg.Q("caseflow.moves", `
		select `+moveColumns+` from caseflow.move where entity_id = $1 and case_id = $2 order by seq`)
)

func insertMove(ctx context.Context, tx pg.Tx, c *Case, m moveRow) (err error) {
	defer fault.Wrap(&err, "caseflow.insertMove(%s)", c.ID)
	var after *int32
	if m.Seq > 1 {
		n := m.Seq - 1
		after = &n
	}
	_, err = tx.Exec(ctx, qMove, c.EntityID, c.ID, after, c.Kind, c.Edition, m.Seq, m.Act, m.FromState, m.ToState, m.Side, m.Actor, m.ActorOrg,
		m.ConfirmedBy, m.Version, m.Key, m.OnDay, m.At, m.Clause, m.LawEdition, m.EntryID)
	return err
}

func movesOf(ctx context.Context, db pg.DB, c *Case) (rows []moveRow, err error) {
	defer fault.Wrap(&err, "caseflow.moves(%s)", c.ID)
	return pg.All[moveRow](ctx, db, qMoves, c.EntityID, c.ID)
}

// evidenceRow is a piece of evidence as it is stored.
type evidenceRow struct {
	EvidenceID string
	Seq        int32
	Kind       string
	Ref        string
	SHA256     string `db:"sha256"`
	Source     string
	Actor      string
	At         time.Time
}

const evidenceColumns = `evidence_id, seq, kind, ref, sha256, source, actor, at`

var (
	qEvidence = pg.Q("caseflow.evidence", `
		insert into caseflow.evidence (entity_id, case_id, `+evidenceColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	qEvidences = pg.Q("caseflow.evidences", `
		select `+evidenceColumns+` from caseflow.evidence where entity_id = $1 and case_id = $2 order by evidence_id`)
)

func insertEvidence(ctx context.Context, tx pg.Tx, c *Case, e evidenceRow) (err error) {
	defer fault.Wrap(&err, "caseflow.insertEvidence(%s)", c.ID)
	_, err = tx.Exec(ctx, qEvidence, c.EntityID, c.ID, e.EvidenceID, e.Seq, e.Kind, e.Ref, e.SHA256, e.Source, e.Actor, e.At)
	return err
}

func evidenceOf(ctx context.Context, db pg.DB, c *Case) (rows []evidenceRow, err error) {
	defer fault.Wrap(&err, "caseflow.evidence(%s)", c.ID)
	return pg.All[evidenceRow](ctx, db, qEvidences, c.EntityID, c.ID)
}

// eventRow is what happened beside the moves.
type eventRow struct {
	EventID  string
	What     string
	Clock    string
	Permille int32
	Actor    string
	ActorOrg string
	About    string
	OnDay    workday.Date
	At       time.Time
	EntryID  string
}

const eventColumns = `event_id, what, clock, permille, actor, actor_org, about, on_day, at, entry_id`

var (
	qEvent = pg.Q("caseflow.event", `
		insert into caseflow.event (entity_id, case_id, `+eventColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`)
	qEvents = pg.Q("caseflow.events", `
		select `+eventColumns+` from caseflow.event where entity_id = $1 and case_id = $2 order by event_id limit 1000`)
)

func insertEvent(ctx context.Context, tx pg.Tx, c *Case, e eventRow) (err error) {
	defer fault.Wrap(&err, "caseflow.insertEvent(%s)", c.ID)
	_, err = tx.Exec(ctx, qEvent, c.EntityID, c.ID, e.EventID, e.What, e.Clock, e.Permille, e.Actor, e.ActorOrg, e.About, e.OnDay, e.At, e.EntryID)
	return err
}

func eventsOf(ctx context.Context, db pg.DB, c *Case) (rows []eventRow, err error) {
	defer fault.Wrap(&err, "caseflow.events(%s)", c.ID)
	return pg.All[eventRow](ctx, db, qEvents, c.EntityID, c.ID)
}

// pendingRow is an agent's act that waits for the firm.
type pendingRow struct {
	PendingID string
	Act       string
	Moves     int32
	Key       string
	Actor     string
	AskedAt   time.Time
	Status    string
	DecidedBy string
}

const pendingColumns = `pending_id, act, moves, key, actor, asked_at, status, decided_by`

var (
	qPending = pg.Q("caseflow.pending", `
		insert into caseflow.pending (entity_id, case_id, `+pendingColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	qPendings = pg.Q("caseflow.pendings", `
		select `+pendingColumns+` from caseflow.pending where entity_id = $1 and case_id = $2 order by pending_id`)
	qSettle = pg.Q("caseflow.settle", `
		update caseflow.pending set status = $4, decided_by = $5 where entity_id = $1 and case_id = $2 and pending_id = $3 and status = 'waiting'`)
	qOvertake = pg.Q("caseflow.overtake", `
		update caseflow.pending set status = 'overtaken' where entity_id = $1 and case_id = $2 and status = 'waiting' and moves <> $3`)
)

func insertPending(ctx context.Context, tx pg.Tx, c *Case, p pendingRow) (err error) {
	defer fault.Wrap(&err, "caseflow.insertPending(%s)", c.ID)
	_, err = tx.Exec(ctx, qPending, c.EntityID, c.ID, p.PendingID, p.Act, p.Moves, p.Key, p.Actor, p.AskedAt, p.Status, p.DecidedBy)
	if pg.Violated(err) == "pending_waits_once_for_each_act" {
		return errWaiting
	}
	return err
}

func pendingsOf(ctx context.Context, db pg.DB, c *Case) (rows []pendingRow, err error) {
	defer fault.Wrap(&err, "caseflow.pendings(%s)", c.ID)
	return pg.All[pendingRow](ctx, db, qPendings, c.EntityID, c.ID)
}

func settle(ctx context.Context, tx pg.Tx, c *Case, id, status, by string) (n int64, err error) {
	defer fault.Wrap(&err, "caseflow.settle(%s)", c.ID)
	return tx.Exec(ctx, qSettle, c.EntityID, c.ID, id, status, by)
}

// overtake sets aside what an agent asked of a case that has moved on since.
func overtake(ctx context.Context, tx pg.Tx, c *Case) (err error) {
	defer fault.Wrap(&err, "caseflow.overtake(%s)", c.ID)
	_, err = tx.Exec(ctx, qOvertake, c.EntityID, c.ID, c.moves)
	return err
}

// sealContext ties sealed words to the thing they are about.
func sealContext(caseID, about string) string { return "caseflow.words " + caseID + " " + about }

var (
	qKeep = pg.Q("caseflow.keep", `
		insert into caseflow.words as w (entity_id, case_id, about, sealed) values ($1, $2, $3, $4)
		on conflict (entity_id, case_id, about) do update set sealed = excluded.sealed`)
	qWords = pg.Q("caseflow.words", `select about, sealed from caseflow.words where entity_id = $1 and case_id = $2 and starts_with(about, $3)`)
)

// keep seals something about a case.
func (d *Desk) keep(ctx context.Context, tx pg.Tx, c *Case, about string, v any) (err error) {
	defer fault.Wrap(&err, "caseflow.keep(%s)", c.ID)
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qKeep, c.EntityID, c.ID, about, d.seal.Seal(sealContext(c.ID, about), b))
	return err
}

type said struct {
	About  string
	Sealed []byte
}

// allWords reads what is sealed about a case, under a beginning, by what it is about.
func (d *Desk) allWords(ctx context.Context, db pg.DB, c *Case, beginning string) (out map[string]json.RawMessage, err error) {
	defer fault.Wrap(&err, "caseflow.words(%s)", c.ID)
	rows, err := pg.All[said](ctx, db, qWords, c.EntityID, c.ID, beginning)
	if err != nil {
		return nil, err
	}
	out = make(map[string]json.RawMessage, len(rows))
	for _, r := range rows {
		b, err := d.seal.Open(sealContext(c.ID, r.About), r.Sealed)
		if err != nil {
			return nil, fmt.Errorf("caseflow.unseal(%s): %w", c.ID, err)
		}
		out[r.About] = b
	}
	return out, nil
}

// words reads what is sealed about one thing; nothing there leaves v as it is.
func (d *Desk) words(ctx context.Context, db pg.DB, c *Case, about string, v any) error {
	all, err := d.allWords(ctx, db, c, about)
	if b, ok := all[about]; ok && err == nil {
		return json.Unmarshal(b, v)
	}
	return err
}

var (
	qStale = pg.Q("caseflow.stale", `
		select array[entity_id, case_id, about] as key, sealed as value from caseflow.words
		where (entity_id, case_id, about) > ($2, $3, $4) and substring(sealed for length($1::bytea)) <> $1
		order by entity_id, case_id, about limit $5`)
	qReseal = pg.Q("caseflow.reseal", `
		with given as (select * from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::bytea[]) as g (entity_id, case_id, about, old, anew))
		update caseflow.words w set sealed = given.anew from given
		where w.entity_id = given.entity_id and w.case_id = given.case_id and w.about = given.about and w.sealed = given.old`)
	qPermit = pg.Q("caseflow.permit", `
		insert into caseflow.permitted (kind, edition, from_state, act, to_state)
		select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])`)
	qPermitted = pg.Q("caseflow.permits", `
		select kind, edition, from_state as "from", act, to_state as "to" from caseflow.permitted where kind = $1 and edition = $2`)
)

func permits(ctx context.Context, db pg.DB, kind, edition string) (rows []row, err error) {
	defer fault.Wrap(&err, "caseflow.permits(%s)", kind)
	return pg.All[row](ctx, db, qPermitted, kind, edition)
}

func permit(ctx context.Context, tx pg.Tx, rows []row) (err error) {
	defer fault.Wrap(&err, "caseflow.permit")
	columns := make([][]string, 5)
	for _, r := range rows {
		for i, v := range []string{r.Kind, r.Edition, r.From, r.Act, r.To} {
			columns[i] = append(columns[i], v)
		}
	}
	_, err = tx.Exec(ctx, qPermit, columns[0], columns[1], columns[2], columns[3], columns[4])
	return err
}

// Holders are the sealed columns of cases, for the rotation of keys.
func Holders() []seal.Holder {
	return []seal.Holder{seal.Column("caseflow.words", 3, func(key []string) string { return sealContext(key[1], key[2]) }, qStale, qReseal)}
}
