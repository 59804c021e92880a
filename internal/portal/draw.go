package portal

import (
	"embed"
	"html/template"
	"io"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"sync"

	"xinheng/internal/law"
	"xinheng/internal/page"
	"xinheng/internal/record"
	"xinheng/internal/report"
	uptime "xinheng/internal/status"
	"xinheng/internal/workday"
)

//go:embed templates/*.html
var templateFiles embed.FS

// tongue is the site in one language: its words, and its templates with the words' functions bound in.
type tongue struct {
	*page.Catalogue
	sheets map[string]func() *template.Template
}

func tongues(s *site) map[page.Lang]*tongue {
	return map[page.Lang]*tongue{
		page.ZH: newTongue(s, page.NewCatalogue(page.ZH, zhTexts)),
		page.EN: newTongue(s, page.NewCatalogue(page.EN, enTexts)),
	}
}

// newTongue parses every template once, when it is first drawn. Files whose name begins with an underscore are shared parts.
func newTongue(s *site, c *page.Catalogue) *tongue {
	shared := template.Must(template.New("").Funcs(s.funcs(c)).ParseFS(templateFiles, "templates/_*.html"))
	t := &tongue{Catalogue: c, sheets: map[string]func() *template.Template{}}
	names, err := fs.Glob(templateFiles, "templates/[a-z]*.html")
	if err != nil {
		panic(err) // a bad pattern is a programming error
	}
	for _, n := range names {
		t.sheets[strings.TrimSuffix(path.Base(n), ".html")] = sync.OnceValue(func() *template.Template {
			return template.Must(template.Must(shared.Clone()).ParseFS(templateFiles, n))
		})
	}
	return t
}

func (t *tongue) draw(w io.Writer, name string, data frameView) error {
	return t.sheets[name]().ExecuteTemplate(w, "page", data)
}

// frameView is what every template sees: the frame around the page, and the page's own view under D.
type frameView struct {
	page.Frame
	Demo      bool
	Tour      *Tour
	Notices   []law.Text2
	Foot      Footer
	CSS, Mark string
	Canonical string
	Origin    string
	Today     workday.Date
	Edition   string
	D         any
}

func (v *visit) frameView(sh sheet) frameView {
	notices, _, _ := v.notices.get(v.r.Context()) // a page without its notice is better than no page
	return frameView{
		Frame: v.frame, Demo: v.Demo, Tour: v.Tour, Notices: notices, Foot: v.Footer, CSS: v.css.path, Mark: v.mark.path,
		Canonical: v.Base + page.At(v.Lang, v.frame.Path, canonicalQuery(v.frame.Query)),
		Origin:    v.origin(v.r), Today: v.today, Edition: v.Law.Edition(), D: sh.data,
	}
}

// canonicalQuery keeps only what makes a page another page.
func canonicalQuery(q url.Values) url.Values {
	out := url.Values{}
	for _, k := range []string{"on", "item", "from", "to"} {
		if q.Get(k) != "" {
			out.Set(k, q.Get(k))
		}
	}
	return out
}

// funcs are the verbs of the templates, in one language.
func (s *site) funcs(c *page.Catalogue) template.FuncMap {
	return template.FuncMap{
		"t":     c.T,
		"say":   c.Lang.Say,
		"num":   func(n int64) string { return page.Number(n) },
		"count": func(n int) string { return page.Number(int64(n)) },
		"rate":  page.Rate,
		"money": func(fen int64) string { return page.Money(c.Lang, fen) },
		"stamp": page.Stamp,
		"path":  func(base string, parts ...string) string { return pathTo(c.Lang, base, parts...) },
		"query": func(base string, pairs ...string) string { return queryTo(c.Lang, base, pairs...) },
		"foreign": func(t law.Text2) bool { // Chinese shown on an English page must say so to a screen reader
			return c.Lang == page.EN && t.EN == ""
		},
		"rows":     func(of []record.Freshness, names map[string]law.Text2) freshRows { return freshRows{of, names} },
		"cardline": func(l report.CardLine) string { return cardLine(c, &l) },
		"centre":   centre,
		"english":  func() bool { return c.Lang == page.EN },
		"took":     func(seconds *int64) string { return took(c, seconds) },
		"days":     func(days *int32) string { return daysOf(c, days) },
		"feedrows": func(of []uptime.Source, b boardView) feedRows { return feedRows{of, b} },
		"join":     func(parts []string) string { return strings.Join(parts, c.T("join")) },
		"sources": func(codes []string) string {
			words := make([]string, len(codes))
			for i, code := range codes {
				words[i] = wordOf(c, "source."+code, code)
			}
			return strings.Join(words, c.T("join"))
		},
	}
}

// pathTo is the address of a page, each part escaped: pathTo(EN, "/records", id) = "/en/records/…".
func pathTo(l page.Lang, base string, parts ...string) string {
	p := base
	for _, part := range parts {
		p += "/" + url.PathEscape(part)
	}
	return l.Prefix() + p
}

// queryTo is the address of a page with a query; empty values are left out.
func queryTo(l page.Lang, base string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return page.At(l, base, q)
}
