package alert

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// View is an alert as its firm or an officer sees it.
type View struct {
	ID         string         `json:"id"`
	Entity     string         `json:"entity"`
	Name       string         `json:"name"`
	Rule       string         `json:"rule"`
	RuleName   law.Text2      `json:"rule_name"`
	RuleFrom   workday.Date   `json:"rule_from" doc:"version of the rule"`
	Edition    string         `json:"edition" doc:"of the law it was judged by"`
	Standing   law.Standing   `json:"standing" doc:"how sure the rule's basis is"`
	Basis      []law.Text2    `json:"basis"`
	Confidence law.Confidence `json:"confidence"`
	Fix        law.Text2      `json:"fix" doc:"what the firm can do"`
	Evidence   []Evidence     `json:"evidence"`
	State      string         `json:"state" doc:"told, answered, fixed, confirmed, dismissed, expired"`
	RaisedOn   workday.Date   `json:"raised_on"`
	AnswerBy   workday.Date   `json:"answer_by" doc:"last day of the firm"`
	ValidUntil workday.Date   `json:"valid_until" doc:"last day of the alert"`
	Answer     string         `json:"answer,omitempty" doc:"mended or explained"`
	Text       string         `json:"text,omitempty" doc:"what the firm said"`
	AnsweredAt *time.Time     `json:"answered_at,omitempty"`
	Reason     string         `json:"reason,omitempty" doc:"of the officer"`
	DecidedAt  *time.Time     `json:"decided_at,omitempty"`
	Suggests   []string       `json:"suggests" doc:"of a confirmed alert that still holds: a visit or a talk that may be planned; nothing follows by itself"`
}

// inForce says whether the rule of an alert is in force: if not, it is shown to nobody.
func (d *Desk) inForce(h *hint) bool {
	_, ok := d.law.On(d.today()).AlertRule(h.Rule)
	return ok && h.State != Withdrawn
}

func (d *Desk) shown(all []hint) []hint {
	return slices.DeleteFunc(all, func(h hint) bool { return !d.inForce(&h) })
}

func (d *Desk) view(ctx context.Context, h hint, err error, officer bool) (View, error) {
	if err != nil {
		return View{}, err
	}
	all, err := d.views(ctx, []hint{h}, officer)
	if err != nil {
		return View{}, err
	}
	return all[0], nil
}

func (d *Desk) views(ctx context.Context, all []hint, officer bool) ([]View, error) {
	ids := make([]string, 0, len(all))
	for i := range all {
		ids = append(ids, all[i].EntityID)
	}
	names, err := registry.FindMany(ctx, d.db, ids)
	if err != nil {
		return nil, err
	}
	out := make([]View, 0, len(all))
	for i := range all {
		v, err := d.one(&all[i], officer)
		if err != nil {
			return nil, err
		}
		v.Name = names[v.Entity].Name
		out = append(out, v)
	}
	return out, nil
}

// one shows an alert with the version of its rule that raised it. The firm is not told what an officer may plan.
func (d *Desk) one(h *hint, officer bool) (View, error) {
	book := d.law.On(h.RaisedOn)
	rule, _ := book.AlertRule(h.Rule)
	v := View{ID: h.AlertID, Entity: h.EntityID, Rule: h.Rule, RuleName: rule.Name, RuleFrom: h.RuleFrom, Edition: h.Edition, Standing: rule.Standing,
		Confidence: rule.Confidence, Fix: rule.Fix, State: h.State, RaisedOn: h.RaisedOn, AnswerBy: h.AnswerBy, ValidUntil: h.ValidUntil, Answer: h.Answer,
		AnsweredAt: h.AnsweredAt, Reason: h.Reason, DecidedAt: h.DecidedAt, Suggests: []string{}, Basis: []law.Text2{}}
	for _, b := range rule.Basis {
		v.Basis = append(v.Basis, book.Cite(b))
	}
	if h.open() && h.ValidUntil < d.today() {
		v.State = Expired
	}
	if officer && h.State == Confirmed && h.ValidUntil >= d.today() {
		v.Suggests = rule.Suggests
	}
	if len(h.Sealed) > 0 {
		b, err := d.seal.Open(h.sealContext(), h.Sealed)
		if err != nil {
			return View{}, err
		}
		v.Text = string(b)
	}
	return v, json.Unmarshal([]byte(h.Evidence), &v.Evidence)
}

// Figure is how a rule did. No firm is in it.
type Figure struct {
	Rule       string         `json:"rule"`
	Name       law.Text2      `json:"name"`
	InForce    bool           `json:"in_force"`
	Confidence law.Confidence `json:"confidence"`
	Raised     int64          `json:"raised"`
	Fixed      int64          `json:"fixed" doc:"mended by the firm before anybody else knew"`
	Waiting    int64          `json:"waiting"`
	Confirmed  int64          `json:"confirmed"`
	Dismissed  int64          `json:"dismissed"`
	Expired    int64          `json:"expired"`
	Permille   int64          `json:"permille" doc:"confirmed of those decided; meaningless while enough is false"`
	Enough     bool           `json:"enough" doc:"enough were decided to judge the rule"`
	Poor       bool           `json:"poor" doc:"too few were confirmed: the rule is to be changed or withdrawn"`
}

// Figures are how the rules did: those in force, and those that ever raised anything.
func (d *Desk) Figures(ctx context.Context) ([]Figure, error) {
	today := d.today()
	counted, err := figures(ctx, d.db, today)
	if err != nil {
		return nil, err
	}
	book := d.law.On(today)
	sample, _ := book.Limit("alert.precision.sample")
	floor, _ := book.Limit("alert.precision.floor")
	out := []Figure{}
	for _, r := range book.AlertRules() {
		f := counted[r.Code]
		f.Rule, f.Name, f.Confidence, f.InForce = r.Code, r.Name, r.Confidence, true
		out = append(out, f.judged(sample.N, floor.N))
		delete(counted, r.Code)
	}
	for _, v := range d.law.OfKind("alert") {
		r, _ := v.Body.(law.AlertRule)
		if f, gone := counted[r.Code]; gone {
			f.Rule, f.Name, f.Confidence = r.Code, r.Name, r.Confidence
			out = append(out, f.judged(sample.N, floor.N))
			delete(counted, r.Code)
		}
	}
	return out, nil
}

// judged says what share of the decided was confirmed, and flags a rule that is wrong too often.
func (f Figure) judged(sample, floor int64) Figure {
	decided := f.Confirmed + f.Dismissed
	if decided > 0 {
		f.Permille = f.Confirmed * 1000 / decided
	}
	f.Enough = decided >= max(sample, 1)
	f.Poor = f.Enough && f.Permille < floor
	return f
}
