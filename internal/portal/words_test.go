package portal

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"xinheng/internal/page"
)

func catalogues() (zh, en *page.Catalogue) {
	return page.NewCatalogue(page.ZH, zhTexts), page.NewCatalogue(page.EN, enTexts)
}

var verbs = regexp.MustCompile(`%(?:\[\d\])?(?:\.\d)?[sdf%]`)

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	t.Parallel()
	zh, en := catalogues()
	for _, k := range zh.Keys() {
		if !en.Has(k) {
			t.Errorf("%s has no English", k)
			continue
		}
		a, b := verbs.FindAllString(zhTexts[k], -1), verbs.FindAllString(enTexts[k], -1)
		if strings.Join(a, " ") != strings.Join(b, " ") {
			t.Errorf("%s is filled differently: %v and %v", k, a, b)
		}
		if strings.TrimSpace(zhTexts[k]) == "" || strings.TrimSpace(enTexts[k]) == "" {
			t.Errorf("%s is empty", k)
		}
		if k != "switch" && strings.ContainsFunc(enTexts[k], han) && k != "search.placeholder" {
			t.Errorf("%s is not English: %s", k, enTexts[k])
		}
	}
	for _, k := range en.Keys() {
		if !zh.Has(k) {
			t.Errorf("%s has no Chinese", k)
		}
	}
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

func TestTemplatesHoldNoWordsOfTheirOwn(t *testing.T) {
	t.Parallel()
	zh, _ := catalogues()
	used := regexp.MustCompile(`\bt "([^"]+)"`)
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil || len(names) < 20 {
		t.Fatal(names, err)
	}
	for _, n := range names {
		b, err := templateFiles.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(b), "\n") {
			if strings.ContainsFunc(line, han) {
				t.Errorf("%s:%d has Chinese outside the catalogue: %s", n, i+1, line)
			}
			for _, m := range used.FindAllStringSubmatch(line, -1) {
				if !zh.Has(m[1]) {
					t.Errorf("%s:%d uses a text that does not exist: %s", n, i+1, m[1])
				}
			}
		}
	}
}

// retired are words of the 2021 text that the interface no longer uses (G6).
var retired = regexp.MustCompile(`黑名单|红名单|红黑榜|黑榜|红榜|(?i:black[- ]?list|red[- ]?list)`)

func TestG6_RetiredWordsNeverAppear(t *testing.T) {
	t.Parallel()
	for k := range zhTexts {
		if m := retired.FindString(zhTexts[k] + enTexts[k]); m != "" {
			t.Errorf("%s says %s", k, m)
		}
	}
	s := newStage(t)
	if !strings.Contains(s.page(200, "/lists"), "严重失信主体名单") {
		t.Error("the lists page does not use the present term")
	}
}

func TestG11_NoDataIsNotBadData(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	t.Run("a search without result says so", func(t *testing.T) {
		s.has(s.page(200, "/search?q=绝无此名虚构"), "没有查到不等于没有记录", "不说明信用好或者不好")
		s.has(s.page(200, "/en/search?q=绝无此名虚构"), "No result is not the same as no record")
	})
	t.Run("a result is explained in words, not by a score", func(t *testing.T) {
		s.has(s.page(200, "/search?q="+haixi), "代码一致", "海汐示例水产有限公司")
		s.has(s.page(200, "/search?q=海汐示例水产有限公司"), "名称一致")
		s.has(s.page(200, "/search?q=海汐示例"), "名称包含")
	})
	t.Run("an entity without records is not marked", func(t *testing.T) {
		body := s.page(200, "/entities/"+blank)
		s.has(body, "没有公示中的记录", "没有任何记录，也不等于信用不好")
		s.hasNot(body, `class="tag seal"`, `class="tag amber"`)
	})
	t.Run("a mistyped code is told from an unknown one", func(t *testing.T) {
		bad := haixi[:17] + string("0123456789"[(strings.IndexByte("0123456789", haixi[17])+1)%10])
		s.has(s.page(200, "/search?q="+bad), "校验位不符")
		s.hasNot(s.page(200, "/search?q="+blank), "校验位不符")
	})
	t.Run("an empty list of publications says so", func(t *testing.T) {
		s.has(s.page(200, "/publicity?item=penalty&month=2021-01"), "没有符合条件的公示", "查不到不等于没有记录")
	})
}
