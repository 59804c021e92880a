package law_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"xinheng/internal/law"
)

// supportBase is a policy that may stand, and what it needs around it.
const supportBase = `instruments:
  - {code: doc, title: {zh: 示例文件, en: Example document}, issuer: {zh: 示例单位, en: Example body}, level: document, from: 2020-01-01, basis: [], standing: text}
support_policies:
  - code: p
    name: {zh: 示例, en: Example}
    org: 11460000XY0000T689
    body: {zh: 示例单位, en: Example body}
    document: {zh: 示例一号, en: Example 1}
    purpose: support
    right: false
    benefit: {zh: 示例。, en: Example.}
    conditions:
      - {fact: size, codes: [micro]}
      - {fact: age, months: 12}
    from: 2026-01-01
    basis: [{instrument: doc}]
    standing: assumed
    note: 示例
`

// A policy that asks for a class of credit says by which article, among other conditions, and never of a right (G2).
func TestG2_NoPolicyTurnsOnAClassOfCreditAlone(t *testing.T) {
	t.Parallel()
	class := "      - {fact: class, item: rating_x, codes: [A], basis: [{instrument: doc, article: 第三条}]}\n"
	add := func(s, line string) string {
		return strings.Replace(s, "      - {fact: age, months: 12}\n", "      - {fact: age, months: 12}\n"+line, 1)
	}
	for name, x := range map[string]struct{ text, fault string }{
		"as it is":            {supportBase, ""},
		"without an article":  {add(supportBase, strings.Replace(class, ", article: 第三条", "", 1)), "class of credit"},
		"of a right":          {strings.Replace(add(supportBase, class), "right: false", "right: true", 1), "class of credit"},
		"alone":               {strings.Replace(strings.Replace(supportBase, "      - {fact: size, codes: [micro]}\n", "", 1), "      - {fact: age, months: 12}\n", class, 1), "class of credit"},
		"one that is nowhere": {add(supportBase, class), "item:rating_x"},
		"twice":               {add(supportBase, "      - {fact: age, months: 6}\n"), "stands twice"},
		"without its key":     {add(supportBase, "      - {fact: region}\n"), "lacks a key"},
		"by a score":          {add(supportBase, "      - {fact: score, codes: ['80']}\n"), "Unknown value"},
		"by nobody":           {strings.Replace(supportBase, "11460000XY0000T689", "11460000XY0000T680", 1), "unified social credit code"},
	} {
		_, err := law.Load(fstest.MapFS{"a.yaml": {Data: []byte(x.text)}, "CHANGES.md": {Data: []byte("## 2026-01-01\n")}})
		if x.fault == "" && err != nil || x.fault != "" && (err == nil || !strings.Contains(err.Error(), x.fault)) {
			t.Errorf("%s: %v, want %q", name, err, x.fault)
		}
	}
}
