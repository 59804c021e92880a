package objection

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// words are what a letter of correction says; sealed.
type words struct {
	Subject string            `json:"subject"`
	Fields  map[string]string `json:"fields"`
}

// reachBack finds everybody who was given an answer that leaned on a wrong record, notes the harm, writes each body its letter
// and leaves it a notice to acknowledge (F27-4). The bodies that verify the case read for it and were not misled by it; what they
// took out as a file is out, and is to be replaced.
func (d *Desk) reachBack(ctx context.Context, tx pg.Tx, c *caseflow.Case, x *details, m *caseflow.Doing, from time.Time) error {
	by := map[string][]Recipient{}
	of := map[string]string{} // the record each body is told of: the first it was answered on
	count, err := d.received(ctx, tx, c, x, from, by, of)
	if err != nil {
		return err
	}
	m.Public["told"], m.Public["answers"] = strconv.Itoa(len(by)), strconv.Itoa(count)
	if d.Tell == nil {
		return nil
	}
	var notices []Notice
	for _, org := range sortedKeys(by) {
		if err := d.write(ctx, tx, c, x, m, of[org], by[org]); err != nil {
			return err
		}
		r, err := record.Find(ctx, tx, of[org])
		if err != nil {
			return err
		}
		notices = append(notices, Notice{Org: org, EntityID: c.EntityID, Record: r.ID, Version: r.Version, Case: c.ID, Reason: string(x.Draft.Outcome), Limit: "objection.reach"})
	}
	return d.Tell(ctx, tx, notices)
}

func (d *Desk) received(ctx context.Context, tx pg.Tx, c *caseflow.Case, x *details, from time.Time, by map[string][]Recipient, of map[string]string) (count int, err error) {
	if d.Received == nil {
		return 0, nil
	}
	seen := map[string]bool{}
	for _, id := range x.Draft.Records {
		all, err := d.Received(ctx, tx, c.EntityID, id, from)
		if err != nil {
			return 0, err
		}
		for _, r := range all {
			if seen[r.Answer] || r.Org == "" || r.Org == c.EntityID || r.How == "reading" && (r.Org == c.Org || r.Org == c.Provider) {
				continue
			}
			seen[r.Answer] = true
			if _, there := of[r.Org]; !there {
				of[r.Org] = id
			}
			by[r.Org] = append(by[r.Org], r)
			if err := putHarm(ctx, tx, &harm{EntityID: c.EntityID, CaseID: c.ID, AnswerID: r.Answer, How: r.How, Org: r.Org, Matter: r.Matter, At: r.At}); err != nil {
				return 0, err
			}
		}
	}
	return len(seen), nil
}

// write writes the letter of one body.
func (d *Desk) write(ctx context.Context, tx pg.Tx, c *caseflow.Case, x *details, m *caseflow.Doing, id string, answers []Recipient) error {
	r, err := record.Find(ctx, tx, id)
	if err != nil {
		return err
	}
	org, name := answers[0].Org, answers[0].Name
	if name == "" || name == org {
		if name, err = d.nameOf(ctx, tx, org); err != nil {
			return err
		}
	}
	was, now := d.wasAndNow(x, &r)
	w := words{Subject: r.Subject, Fields: map[string]string{"recipient": name, "subject": r.Subject, "record": r.DocumentNo + "　" + r.Title,
		"queried": queried(answers), "was": was, "now": now, "reason": x.Draft.Findings, "basis": x.Decision.Clause.ZH}}
	sealed, err := json.Marshal(w)
	if err != nil {
		return err
	}
	return putLetter(ctx, tx, &letter{EntityID: c.EntityID, CaseID: c.ID, Org: org, Name: name, RecordID: id, Answers: int32(len(answers)), OnDay: m.On, //nolint:gosec // bounded by a query
		Words: d.seal.Seal(letterContext(c.EntityID, c.ID, org), sealed), At: d.instant()})
}

func letterContext(entity, caseID, org string) string {
	return "objection.letter " + entity + " " + caseID + " " + org
}

// wasAndNow is a change in words.
func (d *Desk) wasAndNow(x *details, r *record.Record) (was, now string) {
	item, _ := d.law.On(workday.Of(r.SeenAt)).Item(r.Item)
	for _, code := range sortedKeys(x.Draft.Changes) {
		name := code
		if i := slices.IndexFunc(item.Fields, func(f law.Field) bool { return f.Code == code }); i >= 0 {
			name = item.Fields[i].Name.ZH
		}
		change := x.Draft.Changes[code]
		was += name + "：" + orNone(change.Old) + "；"
		now += name + "：" + orNone(change.New) + "；"
	}
	if was != "" {
		return strings.TrimSuffix(was, "；"), strings.TrimSuffix(now, "；")
	}
	if x.Decision.Unmerged {
		return "该信息按名称误记于该当事人名下", "该信息不属于该当事人，已撤销匹配"
	}
	return "该信息仍在公示和使用", x.Decision.Name.ZH + "：停止公示、共享和使用"
}

