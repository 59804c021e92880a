package report

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Choice is what the subject of a special report chooses.
type Choice struct {
	Classes  []string     `json:"classes" minItems:"1" maxItems:"20" doc:"see /v1/reports/choices"`
	Fields   []string     `json:"fields,omitempty" maxItems:"100" doc:"further fields, as item.FIELD"`
	From     workday.Date `json:"from"`
	Until    workday.Date `json:"until,omitzero" doc:"today when absent"`
	Receiver string       `json:"receiver,omitempty" maxLength:"200"`
	Purpose  string       `json:"purpose" maxLength:"200"`
}

// Offered is what can be chosen of.
type Offered struct {
	Classes  []OfferedClass `json:"classes"`
	Years    int64          `json:"years" doc:"the longest period"`
	Earliest workday.Date   `json:"earliest"`
	Latest   workday.Date   `json:"latest"`
	Standing law.Standing   `json:"standing"`
}

// OfferedClass is a class with the fields that may be added.
type OfferedClass struct {
	Code      string         `json:"code"`
	Name      law.Text2      `json:"name"`
	Collected bool           `json:"collected" doc:"false: this platform has no source of it, and the report says so"`
	Fields    []OfferedField `json:"fields"`
}

// OfferedField is a field of the catalogue that may be added.
type OfferedField struct {
	Code string    `json:"code" doc:"item.FIELD"`
	Name law.Text2 `json:"name"`
}

// always are the roles of fields that every entry has anyway.
var always = []string{"subject_name", "subject_uscc", "subject_kind", "document_no", "decided_on", "authority", "authority_uscc", "title", "kinds", "list_code", "source", "source_uscc",
	"subject_id", "subject_id_type", "legal_rep"}

// Choices tells what a special report may be made of today.
func (d *Desk) Choices() (Offered, error) {
	book, today := d.book(), d.today()
	years, err := d.limit("report.special.years", law.Years)
	if err != nil {
		return Offered{}, err
	}
	o := Offered{Classes: []OfferedClass{}, Years: years, Earliest: today.AddMonths(-12 * int(years)), Latest: today}
	if l, ok := book.Limit("report.special.years"); ok {
		o.Standing = l.Standing
	}
	for _, c := range book.ReportClasses() {
		one := OfferedClass{Code: c.Code, Name: c.Name, Collected: len(c.Items) > 0, Fields: []OfferedField{}}
		for _, item := range c.Items {
			it, _ := book.Item(item)
			for _, f := range it.Fields {
				if f.Privacy == law.Open && !slices.Contains(always, f.Role) {
					one.Fields = append(one.Fields, OfferedField{it.Code + "." + f.Code, f.Name})
				}
			}
		}
		o.Classes = append(o.Classes, one)
	}
	return o, nil
}

// check mends what can be and refuses the rest.
func (c *Choice) check(o Offered) error {
	c.Receiver, c.Purpose = strings.TrimSpace(c.Receiver), strings.TrimSpace(c.Purpose)
	if c.Until == 0 {
		c.Until = o.Latest
	}
	var fields []string
	for _, code := range c.Classes {
		i := slices.IndexFunc(o.Classes, func(x OfferedClass) bool { return x.Code == code })
		if i < 0 {
			return errNoClass
		}
		for _, f := range o.Classes[i].Fields {
			fields = append(fields, f.Code)
		}
	}
	switch {
	case len(c.Classes) == 0:
		return errNoClass
	case slices.ContainsFunc(c.Fields, func(f string) bool { return !slices.Contains(fields, f) }):
		return errNoField
	case c.From == 0 || c.Until < c.From || c.Until > o.Latest:
		return errPeriod
	case c.From < c.Until.AddMonths(-12*int(o.Years)):
		return errLongPeriod
	case !line(c.Purpose) || c.Purpose == "" || !line(c.Receiver):
		return errPurpose
	}
	return nil
}

// line is one line of text that may be printed.
func line(s string) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= 200 && !strings.ContainsFunc(s, unicode.IsControl)
}

// Own is a special report as its subject sees it: with the code that opens it, and who received it.
type Own struct {
	View
	Code     string    `json:"code,omitempty" doc:"what a receiver needs beside the number; none once it is over"`
	Receiver string    `json:"receiver,omitempty"`
	Purpose  string    `json:"purpose"`
	Receipts []Receipt `json:"receipts"`
}

// subjectOf is whom somebody acts for in reports: a firm, or a verified person as itself.
func subjectOf(who access.Actor) (string, error) {
	if who.Firm == "" || who.Org == "" {
		return "", errNobody
	}
	return who.Org, nil
}

