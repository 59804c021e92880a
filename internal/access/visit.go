package access

import (
	"context"
	"net"
	"net/http"
	"strings"
)

// Visit is what a request without a key says of itself: for signing in, and for the list of one's sessions.
type Visit struct {
	Address string // the peer
	Agent   string // what the browser calls itself, shortened
	Token   string // of the session cookie; empty without one
	Local   bool   // plain HTTP to this very machine, where a browser keeps no Secure cookie
}

type visitKey struct{}

// VisitOf returns what the request of a context says of itself.
func VisitOf(ctx context.Context) Visit {
	v, _ := ctx.Value(visitKey{}).(Visit)
	return v
}

// SessionCookie is the name of the session cookie. The prefix makes browsers refuse one that is not Secure, not for "/",
// or set by a neighbouring host: nobody can plant a session in another's browser. Plain HTTP to the own machine cannot
// have it.
func SessionCookie(local bool) string {
	if local {
		return "xinheng"
	}
	return "__Host-xinheng"
}

const longestAgent = 200

func (g *gate) visit(r *http.Request) Visit {
	v := Visit{Address: address(r, g.keys.Limits.BehindProxy), Agent: strings.ToValidUTF8(r.UserAgent(), ""), Local: local(r)}
	if len(v.Agent) > longestAgent {
		v.Agent = strings.ToValidUTF8(v.Agent[:longestAgent], "")
	}
	if c, err := r.Cookie(SessionCookie(v.Local)); err == nil {
		v.Token = c.Value
	}
	return v
}

// local says whether a request is plain HTTP to this very machine. What came through a proxy is not.
func local(r *http.Request) bool {
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") != "" || r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
		return false
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
