package declaration

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/paper"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

func row(id, method, path, permission, summary, notes string, faults ...string) web.Op {
	return web.Op{ID: "declaration." + id, Method: method, Path: path, Permission: permission, Area: "declaration", Summary: summary, Notes: notes, Faults: faults}
}

// Routes mounts declaring, verifying, facts and documents that are there already, and the public figure.
func Routes(a *web.API, d *Desk) {
	firmRoutes(a, d)
	storeRoutes(a, d)
	bodyRoutes(a, d)
	publicRoutes(a, d)
}

var drafting = []string{"declaration.no_firm", "declaration.no_kind", "declaration.scope", "declaration.field", "declaration.unasked", "declaration.no_body", "declaration.not_verifier",
	"declaration.no_text", "registry.unknown", "paper.missing_value"}

func firmRoutes(a *web.API, d *Desk) {
	web.Add(a, row("offer", http.MethodPost, "/v1/declarations/text", access.CasePrepare, "申报前阅读：承诺文本、共享数据已有的、还缺的证明 · What is read before declaring",
		"The truth commitment with the consent, what shared data say of it already, and the proof that is left to hand in. It writes nothing down.", drafting...), d.serveOffer)
	sign := row("sign", http.MethodPost, "/v1/declarations", access.CaseSubmit, "签署并申报 · Sign and declare",
		"The digest of the text that was read is confirmed; the platform countersigns. Nothing follows until the time to take it back is over, or is waived. `Idempotency-Key` makes it once.",
		append([]string{"declaration.not_to_sign", "declaration.text_changed", "declaration.paper", "declaration.over", "declaration.under_inquiry", "declaration.unknown", "attach.unknown"}, drafting...)...)
	sign.Status = http.StatusCreated
	web.Add(a, sign, d.serveSign)
	own := []string{"declaration.unknown", "declaration.not_to_sign", "declaration.no_firm"}
	web.Add(a, row("undo", http.MethodPost, "/v1/declarations/{id}/undo", access.CaseSubmit, "撤回签署 · Take the signature back", "Within the minutes the law data gives (G5).",
		append(own, "declaration.undo_late")...), d.serveUndo)
	web.Add(a, row("waive", http.MethodPost, "/v1/declarations/{id}/waiver", access.CaseSubmit, "放弃可撤回时间、立即生效 · Do without the time to take it back", "",
		append(own, "declaration.over")...), d.serveWaive)
	web.Add(a, row("withdraw", http.MethodPost, "/v1/declarations/{id}/withdrawal", access.CaseSubmit, "撤回申报 · Withdraw a declaration",
		"At any time, whatever verification said; nothing is recorded of it. Once an inquiry was told of, an error is explained in the case.",
		append(own, "declaration.over", "declaration.undo_instead", "declaration.under_inquiry")...), d.serveWithdraw)
	web.Add(a, row("consent", http.MethodPut, "/v1/declarations/{id}/consent", access.CaseSubmit, "变更共享授权 · Change with whom it is shared", "At once.",
		append(own, "declaration.over", "declaration.scope")...), d.serveConsent)
	web.Add(a, row("mine", http.MethodGet, "/v1/declarations", access.CasePrepare, "本企业的申报 · Declarations of the firm one acts for", ""), d.serveMine)
	web.Add(a, row("find", http.MethodGet, "/v1/declarations/{id}", access.Self, "一项申报 · A declaration", "For its firm, and for the body that verifies it once it is in effect.",
		"declaration.unknown"), d.serveFind)
}

