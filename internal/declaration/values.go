package declaration

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

const longest = 200 // characters of a field that names no bound of its own

// tidy checks what was filled in against its kind, and gives it in one way of writing. What is not asked for is refused.
func tidy(k *law.DeclarationKind, in map[string]string) (map[string]string, error) {
	var extra []string
	for code := range in {
		if _, ok := k.Field(code); !ok {
			extra = append(extra, code)
		}
	}
	if len(extra) > 0 {
		slices.Sort(extra)
		return nil, unasked(extra)
	}
	out := map[string]string{}
	for _, f := range k.Fields {
		v := strings.TrimSpace(in[f.Code])
		if v == "" && !f.Required {
			continue
		}
		v, ok := written(f, v)
		if !ok {
			return nil, badField(f)
		}
		out[f.Code] = v
	}
	return out, nil
}

// written gives one value in one way of writing; false when it does not fit its field.
func written(f law.DeclaredField, v string) (string, bool) {
	most := f.Max
	if most == 0 {
		most = longest
	}
	if v == "" || !utf8.ValidString(v) || utf8.RuneCountInString(v) > most || strings.ContainsFunc(v, unicode.IsControl) {
		return "", false
	}
	switch f.Type {
	case "date":
		d, code := record.ParseDay(v)
		return d.String(), code == "" && d != 0
	case "year":
		n, err := strconv.Atoi(v)
		return v, err == nil && n > 1949 && n < 2100 && len(v) == 4
	case "count":
		n, err := strconv.ParseInt(v, 10, 64)
		return strconv.FormatInt(n, 10), err == nil && n >= 0
	case "money_wan":
		fen, code := record.ParseWan(v)
		return wan(fen), code == "" && fen >= 0
	}
	return v, true
}

// wan writes fen as ten thousands of yuan, without a float.
func wan(fen int64) string {
	const unit = 1_000_000
	s := strconv.FormatInt(fen/unit, 10)
	if rest := fen % unit; rest != 0 {
		s += "." + strings.TrimRight(strconv.FormatInt(unit+rest, 10)[1:], "0")
	}
	return s
}

// valueOf is what a record says where a declaration says something: by a role, or by the code of a field of its item.
func valueOf(r *record.Record, by string) string {
	day := func(d workday.Date) string {
		if d == 0 {
			return ""
		}
		return d.String()
	}
	switch by {
	case "document_no":
		return r.DocumentNo
	case "title":
		return r.Title
	case "authority":
		return r.Authority
	case "grade":
		return r.Grade
	case "decided_on":
		return day(r.DecidedOn)
	case "valid_until":
		return day(r.ValidUntil)
	}
	return r.Content[by]
}

// folded is how two values are compared: as their field writes them, without spaces, narrow, in one case.
func folded(f law.DeclaredField, v string) string {
	v = strings.TrimSpace(v)
	if w, ok := written(law.DeclaredField{Type: f.Type, Max: 1 << 16}, v); ok {
		v = w
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r == '（' || r == '〔' || r == '[' || r == '【':
			return '('
		case r == '）' || r == '〕' || r == ']' || r == '】':
			return ')'
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, v))
}
