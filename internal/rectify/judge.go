package rectify

import (
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Sort is the kind of a talk.
type Sort string

const (
	NoTalk    Sort = ""        // nothing is suggested
	Reminding Sort = "remind"  // 提示约谈
	Warning   Sort = "warning" // 警示约谈
)

// Suggestion is what the platform suggests of an order and why. It starts nothing: an officer decides, and another approves.
type Suggestion struct {
	Talk   Sort      `json:"talk" enum:",remind,warning"`
	Why    law.Text2 `json:"why"`
	Clause law.Ref   `json:"clause"`
}

// Suggest says which talk an order calls for: none while it is not overdue, a reminding one first, and a warning one once a reminding
// talk was held and the order is still not kept （十五）.
func Suggest(overdue bool, held []Sort) Suggestion {
	if !overdue {
		return Suggestion{Why: law.Text2{ZH: "期限未过，或者正在核查，不得约谈。", EN: "The term is not over, or what was handed in is being looked at: no talk."}, Clause: policy}
	}
	for _, k := range held {
		if k != NoTalk {
			return Suggestion{Talk: Warning, Why: law.Text2{ZH: "已经约谈而仍未整改到位，建议警示约谈；由承办人决定。", EN: "A talk was held and the order is still not kept: a warning talk is suggested; the officer decides."}, Clause: policy}
		}
	}
	return Suggestion{Talk: Reminding, Why: law.Text2{ZH: "逾期未整改到位，建议提示约谈；由承办人决定。", EN: "The order was not kept in time: a reminding talk is suggested; the officer decides."}, Clause: policy}
}

// Point is how far a campaign was on a day.
type Point struct {
	On      workday.Date `json:"on"`
	Members int          `json:"members"`
	Cleared int          `json:"cleared"`
}

// Span is a subject of a campaign by its days; Cleared zero: not yet.
type Span struct{ Added, Cleared workday.Date }

// week is the distance of the points of a series.
const week = 7

// Series counts a campaign on its first day, every week, and on the last day asked for.
func Series(all []Span, first, until workday.Date) (out []Point) {
	for on := first; on < until; on = on.AddDays(week) {
		out = append(out, count(all, on))
	}
	return append(out, count(all, max(first, until)))
}

func count(all []Span, on workday.Date) Point {
	p := Point{On: on}
	for _, s := range all {
		if s.Added <= on {
			p.Members++
		}
		if s.Cleared != 0 && s.Cleared <= on {
			p.Cleared++
		}
	}
	return p
}
