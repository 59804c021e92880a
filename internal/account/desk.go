package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/hook"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is what officers and firms do with organisations, accounts, posts, delegations and keys.
type Desk struct {
	Events Events

	// FirmName gives the name a firm is registered under; ErrNoFirm when there is none. Set while wiring; any valid code
	// is taken without it.
	FirmName func(ctx context.Context, code string) (string, error)
	// ReadTable reads a CSV or XLSX file. Set while wiring; files are refused over HTTP without it.
	ReadTable func(ctx context.Context, file io.ReaderAt, size int64) (header []string, rows [][]string, err error)

	// PersonID gives the id of a natural person from a document other than an identity card and its number, or from the number
	// of an identity card alone: the same that records of persons have. Set while wiring; nobody is verified without it.
	PersonID func(document, number string) string
	// Seal seals the numbers of documents. Set while wiring, with PersonID.
	Seal *seal.Sealer

	db   *pg.Pool
	keys *access.Keys
	law  *law.Library
	now  func() time.Time
}

// Events are what other areas react to.
type Events struct {
	Ended hook.Hook[Ended] // rights of an account were taken away: its sessions must not outlive them
	Reset hook.Hook[Reset] // a new start was approved: what it signed in with is void
}

// Ended says which account lost a post, a delegation, or all of it.
type Ended struct {
	Account string
	Why     string // "post", "suspended", "left", "delegation", "identity"
}

// Reset says whose password and second factor are to be set anew.
type Reset struct{ Account string }

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, keys *access.Keys, lib *law.Library, now func() time.Time) *Desk {
	return &Desk{db: db, keys: keys, law: lib, now: now}
}

// today is the civil date rights are judged by.
func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// act puts on the ledger who did what to which thing: ids and codes, never a name.
func (d *Desk) act(ctx context.Context, tx pg.Tx, who access.Actor, kind, about string, public map[string]string) error {
	if who.Post != "" {
		public["post"] = who.Post
	}
	_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: kind, Actor: who.ID, About: about, Public: public})
	return err
}

// need refuses an actor without a permission. Routes demand it as well; the desk is also called from elsewhere.
func need(who access.Actor, permission string) error {
	if who.May(permission) {
		return nil
	}
	return fault.New(fault.Forbidden, "account.no_permission", "当前身份没有 "+permission+" 权限；请由有权限的岗位办理。",
		"The one who acts lacks the permission "+permission+"; have it done from a post that holds it.")
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("account.newID: %w", err)
	}
	return id.String(), nil
}

// isID keeps what is no id away from the database, where it would be an error and not an absence.
func isID(s string) bool { return uuid.Validate(s) == nil }

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

var tokenText = base64.RawURLEncoding

func invalid(code, field, zh, en string) error {
	return fault.New(fault.Invalid, code, zh, en).At(field)
}

// actorID is how a person is named on the ledger and in created-by columns: the same whatever post is acted from.
func actorID(account string) string { return "person:" + account }
