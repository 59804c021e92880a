package caseflow

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Page is the whole case as one actor sees it: fed by the table, the same for every type of case.
type Page struct {
	Line
	Region   string      `json:"region"`
	Edition  string      `json:"edition" doc:"of the table it was opened under"`
	Steps    []Step      `json:"steps"`
	Clocks   []Term      `json:"clocks"`
	Moves    []Offer     `json:"moves" doc:"what this actor may do now"`
	Tools    []string    `json:"tools" doc:"take, hand_over, hold, extend, urge: what else this actor may do"`
	Waiting  []Waiting   `json:"waiting" doc:"acts of agents that wait for the firm"`
	History  []Happening `json:"history" doc:"newest first"`
	Evidence []Piece     `json:"evidence"`
	Panels   any         `json:"panels,omitempty" doc:"what this type of case shows beside"`
}

// Step is a state on the way of a case.
type Step struct {
	State State        `json:"state" doc:"empty: a decision that is still open"`
	Name  law.Text2    `json:"name"`
	When  string       `json:"when" enum:"done,now,next"`
	On    workday.Date `json:"on,omitzero" doc:"when it was entered; of the next, by when at the latest"`
}

// Offer is a move this actor may make now.
type Offer struct {
	Act     Act       `json:"act"`
	Name    law.Text2 `json:"name"`
	To      StateName `json:"to"`
	Weight  Weight    `json:"weight" enum:",heavy,favour"`
	Waits   bool      `json:"waits" doc:"the firm must confirm it first"`
	Form    []Field   `json:"form"`
	Basis   law.Text2 `json:"basis"`
	Missing []string  `json:"missing" doc:"kinds of evidence or facts it still needs"`
	Apart   bool      `json:"apart" doc:"this actor took a step that needs another person here"`
}

// Waiting is an agent's act that the firm has not confirmed yet.
type Waiting struct {
	ID       string     `json:"id"`
	Act      Act        `json:"act"`
	Name     law.Text2  `json:"name"`
	At       time.Time  `json:"at"`
	By       string     `json:"by,omitempty"`
	Note     string     `json:"note,omitempty"`
	Fields   Values     `json:"fields,omitempty"`
	Evidence []Evidence `json:"evidence"`
	Yours    bool       `json:"yours" doc:"this actor may confirm or decline it"`
}

// Happening is a move or an event of the history, in role words; a person's name only for those entitled.
type Happening struct {
	What      string       `json:"what" doc:"moved, or reminded, lapsed, escalated, rested, resumed, extended, handed_over, taken, urged, asked, confirmed, declined, recomputed"`
	Act       Act          `json:"act,omitempty"`
	Name      law.Text2    `json:"name"`
	From      State        `json:"from,omitempty"`
	To        State        `json:"to,omitempty"`
	Clock     string       `json:"clock,omitempty"`
	Permille  int32        `json:"permille,omitempty" doc:"of the term used, of a reminder"`
	On        workday.Date `json:"on" doc:"the legal day"`
	At        time.Time    `json:"at"`
	Side      Side         `json:"side,omitempty"`
	Role      string       `json:"role,omitempty"`
	Org       string       `json:"org,omitempty"`
	By        string       `json:"by,omitempty" doc:"name of the person, for those entitled"`
	Confirmed bool         `json:"confirmed,omitempty" doc:"an agent acted and the firm confirmed"`
	Note      string       `json:"note,omitempty"`
	Fields    Values       `json:"fields,omitempty"`
	Clause    law.Text2    `json:"clause,omitzero"`
	Entry     string       `json:"entry,omitempty" doc:"id on the ledger; its proof at /v1/ledger"`
}

// Piece is evidence with the move it came with.
type Piece struct {
	Evidence
	ID string       `json:"id"`
	On workday.Date `json:"on"`
}

// Page reads a case for somebody. What an officer sees of it counts as a reading for that purpose and case (S6): it is kept
// before it is answered.
func (d *Desk) Page(ctx context.Context, who access.Actor, caseID string) (Page, error) {
	c, err := d.Seen(ctx, d.db, who, caseID)
	if err != nil {
		return Page{}, err
	}
	t, def, err := d.of(c)
	if err != nil {
		return Page{}, err
	}
	if officer(who) && d.Disclosure != nil && def.Purpose != "" {
		reading := disclosure.Reading{Subject: c.EntityID, Fields: []string{"case." + c.Kind}, Purpose: def.Purpose, Case: c.ID}
		if err := d.Disclosure.Read(ctx, who, reading); err != nil {
			return Page{}, err
		}
	}
	p, err := d.page(ctx, c, def, who)
	if err == nil && t.View != nil {
		p.Panels, err = t.View(ctx, d.db, c, who)
	}
	return p, err
}

