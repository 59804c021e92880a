package report

import (
	"bytes"
	"encoding/json"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Kind of a report.
type Kind string

const (
	Public  Kind = "public"  // 公共信用信息报告（公示版）
	Special Kind = "special" // 专项信用报告（信用代证）
)

// contentFormat is the name of what is hashed; another form has another name.
const contentFormat = "xinheng-report-content/v1"

// Content is what a report says. Its JSON, without blanks and in the order of this type, is what is hashed and signed.
type Content struct {
	Format   string    `json:"format"`
	Kind     Kind      `json:"kind" enum:"public,special"`
	Province string    `json:"province" doc:"region code of who issues"`
	Subject  Subject   `json:"subject"`
	Scope    *Scope    `json:"scope,omitempty" doc:"of a special report: what its subject chose"`
	Chapters []Chapter `json:"chapters"`
	Grade    *Grade    `json:"grade,omitempty" doc:"the national evaluation as imported; no grade is made here"`
	Sources  []Source  `json:"sources" doc:"how recent the data of each source are"`
}

// Subject is whom a report is about.
type Subject struct {
	ID            string        `json:"id,omitempty" doc:"unified social credit code; a natural person has none here"`
	Name          string        `json:"name"`
	FormerNames   []string      `json:"former_names,omitempty"`
	Kind          registry.Kind `json:"kind"`
	Status        string        `json:"status,omitempty"`
	EstablishedOn workday.Date  `json:"established_on,omitzero"`
	Address       string        `json:"address,omitempty"`
	Region        string        `json:"region,omitempty"`
	RegionName    law.Text2     `json:"region_name,omitzero"`
	IndustryName  law.Text2     `json:"industry_name,omitzero"`
}

// Scope is what the subject of a special report chose.
type Scope struct {
	Classes  []string     `json:"classes"`
	Fields   []string     `json:"fields" doc:"further fields, as item.FIELD"`
	From     workday.Date `json:"from" doc:"decided on this day or later"`
	Until    workday.Date `json:"until"`
	Receiver string       `json:"receiver,omitempty"`
	Purpose  string       `json:"purpose"`
}

// Chapter is one class of information. Collected is false where this platform has no source: that is not the same as none (G11).
type Chapter struct {
	Code      string    `json:"code"`
	Name      law.Text2 `json:"name"`
	Collected bool      `json:"collected"`
	Entries   []Entry   `json:"entries"`
}

// Entry is one record.
type Entry struct {
	Record        string       `json:"record"`
	Version       int32        `json:"version"`
	Item          string       `json:"item"`
	ItemName      law.Text2    `json:"item_name"`
	Adverse       bool         `json:"adverse"`
	Title         string       `json:"title,omitempty"`
	DocumentNo    string       `json:"document_no,omitempty"`
	Kinds         []string     `json:"kinds,omitempty"`
	ListName      law.Text2    `json:"list_name,omitzero"`
	Grade         string       `json:"grade,omitempty"`
	Severity      law.Severity `json:"severity,omitempty"`
	Authority     string       `json:"authority,omitempty"`
	AuthorityCode string       `json:"authority_code,omitempty"`
	Basis         string       `json:"basis,omitempty"`
	Fine          int64        `json:"fine,omitempty" doc:"fen"`
	Confiscated   int64        `json:"confiscated,omitempty" doc:"fen"`
	DecidedOn     workday.Date `json:"decided_on,omitzero"`
	ValidFrom     workday.Date `json:"valid_from,omitzero"`
	ValidUntil    workday.Date `json:"valid_until,omitzero"`
	PublicUntil   workday.Date `json:"public_until,omitzero"`
	RepairFrom    workday.Date `json:"repair_from,omitzero" doc:"earliest day of repair"`
	State         EntryState   `json:"state" enum:"effective,repaired,removed,ended"`
	StateOn       workday.Date `json:"state_on,omitzero"`
	DisputedOn    workday.Date `json:"disputed_on,omitzero" doc:"异议中: an objection to it is open since then"`
	RelievedOn    workday.Date `json:"relieved_on,omitzero" doc:"重整期间暂时解除: it does not count since then"`
	Repairing     bool         `json:"repairing,omitempty" doc:"修复办理中: an application for its repair is open"`
	Fields        []Value      `json:"fields,omitempty" doc:"of a special report: what its subject chose beside"`
}

// EntryState is what became of a record.
type EntryState string

const (
	Effective EntryState = "effective"
	Repaired  EntryState = "repaired" // 已修复
	Removed   EntryState = "removed"  // 已移出
	Ended     EntryState = "ended"    // 公示期满
)

// Value is a field of the catalogue with what a record has in it.
type Value struct {
	Code  string    `json:"code"`
	Name  law.Text2 `json:"name"`
	Value string    `json:"value"`
}

// Grade is an evaluation as it was imported.
type Grade struct {
	Scheme    string       `json:"scheme" doc:"catalogue item"`
	Name      law.Text2    `json:"name"`
	Grade     string       `json:"grade"`
	Authority string       `json:"authority"`
	On        workday.Date `json:"on,omitzero"`
}

// Source is how recent the data of a source are that this report holds: when it last told something that is shown here, and the day
// it last reported anything of the kind. A day, so that a source that reports every minute does not make every report another one.
type Source struct {
	ID         string       `json:"id"`
	Name       string       `json:"name"`
	Item       string       `json:"item"`
	ItemName   law.Text2    `json:"item_name"`
	Records    int64        `json:"records" doc:"of those shown here"`
	AsOf       time.Time    `json:"as_of" doc:"when it last told of one of them"`
	ReportedOn workday.Date `json:"reported_on,omitzero" doc:"day on which it last reported anything of the kind"`
}

// canonical writes a value the one way that is hashed: no blanks, nothing escaped that need not be, so that whoever reads the JSON
// and writes it again gets the same bytes.
func canonical(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// Digest is SM3 (GB/T 32905), whichever suite signs: anybody in the country can compute it.
func Digest(b []byte) [32]byte { return seal.Sum(seal.National, b) }

// records are those a content holds.
func (c *Content) records() (ids []string) {
	for _, ch := range c.Chapters {
		for _, e := range ch.Entries {
			ids = append(ids, e.Record)
		}
	}
	return ids
}

// goodUntil is the last day on which everything in a public report may still be shown; zero: no end is known. A special report is the
// subject's own choice and shows what has ended with its mark.
func (c *Content) goodUntil() (day workday.Date) {
	if c.Kind != Public {
		return 0
	}
	for _, ch := range c.Chapters {
		for _, e := range ch.Entries {
			if e.PublicUntil != 0 && (day == 0 || e.PublicUntil < day) {
				day = e.PublicUntil
			}
		}
	}
	return day
}
