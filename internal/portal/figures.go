package portal

import (
	"context"
	"slices"
	"strconv"

	"xinheng/internal/annual"
)

// Annual is what the site reads of the figures of a year.
type Annual interface {
	Of(ctx context.Context, year int) (annual.Year, error)
}

// figuresView is a year by department: one small picture for each figure, and one table that holds them all (F07-4, F27-6).
type figuresView struct {
	annual.Year
	Years    []int
	Pictures []picture
	None     bool
}

// picture is one figure of the departments that have it, drawn as bars.
type picture struct {
	Key    string // text key of its name
	Total  string // of all departments together; empty where there is no such sum
	Bars   []pictureBar
	Height int
	More   int // departments that are in the table alone
}

// pictureBar is a department's bar: where it is, how wide, and what stands at its end.
type pictureBar struct {
	Name           string
	Text           string
	Y, Label, Wide int64
}

const (
	pictureBars = 6   // departments drawn; the table has all
	pictureWide = 220 // of a full bar
	pictureStep = 34
	nameRunes   = 16
)

// measured is a figure of a line: how large, in which words, and whether the line has it at all.
type measured struct {
	key   string
	of    func(*annual.Line) (n int64, text string, there bool)
	total bool // the sum of all departments has it too
}

var figuresDrawn = []measured{
	{"annual.objections", func(l *annual.Line) (int64, string, bool) {
		return l.Objections, number(l.Objections), l.Objections > 0
	}, true},
	{"annual.upheld", func(l *annual.Line) (int64, string, bool) { return shareOf(l.Upheld, l.Decided) }, true},
	{"annual.repair_days", func(l *annual.Line) (int64, string, bool) { return l.RepairDays, number(l.RepairDays), l.Repairs > 0 }, false},
	{"annual.reported", func(l *annual.Line) (int64, string, bool) { return shareOf(l.Reported, l.Due) }, true},
	{"annual.checked", func(l *annual.Line) (int64, string, bool) { return shareOf(l.Checked, l.Ended) }, true},
	{"annual.kept", func(l *annual.Line) (int64, string, bool) { return shareOf(l.Kept, l.Checked) }, true},
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

func shareOf(n, of int64) (int64, string, bool) {
	p, there := annual.Share(n, of)
	return p, number(p) + "%（" + number(n) + "/" + number(of) + "）", there
}

func yearFigures(v *visit) (sheet, error) {
	v.titled(v.T("annual.title"))
	if v.Annual == nil {
		return sheet{tmpl: "figures", data: figuresView{None: true}}, nil
	}
	asked := 0
	if y := v.frame.Query.Get("year"); y != "" {
		var err error
		if asked, err = strconv.Atoi(y); err != nil {
			asked = -1
		}
	}
	year, err := v.Annual.Of(v.ctx, asked)
	if err != nil {
		return sheet{}, err
	}
	for i := range year.Lines {
		if year.Lines[i].Name == "" { // what was promised to no body
			year.Lines[i].Name = v.T("annual.nobody")
		}
	}
	view := figuresView{Year: year, None: len(year.Lines) == 0}
	for y := year.Last; y >= year.First; y-- {
		view.Years = append(view.Years, y)
	}
	for _, m := range figuresDrawn {
		view.Pictures = append(view.Pictures, m.draw(&year))
	}
	return sheet{tmpl: "figures", data: view}, nil
}

// draw lays the bars of a figure out, the longest first; each is as wide as it is of the longest.
func (m measured) draw(y *annual.Year) picture {
	p := picture{Key: m.key}
	if _, text, there := m.of(&y.Total); there && m.total {
		p.Total = text
	}
	type one struct {
		n int64
		pictureBar
	}
	var all []one
	for i := range y.Lines {
		if n, text, there := m.of(&y.Lines[i]); there {
			all = append(all, one{n, pictureBar{Name: short(y.Lines[i].Name), Text: text}})
		}
	}
	slices.SortStableFunc(all, func(a, b one) int { return int(b.n - a.n) })
	most := int64(1)
	for i, o := range all {
		if i == pictureBars {
			p.More = len(all) - pictureBars
			break
		}
		most = max(most, o.n)
		o.Label, o.Y, o.Wide = int64(i*pictureStep+12), int64(i*pictureStep+17), max(o.n*pictureWide/most, 2)
		p.Bars = append(p.Bars, o.pictureBar)
	}
	p.Height = max(len(p.Bars), 1) * pictureStep
	return p
}

// short is a name as far as a picture has room for it; the table has it whole.
func short(name string) string {
	if r := []rune(name); len(r) > nameRunes {
		return string(r[:nameRunes-1]) + "…"
	}
	return name
}

// Rate writes a share for the table; nothing where there is no whole.
func (f figuresView) Rate(n, of int64) string {
	p, there := annual.Share(n, of)
	if !there {
		return "—"
	}
	return number(p) + "%"
}
