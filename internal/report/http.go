package report

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/paper"
	"xinheng/internal/web"
)

func row(id, method, path, permission, summary, notes string, faults ...string) web.Op {
	return web.Op{ID: "report." + id, Method: method, Path: path, Permission: permission, Area: "report", Summary: summary, Notes: notes, Faults: faults}
}

// Routes mounts reports: what anybody may do, what subjects do, and what offices see.
func Routes(a *web.API, d *Desk) {
	publicRoutes(a, d)
	subjectRoutes(a, d)
	officeRoutes(a, d)
	shareRoutes(a, d)
}

var gone = []string{"report.unknown", "report.superseded", "report.withdrawn"}

func publicRoutes(a *web.API, d *Desk) {
	web.Add(a, row("issue", http.MethodPost, "/v1/reports", "", "获取公示版信用报告 · Get the public report of a market entity",
		"Free, at once, without signing in, as often as one likes: the same data gives the same number (F08-1, F08-3).",
		"report.no_entity", "report.busy", "registry.unknown", "ident.uscc_check", "ident.uscc_length", "ident.uscc_alphabet", "access.too_many"), d.serveIssue)
	web.Add(a, row("look", http.MethodGet, "/v1/reports/{number}", "", "报告是否有效 · Does a report hold?", "For whoever has its number; what it says is not told here.", "report.unknown"), d.serveLook)
	a.AddRaw(row("file", http.MethodGet, "/v1/reports/{number}/file", "", "下载公示版报告 · A public report as a file",
		"`as=json` (default), `pdf` or `html`; `lang=zh` or `en`. Of one that no longer holds nothing is given out: 410.", append(gone, "report.code", "paper.no_font")...), nil, File{}, d.serveFile)
	open := row("open", http.MethodPost, "/v1/reports/{number}/file", "", "凭核验码下载专项报告 · A special report as a file, with its code",
		"The code comes in the body: addresses end up in logs.", append(gone, "report.code", "paper.no_font", "access.too_many")...)
	a.AddRaw(open, Opening{}, File{}, d.serveOpen)
	web.Add(a, row("receive", http.MethodPost, "/v1/reports/{number}/receipts", "", "登记收到专项报告 · Say that one received a special report",
		"From then on asking its subject for another proof can be reported.", append(gone, "report.code", "report.receiver", "report.not_special", "access.too_many")...), d.serveReceive)
	verify := row("verify", http.MethodPost, "/v1/reports/verification", "", "核验报告文件 · Verify a report by its file",
		"The body is the file as it was downloaded, PDF or JSON, of this province or of a recognised one (F08-6). Nothing of it is kept.", "report.not_a_report", "report.too_large")
	verify.MaxBody = MaxFile + 1
	a.AddRaw(verify, File{}, Verdict{}, d.serveVerify)
	web.Add(a, row("status", http.MethodGet, "/v1/report-status/{list}", "", "报告状态清单 · A list of status of reports",
		"Signed, two bits a report, names nobody. Good for verifying offline until the instant it says.", "report.no_list", "report.no_term"), d.serveStatus)
	web.Add(a, row("key", http.MethodGet, "/v1/reports/key", "", "验签公钥 · The key reports are verified with", ""), d.serveKey)
	web.Add(a, row("choices", http.MethodGet, "/v1/reports/choices", "", "专项报告可选的内容 · What a special report may be made of", "Classes, fields and the longest period in force today.", "report.no_term"), d.serveChoices)
}

