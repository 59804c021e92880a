package disclosure

import (
	"net/http"
	"net/url"
)

// Asked is what a request says of the reading it asks for. It comes in headers: addresses end up in logs. A request without
// any of them asks for what is public, and nothing else.
type Asked struct {
	Purpose string `header:"X-Purpose" doc:"why data that is not public is read, see /v1/purposes"`
	Case    string `header:"X-Case" doc:"number of the reader's own case; UTF-8 percent-encoded where it is not ASCII"`
	Consent string `header:"X-Consent" doc:"id of the subject's consent, for readers without a duty of their own"`
	Glass   string `header:"X-Glass" doc:"id of the broken glass, for an emergency"`
}

// AskedIn reads the headers of a request.
func AskedIn(h http.Header) Asked {
	return Asked{h.Get("X-Purpose"), h.Get("X-Case"), h.Get("X-Consent"), h.Get("X-Glass")}
}

// NonPublic says whether more is asked for than what is public.
func (a Asked) NonPublic() bool { return a != Asked{} }

// Reading is the reading asked for, of these fields of a subject.
func (a Asked) Reading(subject string, fields []string) Reading {
	number := a.Case
	if plain, err := url.PathUnescape(number); err == nil {
		number = plain
	}
	return Reading{Subject: subject, Fields: fields, Purpose: a.Purpose, Case: number, Consent: a.Consent, Glass: a.Glass}
}

// AskedFaults are what a route that reads for somebody can answer with.
var AskedFaults = []string{"disclosure.no_purpose", "disclosure.no_case", "disclosure.no_consent", "disclosure.no_glass", "disclosure.glass_closed"}
