package report

import (
	"bytes"
	"encoding/hex"
	"net/http"
	"testing"

	"xinheng/internal/mutual"
	"xinheng/internal/record"
)

// A card shows what its owner chose until its last day, counts who looks, and is gone the moment it is revoked.
func TestF08_4_ACardEndsByItsDateOrByItsOwner(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	in := NewCard{Fields: []string{"status", "lists"}, Style: "sea", Until: day("2026-12-20")}
	for name, c := range map[string]struct {
		change func(*NewCard)
		code   string
	}{
		"no such field":  {func(n *NewCard) { n.Fields = []string{"legal_rep"} }, "report.card_fields"},
		"yesterday":      {func(n *NewCard) { n.Until = day("2026-11-19") }, "report.card_until"},
		"a day too long": {func(n *NewCard) { n.Until = day("2027-11-21") }, "report.card_until"},
		"the longest":    {func(n *NewCard) { n.Until = day("2027-11-20") }, ""},
	} {
		n := in
		c.change(&n)
		t.Log(name)
		want[Card](o, "owner", "POST", "/v1/my/cards", n, c.code)
	}
	want[any](o, "citizen", "POST", "/v1/my/cards", in, "report.no_firm")
	a, b := want[Card](o, "owner", "POST", "/v1/my/cards", in, ""), want[Card](o, "manager", "POST", "/v1/my/cards", in, "")
	if a.ID == b.ID || len(a.ID) < 26 || a.Link != "https://credit.example.gov.cn/cards/"+a.ID {
		t.Fatalf("%+v", a)
	}
	for range 3 {
		f := want[CardFace](o, "", "GET", "/v1/cards/"+a.ID, nil, "")
		if f.Name != firmName || len(f.Lines) != 2 || f.Lines[1].Field != "lists" || f.Lines[1].Value != "0" {
			t.Fatalf("%+v", f)
		}
	}
	want[any](o, "stranger", "DELETE", "/v1/my/cards/"+b.ID, nil, "report.no_card")
	want[Card](o, "owner", "DELETE", "/v1/my/cards/"+b.ID, nil, "")
	want[any](o, "owner", "DELETE", "/v1/my/cards/"+b.ID, nil, "report.no_card")
	if status, _ := o.Counter.Send("", "GET", "/v1/cards/"+b.ID, nil); status != http.StatusGone {
		t.Errorf("revoked: %d", status)
	}
	all := want[struct{ Items []Card }](o, "owner", "GET", "/v1/my/cards", nil, "")
	for _, c := range all.Items {
		if c.ID == a.ID && c.Views != 3 || c.ID == b.ID && c.State != "revoked" {
			t.Errorf("%+v", c)
		}
	}
	o.On("2026-12-20")
	want[CardFace](o, "", "GET", "/v1/cards/"+a.ID, nil, "")
	o.On("2026-12-21")
	want[any](o, "", "GET", "/v1/cards/"+a.ID, nil, "report.card_gone")
	want[any](o, "", "GET", "/v1/cards/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", nil, "report.no_card")
}

type packs struct{ Items []Pack }

