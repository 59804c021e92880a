package check

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// MaxBatch is the most subjects one request may ask about.
const MaxBatch = 10_000

// BatchRequest asks one matter about many subjects.
type BatchRequest struct {
	Matter   string       `json:"matter"`
	Purpose  string       `json:"purpose"`
	CaseNo   string       `json:"case_no"`
	Officer  string       `json:"officer,omitempty" doc:"as in a single check"`
	On       workday.Date `json:"on,omitempty"`
	Subjects []string     `json:"subjects" maxItems:"10000"`
}

// Batch is the answer for many subjects, in their order, kept as one group of evidence.
type Batch struct {
	Matter   VersionedNamed    `json:"matter"`
	AsOf     AsOf              `json:"as_of"`
	Counts   map[Outcome]int   `json:"counts" doc:"rows by outcome; refused rows under refused"`
	Group    string            `json:"group,omitempty"`
	Entry    string            `json:"entry_id,omitempty"`
	Root     string            `json:"root,omitempty" doc:"base64"`
	Sealed   Signature         `json:"signature" doc:"of the group's root"`
	Results  []json.RawMessage `json:"results" doc:"one decision a row, without its receipt (GET /v1/decisions/{id} gives it), or {row, error}"`
	rows     []*Decision       // nil where the subject was refused
	problems []*fault.Error
	subjects []string
}

// Refused counts rows whose subject is not a valid code.
const Refused Outcome = "refused"

// DecideMany answers for many subjects at once. A row that is not a valid code is refused by itself; nothing else is.
func (d *Desk) DecideMany(ctx context.Context, actor access.Actor, r BatchRequest) (*Batch, error) {
	return d.decideFile(ctx, actor, r, func(*Batch) {})
}

