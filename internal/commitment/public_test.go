package commitment

import (
	"strings"
	"testing"
	"time"

	"xinheng/internal/counter"
	"xinheng/internal/workday"
)

func TestF03_2_AnAssociationSignsAndEachMemberConfirms(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	in := Gathering{Undertaking: "industry-tourism", Title: "2026年旅游业诚信经营自律承诺", Members: []string{firmID, otherFirm, firmID}, ClosesOn: workday.MustParse("2026-05-20")}
	for _, who := range []string{"owner", "approver", "lead", "system"} {
		want[Grouping](o, who, "POST", "/v1/groupings", in, "access.no_permission")
	}
	bad := in
	bad.Undertaking = "own-quality"
	want[Grouping](o, "association", "POST", "/v1/groupings", bad, "commitment.not_industry")
	bad = in
	bad.ClosesOn = workday.MustParse("2026-05-05")
	want[Grouping](o, "association", "POST", "/v1/groupings", bad, "commitment.closed")
	g := want[Grouping](o, "association", "POST", "/v1/groupings", in, "")
	if g.Asked != 2 || g.Confirmed != 0 || !g.Proof.Verify(o.sealer, groupingPurpose) {
		t.Fatalf("%+v", g)
	}
	mine, err := o.Groupings(t.Context(), people["owner"])
	must(t, err)
	if len(mine) != 1 || mine[0].ID != g.ID || mine[0].Members != nil {
		t.Errorf("a member sees its own part: %+v", mine)
	}
	_, s := o.read("owner", "industry-tourism", "")
	s.Grouping = g.ID
	v := want[View](o, "owner", "POST", "/v1/commitments", s, "")
	if v.Grouping != g.ID {
		t.Errorf("%+v", v)
	}
	at := want[Grouping](o, "association", "GET", "/v1/groupings/"+g.ID, nil, "")
	if at.Confirmed != 1 {
		t.Errorf("%+v", at)
	}
	want[View](o, "owner", "POST", "/v1/commitments/"+v.ID+"/undo", nil, "")
	if at = want[Grouping](o, "association", "GET", "/v1/groupings/"+g.ID, nil, ""); at.Confirmed != 0 {
		t.Errorf("a confirmation that was taken back counts: %+v", at)
	}
	want[Grouping](o, "approver", "GET", "/v1/groupings/"+g.ID, nil, "commitment.no_grouping")
	s.Grouping = "CG-AAAAAAAAAAAAAAAA"
	want[View](o, "owner", "POST", "/v1/commitments", s, "commitment.no_grouping")
	for _, day := range []struct{ on, code string }{{"2026-05-19", ""}, {"2026-05-20", ""}, {"2026-05-21", "commitment.closed"}} {
		o.clock.Store(workday.MustParse(day.on).Start().Add(9 * time.Hour).UnixNano())
		_, s := o.read("owner", "industry-tourism", "")
		s.Grouping = g.ID
		if x := want[View](o, "owner", "POST", "/v1/commitments", s, day.code); day.code == "" && day.on != "2026-05-20" {
			want[View](o, "owner", "POST", "/v1/commitments/"+x.ID+"/undo", nil, "")
		} else if day.code == "" {
			o.released(x.ID)
		}
		if day.on == "2026-05-20" {
			break
		}
	}
	status, sheet := o.send("association", "GET", "/v1/groupings/"+g.ID+"/members.csv", "", nil)
	if text := string(sheet); status != 200 || strings.Count(text, "\n") != 3 || !strings.Contains(text, firmName) || !strings.Contains(text, "履行中") || !strings.Contains(text, "未确认") {
		t.Errorf("%d %s", status, sheet)
	}
	o.clock.Store(workday.MustParse("2026-05-21").Start().Add(9 * time.Hour).UnixNano())
	_, late := o.read("stranger", "industry-tourism", "")
	late.Grouping = g.ID
	want[View](o, "stranger", "POST", "/v1/commitments", late, "commitment.closed")
}

