package portal

import (
	"context"
	"slices"

	disagree "xinheng/internal/differ"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Differences is what the site reads of where sources differ.
type Differences interface {
	Of(ctx context.Context, entity string) ([]disagree.Difference, error)
}

// differing is a field sources differ about, with its name and the record it belongs to.
type differing struct {
	disagree.Difference
	Name law.Text2
	Line *line // the record; nil: the registration
}

// differences are what is open about an entity and concerns something that is shown: a record that is not public stays so.
func (v *visit) differences(entity string, shown []line, on workday.Date) (out []differing, err error) {
	if v.Deps.Differences == nil || on != v.today || v.onlyClass() != "" {
		return nil, nil
	}
	all, err := v.Deps.Differences.Of(v.ctx, entity)
	for i := range all {
		d := differing{Difference: all[i], Name: v.fieldName(all[i].Item, all[i].Field)}
		if d.About != "" {
			at := slices.IndexFunc(shown, func(l line) bool { return l.ID == d.About })
			if at < 0 {
				continue
			}
			d.Line = &shown[at]
		}
		if d.Field == "status" {
			for k := range d.Claims {
				d.Claims[k].Value = v.T("status." + d.Claims[k].Value)
			}
		}
		out = append(out, d)
	}
	return out, err
}

// fieldName is the name of a field: of a registration a word of this site, of a record what the catalogue calls it.
func (v *visit) fieldName(item, code string) law.Text2 {
	if key := "differ.field." + code; v.Has(key) {
		return law.Text2{ZH: v.both("zh", key), EN: v.both("en", key)}
	}
	i, _ := v.book.Item(item)
	for _, f := range i.Fields {
		if f.Code == code {
			return f.Name
		}
	}
	return law.Text2{ZH: code, EN: code}
}