func subjectRoutes(a *web.API, d *Desk) {
	choosing := []string{"report.nobody", "report.no_class", "report.no_field", "report.period", "report.long_period", "report.purpose", "report.no_term", "registry.unknown"}
	create := row("make", http.MethodPost, "/v1/my/reports", access.ViewOwn, "生成专项信用报告 · Make a special report of oneself",
		"The subject chooses classes, fields, a period and the receiver. Repaired entries are marked.", append(choosing, "report.agent")...)
	create.Status = http.StatusCreated
	web.Add(a, create, d.serveMake)
	web.Add(a, row("mine", http.MethodGet, "/v1/my/reports", access.ViewOwn, "本企业或本人的专项报告 · One's special reports", "With the code that opens each, and who received it.", "report.nobody"), d.serveMine)
	a.AddRaw(row("own_file", http.MethodGet, "/v1/my/reports/{number}/file", access.ViewOwn, "下载本企业或本人的专项报告 · One's special report as a file",
		"`as=json`, `pdf` or `html`; `lang=zh` or `en`.", append(gone, "report.nobody", "paper.no_font")...), nil, File{}, d.serveOwnFile)
	web.Add(a, row("withdraw", http.MethodPost, "/v1/my/reports/{number}/withdrawal", access.ViewOwn, "撤回专项报告 · Withdraw a special report",
		"It is given to nobody from that moment, and the list of status says so.", append(gone, "report.nobody", "report.agent")...), d.serveWithdraw)
	web.Add(a, row("asked_again", http.MethodPost, "/v1/my/reports/{number}/receipts/{receipt}/asked-again", access.ViewOwn,
		"反映收到报告后仍索要证明 · Report a receiver that asked for proof again", "It goes to the lead office.", "report.unknown", "report.nobody", "report.no_receipt", "report.what"), d.serveAskedAgain)
	prepare := row("prepare", http.MethodPost, "/v1/my/report-wishes", access.CasePrepare, "代理人准备专项报告 · Prepare a special report for the firm to confirm",
		"Nothing is made of it before the firm confirms.", choosing...)
	prepare.Status = http.StatusCreated
	web.Add(a, prepare, d.servePrepare)
	web.Add(a, row("wishes", http.MethodGet, "/v1/my/report-wishes", access.CasePrepare, "待确认的专项报告 · Special reports that wait to be confirmed", "", "report.nobody"), d.serveWishes)
	web.Add(a, row("settle", http.MethodPost, "/v1/my/report-wishes/{id}/decision", access.ViewOwn, "确认或拒绝代理人准备的报告 · Confirm or refuse what an agent prepared",
		"", append(choosing, "report.agent", "report.no_wish", "report.settled")...), d.serveSettle)
}

func officeRoutes(a *web.API, d *Desk) {
	web.Add(a, row("askings", http.MethodGet, "/v1/reports/asked-again", access.CommitmentWatch, "收到报告后仍索要证明的反映 · Who asked for proof again", ""), d.serveAskings)
	web.Add(a, row("answer_asking", http.MethodPost, "/v1/reports/asked-again/{id}/answer", access.CommitmentWatch, "答复反映 · Say what was done about it", "Its subject reads it.",
		"report.no_asking", "report.what"), d.serveAnswerAsking)
	web.Add(a, row("take_list", http.MethodPost, "/v1/report-status", access.MutualDraft, "接收外省报告状态清单 · Take in a list of status of a recognised province",
		"Sealed by an approved key; an older one never takes the place of a newer one (F08-6).", "report.bad_list", "report.not_recognised"), d.serveTakeList)
}

type (
	none   struct{}
	askFor struct {
		Body struct {
			Subject string `json:"subject" maxLength:"18" doc:"unified social credit code"`
		}
	}
	numberIn struct {
		Number string `path:"number" maxLength:"64"`
	}
	// Opening is the code of a special report and the form it is wanted in.
	Opening struct {
		Code string `json:"code" maxLength:"20"`
		As   string `json:"as,omitempty" enum:"json,pdf,html"`
		Lang string `json:"lang,omitempty" enum:"zh,en"`
	}
	receiveIn struct {
		Number string `path:"number" maxLength:"64"`
		Body   struct {
			Code     string `json:"code" maxLength:"20"`
			Receiver string `json:"receiver" maxLength:"200" doc:"name of the body that received it"`
		}
	}
	listIn struct {
		List string `path:"list" maxLength:"10"`
	}
	statusOut struct {
		CacheControl string `header:"Cache-Control"`
		Body         *StatusList
	}
	makeIn    struct{ Body Choice }
	askedPath struct {
		Number  string `path:"number" maxLength:"64"`
		Receipt string `path:"receipt" maxLength:"64"`
		Body    struct {
			What string `json:"what" maxLength:"200" doc:"what was asked for"`
		}
	}
	settleIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Confirm bool `json:"confirm"`
		}
	}
	answerIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Answer string `json:"answer" maxLength:"200"`
		}
	}
	takeListIn struct{ Body StatusList }
)

func (d *Desk) serveIssue(ctx context.Context, in *askFor) (*web.Answer[View], error) {
	return web.Answered(d.Issue(ctx, in.Body.Subject))
}

func (d *Desk) serveLook(ctx context.Context, in *numberIn) (*web.Answer[View], error) {
	return web.Answered(d.Look(ctx, in.Number))
}

func (d *Desk) serveReceive(ctx context.Context, in *receiveIn) (*web.Answer[Receipt], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Receive(ctx, who, in.Number, in.Body.Code, in.Body.Receiver))
}

