package seed

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"xinheng/internal/ident"
	"xinheng/internal/workday"
)

// values are the cells of one row, by the role the catalogue gives a column, or by column code where it has no role.
type values map[string]string

// entry is a row on its way: which item, decided when.
type entry struct {
	item    string
	decided workday.Date
	source  Body // who reports it
	cells   values
}

const longTerm = "2099/12/31"

func slash(d workday.Date) string {
	if d == 0 {
		return longTerm
	}
	return strings.ReplaceAll(d.String(), "-", "/")
}

func (f Firm) subject() values {
	kind := "法人及非法人组织"
	if f.Kind == "household" {
		kind = "个体工商户"
	}
	return values{"subject_name": f.Name, "subject_kind": kind, "subject_uscc": f.USCC, "legal_rep": f.LegalRep, "region": f.Place.region}
}

func decidedBy(v values, b Body) values {
	v["authority"], v["authority_uscc"], v["source"], v["source_uscc"] = b.Name, b.USCC, b.Name, b.USCC
	return v
}

// history invents everything that happened to a firm up to today and returns what was decided in [from, to].
func (f Firm) history(today, from, to workday.Date) []entry {
	if told, isCharacter := stories[f.N]; isCharacter {
		return within(told.entries(f), from, to)
	}
	var out []entry
	out = append(out, f.licences(today)...)
	out = append(out, f.penalties(today)...)
	out = append(out, f.ratings(today)...)
	out = append(out, f.others(today)...)
	out = append(out, f.national(today)...)
	return within(out, from, to)
}

func within(all []entry, from, to workday.Date) []entry {
	kept := all[:0]
	for _, e := range all {
		if from <= e.decided && e.decided <= to {
			kept = append(kept, e)
		}
	}
	return kept
}

var dawn = workday.New(2018, 7, 1) // the story begins

func (f Firm) licences(today workday.Date) (out []entry) {
	r := stream(f.N, saltLicence)
	for i := range 3 + r.IntN(7) {
		p := pick(r, permits)
		for p.domain != f.Trade.domain && r.IntN(3) > 0 {
			p = pick(r, permits)
		}
		on := between(r, dawn, today)
		out = append(out, f.licence(p, on, i))
	}
	return out
}

func (f Firm) licence(p permit, on workday.Date, i int) entry {
	b := bureau(f.Place, p.domain)
	v := decidedBy(f.subject(), b)
	no := fmt.Sprintf("%s示%s%d%06d%d", p.prefix, f.Place.region[2:], on.Year(), f.N%1000000, i)
	until := workday.Date(0)
	if p.years > 0 {
		until = on.AddMonths(12 * p.years).AddDays(-1)
	}
	v["document_name"], v["document_no"], v["title"] = p.title+"决定书", fmt.Sprintf("%s示许准〔%d〕%d号", f.Place.name, on.Year(), f.N*10+i), p.title
	v["kinds"], v["certificate_no"], v["certificate_name"] = p.kind, no, p.certificate
	v["XK_XKLB"], v["XK_XKZS"], v["XK_XKBH"], v["XK_NR"], v["XK_ZT"] = p.kind, p.certificate, no, "准予"+p.title+"。", "1"
	v["decided_on"], v["valid_from"], v["valid_until"] = slash(on), slash(on), slash(until)
	v["domain"] = p.domain
	return entry{"licence", on, b, v}
}

func (f Firm) penalties(today workday.Date) (out []entry) {
	r := stream(f.N, saltPenalty)
	for i := range pick(r, []int{0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 5}) {
		o := pick(r, offences)
		for o.domain != f.Trade.domain && r.IntN(3) > 0 {
			o = pick(r, offences)
		}
		on := between(r, dawn, today)
		e := f.penalty(r, o, on, i)
		out = append(out, e)
		if r.IntN(100) < 22 {
			if repaired := on.AddDays(120 + r.IntN(200)); repaired <= today {
				out = append(out, f.amend("repair", e, repaired))
			}
		} else if r.IntN(200) == 0 && on >= workday.New(2021, 9, 1) {
			if quashed := on.AddDays(20 + r.IntN(60)); quashed <= today {
				out = append(out, f.amend("withdrawal", e, quashed))
			}
		}
	}
	return out
}

