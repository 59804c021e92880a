package space

import (
	"cmp"
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Member is a firm whose letter to the association holds today. There is no list of those whose letter is over.
type Member struct {
	Letter   string       `json:"letter"`
	Entity   string       `json:"entity_id"`
	Name     string       `json:"name"`
	Items    []string     `json:"items" doc:"what may be seen, and nothing else"`
	Until    workday.Date `json:"until" doc:"last day"`
	Document string       `json:"document"`
}

// File is what an association sees of a member: what stands under the items of the letter.
type File struct {
	Member
	At      time.Time `json:"at"`
	Records []Entry   `json:"records"`
	Notice  law.Text2 `json:"notice"`
}

// Entry is a record of a member within the letter, and what can be done about it.
type Entry struct {
	Record      string       `json:"record"`
	Item        string       `json:"item"`
	ItemName    law.Text2    `json:"item_name"`
	Title       string       `json:"title"`
	Document    string       `json:"document_no"`
	Authority   string       `json:"authority"`
	DecidedOn   workday.Date `json:"decided_on"`
	PublicUntil workday.Date `json:"public_until,omitempty"`
	Adverse     bool         `json:"adverse"`
	Public      bool         `json:"public" doc:"false: seen by the letter alone; not to be passed on"`
	RepairFrom  workday.Date `json:"repair_from,omitempty" doc:"first day repair can be applied for; of adverse records"`
	Repairable  bool         `json:"repairable" doc:"that day has come"`
}

var notice = law.Text2{
	ZH: "仅限凭授权书用于行业自律与信用建设，不得转交、公开或用于排名；每次查看都会告知会员。没有记录不等于评价。",
	EN: "By the letter alone, for self-discipline and credit building; not to be passed on, published or ranked. The member is told of every look. No record is no judgement.",
}

// Members lists the firms whose letters to one's association hold today.
func (d *Desk) Members(ctx context.Context, who access.Actor) ([]Member, error) {
	rows, err := lettersTo(ctx, d.db, who.Org, d.today())
	if err != nil || len(rows) == 0 {
		return []Member{}, err
	}
	consents, err := d.consents(ctx, rows)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(k kept) bool { return consents[k.ConsentID].On(d.today()) != disclosure.ConsentLive })
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].EntityID
	}
	names, err := registry.FindMany(ctx, d.db, ids)
	out := make([]Member, len(rows))
	for i := range rows {
		out[i] = memberOf(&rows[i], names[rows[i].EntityID].Name)
	}
	return out, err
}

func memberOf(k *kept, name string) Member {
	return Member{Letter: k.LetterID, Entity: k.EntityID, Name: name, Items: k.Items, Until: k.UntilOn, Document: k.DocumentID}
}

// Look gives an association what stands of a member within its letter. That it looks is on disk before it sees, with the letter as its
// case; the member finds it among its views. A letter that is over, or of somebody else, is not there.
func (d *Desk) Look(ctx context.Context, who access.Actor, id string) (File, error) {
	k, err := letterBy(ctx, d.db, id)
	if err == nil && (who.Org == "" || k.Association != who.Org) {
		err = errUnknown
	}
	if err != nil {
		return File{}, err
	}
	e, err := registry.Find(ctx, d.db, k.EntityID)
	if err != nil {
		return File{}, err
	}
	all, err := record.Of(ctx, d.db, k.EntityID, d.instant())
	if err != nil {
		return File{}, err
	}
	r := disclosure.Reading{Subject: k.EntityID, Fields: k.Items, Purpose: purpose, Case: k.LetterID, Consent: k.ConsentID}
	if err := d.disclosure.Read(ctx, who, r); fault.Is(err, "disclosure.no_consent") {
		return File{}, errUnknown
	} else if err != nil {
		return File{}, err
	}
	book := d.law.On(d.today())
	return File{Member: memberOf(&k, e.Name), At: d.instant(), Records: within(all, k.Items, book, d.today()), Notice: notice}, nil
}

// within is what of records stands under some items on a day: not what was repaired, removed, withdrawn or has run out (36号令第三条),
// and no natural person.
func within(all []record.Record, items []string, book *law.Book, today workday.Date) []Entry {
	out := []Entry{}
	for i := range all {
		r := &all[i]
		status := r.StatusOn(today)
		if r.State != record.Effective || status == record.StatusEnded || r.Person || !slices.Contains(items, r.Item) {
			continue
		}
		it, _ := book.Item(r.Item)
		e := Entry{Record: r.ID, Item: r.Item, ItemName: it.Name, Title: r.Title, Document: r.DocumentNo, Authority: r.Authority, DecidedOn: r.DecidedOn,
			PublicUntil: r.PublicUntil, Adverse: r.Adverse, Public: status == record.StatusPublic}
		if r.Adverse {
			e.RepairFrom, e.Repairable = r.RepairFrom, r.RepairFrom != 0 && today >= r.RepairFrom
		}
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.DecidedOn, a.DecidedOn), cmp.Compare(a.Record, b.Record))
	})
	return out
}
