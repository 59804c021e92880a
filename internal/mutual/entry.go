package mutual

import (
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Format is the name of the feed; a feed of another form is refused.
const Format = "xinheng-mutual/v1"

// Feed is a sealed page: the signature is over Format, a line feed and the exact text of the payload.
type Feed struct {
	Format    string `json:"format" enum:"xinheng-mutual/v1"`
	Payload   string `json:"payload" maxLength:"4000000" doc:"a Page as JSON, exactly as signed"`
	Algorithm string `json:"algorithm" enum:"Ed25519,SM2"`
	KeyID     string `json:"key_id" maxLength:"64"`
	Signature []byte `json:"signature" doc:"base64"`
}

// Page is what a feed holds.
type Page struct {
	Province string    `json:"province" doc:"region code"`
	Made     time.Time `json:"made_at"`
	List     string    `json:"list,omitempty" doc:"code of the list at the origin"`
	Entries  []Entry   `json:"entries"`
	Next     string    `json:"next,omitempty" doc:"cursor of the next page"`
}

// Entry is one determination, as the province that made it tells it. Natural persons are in no feed (G10).
type Entry struct {
	ID            string       `json:"id" doc:"of the entry at its origin"`
	Subject       string       `json:"subject" doc:"unified social credit code"`
	Name          string       `json:"name"`
	List          string       `json:"list" doc:"name of the list"`
	Kind          string       `json:"kind" enum:"serious" doc:"only lists of seriously dishonest subjects are exchanged"`
	Authority     string       `json:"authority"`
	AuthorityCode string       `json:"authority_code"`
	DocumentNo    string       `json:"document_no"`
	Basis         string       `json:"basis"`
	Reason        string       `json:"reason"`
	NoticeOn      workday.Date `json:"notice_on,omitzero" doc:"told before the decision, with reasons and rights"`
	DecidedOn     workday.Date `json:"decided_on"`
	ServedOn      workday.Date `json:"served_on,omitzero"`
	Remedies      string       `json:"remedies,omitempty"`
	Until         workday.Date `json:"until,omitzero" doc:"last day"`
	Measures      []string     `json:"measures,omitempty" doc:"in the words of the origin"`
	State         State        `json:"state" enum:"effective,repaired,removed,withdrawn"`
	StateOn       workday.Date `json:"state_on,omitzero"`
	StateDocument string       `json:"state_document,omitempty"`
}

// State of an entry at its origin.
type State string

const (
	Effective State = "effective"
	Repaired  State = "repaired"
	Removed   State = "removed"
	Withdrawn State = "withdrawn"
)

// Points of due process, as the law data names them.
const (
	Notice   = "notice"   // 事先告知
	Decision = "decision" // 书面决定
	Service  = "service"  // 送达
	Remedy   = "remedy"   // 救济途径
	End      = "end"      // 终止日期
)

var pointNames = map[string]law.Text2{
	Notice:   {ZH: "认定前告知事由、依据和权利", EN: "notice of reasons, basis and rights before the decision"},
	Decision: {ZH: "书面决定（机关、文号、依据、日期）", EN: "a written decision (authority, number, basis, day)"},
	Service:  {ZH: "决定已经送达", EN: "the decision was served"},
	Remedy:   {ZH: "告知救济途径", EN: "remedies were told"},
	End:      {ZH: "载明终止日期", EN: "it names its last day"},
}

// shows says what an entry shows of a point of due process; empty: nothing. A notice comes before its decision, a service not before.
func (e *Entry) shows(point string) string {
	switch point {
	case Notice:
		if e.NoticeOn != 0 && e.NoticeOn <= e.DecidedOn {
			return e.NoticeOn.String()
		}
	case Decision:
		if e.Authority != "" && e.AuthorityCode != "" && e.DocumentNo != "" && e.Basis != "" && e.DecidedOn != 0 {
			return e.DocumentNo
		}
	case Service:
		if e.ServedOn != 0 && e.ServedOn >= e.DecidedOn {
			return e.ServedOn.String()
		}
	case Remedy:
		return strings.TrimSpace(e.Remedies)
	case End:
		if e.Until > e.DecidedOn {
			return e.Until.String()
		}
	}
	return ""
}

// Conditions of recognition an entry may fail.
const (
	BadKind    = "kind"         // not a list of seriously dishonest subjects
	DecidedToo = "decided_from" // decided before the recognition
	TooShort   = "min_months"
	TooLong    = "max_months"
	Over       = "over" // its last day has passed
)

var conditionNames = map[string]law.Text2{
	BadKind:    {ZH: "不是严重失信主体名单", EN: "not a list of seriously dishonest subjects"},
	DecidedToo: {ZH: "认定早于互认起始日", EN: "decided before recognition began"},
	TooShort:   {ZH: "期限短于互认要求", EN: "its term is shorter than recognition asks for"},
	TooLong:    {ZH: "期限长于本省允许的最长期限", EN: "its term is longer than may be here"},
	Over:       {ZH: "已过终止日期", EN: "its last day has passed"},
}

// Verdict is what the law of a day says of an entry.
type Verdict struct {
	Lacks    []string // points of due process not shown
	Unmet    []string // conditions it does not meet
	Measures []string // of our catalogue
	Unmapped []string // words of the origin without a measure here
}

// Judge says whether an entry may apply by itself. Pure: the recognition and the day decide.
func Judge(e *Entry, r law.Recognition, today workday.Date) Verdict {
	v := Verdict{Lacks: []string{}, Unmet: []string{}}
	for _, point := range r.Checks {
		if e.shows(point) == "" {
			v.Lacks = append(v.Lacks, point)
		}
	}
	fails := func(condition string, failed bool) {
		if failed {
			v.Unmet = append(v.Unmet, condition)
		}
	}
	fails(BadKind, e.Kind != "serious")
	fails(DecidedToo, e.DecidedOn < r.DecidedFrom)
	fails(TooShort, e.Until != 0 && e.Until < e.DecidedOn.AddMonths(r.MinMonths).AddDays(-1))
	fails(TooLong, e.Until != 0 && e.Until > e.DecidedOn.AddMonths(r.MaxMonths))
	fails(Over, e.Until != 0 && e.Until < today)
	v.Measures, v.Unmapped = r.Map(e.Measures)
	return v
}

// status is what follows from a verdict.
func (v Verdict) status() Status {
	switch {
	case len(v.Unmet) > 0:
		return Outside
	case len(v.Lacks) > 0:
		return Incomplete
	}
	return Applied
}

const (
	longestLine = 200
	longestText = 2000
)

// wrong says why an entry cannot be read; empty: it can. What it holds is never repeated.
func (e *Entry) wrong() string {
	short := []string{e.ID, e.Name, e.List, e.Authority, e.DocumentNo, e.StateDocument}
	for _, s := range append(short, e.Measures...) {
		if !line(s, longestLine) {
			return "text"
		}
	}
	for _, s := range []string{e.Basis, e.Reason, e.Remedies} {
		if !line(s, longestText) {
			return "text"
		}
	}
	code, _, err := ident.ParseUSCC(e.Subject)
	switch {
	case e.ID == "" || e.Name == "" || e.List == "" || e.DecidedOn == 0:
		return "incomplete"
	case err != nil || string(code) != e.Subject:
		return "subject"
	case len(e.Measures) > 50:
		return "measures"
	case e.State != Effective && e.State != Repaired && e.State != Removed && e.State != Withdrawn:
		return "state"
	case e.State != Effective && e.StateOn == 0:
		return "state_on"
	}
	if e.AuthorityCode != "" {
		if code, _, err := ident.ParseUSCC(e.AuthorityCode); err != nil || string(code) != e.AuthorityCode {
			return "authority"
		}
	}
	return ""
}

func line(s string, longest int) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= longest && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}
