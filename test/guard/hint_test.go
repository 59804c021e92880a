package guard

import (
	"net/url"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/account"
)

// Associations of nobody. 均为虚构。
var (
	haikouSociety = code("51460100", "XYQQ0411")
	sanyaSociety  = code("51460200", "XYQQ0412")
)

// association seats an officer of one.
func (w *town) association(side, id, region string) {
	w.t.Helper()
	in, err := w.app.Accounts.ImportOrgs(w.t.Context(), access.CLI(), []account.Org{{ID: id, Name: "虚构协会" + side, Parent: operator, Region: region, Kind: "association"}})
	w.must(err)
	if len(in.Wrong) > 0 {
		w.t.Fatalf("%+v", in.Wrong)
	}
	w.of[side+"R22"] = w.hire(side+"-r22", id, "R22")
}

// letter is an authorisation of the firm in Haikou for an association there; one in Sanya has an officer in the same role.
func (w *town) letter() string {
	w.t.Helper()
	w.association("a", haikouSociety, "460100")
	w.association("b", sanyaSociety, "460200")
	signed := w.made(201, "aR3", "POST", "/v1/attachments?kind=authorisation&name="+url.QueryEscape("授权书.txt"), map[string]string{"示例": "授权书"}, "id")
	return w.made(201, "aR3", "POST", "/v1/my/letters", map[string]any{"association": haikouSociety, "items": []string{"penalty"}, "until": "2026-12-31", "document": signed}, "id")
}

// told is a complaint of a hotline about the firm in Haikou that the body there has verified.
func (w *town) told() string {
	w.t.Helper()
	id := w.made(200, "aK", "POST", "/v1/hotline/complaints", map[string]any{"items": []map[string]string{{"source": "12345", "number": "SL-1", "received_on": "2026-11-02", "firm_code": firm,
		"matter": "虚构的事项", "text": "虚构的反映"}}}, "rows.id")
	w.of["aR12"].want(200, "", "POST", "/v1/hotline/complaints/"+id+"/finding", map[string]string{"state": "verified", "document": "示核〔2026〕1号", "reason": "虚构"})
	return id
}

// afar is a device in Haikou and an event it reported of the firm there.
func (w *town) afar() (device, event string) {
	w.t.Helper()
	device = w.made(200, "aR9", "POST", "/v1/remote/devices", map[string]any{"name": "虚构的温度计", "kind": "iot", "matter": "market.food", "basis": "虚构的依据第一条", "measures": []string{"温度"}, "firm": firm,
		"from": "2026-01-01", "until": "2026-12-31"}, "id")
	event = w.made(200, "aK", "POST", "/v1/remote/events", map[string]any{"device": device, "number": "1", "firm": firm, "measure": "温度", "reading": "虚构的读数", "seen_at": "2026-11-02T08:00:00+08:00",
		"evidence": strings.Repeat("ab", 32)}, "id")
	return device, event
}

// hint is a risk alert about the firm in Haikou, which has answered it: only then may officers see it.
func (w *town) hint() string {
	w.t.Helper()
	for _, no := range []string{"81", "82", "83"} {
		w.penalise(w.of["aK"], no, "2026-09-01", firm)
	}
	_, err := w.app.Alerts.Look(w.t.Context())
	w.must(err)
	id := w.made(200, "aR3", "GET", "/v1/my/alerts", nil, "items.id")
	w.of["aR3"].want(200, "", "POST", "/v1/my/alerts/"+id+"/answer", map[string]string{"kind": "explained", "text": "虚构的解释"})
	return id
}
