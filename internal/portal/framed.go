package portal

import (
	"bytes"
	"context"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"xinheng/internal/commitment"
	"xinheng/internal/oauth"
	"xinheng/internal/page"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Frames is what the site reads of tokens to embed, and the two scripts that go with them.
type Frames struct {
	Find   func(ctx context.Context, token, show string) (oauth.Embedded, error)
	Widget string // for the page around
	Fit    string // for the page within
}

// frames mounts the pages other sites embed about one firm (F22-2, F22-3): within the sites registered for an app, for minutes, without
// cookies. They carry no script, but for one that tells a registered origin how tall they are, where the widget asks for it.
func (s *site) frames(mux *http.ServeMux) {
	if s.Frames.Find == nil {
		return
	}
	fit := newAsset("/embed/fit.", ".js", "text/javascript; charset=utf-8", []byte(s.Frames.Fit))
	widget := newAsset("/embed/widget.", ".js", "text/javascript; charset=utf-8", []byte(s.Frames.Widget))
	mux.HandleFunc("GET "+fit.path, fit.serve)
	mux.HandleFunc("GET /embed/widget.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		widget.serve(w, r)
	})
	for _, l := range page.Langs {
		mux.HandleFunc("GET "+l.Prefix()+"/embed/{show}", func(w http.ResponseWriter, r *http.Request) {
			f, at := s.frameOf(l, r)
			f.Script = fit.path
			f.press(s.visit(l, r), w, at)
		})
	}
}

// framed is an embedded page.
type framed struct {
	Lang, Title, CSS, Script string
	Fit                      string // the registered origin that is told how tall it is; empty: nobody
	Says                     string // a refusal: what to do
	Example                  bool
	Name, Code               string
	State                    tag
	Tiles                    []tile
	Items                    []framedItem
	None, More, Link, Notice string
	Home                     string

	status int
}

type framedItem struct {
	Tag              tag
	Title, Link, Who string
	On               workday.Date
}

// frameOf makes the page, and says which sites may show it.
func (s *site) frameOf(l page.Lang, r *http.Request) (f framed, sites []string) {
	v, q := s.visit(l, r), r.URL.Query()
	show := r.PathValue("show")
	f = framed{Lang: l.Tag(), CSS: s.css.path, status: http.StatusOK, Home: v.origin(r) + page.At(l, "/", nil), Title: v.T("embed.title")}
	if show == "example" {
		f.example(v)
		if q.Get("fit") == v.origin(r) {
			f.Fit = v.origin(r)
		}
		return f, []string{"'self'"}
	}
	e, err := s.Frames.Find(v.ctx, q.Get("token"), show)
	sites = e.Origins
	if origin := q.Get("fit"); slices.Contains(sites, origin) {
		f.Fit = origin
	}
	if err == nil {
		err = f.fill(v, &e)
	}
	if err != nil {
		said := v.refusal(err)
		if view, ok := said.data.(refusalView); ok {
			f.status, f.Says = view.Status, view.Says
		}
	}
	return f, sites
}

func (f *framed) fill(v *visit, e *oauth.Embedded) error {
	firm, err := registry.Find(v.ctx, v.Pool, e.Entity)
	if err != nil {
		return err
	}
	f.Name, f.Code, f.Notice = firm.Name, firm.ID, v.T("embed.notice")
	f.Link, f.More = v.origin(v.r)+page.At(v.Lang, "/entities/"+firm.ID, nil), v.T("embed.more")
	if e.Show == "commitments" {
		return f.promises(v, firm.ID)
	}
	records, err := record.Of(v.ctx, v.Pool, firm.ID, v.Now())
	if err != nil {
		return err
	}
	if err := v.dispute(records); err != nil {
		return err
	}
	f.file(v, v.shown(records, v.today))
	return nil
}

const framedCut = 5

func (f *framed) file(v *visit, lines []line) {
	var clean bool
	f.Tiles, clean = v.tiles(lines)
	f.State = tag{"amber", "▲", v.T("embed.adverse")}
	if clean {
		f.State = tag{"palm", "✓", v.T("embed.clean")}
	}
	for _, l := range lines[:min(framedCut, len(lines))] {
		f.Items = append(f.Items, framedItem{l.Tag, l.Title, v.origin(v.r) + page.At(v.Lang, "/records/"+l.ID, nil), l.Authority, l.DecidedOn})
	}
	f.None = v.T("embed.none")
}

