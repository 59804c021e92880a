package law_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"xinheng/internal/law"
)

// small is a whole law in little: one of everything, all of it invented, nothing wrong with it.
var small = map[string]string{
	"CHANGES.md": "# changes\n\n## 2026-01-02\n\n- second\n\n## 2025-12-31\n\n- first\n",
	"instruments.yaml": `instruments:
  - code: old-rules
    title: {zh: 示例旧规则, en: Old rules}
    number: 示例令第1号
    issuer: {zh: 示例部, en: Ministry}
    level: department_rule
    from: 2020-01-01
    until: 2023-12-31
    replaced_by: new-rules
    standing: text
  - code: new-rules
    title: {zh: 示例新规则, en: New rules}
    issuer: {zh: 示例部, en: Ministry}
    level: department_rule
    from: 2024-01-01
    standing: text
  - code: island-reg
    title: {zh: 示例条例, en: Island regulation}
    issuer: {zh: 示例人大, en: Congress}
    level: local_regulation
    from: 2020-01-01
    standing: text
  - code: next-door
    title: {zh: 邻省条例, en: The neighbour's regulation}
    issuer: {zh: 邻省人大, en: Another congress}
    level: model
    from: 2020-01-01
    standing: text
`,
	"limits/limits.yaml": `limits:
  - key: keep
    title: {zh: 保存, en: Retention}
    n: 5
    unit: year
    from: 2020-01-01
    basis: [{instrument: next-door, article: 第一条}]
    standing: assumed
  - key: publish
    title: {zh: 公示, en: Publish}
    n: 15
    unit: working_day
    from: 2020-01-01
    until: 2023-12-31
    basis: [{instrument: old-rules, article: 第二条}]
    standing: text
  - key: publish
    title: {zh: 公示, en: Publish}
    n: 7
    unit: working_day
    from: 2024-01-01
    basis: [{instrument: new-rules, article: 第二条}]
    standing: text
`,
	"catalogue/penalty.yaml": `items:
  - code: penalty
    name: {zh: 处罚, en: Penalty}
    class: penalty
    adverse: true
    publicity: public
    key: [item, document_no]
    needs: [document_no, basis, authority_uscc]
    sources: [organ]
    retention: keep
    timely: publish
    periods: severity
    aliases: [行政处罚]
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
    fields:
      - {code: WSH, name: {zh: 文号, en: Number}, type: text, role: document_no}
      - {code: YJ, name: {zh: 依据, en: Basis}, type: text, role: basis, aliases: [ground]}
      - {code: JGDM, name: {zh: 机关代码, en: Authority}, type: uscc, role: authority_uscc}
  - code: award
    name: {zh: 荣誉, en: Award}
    class: honour
    adverse: false
    publicity: public
    key: [item, document_no]
    sources: [organ]
    retention: keep
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
    fields:
      - {code: WSH, name: {zh: 文号, en: Number}, type: text, role: document_no}
  - code: grade
    name: {zh: 评价, en: Grade}
    class: rating
    adverse: false
    publicity: public
    key: [item, document_no]
    sources: [organ]
    retention: keep
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
    fields:
      - {code: WSH, name: {zh: 文号, en: Number}, type: text, role: document_no}
`,
	"catalogue/severity.yaml": `severity_rules:
  - code: penalty.serious
    item: penalty
    name: {zh: 严重, en: Serious}
    kinds: [吊销]
    severity: serious
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
  - code: penalty.minor
    item: penalty
    name: {zh: 轻微, en: Minor}
    kinds: [警告, 通报批评]
    only_kinds: true
    severity: minor
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
  - code: penalty.big
    item: penalty
    name: {zh: 大额罚款, en: Big fine}
    fine_from: 1000000
    severity: general
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
periods:
  - code: public.any
    item: penalty
    published: true
    min_months: 3
    max_months: 12
    starts: published
    repairable: true
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
  - code: public.serious
    item: penalty
    severity: serious
    published: true
    min_months: 12
    max_months: 36
    starts: published
    repairable: true
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
  - code: public.liars
    item: penalty
    list: liars
    published: true
    min_months: 6
    max_months: 24
    starts: listed
    repairable: true
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
`,
	"lists/lists.yaml": `lists:
  - code: liars
    name: {zh: 虚假承诺严重失信主体名单, en: False promisers}
    aliases: [虚假承诺]
    kind: serious
    scope: hainan
    authority: {zh: 示例局, en: Bureau}
    grounds: {zh: 虚假承诺, en: False promise}
    removal: {zh: 改正, en: Correction}
    remedies: {zh: 复议, en: Reconsideration}
    rules: island-reg
    catalogue: island-reg
    persons: false
    from: 2020-01-01
    basis: [{instrument: island-reg, article: 第三条}]
    standing: text
`,
	"measures/measures.yaml": `measure_kinds:
  - code: no-entry
    group: I
    name: {zh: 限制准入, en: No entry}
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
  - code: watch
    group: II
    name: {zh: 重点监管, en: Watch}
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
measures:
  - code: ban
    kind: no-entry
    name: {zh: 禁入, en: Ban}
    body: {zh: 示例局, en: Bureau}
    scope: {zh: 准入, en: Entry}
    targets: [entity]
    automation: block
    max_months: 24
    related: {zh: 同一领域, en: The same field}
    from: 2020-01-01
    basis: [{instrument: island-reg, article: 第五条}]
    standing: text
  - code: look
    kind: watch
    name: {zh: 重点检查, en: Close look}
    body: {zh: 示例局, en: Bureau}
    scope: {zh: 检查, en: Inspection}
    targets: [entity]
    automation: warn
    max_months: 24
    related: {zh: 同一领域, en: The same field}
    from: 2020-01-01
    basis: [{instrument: island-reg, article: 第五条}]
    standing: assumed
incentives:
  - code: fast
    name: {zh: 绿色通道, en: Fast lane}
    body: {zh: 示例局, en: Bureau}
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
`,
	"matters/matters.yaml": `matters:
  - code: open-shop
    version: "1"
    name: {zh: 开店, en: Open a shop}
    field: approval
    body: {zh: 示例局, en: Bureau}
    mode: commitment
    must_check: true
    step: {zh: 受理, en: Acceptance}
    subjects: [entity]
    level: 2
    from: 2020-01-01
    until: 2024-12-31
    basis: [{instrument: island-reg}]
    standing: text
    rules:
      - when: {list: liars}
        measure: ban
        must: true
        next: {zh: 不予办理, en: Refuse}
        basis: [{instrument: island-reg, article: 第五条}]
        standing: text
      - when: {item: penalty, severity: [serious]}
        measure: ban
        must: false
        next: {zh: 核对, en: Verify}
        basis: [{instrument: island-reg}]
        standing: text
      - when: {rating: grade, grades: [D]}
        measure: look
        must: false
        next: {zh: 核对, en: Verify}
        basis: [{instrument: island-reg}]
        standing: assumed
      - when: {item: award}
        incentive: fast
        must: false
        next: {zh: 优先, en: First}
        basis: [{instrument: island-reg}]
        standing: text
  - code: open-shop
    version: "2"
    name: {zh: 开店, en: Open a shop}
    field: approval
    body: {zh: 示例局, en: Bureau}
    mode: ordinary
    must_check: true
    step: {zh: 受理, en: Acceptance}
    subjects: [entity]
    level: 2
    from: 2025-01-01
    basis: [{instrument: island-reg}]
    standing: text
    rules:
      - when: {list: "*"}
        measure: ban
        must: true
        next: {zh: 不予办理, en: Refuse}
        basis: [{instrument: island-reg}]
        standing: text
`,
	"cases.yaml": smallCases,
	"places.yaml": `regions:
  - code: "460000"
    name: {zh: 示例省, en: Province}
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
  - code: "460100"
    name: {zh: 示例市, en: City}
    parent: "460000"
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
old_regions:
  - {in_uscc: "460300", region: "460100", standing: text, note: 旧代码}
industries:
  - {code: A, name: {zh: 农业, en: Farming}}
  - {code: "01", section: A, name: {zh: 种植, en: Crops}}
registrars:
  - {code: "91", department: {zh: 市场监管, en: Market regulation}, kind: {zh: 企业, en: Enterprise}}
calendars:
  - code: cn-2024
    year: 2024
    title: {zh: 示例日历, en: Calendar}
    holidays: [2024-01-01]
    makeups: [2024-02-04]
    from: 2024-01-01
    until: 2024-12-31
    basis: [{instrument: island-reg}]
    standing: text
`,
}

// with returns the small law with one passage of one file replaced.
func with(t testing.TB, file, before, after string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range small {
		if name == file {
			if !strings.Contains(text, before) {
				t.Fatalf("%s does not contain %q", file, before)
			}
			text = strings.Replace(text, before, after, 1)
		}
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func load(t testing.TB, fsys fstest.MapFS) *law.Library {
	t.Helper()
	lib, err := law.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func smallLaw(t testing.TB) *law.Library { return load(t, with(t, "", "", "")) }

func faultsOf(t testing.TB, fsys fstest.MapFS) law.Faults {
	t.Helper()
	_, err := law.Load(fsys)
	var faults law.Faults
	if err != nil && !errors.As(err, &faults) {
		t.Fatal(err)
	}
	return faults
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
