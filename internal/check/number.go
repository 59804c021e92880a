package check

import (
	"crypto/rand"
	"encoding/binary"
	"strings"
	"sync/atomic"

	"xinheng/internal/workday"
)

// numbers makes readable decision ids: D-, the day, nine characters. A process starts at a random place of 2^45 and
// counts from there, so two processes meet only when their runs of numbers overlap (tens of millions a day: less than
// one chance in 100,000); an odd multiplier hides the order, so that an id does not tell how busy the platform is.
type numbers struct{ next atomic.Uint64 }

func newNumbers() *numbers {
	var b [8]byte
	_, _ = rand.Read(b[:])
	n := &numbers{}
	n.next.Store(binary.BigEndian.Uint64(b[:]))
	return n
}

const (
	idBits     = 45
	idAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // no I, L, O, U: people read these over the telephone
	idScramble = 0x1b873593cc9e
)

// isNumber reports whether a text has the form of a decision id.
func isNumber(s string) bool {
	return len(s) == len("D-20261122-7F3K0Q9XA") && s[:2] == "D-" && s[10] == '-' && strings.Trim(s[2:10], "0123456789") == "" && strings.Trim(s[11:], idAlphabet) == ""
}

func (n *numbers) id(day workday.Date) string {
	v := n.next.Add(1) * (idScramble | 1) & (1<<idBits - 1)
	b := make([]byte, 0, 20)
	b = append(b, "D-"...)
	b = day.Time().AppendFormat(b, "20060102")
	b = append(b, '-')
	for shift := idBits - 5; shift >= 0; shift -= 5 {
		b = append(b, idAlphabet[v>>shift&31])
	}
	return string(b)
}
