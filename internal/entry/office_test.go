package entry

import (
	"context"
	"maps"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/web"
)

// office is the counter of the area.
type office struct {
	*counter.Counter
	*Desk
}

var (
	bodyID  = code("11460000", "MB000001")
	otherID = code("11460000", "MB000002")
	firmID  = code("91460000", "MA000010")
)

const bodyName = "海南省虚构市场监督管理局"

func person(name, org string, roles ...string) access.Actor {
	return counter.Person(name, org, bodyName, "460000", roles...)
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"clerk":         person("clerk", bodyID, "R10"),
	"colleague":     person("colleague", bodyID, "R10"),
	"reviewer":      person("reviewer", bodyID, "R11"),
	"reviewer2":     person("reviewer2", bodyID, "R11"),
	"both":          person("both", bodyID, "R10", "R11"),
	"inspector":     person("inspector", bodyID, "R8"),
	"otherclerk":    person("otherclerk", otherID, "R10"),
	"otherreviewer": person("otherreviewer", otherID, "R11"),
	"system":        counter.System("system", bodyID, bodyName),
}

func open(t testing.TB, today string) *office {
	t.Helper()
	lib, err := counter.Library()
	must(t, err)
	return openWith(t, today, lib)
}

func openWith(t testing.TB, today string, lib *law.Library) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people)}
	events := &record.Events{}
	events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error { return o.Survive() })
	o.Desk = NewDesk(o.DB, record.NewDesk(o.DB, lib, o.Sealer, events, nil, o.Now), lib, o.Sealer, o.Now)
	o.Serve(func(api *web.API) { Routes(api, o.Desk) })
	return o
}

func must(t testing.TB, err error) { t.Helper(); counter.Must(t, err) }

func code(registrar, number string) string { return counter.Code(registrar, number) }

// want makes a request as somebody and expects the refusal, or none.
func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

type typed struct {
	Item   string            `json:"item"`
	Values map[string]string `json:"values"`
}

type edit struct {
	Values  map[string]string `json:"values"`
	Version int32             `json:"version"`
}

// sound is a penalty that passes, decided on 3 August 2026, by field code.
func sound(changes ...string) map[string]string {
	v := map[string]string{
		"CF_XDR_MC": "海南虚构食品有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": "琼虚市监处罚〔2026〕1号",
		"CF_WFXW": "未按规定贮存食品", "CF_SY": "经查，当事人未按规定贮存食品。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "罚款",
		"CF_NR": "罚款2000元。", "CF_NR_FK": "0.2", "CF_JDRQ": "2026-08-03", "CF_CFJG": bodyName, "CF_CFJGDM": bodyID, "CF_SDRQ": "2026-08-04",
	}
	for i := 0; i < len(changes); i += 2 {
		v[changes[i]] = changes[i+1]
	}
	maps.DeleteFunc(v, func(_, s string) bool { return s == "" })
	return v
}

// begun is a new draft of the clerk.
func (o *office) begun(values map[string]string) Draft {
	o.T.Helper()
	return want[Draft](o, "clerk", "POST", "/v1/drafts", typed{"penalty", values}, "")
}

// submitted is one that waits for its reviewer.
func (o *office) submitted(values map[string]string) Draft {
	o.T.Helper()
	return want[Draft](o, "clerk", "POST", "/v1/drafts/"+o.begun(values).ID+"/submission", nil, "")
}

func (o *office) decide(who string, d Draft, approve bool, note, code string) Draft {
	o.T.Helper()
	return want[Draft](o, who, "POST", "/v1/drafts/"+d.ID+"/decision", Decision{Approve: approve, Note: note, Version: d.Version}, code)
}

func (o *office) versions() int64 { return o.Count(`select count(*) from record.version`) }
