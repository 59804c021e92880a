package visit

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Sheet is what the page for visits needs before it goes without a network.
type Sheet struct {
	Visit      string         `json:"visit"`
	State      caseflow.State `json:"state"`
	Firm       string         `json:"firm"`
	Entity     string         `json:"entity"`
	Address    string         `json:"address"`
	Mode       string         `json:"mode"`
	Tasks      []Task         `json:"tasks"`
	Inspectors []Inspector    `json:"inspectors"`
	Lists      []CitedList    `json:"checklists"`
	Officer    string         `json:"officer_code" doc:"of the inspector who asks: the firm reads it"`
	Mine       string         `json:"mine" doc:"account of the inspector who asks"`
	NoticeOn   workday.Date   `json:"notice_on,omitzero"`
}

// CitedList is a checklist with its articles in words.
type CitedList struct {
	Code     string       `json:"code"`
	Name     law.Text2    `json:"name"`
	Domain   string       `json:"domain"`
	Items    []CitedItem  `json:"items"`
	From     workday.Date `json:"from"`
	Standing law.Standing `json:"standing" enum:"text,secondary,assumed"`
	Note     string       `json:"note,omitempty"`
}

// CitedItem is an item with its article in words.
type CitedItem struct {
	Code  string    `json:"code"`
	Asks  law.Text2 `json:"asks"`
	How   law.Text2 `json:"how"`
	Photo bool      `json:"photo"`
	Cites law.Text2 `json:"cites"`
}

// Filled is a sheet as the device filled it in, with or without a network.
type Filled struct {
	ArrivedAt    time.Time `json:"arrived_at" doc:"by the clock of the device"`
	Code         string    `json:"code,omitempty" maxLength:"200" doc:"the firm's, or the officer's that the firm read; or the address its picture stands for"`
	NoCodeReason string    `json:"no_code_reason,omitempty" maxLength:"500"`
	Place        *Place    `json:"place,omitempty"`
	Answers      []Answer  `json:"answers" maxItems:"200"`
	Remarks      string    `json:"remarks,omitempty" maxLength:"2000"`
	Signature    string    `json:"signature,omitempty" maxLength:"64" doc:"attachment: drawn by the inspector who sends it"`
	Firm         *Firmly   `json:"firm,omitempty" doc:"how the firm answered on site; left out, it signs from its own account"`
}

// Firmly is how the firm answered on site.
type Firmly struct {
	Refused   bool   `json:"refused"`
	Signer    string `json:"signer,omitempty" maxLength:"100"`
	Signature string `json:"signature,omitempty" maxLength:"64" doc:"attachment"`
	Remark    string `json:"remark,omitempty" maxLength:"1000" doc:"what it says to the record; of a refusal what happened"`
}

// cited puts the articles of a list into words.
func cited(l law.Checklist, book *law.Book) CitedList {
	out := CitedList{Code: l.Code, Name: l.Name, Domain: l.Domain, From: l.From, Standing: l.Standing, Note: l.Note, Items: []CitedItem{}}
	for _, i := range l.Items {
		out.Items = append(out.Items, CitedItem{i.Code, i.Asks, i.How, i.Photo, book.Cite(i.Cites)})
	}
	return out
}

// Checklists are open data: those in force on a day, with an article for each item (F12-7).
func (d *Desk) Checklists(on workday.Date) []CitedList {
	if on == 0 {
		on = d.today()
	}
	book, out := d.law.On(on), []CitedList{}
	for _, l := range book.Checklists() {
		out = append(out, cited(l, book))
	}
	return out
}

// Sheet reads what an inspector of the visit takes along.
func (d *Desk) Sheet(ctx context.Context, who access.Actor, id string) (s Sheet, err error) {
	c, x, err := d.mine(ctx, d.db, who, id)
	if err != nil {
		return s, err
	}
	book := d.law.On(d.today())
	s = Sheet{Visit: c.ID, State: c.State, Firm: x.Firm, Entity: c.EntityID, Address: x.Address, Mode: x.Mode, Tasks: x.Tasks, Inspectors: x.Inspectors,
		Lists: []CitedList{}, Officer: d.officerCode(who.Account), Mine: who.Account}
	for _, l := range x.lists(book) {
		s.Lists = append(s.Lists, cited(l, book))
	}
	if x.Notice != nil {
		s.NoticeOn = x.Notice.On
	}
	return s, nil
}

// mine finds a visit for one of its inspectors; to others there is none.
func (d *Desk) mine(ctx context.Context, db pg.DB, who access.Actor, id string) (*caseflow.Case, *details, error) {
	c, err := d.cases.Seen(ctx, db, who, id)
	if err != nil {
		return nil, nil, err
	}
	if c.Kind != Kind {
		return nil, nil, errUnknown
	}
	x, err := detailsOf(c)
	if err == nil && !x.inspects(who.Account) {
		err = errUnknown
	}
	return c, x, err
}

type sheetKey struct{}

func sheetOf(ctx context.Context) (Filled, bool) {
	f, ok := ctx.Value(sheetKey{}).(Filled)
	return f, ok
}

