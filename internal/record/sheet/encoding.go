package sheet

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// digest hashes the file and finds the encoding of a text: UTF-8 if all of it is, GB18030 otherwise (which the reading
// itself then proves: a byte sequence that is neither ends the survey). A line without end is refused while it is read.
func (s *Shape) digest(ctx context.Context, f io.ReaderAt) error {
	h := sha256.New()
	in := io.NewSectionReader(f, 0, s.size)
	buf := make([]byte, 256<<10)
	isUTF8, isText := true, s.Format != "XLSX"
	var kept, line int
	var lines int64 = 1
	for {
		n, err := io.ReadFull(in, buf[kept:])
		h.Write(buf[kept : kept+n])
		block := buf[:kept+n]
		if isText {
			if fresh := block[kept:]; bytes.IndexByte(fresh, '\n') < 0 {
				line += len(fresh)
			} else {
				line = len(fresh) - bytes.LastIndexByte(fresh, '\n') - 1
				lines += int64(bytes.Count(fresh, []byte("\n")))
			}
			if line > MaxLine {
				return lineTooLong(lines)
			}
			kept = 0
			if isUTF8 {
				isUTF8, kept = validUTF8(block)
				copy(buf, block[len(block)-kept:])
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			if isUTF8 && kept > 0 {
				return truncated(lines) // in the middle of a character
			}
			h.Sum(s.Hash[:0])
			s.Encoding = "UTF-8"
			if !isUTF8 {
				s.Encoding = "GB18030"
			}
			return nil
		case err != nil:
			return fmt.Errorf("sheet.digest: %w", err)
		case ctx.Err() != nil:
			return ctx.Err()
		}
	}
}

// validUTF8 checks a block; kept is the length of a character that is cut off at its end.
func validUTF8(block []byte) (ok bool, kept int) {
	if utf8.Valid(block) {
		return true, 0
	}
	for kept = 1; kept < utf8.UTFMax && kept <= len(block); kept++ {
		tail := block[len(block)-kept:]
		if utf8.RuneStart(tail[0]) {
			return !utf8.FullRune(tail) && utf8.Valid(block[:len(block)-kept]), kept
		}
	}
	return false, 0
}

func lineTooLong(row int64) error {
	return refuseAt(row, "record.file_line", "一行超过1 MiB，可能缺少换行或引号没有闭合；请修改后重新提交。",
		"a line passes 1 MiB; a line break or a closing quote may be missing. Mend it and hand it in again.")
}

// text opens the decoded characters of a text file.
func (s Shape) text(f io.ReaderAt) io.Reader {
	in := io.NewSectionReader(f, s.skip, s.size-s.skip)
	if s.Encoding == "GB18030" {
		return &strict{transform.NewReader(in, simplifiedchinese.GB18030.NewDecoder())}
	}
	return in
}

// strict refuses what the decoder could not read and replaced.
type strict struct{ r io.Reader }

func (s *strict) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if bytes.Contains(p[:n], []byte("\uFFFD")) {
		return 0, refuse("record.file_encoding", "文件既不是 UTF-8 也不是 GB18030 编码，或已损坏；请另存为“CSV UTF-8”后提交。",
			"The file is neither UTF-8 nor GB18030, or is damaged; save it as \"CSV UTF-8\" and hand that in.")
	}
	return n, err
}

// lines reads physical lines of at most MaxLine bytes.
type lines struct {
	in *bufio.Reader
	no int64 // number of the last line read
}

func newLines(r io.Reader) *lines { return &lines{in: bufio.NewReaderSize(r, 64<<10)} }

// appendLine adds the next line, with its end if it has one, to dst. io.EOF comes alone, after the last line.
func (l *lines) appendLine(dst []byte) (_ []byte, err error) {
	start := len(dst)
	for {
		part, err := l.in.ReadSlice('\n')
		dst = append(dst, part...)
		if len(dst) > MaxLine {
			return dst, lineTooLong(l.no + 1)
		}
		switch {
		case err == nil:
			l.no++
			return dst, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(dst) > start:
			l.no++
			return dst, nil
		default:
			return dst, err
		}
	}
}