func storeRoutes(a *web.API, d *Desk) {
	web.Add(a, row("facts", http.MethodGet, "/v1/entities/{id}/facts", access.CasePrepare, "已有信息，用于填表 · What was filed already, for filling in forms",
		"Of the firm one acts for: records and its own declarations, by the fields of a kind, with source and date.", "declaration.not_yours"), d.serveFacts)
	web.Add(a, row("documents", http.MethodGet, "/v1/documents", access.CasePrepare, "材料库 · Documents handed in before", "Each content once, with its grade A–D."), d.serveDocuments)
	reuse := row("reuse", http.MethodPost, "/v1/documents/{id}/uses", access.CasePrepare, "从材料库选用 · Use a document again", "It makes an attachment for another form; nothing is handed in.",
		"declaration.no_document", "attach.bad_kind", "attach.too_many", "attach.unknown")
	reuse.Status = http.StatusCreated
	web.Add(a, reuse, d.serveReuse)
	keep := row("keep", http.MethodPost, "/v1/documents", access.CaseSubmit, "存入材料库 · Put a file that was uploaded into the store", "", "declaration.no_document", "attach.unknown")
	keep.Status = http.StatusCreated
	web.Add(a, keep, d.serveKeep)
	web.Add(a, row("mark", http.MethodPut, "/v1/documents/{id}", access.CaseSubmit, "有效期与停用 · Say until when a document is valid, or revoke it", "What was handed in with it stays as it is.",
		"declaration.no_document"), d.serveMark)
	web.Add(a, row("saved", http.MethodGet, "/v1/documents/savings", access.CasePrepare, "本企业少交的材料 · Papers one's firm did not have to hand in", ""), d.serveSavingsOf)
}

func bodyRoutes(a *web.API, d *Desk) {
	web.Add(a, row("received", http.MethodGet, "/v1/declarations/received", access.DeclarationVerify, "本单位核验的申报 · Declarations one's body verifies", "What waits first, the soonest due before the others."),
		d.serveReceived)
	web.Add(a, row("finding", http.MethodPost, "/v1/declarations/{id}/finding", access.DeclarationVerify, "核验结论 · Say what was found",
		"Verified, or a difference; a difference does not count and is no accusation.", "declaration.unknown", "declaration.no_findings", "declaration.not_in_effect", "declaration.under_inquiry"),
		d.serveFinding)
	inquire := row("inquire", http.MethodPost, "/v1/declarations/{id}/inquiry", access.DeclarationVerify, "对不符的申报立案核对 · Open an inquiry into one that differs", "The firm is told by the notice of the case.",
		"declaration.unknown", "declaration.not_different", "caseflow.field", "caseflow.unknown")
	inquire.Status = http.StatusCreated
	web.Add(a, inquire, d.serveInquire)
	web.Add(a, row("assign", http.MethodPut, "/v1/declarations/verifiers", access.DeclarationAssign, "开通核验单位 · Say who verifies a kind", "With a last day, until when.",
		"declaration.no_kind", "declaration.ends_first", "account.no_org"), d.serveAssign)
	a.AddRaw(row("paper", http.MethodGet, "/v1/declarations/cases/{id}/papers/{paper}", access.Self, "核对文书 · A paper of an inquiry", "notice, record, closed; `?lang=en`, `?form=pdf`.",
		"declaration.no_paper", "caseflow.unknown", "paper.missing_value", "paper.no_font"), nil, nil, d.servePaper)
}

func publicRoutes(a *web.API, d *Desk) {
	web.Add(a, row("kinds", http.MethodGet, "/v1/declarations/kinds", "", "自主申报的种类 · Kinds of voluntary declarations", "Fields, proof wanted, shared data that can verify it."), d.serveKinds)
	web.Add(a, row("verifiers", http.MethodGet, "/v1/declarations/verifiers", "", "核验单位 · Bodies that verify declarations", ""), d.serveVerifiers)
	web.Add(a, row("savings", http.MethodGet, "/v1/figures/papers-saved", "", "少交的材料 · Papers nobody had to hand in", "In all; no firm."), d.serveSavings)
}

type (
	none   struct{}
	textIn struct{ Body Wanted }
	signIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Signature
	}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	consentIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Scopes []Scope `json:"scopes" maxItems:"4"`
		}
	}
	factsIn struct {
		ID   string `path:"id" maxLength:"18"`
		Kind string `query:"kind" maxLength:"64"`
	}
	reuseIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Using
	}
	keepIn struct {
		Body struct {
			File   string       `json:"file" maxLength:"64" doc:"id of an attachment that was handed in"`
			EndsOn workday.Date `json:"ends_on,omitempty"`
		}
	}
	markIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Marking
	}
	stateIn struct {
		State string `query:"state" enum:"unverified,verified,differs,withdrawn,replaced"`
	}
	findingIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Finding
	}
	inquireIn struct {
		ID   string `path:"id" maxLength:"64"`
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Inquiring
	}
	inquiry struct {
		Case    string         `json:"case"`
		State   caseflow.State `json:"state"`
		Version int32          `json:"version"`
	}
	kindIn struct {
		Kind string `query:"kind" maxLength:"64"`
	}
	assignIn    struct{ Body Assigning }
	list[T any] struct {
		Items []T `json:"items"`
	}
)

