package paper

import "io"

// Press prints documents as PDF. It holds the font, parsed once; it may be used by many goroutines.
type Press struct{ font []byte }

// NewPress takes a TrueType font with the characters of Chinese. Without one (nil) HTML works and PDF answers
// paper.no_font, which says how to bring it.
func NewPress(font []byte) *Press { return &Press{font} }

// PDF writes a document as PDF. The same document gives the same bytes.
func (p *Press) PDF(w io.Writer, d Document) error { return nil }

// HTML writes a document as a whole page of its own, for reading and for the printer of a browser.
func HTML(w io.Writer, d Document) error { return nil }
