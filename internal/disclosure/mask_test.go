package disclosure

import (
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

var (
	openField     = law.Field{Code: "WSH", Privacy: law.Open, Role: "document_no", Type: "text"}
	subjectField  = law.Field{Code: "XDR_MC", Privacy: law.Open, Role: "subject_name", Type: "text"}
	personalField = law.Field{Code: "FDDBR", Privacy: law.Personal, Role: "legal_rep", Type: "text"}
	secretField   = law.Field{Code: "FDDBR_SFZ", Privacy: law.Secret, Role: "legal_rep_id", Type: "id_card"}
	unclassed     = law.Field{Code: "X"}
)

// One row for each role that reads, with the purposes that matter to it: open, personal and secret fields.
func TestF24_7_AFieldIsSeenByRoleAndPurpose(t *testing.T) {
	t.Parallel()
	type sees struct{ open, subject, personal, secret Sight }
	all, part, masked, public := sees{Clear, Clear, Clear, Clear}, sees{Clear, Clear, Clear, Masked}, sees{Clear, Masked, Masked, Absent}, sees{Clear, Masked, Masked, Absent}
	for _, c := range []struct {
		who, purpose string
		want         sees
	}{
		{"", "", public},
		{"officer", "approval", part}, {"officer", "honour", part}, {"officer", "", masked}, {"officer", "report", masked}, {"officer", Repair, part},
		{"handler", Repair, all}, {"handler", Listing, all}, {"handler", "approval", part}, {"handler", "finance", masked},
		{"clerk", "quality", part}, {"clerk", "", masked},
		{"reviewer", "quality", part}, {"reviewer", Repair, part},
		{"banker", "finance", masked}, {"banker", "approval", masked}, {"banker", Repair, masked},
		{"lead", "supervision", masked}, {"operator", "supervision", masked}, {"security", Repair, masked}, {"auditor", Repair, masked},
	} {
		v := Viewer{Actor: people[c.who], Purpose: c.purpose}
		got := sees{v.Sees(openField, true), v.Sees(subjectField, true), v.Sees(personalField, false), v.Sees(secretField, false)}
		if got != c.want {
			t.Errorf("%s for %q sees %+v, want %+v", c.who, c.purpose, got, c.want)
		}
		if v.Sees(subjectField, false) != Clear {
			t.Errorf("%s does not see the name of a firm", c.who)
		}
		if v.Sees(unclassed, false) != v.Sees(secretField, false) {
			t.Errorf("%s: a field that nobody classed is not secret", c.who)
		}
	}
	glass := Viewer{Actor: people["operator"], Purpose: Emergency, Glass: true}
	if glass.Sees(secretField, true) != Clear {
		t.Error("through the glass a secret is not clear")
	}
	own := Viewer{Actor: people["boss"], Own: true}
	if own.Sees(personalField, false) != Clear || own.Sees(secretField, false) != Masked || own.Sees(subjectField, true) != Clear {
		t.Error("the subject itself")
	}
}

// Every field of every item of the shipped catalogue: the public never sees a number or the name of a person.
func TestF24_7_NothingPersonalOfTheCatalogueIsClearToThePublic(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	must(t, err)
	fields := 0
	for _, item := range lib.On(workday.MustParse("2026-11-22")).Items() {
		for _, f := range item.Fields {
			fields++
			s := (Viewer{}).Sees(f, true)
			if (f.Privacy != law.Open || f.Role == "subject_name") && s == Clear || f.Type == "id_card" && s != Absent {
				t.Errorf("%s.%s (%s) is %s to the public", item.Code, f.Code, f.Privacy, s)
			}
		}
	}
	if fields < 100 {
		t.Errorf("only %d fields", fields)
	}
}

func TestF24_7_AMaskedValueTellsLittle(t *testing.T) {
	t.Parallel()
	address := law.Field{Code: "DZ", Role: "address"}
	for _, c := range []struct {
		f         law.Field
		in, clear string
	}{
		{personalField, "欧阳示例", "欧阳**"}, {secretField, "110101199003070038", "110**************8"}, {address, "海南省海口市示例路一号", "海南省海口市****"}, {address, "示例", "**"},
	} {
		if got, ok := Masked.Show(c.f, c.in); !ok || got != c.clear {
			t.Errorf("%s is shown as %s %v, want %s", c.in, got, ok, c.clear)
		}
		if got, ok := Clear.Show(c.f, c.in); !ok || got != c.in {
			t.Errorf("%s in clear is %s", c.in, got)
		}
		if got, ok := Absent.Show(c.f, c.in); ok || got != "" {
			t.Errorf("%s is absent and shown as %q", c.in, got)
		}
	}
}

func TestF24_7_TheRulesAreOnThePageOfTheSecurityAdministrator(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-22")
	rules := want[struct{ Rules []SightRule }](o, "security", "GET", "/v1/masking", nil, "").Rules
	if len(rules) != len(sights) {
		t.Errorf("%+v", rules)
	}
	want[none](o, "officer", "GET", "/v1/masking", nil, "access.no_permission")
	for _, r := range sights {
		for _, p := range r.Purposes {
			if !isPurpose(p) {
				t.Errorf("no such purpose: %s", p)
			}
		}
		for _, h := range r.Holds {
			if _, ok := access.PermissionOf(h); !ok {
				t.Errorf("no such permission: %s", h)
			}
		}
	}
}
