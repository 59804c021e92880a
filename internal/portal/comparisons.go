package portal

import (
	"context"
	"strconv"

	compared "xinheng/internal/compare"
	"xinheng/internal/law"
	"xinheng/internal/page"
)

// Comparisons is what the site reads of ways of drawing that were compared (F29-3).
type Comparisons interface {
	Public(ctx context.Context) ([]compared.Comparison, error)
	Published(ctx context.Context, id string) (compared.Comparison, error)
}

func comparisonsPage(v *visit) (sheet, error) {
	v.titled(v.T("compare.title"))
	var all []compared.Comparison
	if v.Comparisons != nil {
		var err error
		if all, err = v.Comparisons.Public(v.ctx); err != nil {
			return sheet{}, err
		}
	}
	return sheet{tmpl: "comparisons", data: all}, nil
}

// comparisonView is a comparison with its picture and the table beside it.
type comparisonView struct {
	compared.Comparison
	Ways    [2]wayView
	Rows    []comparedRow
	Groups  []comparedGroup
	Height  int
	Unknown int64
}

// wayView is a way with its ratios in words.
type wayView struct {
	compared.Way
	By      law.Text2
	Ratios  []labelled
	Factors []labelled
}

type labelled struct{ Name, Value string }

// comparedRow is a number under both ways; shares have bars.
type comparedRow struct {
	Code  string
	Said  [2]statSaid
	Drawn bool // in the picture
	Label int
	Bars  [2]pairBar
}

// statSaid is a mean with its spread; not Told: history cannot say.
type statSaid struct {
	Mean, Low, High string
	Told            bool
}

// pairBar is a bar of a mean with a line from the lowest to the highest.
type pairBar struct {
	Y, Wide, Low, High, Mid, Text int
	Key, Value                    string
}

type comparedGroup struct {
	compared.Group
	Name  law.Text2
	Share [2]string
	Mean  [2]string
}

func comparisonPage(v *visit) (sheet, error) {
	if v.Comparisons == nil {
		return sheet{}, v.missing("fault.no_page")
	}
	c, err := v.Comparisons.Published(v.ctx, v.r.PathValue("id"))
	if err != nil {
		return sheet{}, err
	}
	v.titled(v.T("compare.one") + " " + c.ID)
	view := comparisonView{Comparison: c, Unknown: c.Result.Firms - c.Result.Known}
	for i := range c.Ways {
		view.Ways[i] = v.way(&c.Ways[i])
	}
	view.Rows, view.Height = comparedRows(c.Result.Rows)
	for _, g := range c.Result.Groups {
		view.Groups = append(view.Groups, v.comparedGroup(g))
	}
	return sheet{tmpl: "comparison", data: view}, nil
}

// tenths writes thousandths, and percents of parts per million, with one decimal.
func tenths(n int64, unit string) string {
	if unit == "ppm" {
		return strconv.FormatFloat(float64(n/1000)/10, 'f', 1, 64) + "%"
	}
	return page.Number(n/1000) + "." + strconv.FormatInt(n/100%10, 10)
}

func (v *visit) way(w *compared.Way) wayView {
	out := wayView{Way: *w}
	for _, c := range law.Classes {
		out.Ratios = append(out.Ratios, labelled{c, tenths(w.Ratios[c], "ppm")})
	}
	if w.By == "" {
		return out
	}
	it, _ := v.Law.On(v.today).Item(w.By)
	out.By = it.Name
	f, _ := it.ByRole("grade")
	for _, grade := range f.Values {
		if n, ok := w.Factors[grade]; ok {
			out.Factors = append(out.Factors, labelled{grade, "× " + strconv.FormatFloat(float64(n)/1000, 'f', -1, 64)})
		}
	}
	return out
}

const (
	pairStep = 46  // of a number with its two bars
	pairWide = 400 // of a full bar
)

// comparedRows lays the numbers out; the largest share fills the width. How many visits there are is no share, and has no bar.
func comparedRows(rows []compared.Row) (out []comparedRow, height int) {
	most := int64(1)
	for _, r := range rows {
		if r.Unit == "ppm" {
			most = max(most, r.Ways[0].High, r.Ways[1].High)
		}
	}
	for _, r := range rows {
		row := comparedRow{Code: r.Code, Drawn: r.Unit == "ppm" && (r.Ways[0].Draws > 0 || r.Ways[1].Draws > 0), Label: height + 12}
		for i, s := range r.Ways {
			row.Said[i] = statSaid{tenths(s.Mean, r.Unit), tenths(s.Low, r.Unit), tenths(s.High, r.Unit), s.Draws > 0}
			at := func(n int64) int { return int(n * pairWide / most) }
			y := height + 17 + 12*i
			row.Bars[i] = pairBar{Y: y, Wide: max(at(s.Mean), 1), Low: at(s.Low), High: at(s.High), Mid: y + 5, Text: y + 9, Key: [2]string{"due", "kept"}[i], Value: row.Said[i].Mean}
		}
		if row.Drawn {
			height += pairStep
		}
		out = append(out, row)
	}
	return out, height
}

func (v *visit) comparedGroup(g compared.Group) comparedGroup {
	out := comparedGroup{Group: g, Name: law.Text2{ZH: g.Code, EN: g.Code}}
	switch {
	case g.Code == "*":
		out.Name = law.Text2{ZH: v.both(page.ZH, "compare.few"), EN: v.both(page.EN, "compare.few")}
	case g.Of == "kind":
		out.Name = law.Text2{ZH: wordOf(v.tongues[page.ZH].Catalogue, "kind."+g.Code, g.Code), EN: wordOf(v.tongues[page.EN].Catalogue, "kind."+g.Code, g.Code)}
	case g.Of == "region":
		if r, ok := v.Law.On(v.today).Region((g.Code + "000000")[:6]); ok {
			out.Name = r.Name
		}
	}
	for i, n := range g.Drawn {
		out.Mean[i] = tenths(n, "thousandth")
		if g.Firms > 0 {
			out.Share[i] = tenths(n*1000/g.Firms, "ppm")
		}
	}
	return out
}
