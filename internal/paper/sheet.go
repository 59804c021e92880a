package paper

// The page: A4 in points, with the margins of official documents (GB/T 9704: 28 mm left, 26 mm right) and room for the foot.
const (
	pageWide, pageHigh = 595.28, 841.89
	left, right        = 79.4, 73.7
	top, bottom        = 85.0, 82.0
	textWide           = pageWide - left - right
	bodySize, bodyLead = 12.0, 21.0
	smallSize          = 9.0
	smallLead          = 14.0
)

// ink are the colours of the look (tokens.css).
type ink struct{ r, g, b int }

var (
	black = ink{22, 32, 44}
	grey  = ink{71, 84, 102}
	faint = ink{221, 227, 234}
	sea   = ink{11, 90, 138}
	tint  = ink{238, 241, 245}
	ghost = ink{232, 236, 241}
)

// mark is one thing on a page: a text, a line, a filled box or a code.
type mark struct {
	kind       byte // t text, l line, b box, q code
	x, y       float64
	wide, high float64
	text       string
	size       float64
	bold       bool
	ink        ink
}

// sheet lays a document out: marks on pages, from top to bottom. It knows nothing of PDF.
type sheet struct {
	face  *face
	doc   *Document
	pages [][]mark
	y     float64
}

func layout(f *face, d *Document) *sheet {
	s := &sheet{face: f, doc: d}
	s.feed()
	s.heading()
	n := 0
	for i, b := range d.Blocks {
		if b.Kind == Clause {
			n++
		}
		s.block(b, i, n)
	}
	s.proof()
	return s
}

func (s *sheet) feed() { s.pages, s.y = append(s.pages, nil), top }

// need turns the page unless there is room for so much.
func (s *sheet) need(high float64) bool {
	if s.y+high <= pageHigh-bottom || s.y == top {
		return false
	}
	s.feed()
	return true
}

func (s *sheet) put(m mark) { p := &s.pages[len(s.pages)-1]; *p = append(*p, m) }

func (s *sheet) text(x, baseline, size float64, bold bool, i ink, text string) {
	s.put(mark{kind: 't', x: x, y: baseline, size: size, bold: bold, ink: i, text: text})
}

func (s *sheet) rule(x, y, wide float64, i ink) {
	s.put(mark{kind: 'l', x: x, y: y, wide: wide, ink: i})
}

func (s *sheet) box(x, y, wide, high float64, i ink) {
	s.put(mark{kind: 'b', x: x, y: y, wide: wide, high: high, ink: i})
}

func (s *sheet) lines(text string, size, wide, indent float64) []string {
	return breakLines(text, wide, indent, s.face.measure(size))
}

// style is how a run of text is set.
type style struct {
	size, lead float64
	bold       bool
	ink        ink
	x, wide    float64
	indent     float64
	center     bool
}

var bodyStyle = style{size: bodySize, lead: bodyLead, ink: black, x: left, wide: textWide}

// run sets a text line by line, turning pages as it must.
func (s *sheet) run(text string, st style) {
	for i, line := range s.lines(text, st.size, st.wide, st.indent) {
		s.need(st.lead)
		x := st.x
		if i == 0 {
			x += st.indent
		}
		if st.center {
			x = st.x + (st.wide-s.face.measure(st.size)(line))/2
		}
		s.text(x, s.y+st.lead*0.5+st.size*0.36, st.size, st.bold, st.ink, line)
		s.y += st.lead
	}
}

func (s *sheet) heading() {
	d := s.doc
	if d.Issuer != "" {
		s.run(d.Issuer, style{size: 13, lead: 22, ink: grey, x: left, wide: textWide, center: true})
	}
	s.run(d.Title, style{size: 21, lead: 34, bold: true, ink: black, x: left, wide: textWide, center: true})
	if d.Number != "" {
		s.run(d.words().number+" "+d.Number, style{size: 10.5, lead: 20, ink: grey, x: left, wide: textWide, center: true})
	}
	s.y += 4
	s.rule(left, s.y, textWide, black)
	s.y += 14
	if d.words().reading != "" {
		s.run(d.words().reading, style{size: smallSize, lead: smallLead, ink: grey, x: left, wide: textWide})
		s.y += 6
	}
}
