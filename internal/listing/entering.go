package listing

import (
	"context"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Items of the catalogue an entry and a ban are records of.
const (
	listItem = "list_entry"
	banItem  = "ban"
)

// grounds are what an entry says of its decision, ours or another body's.
type grounds struct {
	authority, code, document, basis, facts string
	decided, served, until                  workday.Date
	ban                                     *Ban
	measures                                []string
}

// enter brings the entry about, by the gates of intake and in the transaction of the move: a basis, a document, proof of service
// and an end, or no entry (G9). This is the only place that does (G3).
func (d *Desk) enter(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	g, err := d.groundsOf(x, m.Actor)
	if err != nil {
		return err
	}
	item, values := listItem, listValues(x, g)
	if c.Kind == BanKind {
		item, values = banItem, banValues(x, g)
	}
	r, err := d.records.Enter(ctx, tx, m.Actor, c.ID, item, values)
	switch {
	case err != nil:
		return err
	case r.EntityID != c.EntityID:
		return errSubject
	case r.PublicUntil == 0:
		return errNoEnd
	case r.State != record.Effective:
		return errThere
	}
	x.Record = r.ID
	m.Public["record"], m.Public["until"] = r.ID, r.PublicUntil.String()
	if err := insertEntry(ctx, tx, entryRow{EntityID: c.EntityID, CaseID: c.ID, RecordID: r.ID, Kind: c.Kind, List: x.List, UntilOn: r.PublicUntil, At: d.instant()}); err != nil {
		return err
	}
	return c.Keep(x)
}

func (d *Desk) groundsOf(x *details, who access.Actor) (grounds, error) {
	if o := x.Outside; o != nil {
		return grounds{o.Authority, o.AuthorityCode, o.DocumentNo, o.Basis, o.Facts, o.DecidedOn, o.ServedOn, o.Until, o.Ban, nil}, nil
	}
	if x.Decision == nil || x.Service == nil || x.Notice == nil {
		return grounds{}, errNotDrafted
	}
	p := x.Proposal
	return grounds{authority: who.Name, code: who.Org, document: x.Decision.DocumentNo, basis: d.law.On(x.Decision.On).Cite(p.Basis).ZH, facts: p.Facts,
		decided: x.Decision.On, served: x.Service.On, ban: p.Ban, measures: p.Measures}, nil
}

// person and firm as the sheets of lists write them.
func kindOfSubject(s Subject) string {
	if s.Person {
		return "自然人"
	}
	return "法人及非法人组织"
}

func listValues(x *details, g grounds) map[string]string {
	v := map[string]string{"HMDMC": x.List, "JGMC": x.Subject.Name, "ZTLB": kindOfSubject(x.Subject), "LRMDSY": g.facts, "LRRQ": g.decided.String(),
		"RDBM": g.authority, "RDBMTYSHXYDM": g.code, "RDYJ": g.basis, "WSH": g.document, "SDRQ": g.served.String(), "XH_CSDM": strings.Join(g.measures, "、")}
	if v["TYSHXYDM"] = x.Subject.Code; x.Subject.Person {
		v["TYSHXYDM"], v["ZTZJHM"] = "", x.Subject.Number
	}
	if g.until != 0 {
		v["YXQZ"] = g.until.String()
	}
	return v
}

// banValues: a ban begins with its service and ends on its last day.
func banValues(x *details, g grounds) map[string]string {
	v := map[string]string{"JR_ZTMC": x.Subject.Name, "JR_ZTLB": kindOfSubject(x.Subject), "JR_LX": g.ban.Kind, "JR_HY": g.ban.Industry, "JR_FW": g.ban.Scope,
		"JR_YJ": g.basis, "JR_WSH": g.document, "JR_JDRQ": g.decided.String(), "JR_SDRQ": g.served.String(), "JR_QSRQ": g.served.String(), "JR_JZRQ": g.ban.Until.String(),
		"JR_JG": g.authority, "JR_JGDM": g.code, "XH_LY": g.ban.Domain}
	if v["JR_TYSHXYDM"] = x.Subject.Code; x.Subject.Person {
		v["JR_TYSHXYDM"], v["JR_ZJHM"] = "", x.Subject.Number
	}
	return v
}

// leave ends an entry by the decision of a second officer: early, or because it was wrong.
func (d *Desk) leave(to record.State) handler {
	return func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := detailsOf(c)
		if err != nil {
			return err
		}
		outcome := map[record.State]string{record.Removed: "remove", record.Withdrawn: "quash"}[to]
		if x.Leaving == nil || x.Leaving.Outcome != outcome {
			return errNotDrafted
		}
		if err := endEntry(ctx, tx, c.EntityID, c.ID, m.On); err != nil { // first, so that the case does not follow its own decision
			return err
		}
		_, err = d.records.Rule(ctx, tx, m.Actor, c.ID, []record.Ruling{{EntityID: c.EntityID, ID: x.Record, State: to, On: m.On, Document: c.ID, Authority: m.Actor.Name}})
		if err != nil {
			return err
		}
		x.Ended = &Decision{Outcome: outcome, DocumentNo: c.ID, On: m.On, Findings: x.Leaving.Findings}
		m.Public["record"], m.Public["outcome"] = x.Record, outcome
		return c.Keep(x)
	}
}