func (f Firm) penalty(r *rand.Rand, o offence, on workday.Date, i int) entry {
	b := bureau(f.Place, o.domain)
	v := decidedBy(f.subject(), b)
	fen := int64(o.wan[0]*100) + int64(r.Float64()*(o.wan[1]-o.wan[0])*100) // hundredths of 万元: whole 100 元
	v["document_no"] = fmt.Sprintf("%s示%s罚〔%d〕%d号", f.Place.name, string([]rune(bureaus[o.domain])[0:2]), on.Year(), f.N*10+i)
	v["title"], v["facts"], v["basis"], v["kinds"] = o.conduct, o.facts, o.basis, strings.Join(o.kinds, "、")
	content := "给予" + strings.Join(o.kinds, "、") + "的行政处罚"
	if fen > 0 {
		v["amount_fine"] = fmt.Sprintf("%d.%02d", fen/100, fen%100)
		content = fmt.Sprintf("罚款%d元", fen*100)
	}
	v["CF_NR"] = content + "。"
	v["decided_on"], v["served_on"], v["valid_until"] = slash(on), slash(on.AddDays(2)), longTerm
	v["domain"] = o.domain
	return entry{"penalty", on, b, v}
}

// amend makes the row that repairs, withdraws or removes an earlier one.
func (f Firm) amend(item string, target entry, on workday.Date) entry {
	mark := map[string]string{"repair": "修复", "withdrawal": "撤", "removal": "移出"}[item]
	v := decidedBy(f.subject(), target.source)
	v["target_item"] = target.item
	v["target_document_no"], v["target_authority_uscc"] = target.cells["document_no"], target.cells["authority_uscc"]
	v["document_no"] = strings.Replace(target.cells["document_no"], "〔", mark+"〔", 1)
	v["decided_on"], v["served_on"] = slash(on), slash(on)
	v["basis"] = map[string]string{"repair": "《信用修复管理办法》", "withdrawal": "《中华人民共和国行政处罚法》第四十八条", "removal": "列入决定所附移出条件已满足"}[item]
	v["facts"] = map[string]string{"repair": "当事人已履行法定义务并作出信用承诺，准予修复。", "withdrawal": "原决定被依法变更或者撤销。", "removal": "移出条件已满足。"}[item]
	if item == "withdrawal" {
		v["kinds"] = "依法撤销"
	}
	if target.item == "list_entry" {
		v["list_code"] = target.cells["list_code"]
	}
	return entry{item, on, target.source, v}
}

func (f Firm) ratings(today workday.Date) (out []entry) {
	r := stream(f.N, saltRating)
	if f.Kind != "enterprise" || r.IntN(10) > 3 {
		return nil
	}
	grade := pick(r, []string{"A", "A", "B", "B", "B", "B", "M", "M", "C", "D"})
	for y := 2020; y <= today.Year(); y++ {
		on := workday.New(y, 4, 20)
		if on > today {
			break
		}
		out = append(out, f.rating("rating_tax", taxOffice, grade, on, y-1))
		if r.IntN(4) == 0 {
			grade = pick(r, []string{"A", "B", "B", "M", "C"})
		}
	}
	if f.Trade.domain == "environment" || r.IntN(40) == 0 {
		out = append(out, f.rating("rating_environment", ecology, pick(r, []string{"诚信", "良好", "良好", "警示", "不良"}), workday.New(2026, 3, 31), 2025))
	}
	if f.Trade.domain == "customs" {
		out = append(out, f.rating("rating_customs", customsHall, pick(r, []string{"高级认证", "认证", "常规", "常规", "常规"}), workday.New(2026, 4, 15), 2026))
	}
	return out
}

// national is what the yearly evaluation at national level says of seven enterprises in ten; it is handed over and never made here.
func (f Firm) national(today workday.Date) []entry {
	on := workday.New(today.Year(), 6, 15)
	if r := stream(f.N, saltNational); f.Kind == "enterprise" && on <= today && r.IntN(10) < 7 {
		return []entry{f.rating("rating_national", centre, pick(r, []string{"A", "A", "A", "B", "B", "B", "B", "B", "C", "C", "D"}), on, on.Year())}
	}
	return nil
}

