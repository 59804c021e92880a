package inspection

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/inspection/draw"
	"xinheng/internal/jobs"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

func (o *office) acts(id string) []string {
	o.t.Helper()
	all, err := pg.Column[string](o.t.Context(), o.db, pg.Query{Name: "acts", SQL: `select kind from ledger.entry where about = $1 order by id`}, id)
	must(o.t, err)
	return all
}

func TestF12_3_ADrawFromPlanToProof(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	v, file := o.published(o.ready(40, 5))
	r, err := VerifyProof(bytes.NewReader(file), o.log.VerifierKey())
	must(t, err)
	if r.Drawn == 0 || r.Setup.Hash().String() != v.SetupHash || r.Seed.String() != v.Seed || r.Result.String() != v.Result || r.Unsent != 0 {
		t.Errorf("%+v %+v", r, v)
	}
	for _, s := range v.Strata { // 35 without evaluation or at low risk alone stand in B, the five of risk C make food: D
		if want := map[string]int64{"A": 0, "B": 35, "C": 0, "D": 5}[s.Class]; s.Count != want || s.Quota != s.Count*s.PPM/draw.Million+s.Count*s.PPM%draw.Million/(draw.Million/2) {
			t.Errorf("%+v", s)
		}
	}
	wanted := []string{"inspection.begun", "inspection.frozen", "inspection.committed", "inspection.committed", "inspection.rooted",
		"inspection.revealed", "inspection.revealed", "inspection.drawn", "inspection.published"}
	if got := o.acts(v.ID); !slices.Equal(got, wanted) {
		t.Errorf("%v", got)
	}
	if bytes.Contains(file, []byte("inspector0")) || bytes.Contains(file, []byte("虚构")) {
		t.Error("the file names somebody")
	}
	if keep := os.Getenv("XINHENG_DRAW_PROOF"); keep != "" { // for the browser's implementation, see web/test/draw.test.ts
		must(t, os.WriteFile(keep, file, 0o600))
	}
	again, err := VerifyProof(bytes.NewReader(file), strings.Replace(o.log.VerifierKey(), "A", "B", 1))
	if err == nil {
		t.Errorf("another key: %+v", again)
	}
}

func TestF12_3_NoByteOfARealProofMayChange(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	_, file := o.published(o.ready(12, 3))
	for i := 0; i < len(file); i += 7 {
		changed := slices.Clone(file)
		changed[i] ^= 1
		if _, err := VerifyProof(bytes.NewReader(changed), o.log.VerifierKey()); err == nil {
			t.Errorf("byte %d (…%q…) may be changed", i, file[max(0, i-30):min(len(file), i+30)])
		}
	}
}

func TestF12_3_EachStepWaitsForTheOneBefore(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	p := o.ready(20, 3)
	v := o.frozen(p)
	path := "/draws/" + v.ID
	share, auditors := secret(), secret()
	want[View](o, "planner", "POST", path+"/shares", value{share.String()}, "inspection.not_this_step")
	want[View](o, "planner", "POST", path+"/result", nil, "inspection.not_this_step")
	want[View](o, "planner", "POST", path+"/root", nil, "inspection.shares_missing")
	want[View](o, "planner", "POST", path+"/commitments", value{strings.Repeat("X", 64)}, "inspection.not_a_hash")
	want[View](o, "lead", "POST", path+"/commitments", commitment(v, leadID, share), "inspection.not_a_party")
	want[View](o, "planner", "POST", path+"/commitments", commitment(v, bodyID, share), "")
	want[View](o, "planner", "POST", path+"/commitments", commitment(v, bodyID, secret()), "inspection.share_given")
	want[View](o, "planner", "POST", path+"/root", nil, "inspection.shares_missing")
	want[View](o, "auditor", "POST", path+"/commitments", commitment(v, auditID, auditors), "")
	want[View](o, "planner", "POST", path+"/root", nil, "ledger.not_placed")
	o.place()
	v = want[View](o, "planner", "POST", path+"/root", nil, "")
	if v.State != Rooted || v.RootSize == 0 || v.RevealBy.String() != "2026-08-06" {
		t.Errorf("%+v", v)
	}
	want[View](o, "planner", "POST", path+"/commitments", commitment(v, bodyID, share), "inspection.not_this_step")
	want[View](o, "planner", "POST", path+"/shares", value{secret().String()}, "inspection.share_differs")
	want[View](o, "planner", "POST", path+"/shares", value{share.String()}, "")
	want[View](o, "planner", "POST", path+"/shares", value{share.String()}, "inspection.share_given")
	want[View](o, "planner", "POST", path+"/result", nil, "inspection.shares_missing")
	want[View](o, "planner", "POST", path+"/publication", nil, "inspection.not_this_step")
	want[View](o, "auditor", "POST", path+"/shares", value{auditors.String()}, "")
	want[View](o, "planner", "POST", path+"/result", nil, "")
	want[View](o, "planner", "POST", path+"/result", nil, "inspection.not_this_step")
	want[View](o, "planner", "POST", path+"/publication", nil, "ledger.not_placed")
	o.place()
	want[View](o, "planner", "POST", path+"/publication", nil, "")
	want[View](o, "planner", "POST", path+"/publication", nil, "inspection.not_this_step")
}