func (f *framed) promises(v *visit, firm string) error {
	f.Title, f.None = v.T("embed.promises"), v.T("promises.none")
	if v.Commitments == nil {
		return nil
	}
	all, _, err := v.Commitments.Column(v.ctx, commitment.Sought{Entity: firm, Limit: 10})
	for i := range all {
		p := &all[i]
		t := tag{"plain", "●", v.T("promise.status." + string(p.Status))}
		if badgeColours[p.Status] != "" {
			t = tag{"palm", "✓", t.Text}
		}
		f.Items = append(f.Items, framedItem{t, v.Lang.Say(p.Name), v.itemLink(p), "", workday.Of(p.SignedAt)})
	}
	return err
}

// example is the page of an invented firm, for whoever wants to see how it looks before asking for a token.
func (f *framed) example(v *visit) {
	f.Example, f.Name, f.Code, f.Notice = true, v.T("embed.example.name"), "91460000EXAMPLE000", v.T("embed.notice")
	f.State, f.Link, f.More = tag{"palm", "✓", v.T("embed.clean")}, v.origin(v.r)+page.At(v.Lang, "/developers/apps", nil), v.T("embed.example")
	f.Tiles, _ = v.tiles(nil)
	f.Tiles[2].N, f.Tiles[3].N = 1, 1
	f.Items = []framedItem{{tag{"palm", "✓", v.T("tag.valid")}, v.T("embed.example.licence"), "", v.T("embed.example.body"), v.today.AddDays(-40)},
		{tag{"palm", "★", v.T("class.honour")}, v.T("embed.example.honour"), "", v.T("embed.example.body"), v.today.AddDays(-90)}}
}

// press sends the page to the sites that may show it and to nobody else: the browser refuses it elsewhere.
func (f *framed) press(v *visit, w http.ResponseWriter, sites []string) {
	if len(sites) == 0 {
		sites = []string{"'none'"}
	}
	policy := "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors " + strings.Join(sites, " ")
	if f.Fit != "" {
		policy += "; script-src 'self'"
	}
	var b bytes.Buffer
	if err := framedForm.Execute(&b, f); err != nil {
		http.Error(w, v.T("fault.internal"), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", f.Lang)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", policy)
	h.Del("X-Frame-Options") // it knows no list; the policy above does
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex, noarchive")
	send(w, v.r, f.status, b.Bytes())
}

var framedForm = template.Must(template.New("framed").Parse(`<!doctype html>
<html lang="{{.Lang}}"{{with .Fit}} data-fit="{{.}}"{{end}}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<title>{{with .Name}}{{.}} · {{end}}{{.Title}}</title><link rel="stylesheet" href="{{.CSS}}">{{if .Fit}}<script src="{{.Script}}" defer></script>{{end}}</head>
<body class="framed"><main>{{if .Says}}<h1>{{.Title}}</h1><p class="note" role="status">{{.Says}}</p>{{else}}
<p class="small">{{.Title}}</p><h1>{{.Name}}</h1><p class="code">{{.Code}}</p>
{{if .State.Text}}<p class="clean"><span class="tag {{.State.Tone}}"><span aria-hidden="true">{{.State.Mark}}</span>{{.State.Text}}</span></p>{{end}}
{{if .Tiles}}<ul class="tiles">{{range .Tiles}}<li class="{{.Tone}}"><span><b>{{.N}}</b>{{.Text}}</span></li>{{end}}</ul>{{end}}
<ul class="lines">{{range .Items}}<li><span class="tag {{.Tag.Tone}}"><span aria-hidden="true">{{.Tag.Mark}}</span>{{.Tag.Text}}</span> {{if .Link}}<a href="{{.Link}}" target="_blank" rel="noopener">{{.Title}}</a>{{else}}{{.Title}}{{end}}<small>{{with .Who}}{{.}} · {{end}}<time datetime="{{.On}}">{{.On}}</time></small></li>{{else}}<li>{{$.None}}</li>{{end}}</ul>
<p><a href="{{.Link}}" target="_blank" rel="noopener">{{.More}}</a></p><p class="small">{{.Notice}}</p>{{end}}
<p class="small"><a href="{{.Home}}" target="_blank" rel="noopener">信衡 Xinheng</a></p></main></body></html>
`))

// appsPage says how an app is registered, how it asks, and how a page is embedded, with one that works (F22-3, F22-6).
func appsPage(v *visit) (sheet, error) {
	v.titled(v.T("apps.title"), v.T("dev.title"), "/developers")
	return sheet{tmpl: "developer_apps", data: appsView{Origin: v.origin(v.r), Scopes: oauth.Scopes(), Live: v.Frames.Find != nil,
		Example: v.Lang.Prefix() + "/embed/example"}, framing: v.Frames.Find != nil}, nil
}

type appsView struct {
	Origin, Example string
	Scopes          []oauth.Scope
	Live            bool
}