// Make gives the subject the special report it chose, at once and as often as it likes (F08-2). What an agent chooses waits for the
// subject to confirm it.
func (d *Desk) Make(ctx context.Context, who access.Actor, c Choice) (*Own, error) {
	id, err := subjectOf(who)
	switch {
	case err != nil:
		return nil, err
	case who.Confirm:
		return nil, errAgent
	}
	return d.make(ctx, who, id, c, nil)
}

// make issues; also is done in the same transaction.
func (d *Desk) make(ctx context.Context, who access.Actor, id string, c Choice, also func(context.Context, pg.Tx, string) error) (*Own, error) {
	offered, err := d.Choices()
	if err != nil {
		return nil, err
	}
	if err := c.check(offered); err != nil {
		return nil, err
	}
	e, err := d.self(ctx, who, id)
	if err != nil {
		return nil, err
	}
	r0, err := d.read(ctx, d.db, e)
	if err != nil {
		return nil, err
	}
	content := specialContent(r0, Scope{Classes: c.Classes, Fields: slices.Compact(slices.Sorted(slices.Values(c.Fields))), From: c.From, Until: c.Until,
		Receiver: c.Receiver, Purpose: c.Purpose}, d.book(), d.today())
	if e.Kind == registry.Person {
		content.Subject.ID = "" // the id of a person is ours and means nothing to a receiver
	}
	body, err := canonical(&content)
	if err != nil {
		return nil, err
	}
	r := d.newIssue(&content, Digest(body), id, who.ID)
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := d.keepIn(ctx, tx, &r, body); err != nil {
			return err
		}
		if also == nil {
			return nil
		}
		return also(ctx, tx, r.Number)
	})
	if err != nil {
		return nil, err
	}
	return d.own(ctx, &r)
}

// self is the subject as it is registered; a verified person by the name its identity was verified with.
func (d *Desk) self(ctx context.Context, who access.Actor, id string) (registry.Entity, error) {
	if who.Itself {
		return registry.Entity{ID: id, Name: who.Person, Kind: registry.Person}, nil
	}
	return registry.Find(ctx, d.db, id)
}

func (d *Desk) own(ctx context.Context, r *issued) (*Own, error) {
	o := &Own{View: d.view(ctx, r), Receiver: r.Receiver, Purpose: r.Purpose}
	if o.State == Valid {
		o.Code = d.code(r.Number)
	}
	all, err := receiptsOf(ctx, d.db, r.EntityID, r.Number)
	o.Receipts = make([]Receipt, 0, len(all))
	for i := range all {
		o.Receipts = append(o.Receipts, all[i].view())
	}
	return o, err
}

// Mine lists the special reports of whom one acts for, newest first.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]Own, error) {
	id, err := subjectOf(who)
	if err != nil {
		return nil, err
	}
	rows, err := issuesOf(ctx, d.db, id)
	if err != nil {
		return nil, err
	}
	out := make([]Own, 0, len(rows))
	for i := range rows {
		o, err := d.own(ctx, &rows[i])
		if err != nil {
			return nil, err
		}
		out = append(out, *o)
	}
	return out, nil
}

// ofSubject finds a special report of whom one acts for; another's is not there.
func (d *Desk) ofSubject(ctx context.Context, who access.Actor, number string) (issued, error) {
	id, err := subjectOf(who)
	if err != nil {
		return issued{}, err
	}
	r, err := issueByNumber(ctx, d.db, number)
	if err == nil && (r.EntityID != id || r.Kind != Special) {
		err = errUnknown
	}
	return r, err
}

// Withdraw ends a special report: from that moment it is given to nobody, and every list of status says so.
func (d *Desk) Withdraw(ctx context.Context, who access.Actor, number string) (*Own, error) {
	r, err := d.ofSubject(ctx, who, number)
	switch {
	case err != nil:
		return nil, err
	case who.Confirm:
		return nil, errAgent
	}
	if s, why := r.on(d.today()); s != Valid {
		return nil, over(s, why)
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		return d.endIn(ctx, tx, who.ID, r.EntityID, []string{number}, Withdrawn, WhySubject)
	})
	if err != nil {
		return nil, err
	}
	if r, err = issueByNumber(ctx, d.db, number); err != nil {
		return nil, err
	}
	return d.own(ctx, &r)
}

