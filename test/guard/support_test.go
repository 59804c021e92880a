package guard

import (
	"xinheng/internal/access"
	"xinheng/internal/account"
)

// The bodies of the two invented policies of the shipped law.
const (
	foodBody   = "11460100XY0000NJ6X"
	reformBody = "11460000XY0000T689"
)

// fitted is the firm in Haikou on the list of a policy of the body of food there; an officer of another body has the same role. It gives the
// match, the list and the firm's consent.
func (w *town) fitted() (match, list, consent string) {
	w.t.Helper()
	in, err := w.app.Accounts.ImportOrgs(w.t.Context(), access.CLI(), []account.Org{{ID: foodBody, Name: "海口市示例市场监督管理局", Parent: operator, Region: "460100", Kind: "department"},
		{ID: reformBody, Name: "海南省示例发展和改革委员会", Parent: operator, Region: "460000", Kind: "department"}})
	w.must(err)
	if len(in.Wrong) > 0 {
		w.t.Fatalf("%+v", in.Wrong)
	}
	w.of["foodR13"], w.of["reformR13"] = w.hire("food-r13", foodBody, "R13"), w.hire("reform-r13", reformBody, "R13")
	w.key(operator, access.ScopeIntake).want(200, `"accepted":1`, "POST", "/v1/intake/entity", []byte("统一社会信用代码,企业名称,主体类型,登记状态,行政区划,行业代码\n"+firm+",海口示例食品有限公司,企业,存续,460100,C14\n"))
	consent = w.made(201, "aR3", "POST", "/v1/my/support/consents", map[string]string{"org": foodBody, "purpose": "investment", "until": "2026-12-31"}, "id")
	w.must(w.app.Support.Round(w.t.Context()))
	w.must(w.app.Support.Finish(w.t.Context()))
	list = w.made(200, "foodR13", "GET", "/v1/support/lists", nil, "items.id")
	return w.made(200, "foodR13", "GET", "/v1/support/lists/demo_food_investment/firms", nil, "items.id"), list, consent
}
