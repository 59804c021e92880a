package law

import (
	"slices"

	"xinheng/internal/workday"
)

// Standing says how sure a value is.
type Standing string

const (
	// Text: the rule's own words, or a verbatim copy, were read.
	Text Standing = "text"
	// Secondary: known from an agency summary, news, or software that encodes it.
	Secondary Standing = "secondary"
	// Assumed: inferred or recalled, not verified. It carries no coercive effect until adopted.
	Assumed Standing = "assumed"
)

// Governs says which date of a case selects the version of a rule.
type Governs string

const (
	Conduct  Governs = "conduct"  // the day of the conduct
	Decision Governs = "decision" // the day of the decision
	Filing   Governs = "filing"   // the day the application or question arrives
)

// Text2 is a text in Chinese and English.
type Text2 struct {
	ZH string `yaml:"zh" json:"zh"`
	EN string `yaml:"en" json:"en"`
}

// Ref points into an instrument. Article is as printed ("第十七条", "（九）", "§4"); empty means the instrument as a whole.
type Ref struct {
	Instrument string `yaml:"instrument" json:"instrument"` // code in instruments.yaml
	Article    string `yaml:"article,omitempty" json:"article,omitempty"`
}

// Dated is what every rule carries. Until is the last day it applies (inclusive); zero means still in force.
type Dated struct {
	From     workday.Date `yaml:"from" json:"from"`
	Until    workday.Date `yaml:"until,omitempty" json:"until,omitempty"`
	Basis    []Ref        `yaml:"basis" json:"basis"`
	Governs  Governs      `yaml:"governs,omitempty" json:"governs,omitempty"` // default: decision
	Standing Standing     `yaml:"standing" json:"standing"`
	Note     string       `yaml:"note,omitempty" json:"note,omitempty"` // what was not verified, where it came from
}

// InForce reports whether the rule applies on d.
func (r Dated) InForce(d workday.Date) bool {
	return r.From <= d && (r.Until == 0 || d <= r.Until)
}

// Instrument is a law, regulation, rule, document or standard.
type Instrument struct {
	Code   string `yaml:"code" json:"code"` // short, stable, ASCII: "ndrc-2026-36"
	Title  Text2  `yaml:"title" json:"title"`
	Number string `yaml:"number,omitempty" json:"number,omitempty"` // 文号
	Issuer Text2  `yaml:"issuer" json:"issuer"`
	Level  string `yaml:"level" json:"level"` // law | administrative_regulation | local_regulation | department_rule | judicial_interpretation | central_document | document | standard | model
	// ReplacedBy is the code of the instrument that took this one's place when it ended.
	ReplacedBy string `yaml:"replaced_by,omitempty" json:"replaced_by,omitempty"`
	Dated      `yaml:",inline"`
}

// Unit is the unit of a term.
type Unit string

const (
	WorkingDays Unit = "working_day"
	Days        Unit = "day"
	Hours       Unit = "hour"
	Minutes     Unit = "minute"
	Months      Unit = "month"
	Years       Unit = "year"
	Count       Unit = "count"
	Permille    Unit = "permille"
	Fen         Unit = "fen"
)

// Limit is one legal number with its unit.
type Limit struct {
	Key   string `yaml:"key" json:"key"` // "publicity.dual.days"
	Title Text2  `yaml:"title" json:"title"`
	N     int64  `yaml:"n" json:"n"`
	Unit  Unit   `yaml:"unit" json:"unit"`
	Dated `yaml:",inline"`
}

// Term is the limit as a span to count days by.
func (l Limit) Term() workday.Term { return workday.Term{N: int(l.N), Unit: workday.Unit(l.Unit)} }

// Class sorts catalogue items.
type Class string

