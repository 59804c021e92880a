package access

import (
	"context"
	"net"
	"net/http"
	"strings"

	"xinheng/internal/fault"
)

// SessionFinder finds who is signed in, by the token of the session cookie.
type SessionFinder interface {
	// Find gives the actor of a session; fault of kind Unauthenticated when there is no such session, or it has ended.
	Find(ctx context.Context, token string) (Actor, error)
}

// Authorizer finds the caller of a request by its key or its session, holds it to its rate and to the permission of the
// route. Its result is a web.Authorize. A route without permission is open to anybody, but a bad key is refused there as
// well: a system whose key was revoked should learn of it everywhere. A session that has ended is no session there:
// whoever comes back the next morning must be able to sign in.
func Authorizer(keys *Keys, sessions SessionFinder) func(r *http.Request, permission string) (context.Context, error) {
	g := newGate(keys, sessions)
	return func(r *http.Request, permission string) (context.Context, error) {
		secret, presented := bearer(r)
		if !presented {
			return g.visitor(r, permission)
		}
		if g.keys.Apps != nil && strings.HasPrefix(secret, AppTokenPrefix) {
			return g.app(r, secret, permission)
		}
		actor, err := g.system(r, secret)
		if err != nil {
			return nil, err
		}
		if permission != "" && !actor.May(permission) {
			return nil, fault.New(fault.Forbidden, "access.no_scope", "该密钥没有 "+permission+" 权限；请向平台管理员申请带有该权限的密钥。",
				"This key lacks the scope "+permission+"; ask the operator for a key that has it.")
		}
		return With(r.Context(), actor), nil
	}
}

type gate struct {
	keys      *Keys
	sessions  SessionFinder
	addresses *Buckets
	callers   *Buckets
}

func newGate(keys *Keys, sessions SessionFinder) *gate {
	if keys == nil {
		keys = &Keys{} // the routes are being described, not served
	}
	return &gate{keys, sessions, NewBuckets(keys.Limits.Address, keys.now), NewBuckets(keys.Limits.Key, keys.now)}
}

// visitor is whoever shows no key: somebody signed in, or anybody.
func (g *gate) visitor(r *http.Request, permission string) (context.Context, error) {
	v := g.visit(r)
	if !g.addresses.Take(v.Address) {
		return nil, ErrTooMany
	}
	ctx := context.WithValue(r.Context(), visitKey{}, v)
	actor, found, err := g.person(ctx, v.Token)
	switch {
	case err != nil:
		return nil, err
	case !found && permission != "" && v.Token != "":
		return nil, errSignedOut
	case !found && permission != "":
		return nil, errNoKey
	case !found:
		return ctx, nil
	case permission != "" && !actor.May(permission):
		return nil, fault.New(fault.Forbidden, "access.no_permission", "您现在的岗位没有 "+permission+" 权限；请切换岗位，或向安全管理员申请。",
			"The post you act from lacks the permission "+permission+"; choose another post, or ask the security administrator.")
	}
	return With(ctx, actor), nil
}

func (g *gate) person(ctx context.Context, token string) (actor Actor, found bool, err error) {
	if token == "" || g.sessions == nil {
		return Actor{}, false, nil
	}
	actor, err = g.sessions.Find(ctx, token)
	if fault.KindOf(err) == fault.Unauthenticated {
		return Actor{}, false, nil
	}
	if err == nil && !g.callers.Take(actor.ID) {
		err = ErrTooMany
	}
	return actor, err == nil, err
}

// system finds the actor of a key. Only a key that was good lately is free of its address's limit: guessing keys is not a
// way around it, nor to the database.
func (g *gate) system(r *http.Request, secret string) (Actor, error) {
	key, ok := g.keys.lately(secret)
	if !ok {
		if !g.addresses.Take(address(r, g.keys.Limits.BehindProxy)) {
			return Actor{}, ErrTooMany
		}
		var err error
		if key, err = g.keys.find(r.Context(), secret); err != nil {
			return Actor{}, err
		}
	}
	if !g.callers.Take(key.actor.ID) {
		return Actor{}, ErrTooMany
	}
	return key.actor, g.keys.spend(r.Context(), key)
}

// AppTokenPrefix is how the token of an app begins, so that none is ever looked for among keys.
const AppTokenPrefix = "xo_"

// AppFinder finds the firm an app acts for, by its token.
type AppFinder interface {
	// FindToken gives the actor; fault of kind Unauthenticated when the token is unknown, over or taken back.
	FindToken(ctx context.Context, token string) (Actor, error)
}

// app lets an app in where its firm's authorisation reaches. Where no permission is asked it is nobody: it sees what everybody sees.
func (g *gate) app(r *http.Request, token, permission string) (context.Context, error) {
	if !g.addresses.Take(address(r, g.keys.Limits.BehindProxy)) {
		return nil, ErrTooMany
	}
	actor, err := g.keys.Apps.FindToken(r.Context(), token)
	switch {
	case err != nil:
		return nil, err
	case permission == "":
		return r.Context(), nil
	case !actor.May(permission):
		return nil, fault.New(fault.Forbidden, "access.no_scope", "该应用没有 "+permission+" 权限；请让企业授权该范围。", "The app lacks the scope "+permission+"; have the firm agree to it.")
	}
	return With(r.Context(), actor), nil
}

// bearer reads "Authorization: Bearer …". Any other Authorization header counts as a key, and a bad one.
func bearer(r *http.Request) (secret string, presented bool) {
	h := r.Header.Get("Authorization")
	if scheme, rest, ok := strings.Cut(h, " "); ok && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(rest), true
	}
	return "", h != ""
}

// address is whom an anonymous request is counted on: the peer, or, behind a proxy of one's own, whom that proxy names last.
func address(r *http.Request, behindProxy bool) string {
	if behindProxy {
		hops := r.Header.Values("X-Forwarded-For")
		if len(hops) > 0 {
			last := hops[len(hops)-1]
			return strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

var (
	errNoKey = fault.New(fault.Unauthenticated, "access.no_key",
		"本接口需要登录或密钥：请先登录，或在请求头加上 Authorization: Bearer xh_…；密钥由平台管理员发放。",
		"This endpoint needs somebody signed in or a key: sign in, or send Authorization: Bearer xh_…; the operator issues keys.")
	errSignedOut = fault.New(fault.Unauthenticated, "access.signed_out", "登录已失效；请重新登录，未保存的内容仍在页面上。",
		"Your session has ended; sign in again, what you typed is still on the page.")
	// ErrTooMany is the answer for a caller that asks too often.
	ErrTooMany = fault.New(fault.TooMany, "access.too_many", "请求过于频繁；请稍后重试，批量需求请用批量接口。",
		"Too many requests; try again in a few seconds, and use the batch endpoints for bulk.")
)
