package disclosure

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Reading is what somebody is about to be shown of a subject that is not public.
type Reading struct {
	Subject string   // id of the entity
	Fields  []string // codes of what is shown: "penalty", or "penalty.CF_XDR_ZJHM" for a field of it
	Purpose string
	Case    string // the reader's own case
	Consent string // id of the subject's consent, where the reader has no duty of its own
	Glass   string // id of the broken glass it is read through
	// Authority is the body that, as a second authority, confirmed the need to read: with it a reader without a duty of its own needs no
	// consent. Whoever sets it has made sure of the confirmation.
	Authority string
}

const (
	maxCase   = 64 // characters
	maxFields = 200
	// MaxReadings is how many subjects one call may read of.
	MaxReadings = 10_000
)

// Read records one reading. It returns when the reading is on disk: only then may the answer be given. Every refusal means
// that nothing may be shown.
func (d *Desk) Read(ctx context.Context, actor access.Actor, r Reading) error {
	return d.ReadMany(ctx, actor, []Reading{r})
}

// ReadMany records the readings behind one answer about many subjects, all of them or none.
func (d *Desk) ReadMany(ctx context.Context, actor access.Actor, rs []Reading) error {
	if len(rs) == 0 {
		return nil
	}
	if len(rs) > MaxReadings {
		return fault.New(fault.TooLarge, "disclosure.too_many", "一次查阅的主体过多；请分批，或申请导出。", "Too many subjects for one reading; read in parts, or ask for an export.")
	}
	now := d.now().Truncate(time.Microsecond)
	for i := range rs {
		if err := rs[i].check(); err != nil {
			return err
		}
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := d.entitled(ctx, tx, actor, rs, now); err != nil {
			return err
		}
		return d.write(ctx, tx, actor, rs, now)
	})
}

// check refuses a reading without purpose or case (S6).
func (r *Reading) check() error {
	r.Case = strings.TrimSpace(r.Case)
	switch {
	case r.Subject == "" || len(r.Fields) == 0 || len(r.Fields) > maxFields || slices.Contains(r.Fields, ""):
		return fault.New(fault.Invalid, "disclosure.no_subject", "请说明查阅哪个主体的哪些信息。", "Say whose data you read, and what of it.").At("subject")
	case !isPurpose(r.Purpose) || r.Purpose == Exporting:
		return ErrNoPurpose
	case r.Case == "" || utf8.RuneCountInString(r.Case) > maxCase || !utf8.ValidString(r.Case) || strings.ContainsFunc(r.Case, unicode.IsControl):
		return fault.New(fault.Invalid, "disclosure.no_case", "查阅非公开信息须说明办件编号（64 字以内）；请填写所办事项的编号。",
			"Reading data that is not public needs a case; give the number of the case you work on (at most 64 characters).").At("case_no")
	case (r.Purpose == Emergency) != (r.Glass != ""):
		return fault.New(fault.Invalid, "disclosure.no_glass", "应急查看须经双人开启；请先申请并由另一人批准。",
			"An emergency reading goes through a broken glass that two people opened; ask for it first.").At("purpose")
	}
	return nil
}

// ErrNoPurpose refuses a reading that does not say what it is for.
var ErrNoPurpose = fault.New(fault.Invalid, "disclosure.no_purpose", "查阅非公开信息须说明目的；请从目的清单中选择一项。",
	"Reading data that is not public needs a purpose; choose one from the list of purposes.").At("purpose").Under("个人信息保护法第六条")

// entitled refuses readings that need a consent or a broken glass and have none that holds now.
func (d *Desk) entitled(ctx context.Context, tx pg.Tx, actor access.Actor, rs []Reading, now time.Time) error {
	var subjects, consents, glasses []string
	noDuty := needsConsent(actor)
	for _, r := range rs {
		if r.Glass != "" {
			glasses = append(glasses, r.Glass)
		} else if r.needsConsent(noDuty) {
			subjects, consents = append(subjects, r.Subject), append(consents, r.Consent)
		}
	}
	broken, err := glassesOf(ctx, tx, glasses)
	if err != nil {
		return err
	}
	given, err := consentsOf(ctx, tx, subjects, consents)
	if err != nil {
		return err
	}
	for _, r := range rs {
		if r.Glass != "" {
			if g, ok := broken[r.Glass]; !ok || !g.lets(actor, r.Subject, now) {
				return errNoGlass
			}
		} else if r.needsConsent(noDuty) {
			if c, ok := given[r.Consent]; !ok || !c.covers(actor.Org, r, workday.Of(now)) {
				return errNoConsent
			}
		}
	}
	return nil
}