const (
	Licence     Class = "licence"     // 行政许可
	Penalty     Class = "penalty"     // 行政处罚
	ListEntry   Class = "list"        // 严重失信主体名单
	Abnormal    Class = "abnormal"    // 经营异常名录
	Enforcement Class = "enforcement" // 司法裁判及执行
	Honour      Class = "honour"      // 诚实守信相关荣誉
	Pledge      Class = "commitment"  // 信用承诺及履行
	Contract    Class = "contract"    // 合同履行
	Rating      Class = "rating"      // 外部信用评价
	Ban         Class = "ban"         // 市场或行业禁入
	Talk        Class = "talk"        // 约谈：a neutral record of supervision
	Inspected   Class = "inspection"  // 行政检查结果
	Amendment   Class = "amendment"   // acts on an earlier record: 修复、撤销、移出
	EntityItem  Class = "entity"      // 登记注册基本信息
)

// Publicity class of a catalogue item (公开属性).
type Publicity string

const (
	Public          Publicity = "public"        // 公开公示
	ByAuthorisation Publicity = "authorisation" // 授权查询
	GovernmentOnly  Publicity = "government"    // 政务共享
)

// Privacy of a field. Fields are Secret unless classed otherwise.
type Privacy string

const (
	Secret   Privacy = "secret"   // encrypted or dropped, never shown
	Personal Privacy = "personal" // masked wherever it is shown
	Open     Privacy = "open"     // may be shown as it stands when the record may
)

// Field of a catalogue item. Role ties a field to what the engine needs of any record.
type Field struct {
	Code     string   `yaml:"code" json:"code"` // canonical, upper case: CF_WSH
	Name     Text2    `yaml:"name" json:"name"`
	Aliases  []string `yaml:"aliases,omitempty" json:"aliases,omitempty"`   // other headers, old layouts, Chinese titles
	Type     string   `yaml:"type" json:"type"`                             // text | date | money_wan | code | uscc | id_card | multi
	Max      int      `yaml:"max,omitempty" json:"max,omitempty"`           // characters
	Required string   `yaml:"required,omitempty" json:"required,omitempty"` // yes | entity (unless natural person) | person | ""
	Values   []string `yaml:"values,omitempty" json:"values,omitempty"`
	Privacy  Privacy  `yaml:"privacy,omitempty" json:"privacy,omitempty"`
	// Role is one of: subject_name subject_kind subject_uscc subject_regno subject_orgcode subject_id_type subject_id
	// legal_rep legal_rep_id document_name document_no certificate_no title facts basis decided_on valid_from
	// valid_until public_until authority authority_uscc source source_uscc kinds amount_fine amount_confiscated
	// severity status grade list_code target_item target_document_no target_authority_uscc region served_on note domain
	// industry removed_on performance performance_on publicity ban_kind entity_kind entity_status parent_uscc former_name established address measures
	Role string `yaml:"role,omitempty" json:"role,omitempty"`
}

// Item of the record catalogue (公共信用信息目录). A record that fits no item is refused.
type Item struct {
	Code      string    `yaml:"code" json:"code"` // "penalty"
	Name      Text2     `yaml:"name" json:"name"`
	Class     Class     `yaml:"class" json:"class"`
	Adverse   bool      `yaml:"adverse" json:"adverse"`
	Publicity Publicity `yaml:"publicity" json:"publicity"`
	// Key lists the roles that make a record the same record when it comes again.
	Key []string `yaml:"key" json:"key"`
	// Needs lists the roles an adverse record must have filled (document_no, basis, authority_uscc, served_on…).
	Needs     []string `yaml:"needs,omitempty" json:"needs,omitempty"`
	Sources   []string `yaml:"sources" json:"sources"`                     // kinds of department that may provide it
	Retention string   `yaml:"retention" json:"retention"`                 // limit key
	Timely    string   `yaml:"timely,omitempty" json:"timely,omitempty"`   // limit key: publish or report within
	Periods   string   `yaml:"periods,omitempty" json:"periods,omitempty"` // severity | list | none | validity
	List      string   `yaml:"list,omitempty" json:"list,omitempty"`       // the list every record of the item belongs to, if there is one
	Amends    string   `yaml:"amends,omitempty" json:"amends,omitempty"`   // for Amendment: repaired | withdrawn | removed
	Fields    []Field  `yaml:"fields" json:"fields"`
	Aliases   []string `yaml:"aliases,omitempty" json:"aliases,omitempty"` // other names for --item: 行政处罚, cf
	Domain    string   `yaml:"domain,omitempty" json:"domain,omitempty"`
	Dated     `yaml:",inline"`
}