// OpenOwn gives the subject its own report.
func (d *Desk) OpenOwn(ctx context.Context, who access.Actor, number string) (*Opened, error) {
	r, err := d.ofSubject(ctx, who, number)
	if err != nil {
		return nil, err
	}
	return d.opened(ctx, &r)
}

// Wish is a special report an agent prepared: nothing is made of it before the subject confirms.
type Wish struct {
	ID        string     `json:"id"`
	Choice    Choice     `json:"choice"`
	At        time.Time  `json:"at"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
	Number    string     `json:"number,omitempty" doc:"of the report it became"`
	State     string     `json:"state" enum:"waiting,made,refused"`
	by        string
}

// Prepare puts an agent's choice before the subject.
func (d *Desk) Prepare(ctx context.Context, who access.Actor, c Choice) (Wish, error) {
	id, err := subjectOf(who)
	if err != nil {
		return Wish{}, err
	}
	offered, err := d.Choices()
	if err == nil {
		err = c.check(offered)
	}
	if err != nil {
		return Wish{}, err
	}
	w := Wish{ID: "BGSQ-" + random(10), Choice: c, At: d.instant(), State: "waiting", by: who.ID}
	return w, d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertWish(ctx, tx, id, &w); err != nil {
			return err
		}
		return d.act(ctx, tx, who.ID, "report.prepared", w.ID, nil)
	})
}

// Wishes lists what agents prepared for whom one acts for.
func (d *Desk) Wishes(ctx context.Context, who access.Actor) ([]Wish, error) {
	id, err := subjectOf(who)
	if err != nil {
		return nil, err
	}
	return wishesOf(ctx, d.db, id)
}

// Settle confirms or refuses what an agent prepared.
func (d *Desk) Settle(ctx context.Context, who access.Actor, wish string, confirm bool) (Wish, error) {
	id, err := subjectOf(who)
	switch {
	case err != nil:
		return Wish{}, err
	case who.Confirm:
		return Wish{}, errAgent
	}
	w, err := wishOf(ctx, d.db, id, wish)
	switch {
	case err != nil:
		return Wish{}, err
	case w.DecidedAt != nil:
		return Wish{}, errSettled
	}
	settle := func(ctx context.Context, tx pg.Tx, number string) error {
		if err := settleWish(ctx, tx, id, wish, who.ID, number, d.instant()); err != nil {
			return err
		}
		return d.act(ctx, tx, who.ID, "report.settled", wish, map[string]string{"confirmed": map[bool]string{true: "yes", false: "no"}[confirm]})
	}
	if confirm {
		_, err = d.make(ctx, who, id, w.Choice, settle)
	} else {
		err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return settle(ctx, tx, "") })
	}
	if err != nil {
		return Wish{}, err
	}
	return wishOf(ctx, d.db, id, wish)
}

var (
	errNobody     = fault.New(fault.Invalid, "report.nobody", "请先选择代表哪家企业或以本人身份办理；专项报告只由信息主体生成。", "Choose the firm you act for, or act as yourself; only its subject makes a special report.")
	errAgent      = fault.New(fault.Forbidden, "report.agent", "代理人只能准备，由企业确认后生成；请改为提交待确认的申请。", "An agent prepares and the firm confirms; hand it in to be confirmed instead.")
	errNoClass    = fault.New(fault.Invalid, "report.no_class", "请至少选择一类信息，并从所列类别中选择。", "Choose at least one of the classes listed.").At("classes")
	errNoField    = fault.New(fault.Invalid, "report.no_field", "所选信息项不在所选类别之内；请从列出的信息项中选择。", "A field is not of the classes chosen; choose of those listed.").At("fields")
	errPeriod     = fault.New(fault.Invalid, "report.period", "期间有误：截止日不得早于起始日，也不得晚于今日；请修改日期。", "The period is wrong: it ends no earlier than it begins and no later than today; change the dates.").At("from")
	errLongPeriod = fault.New(fault.Invalid, "report.long_period", "期间超过专项信用报告的最长期间；请缩短。", "The period is longer than a special report may have; shorten it.").At("from")
	errPurpose    = fault.New(fault.Invalid, "report.purpose", "请用一行文字写明用途（二百字以内）；接收单位可以不填。", "Say what it is for in one line of at most 200 characters; the receiver may be left out.").At("purpose")
	errNoWish     = fault.New(fault.Missing, "report.no_wish", "没有这份待确认的申请；请在列表中核对。", "Nothing of this number waits; look in the list.")
	errSettled    = fault.New(fault.Conflict, "report.settled", "该申请已经处理；请刷新。", "It was settled already; reload.")
)