func (d *Desk) page(ctx context.Context, c *Case, def Def, who access.Actor) (p Page, err error) {
	names := d.bodyNames(ctx)
	if p.Line, err = d.line(c, who, names); err != nil {
		return p, err
	}
	p.Region, p.Edition = c.Region, c.Edition
	if p.Clocks, err = d.Clocks(ctx, d.db, c); err != nil {
		return p, err
	}
	moves, err := movesOf(ctx, d.db, c)
	if err != nil {
		return p, err
	}
	events, err := eventsOf(ctx, d.db, c)
	if err != nil {
		return p, err
	}
	there, err := evidenceOf(ctx, d.db, c)
	if err != nil {
		return p, err
	}
	words, err := d.allWords(ctx, d.db, c, "")
	if err != nil {
		return p, err
	}
	pendings, err := pendingsOf(ctx, d.db, c)
	if err != nil {
		return p, err
	}
	w := &writer{d: d, c: c, def: def, who: who, words: words, body: names}
	p.Steps = w.steps(moves)
	p.Moves = w.offers(moves, there)
	p.History = w.history(moves, events)
	p.Evidence = w.evidence(there)
	p.Waiting = w.waiting(pendings)
	p.Tools = w.tools(p.Clocks)
	return p, nil
}

// writer puts the rows of a case into words for one actor.
type writer struct {
	d     *Desk
	c     *Case
	def   Def
	who   access.Actor
	words map[string]json.RawMessage
	body  func(string) string
}

func (w *writer) said(about string, v any) {
	if b, ok := w.words[about]; ok {
		_ = json.Unmarshal(b, v)
	}
}

// inWords is a state in the words of whoever reads: officers' words, or plain ones.
func (w *writer) inWords(s State) law.Text2 {
	n := w.def.name(s)
	if forSubject(w.who, w.c) {
		return n.Public
	}
	return n.Name
}

// steps are the states the case was in, the one it is in, and the way that is left to an end.
func (w *writer) steps(moves []moveRow) (out []Step) {
	for _, m := range moves {
		if m.FromState != m.ToState {
			out = append(out, Step{State: State(m.ToState), Name: w.inWords(State(m.ToState)), When: "done", On: m.OnDay})
		}
	}
	if len(out) > 0 && w.c.EndedOn == 0 {
		out[len(out)-1].When = "now"
	}
	if w.c.EndedOn != 0 {
		return out
	}
	last := w.c.State
	for i, s := range w.def.way(w.c.State) {
		step := Step{State: s, Name: w.inWords(s), When: "next"}
		if i == 0 {
			step.On = w.c.DueOn
		}
		out, last = append(out, step), s
	}
	if !w.def.final(last) {
		out = append(out, Step{Name: law.Text2{ZH: "决定", EN: "decision"}, When: "next"})
	}
	return out
}

// way is the shortest way from a state to an end, by the first rows of the table: neither by giving up, nor by a clock that
// runs out, nor by an act against the subject as long as another is open. It stops where a decision for or against the
// subject is open: what nobody has decided is not foretold.
func (d Def) way(from State) []State {
	if way := d.wayBy(from, func(m Move) bool { return m.Weight != Heavy }); way != nil {
		return way
	}
	return d.wayBy(from, func(Move) bool { return true })
}

// undecided says whether a state is left by a decision for the subject or by one against it.
func (d Def) undecided(at State) bool {
	leads := func(w Weight) bool {
		return slices.ContainsFunc(d.Moves, func(m Move) bool { return m.Weight == w && slices.Contains(m.From, at) })
	}
	return leads(Favour) && leads(Heavy)
}

func (d Def) wayBy(from State, open func(Move) bool) []State {
	type path []State
	seen, queue := map[State]bool{from: true}, []path{{}}
	for len(queue) > 0 {
		p := queue[0]
		queue = queue[1:]
		at := from
		if len(p) > 0 {
			at = p[len(p)-1]
		}
		if d.final(at) || d.undecided(at) {
			return p
		}
		for _, m := range d.Moves {
			astray := (m.By == Subject || m.By == Window) && d.final(m.To) || slices.ContainsFunc(d.Clocks, func(k Clock) bool { return k.Late == m.Act })
			if m.To != Stay && !seen[m.To] && !astray && open(m) && slices.Contains(m.From, at) {
				seen[m.To] = true
				queue = append(queue, append(slices.Clone(p), m.To))
			}
		}
	}
	return nil
}

