package page

import "net/url"

// Crumb is one step of "当前位置". The last one has no path: it is where the reader stands.
type Crumb struct {
	Text string
	Path string
}

// Frame is what surrounds the content of a page: where it stands and how it may be found.
type Frame struct {
	Lang        Lang
	Path        string // without the language prefix: "/entities/…"
	Query       url.Values
	Title       string
	Description string
	Section     string // entry of the main navigation that is current
	Crumbs      []Crumb
	NoIndex     bool // search engines keep out: persons, searches, errors
	Elder       bool // large text
}

// In is the address of this page in a language, keeping the place.
func (f Frame) In(l Lang) string { return At(l, f.Path, f.Query) }

// With is the address of this page with some query values changed; an empty value drops the key.
func (f Frame) With(pairs ...string) string {
	q := url.Values{}
	for k, v := range f.Query {
		q[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
			continue
		}
		q.Set(pairs[i], pairs[i+1])
	}
	return At(f.Lang, f.Path, q)
}

// At is the address of a path in a language.
func At(l Lang, path string, q url.Values) string {
	u := l.Prefix() + path
	if len(q) > 0 {
		u += "?" + q.Encode()
	}
	return u
}
