package program

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/seed"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

var update = flag.Bool("update", false, "write the files of samples/ anew")

const samplesFolder = "../../samples"

// The body that hands the samples in, as the invented province has it.
const (
	issuer     = "11460000XY0000RY40"
	issuerName = "海南省示例市场监督管理局"
)

// cells is a row by column code.
type cells map[string]string

func (c cells) with(pairs ...string) cells {
	out := maps.Clone(c)
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// character finds a named firm of the story.
func character(key string) seed.Character {
	all := seed.Characters()
	return all[slices.IndexFunc(all, func(c seed.Character) bool { return c.Key == key })]
}

// The firms that entity.csv registers: beyond any number the generator of the province reaches.
var (
	chengyu = string(ident.MakeUSCC("91460100" + ident.MakeOrgCode("XYQQ0001")))
	branch  = string(ident.MakeUSCC("91469002" + ident.MakeOrgCode("XYQQ0002")))
	guifan  = string(ident.MakeUSCC("92460200" + ident.MakeOrgCode("XYQQ0003")))
	yeying  = string(ident.MakeUSCC("93469005" + ident.MakeOrgCode("XYQQ0004")))
	guild   = string(ident.MakeUSCC("51460000" + ident.MakeOrgCode("XYQQ0005")))
)

// penaltyOf is a row of the national sheet, complete but for what is particular about it.
func penaltyOf(name, code, no, act, kinds, content, wan, decided string) cells {
	return cells{
		"CF_XDR_MC": name, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": code, "CF_WSH": "示样罚〔2026〕" + no + "号", "CF_WFXW": act,
		"CF_SY": "经查，当事人" + act + "，证据确凿。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十四条第一款", "CF_CFLB": kinds, "CF_NR": content,
		"CF_NR_FK": wan, "CF_JDRQ": decided, "CF_SDRQ": decided, "CF_YXQ": "2099/12/31", "CF_CFJG": issuerName, "CF_CFJGDM": issuer,
		"CF_SJLY": issuerName, "CF_SJLYDM": issuer,
	}
}

func penaltyOn(key, no, act, kinds, content, wan, decided string) cells {
	c := character(key)
	return penaltyOf(c.Name, c.USCC, no, act, kinds, content, wan, decided)
}

// nationalPenalty is the current sheet, in its order.
var nationalPenalty = strings.Fields("CF_XDR_MC CF_XDR_LB CF_XDR_SHXYM CF_XDR_GSZC CF_XDR_ZZJG CF_XDR_SWDJ CF_XDR_SYDW CF_XDR_SHZZ CF_FRDB " +
	"CF_FR_ZJLX CF_FR_ZJHM CF_XDR_ZJLX CF_XDR_ZJHM CF_WSH CF_WFXW CF_SY CF_YJ CF_CFLB CF_NR CF_NR_FK CF_NR_WFFF CF_NR_ZKDX " +
	"CF_JDRQ CF_SDRQ CF_YXQ CF_GSJZQ CF_CFJG CF_CFJGDM CF_SJLY CF_SJLYDM BZ")

var penalties = []cells{
	penaltyOn("linyuan", "101", "发布虚假广告", "罚款", "罚款12000元。", "1.2", "2026/9/8"),
	penaltyOn("lanjiao", "102", "未按规定建立进货查验记录", "警告", "给予警告的行政处罚。", "", "2026-09-15"),
	penaltyOn("shanhu", "103", "重大事故隐患逾期未排除", "责令停产停业、罚款", "责令停产停业整顿，罚款125000元。", "12.5", "2026年10月12日"),
	penaltyOn("zhulang", "104", "经营超过保质期的食品", "罚款；没收违法所得", "没收违法所得860元，罚款30000元。", "3", "20260805").with("CF_NR_WFFF", "0.086"),
	penaltyOn("haixi", "105", "餐具、饮具未按规定清洗消毒", "罚款", "罚款8000元。", "0.8", "2026.10.20"),
	penaltyOn("linyuan", "101", "发布虚假广告", "罚款", "罚款12000元。", "1.2", "2026-09-08"), // the first again, its date written otherwise
}

var titledPenalties = []cells{
	penaltyOn("bihu", "201", "未取得道路运输经营许可从事经营", "罚款", "罚款5000元。", "0.5", "2026-09-22"),
	penaltyOn("fengfan", "202", "进出口货物申报不实", "罚款", "罚款21000元。", "2.1", "2026-10-09"),
	penaltyOn("yefeng-b", "203", "经营超过保质期的食品", "罚款", "罚款36000元。", "3.6", "2026-09-28"),
}

var oldPenalties = []cells{oldPenalty("qingming", "11", "2018-05-10"), oldPenalty("chaoyong", "12", "2018/9/3"), oldPenalty("haixi", "13", "20181203")}

func oldPenalty(key, no, decided string) cells {
	c := character(key)
	return cells{"CF_WSH": "示样罚字〔2018〕" + no + "号", "CF_AJMC": "未按规定公示物业服务收费", "CF_CFLB1": "罚款", "CF_SY": "经查，当事人未按规定公示收费项目和标准。",
		"CF_YJ": "《物业管理条例》", "CF_XDR_MC": c.Name, "CF_XDR_SHXYM": c.USCC, "CF_FR": "示例甲", "CF_JG": "罚款2000元。", "CF_JDRQ": decided,
		"CF_XZJG": issuerName, "CF_ZT": "0", "DFBM": "460000"}
}

// citizen is a penalty on a natural person: the identity number says who it is, and is never shown.
func citizenPenalty(name, first17, no, decided string) cells {
	return penaltyOf(name, "", no, "占道经营", "罚款", "罚款500元。", "0.05", decided).with("CF_XDR_LB", "自然人", "CF_XDR_ZJLX", "身份证",
		"CF_XDR_ZJHM", ident.MakeIDCard(first17), "CF_YJ", "《海南省城乡容貌和环境卫生管理条例》")
}

var persons = []cells{
	citizenPenalty("王示一", "46000019880101001", "301", "2026-10-13"),
	citizenPenalty("符例华", "46000019920314123", "302", "2026-10-14"),
	citizenPenalty("欧阳示远", "46000019790630456", "303", "2026-10-15"),
}

var licences = []cells{
	licenceOf("linyuan", "401", "公共场所卫生许可", "普通", "2026-09-01", "2026-09-01", "2030-08-31"),
	licenceOf("haixi", "402", "食品经营许可", "普通", "2026-09-04", "2026-09-04", "2031-09-03"),
	licenceOf("fengfan", "403", "对外贸易经营者备案登记", "登记", "2026-09-10", "2026-09-10", "2099/12/31"),
	licenceOf("lanjiao", "404", "排污许可", "普通", "2026-09-18", "2026-09-18", "9999/12/31"),
}

func licenceOf(key, no, title, kind, decided, from, until string) cells {
	c := character(key)
	return cells{"XK_XDR_MC": c.Name, "XK_XDR_LB": "法人及非法人组织", "XK_XDR_SHXYM": c.USCC, "XK_XKWS": title + "决定书", "XK_WSH": "示样许〔2026〕" + no + "号",
		"XK_XKLB": kind, "XK_XKZS": title + "证", "XK_XKBH": "SY460000" + no, "XK_NR": "准予" + title + "。", "XK_JDRQ": decided, "XK_YXQZ": from, "XK_YXQZI": until,
		"XK_XKJG": issuerName, "XK_XKJGDM": issuer, "XK_ZT": "1", "XK_LYDW": issuerName, "XK_LYDWDM": issuer}
}

var licenceOrder = strings.Fields("XK_XDR_MC XK_XDR_LB XK_XDR_SHXYM XK_XKWS XK_WSH XK_XKLB XK_XKZS XK_XKBH XK_NR XK_JDRQ XK_YXQZ XK_YXQZI XK_XKJG XK_XKJGDM XK_ZT XK_LYDW XK_LYDWDM")

var entityHeader = strings.Fields("统一社会信用代码 企业名称 曾用名 主体类型 登记状态 行政区划 行业代码 成立日期 住所 法定代表人 法定代表人证件号码 隶属企业统一社会信用代码")

var entities = []cells{
	entityOf(chengyu, "海口澄屿示例食品有限公司", "企业", "460105", "C14", "2023-04-18", "海口市秀英区示例大道88号", "符示安", "46000019810203101").with("曾用名", "海口澄海示例食品有限公司"),
	entityOf(branch, "海口澄屿示例食品有限公司琼海分公司", "企业", "469002", "C14", "2024/3/1", "琼海市示例路16号", "黄例宁", "46000019850607202").with("隶属企业统一社会信用代码", chengyu),
	entityOf(guifan, "三亚归帆示例民宿", "个体工商户", "460205", "H61", "2022年7月9日", "三亚市崖州区示例渔港3号", "羊示和", "46000019900909303"),
	entityOf(yeying, "文昌椰影示例农业农民专业合作社", "农民专业合作社", "469005", "A01", "20211120", "文昌市示例镇示例村", "林例平", "46000019751212404"),
	entityOf(guild, "海南省示例冷链行业协会", "社会组织", "460000", "S95", "2019-05-06", "海口市示例大道1号", "陈示远", "46000019680808505"),
}

func entityOf(code, name, kind, region, industry, established, address, rep, id17 string) cells {
	return cells{"统一社会信用代码": code, "企业名称": name, "主体类型": kind, "登记状态": "存续", "行政区划": region, "行业代码": industry, "成立日期": established,
		"住所": address, "法定代表人": rep, "法定代表人证件号码": ident.MakeIDCard(id17)}
}

var listHeader = strings.Fields("名单名称 主体名称 主体类别 统一社会信用代码 列入名单事由 列入日期 认定部门 认定部门统一社会信用代码 认定依据 认定文书号 送达日期 数据来源单位 数据来源单位统一社会信用代码")

var listings = []cells{
	listingOf(chengyu, "海口澄屿示例食品有限公司", "501", "生产经营不符合食品安全标准的食品，受到较重行政处罚", "2026-10-19", "2026-10-20"),
	listingOf(guifan, "三亚归帆示例民宿", "502", "提交虚假材料取得登记，受到较重行政处罚", "2026-10-21", "2026-10-23").with("主体类别", "个体工商户"),
}

func listingOf(code, name, no, grounds, listed, served string) cells {
	return cells{"名单名称": "samr-serious", "主体名称": name, "主体类别": "法人及非法人组织", "统一社会信用代码": code, "列入名单事由": grounds, "列入日期": listed,
		"认定部门": issuerName, "认定部门统一社会信用代码": issuer, "认定依据": "《市场监督管理严重违法失信名单管理办法》", "认定文书号": "示样列〔2026〕" + no + "号",
		"送达日期": served, "数据来源单位": issuerName, "数据来源单位统一社会信用代码": issuer}
}

var repairHeader = strings.Fields("信用主体名称 统一社会信用代码 原信息类别 原决定文书号 原认定机关统一社会信用代码 修复决定文书号 修复决定日期 修复机关 修复机关统一社会信用代码 修复依据")

var repairs = []cells{{
	"信用主体名称": character("zhulang").Name, "统一社会信用代码": character("zhulang").USCC, "原信息类别": "行政处罚", "原决定文书号": "示样罚〔2026〕104号",
	"原认定机关统一社会信用代码": issuer, "修复决定文书号": "示样修〔2026〕7号", "修复决定日期": "2026-11-10", "修复机关": issuerName, "修复机关统一社会信用代码": issuer,
	"修复依据": "《信用修复管理办法》",
}}

var withdrawalHeader = strings.Fields("信用主体名称 统一社会信用代码 原信息类别 原决定文书号 原决定机关统一社会信用代码 撤回情形 撤回文书号 撤回日期 撤回机关 撤回机关统一社会信用代码 撤回依据")

var withdrawals = []cells{{
	"信用主体名称": character("yefeng-b").Name, "统一社会信用代码": character("yefeng-b").USCC, "原信息类别": "行政处罚", "原决定文书号": "示样罚〔2026〕203号",
	"原决定机关统一社会信用代码": issuer, "撤回情形": "依法撤销", "撤回文书号": "示样复决〔2026〕3号", "撤回日期": "2026-11-06", "撤回机关": issuerName,
	"撤回机关统一社会信用代码": issuer, "撤回依据": "《中华人民共和国行政处罚法》第四十八条",
}}

var shortPenalty = strings.Fields("CF_XDR_MC CF_XDR_LB CF_XDR_SHXYM CF_XDR_ZJLX CF_XDR_ZJHM CF_WSH CF_WFXW CF_SY CF_YJ CF_CFLB CF_NR CF_NR_FK CF_JDRQ CF_SDRQ CF_CFJG CF_CFJGDM BZ")

var nameOnly = []cells{
	penaltyOf("海南椰风示例食品有限公司", "", "601", "虚假或者引人误解的商业宣传", "罚款", "罚款20000元。", "2", "2026-10-26"), // two firms have this name
	penaltyOf("海口碧瑚示例汽车服务有限公司", "", "602", "发布虚假广告", "罚款", "罚款6000元。", "0.6", "2026-10-27"),     // one has
	penaltyOf("海口无名示例商贸有限公司", "", "603", "发布虚假广告", "罚款", "罚款7000元。", "0.7", "2026-10-28"),       // nobody has
}

// faulty is one row of each kind of error a CSV of penalties can have; the remark says which.
func faulty() (rows []cells) {
	n := 700
	good := func() cells {
		n++
		return penaltyOn("linyuan", fmt.Sprint(n), "发布虚假广告", "罚款", "罚款10000元。", "1", "2026-10-08")
	}
	spoilt := func(code string, pairs ...string) { rows = append(rows, good().with(pairs...).with("BZ", code)) }
	uscc := character("linyuan").USCC
	rows = append(rows, good().with("BZ", "ok"))
	spoilt("row_cells", "extra", "多出的一格")
	spoilt("text_control", "CF_SY", "经查，\a当事人发布虚假广告。")
	spoilt("text_long", "CF_WSH", strings.Repeat("示", 257))
	spoilt("required", "CF_NR", "")
	spoilt("adverse_incomplete", "CF_YJ", "")
	spoilt("authority_missing", "CF_CFJG", "海口市示例城市管理局", "CF_CFJGDM", "")
	spoilt("value_unknown", "CF_XDR_LB", "外星企业")
	spoilt("date_form", "CF_JDRQ", "上星期三")
	spoilt("date_none", "CF_JDRQ", "2026-02-30")
	spoilt("date_1900", "CF_JDRQ", "1900/1/0")
	spoilt("date_early", "CF_JDRQ", "1948-05-01")
	spoilt("date_future", "CF_JDRQ", "2098-10-08", "CF_SDRQ", "")
	spoilt("date_order", "CF_SDRQ", "2026-10-01")
	spoilt("amount_form", "CF_NR_FK", "壹万元整")
	spoilt("amount_decimals", "CF_NR_FK", "1.0000001")
	spoilt("amount_large", "CF_NR_FK", "100000000000")
	spoilt("code_digits_lost", "CF_XDR_SHXYM", "9.146E+17")
	spoilt("uscc_form", "CF_XDR_SHXYM", strings.Replace(uscc, "0", "O", 1))
	spoilt("uscc_check", "CF_XDR_SHXYM", uscc[:17]+otherCheck(uscc[17]))
	spoilt("uscc_placeholder", "CF_CFJGDM", strings.Repeat("0", 18))
	spoilt("person_id", "CF_XDR_LB", "自然人", "CF_XDR_SHXYM", "", "CF_XDR_ZJLX", "身份证", "CF_XDR_ZJHM", "460000198801010012")
	spoilt("person_id_missing", "CF_XDR_LB", "自然人", "CF_XDR_SHXYM", "")
	spoilt("subject_missing", "CF_XDR_SHXYM", "", "CF_XDR_MC", "无")
	return rows
}

func otherCheck(c byte) string {
	if c == '0' {
		return "1"
	}
	return "0"
}

// sheetOf writes rows as comma-separated text, the way a spreadsheet saves it.
func sheetOf(header []string, rows []cells) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	_ = w.Write(header)
	for _, r := range rows {
		line := make([]string, len(header))
		for i, h := range header {
			line[i] = r[h]
		}
		if extra := r["extra"]; extra != "" {
			line = append(line, extra)
		}
		_ = w.Write(line)
	}
	w.Flush()
	return b.Bytes()
}

