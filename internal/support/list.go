package support

import (
	"bytes"
	"context"
	crand "crypto/rand"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

const (
	// jobPage judges the next firms of a list.
	jobPage = "support.page"
	// pageSize is how many of them in one transaction.
	pageSize = 1000
	// platform is who makes lists.
	platform = "system"
)

// pageArgs name the next part of a list: what follows a firm.
type pageArgs struct {
	List  string `json:"list"`
	After string `json:"after"`
}

// Round makes the lists of the day: one of each policy in force, of the firms that consented to be matched by its body for its purpose. A
// list that is there already is left alone. What is older than it is kept and nobody confirmed is forgotten; the hash stays.
func (d *Desk) Round(ctx context.Context) error {
	for _, p := range d.book().SupportPolicies() {
		if err := d.begin(ctx, &p); err != nil {
			return err
		}
	}
	kept, ok := d.book().Limit("support.kept")
	if !ok {
		return nil
	}
	return forget(ctx, d.db, d.today().AddDays(-int(kept.N)).Start())
}

func (d *Desk) begin(ctx context.Context, p *law.SupportPolicy) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	l := list{ListID: "ZC-" + crand.Text()[:16], Policy: p.Code, PolicyFrom: p.From, Org: p.Org, OnDay: d.today(), Edition: d.law.Edition(), PolicyText: string(text),
		Salt: make([]byte, 16), MadeAt: d.instant()}
	_, _ = crand.Read(l.Salt)
	first := seal.Sum(d.suite, []byte("xinheng.support/1\n"), l.Salt, text, []byte(l.OnDay.String()))
	l.Hash = first[:]
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if n, err := insertList(ctx, tx, &l); err != nil || n == 0 {
			return err
		}
		return d.queue.Put(ctx, tx, jobPage, pageArgs{List: l.ListID})
	})
}

// page judges the next firms of a list and writes them with how far it has come, or nothing of it. Done again it does nothing: the list has
// gone past. A machine that dies in between leaves the part for the next.
func (d *Desk) page(ctx context.Context, a pageArgs) error {
	l, err := listBy(ctx, d.db, a.List)
	if fault.Is(err, "support.unknown") {
		return nil
	}
	if err != nil || l.EndedAt != nil || l.AfterID != a.After {
		return err
	}
	size := pageSize
	if d.Page > 0 {
		size = d.Page
	}
	p, err := l.policy()
	if err != nil {
		return err
	}
	all, err := enrolledFor(ctx, d.db, &l, p.Purpose, d.today(), size)
	if err != nil {
		return err
	}
	last := ""
	if len(all) == size {
		last = all[len(all)-1].EntityID
	}
	lines, err := d.judgeAll(ctx, &l, &p, all)
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		held, err := holdList(ctx, tx, a.List)
		if err != nil || held.EndedAt != nil || held.AfterID != a.After {
			return err
		}
		for i := range lines {
			held.add(d.suite, &lines[i])
		}
		held.AfterID = last
		if err := insertLines(ctx, tx, lines); err != nil {
			return err
		}
		if last != "" {
			if err := putList(ctx, tx, &held); err != nil {
				return err
			}
			return d.queue.Put(ctx, tx, jobPage, pageArgs{held.ListID, last})
		}
		return d.end(ctx, tx, &held)
	})
}

// end signs a list: its hash and its figures go on the ledger, and no name.
func (d *Desk) end(ctx context.Context, tx pg.Tx, l *list) (err error) {
	at := d.instant()
	l.EndedAt = &at
	l.EntryID, err = d.act(ctx, tx, "support.listed", platform, l.ListID, map[string]string{"policy": l.Policy, "on": l.OnDay.String(), "firms": strconv.FormatInt(l.Firms, 10),
		"fits": strconv.FormatInt(l.Fits, 10), "unknown": strconv.FormatInt(l.Unknown, 10), "hash": hex.EncodeToString(l.Hash)})
	if err != nil {
		return err
	}
	return putList(ctx, tx, l)
}

