package app

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"xinheng/internal/adoption"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var errPanic = errors.New("panic while answering")

// The law package is pure, so its few read-only routes live here.
type (
	onIn struct {
		On     string `query:"on" doc:"civil date 2026-11-22; today when empty"`
		Prefix string `query:"prefix" doc:"only keys beginning so, e.g. list:"`
	}
	keyIn struct {
		Key string `path:"key" doc:"e.g. list:tax-major"`
		On  string `query:"on" doc:"civil date; today when empty"`
	}
	diffIn struct {
		From string `query:"from" required:"true"`
		To   string `query:"to" required:"true"`
	}
	impactIn struct {
		Instrument string `query:"instrument" required:"true"`
		Article    string `query:"article"`
		On         string `query:"on"`
	}
	lawOut struct {
		Body struct {
			Edition  string        `json:"edition"`
			On       workday.Date  `json:"on"`
			Repealed *bool         `json:"repealed,omitempty"`
			Value    *law.Value    `json:"value,omitempty"`
			Versions []law.Value   `json:"versions,omitempty"`
			Values   []law.Value   `json:"values,omitempty"`
			Changes  []law.Change  `json:"changes,omitempty"`
			Adopted  law.Adoptions `json:"adoptions,omitempty"`
		}
	}
)

func lawRoutes(a *web.API, lib *law.Library, pool *pg.Pool, now func() time.Time) {
	row := func(id, path, summary, notes string) web.Op {
		return web.Op{ID: id, Method: http.MethodGet, Path: path, Area: "law", Summary: summary, Notes: notes, Faults: []string{"law.unknown_key", "web.bad_date"}}
	}
	web.Add(a, row("law.list", "/v1/law", "某日施行的全部规则 · Every rule in force on a date", ""), func(ctx context.Context, in *onIn) (*lawOut, error) {
		on, err := dateOr(in.On, now())
		if err != nil {
			return nil, err
		}
		out := newLawOut(lib, on)
		for _, v := range lib.Values(on) {
			if strings.HasPrefix(v.Key, in.Prefix) {
				out.Body.Values = append(out.Body.Values, v)
			}
		}
		out.Body.Adopted, err = adoption.All(ctx, pool)
		return out, err
	})
	web.Add(a, row("law.show", "/v1/law/values/{key}", "一条规则及其历次版本 · One rule on a date, with every version", ""), func(_ context.Context, in *keyIn) (*lawOut, error) {
		on, err := dateOr(in.On, now())
		if err != nil {
			return nil, err
		}
		out := newLawOut(lib, on)
		out.Body.Versions = lib.Versions(in.Key)
		if len(out.Body.Versions) == 0 {
			return nil, fault.New(fault.Missing, "law.unknown_key", "没有这个规则键；请用 /v1/law?prefix= 查看全部键。", "No rule has this key; list them with /v1/law?prefix=.").At("key")
		}
		for i, v := range out.Body.Versions {
			if v.InForce(on) {
				out.Body.Value = &out.Body.Versions[i]
			}
		}
		return out, nil
	})
	lawChangeRoutes(a, lib, now, row)
}

// lawChangeRoutes answer what changed, and what a repeal would touch.
func lawChangeRoutes(a *web.API, lib *law.Library, now func() time.Time, row func(id, path, summary, notes string) web.Op) {
	web.Add(a, row("law.diff", "/v1/law/diff", "两日之间规则的变化 · What changed between two dates", ""), func(_ context.Context, in *diffIn) (*lawOut, error) {
		from, err := dateOr(in.From, now())
		if err != nil {
			return nil, err
		}
		to, err := dateOr(in.To, now())
		if err != nil {
			return nil, err
		}
		out := newLawOut(lib, to)
		out.Body.Changes = lib.Diff(from, to)
		return out, nil
	})
	web.Add(a, row("law.impact", "/v1/law/impact", "一部文件废止会影响什么 · What rests on an instrument", "`repealed` is true when the instrument is no longer in force on the date: every dependant then needs a new basis."), func(_ context.Context, in *impactIn) (*lawOut, error) {
		on, err := dateOr(in.On, now())
		if err != nil {
			return nil, err
		}
		if _, ok := lib.Instrument(in.Instrument); !ok {
			return nil, fault.New(fault.Missing, "law.unknown_instrument", "没有这部文件；请用 /v1/law?prefix=instrument: 查看全部。", "No instrument has this code; list them with /v1/law?prefix=instrument:.").At("instrument")
		}
		out := newLawOut(lib, on)
		values, repealed := lib.Dependants(law.Ref{Instrument: in.Instrument, Article: in.Article}, on)
		out.Body.Values, out.Body.Repealed = values, &repealed
		return out, nil
	})
}

func newLawOut(lib *law.Library, on workday.Date) *lawOut {
	out := &lawOut{}
	out.Body.Edition, out.Body.On = lib.Edition(), on
	return out
}

func dateOr(s string, now time.Time) (workday.Date, error) {
	d, err := workday.Parse(s)
	if err != nil {
		return 0, fault.New(fault.Invalid, "web.bad_date", "日期请写成 2026-11-22 的形式。", "Write the date as 2026-11-22.").At("on")
	}
	if d == 0 {
		return workday.Of(now), nil
	}
	return d, nil
}
