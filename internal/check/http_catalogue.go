package check

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

type (
	onIn struct {
		On string `query:"on" doc:"civil date 2026-11-22; today when empty"`
	}
	mattersIn struct {
		On    string `query:"on" doc:"civil date; today when empty"`
		Field string `query:"field" doc:"only matters of this field, e.g. procurement"`
	}
	codeIn struct {
		Code string `path:"code"`
		On   string `query:"on" doc:"civil date; today when empty"`
	}
	diffIn struct {
		Code string `path:"code"`
		From string `query:"from" required:"true"`
		To   string `query:"to" doc:"today when empty"`
	}
	entityIn struct {
		ID string `path:"id"`
		On string `query:"on" doc:"civil date; today when empty"`
	}
)

// listing is a list of the catalogue as it was in force on a day.
type listing[T any] struct {
	Body struct {
		On      workday.Date `json:"on"`
		Edition string       `json:"law_edition"`
		Items   []T          `json:"items"`
	}
}

func listed[T any](book *law.Book, items []T) *listing[T] {
	out := &listing[T]{}
	out.Body.On, out.Body.Edition, out.Body.Items = book.Date, book.Edition, items
	if items == nil {
		out.Body.Items = []T{}
	}
	return out
}

// one is a single thing of the catalogue.
type one[T any] struct{ Body T }

func get(id, path, permission, summary string, faults ...string) web.Op {
	return web.Op{ID: "check." + id, Method: http.MethodGet, Path: path, Permission: permission, Area: "catalogue", Summary: summary,
		Faults: append([]string{"web.bad_date"}, faults...)}
}

func catalogueRoutes(a *web.API, d *Desk) {
	web.Add(a, get("matters", "/v1/matters", "", "某日施行的事项 · Matters in force on a date"), d.serveMatters)
	web.Add(a, get("matter", "/v1/matters/{code}", "", "一个事项的模式、依据、单位与规则 · One matter: mode, articles, body and rules",
		"check.unknown_matter", "check.matter_not_in_force"), d.serveMatter)
	web.Add(a, get("matter_diff", "/v1/matters/{code}/diff", "", "一个事项两日之间的差别 · How a matter differs between two dates",
		"check.unknown_matter", "check.matter_not_in_force"), d.serveDiff)
	web.Add(a, get("measures", "/v1/measures", "", "措施清单 · The catalogue of measures"), d.serveMeasures)
	web.Add(a, get("measure", "/v1/measures/{code}", "", "一项措施 · One measure", "check.unknown_measure"), d.serveMeasure)
	web.Add(a, get("incentives", "/v1/incentives", "", "激励清单 · The catalogue of incentives"), each(d, (*law.Book).Incentives))
	web.Add(a, get("lists", "/v1/lists", "", "名单及移出条件 · Lists, with what takes a subject off them"), each(d, (*law.Book).Lists))
	web.Add(a, get("obligations", "/v1/obligations", "", "信用记录事项清单 · Who must check for what, at which step"), each(d, Obligations))
	web.Add(a, get("coverage", "/v1/obligations/coverage", access.ScopeRead, "应查事项近三十日的实际查验 · Matters obliged against matters really checked in thirty days"), d.serveCoverage)
	web.Add(a, get("standing", "/v1/entities/{id}/standing", "", "某日对该主体有效的公开信息 · What stood for or against an entity on a date, as far as public",
		"registry.unknown"), d.serveStanding)
}

// each serves a list that the book of a day holds.
func each[T any](d *Desk, of func(*law.Book) []T) func(context.Context, *onIn) (*listing[T], error) {
	return func(_ context.Context, in *onIn) (*listing[T], error) {
		book, err := d.on(in.On)
		if err != nil {
			return nil, err
		}
		return listed(book, of(book)), nil
	}
}

func (d *Desk) serveMatters(_ context.Context, in *mattersIn) (*listing[law.Matter], error) {
	book, err := d.on(in.On)
	if err != nil {
		return nil, err
	}
	var ms []law.Matter
	for _, m := range book.Matters() {
		if in.Field == "" || m.Field == in.Field {
			ms = append(ms, m)
		}
	}
	return listed(book, ms), nil
}

func (d *Desk) serveMatter(_ context.Context, in *codeIn) (*one[MatterView], error) {
	book, err := d.on(in.On)
	if err != nil {
		return nil, err
	}
	v, err := d.Matter(book, in.Code)
	return &one[MatterView]{v}, err
}

func (d *Desk) serveDiff(_ context.Context, in *diffIn) (*one[MatterDiff], error) {
	from, err := d.on(in.From)
	if err != nil {
		return nil, err
	}
	to, err := d.on(in.To)
	if err != nil {
		return nil, err
	}
	v, err := d.DiffMatter(in.Code, from, to)
	return &one[MatterDiff]{v}, err
}

func (d *Desk) serveMeasures(_ context.Context, in *onIn) (*listing[MeasureView], error) {
	book, err := d.on(in.On)
	if err != nil {
		return nil, err
	}
	return listed(book, Measures(book)), nil
}

func (d *Desk) serveMeasure(_ context.Context, in *codeIn) (*one[MeasureView], error) {
	book, err := d.on(in.On)
	if err != nil {
		return nil, err
	}
	for _, m := range Measures(book) {
		if m.Code == in.Code {
			return &one[MeasureView]{m}, nil
		}
	}
	return nil, unknownMeasure()
}

func (d *Desk) serveCoverage(ctx context.Context, _ *struct{}) (*one[Coverage], error) {
	c, err := d.Coverage(ctx)
	return &one[Coverage]{c}, err
}

func (d *Desk) serveStanding(ctx context.Context, in *entityIn) (*one[Standing], error) {
	book, err := d.on(in.On)
	if err != nil {
		return nil, err
	}
	if who, _ := access.From(ctx); isPerson(in.ID) && who.Org == in.ID { // natural persons are answered for to themselves alone
		s, err := d.standing(ctx, in.ID, book, false)
		return &one[Standing]{s}, err
	}
	s, err := d.Standing(ctx, in.ID, book)
	return &one[Standing]{s}, err
}