// add puts a line behind the others: the hash of a list is over all its lines in their order.
func (l *list) add(suite seal.Suite, x *line) {
	next := seal.Sum(suite, l.Hash, []byte(x.EntityID+"\n"+x.Facts+"\n"+x.States+"\n"+x.Result))
	l.Hash, l.Firms = next[:], l.Firms+1
	switch Result(x.Result) {
	case Fits:
		l.Fits++
	case Cannot:
		l.Unknown++
	case Lacks:
	}
}

// judgeAll are the lines of firms whose consent holds now.
func (d *Desk) judgeAll(ctx context.Context, l *list, p *law.SupportPolicy, all []enrolment) ([]line, error) {
	all, err := d.holding(ctx, all)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	firms := make([]string, len(all))
	for i := range all {
		firms[i] = all[i].EntityID
	}
	g, err := d.gather(ctx, d.db, firms, l.OnDay)
	if err != nil {
		return nil, err
	}
	out := make([]line, len(all))
	for i := range all {
		f := g.of(p, all[i].EntityID, &all[i])
		text, err := json.Marshal(f)
		if err != nil {
			return nil, err
		}
		got, result := judge(p, &f, l.OnDay)
		out[i] = line{EntityID: all[i].EntityID, LineID: "PX-" + crand.Text()[:16], ListID: l.ListID, Policy: l.Policy, ConsentID: all[i].ConsentID, Facts: string(text),
			States: states(p, got), Result: string(result), MadeAt: d.instant()}
	}
	return out, nil
}

func (l *list) policy() (p law.SupportPolicy, err error) {
	err = json.Unmarshal([]byte(l.PolicyText), &p)
	return p, err
}

// Finish makes what is left of the lists of today here and now, for a demonstration or an operator; their jobs then find nothing to do.
func (d *Desk) Finish(ctx context.Context) error {
	for _, p := range d.book().SupportPolicies() {
		for {
			l, err := listOn(ctx, d.db, p.Code, d.today())
			if err != nil || l.EndedAt != nil {
				if err != nil {
					return err
				}
				break
			}
			if err := d.page(ctx, pageArgs{l.ListID, l.AfterID}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Replay is what a list comes to when it is computed again from what is stored with it.
type Replay struct {
	List    string       `json:"list"`
	Policy  string       `json:"policy"`
	On      workday.Date `json:"on"`
	Edition string       `json:"edition"`
	At      time.Time    `json:"at" doc:"when it was signed"`
	Lines   int64        `json:"lines" doc:"computed again"`
	Hash    string       `json:"hash" doc:"as on the ledger"`
	Same    bool         `json:"same" doc:"every line came to the same answer, and all together to the same hash"`
	Partial bool         `json:"partial" doc:"what nobody confirmed is no longer kept; the lines that are were computed again"`
}

// replayed computes a list again, line by line, by the policy and the facts of its day. Facts that changed since change nothing of it.
func (d *Desk) replayed(ctx context.Context, l *list) (Replay, error) {
	out := Replay{List: l.ListID, Policy: l.Policy, On: l.OnDay, Edition: l.Edition, At: *l.EndedAt, Hash: hex.EncodeToString(l.Hash), Same: true}
	p, err := l.policy()
	if err != nil {
		return out, err
	}
	first := seal.Sum(d.suite, []byte("xinheng.support/1\n"), l.Salt, []byte(l.PolicyText), []byte(l.OnDay.String()))
	again := list{Hash: first[:]}
	for after := ""; ; {
		lines, err := linesAfter(ctx, d.db, l.ListID, after, pageSize)
		if err != nil {
			return out, err
		}
		for i := range lines {
			x, stored := lines[i], lines[i]
			var f Facts
			if err := json.Unmarshal([]byte(x.Facts), &f); err != nil {
				return out, err
			}
			got, result := judge(&p, &f, l.OnDay)
			x.States, x.Result = states(&p, got), string(result)
			out.Same = out.Same && x.States == stored.States && x.Result == stored.Result
			again.add(d.suite, &x)
		}
		if len(lines) < pageSize {
			break
		}
		after = lines[len(lines)-1].EntityID
	}
	out.Lines, out.Partial = again.Firms, again.Firms < l.Firms
	out.Same = out.Same && (out.Partial || bytes.Equal(again.Hash, l.Hash))
	return out, nil
}
