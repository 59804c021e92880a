package disclosure

import (
	"slices"

	"xinheng/internal/law"
)

// Purpose is one of the reasons for which data that is not public may be read. The list is closed: 目的限定。
type Purpose struct {
	Code string    `json:"code"`
	Name law.Text2 `json:"name"`
}

// Purposes that something is tied to. The others matter by name only.
const (
	Listing   = "listing"
	Penalty   = "penalty"
	Repair    = "repair"
	Objection = "objection"
	// SelfDiscipline is what an association sees its members for, by their letters.
	SelfDiscipline = "self_discipline"
	// Support and Investment are what firms let a body match its policies to them for.
	Support    = "support"
	Investment = "investment"
	Emergency  = "emergency" // through a broken glass, and no other way
	Exporting  = "export"    // by an approved export, and no other way
	// OwnApp is what a firm's own apps read its public file for. Nobody else can name it: it is not in the list.
	OwnApp = "own_app"
)

func purpose(code, zh, en string) Purpose { return Purpose{code, law.Text2{ZH: zh, EN: en}} }

// The first eleven are those a check may be made for.
var purposes = []Purpose{
	purpose("approval", "行政许可与审批", "licensing and approval"),
	purpose("procurement", "政府采购", "public procurement"),
	purpose("bidding", "招标投标", "bidding"),
	purpose("subsidy", "财政资金与补贴", "public funds and subsidies"),
	purpose("honour", "评优评先", "honours"),
	purpose("appointment", "录用聘任", "appointment"),
	purpose("market_entry", "市场准入", "market entry"),
	purpose("finance", "金融服务", "financial services"),
	purpose("supervision", "监督检查", "supervision"),
	purpose("duty_free", "零关税政策", "duty-free policies"),
	purpose("land", "土地与自然资源", "land and natural resources"),
	purpose(Penalty, "立案查处", "a penalty case"),
	purpose(Listing, "名单认定", "a listing case"),
	purpose(Repair, "信用修复", "a repair"),
	purpose(Objection, "异议处理", "an objection"),
	purpose("quality", "数据更正", "correcting data"),
	purpose("report", "信用报告", "a credit report"),
	purpose(SelfDiscipline, "行业自律与信用建设", "self-discipline of an industry"),
	purpose(Emergency, "应急查看", "an emergency"),
	purpose(Exporting, "审批导出", "an approved export"),
	purpose("security", "信息安全核查", "a matter of data security"),
	purpose(Support, "惠企扶持政策匹配", "matching policies that support firms"),
	purpose(Investment, "招商政策匹配", "matching policies that attract investment"),
}

// Purposes lists every purpose there is.
func Purposes() []Purpose { return slices.Clone(purposes) }

// nameOf is a purpose in words; one from before our time is shown by its code.
func nameOf(code string) law.Text2 {
	for _, p := range purposes {
		if p.Code == code {
			return p.Name
		}
	}
	if code == OwnApp {
		return law.Text2{ZH: "本企业经应用查看", EN: "the firm's own reading through an app"}
	}
	return law.Text2{ZH: code, EN: code}
}

func isPurpose(code string) bool {
	return slices.ContainsFunc(purposes, func(p Purpose) bool { return p.Code == code })
}

// PurposeName is a purpose in words, for what is told beside a consent.
func PurposeName(code string) law.Text2 { return nameOf(code) }
