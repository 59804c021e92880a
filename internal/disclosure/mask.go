package disclosure

import (
	"slices"
	"strings"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/ident"
	"xinheng/internal/law"
)

// Sight is how much of a field somebody is shown.
type Sight string

const (
	Absent Sight = "absent" // not even that there is a value
	Masked Sight = "masked"
	Clear  Sight = "clear"
)

// Viewer is who looks and what for. The zero Viewer is the public.
type Viewer struct {
	Actor   access.Actor
	Purpose string
	Glass   bool // through a broken glass that is open
	Own     bool // the subject itself
}

// SightRule is one row: whoever holds one of the permissions and looks for one of the purposes sees fields of a privacy so.
type SightRule struct {
	Privacy  law.Privacy `json:"privacy"`
	Holds    []string    `json:"permissions" doc:"one of them; none: everybody"`
	Purposes []string    `json:"purposes" doc:"one of them; none: whatever for"`
	Sight    Sight       `json:"sight"`
}

// identify are the purposes for which one must know who a person is, decide those that end in a decision about one.
var (
	identify = []string{"approval", "procurement", "bidding", "subsidy", "honour", "appointment", "market_entry", "supervision", "duty_free",
		"land", Penalty, Listing, Repair, Objection, "quality"}
	decide   = []string{Penalty, Listing, Repair, Objection}
	deciders = []string{access.ListingDraft, access.ListingDecide, access.RepairDraft, access.RepairDecide, access.CaseReview}
)

// sights is who sees what of a field (F24-7). The first row that fits decides; where none fits, the field is absent.
var sights = []SightRule{
	{law.Open, nil, nil, Clear},
	{law.Personal, []string{access.SubjectRead, access.ScopeRead}, identify, Clear},
	{law.Personal, nil, nil, Masked},
	{law.Secret, deciders, decide, Clear},
	{law.Secret, []string{access.SubjectRead, access.ScopeRead}, identify, Masked},
}

// Sights lists the rows, for the page of the security administrator.
func Sights() []SightRule { return slices.Clone(sights) }

// Sees says how much of a field somebody is shown. A name that is open is personal where its bearer is a natural person.
// Who reads under a consent sees personal data masked: the consent is to the record, not to the persons in it.
func (v Viewer) Sees(f law.Field, person bool) Sight {
	privacy := f.Privacy
	switch {
	case privacy == "":
		privacy = law.Secret
	case privacy == law.Open && person && f.Role == "subject_name":
		privacy = law.Personal
	}
	switch {
	case privacy == law.Open, v.Glass, v.Own && privacy == law.Personal:
		return Clear
	case v.Own, privacy == law.Personal && needsConsent(v.Actor):
		return Masked
	case needsConsent(v.Actor):
		return Absent
	}
	for _, s := range sights {
		if s.Privacy == privacy && (s.Holds == nil || slices.ContainsFunc(s.Holds, v.Actor.May)) && (s.Purposes == nil || slices.Contains(s.Purposes, v.Purpose)) {
			return s.Sight
		}
	}
	return Absent
}

// Show gives a value as it is seen; false when it is absent.
func (s Sight) Show(f law.Field, value string) (string, bool) {
	switch {
	case s == Clear:
		return value, true
	case s != Masked:
		return "", false
	case f.Type == "id_card" || strings.HasSuffix(f.Role, "_id"):
		return ident.MaskID(value), true
	case f.Role == "address":
		return maskTail(value, 6), true
	}
	return ident.MaskName(value), true
}

// maskTail keeps the first characters: of an address the province and city.
func maskTail(s string, keep int) string {
	n := utf8.RuneCountInString(s)
	if n <= keep {
		return strings.Repeat("*", n)
	}
	return string([]rune(s)[:keep]) + "****"
}
