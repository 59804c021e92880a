package sheet

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// xmlScanner walks the tags and texts of a workbook part in a buffer of fixed size: a tag or text that does not fit is
// refused instead of held. It knows what workbooks need (elements, attributes, entities, CDATA) and refuses document
// types, so nothing outside the part is ever read.
type xmlScanner struct {
	in       io.Reader
	buf      []byte
	pos, end int
	name     []byte // of the tag, without its prefix
	attrs    []byte // as written
	text     []byte // as written, entities too
	empty    bool   // <c/>
}

type xmlToken uint8

const (
	xmlOpen xmlToken = iota
	xmlClose
	xmlText
	xmlEnd // of the part
)

const maxToken = 256 << 10 // a cell of 32 KiB written all in entities

var errXML = errors.New("not well-formed")

func newXML(in io.Reader) *xmlScanner { return &xmlScanner{in: in, buf: make([]byte, maxToken)} }

// more reads further bytes behind what has not been used yet.
func (x *xmlScanner) more() error {
	if x.pos > 0 {
		x.end = copy(x.buf, x.buf[x.pos:x.end])
		x.pos = 0
	}
	if x.end == len(x.buf) {
		return errXML
	}
	n, err := x.in.Read(x.buf[x.end:])
	x.end += n
	if n > 0 {
		return nil
	}
	if err == nil {
		err = io.ErrNoProgress
	}
	return err
}

// inside reads on where the part must not end.
func (x *xmlScanner) inside() error {
	err := x.more()
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// find returns how far from pos the delimiter is, reading on until it is there.
func (x *xmlScanner) find(delim string, from int) (int, error) {
	for {
		if i := bytes.Index(x.buf[x.pos+from:x.end], []byte(delim)); i >= 0 {
			return from + i, nil
		}
		from = max(from, x.end-x.pos-len(delim)+1)
		if err := x.inside(); err != nil {
			return 0, err
		}
	}
}

func (x *xmlScanner) next() (xmlToken, error) {
	for {
		if x.pos == x.end {
			if err := x.more(); errors.Is(err, io.EOF) {
				return xmlEnd, nil
			} else if err != nil {
				return xmlEnd, err
			}
		}
		if x.buf[x.pos] != '<' {
			return x.plain()
		}
		for x.end-x.pos < len("<![CDATA[") {
			if err := x.more(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return xmlEnd, err
			}
		}
		switch rest := x.buf[x.pos:x.end]; {
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			return x.cdata()
		case bytes.HasPrefix(rest, []byte("<!--")):
			if err := x.skip("-->"); err != nil {
				return xmlEnd, err
			}
		case bytes.HasPrefix(rest, []byte("<?")):
			if err := x.skip("?>"); err != nil {
				return xmlEnd, err
			}
		case bytes.HasPrefix(rest, []byte("<!")):
			return xmlEnd, errXML
		default:
			return x.tag()
		}
	}
}

func (x *xmlScanner) plain() (xmlToken, error) {
	n, err := x.find("<", 0)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		n = x.end - x.pos // what follows the last tag
	} else if err != nil {
		return xmlEnd, err
	}
	x.text = x.buf[x.pos : x.pos+n]
	x.pos += n
	return xmlText, nil
}

// cdata gives its text escaped, so that readers treat every text alike.
func (x *xmlScanner) cdata() (xmlToken, error) {
	n, err := x.find("]]>", 9)
	if err != nil {
		return xmlEnd, err
	}
	x.text = bytes.ReplaceAll(x.buf[x.pos+9:x.pos+n], []byte("&"), []byte("&amp;"))
	x.pos += n + 3
	return xmlText, nil
}

func (x *xmlScanner) skip(end string) error {
	n, err := x.find(end, 2)
	x.pos += n + len(end)
	return err
}

func (x *xmlScanner) tag() (xmlToken, error) {
	n := 1
	for quote := byte(0); ; n++ {
		if x.pos+n == x.end {
			if err := x.inside(); err != nil {
				return xmlEnd, err
			}
		}
		b := x.buf[x.pos+n]
		if b == '>' && quote == 0 {
			break
		}
		switch {
		case quote == 0 && (b == '"' || b == '\''):
			quote = b
		case b == quote:
			quote = 0
		}
	}
	body := x.buf[x.pos+1 : x.pos+n]
	x.pos += n + 1
	if rest, ok := bytes.CutPrefix(body, []byte("/")); ok {
		x.name = local(bytes.TrimSpace(rest))
		return xmlClose, nil
	}
	body, x.empty = bytes.CutSuffix(body, []byte("/"))
	i := bytes.IndexAny(body, " \t\r\n")
	if i < 0 {
		i = len(body)
	}
	x.name, x.attrs = local(body[:i]), body[i:]
	return xmlOpen, nil
}

func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// attr finds an attribute of the open tag, prefixes left aside; nil when there is none.
func (x *xmlScanner) attr(name string) []byte {
	rest := x.attrs
	for {
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return nil
		}
		key := local(bytes.TrimSpace(rest[:eq]))
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) == 0 {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			return rest[1 : 1+end]
		}
		rest = rest[end+2:]
	}
}

// unescape resolves the five entities, character references, and the _x000D_ of workbooks.
func unescape(dst, raw []byte) []byte {
	for len(raw) > 0 {
		i := bytes.IndexAny(raw, "&_")
		if i < 0 {
			return append(dst, raw...)
		}
		dst, raw = append(dst, raw[:i]...), raw[i:]
		r, n := reference(raw)
		if n == 0 {
			dst, raw = append(dst, raw[0]), raw[1:]
			continue
		}
		dst, raw = utf8.AppendRune(dst, r), raw[n:]
	}
	return dst
}

// reference reads the character written at the start of raw as an entity; n is its length there, 0 if it is none.
func reference(raw []byte) (r rune, n int) {
	if raw[0] == '_' {
		if len(raw) >= 7 && raw[1] == 'x' && raw[6] == '_' {
			if v, err := strconv.ParseUint(string(raw[2:6]), 16, 16); err == nil {
				return rune(v), 7
			}
		}
		return 0, 0
	}
	end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
	if end < 0 {
		return 0, 0
	}
	switch name := string(raw[1:end]); {
	case name == "amp":
		return '&', end + 1
	case name == "lt":
		return '<', end + 1
	case name == "gt":
		return '>', end + 1
	case name == "quot":
		return '"', end + 1
	case name == "apos":
		return '\'', end + 1
	case strings.HasPrefix(name, "#x"):
		v, err := strconv.ParseUint(name[2:], 16, 32)
		return charRef(v, err, end+1)
	case strings.HasPrefix(name, "#"):
		v, err := strconv.ParseUint(name[1:], 10, 32)
		return charRef(v, err, end+1)
	}
	return 0, 0
}

func charRef(v uint64, err error, n int) (rune, int) {
	if err != nil || v > utf8.MaxRune {
		return 0, 0
	}
	return rune(v), n
}
