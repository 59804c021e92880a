package mutual

import (
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Status of an entry here.
type Status string

const (
	Incomplete Status = "incomplete" // its due process is not shown whole: it does not apply
	Outside    Status = "outside"    // it does not meet the conditions: it does not apply
	Applied    Status = "applied"    // it applies until its end
	OptedOut   Status = "opted_out"  // two people decided that it is not used here
	Ended      Status = "ended"      // its origin repaired, removed or quashed it
)

// Wishes: what one person may propose and another decides.
const (
	OptOut   = "opt_out"
	Complete = "complete"
)

// kept is an entry as the table keeps it.
type kept struct {
	EntityID   string
	EntryID    string
	Province   string
	OriginID   string
	Org        string
	Status     string
	Body       body
	Lacks      []string
	Unmet      []string
	Measures   []string
	Unmapped   []string
	UntilOn    workday.Date
	RecordID   string
	TakenBy    string
	Wish       string
	WishBy     string
	WishWhy    string
	WishBody   *Completion
	DecidedBy  string
	DecidedWhy string
	Version    int32
	CreatedAt  time.Time
	ChangedAt  time.Time
}

// body is the entry and when its province last said so.
type body struct {
	Entry
	Made time.Time `json:"told_at"`
}

// Completion is what an officer found of the due process, with where it is from.
type Completion struct {
	NoticeOn workday.Date `json:"notice_on,omitzero"`
	ServedOn workday.Date `json:"served_on,omitzero"`
	Until    workday.Date `json:"until,omitzero"`
	Remedies string       `json:"remedies,omitempty" maxLength:"2000"`
}

// on fills what the entry lacks; what its province said stands.
func (c *Completion) on(e *Entry) {
	if e.NoticeOn == 0 {
		e.NoticeOn = c.NoticeOn
	}
	if e.ServedOn == 0 {
		e.ServedOn = c.ServedOn
	}
	if e.Until == 0 {
		e.Until = c.Until
	}
	if e.Remedies == "" {
		e.Remedies = c.Remedies
	}
}

// Point of due process as the desk shows it.
type Point struct {
	Code  string    `json:"code" enum:"notice,decision,service,remedy,end"`
	Name  law.Text2 `json:"name"`
	Shown string    `json:"shown,omitempty" doc:"what shows it; absent: nothing does"`
}

// Said is a code with its sentence.
type Said struct {
	Code string    `json:"code"`
	Name law.Text2 `json:"name"`
}

// Wish is what waits for another person.
type Wish struct {
	Kind       string      `json:"kind" enum:"opt_out,complete"`
	Reason     string      `json:"reason"`
	Completion *Completion `json:"completion,omitempty"`
	Mine       bool        `json:"mine" doc:"proposed by whoever asks, who may not decide it"`
}

// View is an entry at the desk of its body.
type View struct {
	ID        string       `json:"id"`
	Province  Said         `json:"province"`
	Entry     Entry        `json:"entry"`
	Status    Status       `json:"status" enum:"incomplete,outside,applied,opted_out,ended"`
	Over      bool         `json:"over" doc:"its last day has passed: it counts for nothing any more"`
	Checklist []Point      `json:"checklist"`
	Unmet     []Said       `json:"unmet" doc:"conditions of recognition it does not meet"`
	Measures  []Said       `json:"measures" doc:"of our catalogue"`
	Unmapped  []string     `json:"unmapped" doc:"measures of the origin that have none here, and so do not apply"`
	Until     workday.Date `json:"until,omitzero"`
	RecordID  string       `json:"record_id,omitempty"`
	Adopted   bool         `json:"adopted" doc:"the recognition is verified or adopted, so that it may take something away"`
	Wish      *Wish        `json:"wish,omitempty"`
	Reason    string       `json:"reason,omitempty" doc:"of the last decision"`
	Version   int32        `json:"version"`
	TakenAt   time.Time    `json:"taken_at"`
	ChangedAt time.Time    `json:"changed_at"`
}

func (d *Desk) view(r *kept, who access.Actor, adopted law.Adoptions) View {
	today := d.today()
	book := d.law.On(today)
	rec, _ := book.Recognition(r.Province)
	ok, _ := adopted.Coercive("recognition:"+r.Province, rec.Standing, today)
	v := View{ID: r.EntryID, Province: Said{r.Province, rec.Name}, Entry: r.Body.Entry, Status: Status(r.Status), Over: r.UntilOn != 0 && today > r.UntilOn,
		Checklist: []Point{}, Unmet: []Said{}, Measures: []Said{}, Unmapped: r.Unmapped, Until: r.UntilOn, RecordID: r.RecordID, Adopted: ok,
		Reason: r.DecidedWhy, Version: r.Version, TakenAt: r.CreatedAt, ChangedAt: r.ChangedAt}
	for _, point := range rec.Checks {
		v.Checklist = append(v.Checklist, Point{point, pointNames[point], r.Body.shows(point)})
	}
	for _, c := range r.Unmet {
		v.Unmet = append(v.Unmet, Said{c, conditionNames[c]})
	}
	for _, code := range r.Measures {
		m, _ := book.Measure(code)
		v.Measures = append(v.Measures, Said{code, m.Name})
	}
	if r.Wish != "" {
		v.Wish = &Wish{r.Wish, r.WishWhy, r.WishBody, r.WishBy == who.ID}
	}
	return v
}
