package rating

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Draft writes the next version of a model of one's own body. A version never changes: whoever mends a model makes another. It rates
// nobody until it is released (F10-5).
func (d *Desk) Draft(ctx context.Context, who access.Actor, m law.RatingModel) (Version, error) {
	m.Code = strings.TrimSpace(m.Code)
	m.Kind, m.Template, m.Item, m.Approver = law.Points, false, "", law.Text2{}
	m.Author = law.Text2{ZH: who.Name, EN: who.Name}
	m.From, m.Until, m.Standing, m.Governs = d.today(), 0, law.Assumed, law.Decision
	if flaws := d.Flaws(&m); len(flaws) > 0 {
		return Version{}, errFlawed.At(flaws[0].At)
	}
	if _, shipped := d.law.On(d.today()).RatingModel(m.Code); shipped {
		return Version{}, errTaken
	}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		all, err := allModels(ctx, tx)
		if err != nil {
			return err
		}
		m.Version = 1
		for _, r := range all {
			if r.Code != m.Code {
				continue
			}
			if r.Org != who.Org {
				return errTaken
			}
			m.Version = max(m.Version, int(r.Version)+1)
		}
		body, hash := canonical(d.suite, &m)
		added, err := addModel(ctx, tx, &modelRow{Code: m.Code, Version: int32(m.Version), Hash: hash, Body: body, Origin: ofStudio, Org: who.Org, Author: who.ID, At: d.instant()}) //nolint:gosec // small
		switch {
		case err != nil:
			return err
		case !added:
			return errAtOnce
		}
		return d.act(ctx, tx, "rating.drafted", who.ID, m.Code, map[string]string{"model": m.Code, "version": strconv.Itoa(m.Version), "org": who.Org})
	})
	if err != nil {
		return Version{}, err
	}
	return d.VersionOf(ctx, who, m.Code, m.Version)
}

// Flaws judges a model with what it names: items, lists and industries of the day.
func (d *Desk) Flaws(m *law.RatingModel) []law.Flaw {
	all, book := m.Flaws(), d.law.On(d.today())
	flaw := func(at, zh, en string) { all = append(all, law.Flaw{At: at, Says: law.Text2{ZH: zh, EN: en}}) }
	if m.Code == "" || strings.Trim(m.Code, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" || len(m.Code) > 40 {
		flaw("code", "代码只用小写字母、数字和下划线，四十字符以内。", "A code is lower-case letters, digits and underscores, at most 40.")
	}
	if m.Name.ZH == "" || m.Name.EN == "" || m.Text.ZH == "" || m.Text.EN == "" || len(m.Basis) == 0 {
		flaw("name", "须有中英文名称、用途说明和依据。", "It has a name and a purpose in both languages, and a basis.")
	}
	refs := slices.Clone(m.Basis)
	for i := range m.Indicators {
		x := &m.Indicators[i]
		refs = append(refs, x.Basis...)
		for _, code := range x.Items {
			if item, ok := book.Item(code); !ok || x.Counts == "rating" && item.Class != law.Rating {
				flaw(x.Code, "目录中没有这个项目，或不是评价。", "The catalogue has no such item, or it is no evaluation.")
			}
		}
		for _, code := range x.Lists {
			if _, ok := book.List(code); !ok {
				flaw(x.Code, "没有这个名单。", "There is no such list.")
			}
		}
	}
	for _, c := range m.Caps {
		refs = append(refs, c.Basis...)
		if item, ok := book.Item(c.Item); !ok || item.Class != law.Rating {
			flaw(c.Best, "封顶所据须是一项外部评价。", "A cap rests on an evaluation made elsewhere.")
		}
	}
	for _, r := range refs {
		if _, ok := d.law.Instrument(r.Instrument); !ok {
			flaw("basis", "没有这部文件。", "There is no such instrument.")
			break
		}
	}
	return all
}

// Version is a version of a model with what became of it.
type Version struct {
	Model    law.RatingModel `json:"model"`
	Hash     string          `json:"hash"`
	Origin   string          `json:"origin" enum:"law,studio"`
	Org      string          `json:"org,omitempty"`
	Body     string          `json:"body,omitempty" doc:"name of the body that made it"`
	At       time.Time       `json:"at,omitzero"`
	State    string          `json:"state" enum:"template,draft,coming,in_force,ended"`
	Releases []Release       `json:"releases"`
	Impact   *Run            `json:"impact,omitempty" doc:"the newest comparison of this version"`
	Mine     bool            `json:"mine" doc:"one's own body made it"`
	Author   bool            `json:"author" doc:"the reader wrote it, and cannot let it into force"`
}

