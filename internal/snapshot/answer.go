package snapshot

import (
	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Answer is what a snapshot says. It is used until the case has been checked again.
type Answer struct {
	Snapshot string       `json:"snapshot" doc:"digest of the snapshot"`
	Day      workday.Date `json:"day" doc:"of the snapshot"`
	Age      int          `json:"age_days"`
	Last     workday.Date `json:"usable_until"`
	Matter   string       `json:"matter"`
	Subject  string       `json:"subject"`
	On       workday.Date `json:"on"`
	Outcome  string       `json:"outcome"`
	Effects  []Effect     `json:"effects"`
	Then     law.Text2    `json:"then" doc:"what to do next"`
}

var then = law.Text2{ZH: "本答复出自快照，只含公示信息；平台恢复后须将本件提交复核（POST /v1/checks/rechecks）。",
	EN: "This is answered from a snapshot, which holds only what is public; have the case checked again once the platform is back (POST /v1/checks/rechecks)."}

// Check answers from the snapshot for a day it may be used on, no later than today. A firm it does not hold is one nothing public stands
// for or against; whether it is registered the snapshot does not know.
func (f *File) Check(matter, subject string, on, today workday.Date) (Answer, error) {
	h := &f.Head
	if on == 0 {
		on = today
	}
	switch {
	case today > h.Until:
		return Answer{}, tooOld(h)
	case on < h.Day, on > today:
		return Answer{}, fault.New(fault.Invalid, "snapshot.other_day", "快照只能回答 "+h.Day.String()+" 至今天；请改为其间的日期，或取当日的快照。",
			"The snapshot answers only for days from "+h.Day.String()+" until today; ask for one of them, or take the snapshot of that day.").At("on")
	}
	code, _, err := ident.ParseUSCC(subject)
	if err != nil {
		return Answer{}, err
	}
	m, ok := h.asked(matter, on)
	if !ok {
		return Answer{}, fault.New(fault.Missing, "snapshot.unknown_matter", "快照中没有当日施行的这个事项；相近的有："+h.near(matter)+"。",
			"The snapshot knows no such matter in force that day; near are: "+h.near(matter)+".").At("matter")
	}
	a := Answer{Snapshot: f.Digest, Day: h.Day, Age: int(today - h.Day), Last: h.Until, Matter: matter, Subject: string(code), On: on,
		Outcome: m.Otherwise, Effects: []Effect{}, Then: then}
	row, there, err := f.row(a.Subject)
	if err != nil || !there {
		return a, err
	}
	for _, s := range row.Says {
		if s.Matter == matter && s.From <= on && on <= s.Until {
			a.Outcome = s.Outcome
			a.Effects = append(a.Effects, s.Effects...)
		}
	}
	if a.Outcome == string(check.Refused) {
		return Answer{}, fault.New(fault.Conflict, "snapshot.unlisted_measure", "该事项的规则引用了措施清单中没有的措施，快照不作答复；请按一般程序办理。",
			"A rule of this matter names a measure the catalogue does not hold, so the snapshot gives no answer; follow the ordinary procedure.")
	}
	return a, nil
}

func tooOld(h *Head) error {
	return fault.New(fault.Conflict, "snapshot.too_old", "快照为 "+h.Day.String()+" 生成，"+h.Until.String()+" 后不得再用；请下载新的快照，无法取得时按一般程序办理。",
		"The snapshot is of "+h.Day.String()+" and may not be used after "+h.Until.String()+"; download a newer one, or follow the ordinary procedure.")
}
