package portal

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/page"
)

// still is a page of words alone.
func still(name string) func(*visit) (sheet, error) {
	return func(v *visit) (sheet, error) {
		v.titled(v.T(name + ".title"))
		return sheet{tmpl: name}, nil
	}
}

type helpView struct {
	Periods []periodLine
}

// periodLine is a publicity period as the help page explains it.
type periodLine struct {
	law.Period
	ruled
	Of, Min, Max string
}

// help explains repair, objection and how to read a file, with the periods in force today read from the law.
func help(v *visit) (sheet, error) {
	var view helpView
	for _, p := range v.book.Periods() {
		if r, ok := v.rule("period:"+p.Code, v.today); ok && p.List == "" {
			view.Periods = append(view.Periods, periodLine{p, r, v.Lang.Say(v.itemName(p.Item)), v.months(p.Min), v.months(p.Max)})
		}
	}
	v.titled(v.T("help.title"))
	return sheet{tmpl: "help", data: view}, nil
}

// robots lets search engines read what is public and keeps them out of searches. Persons' records are not named here:
// a crawler must be able to read their noindex.
func (s *site) robots(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	fmt.Fprintf(w, "User-agent: *\nDisallow: /search\nDisallow: /en/search\nDisallow: /v1/\nSitemap: %s/sitemap.xml\n", s.origin(r))
}

// origin is the site's own address: as configured, else as asked for.
func (s *site) origin(r *http.Request) string {
	if s.Base != "" {
		return strings.TrimSuffix(s.Base, "/")
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

type siteIndex struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []place  `xml:"sitemap"`
}

type siteMap struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []place  `xml:"url"`
}

type place struct {
	Loc string `xml:"loc"`
}

func (s *site) sitemapIndex(w http.ResponseWriter, r *http.Request) {
	writeXML(w, r, siteIndex{Maps: []place{{s.origin(r) + "/sitemap-pages.xml"}}})
}

// sitemapPages names the pages about rules and the site itself. Subjects are not listed: a public file is found by asking
// for it, never in bulk.
func (s *site) sitemapPages(w http.ResponseWriter, r *http.Request) {
	var m siteMap
	add := func(base string, parts ...string) {
		for _, l := range page.Langs {
			m.Pages = append(m.Pages, place{s.origin(r) + pathTo(l, base, parts...)})
		}
	}
	for _, p := range []string{"/", "/publicity", "/lists", "/catalogue", "/measures", "/matters", "/proofs", "/commitments", "/verification", "/courses", "/inspections",
		"/inspections/checklists", "/campaigns", "/policy", "/pilots", "/comparisons", "/scenes", "/case-studies", "/outreach", "/credit-products", "/support", "/leaks", "/figures", "/catalogue/libraries", "/law", "/law/supervision", "/status", "/about", "/help", "/verify", "/reports",
		"/special-reports", "/open-data", "/agencies", "/developers", "/developers/errors", "/developers/sandbox", "/developers/adapters", "/models"} {
		add(p)
	}
	book := s.Law.On(s.today())
	for _, l := range book.Lists() {
		add("/lists", l.Code)
	}
	for _, x := range book.Measures() {
		add("/measures", x.Code)
	}
	for _, x := range book.Matters() {
		add("/matters", x.Code)
	}
	for _, x := range book.Items() {
		add("/catalogue", x.Code)
	}
	seen := map[string]bool{}
	for _, x := range s.Law.Instruments() {
		if !seen[x.Code] {
			add("/law", x.Code)
		}
		seen[x.Code] = true
	}
	writeXML(w, r, m)
}

func writeXML(w http.ResponseWriter, r *http.Request, v any) {
	b, err := xml.Marshal(v)
	if err != nil {
		http.Error(w, "xml", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	send(w, r, http.StatusOK, append([]byte(xml.Header), b...))
}