func (w *writer) offers(moves []moveRow, there []evidenceRow) []Offer {
	out := []Offer{}
	for _, m := range w.def.Moves {
		if m.By == Platform {
			continue
		}
		if _, err := w.def.mayMove(w.c, m.Act, w.who); err != nil || !slices.Contains(m.From, w.c.State) {
			continue
		}
		to := m.To
		if to == Stay {
			to = w.c.State
		}
		out = append(out, Offer{Act: m.Act, Name: m.Name, To: w.def.name(to), Weight: m.Weight, Waits: w.who.Confirm && m.Confirm,
			Form: slices.Concat([]Field{}, m.Form), Basis: w.d.law.On(w.d.today()).Cite(m.Basis),
			Missing: slices.Concat([]string{}, lacking(w.c, m, there, brought(m))), Apart: w.def.apart(moves, m.Act, w.who) != nil})
	}
	return out
}

// brought is what the form of a move itself asks files for: that is not missing before the form was opened.
func brought(m Move) (out []Evidence) {
	for _, f := range m.Form {
		if f.Kind == Attachment || f.Kind == Attachments {
			out = append(out, Evidence{Kind: f.Name})
		}
	}
	return out
}

// named says whether the reader may know who acted: officers of the body that acted, and the subject of its own people.
func (w *writer) named(org string) bool {
	if forSubject(w.who, w.c) {
		return org == w.who.Org
	}
	return officer(w.who) && org == w.who.Org
}

// hears says whether the reader may know what was said in a move: the subject its own words and those of moves that change
// where it stands, never what officers wrote to each other while the case stayed where it was.
func (w *writer) hears(m moveRow) bool {
	untold := func(s string) bool { return slices.Contains(w.def.Untold, State(s)) }
	if forSubject(w.who, w.c) && m.Side == string(Body) && (untold(m.ToState) || untold(m.FromState) && w.def.final(State(m.ToState))) {
		return false
	}
	return !forSubject(w.who, w.c) || m.Side == string(Subject) || m.Side == string(Window) || m.FromState != m.ToState
}

// mayHear is the same for events.
func (w *writer) mayHear(e eventRow) bool {
	return !forSubject(w.who, w.c) || slices.Contains([]string{"extended", "rested", "resumed", "asked", "confirmed", "declined"}, e.What)
}

func (w *writer) history(moves []moveRow, events []eventRow) []Happening {
	out := []Happening{}
	for _, m := range moves {
		var s spoken
		w.said("move "+strconv.Itoa(int(m.Seq)), &s)
		row, _ := w.def.move(Act(m.Act), State(m.FromState))
		h := Happening{What: "moved", Act: Act(m.Act), Name: row.Name, From: State(m.FromState), To: State(m.ToState), On: m.OnDay, At: m.At, Side: Side(m.Side),
			Role: s.Role, Org: w.body(m.ActorOrg), Confirmed: m.ConfirmedBy != "",
			Clause: w.d.law.On(m.OnDay).Cite(refOf(m.Clause)), Entry: m.EntryID}
		if w.named(m.ActorOrg) {
			h.By = s.Name
		}
		if w.hears(m) {
			h.Note, h.Fields = s.Note, s.Fields
		}
		out = append(out, h)
	}
	for _, e := range events {
		if lapsed := e.What == "reminded" && e.Permille == whole; lapsed {
			e.What = "lapsed"
		}
		if !forSubject(w.who, w.c) || e.What != "reminded" && e.What != "taken" && e.What != "handed_over" {
			out = append(out, w.event(e))
		}
	}
	slices.SortStableFunc(out, func(a, b Happening) int { return a.At.Compare(b.At) })
	slices.Reverse(out)
	return out
}

func (w *writer) event(e eventRow) Happening {
	h := Happening{What: e.What, Name: eventNames[e.What], Clock: e.Clock, Permille: e.Permille, On: e.OnDay, At: e.At, Org: w.body(e.ActorOrg), Entry: e.EntryID}
	if e.What == "asked" || e.What == "confirmed" || e.What == "declined" {
		h.Act = Act(e.About)
	}
	var s spoken
	w.said("event "+e.EventID, &s)
	h.Role = s.Role
	if w.mayHear(e) {
		h.Note = s.Note
	}
	if w.named(e.ActorOrg) {
		h.By = s.Name
	}
	return h
}

