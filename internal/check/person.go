package check

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// PersonRequest asks whether a natural person may have something (level 1). Name and number are read, folded into the keyed blind id the
// platform knows people by, and kept nowhere.
type PersonRequest struct {
	Document string `json:"document,omitempty" enum:"身份证,护照,港澳居民来往内地通行证,台湾居民来往大陆通行证,外国人永久居留身份证" doc:"identity card when absent"`
	Number   string `json:"number" maxLength:"64"`
	Name     string `json:"name" maxLength:"64"`
	Matter   string `json:"matter" example:"duty-free-person"`
	Purpose  string `json:"purpose" enum:"approval,procurement,bidding,subsidy,honour,appointment,market_entry,finance,supervision,duty_free,land,test"`
	CaseNo   string `json:"case_no" maxLength:"64" doc:"the caller's own case; never a name or a number of the person"`
	Officer  string `json:"officer,omitempty" maxLength:"64"`
	Basis    string `json:"basis" enum:"law,consent" doc:"law: the matter obliges the caller to check; consent: the person consented"`
	Consent  string `json:"consent,omitempty" maxLength:"64" doc:"id of the consent"`
}

// PersonAnswer is all that is said: no reason, no number of the check, nothing else.
type PersonAnswer struct {
	Answer Answer `json:"answer" enum:"yes,no,not_enough_data"`
}

// personAnswerSize is how many bytes every answer has: how long it is must not say which it is.
const personAnswerSize = 64

// text is the answer filled up with spaces.
func (a PersonAnswer) text() []byte {
	b := []byte(`{"answer":"` + string(a.Answer) + `"}`)
	return append(b, []byte(strings.Repeat(" ", personAnswerSize-len(b)-1)+"\n")...)
}

// personPace is how fast one caller may ask about people: a queue at a till, not a list. It protects people, and no rule of law is in it.
var personPace = access.Rate{PerSecond: 2, Burst: 30}

// DecidePerson answers yes, no, or not enough data (F07-10, F16-8, G10). The answer is recorded before it is given, with what entitles
// the caller to ask, and the person sees that it was asked.
func (d *Desk) DecidePerson(ctx context.Context, actor access.Actor, r PersonRequest) (PersonAnswer, error) {
	if !d.people.Take(actor.ID) {
		return PersonAnswer{}, access.ErrTooMany
	}
	q, err := d.question(actor, Request{Matter: r.Matter, Purpose: r.Purpose, CaseNo: r.CaseNo, Officer: r.Officer})
	if err != nil {
		return PersonAnswer{}, err
	}
	if q.matter.Level != 1 || !slices.Contains(q.matter.Subjects, "person") {
		return PersonAnswer{}, errNotPersons
	}
	subject, err := d.personID(r.Document, r.Number)
	if err != nil {
		return PersonAnswer{}, err
	}
	if !fits(strings.TrimSpace(r.Name)) {
		return PersonAnswer{}, errIdentity.At("name")
	}
	if strings.Contains(ident.NormalName(q.caseNo), ident.NormalName(r.Number)) {
		return PersonAnswer{}, errNumberInCase
	}
	if q.ground, err = d.entitled(ctx, actor, subject, &q, r); err != nil {
		return PersonAnswer{}, err
	}
	return d.answerPerson(ctx, q, subject, strings.TrimSpace(r.Name))
}

func (d *Desk) answerPerson(ctx context.Context, q question, subject, name string) (PersonAnswer, error) {
	var err error
	if q.view, err = d.view(ctx, 0); err != nil {
		return PersonAnswer{}, err
	}
	facts, known, err := d.index.Look(ctx, subject)
	if err != nil {
		return PersonAnswer{}, err
	}
	if known {
		e, err := registry.Find(ctx, d.db, subject)
		if err != nil {
			return PersonAnswer{}, err
		}
		known = ident.MaskName(name) == e.Name // another name than that of the number: whose data it is cannot be told
	} else if known, err = d.complete(ctx, &q.matter, q.book); err != nil {
		return PersonAnswer{}, err
	}
	if !known {
		facts = nil
	}
	answer, err := d.answer(q, subject, facts, known)
	if err != nil {
		return PersonAnswer{}, d.explain(ctx, q, err)
	}
	if err := d.keeper.keep(ctx, []*Decision{answer}); err != nil {
		return PersonAnswer{}, err
	}
	return PersonAnswer{answer.Answer}, nil
}

// documentsOfPeople are the kinds whose numbers lead to a person, as records carry them.
var documentsOfPeople = []string{"", "身份证", "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证"}

