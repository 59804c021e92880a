package portal

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"net/http"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/page"
	"xinheng/internal/paper"
	"xinheng/internal/report"
)

// reportsView is the centre of reports (a13): get one, verify one by its number or by its file.
type reportsView struct {
	Subject string
	Number  string
	Says    string // why nothing is shown, and what to do
	Verdict *report.Verdict
	Key     *report.Key
}

// reportView is one report (a13): whether it holds, and what it says to whoever may read it.
type reportView struct {
	report.View
	Opened  *report.Opened
	Code    string
	Says    string
	QR      template.HTML
	Changed bool // a public report of today would say something else
	Receipt *report.Receipt
}

// reporting mounts what is asked of reports in forms, and pictures of cards.
func (s *site) reporting(mux *http.ServeMux) {
	for _, l := range page.Langs {
		mux.HandleFunc("POST "+l.Prefix()+"/reports", s.serve(l, reportsAnswer))
		mux.HandleFunc("POST "+l.Prefix()+"/reports/{number}", s.reportAnswer(l))
		mux.HandleFunc("GET "+l.Prefix()+"/cards/{id}/card.svg", s.open(l, "image/svg+xml", s.cardImage))
	}
}

func reportsPage(v *visit) (sheet, error) {
	view := reportsView{Subject: v.frame.Query.Get("subject")}
	v.keyed(&view)
	v.titled(v.T("reports.title"))
	return sheet{tmpl: "reports", data: view}, nil
}

func (v *visit) keyed(view *reportsView) {
	if v.Reports != nil {
		k := v.Reports.Key()
		view.Key = &k
	}
}

func specialPage(v *visit) (sheet, error) {
	view := struct {
		report.Offered
		Footing law.Standing
	}{}
	if v.Reports != nil {
		var err error
		if view.Offered, err = v.Reports.Choices(); err != nil {
			return sheet{}, err
		}
	}
	v.titled(v.T("special.title"), v.T("reports.title"), "/reports")
	return sheet{tmpl: "special", data: view}, nil
}

// reportsAnswer gives the public report of a firm, finds one by its number, or verifies a file. A file comes in the body and stays nowhere.
func reportsAnswer(v *visit) (sheet, error) {
	v.frame.NoIndex = true
	v.titled(v.T("reports.title"))
	if v.Reports == nil {
		return sheet{}, v.missing("fault.no_page")
	}
	view := reportsView{}
	v.keyed(&view)
	v.r.Body = http.MaxBytesReader(nil, v.r.Body, report.MaxFile+maxForm)
	err := v.r.ParseMultipartForm(1 << 20)
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return sheet{}, v.missing("fault.no_page")
	}
	switch v.r.PostFormValue("do") {
	case "verify":
		err = v.verifyFile(&view)
	case "look":
		view.Number = strings.ToUpper(strings.TrimSpace(v.r.PostFormValue("number")))
		var sh sheet
		if sh, err = v.reportSheet(view.Number); fault.KindOf(err) != fault.Missing {
			return sh, err
		}
		v.titled(v.T("reports.title"))
	default:
		view.Subject = strings.TrimSpace(v.r.PostFormValue("subject"))
		var got report.View
		if got, err = v.Reports.Issue(v.ctx, view.Subject); err == nil {
			return v.reportSheet(got.Number)
		}
	}
	if f, said := fault.Of(err); said && f.Kind != fault.Internal {
		view.Says, err = v.Lang.Say(law.Text2{ZH: f.ZH, EN: f.EN}), nil
	}
	return sheet{tmpl: "reports", data: view}, err
}

func (v *visit) verifyFile(view *reportsView) error {
	f, _, err := v.r.FormFile("file")
	if err != nil {
		return fault.New(fault.Invalid, "report.not_a_report", v.both("zh", "reports.no_file"), v.both("en", "reports.no_file"))
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	got, err := v.Reports.Verify(v.ctx, b)
	view.Verdict = &got
	if err != nil {
		view.Verdict = nil
	}
	return err
}

func reportPage(v *visit) (sheet, error) {
	if v.Reports == nil {
		return sheet{}, v.missing("fault.no_report")
	}
	return v.reportSheet(v.r.PathValue("number"))
}

// reportSheet is the page a code on paper leads to. A special report is opened by its code, which comes in a form.
func (v *visit) reportSheet(number string) (sheet, error) {
	view, err := v.looked(number)
	if err != nil {
		return sheet{}, err
	}
	if view.Kind == report.Public && view.State == report.Valid {
		if view.Opened, err = v.Reports.Open(v.ctx, number, ""); err != nil {
			return sheet{}, err
		}
		same, err := v.Reports.Current(v.ctx, number)
		if err != nil {
			return sheet{}, err
		}
		view.Changed = !same
	}
	return sheet{tmpl: "report", data: view}, nil
}

func (v *visit) looked(number string) (view reportView, err error) {
	v.frame.NoIndex = true
	view.View, err = v.Reports.Look(v.ctx, number)
	if err != nil {
		return view, err
	}
	address := view.Verify
	if strings.HasPrefix(address, "/") {
		address = v.origin(v.r) + address
	}
	view.Verify = address
	view.QR, err = paper.QR(address)
	v.titled(v.T("report.title."+string(view.Kind)), v.T("reports.title"), "/reports")
	return view, err
}

// reportAnswer opens a special report with its code, gives it as a file, or notes that somebody received it.
func (s *site) reportAnswer(l page.Lang) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := s.visit(l, r)
		sh, sent, err := v.answerReport(w)
		if sent {
			return
		}
		if err != nil {
			sh = v.refusal(err)
		}
		v.press(w, sh)
	}
}

