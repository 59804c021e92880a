package seed

import (
	"xinheng/internal/access"
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
