package portal

import (
	"net/url"
	"regexp"
)

// codeView is what a code of a visit means to whoever read it with a telephone (入企扫码, F12-6).
type codeView struct {
	Code    string
	Officer bool
	Go      string // where somebody who is signed in goes on with it
}

// codeForm: a firm's code (QY) or an officer's (JC). Whether there is such a firm or officer is not told here.
var codeForm = regexp.MustCompile(`^(QY|JC)(-[A-Z2-7]{4}){3}$`)

// codePage is where a code of a visit leads: it says what the code is and what to do next. It looks nothing up, so that nobody learns from
// it whose code it is.
func codePage(v *visit) (sheet, error) {
	code := v.r.PathValue("code")
	if !codeForm.MatchString(code) {
		return sheet{}, v.missing("fault.no_page")
	}
	view := codeView{Code: code, Officer: code[:2] == "JC"}
	view.Go = "/workbench/onsite/"
	if view.Officer {
		view.Go = "/centre/visits?" + url.Values{"code": {code}}.Encode()
	}
	v.frame.NoIndex = true
	v.titled(v.T("code.title"))
	return sheet{tmpl: "code", data: view}, nil
}