// Follow lets a case follow its record, whoever changed it: repaired, removed by a report of its body, or withdrawn after an
// objection. A revoked repair brings the entry back; the case is closed and stays so.
func (d *Desk) Follow(ctx context.Context, tx pg.Tx, e record.Changed) error {
	for i := range e.Records {
		r := &e.Records[i]
		if r.Item != listItem && r.Item != banItem || r.Version == 1 {
			continue
		}
		if err := d.follow(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) follow(ctx context.Context, tx pg.Tx, r *record.Record) error {
	row, there, err := entryOf(ctx, tx, r.EntityID, r.ID)
	if err != nil || !there || row.EndedOn != 0 || r.State == record.Effective {
		return err
	}
	act := FollowRemoval
	if r.State == record.Withdrawn || r.State == record.Unmerged {
		act = FollowQuash
	}
	if err := endEntry(ctx, tx, r.EntityID, row.CaseID, d.today()); err != nil {
		return err
	}
	_, err = d.cases.Do(ctx, tx, row.CaseID, caseflow.Doing{Act: act, Actor: caseflow.System(), Key: "record " + r.ID})
	return err
}

// Settle closes the cases of entries whose term is over. The entries ended by their dates long before: this only tidies.
func (d *Desk) Settle(ctx context.Context) (closed int, err error) {
	over, err := overdue(ctx, d.db, d.today())
	for _, row := range over {
		err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			if err := endEntry(ctx, tx, row.EntityID, row.CaseID, row.UntilOn.AddDays(1)); err != nil {
				return err
			}
			_, err := d.cases.Do(ctx, tx, row.CaseID, caseflow.Doing{Act: Lapse, Actor: caseflow.System(), Key: "term"})
			return err
		})
		if err != nil {
			return closed, err
		}
		closed++
	}
	return closed, err
}

var (
	errNoEnd = fault.New(fault.Conflict, "listing.no_end", "规则没有规定这份名单的期限，不得列入；请先补全期限规则。",
		"No rule says when such an entry ends, so it must not begin; complete the rules of its term first.").Under("国办发〔2025〕22号")
	errThere = fault.New(fault.Conflict, "listing.there", "同一文书的记录已经存在并已终止，不能再次列入；请核对文书号。",
		"A record of this document exists and has ended; it is not entered again. Check the number.")
)

// NoticedOn is the day the subject of an entry was served the notice before its decision; zero for one that came another way.
func (d *Desk) NoticedOn(ctx context.Context, entityID, recordID string) (workday.Date, error) {
	row, there, err := entryOf(ctx, d.db, entityID, recordID)
	if err != nil || !there {
		return 0, err
	}
	c, err := d.cases.Find(ctx, d.db, row.CaseID)
	if err != nil {
		return 0, err
	}
	x, err := detailsOf(c)
	if err != nil || x.Notice == nil {
		return 0, err
	}
	return x.Notice.On, nil
}
