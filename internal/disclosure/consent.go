package disclosure

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Consent lets one body read named parts of a subject's data for one purpose, from a day until a day. It ends by itself:
// the dates decide. Taken back, it ends at once.
type Consent struct {
	ID      string       `json:"id"`
	Subject string       `json:"subject"`
	At      time.Time    `json:"at"`
	Grantee string       `json:"grantee" doc:"code of the body that may ask"`
	Body    string       `json:"body,omitempty" doc:"its name"`
	Fields  []string     `json:"fields"`
	Purpose string       `json:"purpose"`
	From    workday.Date `json:"from"`
	Until   workday.Date `json:"until" doc:"last day"`
	Revoked *time.Time   `json:"revoked_at,omitempty"`
	State   ConsentState `json:"state" enum:"coming,live,ended,revoked"`

	actor string
}

// ConsentState is what a consent is on a day.
type ConsentState string

const (
	ConsentComing  ConsentState = "coming"
	ConsentLive    ConsentState = "live"
	ConsentEnded   ConsentState = "ended"
	ConsentRevoked ConsentState = "revoked"
)

// On is the state on a day.
func (c Consent) On(day workday.Date) ConsentState {
	switch {
	case c.Revoked != nil:
		return ConsentRevoked
	case day < c.From:
		return ConsentComing
	case day > c.Until:
		return ConsentEnded
	}
	return ConsentLive
}

// covers says whether a body may make a reading under the consent today.
func (c Consent) covers(org string, r Reading, today workday.Date) bool {
	return c.On(today) == ConsentLive && c.Subject == r.Subject && c.Grantee == org && c.Purpose == r.Purpose &&
		!slices.ContainsFunc(r.Fields, func(f string) bool { return !c.names(f) })
}

// names says whether a field is consented to: by its own code, or as a part of what is ("penalty" covers "penalty.CF_WSH").
func (c Consent) names(field string) bool {
	return slices.ContainsFunc(c.Fields, func(f string) bool { return field == f || strings.HasPrefix(field, f+".") })
}

var errNoConsent = fault.New(fault.Forbidden, "disclosure.no_consent",
	"没有有效的授权：授权不存在、已到期、已撤回，或不包含该单位、目的或信息项；请向信息主体取得授权后再查。",
	"No consent holds: there is none, it has ended or was taken back, or it does not name this body, purpose or field; ask the subject for one.")

// needsConsent says whether an actor has no duty of its own to read others' data: banks, agencies, associations, and every
// body whose code is not that of an organ or institution (GB 32100-2015: those begin with 1).
func needsConsent(a access.Actor) bool {
	if a.Kind == access.KindCLI {
		return false
	}
	under := false
	for _, code := range a.Roles {
		role, _ := access.RoleOf(code)
		reads := slices.Contains(role.May, access.SubjectRead) || slices.Contains(role.May, access.MemberRead)
		switch {
		case !reads || code == access.System:
		case role.Reach != access.ReachConsent:
			return false
		default:
			under = true
		}
	}
	return under || !strings.HasPrefix(a.Org, "1")
}

// Grant is what a subject consents to.
type Grant struct {
	Grantee string       `json:"grantee" doc:"unified social credit code of the body that may ask"`
	Fields  []string     `json:"fields" minItems:"1" maxItems:"100" doc:"codes of catalogue items, or of fields as item.FIELD"`
	Purpose string       `json:"purpose" doc:"see /v1/purposes"`
	From    workday.Date `json:"from,omitempty" doc:"today when absent"`
	Until   workday.Date `json:"until" doc:"last day"`
}

