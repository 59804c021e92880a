package record

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Filter of public lists (双公示, 名单). An item or a list must be named.
type Filter struct {
	Item      string
	List      string
	Region    string
	Authority string       // name or code of the body that decided
	From, To  workday.Date // decided_on
	After     string       // cursor from the previous page
	Limit     int
}

// MaxPage is how many records one page holds at most.
const MaxPage = 200

// Find returns the newest version of a record by its id; fault record.unknown otherwise.
func Find(ctx context.Context, db pg.DB, id string) (Record, error) {
	all, err := History(ctx, db, id)
	if err != nil {
		return Record{}, err
	}
	return all[len(all)-1], nil
}

// History returns every version of a record, oldest first.
func History(ctx context.Context, db pg.DB, id string) ([]Record, error) {
	all, err := versions(ctx, db, id)
	if err == nil && len(all) == 0 {
		err = errUnknown
	}
	return all, err
}

// Of returns the newest version of each record of an entity as it was known at asOf (zero: now), newest decision first.
func Of(ctx context.Context, db pg.DB, entityID string, asOf time.Time) ([]Record, error) {
	all, err := ofEntity(ctx, db, entityID, asOf)
	slices.SortFunc(all, func(a, b Record) int {
		if a.DecidedOn != b.DecidedOn {
			return int(b.DecidedOn - a.DecidedOn)
		}
		return strings.Compare(b.ID, a.ID)
	})
	return all, err
}

// ByDocument returns the newest versions of adverse records with a document number, public or not: the caller judges what may
// be shown. Different bodies may use one number.
func ByDocument(ctx context.Context, db pg.DB, number string) ([]Record, error) {
	return byDocument(ctx, db, strings.TrimSpace(number))
}

// Listed returns public records for a list page on a day, newest decision first, and a cursor for the next page.
// Only records public on today are returned; natural persons only where the law publishes them, masked.
func Listed(ctx context.Context, db pg.DB, f Filter, today workday.Date) (page []Record, next string, err error) {
	if f.Item == "" && f.List == "" {
		return nil, "", fault.New(fault.Invalid, "record.no_list", "请指定目录项或名单。", "Name a catalogue item or a list.").At("item")
	}
	limit := min(max(f.Limit, 1), MaxPage)
	f.Limit = limit + 1
	if page, err = listed(ctx, db, f, today); err != nil {
		return nil, "", err
	}
	if len(page) > limit {
		page = page[:limit]
		last := page[limit-1]
		next = cursor(last.DecidedOn.String(), last.ID)
	}
	return page, next, nil
}

// Freshness of one source: when it last reported and how much.
type Freshness struct {
	SourceID string    `json:"source_id"`
	Source   string    `json:"source"`
	Item     string    `json:"item"`
	LastSeen time.Time `json:"last_seen"`
	Records  int64     `json:"records"`
}

// FreshnessOf returns the sources of one entity's records; with an empty id, of the whole platform.
func FreshnessOf(ctx context.Context, db pg.DB, entityID string) ([]Freshness, error) {
	return freshness(ctx, db, entityID)
}

// Proof ties one version of a record to the ledger entry of its chunk.
func Proof(ctx context.Context, db pg.DB, log *ledger.Log, id string, version int32) (p ledger.Proof, err error) {
	at, err := placeOf(ctx, db, id, version)
	if err != nil {
		return p, err
	}
	if p, err = log.Proof(ctx, at.EntryID); err != nil {
		return p, err
	}
	leaves := make([]ledger.Hash, len(at.Leaves)/len(ledger.Hash{}))
	for i := range leaves {
		copy(leaves[i][:], at.Leaves[i*len(ledger.Hash{}):])
	}
	p.Row = ledger.NewRowTree(leaves).Row(int(at.Leaf), at.Salt, string(at.text(contentOf(at.Content))))
	return p, nil
}

// cursor packs where a page ended; it says nothing that the page did not show.
func cursor(parts ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(parts, "|")))
}

func uncursor(s string, n int) ([]string, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.Split(string(b), "|")
	if err != nil || len(parts) != n {
		return nil, errCursor
	}
	return parts, nil
}

var errCursor = fault.New(fault.Invalid, "record.cursor", "翻页标记无效；请从第一页开始。", "The cursor is not valid; start from the first page.").At("after")
