package adapter

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// Run is a run of the kit as it is shown.
type Run struct {
	Org    string    `json:"org,omitempty" doc:"who ran it; absent: this platform, against its built-in peer"`
	Body   string    `json:"body,omitempty"`
	Peer   string    `json:"peer"`
	Passed bool      `json:"passed"`
	At     time.Time `json:"at"`
	Cases  []Outcome `json:"cases"`
}

// View is an adapter with its newest runs.
type View struct {
	law.Adapter
	Runs []Run `json:"runs"`
}

// Public lists the adapters in force, each with the newest run of everybody who ran its kit.
func (d *Desk) Public(ctx context.Context) ([]View, error) {
	kept, err := runs(ctx, d.db)
	if err != nil {
		return nil, err
	}
	names, err := d.namesOf(ctx, kept)
	if err != nil {
		return nil, err
	}
	out := []View{}
	for _, a := range d.book().Adapters() {
		v := View{Adapter: a, Runs: []Run{}}
		for _, r := range kept {
			var s Signed
			var res Result
			if r.Adapter != a.Code || json.Unmarshal(r.Signed, &s) != nil || json.Unmarshal(s.Result, &res) != nil {
				continue
			}
			v.Runs = append(v.Runs, Run{Org: r.Org, Body: names[r.Org], Peer: r.Peer, Passed: r.Passed && r.Version == a.Version, At: r.At, Cases: res.Cases})
		}
		out = append(out, v)
	}
	return out, nil
}

func (d *Desk) namesOf(ctx context.Context, kept []runRow) (map[string]string, error) {
	var codes []string
	for _, r := range kept {
		if r.Org != "" && !slices.Contains(codes, r.Org) {
			codes = append(codes, r.Org)
		}
	}
	if len(codes) == 0 || d.Bodies == nil {
		return nil, nil
	}
	return d.Bodies(ctx, codes)
}

// Conform runs the suite of every adapter against the built-in peer and keeps the results: that the kit works is shown, not claimed. Pieces
// that were never completed are forgotten by the way.
func (d *Desk) Conform(ctx context.Context) error {
	book, key := d.book(), d.sealer.SigningKey("adapter")
	var all error
	for _, a := range book.Adapters() {
		p := &Reference{Book: book, Adapter: a, Suite: d.sealer.Suite(), Public: key.Public(), Now: d.now}
		k := Kit{Book: book, Adapter: a, Way: Direct{To: p}, Signer: key, Now: d.now, Run: "0", Peer: "built-in"}
		s, err := k.Suite(ctx).Sign(key, d.sealer.Suite())
		if err == nil {
			err = d.keep(ctx, access.Actor{ID: "system:adapter"}, s)
		}
		all = errors.Join(all, err)
	}
	return errors.Join(all, forgetParts(ctx, d.db, d.instant().AddDate(0, 0, -1)))
}

// Report keeps the result of a body that ran the kit against its own implementation, signed with the key of its link.
func (d *Desk) Report(ctx context.Context, who access.Actor, adapter string, s Signed) (Run, error) {
	a, there := d.book().Adapter(adapter)
	if !there {
		return Run{}, errNoLink
	}
	suite, known := seal.SuiteNamed(s.Algorithm)
	public, err := base64.StdEncoding.DecodeString(s.Public)
	if !known || err != nil || len(public) < 32 {
		return Run{}, errRun
	}
	_, found, err := oneLink(ctx, d.db, qLinkByKey, adapter, who.Org, seal.KeyID(suite, public))
	if err != nil || !found {
		return Run{}, firstOf(err, errNoLink)
	}
	r, signed := s.Open(suite, public)
	if !signed || r.Adapter != adapter || r.Version != a.Version || len(r.Cases) != len(kitCases) || r.At.After(d.now().Add(time.Minute)) || len(r.Peer) > 200 {
		return Run{}, errRun
	}
	passed := true
	for i, c := range r.Cases {
		if c.Code != kitCases[i].code {
			return Run{}, errRun
		}
		passed = passed && c.Passed
	}
	if passed != r.Passed {
		return Run{}, errRun
	}
	return Run{Org: who.Org, Body: who.Name, Peer: r.Peer, Passed: r.Passed, At: r.At, Cases: r.Cases}, d.keep(ctx, who, s)
}

func (d *Desk) keep(ctx context.Context, who access.Actor, s Signed) error {
	var r Result
	if err := json.Unmarshal(s.Result, &r); err != nil {
		return errRun
	}
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	row := runRow{RunID: uuid.Must(uuid.NewV7()).String(), Adapter: r.Adapter, Version: r.Version, Org: who.Org, Peer: r.Peer, Passed: r.Passed, Signed: b, At: d.instant()}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertRun(ctx, tx, &row); err != nil {
			return err
		}
		state := "failed"
		if row.Passed {
			state = "passed"
		}
		_, err := ledger.Append(ctx, tx, row.At, ledger.Act{Kind: "adapter.run", Actor: who.ID, About: row.RunID,
			Public: map[string]string{"adapter": row.Adapter, "version": row.Version, "org": row.Org, "result": state}})
		return err
	})
}