func jsonLines(order []string, rows []cells) []byte {
	var b bytes.Buffer
	for _, r := range rows {
		for i, k := range order {
			sep := ","
			if i == 0 {
				sep = "{"
			}
			v, _ := json.Marshal(r[k])
			fmt.Fprintf(&b, "%s%q:%s", sep, k, v)
		}
		b.WriteString("}\n")
	}
	return b.Bytes()
}

func gb18030(t *testing.T, text []byte) []byte {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// workbook lays rows out under the Chinese titles of an item.
func workbook(t *testing.T, item string, order []string, rows []cells) []byte {
	t.Helper()
	lib, err := law.Load(lawdata.FS)
	if err != nil {
		t.Fatal(err)
	}
	it, _ := lib.On(workday.New(2026, 11, 1)).Item(item)
	titles := map[string]string{}
	for _, f := range it.Fields {
		titles[f.Code] = f.Name.ZH
	}
	x := excelize.NewFile()
	defer func() { _ = x.Close() }()
	line := make([]string, len(order))
	for i, code := range order {
		line[i] = titles[code]
	}
	for n := range len(rows) + 1 {
		if n > 0 {
			for i, code := range order {
				line[i] = rows[n-1][code]
			}
		}
		if err := x.SetSheetRow("Sheet1", fmt.Sprintf("A%d", n+1), &line); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sampleFiles(t *testing.T) map[string][]byte {
	bom := []byte("\ufeff")
	old := strings.Fields("CF_WSH CF_AJMC CF_CFLB1 CF_SY CF_YJ CF_XDR_MC CF_XDR_SHXYM CF_FR CF_JG CF_JDRQ CF_XZJG CF_ZT DFBM")
	return map[string][]byte{
		"entity.csv":         sheetOf(entityHeader, entities),
		"penalty.csv":        append(bom, sheetOf(nationalPenalty, penalties)...),
		"penalty.xlsx":       workbook(t, "penalty", nationalPenalty, titledPenalties),
		"penalty-2015.csv":   gb18030(t, sheetOf(old, oldPenalties)),
		"licence.jsonl":      jsonLines(licenceOrder, licences),
		"persons.csv":        sheetOf(shortPenalty, persons),
		"list_entry.csv":     sheetOf(listHeader, listings),
		"repair.csv":         sheetOf(repairHeader, repairs),
		"withdrawal.csv":     sheetOf(withdrawalHeader, withdrawals),
		"name-only.csv":      sheetOf(shortPenalty, nameOnly),
		"penalty-errors.csv": sheetOf(shortPenalty, faulty()),
	}
}

func TestSamplesAreWhatTheirGeneratorWrites(t *testing.T) {
	t.Parallel()
	for name, want := range sampleFiles(t) {
		file := filepath.Join(samplesFolder, name)
		if *update {
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) && !(strings.HasSuffix(name, ".xlsx") && sameCells(t, got, want)) {
			t.Errorf("%s is not what this program writes: go test ./test/program -run SamplesAre -update", name)
		}
	}
}

// sameCells compares workbooks by what stands in them: a workbook is a zip whose parts come in any order.
func sameCells(t *testing.T, a, b []byte) bool {
	t.Helper()
	read := func(raw []byte) [][]string {
		x, err := excelize.OpenReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = x.Close() }()
		rows, err := x.GetRows("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	return slices.EqualFunc(read(a), read(b), slices.Equal)
}
