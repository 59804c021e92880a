package law_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/law"
)

func TestSmallLawHasNoFault(t *testing.T) {
	t.Parallel()
	smallLaw(t)
}

// Each row breaks one thing; the fault must name the file and the line on which the passage "at" stands.
func TestG1_EveryFaultIsRefusedAtItsLine(t *testing.T) {
	t.Parallel()
	const (
		inst, lim, cat, sev = "instruments.yaml", "limits/limits.yaml", "catalogue/penalty.yaml", "catalogue/severity.yaml"
		cas                 = "cases.yaml"
		lst, mea, mat, plc  = "lists/lists.yaml", "measures/measures.yaml", "matters/matters.yaml", "places.yaml"
	)
	for name, row := range map[string]struct{ file, before, after, at, says string }{
		"no day of change":                  {"CHANGES.md", small["CHANGES.md"], "# changes\n", "# changes", "heading with a day"},
		"not a mapping":                     {lim, "limits:", "- limits", "- key: keep", "cannot be read"},
		"unknown list of rules":             {lim, "limits:", "limitz:", "limitz:", `Unknown key "limitz"`},
		"rules not in a list":               {inst, "instruments:\n", "incentives: 7\ninstruments:\n", "incentives: 7", "must be a list"},
		"unknown key":                       {lim, "    n: 5", "    n: 5\n    days: 5", "    days: 5", `Unknown key "days"`},
		"unknown key deep down":             {mat, "when: {list: liars}", "when: {list: liars, lists: x}", "lists: x", `Unknown key "lists"`},
		"key twice":                         {lim, "    n: 5", "    n: 5\n    n: 6", "    n: 6", "already defined"},
		"wrong type":                        {lim, "n: 5", "n: five", "n: five", "cannot unmarshal"},
		"bad date":                          {lim, "from: 2020-01-01", "from: 2020-02-30", "from: 2020-02-30", "as 2026-11-22"},
		"anchor":                            {lim, "n: 5", "n: &a 5", "n: &a 5", "anchors"},
		"word outside its vocabulary":       {lim, "unit: year", "unit: fortnight", "unit: fortnight", `Unknown value "fortnight"`},
		"unknown role":                      {cat, "role: basis, ", "role: bases, ", "role: bases", `Unknown value "bases"`},
		"missing key":                       {lim, "    standing: assumed\n", "", "- key: keep", "Missing standing"},
		"no basis":                          {lim, "basis: [{instrument: next-door, article: 第一条}]", "basis: []", "- key: keep", "Missing basis"},
		"only Chinese":                      {lst, "removal: {zh: 改正, en: Correction}", "removal: {zh: 改正}", "removal:", "both languages"},
		"retired word":                      {lst, "grounds: {zh: 虚假承诺", "grounds: {zh: 列入黑名单", "grounds:", "retired"},
		"unprintable":                       {lim, "{zh: 保存, en", "{zh: \"保\\uE000存\", en", "title:", "cannot be shown"},
		"unknown instrument":                {lim, "instrument: next-door", "instrument: nowhere", "instrument: nowhere", "No such instrument"},
		"instrument never in force then":    {lim, "[{instrument: new-rules", "[ {instrument: old-rules", "[ {instrument: old-rules", "not in force on any day"},
		"neighbour's rule as text":          {lim, "standing: assumed", "standing: text", "standing: text", "must be marked assumed"},
		"versions overlap":                  {lim, "until: 2023-12-31", "until: 2024-01-01", "from: 2024-01-01", "Overlaps another version"},
		"code twice":                        {mea, "code: look", "code: ban", "from: 2020-01-01\n    basis: [{instrument: island-reg, article: 第五条}]\n    standing: assumed", "Overlaps another version"},
		"ends before it begins":             {inst, "until: 2023-12-31", "until: 2019-12-31", "until: 2019-12-31", "Ends before it begins"},
		"replaced but not ended":            {inst, "    until: 2023-12-31\n", "", "replaced_by", "has ended"},
		"replaced by nothing known":         {inst, "replaced_by: new-rules", "replaced_by: gone", "replaced_by: gone", "No such code"},
		"zero term":                         {lim, "n: 5", "n: 0", "n: 0", "more than zero"},
		"adverse without document":          {cat, "needs: [document_no, basis,", "needs: [basis,", "needs:", "must need document_no"},
		"adverse without basis":             {cat, "needs: [document_no, basis,", "needs: [document_no,", "needs:", "must need basis"},
		"adverse without end":               {cat, "periods: severity", "periods: none", "periods: none", "has an end"},
		"key of a role nobody plays":        {cat, "key: [item, document_no]", "key: [item, certificate_no]", "key:", "No field plays"},
		"header of two fields":              {cat, "aliases: [ground]", "aliases: [wsh]", "fields:", "belongs to two fields"},
		"name of two items":                 {cat, "name: {zh: 荣誉, en: Award}", "name: {zh: 荣誉, en: Award}\n    aliases: [行政处罚]", "aliases: [行政处罚]\n    class: honour", "already belongs"},
		"retention not known":               {cat, "retention: keep", "retention: forever", "retention: forever", "No such code: limit:forever"},
		"retention not through its span":    {lim, "    standing: assumed\n", "    standing: assumed\n    until: 2025-12-31\n", "", "Not in force through the whole span: limit:keep"},
		"period without end":                {sev, "max_months: 12", "max_months: 0", "max_months: 0", "A period has an end"},
		"least period above the longest":    {sev, "min_months: 3\n", "min_months: 13\n", "min_months: 13", "must not exceed"},
		"two periods for one case":          {sev, "    severity: serious\n    published", "    published", "public.serious", "Says the same case"},
		"severity without period":           {sev, "  - code: public.any\n    item: penalty", "  - code: public.any\n    item: penalty\n    severity: minor", "severity: general", "No period is laid down"},
		"rule never reached":                {sev, "    kinds: [吊销]\n", "", "penalty.minor", "never reached"},
		"fine bounds crossed":               {sev, "fine_from: 1000000", "fine_from: 1000000\n    fine_below: 1000000", "fine_below", "must exceed"},
		"F14-2 list without its rules":      {lst, "    rules: island-reg\n", "", "- code: liars", "its rules and its catalogue"},
		"F14-2 list without its measures":   {lst, "    catalogue: island-reg\n", "", "- code: liars", "its rules and its catalogue"},
		"F14-2 list without regulation":     {lst, "basis: [{instrument: island-reg, article: 第三条}]", "basis: [{instrument: new-rules}]", "basis:", "Only a local regulation"},
		"list without period":               {sev, "    list: liars\n", "", "", "No period is laid down for it"},
		"G8 group II blocks":                {mea, "automation: warn", "automation: block", "automation: block\n    max_months: 24\n    related: {zh: 同一领域, en: The same field}\n    from: 2020-01-01\n    basis: [{instrument: island-reg, article: 第五条}]\n    standing: assumed", "Only a measure of group I"},
		"measure without end":               {mea, "max_months: 24", "max_months: 0", "max_months: 0", "A measure has an end"},
		"measure of unknown kind":           {mea, "kind: no-entry", "kind: no-exit", "kind: no-exit", "No such code: kind:no-exit"},
		"unknown measure in a matter":       {mat, "measure: ban", "measure: jail", "- when: {list: liars}", "No such code: measure:jail"},
		"two triggers":                      {mat, "when: {list: liars}", "when: {list: liars, ban: market}", "ban: market", "Exactly one of list"},
		"no effect":                         {mat, "        incentive: fast\n", "", "- when: {item: award}", "Exactly one of measure and incentive"},
		"incentive on an adverse fact":      {mat, "when: {item: award}", "when: {item: penalty}", "- when: {item: penalty}", "cannot lead to an incentive"},
		"G2 rating blocks":                  {mat, "        measure: look", "        measure: ban", "rating: grade", "No rating may block"},
		"F16-4 minor severity blocks":       {mat, "severity: [serious]", "severity: [minor, serious]", "severity: [minor", "never blocks"},
		"F16-4 any severity blocks":         {mat, "{item: penalty, severity: [serious]}", "{item: penalty}", "- when: {item: penalty}", "never blocks"},
		"G10 persons get reasons":           {mat, "subjects: [entity]", "subjects: [person]", "level: 2", "level 1"},
		"two versions of one name":          {mat, `version: "2"`, `version: "1"`, `version: "1"`, "different version names"},
		"matter without rules":              {mat, "    rules:\n      - when: {list: \"*\"}\n        measure: ban\n        must: true\n        next: {zh: 不予办理, en: Refuse}\n        basis: [{instrument: island-reg}]\n        standing: text\n", "", "- code: open-shop\n    version: \"2\"", "needs rules"},
		"region of no parent":               {plc, `parent: "460000"`, `parent: "990000"`, `parent: "990000"`, "No such code: region:990000"},
		"industry of no section":            {plc, "section: A", "section: Z", "section: Z", "No such code: industry:Z"},
		"old code of no region":             {plc, `region: "460100"`, `region: "469999"`, "469999", "No such code: region:469999"},
		"holiday on a weekend":              {plc, "holidays: [2024-01-01]", "holidays: [2024-01-06]", "holidays:", "is a weekend anyway"},
		"make-up day on a weekday":          {plc, "makeups: [2024-02-04]", "makeups: [2024-02-05]", "makeups:", "is not a weekend"},
		"day of another year":               {plc, "holidays: [2024-01-01]", "holidays: [2025-01-01]", "year: 2024", "not of this year"},
		"G7 three papers":                   {cas, "    decides: author\n", "      - code: proof\n        name: {zh: 又一份, en: Another}\n        basis: [{instrument: island-reg}]\n    decides: author\n", "papers:", "two papers only"},
		"repair without anybody to decide":  {cas, "    decides: author\n", "", "- code: penalty.repair", "who decides"},
		"repair by an unknown method":       {cas, "- method: commitment", "- method: money", "    methods:\n", "No such code: method:money"},
		"F04-1 commitment without template": {cas, "    commitment: pledge\n", "", "- code: penalty.repair", "names its template"},
		"repair on no clock known":          {cas, "decide: publish", "decide: someday", "decide: someday", "No such code: limit:someday"},
		"not repairable without a reason":   {cas, "    bar: {zh: 期满自止, en: It ends by itself}\n", "", "opens: never", "says why"},
		"not repairable but asks papers":    {cas, "    bar: {zh: 期满自止", "    commitment: pledge\n    bar: {zh: 期满自止", "opens: never", "asks for no papers"},
		"repair of nothing":                 {cas, "    item: penalty\n    opens: minimum", "    opens: minimum", "- code: penalty.repair", "names its item"},
		"two rules of repair for one case":  {cas, "    severity: [serious]\n    opens: never", "    opens: never", "penalty.serious", "Says the same case"},
		"ground of an unknown outcome":      {cas, "outcomes: [mend]", "outcomes: [jail]", "outcomes: [jail]", "No such code: outcome:jail"},
		"outcome on no template":            {cas, "    template: answer\n", "    template: song\n", "template: song", "No such code: template:song"},
		"F27-2 freeze of an unknown ground": {cas, "grounds: [wrong]", "grounds: [sad]", "grounds: [sad]", "No such code: ground:sad"},
		"F27-2 use that means nothing":      {cas, "use: freeze", "use: melt", "use: melt", `Unknown value "melt"`},
		"placeholder not declared":          {cas, "{subject}承诺", "{somebody}承诺", "", "different values"},
		"placeholder never used":            {cas, "      - {name: signer,", "      - {name: colour, label: {zh: 色, en: Colour}, kind: text}\n      - {name: signer,", "fields:\n      - {name: subject", "never used: colour"},
		"placeholder that is given":         {cas, "{name: signer,", "{name: number,", "", "given anyway"},
		"F03-1 clause without an id":        {cas, "        id: truth\n", "", "blocks:\n      - kind: paragraph", "id of its own"},
		"F03-1 two clauses of one id":       {cas, "id: public", "id: truth", "blocks:\n      - kind: paragraph", "id of its own"},
		"commitment without clauses":        {cas, "use: receipt", "use: commitment", "", "has clauses"},
		"F26-9 decision without its basis":  {cas, "      - {name: basis, label: {zh: 依据, en: Basis}, kind: text}\n", "      - {name: basis, label: {zh: 依据, en: Basis}, kind: text, may: true}\n", "", "names its basis"},
		"table without its rows":            {cas, "        rows: records\n", "", "", "something else than it should"},
		"field of a matter not among words": {mat, "field: approval", "field: gambling", "field: gambling", `Unknown value "gambling"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := with(t, row.file, row.before, row.after)
			want := "law/"
			if row.at != "" {
				text := string(fsys[row.file].Data)
				i := strings.Index(text, row.at)
				if i < 0 {
					t.Fatalf("%q is not in %s", row.at, row.file)
				}
				want = fmt.Sprintf("law/%s:%d: ", row.file, 1+strings.Count(text[:i], "\n"))
			}
			faults := faultsOf(t, fsys)
			if !slices.ContainsFunc(faults, func(f law.Fault) bool {
				return strings.HasPrefix(f.String(), want) && strings.Contains(strings.ToLower(f.EN), strings.ToLower(row.says))
			}) {
				t.Errorf("want %s… %q among:\n%v", want, row.says, faults)
			}
		})
	}
}

func TestSeverityRulesOfAnItemLiveInOneFile(t *testing.T) {
	t.Parallel()
	fsys := with(t, "", "", "")
	fsys["catalogue/zz.yaml"] = file("severity_rules:\n  - code: penalty.rest\n    item: penalty\n    name: {zh: 其余, en: Rest}\n    severity: general\n" +
		"    from: 2020-01-01\n    basis: [{instrument: island-reg}]\n    standing: text\n")
	wantFault(t, faultsOf(t, fsys), "law/catalogue/zz.yaml:2", "belong in one file")
}

func TestEveryFaultIsReportedNotOnlyTheFirst(t *testing.T) {
	t.Parallel()
	fsys := with(t, "limits/limits.yaml", "n: 5", "n: 0")
	fsys["places.yaml"] = file(strings.Replace(small["places.yaml"], "section: A", "section: Z", 1))
	fsys["zz.yaml"] = file("\tnot yaml")
	faults := faultsOf(t, fsys)
	wantFault(t, faults, "law/limits/limits.yaml:4", "more than zero")
	wantFault(t, faults, "law/places.yaml:17", "industry:Z")
	wantFault(t, faults, "law/zz.yaml:1", "Cannot be read")
}

func wantFault(t *testing.T, faults law.Faults, place, says string) {
	t.Helper()
	for _, f := range faults {
		if strings.HasPrefix(f.String(), place+":") && strings.Contains(f.EN, says) {
			return
		}
	}
	t.Errorf("want %s %q among:\n%v", place, says, faults)
}

func TestAliasesAndNotesMayHoldRetiredWords(t *testing.T) {
	t.Parallel()
	load(t, with(t, "lists/lists.yaml", "aliases: [虚假承诺]", "aliases: [虚假承诺黑名单]\n    note: 旧称黑名单。"))
}
