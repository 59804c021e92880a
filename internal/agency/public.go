package agency

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Listed is an agency as anybody sees it.
type Listed struct {
	Org           string       `json:"org"`
	Name          law.Text2    `json:"name"`
	Kind          string       `json:"kind" enum:"credit_reporting,rating,bank,service"`
	FilingNo      string       `json:"filing_no"`
	LicensedUntil workday.Date `json:"licensed_until,omitempty"`
	ReportKinds   []string     `json:"report_kinds"`
	Items         []string     `json:"items" doc:"codes of catalogue items it takes; only what is public"`
	Purpose       string       `json:"purpose"`
	From          workday.Date `json:"from"`
	Until         workday.Date `json:"until" doc:"last day"`
	Quota         int32        `json:"quota" doc:"readings a month"`
	Used          int32        `json:"used" doc:"of this month"`
	State         Standing     `json:"state" enum:"coming,holds,ended,stopped"`
	Behind        *Behind      `json:"not_updating,omitempty"`
}

// Behind is why an agency is named as not updating: how many records it still holds, and no record by its id.
type Behind struct {
	Since     workday.Date `json:"since"`
	Records   int          `json:"records"`
	Documents []string     `json:"documents" doc:"by which the office confirmed it"`
	Comments  []string     `json:"comments" doc:"what the agency says to it"`
}

// Public is the register anybody sees: agencies in the order of their codes, no ranking.
func (d *Desk) Public(ctx context.Context) ([]Listed, error) {
	all, err := inForceAll(ctx, d.db)
	if err != nil {
		return nil, err
	}
	calls, err := usedIn(ctx, d.db, firstOf(d.today()))
	if err != nil {
		return nil, err
	}
	rows, err := openFindings(ctx, d.db)
	if err != nil {
		return nil, err
	}
	behind := named(rows, d.today())
	out := make([]Listed, len(all))
	for i := range all {
		a := &all[i]
		out[i] = Listed{Org: a.Org, Name: a.Name, Kind: a.Kind, FilingNo: a.FilingNo, LicensedUntil: a.LicensedUntil, ReportKinds: a.ReportKinds, Items: a.Items,
			Purpose: a.Purpose, From: a.From, Until: a.Until, Quota: a.Quota, Used: calls[a.Org], State: a.On(d.today()), Behind: behind[a.Org]}
	}
	return out, nil
}

// named are the agencies the public page names on a day.
func named(rows []finding, today workday.Date) map[string]*Behind {
	out := map[string]*Behind{}
	for i := range rows {
		f := &rows[i]
		from := f.namedFrom(today)
		if from == 0 || from > today {
			continue
		}
		b := out[f.Org]
		if b == nil {
			b = &Behind{Since: from, Documents: []string{}, Comments: []string{}}
			out[f.Org] = b
		}
		b.Records++
		b.Since = min(b.Since, from)
		b.Documents = with(b.Documents, f.Document)
		b.Comments = with(b.Comments, f.Comment)
	}
	return out
}

// Own is an agency as it sees itself.
type Own struct {
	Agreement
	Standing Standing `json:"standing" enum:"coming,holds,ended,stopped"`
	Used     int32    `json:"used" doc:"readings of this month"`
	Compared *List    `json:"list,omitempty" doc:"the newest list it handed in"`
}

// OfOwn is the agreement of one's agency, and what is left of it.
func (d *Desk) OfOwn(ctx context.Context, who access.Actor) (Own, error) {
	org, err := orgOf(who)
	if err != nil {
		return Own{}, err
	}
	a, err := inForce(ctx, d.db, org)
	if err != nil {
		return Own{}, err
	}
	calls, err := usedIn(ctx, d.db, firstOf(d.today()))
	if err != nil {
		return Own{}, err
	}
	o := Own{Agreement: a, Standing: a.On(d.today()), Used: calls[org]}
	o.Author, o.Reviewer = "", ""
	o.Compared, err = d.newestList(ctx, org)
	return o, err
}

// newestList is the newest list an agency handed in; nil: none.
func (d *Desk) newestList(ctx context.Context, org string) (*List, error) {
	l, err := newestHolding(ctx, d.db, org)
	if errors.Is(err, pg.ErrNone) {
		return nil, nil
	}
	return &List{AsOf: l.AsOf, At: l.At, Records: len(l.Records), Digest: hex.EncodeToString(l.Digest)}, err
}

// with adds what is said once.
func with(all []string, s string) []string {
	if s == "" || slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

// Running are the agencies that may act on a day, by their codes: their agreement holds and so does their licence.
func Running(ctx context.Context, db pg.DB, today workday.Date) (map[string]Agreement, error) {
	all, err := inForceAll(ctx, db)
	out := map[string]Agreement{}
	for _, a := range all {
		if a.On(today) == Holds && a.LicensedFrom <= today && (a.LicensedUntil == 0 || today <= a.LicensedUntil) {
			out[a.Org] = a
		}
	}
	return out, err
}