// decideFile is DecideMany for whoever makes a file of the answers: finish is given them while they are being made durable, so that
// the file is ready when they are. What it makes is given out only if decideFile returns no error.
func (d *Desk) decideFile(ctx context.Context, actor access.Actor, r BatchRequest, finish func(*Batch)) (*Batch, error) {
	if n := len(r.Subjects); n == 0 || n > MaxBatch {
		return nil, fault.New(fault.TooLarge, "check.batch_size", "一次批量查验须有 1 至 10000 个主体；请分批提交。",
			"A batch holds 1 to 10,000 subjects; send it in parts.").At("subjects")
	}
	q, err := d.question(actor, Request{Matter: r.Matter, Purpose: r.Purpose, CaseNo: r.CaseNo, Officer: r.Officer, On: r.On})
	if err != nil {
		return nil, err
	}
	if q.view, err = d.view(ctx, 0); err != nil {
		return nil, err
	}
	b := &Batch{Matter: VersionedNamed{q.matter.Code, q.matter.Version, q.matter.Name}, Counts: map[Outcome]int{},
		rows: make([]*Decision, len(r.Subjects)), problems: make([]*fault.Error, len(r.Subjects)), subjects: r.Subjects}
	kept, err := d.decideAll(ctx, q, b)
	if err != nil {
		return nil, err
	}
	if len(kept) == 0 {
		finish(b)
		return b, nil
	}
	err = d.keeper.keepFile(ctx, kept, func() {
		first := kept[0]
		b.AsOf = AsOf{Date: first.AsOf.Date, Position: first.AsOf.Position, AgeMS: first.AsOf.AgeMS, Edition: first.AsOf.Edition}
		b.Group, b.Entry, b.Root, b.Sealed = first.Receipt.Group, first.Receipt.Entry, first.Receipt.Root.String(), first.Receipt.Signature
		finish(b)
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

// decideAll judges every valid row from one view of the facts.
func (d *Desk) decideAll(ctx context.Context, q question, b *Batch) (kept []*Decision, err error) {
	var ids []string
	var at []int
	for i, s := range b.subjects {
		id, err := subjectOf(s)
		if f, ok := fault.Of(err); ok {
			b.problems[i] = f
			b.Counts[Refused]++
			continue
		}
		ids, at = append(ids, id), append(at, i)
	}
	facts, known, err := d.index.LookMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	kept = make([]*Decision, len(ids))
	if err := spread(len(ids), func(k int) (err error) {
		kept[k], err = d.answer(q, ids[k], facts[k], known[k])
		return err
	}); err != nil {
		return nil, d.explain(ctx, q, err)
	}
	for k, a := range kept {
		b.rows[at[k]] = a
		b.Counts[told(a)]++
	}
	return kept, nil
}

// spread does something for each of n rows on all processors, and stops at the first error.
func spread(n int, do func(int) error) error {
	const run = 256 // rows that one goroutine takes at a time: fewer are not worth waking anybody for
	if n <= run {
		for i := range n {
			if err := do(i); err != nil {
				return err
			}
		}
		return nil
	}
	g, ctx := errgroup.WithContext(context.Background())
	g.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < n; from += run {
		g.Go(func() error {
			for i := from; i < min(from+run, n) && ctx.Err() == nil; i++ {
				if err := do(i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// told is the outcome as far as the caller may know it.
func told(a *Decision) Outcome {
	if a.Answer != "" {
		return Outcome(a.Answer)
	}
	return a.outcome
}

// AppendJSON writes the result file.
func (b *Batch) AppendJSON(out []byte) []byte {
	head, err := json.Marshal(struct {
		Matter VersionedNamed  `json:"matter"`
		AsOf   AsOf            `json:"as_of"`
		Counts map[Outcome]int `json:"counts"`
		Group  string          `json:"group,omitempty"`
		Entry  string          `json:"entry_id,omitempty"`
		Root   string          `json:"root,omitempty"`
		Sealed Signature       `json:"signature"`
	}{b.Matter, b.AsOf, b.Counts, b.Group, b.Entry, b.Root, b.Sealed})
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	out = append(append(out, head[:len(head)-1]...), `,"results":[`...)
	for i := range b.rows {
		if i > 0 {
			out = append(out, ",\n"...)
		}
		if a := b.rows[i]; a != nil {
			out = append(out, a.text...)
			continue
		}
		out = b.appendProblem(out, i)
	}
	return append(out, "]}\n"...)
}

// textSize is how long the answers are together.
func (b *Batch) textSize() (n int) {
	for _, a := range b.rows {
		if a != nil {
			n += len(a.text) + len(",\n")
		}
	}
	return n
}

// appendProblem says why a row was refused; it names the row, never the value.
func (b *Batch) appendProblem(out []byte, i int) []byte {
	p := b.problems[i]
	out = fmt.Appendf(out, `{"row":%d,"error":{"code":`, i+1)
	out = text(out, p.Code)
	out = text2(append(out, `,"detail":`...), law.Text2{ZH: p.ZH, EN: p.EN})
	return append(out, "}}"...)
}

// FileSeal is the detached signature of a result file.
type FileSeal struct {
	SHA256    string    `json:"sha256" doc:"of the file, hexadecimal"`
	Signature Signature `json:"signature" doc:"over: xinheng check file v1, line feed, sha256, line feed"`
}

// SealFile signs a result file.
func (d *Desk) SealFile(file []byte) FileSeal {
	sum := sha256.Sum256(file)
	s := FileSeal{SHA256: hex.EncodeToString(sum[:])}
	s.Signature = d.sign(fileMessage(s.SHA256))
	return s
}

func fileMessage(sum string) []byte { return fmt.Appendf(nil, "xinheng check file v1\n%s\n", sum) }

// VerifyFile reports whether a result file is the one that was signed with a public key.
func VerifyFile(file []byte, s FileSeal, public []byte) bool {
	sum := sha256.Sum256(file)
	for _, suite := range []seal.Suite{seal.International, seal.National} {
		if algorithms[suite.Name()] == s.Signature.Algorithm {
			return hex.EncodeToString(sum[:]) == s.SHA256 && suite.Verify(public, fileMessage(s.SHA256), s.Signature.Value)
		}
	}
	return false
}

// Key is the public key of receipts and result files.
type Key struct {
	Algorithm string `json:"algorithm" enum:"Ed25519,SM2"`
	KeyID     string `json:"key_id"`
	Public    []byte `json:"public" doc:"base64"`
}

// Key is what receipts and result files are verified with.
func (d *Desk) Key() Key {
	return Key{Algorithm: algorithms[d.suite.Name()], KeyID: d.signer.KeyID(), Public: d.signer.Public()}
}
