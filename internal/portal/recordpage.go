package portal

import (
	"net/http"
	"slices"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// recordView is one record while it is public.
type recordView struct {
	line
	Entity   *registry.Entity // nil for natural persons: they have no file
	Fields   []field
	Quoted   []citation // instruments the authority's own words name
	Severity *ruled     // the rule that gave the severity
	Period   *ruled     // the rule that gave the publicity period
	Span     string     // "3 个月 — 1 年，自公示之日起"
	Versions []version
	Region   law.Text2
	Field    string    // field of supervision, in words
	Removal  law.Text2 // of an entry on a list: how one leaves it,
	Remedies law.Text2 // and what can be done against it
	Comment  string    // what the subject says to it (F14-4)
}

// field is one catalogue field with its value as it may be shown.
type field struct {
	Name  law.Text2
	Value string
}

// version is one state of the record over time: what changed, never what it said before.
type version struct {
	record.Record
	Changed []string
}

func recordPage(v *visit) (sheet, error) {
	r, err := record.Find(v.ctx, v.Pool, v.r.PathValue("id"))
	if err != nil {
		return sheet{}, err
	}
	v.frame.NoIndex = r.Person
	switch r.StatusOn(v.today) {
	case record.StatusPublic:
	case record.StatusEnded, record.StatusRepaired, record.StatusWithdrawn:
		return v.gone(r), nil
	default: // what never was public is answered like what never existed
		return sheet{}, v.missing("fault.no_record")
	}
	one := []record.Record{r}
	if err := v.dispute(one); err != nil {
		return sheet{}, err
	}
	r = one[0]
	history, err := record.History(v.ctx, v.Pool, r.ID)
	if err != nil {
		return sheet{}, err
	}
	view := v.recordView(r, history)
	if v.Comment != nil {
		if view.Comment, err = v.Comment(v.ctx, r.EntityID, r.ID); err != nil {
			return sheet{}, err
		}
	}
	if !r.Person {
		e, err := registry.Find(v.ctx, v.Pool, r.EntityID)
		if err != nil && fault.KindOf(err) != fault.Missing {
			return sheet{}, err
		}
		if err == nil {
			view.Entity = &e
		}
	}
	v.titleRecord(view)
	return sheet{tmpl: "record", data: view}, nil
}

func (v *visit) titleRecord(view recordView) {
	title := view.Title
	if title == "" {
		title = v.Lang.Say(view.ItemName)
	}
	if view.Entity != nil {
		v.titled(title, view.Entity.Name, "/entities/"+view.Entity.ID)
		return
	}
	v.titled(title, v.T("nav.publicity"), "/publicity")
}

// goneView is all that may be said of a record that was public and is no more (F19-4).
type goneView struct{ Since workday.Date }

func (v *visit) gone(r record.Record) sheet {
	v.frame.NoIndex = true
	v.titled(v.T("gone.title"))
	since := r.StateOn
	if r.State == record.Effective {
		since = r.PublicUntil.AddDays(1)
	}
	return sheet{tmpl: "gone", status: http.StatusGone, data: goneView{since}}
}

// recordView is pure.
func (v *visit) recordView(r record.Record, history []record.Record) recordView {
	view := recordView{line: v.line(r, v.today), Region: v.regionName(r.Region)}
	if r.Domain != "" {
		view.Field = v.domain(r.Domain)
	}
	if l, ok := v.book.List(r.List); ok && r.Adverse {
		view.Removal, view.Remedies = l.Removal, l.Remedies
	}
	seen := r.SeenAt
	if len(history) > 0 {
		seen = history[0].SeenAt
	}
	if sev, ok := v.ruleThen(r.SeverityRule, r.DecidedOn, workday.Of(seen)); ok {
		view.Severity = &sev
	}
	if p, ok := v.ruleThen(r.Period, r.DecidedOn, workday.Of(seen)); ok {
		view.Period = &p
		view.Span = v.span(p.Value)
	}
	view.Fields = v.fields(r)
	view.Quoted = v.quoted(r.Basis)
	for i, h := range history {
		one := version{Record: h}
		if i > 0 {
			one.Changed = v.changed(history[i-1], h)
		}
		view.Versions = append(view.Versions, one)
	}
	slices.Reverse(view.Versions)
	return view
}

// ruleThen is the version of a rule a record was judged by: that of the day of the decision, or of the day the record
// arrived where the rule says so.
func (v *visit) ruleThen(key string, decided, arrived workday.Date) (ruled, bool) {
	r, ok := v.rule(key, decided)
	if !ok || r.Value.Governs == law.Filing {
		return v.rule(key, arrived)
	}
	return r, ok
}

// span says a publicity period in words; empty when it is not one that publishes.
func (v *visit) span(val law.Value) string {
	p, ok := body[law.Period](val)
	if !ok || !p.Published {
		return ""
	}
	return v.T("period.span", v.months(p.Min), v.months(p.Max), v.T("starts."+p.Starts))
}

// shownAbove are the roles the page shows in its own words; the rest of the catalogue's fields follow as they were reported.
var shownAbove = []string{
	"subject_name", "subject_kind", "subject_uscc", "document_no", "title", "basis", "decided_on", "valid_from", "valid_until",
	"authority", "authority_uscc", "source", "source_uscc", "kinds", "amount_fine", "amount_confiscated", "list_code", "region", "grade",
	"public_until", "severity", "status", "domain", "served_on",
}

// fields are the remaining catalogue fields in the catalogue's order. Secret ones are never shown, whatever is stored;
// personal ones are stored masked. Of natural persons none is shown: free text may name them (G10).
func (v *visit) fields(r record.Record) []field {
	if r.Person {
		return nil
	}
	item, ok := v.Law.On(r.DecidedOn).Item(r.Item)
	if !ok {
		item, ok = v.book.Item(r.Item)
	}
	if !ok {
		return nil
	}
	var out []field
	for _, f := range item.Fields {
		value := r.Content[f.Code]
		shown := f.Privacy == law.Open || f.Privacy == law.Personal
		if value == "" || !shown || slices.Contains(shownAbove, f.Role) {
			continue
		}
		out = append(out, field{f.Name, value})
	}
	return out
}

// quoted finds the instruments whose title or number the authority's citation names.
func (v *visit) quoted(text string) []citation {
	var refs []law.Ref
	for _, i := range v.Law.Instruments() {
		named := i.Title.ZH != "" && strings.Contains(text, "《"+i.Title.ZH+"》") || i.Number != "" && strings.Contains(text, i.Number)
		if ref := (law.Ref{Instrument: i.Code}); named && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return v.cite(refs, v.today)
}

// changed names what differs between two versions, in words, without the values: a wrong value is not repeated.
func (v *visit) changed(a, b record.Record) []string {
	var out []string
	note := func(differs bool, key string) {
		if differs {
			out = append(out, v.T(key))
		}
	}
	note(a.State != b.State, "field.state")
	note(a.Title != b.Title, "field.title")
	note(a.DocumentNo != b.DocumentNo, "field.document_no")
	note(a.Authority != b.Authority, "field.authority")
	note(a.Basis != b.Basis, "field.basis")
	note(!slices.Equal(a.Kinds, b.Kinds), "field.kinds")
	note(a.Fine != b.Fine || a.Confiscated != b.Confiscated, "field.amounts")
	note(a.DecidedOn != b.DecidedOn, "field.decided_on")
	note(a.ValidFrom != b.ValidFrom || a.ValidUntil != b.ValidUntil, "field.validity")
	note(a.Severity != b.Severity, "field.severity")
	note(a.PublicFrom != b.PublicFrom || a.PublicUntil != b.PublicUntil || a.RepairFrom != b.RepairFrom, "field.publicity")
	if len(out) == 0 {
		out = append(out, v.T("field.content"))
	}
	return out
}