func (v *visit) answerReport(w http.ResponseWriter) (sh sheet, sent bool, err error) {
	if v.Reports == nil {
		return sh, false, v.missing("fault.no_report")
	}
	v.r.Body = http.MaxBytesReader(nil, v.r.Body, maxForm)
	if v.r.ParseForm() != nil {
		return sh, false, v.missing("fault.no_report")
	}
	form, number := v.r.PostForm, v.r.PathValue("number")
	view, err := v.looked(number)
	if err != nil {
		return sh, false, err
	}
	view.Code = form.Get("code")
	view.Opened, err = v.Reports.Open(v.ctx, number, view.Code)
	if err == nil && form.Get("do") == "file" {
		var out buffered
		if err = v.Reports.Send(&out, v.r, view.Opened, form.Get("as"), v.Lang.Tag()); err == nil {
			out.sendTo(w)
			return sh, true, nil
		}
	}
	if err == nil && form.Get("do") == "received" {
		var got report.Receipt
		if got, err = v.Reports.Receive(v.ctx, access.Actor{}, number, view.Code, form.Get("receiver")); err == nil {
			view.Receipt = &got
		}
	}
	if f, said := fault.Of(err); said && f.Kind != fault.Internal && f.Kind != fault.Gone {
		view.Says, err = v.Lang.Say(law.Text2{ZH: f.ZH, EN: f.EN}), nil
	}
	return sheet{tmpl: "report", data: view}, false, err
}

// buffered holds an answer until it is whole.
type buffered struct {
	bytes.Buffer
	head http.Header
}

func (b *buffered) Header() http.Header {
	if b.head == nil {
		b.head = http.Header{}
	}
	return b.head
}
func (b *buffered) WriteHeader(int) {}

func (b *buffered) sendTo(w http.ResponseWriter) {
	for k, vs := range b.head {
		w.Header()[k] = vs
	}
	_, _ = w.Write(b.Bytes())
}

// cardPage shows a credit card to whoever has its link (F08-4).
func cardPage(v *visit) (sheet, error) {
	if v.Reports == nil {
		return sheet{}, v.missing("fault.no_card")
	}
	f, err := v.Reports.Face(v.ctx, v.r.PathValue("id"))
	if err != nil {
		return sheet{}, err
	}
	v.frame.NoIndex = true
	v.titled(v.T("card.title"), f.Name, "/entities/"+f.Code)
	return sheet{tmpl: "card", data: f}, nil
}

// cardForm draws a card as a picture that other sites may show.
var cardForm = template.Must(template.New("card").Parse(`<svg xmlns="http://www.w3.org/2000/svg" width="360" height="{{.High}}" viewBox="0 0 360 {{.High}}" role="img" aria-label="{{.Title}} {{.Name}}"><title>{{.Title}} {{.Name}}</title>` +
	`<rect width="360" height="{{.High}}" rx="10" fill="{{.Colour}}"/><rect x="3" y="48" width="354" height="{{.Inner}}" rx="8" fill="#ffffff"/>` +
	`<g font-family="'Noto Sans CJK SC','Microsoft YaHei',sans-serif"><text x="16" y="31" font-size="15" fill="#ffffff">{{.Title}}</text><text x="16" y="76" font-size="16" font-weight="700" fill="#1f2937">{{.Name}}</text>` +
	`<text x="16" y="98" font-size="13" fill="#4b5563">{{.Code}}</text>{{range .Lines}}<text x="16" y="{{.Y}}" font-size="13" fill="#1f2937">{{.Text}}</text>{{end}}` +
	`<text x="16" y="{{.Foot}}" font-size="11" fill="#4b5563">{{.AsOf}}</text></g></svg>`))

var cardColours = map[string]string{"plain": "#374151", "sea": "#0b4f71", "palm": "#0f5b44"}

func (s *site) cardImage(v *visit) ([]byte, error) {
	if s.Reports == nil {
		return nil, v.missing("fault.no_card")
	}
	f, err := s.Reports.Face(v.ctx, v.r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	type line struct {
		Y    int
		Text string
	}
	var lines []line
	for i := range f.Lines {
		lines = append(lines, line{126 + 24*i, cardLine(v.Catalogue, &f.Lines[i])})
	}
	high := 150 + 24*len(lines)
	var b bytes.Buffer
	err = cardForm.Execute(&b, map[string]any{"High": high, "Inner": high - 51, "Colour": cardColours[f.Style], "Title": v.T("card.title"), "Name": f.Name, "Code": f.Code,
		"Lines": lines, "Foot": high - 14, "AsOf": v.T("card.as_of", page.Stamp(f.AsOf))})
	return b.Bytes(), err
}

// cardLine says a line of a card in words.
func cardLine(c *page.Catalogue, l *report.CardLine) string {
	switch l.Field {
	case "status":
		return c.T("card.status") + c.T("status."+l.Value)
	case "established":
		return c.T("card.established") + l.Value
	case "region":
		return c.T("card.region") + c.Lang.Say(l.Text)
	case "grade":
		return c.Lang.Say(l.Text) + " " + l.Value
	case "lists":
		if l.N == 0 {
			return c.T("card.lists.none")
		}
		return c.T("card.lists", page.Number(l.N))
	case "report":
		return c.T("card.report")
	}
	return c.T("card."+l.Field, page.Number(l.N))
}