// ByRole is the field with a role, if the item has one.
func (it *Item) ByRole(role string) (Field, bool) {
	i := slices.IndexFunc(it.Fields, func(f Field) bool { return f.Role == role })
	if i < 0 {
		return Field{}, false
	}
	return it.Fields[i], true
}

// ValueOf is what values, by field code, say in a role; empty: nothing.
func (it *Item) ValueOf(values map[string]string, role string) string {
	f, _ := it.ByRole(role)
	return values[f.Code]
}

// Severity of an adverse record.
type Severity string

const (
	NoSeverity Severity = ""
	Minor      Severity = "minor"   // 轻微
	General    Severity = "general" // 一般
	Serious    Severity = "serious" // 严重
)

// SeverityRule says which records are of which severity. Rules of one item are tried in file order; the first that
// matches decides. Kinds match any of the record's 处罚类别; amounts are in fen; a zero bound is no bound.
type SeverityRule struct {
	Code      string   `yaml:"code" json:"code"`
	Item      string   `yaml:"item" json:"item"`
	Name      Text2    `yaml:"name" json:"name"`
	Kinds     []string `yaml:"kinds,omitempty" json:"kinds,omitempty"`
	OnlyKinds bool     `yaml:"only_kinds,omitempty" json:"only_kinds,omitempty"` // every kind of the record must be among Kinds
	FineFrom  int64    `yaml:"fine_from,omitempty" json:"fine_from,omitempty"`   // fen, inclusive
	FineBelow int64    `yaml:"fine_below,omitempty" json:"fine_below,omitempty"` // fen, exclusive
	Person    *bool    `yaml:"person,omitempty" json:"person,omitempty"`         // natural persons only / never
	Severity  Severity `yaml:"severity" json:"severity"`
	Dated     `yaml:",inline"`
}

// Period is how long a record of a severity is public: from the start, not repairable before Min, ends by itself at Max.
type Period struct {
	Code      string   `yaml:"code" json:"code"` // "publicity.general"
	Item      string   `yaml:"item" json:"item"` // item code
	List      string   `yaml:"list,omitempty" json:"list,omitempty"`
	Severity  Severity `yaml:"severity,omitempty" json:"severity,omitempty"`
	Published bool     `yaml:"published" json:"published"` // false: not shown in principle (轻微)
	Min       int      `yaml:"min_months" json:"min_months"`
	Max       int      `yaml:"max_months" json:"max_months"`
	// Starts: published | decided | listed
	Starts string `yaml:"starts" json:"starts"`
	// Repairable early once Min has passed and the duty is fulfilled.
	Repairable bool `yaml:"repairable" json:"repairable"`
	Dated      `yaml:",inline"`
}

// List is a list of seriously dishonest subjects, or another adverse list or status.
type List struct {
	Code string `yaml:"code" json:"code"`
	Name Text2  `yaml:"name" json:"name"`
	// Aliases are other names departments write; the words 黑名单 and 名单 are ignored when matching.
	Aliases   []string `yaml:"aliases,omitempty" json:"aliases,omitempty"`
	Kind      string   `yaml:"kind" json:"kind"`   // serious | abnormal | watch | credit (守信激励) | recognised (互认)
	Scope     string   `yaml:"scope" json:"scope"` // national | hainan | recognised
	Authority Text2    `yaml:"authority" json:"authority"`
	Grounds   Text2    `yaml:"grounds" json:"grounds"`                         // who is listed
	Removal   Text2    `yaml:"removal" json:"removal"`                         // removal conditions
	Remedies  Text2    `yaml:"remedies" json:"remedies"`                       // 救济途径
	Rules     string   `yaml:"rules,omitempty" json:"rules,omitempty"`         // its 管理办法: instrument code
	Catalogue string   `yaml:"catalogue,omitempty" json:"catalogue,omitempty"` // its 措施清单: instrument code
	Persons   bool     `yaml:"persons" json:"persons"`                         // natural persons may be on it, by their own decision
	Dated     `yaml:",inline"`
}

