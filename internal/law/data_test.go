package law_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	lawdata "xinheng/law"

	"xinheng/internal/law"
)

// What the shipped rule files promise. The loader already refuses what is malformed; here is what must not be lost when
// somebody edits the data: the columns of old files, the ends of everything adverse, the limits on what may block.

// today is the day the rule files describe.
var today = day("2026-11-22")

var loadOnce = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

// theLaw is the shipped law, loaded once for all tests that only read it.
func theLaw(t *testing.T) *law.Library {
	t.Helper()
	lib, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func TestF09_1_TheCatalogueNamesEveryKindOfRecord(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	want := map[string]law.Class{
		"licence": law.Licence, "penalty": law.Penalty, "list_entry": law.ListEntry, "abnormal": law.Abnormal,
		"enforcement": law.Enforcement, "ban": law.Ban, "honour": law.Honour, "credit_list": law.Honour,
		"commitment": law.Pledge, "contract": law.Contract, "entity": law.EntityItem, "rating_tax": law.Rating,
		"rating_customs": law.Rating, "rating_environment": law.Rating, "rating_national": law.Rating,
		"rating_risk": law.Rating, "rating_market": law.Rating,
		"repair": law.Amendment, "withdrawal": law.Amendment, "removal": law.Amendment,
	}
	for code, class := range want {
		item, ok := book.Item(code)
		if !ok || item.Class != class {
			t.Errorf("item %s: class %q, want %q", code, item.Class, class)
			continue
		}
		if len(item.Sources) == 0 || item.Publicity == "" || len(item.Key) == 0 {
			t.Errorf("item %s: sources %v, publicity %q, key %v: all three are needed", code, item.Sources, item.Publicity, item.Key)
		}
		if _, ok := book.Limit(item.Retention); !ok {
			t.Errorf("item %s: retention %q is no limit in force", code, item.Retention)
		}
	}
	for _, code := range []string{"licence", "penalty"} {
		if item, _ := book.Item(code); item.Timely != "publicity.dual" {
			t.Errorf("item %s: timely %q, want the seven working days of 双公示", code, item.Timely)
		}
	}
	for code, amends := range map[string]string{"repair": "repaired", "withdrawal": "withdrawn", "removal": "removed"} {
		if item, _ := book.Item(code); item.Amends != amends {
			t.Errorf("item %s amends %q, want %q", code, item.Amends, amends)
		}
	}
}

func TestF09_8_AdverseItemsNeedTheirDocuments(t *testing.T) {
	t.Parallel()
	// the first four restrict, the fifth is served before it is published; the national penalty sheet has no column of service
	served := []string{"list_entry", "ban", "mutual_entry", "duty_free_ban", "inspection"}
	for _, item := range theLaw(t).On(today).Items() {
		if !item.Adverse {
			continue
		}
		for _, role := range []string{"document_no", "basis", "authority_uscc", "decided_on"} {
			if !slices.Contains(item.Needs, role) {
				t.Errorf("item %s does not need %s", item.Code, role)
			}
		}
		if slices.Contains(item.Needs, "served_on") != slices.Contains(served, item.Code) {
			t.Errorf("item %s: needs %v; proof of service is needed of %v and of no other", item.Code, item.Needs, served)
		}
		if item.Code == "ban" && !slices.Contains(item.Needs, "valid_until") {
			t.Error("a ban without an end must be refused")
		}
	}
}

// columns of files that departments still send, and the canonical field each is read as.
var columns = map[string]map[string]string{
	"licence": {
		"XK_XMMC": "XK_XKWS", "XK_SPLB": "XK_XKLB", "XK_XDR": "XK_XDR_MC", "XK_XDR_ZDM": "XK_XDR_ZZJG", "XK_XDR_GSDJ": "XK_XDR_GSZC",
		"XK_XDR_SWDJ": "XK_XDR_SWDJ", "XK_XDR_SFZ": "XK_XDR_ZJHM", "XK_FR": "XK_FRDB", "XK_JZQ": "XK_YXQZI", "XK_XZJG": "XK_XKJG",
		"XK_ZT": "XK_ZT", "DFBM": "DFBM", "SJC": "SJC", "BZ": "BZ", "QTXX": "QTXX", "SJMC": "XK_SJMC", "XK_SYFW": "XK_SYFW",
		"XK_FDDB": "XK_FRDB", "XK_FR_SFZH": "XK_FR_ZJHM", "XK_XDR_TYPE": "XK_XDR_LB",
		"B000001": "XK_XDR_MC", "B000002": "XK_XDR_ZJHM", "B000003": "XK_XDR_ZZ", "SCBMBM": "SCBMBM", "ADD_TIME": "ADD_TIME",
		"ADM_COUNTERPART": "XK_XDR_MC", "ADM_COUNTERPART_CAT": "XK_XDR_LB", "CERT_NUM": "XK_XDR_SHXYM",
		"ADM_LIC_DECIDE_NUM": "XK_WSH", "LICENSE_DEC_DATE": "XK_JDRQ", "LICENSING_AUTH": "XK_XKJG",
		"有效期自": "XK_YXQZ", "有效期至": "XK_YXQZI", "许可编号": "XK_XKBH", "许可机关": "XK_XKJG", "行政相对人名称": "XK_XDR_MC",
	},
	"penalty": {
		"CF_CFMC": "CF_WFXW", "CF_AJMC": "CF_WFXW", "CF_CFLB1": "CF_CFLB", "CF_CFLB2": "CF_CFLB", "CF_JG": "CF_NR",
		"CF_XDR_ZDM": "CF_XDR_ZZJG", "CF_XDR_GSDJ": "CF_XDR_GSZC", "CF_XDR_SFZ": "CF_XDR_ZJHM", "CF_FR": "CF_FRDB",
		"CF_JZRQ": "CF_YXQ", "GSQX": "CF_GSQX", "CF_XZJG": "CF_CFJG", "CF_XKJG": "CF_CFJG", "CF_ZT": "CF_ZT", "DFBM": "DFBM", "SJC": "SJC",
		"QT": "QTXX", "CF_SXQ": "CF_SXQ", "lastupdatedate": "SJC", "uuid": "UUID", "CF_FR_SFZH": "CF_FR_ZJHM",
		"B000001": "CF_XDR_MC", "B000002": "CF_XDR_ZJHM", "B000003": "CF_XDR_ZZ", "CF_SYFW": "CF_SYFW",
		"ADM_PENALTY_DECIDE_NUM": "CF_WSH", "PUNISHMENT_DEC_DATE": "CF_JDRQ", "PUNISHMENT_AUTH": "CF_CFJG",
		"PUNISHMENT_CATEGORY": "CF_CFLB", "PUNISHMENT_CONTENT": "CF_NR", "PENALTY": "CF_NR_FK", "ILLEGAL_INCOME": "CF_NR_WFFF",
		"LICENSE_NAME_NUM": "CF_NR_ZKDX", "PUNISHMENT_VAILD_DATE": "CF_YXQ", "PUBLIC_DEADLINE": "CF_GSJZQ",
		"PUNISHMENT_AUTH_USCC": "CF_CFJGDM", "SOURCE_UNIT": "CF_SJLY", "SOURCE_UNIT_USCC": "CF_SJLYDM",
		"处罚决定日期": "CF_JDRQ", "处罚机关": "CF_CFJG", "行政相对人名称": "CF_XDR_MC", "公示截止期": "CF_GSJZQ",
	},
	"list_entry": {
		"MDMC": "HMDMC", "DXMC": "JGMC", "ZTMC": "JGMC", "FRDB": "FDDBR", "LYSY": "LRMDSY", "RDRQ": "LRRQ", "列入日期": "LRRQ",
		"TCRQ": "TCRQ", "TCMDYY": "TCMDYY", "SJJE": "SJJE", "YXQZ": "YXQZ",
	},
	"enforcement": {
		"iname": "INAME", "cardNum": "CARDNUM", "courtName": "COURTNAME", "caseCode": "CASECODE", "gistId": "GISTID",
		"publishDate": "PUBLISHDATE", "duty": "DUTY", "disruptTypeName": "DISRUPTTYPENAME",
	},
	"repair":  {"COLLECTION_DEPARTMENT": "XF_JG", "USCC": "XF_XDR_SHXYM"},
	"removal": {"HMDMC": "YC_MDMC", "移出原因": "TCMDYY", "移出日期": "TCRQ"},
}

func TestF09_2_OldAndForeignColumnsAreRead(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	for code, wanted := range columns {
		item, _ := book.Item(code)
		read := map[string]string{}
		for _, f := range item.Fields {
			for _, header := range append([]string{f.Code}, f.Aliases...) {
				key := strings.ToLower(header)
				if other, taken := read[key]; taken {
					t.Errorf("item %s: %q is read as both %s and %s", code, header, other, f.Code)
				}
				read[key] = f.Code
			}
		}
		for header, field := range wanted {
			if got := read[strings.ToLower(header)]; got != field {
				t.Errorf("item %s: column %s is read as %q, want %s", code, header, got, field)
			}
		}
	}
}

func TestF09_2_TheSameHeaderIsNeverTheOtherEndOfValidity(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	for code, until := range map[string]string{"licence": "XK_YXQZI", "list_entry": "YXQZ"} {
		item, _ := book.Item(code)
		for _, f := range item.Fields {
			if (f.Role == "valid_until") != (f.Code == until) {
				t.Errorf("item %s: %s has role %q; the end of validity is %s", code, f.Code, f.Role, until)
			}
		}
	}
}

func TestF19_3_WhatIdentifiesAPersonIsSecret(t *testing.T) {
	t.Parallel()
	secret := []string{"subject_id", "subject_id_type", "legal_rep_id"}
	for _, item := range theLaw(t).On(today).Items() {
		for _, f := range item.Fields {
			switch {
			case slices.Contains(secret, f.Role) && f.Privacy != law.Secret:
				t.Errorf("item %s: %s (%s) is %q, want secret", item.Code, f.Code, f.Role, f.Privacy)
			case f.Type == "id_card" && f.Privacy != law.Secret:
				t.Errorf("item %s: %s holds identity numbers and is %q", item.Code, f.Code, f.Privacy)
			case f.Role == "legal_rep" && f.Privacy != law.Personal:
				t.Errorf("item %s: %s is %q, want personal", item.Code, f.Code, f.Privacy)
			case f.Privacy == "":
				t.Errorf("item %s: %s has no privacy", item.Code, f.Code)
			}
		}
	}
}

func TestF14_5_SeverityByTheRegimeOfTheDecision(t *testing.T) {
	t.Parallel()
	lib := theLaw(t)
	yuan := func(n int64) int64 { return n * 100 }
	for _, c := range []struct {
		on    string
		kinds []string
		fine  int64
		human bool
		want  law.Severity
	}{
		{"2026-11-22", []string{"警告"}, 0, false, law.Minor},
		{"2026-11-22", []string{"警告", "通报批评"}, 0, false, law.Minor},
		{"2026-11-22", []string{"警告", "罚款"}, yuan(1_000), false, law.General},
		{"2026-11-22", []string{"罚款"}, yuan(4_999_999), false, law.General},
		{"2026-11-22", []string{"罚款"}, yuan(5_000_000), false, law.Serious},
		{"2026-11-22", []string{"罚款"}, yuan(500_000), true, law.Serious},
		{"2026-11-22", []string{"没收违法所得", "没收非法财物"}, 0, false, law.General},
		{"2026-11-22", []string{"暂扣许可证件"}, 0, false, law.General},
		{"2026-11-22", []string{"罚款", "吊销许可证件"}, yuan(10_000), false, law.Serious},
		{"2026-11-22", []string{"行政拘留"}, 0, true, law.Serious},
		{"2026-11-22", nil, 0, false, law.General}, // an empty list of kinds is not "only a warning"
		{"2025-06-22", []string{"责令停产停业"}, 0, false, law.Serious},
		{"2025-06-21", []string{"罚款"}, yuan(5_000_000), false, law.General}, // 巨额罚款 is a class of the 2025 rules
		{"2023-05-01", []string{"警告"}, 0, false, law.Minor},
		{"2023-04-30", []string{"限制从业"}, 0, false, law.Serious},
		{"2021-08-31", []string{"罚款"}, yuan(20_000), false, law.General},
		{"2016-03-01", []string{"暂扣或者吊销许可证"}, 0, false, law.Serious},
	} {
		rule, ok := lib.On(day(c.on)).Classify(law.Act{Item: "penalty", Kinds: c.kinds, Fine: c.fine, Person: c.human})
		if !ok || rule.Severity != c.want {
			t.Errorf("%s %v fine %d: %q by %s, want %q", c.on, c.kinds, c.fine, rule.Severity, rule.Code, c.want)
		}
	}
}

func TestF09_9_TermsOfPublicityThroughTheRegimes(t *testing.T) {
	t.Parallel()
	lib := theLaw(t)
	for _, c := range []struct {
		on, item, list string
		severity       law.Severity
		shown          bool
		min, max       int
	}{
		{"2026-11-22", "penalty", "", law.Minor, false, 0, 3},
		{"2026-11-22", "penalty", "", law.General, true, 3, 12},
		{"2026-11-22", "penalty", "", law.Serious, true, 12, 36},
		{"2025-06-22", "penalty", "", law.General, true, 3, 12},
		{"2025-06-21", "penalty", "", law.General, true, 3, 36},
		{"2023-04-30", "penalty", "", law.General, true, 6, 36},
		{"2021-08-31", "penalty", "", law.General, true, 3, 12},
		{"2026-11-22", "list_entry", "wage-arrears", "", true, 6, 36},
		{"2026-11-22", "list_entry", "tax-major", "", true, 12, 36},
		{"2021-08-31", "list_entry", "samr-serious", "", true, 60, 60},
		{"2021-09-01", "list_entry", "samr-serious", "", true, 12, 36},
		{"2026-11-22", "abnormal", "business-abnormal", "", true, 0, 36},
		{"2026-11-22", "enforcement", "court-enforcement", "", true, 0, 24},
		{"2026-11-22", "list_entry", "second-line-watch", "", false, 0, 12},
	} {
		p, ok := lib.On(day(c.on)).Period(c.item, c.list, c.severity)
		if !ok || p.Published != c.shown || p.Min != c.min || p.Max != c.max {
			t.Errorf("%s %s %s %s: shown %v, %d–%d months (%s), want %v, %d–%d", c.on, c.item, c.list, c.severity,
				p.Published, p.Min, p.Max, p.Code, c.shown, c.min, c.max)
		}
	}
}

// adverseItem is the item whose records put a subject on a list of that kind.
func adverseItem(l law.List) string {
	if l.Kind == "abnormal" {
		return "abnormal"
	}
	return "list_entry"
}

func TestF14_2_EveryAdverseListHasAuthorityRemedyAndEnd(t *testing.T) {
	t.Parallel()
	lib := theLaw(t)
	book := lib.On(today)
	count := map[string]int{}
	for _, l := range book.Lists() {
		count[l.Kind+" "+l.Scope]++
		for what, text := range map[string]law.Text2{"authority": l.Authority, "grounds": l.Grounds, "removal": l.Removal, "remedies": l.Remedies} {
			if text.ZH == "" || text.EN == "" {
				t.Errorf("list %s: %s is not in both languages", l.Code, what)
			}
		}
		if l.Kind == "credit" {
			continue
		}
		if p, ok := book.Period(adverseItem(l), l.Code, ""); !ok || p.Max <= 0 {
			t.Errorf("list %s has no end", l.Code)
		}
		if l.Scope == "hainan" && !slices.ContainsFunc(l.Basis, func(r law.Ref) bool { return level(lib, r) == "local_regulation" }) {
			t.Errorf("list %s is the province's own and rests on no local regulation", l.Code)
		}
	}
	if count["serious national"] < 12 || count["serious hainan"] < 1 || count["abnormal national"] < 1 || count["credit national"] < 1 {
		t.Errorf("lists by kind and scope: %v", count)
	}
	if _, ok := lib.On(day("2023-12-31")).List("hainan-commitment"); ok {
		t.Error("the 承诺即入 list begins on 2024-01-01, not a day earlier")
	}
	if _, ok := lib.On(day("2024-01-01")).List("hainan-commitment"); !ok {
		t.Error("the 承诺即入 list is in force from 2024-01-01")
	}
}

func level(lib *law.Library, r law.Ref) string {
	in, _ := lib.Instrument(r.Instrument)
	return in.Level
}
