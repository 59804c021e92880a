package support

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where firms consent to be matched, lists are made, and people answer.
type Desk struct {
	// Page is how many firms are judged in one transaction; zero: pageSize.
	Page int

	db         *pg.Pool
	queue      *jobs.Queue
	law        *law.Library
	disclosure *disclosure.Desk
	suite      seal.Suite
	now        func() time.Time
}

// NewDesk makes the desk and says who makes its lists.
func NewDesk(db *pg.Pool, queue *jobs.Queue, lib *law.Library, readings *disclosure.Desk, s *seal.Sealer, now func() time.Time) *Desk {
	d := &Desk{db: db, queue: queue, law: lib, disclosure: readings, suite: s.Suite(), now: now}
	jobs.Handle(queue, jobPage, jobs.Retry{}, d.page)
	return d
}

func (d *Desk) instant() time.Time  { return d.now().UTC().Truncate(time.Microsecond) }
func (d *Desk) today() workday.Date { return workday.Of(d.now()) }
func (d *Desk) book() *law.Book     { return d.law.On(d.today()) }

func (d *Desk) act(ctx context.Context, tx pg.Tx, kind, actor, about string, public map[string]string) (string, error) {
	return ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: actor, About: about, Public: public})
}

// firmOf is the firm somebody acts for; a natural person is matched to nothing here.
func firmOf(who access.Actor) (string, error) {
	if who.Firm == "" || who.Org == "" || who.Itself {
		return "", errNoFirm
	}
	return who.Org, nil
}

// consented is what a consent lets a body see: what is registered, and what the firm states with it.
var consented = []string{"entity", "support.size"}

// NewConsent is what a firm agrees to.
type NewConsent struct {
	Org     string       `json:"org" maxLength:"40" doc:"code of the body whose policies one is matched to"`
	Purpose string       `json:"purpose" enum:"support,investment"`
	Size    string       `json:"size,omitempty" enum:",micro,small,medium,large" doc:"as the firm states it; it may say nothing"`
	Until   workday.Date `json:"until" doc:"last day"`
}

// Consent is one that holds, as its firm sees it.
type Consent struct {
	ID      string       `json:"id"`
	Org     string       `json:"org"`
	Purpose string       `json:"purpose"`
	Size    string       `json:"size,omitempty"`
	From    workday.Date `json:"from"`
	Until   workday.Date `json:"until" doc:"last day"`
}

func (e *enrolment) consent() *Consent {
	return &Consent{ID: e.EnrolmentID, Org: e.Org, Purpose: e.Purpose, Size: e.Size, From: e.FromOn, Until: e.UntilOn}
}

// Enrol records that a firm agrees to be matched. The consent comes first: were the machine to stop between, nobody is matched yet, and
// the firm finds the consent in its list.
func (d *Desk) Enrol(ctx context.Context, who access.Actor, n NewConsent) (Consent, error) {
	firm, err := firmOf(who)
	if err != nil {
		return Consent{}, err
	}
	if !slices.ContainsFunc(d.book().SupportPolicies(), func(p law.SupportPolicy) bool { return p.Org == n.Org && p.Purpose == n.Purpose }) {
		return Consent{}, errNoPolicy
	}
	live, err := d.live(ctx, firm)
	if err != nil {
		return Consent{}, err
	}
	if slices.ContainsFunc(live, func(e enrolment) bool { return e.Org == n.Org && e.Purpose == n.Purpose }) {
		return Consent{}, errEnrolled
	}
	c, err := d.disclosure.Grant(ctx, who, firm, disclosure.Grant{Grantee: n.Org, Fields: slices.Clone(consented), Purpose: n.Purpose, Until: n.Until})
	if err != nil {
		return Consent{}, err
	}
	e := enrolment{EntityID: firm, EnrolmentID: "PP-" + rand.Text()[:16], ConsentID: c.ID, Org: c.Grantee, Purpose: c.Purpose, Size: n.Size, FromOn: c.From, UntilOn: c.Until,
		MadeAt: d.instant(), MadeBy: who.ID}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertEnrolment(ctx, tx, &e); err != nil {
			return err
		}
		_, err := d.act(ctx, tx, "support.consented", who.ID, e.EnrolmentID, map[string]string{"consent": e.ConsentID})
		return err
	})
	return *e.consent(), err
}

// Leave takes a consent back, and with it every other one to the same body and purpose: from this moment the firm is on no list of them.
func (d *Desk) Leave(ctx context.Context, who access.Actor, id string) error {
	firm, err := firmOf(who)
	if err != nil {
		return err
	}
	live, err := d.live(ctx, firm)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(live, func(e enrolment) bool { return e.EnrolmentID == id })
	if i < 0 {
		return errNoConsent
	}
	for _, e := range live {
		if e.Org != live[i].Org || e.Purpose != live[i].Purpose {
			continue
		}
		if err := d.disclosure.Revoke(ctx, who, firm, e.ConsentID); err != nil && !fault.Is(err, "disclosure.consent_over") {
			return err
		}
	}
	return nil
}

// live are the enrolments of a firm whose consent holds today.
func (d *Desk) live(ctx context.Context, firm string) ([]enrolment, error) {
	all, err := enrolmentsOf(ctx, d.db, firm, d.today())
	if err != nil {
		return nil, err
	}
	return d.holding(ctx, all)
}

// holding are those of some enrolments whose consent holds today.
func (d *Desk) holding(ctx context.Context, all []enrolment) ([]enrolment, error) {
	firms, ids := make([]string, len(all)), make([]string, len(all))
	for i := range all {
		firms[i], ids[i] = all[i].EntityID, all[i].ConsentID
	}
	given, err := d.disclosure.ConsentsBy(ctx, firms, ids)
	return slices.DeleteFunc(all, func(e enrolment) bool { return given[e.ConsentID].On(d.today()) != disclosure.ConsentLive }), err
}

var (
	errNoFirm    = fault.New(fault.Invalid, "support.no_firm", "请先选择代表哪家企业，再查看匹配的政策。", "Choose the firm you act for, then see which policies fit it.")
	errNoPolicy  = fault.New(fault.Invalid, "support.no_policy", "该单位没有这一类现行政策；请从政策列表中选择。", "This body has no policy of this kind in force; choose one from the list.").At("org")
	errEnrolled  = fault.New(fault.Conflict, "support.enrolled", "已授权该单位按此目的匹配；如需修改，请先撤回再重新授权。", "You agreed to this already; to change it, take it back and agree anew.")
	errNoConsent = fault.New(fault.Missing, "support.no_consent", "没有这一授权，或者已经失效；请刷新后查看。", "There is no such consent, or it is over; reload.")
	errUnknown   = fault.New(fault.Missing, "support.unknown", "没有这项政策、名单或匹配，或者不由您查看；请从列表中打开。", "There is no such policy, list or match, or it is not yours to see; open it from the list.")
	errNoLonger  = fault.New(fault.Conflict, "support.no_longer", "按今天的事实，该企业已不符合全部条件，不能确认；请待下一份名单。", "By the facts of today the firm no longer meets every condition; wait for the next list.")
	errConfirmed = fault.New(fault.Conflict, "support.confirmed", "实施单位已经确认；如不需要，请与实施单位联系。", "The body has confirmed already; if you do not want it, tell the body.")
)
