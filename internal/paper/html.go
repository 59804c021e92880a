package paper

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"rsc.io/qr"
)

var (
	//go:embed page.html
	pageText string
	//go:embed page.css
	pageStyle string
	pageForm  = template.Must(template.New("page").Parse(pageText))
)

// view is a document as its page sees it.
type view struct {
	*Document
	Words  map[string]string
	Style  template.CSS
	Blocks []shown
	Source string
	QR     template.HTML
	Foot   string
}

// shown is a block with what its kind adds.
type shown struct {
	Block
	Name  string // of a clause
	Flush bool   // a salutation is not indented
	Signs []Fact
}

// HTML writes a document as a whole page of its own, for reading and for the printer of a browser: one h1, lists and tables
// with their heads, no script. Serve it under the policy that ContentPolicy gives.
func HTML(w io.Writer, d Document) error {
	v := view{Document: &d, Style: template.CSS(pageStyle), Source: d.source(), Foot: day(d.Lang, d.On)}
	words := d.words()
	v.Words = map[string]string{"verify": words.verify, "scan": words.scan, "reading": words.reading, "number": words.number}
	n := 0
	for i, b := range d.Blocks {
		s := shown{Block: b, Flush: i == 0 && strings.HasSuffix(b.Text, "：")}
		if b.Kind == Clause {
			n++
			s.Name = d.clauseName(n)
		}
		if b.Kind == Signature {
			s.Signs = signatures(b)
		}
		v.Blocks = append(v.Blocks, s)
	}
	if d.Verify != "" {
		svg, err := qrSVG(d.Verify)
		if err != nil {
			return err
		}
		v.QR = svg
	}
	var b bytes.Buffer
	if err := pageForm.Execute(&b, v); err != nil {
		return fmt.Errorf("paper.HTML: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// QR draws an address as a code for a page of another area; the address stands beside it as text.
func QR(text string) (template.HTML, error) { return qrSVG(text) }

// qrSVG draws a code as one path; the address itself stands beside it as text, so it is hidden from who listens.
func qrSVG(text string) (template.HTML, error) {
	size, path, err := squares(text)
	if err != nil {
		return "", err
	}
	return template.HTML(fmt.Sprintf(`<svg class="qr" viewBox="-2 -2 %d %d" aria-hidden="true" shape-rendering="crispEdges"><path fill="#fff" d="M-2-2h%dv%dh-%dz"/><path d="%s"/></svg>`, //nolint:gosec // numbers only
		size+4, size+4, size+4, size+4, size+4, path)), nil
}

// QRImage draws an address as a picture of its own (image/svg+xml), with the quiet border readers need.
func QRImage(text string) ([]byte, error) {
	size, path, err := squares(text)
	if err != nil {
		return nil, err
	}
	n := size + 8
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 %d %d" width="%d" height="%d" shape-rendering="crispEdges"><path fill="#fff" d="M-4-4h%dv%dh-%dz"/><path d="%s"/></svg>`,
		n, n, n*8, n*8, n, n, n, path), nil
}

// squares are the black ones of a code as one path, and how many there are in a row.
func squares(text string) (size int, path string, err error) {
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return 0, "", fmt.Errorf("paper: QR: %w", err)
	}
	var b strings.Builder
	for y := range c.Size {
		for x := range c.Size {
			if c.Black(x, y) {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	return c.Size, b.String(), nil
}

// ContentPolicy is the Content-Security-Policy of a document's page: its own style and nothing else.
var ContentPolicy = func() string {
	sum := sha256.Sum256([]byte(pageStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
}()
