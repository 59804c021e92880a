package adapter

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/seal"
)

// Kit runs the conformance suite of an adapter against a receiver. What it sends is invented and says so (trial); it is for a test
// installation all the same, because it looks at what the receiver then holds.
type Kit struct {
	Book    *law.Book
	Adapter law.Adapter
	Way     Way
	Signer  Signer
	Now     func() time.Time
	Run     string // tells the documents of this run from those of others: digits and lower case
	Peer    string // what it is run against, as the report calls it
	Folder  bool
	// The body that sends and decides, where it is not the invented one of the samples.
	Authority, AuthorityName string

	sent int
}

// Outcome is one case of a run.
type Outcome struct {
	Code   string    `json:"code"`
	Name   law.Text2 `json:"name"`
	Passed bool      `json:"passed"`
	Why    law.Text2 `json:"why,omitzero"`
}

// Result of a run.
type Result struct {
	Adapter string    `json:"adapter"`
	Version string    `json:"version"`
	Peer    string    `json:"peer"`
	At      time.Time `json:"at"`
	Passed  bool      `json:"passed"`
	Cases   []Outcome `json:"cases"`
}

// miss is why a case is not passed.
type miss law.Text2

func (m miss) Error() string { return m.EN }

// kitCase is a rule of the exchange and how it is tried.
type kitCase struct {
	code string
	name law.Text2
	try  func(k *Kit, ctx context.Context) error
}

// kitCases in the order they are run.
var kitCases = []kitCase{
	{"well_formed", law.Text2{ZH: "合格的行被收下，各栏如实保存", EN: "A good row is taken, and every column kept"}, (*Kit).wellFormed},
	{"malformed", law.Text2{ZH: "读不完整的表整体拒收", EN: "A table that cannot be read whole is refused whole"}, (*Kit).malformed},
	{"required", law.Text2{ZH: "缺少任一必填栏的行被拒收并指明该栏", EN: "A row without a required column is refused, and the column named"}, (*Kit).required},
	{"codes", law.Text2{ZH: "代码表以外的取值被拒收并指明该栏", EN: "A value outside the code list is refused, and the column named"}, (*Kit).codes},
	{"duplicate", law.Text2{ZH: "同一消息再次送达不产生第二条", EN: "The same message again makes no second record"}, (*Kit).duplicate},
	{"order", law.Text2{ZH: "先到的新版本不被后到的旧版本覆盖", EN: "An older version that arrives later replaces nothing"}, (*Kit).order},
	{"ended", law.Text2{ZH: "撤回和修复到达后，原记录即告终止", EN: "Withdrawal and repair end the record they name"}, (*Kit).ended},
	{"receipt", law.Text2{ZH: "回执指明所收正文，行数合计相符", EN: "The receipt says what was received, and its counts add up"}, (*Kit).receipt},
	{"clock", law.Text2{ZH: "时钟相差过大的消息被拒收，两分钟以内的照收", EN: "A message of another time is refused; two minutes are forgiven"}, (*Kit).clock},
	{"signature", law.Text2{ZH: "签名不符的消息被拒收", EN: "A message whose signature does not fit is refused"}, (*Kit).signature},
	{"pieces", law.Text2{ZH: "分块传来的大文件不论先后都被完整收下", EN: "A big file in pieces is taken whole, in whatever order they come"}, (*Kit).pieces},
	{"encoding", law.Text2{ZH: "GB18030 与 UTF-8 都如实保存，编码不符的拒收", EN: "GB18030 and UTF-8 are both kept as written; a wrong encoding is refused"}, (*Kit).encoding},
}

// Cases are the codes and names of the suite.
func Cases() []Outcome {
	out := make([]Outcome, len(kitCases))
	for i, c := range kitCases {
		out[i] = Outcome{Code: c.code, Name: c.name}
	}
	return out
}

// Suite runs every case.
func (k *Kit) Suite(ctx context.Context) Result {
	out := Result{Adapter: k.Adapter.Code, Version: k.Adapter.Version, Peer: k.Peer, At: k.Now().UTC().Truncate(time.Second), Passed: true}
	for _, c := range kitCases {
		o := Outcome{Code: c.code, Name: c.name, Passed: true}
		if err := c.try(k, ctx); err != nil {
			o.Passed, out.Passed, o.Why = false, false, whyOf(err)
		}
		out.Cases = append(out.Cases, o)
	}
	return out
}

