package counter

import (
	"xinheng/internal/access"
	"xinheng/internal/ident"
)

// Code makes a unified social credit code with valid check digits that nobody was issued.
func Code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

// Person is somebody at a session with posts at a body; rights that reach a region reach the one given.
func Person(name, org, orgName, region string, roles ...string) access.Actor {
	a := access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Org: org, Post: "post", Name: orgName, Roles: roles,
		Scopes: []string{access.Self}}
	for _, code := range roles {
		role, ok := access.RoleOf(code)
		if !ok {
			panic("no role " + code)
		}
		a.Scopes = append(a.Scopes, role.May...)
		if role.Reach == access.ReachRegion {
			a.Regions = []string{access.RegionPrefix(region)}
		}
	}
	return a
}

// ForFirm is somebody who acts for a firm; an agent's acts wait for the firm to confirm them.
func ForFirm(name, firm, firmName, role string) access.Actor {
	a := Person(name, firm, firmName, "", role)
	a.Post, a.Firm, a.Confirm = "", "delegation-"+name+"-"+firm, role == access.Agent
	return a
}

// Citizen is a natural person at a session of their own.
func Citizen(name string) access.Actor {
	return access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Scopes: []string{access.Self}}
}

// System is a connected system of a body, with every scope a key can hold.
func System(name, org, orgName string) access.Actor {
	return access.Actor{ID: "key:" + name, Kind: access.KindKey, Org: org, Name: orgName, Scopes: access.Scopes()}
}
