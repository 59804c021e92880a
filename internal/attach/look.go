package attach

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is a kind of file that is taken.
type kind struct {
	media string
	ends  []string
	check func(body []byte, l Limits) error
}

var (
	kindPDF  = kind{"application/pdf", []string{".pdf"}, checkPDF}
	kindJPEG = kind{"image/jpeg", []string{".jpg", ".jpeg"}, checkJPEG}
	kindPNG  = kind{"image/png", []string{".png"}, checkPNG}
	kindDOCX = kind{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{".docx"}, nil}
	kindXLSX = kind{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []string{".xlsx"}, nil}
	kindTXT  = kind{"text/plain; charset=utf-8", []string{".txt"}, checkText}
)

// look finds out what a file is from what it holds, refuses what does not belong in it, and compares it with its name. It is
// pure.
func look(name string, body []byte, l Limits) (kind, error) {
	k, err := sniff(body, l)
	if err != nil {
		return kind{}, err
	}
	if !slices.Contains(k.ends, strings.ToLower(path.Ext(name))) {
		return kind{}, errMismatch
	}
	if k.check == nil {
		return k, nil
	}
	return k, k.check(body, l)
}

func sniff(body []byte, l Limits) (kind, error) {
	switch {
	case bytes.HasPrefix(body, []byte("%PDF-")):
		return kindPDF, nil
	case bytes.HasPrefix(body, []byte{0xFF, 0xD8, 0xFF}):
		return kindJPEG, nil
	case bytes.HasPrefix(body, pngMark):
		return kindPNG, nil
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		return office(body, l)
	case utf8.Valid(body):
		return kindTXT, nil
	}
	return kind{}, errType
}

// checkText: what people can read, and nothing else.
func checkText(body []byte, _ Limits) error {
	for _, r := range string(body) {
		if unicode.IsControl(r) && !strings.ContainsRune("\t\r\n\f", r) || r == unicode.ReplacementChar {
			return errType
		}
	}
	return nil
}

// longestName is what most file systems take, in characters of three bytes.
const longestName = 80

// fileName refuses names that are paths, that cannot be shown, or that look like something else when they are.
func fileName(name string) (string, error) {
	name = strings.TrimSpace(name)
	if !utf8.ValidString(name) || utf8.RuneCountInString(name) > longestName || strings.Trim(name, ". ") == "" || strings.HasPrefix(name, ".") ||
		strings.ContainsAny(name, `/\:*?"<>|`) || strings.ContainsFunc(name, unprintable) {
		return "", errName
	}
	return name, nil
}

func unprintable(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar
}

// zipBehind reports whether the end of a file is the end of an archive: two files in one, of which each reader sees another.
func zipBehind(body []byte) bool {
	tail := body[max(0, len(body)-66_000):]
	return bytes.Contains(tail, []byte("PK\x05\x06"))
}
