package portal

import "xinheng/internal/page"

// The words of the directory of credit products.
var productsZH = page.Texts{
	"products.title":      "信用产品目录",
	"products.lead":       "信用服务机构和银行面向海南企业的产品：适用对象、凭授权读取哪些信息、用途、价格和条款。机构登记，信用主管部门审批；协议或者资质到期的次日自行移出。",
	"products.nothing":    "目录只供了解：任何产品都不决定本平台上的任何事项，列入也不代表推荐；办不办、和谁办，由企业自己决定。",
	"products.order":      "排列不分先后：每日按“日期与产品编号”的 SHA-256 值排列，今天的日期是 %v。任何人都能复算，没有谁能选择位置。",
	"products.choose":     "按类型查看",
	"products.agency":     "机构",
	"products.for":        "适用对象",
	"products.reads":      "凭授权读取",
	"products.consent":    "须企业逐一授权，用途：",
	"products.reads.none": "不读取信息",
	"products.price":      "价格",
	"products.range":      "%s 至 %s",
	"products.days":       "提供期间",
	"products.terms":      "条款",
	"products.terms.go":   "到机构网站查看条款",
	"products.key":        "今日次序值",
	"products.none":       "目录中没有这样的产品；协议和资质有效的机构登记并经信用主管部门审批后，会出现在这里。",
	"products.check":      "复算次序：",
	"productkind.loan":    "贷款", "productkind.guarantee": "担保", "productkind.insurance": "保险", "productkind.leasing": "租赁", "productkind.report": "信用报告", "productkind.other": "其他",
}

var productsEN = page.Texts{
	"products.title":      "Directory of credit products",
	"products.lead":       "What credit agencies and banks offer firms of Hainan: for whom, what is read by consent and for what, price and terms. An agency enters, the lead office approves; the day after its agreement or licence ends the row is gone.",
	"products.nothing":    "For information only: no product decides anything on this platform, and being listed recommends nothing. Whether to take one, and whose, is the firm's own choice.",
	"products.order":      "The order is nobody's: each day products stand by the SHA-256 of the day and their number; today is %v. Anybody can compute it, and nobody can choose a place.",
	"products.choose":     "By kind",
	"products.agency":     "Agency",
	"products.for":        "For whom",
	"products.reads":      "Read by consent",
	"products.consent":    "only as the firm consents, each time; purpose: ",
	"products.reads.none": "It reads nothing",
	"products.price":      "Price",
	"products.range":      "%s to %s",
	"products.days":       "Offered",
	"products.terms":      "Terms",
	"products.terms.go":   "Terms on the agency's own site",
	"products.key":        "Order today",
	"products.none":       "There is no such product; once an agency whose agreement and licence hold enters one and the lead office approves it, it is listed here.",
	"products.check":      "Compute the order: ",
	"productkind.loan":    "loan", "productkind.guarantee": "guarantee", "productkind.insurance": "insurance", "productkind.leasing": "leasing", "productkind.report": "credit report", "productkind.other": "other",
}
