package developer

import (
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Change is what is new of the interface, for those who build against it.
type Change struct {
	On   workday.Date `json:"on"`
	Kind string       `json:"kind" enum:"added,changed,deprecated,removed"`
	What law.Text2    `json:"what"`
}

var changes = []Change{
	{workday.MustParse("2026-11-29"), "added", law.Text2{
		ZH: "市场应用（OAuth 2.1）：企业授权后用 GET /v1/app/file、GET /v1/app/commitments 读取其公示信息；POST /oauth/embed 领取嵌入页面的地址。见 /developers/apps。",
		EN: "Apps of the market (OAuth 2.1): once a firm agreed, GET /v1/app/file and GET /v1/app/commitments read what is public of it; POST /oauth/embed gives the address of a page to embed. See /developers/apps."}},
	{workday.MustParse("2026-11-29"), "added", law.Text2{
		ZH: "沙箱：POST /v1/sandbox/checks 不用密钥即可试查验，GET /v1/sandbox/firms 列出每家虚构企业应得的答复。",
		EN: "A sandbox: try checks without a key at POST /v1/sandbox/checks; GET /v1/sandbox/firms lists what each invented firm answers."}},
	{workday.MustParse("2026-11-29"), "added", law.Text2{
		ZH: "事件流：GET /v1/events 从任一位置续读，POST /v1/events/replay 重放，推送严格按序，停发可见；GET /v1/exchange/keys 列出全部签名公钥。",
		EN: "The stream of events: read on from any place with GET /v1/events, have it sent again with POST /v1/events/replay; webhooks are told in order, and one that was given up is visible; GET /v1/exchange/keys lists all signing keys."}},
	{workday.MustParse("2026-11-29"), "changed", law.Text2{
		ZH: "配额用完（429）的答复以 Retry-After 给出距次日零时的秒数。",
		EN: "Where a quota is used up (429) Retry-After gives the seconds until the next day."}},
	{workday.MustParse("2026-11-29"), "deprecated", law.Text2{
		ZH: "GET /v1/exchange/key：只给出一把公钥，轮换期间不够用；请改用 GET /v1/exchange/keys。",
		EN: "GET /v1/exchange/key gives one key, which is too few while keys change; use GET /v1/exchange/keys."}},
}

var retirements = []web.Retirement{
	{Operation: "exchange.key", Route: "GET /v1/exchange/key", Announced: workday.MustParse("2026-11-29"), Sunset: workday.MustParse("2027-11-29"),
		Instead: law.Text2{ZH: "GET /v1/exchange/keys", EN: "GET /v1/exchange/keys"}},
}

// Changes lists what is new of the interface, the newest first.
func Changes() []Change {
	all := slices.Clone(changes)
	slices.SortStableFunc(all, func(a, b Change) int { return int(b.On - a.On) })
	return all
}

// Retirements lists the operations that will go, and those that went.
func Retirements() []web.Retirement { return slices.Clone(retirements) }

// Missed names the routes that were published and are not there, though it was not said for twelve months that they would go.
func Missed(published, there []string, notices []web.Retirement, today workday.Date) (missed []string) {
	for _, route := range published {
		said := slices.ContainsFunc(notices, func(r web.Retirement) bool { return r.Route == route && r.Fair() && r.Sunset <= today })
		if !said && !slices.Contains(there, route) {
			missed = append(missed, route)
		}
	}
	return missed
}
