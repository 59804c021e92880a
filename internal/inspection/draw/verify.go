package draw

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"runtime"
	"strconv"
	"sync"
)

// Act is an entry of the ledger whose place was proved.
type Act struct {
	Kind, About string
	Position    int64
	Public      map[string]string
}

// Kinds of the acts of a draw, in the order in which they must stand on the ledger.
const (
	ActFrozen    = "inspection.frozen"
	ActCommitted = "inspection.committed"
	ActRooted    = "inspection.rooted"
	ActRevealed  = "inspection.revealed"
	ActDrawn     = "inspection.drawn"
)

// Ledger proves what the pure part cannot: signatures, and that an entry stands where it is said to.
type Ledger interface {
	Act(proof json.RawMessage) (Act, error)
	Root(checkpoint string) (size int64, root Hash, err error)
	// Known says whether the key a file brings along is the one the reader holds.
	Known(key string) bool
}

// Report is what a verification found to hold.
type Report struct {
	Setup  Setup  `json:"setup"`
	Seed   Hash   `json:"seed"`
	Result Hash   `json:"result"`
	Drawn  int64  `json:"drawn"`
	Unsent int64  `json:"unsent" doc:"drawn entities no inspector of the pool may go to"`
	Root   int64  `json:"root_size" doc:"entries under the checkpoint whose root went into the seed"`
	Acts   int    `json:"acts"`
	First  int64  `json:"first_position"`
	Last   int64  `json:"last_position"`
	Lines  []Line `json:"-"`
}

// Verify does the draw of a proof file again and compares every step. The error says what was found first.
func Verify(r io.Reader, l Ledger) (Report, error) {
	in := bufio.NewReaderSize(r, 1<<18)
	h, err := readHeader(in)
	if err != nil {
		return Report{}, err
	}
	if !l.Known(h.Key) {
		return Report{}, errKey
	}
	d, err := h.drawing()
	if err != nil {
		return Report{}, err
	}
	report := Report{Setup: d.Setup, Seed: h.Seed, Result: h.Result, Acts: len(h.Acts)}
	if err := report.ledger(h, &d, l); err != nil {
		return report, err
	}
	if d.Seed() != h.Seed {
		return report, errSeed
	}
	if d.Roster, err = readRoster(in, d.Setup); err != nil {
		return report, err
	}
	if err := d.Fits(); err != nil {
		return report, err
	}
	return report, report.lines(in, d, h)
}

// drawing reads what the header says, and compares every share with its commitment.
func (h Header) drawing() (d Drawing, err error) {
	if d.Setup, err = ParseSetup(h.Setup); err != nil {
		return d, err
	}
	if d.Pool, err = ParsePool(h.Inspectors); err != nil {
		return d, err
	}
	d.Shares = h.Shares
	if len(h.Shares) != len(d.Setup.Parties) || len(h.Commitments) != len(d.Setup.Parties) {
		return d, errShares
	}
	setup := d.Setup.Hash()
	for i, party := range d.Setup.Parties {
		if Commitment(setup, party, h.Shares[i]) != h.Commitments[i] {
			return d, errShare
		}
	}
	return d, nil
}

// ledger compares the acts with what the file says, and their order with what the order must be.
func (r *Report) ledger(h Header, d *Drawing, l Ledger) (err error) {
	n := len(d.Setup.Parties)
	if len(h.Acts) != 2*n+3 {
		return errActs
	}
	acts := make([]Act, len(h.Acts))
	for i, proof := range h.Acts {
		if acts[i], err = l.Act(proof); err != nil {
			return err
		}
	}
	if r.Root, d.Root, err = l.Root(h.Checkpoint); err != nil {
		return err
	}
	for i, want := range h.expected(*d, r.Root) {
		if acts[i].Kind != want.Kind || acts[i].About != d.Setup.Draw || !holds(acts[i].Public, want.Public) {
			return errActs
		}
	}
	r.First, r.Last = acts[0].Position, acts[len(acts)-1].Position
	return inOrder(acts, n, r.Root)
}

// expected are the acts a draw leaves behind.
func (h Header) expected(d Drawing, size int64) []Act {
	setup := d.Setup.Hash().String()
	acts := []Act{{Kind: ActFrozen, Public: map[string]string{"setup": setup, "roster": d.Setup.Roster.String()}}}
	for i, p := range d.Setup.Parties {
		acts = append(acts, Act{Kind: ActCommitted, Public: map[string]string{"setup": setup, "party": p, "commitment": h.Commitments[i].String()}})
	}
	acts = append(acts, Act{Kind: ActRooted, Public: map[string]string{"size": strconv.FormatInt(size, 10), "root": d.Root.String()}})
	for i, p := range d.Setup.Parties {
		acts = append(acts, Act{Kind: ActRevealed, Public: map[string]string{"party": p, "share": h.Shares[i].String()}})
	}
	return append(acts, Act{Kind: ActDrawn, Public: map[string]string{"seed": h.Seed.String(), "result": h.Result.String()}})
}

func holds(public, want map[string]string) bool {
	for k, v := range want {
		if public[k] != v {
			return false
		}
	}
	return true
}

// inOrder: the roster before every commitment, every commitment under the root, the root announced before every reveal, and
// every reveal before the result. Parties may take their steps in any order among themselves.
func inOrder(acts []Act, parties int, root int64) error {
	frozen, commits := acts[0].Position, acts[1:parties+1]
	rooted, reveals, drawn := acts[parties+1].Position, acts[parties+2:2*parties+2], acts[2*parties+2].Position
	for _, c := range commits {
		if c.Position <= frozen || c.Position >= rooted {
			return errOrder
		}
		if c.Position > root {
			return errBeacon
		}
	}
	if root >= rooted {
		return errBeacon
	}
	for _, r := range reveals {
		if r.Position <= rooted || r.Position >= drawn {
			return errOrder
		}
	}
	return nil
}

