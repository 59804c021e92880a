package space

import (
	"bytes"
	"context"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/attach"
	"xinheng/internal/counter"
	"xinheng/internal/disclosure"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var (
	bodyID           = counter.Code("11460000", "MB000001")
	assocID, otherID = counter.Code("51460000", "MB000002"), counter.Code("51460000", "MB000003")
	memberID, aloneA = counter.Code("91460000", "MA000010"), counter.Code("91460000", "MA000011")
)

const memberName = "海南虚构食品有限公司"

var people = map[string]access.Actor{
	"owner":    counter.ForFirm("owner", memberID, memberName, access.LegalRepresentative),
	"agent":    counter.ForFirm("agent", memberID, memberName, access.Agent),
	"stranger": counter.ForFirm("stranger", aloneA, "海南虚构贸易有限公司", access.LegalRepresentative),
	"assoc":    counter.Person("assoc", assocID, "海南虚构食品协会", "460000", "R22"),
	"other":    counter.Person("other", otherID, "海南虚构商会", "460000", "R22"),
	"handler":  counter.Person("handler", bodyID, "海口市虚构市场监督管理局", "460100", "R12"),
}

type office struct {
	*counter.Counter
	*Desk
	records *record.Desk
	files   *attach.Desk
}

func open(t *testing.T, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people)}
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error {
		return standing.Apply(ctx, tx, o.Law, e)
	})
	o.records = record.NewDesk(o.DB, o.Law, o.Sealer, events, nil, o.Now)
	log, err := ledger.Open(t.Context(), o.DB, "xinheng/test", o.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	accounts := account.NewDesk(o.DB, access.NewKeys(o.DB, o.Now), o.Law, o.Now)
	in, err := accounts.ImportOrgs(t.Context(), access.CLI(), []account.Org{{ID: bodyID, Name: "海口市虚构市场监督管理局", Region: "460100", Kind: "department"},
		{ID: assocID, Name: "海南虚构食品协会", Region: "460000", Kind: "association"}, {ID: otherID, Name: "海南虚构商会", Region: "460000", Kind: "association"}})
	counter.Must(t, err)
	if len(in.Wrong) > 0 {
		t.Fatalf("%+v", in.Wrong)
	}
	o.files = attach.NewDesk(o.DB, o.Sealer, attach.Limits{}, o.Now)
	o.Desk = NewDesk(o.DB, o.Law, accounts, o.files, disclosure.NewDesk(o.DB, o.Law, log, o.Sealer, o.Now), o.Now)
	o.files.Register(Object, o.MaySee)
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: memberID, Name: memberName, Kind: registry.Enterprise}, {ID: aloneA, Name: "海南虚构贸易有限公司", Kind: registry.Enterprise}})
	}))
	o.Serve(func(api *web.API) { Routes(api, o.Desk); attach.Routes(api, o.files) })
	return o
}

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

type list[T any] struct{ Items []T }

// document hands in a signed letter, as somebody.
func (o *office) document(who, words string) string {
	o.T.Helper()
	a, err := o.files.Put(o.T.Context(), people[who], attach.Upload{Kind: documentKind, Name: "授权书.txt"}, bytes.NewBufferString(words))
	counter.Must(o.T, err)
	return a.ID
}

func (o *office) letterOf(until string, items ...string) Letter {
	o.T.Helper()
	return want[Letter](o, "owner", "POST", "/v1/my/letters", NewLetter{Association: assocID, Items: items, Until: workday.MustParse(until), Document: o.document("owner", "虚构的授权书，至"+until)}, "")
}

func (o *office) fined(number, service string) {
	o.T.Helper()
	it, _ := o.Law.On(o.today()).Item("penalty")
	file, err := record.OneRow(it, map[string]string{"CF_XDR_MC": memberName, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": memberID, "CF_WSH": number, "CF_WFXW": "未按规定贮存食品",
		"CF_SY": "虚构", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "罚款", "CF_NR": "罚款。", "CF_NR_FK": "2", "CF_JDRQ": service,
		"CF_CFJG": "海口市虚构市场监督管理局", "CF_CFJGDM": bodyID, "CF_SDRQ": service})
	counter.Must(o.T, err)
	got, err := o.records.Take(o.T.Context(), access.Actor{ID: "key:source", Kind: access.KindKey, Org: bodyID, Name: "示例来源单位", Scopes: access.Scopes()},
		record.Delivery{Item: "penalty", File: bytes.NewReader(file)})
	counter.Must(o.T, err)
	if len(got.Errors) > 0 {
		o.T.Fatalf("%+v", got.Errors)
	}
}

func (o *office) readings() int64 {
	return o.Count(`select count(*) from disclosure.reading where entity_id = $1 and purpose = 'self_discipline'`, memberID)
}

func TestF25_1_AnAssociationSeesAMemberWithinItsLetterAndTheMemberIsTold(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.fined("示罚〔2026〕1号", "2026-10-20")
	l := o.letterOf("2026-12-31", "penalty")
	if l.State != "live" || l.Body != "海南虚构食品协会" || l.From != workday.MustParse("2026-11-20") {
		t.Fatalf("%+v", l)
	}
	all := want[list[Member]](o, "assoc", "GET", "/v1/members", nil, "").Items
	if len(all) != 1 || all[0].Letter != l.ID || all[0].Name != memberName || o.readings() != 0 {
		t.Fatalf("%+v", all)
	}
	f := want[File](o, "assoc", "GET", "/v1/members/"+l.ID, nil, "")
	if len(f.Records) != 1 || f.Records[0].Document != "示罚〔2026〕1号" || !f.Records[0].Adverse || f.Records[0].RepairFrom == 0 || f.Records[0].Repairable {
		t.Errorf("%+v", f.Records)
	}
	if n := o.Count(`select count(*) from disclosure.reading where entity_id = $1 and org = $2 and case_no = $3 and purpose = 'self_discipline'`, memberID, assocID, l.ID); n != 1 {
		t.Errorf("%d looks on record", n)
	}
	if acts := o.Acts(l.ID); len(acts) != 1 || acts[0] != "space.authorised" {
		t.Error(acts)
	}
}

