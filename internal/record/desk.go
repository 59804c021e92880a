package record

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record/sheet"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// File is what a delivery is read from: it is read twice, once to see that it can be read to its end, once to take it in.
type File interface {
	io.ReaderAt
	io.Seeker
}

// Delivery is one file handed in by a source.
type Delivery struct {
	Item       string            // catalogue item by code or alias: penalty, 行政处罚, cf
	Source     string            // USCC of the body that hands it in; the actor's own when empty
	SourceName string            // its name; looked up or taken from the actor when empty
	Key        string            // the caller's Idempotency-Key; empty: source, item and content of the file are the key
	Map        map[string]string // field code → header of the file, where the known headers do not do
	Name       string            // file name, for people
	File       File
	Progress   func(Progress) // told after every chunk; may be nil
	ByHand     bool           // typed here by people
}

// Progress of a batch.
type Progress struct {
	Counts
	Total int64 // rows of the file
}

// Desk takes records in, matches names, and undoes matches.
type Desk struct {
	// Disclosure records every reading of what is not public before it is answered. Set while wiring; without it nothing
	// that is not public is shown.
	Disclosure *disclosure.Desk
	// Marked tells which records of some entities are under objection or relieved, and since when, by record id. Set while
	// wiring; without it none is marked.
	Marked func(ctx context.Context, db pg.DB, entities []string) (map[string]Marks, error)

	db     *pg.Pool
	law    *law.Library
	seal   *seal.Sealer
	events *Events
	ledger *ledger.Log
	now    func() time.Time
	places chan struct{} // deliveries taken in at the same time
}

// maxAtOnce bounds the deliveries one process takes in at the same time: each holds a connection for its lock beside the one
// it works with, and the pool must have some left for everybody else. Further ones wait their turn.
const maxAtOnce = 2

// NewDesk makes the desk. log may be nil: then nobody is woken after a commit.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, events *Events, log *ledger.Log, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, seal: s, events: events, ledger: log, now: now, places: make(chan struct{}, maxAtOnce)}
}

// secretKeys are the keys of a sealer as reading a row needs them.
type secretKeys struct{ s *seal.Sealer }

func (k secretKeys) Person(document, number string) string {
	return registry.PersonID(k.s, document+number)
}
func (k secretKeys) Blind(value string) string { return k.s.Blind("record.fingerprint", value) }

func (d *Desk) keys() keys { return secretKeys{d.seal} }

// Take takes a delivery in and gives its receipt. The same delivery again gives the same receipt and writes nothing; one
// that broke off goes on where it stopped. A file that cannot be read to its end is refused before any row of it is kept.
func (d *Desk) Take(ctx context.Context, who access.Actor, in Delivery) (Receipt, error) {
	t, err := d.open(ctx, who, in)
	if err != nil {
		return Receipt{}, err
	}
	if t.replay {
		return d.replayed(ctx, t.batch)
	}
	select {
	case d.places <- struct{}{}:
		defer func() { <-d.places }()
	case <-ctx.Done():
		return Receipt{}, ctx.Err()
	}
	release, err := lock(ctx, d.db, t.batch.ID)
	if err != nil {
		return Receipt{}, err
	}
	defer release()
	if err := beginBatch(ctx, d.db, &t.batch); err != nil {
		return Receipt{}, err
	}
	stored, _, err := findBatch(ctx, d.db, t.batch.ID) // from now on nobody else can change it
	if err != nil {
		return Receipt{}, err
	}
	if !bytes.Equal(stored.FileHash, t.batch.FileHash) || stored.Total != t.batch.Total {
		return Receipt{}, errOtherFile
	}
	if stored.Status == "complete" {
		return d.replayed(ctx, stored)
	}
	t.batch = stored
	if err := d.run(ctx, who, t, in.Progress); err != nil {
		return Receipt{}, err
	}
	return d.Receipt(ctx, who, t.batch.ID)
}

// taking is a delivery that has been looked at.
type taking struct {
	batch   batch
	replay  bool
	item    law.Item
	columns *columns
	shape   sheet.Shape
	file    File
	today   workday.Date
	byHand  bool
}

// open looks at a delivery and settles which batch it is.
func (d *Desk) open(ctx context.Context, who access.Actor, in Delivery) (*taking, error) {
	t, err := d.look(ctx, who, in)
	if err != nil {
		return nil, err
	}
	return t, d.find(ctx, who, in, t)
}

// look checks who delivers what, and reads the file once.
func (d *Desk) look(ctx context.Context, who access.Actor, in Delivery) (*taking, error) {
	t := &taking{file: in.File, today: workday.Of(d.now()), byHand: in.ByHand}
	source, err := d.source(ctx, who, in)
	if err != nil {
		return nil, err
	}
	item, ok := d.law.On(t.today).Item(in.Item)
	if !ok {
		return nil, d.unknownItem(t.today)
	}
	if t.item = item; !mayProvide(item, source.ID) {
		return nil, fault.New(fault.Forbidden, "record.source_kind", "该单位的类型不能提供“"+item.Name.ZH+"”；请核对来源代码或目录项。",
			"A body of this kind cannot provide \""+item.Name.EN+"\"; check the source's code or the item.")
	}
	size, err := in.File.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("record.Take: %w", err)
	}
	if t.shape, err = sheet.Survey(ctx, in.File, size); err != nil {
		return nil, err
	}
	if t.columns, err = newColumns(&t.item, t.shape.Header, in.Map); err != nil {
		return nil, err
	}
	t.batch = batch{
		Item: item.Code, SourceID: source.ID, Source: source.Name, Actor: who.ID, FileName: plainName(in.Name),
		Format: t.shape.Format + ", " + t.shape.Encoding, FileHash: t.shape.Hash[:], Edition: d.law.Edition(), Status: "running",
		Total: t.shape.Rows, Unknown: t.columns.unknown, StartedAt: d.now().UTC().Truncate(time.Microsecond),
	}
	return t, nil
}

