package paper

import (
	"bytes"
	"io"

	"xinheng/internal/fault"
)

// Press prints documents as PDF. It holds the font, read once; it may be used by many goroutines.
type Press struct {
	face *face
}

// NewPress takes a TrueType font with the characters of Chinese. Without one (nil, or what is none) HTML works and PDF
// answers paper.no_font, which says how to bring it.
func NewPress(font []byte) *Press {
	p := &Press{}
	if len(font) > 0 {
		p.face, _ = newFace(font)
	}
	return p
}

var errNoFont = fault.New(fault.Unavailable, "paper.no_font", "本程序构建时没有取得文书字体，暂不能生成 PDF；请先查看网页版，并请管理员运行 scripts/font.sh 后重新构建。",
	"This program was built without the font of documents, so PDF is not available; read the web page meanwhile, and have the operator run scripts/font.sh and build again.")

// PDF writes a document as PDF. The same document gives the same bytes.
func (p *Press) PDF(w io.Writer, d Document) error {
	if p == nil || p.face == nil {
		return errNoFont
	}
	var b bytes.Buffer
	if err := p.print(&b, &d); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
