package portal

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/developer"
	"xinheng/internal/sandbox"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Developer is what the site reads for those who build against the platform.
type Developer interface {
	Refusals() []developer.Area
}

// Sandbox is what the site reads of the firms to try checks on.
type Sandbox interface {
	Examples(context.Context) ([]sandbox.Example, error)
}

// developersView is how to begin, what one may ask how often, and how the interface changes (F21-2).
type developersView struct {
	Origin      string
	Open, Key   access.Rate
	Changes     []developer.Change
	Retirements []web.Retirement
	Today       workday.Date
	Age         int64 // days a snapshot of checks may be used after its own (F07-5)
}

// developersPage is the front page for developers: keys, quotas, the description of the interface, clients, events, changes.
func developersPage(v *visit) (sheet, error) {
	v.titled(v.T("dev.title"))
	today := workday.Of(v.Now())
	age, _ := v.Law.On(today).Limit("snapshot.age")
	return sheet{tmpl: "developers", data: developersView{Today: today, Age: int64(age.N), Origin: v.origin(v.r), Open: v.Limits.Address, Key: v.Limits.Key, Changes: developer.Changes(), Retirements: developer.Retirements()}}, nil
}

// errorsPage lists every refusal under its code: the type of a problem document points at its row.
func errorsPage(v *visit) (sheet, error) {
	var areas []developer.Area
	if v.Developer != nil {
		areas = v.Developer.Refusals()
	}
	v.titled(v.T("dev.errors.title"))
	return sheet{tmpl: "developer_errors", data: areas}, nil
}

// sandboxView is what to send and what comes back (F07-8).
type sandboxView struct {
	Origin   string
	Examples []sandbox.Example
}

// sandboxPage lists the firms of the sandbox.
func sandboxPage(v *visit) (sheet, error) {
	view := sandboxView{Origin: v.origin(v.r)}
	if v.Sandbox != nil {
		var err error
		if view.Examples, err = v.Sandbox.Examples(v.r.Context()); err != nil {
			return sheet{}, err
		}
	}
	v.titled(v.T("dev.sandbox.title"))
	return sheet{tmpl: "developer_sandbox", data: view}, nil
}