func (f Firm) rating(item string, by Body, grade string, on workday.Date, year int) entry {
	v := decidedBy(f.subject(), by)
	v["grade"], v["title"] = grade, map[string]string{"rating_tax": "纳税缴费信用评价", "rating_customs": "海关企业信用等级", "rating_environment": "环保信用评价", "rating_national": "企业信用状况综合评价"}[item]
	v["decided_on"], v["valid_from"] = slash(on), slash(on)
	v["valid_until"] = slash(on.AddMonths(12).AddDays(-1))
	v["document_no"] = fmt.Sprint(year) // the sheet numbers a rating by its year
	return entry{item, on, by, v}
}

// others are the rarer things: honours, pledges, contracts, abnormal status, court enforcement, severe lists.
func (f Firm) others(today workday.Date) (out []entry) {
	if r := stream(f.N, saltHonour); r.IntN(10) < 3 {
		out = append(out, f.honour(between(r, dawn, today)))
	}
	if r := stream(f.N, saltPledge); r.IntN(10) < 6 {
		out = append(out, f.pledge(between(r, workday.New(2021, 3, 1), today), "全部履行"))
	}
	if r := stream(f.N, saltContract); r.IntN(10) < 2 {
		out = append(out, f.contract(r, between(r, workday.New(2022, 1, 1), today)))
	}
	if r := stream(f.N, saltAbnormal); r.IntN(100) < 9 {
		e := f.abnormal(between(r, workday.New(2021, 1, 1), today))
		out = append(out, e)
		if back := e.decided.AddDays(30 + r.IntN(400)); r.IntN(3) > 0 && back <= today {
			out = append(out, f.amend("removal", e, back))
		}
	}
	if r := stream(f.N, saltList); r.IntN(100) < 3 {
		on := between(r, workday.New(2024, 3, 1), today)
		e := f.enforced(on)
		if r.IntN(4) > 0 {
			e = f.listed(pick(r, severeLists), on)
		}
		out = append(out, e)
		if back := e.decided.AddDays(380 + r.IntN(300)); r.IntN(3) == 0 && back <= today {
			out = append(out, f.amend("removal", e, back))
		}
	}
	return out
}

func (f Firm) honour(on workday.Date) entry {
	v := decidedBy(f.subject(), commerce)
	v["title"], v["document_no"] = "示例诚信经营示范单位", fmt.Sprintf("琼示誉〔%d〕%d号", on.Year(), f.N)
	v["decided_on"], v["valid_from"], v["valid_until"] = slash(on), slash(on), slash(on.AddMonths(36).AddDays(-1))
	v["grade"] = "省级"
	return entry{"honour", on, commerce, v}
}

func (f Firm) pledge(on workday.Date, kept string) entry {
	b := bureau(f.Place, "market")
	v := decidedBy(f.subject(), b)
	day := strings.ReplaceAll(on.String(), "-", "")
	v["document_no"] = fmt.Sprintf("%s%s%06d", f.Place.region, day, f.N%1000000)
	v["kinds"], v["title"], v["facts"] = "审批替代型", "申请办理示例许可证", "承诺符合许可条件并接受核查。"
	v["LIABILITYBREACHCOMMITMENT"], v["performance"], v["publicity"] = "虚假承诺的，依法撤销许可并记入信用记录。", kept, "可向社会公开"
	v["decided_on"] = slash(on)
	if kept != "全部履行" {
		v["UNPERFORMEDCOMMITMENTCONTENT"], v["basis"] = "经营场所条件与承诺不符", "《中华人民共和国行政许可法》第六十九条，撤销示例许可证"
		v["ACCEPTANCECONFIRMUNIT"], v["ACCEPTANCECONFIRMUNITIDENTIFY"], v["performance_on"] = b.Name, b.USCC, slash(on.AddDays(45))
	}
	return entry{"commitment", on, b, v}
}

func (f Firm) contract(r *rand.Rand, on workday.Date) entry {
	buyer := provincial("机关事务管理局", 20)
	v := decidedBy(f.subject(), buyer)
	v["document_no"], v["title"], v["kinds"] = fmt.Sprintf("SLHT-%d-%06d", on.Year(), f.N%1000000), "示例货物采购合同", "行政合同"
	v["facts"], v["HTJE"], v["CGFS"], v["performance"] = "示例货物", fmt.Sprintf("%d.5", 5+r.IntN(90)), "招标采购", "履行中"
	v["decided_on"], v["valid_until"], v["HTGGRQ"] = slash(on), slash(on.AddMonths(6)), slash(on.AddDays(3))
	return entry{"contract", on, buyer, v}
}

