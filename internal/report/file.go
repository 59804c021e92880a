package report

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/seal"
)

// Format is the name of the file; a file of another form is refused. Other provinces that issue it are verified the same way (F08-6).
const Format = "xinheng-report/v1"

// File is a report as a machine reads it: the content, its digest, and a seal over both with number and time.
type File struct {
	Format   string          `json:"format" enum:"xinheng-report/v1"`
	Number   string          `json:"number"`
	Kind     Kind            `json:"kind" enum:"public,special"`
	Province string          `json:"province" doc:"region code of who issued it"`
	Issuer   law.Text2       `json:"issuer"`
	IssuedAt time.Time       `json:"issued_at"`
	Edition  string          `json:"law_edition,omitempty"`
	Verify   string          `json:"verify,omitempty" doc:"page that says whether it still holds; not part of what is signed, for it is an address of the moment"`
	Status   StatusRef       `json:"status"`
	Digest   DigestOf        `json:"digest"`
	Content  json.RawMessage `json:"content" doc:"see ReportContent; the digest is over it without blanks, as written"`
	Seal     Seal            `json:"seal"`
}

// StatusRef is where a report stands in the lists of status.
type StatusRef struct {
	List  string `json:"list" doc:"number of the list: GET /v1/report-status/{list}"`
	Index int    `json:"index"`
}

// DigestOf names the algorithm with the value.
type DigestOf struct {
	Algorithm string `json:"algorithm" enum:"SM3"`
	Value     string `json:"value" doc:"hexadecimal"`
}

// Seal is a signature with the key that verifies it. Whether the key is the issuer's is asked elsewhere: GET /v1/reports/key, or the
// published key of the other province.
type Seal struct {
	Algorithm string `json:"algorithm" enum:"Ed25519,SM2"`
	KeyID     string `json:"key_id"`
	Public    []byte `json:"public_key"`
	Signature []byte `json:"signature" doc:"over format, province, number, kind, time, place and digest, a line each"`
}

var suites = map[string]seal.Suite{"Ed25519": seal.International, "SM2": seal.National}

var algorithms = map[string]string{seal.International.Name(): "Ed25519", seal.National.Name(): "SM2"}

func (s *Seal) verifies(message []byte) bool {
	suite, ok := suites[s.Algorithm]
	return ok && seal.KeyID(suite, s.Public) == s.KeyID && suite.Verify(s.Public, message, s.Signature)
}

// signed is what a seal is over.
func (f *File) signed() []byte {
	return []byte(strings.Join([]string{Format, f.Province, f.Number, string(f.Kind), f.IssuedAt.UTC().Format(time.RFC3339Nano), f.Status.List,
		strconv.Itoa(f.Status.Index), f.Digest.Value}, "\n"))
}

// pagesSigned is what the seal of printed pages is over: they are those of this report, and say this content.
func pagesSigned(number, lang, content string, pages [32]byte) []byte {
	return []byte(strings.Join([]string{pageFormat, number, lang, content, hex.EncodeToString(pages[:])}, "\n"))
}

// pageFormat is the name of the seal of printed pages.
const pageFormat = "xinheng-report-pages/v1"

// Bytes writes the file for people and machines; what is signed is found in it again whatever blanks stand between.
func (f *File) Bytes() ([]byte, error) {
	b, err := canonical(f)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Indent(&out, b, "", " ")
	out.WriteByte('\n')
	return out.Bytes(), err
}

// ReadFile reads a report that somebody hands in.
func ReadFile(b []byte) (*File, error) {
	var f File
	if err := json.Unmarshal(b, &f); err != nil || f.Format != Format || f.Number == "" || len(f.Content) == 0 || len(f.Seal.Signature) == 0 {
		return nil, errNoReport
	}
	return &f, nil
}

// Intact says whether the content is what the digest says, and the digest what the seal says. It does not say whose seal it is.
func (f *File) Intact() bool {
	var b bytes.Buffer
	if json.Compact(&b, f.Content) != nil || f.Digest.Algorithm != "SM3" {
		return false
	}
	sum := Digest(b.Bytes())
	return hex.EncodeToString(sum[:]) == f.Digest.Value && f.Seal.verifies(f.signed())
}

// content reads what an intact file says.
func (f *File) content() (c Content, err error) {
	err = json.Unmarshal(f.Content, &c)
	return c, err
}

// Pages are printed pages with the seal that ends them: a PDF whose last line is a remark, which readers of PDF pass over.
type Pages struct {
	Body   []byte `json:"-"` // without the seal
	Number string `json:"number"`
	Lang   string `json:"lang" enum:"zh,en"`
	Digest string `json:"digest" doc:"of the content they print"`
	Seal   Seal   `json:"seal"`
}

// sealMark begins the last line.
const sealMark = "%xinheng-seal "

// bytes puts the seal behind the pages.
func (p *Pages) bytes() ([]byte, error) {
	line, err := canonical(p)
	if err != nil {
		return nil, err
	}
	return append(append(bytes.Clone(p.Body), sealMark...), append(line, '\n')...), nil
}

// ReadPages parts printed pages from their seal.
func ReadPages(b []byte) (*Pages, error) {
	at := bytes.LastIndex(b, []byte(sealMark))
	if !bytes.HasPrefix(b, []byte("%PDF-")) || at < 0 || len(b)-at > 4096 {
		return nil, errNoReport
	}
	p := &Pages{Body: b[:at]}
	if json.Unmarshal(bytes.TrimSpace(b[at+len(sealMark):]), p) != nil || p.Number == "" {
		return nil, errNoReport
	}
	return p, nil
}

// Intact says whether the pages are those that were sealed.
func (p *Pages) Intact() bool {
	return p.Seal.verifies(pagesSigned(p.Number, p.Lang, p.Digest, Digest(p.Body)))
}

var errNoReport = fault.New(fault.Invalid, "report.not_a_report", "这不是信用报告文件：请上传下载时得到的 PDF 或 JSON 原件，不要另存、打印或截图。",
	"This is no report: hand in the PDF or JSON as it was downloaded, not saved anew, printed or photographed.").At("file")
