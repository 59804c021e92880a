package developer

import (
	"html"
	"regexp"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/web"
)

// Refusal is one way the interface says no.
type Refusal struct {
	Code   string    `json:"code"`
	Status int       `json:"status"`
	Says   law.Text2 `json:"says"`

	kind fault.Kind
}

// Fault is the refusal as it is given.
func (r Refusal) Fault() *fault.Error {
	return &fault.Error{Kind: r.kind, Code: r.Code, ZH: r.Says.ZH, EN: r.Says.EN}
}

// Area is the refusals of one area.
type Area struct {
	Code     string
	Refusals []Refusal
}

// kinds are the names of kinds as the list is written with.
var kinds = map[string]fault.Kind{"Internal": fault.Internal, "Invalid": fault.Invalid, "Missing": fault.Missing, "Unauthenticated": fault.Unauthenticated,
	"Forbidden": fault.Forbidden, "Conflict": fault.Conflict, "TooEarly": fault.TooEarly, "TooLate": fault.TooLate, "Gone": fault.Gone,
	"TooLarge": fault.TooLarge, "TooMany": fault.TooMany, "Unavailable": fault.Unavailable}

var line = regexp.MustCompile("^\\| <a id=\"[^\"]*\"></a>`([^`]+)` \\| (\\w*) \\| (.*) \\| (.*) \\|$")

// refusals reads the list that is generated from the source (docs/faults.md), by area.
func refusals(list string) (areas []Area) {
	for row := range strings.SplitSeq(list, "\n") {
		m := line.FindStringSubmatch(row)
		if m == nil {
			continue
		}
		area, _, _ := strings.Cut(m[1], ".")
		if len(areas) == 0 || areas[len(areas)-1].Code != area {
			areas = append(areas, Area{Code: area})
		}
		at := &areas[len(areas)-1]
		at.Refusals = append(at.Refusals, Refusal{Code: m[1], kind: kinds[m[2]], Status: web.StatusOf[kinds[m[2]]], Says: law.Text2{ZH: plain(m[3]), EN: plain(m[4])}})
	}
	return areas
}

func plain(cell string) string { return html.UnescapeString(strings.ReplaceAll(cell, `\|`, "|")) }
