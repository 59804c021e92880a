package portal

import (
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/adoption"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

func TestF19_3_NaturalPersonsAreMaskedAndKeptApart(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	s.take("2026-08-07", "penalty", market, marketName, person())
	id, entity := s.personsRecord()
	at := "/records/" + id

	res, body := s.get(at)
	if res.StatusCode != 200 || !strings.Contains(res.Header.Get("X-Robots-Tag"), "noindex") {
		t.Fatalf("GET %s = %d %v", at, res.StatusCode, res.Header)
	}
	s.has(body, `<meta name="robots" content="noindex,noarchive">`, "王*", "占道经营")
	s.hasNot(body, "王示例", "46010619900101001", "当事人未查验", `rel="canonical"`, "/entities/"+entity)

	t.Run("no person has a file", func(t *testing.T) { s.page(404, "/entities/"+entity) })
	t.Run("no list, search or home page leads there", func(t *testing.T) {
		for _, p := range []string{"/", "/en/", "/publicity?item=penalty", "/search?q=王示例", "/search?q=占道经营", "/entities/" + haixi, "/sitemap-pages.xml"} {
			_, body := s.get(p)
			s.hasNot(strings.ReplaceAll(body, `value="王示例"`, ""), id, "王*", entity)
		}
	})
	t.Run("it is time-limited", func(t *testing.T) {
		r, err := record.Find(t.Context(), s.db, id)
		if err != nil || r.PublicUntil == 0 {
			t.Fatal(r.PublicUntil, err)
		}
		s.day = r.PublicUntil
		s.page(200, at)
		s.day++
		s.hasNot(s.page(410, at), "王*", "占道经营")
	})
}

// personsRecord finds the record of person().
func (s *stage) personsRecord() (id, entity string) {
	s.t.Helper()
	entity = registry.PersonID(s.sealer(), person()["CF_XDR_ZJHM"])
	return s.recordOf(entity, "penalty"), entity
}

func TestF19_4_ARecordIsGoneTheDayAfterItsLast(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	id := s.recordOf(haixi, "penalty")
	at := "/records/" + id
	s.day = workday.MustParse("2027-08-06")
	s.has(s.page(200, at), "还有 1 天")
	s.has(s.page(200, "/entities/"+haixi), at)

	s.day = workday.MustParse("2027-08-07")
	s.goneFrom(id, "2027-08-07")
	t.Run("before it was public it was not there either", func(t *testing.T) {
		s.day = workday.MustParse("2026-08-06")
		s.page(404, at)
	})
}

func TestF19_4_AWithdrawnRecordIsGoneAtOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	id := s.recordOf(haixi, "penalty")
	s.day = workday.MustParse("2026-10-10")
	s.page(200, "/records/"+id)
	s.take("2026-10-10", "withdrawal", market, marketName, withdrawal())
	s.goneFrom(id, "2026-10-09")
	t.Run("the time machine does not bring it back", func(t *testing.T) {
		body := s.page(200, "/entities/"+haixi+"?on=2026-09-01")
		s.has(body, "已依法终止公示的信息，在任何一天都不再显示")
		s.hasNot(body, id, "进货查验")
	})
}

func TestF19_4_WhatWasNeverPublicIsNotGone(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	s.take("2026-08-07", "penalty", market, marketName, with(penalty(), "CF_WSH", "琼示市监罚〔2026〕0500号", "CF_CFLB", "警告", "CF_NR", "警告", "CF_NR_FK", "", "CF_WFXW", "轻微示例"))
	all, err := record.Of(t.Context(), s.db, haixi, s.now())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if r.Severity != law.Minor {
			continue
		}
		s.page(404, "/records/"+r.ID)
		s.hasNot(s.page(200, "/entities/"+haixi), r.ID, "轻微示例")
		return
	}
	t.Fatal("the warning is not minor")
}

// goneFrom asserts that a record is answered with 410 and a date only, and that nothing leads to it any more.
func (s *stage) goneFrom(id, since string) {
	s.t.Helper()
	for _, l := range []string{"", "/en"} {
		body := s.page(410, l+"/records/"+id)
		s.has(body, since, `content="noindex,noarchive"`)
		s.hasNot(body, "进货查验", "海汐", "20,000", "0417", marketName)
		for _, p := range []string{"/", "/entities/" + haixi, "/publicity?item=penalty", "/entities/" + haixi + "?class=penalty"} {
			s.hasNot(s.page(200, l+p), id, "进货查验")
		}
	}
	s.has(s.page(410, "/records/"+id), "已依法终止公示")
}

