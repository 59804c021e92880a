package app

import (
	"xinheng/internal/jobs"
	"xinheng/internal/law"
)

// supportRound makes the lists of policies, once a night.
func (a *App) supportRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "support.lists", When: jobs.Daily(4, 20),
		What: law.Text2{ZH: "按惠企政策的条件匹配已授权的企业，每项政策一份名单，哈希存证；清除期满且未确认的条目", EN: "Matches consenting firms to the policies in force, a list of each, its hash on the ledger; forgets lines that are old and were not confirmed"},
		Why:  law.Text2{ZH: "免申即享（F22-4）；未运行时名单停在上一日，授权撤回、谢绝和政策届满仍即刻生效", EN: "So that firms need not ask (F22-4); without it the list is that of an earlier day; consents, refusals and the end of a policy hold at once all the same"},
		Do:   a.Support.Round,
	}
}
