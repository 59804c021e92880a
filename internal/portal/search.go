package portal

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/registry"
)

const (
	searchPage = 20
	searchDeep = 50 // pages; who needs more should ask a narrower question
)

// hit is a found entity, and in words why it was found.
type hit struct {
	registry.Entity
	Match  registry.Match
	Region law.Text2
}

type searchView struct {
	Q         string
	Asked     bool
	Hits      []hit
	Page      int
	Next      string
	Previous  string
	BadCode   bool   // it looks like a code and its check character is wrong
	TooShort  string // what the registry says of the question
	Ambiguous bool
}

// search finds entities by name or code. Natural persons are never found (registry). A search that finds nothing says
// that no result is not the same as no record (G11).
func search(v *visit) (sheet, error) {
	v.frame.NoIndex = true
	v.titled(v.T("search.title"))
	view := searchView{Q: strings.TrimSpace(v.frame.Query.Get("q")), Page: v.pageNo(searchDeep)}
	if view.Q == "" {
		return sheet{tmpl: "search", data: view}, nil
	}
	v.frame.Title = v.T("search.titled", view.Q)
	view.Asked, view.BadCode = true, badCode(view.Q)
	hits, more, err := registry.Search(v.ctx, v.Pool, view.Q, searchPage, (view.Page-1)*searchPage)
	if f, ok := fault.Of(err); ok && f.Kind == fault.Invalid {
		view.TooShort = v.Lang.Say(law.Text2{ZH: f.ZH, EN: f.EN})
		return sheet{tmpl: "search", status: http.StatusBadRequest, data: view}, nil
	}
	if err != nil {
		return sheet{}, err
	}
	for _, h := range hits {
		if h.Kind == registry.Person {
			continue
		}
		view.Hits = append(view.Hits, hit{Entity: h.Entity, Match: h.Match, Region: v.regionName(h.Region)})
		view.Ambiguous = view.Ambiguous || h.Match == registry.Ambiguous
	}
	if more && view.Page < searchDeep {
		view.Next = v.frame.With("p", strconv.Itoa(view.Page+1))
	}
	if view.Page > 1 {
		view.Previous = v.frame.With("p", strconv.Itoa(view.Page-1))
	}
	return sheet{tmpl: "search", data: view}, nil
}

// badCode tells a mistyped code from a name: 18 letters and digits that are not a valid code.
func badCode(q string) bool {
	folded := ident.NormalName(q)
	if len(folded) != 18 || strings.IndexFunc(folded, notAlphanumeric) >= 0 {
		return false
	}
	_, _, err := ident.ParseUSCC(q)
	return err != nil && !errors.Is(err, ident.ErrMissing)
}

func notAlphanumeric(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}

// pageNo reads ?p=, at least 1 and at most deepest.
func (v *visit) pageNo(deepest int) int {
	n, err := strconv.Atoi(v.frame.Query.Get("p"))
	if err != nil {
		return 1
	}
	return min(max(n, 1), deepest)
}

func (v *visit) regionName(code string) law.Text2 {
	if r, ok := v.book.Region(code); ok {
		return r.Name
	}
	return law.Text2{ZH: code}
}
