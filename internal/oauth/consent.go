package oauth

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Asked is what the page of consent says: who asks, to read what, of which firm, until when at the latest, and where one is sent then.
type Asked struct {
	App       string       `json:"app"`
	Name      law.Text2    `json:"name"`
	Owner     string       `json:"owner"`
	OwnerName string       `json:"owner_name"`
	Firm      string       `json:"firm"`
	FirmName  string       `json:"firm_name"`
	Scopes    []Scope      `json:"scopes"`
	Back      string       `json:"back" doc:"host, or scheme, one is sent back to"`
	Longest   workday.Date `json:"longest" doc:"last day it may be agreed to"`
}

// Ask shows somebody who acts for a firm what an app asks for.
func (d *Desk) Ask(ctx context.Context, who access.Actor, text string) (Asked, error) {
	firm, rq, app, err := d.asked(ctx, who, text)
	if err != nil {
		return Asked{}, err
	}
	longest, err := d.longest()
	if err != nil {
		return Asked{}, err
	}
	names, err := d.names(ctx, []string{app.Owner})
	u, _ := url.Parse(rq.Redirect)
	back := u.Host
	if back == "" {
		back = u.Scheme
	}
	return Asked{App: app.AppID, Name: app.terms().Name, Owner: app.Owner, OwnerName: names[app.Owner], Firm: firm, FirmName: who.Name,
		Scopes: scopesOf(rq.scopes()), Back: back, Longest: longest}, err
}

func (d *Desk) asked(ctx context.Context, who access.Actor, text string) (firm string, rq request, app appRow, err error) {
	if firm, err = firmOf(who); err != nil {
		return
	}
	if rq, err = requestFrom(text); err != nil {
		return
	}
	app, wrong, err := d.judge(ctx, &rq)
	if err == nil && wrong != nil {
		err = errRequest
	}
	return firm, rq, app, err
}

// longest is the last day of a consent that is given today: the same term as for any other consent to be read.
func (d *Desk) longest() (workday.Date, error) {
	l, ok := d.law.On(d.today()).Limit("disclosure.consent.max")
	if !ok {
		return 0, fmt.Errorf("oauth: law/limits has no disclosure.consent.max on %s", d.today())
	}
	return d.today().AddMonths(int(l.N)).AddDays(-1), nil
}

// Sent is where a browser goes next.
type Sent struct {
	Location string `json:"location" doc:"of the app, with the code or the error it asked for"`
}

// Agree records that a firm lets an app read, and gives the app a code. Agreeing again takes the place of what the same person agreed to
// before, so that a second click leaves one authorisation and one code that works.
func (d *Desk) Agree(ctx context.Context, who access.Actor, text string, until workday.Date) (Sent, error) {
	firm, rq, app, err := d.asked(ctx, who, text)
	if err != nil {
		return Sent{}, err
	}
	if longest, err := d.longest(); err != nil || until < d.today() || until > longest {
		return Sent{}, orElse(err, errUntil)
	}
	now, code := d.instant(), secret(codePrefix)
	a := authorisation{EntityID: firm, GrantID: "YY-" + rand.Text()[:16], AppID: app.AppID, Scopes: rq.scopes(), MadeBy: who.ID, MadeAt: now, UntilOn: until}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := d.replace(ctx, tx, &a); err != nil {
			return err
		}
		if err := insertAuthorisation(ctx, tx, &a); err != nil {
			return err
		}
		if err := insertCode(ctx, tx, hashed(code), &a, rq.Redirect, rq.Challenge, now.Add(codeLife)); err != nil {
			return err
		}
		return d.act(ctx, tx, "oauth.agreed", who.ID, a.GrantID, map[string]string{"app": app.AppID, "until": until.String()})
	})
	return Sent{rq.back(url.Values{"code": {code}})}, err
}

func (d *Desk) replace(ctx context.Context, tx pg.Tx, a *authorisation) error {
	before, err := liveBy(ctx, tx, a.EntityID, a.AppID, a.MadeBy)
	if err != nil {
		return err
	}
	for _, id := range before {
		if _, err := d.end(ctx, tx, a.EntityID, id, a.MadeBy, "replaced"); err != nil {
			return err
		}
	}
	return nil
}