func TestF12_3_WhoMayDoWhatInADraw(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	p := o.ready(20, 3)
	want[View](o, "clerk", "POST", "/draws", begin{p.ID, []string{bodyID, auditID}}, "access.no_permission")
	want[View](o, "otherplanner", "POST", "/draws", begin{p.ID, []string{bodyID, auditID}}, "inspection.unknown")
	want[View](o, "planner", "POST", "/draws", begin{p.ID, []string{bodyID, bodyID}}, "inspection.parties")
	v := o.frozen(p)
	for _, who := range []string{"otherplanner", "clerk"} {
		want[View](o, who, "GET", "/draws/"+v.ID, nil, "inspection.unknown")
		want[View](o, who, "POST", "/draws/"+v.ID+"/commitments", commitment(v, otherID, secret()), "inspection.unknown")
		if all := want[listed[View]](o, who, "GET", "/draws", nil, ""); len(all.All) != 0 {
			t.Errorf("%s sees %d draws", who, len(all.All))
		}
	}
	for _, who := range []string{"planner", "lead", "auditor"} {
		if all := want[listed[View]](o, who, "GET", "/draws", nil, ""); len(all.All) != 1 {
			t.Errorf("%s sees %d draws", who, len(all.All))
		}
	}
	want[View](o, "lead", "POST", "/draws/"+v.ID+"/result", nil, "access.no_permission")
}

// S3: nothing anybody can ask before publication tells the roster, its order, or whom the draw met.
func TestS3_NobodySeesTheOrderBeforePublication(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	p := o.ready(40, 5)
	v := o.drawn(p)
	o.place()
	for _, who := range []string{"planner", "lead", "auditor", "otherplanner", "inspector0", ""} {
		for _, path := range []string{"/draws", "/draws/" + v.ID, "/draws/" + v.ID + "/proof", "/plans", "/overlap", "/matters"} {
			_, body := o.as(who, "GET", path, nil)
			for n := range 40 {
				if bytes.Contains(body, []byte(firm(n))) {
					t.Errorf("%s sees firm %d at %s", who, n, path)
				}
			}
		}
	}
	want[View](o, "planner", "GET", "/draws/"+v.ID+"/proof", nil, "inspection.unknown")
	tasks := want[listed[Task]](o, "inspector0", "GET", "/tasks", nil, "")
	for _, task := range tasks.All { // inspectors have their own tasks, and no others
		if !slices.Contains(task.Inspectors, "inspector0") {
			t.Errorf("%+v", task)
		}
	}
	if len(tasks.All) == 0 {
		t.Error("the inspector has no task")
	}
	want[View](o, "planner", "POST", "/draws/"+v.ID+"/publication", nil, "")
	if status, _ := o.as("", "GET", "/draws/"+v.ID+"/proof", nil); status != 200 {
		t.Errorf("proof after publication: %d", status)
	}
}

