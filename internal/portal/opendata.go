package portal

import (
	"context"

	"xinheng/internal/opendata"
)

// OpenData is what the site reads of the files anybody may take.
type OpenData interface {
	Sets(ctx context.Context) ([]opendata.Set, error)
}

// openView is the datasets with how fresh they are, and the terms (F19-2).
type openView struct {
	Sets    []opendata.Set
	Licence opendata.Licence
	Origin  string
	Sample  *opendata.File // the newest snapshot there is, for the commands to name
	Dataset string
}

// openDataPage is a21: what may be downloaded, how fresh it is, how to verify it, and how to follow changes.
func openDataPage(v *visit) (sheet, error) {
	view := openView{Licence: opendata.Terms, Origin: v.origin(v.r)}
	if v.OpenData != nil {
		var err error
		if view.Sets, err = v.OpenData.Sets(v.ctx); err != nil {
			return sheet{}, err
		}
	}
	for i := range view.Sets {
		for j := range view.Sets[i].Files {
			if f := &view.Sets[i].Files[j]; f.Kind == "snapshot" && f.Format == "jsonl" && f.Rows > 0 && view.Sample == nil {
				view.Sample, view.Dataset = f, view.Sets[i].Code
			}
		}
	}
	v.titled(v.T("open.title"))
	return sheet{tmpl: "opendata", data: view}, nil
}