// Hand takes a filled sheet in: arrival, record, signature and the firm's answer in one transaction, or none of it. It is sent until
// it has been answered; the same key does each of its steps once, so a device that lost the answer may send it again (F12-7).
func (d *Desk) Hand(ctx context.Context, who access.Actor, id, key string, f Filled) (c *caseflow.Case, err error) {
	ctx = context.WithValue(ctx, sheetKey{}, f)
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if c, _, err = d.mine(ctx, tx, who, id); err != nil {
			return err
		}
		if key == "" || len(key) > 80 {
			return errKey
		}
		for _, step := range stepsOf(f, c.State) {
			step.Actor, step.Key = who, key+"/"+string(step.Act)
			if c, err = d.cases.Do(ctx, tx, id, step); err != nil {
				return err
			}
		}
		c, err = d.cases.Find(ctx, tx, id)
		return err
	})
	return c, err
}

// stepsOf are the acts a sheet stands for. Who arrived with a network before has arrived.
func stepsOf(f Filled, state caseflow.State) (out []caseflow.Doing) {
	if state != OnSite {
		out = append(out, caseflow.Doing{Act: Arrive, Fields: caseflow.Values{"code": f.Code, "no_code_reason": f.NoCodeReason}})
	}
	var pictures []string
	for _, a := range f.Answers {
		for _, p := range a.Photos {
			if !slices.Contains(pictures, p) {
				pictures = append(pictures, p)
			}
		}
	}
	record := caseflow.Values{}
	if len(pictures) > 0 {
		record[photos] = pictures
	}
	sign := caseflow.Values{}
	if f.Signature != "" {
		sign[signature] = f.Signature
	}
	out = append(out, caseflow.Doing{Act: Record, Fields: record}, caseflow.Doing{Act: Sign, Fields: sign})
	if a := f.Firm; a != nil && a.Refused {
		out = append(out, caseflow.Doing{Act: NoteRefusal, Fields: caseflow.Values{"reason": a.Remark}})
	} else if a != nil {
		out = append(out, caseflow.Doing{Act: FirmDrawn, Fields: caseflow.Values{"signer": a.Signer, signature: a.Signature, "remark": a.Remark}})
	}
	return out
}

// record keeps the answers, item by item: every item of the lists, and none beside them.
func (d *Desk) record(ctx context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	f, sent := sheetOf(ctx)
	x, err := detailsOf(c)
	switch {
	case err != nil:
		return err
	case !sent:
		return errSheet
	case !x.inspects(m.Actor.Account):
		return errNotInspector
	}
	lists := x.lists(d.law.On(m.On))
	if at := wanting(lists, f.Answers); at != "" {
		return errItem.At("answers." + at)
	}
	if slices.ContainsFunc(f.Answers, func(a Answer) bool { return !listed(lists, a) }) {
		return errUnasked
	}
	x.Answers, x.Remarks = f.Answers, strings.TrimSpace(f.Remarks)
	if utf8.RuneCountInString(x.Remarks) > 2000 {
		return errItem.At("remarks")
	}
	wrongs := 0
	for _, a := range x.Answers {
		if a.Value == "not" {
			wrongs++
		}
	}
	if x.Digest, err = d.digest(c, x); err != nil {
		return err
	}
	m.Public["items"], m.Public["not_in_order"], m.Public["sm3"] = itoa(len(x.Answers)), itoa(wrongs), x.Digest
	return c.Keep(x)
}

func listed(lists []law.Checklist, a Answer) bool {
	return slices.ContainsFunc(lists, func(l law.Checklist) bool {
		return l.Code == a.List && slices.ContainsFunc(l.Items, func(i law.CheckItem) bool { return i.Code == a.Item })
	})
}

// sign is the signature of an inspector, from their own account: as many as the rules ask for, each once.
func (d *Desk) sign(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	switch {
	case err != nil:
		return err
	case !x.inspects(m.Actor.Account):
		return errNotInspector
	case slices.ContainsFunc(x.Signed, func(s Signing) bool { return s.Account == m.Actor.Account }):
		return errSigned
	}
	x.Signed = append(x.Signed, Signing{m.Actor.Account, m.Actor.Person, m.On})
	m.Public["sm3"] = x.Digest
	least, _ := d.law.On(m.On).Limit("inspection.inspectors.min")
	if int64(len(x.Signed)) >= max(least.N, 1) {
		c.Fact(inspectorsAll)
	}
	return c.Keep(x)
}

// firmSigns keeps how the firm answered the record: once, whichever way.
func firmSigns(how string) handler {
	return func(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := detailsOf(c)
		switch {
		case err != nil:
			return err
		case x.Firmly != nil:
			return errSigned
		case how != "account" && !x.inspects(m.Actor.Account):
			return errNotInspector
		}
		x.Firmly = &FirmSigned{How: how, By: m.Fields.Text("signer"), Remark: m.Fields.Text("remark") + m.Fields.Text("reason"), On: m.On}
		m.Public["firm"], m.Public["sm3"] = how, x.Digest
		c.Fact(firmAnswered)
		return c.Keep(x)
	}
}
