package caselib

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/law"
)

// Whatever tells who the source is about is refused, in every field, folded in every way; and the refusal does not repeat it.
func TestF30_3_NothingThatTellsWhoTheSourceIsAboutIsPublished(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	id, _ := o.closed()
	clean := study()
	clean.Case, clean.Hide = id, []string{"浪花品牌"}
	p := want[Piece](o, "lead", "POST", library, clean, "")
	if len(p.Traces) != 0 || p.Hides != 1 {
		t.Fatalf("what tells nobody is said to: %+v", p)
	}
	put := func(field, words string) Draft {
		d := clean
		d.Hide = nil
		switch field {
		case "title.zh":
			d.Title.ZH += words
		case "title.en":
			d.Title.EN += " " + words
		case "body.zh":
			d.Body.ZH += words
		case "body.en":
			d.Body.EN += " " + words
		}
		return d
	}
	for _, x := range []struct{ words, what string }{
		{"海南浪花虚构食品有限公司", "firm"}, {"海南 浪花（虚构） 食品有限公司", "firm"}, {"浪花虚构食品", "firm"}, {"海口旧名虚构商行", "firm"}, {"旧名虚构商行", "firm"},
		{firmID, "code"}, {strings.ToLower(firmID), "code"}, {firmID[8:17], "code"}, {"460100000000001", "code"}, {card, "code"}, {id, "code"}, {"示罚〔2026〕第8号", "code"},
		{"虚某甲", "person"}, {"虚 某 乙", "person"}, {"虚某\n丙", "person"}, {"虚某丁", "person"}, {"示例owner", "person"}, {"示例handler", "person"},
		{"示例总机八八八八", "contact"}, {"海口市虚构路一百零八号二楼", "contact"},
		{"浪·花·品·牌", "hidden"},
	} {
		for _, field := range []string{"title.zh", "title.en", "body.zh", "body.en"} {
			p = want[Piece](o, "lead", "POST", library+"/"+p.ID+"/versions", struct {
				Draft
				Version int32 `json:"version"`
			}{put(field, x.words), p.Version}, "")
			paragraph := map[bool]int{true: 2, false: 1}[strings.HasPrefix(field, "body")]
			if !slices.Contains(p.Traces, Trace{field, paragraph, x.what}) {
				t.Errorf("%s in %s is found as %+v", x.what, field, p.Traces)
			}
			status, body := o.Send("second", "POST", library+"/"+p.ID+"/publication", map[string]any{"version": p.Version})
			if status != 409 || !strings.Contains(string(body), "caselib.named") || !strings.Contains(string(body), fields[field][1]+", paragraph") || strings.Contains(string(body), x.words) {
				t.Errorf("publishing %s in %s is answered %d %s", x.what, field, status, body)
			}
		}
	}
	p = want[Piece](o, "lead", "POST", library+"/"+p.ID+"/versions", struct {
		Draft
		Version int32 `json:"version"`
	}{put("", ""), p.Version}, "")
	want[Piece](o, "second", "POST", library+"/"+p.ID+"/publication", map[string]any{"version": p.Version}, "")
	want[Piece](o, "second", "POST", library+"/"+p.ID+"/withdrawal", map[string]string{"why": "虚某甲提出异议"}, "caselib.named")
	if n := o.Count(`select count(*) from caselib.piece where array_to_string(hides, ' ') like '%浪花%'`); n != 0 {
		t.Error("what is to be hidden is kept in words")
	}
}

// By hand too: shapes of codes and contacts, and the name of any registered firm.
func TestF30_3_AStudyByHandNamesNobodyEither(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	for words, what := range map[string]string{
		"三亚（虚构）渔港商店": "firm", "电话 138 0000 0000": "contact", "0898-12345678": "contact", "示例@EXAMPLE.COM a@example.com": "contact", otherFirm: "code", card: "code",
	} {
		d := study()
		d.Body.EN += "\n" + words
		if p := want[Piece](o, "editor", "POST", library, d, ""); !slices.Contains(p.Traces, Trace{"body.en", 3, what}) {
			t.Errorf("%s: %+v", what, p.Traces)
		}
	}
	d := study() // numbers of everyday life and names of authorities are no trace
	d.Body.ZH += "\n2026-11-22 起，琼府办〔2021〕4号施行，共 12345 户、3000000 元；海口市虚构食品监管局予以公示。"
	if p := want[Piece](o, "editor", "POST", library, d, ""); len(p.Traces) != 0 {
		t.Errorf("%+v", p.Traces)
	}
}

