package check

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Of a matter of level 1, or of a person, no outcome is searched for.
const (
	pastWhere = `
		select decision_id, entity_id, at, matter, purpose, case_no, officer, on_date, outcome
		from "check".decision
		where org = $1 and (at, decision_id collate "C") < ($2, $3 collate "C") and at >= $4 and at < $5
			and ($6 = '' or matter = $6) and ($7 = '' or actor = $7)
			and ($8 = '' or (outcome = $8 and not (matter = any($9) or starts_with(entity_id, 'p-'))))`
	pastOrder = `
		order by at desc, decision_id collate "C" desc limit $10`
)

var (
	qEvidence = pg.Q("check.evidence", `
		insert into "check".evidence (group_id, entry_id, at, leaves, root, algorithm, key_id, signature)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`)

	qCover = pg.Q("check.cover", `
		insert into "check".coverage (day, matter, org, calls)
		select day, matter, org, calls
		from unnest($1::date[], $2::text[], $3::text[], $4::bigint[]) as given (day, matter, org, calls)
		on conflict (day, matter, org) do update set calls = coverage.calls + excluded.calls`)

	// cross-shard, read-only, one row: a caller knows the decision by its id
	qFind = pg.Q("check.find", `
		select entity_id, decision_id, group_id::text as group_id, seq, matter, on_date, outcome, edition, answer, inputs, salt
		from "check".decision
		where decision_id = $1 and org = $2`)

	qGroup = pg.Q("check.group", `
		select entry_id::text as entry_id, leaves, algorithm, key_id, signature
		from "check".evidence
		where group_id = $1`)

	// Ids of other areas stand beside ours in one order, hence the comparison of bytes.
	qOf = pg.Q("check.of", `
		select decision_id as id, at, org, purpose, matter
		from "check".decision
		where entity_id = $1 and at <= $2 and (at < $2 or decision_id collate "C" < $3 collate "C")
		order by at desc, decision_id collate "C" desc limit $4`)

	// The answer names the records it leaned on; an answer of one word leaned on the facts it was judged from.
	qLeaned = pg.Q("check.leaned", `
		select decision_id, org, matter, at, starts_with(actor, 'key:') as by_key, exists (
				select from "check".decision o
				where o.org = d.org and o.at between d.at - interval '1 minute' and d.at + interval '1 minute'
					and o.group_id = d.group_id and o.case_no = d.case_no and o.decision_id <> d.decision_id) as batched
		from "check".decision d
		where entity_id = $1 and at >= $3 and (strpos(answer, '"' || $2 || '"') > 0
			or (matter = any($4) or starts_with(entity_id, 'p-')) and outcome <> 'clear' and strpos(inputs, '"' || $2 || '"') > 0)
		order by at, decision_id limit 10000`)

	// of one subject, which is where they are kept: the subject names a check it was told of
	qAbout = pg.Q("check.about", `
		select decision_id, org, matter, inputs, answer from "check".decision where entity_id = $1 and decision_id = $2`)

	// cross-shard, read-only, one figure: an export is estimated
	qCountOwn = pg.Q("check.count_own", `
		select count(*) from "check".decision
		where org = $1 and ($2 = '' or matter = $2) and at >= $3 and at < $4`)

	// cross-shard, read-only, streamed: an export that was approved
	qEachOwn = pg.Q("check.each_own", `
		select entity_id, decision_id, at, matter, purpose, case_no, officer, outcome
		from "check".decision
		where org = $1 and ($2 = '' or matter = $2) and at >= $3 and at < $4
		order by at`)

	// cross-shard, read-only, one page: a body looks through its own checks
	qPast = pg.Q("check.past", pastWhere+pastOrder)
	// of one subject, which is where they are kept
	qPastOf = pg.Q("check.past_of", pastWhere+` and entity_id = $11`+pastOrder)

	qCovered = pg.Q("check.covered", `
		select matter, sum(calls)::bigint as calls, count(distinct org)::bigint as bodies, max(day) as last_on
		from "check".coverage
		where day > $1 and day <= $2
		group by matter`)
)

var decisionColumns = []string{"entity_id", "decision_id", "group_id", "seq", "at", "org", "actor", "officer", "purpose",
	"case_no", "matter", "matter_version", "on_date", "outcome", "edition", "position", "answer", "inputs", "salt"}

// store writes a group and everything in it.
func store(ctx context.Context, tx pg.Tx, e *evidence) (err error) {
	defer fault.Wrap(&err, "check.store(%s)", e.id)
	leaves := make([]byte, 0, len(e.leaves)*len(ledger.Hash{}))
	for i := range e.leaves {
		leaves = append(leaves, e.leaves[i][:]...)
	}
	root := e.tree.Root()
	_, err = tx.Exec(ctx, qEvidence, e.id, e.entry, e.at, leaves, root[:], e.signature.Algorithm, e.signature.KeyID, e.signature.Value)
	if err != nil {
		return err
	}
	_, err = tx.Copy(ctx, "check", "decision", decisionColumns, pgx.CopyFromSlice(len(e.rows), func(i int) ([]any, error) {
		d := e.rows[i]
		return []any{d.Subject, d.ID, e.id, int32(i), d.At, d.Caller, d.actor, d.Officer, d.Purpose, d.CaseNo, d.Matter.Code,
			d.Matter.Version, d.AsOf.Date.Time(), string(d.outcome), d.AsOf.Edition, d.AsOf.Position, d.text, d.inputs, d.salt[:]}, nil
	}))
	if err != nil {
		return err
	}
	if err := cover(ctx, tx, e.coverage()); err != nil {
		return err
	}
	return countStarts(ctx, tx, e.starts())
}

