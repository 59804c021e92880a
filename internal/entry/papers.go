package entry

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Papers are the two that are served together (两书同达): the decision as it was entered, and the notice of credit repair.
type Papers struct {
	Provisional bool  `json:"provisional" doc:"computed as if it were approved today; final once it is"`
	Decision    Paper `json:"decision"`
	Repair      Paper `json:"repair_notice"`
}

// Paper is a text in both languages, line by line.
type Paper struct {
	Title law.Text2 `json:"title"`
	Lines []Line    `json:"lines"`
}

// Line is one point of a paper.
type Line struct {
	Code     string       `json:"code" doc:"stable name of the point, or the field's code"`
	Label    law.Text2    `json:"label"`
	Text     law.Text2    `json:"text"`
	Date     workday.Date `json:"date,omitempty" doc:"the day the point is about"`
	Basis    []Cited      `json:"basis,omitempty"`
	Standing law.Standing `json:"standing,omitempty" doc:"how sure the rule is: text, secondary or assumed"`
	Means    *law.Text2   `json:"standing_means,omitempty"`
}

// Cited is a clause in words and as a place in the law library.
type Cited struct {
	law.Ref
	Text law.Text2 `json:"text"`
}

func cite(book *law.Book, refs []law.Ref) []Cited {
	out := make([]Cited, len(refs))
	for i, r := range refs {
		out[i] = Cited{r, book.Cite(r)}
	}
	return out
}

// Served writes the two papers of an adverse record by the law of a day. It is pure: the record, the law and the day decide.
func Served(r record.Record, lib *law.Library, on workday.Date) (Papers, error) {
	item, ok := lib.On(on).Item(r.Item)
	if !ok {
		item, ok = lib.On(r.DecidedOn).Item(r.Item)
	}
	if !ok || !r.Adverse {
		return Papers{}, errNoPapers
	}
	n := notice{r: r, lib: lib, on: on, book: lib.On(on)}
	n.write()
	return Papers{Decision: decision(r, item), Repair: Paper{repairTitle, n.lines}}, nil
}

// beside are the roles that say how a record travelled, which the decision itself does not.
var beside = []string{"source", "source_uscc", "status", "region", "domain", "severity", "public_until", "note", "publicity"}

// decision is the decision as it was entered, in the order of the catalogue. Of what is not open only the subject's name is
// on it, because it is handed to that subject; never an identity number.
func decision(r record.Record, item law.Item) Paper {
	p := Paper{Title: law.Text2{ZH: item.Name.ZH + "决定", EN: "Decision: " + item.Name.EN}}
	for _, f := range item.Fields {
		v := r.Content[f.Code]
		switch f.Role {
		case "subject_name":
			v = r.Subject
		case "list_code":
			v = r.Title // the name of the list, not its code
		}
		if v == "" || slices.Contains(beside, f.Role) || f.Privacy != law.Open {
			continue
		}
		l := Line{Code: f.Code, Label: f.Name, Text: law.Text2{ZH: v, EN: v}}
		if f.Type == "date" {
			l.Date, _ = workday.Parse(v)
		}
		p.Lines = append(p.Lines, l)
	}
	return p
}

// notice is the repair notice while it is being written.
type notice struct {
	r     record.Record
	lib   *law.Library
	book  *law.Book
	on    workday.Date
	lines []Line
}

func (n *notice) write() {
	n.subject()
	n.severity()
	n.publicity()
	n.repair()
	n.terms()
	n.rest()
}

func (n *notice) say(code string, text law.Text2) *Line {
	n.lines = append(n.lines, Line{Code: code, Label: labels[code], Text: text})
	return &n.lines[len(n.lines)-1]
}

// under ties a line to a rule: what it rests on and how sure it is.
func (n *notice) under(l *Line, on workday.Date, d law.Dated) {
	means := d.Standing.Means()
	l.Basis, l.Standing, l.Means = cite(n.lib.On(on), d.Basis), d.Standing, &means
}

// resting ties a line to those of the instruments that are in force, known as the words of this page say.
func (n *notice) resting(l *Line, standing law.Standing, refs ...law.Ref) {
	refs = slices.DeleteFunc(refs, func(r law.Ref) bool { _, ok := n.book.Instrument(r.Instrument); return !ok })
	n.under(l, n.on, law.Dated{Basis: refs, Standing: standing})
}

func (n *notice) subject() {
	id := ""
	if !n.r.Person {
		id = n.r.EntityID
	}
	n.say("subject", law.Text2{ZH: join("，", n.r.Subject, id), EN: join(", ", n.r.Subject, id)})
	l := n.say("decision", law.Text2{ZH: join("，", n.r.Title, n.r.DocumentNo, n.r.Authority), EN: join(", ", n.r.Title, n.r.DocumentNo, n.r.Authority)})
	l.Date = n.r.DecidedOn
}

// rule is the version of a rule the record was judged by: of the day of its decision, or of the day it arrived.
func (n *notice) rule(key string) (law.Value, workday.Date, bool) {
	v, ok := n.lib.Find(key, n.r.DecidedOn)
	if ok && v.Governs != law.Filing {
		return v, n.r.DecidedOn, true
	}
	v, ok = n.lib.Find(key, n.on)
	return v, n.on, ok
}