func TestF20_1_EveryRuleLeadsToItsClauseAndBack(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	t.Run("a record leads to the rules that judged it", func(t *testing.T) {
		body := s.page(200, "/records/"+s.recordOf(haixi, "penalty"))
		s.has(body, `href="/law/value/severity:`, `href="/law/value/period:publicity.general?on=`, `《中华人民共和国食品安全法》</a>`)
	})
	t.Run("a rule names its clause, its standing and its versions", func(t *testing.T) {
		body := s.page(200, "/law/value/period:publicity.general")
		s.has(body, "施行中", `href="/law/`, "历次版本", "核实程度", "3 个月", "1 年")
	})
	t.Run("an instrument names what rests on it", func(t *testing.T) {
		s.has(s.page(200, "/law/ndrc-36"), "哪些规则以此为依据", "period:publicity.general")
	})
	t.Run("a repeal flags the dependants", func(t *testing.T) {
		repealed := s.repealedWithDependants()
		body := s.page(200, "/law/"+repealed)
		s.has(body, "已不再施行", "需要新依据", "这些规则需要新的依据")
	})
	t.Run("an unverified rule says so until it is adopted, then by whom and why", func(t *testing.T) {
		key := "limit:objection.mark"
		s.has(s.page(200, "/law/value/"+key), "未核实")
		_, err := adoption.Adopt(t.Context(), s.db, access.CLI(), s.now(), law.Adoption{Keys: []string{"limit:*"}, By: "示例处长", Body: "虚构省信用主管部门",
			Why: law.Text2{ZH: "演示用采认理由", EN: "adopted for demonstration"}, From: s.day, Until: s.day.AddDays(30)})
		if err != nil {
			t.Fatal(err)
		}
		after := s.again()
		after.has(after.page(200, "/law/value/"+key), "本省（演示）已采认", "虚构省信用主管部门", "示例处长", "演示用采认理由")
		after.has(after.page(200, "/en/law/value/"+key), "adopted for demonstration")
	})
}

// repealedWithDependants finds an instrument that is no longer in force and on which rules in force still rest.
func (s *stage) repealedWithDependants() string {
	s.t.Helper()
	for _, i := range s.lib.Instruments() {
		if d, repealed := s.lib.Dependants(law.Ref{Instrument: i.Code}, s.day); repealed && len(d) > 0 && i.From <= s.day {
			return i.Code
		}
	}
	s.t.Fatal("no rule rests on a repealed instrument; the flag cannot be shown")
	return ""
}

func TestF20_3_WhatAppliedOnADay(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	file := "/entities/" + yuanfan
	t.Run("for a firm: before, during and after", func(t *testing.T) {
		before := s.page(200, file+"?on=2026-04-15")
		s.has(before, "这是 2026-04-15 的情形")
		s.hasNot(before, "限制参加政府采购活动", "/lists/tax-major")
		during := s.page(200, file+"?on=2026-05-01")
		s.has(during, "2026-05-01 适用什么", "重大税收违法失信主体", `href="/matters/gp-qualification"`)
		last := s.page(200, file+"?on=2029-04-15")
		s.has(last, "如果没有新的决定", "重大税收违法失信主体")
		s.hasNot(s.page(200, file+"?on=2029-04-16"), "重大税收违法失信主体</a>")
	})
	t.Run("for a rule: the version of the day", func(t *testing.T) {
		s.has(s.page(200, "/law/value/period:publicity.general?on=2026-04-01"), "2026-04-01 施行中")
		s.has(s.page(200, "/law/value/matter:commitment-entry?on=2020-01-01"), "2020-01-01 不施行")
	})
	t.Run("for a matter: its rules of the day", func(t *testing.T) {
		s.page(200, "/matters/commitment-entry?on=2023-06-01")
		s.has(s.page(404, "/matters/commitment-entry?on=2020-01-01"), "换一个日期")
	})
	t.Run("what changed between two days", func(t *testing.T) {
		s.has(s.page(200, "/law/diff?from=2026-03-31&to=2026-04-01"), "instrument:ndrc-36", "新增")
	})
}

func TestF19_1_ListsAreFilteredAndPaged(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	for i := range listPageSize {
		s.take("2026-08-07", "penalty", market, marketName, with(penalty(), "CF_WSH", "琼示市监罚〔2026〕1"+string(rune('0'+i/10))+string(rune('0'+i%10))+"号"))
	}
	first := s.page(200, "/publicity?item=penalty")
	next := strings.Split(strings.Split(first, `rel="next"`)[0], `href="`)
	link := strings.ReplaceAll(strings.TrimSuffix(strings.TrimSpace(next[len(next)-1]), `"`), "&amp;", "&")
	second := s.page(200, link)
	if n, m := strings.Count(first, `<td data-t="相对人"`), strings.Count(second, `<td data-t="相对人"`); n != listPageSize || m != 1 {
		t.Errorf("%d rows and then %d", n, m)
	}
	s.has(second, "回到第一页")
	s.has(first, "近十二个月归集的决定", "<table")
	for filter, found := range map[string]bool{"month=2026-08": true, "month=2026-07": false, "region=460100": true, "region=460200": false, "body=" + market: true, "body=" + taxes: false} {
		if got := strings.Contains(s.page(200, "/publicity?item=penalty&"+filter), "海汐示例水产有限公司"); got != found {
			t.Errorf("%s found: %v", filter, got)
		}
	}
}
