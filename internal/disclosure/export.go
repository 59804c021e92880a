package disclosure

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
)

// Source is something that can be exported. The area it belongs to gives it; app names it to the desk.
type Source struct {
	Code    string    // "record.own"
	Name    law.Text2 // for the list of sources
	Columns []string  // heads of the table
	Filters []string  // what may be filtered by
	// Estimate counts the rows an actor would get.
	Estimate func(ctx context.Context, actor access.Actor, filter map[string]string) (int64, error)
	// Rows gives them one after another, only what the actor may see. An error from each ends it.
	Rows func(ctx context.Context, actor access.Actor, filter map[string]string, each func(Row) error) error
}

// Row is one line of an export.
type Row struct {
	Subject string // whose data it is: a reading is recorded for each; empty for a line about nobody
	Cells   []string
}

// Export is a request to take data out, and what became of it.
type Export struct {
	ID        string            `json:"id" doc:"number of the request, and of its approval"`
	At        time.Time         `json:"at"`
	Actor     string            `json:"actor"`
	ActorName string            `json:"actor_name,omitempty" db:"-" doc:"who asks, by name: an approval is given to a person"`
	Org       string            `json:"org"`
	Source    string            `json:"source"`
	Filter    map[string]string `json:"filter"`
	Reason    string            `json:"reason"`
	Estimate  int64             `json:"estimate" doc:"rows"`
	RowLimit  int64             `json:"row_limit"`
	Approvals int16             `json:"approvals" doc:"how many it needs"`
	Answers   []Answer          `json:"answers" db:"-"`
	Rows      *int64            `json:"rows,omitempty" doc:"of the file"`
	Bytes     *int64            `json:"bytes,omitempty"`
	Downloads int64             `json:"downloads"`
	Until     *time.Time        `json:"until,omitempty" db:"-" doc:"the file can be fetched until"`
	State     ExportState       `json:"state" db:"-"`
}

// Answer is one person's yes or no to an export.
type Answer struct {
	ExportID string    `json:"-"`
	Seq      int16     `json:"seq"`
	At       time.Time `json:"at"`
	Actor    string    `json:"actor"`
	Approved bool      `json:"approved"`
	Note     string    `json:"note,omitempty"`
}

// ExportState is what an export is at an instant.
type ExportState string

const (
	ExportAsked    ExportState = "asked"    // waits for the first approval
	ExportSecond   ExportState = "second"   // waits for the second
	ExportRefused  ExportState = "refused"  //
	ExportApproved ExportState = "approved" // can be fetched
	ExportExpired  ExportState = "expired"  // its time is over
)

// on says what an export is at an instant; an approved one can be fetched for life.
func (e Export) on(now time.Time, life time.Duration) (ExportState, *time.Time) {
	for _, a := range e.Answers {
		if !a.Approved {
			return ExportRefused, nil
		}
	}
	switch n := len(e.Answers); {
	case n == 0:
		return ExportAsked, nil
	case n < int(e.Approvals):
		return ExportSecond, nil
	default:
		until := e.Answers[n-1].At.Add(life)
		if now.Before(until) {
			return ExportApproved, &until
		}
		return ExportExpired, &until
	}
}

// Request is what somebody wants to take out.
type Request struct {
	Source string            `json:"source"`
	Filter map[string]string `json:"filter,omitempty"`
	Reason string            `json:"reason" maxLength:"500"`
}

// RequestExport asks for an export. It is estimated and held to the rows of the role at once: what is too large is refused
// before anybody is troubled to approve it.
func (d *Desk) RequestExport(ctx context.Context, actor access.Actor, r Request) (e Export, err error) {
	src, ok := d.source(r.Source)
	unknown := slices.ContainsFunc(slices.Collect(maps.Keys(r.Filter)), func(k string) bool { return !slices.Contains(src.Filters, k) })
	switch {
	case !ok || unknown:
		return e, fault.New(fault.Invalid, "disclosure.unknown_source", "没有这一导出内容或筛选条件；请从可导出内容中选择。",
			"There is no such source or filter; choose from the list of sources.").At("source")
	case len([]rune(strings.TrimSpace(r.Reason))) < 10:
		return e, errNoReason
	}
	if err := d.mayTakeOut(ctx, d.db, actor); err != nil {
		return e, err
	}
	now := d.now().Truncate(time.Microsecond)
	e = Export{ID: number("E", now), At: now, Actor: actor.ID, Org: actor.Org, Source: r.Source, Filter: r.Filter, Reason: strings.TrimSpace(r.Reason), Answers: []Answer{}, State: ExportAsked}
	if e.Filter == nil {
		e.Filter = map[string]string{}
	}
	if e.RowLimit, err = d.rowLimit(now, actor.Roles); err != nil {
		return e, err
	}
	if e.Estimate, err = src.Estimate(ctx, actor, e.Filter); err != nil {
		return e, err
	}
	if e.Estimate > e.RowLimit {
		return e, tooManyRows(e.RowLimit)
	}
	many, err := d.limit(now, "disclosure.export.second")
	if err != nil {
		return e, err
	}
	if e.Approvals = 1; e.Estimate > many {
		e.Approvals = 2
	}
	return e, d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertExport(ctx, tx, e); err != nil {
			return err
		}
		return d.act(ctx, tx, "export.request", actor.ID, e.ID, map[string]string{"source": e.Source, "rows": strconv.FormatInt(e.Estimate, 10)})
	})
}