// readRoster reads the lines of the roster and compares their hash with the setup's. One core reads, one hashes, the others read
// what is in the lines.
func readRoster(in *bufio.Reader, s Setup) (*Roster, error) {
	left := int64(0)
	r := &Roster{Strata: make([]string, len(s.Strata))}
	place := map[string]uint8{}
	for i, x := range s.Strata {
		left += x.Count
		r.Strata[i] = x.Name
		place[x.Name] = uint8(i)
	}
	var parts []*part
	work := beside(place)
	for left > 0 {
		text, lines, short := someLines(in, min(left, partLines))
		parts = append(parts, work.on(text, int(lines)))
		if left -= lines; short {
			parts = append(parts, &part{err: errRoster})
			break
		}
	}
	hash := work.done()
	if err := r.join(parts); err != nil {
		return nil, err
	}
	if hash != s.Roster {
		return nil, errHashOf
	}
	return r, nil
}

// partLines is how many lines are read at once: about a megabyte.
const partLines = 1 << 14

// someLines reads so many lines; short: there are no more, or no line is that long.
func someLines(in *bufio.Reader, most int64) (text []byte, lines int64, short bool) {
	text = make([]byte, 0, most*80)
	for lines < most {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return text, lines, true
		}
		text = append(text, line...)
		lines++
	}
	return text, lines, false
}

// join puts the parts of a roster together; the first thing wrong in it is what is said.
func (r *Roster) join(parts []*part) error {
	n := 0
	for i, p := range parts {
		if i > 0 && len(p.entities) > 0 && bytes.Compare(parts[i-1].last[:], p.entities[0].ID[:]) >= 0 {
			return errTwice
		}
		if p.err != nil {
			return p.err
		}
		n += len(p.entities)
	}
	r.Entities = make([]Entity, 0, n)
	for _, p := range parts {
		r.Entities = append(r.Entities, p.entities...)
		p.entities = nil
	}
	return nil
}

// part is some lines of a roster. Which entities come before the first wrong line is kept, with what is wrong.
type part struct {
	entities []Entity
	last     Hash
	err      error
}

func (p *part) read(text []byte, lines int, place map[string]uint8) {
	p.entities = make([]Entity, 0, lines)
	for len(text) > 0 {
		end := bytes.IndexByte(text, '\n') + 1
		e, err := readEntity(text[:end], place)
		if err == nil && len(p.entities) > 0 && bytes.Compare(p.last[:], e.ID[:]) >= 0 {
			err = errTwice
		}
		if err != nil {
			p.err = err
			return
		}
		p.entities, p.last = append(p.entities, e), e.ID
		text = text[end:]
	}
}

func readEntity(line []byte, place map[string]uint8) (e Entity, err error) {
	const digits = 2 * len(e.ID)
	if len(line) < digits+2 || line[digits] != ' ' {
		return e, errRoster
	}
	if _, err := hex.Decode(e.ID[:], line[:digits]); err != nil {
		return e, errRoster // upper case is found by the hash
	}
	s, known := place[string(line[digits+1:len(line)-1])]
	if !known {
		return e, errRoster
	}
	e.Stratum = s
	return e, nil
}

// besideWork is done on other cores while the next lines are read: hashing, in their order, and reading what is in them, in any.
type besideWork struct {
	texts chan []byte
	reads chan func()
	hash  chan Hash
	place map[string]uint8
	all   sync.WaitGroup
}

func beside(place map[string]uint8) *besideWork {
	b := &besideWork{texts: make(chan []byte, 4), reads: make(chan func(), 4), hash: make(chan Hash, 1), place: place}
	go func() {
		h := sha256.New()
		for text := range b.texts {
			h.Write(text)
		}
		b.hash <- Hash(h.Sum(nil))
	}()
	for range runtime.GOMAXPROCS(0) {
		b.all.Go(func() {
			for read := range b.reads {
				read()
			}
		})
	}
	return b
}

// on gives lines away; what is in them is there when all is done.
func (b *besideWork) on(text []byte, lines int) *part {
	p := &part{}
	b.texts <- text
	b.reads <- func() { p.read(text, lines, b.place) }
	return p
}

// done waits for everything and gives the hash of all lines.
func (b *besideWork) done() Hash {
	close(b.texts)
	close(b.reads)
	b.all.Wait()
	return <-b.hash
}

// lines draws again, compares line by line, opens every commitment, and refuses anything behind the last line.
func (r *Report) lines(in *bufio.Reader, d Drawing, h Header) error {
	drawn := d.Run()
	codes := make(map[string]bool, len(drawn))
	result, again := sha256.New(), []byte(nil)
	for i := range drawn {
		text, err := in.ReadString('\n')
		if err != nil {
			return errLine
		}
		got, err := parseLine(text)
		if err != nil {
			return err
		}
		drawn[i].Code, drawn[i].Salt = got.Code, got.Salt
		if again = drawn[i].appendText(again[:0]); string(again) != text {
			return errResult
		}
		result.Write(again)
		if codes[got.Code] || EntityID(got.Salt, got.Code) != drawn[i].ID {
			return errOpening
		}
		codes[got.Code] = true
		if len(drawn[i].Team) == 0 {
			r.Unsent++
		}
	}
	if _, err := in.ReadByte(); err != io.EOF {
		return errLine
	}
	r.Drawn, r.Lines = int64(len(drawn)), drawn
	if Hash(result.Sum(nil)) != h.Result {
		return errResult
	}
	return nil
}