// A pack opens for its bank alone, with what stands today; revoked, its token opens nothing, and the firm sees every opening and try.
func TestF22_5_APackOpensByConsentAndNoLonger(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	repaired, r := o.penalty("琼虚市监罚〔2026〕1号", "2026-01-20"), o.penalty("琼虚市监罚〔2026〕2号", "2026-10-21")
	must(t, o.rule(repaired, record.Repaired))
	in := NewPack{Grantee: bankID, Items: []string{"penalty", "licence"}, Until: day("2026-12-20")}
	bad := in
	bad.Items = []string{"secrets"}
	want[any](o, "owner", "POST", "/v1/my/packs", bad, "report.pack_items")
	want[any](o, "agent", "POST", "/v1/my/packs", in, "access.no_permission")
	p := want[Pack](o, "owner", "POST", "/v1/my/packs", in, "")
	if p.Token == "" || p.State != "live" || o.Count(`select count(*) from report.pack where position($1 in token_hash) > 0`, p.Token) != 0 {
		t.Fatalf("%+v", p)
	}
	opening := map[string]string{"token": p.Token, "case_no": "DK-2026-001"}
	got := want[PackGiven](o, "bank", "POST", "/v1/packs/opening", opening, "")
	if len(got.Data.Entries) != 1 || got.Data.Entries[0].Record != r.ID || len(got.Data.Entries[0].Fields) == 0 || !got.Seal.verifies([]byte(got.Digest.Value)) {
		t.Fatalf("%+v", got)
	}
	want[PackGiven](o, "banksys", "POST", "/v1/packs/opening", opening, "")
	want[any](o, "rival", "POST", "/v1/packs/opening", opening, "report.no_pack")
	want[any](o, "bank", "POST", "/v1/packs/opening", map[string]string{"token": "AAAA", "case_no": "DK-1"}, "report.no_pack")
	want[any](o, "bank", "POST", "/v1/packs/opening", map[string]string{"token": p.Token, "case_no": ""}, "disclosure.no_case")
	want[any](o, "owner", "POST", "/v1/packs/opening", opening, "access.no_permission")
	want[any](o, "stranger", "DELETE", "/v1/my/packs/"+p.ID, nil, "report.no_pack")
	want[any](o, "owner", "DELETE", "/v1/my/packs/"+p.ID, nil, "")
	want[any](o, "bank", "POST", "/v1/packs/opening", opening, "disclosure.no_consent")
	all := want[packs](o, "owner", "GET", "/v1/my/packs", nil, "")
	if len(all.Items) != 1 || all.Items[0].State != "revoked" || all.Items[0].Token != "" || len(all.Items[0].Reads) != 3 {
		t.Fatalf("%+v", all)
	}
	opened := 0
	for _, x := range all.Items[0].Reads {
		if x.Org == bankID && x.Case == "DK-2026-001" && x.Opened {
			opened++
		}
	}
	if opened != 2 {
		t.Errorf("%+v", all.Items[0].Reads)
	}
	if n := o.Count(`select count(*) from disclosure.reading where entity_id = $1`, firmID); n != 2 {
		t.Errorf("%d readings on record", n)
	}
}

// On its last day a pack opens, on the next it does not, and no job has run.
func TestF22_5_APackEndsByItsDate(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	p := want[Pack](o, "owner", "POST", "/v1/my/packs", NewPack{Grantee: bankID, Items: []string{"penalty"}, Until: day("2026-11-25")}, "")
	opening := map[string]string{"token": p.Token, "case_no": "DK-2026-002"}
	o.On("2026-11-25")
	want[PackGiven](o, "bank", "POST", "/v1/packs/opening", opening, "")
	o.On("2026-11-26")
	want[any](o, "bank", "POST", "/v1/packs/opening", opening, "disclosure.no_consent")
}

// their is a report of the invented neighbour, with a grade, and their list of what no longer holds.
func (o *office) their(province, grade string, index int) *File {
	c := Content{Format: contentFormat, Kind: Public, Province: province, Subject: Subject{ID: otherFirm, Name: "广东虚构示例有限公司", Kind: "enterprise"}, Chapters: []Chapter{},
		Grade: &Grade{Scheme: "虚构评价", Grade: grade, Authority: "虚构机关", On: day("2026-06-01")}, Sources: []Source{}}
	body, err := canonical(c)
	must(o.T, err)
	sum := Digest(body)
	f := &File{Format: Format, Number: "GDBG-0001", Kind: Public, Province: province, IssuedAt: o.instant(), Status: StatusRef{"0", index}, Digest: DigestOf{"SM3", hex.EncodeToString(sum[:])}, Content: body}
	f.Seal = Seal{"Ed25519", o.theirs.KeyID(), o.theirs.Public(), o.theirs.Sign(f.signed())}
	return f
}

