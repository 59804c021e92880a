package attach

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// Files made by hand, so that each shows one thing.

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func pdfOf(objects ...string) []byte {
	return []byte("%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n" + strings.Join(objects, "\n") + "\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF\n")
}

func deflated(text string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

// packedPDF holds objects in a stream, as every modern writer does.
func packedPDF(objects string) []byte {
	return pdfOf(fmt.Sprintf("5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length 9>>\nstream\n%s\nendstream\nendobj", deflated(objects)))
}

func pngOf(t testing.TB, wide, high int) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, wide, high))))
	return b.Bytes()
}

func jpegOf(t testing.TB, wide, high int) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, wide, high)), nil))
	return b.Bytes()
}

// officeOf is a Word or Excel file of the given members; the two that make it one are there unless given.
func officeOf(t testing.TB, main string, members ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	all := append([]string{"[Content_Types].xml", `<Types xmlns="x"/>`, main, "<x/>"}, members...)
	for i := 0; i < len(all); i += 2 {
		w, err := z.CreateRaw(&zip.FileHeader{Name: all[i], Method: zip.Store, CompressedSize64: uint64(len(all[i+1])), UncompressedSize64: uint64(len(all[i+1])), CRC32: sum(all[i+1])})
		must(t, err)
		_, err = w.Write([]byte(all[i+1]))
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

// bombOf is a Word file with one member that unpacks to so many zeros.
func bombOf(t testing.TB, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "word/document.xml"} {
		w, err := z.Create(name)
		must(t, err)
		n := 4
		if name == "word/document.xml" {
			n = size
		}
		_, err = w.Write(bytes.Repeat([]byte{' '}, n))
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}