func TestF12_3_ALateShareMakesTheDrawVoid(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03") // a Monday: three working days end on Thursday the sixth
	p := o.ready(20, 3)
	v, share, auditors := o.rooted(p)
	path := "/draws/" + v.ID
	want[View](o, "planner", "POST", path+"/shares", value{share.String()}, "")
	for _, day := range []string{"2026-08-05", "2026-08-06"} {
		o.on(day)
		want[View](o, "planner", "POST", path+"/void", nil, "inspection.not_late")
	}
	o.on("2026-08-07")
	want[View](o, "auditor", "POST", path+"/shares", value{auditors.String()}, "inspection.share_late")
	want[View](o, "planner", "POST", path+"/result", nil, "inspection.shares_missing")
	v = want[View](o, "planner", "POST", path+"/void", nil, "")
	if v.State != Void || !slices.Equal(v.VoidFor, []string{auditID}) || v.Seed != "" {
		t.Errorf("%+v", v)
	}
	want[View](o, "planner", "POST", path+"/void", nil, "inspection.not_this_step")
	if again := o.frozen(p); again.ID == v.ID || again.SetupHash == v.SetupHash || again.Roster == v.Roster {
		t.Error("the new draw is not a new one")
	}
	if got := o.acts(v.ID); got[len(got)-1] != "inspection.voided" {
		t.Errorf("%v", got)
	}
}

// Reading a roster stops between two steps, or in one: taken up again it is the roster it would have been.
func TestF12_3_ARosterIsTakenUpWhereItStopped(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	p := o.ready(30, 3)
	v := want[View](o, "planner", "POST", "/draws", begin{p.ID, []string{bodyID, auditID}}, "")
	died := errors.New("the machine died")
	err := o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		s, err := one[stored](ctx, tx, qLockDraw, v.ID)
		must(t, err)
		s.After = "z"
		must(t, save(ctx, tx, &s, o.instant()))
		return died
	})
	if !errors.Is(err, died) {
		t.Fatal(err)
	}
	if done, err := o.step(t.Context(), v.ID); done || err != nil {
		t.Fatal(done, err)
	}
	o.firms(100, 103) // behind what was read, or before it: a walk by id meets each once
	if v = want[View](o, "planner", "GET", "/draws/"+v.ID, nil, ""); v.State != Gathering || v.Seen != 30 || v.Total != 33 {
		t.Errorf("half way it says %+v", v)
	}
	must(t, o.queue.Drain(t.Context())) // another server: it knows nothing of the first but the draw
	v = want[View](o, "planner", "GET", "/draws/"+v.ID, nil, "")
	if v.State != Frozen || v.Seen < 30 || v.Seen > 33 || v.Total != 0 {
		t.Errorf("%+v", v)
	}
	must(t, o.Gather(t.Context(), v.ID)) // once more does nothing
	if got := o.acts(v.ID); !slices.Equal(got, []string{"inspection.begun", "inspection.frozen"}) {
		t.Errorf("%v", got)
	}
}

// Firms the matter is not about are passed over, wherever they stand, and the reading ends.
func TestF12_3_FirmsOfOtherTradesAreReadAndNotDrawn(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	p := o.ready(30, 3)
	o.exec(`update registry.entity set industry = 'F52' where entity_id in ($1, $2, $3)`, firm(0), firm(11), firm(29))
	v := want[View](o, "planner", "POST", "/draws", begin{p.ID, []string{bodyID, auditID}}, "")
	within, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	must(t, o.Gather(within, v.ID))
	n := int64(0)
	if v = want[View](o, "planner", "GET", "/draws/"+v.ID, nil, ""); v.State != Frozen || v.Seen != 30 {
		t.Fatalf("%+v", v)
	}
	for _, s := range v.Strata {
		n += s.Count
	}
	if n != 27 {
		t.Errorf("%d firms on the roster, want 27", n)
	}
}

func TestF12_3_WithoutInspectorsThereIsNoDraw(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	p := o.ready(5, 1)
	if v := o.frozen(p); v.State != Void || len(v.VoidFor) != 0 || v.VoidWhy.ZH != errNobody.ZH || v.VoidWhy.EN == "" {
		t.Errorf("whoever began it is not told what to do: %+v", v)
	}
}