// MeasureKind is one of the 14 kinds of 失信惩戒措施 in three groups. Only group I may block.
type MeasureKind struct {
	Code  string `yaml:"code" json:"code"`
	Group string `yaml:"group" json:"group"` // I | II | III
	Name  Text2  `yaml:"name" json:"name"`
	Dated `yaml:",inline"`
}

// Effect is what an answer does with a measure: block > warn > inform; incentive stands apart.
type Effect string

const (
	Block   Effect = "block"
	Warn    Effect = "warn"
	Inform  Effect = "inform"
	Benefit Effect = "incentive"
)

// Measure of the catalogue. A measure not in the catalogue cannot be applied.
type Measure struct {
	Code       string   `yaml:"code" json:"code"`
	Kind       string   `yaml:"kind" json:"kind"` // MeasureKind code
	Name       Text2    `yaml:"name" json:"name"`
	Body       Text2    `yaml:"body" json:"body"`       // 实施单位
	Scope      Text2    `yaml:"scope" json:"scope"`     // where it applies
	Targets    []string `yaml:"targets" json:"targets"` // entity | person
	Automation Effect   `yaml:"automation" json:"automation"`
	MaxMonths  int      `yaml:"max_months" json:"max_months"` // longest it may last for one fact; it also ends with the fact
	Related    Text2    `yaml:"related" json:"related"`       // why it is related to the conduct (关联)
	Dated      `yaml:",inline"`
}

// Incentive is a catalogued 守信激励 measure.
type Incentive struct {
	Code  string `yaml:"code" json:"code"`
	Name  Text2  `yaml:"name" json:"name"`
	Body  Text2  `yaml:"body" json:"body"`
	Dated `yaml:",inline"`
}

// When says which fact triggers a rule of a matter. Exactly one of List, Item, Rating, Ban is set.
type When struct {
	List     string     `yaml:"list,omitempty" json:"list,omitempty"` // list code, or "*" for any serious list
	Item     string     `yaml:"item,omitempty" json:"item,omitempty"` // catalogue item of the fact, e.g. penalty
	Severity []Severity `yaml:"severity,omitempty" json:"severity,omitempty"`
	Rating   string     `yaml:"rating,omitempty" json:"rating,omitempty"` // rating item code
	Grades   []string   `yaml:"grades,omitempty" json:"grades,omitempty"`
	Ban      string     `yaml:"ban,omitempty" json:"ban,omitempty"`         // market | industry | "*"
	Domains  []string   `yaml:"domains,omitempty" json:"domains,omitempty"` // only facts of these fields of supervision (关联)
}

// Rule of a matter: when such a fact stands, this measure (or incentive) follows.
type Rule struct {
	When      When   `yaml:"when" json:"when"`
	Measure   string `yaml:"measure,omitempty" json:"measure,omitempty"`
	Incentive string `yaml:"incentive,omitempty" json:"incentive,omitempty"`
	Must      bool   `yaml:"must" json:"must"` // 应当 / 可以
	// Withholds: the measure takes the benefit the matter is about, so that a person is answered no (level 1 only).
	Withholds bool     `yaml:"withholds,omitempty" json:"withholds,omitempty"`
	Next      Text2    `yaml:"next" json:"next"` // next action for the officer
	Basis     []Ref    `yaml:"basis" json:"basis"`
	Standing  Standing `yaml:"standing" json:"standing"`
}

// Mode of an approval matter.
type Mode string

