package portal

import (
	"net/url"
	"strings"

	"xinheng/internal/law"
)

// Tour is what a demonstration offers its visitors: whom one can sign in as, and a firm that shows much. A real site has none.
type Tour struct {
	Password string // of every invented person
	Firm     string // code of an invented firm that stands on lists
	Guests   []Guest
	Firms    map[string]string // by kind of case: an invented firm that has one
}

// Guest is an invented person one can sign in as.
type Guest struct {
	Login string
	Role  law.Text2
	Body  string
	Firm  bool // comes in by the enterprise centre
}

// leg is a part of a business's life; its words are tour.<key> and tour.<key>.text.
type leg struct {
	key   string
	stops []stop
}

// stop is one thing to do: its words are tour.<leg>.<n>. Without a login it is a page of this site.
type stop struct {
	as, to string
	of     string // the firm with such a case is acted for
}

// chapters lead through the life of a business in the order in which things happen to it; {firm} is the firm of the tour.
var chapters = []leg{
	{"look", []stop{{to: "/entities/{firm}"}, {to: "/repair"}}},
	{"promise", []stop{{as: "owner", to: "/commitments", of: "rectify"}, {as: "clerk", to: "/commitments"}, {to: "/commitments"}, {as: "assoc", to: "/groupings"}}},
	{"declare", []stop{{as: "firm", to: "/declarations"}, {as: "handle", to: "/declared"}}},
	{"ask", []stop{{as: "clerk", to: "/check?matter=gp-qualification&subject={firm}"}, {as: "clerk", to: "/feedback"}}},
	{"report", []stop{{as: "enter", to: "/entry/new?item=penalty"}, {as: "review", to: "/entry"}}},
	{"list", []stop{{as: "handle", to: "/cases?whose=all&kind=listing&ended=true"}, {as: "lead", to: "/measures?view=matrix"}}},
	{"visit", []stop{{as: "plan", to: "/draws"}, {as: "inspect", to: "/visits"}, {to: "/inspections"}, {as: "owner", to: "/visits", of: "visit"}}},
	{"mend", []stop{{as: "handle", to: "/rectify"}, {as: "owner", to: "/rectify", of: "rectify"}}},
	{"leave", []stop{{as: "owner", to: "/repair", of: "repair"}, {as: "owner", to: "/object", of: "objection"}, {as: "decide", to: "/cases"}, {as: "lead", to: "/sync"}}},
	{"proof", []stop{{to: "/reports"}, {as: "firm", to: "/reports"}, {as: "bank", to: "/packs"}}},
	{"rate", []stop{{to: "/models/national"}, {as: "firm", to: "/rating"}, {as: "modelsign", to: "/models"}}},
	{"self", []stop{{as: "citizen", to: "/"}, {as: "firm", to: "/views"}, {as: "firm", to: "/partners"}}},
	{"guard", []stop{{as: "aud", to: "/audit/chain"}, {to: "/verify"}, {to: "/law"}}},
}

type tourView struct {
	Tour
	Chapters []legView
}

type legView struct {
	Title, Text string
	Stops       []stopView
}

type stopView struct {
	Text  string
	To    string
	Guest *Guest // nil: no signing in
}

// tour leads a visitor of a demonstration through the whole life of a business, and says with which login.
func tour(v *visit) (sheet, error) {
	if v.Tour == nil {
		return sheet{}, v.missing("fault.no_page")
	}
	view := tourView{Tour: *v.Tour}
	for _, c := range chapters {
		key := "tour." + c.key
		one := legView{Title: v.T(key), Text: v.T(key + ".text")}
		for i, s := range c.stops {
			one.Stops = append(one.Stops, v.stop(s, key+"."+string(rune('1'+i))))
		}
		view.Chapters = append(view.Chapters, one)
	}
	v.frame.NoIndex = true
	v.titled(v.T("tour.title"))
	return sheet{tmpl: "tour", data: view}, nil
}

func (v *visit) stop(s stop, key string) stopView {
	to := strings.ReplaceAll(s.to, "{firm}", v.Tour.Firm)
	if s.as == "" {
		return stopView{Text: v.T(key), To: v.Lang.Prefix() + to}
	}
	for _, g := range v.Tour.Guests {
		if g.Login == s.as {
			return stopView{Text: v.T(key), To: g.Door(v.Tour.at(to, s.of)), Guest: &g}
		}
	}
	return stopView{Text: v.T(key), To: v.Lang.Prefix() + "/"}
}

// at is a page of the enterprise centre for the firm that has such a case.
func (t Tour) at(to, kind string) string {
	firm := t.Firms[kind]
	if firm == "" {
		return to
	}
	return "/identity?" + url.Values{"next": {to}, "firm": {firm}}.Encode()
}

// Door is where this person signs in, and goes on to a page from there.
func (g Guest) Door(next string) string {
	at := "/workbench/signin"
	if g.Firm {
		at = "/centre/signin"
	}
	q := url.Values{"as": {g.Login}}
	if next != "" && next != "/" {
		q.Set("next", next)
	}
	return at + "?" + q.Encode()
}
