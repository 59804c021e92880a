package portal

import (
	"slices"

	"xinheng/internal/adapter"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// adaptersView is the list of adapters, and how the kit is run.
type adaptersView struct {
	Items  []adapter.View
	Cases  []adapter.Outcome
	Origin string
}

func (v *visit) adapters() ([]adapter.View, error) {
	if v.Adapters == nil {
		return nil, nil
	}
	return v.Adapters(v.ctx)
}

// adaptersPage lists the systems this platform has an adapter for, with the newest run of each conformance suite (F21-1).
func adaptersPage(v *visit) (sheet, error) {
	all, err := v.adapters()
	v.titled(v.T("adapt.title"), v.T("dev.title"), "/developers")
	return sheet{tmpl: "adapters", data: adaptersView{Items: all, Cases: adapter.Cases(), Origin: v.origin(v.r)}}, err
}

// adapterView is one adapter: its tables beside ours, and who passed its suite.
type adapterView struct {
	adapter.View
	Flows []flowView
	Cases []adapter.Outcome
}

// flowView is a table of theirs with the names of our fields.
type flowView struct {
	law.AdapterFlow
	Item law.Text2
	Rows []columnView
}

type columnView struct {
	law.AdapterField
	Name law.Text2
}

// adapterPage shows the mapping of one adapter, column by column.
func adapterPage(v *visit) (sheet, error) {
	all, err := v.adapters()
	if err != nil {
		return sheet{}, err
	}
	i := slices.IndexFunc(all, func(a adapter.View) bool { return a.Code == v.r.PathValue("code") })
	if i < 0 {
		return sheet{}, v.missing("fault.no_page")
	}
	view := adapterView{View: all[i], Cases: adapter.Cases()}
	book := v.Law.On(workday.Of(v.Now()))
	for _, f := range all[i].Adapter.Flows {
		item, _ := book.Item(f.Item)
		flow := flowView{AdapterFlow: f, Item: item.Name}
		for _, x := range f.Fields {
			at := slices.IndexFunc(item.Fields, func(o law.Field) bool { return o.Code == x.Ours })
			flow.Rows = append(flow.Rows, columnView{x, item.Fields[at].Name})
		}
		view.Flows = append(view.Flows, flow)
	}
	v.titled(v.Lang.Say(all[i].Name), v.T("adapt.title"), "/developers/adapters")
	return sheet{tmpl: "adapter", data: view}, nil
}

// Passed says whether a run passed a case.
func (adapterView) Passed(r adapter.Run, code string) bool {
	return slices.ContainsFunc(r.Cases, func(o adapter.Outcome) bool { return o.Code == code && o.Passed })
}
