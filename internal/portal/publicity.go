package portal

import (
	"slices"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/page"
	"xinheng/internal/record"
)

// publicityView is a page of 双公示: permits or penalties public today.
type publicityView struct {
	Items   []law.Item
	Item    law.Item
	Regions []law.Region
	Bodies  []record.Freshness
	Region  string
	Body    string
	Month   string
	Lines   []line
	Next    string
	First   string
	Chart   *chart
	Asked   bool // a filter is set
}

const listPageSize = 25

func publicity(v *visit) (sheet, error) {
	view := publicityView{Items: v.published(), Regions: v.book.Regions(), Region: v.frame.Query.Get("region"), Body: v.frame.Query.Get("body"), Month: v.frame.Query.Get("month")}
	code := v.frame.Query.Get("item")
	if code == "" {
		code = v.itemOfClass("penalty")
	}
	at := slices.IndexFunc(view.Items, func(i law.Item) bool { return i.Code == code })
	if at < 0 {
		return sheet{}, v.missing("fault.no_item")
	}
	view.Item = view.Items[at]
	f := record.Filter{Item: view.Item.Code, Region: view.Region, Authority: view.Body, To: v.today, After: v.frame.Query.Get("after"), Limit: listPageSize}
	if view.Month != "" {
		from, to, ok := page.Month(view.Month)
		if !ok {
			return sheet{}, v.invalid("fault.bad_month")
		}
		f.From, f.To = from, min(to, v.today)
	}
	records, next, err := record.Listed(v.ctx, v.Pool, f, v.today)
	if err != nil {
		return sheet{}, err
	}
	if err := v.dispute(records); err != nil {
		return sheet{}, err
	}
	view.Lines = v.lines(records, v.today, false)
	view.Asked = view.Region != "" || view.Body != "" || view.Month != ""
	if next != "" {
		view.Next = v.frame.With("after", next)
	}
	if f.After != "" {
		view.First = v.frame.With("after", "")
	}
	figures, _, err := v.figures.get(v.ctx)
	if err != nil {
		return sheet{}, err
	}
	view.Bodies = bodies(figures.Fresh, view.Item.Code)
	charts, _, err := v.charts.get(v.ctx)
	if err != nil {
		return sheet{}, err
	}
	if c := charts[view.Item.Code]; c != nil && c.Most > 0 && !view.Asked && f.After == "" {
		view.Chart = c
	}
	v.frame.NoIndex = view.Asked || f.After != ""
	v.titled(v.Lang.Say(view.Item.Name), v.T("nav.publicity"), "/publicity")
	return sheet{tmpl: "publicity", data: view}, nil
}

// published are the items of 双公示 in force: permits and penalties that are public.
func (v *visit) published() []law.Item {
	return slices.DeleteFunc(slices.Clone(v.book.Items()), func(i law.Item) bool {
		return i.Publicity != law.Public || i.Class != law.Penalty && i.Class != law.Licence
	})
}

// bodies are the sources that report an item, for the filter.
func bodies(all []record.Freshness, item string) []record.Freshness {
	out := slices.DeleteFunc(slices.Clone(all), func(f record.Freshness) bool { return f.Item != item })
	slices.SortFunc(out, func(a, b record.Freshness) int { return int(b.Records - a.Records) })
	return out
}

// invalid is the fault of a question that cannot be read; key says how to ask.
func (v *visit) invalid(key string) error {
	return fault.New(fault.Invalid, "portal.invalid", v.both("zh", key), v.both("en", key))
}
