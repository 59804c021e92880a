package support

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Policy is a policy in force, in words, with its figures and no name.
type Policy struct {
	Code       string       `json:"code"`
	Name       law.Text2    `json:"name"`
	Org        string       `json:"org"`
	Body       law.Text2    `json:"body"`
	Document   law.Text2    `json:"document"`
	Purpose    string       `json:"purpose" enum:"support,investment"`
	Right      bool         `json:"right" doc:"whoever meets the conditions is entitled to it"`
	Benefit    law.Text2    `json:"benefit"`
	Conditions []law.Text2  `json:"conditions"`
	From       workday.Date `json:"from"`
	Until      workday.Date `json:"until,omitempty" doc:"last day"`
	Basis      []law.Text2  `json:"basis"`
	Standing   law.Standing `json:"standing"`
	Note       string       `json:"note,omitempty"`
	Figures    *Figures     `json:"figures,omitempty" doc:"of the newest list; none yet: absent"`
}

// Figures are those of a list.
type Figures struct {
	On        workday.Date `json:"on" doc:"the day of the list"`
	Firms     int64        `json:"firms" doc:"that consented and were looked at"`
	Fits      int64        `json:"fits"`
	Unknown   int64        `json:"unknown" doc:"of which something is not known"`
	Confirmed int64        `json:"confirmed" doc:"until now"`
}

