package visit

import (
	"context"
	"slices"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Line is a published result in a list.
type Line struct {
	Visit       string       `json:"visit"`
	Entity      string       `json:"entity"`
	Firm        string       `json:"firm"`
	Org         string       `json:"org"`
	Title       law.Text2    `json:"title"`
	Result      string       `json:"result"`
	ResultName  law.Text2    `json:"result_name"`
	Found       bool         `json:"found"`
	Mode        string       `json:"mode" enum:"on_site,remote,written"`
	BegunOn     workday.Date `json:"begun_on"`
	FormedOn    workday.Date `json:"formed_on"`
	PublishBy   workday.Date `json:"publish_by"`
	PublishedOn workday.Date `json:"published_on"`
	Late        bool         `json:"late"`
	Flags       []string     `json:"flags" doc:"no_code, wrong_code: how the visit began"`
	Commented   bool         `json:"commented" doc:"the firm says something to it"`
}

// Told is a published result with what it says, and what the firm says to it.
type Told struct {
	Line
	Summary   string       `json:"summary"`
	CorrectBy workday.Date `json:"correct_by,omitzero"`
	Basis     []string     `json:"basis"`
	Comment   string       `json:"comment,omitempty"`
	CommentOn workday.Date `json:"comment_on,omitzero"`
	Record    string       `json:"record,omitempty" doc:"the record it became, where it may be repaired"`
}

func (d *Desk) line(r *visitRow, firm string) Line {
	kind, _ := d.law.On(r.FormedOn).VisitResult(r.Result)
	return Line{Visit: r.VisitID, Entity: r.EntityID, Firm: firm, Org: r.Org, Title: r.title(), Result: r.Result, ResultName: kind.Name, Found: r.Found, Mode: r.Mode,
		BegunOn: r.BegunOn, FormedOn: r.FormedOn, PublishBy: r.PublishBy, PublishedOn: r.PublishedOn, Late: r.PublishedOn > r.PublishBy, Flags: append([]string{}, r.Flags...),
		Commented: r.Comment == "shown"}
}

// ResultPage is how many results one page holds.
const ResultPage = 50

// Results are the published ones, newest first; after is the cursor of the page before. What became a record is shown as long as that
// record is public: repaired or ended, it is gone from here too.
func (d *Desk) Results(ctx context.Context, org, after string) (lines []Line, next string, err error) {
	before, id := workday.New(9999, 1, 1), ""
	if day, rest, ok := strings.Cut(after, " "); ok {
		if before, err = workday.Parse(day); err != nil {
			return nil, "", errUnknown
		}
		id = rest
	}
	rows, err := publicPage(ctx, d.db, org, before, id, ResultPage)
	if err != nil {
		return nil, "", err
	}
	if len(rows) == ResultPage {
		last := rows[len(rows)-1]
		next = last.PublishedOn.String() + " " + last.VisitID
	}
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].EntityID
	}
	names, err := registry.FindMany(ctx, d.db, ids)
	if err != nil {
		return nil, "", err
	}
	lines = []Line{}
	for i := range rows {
		ended, err := d.ended(ctx, &rows[i])
		if err != nil {
			return nil, "", err
		}
		if !ended {
			lines = append(lines, d.line(&rows[i], names[rows[i].EntityID].Name))
		}
	}
	return lines, next, nil
}

// Result is one of them.
func (d *Desk) Result(ctx context.Context, id string) (t Told, err error) {
	r, err := publicOne(ctx, d.db, id)
	if err != nil {
		return t, err
	}
	if ended, err := d.ended(ctx, &r); err != nil || ended {
		return t, cmpErr(err, errUnknown)
	}
	c, err := d.cases.Find(ctx, d.db, id)
	if err != nil {
		return t, err
	}
	x, err := detailsOf(c)
	if err != nil || x.Result == nil {
		return t, cmpErr(err, errUnknown)
	}
	t = Told{Line: d.line(&r, x.Firm), Summary: x.Result.Summary, CorrectBy: x.Result.CorrectBy, Basis: []string{}, Record: x.Record}
	for _, k := range x.Tasks {
		if !slices.Contains(t.Basis, k.Basis) {
			t.Basis = append(t.Basis, k.Basis)
		}
	}
	if x.Comment != nil && x.Comment.State == "shown" {
		t.Comment, t.CommentOn = x.Comment.Text, x.Comment.On
	}
	return t, nil
}

