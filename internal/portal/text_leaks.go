package portal

import "xinheng/internal/page"

// The words of the page on leaks and tampering.
var leaksZH = page.Texts{
	"leaks.title":     "信息安全举报",
	"leaks.lead":      "发现本平台的信息被泄露、滥用或者篡改，任何人都可以在这里报告，不用登录，不用留名。属实的，受影响的主体会逐一收到告知。",
	"leaks.report":    "报告线索",
	"leaks.cause":     "类别",
	"leaks.leak":      "泄露",
	"leaks.tamper":    "篡改",
	"leaks.misuse":    "滥用或者谋私",
	"leaks.statement": "看到了什么、在哪里看到、为什么认为与本平台有关",
	"leaks.contact":   "联系方式（可以不填；加密保存，只有办理单位能看到）",
	"leaks.do":        "提交",
	"leaks.taken":     "已收到，编号 %s，查询码 %s。查询码只显示这一次，请记下，可以凭它查询进度。",
	"leaks.years":     "年度数字",
	"leaks.none":      "还没有收到过报告；有了以后，这里逐年公布数字，不公布任何主体和个人。",
	"leaks.year":      "年度",
	"leaks.reported":  "报告",
	"leaks.open":      "在办",
	"leaks.declined":  "不予核查",
	"leaks.unfounded": "不属实",
	"leaks.confirmed": "属实",
	"leaks.handed":    "移送",
	"leaks.told":      "已告知主体",
}

var leaksEN = page.Texts{
	"leaks.title":     "Report a data leak",
	"leaks.lead":      "If data of this platform got out, is misused or was changed, anybody may say so here, without signing in and without a name. Once confirmed, every subject affected is told.",
	"leaks.report":    "Report",
	"leaks.cause":     "Kind",
	"leaks.leak":      "Leak",
	"leaks.tamper":    "Tampering",
	"leaks.misuse":    "Misuse or gain",
	"leaks.statement": "What you saw, where, and why it seems to concern this platform",
	"leaks.contact":   "How to reach you (may be empty; kept encrypted, read by the office alone)",
	"leaks.do":        "Send",
	"leaks.taken":     "Received as %s; the code is %s. It is shown only now: note it down, and follow the case with it.",
	"leaks.years":     "By year",
	"leaks.none":      "Nothing was reported yet; numbers by year will stand here, and no subject or person.",
	"leaks.year":      "Year",
	"leaks.reported":  "Reported",
	"leaks.open":      "Open",
	"leaks.declined":  "Not taken up",
	"leaks.unfounded": "Unfounded",
	"leaks.confirmed": "Confirmed",
	"leaks.handed":    "Handed over",
	"leaks.told":      "Subjects told",
}