func whyOf(err error) law.Text2 {
	if m, ok := err.(miss); ok { //nolint:errorlint // never wrapped
		return law.Text2(m)
	}
	return law.Text2{ZH: "没有得到回执：" + err.Error(), EN: "No receipt: " + err.Error()}
}

// Signed is a result with the signature of whoever ran the kit.
type Signed struct {
	Result    json.RawMessage `json:"result"`
	Algorithm string          `json:"algorithm" enum:"international,national"`
	Public    string          `json:"public" doc:"base64"`
	Signature string          `json:"signature" doc:"base64, of the line and the SHA-256 of result"`
}

func resultText(result []byte) []byte {
	sum := sha256.Sum256(result)
	return []byte("xinheng conform v1\n" + hex.EncodeToString(sum[:]) + "\n")
}

// Sign seals a result.
func (r Result) Sign(by Signer, suite seal.Suite) (Signed, error) {
	b, err := json.Marshal(r)
	return Signed{b, suite.Name(), base64.StdEncoding.EncodeToString(by.Public()), base64.StdEncoding.EncodeToString(by.Sign(resultText(b)))}, err
}

// Open gives the result if it is signed by a key.
func (s Signed) Open(suite seal.Suite, public []byte) (r Result, ok bool) {
	signature, err := base64.StdEncoding.DecodeString(s.Signature)
	ok = err == nil && suite.Verify(public, resultText(s.Result), signature) && json.Unmarshal(s.Result, &r) == nil
	return r, ok
}

// ---- what cases are made of ----

// sheets are the tables that carry records; amending the ones that end them.
func (k *Kit) sheets(amending bool) (out []Sheet) {
	for _, f := range k.Adapter.Flows {
		if s, ok := sheetOf(k.Book, &k.Adapter, f.Table); ok && (s.Item.Amends != "") == amending {
			out = append(out, s)
		}
	}
	return out
}

func (k *Kit) document(what string, n int) string {
	return fmt.Sprintf("示适〔2026〕%s%s%d号", k.Run, what, n)
}

