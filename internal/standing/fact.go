package standing

import (
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// FactKind sorts what stands for or against an entity.
type FactKind string

const (
	OnList       FactKind = "list"             // 列入名单
	Penalised    FactKind = "penalty"          // 行政处罚
	AbnormalIs   FactKind = "abnormal"         // 经营异常
	Enforced     FactKind = "enforcement"      // 司法执行
	Banned       FactKind = "ban"              // 市场或行业禁入
	Rated        FactKind = "rating"           // 外部信用评价
	Honoured     FactKind = "honour"           // 守信荣誉
	BrokenPledge FactKind = "false_commitment" // 违背承诺
)

// Fact is one thing that counts for or against an entity from a date until a date, on a basis. Until is the last day;
// EndedOn (repair, withdrawal, removal) ends it earlier: from that day on it does not count.
type Fact struct {
	EntityID    string       `json:"entity_id"`
	ID          string       `json:"id"` // the record's id
	Version     int32        `json:"version"`
	Kind        FactKind     `json:"kind"`
	Item        string       `json:"item"`
	List        string       `json:"list,omitempty"`
	Grade       string       `json:"grade,omitempty"`
	Ban         string       `json:"ban,omitempty"`      // market | industry
	Industry    string       `json:"industry,omitempty"` // of an industry ban
	Domain      string       `json:"domain,omitempty"`
	Severity    law.Severity `json:"severity,omitempty"`
	Title       string       `json:"title"`
	Authority   string       `json:"authority"`
	DocumentNo  string       `json:"document_no"`
	BasisText   string       `json:"basis_text"`             // as cited by the authority
	Basis       []law.Ref    `json:"basis"`                  // why it counts at all
	Standing    law.Standing `json:"standing"`               // of that basis and of its end: the weakest decides
	LawKeys     []string     `json:"law_keys"`               // what its counting and ending rest on: "list:…", "period:…"; of an entry of another province also the "measure:…" it was mapped to
	AssumedKeys []string     `json:"assumed_keys,omitempty"` // those of LawKeys that are assumed and need an adoption
	From        workday.Date `json:"from"`
	Until       workday.Date `json:"until"` // every adverse fact has one
	RepairFrom  workday.Date `json:"repair_from,omitempty"`
	EndedOn     workday.Date `json:"ended_on,omitempty"`
	EndedBy     string       `json:"ended_by,omitempty"` // repaired | withdrawn | removed | unmerged, or why it never counted
	Adverse     bool         `json:"adverse"`

	DisputedOn workday.Date `json:"disputed_on,omitempty"` // 异议中 since
	Held       HoldKind     `json:"held,omitempty"`        // why its use rests meanwhile; empty: it does not
	HeldFrom   workday.Date `json:"held_from,omitempty"`
	HeldUntil  workday.Date `json:"held_until,omitempty"` // last day, if one is laid down
}

// Why a fact does not count on a day.
const (
	NotYet    = "not_yet"   // it begins later
	Expired   = "expired"   // its last day has passed
	Repaired  = "repaired"  // 信用修复
	Withdrawn = "withdrawn" // the decision was changed or quashed
	Removed   = "removed"   // 移出名单
	Unmerged  = "unmerged"  // it was never about this entity
	Corrected = "corrected" // as corrected, the record makes no fact
	NoBasis   = "no_basis"  // nothing in the catalogue says why it should count
	NoEnd     = "no_end"    // no rule says when it ends, so it must not begin

	UnderObjection = string(Objection)      // its use is frozen until the objection is decided
	Reorganised    = string(Reorganisation) // a court approved the plan: lifted for the time being
)

// StandsOn reports whether the fact counts on a day, and why not. Until still counts; EndedOn no longer does; what is held
// does not count while it is.
func (f Fact) StandsOn(d workday.Date) (stands bool, why string) {
	switch {
	case f.EndedBy == Unmerged, f.EndedBy == Corrected, f.EndedBy == NoBasis, f.EndedBy == NoEnd:
		return false, f.EndedBy // on no day at all
	case f.EndedBy != "" && d >= f.EndedOn:
		return false, f.EndedBy
	case d < f.From:
		return false, NotYet
	case f.Until != 0 && d > f.Until:
		return false, Expired
	case f.Adverse && f.Until == 0:
		return false, NoEnd
	case f.Held != "" && d >= f.HeldFrom && (f.HeldUntil == 0 || d <= f.HeldUntil):
		return false, string(f.Held)
	}
	return true, ""
}
