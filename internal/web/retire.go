package web

import (
	"net/http"
	"strconv"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Retirement is the notice that an operation will go: it answers until its sunset, and says so with each answer (RFC 9745, RFC 8594).
type Retirement struct {
	Operation string // id of the row: "exchange.key"
	Route     string // "GET /v1/exchange/key": what was published, once the row is gone
	Announced workday.Date
	Sunset    workday.Date // from this day on it may be gone
	Instead   law.Text2    // what to use
}

// LeastNotice is how many months pass between the notice and the sunset, at least (F21-2).
const LeastNotice = 12

// Fair says whether the notice is long enough.
func (r *Retirement) Fair() bool {
	return r.Announced > 0 && r.Sunset >= r.Announced.AddMonths(LeastNotice)
}

// Retire makes operations say that they will go. It is called before rows are added.
func (a *API) Retire(all []Retirement) {
	a.retired = make(map[string]Retirement, len(all))
	for _, r := range all {
		a.retired[r.Operation] = r
	}
}

// warn writes the notice into the headers of an answer.
func (a *API) warn(h http.Header, operation string) {
	r, ok := a.retired[operation]
	if !ok {
		return
	}
	h.Set("Deprecation", "@"+strconv.FormatInt(r.Announced.Start().Unix(), 10))
	h.Set("Sunset", r.Sunset.Start().UTC().Format(http.TimeFormat))
	h.Add("Link", `</developers#changes>; rel="deprecation"; type="text/html"`)
}
