package opendata

import "xinheng/internal/law"

// Licence is under which terms open data may be used.
type Licence struct {
	Name    law.Text2   `json:"name"`
	Terms   []law.Text2 `json:"terms"`
	Assumed bool        `json:"assumed" doc:"the province has not published its own terms yet"`
}

// Terms of this platform, until the province publishes its own.
var Terms = Licence{
	Name: law.Text2{ZH: "信衡公共信用信息开放许可（拟）", EN: "Xinheng open licence of public credit data (proposed)"},
	Terms: []law.Text2{
		{ZH: "免费；可以复制、分析、再发布，包括商业使用。", EN: "Free of charge: it may be copied, analysed and published again, in business too."},
		{ZH: "须注明来源和数据日期。", EN: "Name the source and the day of the data."},
		{ZH: "须执行墓碑：已撤下的记录立即停止展示和使用，并从副本中删除（发改委令第36号）。", EN: "Obey tombstones: what was taken down is no longer shown or used, and is deleted from copies."},
		{ZH: "不得据以识别或者推断自然人；文件不含自然人记录。", EN: "It may not be used to identify natural persons or infer anything about them; the files hold no records of theirs."},
		{ZH: "不得仅凭数据自动作出不利决定；以原决定和本平台当前页面为准。", EN: "Nothing adverse is decided by machine from it alone; the original decision and the current page of this platform prevail."},
	},
	Assumed: true,
}