// personID folds a document and its number into the id of a person, as intake does.
func (d *Desk) personID(document, number string) (string, error) {
	number = strings.TrimSpace(number)
	switch {
	case !slices.Contains(documentsOfPeople, document):
		return "", errIdentity.At("document")
	case document == "" || document == "身份证":
		card, err := ident.ParseIDCard(number)
		if err != nil {
			return "", errIdentity.At("number")
		}
		return registry.PersonID(d.seal, card), nil
	}
	number = strings.ToUpper(ident.NormalName(number))
	if n := len(number); n < 5 || n > 32 {
		return "", errIdentity.At("number")
	}
	return registry.PersonID(d.seal, document+number), nil
}

// entitled says on what the caller asks: an article that obliges it to check in this matter, or a consent that names it and the matter.
func (d *Desk) entitled(ctx context.Context, actor access.Actor, subject string, q *question, r PersonRequest) (string, error) {
	if r.Basis == "law" {
		if q.purpose != q.matter.Field || !q.matter.MustCheck {
			return "", errNoBasis
		}
		return "law:" + q.matter.Basis[0].Instrument + " " + q.matter.Basis[0].Article, nil
	}
	if d.Disclosure == nil {
		return "", errNoBasis
	}
	read := disclosure.Reading{Subject: subject, Fields: []string{"check." + q.matter.Code}, Purpose: q.purpose, Case: q.caseNo, Consent: r.Consent}
	return "consent:" + r.Consent, d.Disclosure.Consented(ctx, actor, read)
}

// freshFor is how long it is remembered when sources last reported.
const freshFor = time.Minute

// sources remembers when each item was last reported.
type sources struct {
	mu   sync.Mutex
	at   time.Time
	last map[string]time.Time
}

func (d *Desk) lastReported(ctx context.Context) (map[string]time.Time, error) {
	s := &d.sources
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := d.now(); s.last == nil || now.Sub(s.at) > freshFor || now.Before(s.at) {
		all, err := record.FreshnessOf(ctx, d.db, "")
		if err != nil {
			return nil, err
		}
		s.at, s.last = now, map[string]time.Time{}
		for _, f := range all {
			if f.LastSeen.After(s.last[f.Item]) {
				s.last[f.Item] = f.LastSeen
			}
		}
	}
	return s.last, nil
}

// complete says whether "nobody decided anything about this person" can be told: whoever decides in this matter has reported lately.
// No data is not bad data, but an interrupted source is not a yes either (G11).
func (d *Desk) complete(ctx context.Context, m *law.Matter, book *law.Book) (bool, error) {
	limit, ok := book.Limit("check.person.source")
	if !ok {
		return false, nil
	}
	last, err := d.lastReported(ctx)
	if err != nil {
		return false, err
	}
	since := workday.Of(d.now()).AddDays(-int(limit.N))
	for _, item := range book.Items() {
		if decides(m, &item) && !last[item.Code].IsZero() && workday.Of(last[item.Code]) >= since {
			return true, nil
		}
	}
	return false, nil
}

// decides says whether records of an item are what a rule of the matter looks for.
func decides(m *law.Matter, item *law.Item) bool {
	return slices.ContainsFunc(m.Rules, func(r law.Rule) bool {
		switch {
		case r.When.Ban != "":
			return item.Class == law.Ban && (len(r.When.Domains) == 0 || slices.Contains(r.When.Domains, item.Domain))
		case r.When.List != "":
			return item.Class == law.ListEntry || item.List != "" && item.List == r.When.List
		}
		return r.When.Item == item.Code || r.When.Rating == item.Code
	})
}

var (
	errNotPersons = fault.New(fault.Invalid, "check.not_person", "该事项不以“是、否”答复自然人；请选择自然人事项，企业请用一般查验。",
		"This matter is not one in which people are answered yes or no; choose such a matter, and check firms the ordinary way.").At("matter")
	errIdentity = fault.New(fault.Invalid, "check.identity", "姓名、证件类型或证件号码不完整或有误；请对照证件核对。",
		"The name, the kind of document or its number is incomplete or wrong; compare it with the document.")
	errNumberInCase = fault.New(fault.Invalid, "check.number_in_case", "办件编号不得含证件号码；请填写本单位的办件编号。",
		"The number of a case must not hold the number of a document; give your own case number.").At("case_no")
	errNoBasis = fault.New(fault.Forbidden, "check.no_basis", "查验自然人须有依据：该事项没有规定在此用途下应当查验；请选择相符的用途，或取得本人授权。",
		"A check of a person needs a basis: no rule obliges a check in this matter for this purpose; choose the purpose that fits, or obtain the person's consent.").At("basis").Under("个人信息保护法第十三条")
)
