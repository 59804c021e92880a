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
}

// chapters lead through the life of a business in the order in which things happen to it; {firm} is the firm of the tour.
var chapters = []leg{
	{"look", []stop{{"", "/entities/{firm}"}, {"", "/repair"}}},
	{"promise", []stop{{"owner", "/commitments"}, {"clerk", "/commitments"}, {"", "/commitments"}}},
	{"ask", []stop{{"clerk", "/check?matter=gp-qualification&subject={firm}"}, {"clerk", "/feedback"}}},
	{"report", []stop{{"enter", "/entry/new?item=penalty"}, {"review", "/entry"}}},
	{"list", []stop{{"handle", "/cases?whose=all&kind=listing&ended=true"}, {"lead", "/measures?view=matrix"}}},
	{"visit", []stop{{"plan", "/draws"}, {"inspect", "/visits"}, {"", "/inspections"}}},
	{"mend", []stop{{"handle", "/rectify"}, {"owner", "/rectify"}}},
	{"leave", []stop{{"owner", "/repair"}, {"owner", "/object"}, {"decide", "/cases"}, {"lead", "/sync"}}},
	{"self", []stop{{"citizen", "/"}, {"firm", "/views"}}},
	{"guard", []stop{{"aud", "/audit/chain"}, {"", "/verify"}, {"", "/law"}}},
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
			return stopView{Text: v.T(key), To: g.Door(to), Guest: &g}
		}
	}
	return stopView{Text: v.T(key), To: v.Lang.Prefix() + "/"}
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
