package check

import (
	"bytes"
	"context"
	"encoding/json"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
)

// Recall returns the exact answer a body was given, with its receipt.
func (d *Desk) Recall(ctx context.Context, actor access.Actor, id string) (Decision, error) {
	k, g, err := find(ctx, d.db, id, actor.Org)
	if err != nil {
		return Decision{}, err
	}
	var a Decision
	if err := json.Unmarshal([]byte(k.Answer), &a); err != nil {
		return Decision{}, err
	}
	a.outcome, a.text, a.inputs, a.salt = Outcome(k.Outcome), []byte(k.Answer), []byte(k.Inputs), [saltSize]byte(k.Salt)
	tree := ledger.NewRowTree(g.hashes())
	row := tree.Row(int(k.Seq), k.Salt, k.Answer)
	a.Receipt = &Receipt{Group: k.GroupID, Entry: g.EntryID, Index: row.Index, Count: row.Count, Salt: k.Salt, Leaf: row.Leaf,
		Path: row.Path, Root: tree.Root(), Signature: Signature{g.Algorithm, g.KeyID, g.Signature}}
	return a, nil
}

// Proof proves, to anybody and offline, that a decision was recorded: xinheng ledger verify --proof.
func (d *Desk) Proof(ctx context.Context, actor access.Actor, id string) (ledger.Proof, error) {
	k, g, err := find(ctx, d.db, id, actor.Org)
	if err != nil {
		return ledger.Proof{}, err
	}
	p, err := d.log.Proof(ctx, g.EntryID)
	if err != nil {
		return ledger.Proof{}, err
	}
	p.Row = ledger.NewRowTree(g.hashes()).Row(int(k.Seq), k.Salt, k.Answer)
	return p, nil
}

// Replay judges a stored decision again from its stored inputs, by the same edition of the law, and reports whether the
// same finding comes out.
func (d *Desk) Replay(ctx context.Context, actor access.Actor, id string) (same bool, err error) {
	k, _, err := find(ctx, d.db, id, actor.Org)
	if err != nil {
		return false, err
	}
	var told struct {
		AsOf struct {
			Edition string `json:"law_edition"`
		} `json:"as_of"`
	}
	if err := json.Unmarshal([]byte(k.Answer), &told); err != nil {
		return false, err
	}
	if edition := told.AsOf.Edition; edition != d.lib.Edition() {
		return false, fault.New(fault.Conflict, "check.other_edition",
			"该查验依据另一规则版本 "+edition+"；请用载有该版本的程序复算。",
			"The check was made under another edition of the rules, "+edition+"; replay it with the program that carries that edition.")
	}
	return replay(d.lib, k)
}

func replay(lib *law.Library, k kept) (same bool, err error) {
	var told Decision
	if err := json.Unmarshal([]byte(k.Answer), &told); err != nil {
		return false, err
	}
	var in Inputs
	if err := json.Unmarshal([]byte(k.Inputs), &in); err != nil {
		return false, err
	}
	q := question{book: lib.On(k.OnDate), on: k.OnDate}
	if q.matter, err = matterOn(lib, q.book, k.Matter); err != nil {
		return false, err
	}
	f := unknown(q)
	if in.Known {
		f = JudgeIn(in.Industry, in.Facts, q.matter, q.book, in.Adoptions, q.on)
	}
	again := Decision{ID: told.ID, At: told.At, Subject: told.Subject, Matter: told.Matter, Purpose: told.Purpose,
		CaseNo: told.CaseNo, Officer: told.Officer, Caller: told.Caller, MarketReport: told.MarketReport, AsOf: told.AsOf}
	again.tell(f, told.Answer != "")
	return string(f.Outcome) == k.Outcome && bytes.Equal(again.appendText(nil), []byte(k.Answer)), nil
}
