package law

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing wrong in a rule file.
type Fault struct {
	File string `json:"file"`
	Line int    `json:"line"`
	ZH   string `json:"zh"`
	EN   string `json:"en"`
}

// String is the form editors understand: file:line: message.
func (f Fault) String() string { return fmt.Sprintf("law/%s:%d: %s %s", f.File, f.Line, f.ZH, f.EN) }

// Faults is everything wrong in a set of rule files, in file and line order. It is the error of Load.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = x.String()
	}
	return strings.Join(lines, "\n")
}

func (f *Faults) add(file string, line int, zh, en string) {
	*f = append(*f, Fault{file, line, zh, en})
}

func (f Faults) sorted() Faults {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, strings.Compare(a.EN, b.EN))
	})
	return slices.Compact(f)
}
