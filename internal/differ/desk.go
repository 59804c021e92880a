package differ

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/hook"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// States of a difference, and in which capacity it was resolved.
const (
	Open     = "open"
	Resolved = "resolved"

	ByOwner    = "owner"    // the body whose word it is
	ByOffice   = "office"   // the data office of the region, by reason
	ByDelivery = "delivery" // the owner delivered it itself
)

// Claim is what a source says.
type Claim struct {
	N        int32        `json:"n"`
	SourceID string       `json:"source_id"`
	Source   string       `json:"source"`
	Value    string       `json:"value" doc:"of a natural person masked"`
	Document string       `json:"document" doc:"number of the document, or the delivery"`
	SaidOn   workday.Date `json:"said_on"`
	ToldAt   time.Time    `json:"told_at"`
	Stood    bool         `json:"stood" doc:"it was what stood when the other came"`
	Right    bool         `json:"right" doc:"found right by the last resolution"`
}

// Resolution is who found which claim right, and why.
type Resolution struct {
	Round    int32     `json:"round"`
	Chosen   int32     `json:"chosen" doc:"number of the claim"`
	Claims   int32     `json:"claims" doc:"how many were weighed"`
	Reason   string    `json:"reason"`
	Capacity string    `json:"capacity" enum:"owner,office,delivery"`
	Org      string    `json:"org"`
	At       time.Time `json:"at"`
	EntryID  string    `json:"entry_id" doc:"its entry of the ledger"`
}

// Difference is a field sources differ about, with all they say.
type Difference struct {
	ID          string       `json:"id"`
	EntityID    string       `json:"entity_id"`
	About       string       `json:"about,omitempty" doc:"id of the record; absent: the registration"`
	Item        string       `json:"item"`
	Field       string       `json:"field"`
	Owner       string       `json:"owner" doc:"the body whose word it is"`
	OwnerName   string       `json:"owner_name"`
	State       string       `json:"state" enum:"open,resolved"`
	Rounds      int32        `json:"rounds" doc:"how often it was opened"`
	OpenedAt    time.Time    `json:"opened_at"`
	ResolvedAt  *time.Time   `json:"resolved_at,omitempty"`
	Mine        bool         `json:"mine" doc:"whoever reads it may resolve it"`
	Claims      []Claim      `json:"claims"`
	Resolutions []Resolution `json:"resolutions"`
}

// Settled is fired in the transaction of a resolution: what is right is applied to the thing, and whoever said otherwise is told.
type Settled struct {
	ID, EntityID, About, Field string
	Value                      string
	Owner, Region              string
	Actor                      access.Actor
	Changes                    bool     // another value than the one that stands was found right
	Wrong                      []string // codes of the bodies that said otherwise
}

// Events of the area.
type Events struct{ Settled hook.Hook[Settled] }

// Desk is where differences are read and resolved.
type Desk struct {
	Events Events

	db  *pg.Pool
	now func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, now func() time.Time) *Desk { return &Desk{db: db, now: now} }

const pageSize = 50

// List gives the differences somebody may see, newest first: of the own body as owner or source, and in the region of the post.
func (d *Desk) List(ctx context.Context, who access.Actor, state, after string) (page []Difference, next string, err error) {
	rows, err := list(ctx, d.db, who, state, after, pageSize+1)
	if err != nil {
		return nil, "", err
	}
	if len(rows) > pageSize {
		rows, next = rows[:pageSize], rows[pageSize-1].DifferenceID
	}
	page, err = d.whole(ctx, who, rows)
	return page, next, err
}

// Of gives what is open about an entity, its registration and its records, as anybody may see it.
func (d *Desk) Of(ctx context.Context, entityID string) ([]Difference, error) {
	rows, err := openOf(ctx, d.db, entityID)
	if err != nil {
		return nil, err
	}
	all, err := d.whole(ctx, access.Actor{}, rows)
	for i := range all { // names of files and reasons of earlier rounds are words of officers among themselves
		all[i].Resolutions = []Resolution{}
		for k := range all[i].Claims {
			if all[i].About == "" {
				all[i].Claims[k].Document = ""
			}
		}
	}
	return all, err
}

// Find gives one difference to whoever may see it.
func (d *Desk) Find(ctx context.Context, who access.Actor, id string) (Difference, error) {
	r, err := d.visible(ctx, d.db, who, id)
	if err != nil {
		return Difference{}, err
	}
	all, err := d.whole(ctx, who, []row{r})
	if err != nil {
		return Difference{}, err
	}
	return all[0], nil
}

func (d *Desk) visible(ctx context.Context, db pg.DB, who access.Actor, id string) (row, error) {
	r, found, err := find(ctx, db, id)
	switch {
	case err != nil:
		return r, err
	case !found:
		return r, errUnknown
	case access.InScope(who, r.Owner, r.Region):
		return r, nil
	}
	says, err := claims(ctx, db, r.EntityID, id, who.Org)
	if err == nil && (who.Org == "" || !says) {
		err = errUnknown
	}
	return r, err
}

// capacity is as what somebody may resolve a difference; empty: not at all.
func capacity(who access.Actor, r *row) string {
	switch {
	case !who.May(access.DifferenceResolve):
		return ""
	case who.Org != "" && who.Org == r.Owner:
		return ByOwner
	case access.InScope(who, "", r.Region):
		return ByOffice
	}
	return ""
}

// Choice is what somebody decides: which claim, why, and how many claims they had before them.
type Choice struct {
	Claim  int32  `json:"claim" minimum:"1"`
	Seen   int32  `json:"seen" minimum:"2" doc:"how many claims were shown: a newer one must be looked at first"`
	Reason string `json:"reason" maxLength:"4000"`
}

