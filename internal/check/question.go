package check

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// question is a request found to be complete and askable, and what it is answered from.
type question struct {
	actor                    access.Actor
	matter                   law.Matter
	book                     *law.Book
	on                       workday.Date
	view                     standing.View
	purpose, caseNo, officer string
	industry                 string    // of what is applied for; empty: not told
	attached                 *Attached // what became of a report that came with it; nil: none came
	ground                   string    // what entitles the caller to ask about a person: an article, or a consent
}

const longest = 64 // characters of a case number or an officer

// question checks everything about a request but its subject.
func (d *Desk) question(actor access.Actor, r Request) (q question, err error) {
	today := workday.Of(d.now())
	q = question{actor: actor, on: r.On, purpose: r.Purpose, caseNo: strings.TrimSpace(r.CaseNo), officer: strings.TrimSpace(r.Officer)}
	if q.on == 0 {
		q.on = today
	}
	if actor.Kind == access.KindPerson { // who asks is who is signed in; only a system says who sits behind it
		if q.officer != "" && q.officer != actor.Person {
			return q, errOfficerGiven
		}
		q.officer = actor.Person
	}
	switch {
	case !slices.Contains(purposes, r.Purpose):
		return q, fault.New(fault.Invalid, "check.bad_purpose", "查验须说明用途；请从接口说明所列的用途中选一个。",
			"A check needs a purpose; choose one of those the API description lists.").At("purpose")
	case !fits(q.caseNo):
		return q, fault.New(fault.Invalid, "check.no_case", "查验须注明办件编号（不超过 64 字，不含控制字符）；请填写 case_no。",
			"A check needs the number of the case (at most 64 characters, no control characters); fill in case_no.").At("case_no")
	case !fits(q.officer):
		return q, fault.New(fault.Invalid, "check.no_officer", "查验须注明经办人（不超过 64 字，不含控制字符）；请填写 officer。",
			"A check needs the officer who asks (at most 64 characters, no control characters); fill in officer.").At("officer")
	case r.Watch && q.on != today:
		return q, fault.New(fault.Invalid, "check.watch_today", "只有按今天作出的查验可以持续关注；请去掉 on 或 watch 后重试。",
			"Only a check of today can be watched; leave out on, or watch.").At("watch")
	case q.on > today:
		return q, fault.New(fault.TooEarly, "check.future", "不能查验将来的日期；请改为今天或以前的日期。",
			"A day to come cannot be checked; ask for today or an earlier day.").At("on")
	}
	q.book = d.lib.On(q.on)
	if q.industry, err = industryOf(q.book, r.Industry); err != nil {
		return q, err
	}
	q.matter, err = matterOn(d.lib, q.book, r.Matter)
	return q, err
}

var errOfficerGiven = fault.New(fault.Invalid, "check.officer_given", "经办人以登录身份为准，不能另填；请去掉 officer 后重试。",
	"The officer is whoever is signed in and cannot be typed; leave officer out and try again.").At("officer")

func fits(s string) bool {
	return s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= longest && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// subjectOf reads whom a check is about: a unified social credit code, or the platform's own id of a natural person.
func subjectOf(s string) (string, error) {
	if isPerson(s) && len(s) <= longest && strings.Trim(s[2:], "abcdefghijklmnopqrstuvwxyz234567") == "" {
		return s, nil
	}
	code, _, err := ident.ParseUSCC(s)
	if f, ok := fault.Of(err); ok {
		return "", f.At("subject")
	}
	if err != nil {
		return "", fault.New(fault.Invalid, "check.bad_subject", "统一社会信用代码不正确；请核对 18 位代码。",
			"The unified social credit code is not valid; check its 18 characters.").At("subject")
	}
	return string(code), nil
}

// matterOn finds a matter in force, or says when it is, or which codes are near.
func matterOn(lib *law.Library, book *law.Book, code string) (law.Matter, error) {
	if m, ok := book.Matter(code); ok {
		return m, nil
	}
	var zh, en []string
	for _, v := range lib.Versions("matter:" + code) {
		until, untilEN := v.Until.String(), v.Until.String()
		if v.Until == 0 {
			until, untilEN = "今", "now"
		}
		zh, en = append(zh, v.From.String()+" 至"+until), append(en, v.From.String()+" to "+untilEN)
	}
	if len(zh) > 0 {
		return law.Matter{}, fault.New(fault.Missing, "check.matter_not_in_force",
			"该事项在所查日期不施行（施行期间："+strings.Join(zh, "、")+"）；请换一个日期或事项。",
			"The matter is not in force on that date (in force: "+strings.Join(en, ", ")+"); choose another date or matter.").At("matter")
	}
	near := strings.Join(nearest(book, code), ", ")
	return law.Matter{}, fault.New(fault.Missing, "check.unknown_matter",
		"没有这个事项代码；相近的有 "+near+"，全部见 /v1/matters。",
		"No matter has this code; near are "+near+", all are at /v1/matters.").At("matter")
}

// nearest gives the three codes most like the one asked for.
func nearest(book *law.Book, code string) []string {
	var codes []string
	for _, m := range book.Matters() {
		codes = append(codes, m.Code)
	}
	code = code[:min(len(code), longest)]
	far := func(c string) int { // a code begun and not finished is near, too
		return min(distance(c, code), distance(c[:min(len(c), len(code))], code)+1)
	}
	slices.SortFunc(codes, func(a, b string) int { return cmp.Or(cmp.Compare(far(a), far(b)), cmp.Compare(a, b)) })
	return codes[:min(3, len(codes))]
}

// distance is how many characters must change to make one code of another (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			keep := diagonal
			if a[i] != b[j] {
				keep++
			}
			diagonal = row[j+1]
			row[j+1] = min(keep, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
