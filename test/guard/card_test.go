package guard

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/rating"
)

// numbered is an invented firm of a city.
func numbered(registrar string, i int) string { return code(registrar, fmt.Sprintf("XYQQ07%02d", i)) }

// penalise brings in a penalty of each firm, decided on a day.
func (h *house) penalise(k *caller, no, on string, firms ...string) {
	h.t.Helper()
	var rows []map[string]string
	for i, f := range firms {
		r := sheet(fmt.Sprint(no, i))
		r["CF_XDR_SHXYM"], r["CF_XDR_MC"], r["CF_JDRQ"], r["CF_SDRQ"] = f, "虚构示例公司"+f[8:], on, on
		rows = append(rows, r)
	}
	k.want(200, fmt.Sprintf(`"accepted":%d`, len(firms)), "POST", "/v1/intake/penalty", file(rows...))
	h.settle()
}

// card is what anybody reads of the model.
func (h *house) card() rating.ModelCard {
	h.t.Helper()
	var c rating.ModelCard
	h.visitor("anybody").want(200, localModel, "GET", "/v1/figures/ratings/"+localModel, nil).read(h.t, &c)
	return c
}

func groupOf(c *rating.ModelCard, by, code string) rating.Group {
	i := slices.IndexFunc(c.Card.Groups, func(g rating.Group) bool { return g.By == by && g.Code == code })
	if i < 0 {
		return rating.Group{}
	}
	return c.Card.Groups[i]
}

// TestF23_4_TheCardOfAModelIsPublic: distribution, drift, fairness and back-test, for anybody, in the API and on the page of both languages, of
// a model that really ran over firms; and nothing of a group of which fewer than five are evaluated.
func TestF23_4_TheCardOfAModelIsPublic(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	var north, south []string
	rows := "统一社会信用代码,企业名称,主体类型,登记状态,行政区划\n"
	for i := range 6 {
		north, south = append(north, numbered("91460100", i)), append(south, numbered("91460200", i))
		rows += north[i] + ",海口虚构第" + fmt.Sprint(i) + "公司,企业,存续,460100\n" + south[i] + ",三亚虚构第" + fmt.Sprint(i) + "公司,企业,存续,460200\n"
	}
	h.key(operator, "intake").want(200, `"accepted":12`, "POST", "/v1/intake/entity", []byte(rows))
	k := h.key(haikou, "intake")
	h.penalise(k, "old", "2025-09-01", slices.Concat(south, north[3:5])...) // a year ago these eight stood in grade C
	h.penalise(k, "new", "2026-11-20", slices.Concat(south, north[:3])...)  // and to six of them something came since
	h.penalise(k, "two", "2026-11-20", south[:3]...)
	_, signer := h.rates(haikou, 53)
	h.evaluated(signer)

	c := h.card()
	if c.Card == nil || c.Card.Entities != 14 || c.Card.Rated != 9 || c.Card.Drift != nil || c.Replayed != 9 || c.Same != 9 {
		t.Fatalf("%d of %d again; %+v", c.Same, c.Replayed, c.Card)
	}
	all, fair := groupOf(&c, "all", ""), groupOf(&c, "region", "4602")
	n := map[string]int64{}
	for _, s := range all.Share {
		n[s.Grade] = s.N
	}
	if n["C"] != 6 || n["D"] != 3 || n["-"] != 5 || all.Low != 333 {
		t.Errorf("distribution: %+v", all)
	}
	if fair.Low != 500 || fair.Differ != 500-333 || fair.Few {
		t.Errorf("fairness: %+v", fair)
	}
	if few := groupOf(&c, "region", "4601"); !few.Few || len(few.Share) > 0 || few.Mean != nil || few.Low != 0 || few.Differ != 0 {
		t.Errorf("of three evaluated firms something is told: %+v", few)
	}
	if len(c.Card.Back) != 1 || c.Card.Back[0] != (rating.BackTest{Grade: "C", N: 8, Adverse: 6, Permille: 750}) {
		t.Errorf("back-test: %+v", c.Card.Back)
	}

	h.on("2026-11-24", signer)
	h.penalise(k, "more", "2026-11-23", north[3:]...)
	h.evaluated(signer)
	c = h.card()
	if c.Card.Rated != 12 || c.Card.Drift == nil || *c.Card.Drift != 83 || c.Card.Before.String() != today || len(c.Runs) != 2 { // a third to a quarter
		t.Errorf("drift: %+v", c.Card)
	}
	if groupOf(&c, "region", "4601").Few {
		t.Error("six of a group are enough to be told")
	}
	for path, pieces := range map[string][]string{
		"/models/" + localModel:    {"1000‰", "-250‰", "250‰", "分布变化 83‰", today, "示例", c.Hash, "/v1/figures/ratings/" + localModel},
		"/en/models/" + localModel: {"1000‰", "-250‰", "moved by 83‰", today, "Demonstration rating", c.Hash},
		"/models":                  {"/models/" + localModel},
	} {
		a := h.visitor("anybody").want(200, "<h1>", "GET", path, nil)
		for _, piece := range pieces {
			if !strings.Contains(a.text, piece) {
				t.Errorf("%s does not say %q", path, piece)
			}
		}
		for _, id := range append(north, south...) {
			if strings.Contains(a.text, id) {
				t.Errorf("%s names a firm", path)
			}
		}
	}
}
