package check

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Desk is where checks are asked for.
type Desk struct {
	// Disclosure is told of decisions that follow a reading in the same case. Set while wiring; nil is told nothing.
	Disclosure *disclosure.Desk
	Events     Events
	// Vouch verifies market reports; set while wiring, nil verifies none.
	Vouch Voucher

	db      *pg.Pool
	lib     *law.Library
	index   *standing.Index
	log     *ledger.Log
	signer  seal.Signer
	suite   seal.Suite
	now     func() time.Time
	numbers *numbers
	keeper  *keeper
	seal    *seal.Sealer
	people  *access.Buckets // how fast one caller asks about people
	sources sources
}

// NewDesk makes the desk. It works whether or not the index is loaded.
func NewDesk(db *pg.Pool, lib *law.Library, index *standing.Index, log *ledger.Log, sealer *seal.Sealer, now func() time.Time) *Desk {
	d := &Desk{db: db, lib: lib, index: index, log: log, signer: sealer.SigningKey("check"), suite: sealer.Suite(), now: now,
		numbers: newNumbers(), seal: sealer, people: access.NewBuckets(personPace, now)}
	d.keeper = newKeeper(db, log, d.sign, d.acted, now)
	return d
}

// Decide answers a request. The evidence is durable before it returns; when it cannot be recorded there is no answer.
func (d *Desk) Decide(ctx context.Context, actor access.Actor, r Request) (Decision, error) {
	return d.decide(ctx, actor, r, nil)
}

// DecideAgain is Decide for a case that was answered from a snapshot while the platform was away (F07-5): what it tells has to be answered
// for even though it asks about a day that has passed, and along is done in the transaction of its evidence: neither is there without the other.
func (d *Desk) DecideAgain(ctx context.Context, actor access.Actor, r Request, along func(context.Context, pg.Tx, *Decision) error) (Decision, error) {
	return d.decide(ctx, actor, r, along)
}

func (d *Desk) decide(ctx context.Context, actor access.Actor, r Request, along func(context.Context, pg.Tx, *Decision) error) (Decision, error) {
	q, err := d.question(actor, r)
	if err != nil {
		return Decision{}, err
	}
	subject, err := subjectOf(r.Subject)
	if err != nil {
		return Decision{}, err
	}
	if q.view, err = d.view(ctx, r.MinPosition); err != nil {
		return Decision{}, err
	}
	facts, known, err := d.index.Look(ctx, subject)
	if err != nil {
		return Decision{}, err
	}
	q.attached = d.attach(ctx, &q, subject, r.MarketReport)
	answer, err := d.answer(q, subject, facts, known)
	if err != nil {
		return Decision{}, d.explain(ctx, q, err)
	}
	answer.watch, answer.along = r.Watch, along
	if err := d.keeper.keep(ctx, []*Decision{answer}); err != nil {
		return Decision{}, err
	}
	return *answer, nil
}

// view is how fresh the answer will be; a caller who has just written may wait for it.
func (d *Desk) view(ctx context.Context, minPosition int64) (standing.View, error) {
	v, err := d.index.View(ctx)
	if err != nil || minPosition <= v.Position {
		return v, err
	}
	if err := d.index.Wait(ctx, minPosition); err != nil {
		return v, err
	}
	return d.index.View(ctx)
}

// answer judges one subject and prepares the decision; nothing is recorded yet.
func (d *Desk) answer(q question, subject string, facts []standing.Fact, known bool) (*Decision, error) {
	f := unknown(q)
	if known {
		f = JudgeIn(q.industry, facts, q.matter, q.book, q.view.Adoptions, q.on)
	}
	if len(f.Unlisted) > 0 {
		return nil, unlisted(f.Unlisted)
	}
	now := d.now().In(workday.Shanghai).Truncate(time.Millisecond)
	a := &Decision{
		ID: d.numbers.id(workday.Of(now)), At: now, Subject: subject,
		Matter:  VersionedNamed{q.matter.Code, q.matter.Version, q.matter.Name},
		Purpose: q.purpose, CaseNo: q.caseNo, Officer: q.officer, Caller: q.actor.Org, actor: q.actor.ID, industry: q.industry, MarketReport: q.attached,
		AsOf: AsOf{Date: q.on, Position: q.view.Position, AgeMS: max(0, now.Sub(q.view.At).Milliseconds()), Edition: q.book.Edition},
	}
	a.tell(f, q.matter.Level == 1 || isPerson(subject))
	if err := a.keepInputs(&q, facts, f.Adopted); err != nil {
		return nil, err
	}
	a.text = a.appendText(make([]byte, 0, 2048+512*len(facts)))
	return a, nil
}