func (d *Desk) serveOffer(ctx context.Context, in *textIn) (*web.Answer[Offer], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Offer(ctx, who, in.Body))
}

func (d *Desk) serveSign(ctx context.Context, in *signIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Sign(ctx, who, in.Body, in.Key))
}

func (d *Desk) serveUndo(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Undo(ctx, who, in.ID))
}

func (d *Desk) serveWaive(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Waive(ctx, who, in.ID))
}

func (d *Desk) serveWithdraw(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Withdraw(ctx, who, in.ID))
}

func (d *Desk) serveConsent(ctx context.Context, in *consentIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Consent(ctx, who, in.ID, in.Body.Scopes))
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Answer[list[View]], error) {
	who, _ := access.From(ctx)
	all, err := d.Mine(ctx, who)
	return web.Answered(list[View]{all}, err)
}

func (d *Desk) serveFind(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Look(ctx, who, in.ID))
}

func (d *Desk) serveFacts(ctx context.Context, in *factsIn) (*web.Answer[list[Fact]], error) {
	who, _ := access.From(ctx)
	all, err := d.Facts(ctx, who, in.ID, in.Kind)
	return web.Answered(list[Fact]{all}, err)
}

func (d *Desk) serveDocuments(ctx context.Context, _ *none) (*web.Answer[list[Document]], error) {
	who, _ := access.From(ctx)
	all, err := d.Documents(ctx, who)
	return web.Answered(list[Document]{all}, err)
}

func (d *Desk) serveReuse(ctx context.Context, in *reuseIn) (*web.Answer[attach.Attachment], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Reuse(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveKeep(ctx context.Context, in *keepIn) (*web.Answer[Document], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Keep(ctx, who, in.Body.File, in.Body.EndsOn))
}

func (d *Desk) serveMark(ctx context.Context, in *markIn) (*web.Answer[Document], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Mark(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveSavingsOf(ctx context.Context, _ *none) (*web.Answer[Savings], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.SavingsOf(ctx, who))
}

func (d *Desk) serveReceived(ctx context.Context, in *stateIn) (*web.Answer[list[View]], error) {
	who, _ := access.From(ctx)
	all, err := d.Received(ctx, who, in.State)
	return web.Answered(list[View]{all}, err)
}

func (d *Desk) serveFinding(ctx context.Context, in *findingIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Find(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveInquire(ctx context.Context, in *inquireIn) (*web.Answer[inquiry], error) {
	who, _ := access.From(ctx)
	c, err := d.Inquire(ctx, who, in.ID, in.Body, in.Key)
	if err != nil {
		return nil, err
	}
	return &web.Answer[inquiry]{Body: inquiry{c.ID, c.State, c.Version}}, nil
}

func (d *Desk) serveAssign(ctx context.Context, in *assignIn) (*web.Answer[Verifier], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Assign(ctx, who, in.Body))
}

func (d *Desk) serveKinds(context.Context, *none) (*web.Answer[list[Kind]], error) {
	return web.Answered(list[Kind]{d.Kinds()}, nil)
}

func (d *Desk) serveVerifiers(ctx context.Context, in *kindIn) (*web.Answer[list[Verifier]], error) {
	all, err := d.Verifiers(ctx, in.Kind)
	return web.Answered(list[Verifier]{all}, err)
}

func (d *Desk) serveSavings(ctx context.Context, _ *none) (*web.Answer[Savings], error) {
	return web.Answered(d.Savings(ctx))
}

func (d *Desk) servePaper(w http.ResponseWriter, r *http.Request) error {
	who, ok := access.From(r.Context())
	if !ok {
		return fault.New(fault.Unauthenticated, "access.no_key", "请登录。", "Sign in.")
	}
	doc, err := d.Paper(r.Context(), who, r.PathValue("id"), r.PathValue("paper"), paper.LangOf(r))
	if err != nil {
		return err
	}
	return d.Press.Serve(w, r, doc)
}