func (d *Desk) serveStatus(ctx context.Context, in *listIn) (*statusOut, error) {
	l, err := d.StatusList(ctx, in.List)
	if err != nil {
		return nil, err
	}
	return &statusOut{"public, max-age=60", l}, nil
}

func (d *Desk) serveKey(context.Context, *none) (*web.Answer[Key], error) {
	return web.Answered(d.Key(), nil)
}

func (d *Desk) serveChoices(context.Context, *none) (*web.Answer[Offered], error) {
	return web.Answered(d.Choices())
}

func (d *Desk) serveMake(ctx context.Context, in *makeIn) (*web.Answer[*Own], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Make(ctx, who, in.Body))
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Items[Own], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Mine(ctx, who))
}

func (d *Desk) serveWithdraw(ctx context.Context, in *numberIn) (*web.Answer[*Own], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Withdraw(ctx, who, in.Number))
}

func (d *Desk) serveAskedAgain(ctx context.Context, in *askedPath) (*web.Answer[Receipt], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.AskedAgain(ctx, who, in.Number, in.Receipt, in.Body.What))
}

func (d *Desk) servePrepare(ctx context.Context, in *makeIn) (*web.Answer[Wish], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Prepare(ctx, who, in.Body))
}

func (d *Desk) serveWishes(ctx context.Context, _ *none) (*web.Items[Wish], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Wishes(ctx, who))
}

func (d *Desk) serveSettle(ctx context.Context, in *settleIn) (*web.Answer[Wish], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Settle(ctx, who, in.ID, in.Body.Confirm))
}

func (d *Desk) serveAskings(ctx context.Context, _ *none) (*web.Items[Asked], error) {
	return web.Listed(d.Askings(ctx))
}

func (d *Desk) serveAnswerAsking(ctx context.Context, in *answerIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.AnswerAsking(ctx, who, in.ID, in.Body.Answer)
}

func (d *Desk) serveTakeList(ctx context.Context, in *takeListIn) (*web.Answer[TakenList], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.TakeList(ctx, who.ID, in.Body))
}

func (d *Desk) serveVerify(w http.ResponseWriter, r *http.Request) error {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	v, err := d.Verify(r.Context(), b)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	out, err := canonical(v)
	if err == nil {
		_, err = w.Write(out)
	}
	return err
}

func (d *Desk) serveFile(w http.ResponseWriter, r *http.Request) error {
	o, err := d.Open(r.Context(), r.PathValue("number"), "")
	if err != nil {
		return err
	}
	return d.Send(w, r, o, r.URL.Query().Get("as"), r.URL.Query().Get("lang"))
}

func (d *Desk) serveOpen(w http.ResponseWriter, r *http.Request) error {
	var in Opening
	if err := decode(r.Body, &in); err != nil {
		return err
	}
	o, err := d.Open(r.Context(), r.PathValue("number"), in.Code)
	if err != nil {
		return err
	}
	return d.Send(w, r, o, in.As, in.Lang)
}

func (d *Desk) serveOwnFile(w http.ResponseWriter, r *http.Request) error {
	who, _ := access.From(r.Context())
	o, err := d.OpenOwn(r.Context(), who, r.PathValue("number"))
	if err != nil {
		return err
	}
	return d.Send(w, r, o, r.URL.Query().Get("as"), r.URL.Query().Get("lang"))
}

// Send writes a report as a file for machines, as pages, or as a page of its own. It is whole before anything is sent.
func (d *Desk) Send(w http.ResponseWriter, r *http.Request, o *Opened, as, lang string) (err error) {
	var b bytes.Buffer
	kind, name := "application/json", o.Number+".json"
	lang = LangOf(lang)
	if d.Demo && d.Base == "" { // a demonstration has no address of its own; where the data are real, no request may choose what a sealed page leads to
		o.Verify = "http://" + r.Host + o.Verify
	}
	switch as {
	case "pdf":
		kind, name, err = "application/pdf", o.Number+"-"+lang+".pdf", d.PDF(r.Context(), &b, o, lang)
	case "html":
		kind, name, err = "text/html; charset=utf-8", "", paper.HTML(&b, d.Document(o, lang))
	default:
		var file []byte
		if file, err = o.File().Bytes(); err == nil {
			b.Write(file)
		}
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", paper.ContentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("Cache-Control", "no-store") // what is repaired is repaired everywhere at once
	if name != "" {
		h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	}
	_, err = w.Write(b.Bytes())
	return err
}