// mayTakeOut refuses whoever's right to export a case has suspended, or their account. What was approved before waits as well.
func (d *Desk) mayTakeOut(ctx context.Context, db pg.DB, actor access.Actor) error {
	for _, kind := range []string{access.FreezeExport, access.FreezeAccount} {
		frozen, err := access.Frozen(ctx, db, kind, actor.ID, d.today())
		if err != nil {
			return err
		}
		if frozen {
			return errExportFrozen
		}
	}
	return nil
}

var errExportFrozen = fault.New(fault.Forbidden, "disclosure.export_frozen", "您的导出权限因信息安全核查被暂停；理由、期限和申辩途径见“暂停通知”。",
	"Your right to export is suspended while a matter of data security is looked into; reason, last day and how to object stand under “Suspensions”.")

func (d *Desk) source(code string) (Source, bool) {
	i := slices.IndexFunc(d.Sources, func(s Source) bool { return s.Code == code })
	if i < 0 {
		return Source{}, false
	}
	return d.Sources[i], true
}

// rowLimit is the most any of the roles allows; a role without a number of its own has the general one.
func (d *Desk) rowLimit(at time.Time, roles []string) (most int64, err error) {
	general, err := d.limit(at, "disclosure.export.rows")
	for _, role := range roles {
		if n, err := d.limit(at, "disclosure.export.rows."+role); err == nil {
			most = max(most, n)
		}
	}
	if most == 0 {
		most = general
	}
	return most, err
}

func tooManyRows(limit int64) error {
	n := strconv.FormatInt(limit, 10)
	return fault.New(fault.TooLarge, "disclosure.too_many_rows", "超过本岗位一次导出的上限（"+n+" 行）；请缩小筛选范围。",
		"This is more than your post may export at once ("+n+" rows); narrow the filter.").At("filter")
}

// AnswerExport is an approval or a refusal: the first by the same body, the second by the lead office, and never by whoever
// asked or has answered already (S2).
func (d *Desk) AnswerExport(ctx context.Context, actor access.Actor, id string, second, approve bool, note string) (e Export, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := lockExport(ctx, tx, id); err != nil {
			return err
		}
		if e, err = d.findExport(ctx, tx, id); err != nil {
			return err
		}
		if here, err := d.answers(ctx, actor, e, second); err != nil || !here {
			return orUnknown(err, errUnknownExport)
		}
		for _, before := range append([]Answer{{Actor: e.Actor}}, e.Answers...) {
			if err := access.Apart(access.Actor{ID: before.Actor}, actor); err != nil {
				return err
			}
		}
		due := ExportAsked
		if second {
			due = ExportSecond
		}
		if e.State != due {
			return fault.New(fault.Conflict, "disclosure.export_answered", "该导出申请已有结论，或不在本环节；请刷新后查看。",
				"This export was answered already, or is not at this step; look at it again.")
		}
		a := Answer{ExportID: id, Seq: int16(len(e.Answers) + 1), At: d.now().Truncate(time.Microsecond), Actor: actor.ID, Approved: approve, Note: strings.TrimSpace(note)} //nolint:gosec // at most 2
		if err := insertAnswer(ctx, tx, a); err != nil {
			return err
		}
		kind := "export.refuse"
		if approve {
			kind = "export.approve"
		}
		e.Answers = append(e.Answers, a)
		if err := d.dated(&e); err != nil {
			return err
		}
		return d.act(ctx, tx, kind, actor.ID, id, map[string]string{"step": strconv.Itoa(int(a.Seq))})
	})
	return e, err
}

// answers says whether an export is an actor's to answer: the first time of its own body's, the second time of any body its
// post reaches. Another's does not exist for it (S10).
func (d *Desk) answers(ctx context.Context, actor access.Actor, e Export, second bool) (bool, error) {
	if !second {
		return e.Org == actor.Org, nil
	}
	return d.within(ctx, actor, e.Org)
}

var errUnknownExport = fault.New(fault.Missing, "disclosure.unknown_export", "没有这一导出申请；请核对编号。", "There is no such export; compare its number.")

// findExport reads an export as it stands.
func (d *Desk) findExport(ctx context.Context, db pg.DB, id string) (Export, error) {
	es, err := exportsWhere(ctx, db, exportFilter{IDs: []string{id}, Limit: 1})
	if err == nil && len(es) == 0 {
		err = errUnknownExport
	}
	if err != nil {
		return Export{}, err
	}
	return es[0], d.dated(&es[0])
}

// dated fills in what the dates decide.
func (d *Desk) dated(e *Export) error {
	days, err := d.limit(e.At, "disclosure.export.life")
	e.State, e.Until = e.on(d.now(), time.Duration(days)*24*time.Hour)
	return err
}

// exports lists requests, newest first; empty fields of the filter are no condition.
func (d *Desk) exports(ctx context.Context, f exportFilter, in ...ExportState) ([]Export, error) {
	all, err := exportsWhere(ctx, d.db, f)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := d.dated(&all[i]); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(all, func(e Export) bool { return len(in) > 0 && !slices.Contains(in, e.State) }), nil
}
