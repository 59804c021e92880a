package record

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
)

// official is somebody at a department of another body than the reporter's, from a post of a role, for a region if it has one.
func official(name, role string, regions ...string) access.Actor {
	r, _ := access.RoleOf(role)
	return access.Actor{ID: "person:" + name, Kind: access.KindPerson, Org: code("11460000", "MB000003"), Post: "post-" + name, Roles: []string{role}, Scopes: r.May, Regions: regions}
}

const (
	legalRep   = "示某某"
	legalRepID = "CF_FR_ZJHM"
)

// hidden is an office with a public and a minor, hidden penalty of a firm in Haikou.
func hidden(t *testing.T) (o *office, h http.Handler, minor Record, card string) {
	t.Helper()
	o = newOffice(t, "2026-08-05")
	o.take("entity", map[string]string{"TYSHXYDM": firmID, "ZTMC": "海南虚构食品有限公司", "ZTZT": "存续", "XZQH": "460100"})
	card = ident.MakeIDCard("46010019900101001")
	o.take("penalty", with(sound(), "CF_FR_ZJLX", "身份证", legalRepID, card),
		with(sound(), "CF_WSH", "琼示市监处罚〔2026〕2号", "CF_CFLB", "警告", "CF_NR_FK", "", "CF_FR_ZJLX", "身份证", legalRepID, card))
	for _, r := range o.of(firmID) {
		if r.StatusOn(o.today()) == StatusHidden {
			minor = r
		}
	}
	if minor.ID == "" {
		t.Fatal("nothing is hidden")
	}
	return o, o.server(), minor, card
}

func (o *office) readings() []string {
	o.t.Helper()
	seen, err := pg.Column[string](o.t.Context(), o.db, pg.Query{Name: "readings", SQL: `select actor || ' ' || purpose || ' ' || case_no || ' ' || array_to_string(fields, ',') from disclosure.reading order by reading_id`})
	if err != nil {
		o.t.Fatal(err)
	}
	return seen
}

// why are the headers of a reading.
func why(purpose string) []string {
	return []string{"X-Purpose", purpose, "X-Case", "%E7%A4%BA%E5%AE%A1%E3%80%942026%E3%80%951%E5%8F%B7"} // 示审〔2026〕1号
}

func TestS6_NothingHiddenIsReadWithoutPurposeAndCase(t *testing.T) {
	t.Parallel()
	o, h, minor, _ := hidden(t)
	file, one := "/v1/entities/"+firmID+"/records", "/v1/records/"+minor.ID
	for _, c := range []struct {
		name, as, path string
		status         int
		code           string
		headers        []string
	}{
		{"the public does not know of it", "", one, 404, "record.unknown", nil},
		{"nor a post that may not read", "lead", one, 404, "record.unknown", nil},
		{"who may read is told what is missing", "officer", one, 422, "disclosure.no_purpose", nil},
		{"so is its source", "reporter", one, 422, "disclosure.no_purpose", nil},
		{"a case without a purpose", "officer", one, 422, "disclosure.no_purpose", []string{"X-Case", "1"}},
		{"a purpose without a case", "officer", one, 422, "disclosure.no_case", []string{"X-Purpose", "approval"}},
		{"a purpose that is none", "officer", one, 422, "disclosure.no_purpose", why("curiosity")},
		{"the same of the whole file", "officer", file, 422, "disclosure.no_case", []string{"X-Purpose", "approval"}},
		{"and of the proof", "officer", one + "/proof", 422, "disclosure.no_purpose", nil},
		{"a glass nobody broke", "officer", one, 403, "disclosure.glass_closed", append(why("emergency"), "X-Glass", "G-1")},
		{"a consent nobody gave", "officer", one, 403, "disclosure.no_consent", append(why("approval"), "X-Consent", "c-1")},
		{"a post without the permission", "lead", file, 403, "record.no_reach", why("approval")},
		{"nobody at all", "", file, 403, "record.no_reach", why("approval")},
		{"another source's record", "other", one, 404, "record.unknown", why("quality")},
		{"another firm", "rival", one, 404, "record.unknown", nil},
	} {
		status, got, text := ask(t, h, c.as, "GET", c.path, "", c.headers...)
		if status != c.status || got["code"] != c.code || strings.Contains(text, "〔2026〕2号") {
			t.Errorf("%s: %d %s", c.name, status, text)
		}
	}
	if got := o.readings(); len(got) != 0 {
		t.Errorf("refused, and recorded as read: %v", got)
	}
	for _, as := range []string{"", "officer", "reporter"} {
		if status, got, text := ask(t, h, as, "GET", file, ""); status != 200 || got["view"] != "public" || len(got["records"].([]any)) != 1 {
			t.Errorf("%q asks for what is public: %d %s", as, status, text)
		}
	}
	status, got, text := ask(t, h, "officer", "GET", file, "", why("approval")...)
	if status != 200 || got["view"] != "full" || len(got["records"].([]any)) != 2 {
		t.Fatalf("%d %s", status, text)
	}
	if status, _, text := ask(t, h, "officer", "GET", one, "", why("approval")...); status != 200 || !strings.Contains(text, "〔2026〕2号") {
		t.Errorf("%d %s", status, text)
	}
	if got := o.readings(); len(got) != 2 || !strings.HasPrefix(got[0], "person:officer approval 示审〔2026〕1号 penalty,") {
		t.Errorf("%v", got)
	}
}

func TestS6_WithoutALogNothingIsShown(t *testing.T) {
	t.Parallel()
	o, h, minor, _ := hidden(t)
	o.Disclosure = nil
	if status, got, text := ask(t, h, "officer", "GET", "/v1/records/"+minor.ID, "", why("approval")...); status != 503 || got["code"] != "record.no_log" {
		t.Errorf("%d %s", status, text)
	}
}

