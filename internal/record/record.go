package record

import (
	"time"

	"xinheng/internal/hook"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// State of a record's newest version.
type State string

const (
	Effective State = "effective"
	Withdrawn State = "withdrawn" // decision changed, quashed or reported in error
	Repaired  State = "repaired"  // 信用修复
	Removed   State = "removed"   // 移出名单
	Unmerged  State = "unmerged"  // it was assigned to the wrong entity by name; the assignment is undone
)

// Record is one version of one credit record. Versions are append-only; the newest is the one that counts.
type Record struct {
	EntityID string    `json:"entity_id"`
	ID       string    `json:"id"` // deterministic from item, authority, document number(s) and entity
	Version  int32     `json:"version"`
	Item     string    `json:"item"`
	Class    law.Class `json:"class"`
	Adverse  bool      `json:"adverse"`
	State    State     `json:"state"`
	// when and by which document the state was reached; empty for effective
	StateOn        workday.Date `json:"state_on,omitempty"`
	StateDocument  string       `json:"state_document,omitempty"`
	StateAuthority string       `json:"state_authority,omitempty"`

	Subject     string   `json:"subject"` // as on the document; masked for natural persons
	Person      bool     `json:"person"`
	DocumentNo  string   `json:"document_no"`
	Title       string   `json:"title"`            // 违法行为类型, 许可文书名称, 名单名称…
	Kinds       []string `json:"kinds,omitempty"`  // 处罚类别 / 许可类别
	List        string   `json:"list,omitempty"`   // list code
	Grade       string   `json:"grade,omitempty"`  // of a rating
	Domain      string   `json:"domain,omitempty"` // field of supervision: food, tax, environment…
	Authority   string   `json:"authority"`
	AuthorityID string   `json:"authority_id"`
	Source      string   `json:"source"`
	SourceID    string   `json:"source_id"`
	Basis       string   `json:"basis,omitempty"` // as cited by the authority
	Region      string   `json:"region,omitempty"`
	Fine        int64    `json:"fine,omitempty"`        // fen
	Confiscated int64    `json:"confiscated,omitempty"` // fen

	DecidedOn  workday.Date `json:"decided_on"`
	ServedOn   workday.Date `json:"served_on,omitempty"`
	ValidFrom  workday.Date `json:"valid_from,omitempty"`
	ValidUntil workday.Date `json:"valid_until,omitempty"` // zero: 长期 or none

	Severity     law.Severity  `json:"severity,omitempty"`
	SeverityRule string        `json:"severity_rule,omitempty"` // law key
	PublicFrom   workday.Date  `json:"public_from,omitempty"`
	RepairFrom   workday.Date  `json:"repair_from,omitempty"`  // earliest repair date
	PublicUntil  workday.Date  `json:"public_until,omitempty"` // last public day; zero on a public record: no end laid down (licence in force)
	Period       string        `json:"period,omitempty"`       // law key of the publicity period
	Publicity    law.Publicity `json:"publicity"`

	Marks

	Content map[string]string `json:"content,omitempty"` // canonical field code → value; secret fields never, personal ones masked

	BatchID string    `json:"batch_id"`
	Row     int32     `json:"row"`
	SeenAt  time.Time `json:"seen_at"`
}

// Status of a record on a day, as shown to people. Pure; the dates decide, no job does.
type Status string

const (
	StatusPublic    Status = "public"    // 公示中
	StatusEnded     Status = "ended"     // 公示期满，已依法终止公示
	StatusRepaired  Status = "repaired"  // 已修复
	StatusWithdrawn Status = "withdrawn" // 已撤回
	StatusHidden    Status = "hidden"    // never public: 轻微, or not of the public class
	StatusPending   Status = "not_yet"   // publicity starts later
)

// StatusOn judges whether a record may be shown to the public on a day. An ended state works from the moment it is known:
// waiting for its date would show what is known to be over. What was never public stays hidden, whatever became of it.
func (r Record) StatusOn(today workday.Date) Status {
	switch {
	case r.Publicity != law.Public, r.PublicFrom == 0, r.Person && r.PublicUntil == 0:
		return StatusHidden // 轻微; not of the public class; a natural person without an end
	case r.State == Repaired:
		return StatusRepaired
	case r.State != Effective:
		return StatusWithdrawn
	case today < r.PublicFrom:
		return StatusPending
	case r.PublicUntil != 0 && today > r.PublicUntil:
		return StatusEnded
	}
	return StatusPublic
}

// PublicOn says whether anybody may read it on a day, and may be handed it in bulk: natural persons never are (G10).
func (r *Record) PublicOn(today workday.Date) bool {
	return !r.Person && r.StatusOn(today) == StatusPublic
}

// Counts is the receipt of a batch.
type Counts struct {
	Rows      int64 `json:"rows"`
	Accepted  int64 `json:"accepted"`
	Rejected  int64 `json:"rejected"`
	Duplicate int64 `json:"duplicate"`
	Queued    int64 `json:"queued"`
}

// Changed is fired within the transaction of every chunk that stored record versions: standing follows in the same
// transaction (app/reactions.go).
type Changed struct {
	EntryID string // ledger entry of the chunk
	Records []Record
	ByHand  bool // typed, corrected or decided here by people, not delivered by a system: it goes back to the sector (F21-5)
}

// Events of the area.
type Events struct {
	Changed hook.Hook[Changed]
}