// A draft is the editor's and the second person's; once published it is everybody's, and once withdrawn only the reason is.
func TestF30_3_OneDraftsAnotherPublishesAndAWithdrawalSaysWhy(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	want[Piece](o, "handler", "POST", library, study(), "access.no_permission")
	p := want[Piece](o, "content", "POST", library, study(), "")
	version := func(v int32) map[string]any { return map[string]any{"version": v} }
	want[Public](o, "", "GET", "/v1/case-studies/"+p.ID, nil, "caselib.unknown")
	want[Piece](o, "away", "GET", library+"/"+p.ID, nil, "caselib.unknown")
	want[Piece](o, "away", "POST", library+"/"+p.ID+"/publication", version(1), "caselib.unknown")
	want[Piece](o, "editor", "POST", library+"/"+p.ID+"/publication", version(1), "access.no_permission")
	want[Piece](o, "content", "POST", library+"/"+p.ID+"/publication", version(1), "access.not_apart")
	revised := struct {
		Draft
		Version int32 `json:"version"`
	}{study(), 1}
	revised.Kind = "incentive"
	want[Piece](o, "lead", "POST", library+"/"+p.ID+"/versions", revised, "")
	want[Piece](o, "editor", "POST", library+"/"+p.ID+"/versions", revised, "caselib.moved")
	want[Piece](o, "lead", "POST", library+"/"+p.ID+"/publication", version(2), "access.not_apart") // wrote some of it
	want[Piece](o, "second", "POST", library+"/"+p.ID+"/publication", version(1), "caselib.moved")
	for range 2 { // a second click
		want[Piece](o, "second", "POST", library+"/"+p.ID+"/publication", version(2), "")
	}
	revised.Version = 2
	want[Piece](o, "editor", "POST", library+"/"+p.ID+"/versions", revised, "caselib.state")
	q := "?kind=incentive&instrument=" + shown.Instrument + "&article=" + shown.Article
	if all := want[list[Public]](o, "", "GET", "/v1/case-studies"+q, nil, "").Items; len(all) != 1 || all[0].ID != p.ID || all[0].Articles[0].Text.EN == "" {
		t.Fatalf("the public reads %+v", all)
	}
	for _, other := range []string{"?kind=repair", "?instrument=" + shown.Instrument + "&article=%E7%AC%AC%E9%9B%B6%E6%9D%A1"} {
		if all := want[list[Public]](o, "", "GET", "/v1/case-studies"+other, nil, "").Items; len(all) != 0 {
			t.Errorf("%s finds %+v", other, all)
		}
	}
	want[Piece](o, "second", "POST", library+"/"+p.ID+"/withdrawal", map[string]string{"why": " "}, "caselib.why")
	for range 2 {
		want[Piece](o, "second", "POST", library+"/"+p.ID+"/withdrawal", map[string]string{"why": "示例：表述不准确。"}, "")
	}
	got := want[Public](o, "", "GET", "/v1/case-studies/"+p.ID, nil, "")
	if got.State != "withdrawn" || got.Why == "" || got.Title.ZH != "" || got.Body.ZH != "" || len(want[list[Public]](o, "", "GET", "/v1/case-studies", nil, "").Items) != 0 {
		t.Errorf("withdrawn: %+v", got)
	}
	if acts := strings.Join(o.Acts(p.ID), " "); acts != "caselib.drafted caselib.published caselib.withdrawn" {
		t.Error(acts)
	}
}

// Only a closed case within reach is drawn from, and the editor is told its course and nobody in it.
func TestF30_3_AStudyIsDrawnFromAClosedCase(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	id, running := o.closed()
	status, body := o.Send("lead", "GET", library+"/sources/"+id, nil)
	if status != 200 || strings.Contains(string(body), firmID) || strings.Contains(string(body), "虚某") || !strings.Contains(string(body), "已办结") {
		t.Errorf("%d %s", status, body)
	}
	for who, want1 := range map[string][2]string{"lead": {running, "caselib.open_case"}, "away": {"SY-460100-20261120-999999", "caselib.unknown_case"}, "editor": {id, "caselib.unknown_case"}} {
		want[Source](o, who, "GET", library+"/sources/"+want1[0], nil, want1[1])
		d := study()
		d.Case = want1[0]
		want[Piece](o, who, "POST", library, d, want1[1])
	}
	want[Source](o, "away", "GET", library+"/sources/"+id, nil, "") // a case of their own body
}

func TestF30_3_AStudyShowsArticlesThatRulesRestOn(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	for code, spoil := range map[string]func(*Draft){
		"caselib.articles": func(d *Draft) {
			d.Articles = []law.Ref{{Instrument: shown.Instrument, Article: "第九百九十九条"}}
		},
		"caselib.kind":  func(d *Draft) { d.Kind = "" },
		"caselib.words": func(d *Draft) { d.Body.EN = " " },
	} {
		d := study()
		spoil(&d)
		want[Piece](o, "editor", "POST", library, d, code)
	}
	d := study()
	d.Articles = nil
	want[Piece](o, "editor", "POST", library, d, "caselib.articles")
	if all := want[list[Article]](o, "editor", "GET", library+"/articles", nil, "").Items; !slices.ContainsFunc(all, func(a Article) bool { return a.Ref == shown && a.Text.ZH != "" }) {
		t.Error("an article that rules rest on is not offered")
	}
}