func orNone(s string) string {
	if s == "" {
		return "（无）"
	}
	return s
}

// ways are how an answer was given, in words: an officer looks for a check elsewhere than for a file.
var ways = map[string]string{"check": "查验", "api": "接口查验", "batch": "批量查验", "reading": "查阅", "export": "导出文件"}

// queried says how and when a body had asked, newest last and not more than the first and the last of many.
func queried(answers []Recipient) string {
	slices.SortFunc(answers, func(a, b Recipient) int { return a.At.Compare(b.At) })
	one := func(r Recipient) string {
		return workday.Of(r.At).String() + " " + ways[r.How] + "，编号 " + r.Answer
	}
	first, last := answers[0], answers[len(answers)-1]
	if len(answers) == 1 {
		return one(first)
	}
	return strconv.Itoa(len(answers)) + " 次，自 " + one(first) + "；至 " + one(last)
}

// Letter is a letter of correction as a document.
func (d *Desk) Letter(ctx context.Context, who access.Actor, caseID, to string) (paper.Document, error) {
	c, err := d.cases.Find(ctx, d.db, caseID)
	if fault.KindOf(err) == fault.Missing {
		err = errNoLetter // the same words, or it would tell which cases there are
	}
	if err != nil {
		return paper.Document{}, err
	}
	if to == "" {
		to = who.Org
	}
	if to != who.Org || who.Firm != "" { // somebody else's letter is for whoever may see the case
		if _, err := d.cases.Seen(ctx, d.db, who, caseID); err != nil {
			return paper.Document{}, errNoLetter
		}
	}
	l, there, err := letterOf(ctx, d.db, c.EntityID, caseID, to)
	if err == nil && !there {
		err = errNoLetter
	}
	if err != nil {
		return paper.Document{}, err
	}
	plain, err := d.seal.Open(letterContext(l.EntityID, l.CaseID, l.Org), l.Words)
	if err != nil {
		return paper.Document{}, err
	}
	var w words
	if err := json.Unmarshal(plain, &w); err != nil {
		return paper.Document{}, err
	}
	t, ok := d.law.On(l.OnDay).Template("correction.letter")
	if !ok {
		return paper.Document{}, errNoLetter
	}
	issuer, err := d.nameOf(ctx, d.db, c.Org)
	if err != nil {
		return paper.Document{}, err
	}
	return paper.Fill(t, paper.ZH, paper.Values{Text: w.Fields}, paper.Extra{Number: c.ID, Issuer: issuer, To: l.Name, On: l.OnDay})
}

// Settle closes objections that were right once everybody who was told has acknowledged. It may run at any time; nothing legal
// waits for it. It returns how many it closed.
func (d *Desk) Settle(ctx context.Context) (closed int, err error) {
	all, err := unclosed(ctx, d.db)
	for i := range all {
		done, err := d.close(ctx, &all[i])
		if err != nil {
			return closed, err
		}
		if done {
			closed++
		}
	}
	return closed, err
}

func (d *Desk) close(ctx context.Context, o *outcome) (done bool, err error) {
	ls, err := lettersOf(ctx, d.db, o.EntityID, o.CaseID)
	if err != nil {
		return false, err
	}
	acks, err := d.acks(ctx, d.db, o.CaseID)
	if err != nil {
		return false, err
	}
	for i := range ls {
		if _, ok := acks[ls[i].Org]; !ok {
			return false, nil
		}
	}
	return true, d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := d.cases.Do(ctx, tx, o.CaseID, caseflow.Doing{Act: Close, Actor: caseflow.System(), Key: "close"}); err != nil {
			return err
		}
		return closed(ctx, tx, o, d.instant())
	})
}

func (d *Desk) acks(ctx context.Context, db pg.DB, caseID string) (map[string]time.Time, error) {
	if d.Acknowledged == nil {
		return nil, nil
	}
	return d.Acknowledged(ctx, db, caseID)
}

var errNoLetter = fault.New(fault.Missing, "objection.no_letter", "没有这封更正函，或者不是发给贵单位的；请从收件列表中打开。",
	"There is no such letter, or it is not for your body; open it from the inbox.")
