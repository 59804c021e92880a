package app

import (
	"context"

	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
)

// disclose ties what is disclosed to who is told of it: readings are recorded before records are answered, checks stand
// beside them in the subject's view, and what may be exported comes from the areas it belongs to.
func (a *App) disclose() {
	a.leaks()
	a.Records.Disclosure, a.Checks.Disclosure = a.Disclosure, a.Disclosure
	a.Disclosure.Bodies, a.Disclosure.Region = a.bodies, a.region
	a.Disclosure.People = a.Accounts.People
	a.Disclosure.LastAnchor = a.lastAnchor
	a.Disclosure.Feeds = []disclosure.Feed{a.Checks.Checked, a.OAuth.Seen}
	a.Disclosure.Sources = append(a.Records.Sources(), a.Checks.Source())
}

// region is where a body lies; empty for one that does not work here.
func (a *App) region(ctx context.Context, code string) (string, error) {
	o, err := a.Accounts.Org(ctx, code)
	if fault.KindOf(err) == fault.Missing {
		return "", nil
	}
	return o.Region, err
}

// bodies are names by code: of the organisations that work here, and of firms such as banks as they are registered.
func (a *App) bodies(ctx context.Context, codes []string) (map[string]string, error) {
	return a.bodiesIn(ctx, a.Pool, codes)
}

// bodiesIn is bodies on the connection of who asks.
func (a *App) bodiesIn(ctx context.Context, db pg.DB, codes []string) (map[string]string, error) {
	names := map[string]string{}
	firms, err := registry.FindMany(ctx, db, codes)
	if err != nil {
		return nil, err
	}
	for code, firm := range firms {
		names[code] = firm.Name
	}
	for _, code := range codes { // as many as bodies on one page
		switch o, err := a.Accounts.OrgIn(ctx, db, code); {
		case err == nil:
			names[code] = o.Name
		case fault.KindOf(err) != fault.Missing:
			return nil, err
		}
	}
	return names, nil
}
