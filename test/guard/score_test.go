package guard

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"xinheng/internal/rating"
	"xinheng/internal/workday"
)

// localModel is the code of the model a body brings into force here.
const localModel = "local_demo"

// rates lets the body bring its own model into force as its people do: drafted by one, compared, signed by another. It starts from
// base; whoever starts from 20 and has a penalty is in the lowest grade.
func (h *house) rates(org string, base int64) (author, signer *caller) {
	h.t.Helper()
	author, signer = h.hire("m-author", org, "R18"), h.hire("m-signer", org, "R17")
	m, ok := h.app.Law.On(workday.MustParse(today)).RatingModel("sector_demo")
	if !ok {
		h.t.Fatal("there is no template of a local model")
	}
	m.Code, m.Base = localModel, base
	author.want(201, localModel, "POST", "/v1/ratings/models", m)
	version := "/v1/ratings/models/" + localModel + "/versions/1/"
	author.want(200, "", "POST", version+"impact", nil)
	h.must(h.app.Jobs.Drain(h.t.Context()))
	signer.want(200, "in_force", "POST", version+"release", rating.Releasing{ValidFrom: workday.MustParse(today), Reason: "虚构：影响测算已核对"})
	return author, signer
}

// evaluated runs the model over everybody, to its figures.
func (h *house) evaluated(signer *caller) {
	h.t.Helper()
	signer.want(200, "", "POST", "/v1/ratings/models/"+localModel+"/runs", nil)
	h.must(h.app.Jobs.Drain(h.t.Context()))
	h.settle()
}

// result is the id of the newest result of the firm by the local model.
func (h *house) result(boss *caller) string {
	h.t.Helper()
	var all struct {
		Items []struct{ ID, Grade string }
	}
	boss.want(200, "", "GET", "/v1/ratings/own/history?model="+localModel, nil).read(h.t, &all)
	if len(all.Items) == 0 {
		h.t.Fatal("no result was kept")
	}
	return all.Items[0].ID
}

// answers are what every matter and every class table say of both firms: every byte but the marks of the single asking (its id, its
// instant, how far the ledger had come, its receipt).
func (h *house) answers(officer *caller) map[string]string {
	h.t.Helper()
	out := map[string]string{}
	book := h.app.Law.On(workday.MustParse(today))
	for _, id := range []string{firm, rival} {
		for _, m := range book.Matters() {
			a := officer.ask("POST", "/v1/checks", map[string]string{"matter": m.Code, "subject": id, "purpose": "approval", "case_no": "G2"})
			var said map[string]json.RawMessage
			a.read(h.t, &said)
			if a.status == 200 {
				for _, single := range []string{"decision_id", "at", "as_of", "receipt"} {
					if said[single] == nil {
						h.t.Fatalf("an answer without %s: %s", single, a.text)
					}
					delete(said, single)
				}
			}
			b, err := json.Marshal(said)
			h.must(err)
			out["check "+m.Code+" "+id] = string(b)
		}
		for _, c := range book.ClassTables() {
			out["class "+c.Domain+" "+id] = officer.want(200, `"class"`, "GET", "/v1/inspection/class?domain="+url.QueryEscape(c.Domain)+"&entity="+id, nil).text
		}
	}
	return out
}

// TestG2_ALocalScoreChangesNoCheckAndNoClass: every matter and every class table answer byte for byte the same of a firm before and after
// a local model put it into the lowest grade; and a check of before is answered again from its own evidence.
func TestG2_ALocalScoreChangesNoCheckAndNoClass(t *testing.T) {
	t.Parallel()
	h := penalised(t)
	officer, boss := h.hire("g2-officer", haikou, "R7"), h.boss("g2-boss", firm)
	var old struct {
		ID string `json:"decision_id"`
	}
	officer.want(200, "", "POST", "/v1/checks", map[string]string{"matter": "gp-qualification", "subject": firm, "purpose": "procurement", "case_no": "G2-0"}).read(t, &old)
	before := h.answers(officer)
	if len(before) < 4 {
		t.Fatalf("only %d answers to compare", len(before))
	}

	_, signer := h.rates(haikou, 20)
	h.evaluated(signer)
	own := boss.want(200, localModel, "GET", "/v1/ratings/own", nil)
	if !strings.Contains(own.text, `"grade":"D"`) {
		t.Fatalf("the firm has no low score, so nothing was proved: %.600s", own.text)
	}
	given := 0
	for what, now := range h.answers(officer) {
		if now != before[what] {
			t.Errorf("%s:\nbefore %s\nafter  %s", what, before[what], now)
		}
		if strings.Contains(now, localModel) {
			t.Errorf("%s names the local model", what)
		}
		if strings.Contains(now, `"outcome"`) || strings.HasPrefix(what, "class ") {
			given++
		}
	}
	if given < len(before)/2 {
		t.Errorf("only %d of %d questions were answered at all", given, len(before))
	}
	officer.want(200, `"same":true`, "POST", "/v1/decisions/"+old.ID+"/replay", nil)
}