// cover adds to the counts in one order, so that two processes never wait for each other in a circle.
func cover(ctx context.Context, tx pg.Tx, counts map[coverage]int64) error {
	if len(counts) == 0 {
		return nil
	}
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b coverage) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.matter, b.matter), cmp.Compare(a.org, b.org))
	})
	var days []time.Time
	var matters, orgs []string
	var calls []int64
	for _, k := range keys {
		days, matters, orgs = append(days, k.day.Time()), append(matters, k.matter), append(orgs, k.org)
		calls = append(calls, counts[k])
	}
	_, err := tx.Exec(ctx, qCover, days, matters, orgs, calls)
	return err
}

// kept is a decision as the evidence holds it.
type kept struct {
	EntityID   string
	DecisionID string
	GroupID    string
	Seq        int32
	Matter     string
	OnDate     workday.Date
	Outcome    string
	Edition    string
	Answer     string
	Inputs     string
	Salt       []byte
}

// group is a group of evidence as it was recorded.
type group struct {
	EntryID   string
	Leaves    []byte
	Algorithm string
	KeyID     string
	Signature []byte
}

func (g group) hashes() []ledger.Hash {
	hs := make([]ledger.Hash, 0, len(g.Leaves)/len(ledger.Hash{}))
	for c := range slices.Chunk(g.Leaves, len(ledger.Hash{})) {
		hs = append(hs, ledger.Hash(c))
	}
	return hs
}

// find returns a decision of a body with its group; another body's decision does not exist for it.
func find(ctx context.Context, db pg.DB, id, org string) (k kept, g group, err error) {
	defer fault.Wrap(&err, "check.find")
	if !isNumber(id) {
		return k, g, errUnknown
	}
	k, err = pg.One[kept](ctx, db, qFind, id, org)
	if errors.Is(err, pg.ErrNone) {
		return k, g, errUnknown
	}
	if err != nil {
		return k, g, err
	}
	g, err = pg.One[group](ctx, db, qGroup, k.GroupID)
	return k, g, err
}

var errUnknown = fault.New(fault.Missing, "check.unknown_decision", "贵单位没有这个编号的查验；请核对编号。",
	"Your body has no check of this number; please compare it.")

// covered is how a matter was really checked in a span of days.
type covered struct {
	Matter string
	Calls  int64
	Bodies int64
	LastOn workday.Date
}

func coveredBetween(ctx context.Context, db pg.DB, after, upTo workday.Date) (_ []covered, err error) {
	defer fault.Wrap(&err, "check.coveredBetween")
	return pg.All[covered](ctx, db, qCovered, after.Time(), upTo.Time())
}

// checkOf is a check as its subject may see it.
type checkOf struct {
	ID      string
	At      time.Time
	Org     string
	Purpose string
	Matter  string
}

func checksOf(ctx context.Context, db pg.DB, entity string, behind disclosure.Mark, limit int) (_ []checkOf, err error) {
	defer fault.Wrap(&err, "check.checksOf")
	return pg.All[checkOf](ctx, db, qOf, entity, behind.At, behind.ID, limit)
}

// ownCheck is a check as the body that made it exports it.
type ownCheck struct {
	EntityID   string
	DecisionID string
	At         time.Time
	Matter     string
	Purpose    string
	CaseNo     string
	Officer    string
	Outcome    string
}

func countOwn(ctx context.Context, db pg.DB, org, matter string, from, until time.Time) (_ int64, err error) {
	defer fault.Wrap(&err, "check.countOwn")
	return pg.Scalar[int64](ctx, db, qCountOwn, org, matter, from, until)
}

func eachOwn(ctx context.Context, db pg.DB, org, matter string, from, until time.Time, each func(ownCheck) error) (err error) {
	defer fault.Wrap(&err, "check.eachOwn")
	rows, err := db.Query(ctx, qEachOwn, org, matter, from, until)
	if err != nil {
		return err
	}
	var r ownCheck
	_, err = pgx.ForEachRow(rows, []any{&r.EntityID, &r.DecisionID, &r.At, &r.Matter, &r.Purpose, &r.CaseNo, &r.Officer, &r.Outcome},
		func() error { return each(r) })
	return err
}

// past is what is looked for among a body's checks.
type past struct {
	org, matter, subject, outcome, actor string
	levelOne                             []string
	from, until, at                      time.Time
	id                                   string
	limit                                int
}

type pastRow struct {
	DecisionID string
	EntityID   string
	At         time.Time
	Matter     string
	Purpose    string
	CaseNo     string
	Officer    string
	OnDate     workday.Date
	Outcome    string
}

func pastChecks(ctx context.Context, db pg.DB, p past) (_ []pastRow, err error) {
	defer fault.Wrap(&err, "check.pastChecks")
	q, args := qPast, []any{p.org, p.at, p.id, p.from, p.until, p.matter, p.actor, p.outcome, p.levelOne, p.limit}
	if p.subject != "" {
		q, args = qPastOf, append(args, p.subject)
	}
	return pg.All[pastRow](ctx, db, q, args...)
}