// The day before it comes, on its first and last days it is on, the day after it is over; views are counted while it is on.
func TestF30_3_AnActivityIsOverTheDayAfterAndWhatItReachedIsCounted(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	p := o.published(activity())
	for _, x := range []struct {
		day, state string
		views      int64
	}{{"2026-11-21", "coming", 0}, {"2026-11-22", "on", 2}, {"2026-11-24", "on", 4}, {"2026-11-25", "over", 4}} {
		o.On(x.day)
		for range 2 {
			got, err := o.Read(t.Context(), Outreach, p.ID)
			if err != nil {
				t.Fatal(err)
			}
			if err := o.Viewed(t.Context(), &got); err != nil {
				t.Fatal(err)
			}
		}
		if got := want[Public](o, "", "GET", "/v1/outreach/"+p.ID, nil, ""); got.State != x.state || got.Reach.Views != x.views || got.Reach.People != 0 {
			t.Errorf("on %s: %s %+v", x.day, got.State, got.Reach)
		}
	}
	attend := func(on string, n int32, file string, corrects int32) NewAttendance {
		return NewAttendance{On: day(on), People: n, Document: "示例签到表 1", File: file, Corrects: corrects}
	}
	at, first, second := library+"/"+p.ID+"/attendance", o.file("editor", "签到一.txt"), o.file("editor", "签到二.txt")
	want[Piece](o, "editor", "POST", at, attend("2026-11-25", 30, first, 0), "caselib.attendance")
	want[Piece](o, "editor", "POST", at, attend("2026-11-22", 30, o.file("lead", "别人的.txt"), 0), "attach.unknown")
	want[Piece](o, "away", "POST", at, attend("2026-11-22", 30, first, 0), "caselib.unknown")
	for range 2 { // a second click
		want[Piece](o, "editor", "POST", at, attend("2026-11-22", 30, first, 0), "")
	}
	want[Piece](o, "editor", "POST", at, attend("2026-11-23", 31, first, 0), "caselib.attendance") // one document, one number
	want[Piece](o, "editor", "POST", at, attend("2026-11-22", 28, second, 7), "caselib.attendance")
	want[Piece](o, "editor", "POST", at, attend("2026-11-22", 28, second, 1), "")
	got := want[Public](o, "", "GET", "/v1/outreach/"+p.ID, nil, "")
	if r := got.Reach; r.People != 28 || len(r.Attendance) != 1 || len(r.Attendance[0].SHA256) != 64 || r.Attendance[0].Corrects != 1 {
		t.Errorf("%+v", got.Reach)
	}
	if status, _ := o.Send("", "GET", "/v1/outreach/"+p.ID+"/materials/"+first, nil); status != 404 {
		t.Errorf("who came can be read by anybody: %d", status)
	}
}

// Materials are everybody's with their hash from the publication to the withdrawal.
func TestF30_3_MaterialsCarryTheirHashAndGoWithTheActivity(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	p := want[Piece](o, "editor", "POST", library, activity(), "")
	file := o.file("editor", "宣传页.txt")
	want[Piece](o, "editor", "POST", library+"/"+p.ID+"/materials", map[string]string{"file": o.file("editor", "三亚(虚构)渔港商店.txt")}, "caselib.named")
	p = want[Piece](o, "editor", "POST", library+"/"+p.ID+"/materials", map[string]string{"file": file}, "")
	path := "/v1/outreach/" + p.ID + "/materials/" + file
	if status, _ := o.Send("", "GET", path, nil); status != 404 {
		t.Errorf("a draft's material is answered %d", status)
	}
	want[Piece](o, "lead", "POST", library+"/"+p.ID+"/publication", map[string]any{"version": p.Version}, "")
	status, body := o.Send("", "GET", path, nil)
	sum := sha256.Sum256(body)
	if got := want[Public](o, "", "GET", "/v1/outreach/"+p.ID, nil, ""); status != 200 || len(got.Materials) != 1 || got.Materials[0].SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("%d %+v", status, got.Materials)
	}
	want[Piece](o, "editor", "POST", library+"/"+p.ID+"/materials", map[string]string{"file": o.file("editor", "再一份.txt")}, "caselib.state")
	want[Piece](o, "lead", "POST", library+"/"+p.ID+"/withdrawal", map[string]string{"why": "示例：改期。"}, "")
	if status, _ := o.Send("", "GET", path, nil); status != 404 {
		t.Errorf("a withdrawn activity's material is answered %d", status)
	}
}
