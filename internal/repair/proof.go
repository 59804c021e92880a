package repair

import (
	"slices"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// ProofKind is what a proof shows.
type ProofKind string

const (
	Payment       ProofKind = "payment"       // 罚没款缴纳
	Rectification ProofKind = "rectification" // 完成整改
	Performance   ProofKind = "performance"   // 记录自载的履行情况
	Earlier       ProofKind = "earlier"       // 以前办件中提交过的证明
)

// Name in words.
func (k ProofKind) Name() law.Text2 {
	switch k {
	case Payment:
		return law.Text2{ZH: "罚没款缴纳", EN: "Payment of the fine"}
	case Rectification:
		return law.Text2{ZH: "整改完成", EN: "Rectification"}
	case Performance:
		return law.Text2{ZH: "记录载明的履行情况", EN: "Performance as the record has it"}
	case Earlier:
		return law.Text2{ZH: "以前提交过的证明", EN: "Proof handed in before"}
	}
	return law.Text2{}
}

// Proof is something the platform holds that shows fulfilment: what it is, from whom, of which day (F26-3). The applicant
// confirms it; nobody hands it in again.
type Proof struct {
	ID       string       `json:"id"`
	Record   string       `json:"record"`
	Kind     ProofKind    `json:"kind" enum:"payment,rectification,performance,earlier"`
	Name     law.Text2    `json:"name"`
	On       workday.Date `json:"on" doc:"of the payment, the re-inspection and so on"`
	Source   string       `json:"source" doc:"who or which system it is from"`
	Document string       `json:"document,omitempty" doc:"number of the payment or re-inspection"`
}

// told are the words of a performance field that say it is all done.
var told = []string{"全部履行", "已履行", "已全部履行", "履行完毕", "1"}

// inRecord finds what the record itself says of its fulfilment: the newest field of that role.
func inRecord(lib *law.Library, r *record.Record) (found []Proof) {
	item, ok := lib.On(r.DecidedOn).Item(r.Item)
	if !ok {
		return nil
	}
	on := r.DecidedOn
	for _, f := range item.Fields {
		if d, err := workday.Parse(r.Content[f.Code]); f.Role == "performance_on" && err == nil && d != 0 {
			on = d
		}
	}
	for _, f := range item.Fields {
		if f.Role == "performance" && slices.Contains(told, r.Content[f.Code]) {
			found = append(found, Proof{ID: "field:" + r.ID + ":" + f.Code, Record: r.ID, Kind: Performance, Name: Performance.Name(), On: on, Source: r.Source})
		}
	}
	return found
}

// shown says whether the proofs show the duty of a record fulfilled: money that was due is shown paid, by a payment or by
// what the record says; where none was due, whatever shows the end of the conduct will do.
func shown(r *record.Record, proofs []Proof) bool {
	return slices.ContainsFunc(proofs, func(p Proof) bool {
		return p.Record == r.ID && (p.Kind != Rectification || r.Fine+r.Confiscated == 0)
	})
}

var errNoProof = fault.New(fault.Invalid, "repair.no_proof", "要确认的凭证不在平台列出的范围内；请刷新后从所列凭证中选择。",
	"A proof you confirm is not among those listed; reload and choose one of them.").At("confirmed").Under("琼府办〔2021〕4号（二十六）")
