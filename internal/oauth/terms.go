package oauth

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"xinheng/internal/fault"
	"xinheng/internal/ident"
)

const longestName, longestAddress = 60, 400

// check brings the terms into one form and refuses what cannot be kept safe.
func (t *Terms) check() error {
	code, _, err := ident.ParseUSCC(t.Owner)
	if err != nil {
		return err
	}
	t.Owner = string(code)
	t.Name.ZH, t.Name.EN = strings.TrimSpace(t.Name.ZH), strings.TrimSpace(t.Name.EN)
	t.Redirects, t.Origins, t.Scopes = tidy(t.Redirects), tidy(t.Origins), tidy(t.Scopes)
	switch {
	case !named(t.Name.ZH) || !named(t.Name.EN):
		return errName
	case slices.ContainsFunc(t.Redirects, func(s string) bool { return !t.mayReturn(s) }):
		return errRedirect
	case slices.ContainsFunc(t.Origins, func(s string) bool { return !isOrigin(s) }):
		return errOrigin
	case slices.ContainsFunc(t.Scopes, func(s string) bool { _, ok := scopeOf(s); return !ok }), (len(t.Scopes) == 0) != (len(t.Redirects) == 0):
		return errScopes
	case len(t.Redirects)+len(t.Origins) == 0:
		return errNothing
	case len(t.Origins) > 0 && !t.Confidential:
		return errPublicEmbed
	}
	return nil
}

func tidy(list []string) []string {
	out := []string{}
	for _, s := range list {
		out = append(out, strings.TrimSpace(s))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func named(s string) bool {
	return s != "" && utf8.RuneCountInString(s) <= longestName && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' })
}

// mayReturn says whether a firm may be sent back to an address: over TLS, to the own machine of a native app, or by a scheme that names
// the domain of who made the app (RFC 8252), which only an app without a secret can own.
func (t *Terms) mayReturn(s string) bool {
	u, err := url.Parse(s)
	if err != nil || len(s) > longestAddress || strings.ContainsAny(s, "#\\*") || u.User != nil {
		return false
	}
	switch u.Scheme {
	case "https":
		return u.Hostname() != ""
	case "http":
		return loopback(u)
	}
	return !t.Confidential && strings.Contains(u.Scheme, ".") && u.Host == "" && u.Opaque == "" && strings.HasPrefix(u.Path, "/")
}

// isOrigin says whether a text is an origin, as browsers write it, that may embed our pages.
func isOrigin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= longestAddress && u.Host != "" && s == u.Scheme+"://"+strings.ToLower(u.Host) && !strings.ContainsAny(u.Host, "*;, '\"") &&
		(u.Scheme == "https" || u.Scheme == "http" && loopback(u))
}

// loopback: by number, not by a name that somebody's resolver answers for.
func loopback(u *url.URL) bool {
	a, err := netip.ParseAddr(u.Hostname())
	return err == nil && a.IsLoopback()
}

var (
	errName     = fault.New(fault.Invalid, "oauth.name", "请填写应用的中英文名称，各六十字以内；企业同意时看到的就是它。", "Give the app's name in Chinese and English, at most sixty characters each; firms read it when they agree.").At("name")
	errRedirect = fault.New(fault.Invalid, "oauth.redirect", "返回地址须为 https 地址、本机回环地址，或（公开客户端）反向域名的应用地址，不含 # 与通配符；请修改。",
		"An address to return to is https, loopback, or for a public client a scheme that names a domain, without # and wildcards; change it.").At("redirects")
	errOrigin = fault.New(fault.Invalid, "oauth.origin", "嵌入网站须写成 https://主机名，不含路径与通配符；请修改。", "A site that embeds is written https://host, without path and wildcards; change it.").At("origins")
	errScopes = fault.New(fault.Invalid, "oauth.scopes", "有返回地址的应用须从清单中选择可读范围，没有返回地址的不能选择；请修改。",
		"An app with an address to return to asks for scopes of the list, one without cannot; change it.").At("scopes")
	errNothing     = fault.New(fault.Invalid, "oauth.nothing", "请填写返回地址，或者嵌入网站。", "Give an address to return to, or a site that embeds.").At("redirects")
	errPublicEmbed = fault.New(fault.Invalid, "oauth.public_embed", "嵌入页面的令牌由应用自己的服务器凭密钥领取；请登记为机密客户端。",
		"Tokens to embed are fetched by a server of the app's own with its secret; register it as confidential.").At("confidential")
)