func (n *notice) severity() {
	word, graded := severities[n.r.Severity]
	if !graded {
		return
	}
	v, on, ok := n.rule(n.r.SeverityRule)
	if !ok { // where no rule decides, the department's own word does
		n.say("severity", word)
		return
	}
	l := n.say("severity", law.Text2{ZH: word.ZH + "（" + v.Title.ZH + "）", EN: word.EN + " (" + v.Title.EN + ")"})
	n.under(l, on, v.Dated)
}

func (n *notice) publicity() {
	v, on, ok := n.rule(n.r.Period)
	switch {
	case n.r.PublicFrom == 0 || n.r.Publicity != law.Public:
		l := n.say("publicity", notPublished)
		if ok {
			n.under(l, on, v.Dated)
		}
		return
	case n.r.PublicUntil == 0:
		return
	}
	from, until := n.r.PublicFrom.String(), n.r.PublicUntil.String()
	l := n.say("publicity", law.Text2{ZH: from + " 至 " + until, EN: from + " to " + until})
	l.Date = n.r.PublicFrom
	if !ok {
		return
	}
	n.under(l, on, v.Dated)
	l = n.say("public_until", law.Text2{ZH: until + endsByItself.ZH, EN: until + endsByItself.EN})
	l.Date = n.r.PublicUntil
	n.under(l, on, v.Dated)
}

// repair says from when repair may be asked for. A record that ends by itself before that day, or whose term allows none,
// says so: a date that helps nobody is not printed.
func (n *notice) repair() {
	v, on, ok := n.rule(n.r.Period)
	text := notRepairable
	if n.r.RepairFrom != 0 {
		from := n.r.RepairFrom.String()
		text = law.Text2{ZH: from + repairFrom.ZH, EN: repairFrom.EN + from}
	}
	l := n.say("repair_from", text)
	l.Date = n.r.RepairFrom
	if ok {
		n.under(l, on, v.Dated)
	}
}

// terms are the clocks of the procedure, by the law of the day.
func (n *notice) terms() {
	for _, key := range [...]string{"repair.accept", "repair.total", "repair.elsewhere", "objection.provider"} {
		v, ok := n.lib.Find("limit:"+key, n.on)
		if !ok {
			continue
		}
		l := n.say(key, v.Says())
		l.Label = v.Title
		n.under(l, n.on, v.Dated)
	}
}

// rest is what the notice says to everybody.
func (n *notice) rest() {
	if n.r.RepairFrom != 0 {
		n.resting(n.say("conditions", conditions), law.Secondary, repairRules()...)
		n.resting(n.say("materials", materials), law.Secondary, repairRules()...)
		where := law.Text2{ZH: "作出决定的" + n.r.Authority + applyAt.ZH, EN: n.r.Authority + applyAt.EN}
		n.resting(n.say("apply_to", where), law.Secondary, repairRules()...)
		n.resting(n.say("after", afterRepair), law.Text, law.Ref{Instrument: "ndrc-36", Article: "第三条"})
	}
	n.say("free", free)
	remedy := remedies
	if n.r.Class == law.Penalty {
		remedy = penaltyRemedies
	}
	n.say("remedies", remedy)
}

// repairRules are the rules of credit repair; those in force on the day are cited.
func repairRules() []law.Ref {
	return []law.Ref{{Instrument: "gbf-2025-22"}, {Instrument: "ndrc-36"}, {Instrument: "ndrc-58"}}
}

// Papers writes the two papers of a draft: of one that is approved as of that day, else as if it were approved now.
func (d *Desk) Papers(ctx context.Context, who access.Actor, id string) (Papers, error) {
	if !mayRead(who) {
		return Papers{}, errUnknown
	}
	r, err := d.find(ctx, d.db, qFind, who.Org, id)
	if err != nil {
		return Papers{}, err
	}
	rec, on, err := d.recordOf(ctx, who, r)
	if err != nil {
		return Papers{}, err
	}
	item := d.itemOf(r)
	rec.Subject = item.ValueOf(r.Values, "subject_name") // it is handed to that very subject
	p, err := Served(rec, d.law, on)
	p.Provisional = r.Status != Approved || r.RecordID == ""
	return p, err
}

// recordOf is the record a draft became, as it was then, or would become today.
func (d *Desk) recordOf(ctx context.Context, who access.Actor, r *row) (record.Record, workday.Date, error) {
	if r.Status == Approved && r.RecordID != "" {
		return d.became(ctx, r)
	}
	t, err := d.try(ctx, who, r.Item, r.Values)
	if err == nil && len(t.Flaws) > 0 {
		err = errFlawed
	}
	return t.Record, d.today(), err
}

func (d *Desk) became(ctx context.Context, r *row) (record.Record, workday.Date, error) {
	all, err := record.History(ctx, d.db, r.RecordID)
	if err != nil {
		return record.Record{}, 0, err
	}
	rec := all[0]
	for _, v := range all {
		if !v.SeenAt.After(r.ChangedAt) {
			rec = v
		}
	}
	return rec, workday.Of(r.ChangedAt), nil
}

func join(sep string, parts ...string) (out string) {
	for _, p := range parts {
		if p != "" && out != "" {
			out += sep
		}
		out += p
	}
	return out
}
