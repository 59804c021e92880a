package alert

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/hotline"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// How an alert stands.
const (
	Told      = "told"      // 已提示企业
	Answered  = "answered"  // 企业已说明
	Fixed     = "fixed"     // 已整改: the facts no longer fit the rule; closed
	Confirmed = "confirmed" // 已确认
	Dismissed = "dismissed" // 已排除
	Expired   = "expired"   // 已失效: its last day has passed
	Withdrawn = "withdrawn" // 规则已停用: shown to nobody
)

// Desk is where alerts are raised, answered and judged. The exported fields are set while wiring, never later.
type Desk struct {
	// Accounts say in which division a body is. Nil: its code says so.
	Accounts *account.Desk

	db   *pg.Pool
	law  *law.Library
	seal *seal.Sealer
	now  func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, seal: s, now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// instant is now, as exact as the tables keep it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

func newID() string {
	b := make([]byte, 10)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return "AL-" + base32.StdEncoding.EncodeToString(b)
}

// Changed notes whose records changed, in the transaction that changed them; what it means is judged by the round. Natural persons are
// never looked at.
func (d *Desk) Changed(ctx context.Context, tx pg.Tx, e record.Changed) error {
	var firms []string
	for i := range e.Records {
		if r := &e.Records[i]; !r.Person && r.EntityID != "" && !strings.HasPrefix(r.EntityID, "p-") {
			firms = append(firms, r.EntityID)
		}
	}
	if len(firms) == 0 {
		return nil
	}
	slices.Sort(firms) // one order for everybody: no deadlock
	return note(ctx, tx, slices.Compact(firms), d.today())
}

// Noted notes a firm of which something else than its records changed, in the transaction that changed it.
func (d *Desk) Noted(ctx context.Context, tx pg.Tx, firm string) error {
	return note(ctx, tx, []string{firm}, d.today())
}

// page is how many are looked at before asking for more.
const page = 200

// Look looks at everybody whose facts changed or may have changed by a date. One that fails is looked at again by the next round and
// holds up nobody.
func (d *Desk) Look(ctx context.Context) (raised int, err error) {
	var failed []error
	for {
		ids, err := due(ctx, d.db, d.today(), page)
		if err != nil {
			return raised, errors.Join(append(failed, err)...)
		}
		done := 0
		for _, id := range ids {
			n, err := d.lookAt(ctx, id)
			if err != nil {
				failed = append(failed, err)
				continue
			}
			raised, done = raised+n, done+1
		}
		if len(ids) < page || done == 0 {
			return raised, errors.Join(failed...)
		}
	}
}

// lookAt judges one firm by every rule in force: raises what is new, closes what no longer fits, and notes when to look again.
func (d *Desk) lookAt(ctx context.Context, entity string) (raised int, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		today := d.today()
		mine, err := takeDue(ctx, tx, entity, today)
		if err != nil || !mine {
			return err
		}
		facts, err := standing.Of(ctx, tx, entity)
		if err != nil {
			return err
		}
		records, err := record.Of(ctx, tx, entity, time.Time{})
		if err != nil {
			return err
		}
		complaints, err := hotline.VerifiedOf(ctx, tx, entity)
		if err != nil {
			return err
		}
		s := look(facts, records, d.law.On(today), today)
		s.complaints(complaints)
		earlier, err := ofEntity(ctx, tx, entity)
		if err != nil {
			return err
		}
		fits := map[string][]Evidence{}
		for _, rule := range d.law.On(today).AlertRules() {
			fits[rule.Code] = s.judge(rule, d.law.On(today), d.law.Calendar(), today)
		}
		if earlier, err = d.closeOld(ctx, tx, earlier, fits, &s); err != nil {
			return err
		}
		if raised, err = d.raiseNew(ctx, tx, entity, earlier, fits, &s); err != nil {
			return err
		}
		return lookAgain(ctx, tx, entity, s.next)
	})
	return raised, err
}

// closeOld ends open alerts whose rule was withdrawn, whose last day has passed, or whose facts no longer fit.
func (d *Desk) closeOld(ctx context.Context, tx pg.Tx, all []hint, fits map[string][]Evidence, s *seen) ([]hint, error) {
	today := d.today()
	for i := range all {
		h := &all[i]
		if !h.open() {
			continue
		}
		_, inForce := d.law.On(today).AlertRule(h.Rule)
		switch {
		case !inForce:
			h.State = Withdrawn
		case h.ValidUntil < today:
			h.State = Expired
		case len(fits[h.Rule]) == 0:
			h.State = Fixed
		default:
			s.again(today, h.ValidUntil.AddDays(1))
			continue
		}
		if err := d.put(ctx, tx, h, system); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// raiseNew tells the firm of what fits a rule, unless an alert of the rule is open or the same facts led to one before.
func (d *Desk) raiseNew(ctx context.Context, tx pg.Tx, entity string, earlier []hint, fits map[string][]Evidence, s *seen) (n int, err error) {
	for _, rule := range d.law.On(d.today()).AlertRules() {
		known := map[string]bool{}
		open := false
		for i := range earlier {
			if h := &earlier[i]; h.Rule == rule.Code {
				open = open || h.open()
				for _, f := range h.Facts {
					known[f] = true
				}
			}
		}
		anew := slices.ContainsFunc(fits[rule.Code], func(e Evidence) bool { return !known[e.Record] })
		if open || !anew {
			continue
		}
		if err := d.raise(ctx, tx, entity, rule, fits[rule.Code], s); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (d *Desk) raise(ctx context.Context, tx pg.Tx, entity string, rule law.AlertRule, found []Evidence, s *seen) error {
	today := d.today()
	book := d.law.On(today)
	firm, err := registry.FindMany(ctx, tx, []string{entity})
	if err != nil {
		return err
	}
	h := hint{EntityID: entity, AlertID: newID(), Rule: rule.Code, RuleFrom: rule.From, Edition: d.law.Edition(), Org: found[0].org, Region: firm[entity].Region,
		RaisedOn: today, State: Told}
	if h.Region == "" {
		h.Region = account.Division(ctx, tx, d.Accounts, book, h.Org)
	}
	cal := d.law.Calendar().In(h.Region)
	h.AnswerBy, h.ValidUntil = term(book, rule.Answer, today, cal), term(book, rule.Valid, today, cal)
	if h.AnswerBy == 0 || h.ValidUntil < h.AnswerBy {
		return errTerm
	}
	for _, e := range found {
		h.Facts = append(h.Facts, e.Record)
	}
	b, err := json.Marshal(found)
	if err != nil {
		return err
	}
	h.Evidence = string(b)
	if h.EntryID, err = d.act(ctx, tx, system, "alert.raised", &h); err != nil {
		return err
	}
	s.again(today, h.ValidUntil.AddDays(1))
	return insert(ctx, tx, &h)
}

// system is who raises and closes by the rules.
const system = "system"

// put writes how an alert stands now, with its act on the ledger.
func (d *Desk) put(ctx context.Context, tx pg.Tx, h *hint, actor string) error {
	if _, err := d.act(ctx, tx, actor, "alert."+h.State, h); err != nil {
		return err
	}
	return update(ctx, tx, h)
}

// act is on the ledger by its number and rule; which firm it is about is not.
func (d *Desk) act(ctx context.Context, tx pg.Tx, actor, kind string, h *hint) (string, error) {
	return ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: kind, Actor: actor, About: h.AlertID, Public: map[string]string{"rule": h.Rule}})
}

// firmOf is the firm somebody acts for.
func firmOf(who access.Actor) (string, error) {
	if who.Firm == "" || who.Itself {
		return "", errNoFirm
	}
	return who.Org, nil
}
