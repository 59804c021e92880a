package seed

import (
	"slices"

	"xinheng/internal/account"
)

// more are provincial departments that hand in nothing of their own, and yet have officers.
var more = []string{"教育厅", "科学技术厅", "工业和信息化厅", "公安厅", "民政厅", "司法厅", "财政厅", "自然资源和规划厅", "住房和城乡建设厅", "水务厅", "农业农村厅",
	"旅游和文化广电体育厅", "卫生健康委员会", "审计厅", "国有资产监督管理委员会", "统计局", "林业局", "药品监督管理局", "知识产权局", "医疗保障局", "地方金融管理局", "营商环境建设厅"}

// tourism is the association of the demonstration, which gathers its members to sign.
var tourism = Body{code("51", "460000", 900), "海南省示例旅游协会"}

// Organisations are the bodies of the invented province as a tree: its government, the departments, the 18 cities and
// counties with their bureaus, and Yangpu.
func Organisations() []account.Org {
	const wholeProvince = "460000"
	top := account.Org{ID: code("11", wholeProvince, 800), Name: "海南省示例人民政府", Region: wholeProvince, Kind: "government"}
	orgs := []account.Org{top}
	add := func(b Body, parent, region, kind string) string {
		if !slices.ContainsFunc(orgs, func(o account.Org) bool { return o.ID == b.USCC }) {
			orgs = append(orgs, account.Org{ID: b.USCC, Name: b.Name, Parent: parent, Region: region, Kind: kind})
		}
		return b.USCC
	}
	for _, b := range []Body{centre, taxOffice, court, labour, market, customsHall, ecology, approval, commerce, transport, emergency, planning, provincial("机关事务管理局", 20)} {
		add(b, top.ID, wholeProvince, "department")
	}
	for i, name := range more {
		add(provincial(name, 30+i), top.ID, wholeProvince, "department")
	}
	for _, p := range places {
		seat := add(Body{code("11", p.inUSCC, 600), p.city + "示例人民政府"}, top.ID, p.region, "government")
		for _, domain := range domainOrder {
			add(bureau(p, domain), seat, p.region, "department")
		}
	}
	add(dutyFree, top.ID, places[0].region, "executor")
	add(tourism, top.ID, wholeProvince, "association")
	add(bank, top.ID, places[0].region, "executor")
	add(bureauOfCredit, top.ID, places[0].region, "executor")
	add(rater, top.ID, places[0].region, "executor")
	add(Body{code("11", "469003", 601), "洋浦示例经济开发区管理委员会"}, top.ID, "46YP00", "park")
	return orgs
}
