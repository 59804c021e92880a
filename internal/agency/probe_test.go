package agency

import (
	"strings"
	"testing"
	"time"

	"xinheng/internal/workday"
)

// Whoever has said nothing may hold it until its day is over: the day before and on the day nothing is found, on the day after it is. The
// agency is told, nobody is named until an officer has confirmed and the term is over, and the name goes when the record is gone.
func TestF25_2_TheProbeFindsWhatWasNotDeletedAndTheNameGoesWithIt(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(agencyID)
	r := o.repaired("示罚〔2026〕1号")
	o.remote.set(r.ID)
	for _, day := range []string{"2026-11-24", "2026-11-25"} {
		o.night(day)
		if f := o.mine("agency"); len(f) != 0 {
			t.Fatalf("on %s: %+v", day, f)
		}
	}
	o.night("2026-11-26")
	f := o.mine("agency")
	if len(f) != 1 || f[0].By != "probe" || f[0].AfterWord || f[0].DueOn != workday.MustParse("2026-12-03") || f[0].Late || !strings.HasPrefix(f[0].Seen, "HTTP 200") {
		t.Fatalf("%+v", f)
	}
	if all := want[list[Finding]](o, "lead", "GET", "/v1/agencies/findings", nil, "").Items; len(all) != 1 || all[0].Name.ZH != agencyZH {
		t.Errorf("%+v", all)
	}
	kinds := ""
	for _, n := range o.inbox("agency") {
		kinds += string(n.Kind) + " "
	}
	if kinds != "tombstone holding " {
		t.Error(kinds)
	}
	want[any](o, "agency", "POST", "/v1/agency/findings/"+f[0].ID+"/comment", map[string]string{"comment": "系统升级，正在删除（示例）"}, "")
	o.night("2026-12-04")
	if l := o.listed(agencyID); l.Behind != nil {
		t.Errorf("named, and nobody confirmed it: %+v", l.Behind)
	}
	if f = o.mine("agency"); f[0].Sightings != 2 || !f[0].Late {
		t.Errorf("%+v", f)
	}
	want[any](o, "lead", "POST", "/v1/agencies/findings/"+f[0].ID+"/confirmation", map[string]string{"document": " "}, "agency.document")
	want[Finding](o, "lead", "POST", "/v1/agencies/findings/"+f[0].ID+"/confirmation", map[string]string{"document": "示信函〔2026〕3号"}, "")
	b := o.listed(agencyID).Behind
	if b == nil || b.Records != 1 || b.Since != workday.MustParse("2026-12-04") || len(b.Comments) != 1 || b.Documents[0] != "示信函〔2026〕3号" {
		t.Fatalf("%+v", b)
	}
	if _, body := o.Send("", "GET", "/v1/agencies", nil); strings.Contains(string(body), r.ID) || strings.Contains(string(body), firmID) {
		t.Error("the page that names the agency names the record")
	}
	o.remote.set()
	o.night("2026-12-05")
	if l := o.listed(agencyID); l.Behind != nil || o.mine("agency")[0].State != "closed" {
		t.Errorf("deleted, and still named: %+v", l.Behind)
	}
	want[any](o, "lead", "POST", "/v1/agencies/findings/"+f[0].ID+"/confirmation", map[string]string{"document": "x"}, "agency.unknown_finding")
	if acts := strings.Join(o.Acts(f[0].ID), " "); acts != "agency.finding_opened agency.commented agency.confirmed agency.finding_closed" {
		t.Error(acts)
	}
}

// Confirmed before its term is over, a finding names nobody on its last day and does on the day after.
func TestF25_2_NobodyIsNamedBeforeTheTermIsOver(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(agencyID)
	r := o.repaired("示罚〔2026〕1号")
	o.remote.set(r.ID)
	o.night("2026-11-26")
	id := o.mine("agency")[0].ID
	confirm := map[string]string{"document": "示信函〔2026〕3号"}
	want[Finding](o, "lead", "POST", "/v1/agencies/findings/"+id+"/confirmation", confirm, "")
	o.Later(time.Hour)
	if again := want[Finding](o, "second", "POST", "/v1/agencies/findings/"+id+"/confirmation", map[string]string{"document": "another"}, ""); again.Document != "示信函〔2026〕3号" {
		t.Errorf("a second click: %+v", again)
	}
	for day, named := range map[string]bool{"2026-12-02": false, "2026-12-03": false, "2026-12-04": true} {
		o.On(day)
		if b := o.listed(agencyID).Behind; (b != nil) != named {
			t.Errorf("on %s: %+v", day, b)
		}
	}
}

// An agency that says it has deleted and has not is found the next night, before the day of its duty.
func TestF25_2_AnAgencyThatLiesIsFound(t *testing.T) {
	t.Parallel()
	o, r := lied(t)
	f := o.mine("agency")
	if len(f) != 1 || !f[0].AfterWord || f[0].Record != r.ID {
		t.Fatalf("%+v", f)
	}
	o.night("2026-11-22")
	if f = o.mine("agency"); len(f) != 1 || f[0].Sightings != 2 {
		t.Errorf("%+v", f)
	}
}

