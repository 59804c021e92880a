package objection

import (
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// About is what an objection is about.
type About string

const (
	ARecord  About = "record"  // 一条记录
	AListing About = "listing" // 名单记录
	AMeasure About = "measure" // 措施
	AScore   About = "score"   // 评价
	ACheck   About = "check"   // 查验结果
)

// Line names a record that is objected to.
type Line struct {
	Record     string `json:"record"`
	Item       string `json:"item"`
	DocumentNo string `json:"document_no"`
	List       string `json:"list,omitempty"`
}

// details are what a case of an objection keeps, sealed.
type details struct {
	About     About                      `json:"about"`
	Ref       string                     `json:"ref,omitempty"`
	Ground    string                     `json:"ground"`
	Records   []Line                     `json:"records"`
	Statement string                     `json:"statement"`
	Claims    map[string]caseflow.Change `json:"claims,omitempty"`
	Shown     string                     `json:"shown,omitempty"` // at a window: what whoever is present showed
	Rule      string                     `json:"rule,omitempty"`  // freeze rule that was applied
	Use       law.Use                    `json:"use"`
	MarkedOn  workday.Date               `json:"marked_on,omitzero"`
	Round     int                        `json:"round,omitempty"`  // 1: re-examination was asked for
	Papers    int                        `json:"papers,omitempty"` // how many were handed in with the filing
	Missing   string                     `json:"missing,omitempty"`
	AskedOn   workday.Date               `json:"asked_on,omitzero"` // when the subject was asked to add
	Question  string                     `json:"question,omitempty"`
	HandedOn  workday.Date               `json:"handed_on,omitzero"` // when the provider was asked
	Answer    *Finding                   `json:"answer,omitempty"`
	Draft     *draft                     `json:"draft,omitempty"`
	Decision  *Decision                  `json:"decision,omitempty"`
	Review    *Review                    `json:"review,omitempty"`
}

// Finding is what the provider of the data answered.
type Finding struct {
	Wrong     bool                       `json:"wrong"`
	Reason    string                     `json:"reason"`
	Changes   map[string]caseflow.Change `json:"changes,omitempty"`
	SourceRef string                     `json:"source_ref,omitempty" doc:"number of the correction in the source system"`
	Org       string                     `json:"org"`
	On        workday.Date               `json:"on"`
}

// draft is what the officer in charge proposes.
type draft struct {
	Outcome   caseflow.Act               `json:"outcome"`
	By        string                     `json:"by"`
	On        workday.Date               `json:"on"`
	Findings  string                     `json:"findings"`
	Records   []string                   `json:"records"`
	Changes   map[string]caseflow.Change `json:"changes,omitempty"`
	SourceRef string                     `json:"source_ref,omitempty"`
	Reason    string                     `json:"reason,omitempty"`
	Clause    law.Ref                    `json:"clause"`
	Remedy    string                     `json:"remedy,omitempty"`
}

// Decision is what the subject reads.
type Decision struct {
	Outcome   string                     `json:"outcome" enum:"correct,supplement,stop_publicity,remove_listing,delete,reject"`
	Name      law.Text2                  `json:"name"`
	Upheld    bool                       `json:"upheld"`
	On        workday.Date               `json:"on"`
	Document  string                     `json:"document" doc:"number of the decision: that of the case"`
	Findings  string                     `json:"findings"`
	Records   []string                   `json:"records" doc:"those that changed"`
	Changes   map[string]caseflow.Change `json:"changes,omitempty" doc:"old and new value by field"`
	SourceRef string                     `json:"source_ref,omitempty" doc:"number of the correction in the source system"`
	Unmerged  bool                       `json:"unmerged,omitempty" doc:"it was another subject's: the wrong match of names was undone"`
	Reason    string                     `json:"reason,omitempty"`
	Clause    law.Text2                  `json:"clause"`
	Remedy    string                     `json:"remedy,omitempty"`
}

// Review is what became of a re-examination from above.
type Review struct {
	Asked  string       `json:"asked" doc:"why the subject asked for it"`
	Kept   bool         `json:"kept"`
	On     workday.Date `json:"on,omitzero"`
	By     string       `json:"by,omitempty" doc:"code of the body above"`
	Reason string       `json:"reason,omitempty"`
	Remedy string       `json:"remedy,omitempty"`
}

func detailsOf(c *caseflow.Case) (*details, error) {
	x := &details{}
	return x, c.Into(x)
}

// ofModel says whether it is about a score that was made here: about how it is made, and about no record.
func (x *details) ofModel() bool { return x.About == AScore && len(x.Records) == 0 }

func (x *details) ids() []string {
	ids := make([]string, len(x.Records))
	for i := range x.Records {
		ids[i] = x.Records[i].Record
	}
	return ids
}
