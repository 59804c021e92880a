package portal

import "xinheng/internal/page"

// The words of the library of scenes.
var scenesZH = page.Texts{
	"scenes.title":     "应用场景",
	"scenes.lead":      "信用监管在哪里改变了什么：对应哪一条政策，怎样衡量，前后各是多少，数字从哪里来。没有前后两个数字和来源的不收；一人录入、另一人确认；撤回的仍可查阅。",
	"scenes.none":      "还没有应用场景；信用主管部门录入并由另一人确认后，列在这里。",
	"scenes.withdrawn": "已撤回",
	"scenes.why":       "%s 撤回，理由：",
	"scenes.article":   "对应条款",
	"scenes.body":      "录入单位",
	"scenes.changed":   "改了什么",
	"scenes.measured":  "怎样衡量",
	"scenes.before":    "之前",
	"scenes.after":     "之后",
	"scenes.until":     "%s 至 %s",
	"scenes.confirmed": "确认单位",
	"scenes.number":    "数字",
	"scenes.source":    "来源",
	"scenes.pilot":     "数字取自试点评估",
	"scenes.api":       "机器可读：",
}

var scenesEN = page.Texts{
	"scenes.title":     "Scenes",
	"scenes.lead":      "Where credit supervision changed what: which article of the policy, how it was measured, how much before and after, and where the numbers come from. None is taken without both numbers and a source; one person enters it and another confirms it; what is withdrawn stays readable.",
	"scenes.none":      "There are no scenes yet; once a lead office has entered one and another person confirmed it, it is listed here.",
	"scenes.withdrawn": "Withdrawn",
	"scenes.why":       "Withdrawn %s: ",
	"scenes.article":   "Article",
	"scenes.body":      "Entered by",
	"scenes.changed":   "What changed",
	"scenes.measured":  "How it was measured",
	"scenes.before":    "Before",
	"scenes.after":     "After",
	"scenes.until":     "%s to %s",
	"scenes.confirmed": "Confirmed by",
	"scenes.number":    "Number",
	"scenes.source":    "Source",
	"scenes.pilot":     "The numbers are those of the evaluation of a pilot",
	"scenes.api":       "For machines: ",
}
