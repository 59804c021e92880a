package oauth

import (
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/law"
)

// Scope is one thing an app may read, in the words of the page on which a firm agrees.
type Scope struct {
	Code  string    `json:"code"`
	Name  law.Text2 `json:"name"`
	Reads law.Text2 `json:"reads" doc:"what it opens, in plain words"`
}

var scopes = []Scope{
	{access.AppFile, law.Text2{ZH: "本企业的公示信用档案", EN: "The firm's own public credit file"},
		law.Text2{ZH: "公示门户上人人可见的登记信息，和今天仍在公示的记录；不含不公示的信息。", EN: "What everybody sees on the portal: the registration, and the records that are public today; nothing that is not public."}},
	{access.AppCommitments, law.Text2{ZH: "本企业的公开承诺", EN: "The firm's own public commitments"},
		law.Text2{ZH: "信用承诺专栏里本企业的承诺，以及是否兑现。", EN: "The firm's commitments in the public column, and whether they were kept."}},
}

// Scopes lists what apps can ask for.
func Scopes() []Scope { return slices.Clone(scopes) }

func scopeOf(code string) (Scope, bool) {
	i := slices.IndexFunc(scopes, func(s Scope) bool { return s.Code == code })
	if i < 0 {
		return Scope{}, false
	}
	return scopes[i], true
}

func scopesOf(codes []string) (out []Scope) {
	for _, c := range codes {
		if s, ok := scopeOf(c); ok {
			out = append(out, s)
		}
	}
	return out
}
