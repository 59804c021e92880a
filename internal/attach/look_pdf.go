package attach

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
)

// A PDF may run scripts, start programs, carry other files and send forms. Each such action names its kind, and those names
// are looked for in every byte of the file: not only where a reader would look, since a clever file says one thing to one
// reader and another to the next. All are too long to occur by chance.
var (
	pdfActive = regexp.MustCompile(`/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToR|GoToE|Movie|Sound|Rendition)\b|/XFA\s*(\[|\d)`)
	pdfLocked = regexp.MustCompile(`/Encrypt\b`)
	pdfEscape = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)
	pdfPacked = regexp.MustCompile(`/ObjStm\b`)
	pdfOther  = regexp.MustCompile(`/(LZWDecode|ASCII85Decode|ASCIIHexDecode|RunLengthDecode|Crypt)\b`)
	pdfStream = regexp.MustCompile(`\bstream\r?\n?`)
)

func checkPDF(body []byte, l Limits) error {
	end := bytes.LastIndex(body, []byte("%%EOF"))
	switch {
	case end < 0 || !bytes.Contains(body, []byte("startxref")):
		return errBroken
	case len(bytes.Trim(body[end+5:], " \t\r\n\x00")) > 0, zipBehind(body):
		return errActive // something else is behind the document
	}
	text := unescaped(body)
	if err := names(text); err != nil {
		return err
	}
	if !pdfPacked.Match(text) {
		return nil
	}
	if pdfOther.Match(text) { // objects packed in a way that is not looked through
		return errActive
	}
	return packed(body, l.Unpack)
}

// unescaped writes out the escapes of names: /Java#53cript is /JavaScript.
func unescaped(text []byte) []byte {
	return pdfEscape.ReplaceAllFunc(text, func(m []byte) []byte {
		n, _ := strconv.ParseUint(string(m[1:]), 16, 8)
		return []byte{byte(n)}
	})
}

func names(text []byte) error {
	switch {
	case pdfLocked.Match(text):
		return errLocked
	case pdfActive.Match(text):
		return errActive
	}
	return nil
}

// packed unpacks whatever may be a packed stream and looks there too. Which of them hold objects is not asked: only the
// answer of the reader that opens the file would count, and readers differ.
func packed(body []byte, left int64) error {
	for _, at := range pdfStream.FindAllIndex(body, -1) {
		z, err := zlib.NewReader(bytes.NewReader(body[at[1]:]))
		if err != nil {
			continue // not packed so: it was looked at as it lies there
		}
		if err := scan(z, &left); err != nil {
			return err
		}
	}
	return nil
}

// scan reads a stream in pieces that overlap by more than the longest name.
func scan(r io.Reader, left *int64) error {
	const overlap = 64
	buf, kept := make([]byte, 64<<10), 0
	for {
		n, err := io.ReadFull(r, buf[kept:])
		if *left -= int64(n); *left < 0 {
			return errBomb
		}
		text := buf[:kept+n]
		if found := names(unescaped(text)); found != nil {
			return found
		}
		if err != nil {
			return nil // at its end, or damaged from here on: no reader sees more of it than was looked at
		}
		kept = copy(buf, text[len(text)-overlap:])
	}
}