// TestF10_7_AnObjectionToALocalScoreGoesAboveItsAuthor, through the program as it is wired: the body above the model's author has the case,
// its author does not see it, nobody else's score can be objected to, and the second click opens no other.
func TestF10_7_AnObjectionToALocalScoreGoesAboveItsAuthor(t *testing.T) {
	t.Parallel()
	h := penalised(t)
	boss, other := h.boss("o-boss", firm), h.boss("o-other", rival)
	handler, above, decider := h.hire("o-handler", haikou, "R12"), h.hire("o-above", operator, "R12"), h.hire("o-decider", operator, "R13")
	_, signer := h.rates(haikou, 20)
	h.evaluated(signer)
	score := h.result(boss)
	in := map[string]any{"about": "score", "ref": score, "ground": "incorrect", "statement": "模型的扣分没有依据。"}
	other.want(404, "objection.no_record", "POST", "/v1/objections", in)
	var got struct{ Case, Body string }
	boss.want(200, "YY-", "POST", "/v1/objections", in).read(t, &got)
	if got.Body != operator {
		t.Errorf("it lies with %s", got.Body)
	}
	boss.want(409, "objection.open", "POST", "/v1/objections", in)
	handler.want(404, "caseflow.unknown", "GET", "/v1/cases/"+got.Case, nil)
	above.want(200, got.Case, "GET", "/v1/cases/"+got.Case, nil)
	if n := h.count(`select count(*) from standing.hold`); n != 0 {
		t.Errorf("%d records are marked although none was objected to", n)
	}
	h.act(above, got.Case, "verify", nil, "verifying")
	h.act(above, got.Case, "propose", map[string]string{"outcome": "reject", "findings": "评价方法与公示的模型一致。", "reason": "扣分与模型卡一致。",
		"instrument": "qfb-2021-4", "article": "（十）", "remedy": "可以申请上级复核。"}, "proposed")
	h.act(decider, got.Case, "reject", nil, "rejected")
	boss.want(200, "扣分与模型卡一致", "GET", "/v1/cases/"+got.Case, nil)
	boss.want(200, "YY-", "POST", "/v1/objections", in) // what was decided is no bar to objecting anew
}

// TestF10_7_AnObjectionToALocalScoreIsUpheld: whoever is right is told so; the model's author corrects at the source, and no record is
// touched.
func TestF10_7_AnObjectionToALocalScoreIsUpheld(t *testing.T) {
	t.Parallel()
	h := penalised(t)
	boss := h.boss("u-boss", firm)
	above, decider := h.hire("u-above", operator, "R12"), h.hire("u-decider", operator, "R13")
	_, signer := h.rates(haikou, 20)
	h.evaluated(signer)
	var got struct{ Case string }
	boss.want(200, "YY-", "POST", "/v1/objections", map[string]any{"about": "score", "ref": h.result(boss), "ground": "incorrect", "statement": "模型的扣分没有依据。"}).read(t, &got)
	versions := h.count(`select count(*) from record.version`)
	h.act(above, got.Case, "verify", nil, "verifying")
	fields := map[string]string{"outcome": "correct", "findings": "该模型的扣分没有依据，属实。"}
	h.act(above, got.Case, "propose", fields, "objection.at_source")
	fields["source_ref"] = "虚构：模型第 2 版"
	h.act(above, got.Case, "propose", fields, "proposed")
	h.act(decider, got.Case, "correct", nil, "corrected")
	boss.want(200, "属实", "GET", "/v1/cases/"+got.Case, nil)
	if n := h.count(`select count(*) from record.version`); n != versions {
		t.Errorf("a record changed: %d versions, were %d", n, versions)
	}
}