// VersionOf reads one version.
func (d *Desk) VersionOf(ctx context.Context, who access.Actor, code string, version int) (Version, error) {
	all, err := d.Registry(ctx, who)
	if err != nil {
		return Version{}, err
	}
	for _, v := range all {
		if v.Model.Code == code && v.Model.Version == version {
			return v, nil
		}
	}
	return Version{}, errNoModel
}

// Registry lists every version of every model, those of the law data first (F10-1).
func (d *Desk) Registry(ctx context.Context, who access.Actor) (out []Version, err error) {
	stored, err := allModels(ctx, d.db)
	if err != nil {
		return nil, err
	}
	let, err := releases(ctx, d.db)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, m := range d.law.On(d.today()).RatingModels() {
		model, err := d.ofBook(ctx, d.db, &m)
		if err != nil {
			return nil, err
		}
		v := d.versionOf(model, let, who)
		if v.State = "in_force"; m.Template {
			v.State = "template"
		}
		seen[m.Code+strconv.Itoa(m.Version)] = true
		out = append(out, v)
	}
	var orgs []string
	for i := range stored {
		if seen[stored[i].Code+strconv.Itoa(int(stored[i].Version))] {
			continue
		}
		model, err := stored[i].model()
		if err != nil {
			return nil, err
		}
		v := d.versionOf(model, let, who)
		if v.Impact, err = d.lastImpact(ctx, model); err != nil {
			return nil, err
		}
		orgs = append(orgs, model.Org)
		out = append(out, v)
	}
	names, err := d.names(ctx, orgs...)
	for i := range out {
		out[i].Body = names[out[i].Org]
	}
	return out, err
}

func (d *Desk) versionOf(m *Model, let []Release, who access.Actor) Version {
	head := headOf(m)
	v := Version{Model: m.RatingModel, Hash: head.Hash, Origin: m.Origin, Org: m.Org, At: m.At, State: "draft", Releases: []Release{}, Mine: m.Org != "" && m.Org == who.Org, Author: m.Author == who.ID}
	today := d.today()
	for _, r := range let {
		if r.Code == m.Code && int(r.Version) == m.Version {
			v.Releases = append(v.Releases, r)
			if v.State = "ended"; r.ValidFrom > today && r.EndedOn == 0 {
				v.State = "coming"
			}
		}
	}
	for _, r := range holding(let, today) {
		if r.Code == m.Code && int(r.Version) == m.Version {
			v.State = "in_force"
		}
	}
	return v
}

func (d *Desk) lastImpact(ctx context.Context, m *Model) (*Run, error) {
	all, err := runsOf(ctx, d.db, m.Code, impactRun, 50)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if int(all[i].Version) == m.Version {
			r, err := d.progress(ctx, &all[i])
			return &r, err
		}
	}
	return nil, nil
}

// Impact begins a comparison of a version with the one in force over the whole population: who would move, by kind, region and age. It
// evaluates nobody (F10-6).
func (d *Desk) Impact(ctx context.Context, who access.Actor, code string, version int) (Run, error) {
	m, err := d.version(ctx, d.db, code, version)
	switch {
	case err != nil:
		return Run{}, err
	case m.Org != who.Org:
		return Run{}, errNoModel
	}
	if before, err := d.lastImpact(ctx, m); err != nil || before != nil && before.EndedAt == nil {
		return orRun(before), err // a second click shows the one that is under way
	}
	against, err := d.inForce(ctx, d.db, code, d.today())
	if err != nil && !errors.Is(err, errNoModel) {
		return Run{}, err
	}
	return d.begin(ctx, who, impactRun, m, against)
}

func orRun(r *Run) Run {
	if r == nil {
		return Run{}
	}
	return *r
}

// Releasing is what is signed when a version is let into force.
type Releasing struct {
	ValidFrom workday.Date `json:"valid_from" doc:"today or later: nobody is evaluated by a model of afterwards"`
	Reason    string       `json:"reason" minLength:"1" maxLength:"500"`
}

