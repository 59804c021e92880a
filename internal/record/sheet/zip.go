package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// Limits of an archive. A workbook of a million rows has a dozen parts and compresses about tenfold to thirtyfold.
const (
	maxDirectory = 1 << 20 // bytes of the list of parts, which is read whole
	maxPart      = 2 << 30 // bytes of one part, unpacked
	maxRatio     = 200     // unpacked to packed, once a part passes smallPart
	smallPart    = 8 << 20
)

func damaged() error {
	return refuse("record.file_damaged", "工作簿已损坏或不完整；请重新导出后提交。", "The workbook is damaged or incomplete; export it again and hand that in.")
}

func bomb() error {
	return refuse("record.file_bomb", "压缩文件解压后过大，已停止读取；请另存为 CSV 后提交。",
		"The archive unpacks to far more than a table holds; reading was stopped. Save it as CSV and hand that in.")
}

// openZip opens an archive after looking at the size of its list of parts, so that a hostile list is never read whole.
func openZip(f io.ReaderAt, size int64) (*zip.Reader, error) {
	tail := make([]byte, min(size, 64<<10+22))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < 22 {
		return nil, damaged()
	}
	end := tail[at:]
	length, offset := int64(binary.LittleEndian.Uint32(end[12:])), int64(binary.LittleEndian.Uint32(end[16:]))
	if length > maxDirectory {
		return nil, bomb()
	}
	if offset+length != size-int64(len(tail)-at) {
		return nil, damaged()
	}
	z, err := zip.NewReader(f, size)
	if err != nil {
		return nil, damaged()
	}
	return z, nil
}

// part opens one part by name.
func part(z *zip.Reader, name string) (io.Reader, error) {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		limit := int64(smallPart)
		if ratio := int64(f.CompressedSize64); ratio < maxPart/maxRatio { //nolint:gosec // compared before it is multiplied
			limit = max(limit, ratio*maxRatio)
		} else {
			limit = maxPart
		}
		if f.UncompressedSize64 > uint64(limit) {
			return nil, bomb()
		}
		r, err := f.Open()
		if err != nil {
			return nil, damaged()
		}
		return &guarded{r, limit}, nil
	}
	return nil, errNoPart
}

var errNoPart = errors.New("no such part")

// guarded counts what an archive unpacks to, whatever its headers claimed, and says so when it is damaged.
type guarded struct {
	r    io.Reader
	left int64
}

func (g *guarded) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	if g.left -= int64(n); g.left < 0 {
		return 0, bomb()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return n, damaged()
	}
	return n, err
}
