package portal

import (
	"context"
	"log/slog"
	"strings"

	"xinheng/internal/adoption"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// footing says how sure a rule is: its own words were read, it is known at second hand, or it is assumed; and who
// adopted it if it was assumed (F20-1).
type footing struct {
	Key      string // law key, for the link
	Standing law.Standing
	Adoption *law.Adoption
}

// Sure reports that the rule's own words were read, so that nothing needs to be said.
func (f footing) Sure() bool { return f.Standing == law.Text || f.Standing == "" }

func (s *site) loadAdoptions(ctx context.Context) (law.Adoptions, error) {
	return adoption.All(ctx, s.Pool)
}

// adopted returns the adoptions known. When they cannot be read, assumed values are shown as what they are: assumed.
func (v *visit) adopted() law.Adoptions {
	a, _, err := v.adoptions.get(v.ctx)
	if err != nil {
		slog.WarnContext(v.ctx, "portal: adoptions cannot be read", "error", err)
	}
	return a
}

func (v *visit) footing(key string, s law.Standing, on workday.Date) footing {
	f := footing{Key: key, Standing: s}
	if s == law.Assumed {
		if a, ok := v.adopted().Covers(key, on); ok {
			f.Adoption = &a
		}
	}
	return f
}

// citation is a clause as a link into the law library.
type citation struct {
	Text     law.Text2
	Code     string
	Article  string
	Repealed bool // no longer in force on the day the page is about
}

func (v *visit) cite(refs []law.Ref, on workday.Date) []citation {
	book := v.Law.On(on)
	out := make([]citation, 0, len(refs))
	for _, r := range refs {
		_, inForce := book.Instrument(r.Instrument)
		out = append(out, citation{Text: v.citeText(book, r), Code: r.Instrument, Article: r.Article, Repealed: !inForce})
	}
	return out
}

func (v *visit) citeText(book *law.Book, r law.Ref) law.Text2 {
	if t := book.Cite(r); t.ZH != "" {
		return t
	}
	return law.Text2{ZH: r.Instrument + r.Article}
}

// ruled is a rule named by its key: what it is called, what it rests on, how sure it is.
type ruled struct {
	Key     string
	Title   law.Text2
	Basis   []citation
	Footing footing
	Value   law.Value
	On      workday.Date // the day whose version this is
}

// rule finds the version of a rule that was in force on a day; false when the key is empty or unknown.
func (v *visit) rule(key string, on workday.Date) (ruled, bool) {
	val, ok := v.Law.Find(key, on)
	if !ok {
		return ruled{}, false
	}
	return v.ruled(val, on), true
}

func (v *visit) ruled(val law.Value, on workday.Date) ruled {
	return ruled{Key: val.Key, Title: val.Title, Basis: v.cite(val.Basis, on), Footing: v.footing(val.Key, val.Standing, on), Value: val, On: on}
}

// body is the typed value of a rule.
func body[T any](val law.Value) (T, bool) {
	b, ok := val.Body.(T)
	return b, ok
}

// kindOf is the part of a law key before the colon: "list" of "list:tax-major".
func kindOf(key string) string {
	kind, _, _ := strings.Cut(key, ":")
	return kind
}

// listName is the name of a list, in force or not.
func (v *visit) listName(code string) law.Text2 { return v.titleOf("list:" + code) }

func (v *visit) itemName(code string) law.Text2 { return v.titleOf("item:" + code) }

// titleOf is the newest title of a rule; its code when the library does not know it.
func (v *visit) titleOf(key string) law.Text2 {
	versions := v.Law.Versions(key)
	if len(versions) == 0 {
		_, code, _ := strings.Cut(key, ":")
		return law.Text2{ZH: code}
	}
	return versions[len(versions)-1].Title
}
