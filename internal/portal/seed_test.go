package portal

import (
	"context"
	"encoding/csv"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Invented firms and bodies; the last character is the check character.
var (
	haixi   = uscc("91460100MA5XXXX01") // 海汐示例水产有限公司
	yuanfan = uscc("91460200MA5XXXX02") // 远帆示例物流有限公司
	blank   = uscc("91460100MA5XXXX03") // 空白示例商贸有限公司, of whom nothing is known
	market  = uscc("11460100MB0XXXX01") // 海口市示例市场监督管理局
	taxes   = uscc("11460000MB0XXXX02") // 示例税务局
)

// uscc completes a code with its check character.
func uscc(first17 string) string {
	for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if u, _, err := ident.ParseUSCC(first17 + string(c)); err == nil {
			return string(u)
		}
	}
	panic("no check character fits " + first17)
}

// idCard is a made-up identity number: division 460106, with its check digit.
func idCard(first17 string) string {
	for _, c := range "0123456789X" {
		if _, err := ident.ParseIDCard(first17 + string(c)); err == nil {
			return first17 + string(c)
		}
	}
	panic("no check digit fits")
}

// desk is the real intake, with the reaction app wires.
func (s *stage) desk() *record.Desk {
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error {
		return standing.Apply(ctx, tx, s.lib, e)
	})
	return record.NewDesk(s.db, s.lib, s.sealer(), events, s.log, s.now)
}

// take hands one row in on a day, as a department would; it must be accepted.
func (s *stage) take(day, item, source, name string, row map[string]string) {
	s.t.Helper()
	back := s.day
	s.day = workday.MustParse(day)
	defer func() { s.day = back }()
	var head, values []string
	for k, v := range row {
		head, values = append(head, k), append(values, v)
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.WriteAll([][]string{head, values})
	got, err := s.desk().Take(s.t.Context(), access.CLI(), record.Delivery{Item: item, Source: source, SourceName: name, Name: item + ".csv", File: strings.NewReader(b.String())})
	if err != nil {
		s.t.Fatalf("intake of a %s: %v", item, err)
	}
	if got.Accepted != 1 {
		s.t.Fatalf("intake of a %s: %+v %+v", item, got.Counts, got.Errors)
	}
}

// with fills in a row over another.
func with(row map[string]string, pairs ...string) map[string]string {
	out := map[string]string{}
	for k, v := range row {
		out[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

func (s *stage) firm(id, name string) {
	s.t.Helper()
	s.take("2026-01-05", "entity", market, "海口市示例市场监督管理局", map[string]string{
		"企业名称": name, "统一社会信用代码": id, "登记状态": "存续", "成立日期": "2020-01-01", "行政区划": "460106",
	})
}

const (
	marketName = "海口市示例市场监督管理局"
	taxName    = "示例税务局"
)

// penalty is 海汐's fine of 20,000 yuan: general, decided on 2026-08-03, public from 2026-08-07, repairable from
// 2026-11-07, last public day 2027-08-06.
func penalty() map[string]string {
	return map[string]string{
		"CF_XDR_MC": "海汐示例水产有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": haixi, "CF_WSH": "琼示市监罚〔2026〕0417号",
		"CF_WFXW": "未按规定建立进货查验记录", "CF_SY": "当事人未查验供货者的许可证。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条",
		"CF_CFLB": "罚款", "CF_NR": "罚款人民币20000元", "CF_NR_FK": "2", "CF_JDRQ": "2026-08-03", "CF_SDRQ": "2026-08-05", "CF_YXQ": "2027-08-03",
		"CF_CFJG": marketName, "CF_CFJGDM": market, "CF_SJLY": marketName, "CF_SJLYDM": market, "XH_LY": "food",
	}
}

func licence() map[string]string {
	return map[string]string{
		"XK_XDR_MC": "海汐示例水产有限公司", "XK_XDR_LB": "法人及非法人组织", "XK_XDR_SHXYM": haixi, "XK_FRDB": "示例甲", "XK_XKWS": "食品生产许可证",
		"XK_WSH": "琼示许〔2024〕001号", "XK_XKLB": "普通", "XK_NR": "准予食品生产许可", "XK_JDRQ": "2024-03-15", "XK_YXQZ": "2024-03-15", "XK_YXQZI": "2029-03-14",
		"XK_XKJG": marketName, "XK_XKJGDM": market, "XK_ZT": "1", "XK_LYDW": marketName, "XK_LYDWDM": market,
	}
}

func listing() map[string]string {
	return map[string]string{
		"名单名称": "tax-major", "主体名称": "远帆示例物流有限公司", "主体类别": "法人及非法人组织", "统一社会信用代码": yuanfan, "列入名单事由": "示例事由",
		"列入日期": "2026-04-16", "认定部门": taxName, "认定部门统一社会信用代码": taxes, "认定依据": "《重大税收违法失信主体信息公布管理办法》第六条",
		"认定文书号": "琼示税〔2026〕22号", "送达日期": "2026-04-17", "有效期至": "2029-04-15", "数据来源单位": taxName, "数据来源单位统一社会信用代码": taxes,
	}
}

// person is the same kind of penalty on a natural person.
func person() map[string]string {
	return with(penalty(), "CF_XDR_MC", "王示例", "CF_XDR_LB", "自然人", "CF_XDR_SHXYM", "", "CF_XDR_ZJLX", "身份证",
		"CF_XDR_ZJHM", idCard("46010619900101001"), "CF_WSH", "琼示城罚〔2026〕0099号", "CF_WFXW", "占道经营")
}

// withdrawal of 海汐's penalty.
func withdrawal() map[string]string {
	return map[string]string{
		"CH_XDR_MC": "海汐示例水产有限公司", "CH_XDR_SHXYM": haixi, "CH_YML": "penalty", "CH_YWSH": "琼示市监罚〔2026〕0417号", "CH_YJGDM": market,
		"CH_LX": "撤销", "CH_WSH": "琼示市监撤〔2026〕3号", "CH_JDRQ": "2026-10-09", "CH_JG": marketName, "CH_JGDM": market, "CH_YJ": "《中华人民共和国行政处罚法》第四十八条",
	}
}

// town seeds the firms with one record each.
func (s *stage) town() {
	s.t.Helper()
	s.firm(haixi, "海汐示例水产有限公司")
	s.firm(yuanfan, "远帆示例物流有限公司")
	s.firm(blank, "空白示例商贸有限公司")
	s.take("2026-08-07", "penalty", market, marketName, penalty())
	s.take("2026-08-07", "licence", market, marketName, licence())
	s.take("2026-04-20", "list_entry", taxes, taxName, listing())
}

// recordOf finds the id of an entity's only record of an item.
func (s *stage) recordOf(entity, item string) string {
	s.t.Helper()
	all, err := record.Of(s.t.Context(), s.db, entity, s.now().AddDate(10, 0, 0))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, r := range all {
		if r.Item == item {
			return r.ID
		}
	}
	s.t.Fatalf("%s has no %s among %d records", entity, item, len(all))
	return ""
}

func TestSeedsAreWhatTheTestsBelieve(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	r, err := record.Find(t.Context(), s.db, s.recordOf(haixi, "penalty"))
	if err != nil {
		t.Fatal(err)
	}
	if r.PublicFrom.String() != "2026-08-07" || r.RepairFrom.String() != "2026-11-07" || r.PublicUntil.String() != "2027-08-06" {
		t.Errorf("public %s, repair %s, until %s", r.PublicFrom, r.RepairFrom, r.PublicUntil)
	}
}
