package alert

import (
	"cmp"
	"slices"
	"strings"

	"xinheng/internal/hotline"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Evidence is a fact an alert rests on, and what it says.
type Evidence struct {
	Record     string       `json:"record"`
	Version    int32        `json:"version"`
	Fact       string       `json:"fact" doc:"penalty, abnormal, enforcement, false_commitment, licence_ended, complaint"`
	Title      string       `json:"title"`
	DocumentNo string       `json:"document_no"`
	Authority  string       `json:"authority"`
	Basis      string       `json:"basis,omitempty"`
	On         workday.Date `json:"on" doc:"since when; of a licence, when it ended"`
	Until      workday.Date `json:"until,omitempty" doc:"until when the rule counts it"`

	org    string
	reason string // as the authority wrote it
}

// ended is the fact a licence becomes once it is over.
const ended = "licence_ended"

// seen is what is known of a firm on a day, and the next day on which that may be another.
type seen struct {
	facts []Evidence
	next  workday.Date
}

func (s *seen) again(today, on workday.Date) {
	if on > today && (s.next == 0 || on < s.next) {
		s.next = on
	}
}

// look gathers the facts that count today: what is repaired, withdrawn, expired or under objection does not stand, and is no evidence.
func look(facts []standing.Fact, records []record.Record, book *law.Book, today workday.Date) seen {
	var s seen
	of := map[string]*record.Record{}
	for i := range records {
		of[records[i].ID] = &records[i]
	}
	for _, f := range facts {
		s.again(today, f.From)
		if f.HeldUntil != 0 {
			s.again(today, f.HeldUntil.AddDays(1))
		}
		if stands, _ := f.StandsOn(today); !stands || !f.Adverse {
			continue
		}
		if f.Until != 0 {
			s.again(today, f.Until.AddDays(1))
		}
		e := Evidence{Record: f.ID, Version: f.Version, Fact: string(f.Kind), Title: f.Title, DocumentNo: f.DocumentNo, Authority: f.Authority,
			Basis: f.BasisText, On: f.From, Until: f.Until}
		if r := of[f.ID]; r != nil {
			e.org, e.reason = r.AuthorityID, reason(book, r)
		}
		s.facts = append(s.facts, e)
	}
	s.licences(records, today)
	return s
}

// reason is what happened, as the authority wrote it: some items have no title, and say it there alone.
func reason(book *law.Book, r *record.Record) string {
	item, _ := book.Item(r.Item)
	return item.ValueOf(r.Content, "facts")
}

// licences finds those that ended and were not renewed: no licence of the same name by the same authority is in force.
func (s *seen) licences(records []record.Record, today workday.Date) {
	type name struct{ title, authority string }
	inForce := map[name]bool{}
	for i := range records {
		r := &records[i]
		if r.Class != law.Licence || r.State != record.Effective {
			continue
		}
		if r.ValidUntil == 0 || r.ValidUntil >= today {
			inForce[name{r.Title, r.AuthorityID}] = true
		}
		if r.ValidUntil != 0 {
			s.again(today, r.ValidUntil.AddDays(1))
		}
	}
	for i := range records {
		r := &records[i]
		if r.Class == law.Licence && r.State == record.Effective && r.ValidUntil != 0 && r.ValidUntil < today && !inForce[name{r.Title, r.AuthorityID}] {
			s.facts = append(s.facts, Evidence{Record: r.ID, Version: r.Version, Fact: ended, Title: r.Title, DocumentNo: r.DocumentNo, Authority: r.Authority,
				On: r.ValidUntil, org: r.AuthorityID})
		}
	}
}

// complaints are those of hotlines that were verified with a document; of the others nothing is known here (F23-2).
func (s *seen) complaints(all []hotline.Fact) {
	for _, c := range all {
		s.facts = append(s.facts, Evidence{Record: c.ID, Version: 1, Fact: "complaint", Title: c.Matter, DocumentNo: c.Document, Authority: c.OrgName, On: c.On, org: c.Org})
	}
}

// judge says what of a firm's facts fits a rule on a day: nothing, or at least as many as the rule wants, the newest first.
func (s *seen) judge(rule law.AlertRule, book *law.Book, cal *workday.Calendar, today workday.Date) []Evidence {
	want := int64(1)
	if l, ok := book.Limit(rule.Count); ok {
		want = l.N
	}
	var out []Evidence
	for _, e := range s.facts {
		if e.Fact != rule.Fact || !said(rule.Words, e.Title+e.reason+e.Basis) {
			continue
		}
		if rule.Window != "" {
			until := term(book, rule.Window, e.On, cal)
			if until < today { // a window the law lacks counts nothing
				continue
			}
			s.again(today, until.AddDays(1))
			e.Until = until
		}
		out = append(out, e)
	}
	if int64(len(out)) < want {
		return nil
	}
	slices.SortFunc(out, func(a, b Evidence) int { return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(a.Record, b.Record)) })
	return out
}

func said(words []string, text string) bool {
	return len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// term counts a limit of the law from a day; zero if there is none.
func term(book *law.Book, key string, from workday.Date, cal *workday.Calendar) workday.Date {
	l, ok := book.Limit(key)
	if !ok {
		return 0
	}
	due, _ := workday.Due(from, l.Term(), cal)
	return due
}
