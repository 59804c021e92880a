package record

import (
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

var foundingDay = workday.New(1949, 10, 1)

// dates checks the days of a row against one another and against today.
func (j *judge) dates(f *finding) {
	f.stated = j.day("public_until")
	r := &f.rec
	for _, role := range [...]string{"decided_on", "served_on", "removed_on", "established"} {
		switch d := j.day(role); {
		case d > j.today:
			f.flaw(j.field(role), "date_future")
		case d != 0 && d < foundingDay && role != "established":
			f.flaw(j.field(role), "date_early")
		}
	}
	switch {
	case r.ServedOn != 0 && r.ServedOn < r.DecidedOn:
		f.flaw(j.field("served_on"), "date_order")
	case r.ValidUntil != 0 && r.ValidUntil < r.ValidFrom:
		f.flaw(j.field("valid_until"), "date_order")
	case r.StateOn != 0 && r.StateOn < r.DecidedOn:
		f.flaw(j.field("removed_on"), "date_order")
	}
}

// required tells every value that is missing. What an adverse record must have (F09-8) is told as such.
func (j *judge) required(f *finding) {
	for i := range j.item.Fields {
		field := &j.item.Fields[i]
		missing := j.text[i] == "" && (field.Required == "yes" || field.Required == "person" && f.rec.Person)
		switch {
		case !missing || f.flawed(field.Code):
		case f.rec.Adverse && slices.Contains(j.item.Needs, field.Role):
		case field.Role == "source" && f.rec.Source != "", field.Role == "source_uscc" && f.rec.SourceID != "",
			field.Role == "authority_uscc" && f.rec.AuthorityID != "", field.Role == "subject_id":
		default:
			f.flaw(field.Code, "required")
		}
	}
	for _, role := range j.item.Needs {
		if field := j.field(role); f.rec.Adverse && !j.filled(role, &f.rec) && !f.flawed(field) {
			f.flaw(field, need(role))
		}
	}
	if field := j.field("decided_on"); f.rec.DecidedOn == 0 && j.item.Class != law.EntityItem && !f.flawed(field) {
		f.flaw(field, "required")
	}
	if f.rec.Class == law.Rating && f.rec.ValidUntil == 0 && !f.flawed(j.field("valid_until")) {
		f.flaw(j.field("valid_until"), "required") // a grade without an end would count for ever
	}
}

func need(role string) string {
	if role == "authority_uscc" {
		return "authority_missing"
	}
	return "adverse_incomplete"
}

// filled reports whether a role has a value. 长期 is no end.
func (j *judge) filled(role string, r *Record) bool {
	switch role {
	case "authority_uscc":
		return r.AuthorityID != ""
	case "valid_until":
		return r.ValidUntil != 0
	}
	return j.role(role) != ""
}

// gates are what the catalogue says may be recorded at all: the item in force, the list and the measures in it (G8).
func (j *judge) gates(f *finding) {
	r := &f.rec
	governing := r.DecidedOn
	if j.item.Governs == law.Filing {
		governing = j.today
	}
	if governing != 0 && !j.item.InForce(governing) {
		f.flaw("", "item_not_in_force")
	}
	j.region(r)
	if r.DecidedOn == 0 {
		return
	}
	book := j.on(r.DecidedOn)
	j.list(f, book)
	j.measures(f, book)
	switch j.role("publicity") {
	case "特定范围内公开":
		f.limited = law.ByAuthorisation
	case "不可公开":
		f.limited = law.GovernmentOnly
	}
}

func (j *judge) list(f *finding, book *law.Book) {
	r := &f.rec
	r.List = j.item.List
	if name := j.role("list_code"); name != "" && j.item.Class != law.Amendment {
		l, ok := book.ListNamed(name)
		if !ok {
			f.flaw(j.field("list_code"), "list_unknown")
			return
		}
		r.List, r.Title = l.Code, l.Name.ZH
		j.text[j.at("list_code")] = l.Code
		if r.Person && !l.Persons {
			f.flaw(j.field("subject_kind"), "person_not_listed") // G4: no contagion from company to person
		}
	}
}

// measures refuses what the catalogue of measures does not hold (F16-2); the desk puts the refusal on the ledger.
func (j *judge) measures(f *finding, book *law.Book) {
	i := j.at("measures")
	if i < 0 {
		return
	}
	for _, code := range j.many[i] {
		if _, ok := book.Measure(code); !ok {
			f.flaw(j.item.Fields[i].Code, "measure_unlisted")
			f.unlisted = true
			return
		}
	}
}

// region is the division as reported if it is one, else the one the subject's code was given in.
func (j *judge) region(r *Record) {
	book := j.on(j.today)
	if code := j.role("region"); code != "" {
		if known, ok := book.Region(code); ok {
			r.Region = known.Code
			return
		}
	}
	if r.Person || len(r.EntityID) != 18 {
		return
	}
	digits := r.EntityID[2:8]
	code, seen := j.regions[digits]
	if !seen {
		if known, derived, _ := book.RegionOfUSCC(digits); derived {
			code = known.Code
		}
		j.regions[digits] = code
	}
	r.Region = code
}

// dueOn is the last day by which the law wants a decision published or reported; zero if it names none.
func (j *judge) dueOn(decided workday.Date) workday.Date {
	if j.item.Timely == "" || decided == 0 {
		return 0
	}
	due, seen := j.dues[decided]
	if !seen {
		due = deadline(j.lib, j.item.Timely, decided)
		j.dues[decided] = due
	}
	return due
}

// latest is the day by which a decision should have been published: by its deadline; decided before there was one, by the
// one of today; where there is none, at once.
func (j *judge) latest(r *Record, due workday.Date) workday.Date {
	if due != 0 || r.DecidedOn == 0 {
		return due
	}
	if limit, ok := j.on(j.today).Limit(j.item.Timely); ok {
		return count(j.lib, limit, r.DecidedOn)
	}
	return r.DecidedOn
}

// deadline counts a limit from a decision by the calendar; zero when no such limit was in force that day.
func deadline(lib *law.Library, key string, decided workday.Date) workday.Date {
	limit, ok := lib.On(decided).Limit(key)
	if !ok {
		return 0
	}
	return count(lib, limit, decided)
}

func count(lib *law.Library, limit law.Limit, from workday.Date) workday.Date {
	due, _ := workday.Due(from, limit.Term(), lib.Calendar())
	return due
}

// whole is what a complete row has beyond what it must have, as far as its item knows it. 完整率.
var whole = []string{"title", "facts", "document_name", "kinds", "valid_from", "valid_until", "served_on", "authority_uscc", "source", "source_uscc"}

// completeness counts how much of that is there.
func (j *judge) completeness(f *finding) {
	count := func(role string) {
		i := j.at(role)
		if i < 0 || j.item.Fields[i].Required == "yes" {
			return
		}
		f.expected++
		if j.text[i] != "" {
			f.filled++
		}
	}
	for _, role := range whole {
		count(role)
	}
	if !f.rec.Person {
		count("legal_rep")
	}
	if slices.Contains(f.rec.Kinds, "罚款") {
		count("amount_fine")
	}
}
