package portal

import (
	"slices"

	"xinheng/internal/caselib"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// serious is the kind of the lists of seriously dishonest subjects.
const serious = "serious"

// listKinds is the order in which kinds of list are shown.
var listKinds = []string{serious, "abnormal", "watch", "credit", "recognised"}

type listsView struct {
	On    workday.Date
	Kinds []listKind
	Trend []trendMonth
	Most  int64
}

// trendMonth is who came on the lists of seriously dishonest subjects and off them in a month, drawn as two bars. X places them in a
// picture of 480 by 120.
type trendMonth struct {
	Month         string
	Entered, Left int64
	X, Mid        int
	In, Out       column
	Labelled      bool
}

// column is a bar of a month: where it begins and how high it is.
type column struct{ Y, Height int }

type listKind struct {
	Kind  string
	Lists []listLine
}

type listLine struct {
	law.List
	Public  int64 // entries that were public when they were counted last
	Footing footing
	Basis   []citation
}

func lists(v *visit) (sheet, error) {
	held, _, err := v.held.get(v.ctx)
	if err != nil {
		return sheet{}, err
	}
	view := listsView{On: v.today, Trend: held.trend}
	for _, m := range view.Trend {
		view.Most = max(view.Most, m.Entered, m.Left)
	}
	for _, k := range listKinds {
		one := listKind{Kind: k}
		for _, l := range v.book.Lists() {
			if l.Kind == k {
				line := v.listLine(l, v.today)
				line.Public = held.lists[l.Code]
				one.Lists = append(one.Lists, line)
			}
		}
		if len(one.Lists) > 0 {
			view.Kinds = append(view.Kinds, one)
		}
	}
	v.titled(v.T("lists.title"))
	return sheet{tmpl: "lists", data: view}, nil
}

func (v *visit) listLine(l law.List, on workday.Date) listLine {
	return listLine{List: l, Footing: v.footing("list:"+l.Code, l.Standing, on), Basis: v.cite(l.Basis, on)}
}

// listView is one list: who is put on it and how one leaves it come before who is on it.
type listView struct {
	listLine
	On      workday.Date
	Period  *ruled
	Span    string
	Follows []cell
	Lines   []line
	Next    string
	First   string
	Rules   []citation
	Studies []caselib.Public
}

func listPage(v *visit) (sheet, error) {
	l, ok := v.book.List(v.r.PathValue("code"))
	if !ok {
		return sheet{}, v.missing("fault.no_list")
	}
	view := listView{listLine: v.listLine(l, v.today), On: v.today, Follows: v.matrix(v.book).Of(l.Code)}
	held, _, err := v.held.get(v.ctx)
	if err != nil {
		return sheet{}, err
	}
	if view.Studies, err = v.studiesOf(view.Basis); err != nil {
		return sheet{}, err
	}
	view.Public = held.lists[l.Code]
	for _, p := range v.book.Periods() {
		if p.List == l.Code {
			r, _ := v.rule("period:"+p.Code, v.today)
			view.Period, view.Span = &r, v.span(r.Value)
		}
	}
	for _, code := range []string{l.Rules, l.Catalogue} {
		if code != "" {
			view.Rules = append(view.Rules, v.cite([]law.Ref{{Instrument: code}}, v.today)...)
		}
	}
	after := v.frame.Query.Get("after")
	records, next, err := record.Listed(v.ctx, v.Pool, record.Filter{List: l.Code, After: after, Limit: listPageSize}, v.today)
	if err != nil {
		return sheet{}, err
	}
	if err := v.dispute(records); err != nil {
		return sheet{}, err
	}
	view.Lines = v.lines(records, v.today, l.Persons)
	v.frame.NoIndex = after != "" || slices.ContainsFunc(view.Lines, func(l line) bool { return l.Person })
	if next != "" {
		view.Next = v.frame.With("after", next)
	}
	if after != "" {
		view.First = v.frame.With("after", "")
	}
	v.titled(v.Lang.Say(l.Name), v.T("lists.title"), "/lists")
	return sheet{tmpl: "list", data: view}, nil
}
