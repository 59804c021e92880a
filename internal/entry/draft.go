package entry

import (
	"maps"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Status of a draft.
type Status string

const (
	Open      Status = "draft"     // being typed
	Submitted Status = "submitted" // waits for the second person
	Returned  Status = "returned"  // by the reviewer with a note, or by intake with flaws
	Approved  Status = "approved"  // it is a record now
)

// Official is somebody who acted on a draft.
type Official struct {
	Account string `json:"account"`
	Name    string `json:"name,omitempty"`
}

// Draft is a record on its way.
type Draft struct {
	ID         string            `json:"id"`
	Item       string            `json:"item" doc:"catalogue item"`
	Status     Status            `json:"status" enum:"draft,submitted,returned,approved"`
	Values     map[string]string `json:"values,omitempty" doc:"by field code; left out of lists"`
	Subject    string            `json:"subject"`
	DocumentNo string            `json:"document_no"`
	Author     Official          `json:"author"`
	Reviewer   *Official         `json:"reviewer,omitempty"`
	Note       string            `json:"note,omitempty" doc:"of the reviewer"`
	Flaws      []record.RowError `json:"flaws,omitempty" doc:"why intake refused it after it was approved"`
	RecordID   string            `json:"record_id,omitempty" doc:"of an approved draft; absent while its subject waits to be matched by name"`
	CreatedAt  time.Time         `json:"created_at"`
	ChangedAt  time.Time         `json:"changed_at"`
	Version    int32             `json:"version" doc:"give it back with a change: if somebody else was quicker, nothing is overwritten"`
	Preview    *Preview          `json:"preview,omitempty"`
}

// row is a draft as the desk works on it.
type row struct {
	held
	inner
}

// held is a draft as the table holds it.
type held struct {
	DraftID   string
	Org       string
	Item      string
	Status    Status
	Writers   []string
	Reviewer  string
	RecordID  string
	Round     int32
	Version   int32
	Sealed    []byte
	CreatedAt time.Time
	ChangedAt time.Time
}

// inner is what is sealed of a draft.
type inner struct {
	Values map[string]string `json:"values"`
	Author Official          `json:"author"`
	Second *Official         `json:"second,omitempty"`
	Note   string            `json:"note,omitempty"`
	Flaws  []record.RowError `json:"flaws,omitempty"`
}

func official(who access.Actor) Official { return Official{Account: who.Account, Name: who.Person} }

// draft shows a row, its values only where they are asked for.
func (r *row) draft(item law.Item, values bool) Draft {
	d := Draft{
		ID: r.DraftID, Item: r.Item, Status: r.Status, Subject: item.ValueOf(r.Values, "subject_name"), DocumentNo: item.ValueOf(r.Values, "document_no"),
		Author: r.Author, Reviewer: r.Second, Note: r.Note, Flaws: r.Flaws, CreatedAt: r.CreatedAt, ChangedAt: r.ChangedAt, Version: r.Version,
	}
	if r.Status == Approved {
		d.RecordID = r.RecordID
	}
	if values {
		d.Values = r.Values
	}
	return d
}

// wrote adds a writer.
func (r *row) wrote(who access.Actor) {
	if !slices.Contains(r.Writers, who.ID) {
		r.Writers = append(r.Writers, who.ID)
	}
}

// apart refuses a decision by anybody who typed in the draft (S2).
func (r *row) apart(who access.Actor) error {
	for _, writer := range r.Writers {
		if err := access.Apart(access.Actor{ID: writer}, who); err != nil {
			return err
		}
	}
	return nil
}

// still refuses a change of a draft that is not what its reader saw; zero is whatever there is.
func (r *row) still(version int32) error {
	if version != 0 && version != r.Version {
		return errChanged
	}
	return nil
}

// tidy keeps the fields of the item and drops those left empty.
func tidy(item law.Item, values map[string]string) (map[string]string, error) {
	for code := range values {
		if !slices.ContainsFunc(item.Fields, func(f law.Field) bool { return f.Code == code }) {
			return nil, fault.New(fault.Invalid, "entry.unknown_field", "该目录项没有这个字段；请刷新表单后重试。",
				"The catalogue item has no such field; reload the form and try again.").At("values")
		}
	}
	values = maps.Clone(values)
	maps.DeleteFunc(values, func(_, v string) bool { return v == "" })
	return values, nil
}

// Preview is what would become of the values as they stand.
type Preview struct {
	Outcome record.Outcome    `json:"outcome" enum:"new,correction,known,name_match,refused"`
	Flaws   []record.RowError `json:"flaws" doc:"what must be mended before it can be submitted"`
	Hints   []record.RowError `json:"hints" doc:"what would be better filled in"`
	Record  *record.Record    `json:"record" doc:"with severity, its rule, and the dates of publicity; null when it is refused"`
	Similar []Similar         `json:"similar" doc:"records of the same subject that may be the same matter"`
	Clock   *Clock            `json:"clock" doc:"by when it must be published; null where no term is laid down"`
}

// Similar is an earlier record that may be about the same matter.
type Similar struct {
	ID         string       `json:"id"`
	DocumentNo string       `json:"document_no"`
	Title      string       `json:"title"`
	Authority  string       `json:"authority"`
	DecidedOn  workday.Date `json:"decided_on"`
	State      record.State `json:"state"`
}

// Clock is the term for publishing a decision.
type Clock struct {
	Key         string       `json:"key" doc:"law key of the term"`
	Title       law.Text2    `json:"title"`
	Term        law.Text2    `json:"term"`
	DueOn       workday.Date `json:"due_on" doc:"last day"`
	Late        bool         `json:"late"`
	Provisional bool         `json:"provisional" doc:"the term reaches into a year whose calendar is not published yet"`
	Basis       []Cited      `json:"basis"`
	Standing    law.Standing `json:"standing"`
}

// ClockOf counts the term in which a decision under an item must be published; nil where none is laid down.
func ClockOf(lib *law.Library, item law.Item, decided, today workday.Date) *Clock {
	key := "limit:" + item.Timely
	v, ok := lib.Find(key, decided)
	limit, isLimit := v.Body.(law.Limit)
	if decided == 0 || !ok || !isLimit {
		return nil
	}
	due, provisional := workday.Due(decided, limit.Term(), lib.Calendar())
	return &Clock{Key: key, Title: v.Title, Term: v.Says(), DueOn: due, Late: today > due, Provisional: provisional,
		Basis: cite(lib.On(decided), v.Basis), Standing: v.Standing}
}

var (
	errUnknown = fault.New(fault.Missing, "entry.unknown", "没有这份草稿，或不属于本单位；请核对编号。", "There is no such draft, or it is not your body's; check its id.")
	errChanged = fault.New(fault.Conflict, "entry.changed", "这份草稿已被他人更改；您填写的内容仍在页面上，请刷新核对后再保存。",
		"Somebody changed this draft meanwhile; what you typed is still on the page. Reload, compare and save again.").At("version")
	errNotOpen = fault.New(fault.Conflict, "entry.not_open", "草稿已提交或已通过，不能再改；如需更改，请复核人退回。",
		"The draft has been submitted or approved, so it cannot be changed; ask the reviewer to return it.")
	errNotWaiting = fault.New(fault.Conflict, "entry.not_waiting", "这份草稿不在待复核状态，可能已被处理；请刷新。",
		"This draft does not wait for review, it may have been decided already; reload.")
	errFlawed = fault.New(fault.Conflict, "entry.flawed", "尚有缺项或错误，不能提交；请按提示改正。", "Something is missing or wrong; mend what is shown, then submit.").
			Under("琼府办〔2021〕4号（九）")
	errBeingStored = fault.New(fault.Conflict, "entry.being_stored", "该草稿已通过并正在入库，不能退回；请再次点击通过以完成。",
		"The draft was approved and is being stored, so it cannot be returned; approve it again to finish.")
	errNoNote   = fault.New(fault.Invalid, "entry.no_note", "退回须写明理由；请补充。", "Say why it is returned.").At("note")
	errNoPapers = fault.New(fault.Conflict, "entry.no_papers", "该目录项不是失信信息，没有信用修复告知书；请打印记录本身。",
		"The item is not adverse, so there is no notice of credit repair; print the record itself.")
)
