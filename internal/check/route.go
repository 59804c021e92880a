package check

import (
	"xinheng/internal/law"
	"xinheng/internal/standing"
)

// commitmentRule says who may not choose 告知承诺 before repair.
var commitmentRule = law.Ref{Instrument: "qfb-2021-4", Article: "（五）"}

// route says whether the subject may choose 告知承诺: the matter must allow it, and the subject must have no serious
// adverse record, be on no list of seriously dishonest subjects (national, of the province, or of a recognised province), and not
// have broken a commitment, each until it ends or is repaired (F05-2).
func (j *judgement) route(facts []standing.Fact) Route {
	t := Route{Reasons: []Reason{}, Basis: []Citation{}}
	switch j.matter.Mode {
	case law.Abolished:
		t.Reasons = append(t.Reasons, Reason{Why: "abolished", Sentence: routeWhy["abolished"]})
	case law.Ordinary:
		why := Reason{Why: "ordinary_matter", Sentence: routeWhy["ordinary_matter"]}
		if j.matter.Exclusion.ZH != "" {
			why.Sentence = j.matter.Exclusion
		}
		t.Reasons = append(t.Reasons, why)
	case law.Commitment:
		for i := range facts {
			if why := j.bars(&facts[i]); why != "" {
				t.Reasons = append(t.Reasons, Reason{Why: why, Sentence: routeWhy[why], RecordID: facts[i].ID})
			}
		}
		t.Eligible = len(t.Reasons) == 0
	}
	if _, ok := j.book.Instrument(commitmentRule.Instrument); ok {
		t.Basis = append(t.Basis, Citation{commitmentRule.Instrument, commitmentRule.Article, j.book.Cite(commitmentRule), law.Text})
	}
	return t
}

// bars says why a fact keeps its subject from the commitment route, or "". A fact that rests on an unverified rule nobody
// has adopted takes nothing away.
func (j *judgement) bars(f *standing.Fact) string {
	if stands, _ := f.StandsOn(j.on); !stands || !f.Adverse || j.listAbolished(f) {
		return ""
	}
	for _, key := range f.AssumedKeys {
		if ok, _ := j.adoptions.Coercive(key, law.Assumed, j.on); !ok {
			return ""
		}
	}
	list, listed := j.book.List(f.List)
	switch {
	case f.List != "" && listed && list.Kind == "serious":
		return "on_serious_list"
	case f.List != "" && listed && list.Kind == "recognised":
		return "on_recognised_list"
	case f.Kind == standing.BrokenPledge:
		return "false_commitment"
	case f.Severity == law.Serious:
		return "serious_record"
	}
	return ""
}
