package portal

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"time"

	"xinheng/internal/commitment"
	"xinheng/internal/page"
)

// elsewhere mounts what other sites show of ours: the badge of a commitment, feeds of the column, and the column as a frame
// (F03-4, F05-3). One source, many sites: nothing of it is kept, so that what is broken or withdrawn is so everywhere at once.
func (s *site) elsewhere(mux *http.ServeMux) {
	for _, l := range page.Langs {
		at := "GET " + l.Prefix() + "/commitments/"
		mux.HandleFunc(at+"{id}/badge.svg", s.open(l, "image/svg+xml", s.badge))
		mux.HandleFunc(at+"feed.rss", s.open(l, "application/rss+xml; charset=utf-8", s.rss))
		mux.HandleFunc(at+"feed.json", s.open(l, "application/feed+json; charset=utf-8", s.jsonFeed))
		mux.HandleFunc(at+"widget", s.open(l, "text/html; charset=utf-8", s.widget))
	}
}

// open serves what any site may embed: no cookies, no script, no style but its own attributes.
func (s *site) open(l page.Lang, media string, draw func(*visit) ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := s.visit(l, r)
		if s.Commitments == nil {
			v.press(w, v.refusal(v.missing("fault.no_page")))
			return
		}
		body, err := draw(v)
		if err != nil {
			v.press(w, v.refusal(err))
			return
		}
		h := w.Header()
		h.Set("Content-Type", media)
		h.Set("Cache-Control", "no-cache")
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Del("X-Frame-Options")
		h.Set("X-Robots-Tag", "noindex")
		send(w, r, http.StatusOK, body)
	}
}

// badgeColours: green while it stands, grey when it is broken or withdrawn. The word says the same.
var badgeColours = map[commitment.State]string{commitment.Performing: "#0f6b4f", commitment.Kept: "#0f6b4f"}

const grey = "#6b7280"

var badgeForm = template.Must(template.New("badge").Parse(`<svg xmlns="http://www.w3.org/2000/svg" width="200" height="28" viewBox="0 0 200 28" role="img" aria-label="{{.Left}} {{.Right}}"><title>{{.Left}} {{.Right}}</title>` +
	`<rect width="200" height="28" rx="4" fill="{{.Colour}}"/><rect x="2" y="2" width="110" height="24" rx="3" fill="#ffffff"/>` +
	`<g font-family="'Noto Sans CJK SC','Microsoft YaHei',sans-serif" font-size="13"><text x="57" y="19" text-anchor="middle" fill="#1f2937">{{.Left}}</text><text x="156" y="19" text-anchor="middle" fill="#ffffff">{{.Right}}</text></g></svg>`))

func (s *site) badge(v *visit) ([]byte, error) {
	p, err := s.Commitments.Public(v.ctx, v.r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	colour := badgeColours[p.Status]
	if colour == "" {
		colour = grey
	}
	var b bytes.Buffer
	err = badgeForm.Execute(&b, map[string]string{"Colour": colour, "Left": v.T("promise.badge"), "Right": v.T("promise.status." + string(p.Status))})
	return b.Bytes(), err
}

// feed is what the feeds and the frame show: the newest of the column, of a kind or a division where they are asked for.
func (s *site) feed(v *visit) ([]commitment.Public, error) {
	q := v.frame.Query
	kind := q.Get("kind")
	if !slices.Contains(promiseKinds, kind) {
		kind = ""
	}
	all, _, err := s.Commitments.Column(v.ctx, commitment.Sought{Kind: kind, Region: q.Get("region"), Entity: q.Get("entity"), Limit: 30})
	return all, err
}

func (v *visit) itemTitle(p *commitment.Public) string {
	return fmt.Sprintf("%s · %s · %s", p.Firm, v.Lang.Say(p.Name), v.T("promise.status."+string(p.Status)))
}

func (v *visit) itemLink(p *commitment.Public) string {
	return v.origin(v.r) + page.At(v.Lang, "/commitments/"+p.ID, nil)
}

type rssItem struct {
	Title string `xml:"title"`
	Link  string `xml:"link"`
	GUID  string `xml:"guid"`
	Date  string `xml:"pubDate"`
}

func (s *site) rss(v *visit) ([]byte, error) {
	all, err := s.feed(v)
	if err != nil {
		return nil, err
	}
	type channel struct {
		Title       string    `xml:"title"`
		Link        string    `xml:"link"`
		Description string    `xml:"description"`
		Language    string    `xml:"language"`
		Items       []rssItem `xml:"item"`
	}
	c := channel{Title: v.T("promises.title"), Link: v.origin(v.r) + page.At(v.Lang, "/commitments", nil), Description: v.T("promises.lead"), Language: v.Lang.Tag()}
	for i := range all {
		p := &all[i]
		c.Items = append(c.Items, rssItem{v.itemTitle(p), v.itemLink(p), v.itemLink(p), p.ReleasedAt.Format(time.RFC1123Z)})
	}
	b, err := xml.MarshalIndent(struct {
		XMLName xml.Name `xml:"rss"`
		Version string   `xml:"version,attr"`
		Channel channel  `xml:"channel"`
	}{Version: "2.0", Channel: c}, "", " ")
	return append([]byte(xml.Header), b...), err
}

func (s *site) jsonFeed(v *visit) ([]byte, error) {
	all, err := s.feed(v)
	if err != nil {
		return nil, err
	}
	type item struct {
		ID     string           `json:"id"`
		URL    string           `json:"url"`
		Title  string           `json:"title"`
		Text   string           `json:"content_text"`
		Date   *time.Time       `json:"date_published"`
		Status commitment.State `json:"_status"`
	}
	feed := struct {
		Version string `json:"version"`
		Title   string `json:"title"`
		Home    string `json:"home_page_url"`
		URL     string `json:"feed_url"`
		Lang    string `json:"language"`
		Items   []item `json:"items"`
	}{"https://jsonfeed.org/version/1.1", v.T("promises.title"), v.origin(v.r) + page.At(v.Lang, "/commitments", nil),
		v.origin(v.r) + v.Lang.Prefix() + "/commitments/feed.json", v.Lang.Tag(), []item{}}
	for i := range all {
		p := &all[i]
		feed.Items = append(feed.Items, item{v.itemLink(p), v.itemLink(p), v.itemTitle(p), v.itemTitle(p), p.ReleasedAt, p.Status})
	}
	return json.Marshal(feed)
}

var widgetForm = template.Must(template.New("widget").Parse(`<!doctype html><html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Title}}</title><link rel="stylesheet" href="{{.CSS}}"></head>` +
	`<body><main class="wrap"><h1>{{.Title}}</h1><ul>{{range .Items}}<li><a href="{{.Link}}" target="_blank" rel="noopener">{{.Title}}</a></li>{{else}}<li>{{$.None}}</li>{{end}}</ul><p><a href="{{.Home}}" target="_blank" rel="noopener">{{.More}}</a></p></main></body></html>`))

func (s *site) widget(v *visit) ([]byte, error) {
	all, err := s.feed(v)
	if err != nil {
		return nil, err
	}
	var items []rssItem
	for i := range all[:min(len(all), 10)] {
		items = append(items, rssItem{Title: v.itemTitle(&all[i]), Link: v.itemLink(&all[i])})
	}
	var b bytes.Buffer
	err = widgetForm.Execute(&b, map[string]any{"Lang": v.Lang.Tag(), "Title": v.T("promises.title"), "CSS": s.css.path, "Items": items, "None": v.T("promises.none"),
		"Home": v.origin(v.r) + page.At(v.Lang, "/commitments", nil), "More": v.T("promises.more")})
	return b.Bytes(), err
}
