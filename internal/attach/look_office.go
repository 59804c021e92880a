package attach

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
)

// mostMembers bounds how many files a document may be made of; real ones have some dozens.
const mostMembers = 2000

// office looks through a Word or Excel file: an archive whose members may hold macros, other files and pages that are
// fetched when it is opened.
func office(body []byte, l Limits) (kind, error) {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return kind{}, errBroken
	}
	if len(z.File) > mostMembers {
		return kind{}, errBomb
	}
	found, left := kind{}, l.Unpack
	types := false
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		if badMember(f.Name) || strings.Contains(name, "vba") || strings.Contains(name, "activex") || strings.Contains(name, "/embeddings/") || strings.HasSuffix(name, ".bin") && !printer(name) {
			return kind{}, errActive
		}
		switch name {
		case "[content_types].xml":
			types = true
		case "word/document.xml":
			found = kindDOCX
		case "xl/workbook.xml":
			found = kindXLSX
		}
		if err := member(f, name, &left); err != nil {
			return kind{}, err
		}
	}
	if !types || found.media == "" {
		return kind{}, errType
	}
	return found, nil
}

// printer: Excel keeps the settings of a printer in a binary member of its own.
func printer(name string) bool { return strings.HasPrefix(name, "xl/printersettings/") }

func badMember(name string) bool {
	return strings.ContainsAny(name, "\\\x00") || strings.HasPrefix(name, "/") || path.Clean("/" + name)[1:] != strings.TrimSuffix(name, "/")
}

// member unpacks one file, counting what comes out and not what it says of itself, and reads those that tell where else to go.
func member(f *zip.File, name string, left *int64) error {
	r, err := f.Open()
	if err != nil {
		return errBroken
	}
	defer func() { _ = r.Close() }()
	var text bytes.Buffer
	w := io.Discard
	if telling := name == "[content_types].xml" || strings.HasSuffix(name, ".rels"); telling {
		w = &text
	}
	n, err := io.Copy(w, io.LimitReader(r, *left+1))
	*left -= n
	switch {
	case *left < 0:
		return errBomb
	case err != nil && !errors.Is(err, io.EOF):
		return errBroken
	case reachesOut(text.Bytes()):
		return errActive
	}
	return nil
}

// reachesOut: macros by their type, and relations that make the program fetch something from elsewhere. A link that a reader
// must click is none.
func reachesOut(text []byte) bool {
	low := bytes.ToLower(text)
	if bytes.Contains(low, []byte("macroenabled")) || bytes.Contains(low, []byte("<!entity")) {
		return true
	}
	for rest := low; ; {
		i := bytes.Index(rest, []byte("<relationship "))
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
		tag, _, _ := bytes.Cut(rest, []byte(">"))
		if bytes.Contains(tag, []byte("targetmode")) && bytes.Contains(tag, []byte("external")) && !bytes.Contains(tag, []byte("/hyperlink")) {
			return true
		}
	}
}