// The work is put with the draw: a draw that is begun is read by whichever server works next, though the one that began it died.
func TestF12_3_ADrawAndTheReadingOfItsRosterAreBegunTogether(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	p := o.ready(30, 3)
	o.NameOf = func(_ context.Context, org string) string {
		return map[string]string{bodyID: "示例局", auditID: "示例审计"}[org]
	}
	want[View](o, "planner", "POST", "/draws", begin{p.ID, []string{bodyID, code("11460000", "MB000077")}}, "inspection.party_unknown")
	v := want[View](o, "planner", "POST", "/draws", begin{p.ID, []string{bodyID, auditID}}, "")
	if v.State != Gathering || v.OrgName != "示例局" || v.Parties[0].Name == v.Parties[0].Org {
		t.Errorf("%+v", v)
	}
	again := jobs.New(o.db, o.now) // another process
	NewDesk(o.db, o.law, o.ledger, o.sealer, o.now).Through(again)
	must(t, again.Drain(t.Context()))
	if v = want[View](o, "planner", "GET", "/draws/"+v.ID, nil, ""); v.State != Frozen {
		t.Errorf("%+v", v)
	}
	must(t, o.queue.Drain(t.Context()))
	if got := o.acts(v.ID); !slices.Equal(got, []string{"inspection.begun", "inspection.frozen"}) {
		t.Errorf("%v", got)
	}
}

func TestS5_ADeclaredFirmIsInNoTaskOfThatInspector(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	p := o.ready(30, 3)
	for n := range 30 {
		want[none](o, "inspector0", "POST", "/conflicts", map[string]string{"entity": firm(n), "ground": "relative"}, "")
	}
	want[none](o, "inspector0", "POST", "/conflicts", map[string]string{"entity": firm(900), "ground": "relative"}, "registry.unknown")
	want[none](o, "inspector0", "POST", "/conflicts/withdrawal", map[string]string{"entity": firm(0)}, "")
	if mine := want[listed[Declared]](o, "inspector0", "GET", "/conflicts", nil, ""); len(mine.All) != 29 || mine.All[0].Name == "" || mine.All[0].Ground != "relative" {
		t.Errorf("%+v", mine.All)
	}
	if theirs := want[listed[Declared]](o, "inspector1", "GET", "/conflicts", nil, ""); len(theirs.All) != 0 {
		t.Error("an inspector reads what another declared")
	}
	want[none](o, "inspector0", "POST", "/conflicts/withdrawal", map[string]string{"entity": firm(0)}, "inspection.unknown")
	want[none](o, "planner", "POST", "/conflicts", map[string]string{"entity": firm(0), "ground": "relative"}, "access.no_permission")
	o.published(p)
	tasks := want[listed[Task]](o, "inspector0", "GET", "/tasks", nil, "")
	for _, task := range tasks.All {
		if task.Entity != firm(0) {
			t.Errorf("sent to %s, which was declared", task.Entity)
		}
	}
	if all := want[listed[Task]](o, "inspector1", "GET", "/tasks", nil, ""); len(all.All) < 5 {
		t.Errorf("the others have %d tasks", len(all.All))
	}
	if err := o.MayAssign(t.Context(), "inspector0", firm(1)); fault.KindOf(err) != fault.Conflict {
		t.Errorf("assigned by hand: %v", err)
	}
	if err := o.MayAssign(t.Context(), "inspector0", firm(0)); err != nil {
		t.Errorf("after withdrawal: %v", err)
	}
	if got := o.acts("inspector0"); slices.Index(got, "inspection.undeclared") < 0 {
		t.Errorf("%v", got)
	}
}