var eventNames = map[string]law.Text2{
	"reminded": {ZH: "期限提醒", EN: "reminder"}, "escalated": {ZH: "升级督办", EN: "escalated"}, "rested": {ZH: "暂停计时", EN: "the term rests"},
	"resumed": {ZH: "恢复计时", EN: "the term runs on"}, "extended": {ZH: "延长期限", EN: "the term is extended"}, "handed_over": {ZH: "移交承办", EN: "handed over"},
	"taken": {ZH: "领办", EN: "taken in hand"}, "urged": {ZH: "催办", EN: "urged"}, "asked": {ZH: "代理人提交，待企业确认", EN: "an agent's act waits for the firm"},
	"confirmed": {ZH: "企业确认", EN: "confirmed by the firm"}, "declined": {ZH: "企业不同意", EN: "declined by the firm"},
	"lapsed": {ZH: "当事人的期限届满", EN: "the subject's own time has passed"}, "recomputed": {ZH: "日历公布，期限重算", EN: "computed again, the calendar is published"},
}

func (w *writer) evidence(rows []evidenceRow) []Piece {
	out := []Piece{}
	for _, r := range rows {
		p := Piece{Evidence: Evidence{Kind: r.Kind, Ref: r.Ref, SHA256: r.SHA256, Source: r.Source}, ID: r.EvidenceID, On: workday.Of(r.At)}
		w.said("evidence "+r.EvidenceID, &p.Name)
		out = append(out, p)
	}
	return out
}

// waiting are for the firm and its agents; nobody else is shown what has not been handed in.
func (w *writer) waiting(rows []pendingRow) []Waiting {
	out := []Waiting{}
	if !forSubject(w.who, w.c) {
		return out
	}
	for _, r := range rows {
		if r.Status != "waiting" {
			continue
		}
		var a asked
		w.said("pending "+r.PendingID, &a)
		row, _ := w.def.move(Act(r.Act), w.c.State)
		out = append(out, Waiting{ID: r.PendingID, Act: Act(r.Act), Name: row.Name, At: r.AskedAt, By: a.Spoken.Name, Note: a.Spoken.Note, Fields: a.Spoken.Fields,
			Evidence: slices.Concat([]Evidence{}, a.Evidence), Yours: !w.who.Confirm && w.who.ID != r.Actor && w.who.May(row.Permission)})
	}
	return out
}

func (w *writer) tools(clocks []Term) []string {
	out := []string{}
	if w.c.EndedOn != 0 {
		return out
	}
	if w.def.works(w.who, w.c) {
		if w.c.Holder == "" {
			out = append(out, "take")
		}
		out = append(out, "hand_over")
		if slices.ContainsFunc(w.def.Clocks, func(k Clock) bool { return k.Hold != (law.Ref{}) }) {
			out = append(out, "hold")
		}
	}
	extendable := slices.ContainsFunc(clocks, func(t Term) bool { return t.Extendable })
	if extendable && officer(w.who) && w.who.May(access.CaseReview) && access.InScope(w.who, w.c.Org, w.c.Region) {
		out = append(out, "extend")
	}
	if forSubject(w.who, w.c) && w.c.urgedOn != w.d.today() {
		out = append(out, "urge")
	}
	return out
}

// shown is the code of a subject in lists and addresses; the id of a person is not shown.
func shown(entity string) string {
	if strings.HasPrefix(entity, "p-") {
		return ""
	}
	return entity
}

// Kind is a type of case for filters and for opening one.
type Kind struct {
	Kind     string      `json:"kind"`
	Name     law.Text2   `json:"name"`
	States   []StateName `json:"states"`
	Openings []Offer     `json:"openings" doc:"the acts that open such a case, of which this actor may take those of their side"`
}

// Kinds lists the types of case in force.
func (d *Desk) Kinds(who access.Actor) []Kind {
	out := []Kind{}
	for _, t := range d.types {
		def, ok := t.inForce(d.today())
		if !ok {
			continue
		}
		k := Kind{Kind: def.Kind, Name: def.Name, States: def.States, Openings: []Offer{}}
		for _, m := range def.Moves {
			if len(m.From) == 0 && opens(who, m) {
				k.Openings = append(k.Openings, Offer{Act: m.Act, Name: m.Name, To: def.name(m.To), Weight: m.Weight,
					Form: slices.Concat([]Field{}, m.Form), Basis: d.law.On(d.today()).Cite(m.Basis), Missing: slices.Concat([]string{}, m.Needs)})
			}
		}
		out = append(out, k)
	}
	return out
}

// opens says whether somebody may open a case by a row, for a subject that is theirs: an agent only what the firm need not
// confirm.
func opens(who access.Actor, m Move) bool {
	if m.By == Platform || !may(who, m) || who.Confirm && m.Confirm {
		return false
	}
	return officer(who) != (m.By == Subject)
}
