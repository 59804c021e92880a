package check

import (
	"bytes"
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"xinheng/db"
	"xinheng/internal/access"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

// before are the migrations that came before one.
func before(t *testing.T, first string) fs.FS {
	t.Helper()
	all, out := db.Migrations(), fstest.MapFS{}
	names, err := fs.Glob(all, "*.sql")
	must(t, err)
	for _, name := range names {
		if name < first {
			b, err := fs.ReadFile(all, name)
			must(t, err)
			out[name] = &fstest.MapFile{Data: b}
		}
	}
	if len(out) == 0 || len(out) == len(names) {
		t.Fatalf("%s parts nothing", first)
	}
	return out
}

// layOut writes a group as it was kept before migration 0062: one wide row for each decision.
func layOut(t *testing.T, owner *pg.Pool, log *ledger.Log, o *office, e *evidence, sign Signature) {
	t.Helper()
	root := e.tree.Root()
	var leaves []byte
	for _, l := range e.leaves {
		leaves = append(leaves, l[:]...)
	}
	must(t, owner.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		entry, err := log.Append(ctx, tx, o.now(), ledger.Act{Kind: "check.group", Actor: "check", About: e.id, Root: root})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, pg.Query{Name: "test", SQL: `insert into "check".evidence (group_id, entry_id, at, leaves, root, algorithm, key_id, signature)
			values ($1, $2, $3, $4, $5, $6, $7, $8)`}, e.id, entry, o.now(), leaves, root[:], sign.Algorithm, sign.KeyID, sign.Value); err != nil {
			return err
		}
		for i := len(e.rows) - 1; i >= 0; i-- { // in no helpful order
			d := e.rows[i]
			if _, err := tx.Exec(ctx, pg.Query{Name: "test", SQL: `insert into "check".decision (entity_id, decision_id, group_id, seq, at, org, actor, officer, purpose, case_no,
				matter, matter_version, on_date, outcome, edition, position, answer, inputs, salt)
				values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`},
				d.Subject, d.ID, e.id, int32(i), d.At, d.Caller, d.actor, d.Officer, d.Purpose, d.CaseNo, d.Matter.Code, d.Matter.Version, d.AsOf.Date.Time(),
				string(d.outcome), d.AsOf.Edition, d.AsOf.Position, string(d.text), string(d.inputs), d.salt[:]); err != nil {
				return err
			}
		}
		return nil
	}))
}

// TestF07_7_EvidenceOfTheOldLayoutIsCarriedOver: what was recorded before migration 0062, one check alone and a file over several pages, is
// recalled to the byte afterwards, proves offline and is judged again to the same answer.
func TestF07_7_EvidenceOfTheOldLayoutIsCarriedOver(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	must(t, o.index.Load(t.Context()))
	one, err := o.desk.Decide(t.Context(), asker, request(listedFirm))
	must(t, err)
	q := request("")
	var subjects []string
	for i := range 2*pageRows + 3 {
		subjects = append(subjects, []string{listedFirm, cleanFirm}[i%2])
	}
	many, err := o.desk.DecideMany(t.Context(), asker, BatchRequest{Matter: q.Matter, Purpose: q.Purpose, CaseNo: q.CaseNo, Officer: q.Officer, Subjects: subjects})
	must(t, err)

	url := pgtest.Empty(t)
	must(t, pg.Migrate(t.Context(), url, before(t, "0062")))
	owner, err := pg.OpenOwner(t.Context(), url)
	must(t, err)
	defer owner.Close()
	log, err := ledger.Open(t.Context(), owner, "xinheng/test", o.desk.seal.SigningKey("ledger"))
	must(t, err)
	for _, rows := range [][]*Decision{{&one}, many.rows} {
		e := newEvidence([]*batch{{rows: rows}})
		layOut(t, owner, log, o, e, o.desk.sign(groupMessage(e.id, len(rows), e.tree.Root())))
	}

	must(t, pg.Migrate(t.Context(), url, db.Migrations()))
	pool, err := pg.Open(t.Context(), url)
	must(t, err)
	defer pool.Close()
	carried := NewDesk(pool, o.desk.lib, nil, log, o.desk.seal, o.now)
	must(t, log.Sequence(t.Context()))
	for i, d := range append([]*Decision{&one}, many.rows...) {
		k, _, err := find(t.Context(), pool, d.ID, myBody)
		must(t, err)
		if k.Answer != string(d.text) || k.Inputs != string(d.inputs) || !bytes.Equal(k.Salt, d.salt[:]) || k.EntityID != d.Subject {
			t.Fatalf("decision %d is another one: %.300s", i, k.Answer)
		}
		if i > 1 && i%pageRows > 2 && i < len(many.rows) { // at the edges of the pages, and the last
			continue
		}
		again, err := carried.Recall(t.Context(), access.Actor{Org: myBody}, d.ID)
		if err != nil || again.ID != d.ID || ledger.RowLeaf(again.Receipt.Salt, again.text) != again.Receipt.Leaf {
			t.Errorf("recalled %d: %v %+v", i, err, again.Receipt)
		}
		if same, err := carried.Replay(t.Context(), access.Actor{Org: myBody}, d.ID); err != nil || !same {
			t.Errorf("replayed %d: %v %v", i, same, err)
		}
		p, err := carried.Proof(t.Context(), access.Actor{Org: myBody}, d.ID)
		must(t, err)
		if _, err := ledger.VerifyProof(p, log.VerifierKey()); err != nil {
			t.Errorf("proof of %d: %v", i, err)
		}
		p.Row.Content = strings.Replace(p.Row.Content, d.ID, "D-20261122-AAAAAAAAA", 1)
		if _, err := ledger.VerifyProof(p, log.VerifierKey()); err == nil {
			t.Errorf("a changed answer %d still proves", i)
		}
	}
}
