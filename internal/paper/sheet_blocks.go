package paper

import "strings"

func (s *sheet) block(b Block, i, clause int) {
	switch b.Kind {
	case Paragraph:
		s.paragraph(b.Text, i == 0)
	case Heading:
		s.y += 6
		s.need(2 * bodyLead) // never alone at the foot of a page
		s.run(b.Text, style{size: 13.5, lead: 24, bold: true, ink: black, x: left, wide: textWide})
	case Facts:
		s.facts(b.Facts)
	case Grid:
		s.table(b.Table)
	case Clause:
		s.clause(b, clause)
	case Note:
		st := style{size: smallSize + 0.5, lead: smallLead + 1, ink: grey, x: left, wide: textWide}
		s.run(b.Text, st)
		s.y += 3
	case Signature:
		s.signature(b)
	}
}

// paragraph is indented by two characters, as Chinese is; a salutation is not.
func (s *sheet) paragraph(text string, first bool) {
	st := bodyStyle
	if s.doc.Lang != EN && !(first && strings.HasSuffix(text, "：")) {
		st.indent = 2 * bodySize
	}
	s.run(text, st)
	s.y += 3
}

// facts are labels in one column and values in another.
func (s *sheet) facts(facts []Fact) {
	label := 0.0
	for _, f := range facts {
		label = max(label, s.face.measure(10.5)(f.Label))
	}
	label = min(label, textWide*0.34) + 16
	s.y += 4
	for _, f := range facts {
		labels := s.lines(f.Label, 10.5, label-12, 0)
		values := s.lines(f.Text, bodySize-0.5, textWide-label, 0)
		s.pair(labels, values, label)
	}
	s.y += 8
}

// pair sets a label beside its value; a value longer than the page goes on overleaf.
func (s *sheet) pair(labels, values []string, label float64) {
	const lead = 19.0
	s.need(lead * float64(min(3, max(len(labels), len(values)))))
	for i := range max(len(labels), len(values)) {
		s.need(lead)
		if i < len(labels) {
			s.text(left, s.y+13.5, 10.5, false, grey, labels[i])
		}
		if i < len(values) {
			s.text(left+label, s.y+13.5, bodySize-0.5, false, black, values[i])
		}
		s.y += lead
	}
	s.rule(left, s.y+1.5, textWide, faint)
	s.y += 4
}

// clause is an undertaking with its number, behind a bar at the margin.
func (s *sheet) clause(b Block, n int) {
	const in = 14.0
	name := s.doc.clauseName(n)
	lines := s.lines(name+"　"+b.Text, bodySize, textWide-in, 0)
	s.need(bodyLead * float64(min(3, len(lines))))
	for i, line := range lines {
		s.need(bodyLead)
		s.box(left, s.y, 2.5, bodyLead, sea)
		x := left + in
		if rest, ok := strings.CutPrefix(line, name); ok && i == 0 {
			s.text(x, s.y+14.8, bodySize, true, black, name)
			x, line = x+s.face.measure(bodySize)(name), rest
		}
		s.text(x, s.y+14.8, bodySize, false, black, line)
		s.y += bodyLead
	}
	s.y += 5
}

// signature keeps its parties together, to the right, with room for the seal.
func (s *sheet) signature(b Block) {
	rows := signatures(b)
	if len(rows) == 0 {
		rows = []Fact{{"", b.Text}}
	}
	s.need(34 + bodyLead*float64(len(rows)))
	s.y += 28
	x := left + textWide*0.42
	for _, r := range rows {
		label := r.Label
		if label != "" {
			label += "："
		}
		s.run(label+r.Text, style{size: bodySize, lead: bodyLead, ink: black, x: x, wide: textWide * 0.58})
	}
	s.y += 8
}

// signatures are the parties of a signature block, however they were given.
func signatures(b Block) []Fact {
	rows := append([]Fact(nil), b.Facts...)
	for _, g := range b.Signs {
		rows = append(rows, Fact{g.Role, strings.TrimSpace(g.Name + "　" + day(ZH, g.On))})
	}
	return rows
}

// proof ends the document: where it can be verified, and on which words it was written.
func (s *sheet) proof() {
	d, w := s.doc, s.doc.words()
	const side = 62.0
	source := s.lines(d.source(), smallSize, textWide-side-16, 0)
	if d.Verify == "" {
		if d.source() != "" {
			s.y += 8
			s.run(d.source(), style{size: smallSize, lead: smallLead, ink: grey, x: left, wide: textWide})
		}
		return
	}
	s.need(side + 18)
	s.y += 8
	s.rule(left, s.y, textWide, faint)
	s.y += 8
	s.put(mark{kind: 'q', x: left, y: s.y, wide: side, text: d.Verify})
	y := s.y + 12
	s.text(left+side+14, y, 10.5, true, black, w.scan)
	for _, line := range append(s.lines(w.verify+" "+d.Verify, smallSize, textWide-side-16, 0), source...) {
		y += smallLead
		s.text(left+side+14, y, smallSize, false, grey, line)
	}
	s.y = max(s.y+side, y) + 6
}
