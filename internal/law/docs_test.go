package law_test

import (
	"bytes"
	"strings"
	"testing"

	"xinheng/internal/law"
)

func TestDocsShowEveryVersionWithItsBasisAndStanding(t *testing.T) {
	t.Parallel()
	var a, b bytes.Buffer
	if err := law.WriteDocs(&a, smallLaw(t)); err != nil {
		t.Fatal(err)
	}
	page := a.String()
	for _, want := range []string{
		"| `publish` | 公示<br>Publish | 15个工作日<br>15 working days | 2020-01-01 – 2023-12-31 | 《示例旧规则》第二条 | text |",
		"| `publish` | 公示<br>Publish | 7个工作日<br>7 working days | 2024-01-01 –  | 《示例新规则》第二条 | text |",
		"- `measure:look`", // what is assumed is gathered at the end
	} {
		if !strings.Contains(page, want) {
			t.Errorf("missing: %s", want)
		}
	}
	if err := law.WriteDocs(&b, smallLaw(t)); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the page is not the same twice")
	}
}

func TestEveryShippedValueSaysSomethingInBothLanguages(t *testing.T) {
	t.Parallel()
	lib := shipped(t)
	for _, key := range lib.Keys() {
		for _, v := range lib.Versions(key) {
			if s := v.Says(); strings.TrimSpace(s.ZH) == "" || strings.TrimSpace(s.EN) == "" {
				t.Errorf("%s says %q", key, s)
			}
		}
	}
}
