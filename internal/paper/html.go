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
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("paper: QR: %w", err)
	}
	var path strings.Builder
	for y := range c.Size {
		for x := range c.Size {
			if c.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	return template.HTML(fmt.Sprintf(`<svg class="qr" viewBox="-2 -2 %d %d" aria-hidden="true" shape-rendering="crispEdges"><path fill="#fff" d="M-2-2h%dv%dh-%dz"/><path d="%s"/></svg>`, //nolint:gosec // numbers only
		c.Size+4, c.Size+4, c.Size+4, c.Size+4, c.Size+4, path.String())), nil
}

// ContentPolicy is the Content-Security-Policy of a document's page: its own style and nothing else.
var ContentPolicy = func() string {
	sum := sha256.Sum256([]byte(pageStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
}()
