package paper

import (
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Lang is the language a document is written in. Chinese is the one that counts; English is a reading copy and says so.
type Lang string

const (
	ZH Lang = "zh-CN"
	EN Lang = "en"
)

// Document is a paper as data. The zero value of everything but Title may be left out.
type Document struct {
	Lang   Lang
	Title  string
	Number string // 文号 or the number of the case
	Issuer string // who writes
	To     string // who it is written to: "某某公司："
	On     workday.Date
	Blocks []Block
	// Verify is the address under which anybody may see that the paper is genuine; it is printed, and drawn as a QR code.
	Verify    string
	Template  Source // what it was written on
	Watermark string // "样张 SPECIMEN", "演示 DEMO"
	// Signed is where the signature of a PDF will stand: an electronic seal is a later matter, the place is kept.
	Signed string
}

// Source names the version of the template a document was written on.
type Source struct {
	Code string       `json:"code"`
	From workday.Date `json:"from"`
	Hash string       `json:"hash"`
	// Assumed: the official form was not seen; the paper says so in small print.
	Assumed bool `json:"assumed,omitempty"`
}

// Block is one piece of a document, in reading order.
type Block struct {
	Kind  Kind
	ID    string // of a clause
	Text  string
	Facts []Fact
	Table *Table
	Signs []Sign
}

// Kind of a block.
type Kind string

const (
	Paragraph Kind = "paragraph"
	Heading   Kind = "heading"
	Facts     Kind = "facts" // labels with their values
	Grid      Kind = "table"
	Clause    Kind = "clause"    // a boxed, numbered undertaking with an id
	Note      Kind = "note"      // small print
	Signature Kind = "signature" // who signs, with the day
)

// Fact is a label and its value.
type Fact struct{ Label, Text string }

// Table is a grid; the heads come again on every page.
type Table struct {
	Heads []string
	Rows  [][]string
}

// Sign is one party of a signature block.
type Sign struct {
	Role string // "承诺人", "（印章）"
	Name string
	On   workday.Date
}

// Values fill the placeholders of a template: Text for text and dates (as they shall be printed), Rows for tables.
type Values struct {
	Text map[string]string
	Rows map[string][][]string
}

// Extra is what a document carries beside its template's words.
type Extra struct {
	Number    string
	Issuer    string
	To        string
	On        workday.Date
	Verify    string
	Watermark string
}

// Fill writes a document on a template. Every placeholder that the template does not mark as one that may be missing must
// have a value: the error (paper.missing_value) names those that have none.
func Fill(t law.Template, lang Lang, v Values, x Extra) (Document, error) { return fill(t, lang, v, x) }
