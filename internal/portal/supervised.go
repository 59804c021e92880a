package portal

import (
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// supervisedView is the list of matters of credit supervision on a day, and what changed since another (F20-2).
type supervisedView struct {
	On      workday.Date
	From    workday.Date // compared with; zero: with nothing
	Lines   []supervisedLine
	Days    []workday.Date // days on which the list changed, newest first
	Changes []supervisedChange
}

type supervisedLine struct {
	law.Supervised
	Footing footing
	Basis   []citation
	Domain  string
}

// supervisedChange is a line that came, went or changed, with what is different.
type supervisedChange struct {
	Kind string // added | ended | changed
	Code string
	Name law.Text2
	Rows []supervisedRow
}

type supervisedRow struct {
	Key           string // text key of the property
	Before, After law.Text2
}

// supervisedKey is the kind of these rules in the library.
const supervisedKey = "supervised:"

func supervised(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	from, err := v.date("from", 0)
	if err != nil {
		return sheet{}, err
	}
	view := supervisedView{On: on, From: from, Days: v.supervisedDays()}
	for _, s := range v.Law.On(on).Supervised() {
		view.Lines = append(view.Lines, supervisedLine{s, v.footing(supervisedKey+s.Code, s.Standing, on), v.cite(s.Basis, on), v.domain(s.Domain)})
	}
	if from != 0 {
		view.Changes = compare(v.Law.On(from).Supervised(), v.Law.On(on).Supervised())
	}
	v.titled(v.T("supervised.title"), v.T("law.title"), "/law")
	return sheet{tmpl: "supervised", data: view}, nil
}

// supervisedDays are the days the list changed on: what began that day, and the day after what ended.
func (v *visit) supervisedDays() (days []workday.Date) {
	for _, val := range v.Law.OfKind(kindOf(supervisedKey)) {
		days = append(days, val.From)
		if val.Until != 0 {
			days = append(days, val.Until+1)
		}
	}
	slices.SortFunc(days, func(a, b workday.Date) int { return int(b - a) })
	return slices.Compact(days)
}

// compare sets two editions of the list side by side.
func compare(before, after []law.Supervised) (out []supervisedChange) {
	find := func(all []law.Supervised, code string) *law.Supervised {
		if i := slices.IndexFunc(all, func(s law.Supervised) bool { return s.Code == code }); i >= 0 {
			return &all[i]
		}
		return &law.Supervised{}
	}
	for i := range after {
		was := find(before, after[i].Code)
		c := supervisedChange{Kind: "changed", Code: after[i].Code, Name: after[i].Name, Rows: differ(was, &after[i])}
		if was.Code == "" {
			c.Kind = "added"
		}
		if len(c.Rows) > 0 {
			out = append(out, c)
		}
	}
	for i := range before {
		if find(after, before[i].Code).Code == "" {
			out = append(out, supervisedChange{Kind: "ended", Code: before[i].Code, Name: before[i].Name, Rows: differ(&before[i], &law.Supervised{})})
		}
	}
	return out
}

func differ(a, b *law.Supervised) (rows []supervisedRow) {
	for _, r := range []supervisedRow{{"supervised.name", a.Name, b.Name}, {"supervised.body", a.Body, b.Body}, {"supervised.subject", a.Subject, b.Subject},
		{"supervised.uses", a.Uses, b.Uses}, {"supervised.way", a.Way, b.Way}} {
		if r.Before != r.After {
			rows = append(rows, r)
		}
	}
	return rows
}