func TestF24_7_WhatOfAFieldIsSeenFollowsRoleAndPurpose(t *testing.T) {
	t.Parallel()
	_, h, minor, card := hidden(t)
	for _, c := range []struct {
		as, purpose string
		rep, number string // as shown; empty: absent
	}{
		{"officer", "approval", legalRep, ident.MaskID(card)},
		{"officer", "report", ident.MaskName(legalRep), ""},
		{"handler", disclosure.Repair, legalRep, card},
		{"handler", "approval", legalRep, ident.MaskID(card)},
		{"reporter", "quality", legalRep, ident.MaskID(card)},
		{"boss", "", legalRep, ident.MaskID(card)},
	} {
		var headers []string
		if c.purpose != "" {
			headers = why(c.purpose)
		}
		status, got, text := ask(t, h, c.as, "GET", "/v1/records/"+minor.ID, "", headers...)
		content, _ := got["content"].(map[string]any)
		number, _ := content[legalRepID].(string)
		if status != 200 || content["CF_FRDB"] != c.rep || number != c.number {
			t.Errorf("%s for %q: %d %s", c.as, c.purpose, status, text)
		}
	}
	if _, _, text := ask(t, h, "", "GET", "/v1/entities/"+firmID+"/records", ""); strings.Contains(text, legalRep) || strings.Contains(text, legalRepID) {
		t.Error("the public sees who the legal representative is")
	}
}

func TestTheFirmSeesItsOwnFileAndIsNotItsOwnReader(t *testing.T) {
	t.Parallel()
	o, h, _, _ := hidden(t)
	status, got, text := ask(t, h, "boss", "GET", "/v1/entities/"+firmID+"/records", "")
	if status != 200 || len(got["records"].([]any)) != 2 || len(o.readings()) != 0 {
		t.Errorf("%d %s %v", status, text, o.readings())
	}
	if _, got, text := ask(t, h, "rival", "GET", "/v1/entities/"+firmID+"/records", ""); len(got["records"].([]any)) != 1 {
		t.Error(text)
	}
}

func TestS10_ASubjectOutsideTheRegionOfThePostIsNotThere(t *testing.T) {
	t.Parallel()
	_, h, minor, _ := hidden(t)
	file, one := "/v1/entities/"+firmID+"/records", "/v1/records/"+minor.ID
	for _, c := range []struct {
		as, path string
		headers  []string
		status   int
		code     any
	}{
		{"haikou", file, why("supervision"), 200, nil},
		{"haikou", one, why("supervision"), 200, nil},
		{"haikou", one, nil, 422, "disclosure.no_purpose"},
		{"sanya", file, why("supervision"), 404, "registry.unknown"},
		{"sanya", one, why("supervision"), 404, "record.unknown"},
		{"sanya", one + "/proof", why("supervision"), 404, "record.unknown"},
		{"sanya", one, nil, 404, "record.unknown"},
	} {
		if status, got, text := ask(t, h, c.as, "GET", c.path, "", c.headers...); status != c.status || got["code"] != c.code {
			t.Errorf("%s %s %v: %d %s", c.as, c.path, c.headers, status, text)
		}
	}
}

func TestF24_4_ABodyExportsItsOwnRecordsAndNoOthers(t *testing.T) {
	t.Parallel()
	o, _, minor, card := hidden(t)
	o.take("penalty", with(sound(), "CF_WSH", "琼示市监处罚〔2026〕3号", "CF_XDR_MC", "示某某", "CF_XDR_LB", "自然人", "CF_XDR_SHXYM", "", "CF_XDR_ZJHM", card))
	clerk := access.Actor{ID: "person:clerk", Org: sourceID}
	stranger := access.Actor{ID: "person:stranger", Org: code("11460000", "MB000002")}
	own := o.Sources()[0]
	for _, c := range []struct {
		who    access.Actor
		filter map[string]string
		want   int
	}{
		{clerk, nil, 3}, {stranger, nil, 0}, {access.Actor{}, nil, 0}, {clerk, map[string]string{"item": "licence"}, 0},
		{clerk, map[string]string{"from": "2026-08-03", "until": "2026-08-03"}, 3}, {clerk, map[string]string{"from": "2026-08-04"}, 0},
	} {
		var rows []disclosure.Row
		err := own.Rows(t.Context(), c.who, c.filter, func(r disclosure.Row) error { rows = append(rows, r); return nil })
		n, err2 := own.Estimate(t.Context(), c.who, c.filter)
		if err != nil || err2 != nil || len(rows) != c.want || int(n) != c.want {
			t.Errorf("%v %v: %d rows, %d estimated, %v %v", c.who.Org, c.filter, len(rows), n, err, err2)
		}
		for _, r := range rows {
			if len(r.Cells) != len(own.Columns) || strings.Contains(strings.Join(r.Cells, " "), legalRep) || strings.Contains(strings.Join(r.Cells, " "), card) {
				t.Errorf("%v", r)
			}
		}
		if c.want == 3 && !slices.ContainsFunc(rows, func(r disclosure.Row) bool { return r.Subject == firmID && r.Cells[0] == minor.ID }) {
			t.Errorf("%v", rows)
		}
	}
	if _, err := own.Estimate(t.Context(), clerk, map[string]string{"from": "yesterday"}); err == nil {
		t.Error("a day that is none")
	}
	quality, n := o.Sources()[1], 0
	if err := quality.Rows(t.Context(), clerk, nil, func(r disclosure.Row) error {
		if n++; len(r.Cells) != len(quality.Columns) || r.Subject != "" {
			t.Errorf("%v", r)
		}
		return nil
	}); err != nil || n != 1 {
		t.Errorf("%d %v", n, err)
	}
}
