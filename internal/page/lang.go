package page

import (
	"fmt"
	"sort"

	"xinheng/internal/law"
)

// Lang is a language the site speaks. Chinese comes first and is complete by law; English is complete by choice.
type Lang string

const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Langs lists the languages in the order they are offered.
var Langs = []Lang{ZH, EN}

// Tag is the language tag of HTML and HTTP.
func (l Lang) Tag() string {
	if l == EN {
		return "en"
	}
	return "zh-CN"
}

// Prefix is what stands before every path of this language: Chinese lives at the root.
func (l Lang) Prefix() string {
	if l == EN {
		return "/en"
	}
	return ""
}

// Other is the language a switch leads to.
func (l Lang) Other() Lang {
	if l == EN {
		return ZH
	}
	return EN
}

// Say picks the text of this language. A rule that has no English yet is shown in Chinese rather than not at all.
func (l Lang) Say(t law.Text2) string {
	if l == EN && t.EN != "" {
		return t.EN
	}
	return t.ZH
}

// Texts are interface texts by key: "search.none.title".
type Texts map[string]string

// Catalogue speaks one language.
type Catalogue struct {
	Lang  Lang
	texts Texts
}

// NewCatalogue makes the catalogue of a language.
func NewCatalogue(l Lang, texts Texts) *Catalogue { return &Catalogue{Lang: l, texts: texts} }

// T returns a text, with its places filled as fmt does (%[1]s where the languages differ in order). A text that does
// not exist is shown as ⟦key⟧, so that a test sees it on the page.
func (c *Catalogue) T(key string, args ...any) string {
	s, ok := c.texts[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// Has reports whether the catalogue knows a key.
func (c *Catalogue) Has(key string) bool { _, ok := c.texts[key]; return ok }

// Keys returns every key in order.
func (c *Catalogue) Keys() []string {
	keys := make([]string, 0, len(c.texts))
	for k := range c.texts {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