// tell puts the finding into the answer, or, at level 1, no more than yes, no or not enough data: what an officer would
// have to weigh is not for a level 1 caller to see.
func (d *Decision) tell(f Finding, levelOne bool) {
	d.outcome = f.Outcome
	if !levelOne {
		d.Finding, d.Advice = &f, advice[f.Outcome]
		return
	}
	d.Answer = answerOf(f.Outcome)
	d.Advice = levelOneAdvice[d.Answer]
}

// answerOf is an outcome in the one word of level 1.
func answerOf(o Outcome) Answer {
	switch o {
	case Clear, Attention:
		return Yes
	case Prohibited:
		return No
	}
	return NotEnough
}

// Inputs is what a decision was judged from, beside its matter, date and edition.
type Inputs struct {
	Known     bool            `json:"known"`
	Facts     []standing.Fact `json:"facts"`
	Adoptions law.Adoptions   `json:"adoptions"`
	Industry  string          `json:"industry,omitempty"`
	Ground    string          `json:"ground,omitempty"` // of a check of a person: the article or the consent it rests on
}

var bareInputs = map[bool][]byte{
	true:  []byte(`{"known":true,"facts":[],"adoptions":[]}`),
	false: []byte(`{"known":false,"facts":[],"adoptions":[]}`),
}

func (d *Decision) keepInputs(q *question, facts []standing.Fact, adopted law.Adoptions) (err error) {
	d.inputs = bareInputs[d.outcome != UnknownSubject]
	if len(facts) > 0 || q.industry != "" || q.ground != "" { // the industry also where nothing follows from it: a watched case is judged again
		in := Inputs{Known: d.outcome != UnknownSubject, Facts: facts, Adoptions: adopted, Industry: q.industry, Ground: q.ground}
		if d.inputs, err = in.appendTo(make([]byte, 0, 256+512*len(facts))); err != nil {
			return err
		}
	}
	sum := sha256.Sum256(d.inputs)
	d.AsOf.Inputs = hex.EncodeToString(sum[:])
	return nil
}

// unknown is the finding about a subject nobody has registered: nothing follows from having no data (G11).
func unknown(q question) Finding {
	f := Judge(nil, q.matter, q.book, nil, q.on)
	f.Outcome = UnknownSubject
	if f.Route.Eligible {
		f.Route.Eligible = false
		f.Route.Reasons = append(f.Route.Reasons, Reason{Why: "unknown_subject", Sentence: routeWhy["unknown_subject"]})
	}
	return f
}

// unlisted are measures that rules name and the catalogue does not hold.
type unlisted []string

func (u unlisted) Error() string {
	return "check: the catalogue does not hold " + strings.Join(u, ", ")
}

// explain is the error of an answer as its caller is told it.
func (d *Desk) explain(ctx context.Context, q question, err error) error {
	if codes := unlisted(nil); errors.As(err, &codes) {
		return d.refuse(ctx, q, codes)
	}
	return err
}

// refuse stops a check whose rules name a measure the catalogue does not hold (F16-2, G8), and puts it on the ledger.
func (d *Desk) refuse(ctx context.Context, q question, codes []string) error {
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "measure.refused", Actor: q.actor.ID, About: q.matter.Code,
			Public: map[string]string{"measure": codes[0], "on": q.on.String(), "edition": q.book.Edition}})
		return err
	})
	if err != nil {
		return err
	}
	d.log.Wake()
	return errUnlisted(codes)
}

func errUnlisted(codes []string) error {
	return fault.New(fault.Conflict, "check.unlisted_measure",
		"该事项的规则引用了措施清单中没有的措施 "+codes[0]+"，已停止查验并记入存证；请按一般程序办理，并告知清单管理部门更正。",
		"A rule of this matter names the measure "+codes[0]+", which the catalogue does not hold; the check is stopped and recorded. Follow the ordinary procedure, and tell the keeper of the catalogue.").
		Under("国办发〔2020〕49号")
}

// sign signs one message with the key that /v1/checks/key publishes.
func (d *Desk) sign(message []byte) Signature {
	return Signature{Algorithm: algorithms[d.suite.Name()], KeyID: d.signer.KeyID(), Value: d.signer.Sign(message)}
}

var algorithms = map[string]string{"international": "Ed25519", "national": "SM2"}
