package access

import (
	"context"
	"net"
	"net/http"
	"strings"

	"xinheng/internal/fault"
)

// Authorizer finds the caller of a request by its key, holds it to its rate and to the permission of the route. Its result
// is a web.Authorize. A route without permission is open to anybody, but a bad key is refused there as well: a system whose
// key was revoked should learn of it everywhere.
func Authorizer(keys *Keys) func(r *http.Request, permission string) (context.Context, error) {
	g := gate{keys, newBuckets(keys.Limits.Address, keys.now), newBuckets(keys.Limits.Key, keys.now)}
	return func(r *http.Request, permission string) (context.Context, error) {
		secret, presented := bearer(r)
		if !presented {
			return r.Context(), g.anonymous(r, permission)
		}
		actor, err := g.caller(r, secret)
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
	addresses *buckets
	callers   *buckets
}

func (g *gate) anonymous(r *http.Request, permission string) error {
	switch {
	case !g.addresses.take(address(r, g.keys.Limits.BehindProxy)):
		return errTooMany
	case permission != "":
		return errNoKey
	}
	return nil
}

// caller finds the actor of a key. Only a key that was good lately is free of its address's limit: guessing keys is not a
// way around it, nor to the database.
func (g *gate) caller(r *http.Request, secret string) (actor Actor, err error) {
	actor, ok := g.keys.lately(secret)
	if !ok {
		if !g.addresses.take(address(r, g.keys.Limits.BehindProxy)) {
			return actor, errTooMany
		}
		if actor, err = g.keys.Authenticate(r.Context(), secret); err != nil {
			return actor, err
		}
	}
	if !g.callers.take(actor.ID) {
		return actor, errTooMany
	}
	return actor, nil
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
		"本接口需要密钥：请在请求头加上 Authorization: Bearer xh_…；密钥由平台管理员用 xinheng key issue 发放。",
		"This endpoint needs a key: send Authorization: Bearer xh_…; the operator issues keys with xinheng key issue.")
	errTooMany = fault.New(fault.TooMany, "access.too_many", "请求过于频繁；请稍后重试，批量需求请用批量接口。",
		"Too many requests; try again in a few seconds, and use the batch endpoints for bulk.")
)
