package mutual

import (
	"context"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/adoption"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where lists of other provinces are taken in and our own are told.
type Desk struct {
	// Noticed gives the day the subject of an entry of ours was told before the decision; zero: not known. Nil knows none.
	Noticed func(ctx context.Context, entityID, recordID string) (workday.Date, error)

	db      *pg.Pool
	law     *law.Library
	records *record.Desk
	signer  seal.Signer
	suite   seal.Suite
	now     func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, records *record.Desk, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, records: records, signer: s.SigningKey("mutual"), suite: s.Suite(), now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// act puts an act on the ledger: ids and codes only.
func (d *Desk) act(ctx context.Context, tx pg.Tx, who access.Actor, kind, about string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: who.ID, About: about, Public: public})
	return err
}

// Find shows an entry of one's body; another body's does not exist.
func (d *Desk) Find(ctx context.Context, who access.Actor, id string) (View, error) {
	r, err := entryByID(ctx, d.db, qFind, id, who.Org)
	if err != nil {
		return View{}, err
	}
	adopted, err := adoption.All(ctx, d.db)
	return d.view(&r, who, adopted), err
}

// Filter narrows the list.
type Filter struct {
	Status  string
	Waiting bool // a wish waits for a decision
	After   string
}

const pageSize = 50

// List shows the entries one's body took in, newest first.
func (d *Desk) List(ctx context.Context, who access.Actor, f Filter) (page []View, next string, err error) {
	rows, err := entriesOf(ctx, d.db, who.Org, f, pageSize+1)
	if err != nil {
		return nil, "", err
	}
	if len(rows) > pageSize {
		rows = rows[:pageSize]
		next = rows[pageSize-1].EntryID
	}
	adopted, err := adoption.All(ctx, d.db)
	page = make([]View, len(rows))
	for i := range rows {
		page[i] = d.view(&rows[i], who, adopted)
	}
	return page, next, err
}

// change does something to an entry of one's body in a transaction that holds it.
func (d *Desk) change(ctx context.Context, who access.Actor, id string, version int32, f func(ctx context.Context, tx pg.Tx, r *kept) error) (View, error) {
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		r, err := entryByID(ctx, tx, qLock, id, who.Org)
		switch {
		case err != nil:
			return err
		case version != 0 && version != r.Version:
			return errChanged
		}
		if err := f(ctx, tx, &r); err != nil {
			return err
		}
		return d.update(ctx, tx, &r)
	})
	if err != nil {
		return View{}, err
	}
	return d.Find(ctx, who, id)
}

func (d *Desk) update(ctx context.Context, tx pg.Tx, r *kept) error {
	r.ChangedAt = d.instant()
	r.Version++
	return updateEntry(ctx, tx, r)
}

// Propose puts a wish about an entry before another person: not to use it here, or what was found of its due process.
func (d *Desk) Propose(ctx context.Context, who access.Actor, id, kind, reason string, c *Completion, version int32) (View, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" || !line(reason, longestText) || c != nil && !line(c.Remedies, longestText) {
		return View{}, errNoReason
	}
	return d.change(ctx, who, id, version, func(ctx context.Context, tx pg.Tx, r *kept) error {
		switch status := Status(r.Status); {
		case r.Wish != "":
			return errWaiting
		case kind == OptOut && status != Applied && status != Incomplete && status != Outside, kind == Complete && status != Incomplete:
			return errNotNow
		}
		r.Wish, r.WishBy, r.WishWhy, r.WishBody, r.DecidedBy, r.DecidedWhy = kind, who.ID, reason, c, "", ""
		return d.act(ctx, tx, who, "mutual.proposed", r.EntryID, map[string]string{"what": kind, "province": r.Province})
	})
}

// Decide grants or refuses a wish, by another person than whoever proposed it (S2), with a reason.
func (d *Desk) Decide(ctx context.Context, who access.Actor, id string, grant bool, reason string, version int32) (View, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" || !line(reason, longestText) {
		return View{}, errNoReason
	}
	return d.change(ctx, who, id, version, func(ctx context.Context, tx pg.Tx, r *kept) error {
		if r.Wish == "" {
			return errNoWish
		}
		if err := access.Apart(access.Actor{ID: r.WishBy}, who); err != nil {
			return err
		}
		kind := r.Wish
		r.Wish, r.DecidedBy, r.DecidedWhy = "", who.ID, reason
		if grant {
			if err := d.grant(ctx, tx, who, r, kind); err != nil {
				return err
			}
		}
		return d.act(ctx, tx, who, "mutual.decided", r.EntryID, map[string]string{"what": kind, "granted": map[bool]string{true: "yes", false: "no"}[grant],
			"status": r.Status, "province": r.Province})
	})
}

func (d *Desk) grant(ctx context.Context, tx pg.Tx, who access.Actor, r *kept, kind string) error {
	if kind == OptOut {
		if err := d.end(ctx, tx, who, r, record.Withdrawn, d.today(), r.EntryID); err != nil {
			return err
		}
		r.Status = string(OptedOut)
		return nil
	}
	if r.WishBody != nil {
		r.WishBody.on(&r.Body.Entry)
	}
	return d.judge(ctx, tx, who, r)
}

var (
	errUnknown  = fault.New(fault.Missing, "mutual.unknown", "贵单位没有这个编号的外省条目；请在列表中核对。", "Your body has no entry of this id; look in the list.")
	errChanged  = fault.New(fault.Conflict, "mutual.changed", "条目刚被他人更改；请刷新后再办。", "Somebody changed the entry meanwhile; reload and try again.")
	errNoReason = fault.New(fault.Invalid, "mutual.no_reason", "请写明理由和出处（二千字以内）。", "Give the reason and where it is from, in at most 2,000 characters.").At("reason")
	errWaiting  = fault.New(fault.Conflict, "mutual.waiting", "已有一项提议待决定；请先由另一人决定。", "Something proposed waits already; have another person decide it first.")
	errNotNow   = fault.New(fault.Conflict, "mutual.not_now", "条目现在的状态不能这样办理；请刷新后核对。", "In its present state this cannot be done with the entry; reload and look again.")
	errNoWish   = fault.New(fault.Conflict, "mutual.no_wish", "没有待决定的提议；可能他人刚决定过，请刷新。", "Nothing waits to be decided; somebody may have just done it. Reload.")
)
