package app

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// The templates of papers are law data, so their read-only routes stand beside those of the rules.
type (
	templateIn struct {
		Code string `path:"code" maxLength:"64" doc:"e.g. repair.approved"`
		On   string `query:"on" doc:"civil date; today when empty"`
	}
	// version is one version of a template with the hash that a signature stores.
	version struct {
		Hash  string        `json:"hash"`
		Value law.Value     `json:"value"`
		Text  *law.Template `json:"template,omitempty"`
	}
	templatesOut struct {
		Body struct {
			Edition   string       `json:"edition"`
			On        workday.Date `json:"on"`
			Templates []version    `json:"templates" doc:"in force that day, without their texts"`
		}
	}
	templateOut struct {
		Body struct {
			Edition  string       `json:"edition"`
			On       workday.Date `json:"on"`
			Template *version     `json:"template,omitempty" doc:"in force that day; none when it has ended or not begun"`
			Versions []version    `json:"versions" doc:"all there ever were, oldest first"`
		}
	}
)

var errNoTemplate = fault.New(fault.Missing, "law.unknown_template", "没有这份文书模板；请用 /v1/templates 查看全部。", "No template has this code; list them with /v1/templates.").At("code")

func templateRoutes(a *web.API, lib *law.Library, press *paper.Press, now func() time.Time) {
	row := func(id, path, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "law." + id, Method: http.MethodGet, Path: path, Area: "law", Summary: summary, Notes: notes, Faults: append(faults, "web.bad_date")}
	}
	web.Add(a, row("templates", "/v1/templates", "某日施行的文书模板 · Templates of papers in force on a date", ""), func(_ context.Context, in *onIn) (*templatesOut, error) {
		on, err := dateOr(in.On, now())
		out := &templatesOut{}
		out.Body.Edition, out.Body.On, out.Body.Templates = lib.Edition(), on, []version{}
		for _, t := range lib.On(on).Templates() {
			v, _ := lib.Find("template:"+t.Code, on)
			v.Body = nil
			out.Body.Templates = append(out.Body.Templates, version{Hash: t.Hash(), Value: v})
		}
		return out, err
	})
	web.Add(a, row("template", "/v1/templates/{code}", "一份文书模板及其历次版本 · One template, with every version",
		"The hash is over every word of a version; a signed paper stores it.", "law.unknown_template"), func(_ context.Context, in *templateIn) (*templateOut, error) {
		on, err := dateOr(in.On, now())
		if err != nil {
			return nil, err
		}
		out := &templateOut{}
		out.Body.Edition, out.Body.On, out.Body.Versions = lib.Edition(), on, versionsOf(lib, in.Code)
		for i, v := range out.Body.Versions {
			if v.Value.InForce(on) {
				out.Body.Template = &out.Body.Versions[i]
			}
		}
		if len(out.Body.Versions) == 0 {
			return nil, errNoTemplate
		}
		return out, nil
	})
	p := previews{lib: lib, press: press, now: now, kept: map[string][]byte{}}
	a.AddRaw(row("template_preview", "/v1/templates/{code}/preview", "文书模板样张 · A specimen of a template",
		"`?lang=zh|en`, `?form=html|pdf`, `?on=`. Filled with the names of its placeholders and marked as a specimen.", "law.unknown_template", "paper.no_font"), nil, nil, p.serve)
}

func versionsOf(lib *law.Library, code string) []version {
	out := []version{}
	for _, v := range lib.Versions("template:" + code) {
		if t, ok := v.Body.(law.Template); ok {
			v.Body = nil
			out = append(out, version{t.Hash(), v, &t})
		}
	}
	return out
}

// previews print specimens, each once: there are few templates, and nobody needs to be known to look at one.
type previews struct {
	lib   *law.Library
	press *paper.Press
	now   func() time.Time
	mu    sync.Mutex
	kept  map[string][]byte
}

func (p *previews) serve(w http.ResponseWriter, r *http.Request) error {
	on, err := dateOr(r.URL.Query().Get("on"), p.now())
	if err != nil {
		return err
	}
	t, ok := p.lib.On(on).Template(r.PathValue("code"))
	if !ok {
		return errNoTemplate
	}
	lang, form := paper.ZH, "html"
	if r.URL.Query().Get("lang") == "en" {
		lang = paper.EN
	}
	if r.URL.Query().Get("form") == "pdf" {
		form = "pdf"
	}
	body, err := p.print(t, lang, form)
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cache-Control", "public, max-age=300")
	head.Set("Content-Security-Policy", paper.ContentPolicy)
	head.Set("Content-Type", map[string]string{"html": "text/html; charset=utf-8", "pdf": "application/pdf"}[form])
	_, err = w.Write(body)
	return err
}

func (p *previews) print(t law.Template, lang paper.Lang, form string) ([]byte, error) {
	key := strings.Join([]string{t.Code, t.From.String(), string(lang), form}, " ")
	p.mu.Lock()
	defer p.mu.Unlock()
	if b := p.kept[key]; b != nil {
		return b, nil
	}
	d, err := specimen(t, lang)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if form == "pdf" {
		err = p.press.PDF(&b, d)
	} else {
		err = paper.HTML(&b, d)
	}
	if err == nil {
		p.kept[key] = b.Bytes()
	}
	return b.Bytes(), err
}

// specimen fills a template with the names of its placeholders.
func specimen(t law.Template, lang paper.Lang) (paper.Document, error) {
	say, given := func(x law.Text2) string { return "〔" + x.ZH + "〕" }, []string{"〔编号〕", "〔办理单位〕", "〔当事人〕", "样张"}
	if lang == paper.EN {
		say, given = func(x law.Text2) string { return "[" + x.EN + "]" }, []string{"[number]", "[issuing body]", "[party]", "SPECIMEN"}
	}
	v := paper.Values{Text: map[string]string{}, Rows: map[string][][]string{}}
	for _, f := range t.Fields {
		v.Text[f.Name], v.Rows[f.Name] = say(f.Label), [][]string{{say(f.Label), "……", "……"}}
	}
	return paper.Fill(t, lang, v, paper.Extra{Number: given[0], Issuer: given[1], To: given[2], On: t.From, Watermark: given[3]})
}
