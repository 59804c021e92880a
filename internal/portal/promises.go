package portal

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"xinheng/internal/commitment"
	"xinheng/internal/law"
	"xinheng/internal/page"
	"xinheng/internal/paper"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// commitmentsView is the public column of commitments (a09): what is promised, by whom, how it stands, and how long a permit took.
type commitmentsView struct {
	Kind, Status string
	Kinds        []string
	Statuses     []commitment.State
	Lines        []commitment.Public
	Next, First  string
	Tally        []commitment.Tally
	Timing       []commitment.Timing
	Feed         string
	Widget       string
}

var promiseKinds = []string{"approval", "deferred", "proof", "industry", "voluntary"}

func commitments(v *visit) (sheet, error) {
	if v.Commitments == nil {
		return sheet{}, v.missing("fault.no_page")
	}
	q := v.frame.Query
	view := commitmentsView{Kinds: promiseKinds, Statuses: commitment.PublicStates}
	if k := q.Get("kind"); slices.Contains(promiseKinds, k) {
		view.Kind = k
	}
	if k := q.Get("status"); slices.Contains(commitment.PublicStates, commitment.State(k)) {
		view.Status = k
	}
	var next string
	var err error
	if view.Lines, next, err = v.Commitments.Column(v.ctx, commitment.Sought{Kind: view.Kind, Status: view.Status, After: q.Get("after"), Limit: 20}); err != nil {
		return sheet{}, err
	}
	filters := url.Values{}
	for name, x := range map[string]string{"kind": view.Kind, "status": view.Status} {
		if x != "" {
			filters.Set(name, x)
		}
	}
	if q.Get("after") != "" {
		view.First = page.At(v.Lang, "/commitments", filters)
		v.frame.NoIndex = true
	}
	if next != "" {
		more := url.Values{"after": {next}}
		for k, x := range filters {
			more[k] = x
		}
		view.Next = page.At(v.Lang, "/commitments", more)
	}
	if view.Tally, err = v.Commitments.Tally(v.ctx); err != nil {
		return sheet{}, err
	}
	if view.Timing, err = v.Commitments.Timing(v.ctx); err != nil {
		return sheet{}, err
	}
	view.Widget = `<iframe src="` + v.origin(v.r) + v.Lang.Prefix() + `/commitments/widget" title="` + v.T("promises.title") + `" width="100%" height="360"></iframe>`
	v.titled(v.T("promises.title"))
	return sheet{tmpl: "promises", data: view}, nil
}

// promiseView is one commitment with its firm (a10).
type promiseView struct {
	commitment.Public
	Firm  registry.Entity
	QR    template.HTML
	Link  string
	Badge string
	Name  law.Text2
}

func promisePage(v *visit) (sheet, error) {
	if v.Commitments == nil {
		return sheet{}, v.missing("fault.no_page")
	}
	p, err := v.Commitments.Public(v.ctx, v.r.PathValue("id"))
	if err != nil {
		return sheet{}, err
	}
	firm, err := registry.Find(v.ctx, v.Pool, p.EntityID)
	if err != nil {
		return sheet{}, err
	}
	view := promiseView{Public: p, Firm: firm, Link: v.origin(v.r) + page.At(v.Lang, "/commitments/"+p.ID, nil), Name: p.Name}
	if view.QR, err = paper.QR(view.Link); err != nil {
		return sheet{}, err
	}
	view.Badge = `<a href="` + view.Link + `"><img src="` + v.origin(v.r) + v.Lang.Prefix() + `/commitments/` + p.ID + `/badge.svg" alt="` + v.T("promise.badge.alt") + `" width="200" height="28"></a>`
	v.titled(v.Lang.Say(p.Name), v.T("promises.title"), "/commitments")
	v.frame.Description = v.T("promise.lead", firm.Name)
	return sheet{tmpl: "promise", data: view}, nil
}

// proofsView is the catalogue of proof matters on a day (a12).
type proofsView struct {
	On     workday.Date
	Proofs []law.Proof
	Modes  []modeShare
}

type modeShare struct {
	Mode law.Mode
	N    int
}

// shares counts what is done in each mode.
func shares[T any](all []T, mode func(T) law.Mode) (out []modeShare) {
	for _, m := range []law.Mode{law.Abolished, law.Commitment, law.Ordinary} {
		n := 0
		for _, one := range all {
			if mode(one) == m {
				n++
			}
		}
		out = append(out, modeShare{m, n})
	}
	return out
}

func proofs(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	view := proofsView{On: on, Proofs: v.Law.On(on).Proofs()}
	view.Modes = shares(view.Proofs, func(p law.Proof) law.Mode { return p.Mode })
	v.titled(v.T("proofs.title"))
	return sheet{tmpl: "proofs", data: view}, nil
}

// proofView is one proof on a day, its grounds, where it is looked up, and what each version changed.
type proofView struct {
	law.Proof
	On       workday.Date
	Footing  footing
	Basis    []citation
	Override []citation
	Excluded []law.Exclusion
	Matters  []law.Matter
	Versions []proofVersion
}

type proofVersion struct {
	law.Proof
	Changed []string
}

func proofPage(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	book := v.Law.On(on)
	code := v.r.PathValue("code")
	p, ok := book.Proof(code)
	if !ok {
		return sheet{}, v.missing("fault.no_proof")
	}
	view := proofView{Proof: p, On: on, Footing: v.footing("proof:"+code, p.Standing, on), Basis: v.cite(p.Basis, on), Override: v.cite(p.OverrideBasis, on)}
	for _, g := range p.Grounds {
		if x, ok := book.Exclusion(g); ok {
			view.Excluded = append(view.Excluded, x)
		}
	}
	for _, c := range p.Matters {
		if m, ok := book.Matter(c); ok {
			view.Matters = append(view.Matters, m)
		}
	}
	for _, each := range v.Law.Versions("proof:" + code) {
		x, ok := each.Body.(law.Proof)
		if !ok {
			continue
		}
		line := proofVersion{Proof: x}
		if n := len(view.Versions); n > 0 {
			line.Changed = commitment.Differs(view.Versions[n-1].Proof, x)
		}
		view.Versions = append(view.Versions, line)
	}
	v.titled(v.Lang.Say(p.Name), v.T("proofs.title"), "/proofs")
	return sheet{tmpl: "proof", data: view}, nil
}

// reported takes in what a reader reports about a clause (F03-5), and gives the number and the code that open the answer. The
// words come in the body of a form: an address ends up in logs and histories.
func reported(v *visit) (sheet, error) {
	if v.Commitments == nil {
		return sheet{}, v.missing("fault.no_page")
	}
	v.frame.NoIndex = true
	v.r.Body = http.MaxBytesReader(nil, v.r.Body, 4*maxForm)
	if err := v.r.ParseForm(); err != nil {
		return sheet{}, v.missing("fault.no_page")
	}
	r, err := v.Commitments.Report(v.ctx, v.r.PathValue("id"), commitment.Breach{Clause: v.r.PostForm.Get("clause"), Statement: v.r.PostForm.Get("statement")})
	if err != nil {
		return sheet{}, err
	}
	v.titled(v.T("promise.reported"), v.T("promises.title"), "/commitments")
	return sheet{tmpl: "reported", data: r}, nil
}
