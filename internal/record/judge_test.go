package record

import (
	"slices"
	"strings"
	"testing"

	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/record/sheet"
)

var (
	sourceID = code("11460000", "MB000001")
	firmID   = code("91460000", "MA000010")
	otherID  = code("91460000", "MA000020")
	shopID   = code("92460100", "MA000030")
)

// code makes a valid code of nobody.
func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

// sound is a penalty that passes, by field code.
func sound() map[string]string {
	return map[string]string{
		"CF_XDR_MC": "海南虚构食品有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_FRDB": "示某某", "CF_WSH": "琼示市监处罚〔2026〕1号",
		"CF_WFXW": "未按规定贮存食品", "CF_SY": "经查，当事人未按规定贮存食品。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "警告、罚款",
		"CF_NR": "罚款2000元。", "CF_NR_FK": "0.2", "CF_JDRQ": "2026/08/03", "CF_YXQ": "2099/12/31", "CF_CFJG": "海南省示例市场监督管理局",
		"CF_CFJGDM": sourceID, "CF_SJLY": "海南省示例市场监督管理局", "CF_SJLYDM": sourceID, "CF_SDRQ": "2026-08-04",
	}
}

// reading judges one row as it would come out of a file.
func reading(t testing.TB, item, today string, values map[string]string) *finding {
	t.Helper()
	it, ok := shipped(t).On(d(today)).Item(item)
	if !ok {
		t.Fatalf("no item %s", item)
	}
	var header []string
	var cells []sheet.Cell
	for _, f := range it.Fields {
		if v, ok := values[f.Code]; ok || f.Required == "yes" {
			header, cells = append(header, f.Code), append(cells, sheet.Cell{Text: v})
		}
	}
	cols, err := newColumns(&it, header, nil)
	if err != nil {
		t.Fatal(err)
	}
	return newJudge(shipped(t), cols, body{sourceID, "海南省示例市场监督管理局"}, d(today), plainKeys{}).row(sheet.Row{Number: 2, Cells: cells})
}

func with(values map[string]string, changes ...string) map[string]string {
	for i := 0; i < len(changes); i += 2 {
		values[changes[i]] = changes[i+1]
	}
	return values
}

