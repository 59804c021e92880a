package attach

import (
	"bytes"
	"hash/crc32"
	"strings"
	"testing"

	"xinheng/internal/fault"
)

func sum(s string) uint32 { return crc32.ChecksumIEEE([]byte(s)) }

var small = Limits{Bytes: 1 << 20, Pixels: 10_000, Unpack: 1 << 20, Waiting: 3}.filled()

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestWhatIsTakenIsKnownByItsContent(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		body []byte
		want kind
	}{
		"证明.pdf":     {pdfOf(), kindPDF},
		"packed.PDF": {packedPDF("<</Type/Page>>"), kindPDF},
		"照片.jpg":     {jpegOf(t, 20, 10), kindJPEG},
		"b.jpeg":     {jpegOf(t, 1, 1), kindJPEG},
		"扫描 (1).png": {pngOf(t, 20, 10), kindPNG},
		"说明.docx":    {officeOf(t, "word/document.xml", "word/_rels/document.xml.rels", `<Relationship Id="1" Type="http://x/relationships/hyperlink" Target="http://x" TargetMode="External"/>`), kindDOCX},
		"清单.xlsx":    {officeOf(t, "xl/workbook.xml", "xl/printerSettings/printerSettings1.bin", "xx"), kindXLSX},
		"说明.txt":     {[]byte("情况说明\r\n<script>不是网页</script>\t"), kindTXT},
	} {
		if k, err := look(name, row.body, small); err != nil || k.media != row.want.media {
			t.Errorf("%s: %q %v, want %q", name, k.media, err, row.want.media)
		}
	}
}

