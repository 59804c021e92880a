package portal

import (
	"xinheng/internal/rectify"
)

// campaignView is a campaign in figures: no subject is named (F15-3).
type campaignView struct {
	rectify.Figures
	Rate   int // percent
	Course []coursePoint
}

// coursePoint is how far it was on a day.
type coursePoint struct {
	rectify.Point
	Rate int
}

// coursePoints is how many weeks are drawn; all before them are in the answer of the API.
const coursePoints = 12

// campaigns are the special campaigns and their clearing rates.
func campaigns(v *visit) (sheet, error) {
	var all []campaignView
	if v.Campaigns != nil {
		figures, err := v.Campaigns(v.ctx)
		if err != nil {
			return sheet{}, err
		}
		for _, f := range figures {
			c := campaignView{Figures: f, Rate: percent(f.Cleared, f.Members)}
			for _, p := range f.Series[max(0, len(f.Series)-coursePoints):] {
				c.Course = append(c.Course, coursePoint{p, percent(p.Cleared, p.Members)})
			}
			all = append(all, c)
		}
	}
	v.titled(v.T("campaigns.title"))
	return sheet{tmpl: "campaigns", data: all}, nil
}

func percent(n, of int) int {
	if of == 0 {
		return 0
	}
	return 100 * n / of
}