// Public are the policies in force, for everybody.
func (d *Desk) Public(ctx context.Context) ([]Policy, error) {
	book, out := d.book(), []Policy{}
	for _, p := range book.SupportPolicies() {
		v, _, err := d.policy(ctx, book, &p)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func (d *Desk) policy(ctx context.Context, book *law.Book, p *law.SupportPolicy) (Policy, *list, error) {
	v := Policy{Code: p.Code, Name: p.Name, Org: p.Org, Body: p.Body, Document: p.Document, Purpose: p.Purpose, Right: p.Right, Benefit: p.Benefit, From: p.From, Until: p.Until,
		Standing: p.Standing, Note: p.Note}
	for i := range p.Conditions {
		v.Conditions = append(v.Conditions, says(book, &p.Conditions[i]))
	}
	for _, r := range p.Basis {
		v.Basis = append(v.Basis, book.Cite(r))
	}
	l, err := newestList(ctx, d.db, p.Code, p.From)
	if fault.Is(err, "support.unknown") {
		return v, nil, nil
	}
	if err != nil {
		return v, nil, err
	}
	n, err := countConfirmed(ctx, d.db, p.Code, p.From)
	v.Figures = &Figures{On: l.OnDay, Firms: l.Firms, Fits: l.Fits, Unknown: l.Unknown, Confirmed: n}
	return v, &l, err
}

// List is the newest list of a policy of one's body.
type List struct {
	Policy Policy `json:"policy"`
	ID     string `json:"id,omitempty" doc:"none was made yet: absent"`
	Hash   string `json:"hash,omitempty" doc:"as on the ledger"`
	Entry  string `json:"entry,omitempty" doc:"of the ledger"`
}

func (d *Desk) list(ctx context.Context, p *law.SupportPolicy) (List, *list, error) {
	v, l, err := d.policy(ctx, d.book(), p)
	out := List{Policy: v}
	if l != nil {
		out.ID, out.Hash, out.Entry = l.ListID, hex.EncodeToString(l.Hash), l.EntryID
	}
	return out, l, err
}

// Lists are those of the policies of one's body that are in force.
func (d *Desk) Lists(ctx context.Context, who access.Actor) ([]List, error) {
	out := []List{}
	for _, p := range d.book().SupportPolicies() {
		if !mine(who, p.Org) {
			continue
		}
		l, _, err := d.list(ctx, &p)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func mine(who access.Actor, org string) bool { return who.Org == org || who.Kind == access.KindCLI }

// ofBody is a policy of one's body that is in force: any other is not there.
func (d *Desk) ofBody(who access.Actor, code string) (law.SupportPolicy, error) {
	p, ok := d.book().SupportPolicy(code)
	if !ok || !mine(who, p.Org) {
		return p, errUnknown
	}
	return p, nil
}

// Match is a firm a policy fits.
type Match struct {
	ID          string       `json:"id"`
	Policy      string       `json:"policy"`
	Entity      string       `json:"entity_id"`
	Name        string       `json:"name"`
	On          workday.Date `json:"on" doc:"the day of the list"`
	ConfirmedAt *time.Time   `json:"confirmed_at,omitempty"`
	Conditions  []Line       `json:"conditions,omitempty" doc:"when it is looked at: each with the fact it was judged by"`
}

// Matches are some of a list, in the order of their codes.
type Matches struct {
	Items []Match `json:"items"`
	Next  string  `json:"next,omitempty" doc:"pass it as after for more"`
}

// matchPage is how many firms of a list are shown at once.
const matchPage = 200

// Matches are the firms that the newest list of a policy says it fits: whose consent holds now, and who did not decline.
func (d *Desk) Matches(ctx context.Context, who access.Actor, policy, after string) (Matches, error) {
	out := Matches{Items: []Match{}}
	p, err := d.ofBody(who, policy)
	if err != nil {
		return out, err
	}
	l, err := newestList(ctx, d.db, p.Code, p.From)
	if fault.Is(err, "support.unknown") {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	rows, err := fittingAfter(ctx, d.db, l.ListID, after, matchPage)
	if err != nil {
		return out, err
	}
	if len(rows) == matchPage {
		out.Next = rows[matchPage-1].EntityID
	}
	out.Items, err = d.shown(ctx, d.db, &p, l.OnDay, rows)
	return out, err
}

// shown are those of some lines that may be seen now.
func (d *Desk) shown(ctx context.Context, db pg.DB, p *law.SupportPolicy, on workday.Date, rows []line) ([]Match, error) {
	firms, ids := make([]string, len(rows)), make([]string, len(rows))
	for i := range rows {
		firms[i], ids[i] = rows[i].EntityID, rows[i].ConsentID
	}
	given, err := d.disclosure.ConsentsBy(ctx, firms, ids)
	if err != nil {
		return nil, err
	}
	said, err := answersOf(ctx, db, firms, p.Code)
	if err != nil {
		return nil, err
	}
	known, err := registry.FindMany(ctx, db, firms)
	out := []Match{}
	for i := range rows {
		a := answerOf(said, rows[i].EntityID, p)
		if given[rows[i].ConsentID].On(d.today()) == disclosure.ConsentLive && a.DeclinedAt == nil {
			out = append(out, Match{ID: rows[i].LineID, Policy: p.Code, Entity: rows[i].EntityID, Name: known[rows[i].EntityID].Name, On: on, ConfirmedAt: a.ConfirmedAt})
		}
	}
	return out, err
}

// answerOf is what was said of a version of a policy for a firm; nothing: zero.
func answerOf(all []answer, firm string, p *law.SupportPolicy) answer {
	i := slices.IndexFunc(all, func(a answer) bool { return a.EntityID == firm && a.Policy == p.Code && a.PolicyFrom == p.From })
	if i < 0 {
		return answer{}
	}
	return all[i]
}

// found is a match of one's body that may be seen now, with its line: of the newest list only.
func (d *Desk) found(ctx context.Context, who access.Actor, id string) (p law.SupportPolicy, x line, m Match, err error) {
	if x, err = lineBy(ctx, d.db, id); err != nil {
		return
	}
	if p, err = d.ofBody(who, x.Policy); err != nil {
		return
	}
	l, err := newestList(ctx, d.db, p.Code, p.From)
	if err != nil {
		return
	}
	if l.ListID != x.ListID || Result(x.Result) != Fits {
		return p, x, m, errUnknown
	}
	all, err := d.shown(ctx, d.db, &p, l.OnDay, []line{x})
	if err == nil && len(all) == 0 {
		err = errUnknown
	}
	if err == nil {
		m = all[0]
	}
	return p, x, m, err
}

// Look shows why a policy fits a firm. That it is looked at is on record before it is seen, and the firm finds it among its views.
func (d *Desk) Look(ctx context.Context, who access.Actor, id string) (Match, error) {
	p, x, m, err := d.found(ctx, who, id)
	if err != nil {
		return Match{}, err
	}
	r := disclosure.Reading{Subject: x.EntityID, Fields: consented, Purpose: p.Purpose, Case: x.LineID, Consent: x.ConsentID}
	if err := d.disclosure.Read(ctx, who, r); fault.Is(err, "disclosure.no_consent") {
		return Match{}, errUnknown
	} else if err != nil {
		return Match{}, err
	}
	m.Conditions, err = d.why(ctx, &x)
	return m, err
}

// why are the conditions of a line as they were judged, by the policy and the facts of its list.
func (d *Desk) why(ctx context.Context, x *line) ([]Line, error) {
	l, err := listBy(ctx, d.db, x.ListID)
	if err != nil {
		return nil, err
	}
	p, err := l.policy()
	if err != nil {
		return nil, err
	}
	var f Facts
	if err := json.Unmarshal([]byte(x.Facts), &f); err != nil {
		return nil, err
	}
	got, _ := judge(&p, &f, l.OnDay)
	return lines(d.law.On(l.OnDay), &p, &f, got), nil
}

// Confirm is a person's decision that a firm gets what a policy gives. It is judged again by the facts of the moment; a second click, of
// whoever, changes nothing.
func (d *Desk) Confirm(ctx context.Context, who access.Actor, id string) (Match, error) {
	p, x, m, err := d.found(ctx, who, id)
	if err != nil || m.ConfirmedAt != nil {
		return m, err
	}
	at := d.instant()
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		live, err := enrolmentsOf(ctx, tx, x.EntityID, d.today())
		if err != nil {
			return err
		}
		g, err := d.gather(ctx, tx, []string{x.EntityID}, d.today())
		if err != nil {
			return err
		}
		i := slices.IndexFunc(live, func(e enrolment) bool { return e.ConsentID == x.ConsentID })
		if i < 0 {
			return errUnknown
		}
		f := g.of(&p, x.EntityID, &live[i])
		if _, result := judge(&p, &f, d.today()); result != Fits {
			return errNoLonger
		}
		n, err := confirm(ctx, tx, &x, p.From, at, who.ID)
		if err != nil || n == 0 {
			return err // somebody else was first: read below
		}
		_, err = d.act(ctx, tx, "support.confirmed", who.ID, x.LineID, map[string]string{"policy": p.Code, "list": x.ListID})
		return err
	})
	if err != nil {
		return Match{}, err
	}
	_, _, m, err = d.found(ctx, who, id)
	return m, err
}

// Again computes a list of one's body anew from what is stored with it.
func (d *Desk) Again(ctx context.Context, who access.Actor, id string) (Replay, error) {
	l, err := listBy(ctx, d.db, id)
	if err == nil && (l.EndedAt == nil || !mine(who, l.Org)) {
		err = errUnknown
	}
	if err != nil {
		return Replay{}, err
	}
	return d.replayed(ctx, &l)
}
