package check

import (
	"context"
	"net/http"
	"strconv"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

func personRoutes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "check." + id, Method: method, Path: path, Permission: permission, Area: "check", Summary: summary, Notes: notes, Faults: faults}
	}
	person := row("person", http.MethodPost, "/v1/checks/person", access.PersonCheck, "自然人：是、否或数据不足 · A person: yes, no, or not enough data", personNotes,
		"web.invalid", "access.too_many", "check.bad_purpose", "check.no_case", "check.no_officer", "check.officer_given", "check.unknown_matter", "check.matter_not_in_force",
		"check.not_person", "check.identity", "check.number_in_case", "check.no_basis", "disclosure.no_consent", "check.not_recorded")
	person.MaxBody = 8 << 10
	a.AddRaw(person, PersonRequest{}, PersonAnswer{}, d.servePerson)
	ask := row("reasons_ask", http.MethodPost, "/v1/checks/person/reasons", access.PersonAsk, "申请查看理由（须第二机关确认） · Ask for reasons: a second authority must confirm",
		"Only of a check one's body made in the same case. Asked twice, it is one request.",
		"check.no_need", "check.identity", "check.second", "check.no_answer")
	ask.Status = http.StatusCreated
	web.Add(a, ask, d.serveAskReasons)
	web.Add(a, row("reasons_list", http.MethodGet, "/v1/checks/person/reasons", access.PersonAsk, "本单位申请的理由 · What one's body asked for", "Newest first; whom it is about is not told."), d.serveMyReasons)
	web.Add(a, row("reasons_waiting", http.MethodGet, "/v1/checks/person/confirmations", access.PersonConfirm, "请本机关确认的申请 · What waits for one's body as the second authority", "Whom it is about is not told."), d.serveTheirReasons)
	web.Add(a, row("reasons_decide", http.MethodPost, "/v1/checks/person/confirmations/{id}", access.PersonConfirm, "确认或者不确认需要 · Confirm the need, or not",
		"By somebody else of another body; reasons are shown to whoever asked, for the days the law data sets.", "check.no_request", "check.reasons_done", "check.no_note", "access.not_apart"), d.serveDecideReasons)
	web.Add(a, row("reasons", http.MethodGet, "/v1/checks/person/reasons/{id}", access.PersonAsk, "查看理由 · Read the reasons",
		"Only whoever asked, after a second authority confirmed; the person sees that they were read.", "check.no_request", "check.not_confirmed", "check.reasons_over"), d.serveReasons)
	web.Add(a, row("eligibility", http.MethodGet, "/v1/my/eligibility", access.ViewOwn, "本企业可否选择告知承诺 · May one's own firm choose the commitment route?",
		"National and provincial lists, lists of recognised provinces, and earlier false commitments; nothing is recorded.", "check.no_firm", "check.unknown_matter", "check.matter_not_in_force", "standing.behind"), d.serveEligibility)
}

const personNotes = "The answer holds one word, and every answer has the same size. No reason, no number: the check is found by the caller's own case, the reasons by asking a second authority. " +
	"Name and number are kept nowhere. The person sees who asked, when and for what. " +
	"`yes`: nothing in force forbids it; `no`: by law it may not be granted; `not_enough_data`: name and number do not belong together, the source has not reported lately, or an officer would have to weigh."

func (d *Desk) servePerson(w http.ResponseWriter, r *http.Request) error {
	var req PersonRequest
	if err := decode(r.Body, &req); err != nil {
		return err
	}
	actor, _ := access.From(r.Context())
	a, err := d.DecidePerson(r.Context(), actor, req)
	if err != nil {
		return err
	}
	h := w.Header()
	h["Content-Type"], h["Cache-Control"] = jsonType, noStore
	h.Set("Content-Length", strconv.Itoa(personAnswerSize))
	_, err = w.Write(a.text())
	return err
}

type (
	askReasonsIn struct{ Body ReasonRequest }
	decideIn     struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Confirm bool   `json:"confirm"`
			Note    string `json:"note" maxLength:"1000"`
		}
	}
	requestIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	reasonRequests struct {
		Items []Asked `json:"items"`
	}
	eligibilityIn struct {
		Matter      string `query:"matter" required:"true" maxLength:"64"`
		MinPosition int64  `query:"min_position" minimum:"0" doc:"answer only when this ledger position has been taken into account (waits at most 2 s)"`
	}
)

func orFault[T any](v T, err error) (*one[T], error) {
	if err != nil {
		return nil, err
	}
	return &one[T]{v}, nil
}

func (d *Desk) serveAskReasons(ctx context.Context, in *askReasonsIn) (*one[Asked], error) {
	actor, _ := access.From(ctx)
	return orFault(d.AskReasons(ctx, actor, in.Body))
}

func (d *Desk) serveMyReasons(ctx context.Context, _ *struct{}) (*one[reasonRequests], error) {
	actor, _ := access.From(ctx)
	all, err := d.ReasonRequests(ctx, actor, "org")
	return orFault(reasonRequests{all}, err)
}

func (d *Desk) serveTheirReasons(ctx context.Context, _ *struct{}) (*one[reasonRequests], error) {
	actor, _ := access.From(ctx)
	all, err := d.ReasonRequests(ctx, actor, "authority")
	return orFault(reasonRequests{all}, err)
}

func (d *Desk) serveDecideReasons(ctx context.Context, in *decideIn) (*one[Asked], error) {
	actor, _ := access.From(ctx)
	return orFault(d.DecideReasons(ctx, actor, in.ID, in.Body.Confirm, in.Body.Note))
}

func (d *Desk) serveReasons(ctx context.Context, in *requestIn) (*one[Reasons], error) {
	actor, _ := access.From(ctx)
	return orFault(d.ReadReasons(ctx, actor, in.ID))
}

func (d *Desk) serveEligibility(ctx context.Context, in *eligibilityIn) (*one[Eligibility], error) {
	actor, _ := access.From(ctx)
	return orFault(d.EligibilityOf(ctx, actor, in.Matter, in.MinPosition))
}