// Each row is one way of handing in what should not be handed in.
func TestWhatDoesNotBelongIsRefused(t *testing.T) {
	t.Parallel()
	word := "word/document.xml"
	for name, row := range map[string]struct {
		file string
		body []byte
		code string
	}{
		"a program called pdf":              {"a.pdf", []byte("MZ\x90\x00\x03"), "attach.unknown_type"},
		"a page called pdf":                 {"a.pdf", []byte("<html><script>1</script>"), "attach.mismatch"},
		"a picture called pdf":              {"a.pdf", pngOf(t, 2, 2), "attach.mismatch"},
		"a pdf called picture":              {"a.png", pdfOf(), "attach.mismatch"},
		"a word file called excel":          {"a.xlsx", officeOf(t, word), "attach.mismatch"},
		"two extensions":                    {"a.pdf.exe", pdfOf(), "attach.mismatch"},
		"no extension":                      {"pdf", pdfOf(), "attach.mismatch"},
		"svg":                               {"a.svg", []byte("<svg onload='x'/>"), "attach.mismatch"},
		"gif":                               {"a.gif", []byte("GIF89a\xff\xff\xff\xff"), "attach.unknown_type"},
		"pdf with a script":                 {"a.pdf", pdfOf("4 0 obj<</S/JavaScript/JS(x)>>endobj"), "attach.active"},
		"pdf with a script by escapes":      {"a.pdf", pdfOf("4 0 obj<</S/J#61va#53cript/JS(x)>>endobj"), "attach.active"},
		"pdf that starts a program":         {"a.pdf", pdfOf("4 0 obj<</S/Launch/F(cmd)>>endobj"), "attach.active"},
		"pdf that carries a file":           {"a.pdf", pdfOf("4 0 obj<</Type/EmbeddedFile>>endobj"), "attach.active"},
		"pdf with a dynamic form":           {"a.pdf", pdfOf("4 0 obj<</XFA 5 0 R>>endobj"), "attach.active"},
		"pdf with a script packed":          {"a.pdf", packedPDF("<</S/JavaScript/JS(x)>>"), "attach.active"},
		"pdf with a script packed late":     {"a.pdf", packedPDF(strings.Repeat("x", 64<<10-70) + "<</S/JavaScript/JS(x)>>"), "attach.active"},
		"pdf with a script hidden":          {"a.pdf", pdfOf("4 0 obj<</A(>>stream\n)/S/JavaScript/B(endstream)>>endobj"), "attach.active"},
		"pdf packed behind a false stream":  {"a.pdf", join(pdfOf("4 0 obj<</A(>>stream\n)>>endobj")[:90], packedPDF("/JavaScript ")), "attach.active"},
		"pdf packed in another way":         {"a.pdf", pdfOf("5 0 obj<</Type/ObjStm/Filter[/ASCII85Decode/FlateDecode]>>stream\nxx\nendstream endobj"), "attach.active"},
		"pdf under a password":              {"a.pdf", pdfOf("trailer<</Encrypt 6 0 R>>"), "attach.locked"},
		"pdf bomb":                          {"a.pdf", packedPDF(strings.Repeat(" ", 2<<20)), "attach.unpacks_too_large"},
		"pdf cut off":                       {"a.pdf", pdfOf()[:60], "attach.broken"},
		"pdf with a page behind":            {"a.pdf", join(pdfOf(), []byte("<html>")), "attach.active"},
		"pdf that is an archive too":        {"a.pdf", join(pdfOf()[:40], officeOf(t, word), []byte("\nstartxref\n%%EOF")), "attach.active"},
		"script before the pdf":             {"a.pdf", join([]byte("#!/bin/sh\n"), pdfOf()), "attach.mismatch"},
		"png cut off":                       {"a.png", pngOf(t, 50, 50)[:60], "attach.broken"},
		"png with a byte turned":            {"a.png", bytes.Replace(pngOf(t, 50, 50), []byte("IDAT"), []byte("IDAU"), 1), "attach.broken"},
		"png with a page behind":            {"a.png", join(pngOf(t, 2, 2), []byte("<script>")), "attach.active"},
		"png of huge dimensions":            {"a.png", pngOf(t, 101, 100), "attach.too_many_pixels"},
		"jpeg of huge dimensions":           {"a.jpg", jpegOf(t, 100, 101), "attach.too_many_pixels"},
		"jpeg cut off":                      {"a.jpg", jpegOf(t, 50, 50)[:300], "attach.broken"},
		"jpeg without a picture":            {"a.jpg", []byte{0xFF, 0xD8, 0xFF, 0xD9}, "attach.broken"},
		"jpeg that is an archive too":       {"a.jpg", join(jpegOf(t, 2, 2), officeOf(t, word)), "attach.active"},
		"word with macros":                  {"a.docx", officeOf(t, word, "word/vbaProject.bin", "x"), "attach.active"},
		"word with macros by type":          {"a.docx", officeOf(t, word, "docProps/x.rels", "application/vnd.ms-word.document.macroEnabled.main+xml"), "attach.active"},
		"word with a file in it":            {"a.docx", officeOf(t, word, "word/embeddings/oleObject1.bin", "x"), "attach.active"},
		"word with a template from outside": {"a.docx", officeOf(t, word, "word/_rels/settings.xml.rels", `<Relationship Type="x/attachedTemplate" Target="http://evil" TargetMode="External"/>`), "attach.active"},
		"word that climbs out":              {"a.docx", officeOf(t, word, "../../etc/passwd", "x"), "attach.active"},
		"word with an absolute path":        {"a.docx", officeOf(t, word, "/etc/passwd", "x"), "attach.active"},
		"word bomb":                         {"a.docx", bombOf(t, 2<<20), "attach.unpacks_too_large"},
		"word of too many members":          {"a.docx", officeOf(t, word, many(2001)...), "attach.unpacks_too_large"},
		"word cut off":                      {"a.docx", officeOf(t, word)[:100], "attach.broken"},
		"an archive called word":            {"a.docx", officeOf(t, "readme.txt"), "attach.unknown_type"},
		"text with a NUL":                   {"a.txt", []byte("a\x00b"), "attach.unknown_type"},
		"text in another encoding":          {"a.txt", []byte("\xc7\xe9\xbf\xf6"), "attach.unknown_type"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := look(row.file, row.body, small); !fault.Is(err, row.code) {
				t.Errorf("%v, want %s", err, row.code)
			}
		})
	}
}

func many(n int) (members []string) {
	for i := range n {
		members = append(members, strings.Repeat("a", 1+i%50)+strings.Repeat("b", i/50), "")
	}
	return members
}

func TestNamesThatArePathsOrCannotBeShownAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", " ", ".", "..", ".htaccess", "../a.pdf", `..\a.pdf`, "/etc/a.pdf", "C:a.pdf", "a\x00.pdf", "a\n.pdf", "a\u202Efdp.exe", "a\u200b.pdf",
		"a\xff.pdf", "a\".pdf", strings.Repeat("长", 81) + ".pdf"} {
		if got, err := fileName(name); !fault.Is(err, "attach.bad_name") {
			t.Errorf("%q is taken as %q", name, got)
		}
	}
	for _, name := range []string{"缴款凭证.pdf", "scan (2)-final.PNG", "𠂇.txt", strings.Repeat("长", 76) + ".pdf"} {
		if _, err := fileName(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func FuzzLook(f *testing.F) {
	for _, b := range [][]byte{pdfOf(), packedPDF("x"), pngOf(f, 3, 3), jpegOf(f, 3, 3), officeOf(f, "word/document.xml"), []byte("文字")} {
		f.Add("a.pdf", b)
		f.Add("a.docx", b)
	}
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		k, err := look(name, body, small)
		if _, told := fault.Of(err); err != nil && !told {
			t.Errorf("not a fault: %v", err)
		}
		if err == nil && k.media == "" {
			t.Error("taken as nothing")
		}
	})
}
