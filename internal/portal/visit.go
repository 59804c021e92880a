package portal

import (
	"context"
	"net/http"
	"net/url"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/page"
	"xinheng/internal/workday"
)

// visit is one request for a page, in one language, on one day.
type visit struct {
	*site
	*page.Catalogue
	r     *http.Request
	ctx   context.Context
	today workday.Date
	book  *law.Book
	frame page.Frame
}

// sheet is what a page handler hands to the press: which template, with what, under which status.
type sheet struct {
	tmpl   string
	status int // 200 when zero
	data   any
	// scripted: the page brings a script of this site that asks this site; every other page allows none
	scripted bool
	// framing: the page shows one of our own embedded pages, put there by our own widget
	framing bool
}

func (s *site) visit(l page.Lang, r *http.Request) *visit {
	today := s.today()
	q := r.URL.Query()
	path := r.URL.Path[len(l.Prefix()):]
	if path == "" {
		path = "/"
	}
	return &visit{
		site: s, Catalogue: s.tongues[l].Catalogue, r: r, ctx: r.Context(), today: today, book: s.Law.On(today),
		frame: page.Frame{Lang: l, Path: path, Query: q, Elder: elder(r), Section: section(path)},
	}
}

// titled names the page and says where it stands; crumbs come in pairs of text and path.
func (v *visit) titled(title string, crumbs ...string) {
	v.frame.Title = title
	v.frame.Crumbs = []page.Crumb{{Text: v.T("nav.home"), Path: page.At(v.Lang, "/", nil)}}
	for i := 0; i+1 < len(crumbs); i += 2 {
		v.frame.Crumbs = append(v.frame.Crumbs, page.Crumb{Text: crumbs[i], Path: page.At(v.Lang, crumbs[i+1], nil)})
	}
	v.frame.Crumbs = append(v.frame.Crumbs, page.Crumb{Text: title})
}

// on reads the date a page is asked about: ?on=2026-04-01, today when it is not given.
func (v *visit) on() (workday.Date, error) { return v.date("on", v.today) }

// earliest and latest bound the dates a reader may ask about: before, no rule of this library existed; after, no record
// taken in can still be public.
var (
	earliest = workday.New(1950, 1, 1)
	latest   = workday.New(2099, 12, 31)
)

func (v *visit) date(name string, otherwise workday.Date) (workday.Date, error) {
	d, err := workday.Parse(v.frame.Query.Get(name))
	if err != nil || d != 0 && (d < earliest || d > latest) {
		return 0, fault.New(fault.Invalid, "portal.bad_date", v.both("zh", "fault.bad_date"), v.both("en", "fault.bad_date")).At(name)
	}
	if d == 0 {
		return otherwise, nil
	}
	return d, nil
}

// missing is the fault of an address that leads nowhere; key says what the reader can do.
func (v *visit) missing(key string) error {
	return fault.New(fault.Missing, "portal.missing", v.both("zh", key), v.both("en", key))
}

func (v *visit) both(l page.Lang, key string) string { return v.tongues[l].T(key) }

// section is the entry of the main navigation a path belongs to.
func section(path string) string {
	for _, s := range []string{"/publicity", "/lists", "/matters", "/proofs", "/commitments", "/measures", "/catalogue", "/law", "/status", "/about"} {
		if path == s || len(path) > len(s) && path[:len(s)+1] == s+"/" {
			return s
		}
	}
	if path == "/" {
		return "/"
	}
	return ""
}

const elderCookie = "elder"

func elder(r *http.Request) bool {
	c, err := r.Cookie(elderCookie)
	return err == nil && c.Value == "1"
}

// setElder keeps the reader's wish for large text in a cookie that says nothing else, and returns to the page.
func setElder(w http.ResponseWriter, r *http.Request, l page.Lang) {
	q := r.URL.Query()
	c := &http.Cookie{Name: elderCookie, Value: "1", Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil}
	if q.Get(elderCookie) != "1" {
		c.Value, c.MaxAge = "", -1
	}
	http.SetCookie(w, c)
	q.Del(elderCookie)
	to := url.URL{Path: r.URL.Path, RawQuery: q.Encode()}
	http.Redirect(w, r, to.RequestURI(), http.StatusSeeOther)
}
