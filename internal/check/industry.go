package check

import (
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/law"
)

// industryOf reads the industry of what is applied for: a section, a division, or both; it becomes section and division.
func industryOf(book *law.Book, s string) (string, error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if s == "" {
		return "", nil
	}
	found := ""
	switch i, ok := book.Industry(s[min(len(s)-1, len(s)/3):]); {
	case !ok:
	case i.Section == "" && s == i.Code, len(s) == 3 && s == i.Section+i.Code:
		found = s
	case i.Section != "" && len(s) == 2:
		found = i.Section + i.Code
	}
	if found == "" {
		return "", fault.New(fault.Invalid, "check.bad_industry", "行业代码不在国民经济行业分类的门类、大类中；请填写如 C、14 或 C14。",
			"The industry is no section or division of GB/T 4754; give one such as C, 14 or C14.").At("industry")
	}
	return found, nil
}

// bars says whether a ban from an industry bears on what is applied for: the section holds its divisions, both ways; a ban of the
// whole market, and an application whose industry is not told, always meet.
func bars(banned, applied string) bool {
	if banned == "" || applied == "" {
		return true
	}
	if strings.Trim(banned, "0123456789") == "" { // a division alone
		return !strings.ContainsAny(applied, "0123456789") || strings.HasSuffix(applied, banned)
	}
	return strings.HasPrefix(applied, banned) || strings.HasPrefix(banned, applied)
}
