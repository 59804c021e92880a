package hotline

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Told is a complaint as a hotline delivers it.
type Told struct {
	Source     string       `json:"source" enum:"12345,12315"`
	Number     string       `json:"number" minLength:"1" maxLength:"64" doc:"of the hotline; delivered again it adds nothing"`
	ReceivedOn workday.Date `json:"received_on"`
	FirmCode   string       `json:"firm_code,omitempty" maxLength:"18"`
	FirmName   string       `json:"firm_name,omitempty" maxLength:"200" doc:"where the code is not known: an officer confirms which firm is meant"`
	Matter     string       `json:"matter" minLength:"1" maxLength:"64" doc:"of the hotline's own catalogue of matters"`
	Text       string       `json:"text" minLength:"1" maxLength:"2000" doc:"what is complained of; no name, telephone or identity number of anybody"`
	Contact    string       `json:"contact,omitempty" maxLength:"64" doc:"telephone of the caller: hashed on arrival to tell repetitions, and not kept"`
	Body       string       `json:"body,omitempty" maxLength:"18" doc:"code of the body in charge; empty: the one that delivers"`
}

// Taken is what became of a delivery, row by row in its order.
type Taken struct {
	Rows     []Row `json:"rows"`
	Joined   int   `json:"joined"`
	Unnamed  int   `json:"unnamed"`
	Merged   int   `json:"merged"`
	Repeated int   `json:"repeated"`
	Refused  int   `json:"refused"`
}

// Row is what became of one complaint.
type Row struct {
	Number  string `json:"number"`
	Outcome string `json:"outcome" enum:"joined,unnamed,merged,repeated,refused"`
	ID      string `json:"id,omitempty"`
	Code    string `json:"code,omitempty" doc:"why it was refused"`
}

// MaxRows is how many one delivery holds.
const MaxRows = 500

// Take takes a delivery in, each row for itself.
func (d *Desk) Take(ctx context.Context, who access.Actor, all []Told) (t Taken, err error) {
	if len(all) == 0 || len(all) > MaxRows {
		return t, errRows
	}
	t.Rows = []Row{}
	for i := range all {
		var r Row
		err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
			r, err = d.takeOne(ctx, tx, who, &all[i])
			return err
		})
		if f, said := fault.Of(err); said && f.Kind == fault.Invalid {
			r = Row{Number: all[i].Number, Outcome: "refused", Code: f.Code}
		} else if err != nil {
			return t, err
		}
		t.count(r)
	}
	return t, nil
}

func (t *Taken) count(r Row) {
	t.Rows = append(t.Rows, r)
	*map[string]*int{"joined": &t.Joined, "unnamed": &t.Unnamed, "merged": &t.Merged, "repeated": &t.Repeated, "refused": &t.Refused}[r.Outcome]++
}

// takeOne takes one in. A telephone or identity number in the text is refused: who complained is never kept in passing.
func (d *Desk) takeOne(ctx context.Context, tx pg.Tx, who access.Actor, in *Told) (r Row, err error) {
	if err := in.check(d.today()); err != nil {
		return r, err
	}
	c := complaint{ComplaintID: d.numberOf(in.Source, in.Number), Source: in.Source, Number: in.Number, Name: strings.TrimSpace(in.FirmName), Matter: strings.TrimSpace(in.Matter),
		Caller: d.callerOf(in.Contact), ReceivedOn: in.ReceivedOn, State: Unnamed, At: d.instant()}
	c.Sealed = d.seal.Seal(c.sealContext(), []byte(strings.TrimSpace(in.Text)))
	if err := d.assign(ctx, tx, who, &c, in.Body); err != nil {
		return r, err
	}
	if in.FirmCode != "" {
		c.Name = ""
		if err := d.join(ctx, tx, who, &c, in.FirmCode); err != nil {
			return r, err
		}
	}
	r = Row{Number: in.Number, ID: c.ComplaintID, Outcome: map[string]string{Unnamed: "unnamed", Unverified: "joined", Merged: "merged"}[c.State]}
	if anew, err := insert(ctx, tx, &c); err != nil || !anew {
		r.Outcome = "repeated"
		return r, err
	}
	return r, d.act(ctx, tx, who, "taken", c.ComplaintID, map[string]string{"source": c.Source, "outcome": r.Outcome})
}

// assign puts a complaint to the body in charge: the one named, or else the one that delivers.
func (d *Desk) assign(ctx context.Context, tx pg.Tx, who access.Actor, c *complaint, body string) error {
	if c.Org = body; body == "" {
		c.Org = who.Org
	}
	org, err := d.accounts.OrgIn(ctx, tx, c.Org)
	if fault.KindOf(err) == fault.Missing {
		return errBody
	}
	c.OrgName, c.Region = org.Name, account.Division(ctx, tx, d.accounts, d.law.On(d.today()), c.Org)
	return err
}

func (in *Told) check(today workday.Date) error {
	text := strings.TrimSpace(in.Text)
	switch {
	case in.Source != "12345" && in.Source != "12315", strings.TrimSpace(in.Number) == "", strings.TrimSpace(in.Matter) == "", in.ReceivedOn == 0, in.ReceivedOn > today:
		return errTold
	case text == "" || utf8.RuneCountInString(text) > 2000 || identified(text) || identified(in.Matter) || identified(in.FirmName):
		return errIdentity
	case in.FirmCode == "" && utf8.RuneCountInString(strings.TrimSpace(in.FirmName)) < 2:
		return errFirm
	}
	return nil
}

// numberLike is a mobile or fixed telephone, or an identity number.
var numberLike = regexp.MustCompile(`(^|\D)((86)?1[3-9]\d{9}|0\d{9,11}|\d{17}[\dXx])(\D|$)`)

// identified says whether a text holds what looks like the number of a person, also in full width, or with spaces and dashes between.
func identified(text string) bool {
	text = strings.Map(narrow, text)
	return numberLike.MatchString(text) || numberLike.MatchString(strings.NewReplacer(" ", "", "-", "").Replace(text))
}

func narrow(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// join puts a complaint to a firm. What the same caller said of the same firm and matter within the window is the same complaint: it is
// kept, and merged into the first. One that was withdrawn or found untrue takes nothing in: what is said after it is new.
func (d *Desk) join(ctx context.Context, tx pg.Tx, who access.Actor, c *complaint, firm string) error {
	code, _, err := ident.ParseUSCC(firm)
	if err != nil {
		return errFirm
	}
	if _, err := registry.Find(ctx, tx, string(code)); fault.KindOf(err) == fault.Missing {
		return errFirm
	} else if err != nil {
		return err
	}
	window, ok := d.law.On(d.today()).Limit("hotline.window")
	if !ok || workday.Unit(window.Unit) != workday.Days {
		return errNoTerm
	}
	c.EntityID, c.JoinedBy, c.State = string(code), who.ID, Unverified
	if c.Caller == "" {
		return nil
	}
	days := int(window.N)
	if c.FirstID, err = firstOf(ctx, tx, c, c.ReceivedOn.AddDays(-days), c.ReceivedOn.AddDays(days)); c.FirstID != "" {
		c.State = Merged
	}
	return err
}

// Name joins a complaint to the firm an officer of the body in charge confirms.
func (d *Desk) Name(ctx context.Context, who access.Actor, id, firm string) (View, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, c *complaint) error {
		if c.Org != who.Org {
			return errUnknown
		}
		if c.State != Unnamed {
			return errNamed
		}
		if err := d.join(ctx, tx, who, c, firm); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "named", c.ComplaintID, map[string]string{"outcome": c.State})
	})
}