// source is the body that hands in: the actor's own, unless the operator names another.
func (d *Desk) source(ctx context.Context, who access.Actor, in Delivery) (body, error) {
	if !who.May(access.ScopeIntake) {
		return body{}, fault.New(fault.Forbidden, "record.no_scope", "没有报送权限；请向平台管理员申请 intake 权限。", "This needs the scope intake; ask the operator for it.")
	}
	given := in.Source
	if given == "" {
		given = who.Org
	}
	id, _, err := ident.ParseUSCC(given)
	if err != nil {
		return body{}, fault.New(fault.Invalid, "record.source", "来源单位的统一社会信用代码无效；请核对。", "The source's unified social credit code is not valid; check it.").At("source")
	}
	if !operator(who) && string(id) != who.Org {
		return body{}, fault.New(fault.Forbidden, "record.other_source", "只能以本单位的名义报送；请去掉来源，或使用该单位的密钥。",
			"A body reports in its own name only; leave the source out, or use that body's key.").At("source")
	}
	name := in.SourceName
	if name == "" && string(id) == who.Org {
		name = who.Name
	}
	if name == "" {
		if e, err := registry.Find(ctx, d.db, string(id)); err == nil {
			name = e.Name
		} else if fault.KindOf(err) != fault.Missing {
			return body{}, err
		}
	}
	return body{string(id), name}, nil
}

// operator is whoever sits at the machine itself and acts for every body.
func operator(who access.Actor) bool { return who.ID == access.CLI().ID }

func (d *Desk) unknownItem(today workday.Date) error {
	var codes []string
	for _, i := range d.law.On(today).Items() {
		codes = append(codes, i.Code)
	}
	list := strings.Join(codes, " ")
	return fault.New(fault.Invalid, "record.unknown_item", "目录中没有这一项，不得归集；现行目录项：“"+list+"”，请从中选择。",
		"The catalogue has no such item, so nothing may be taken in under it; the items are: "+list+". Choose one of them.").At("item").Under("琼府办〔2021〕4号（九）")
}

// registrars are the first characters of codes by the kind of body a catalogue item names (GB 32100: who registers it).
var registrars = map[string]string{"industry_association": "5", "state_owned_enterprise": "9"}

// mayProvide checks the kind of a source. Every other kind an item can name is a public body, registered under 1.
func mayProvide(item law.Item, source string) bool {
	for _, kind := range item.Sources {
		first := registrars[kind]
		if first == "" {
			first = "1"
		}
		if strings.HasPrefix(source, first) {
			return true
		}
	}
	return false
}

// plainName keeps a file name short and on one line.
func plainName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 200 {
		return string(r[:200])
	}
	return s
}

// find settles which batch this is. A file that was taken in already, and of which some row may fare better now, is taken
// in anew; so is one that is judged by a newer law.
func (d *Desk) find(ctx context.Context, who access.Actor, in Delivery, t *taking) error {
	for turn := 0; ; turn++ {
		t.batch.ID = batchID(who, in, t, turn)
		b, known, err := findBatch(ctx, d.db, t.batch.ID)
		switch {
		case err != nil:
			return err
		case known && in.Key != "" && !bytes.Equal(b.FileHash, t.batch.FileHash):
			return errOtherFile
		case known && b.Status == "complete" && b.Again && in.Key == "":
			continue
		case known && b.Status == "complete":
			t.batch, t.replay = b, true
		}
		return nil
	}
}

// batchID is the batch key, folded: the caller's own, or what is delivered, by whom, read how and judged by which law.
func batchID(who access.Actor, in Delivery, t *taking, turn int) string {
	if in.Key != "" {
		return keyedID(who, in.Key)
	}
	h := sha256.New()
	fmt.Fprintf(h, "file\x1f%s\x1f%s\x1f%x\x1f%s\x1f%d", t.batch.SourceID, t.batch.Item, t.batch.FileHash, t.batch.Edition, turn)
	for _, field := range slices.Sorted(maps.Keys(in.Map)) {
		fmt.Fprintf(h, "\x1f%s=%s", field, in.Map[field])
	}
	if in.SourceName != "" { // old sheets are read by it: an authority without a code is the source of that name
		fmt.Fprintf(h, "\x1fname=%s", in.SourceName)
	}
	return shortID(h.Sum(nil))
}

// keyedID is the batch of a delivery that an actor made under a key.
func keyedID(who access.Actor, key string) string {
	sum := sha256.Sum256([]byte("key\x1f" + who.ID + "\x1f" + key))
	return shortID(sum[:])
}

var errOtherFile = fault.New(fault.Conflict, "record.key_reused", "同一 Idempotency-Key 已用于另一份文件；请换一个键。",
	"This Idempotency-Key was used for another file; choose another key.").At("Idempotency-Key")