const (
	Abolished  Mode = "abolished"  // 取消
	Commitment Mode = "commitment" // 告知承诺
	Ordinary   Mode = "ordinary"   // 一般程序
)

// Matter is something a body decides for somebody, at which credit is checked (信用记录事项).
type Matter struct {
	Code      string `yaml:"code" json:"code"`
	Version   string `yaml:"version" json:"version"`
	Name      Text2  `yaml:"name" json:"name"`
	Field     string `yaml:"field" json:"field"` // approval procurement bidding subsidy honour appointment market_entry duty_free finance supervision land
	Body      Text2  `yaml:"body" json:"body"`
	Mode      Mode   `yaml:"mode" json:"mode"`
	Exclusion Text2  `yaml:"exclusion,omitempty" json:"exclusion,omitempty"` // why it cannot go by commitment
	// Obligation: who must check, at which step.
	MustCheck bool     `yaml:"must_check" json:"must_check"`
	Step      Text2    `yaml:"step" json:"step"`
	Subjects  []string `yaml:"subjects" json:"subjects"` // entity | person
	// Public: does the answer name reasons (level 2) or only yes/no/not enough data (level 1, persons).
	Level int    `yaml:"level" json:"level"`
	Rules []Rule `yaml:"rules,omitempty" json:"rules"` // none where the matter is abolished
	Dated `yaml:",inline"`
}

// Region is a division (GB/T 2260) or a unit of the project's own where the standard has none.
type Region struct {
	Code   string `yaml:"code" json:"code"`
	Name   Text2  `yaml:"name" json:"name"`
	Parent string `yaml:"parent,omitempty" json:"parent,omitempty"`
	Own    bool   `yaml:"own,omitempty" json:"own,omitempty"` // not a GB/T 2260 unit
	Dated  `yaml:",inline"`
}

// OldRegion maps digits 3–8 of a USCC issued in Hainan to the real division.
type OldRegion struct {
	InUSCC   string   `yaml:"in_uscc" json:"in_uscc"`
	Region   string   `yaml:"region,omitempty" json:"region"` // current code; empty if unclear
	Note     string   `yaml:"note,omitempty" json:"note,omitempty"`
	Standing Standing `yaml:"standing" json:"standing"`
}

// Industry is a GB/T 4754-2017 section (A–T) or division (two digits).
type Industry struct {
	Code    string `yaml:"code" json:"code"`
	Section string `yaml:"section,omitempty" json:"section,omitempty"`
	Name    Text2  `yaml:"name" json:"name"`
}

// Registrar is what the first two characters of a unified social credit code say (GB 32100).
type Registrar struct {
	Code       string `yaml:"code" json:"code"`
	Department Text2  `yaml:"department" json:"department"`
	Kind       Text2  `yaml:"kind" json:"kind"`
}

// CalendarYear is one year's holidays: the national ones (Region empty) order the working days; a region's own are shown
// beside them and never counted.
type CalendarYear struct {
	Code     string         `yaml:"code" json:"code"`
	Year     int            `yaml:"year" json:"year"`
	Region   string         `yaml:"region,omitempty" json:"region,omitempty"`
	Title    Text2          `yaml:"title" json:"title"`
	Holidays []workday.Date `yaml:"holidays" json:"holidays"`                   // weekdays off
	Makeups  []workday.Date `yaml:"makeups,omitempty" json:"makeups,omitempty"` // weekends worked
	Dated    `yaml:",inline"`
}

// Adoption is a named officer's reasoned decision that assumed values may carry effect in their jurisdiction.
type Adoption struct {
	ID    string       `json:"id"`
	Keys  []string     `json:"keys"` // "list.tax-major", "measure.*"; matched by prefix when they end in *
	By    string       `json:"by"`
	Body  string       `json:"body"`
	Why   Text2        `json:"why"`
	From  workday.Date `json:"from"`
	Until workday.Date `json:"until"` // an adoption ends; it is renewed, not forgotten
}