var fieldCode = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}(\.[A-Za-z0-9_]{1,40})?$`)

// check mends what can be and refuses the rest. longest is the last day a consent from its first day may have.
func (g *Grant) check(today, longest workday.Date) error {
	code, _, err := ident.ParseUSCC(g.Grantee)
	if err != nil {
		return err
	}
	g.Grantee = string(code)
	slices.Sort(g.Fields)
	g.Fields = slices.Compact(g.Fields)
	switch {
	case len(g.Fields) == 0 || len(g.Fields) > 100 || slices.ContainsFunc(g.Fields, func(f string) bool { return !fieldCode.MatchString(f) }):
		return fault.New(fault.Invalid, "disclosure.bad_fields", "请列明授权查询的信息项（目录项代码，或 目录项.字段）。",
			"Name what may be read: codes of catalogue items, or item.FIELD.").At("fields")
	case !isPurpose(g.Purpose) || g.Purpose == Emergency || g.Purpose == Exporting:
		return fault.New(fault.Invalid, "disclosure.no_purpose", "授权须说明目的；请从目的清单中选择一项。", "A consent needs a purpose; choose one from the list of purposes.").At("purpose")
	case g.From < today || g.Until < g.From:
		return fault.New(fault.Invalid, "disclosure.bad_dates", "授权期限有误：起始日不得早于今日，截止日不得早于起始日；请修改日期。",
			"The dates are wrong: a consent begins today or later and does not end before it begins; change them.").At("until")
	case g.Until > longest:
		return fault.New(fault.Invalid, "disclosure.too_long", "授权期限过长：最晚可至 "+longest.String()+"；到期可以再次授权。",
			"The consent is too long: it may run until "+longest.String()+" and be given again then.").At("until")
	}
	return nil
}

// Grant records a subject's consent.
func (d *Desk) Grant(ctx context.Context, actor access.Actor, subject string, g Grant) (c Consent, err error) {
	now := d.now().Truncate(time.Microsecond)
	if g.From == 0 {
		g.From = d.today()
	}
	months, err := d.limit(now, "disclosure.consent.max")
	if err != nil {
		return c, err
	}
	if err := g.check(d.today(), g.From.AddMonths(int(months)).AddDays(-1)); err != nil {
		return c, err
	}
	c = Consent{ID: uuid.Must(uuid.NewV7()).String(), Subject: subject, At: now, Grantee: g.Grantee, Fields: g.Fields, Purpose: g.Purpose,
		From: g.From, Until: g.Until, actor: actor.ID}
	c.State = c.On(d.today())
	return c, d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertConsent(ctx, tx, c); err != nil {
			return err
		}
		return d.act(ctx, tx, "consent.grant", actor.ID, c.ID, map[string]string{"from": c.From.String(), "until": c.Until.String()})
	})
}

// Revoke takes a consent back: from this moment no reading rests on it.
func (d *Desk) Revoke(ctx context.Context, actor access.Actor, subject, id string) error {
	if uuid.Validate(id) != nil {
		return errUnknownConsent
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		given, err := consentsOf(ctx, tx, []string{subject}, []string{id})
		if err != nil {
			return err
		}
		c, ok := given[id]
		if !ok {
			return errUnknownConsent
		}
		if state := c.On(d.today()); state == ConsentRevoked || state == ConsentEnded {
			return errConsentOver
		}
		if err := insertConsentEnd(ctx, tx, subject, id, d.now(), actor.ID); err != nil {
			return err
		}
		return d.act(ctx, tx, "consent.revoke", actor.ID, id, nil)
	})
}

var errConsentOver = fault.New(fault.Conflict, "disclosure.consent_over", "该授权已经失效；无需再撤回。", "This consent is over already; there is nothing to take back.")

var errUnknownConsent = fault.New(fault.Missing, "disclosure.unknown_consent", "没有这一授权；请在授权列表中核对。", "There is no such consent; look in the list of consents.")

// Consents lists a subject's consents, newest first, over and live ones.
func (d *Desk) Consents(ctx context.Context, subject string) ([]Consent, error) {
	all, err := listConsents(ctx, d.db, subject)
	if err != nil {
		return nil, err
	}
	names, err := namesOf(ctx, d, all, func(c Consent) string { return c.Grantee })
	for i := range all {
		all[i].State, all[i].Body = all[i].On(d.today()), names[all[i].Grantee]
	}
	return all, err
}

// ConsentsBy finds consents of subjects by their ids, for an area whose own paper rests on them; one that is none finds nothing.
func (d *Desk) ConsentsBy(ctx context.Context, subjects, ids []string) (map[string]Consent, error) {
	return consentsOf(ctx, d.db, subjects, ids)
}

// namesOf gives the names of the bodies in a list; a code nobody knows stands for itself.
func namesOf[T any](ctx context.Context, d *Desk, list []T, code func(T) string) (map[string]string, error) {
	names, codes := map[string]string{}, []string{}
	for _, v := range list {
		if c := code(v); c != "" && names[c] == "" {
			names[c] = c
			codes = append(codes, c)
		}
	}
	if d.Bodies == nil || len(codes) == 0 {
		return names, nil
	}
	known, err := d.Bodies(ctx, codes)
	for c, name := range known {
		names[c] = name
	}
	return names, err
}