func (o *office) theirList(province string, ended map[int]State) StatusList {
	text, err := canonical(StatusPage{Province: province, List: "0", Made: o.instant(), Until: o.instant(), Size: listSize, Bits: packed(ended)})
	must(o.T, err)
	l := StatusList{Format: statusFormat, Payload: string(text)}
	l.Seal = Seal{"Ed25519", o.theirs.KeyID(), o.theirs.Public(), o.theirs.Sign(l.signed())}
	return l
}

func (o *office) handed(f *File) Verdict {
	b, err := f.Bytes()
	must(o.T, err)
	return o.verdict(b)
}

// A report of a recognised province is verified by its key, its list and the table of grades; what is missing is said to be not known.
func TestF08_6_AReportOfAnotherProvince(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	f := o.their("440000", "A", 7)
	if v := o.handed(f); !v.Intact || v.Issued || v.State != Unknown {
		t.Fatalf("a key nobody approved: %+v", v)
	}
	want[any](o, "decider", "POST", "/v1/report-status", o.theirList("440000", nil), "report.not_recognised")
	k := want[mutual.PartnerKey](o, "sys", "POST", "/v1/mutual/keys", mutual.NewKey{Province: "440000", Algorithm: "Ed25519", Public: o.theirs.Public()}, "")
	want[any](o, "sec", "POST", "/v1/mutual/keys/"+k.KeyID+"/approval", nil, "")
	if v := o.handed(f); !v.Genuine() || v.State != Unknown || v.AsOf != nil || v.Grade == nil || v.Grade.Ours != "A" || !v.Grade.Assumed {
		t.Fatalf("without a list: %+v", v)
	}
	if got := want[TakenList](o, "decider", "POST", "/v1/report-status", o.theirList("440000", map[int]State{8: Superseded}), ""); !got.Newer {
		t.Fatal("the first list is not taken")
	}
	if v := o.handed(f); v.State != Valid || v.AsOf == nil {
		t.Errorf("%+v", v)
	}
	if v := o.handed(o.their("440000", "E", 8)); v.State != Superseded || v.Grade.Ours != "" {
		t.Errorf("ended there, with a grade the table has not: %+v", v)
	}
	older := o.theirList("440000", map[int]State{7: Withdrawn})
	o.Later(minutes(60 * 47))
	if v := o.handed(f); v.State != Valid {
		t.Errorf("a list of yesterday: %+v", v)
	}
	newer := o.theirList("440000", map[int]State{7: Withdrawn})
	o.Later(minutes(62))
	if v := o.handed(f); v.State != Unknown {
		t.Errorf("a list too old: %+v", v)
	}
	want[TakenList](o, "decider", "POST", "/v1/report-status", newer, "")
	if v := o.handed(f); v.State != Withdrawn {
		t.Errorf("%+v", v)
	}
	if got := want[TakenList](o, "decider", "POST", "/v1/report-status", older, ""); got.Newer {
		t.Error("an older list took the place of a newer one")
	}
	forged := o.theirList("440000", nil)
	forged.Payload = string(bytes.Replace([]byte(forged.Payload), []byte(`"list":"0"`), []byte(`"list":"1"`), 1))
	want[any](o, "decider", "POST", "/v1/report-status", forged, "report.bad_list")
	if v := o.handed(o.their("450000", "优", 0)); v.Issued {
		t.Errorf("a key of another province: %+v", v)
	}
	if v := o.handed(o.their("110000", "A", 0)); v.Issued || v.Grade != nil {
		t.Errorf("a province that is not recognised: %+v", v)
	}
	want[any](o, "sec", "DELETE", "/v1/mutual/keys/"+k.KeyID, nil, "")
	if v := o.handed(f); v.Issued {
		t.Errorf("a key that ended: %+v", v)
	}
	if n := o.Count(`select count(*) from record.version`); n != 0 {
		t.Errorf("a foreign report left %d records here", n)
	}
}
