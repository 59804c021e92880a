package snapshot

import (
	"reflect"

	"xinheng/internal/check"
	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Judge is what follows today from a question, as a check answers it.
type Judge func(a check.Again, facts []standing.Fact, known bool, ad law.Adoptions) check.Renewed

// window is the days a snapshot is made for, by one law and its adoptions.
type window struct {
	from, until workday.Date
	lib         *law.Library
	adopted     law.Adoptions
	judge       Judge
}

// asked lists the matters in force on days of the window, each with the days.
func (w *window) asked() (out []Asked) {
	open := map[string]int{} // place in out of a matter that was in force the day before
	for on := w.from; on <= w.until; on++ {
		now := map[string]int{}
		for _, m := range w.lib.On(on).Matters() {
			i, going := open[m.Code]
			if !going {
				nothing := w.judge(check.Again{Subject: "", Matter: m.Code, On: on}, nil, true, w.adopted)
				i = len(out)
				out = append(out, Asked{Code: m.Code, Name: m.Name, From: on, Otherwise: nothing.Told.Outcome})
			}
			out[i].Until, now[m.Code] = on, i
		}
		open = now
	}
	return out
}

// row judges a firm in every matter on every day of the window. It is left out, ok false, when nothing is to be said of it.
func (w *window) row(id string, facts []standing.Fact, asked []Asked) (r Row, ok bool) {
	r.Subject = id
	for i := range asked {
		r.Says = append(r.Says, w.says(id, facts, &asked[i])...)
	}
	return r, len(r.Says) > 0
}

// says joins days on which the same follows.
func (w *window) says(id string, facts []standing.Fact, m *Asked) (out []Say) {
	for on := m.From; on <= m.Until; on++ {
		r := w.judge(check.Again{Subject: id, Matter: m.Code, On: on}, facts, true, w.adopted)
		s := Say{Matter: m.Code, From: on, Until: on, Outcome: r.Told.Outcome, Effects: effectsOf(&r)}
		if !r.Usable {
			s.Outcome, s.Effects = string(check.Refused), nil
		}
		switch last := len(out) - 1; {
		case s.Outcome == m.Otherwise && len(s.Effects) == 0:
		case last >= 0 && out[last].Until == on-1 && out[last].Outcome == s.Outcome && reflect.DeepEqual(out[last].Effects, s.Effects):
			out[last].Until = on
		default:
			out = append(out, s)
		}
	}
	return out
}

// effectsOf is what was told, with the day the fact began; of a matter answered in one word nothing.
func effectsOf(r *check.Renewed) (out []Effect) {
	for i, b := range r.Told.Effects {
		out = append(out, Effect{b, r.Finding.Effects[i].Because.From})
	}
	return out
}