func (r *Reading) needsConsent(noDuty bool) bool {
	return r.Authority == "" && (r.Consent != "" || noDuty)
}

// Consented refuses unless the subject's consent covers a reading by a body today, whatever duty the body has.
func (d *Desk) Consented(ctx context.Context, actor access.Actor, r Reading) error {
	given, err := consentsOf(ctx, d.db, []string{r.Subject}, []string{r.Consent})
	if err != nil {
		return err
	}
	if c, ok := given[r.Consent]; !ok || !c.covers(actor.Org, r, d.today()) {
		return errNoConsent
	}
	return nil
}

// row is a reading as it is stored.
type row struct {
	Reading
	ID      string
	At      time.Time
	Org     string
	Actor   string
	Sampled bool
	Seq     int32
	Salt    []byte
}

// text is what the ledger commits to: everything of the row, so that none of it can be changed afterwards.
func (r *row) text() []byte {
	b, _ := json.Marshal([]any{r.ID, r.At.UTC().Format(time.RFC3339Nano), r.Subject, r.Org, r.Actor, r.Purpose, r.Case, r.Fields, r.Consent, r.Glass})
	return b
}

// write stores the readings and one ledger entry whose root covers them. The entry names neither subject nor purpose: the
// ledger is public, and a subject is told in its time.
func (d *Desk) write(ctx context.Context, tx pg.Tx, actor access.Actor, rs []Reading, now time.Time) error {
	rate, err := d.limit(now, "disclosure.sample")
	if err != nil {
		return err
	}
	batch, rows, leaves := uuid.Must(uuid.NewV7()).String(), make([]row, len(rs)), make([]ledger.Hash, len(rs))
	for i, r := range rs {
		id := uuid.Must(uuid.NewV7()).String()
		rows[i] = row{Reading: r, ID: id, At: now, Org: actor.Org, Actor: actor.ID, Sampled: sampled(id, rate), Seq: int32(i), Salt: salt()} //nolint:gosec // at most MaxReadings
		leaves[i] = ledger.RowLeaf(rows[i].Salt, rows[i].text())
	}
	entry, err := ledger.Append(ctx, tx, now, ledger.Act{Kind: "disclosure.read", Actor: actor.ID, About: batch,
		Public: map[string]string{"rows": strconv.Itoa(len(rs))}, Root: ledger.RowRoot(leaves)})
	if err != nil {
		return err
	}
	return insertReadings(ctx, tx, batch, entry, rows, leaves)
}

func salt() []byte {
	b := make([]byte, 16)
	rand.Read(b)
	return b
}

// sampled chooses by the hash of an id that nobody can choose: anybody can compute the choice again, none can steer it.
func sampled(id string, permille int64) bool {
	h := sha256.Sum256([]byte("xinheng sample " + id))
	return int64(binary.BigEndian.Uint64(h[:8])%1000) < permille
}

// Act says that a body did something in a case it may have read for: a reading that an act follows is not sampled.
type Act struct {
	Subject string
	Org     string
	Case    string
	What    string // "check.decision"
}

// Acted notes an act, in the transaction that does it.
func (d *Desk) Acted(ctx context.Context, tx pg.Tx, a Act) error {
	if a.Subject == "" || a.Case == "" {
		return nil
	}
	return insertAct(ctx, tx, a, d.now())
}

// ActedMany notes acts that come in great numbers, in one statement: of those only that follow a reading in their case.
func (d *Desk) ActedMany(tx pg.Tx, acts []Act) {
	if len(acts) > 0 {
		insertFollowing(tx, acts, d.now())
	}
}

// Proof ties one reading to the ledger, for its subject or the auditor.
func (d *Desk) Proof(ctx context.Context, subject, id string) (p ledger.Proof, err error) {
	r, b, err := findReading(ctx, d.db, subject, id)
	if err != nil {
		return p, err
	}
	if p, err = d.ledger.Proof(ctx, b.EntryID); err != nil {
		return p, err
	}
	p.Row = ledger.NewRowTree(b.hashes()).Row(int(r.Seq), r.Salt, string(r.text()))
	return p, nil
}