func TestF25_1_WhatTheLetterDoesNotNameIsNotShown(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.fined("示罚〔2026〕1号", "2026-10-20")
	l := o.letterOf("2026-12-31", "licence")
	if f := want[File](o, "assoc", "GET", "/v1/members/"+l.ID, nil, ""); len(f.Records) != 0 {
		t.Errorf("%+v", f.Records)
	}
}

func TestF25_1_OutsideItsLetterAMemberIsNotThere(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	l := o.letterOf("2026-12-31", "penalty")
	path := "/v1/members/" + l.ID
	want[any](o, "other", "GET", path, nil, "space.unknown")
	if all := want[list[Member]](o, "other", "GET", "/v1/members", nil, "").Items; len(all) != 0 {
		t.Errorf("%+v", all)
	}
	want[any](o, "assoc", "GET", "/v1/members/SQ-AAAAAAAAAAAAAAAA", nil, "space.unknown")
	want[any](o, "handler", "GET", path, nil, "access.no_permission")
	want[any](o, "owner", "GET", path, nil, "access.no_permission")
	want[any](o, "stranger", "DELETE", "/v1/my/letters/"+l.ID, nil, "space.unknown")
	want[any](o, "agent", "DELETE", "/v1/my/letters/"+l.ID, nil, "access.no_permission")
	if o.readings() != 0 {
		t.Error("a look that gave nothing is on record as one")
	}
}

func TestF25_1_AMemberEndsItsLetterAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	l := o.letterOf("2026-12-31", "penalty")
	want[File](o, "assoc", "GET", "/v1/members/"+l.ID, nil, "")
	want[any](o, "assoc", "GET", "/v1/attachments/"+l.Document+"/info", nil, "")
	want[any](o, "other", "GET", "/v1/attachments/"+l.Document+"/info", nil, "attach.unknown")
	want[any](o, "owner", "DELETE", "/v1/my/letters/"+l.ID, nil, "")
	want[any](o, "owner", "DELETE", "/v1/my/letters/"+l.ID, nil, "disclosure.consent_over")
	want[any](o, "assoc", "GET", "/v1/members/"+l.ID, nil, "space.unknown")
	want[any](o, "assoc", "GET", "/v1/attachments/"+l.Document+"/info", nil, "attach.unknown")
	want[any](o, "owner", "GET", "/v1/attachments/"+l.Document+"/info", nil, "")
	if all := want[list[Member]](o, "assoc", "GET", "/v1/members", nil, "").Items; len(all) != 0 {
		t.Errorf("%+v", all)
	}
	mine := want[list[Letter]](o, "owner", "GET", "/v1/my/letters", nil, "").Items
	if len(mine) != 1 || mine[0].State != "revoked" || mine[0].EndedAt == nil {
		t.Errorf("%+v", mine)
	}
	if n := o.readings(); n != 1 {
		t.Errorf("%d looks on record", n)
	}
}

// From its first day to its last a letter opens, the day before and the day after it does not, and no job has run.
func TestF25_1_ALetterHoldsFromItsFirstDayToItsLast(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	l := want[Letter](o, "owner", "POST", "/v1/my/letters", NewLetter{Association: assocID, Items: []string{"penalty"}, From: workday.MustParse("2026-11-23"),
		Until: workday.MustParse("2026-11-25"), Document: o.document("owner", "虚构的授权书")}, "")
	for _, x := range []struct {
		day, code string
		members   int
	}{{"2026-11-22", "space.unknown", 0}, {"2026-11-23", "", 1}, {"2026-11-25", "", 1}, {"2026-11-26", "space.unknown", 0}} {
		o.On(x.day)
		want[File](o, "assoc", "GET", "/v1/members/"+l.ID, nil, x.code)
		if all := want[list[Member]](o, "assoc", "GET", "/v1/members", nil, "").Items; len(all) != x.members {
			t.Errorf("on %s: %+v", x.day, all)
		}
	}
}

func TestF25_1_ALetterNeedsAnAssociationItemsAndADocumentOfItsOwn(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	until := workday.MustParse("2026-12-31")
	doc := o.document("owner", "虚构的授权书")
	good := NewLetter{Association: assocID, Items: []string{"penalty"}, Until: until, Document: doc}
	for code, spoil := range map[string]func(*NewLetter){
		"space.items":          func(n *NewLetter) { n.Items = []string{"never"} },
		"space.association":    func(n *NewLetter) { n.Association = bodyID },
		"space.document":       func(n *NewLetter) { n.Document = o.document("stranger", "别家的授权书") },
		"disclosure.bad_dates": func(n *NewLetter) { n.Until = workday.MustParse("2026-11-19") },
		"disclosure.too_long":  func(n *NewLetter) { n.Until = workday.MustParse("2036-11-19") },
	} {
		n := good
		spoil(&n)
		want[any](o, "owner", "POST", "/v1/my/letters", n, code)
	}
	want[any](o, "agent", "POST", "/v1/my/letters", good, "access.no_permission")
	if n := o.Count(`select count(*) from disclosure.consent`); n != 0 {
		t.Errorf("%d consents of letters that were refused", n)
	}
	want[Letter](o, "owner", "POST", "/v1/my/letters", good, "")
	want[any](o, "owner", "POST", "/v1/my/letters", good, "space.document") // a second click
	if n := o.Count(`select count(*) from space.letter`); n != 1 {
		t.Errorf("%d letters", n)
	}
}