func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// MyVisit is a visit as its firm sees it in its list.
type MyVisit struct {
	Visit       string         `json:"visit"`
	Title       law.Text2      `json:"title"`
	Org         string         `json:"org"`
	State       caseflow.State `json:"state"`
	StateName   law.Text2      `json:"state_name"`
	Mode        string         `json:"mode" enum:"on_site,remote,written"`
	PlannedOn   workday.Date   `json:"planned_on"`
	BegunOn     workday.Date   `json:"begun_on,omitzero"`
	ResultName  law.Text2      `json:"result_name,omitzero"`
	PublishBy   workday.Date   `json:"publish_by,omitzero"`
	PublishedOn workday.Date   `json:"published_on,omitzero"`
	Late        bool           `json:"late"`
	Flags       []string       `json:"flags"`
	Comment     string         `json:"comment" enum:",waiting,shown,withheld"`
	Rated       bool           `json:"rated"`
}

// Mine is what a firm sees of its visits: each of them, its code, and how often firms like it are visited.
type Mine struct {
	Code   Code         `json:"code"`
	Visits []MyVisit    `json:"visits"`
	Year   int64        `json:"year" doc:"visits begun in the time that is compared"`
	Others []Tally      `json:"others" doc:"visits by class in the same time: firms of which there were any"`
	After  workday.Date `json:"after"`
}

// MineOf reads them.
func (d *Desk) MineOf(ctx context.Context, who access.Actor) (m Mine, err error) {
	if who.Firm == "" {
		return m, errUnknown
	}
	if m.Code, err = d.CodeOf(who); err != nil {
		return m, err
	}
	rows, err := ofFirm(ctx, d.db, who.Org)
	if err != nil {
		return m, err
	}
	states, err := d.statesOf(ctx, who.Org)
	if err != nil {
		return m, err
	}
	h, err := d.hits(ctx, "", d.today())
	m.Others, m.After, m.Visits = h.Classes, h.After, []MyVisit{}
	for i := range rows {
		r := &rows[i]
		v := MyVisit{Visit: r.VisitID, Title: r.title(), Org: r.Org, State: states[r.VisitID], Mode: r.Mode, PlannedOn: r.PlannedOn, BegunOn: r.BegunOn, PublishedOn: r.PublishedOn,
			Flags: append([]string{}, r.Flags...), Comment: r.Comment, Rated: r.Rating > 0, PublishBy: r.PublishBy}
		v.StateName = publicName(v.State)
		if r.PublishedOn != 0 {
			kind, _ := d.law.On(r.FormedOn).VisitResult(r.Result)
			v.ResultName = kind.Name
		}
		v.Late = r.PublishBy != 0 && (r.PublishedOn > r.PublishBy || r.PublishedOn == 0 && d.today() > r.PublishBy)
		if r.BegunOn > h.After {
			m.Year++
		}
		m.Visits = append(m.Visits, v)
	}
	return m, err
}

func publicName(s caseflow.State) law.Text2 {
	for _, n := range states {
		if n.State == s {
			return n.Public
		}
	}
	return law.Text2{}
}

func (d *Desk) statesOf(ctx context.Context, entity string) (map[string]caseflow.State, error) {
	all, err := d.cases.Of(ctx, d.db, entity, Kind)
	out := map[string]caseflow.State{}
	for i := range all {
		out[all[i].ID] = all[i].State
	}
	return out, err
}

// Due are an inspector's own tasks, with the visits that serve them.
func (d *Desk) Due(ctx context.Context, who access.Actor) ([]Due, error) {
	tasks, err := d.Own(ctx, who)
	if err != nil || len(tasks) == 0 {
		return []Due{}, err
	}
	ids := make([]string, len(tasks))
	for i := range tasks {
		ids[i] = tasks[i].Entity
	}
	names, err := registry.FindMany(ctx, d.db, ids)
	if err != nil {
		return nil, err
	}
	in, err := serving(ctx, d.db, ids)
	if err != nil {
		return nil, err
	}
	for i := range tasks {
		t := &tasks[i]
		t.Firm, t.Visit = names[t.Entity].Name, in[[2]string{t.Entity, t.Draw}]
		if t.Visit == "" {
			continue
		}
		c, err := d.cases.Find(ctx, d.db, t.Visit)
		if err != nil {
			return nil, err
		}
		t.State = c.State
	}
	return tasks, nil
}

// ended says whether the record a result became is no longer public.
func (d *Desk) ended(ctx context.Context, r *visitRow) (bool, error) {
	if r.RecordID == "" {
		return false, nil
	}
	rec, err := record.Find(ctx, d.db, r.RecordID)
	if fault.Is(err, "record.unknown") {
		return true, nil
	}
	return err == nil && (rec.State != record.Effective || rec.PublicUntil < d.today()), err
}
