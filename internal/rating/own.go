package rating

import (
	"context"
	"encoding/hex"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Explained is a result with all that a subject needs to see why, from what, and what would change it (F10-3). It is computed when it is
// read: what expired or was repaired since the last run is not in it.
type Explained struct {
	Model   ModelHead    `json:"model"`
	On      workday.Date `json:"on"`
	Result  Result       `json:"result"`
	Said    law.Text2    `json:"says" doc:"the grade in words, or that there is no evaluation"`
	Lines   []LineSaid   `json:"lines"`
	Sources []Source     `json:"sources" doc:"the records the points come from"`
	Asides  []Aside      `json:"asides" doc:"what was looked at and does not count"`
	Ahead   []Change     `json:"ahead" doc:"what changes by dates alone"`
	Repairs []Change     `json:"repairs" doc:"what a repair would change"`
	Kept    string       `json:"kept,omitempty" doc:"id of the newest kept result: what an objection names"`
	Hash    string       `json:"hash,omitempty" doc:"of the newest kept result"`
}

// ModelHead is a model in short.
type ModelHead struct {
	Code     string    `json:"code"`
	Version  int       `json:"version"`
	Name     law.Text2 `json:"name"`
	Kind     string    `json:"kind" enum:"imported,points"`
	Text     law.Text2 `json:"text"`
	Base     int64     `json:"base"`
	Lowest   int64     `json:"lowest"`
	Highest  int64     `json:"highest"`
	Hash     string    `json:"hash" doc:"of the version"`
	Org      string    `json:"org,omitempty" doc:"body that made it; empty of the law data"`
	Standing string    `json:"standing" enum:"text,secondary,assumed"`
}

// LineSaid is an indicator with its words.
type LineSaid struct {
	Line
	Name      law.Text2   `json:"name"`
	Dimension string      `json:"dimension"`
	Most      int64       `json:"most" doc:"its weight"`
	Basis     []law.Text2 `json:"basis"`
}

// Source is a record points come from, as its subject may see it.
type Source struct {
	Record     string       `json:"record"`
	Kind       string       `json:"kind"`
	Title      string       `json:"title"`
	Authority  string       `json:"authority"`
	DocumentNo string       `json:"document_no"`
	Basis      string       `json:"basis,omitempty" doc:"as the body cited it"`
	From       workday.Date `json:"from"`
	Until      workday.Date `json:"until,omitzero"`
	RepairFrom workday.Date `json:"repair_from,omitzero" doc:"earliest day of a repair"`
	Disputed   workday.Date `json:"disputed_on,omitzero"`
	Value      *int64       `json:"value,omitempty" doc:"of own data of a sector"`
}

func headOf(m *Model) ModelHead {
	return ModelHead{m.Code, m.Version, m.Name, m.Kind, m.Text, m.Base, m.Lowest, m.Highest, hex.EncodeToString(m.Hash), m.Org, string(m.Standing)}
}

// subjectOf is the firm whose results somebody may see as its own.
func subjectOf(who access.Actor) (string, error) {
	if who.Firm == "" {
		return "", errNoFirm
	}
	return who.Org, nil
}

// Own explains to a firm every evaluation of it that is in force.
func (d *Desk) Own(ctx context.Context, who access.Actor) ([]Explained, error) {
	id, err := subjectOf(who)
	if err != nil {
		return nil, err
	}
	return d.explain(ctx, id)
}

func (d *Desk) explain(ctx context.Context, id string) ([]Explained, error) {
	models, err := d.InForce(ctx, d.db, d.today())
	if err != nil {
		return nil, err
	}
	subjects, known, err := d.knownOf(ctx, d.db, []string{id})
	if err != nil {
		return nil, err
	}
	s, there := subjects[id]
	if !there {
		return nil, errNoResult
	}
	kept, err := latest(ctx, d.db, []string{id})
	if err != nil {
		return nil, err
	}
	out := []Explained{}
	for _, m := range models {
		x := d.explained(m, s, known[id].of(m.Code))
		if i := slices.IndexFunc(kept, func(r resultRow) bool { return r.Model == m.Code }); i >= 0 {
			x.Kept, x.Hash = kept[i].ResultID, hex.EncodeToString(kept[i].Hash)
		}
		out = append(out, x)
	}
	return out, nil
}

func (d *Desk) explained(m *Model, s Subject, k Known) Explained {
	on := d.today()
	r := Score(&m.RatingModel, s, k.Counting(on), on)
	if r.Lines == nil {
		r.Lines = []Line{}
	}
	x := Explained{Model: headOf(m), On: on, Result: r, Said: said(&m.RatingModel, &r), Lines: d.lines(m, &r, on), Sources: sourcesOf(k, &r),
		Asides: orEmpty(k.Asides(on)), Ahead: orEmpty(Ahead(&m.RatingModel, s, k, on)), Repairs: orEmpty(Repairs(&m.RatingModel, s, k, on))}
	return x
}

func orEmpty[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

var (
	saidNoData = law.Text2{ZH: "无评价：没有可供评价的信息，不代表信用不好。", EN: "Not evaluated: there is nothing to evaluate by, which says nothing against anybody."}
	saidNoPart = law.Text2{ZH: "无评价：不属于该模型的评价范围。", EN: "Not evaluated: the model is not for this kind of subject."}
)

func said(m *law.RatingModel, r *Result) law.Text2 {
	switch {
	case r.Why == outOfScope:
		return saidNoPart
	case !r.Rated:
		return saidNoData
	}
	for _, b := range m.Bands {
		if b.Grade == r.Grade {
			return b.Name
		}
	}
	return law.Text2{ZH: r.Grade, EN: r.Grade}
}

func (d *Desk) lines(m *Model, r *Result, on workday.Date) []LineSaid {
	book, out := d.law.On(on), []LineSaid{}
	cites := func(refs []law.Ref) []law.Text2 {
		all := []law.Text2{}
		for _, ref := range refs {
			all = append(all, book.Cite(ref))
		}
		return all
	}
	for _, l := range r.Lines {
		line := LineSaid{Line: l, Name: m.Name, Dimension: "supervision", Basis: cites(m.Basis)}
		for i := range m.Indicators {
			if x := &m.Indicators[i]; x.Code == l.Indicator {
				line.Name, line.Dimension, line.Most, line.Basis = x.Name, x.Dimension, x.Most, cites(x.Basis)
			}
		}
		out = append(out, line)
	}
	return out
}

// sourcesOf are the records a result uses, in words.
func sourcesOf(k Known, r *Result) []Source {
	used := map[string]bool{r.Capped: r.Capped != ""}
	for _, l := range r.Lines {
		for _, u := range l.Uses {
			used[u.Record] = true
		}
	}
	out := []Source{}
	for i := range k.Facts {
		if f := &k.Facts[i]; used[f.ID] {
			out = append(out, sourceOf(f))
		}
	}
	for _, c := range k.Declared {
		if used[c.ID] {
			out = append(out, Source{Record: c.ID, Kind: "declaration", Title: c.Kind, From: c.From, Until: c.Until})
		}
	}
	for _, v := range k.Own {
		if used[v.ID] {
			out = append(out, Source{Record: v.ID, Kind: "own", Title: v.Field, Authority: v.Org, From: v.From, Until: v.Until, Value: &v.Value})
		}
	}
	return out
}

func sourceOf(f *standing.Fact) Source {
	return Source{Record: f.ID, Kind: countedAs[f.Kind], Title: f.Title, Authority: f.Authority, DocumentNo: f.DocumentNo, Basis: f.BasisText, From: f.From, Until: f.Until,
		RepairFrom: f.RepairFrom, Disputed: f.DisputedOn}
}

// Simulation is what a subject tries out.
type Simulation struct {
	Model   string       `json:"model" maxLength:"64"`
	Without []string     `json:"without,omitempty" maxItems:"100" doc:"records to leave out, as if they were repaired"`
	On      workday.Date `json:"on,omitempty" doc:"a day to come; today when absent"`
}

// mostAheadMonths bounds how far one can look ahead.
const mostAheadMonths = 120

// Simulate evaluates a firm as if. Nothing is kept of it.
func (d *Desk) Simulate(ctx context.Context, who access.Actor, in Simulation) (Result, error) {
	id, err := subjectOf(who)
	if err != nil {
		return Result{}, err
	}
	on := max(in.On, d.today())
	if on > d.today().AddMonths(mostAheadMonths) {
		return Result{}, errTooFar
	}
	m, err := d.inForce(ctx, d.db, in.Model, d.today())
	if err != nil {
		return Result{}, err
	}
	subjects, known, err := d.knownOf(ctx, d.db, []string{id})
	if err != nil {
		return Result{}, err
	}
	r := Without(&m.RatingModel, subjects[id], known[id].of(m.Code), on, in.Without...)
	r.Lines = orEmpty(r.Lines)
	return r, nil
}

// Kept is a result as it was kept.
type Kept struct {
	ID      string       `json:"id"`
	Model   string       `json:"model"`
	Version int          `json:"version"`
	On      workday.Date `json:"on"`
	Rated   bool         `json:"rated"`
	Points  int64        `json:"points"`
	Grade   string       `json:"grade,omitempty"`
	Hash    string       `json:"hash"`
	Cause   string       `json:"cause" doc:"run, told (under an agreement), repair, or what happened to a record: repaired, changed, withdrawn, removed, unmerged"`
	Ref     string       `json:"ref,omitempty" doc:"the case it followed from"`
	At      time.Time    `json:"at"`
}

func (r *resultRow) kept() Kept {
	k := Kept{ID: r.ResultID, Model: r.Model, Version: int(r.Version), On: r.OnDay, Rated: r.Rated, Points: int64(r.Points), Grade: r.Grade, Hash: hex.EncodeToString(r.Hash), Cause: r.Cause, At: r.At}
	if r.Cause != "run" {
		k.Ref = r.Ref
	}
	return k
}

const mostHistory = 200

// History are the kept results of a firm, newest first.
func (d *Desk) History(ctx context.Context, who access.Actor, model string) ([]Kept, error) {
	id, err := subjectOf(who)
	if err != nil {
		return nil, err
	}
	rows, err := history(ctx, d.db, id, model, mostHistory)
	out := make([]Kept, len(rows))
	for i := range rows {
		out[i] = rows[i].kept()
	}
	return out, err
}

// Replayed is a past result computed again.
type Replayed struct {
	Kept     Kept            `json:"kept"`
	Again    Result          `json:"again" doc:"computed now from the snapshot and the version of that day"`
	Same     bool            `json:"same" doc:"it comes to the same hash"`
	Inputs   []ReplayedInput `json:"inputs" doc:"what was counted"`
	Snapshot string          `json:"snapshot" doc:"the canonical bytes, as text: with the version and the day they give the hash"`
	Model    ModelHead       `json:"model"`
	Proof    *ledger.Proof   `json:"proof,omitempty" doc:"ties it to the ledger, once its entry has its place"`
}

// ReplayedInput is an input of a snapshot.
type ReplayedInput struct {
	Kind   string       `json:"kind"`
	Record string       `json:"record"`
	Grade  string       `json:"grade,omitempty"`
	From   workday.Date `json:"from"`
	Until  workday.Date `json:"until,omitzero"`
}

// Replay computes a kept result of a firm again (F10-2).
func (d *Desk) Replay(ctx context.Context, who access.Actor, id string) (Replayed, error) {
	entity, err := subjectOf(who)
	if err != nil {
		return Replayed{}, err
	}
	row, err := resultOf(ctx, d.db, entity, id)
	if err != nil {
		return Replayed{}, err
	}
	return d.replay(ctx, &row)
}

func (d *Desk) replay(ctx context.Context, row *resultRow) (out Replayed, err error) {
	m, err := d.version(ctx, d.db, row.Model, int(row.Version))
	if err != nil {
		return out, err
	}
	out = Replayed{Kept: row.kept(), Model: headOf(m), Snapshot: string(row.Snapshot), Inputs: []ReplayedInput{}}
	if out.Again, out.Same, err = Again(d.suite, m, row.OnDay, row.Snapshot, row.Hash); err != nil {
		return out, err
	}
	out.Again.Lines = orEmpty(out.Again.Lines)
	_, counting, err := readSnapshot(row.Snapshot)
	for _, in := range counting {
		out.Inputs = append(out.Inputs, ReplayedInput{in.Kind, in.ID, in.Grade, in.From, in.Until})
	}
	if err != nil || d.log == nil {
		return out, err
	}
	out.Proof, err = d.proof(ctx, row)
	return out, err
}

// proof ties a result to the ledger; there is none before the entry has its place.
func (d *Desk) proof(ctx context.Context, row *resultRow) (*ledger.Proof, error) {
	p, err := d.log.Proof(ctx, row.EntryID)
	if fault.KindOf(err) != fault.Internal {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	leaves, err := chunkOf(ctx, d.db, row.EntryID)
	if err != nil {
		return nil, err
	}
	p.Row = ledger.NewRowTree(leaves).Row(int(row.Leaf), row.Salt, string(row.text()))
	return &p, nil
}

// ScoreOf finds a kept result by its id, for an objection: whose model it is, and the records it counts (F10-7). ok is false where there is
// none, or it is another's.
func (d *Desk) ScoreOf(ctx context.Context, db pg.DB, entity, id string) (org, title string, records []string, ok bool, err error) {
	row, err := resultOf(ctx, db, entity, id)
	if fault.KindOf(err) == fault.Missing {
		return "", "", nil, false, nil
	}
	if err != nil {
		return "", "", nil, false, err
	}
	m, err := d.version(ctx, db, row.Model, int(row.Version))
	if err != nil {
		return "", "", nil, false, err
	}
	_, counting, err := readSnapshot(row.Snapshot)
	for _, in := range counting {
		if in.Kind != "own" && in.Kind != "declaration" {
			records = append(records, in.ID)
		}
	}
	return m.Org, m.Name.ZH, records, true, err
}

var (
	errNoFirm = fault.New(fault.Invalid, "rating.no_firm", "请先切换到所代表的企业，再查看其评价。", "Act for a firm first, then see how it is evaluated.")
	errTooFar = fault.New(fault.Invalid, "rating.too_far", "最多试算到十年以后；请选择较近的日期。", "Ten years ahead is the farthest; choose a nearer day.").At("on")
)