// Release lets a version into force: another person than its author, who has the comparison before them. An earlier version is let into
// force again the same way.
func (d *Desk) Release(ctx context.Context, who access.Actor, code string, version int, in Releasing) (Version, error) {
	m, err := d.reached(ctx, who, code, version)
	if err != nil {
		return Version{}, err
	}
	impact, err := d.lastImpact(ctx, m)
	if err != nil {
		return Version{}, err
	}
	in.Reason = strings.TrimSpace(in.Reason)
	switch err := access.Apart(access.Actor{ID: m.Author}, who); {
	case err != nil:
		return Version{}, err
	case impact == nil || impact.EndedAt == nil:
		return Version{}, errNoImpact
	case in.ValidFrom < d.today():
		return Version{}, errPast
	case in.Reason == "":
		return Version{}, errNoReason
	}
	r := Release{ReleaseID: uuid.Must(uuid.NewV7()).String(), Code: code, Version: int32(version), ValidFrom: in.ValidFrom, Approver: who.ID, ImpactID: impact.ID, Reason: in.Reason, At: d.instant()} //nolint:gosec // small
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := addRelease(ctx, tx, &r); err != nil {
			return err
		}
		return d.act(ctx, tx, "rating.released", who.ID, code, map[string]string{"model": code, "version": strconv.Itoa(version), "valid_from": in.ValidFrom.String(), "impact": impact.ID})
	})
	if err != nil {
		return Version{}, err
	}
	return d.VersionOf(ctx, who, code, version)
}

// End takes a model out of force from today on. What it said stays in the history of those it said it of.
func (d *Desk) End(ctx context.Context, who access.Actor, code string) error {
	all, err := releases(ctx, d.db)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(r Release) bool { return r.Code == code && r.EndedOn == 0 })
	if i < 0 {
		return errNoModel
	}
	if _, err := d.reached(ctx, who, code, int(all[i].Version)); err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if n, err := endReleases(ctx, tx, code, d.today(), who.ID); err != nil || n == 0 {
			return cmpErr(err, errNoModel)
		}
		return d.act(ctx, tx, "rating.ended", who.ID, code, map[string]string{"model": code})
	})
}

func cmpErr(err error, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// reached is a version of a body within an actor's reach; another does not exist for it (S10).
func (d *Desk) reached(ctx context.Context, who access.Actor, code string, version int) (*Model, error) {
	m, err := d.version(ctx, d.db, code, version)
	switch {
	case err != nil:
		return nil, err
	case m.Origin != ofStudio:
		return nil, errNoModel
	}
	region, err := d.regionOf(ctx, m.Org)
	if err != nil {
		return nil, err
	}
	if m.Org != who.Org && !access.InScope(who, m.Org, region) {
		return nil, errNoModel
	}
	return m, nil
}

func (d *Desk) regionOf(ctx context.Context, org string) (string, error) {
	if d.Accounts == nil {
		return "", nil
	}
	o, err := d.Accounts.Org(ctx, org)
	if fault.KindOf(err) == fault.Missing {
		return "", nil
	}
	return o.Region, err
}

var (
	errFlawed   = fault.New(fault.Invalid, "rating.flawed", "模型还有问题，未保存；请按试算所列逐项改正。", "The model has flaws and was not saved; mend what trying it lists.").Under("琼府办〔2021〕4号（十）")
	errTaken    = fault.New(fault.Conflict, "rating.code_taken", "该代码已用于另一模型；请换一个代码。", "Another model has this code; choose another.").At("code")
	errAtOnce   = fault.New(fault.Conflict, "rating.at_once", "另一版本刚刚保存；请刷新后再保存。", "Another version was saved just now; reload and save again.")
	errNoImpact = fault.New(fault.Conflict, "rating.no_impact", "该版本尚无完成的影响测算；请先测算，再签发。", "There is no finished comparison of this version; have it made first.").
			Under("琼府办〔2021〕4号（十）")
	errPast     = fault.New(fault.Invalid, "rating.past", "生效日不能早于今天；请填写今天或以后的日期。", "A model is not let into force for days that have passed; give today or a later day.").At("valid_from")
	errNoReason = fault.New(fault.Invalid, "rating.no_reason", "请写明签发理由。", "Give the reason.").At("reason")
)