const longestReason = 1000

// Resolve finds one claim right, with a reason, once.
func (d *Desk) Resolve(ctx context.Context, who access.Actor, id string, c Choice) (Difference, error) {
	c.Reason = strings.TrimSpace(c.Reason)
	if c.Reason == "" || !utf8.ValidString(c.Reason) || utf8.RuneCountInString(c.Reason) > longestReason {
		return Difference{}, errReason
	}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return d.resolve(ctx, tx, who, id, c) })
	if err != nil {
		return Difference{}, err
	}
	return d.Find(ctx, who, id)
}

func (d *Desk) resolve(ctx context.Context, tx pg.Tx, who access.Actor, id string, c Choice) error {
	r, err := d.visible(ctx, tx, who, id)
	if err != nil {
		return err
	}
	as := capacity(who, &r)
	if as == "" {
		return errNotOwner
	}
	if r, err = locked(ctx, tx, r.EntityID, id); err != nil {
		return err
	}
	all, err := claimsOf(ctx, tx, r.EntityID, id)
	switch {
	case err != nil:
		return err
	case r.State != Open:
		return errResolved
	case int(c.Seen) != len(all):
		return errMoved
	case int(c.Claim) > len(all):
		return errNoClaim
	}
	stands, err := standingClaim(ctx, tx, &r, all)
	if err != nil {
		return err
	}
	right := all[c.Claim-1]
	if err := settle(ctx, tx, d.now().UTC().Truncate(time.Microsecond), who, &r, all, c.Claim, as, c.Reason); err != nil {
		return err
	}
	out := Settled{ID: id, EntityID: r.EntityID, About: r.About, Field: r.Field, Value: right.Value, Owner: r.Owner, Region: r.Region, Actor: who,
		Changes: right.Mark != stands, Wrong: wrong(all, right.Mark)}
	return d.Events.Settled.Fire(ctx, tx, out)
}

// standingClaim is the mark of what stands: what was found right last, or what stood at the beginning.
func standingClaim(ctx context.Context, tx pg.Tx, r *row, all []claim) (string, error) {
	if r.Rounds == 1 {
		return all[0].Mark, nil
	}
	last, err := lastResolution(ctx, tx, r.EntityID, r.DifferenceID)
	if err != nil {
		return "", err
	}
	return all[last.Chosen-1].Mark, nil
}

// wrong are the bodies whose last word is another than the right one, each once.
func wrong(all []claim, right string) (orgs []string) {
	last := map[string]string{}
	for _, c := range all {
		last[c.SourceID] = c.Mark
	}
	for _, c := range all {
		if mark, there := last[c.SourceID]; there && mark != right && c.SourceID != "" {
			orgs = append(orgs, c.SourceID)
		}
		delete(last, c.SourceID)
	}
	return orgs
}

func (d *Desk) whole(ctx context.Context, who access.Actor, rows []row) ([]Difference, error) {
	said, settled, err := saidOf(ctx, d.db, rows)
	out := make([]Difference, len(rows))
	for i := range rows {
		r := &rows[i]
		out[i] = r.shown(said[r.DifferenceID], settled[r.DifferenceID])
		out[i].Mine = r.State == Open && capacity(who, r) != ""
	}
	return out, err
}

func (r *row) shown(all []claim, log []resolution) Difference {
	out := Difference{ID: r.DifferenceID, EntityID: r.EntityID, About: r.About, Item: r.Item, Field: r.Field, Owner: r.Owner, OwnerName: r.OwnerName,
		State: r.State, Rounds: r.Rounds, OpenedAt: r.OpenedAt, ResolvedAt: r.ResolvedAt, Claims: make([]Claim, len(all)), Resolutions: make([]Resolution, len(log))}
	for i, c := range all {
		out.Claims[i] = Claim{N: c.N, SourceID: c.SourceID, Source: c.Source, Value: c.Value, Document: c.Document, SaidOn: c.SaidOn, ToldAt: c.ToldAt,
			Stood: c.Stood, Right: len(log) > 0 && log[len(log)-1].Chosen == c.N}
	}
	for i, x := range log {
		out.Resolutions[i] = Resolution{Round: x.Round, Chosen: x.Chosen, Claims: x.Claims, Reason: x.Reason, Capacity: x.Capacity, Org: x.Org, At: x.At, EntryID: x.EntryID}
	}
	return out
}

var (
	errUnknown = fault.New(fault.Missing, "differ.unknown", "没有这项来源差异，或不在您的范围内；请从列表中打开。",
		"There is no such difference, or it is outside your reach; open it from the list.")
	errNotOwner = fault.New(fault.Forbidden, "differ.not_owner", "这一字段由主责单位裁定，数据主管部门可依理由裁定；请联系主责单位。",
		"The body that owns the field decides, or the data office by reason; ask the owner.")
	errResolved = fault.New(fault.Conflict, "differ.resolved", "这项差异已经裁定；请刷新后查看结果。", "The difference was resolved already; reload to see the result.")
	errMoved    = fault.New(fault.Conflict, "differ.moved", "您打开以后又有新的说法；请刷新，看过全部说法再裁定。",
		"A source has said something new since you opened it; reload and look at all of them first.").At("seen")
	errNoClaim = fault.New(fault.Invalid, "differ.no_claim", "没有这条说法；请从列出的说法中选择。", "There is no such claim; choose one that is listed.").At("claim")
	errReason  = fault.New(fault.Invalid, "differ.reason", "请写明裁定理由（一千字以内），它会留存并告知各来源。",
		"Give the reason, at most 1000 characters; it is kept and told to the sources.").At("reason")
)
