package caseflow

import (
	"slices"

	"xinheng/internal/access"
)

// officer says whether somebody acts from a post in a body.
func officer(who access.Actor) bool {
	return who.Kind == access.KindPerson && who.Firm == "" && len(who.Scopes) > 1
}

// forSubject says whether somebody acts for the subject of a case: for the firm, or a person in their own case.
func forSubject(who access.Actor, c *Case) bool {
	if who.Kind != access.KindPerson {
		return false
	}
	if who.Firm != "" {
		return who.Org == c.EntityID
	}
	return who.Post == "" && !officer(who) && who.ID == c.Opener
}

// above says whether somebody's reach covers the body a case lies with.
func above(who access.Actor, c *Case) bool {
	return officer(who) && len(who.Regions) > 0 && access.InScope(access.Actor{Regions: who.Regions}, "", c.Region)
}

// stands says whether an actor stands on a side of a case, whatever they may do.
func stands(who access.Actor, c *Case, side Side) bool {
	switch side {
	case Subject:
		return forSubject(who, c)
	case Window:
		return officer(who) && who.ID == c.Opener
	case Body:
		return officer(who) && who.Org == c.Org
	case Provider:
		return officer(who) && c.Provider != "" && who.Org == c.Provider
	case Above:
		return above(who, c)
	}
	return who.ID == System().ID && who.Kind == System().Kind
}

// sees says whether a case exists for an actor (S10).
func (d Def) sees(who access.Actor, c *Case) bool {
	if who.Kind == System().Kind || who.Kind == access.KindCLI || forSubject(who, c) {
		return true
	}
	if !officer(who) {
		return false
	}
	if who.ID == c.Opener {
		return true
	}
	for _, m := range d.Moves {
		if m.By != Subject && m.By != Window && m.By != Platform && who.May(m.Permission) && stands(who, c, m.By) {
			return true
		}
	}
	near := access.InScope(who, c.Org, c.Region)
	return near && (mayAny(who, d.Read) || c.EscalatedOn != 0 && mayAny(who, d.Escalated))
}

func mayAny(who access.Actor, permissions []string) bool {
	return slices.ContainsFunc(permissions, who.May)
}

// works says whether somebody handles cases of a body: their own, with a permission of one of its moves.
func (d Def) works(who access.Actor, c *Case) bool {
	return stands(who, c, Body) && mayAny(who, d.permissions(Body))
}

// permissions are those of the moves of a side.
func (d Def) permissions(side Side) (out []string) {
	for _, m := range d.Moves {
		if m.By == side && m.Permission != "" && !slices.Contains(out, m.Permission) {
			out = append(out, m.Permission)
		}
	}
	slices.Sort(out)
	return out
}
