package portal

import (
	"net/http"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/developer"
)

// A developer finds how to answer while the platform is away, for how long, and that it is checked again; in both languages.
func TestF07_5_ThePageForDevelopersExplainsSnapshots(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.mux = http.NewServeMux()
	Mount(s.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: s.now, Base: "https://credit.example.test"})
	s.has(s.page(200, "/developers"), "快照查验", "生成后 3 日内可用", "https://credit.example.test/v1/checks/snapshots/"+s.day.String(), "xinheng snapshot check", "/v1/checks/rechecks", "不含自然人")
	s.has(s.page(200, "/en/developers"), "for 3 days after its own", "checked again", "no natural person")
}

// TestF21_2_ThePagesForDevelopers: a stranger finds how to get a key, what may be called how often, the description of the interface,
// client code, what will go and when, and each refusal under its code; in both languages.
func TestF21_2_ThePagesForDevelopers(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/developers/errors"), "没有附带错误代码清单")
	s.mux = http.NewServeMux()
	list := "| <a id=\"access.quota\"></a>`access.quota` | TooMany | 请明天再试。 | Try again tomorrow. |\n"
	Mount(s.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: s.now, Base: "https://credit.example.test", Developer: developer.New(list, nil),
		Limits: access.Limits{Address: access.Rate{PerSecond: 7, Burst: 70}, Key: access.Rate{PerSecond: 8, Burst: 80}}})
	s.has(s.page(200, "/developers"), "每秒 7 次，瞬时 70 次", "每秒 8 次，瞬时 80 次", "/openapi.json", "/v1/developer/sdk/xinheng.go", "/v1/developer/sdk/xinheng.ts",
		"GET /v1/exchange/key", "2027-11-29", "https://credit.example.test/v1/events?after=0")
	s.has(s.page(200, "/en/developers"), "7 a second, 70 at once", "no sooner than twelve months")
	s.has(s.page(200, "/developers/errors"), `id="access.quota"`, "429", "请明天再试。")
	s.has(s.page(200, "/en/developers/errors"), "Try again tomorrow.")
}
