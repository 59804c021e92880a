package portal

import (
	"context"

	"xinheng/internal/holdings"
	"xinheng/internal/record"
)

// Libraries is what the site reads of the libraries of fields, and of public bodies as parties.
type Libraries interface {
	Libraries(ctx context.Context) ([]holdings.Library, error)
	Library(ctx context.Context, code string) (holdings.Library, error)
	Records(ctx context.Context, code, after string) ([]record.Record, string, error)
	Public(ctx context.Context) (holdings.Body, error)
}

type librariesView struct {
	Libraries []libraryLine
	Bodies    holdings.Body
}

type libraryLine struct {
	holdings.Library
	Footing footing
}

// libraries are the fields with a library of their own, and how much is in each (F09-7).
func libraries(v *visit) (sheet, error) {
	v.titled(v.T("libraries.title"), v.T("catalogue.title"), "/catalogue")
	view := librariesView{}
	if v.Libraries == nil {
		return sheet{tmpl: "libraries", data: view}, nil
	}
	all, err := v.Libraries.Libraries(v.ctx)
	if err != nil {
		return sheet{}, err
	}
	for _, l := range all {
		view.Libraries = append(view.Libraries, libraryLine{l, v.footing("domain:"+l.Code, l.Standing, v.today)})
	}
	view.Bodies, err = v.Libraries.Public(v.ctx)
	return sheet{tmpl: "libraries", data: view}, err
}

type fieldLibraryView struct {
	libraryLine
	Lines []line
	Next  string
	First string
}

// libraryPage is one library: its parts, who provides them, and its public records.
func libraryPage(v *visit) (sheet, error) {
	code := v.r.PathValue("code")
	if _, ok := v.book.Domain(code); !ok || v.Libraries == nil {
		return sheet{}, v.missing("fault.no_library")
	}
	l, err := v.Libraries.Library(v.ctx, code)
	if err != nil {
		return sheet{}, err
	}
	view := fieldLibraryView{libraryLine: libraryLine{l, v.footing("domain:"+l.Code, l.Standing, v.today)}}
	after := v.frame.Query.Get("after")
	records, next, err := v.Libraries.Records(v.ctx, code, after)
	if err != nil {
		return sheet{}, err
	}
	if err := v.dispute(records); err != nil {
		return sheet{}, err
	}
	view.Lines = v.lines(records, v.today, false)
	v.frame.NoIndex = after != ""
	if next != "" {
		view.Next = v.frame.With("after", next)
	}
	if after != "" {
		view.First = v.frame.With("after", "")
	}
	v.titled(v.Lang.Say(l.Name), v.T("libraries.title"), "/catalogue/libraries")
	return sheet{tmpl: "field_library", data: view}, nil
}