func flaws(f *finding) string {
	var out []string
	for _, x := range f.flaws {
		out = append(out, strings.Trim(x.field+":"+x.code, ":"))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestASoundRow(t *testing.T) {
	t.Parallel()
	f := reading(t, "penalty", "2026-08-05", sound())
	if len(f.flaws) > 0 {
		t.Fatal(flaws(f))
	}
	r := f.rec
	if r.EntityID != firmID || r.Fine != 200_000 || r.ValidUntil != 0 || r.Severity != law.General || len(r.ID) != 26 ||
		r.Content["CF_FRDB"] != ident.MaskName("示某某") || r.Content["CF_NR_FK"] != "0.2" || r.PublicUntil != d("2027-08-04") {
		t.Errorf("%+v", r)
	}
	if !strings.Contains(string(f.secret), "示某某") || strings.Contains(string(f.content), "示某某") {
		t.Error("the legal representative's name is not where it belongs")
	}
}

func TestF09_3_EveryFaultOfARowIsTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		changes []string
		want    string
	}{
		"wrong check character":        {[]string{"CF_XDR_SHXYM", firmID[:17] + otherThan(firmID[17])}, "CF_XDR_SHXYM:uscc_check"},
		"seventeen digits":             {[]string{"CF_XDR_SHXYM", "91460000000000000"}, "CF_XDR_SHXYM:code_digits_lost"},
		"scientific notation":          {[]string{"CF_XDR_SHXYM", "9.146E+17"}, "CF_XDR_SHXYM:code_digits_lost"},
		"fifteen digits of no meaning": {[]string{"CF_XDR_SHXYM", "460000000000007"}, "CF_XDR_SHXYM:uscc_form"},
		"decided on no day at all":     {[]string{"CF_JDRQ", "2099/12/31", "CF_SDRQ", ""}, "CF_JDRQ:date_future"},
		"a day that is none":           {[]string{"CF_JDRQ", "2026/02/30"}, "CF_JDRQ:date_none"},
		"a decision of tomorrow":       {[]string{"CF_JDRQ", "2026-08-06", "CF_SDRQ", ""}, "CF_JDRQ:date_future"},
		"served before decided":        {[]string{"CF_SDRQ", "2026-08-02"}, "CF_SDRQ:date_order"},
		"an amount in words":           {[]string{"CF_NR_FK", "两千元"}, "CF_NR_FK:amount_form"},
		"a kind of subject unknown":    {[]string{"CF_XDR_LB", "外星人"}, "CF_XDR_LB:value_unknown"},
		"an overlong number":           {[]string{"CF_WSH", strings.Repeat("示", 300)}, "CF_WSH:text_long"},
		"a control character":          {[]string{"CF_SY", "经查\x07"}, "CF_SY:text_control"},
		"three faults at once":         {[]string{"CF_JDRQ", "1900-01-00", "CF_NR_FK", "-1", "CF_XDR_SHXYM", "O"}, "CF_JDRQ:date_1900 CF_NR_FK:amount_form CF_XDR_SHXYM:uscc_form"},
		"no name and no code":          {[]string{"CF_XDR_MC", "", "CF_XDR_SHXYM", ""}, "CF_XDR_MC:subject_missing"},
		"a natural person, no number":  {[]string{"CF_XDR_LB", "自然人", "CF_XDR_SHXYM", ""}, "person_id_missing"},
		"a code of the wrong alphabet": {[]string{"CF_CFJGDM", "1146000000000000OO"}, "CF_CFJGDM:uscc_form"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := flaws(reading(t, "penalty", "2026-08-05", with(sound(), c.changes...))); !strings.Contains(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func otherThan(b byte) string {
	if b == '0' {
		return "1"
	}
	return "0"
}

// TestF09_8: an adverse record without its document, its basis, its authority or, where the item needs it, its proof of
// service is refused, each by name.
func TestF09_8_AdverseRecordsNeedDocumentBasisAuthorityAndService(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]string{
		"CF_WSH": "CF_WSH:adverse_incomplete", "CF_YJ": "CF_YJ:adverse_incomplete", "CF_JDRQ": "CF_JDRQ:adverse_incomplete",
	} {
		for _, empty := range []string{"", "无", "N/A", "-"} {
			if got := flaws(reading(t, "penalty", "2026-08-05", with(sound(), field, empty))); got != want {
				t.Errorf("%s is %q: %q, want %q", field, empty, got, want)
			}
		}
	}
	got := flaws(reading(t, "penalty", "2026-08-05", with(sound(), "CF_CFJGDM", "", "CF_CFJG", "虚构市别的局")))
	if got != "CF_CFJGDM:authority_missing" {
		t.Errorf("without the authority's code: %q", got)
	}
	if got := flaws(reading(t, "penalty", "2026-08-05", with(sound(), "CF_CFJGDM", ""))); got != "" {
		t.Errorf("the source is the authority, so its code is known: %q", got)
	}
	list := listing()
	if got := flaws(reading(t, "list_entry", "2026-08-05", list)); got != "" {
		t.Fatalf("a sound listing: %q", got)
	}
	if got := flaws(reading(t, "list_entry", "2026-08-05", with(list, "SDRQ", ""))); got != "SDRQ:adverse_incomplete" {
		t.Errorf("a listing without proof of service: %q", got)
	}
}

// listing is an entry on a list that passes.
func listing() map[string]string {
	return map[string]string{
		"HMDMC": "tax-major", "JGMC": "海南虚构食品有限公司", "ZTLB": "法人及非法人组织", "TYSHXYDM": firmID, "LRMDSY": "虚开发票",
		"LRRQ": "2026-08-03", "RDBM": "海南省示例税务局", "RDBMTYSHXYDM": sourceID, "RDYJ": "《重大税收违法失信主体信息公布管理办法》第六条",
		"WSH": "示税告〔2026〕1号", "SDRQ": "2026-08-03",
	}
}

func TestF09_1_WhatFitsNoItemOrListIsRefused(t *testing.T) {
	t.Parallel()
	if got := flaws(reading(t, "list_entry", "2026-08-05", with(listing(), "HMDMC", "虚构的名单"))); got != "HMDMC:list_unknown" {
		t.Errorf("a list the catalogue does not hold: %q", got)
	}
	j := judgeOf(t, "penalty", d("2026-08-05"))
	ended := *j.item
	ended.Until = d("2026-08-04")
	j.item = &ended
	if f := j.again(sound(), ""); flaws(f) != "item_not_in_force" {
		t.Errorf("the day after the item ended: %q", flaws(f))
	}
	ended.Until = d("2026-08-05")
	if f := j.again(sound(), ""); flaws(f) != "" {
		t.Errorf("the last day of the item: %q", flaws(f))
	}
}

func TestF09_5_WhoItIsAbout(t *testing.T) {
	t.Parallel()
	card := ident.MakeIDCard("46010019900101001")
	for name, c := range map[string]struct {
		changes []string
		entity  string
		person  bool
		byName  bool
	}{
		"a valid code":                {nil, firmID, false, false},
		"lower case and full width":   {[]string{"CF_XDR_SHXYM", strings.ToLower(firmID)}, firmID, false, false},
		"a name only":                 {[]string{"CF_XDR_SHXYM", "无"}, "", false, true},
		"a placeholder":               {[]string{"CF_XDR_SHXYM", "00000000000000000X"}, "", false, true},
		"an old registration number":  {[]string{"CF_XDR_SHXYM", "460000000000001"}, "", false, true},
		"an organisation code":        {[]string{"CF_XDR_SHXYM", "D2143569-X"}, "", false, true},
		"a natural person":            {[]string{"CF_XDR_LB", "自然人", "CF_XDR_SHXYM", "", "CF_XDR_ZJHM", card}, "p-" + card, true, false},
		"a person with a passport":    {[]string{"CF_XDR_LB", "自然人", "CF_XDR_SHXYM", "", "CF_XDR_ZJLX", "护照", "CF_XDR_ZJHM", "e12345678"}, "p-护照E12345678", true, false},
		"an individual's business":    {[]string{"CF_XDR_LB", "个体工商户", "CF_XDR_SHXYM", shopID}, shopID, false, false},
		"kind coded as in the tables": {[]string{"CF_XDR_LB", "01", "CF_XDR_SHXYM", "", "CF_XDR_ZJHM", card}, "p-" + card, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := reading(t, "penalty", "2026-08-05", with(sound(), c.changes...))
			if len(f.flaws) > 0 || f.rec.EntityID != c.entity || f.rec.Person != c.person || f.byName != c.byName {
				t.Errorf("%s %v %v: %s", f.rec.EntityID, f.rec.Person, f.byName, flaws(f))
			}
			if f.rec.Person && (strings.Contains(string(f.content), "虚构食品") || strings.Contains(f.rec.Subject, "虚构食品")) {
				t.Error("the name of a natural person is shown")
			}
		})
	}
}

func TestTheNaturalKeyIgnoresHowItIsWritten(t *testing.T) {
	t.Parallel()
	want := reading(t, "penalty", "2026-08-05", sound())
	same := reading(t, "penalty", "2026-08-05", with(sound(), "CF_WSH", "琼示市监处罚[2026]1 号", "CF_XDR_MC", "海南虚构食品（示例）有限公司"))
	if want.rec.ID != same.rec.ID || want.hash == same.hash {
		t.Errorf("%s and %s", want.rec.ID, same.rec.ID)
	}
	again := reading(t, "penalty", "2026-08-09", with(sound(), "CF_JDRQ", "2026年8月3日", "CF_CFLB", "警告；罚款", "BZ", "第二次导出", "SJC", "2026-08-09 10:00:00"))
	if again.hash != want.hash {
		t.Error("the same row of another export is another version")
	}
	for _, c := range [][]string{{"CF_XDR_SHXYM", otherID}, {"CF_WSH", "琼示市监处罚〔2026〕2号"}, {"CF_CFJGDM", code("11460000", "MB000002")}} {
		if reading(t, "penalty", "2026-08-05", with(sound(), c...)).rec.ID == want.rec.ID {
			t.Errorf("another %s is the same record", c[0])
		}
	}
}
