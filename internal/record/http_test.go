package record

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/web"
)

// server mounts the routes; the caller is named by the header X-As.
func (o *office) server() http.Handler {
	who := map[string]access.Actor{
		"reporter": reporter,
		"other":    {ID: "key:other", Org: code("11460000", "MB000002"), Name: "海南省示例城管局", Scopes: reporter.Scopes},
		"officer":  official("officer", "R7"),
		"handler":  official("handler", "R12"),
		"lead":     official("lead", "R19"),
		"haikou":   official("haikou", "R14", "4601"),
		"sanya":    official("sanya", "R14", "4602"),
		"boss":     {ID: "person:boss", Kind: access.KindPerson, Org: firmID, Firm: "d-1", Roles: []string{"R3"}, Scopes: []string{access.ViewOwn}},
		"rival":    {ID: "person:rival", Kind: access.KindPerson, Org: otherID, Firm: "d-2", Roles: []string{"R3"}, Scopes: []string{access.ViewOwn}},
	}
	api := web.New(http.NewServeMux(), "test", func(r *http.Request, permission string) (context.Context, error) {
		actor, known := who[r.Header.Get("X-As")]
		if !known {
			if permission != "" {
				return nil, fault.New(fault.Unauthenticated, "access.no_key", "需要密钥。", "A key is needed.")
			}
			return r.Context(), nil
		}
		return access.With(r.Context(), actor), nil
	})
	Routes(api, o.Desk)
	return api.Mux
}

// ask sends one request and decodes what comes back.
func ask(t testing.TB, h http.Handler, as, method, target, body string, headers ...string) (status int, out map[string]any, text string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.Header.Set("X-As", as)
	if body != "" && strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	_ = json.Unmarshal(w.Body.Bytes(), &out)
	return w.Code, out, w.Body.String()
}