// TestF10_7_AboveWhoeverHasNobodyAboveThereIsAnAnswer: the model of a body without a superior. The firm learns where to turn, in both
// languages, and nothing is opened.
func TestF10_7_AboveWhoeverHasNobodyAboveThereIsAnAnswer(t *testing.T) {
	t.Parallel()
	h := penalised(t)
	boss := h.boss("n-boss", firm)
	_, signer := h.rates(operator, 20)
	h.evaluated(signer)
	a := boss.want(409, "objection.no_superior", "POST", "/v1/objections", map[string]any{"about": "score", "ref": h.result(boss), "ground": "incorrect", "statement": "模型的扣分没有依据。"})
	for _, piece := range []string{"请向本级人民政府提出", "turn to the people's government"} {
		if !strings.Contains(a.text, piece) {
			t.Errorf("%q is missing: %s", piece, a.text)
		}
	}
	if n := h.count(`select count(*) from caseflow.case`); n != 0 {
		t.Errorf("%d cases", n)
	}
}

// act does one act of a case as it stands; says is a piece of the answer.
func (h *house) act(who *caller, id, act string, fields map[string]string, says string) {
	h.t.Helper()
	if fields == nil {
		fields = map[string]string{}
	}
	var c struct{ Version int }
	who.want(200, "", "GET", "/v1/cases/"+id, nil).read(h.t, &c)
	if a := who.ask("POST", "/v1/cases/"+id+"/acts/"+act, map[string]any{"version": c.Version, "fields": fields}); !strings.Contains(a.text, says) {
		h.t.Fatalf("%s as %s: %d %.600s, want %q", act, who.who, a.status, a.text, says)
	}
}

// TestF11_2_OnlyAVerifiedDeclarationCountsInARating, through the program as it is wired: a declaration counts from the moment its body
// verified it; not while it waits, not once it is found to differ, and not once the firm no longer shares it with public bodies.
func TestF11_2_OnlyAVerifiedDeclarationCountsInARating(t *testing.T) {
	t.Parallel()
	for answer, counts := range map[string]bool{"match": true, "mismatch": false} {
		t.Run(answer, func(t *testing.T) {
			t.Parallel()
			w := newTown(t)
			_, signer := w.rates(haikou, 20)
			_, said := w.declared()
			boss, verifier := w.of["aR3"], w.of["aR12"]
			w.declares(said, false)
			verifier.want(200, "", "POST", "/v1/declarations/"+said+"/finding", map[string]string{"answer": answer, "findings": "与出具单位核对（示例）。"})
			w.declares(said, counts)
			w.evaluated(signer)
			if n := w.count(`select count(*) from rating.result where entity_id = '` + firm + `' and model = '` + localModel + `' and rated`); (n == 1) != counts {
				t.Errorf("%d results were kept", n)
			}
			boss.want(200, "", "PUT", "/v1/declarations/"+said+"/consent", map[string]any{"scopes": []string{}})
			w.declares(said, false)
		})
	}
}

// declares asks the firm's own page whether a declaration counts in the local model: with two points, and as its source, or not at all.
func (w *town) declares(id string, counts bool) {
	w.t.Helper()
	var own struct {
		Items []struct {
			Model  struct{ Code string }
			Result rating.Result
		}
	}
	w.of["aR3"].want(200, localModel, "GET", "/v1/ratings/own", nil).read(w.t, &own)
	for _, x := range own.Items {
		if x.Model.Code != localModel {
			continue
		}
		used := int64(0)
		for _, l := range x.Result.Lines {
			for _, u := range l.Uses {
				if u.Record == id {
					used += u.Points
				}
			}
		}
		if x.Result.Rated != counts || (used == 2) != counts {
			w.t.Errorf("the declaration brings %d points; counting: %v; %+v", used, counts, x.Result)
		}
		return
	}
	w.t.Error("the local model is not in force")
}