func TestF03_5_AReportNamesAClauseAndIsAnsweredInTime(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	_, in := o.read("owner", "own-quality", "")
	v := want[View](o, "owner", "POST", "/v1/commitments", in, "")
	path := "/v1/public/commitments/" + v.ID + "/reports"
	said := Breach{Clause: "aftercare", Statement: "购买后拒绝退货，已经三周没有答复。"}
	want[Report](o, "", "POST", path, said, "commitment.unknown") // not in effect: it is not public
	o.released(v.ID)
	want[Report](o, "", "POST", path, Breach{"no-such", "x"}, "commitment.no_clause")
	want[Report](o, "", "POST", path, Breach{"aftercare", " "}, "commitment.no_statement")
	r := want[Report](o, "", "POST", path, said, "")
	if r.DueOn != workday.MustParse("2026-05-19") || r.Days != 10 || r.Clause.ID != "aftercare" || len(r.Code) != codeLength {
		t.Fatalf("%+v", r)
	}
	if n := o.count(`select count(*) from commitment.report where position('退货'::bytea in statement) > 0`); n != 0 {
		t.Error("the words of a person are kept in clear")
	}
	progress := "/v1/public/commitment-reports/" + r.ID + "/progress"
	want[Report](o, "", "POST", progress, map[string]string{"code": "AAAAAAAAAAAA"}, "commitment.no_report")
	want[Report](o, "stranger", "POST", "/v1/commitment-reports/"+r.ID+"/reply", map[string]string{"text": "x"}, "commitment.no_report")
	for _, x := range []struct {
		on   string
		late int
	}{{"2026-05-18", 0}, {"2026-05-19", 0}, {"2026-05-20", 1}} {
		o.clock.Store(workday.MustParse(x.on).Start().Add(9 * time.Hour).UnixNano())
		late, err := o.Reports(t.Context(), people["lead"])
		must(t, err)
		if len(late) != x.late || x.late == 1 && !late[0].Late {
			t.Errorf("on %s: %+v", x.on, late)
		}
	}
	if other, err := o.Reports(t.Context(), people["stranger"]); err != nil || len(other) != 0 {
		t.Errorf("%v %v", other, err)
	}
	reply := "/v1/commitment-reports/" + r.ID + "/reply"
	want[Report](o, "agent", "POST", reply, map[string]string{"text": "x"}, "access.no_permission")
	want[Report](o, "owner", "POST", reply, map[string]string{"text": "已联系并办理退货。"}, "")
	want[Report](o, "owner", "POST", reply, map[string]string{"text": "改一下"}, "commitment.replied")
	got := want[Report](o, "", "POST", progress, map[string]string{"code": strings.ToLower(r.Code)}, "")
	if got.Reply != "已联系并办理退货。" || !got.Late {
		t.Errorf("%+v", got)
	}
	if p := want[Public](o, "", "GET", "/v1/public/commitments/"+v.ID, nil, ""); p.Status != Performing {
		t.Errorf("a report is a word, not a finding: %s", p.Status)
	}
	for _, h := range Holders() {
		counter.Reseals(t, o.db, o.sealer, h, 1)
	}
}

// F03-2: a list of members is looked up line by line before anybody is asked, and stores nothing.
func TestF03_2_AListOfMembersIsLookedUpLineByLine(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	list := map[string]any{"members": []string{firmID, "91460000XXXXXXXXXX", firmID, code("91460000", "MA000777"), otherFirm}}
	want[any](o, "owner", "POST", "/v1/groupings/candidates", list, "access.no_permission")
	all := want[struct{ Items []Candidate }](o, "association", "POST", "/v1/groupings/candidates", list, "").Items
	var got []string
	for i, x := range all {
		if x.Line != i+1 || (x.Status == "known") != (x.Firm != "" && x.Status != "twice") {
			t.Errorf("%+v", x)
		}
		got = append(got, x.Status)
	}
	if strings.Join(got, " ") != "known malformed twice unknown known" || all[0].Firm != firmName {
		t.Errorf("%v %+v", got, all)
	}
	if n := o.count(`select count(*) from commitment.member`); n != 0 {
		t.Errorf("looking a list up asked %d members", n)
	}
}

// F01-4: the body sees until when it is to issue on a commitment; the day after it is late, and no longer once it issued.
func TestF01_4_TheBodySeesUntilWhenItIsToIssue(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06") // a Wednesday
	o.takesIn("travel-agency")
	v := o.released(o.sign("owner", "travel-agency").ID)
	taken := func() View {
		return want[struct{ Items []View }](o, "approver", "GET", "/v1/commitments/received", nil, "").Items[0]
	}
	if x := taken(); x.IssueBy.String() != "2026-05-07" || x.IssueLate {
		t.Errorf("%s %v", x.IssueBy, x.IssueLate)
	}
	o.later(24 * time.Hour)
	if taken().IssueLate {
		t.Error("late on the last day")
	}
	o.later(24 * time.Hour)
	if !taken().IssueLate {
		t.Error("not late the day after")
	}
	want[View](o, "approver", "POST", "/v1/commitments/"+v.ID+"/permit", Permit{Number: "示例-1"}, "")
	if x := taken(); x.IssueBy != 0 || x.IssueLate {
		t.Errorf("issued, and still due on %s", x.IssueBy)
	}
}