func (f Firm) abnormal(on workday.Date) entry {
	v := decidedBy(f.subject(), market)
	v["title"], v["facts"] = "通过登记的住所（经营场所）无法联系", "通过登记的住所（经营场所）无法联系"
	v["list_code"], v["document_no"] = "business-abnormal", fmt.Sprintf("琼示异〔%d〕%d号", on.Year(), f.N)
	v["basis"] = "《企业信息公示暂行条例》第十七条"
	v["decided_on"], v["valid_from"], v["served_on"] = slash(on), slash(on), slash(on)
	return entry{"abnormal", on, market, v}
}

type severe struct {
	code, grounds, basis string
	by                   Body
}

var severeLists = []severe{
	{"tax-major", "虚开普通发票，税额达到公布标准", "《重大税收违法失信主体信息公布管理办法》", taxOffice},
	{"wage-arrears", "拖欠农民工工资经责令限期支付逾期未支付", "《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》", labour},
	{"samr-serious", "生产经营不符合食品安全标准的食品，受到较重行政处罚", "《市场监督管理严重违法失信名单管理办法》", market},
	{"safety-serious", "发生生产安全责任事故被处以较重处罚", "《安全生产严重失信主体名单管理办法》", emergency},
	{"transport-serious", "货运车辆一年内违法超限运输超过标准", "列入名单的规定", transport},
}

func (f Firm) listed(l severe, on workday.Date) entry {
	v := decidedBy(f.subject(), l.by)
	v["list_code"], v["title"], v["facts"], v["basis"] = l.code, l.grounds, l.grounds, l.basis
	v["document_no"] = fmt.Sprintf("琼示列〔%d〕%d号", on.Year(), f.N)
	v["decided_on"], v["served_on"], v["valid_from"] = slash(on), slash(on.AddDays(1)), slash(on)
	return entry{"list_entry", on, l.by, v}
}

// enforced is an entry of the courts' own list, in the courts' own columns.
func (f Firm) enforced(on workday.Date) entry {
	v := decidedBy(f.subject(), court)
	v["document_no"], v["basis"] = fmt.Sprintf("（%d）琼示执%d号", on.Year(), f.N), fmt.Sprintf("（%d）琼示民初%d号", on.Year()-1, f.N)
	v["title"], v["facts"], v["performance"] = "有履行能力而拒不履行生效法律文书确定义务", "支付货款", "全部未履行"
	v["decided_on"], v["served_on"], v["valid_from"] = slash(on), slash(on), slash(on.AddDays(-60))
	v["valid_until"] = slash(on.AddMonths(24).AddDays(-1))
	return entry{"enforcement", on, court, v}
}

func (f Firm) ban(kind, industry string, on, until workday.Date) entry {
	v := decidedBy(f.subject(), market)
	v["ban_kind"], v["industry"], v["title"] = kind, industry, "限制从事食品生产经营活动"
	v["facts"], v["basis"] = "被吊销食品经营许可证", "《中华人民共和国食品安全法》第一百三十五条"
	v["document_no"] = fmt.Sprintf("琼示禁〔%d〕%d号", on.Year(), f.N)
	v["decided_on"], v["served_on"], v["valid_from"], v["valid_until"] = slash(on), slash(on), slash(on), slash(until)
	v["domain"] = "food"
	return entry{"ban", on, market, v}
}

// firstCitizen is the number of the first natural person who was penalised; one of the people of the demonstration.
const firstCitizen = 1_000_000

// citizen is a natural person who was penalised: no file, no search, a masked name and an end.
func citizen(n int) (name, id string) {
	r := stream(n, saltFirm)
	return string(pick(r, surnames)) + pick(r, givenNames), ident.MakeIDCard(fmt.Sprintf("460000198%d%02d%02d%03d", r.IntN(10), 1+r.IntN(12), 1+r.IntN(28), r.IntN(1000)))
}
