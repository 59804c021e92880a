package paper

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"rsc.io/qr"
)

const family = "noto"

// print draws a laid-out document.
func (p *Press) print(w io.Writer, d *Document) error {
	s := layout(p.face, d)
	f := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: pageWide, Ht: pageHigh}})
	describe(f, d)
	f.AddUTF8FontFromBytes(family, "", p.face.only(s.pages, d.Number, d.Verify, d.Watermark, d.words().page, "0123456789　"))
	t := printer{f, p.face}
	for i, marks := range s.pages {
		f.AddPage()
		t.watermark(d.Watermark)
		for _, m := range marks {
			if err := t.draw(m); err != nil {
				return err
			}
		}
		t.foot(d, i+1, len(s.pages))
	}
	return f.Output(w)
}

// describe writes what a reader of files sees of a document. Its dates are those of the paper, so that the same document
// is the same file.
func describe(f *fpdf.Fpdf, d *Document) {
	on := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	if d.On != 0 {
		on = d.On.Time()
	}
	f.SetCreationDate(on)
	f.SetModificationDate(on)
	f.SetCatalogSort(true)
	f.SetProducer("信衡 Xinheng", true)
	f.SetTitle(strings.TrimSpace(d.Title+" "+d.Number), true)
	f.SetAuthor(d.Issuer, true)
	f.SetLang(string(d.Lang))
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
}

type printer struct {
	*fpdf.Fpdf
	face *face
}

func (t printer) draw(m mark) error {
	switch m.kind {
	case 'l':
		t.SetDrawColor(m.ink.r, m.ink.g, m.ink.b)
		t.SetLineWidth(0.6)
		t.Line(m.x, m.y, m.x+m.wide, m.y)
	case 'b':
		t.SetFillColor(m.ink.r, m.ink.g, m.ink.b)
		t.Rect(m.x, m.y, m.wide, m.high, "F")
	case 'q':
		return t.code(m)
	default:
		t.say(m)
	}
	return nil
}

// say draws a line of text. What PDF can name is text, so that it can be searched and copied; a character of another plane
// (rare ones occur in real names) is drawn by its outline, and one the font lacks is 〓.
func (t printer) say(m mark) {
	x, run := m.x, strings.Builder{}
	flush := func() {
		if run.Len() > 0 {
			t.plain(x, m, run.String())
			x += t.face.measure(m.size)(run.String())
			run.Reset()
		}
	}
	for _, r := range m.text {
		switch {
		case r <= 0xFFFF && t.face.has(r):
			run.WriteRune(r)
		case r <= 0xFFFF || !t.face.has(r):
			run.WriteRune(geta)
		default:
			flush()
			t.shape(x, m, r)
			x += t.face.width(r) * m.size / 1000
		}
	}
	flush()
}

func (t printer) plain(x float64, m mark, text string) {
	t.SetFont(family, "", m.size)
	t.SetTextColor(m.ink.r, m.ink.g, m.ink.b)
	if m.bold { // one weight is carried: a stroke makes it heavier
		t.SetDrawColor(m.ink.r, m.ink.g, m.ink.b)
		t.SetLineWidth(m.size / 36)
		t.SetTextRenderingMode(2)
		defer t.SetTextRenderingMode(0)
	}
	t.Text(x, m.y, text)
}

// shape fills the contours of a character.
func (t printer) shape(x float64, m mark, r rune) {
	segments, ok := t.face.outline(r)
	if !ok {
		return
	}
	t.SetFillColor(m.ink.r, m.ink.g, m.ink.b)
	scale := m.size / float64(t.face.em)
	at := func(p fixed.Point26_6) (float64, float64) {
		return x + float64(p.X)*scale, m.y + float64(p.Y)*scale
	}
	for _, g := range segments {
		x0, y0 := at(g.Args[0])
		x1, y1 := at(g.Args[1])
		x2, y2 := at(g.Args[2])
		switch g.Op {
		case sfnt.SegmentOpMoveTo:
			t.MoveTo(x0, y0)
		case sfnt.SegmentOpLineTo:
			t.LineTo(x0, y0)
		case sfnt.SegmentOpQuadTo:
			t.CurveTo(x0, y0, x1, y1)
		case sfnt.SegmentOpCubeTo:
			t.CurveBezierCubicTo(x0, y0, x1, y1, x2, y2)
		}
	}
	t.DrawPath("F")
}

// code draws a QR code as squares, rows of them joined.
func (t printer) code(m mark) error {
	c, err := qr.Encode(m.text, qr.M)
	if err != nil {
		return fmt.Errorf("paper: QR: %w", err)
	}
	t.SetFillColor(0, 0, 0)
	side := m.wide / float64(c.Size)
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			from := x
			for x < c.Size && c.Black(x, y) {
				x++
			}
			if x > from {
				t.Rect(m.x+float64(from)*side, m.y+float64(y)*side, float64(x-from)*side, side, "F")
			}
		}
	}
	return nil
}

// foot numbers the page and says where the paper can be verified, on every page: pages get parted.
func (t printer) foot(d *Document, n, of int) {
	y := pageHigh - 46
	_ = t.draw(mark{kind: 'l', x: left, y: y - 14, wide: textWide, ink: faint})
	page := fmt.Sprintf(d.words().page, n, of)
	t.say(mark{x: pageWide - right - t.face.measure(smallSize)(page), y: y, size: smallSize, ink: grey, text: page})
	where := d.Number
	if d.Verify != "" {
		where = strings.TrimSpace(where + "　" + d.Verify)
	}
	if lines := breakLines(where, textWide-90, 0, t.face.measure(smallSize)); len(lines) > 0 {
		t.say(mark{x: left, y: y, size: smallSize, ink: grey, text: lines[0]})
	}
}

// watermark lies under the text, across the page.
func (t printer) watermark(text string) {
	if text == "" {
		return
	}
	size := 64.0
	wide := t.face.measure(size)(text)
	if wide > 640 {
		size, wide = size*640/wide, 640
	}
	t.TransformBegin()
	t.TransformRotate(math.Atan2(pageHigh, pageWide)*180/math.Pi*0.72, pageWide/2, pageHigh/2)
	t.say(mark{x: (pageWide - wide) / 2, y: pageHigh / 2, size: size, ink: ghost, text: text})
	t.TransformEnd()
}
