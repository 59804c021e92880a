package report

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// State is whether a report holds.
type State string

const (
	Valid      State = "valid"
	Superseded State = "superseded" // what it shows has changed
	Withdrawn  State = "withdrawn"  // by its subject, or issued in error
)

// Why a report ended.
const (
	WhyRepaired  = "repaired"
	WhyRemoved   = "removed"
	WhyWithdrawn = "withdrawn"
	WhyCorrected = "corrected"
	WhyExpired   = "expired" // a record in it may no longer be shown
	WhySubject   = "subject" // its subject withdrew it
)

// statusFormat is the name of a list of status.
const statusFormat = "xinheng-report-status/v1"

// listSize is how many reports one list has room for.
const listSize = 1 << 16

// StatusList is a list as it is sent: the seal is over its name, a line feed and the exact text of the payload. It names nobody: a report
// is found in it by its place alone.
type StatusList struct {
	Format  string `json:"format" enum:"xinheng-report-status/v1"`
	Payload string `json:"payload" maxLength:"200000" doc:"a StatusPage as JSON, exactly as signed"`
	Seal    Seal   `json:"seal"`
}

// StatusPage is what a list says: two bits for each place, from the highest of each byte: 0 valid, 1 superseded, 2 withdrawn.
type StatusPage struct {
	Province string    `json:"province"`
	List     string    `json:"list"`
	Made     time.Time `json:"made_at"`
	Until    time.Time `json:"fresh_until" doc:"fetch it again after that"`
	Size     int       `json:"size" doc:"places"`
	Bits     string    `json:"bits" doc:"base64 of gzip"`
}

var stateBits = map[State]byte{Valid: 0, Superseded: 1, Withdrawn: 2}

// placeOf is where the n-th report stands.
func placeOf(n int64) StatusRef {
	return StatusRef{List: strconv.FormatInt(n/listSize, 10), Index: int(n % listSize)}
}

func packed(ended map[int]State) string {
	bits := make([]byte, listSize/4)
	for i, s := range ended {
		bits[i/4] |= stateBits[s] << (6 - 2*(i%4))
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(bits)
	_ = z.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// At says how a report stands in the list; false when the list cannot be read or has no such place.
func (p *StatusPage) At(index int) (State, bool) {
	raw, err := base64.StdEncoding.DecodeString(p.Bits)
	if err != nil || index < 0 || index >= p.Size || p.Size > listSize {
		return "", false
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return "", false
	}
	bits, err := io.ReadAll(io.LimitReader(z, listSize/4))
	if err != nil || index/4 >= len(bits) {
		return "", false
	}
	two := bits[index/4] >> (6 - 2*(index%4)) & 3
	for s, b := range stateBits {
		if b == two {
			return s, true
		}
	}
	return "", false
}

func (l *StatusList) signed() []byte { return []byte(statusFormat + "\n" + l.Payload) }

// ReadStatusList reads a list that somebody hands in and says whether its seal holds; whose seal it is is asked elsewhere.
func ReadStatusList(b []byte) (*StatusList, *StatusPage, error) {
	var l StatusList
	if err := json.Unmarshal(b, &l); err != nil {
		return nil, nil, errBadList
	}
	p, err := l.page()
	return &l, p, err
}

func (l *StatusList) page() (*StatusPage, error) {
	if l.Format != statusFormat || !l.Seal.verifies(l.signed()) {
		return nil, errBadList
	}
	return readPage(l.Payload)
}

func readPage(payload string) (*StatusPage, error) {
	var p StatusPage
	if json.Unmarshal([]byte(payload), &p) != nil || p.List == "" || p.Made.IsZero() {
		return nil, errBadList
	}
	return &p, nil
}

// StatusList is a list of ours as it stands now, signed. What ends is in the next one anybody asks for: it is read, never stored.
func (d *Desk) StatusList(ctx context.Context, list string) (*StatusList, error) {
	n, err := strconv.ParseInt(list, 10, 32)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != list {
		return nil, errNoList
	}
	now := d.instant()
	rows, used, err := endedPlaces(ctx, d.db, n*listSize, (n+1)*listSize, workday.Of(now))
	if err != nil {
		return nil, err
	}
	if !used {
		return nil, errNoList
	}
	ended := make(map[int]State, len(rows))
	for _, r := range rows {
		ended[int(r.Place%listSize)] = State(r.State)
	}
	hours, err := d.limit("report.status.fresh", law.Hours)
	if err != nil {
		return nil, err
	}
	text, err := canonical(StatusPage{Province: province, List: list, Made: now, Until: now.Add(time.Duration(hours) * time.Hour), Size: listSize, Bits: packed(ended)})
	if err != nil {
		return nil, err
	}
	l := &StatusList{Format: statusFormat, Payload: string(text)}
	l.Seal = d.sealed(l.signed())
	return l, nil
}

var (
	errNoList  = fault.New(fault.Missing, "report.no_list", "没有这个编号的状态清单；请按报告文件所载的清单编号获取。", "There is no list of this number; take the number from the report's file.").At("list")
	errBadList = fault.New(fault.Invalid, "report.bad_list", "状态清单的格式或签名不符；请原样转交来源省发布的清单。",
		"The list of status is not well formed or its seal does not hold; hand it in exactly as the province publishes it.")
)