func TestF09_2_IntakeOverHTTP(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	h := o.server()
	body := string(sheetOf(t, sound(), with(sound(), "CF_WSH", "琼示市监处罚〔2026〕2号", "CF_YJ", "")))
	status, got, text := ask(t, h, "reporter", "POST", "/v1/intake/"+url.PathEscape("行政处罚"), body, "Idempotency-Key", "k1", "Content-Type", "text/csv")
	if status != http.StatusMultiStatus || got["accepted"] != 1.0 || got["rejected"] != 1.0 || got["rows"] != 2.0 {
		t.Fatalf("%d %s", status, text)
	}
	batch := got["batch"].(string)
	if status, got, text = ask(t, h, "reporter", "POST", "/v1/intake/penalty", body, "Idempotency-Key", "k1"); got["replayed"] != true || got["accepted"] != 0.0 {
		t.Errorf("%d %s", status, text)
	}
	if status, got, _ = ask(t, h, "reporter", "GET", "/v1/intake/batches/"+batch, ""); status != 200 || got["accepted"] != 1.0 || got["status"] != "complete" {
		t.Errorf("%d %v", status, got)
	}
	if status, _, text = ask(t, h, "reporter", "GET", "/v1/intake/batches/"+batch+"/errors.csv", ""); status != 200 || !strings.Contains(text, "3,CF_YJ,adverse_incomplete,") {
		t.Errorf("%d %q", status, text)
	}
	for name, c := range map[string]struct {
		as, method, target, body, code string
		status                         int
	}{
		"no key":                 {"", "POST", "/v1/intake/penalty", body, "access.no_key", 401},
		"another's receipt":      {"other", "GET", "/v1/intake/batches/" + batch, "", "record.no_batch", 404},
		"another's errors":       {"other", "GET", "/v1/intake/batches/" + batch + "/errors.csv", "", "record.no_batch", 404},
		"an unknown item":        {"reporter", "POST", "/v1/intake/gossip", body, "record.unknown_item", 422},
		"an empty body":          {"reporter", "POST", "/v1/intake/penalty", "", "record.file_empty", 422},
		"not a table":            {"reporter", "POST", "/v1/intake/penalty", "<html>", "record.file_type", 422},
		"a map without a field":  {"reporter", "POST", "/v1/intake/penalty?map=x", body, "record.map_field", 422},
		"a cursor of nothing":    {"", "GET", "/v1/records/changes?after=zzz", "", "record.cursor", 422},
		"a record nobody has":    {"", "GET", "/v1/records/nosuch", "", "record.unknown", 404},
		"an item nobody has":     {"", "GET", "/v1/catalogue/gossip", "", "record.unknown_item", 404},
		"as of never":            {"", "GET", "/v1/entities/" + firmID + "/records?as_of=x", "", "record.as_of", 422},
		"the queue without key":  {"", "GET", "/v1/name-matches", "", "access.no_key", 401},
		"a decision on nothing":  {"reporter", "POST", "/v1/name-matches/x/decision", `{"entity_id":"` + firmID + `","reason":"理由"}`, "record.no_match", 404},
		"records of an ill code": {"", "GET", "/v1/entities/x/records", "", "registry.unknown", 404},
	} {
		status, got, text := ask(t, h, c.as, c.method, c.target, c.body)
		if status != c.status || got["code"] != c.code {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
}

func TestF09_6_F19_3_F19_4_RecordsOverHTTP(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	h := o.server()
	card := ident.MakeIDCard("46010019900101001")
	o.take("penalty", sound(), with(sound(), "CF_WSH", "琼示市监处罚〔2026〕2号", "CF_CFLB", "警告", "CF_NR_FK", ""),
		with(sound(), "CF_WSH", "琼示市监处罚〔2026〕3号", "CF_XDR_MC", "示某某", "CF_XDR_LB", "自然人", "CF_XDR_SHXYM", "", "CF_XDR_ZJHM", card))
	records := func(as, query string) []any {
		var why []string
		if as != "" {
			why = []string{"X-Purpose", "report", "X-Case", "GZ-2026-1"}
		}
		status, got, text := ask(t, h, as, "GET", "/v1/entities/"+firmID+"/records"+query, "", why...)
		if status != 200 || got["notice"] == "" {
			t.Fatalf("%d %s", status, text)
		}
		if strings.Contains(text, "示某某") || strings.Contains(text, card) {
			t.Error("a natural person is named")
		}
		return got["records"].([]any)
	}
	if n := len(records("", "")); n != 1 {
		t.Errorf("the public sees %d", n)
	}
	if n := len(records("reporter", "")); n != 2 {
		t.Errorf("its source sees %d", n)
	}
	if n := len(records("other", "")); n != 1 {
		t.Errorf("another department sees %d", n)
	}
	if n := len(records("", "?as_of=2026-08-04")); n != 0 {
		t.Errorf("before it was seen: %d", n)
	}
	id := o.publicOf(firmID).ID
	if status, got, text := ask(t, h, "", "GET", "/v1/records/"+id, ""); status != 200 || got["source_id"] != sourceID || got["seen_at"] == "" {
		t.Errorf("%d %s", status, text)
	}
	o.verify()
	if status, got, text := ask(t, h, "", "GET", "/v1/records/"+id+"/proof", ""); status != 200 || got["row"] == nil {
		t.Errorf("%d %s", status, text)
	}
	o.on("2026-11-10")
	o.take("repair", amendment("XF_", "2026-11-10"))
	status, got, text := ask(t, h, "", "GET", "/v1/records/"+id, "")
	if status != http.StatusGone || got["code"] != "record.gone" || got["why"] != "repaired" || got["since"] != "2026-11-10" || strings.Contains(text, "虚构食品") {
		t.Errorf("%d %s", status, text)
	}
	if n := len(records("", "?as_of=2026-11-01")); n != 0 {
		t.Errorf("a repaired record is shown as of an earlier day: %d", n)
	}
	if n := len(records("reporter", "?as_of=2026-11-01")); n != 2 {
		t.Errorf("its source cannot see the file as it was: %d", n)
	}
	if status, got, text := ask(t, h, "", "GET", "/v1/records/changes", ""); status != 200 || strings.Contains(text, "p-") || len(got["changes"].([]any)) != 0 {
		t.Errorf("unsequenced changes: %d %s", status, text)
	}
}

// publicOf finds the one public record of an entity.
func (o *office) publicOf(entity string) Record {
	o.t.Helper()
	for _, r := range o.of(entity) {
		if r.StatusOn(o.today()) == StatusPublic {
			return r
		}
	}
	o.t.Fatal("nothing is public")
	return Record{}
}

func TestF09_5_MatchingOverHTTP(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.register()
	h := o.server()
	o.take("penalty", with(sound(), "CF_XDR_SHXYM", ""))
	_, got, text := ask(t, h, "reporter", "GET", "/v1/name-matches", "")
	m := got["matches"].([]any)
	if len(m) != 1 || len(m[0].(map[string]any)["candidates"].([]any)) == 0 {
		t.Fatal(text)
	}
	id := m[0].(map[string]any)["id"].(string)
	if status, got, text := ask(t, h, "reporter", "POST", "/v1/name-matches/"+id+"/decision", `{"entity_id":"`+firmID+`","reason":"文书原件"}`); status != 200 || got["entity_id"] != firmID {
		t.Errorf("%d %s", status, text)
	}
	if status, got, text := ask(t, h, "reporter", "POST", "/v1/name-matches/"+id+"/undo", `{"reason":"错了"}`); status != 200 || got["state"] != "unmerged" {
		t.Errorf("%d %s", status, text)
	}
}

func TestF09_1_F09_3_CatalogueAndQualityOverHTTP(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	h := o.server()
	o.take("penalty", sound())
	if status, got, text := ask(t, h, "", "GET", "/v1/quality", ""); status != 200 || len(got["sources"].([]any)) != 1 {
		t.Errorf("%d %s", status, text)
	}
	if status, got, text := ask(t, h, "", "GET", "/v1/catalogue?on=2026-08-05", ""); status != 200 || len(got["items"].([]any)) < 10 {
		t.Errorf("%d %.200s", status, text)
	}
	if status, got, text := ask(t, h, "", "GET", "/v1/catalogue/"+url.PathEscape("行政处罚"), ""); status != 200 || got["code"] != "penalty" {
		t.Errorf("%d %.200s", status, text)
	}
	if _, got, _ := ask(t, h, "", "GET", "/v1/catalogue?on=2010-01-01", ""); len(got["items"].([]any)) != 0 {
		t.Error("there was a catalogue before there was one")
	}
}
