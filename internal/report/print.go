package report

import (
	"bytes"
	"context"
	"io"

	"xinheng/internal/paper"
)

var langs = map[string]paper.Lang{"zh": paper.ZH, "en": paper.EN}

// LangOf is the language of an edition: English where it is asked for, else Chinese.
func LangOf(tag string) string {
	if len(tag) >= 2 && tag[:2] == "en" {
		return "en"
	}
	return "zh"
}

// Document is a report as a paper, in a language.
func (d *Desk) Document(o *Opened, lang string) paper.Document {
	return sheetOf(o, langs[lang], d.Demo)
}

// PDF prints a report with the seal of its pages behind them. The same report gives the same file: a seal once made is given again.
func (d *Desk) PDF(ctx context.Context, w io.Writer, o *Opened, lang string) error {
	var b bytes.Buffer
	if err := d.Press.PDF(&b, d.Document(o, lang)); err != nil {
		return err
	}
	p := Pages{Body: b.Bytes(), Number: o.Number, Lang: lang, Digest: o.Digest}
	sum := Digest(p.Body)
	p.Seal = Seal{Algorithm: algorithms[d.seal.Suite().Name()], KeyID: d.signer.KeyID(), Public: d.signer.Public()}
	var err error
	if p.Seal.Signature, err = printOf(ctx, d.db, &o.issued, lang, sum[:]); err != nil {
		return err
	}
	if p.Seal.Signature == nil {
		signature := d.signer.Sign(pagesSigned(p.Number, lang, p.Digest, sum))
		if err := insertPrint(ctx, d.db, &o.issued, lang, sum[:], signature, d.instant()); err != nil {
			return err
		}
		if p.Seal.Signature, err = printOf(ctx, d.db, &o.issued, lang, sum[:]); err != nil { // whoever was first
			return err
		}
	}
	out, err := p.bytes()
	if err == nil {
		_, err = w.Write(out)
	}
	return err
}
