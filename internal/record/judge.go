package record

import (
	"slices"
	"strings"
	"unicode/utf8"

	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/record/sheet"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// body is who reports.
type body struct{ ID, Name string }

// judge reads rows of one item from one source. It is pure: the law, the day and the row decide; it is used by one
// goroutine and keeps its working space between rows.
type judge struct {
	lib    *law.Library
	item   *law.Item
	cols   *columns
	source body
	today  workday.Date
	keys   keys

	sorted  []int // fields in the order of their codes
	books   map[workday.Date]*law.Book
	dues    map[workday.Date]workday.Date
	regions map[string]string
	text    []string       // values of the row, by field
	days    []workday.Date // of date fields
	fen     []int64        // of amounts
	many    [][]string     // of multi-valued fields
}

// keys are what only the holder of the master secret can compute.
type keys interface {
	Person(document, number string) string // id of a natural person
	Blind(value string) string             // fingerprint of values that are not stored in clear
}

// finding is what the reading of one row came to.
type finding struct {
	row      int64
	flaws    []flaw
	rec      Record // without version
	hash     [32]byte
	content  []byte // rec.Content as JSON, keys sorted
	secret   []byte // personal and secret values in clear, as JSON: to be sealed
	name     string // of the subject, in clear
	stated   workday.Date
	due      workday.Date // last day for publishing it in time; zero: none is laid down
	byName   bool         // a name without a code: a human must say who it is
	target   *target      // of an amendment
	entity   *registry.Registration
	unlisted bool          // names a measure outside the catalogue
	limited  law.Publicity // the department limits publicity
	doubtful bool
	expected int // values a complete row of this kind has
	filled   int
	sourceID string
}

// target is the earlier record an amendment acts on.
type target struct{ item, documentNo, authorityID string }

func newJudge(lib *law.Library, cols *columns, source body, today workday.Date, k keys) *judge {
	n := len(cols.item.Fields)
	j := &judge{
		lib: lib, item: cols.item, cols: cols, source: source, today: today, keys: k, regions: map[string]string{},
		books: map[workday.Date]*law.Book{}, dues: map[workday.Date]workday.Date{},
		text: make([]string, n), days: make([]workday.Date, n), fen: make([]int64, n), many: make([][]string, n), sorted: make([]int, n),
	}
	for i := range j.sorted {
		j.sorted[i] = i
	}
	slices.SortFunc(j.sorted, func(a, b int) int { return strings.Compare(cols.item.Fields[a].Code, cols.item.Fields[b].Code) })
	return j
}

func (j *judge) on(d workday.Date) *law.Book {
	b := j.books[d]
	if b == nil {
		b = j.lib.On(d)
		j.books[d] = b
	}
	return b
}

// row judges a row of a file.
func (j *judge) row(r sheet.Row) *finding {
	f := &finding{row: r.Number, sourceID: j.source.ID}
	if r.Extra {
		f.flaw("", "row_cells")
		return f
	}
	for i := range j.item.Fields {
		j.text[i] = j.value(i, r, f)
	}
	j.judge(f)
	return f
}

// again judges values kept by field code, as the name-match queue keeps them; entity says who it is.
func (j *judge) again(values map[string]string, entity string) *finding {
	f := &finding{sourceID: j.source.ID}
	for i, field := range j.item.Fields {
		j.text[i] = values[field.Code]
	}
	if i, ok := j.cols.role["subject_uscc"]; ok && entity != "" {
		j.text[i] = entity
	}
	j.judge(f)
	return f
}

func (f *finding) flaw(field, code string) { f.flaws = append(f.flaws, flaw{field, code}) }

// value gathers the cells of a field: those of a multi-valued field are joined, otherwise the first that has something.
func (j *judge) value(i int, r sheet.Row, f *finding) string {
	field := &j.item.Fields[i]
	value := ""
	for _, col := range j.cols.of[i] {
		c := &r.Cells[col]
		switch c.Kind {
		case sheet.Formula:
			f.flaw(field.Code, "cell_formula")
			continue
		case sheet.Broken:
			f.flaw(field.Code, "cell_broken")
			continue
		case sheet.TooLong:
			f.flaw(field.Code, "cell_long")
			continue
		case sheet.Text, sheet.Number, sheet.Day:
		}
		s, bad := clean(c.Text)
		switch {
		case bad:
			f.flaw(field.Code, "text_control")
			continue
		case absent(s):
			continue
		case field.Type == "date" && c.Kind == sheet.Number && len(s) < 8:
			s, _ = sheet.ParseSerial(s, r.Is1904)
		case field.Type != "date" && field.Type != "money_wan" && slipped(s, c.Kind == sheet.Number):
			f.flaw(field.Code, "code_digits_lost")
			continue
		}
		if value == "" {
			value = s
		} else if field.Type == "multi" {
			value += "、" + s
		}
	}
	return value
}

// judge walks the gates. It goes on after a flaw, so that a sender learns all of them at once.
func (j *judge) judge(f *finding) {
	for i := range j.item.Fields {
		j.typed(i, f)
	}
	j.sources(f)
	j.subject(f)
	j.fill(&f.rec)
	j.dates(f)
	j.required(f)
	j.gates(f)
	if len(f.flaws) > 0 {
		return
	}
	j.completeness(f)
	f.due = j.dueOn(f.rec.DecidedOn)
	j.weigh(f, j.today)
	switch {
	case j.item.Class == law.EntityItem:
		f.entity = j.registration(f)
	case j.item.Class == law.Amendment:
		f.target = &target{j.role("target_item"), j.role("target_document_no"), j.role("target_authority_uscc")}
	}
	j.write(f)
	if !f.byName {
		f.rec.ID = j.id(f.rec.EntityID)
	}
}

// at finds the field of a role; -1 if the item has none.
func (j *judge) at(role string) int {
	if i, ok := j.cols.role[role]; ok {
		return i
	}
	return -1
}

func (j *judge) role(role string) string {
	if i := j.at(role); i >= 0 {
		return j.text[i]
	}
	return ""
}

func (j *judge) day(role string) workday.Date {
	if i := j.at(role); i >= 0 {
		return j.days[i]
	}
	return 0
}

// field is the code of the field of a role, for a flaw to name.
func (j *judge) field(role string) string {
	if i := j.at(role); i >= 0 {
		return j.item.Fields[i].Code
	}
	return ""
}

// typed checks a value against the type, length and values of its field, and writes it in its normal form.
func (j *judge) typed(i int, f *finding) {
	field, s := &j.item.Fields[i], j.text[i]
	j.days[i], j.fen[i], j.many[i] = 0, 0, nil
	if s == "" {
		return
	}
	if field.Max > 0 && len(s) > field.Max && utf8.RuneCountInString(s) > field.Max {
		f.flaw(field.Code, "text_long")
		return
	}
	code := ""
	switch field.Type {
	case "date":
		j.days[i], code = ParseDay(s)
		if code == "" {
			j.text[i] = j.days[i].String()
			if noEnd[j.days[i]] && (field.Role == "valid_until" || field.Role == "public_until") {
				j.days[i] = 0 // 长期
			}
		}
	case "money_wan":
		j.fen[i], code = ParseWan(s)
	case "multi":
		j.many[i] = splitMany(s)
		for k, v := range j.many[i] {
			known, ok := valueOf(field, v)
			j.many[i][k] = known
			f.doubtful = f.doubtful || !ok
		}
		j.text[i] = strings.Join(j.many[i], "、")
	case "code":
		known, ok := valueOf(field, s)
		if !ok {
			code = "value_unknown"
		}
		j.text[i] = known
	case "uscc":
		code = j.uscc(i, f)
	}
	if code != "" {
		f.flaw(field.Code, code)
		j.text[i] = ""
	}
}

// valueOf maps a value to the catalogue's: "01=自然人" reads 01 as 自然人, "其他-" is a prefix.
func valueOf(field *law.Field, s string) (known string, ok bool) {
	if len(field.Values) == 0 {
		return s, true
	}
	for _, v := range field.Values {
		from, to, mapped := strings.Cut(v, "=")
		switch {
		case !mapped && (s == v || strings.HasSuffix(v, "-") && strings.HasPrefix(s, v)):
			return s, true
		case mapped && (strings.EqualFold(s, from) || s == to):
			return to, true
		}
	}
	return s, false
}

// uscc checks a code. A source that is written wrong is doubtful, not fatal: who hands in is known anyway.
func (j *judge) uscc(i int, f *finding) (code string) {
	field, s := &j.item.Fields[i], narrow(j.text[i])
	id, warnings, err := ident.ParseUSCC(s)
	if err == nil {
		j.text[i] = string(id)
		if field.Role == "subject_uscc" && slices.ContainsFunc(warnings, func(w ident.Warning) bool { return w != ident.WarnInner }) {
			f.doubtful = true // the inner check fails for some codes that were lawfully given
		}
		return ""
	}
	switch e, _ := fault.Of(err); {
	case field.Role == "source_uscc":
		f.doubtful = true
		j.text[i] = ""
		return ""
	case e == ident.ErrMissing || e == ident.ErrPlaceholder && field.Role == "subject_uscc":
		j.text[i] = ""
		return ""
	case field.Role == "subject_uscc" && j.older(s):
		j.text[i] = ""
		f.doubtful = true
		return ""
	case e == ident.ErrPlaceholder:
		return "uscc_placeholder"
	case digits(s) && len(s) == 17:
		return "code_digits_lost"
	case e.Code == "ident.uscc_check":
		return "uscc_check"
	default:
		return "uscc_form"
	}
}

// older moves a valid number of the time before 2015, written where the code belongs, to its own field: it is not an
// identity, so a human will have to say who it is.
func (j *judge) older(s string) bool {
	role := "subject_orgcode"
	if _, err := ident.ParseOrgCode(s); err != nil {
		if _, err := ident.ParseRegNo(s); err != nil {
			return false
		}
		role = "subject_regno"
	}
	if i := j.at(role); i >= 0 && j.text[i] == "" {
		j.text[i] = s
	}
	return true
}

// fill copies what the engine needs of any record out of the row's roles.
func (j *judge) fill(r *Record) {
	r.Item, r.Class, r.Adverse, r.State = j.item.Code, j.item.Class, j.item.Adverse, Effective
	r.DocumentNo, r.Basis, r.Grade = j.role("document_no"), j.role("basis"), j.role("grade")
	r.DecidedOn, r.ServedOn = j.day("decided_on"), j.day("served_on")
	r.ValidFrom, r.ValidUntil = j.day("valid_from"), j.day("valid_until")
	r.Severity = law.Severity(j.role("severity"))
	if i := j.at("kinds"); i >= 0 {
		r.Kinds = j.many[i]
	}
	if i := j.at("amount_fine"); i >= 0 {
		r.Fine = j.fen[i]
	}
	if i := j.at("amount_confiscated"); i >= 0 {
		r.Confiscated = j.fen[i]
	}
	for _, role := range [...]string{"title", "document_name", "list_code", "kinds"} {
		if r.Title = j.role(role); r.Title != "" {
			break
		}
	}
	if r.Title == "" {
		r.Title = j.item.Name.ZH
	}
	if r.Domain = j.role("domain"); r.Domain == "" {
		r.Domain = j.item.Domain
	}
	if on := j.day("removed_on"); on != 0 {
		r.State, r.StateOn, r.StateAuthority = Removed, on, r.AuthorityID
	}
	if j.item.Class == law.Pledge {
		r.Adverse = brokenPledge(j.role("performance")) && r.Basis != ""
	}
}

// brokenPledge: a commitment found not kept, in part or at all, may stand against its maker, and only where the sheet says
// how the breach was dealt with (which is its basis). One that nobody has judged stands against nobody.
func brokenPledge(performance string) bool {
	return performance == "部分履行" || performance == "全部未履行"
}