// Decline sends somebody back to the app without anything.
func (d *Desk) Decline(ctx context.Context, text string) (Sent, error) {
	rq, err := requestFrom(text)
	if err != nil {
		return Sent{}, err
	}
	if _, _, err := d.judge(ctx, &rq); err != nil {
		return Sent{}, err
	}
	return Sent{rq.backWith(refuse("access_denied", "企业没有同意。", "The firm did not agree."))}, nil
}

// Authorised is an app a firm lets read its public file, as the firm sees it.
type Authorised struct {
	ID        string       `json:"id"`
	App       string       `json:"app"`
	Name      law.Text2    `json:"name"`
	Owner     string       `json:"owner"`
	OwnerName string       `json:"owner_name"`
	Scopes    []Scope      `json:"scopes"`
	MadeAt    time.Time    `json:"made_at"`
	Until     workday.Date `json:"until" doc:"last day"`
	LastUsed  *time.Time   `json:"last_used_at,omitempty"`
	EndedAt   *time.Time   `json:"ended_at,omitempty"`
	Why       string       `json:"ended_why,omitempty" enum:"taken_back,given_back,replaced,code_reused,token_reused"`
	State     string       `json:"state" enum:"live,suspended,ended"`
}

// Mine lists what the firm one acts for agreed to, newest first. Who acts as a natural person has agreed to nothing: it has no public file.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]Authorised, error) {
	firm, err := firmOf(who)
	if who.Itself {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := authorisationsOf(ctx, d.db, firm)
	if err != nil {
		return nil, err
	}
	apps, owners, err := d.appsAndOwners(ctx, rows)
	out := make([]Authorised, len(rows))
	for i := range rows {
		a, app := &rows[i], apps[rows[i].AppID]
		out[i] = Authorised{ID: a.GrantID, App: a.AppID, Name: app.terms().Name, Owner: app.Owner, OwnerName: owners[app.Owner], Scopes: scopesOf(a.Scopes),
			MadeAt: a.MadeAt, Until: a.UntilOn, LastUsed: a.LastUsedAt, EndedAt: a.EndedAt, Why: a.EndedWhy, State: a.state(&app, d.today())}
	}
	return out, err
}

func (d *Desk) appsAndOwners(ctx context.Context, rows []authorisation) (map[string]appRow, map[string]string, error) {
	ids, owners := make([]string, len(rows)), []string{}
	for i := range rows {
		ids[i] = rows[i].AppID
	}
	apps, err := appsBy(ctx, d.db, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range apps {
		owners = append(owners, a.Owner)
	}
	names, err := d.names(ctx, owners)
	return apps, names, err
}

func (a *authorisation) state(app *appRow, today workday.Date) string {
	switch {
	case a.EndedAt != nil || today > a.UntilOn:
		return "ended"
	case app.State != string(Live):
		return "suspended"
	}
	return "live"
}

// TakeBack ends an authorisation of one's firm: from this moment no token of it opens anything.
func (d *Desk) TakeBack(ctx context.Context, who access.Actor, id string) error {
	firm, err := firmOf(who)
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		n, err := d.end(ctx, tx, firm, id, who.ID, "taken_back")
		if err == nil && n == 0 {
			err = errUnknownGrant
		}
		return err
	})
}

// end ends an authorisation that has not ended; it gives how many it ended.
func (d *Desk) end(ctx context.Context, tx pg.Tx, firm, id, by, why string) (int64, error) {
	n, err := endAuthorisation(ctx, tx, firm, id, by, why, d.instant())
	if err != nil || n == 0 {
		return n, err
	}
	return n, d.act(ctx, tx, "oauth.ended", by, id, map[string]string{"why": why})
}

var (
	errUntil        = fault.New(fault.Invalid, "oauth.until", "请选择今日起、最长期限内的截止日。", "Choose a last day from today on, within the longest term.").At("until")
	errUnknownGrant = fault.New(fault.Missing, "oauth.unknown", "没有这项有效的应用授权；请在列表中核对。", "There is no such authorisation in force; look in the list.")
)
