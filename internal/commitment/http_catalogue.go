package commitment

import (
	"context"
	"net/http"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

func catalogueRoutes(a *web.API, d *Desk) {
	get := func(id, path, summary string, faults ...string) web.Op {
		return row(id, http.MethodGet, path, "", summary, "", append([]string{"web.bad_date"}, faults...)...)
	}
	web.Add(a, get("proofs", "/v1/proofs", "某日施行的证明事项目录 · Proof matters in force on a date"), d.serveProofs)
	web.Add(a, get("proof", "/v1/proofs/{code}", "一项证明：办理方式、除外情形、依据和版本 · One proof: mode, grounds of exclusion, articles, versions", "commitment.unknown_proof"), d.serveProof)
	web.Add(a, get("proof_diff", "/v1/proofs/{code}/diff", "一项证明两日之间的差别 · How a proof differs between two dates", "commitment.unknown_proof"), d.serveProofDiff)
	web.Add(a, get("exclusions", "/v1/exclusions", "告知承诺的八类除外情形 · The grounds that exclude commitment"), d.serveExclusions)
	web.Add(a, get("undertakings", "/v1/undertakings", "可以承诺办理的事项 · What may be done on commitment"), d.serveUndertakings)
	web.Add(a, get("receivers", "/v1/undertakings/{code}/receivers", "接收承诺的单位 · The bodies that take an undertaking in"), d.serveReceivers)
}

type (
	onIn struct {
		On string `query:"on" doc:"civil date; today when empty"`
	}
	proofIn struct {
		Code string `path:"code" maxLength:"64"`
		On   string `query:"on" doc:"civil date; today when empty"`
	}
	diffIn struct {
		Code string `path:"code" maxLength:"64"`
		From string `query:"from" required:"true"`
		To   string `query:"to" doc:"today when empty"`
	}
	codeIn struct {
		Code string `path:"code" maxLength:"64"`
	}
	undertakingsIn struct {
		On     string `query:"on" doc:"civil date; today when empty"`
		Kind   string `query:"kind" enum:"approval,deferred,proof,repair,industry,voluntary"`
		Matter string `query:"matter" maxLength:"64"`
	}
	// catalogue is a list of the law data as it was in force on a day.
	catalogue[T any] struct {
		Body struct {
			On      workday.Date `json:"on"`
			Edition string       `json:"law_edition"`
			Items   []T          `json:"items"`
		}
	}
)

// on opens the law of a day; empty is today.
func (d *Desk) on(s string) (*law.Book, error) {
	day, err := workday.Parse(s)
	if err != nil {
		return nil, errBadDate
	}
	if day == 0 {
		day = d.today()
	}
	return d.law.On(day), nil
}

var errBadDate = fault.New(fault.Invalid, "web.bad_date", "日期须写成 2026-11-22 的形式；请改正后重试。", "Write the date as 2026-11-22 and try again.").At("on")

func inForce[T any](book *law.Book, all []T) *catalogue[T] {
	out := &catalogue[T]{}
	out.Body.On, out.Body.Edition, out.Body.Items = book.Date, book.Edition, append([]T{}, all...)
	return out
}

func (d *Desk) serveProofs(_ context.Context, in *onIn) (*catalogue[law.Proof], error) {
	book, err := d.on(in.On)
	if err != nil {
		return nil, err
	}
	return inForce(book, book.Proofs()), nil
}

func (d *Desk) serveProof(_ context.Context, in *proofIn) (*web.Answer[ProofView], error) {
	book, err := d.on(in.On)
	if err != nil {
		return nil, err
	}
	return web.Answered(d.Proof(book, in.Code))
}

func (d *Desk) serveProofDiff(_ context.Context, in *diffIn) (*web.Answer[ProofDiff], error) {
	from, err := d.on(in.From)
	if err != nil {
		return nil, err
	}
	to, err := d.on(in.To)
	if err != nil {
		return nil, err
	}
	return web.Answered(d.DiffProof(in.Code, from, to))
}

func (d *Desk) serveExclusions(_ context.Context, in *onIn) (*catalogue[law.Exclusion], error) {
	book, err := d.on(in.On)
	if err != nil {
		return nil, err
	}
	return inForce(book, book.Exclusions()), nil
}

func (d *Desk) serveUndertakings(_ context.Context, in *undertakingsIn) (*catalogue[law.Undertaking], error) {
	book, err := d.on(in.On)
	if err != nil {
		return nil, err
	}
	var all []law.Undertaking
	for _, u := range book.Undertakings() {
		if (in.Kind == "" || string(u.Kind) == in.Kind) && (in.Matter == "" || u.Matter == in.Matter) {
			all = append(all, u)
		}
	}
	return inForce(book, all), nil
}

func (d *Desk) serveReceivers(ctx context.Context, in *codeIn) (*web.Items[Receiver], error) {
	return web.Listed(d.Receivers(ctx, in.Code))
}
