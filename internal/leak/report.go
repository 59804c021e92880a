package leak

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/disclosure"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Causes of a case.
const (
	Leaked   = "leak"   // data got out
	Tampered = "tamper" // data was changed by whom it should not have been
	Misused  = "misuse" // data was used for another purpose, or for gain
)

// Where a case came from.
const (
	byAnybody  = "anybody"
	byOfficial = "official"
	byAlarm    = "export_alarm"
	byLedger   = "ledger"
)

var causes = map[string]law.Text2{Leaked: {ZH: "信息泄露", EN: "leak"}, Tampered: {ZH: "信息篡改", EN: "tampering"}, Misused: {ZH: "信息滥用", EN: "misuse"}}

// Told is a report as it is handed in. No name is asked for.
type Told struct {
	Cause     string       `json:"cause" enum:"leak,tamper,misuse"`
	Statement string       `json:"statement" minLength:"1" maxLength:"5000" doc:"what was seen, where, and why it seems to come from this platform"`
	When      workday.Date `json:"when,omitzero" doc:"the day it was seen, if known"`
	Contact   string       `json:"contact,omitempty" maxLength:"200" doc:"only if you wish to be asked; sealed, and read by the office alone"`
}

// Receipt is what whoever reports follows the case with.
type Receipt struct {
	Case   string       `json:"case"`
	Code   string       `json:"code,omitempty" doc:"shown once"`
	DueOn  workday.Date `json:"due_on"`
	Follow string       `json:"follow" doc:"where number and code tell how it stands"`
}

// Report takes in what anybody tells, signed in or not. Who they are is not kept: an account that reports is as unknown as nobody.
func (d *Desk) Report(ctx context.Context, who access.Actor, in Told, key string) (r Receipt, err error) {
	if !d.asked.Take(access.VisitOf(ctx).Address + who.ID) {
		return r, access.ErrTooMany
	}
	in.Statement = strings.TrimSpace(in.Statement)
	if in.Statement == "" || causes[in.Cause].ZH == "" || in.When > d.today() {
		return r, errTold
	}
	x := details{Cause: in.Cause, Source: byAnybody, Statement: in.Statement, When: in.When, Contact: strings.TrimSpace(in.Contact)}
	if who.Post != "" {
		x.Source = byOfficial
	}
	if key != "" { // the words are part of it: nobody finds another's case by guessing a key
		sum := sha256.Sum256([]byte(key + "\n" + in.Statement))
		key = "report " + hex.EncodeToString(sum[:])
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		c, err := d.open(ctx, tx, Report, x, key)
		if err != nil {
			return err
		}
		r = Receipt{Case: c.ID, Code: c.Code, DueOn: c.DueOn, Follow: "/v1/progress"}
		return nil
	})
	return r, err
}

// open opens a case at the office of the security officer, in nobody's name.
func (d *Desk) open(ctx context.Context, tx pg.Tx, act caseflow.Act, x details, key string) (*caseflow.Case, error) {
	office, ok, err := d.accounts.OfficeOf(ctx, tx, access.SecurityOfficer)
	if err != nil {
		return nil, err
	}
	if !ok || len(office.Region) < 6 {
		return nil, errNoOffice
	}
	return d.cases.Open(ctx, tx, caseflow.System(), caseflow.Opening{Kind: Kind, Act: act, EntityID: office.ID, Org: office.ID, Region: office.Region[:6],
		Title: causes[x.Cause].ZH + "线索", Details: x, Key: key})
}

func (d *Desk) opened(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	m.Public["cause"], m.Public["source"] = x.Cause, x.Source
	if err := insertFiled(ctx, tx, c.ID, x.Cause, x.Source, m.On); err != nil {
		return err
	}
	return d.concern(ctx, tx, c.ID, x.Concerns)
}

func (d *Desk) concern(ctx context.Context, tx pg.Tx, caseID string, actors []string) error {
	if len(actors) == 0 {
		return nil
	}
	return insertConcerned(ctx, tx, caseID, actors, d.instant())
}

// Alarmed opens a case from an export that rang an alarm: one a day for each actor, in the transaction of the fetch. Where no office
// sits yet, the auditor's queue has it alone.
func (d *Desk) Alarmed(ctx context.Context, tx pg.Tx, a disclosure.Alarmed) error {
	_, err := d.open(ctx, tx, Clue, details{Cause: Leaked, Source: byAlarm, Rule: a.Rule, Export: a.Export, Concerns: []string{a.Actor}}, "alarm "+a.Actor+" "+a.On.String())
	if err == error(errNoOffice) {
		return nil
	}
	return err
}

// Broken opens a case from a ledger that does not hold: one a day for each thing found.
func (d *Desk) Broken(ctx context.Context, tx pg.Tx, v disclosure.Verified) error {
	_, err := d.open(ctx, tx, Clue, details{Cause: Tampered, Source: byLedger, Broken: v.Code}, "ledger "+v.Code+" "+workday.Of(v.At).String())
	if err == error(errNoOffice) {
		return nil
	}
	return err
}

// Contradicted is Broken for an anchor outside that contradicts the ledger.
func (d *Desk) Contradicted(ctx context.Context, code string) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		return d.Broken(ctx, tx, disclosure.Verified{At: d.now(), Code: code})
	})
}