// visited records visits of an inspector to a firm that found nothing, or something.
func (o *office) visited(account string, n int, found bool, days ...string) {
	o.t.Helper()
	must(o.t, o.db.InTx(o.t.Context(), func(ctx context.Context, tx pg.Tx) error {
		for _, day := range days {
			if err := o.RecordVisit(ctx, tx, fmt.Sprint(firm(n), day), firm(n), []string{account}, workday.MustParse(day), found); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestS4_TheFourthFruitlessVisitIsRefusedUnlessReasoned(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	refused := func(account string, n int, want bool) {
		t.Helper()
		err := o.MayAssign(t.Context(), account, firm(n))
		if f, _ := fault.Of(err); (f != nil && f.Code == "inspection.kept_apart") != want || f == nil && err != nil {
			t.Errorf("on %s %s at firm %d: %v, refused should be %v", o.today(), account, n, err, want)
		}
	}
	o.visited("inspector0", 1, false, "2025-08-04", "2026-03-02", "2026-07-01")
	o.visited("inspector0", 2, false, "2026-03-02", "2026-07-01")
	o.visited("inspector0", 3, true, "2026-03-02", "2026-07-01", "2026-07-02")
	o.visited("inspector0", 4, false, "2025-08-03", "2026-03-02", "2026-07-01") // twelve months ago to the day: no longer counted
	refused("inspector0", 1, true)
	refused("inspector1", 1, false)
	refused("inspector0", 2, false)
	refused("inspector0", 3, false)
	refused("inspector0", 4, false)
	o.visited("inspector0", 2, false, "2026-08-03")
	refused("inspector0", 2, true)
	o.on("2026-08-04") // the first of the visits to firm 1 is a year old
	refused("inspector0", 1, false)
	w := Waiver{Account: "inspector0", Entity: firm(2), Reason: "本辖区仅此一名持特种设备检查资格的人员", UntilOn: workday.MustParse("2026-08-31")}
	want[none](o, "inspector0", "POST", "/waivers", w, "access.no_permission")
	want[none](o, "planner", "POST", "/waivers", w, "")
	refused("inspector0", 2, false)
	o.on("2026-08-31")
	refused("inspector0", 2, false)
	o.on("2026-09-01")
	refused("inspector0", 2, true)
}

func TestS4_ADrawKeepsThePairApart(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	p := o.ready(12, 3)
	for n := range 12 {
		o.visited("inspector0", n, false, "2025-10-09", "2025-11-03", "2025-12-01")
	}
	_, file := o.published(p)
	if tasks := want[listed[Task]](o, "inspector0", "GET", "/tasks", nil, ""); len(tasks.All) != 0 {
		t.Errorf("sent again to %d", len(tasks.All))
	}
	r, err := VerifyProof(bytes.NewReader(file), o.log.VerifierKey())
	if must(t, err); r.Unsent != 0 {
		t.Errorf("%d without a team", r.Unsent)
	}
}

func TestF12_5_AFirmThatHadItsVisitsIsNotDrawn(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	p := o.ready(30, 3)
	for n := 10; n < 20; n++ {
		o.visited("inspector1", n, true, "2026-02-02") // one this year: class B has had its one
	}
	o.visited("inspector1", 20, true, "2025-12-31") // last year's does not count
	v := o.frozen(p)
	if i := slices.IndexFunc(v.Strata, func(s Stratum) bool { return s.Class == "B" }); v.Strata[i].Count != 15 {
		t.Errorf("%+v", v.Strata)
	}
}

func TestF12_3_TheLedgerHoldsTheDrawToo(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	v, _ := o.published(o.ready(15, 3))
	o.place()
	if _, err := o.log.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	for _, e := range v.Entries {
		p, err := o.log.Proof(t.Context(), e)
		must(t, err)
		if _, err := ledger.VerifyProof(p, o.log.VerifierKey()); err != nil {
			t.Error(err)
		}
	}
}

// A draw from nothing, or with nobody to send, is void on the record and says why; it does not hang.
func TestADrawThatCannotBeIsVoidWithTheReason(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		firms, inspectors int
		why               string
	}{"no firm": {0, 3, "inspection.empty_roster"}, "no inspector": {12, 0, "inspection.too_few_inspectors"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, "2026-08-03")
			if v := o.frozen(o.ready(c.firms, c.inspectors)); v.State != Void {
				t.Errorf("%+v", v)
			}
			if got := o.reasons(); len(got) != 1 || got[0] != c.why {
				t.Errorf("%v", got)
			}
		})
	}
}

// reasons are why draws became void, as the ledger has it.
func (o *office) reasons() []string {
	o.t.Helper()
	got, err := pg.Column[string](o.t.Context(), o.db, pg.Query{Name: "test", SQL: `select public->>'why' from ledger.entry where kind = 'inspection.voided'`})
	must(o.t, err)
	return got
}
