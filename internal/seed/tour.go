package seed

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/portal"
)

// Tour is what the demonstration shows of itself to visitors: its invented people, and the firm that stands on two lists.
func Tour() *portal.Tour {
	t := &portal.Tour{Password: Password, Firm: ListedFirm()}
	for _, p := range People() {
		role, _ := access.RoleOf(p.Role)
		guest := portal.Guest{Login: p.Login, Role: role.Name, Body: p.Org.Name, Firm: p.Firm != "" || p.Role == access.Person}
		if guest.Firm {
			guest.Body = firmName(p.Firm)
		}
		t.Guests = append(t.Guests, guest)
	}
	return t
}

// firmName is the name of a firm of the story; empty for who acts for none.
func firmName(uscc string) string {
	for n := range 16 { // people of the demonstration act for firms of its first pages only
		if f := Nth(n); f.USCC == uscc {
			return f.Name
		}
	}
	return ""
}

// Guide finds, among the firms the owner acts for, one with a case of each kind, so that no stop of the tour is empty.
func Guide(ctx context.Context, a *app.App, t *portal.Tour) error {
	t.Firms = map[string]string{}
	who, found, err := a.Accounts.ByLogin(ctx, "owner")
	if err != nil || !found {
		return err
	}
	h, err := a.Accounts.Holder(ctx, a.Pool, who.ID)
	if err != nil {
		return err
	}
	for _, d := range h.Firms {
		acting, err := a.Accounts.Acting(ctx, a.Pool, who.ID, "", d.ID)
		if err != nil {
			return err
		}
		lines, err := a.Cases.Mine(ctx, acting)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if l.Ended == 0 {
				t.Firms[l.Kind] = d.Firm
			}
		}
	}
	return nil
}
