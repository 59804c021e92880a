package portal

import (
	"xinheng/internal/agency"
	"xinheng/internal/law"
)

// agencyView is an agency with the names of what it takes.
type agencyView struct {
	agency.Listed
	Takes []law.Text2
}

// agencies is the register of credit service agencies, and who of them is named as not updating (F25-2).
func agencies(v *visit) (sheet, error) {
	var all []agencyView
	if v.Agencies != nil {
		rows, err := v.Agencies(v.ctx)
		if err != nil {
			return sheet{}, err
		}
		book := v.book
		for _, r := range rows {
			a := agencyView{Listed: r}
			for _, code := range r.Items {
				it, _ := book.Item(code)
				a.Takes = append(a.Takes, it.Name)
			}
			all = append(all, a)
		}
	}
	v.titled(v.T("agencies.title"))
	return sheet{tmpl: "agencies", data: all}, nil
}