// An address that does not answer opens and closes nothing: the duty says so, and it is asked again the next night.
func TestF25_2_AnAgencyThatDoesNotAnswerIsAskedAgain(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(agencyID)
	r := o.repaired("示罚〔2026〕1号")
	o.acknowledge("agency")
	o.remote.set(r.ID)
	o.remote.down = true
	o.night("2026-11-21")
	if got := o.duties("agency"); len(o.mine("agency")) != 0 || got[0].ProbeError != "status_502" || got[0].ProbedAt == nil {
		t.Fatalf("%+v", got)
	}
	o.remote.down = false
	o.night("2026-11-22")
	o.remote.down = true
	o.night("2026-11-23")
	if f := o.mine("agency"); len(f) != 1 || f[0].State != "open" || f[0].Sightings != 1 {
		t.Errorf("%+v", f)
	}
}

// A signed list is compared like an answer: at once, and by the moment it was drawn.
func TestF25_2_ASignedListIsCompared(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(agencyID, func(x *Terms) { x.ProbeURL = "" })
	r := o.repaired("示罚〔2026〕1号")
	before := o.Now()
	o.Later(time.Hour)
	o.acknowledge("agency")
	o.Later(time.Hour)
	o.handsIn("agency", before, []string{r.ID}, "") // drawn before it said that it had deleted
	if f := o.mine("agency"); len(f) != 0 {
		t.Fatalf("%+v", f)
	}
	l := o.handsIn("agency", o.Now(), []string{"other", r.ID}, "")
	f := o.mine("agency")
	if l.Records != 2 || len(f) != 1 || f[0].By != "list" || !f[0].AfterWord || !strings.HasPrefix(f[0].Seen, "SHA-256 ") {
		t.Fatalf("%+v %+v", l, f)
	}
	o.night("2026-11-21") // the same list read again is no new sighting
	if f = o.mine("agency"); f[0].Sightings != 1 {
		t.Errorf("%+v", f)
	}
	if own := want[Own](o, "agency", "GET", "/v1/agency", nil, ""); own.Compared == nil || own.Compared.Records != 2 {
		t.Errorf("%+v", own.Compared)
	}
	o.Later(time.Hour)
	o.handsIn("agency", o.Now(), []string{"other"}, "")
	if f = o.mine("agency"); f[0].State != "closed" {
		t.Errorf("%+v", f)
	}
}

// Where an agency can be asked, its list may prove that it holds a record and not that it does not.
func TestF25_2_AListDoesNotUndoWhatTheProbeSaw(t *testing.T) {
	t.Parallel()
	o, _ := lied(t)
	o.Later(time.Hour)
	o.handsIn("agency", o.Now(), []string{}, "")
	if f := o.mine("agency"); len(f) != 1 || f[0].State != "open" {
		t.Errorf("%+v", f)
	}
}

func TestF25_2_AListOfAnotherTimeOrHandIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(agencyID)
	now := o.Now()
	o.handsIn("agency", now.Add(time.Second), []string{}, "agency.list_age")
	o.handsIn("agency", now.AddDate(0, 0, -7), []string{"a"}, "") // the last moment
	o.handsIn("agency", now.AddDate(0, 0, -7).Add(-time.Second), []string{"a"}, "agency.list_age")
	o.handsIn("agency", now, []string{""}, "agency.list_ids")
	bad := NewList{AsOf: now, Records: []string{"a"}, Signature: o.key.Sign(ListText(agencyID, now, []string{"b"}))}
	want[any](o, "agency", "POST", "/v1/agency/holdings", bad, "agency.signature")
	o.handsIn("agency", now, []string{"b", "a"}, "")
	o.handsIn("agency", now, []string{"b", "a"}, "agency.list_old") // a second click
	o.handsIn("agency", now.Add(-time.Hour), []string{"a"}, "agency.list_old")
	o.agreed(agencyID, func(x *Terms) { x.KeySuite, x.PublicKey = "", nil })
	o.Later(time.Hour)
	o.handsIn("agency", o.Now(), []string{"a"}, "agency.signature")
	o.handsIn("rival", o.Now(), []string{"a"}, "agency.no_agreement")
}

// What was to be deleted is compared also after the agreement has ended.
func TestF25_2_AnEndedAgreementEndsNoDuty(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(agencyID, func(x *Terms) { x.Until = workday.MustParse("2026-11-20") })
	r := o.repaired("示罚〔2026〕1号")
	o.remote.set(r.ID)
	o.night("2026-11-26")
	if f := o.mine("agency"); len(f) != 1 || o.listed(agencyID).State != Ended {
		t.Errorf("%+v", f)
	}
}