// line is a sample row about a document; ours is changed by field code.
func (k *Kit) line(s Sheet, document string, change map[string]string) []string {
	cells := make([]string, len(s.Flow.Fields))
	for i, f := range s.Flow.Fields {
		cells[i] = f.Sample
		switch s.roleOf(f.Ours) {
		case "document_no":
			cells[i] = document
		case "authority_uscc", "source_uscc", "target_authority_uscc":
			cells[i] = orElse(k.Authority, f.Sample)
		case "authority", "source":
			cells[i] = orElse(k.AuthorityName, f.Sample)
		case "certificate_no":
			cells[i] = ""
		}
		if v, changed := change[f.Ours]; changed {
			cells[i] = v
		}
	}
	return cells
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (k *Kit) message(s Sheet, sequence int64) Message {
	k.sent++
	return Message{ID: fmt.Sprintf("kit-%s-%d", k.Run, k.sent), Adapter: k.Adapter.Code, Version: k.Adapter.Version, Table: s.Flow.Table, Sequence: sequence,
		Part: 1, Parts: 1, Encoding: "UTF-8", Trial: true}
}

func (k *Kit) post(ctx context.Context, m Message) (Receipt, Letter, error) {
	l, err := Write(m, k.Signer, k.Now())
	if err != nil {
		return Receipt{}, l, err
	}
	r, err := k.Way.Send(ctx, l)
	return r, l, err
}

// send posts rows and returns the receipt.
func (k *Kit) send(ctx context.Context, s Sheet, sequence int64, lines ...[]string) (Receipt, error) {
	m := k.message(s, sequence)
	var err error
	if m.Data, err = s.table(lines, m.Encoding); err != nil {
		return Receipt{}, err
	}
	r, _, err := k.post(ctx, m)
	return r, err
}

// taken posts good rows and insists that they are taken.
func (k *Kit) taken(ctx context.Context, s Sheet, sequence int64, lines ...[]string) error {
	r, err := k.send(ctx, s, sequence, lines...)
	if err == nil && (r.State != Accepted || r.Taken != len(lines)) {
		err = wanted(r, "收下", "taken", s)
	}
	return err
}

func wanted(r Receipt, zh, en string, s Sheet) error {
	said := fmt.Sprintf("%s %s %d/%d", r.State, r.Code, r.Taken, r.Rows)
	for i, p := range r.Problems {
		if i < 3 {
			said += " " + p.Field + ":" + p.Code
		}
	}
	return miss{ZH: fmt.Sprintf("表%s的消息本应%s，回执为：%s", s.Flow.Table, zh, said), EN: fmt.Sprintf("A message of table %s should have been %s; the receipt: %s", s.Flow.Table, en, said)}
}

// ask is what the receiver holds of a document.
func (k *Kit) ask(ctx context.Context, s Sheet, document string) (Held, error) {
	m := k.message(s, 0)
	m.Ask = true
	var err error
	if m.Data, err = s.table([][]string{k.line(s, document, nil)}, m.Encoding); err != nil {
		return Held{}, err
	}
	r, _, err := k.post(ctx, m)
	if err == nil && len(r.Held) != 1 {
		err = miss{ZH: "询问保存情况没有得到答复：" + r.Code, EN: "A question about what is held got no answer: " + r.Code}
	}
	if err != nil {
		return Held{}, err
	}
	return r.Held[0], nil
}

// holds insists on the state of a document at the receiver.
func (k *Kit) holds(ctx context.Context, s Sheet, document, state string) (Held, error) {
	h, err := k.ask(ctx, s, document)
	if err == nil && h.State != state {
		err = miss{ZH: fmt.Sprintf("%s 本应为 %s，对方为 %s", document, state, h.State), EN: fmt.Sprintf("%s should be %s, and is %s", document, state, h.State)}
	}
	return h, err
}

// words are the columns that hold free text anybody may read: what is kept must be what was sent.
func words(s Sheet) (out []law.AdapterField) {
	for _, f := range s.Flow.Fields {
		i := slices.IndexFunc(s.Item.Fields, func(o law.Field) bool { return o.Code == f.Ours })
		if o := s.Item.Fields[i]; o.Type == "text" && o.Privacy == law.Open && f.Sample != "" && len(f.Codes) == 0 {
			out = append(out, f)
		}
	}
	return out
}

// same insists that text columns of a line are held as they were sent: all of them, or those of one field.
func same(s Sheet, line []string, h Held, field string) error {
	for _, w := range words(s) {
		i := slices.IndexFunc(s.Flow.Fields, func(f law.AdapterField) bool { return f.Theirs == w.Theirs })
		if (field == "" || field == w.Ours) && line[i] != "" && strings.TrimSpace(h.Values[w.Theirs]) != line[i] {
			return miss{ZH: fmt.Sprintf("表%s的栏目%s没有如实保存", s.Flow.Table, w.Theirs), EN: fmt.Sprintf("Column %s of table %s is not held as it was sent", w.Theirs, s.Flow.Table)}
		}
	}
	return nil
}

// Letter is a sample row of a table about a document, signed: what a system would send. trial says whether it is one.
func (k *Kit) Letter(table, document, id string, trial bool) (Letter, error) {
	s, ok := sheetOf(k.Book, &k.Adapter, table)
	if !ok {
		return Letter{}, errNoAdapter
	}
	m := k.message(s, 1)
	m.ID, m.Trial = id, trial
	var err error
	if m.Data, err = s.table([][]string{k.line(s, document, nil)}, m.Encoding); err != nil {
		return Letter{}, err
	}
	return Write(m, k.Signer, k.Now())
}

// Sample is that row by the fields of our catalogue: what an officer would type.
func (k *Kit) Sample(table, document string) map[string]string {
	out := map[string]string{}
	s, _ := sheetOf(k.Book, &k.Adapter, table)
	for i, cell := range k.line(s, document, nil) {
		if ours, _ := s.Flow.Fields[i].In(cell); ours != "" {
			out[s.Flow.Fields[i].Ours] = ours
		}
	}
	return out
}
