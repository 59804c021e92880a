package disclosure

import (
	"context"
	"fmt"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// office is the counter of the area.
type office struct {
	*counter.Counter
	*Desk
	log *ledger.Log
}

const (
	firm      = "91460000MAXNX0001A"
	otherFirm = "91460000MAXNX0002D"
	body      = "11460000MBXNX0009D"
	otherBody = "11460000MBXNX0010J"
	bank      = "91460000MAXNX0003G"
)

func person(name, org string, roles ...string) access.Actor {
	return counter.Person(name, org, "虚构示例单位", province, roles...)
}

func forFirm(name, org, role string) access.Actor {
	return counter.ForFirm(name, org, "虚构示例单位", role)
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"officer":     person("officer", body, "R7"),
	"handler":     person("handler", body, "R12"),
	"clerk":       person("clerk", body, "R10"),
	"doubleclerk": person("doubleclerk", body, "R10", "R11"),
	"reviewer":    person("reviewer", body, "R11"),
	"stranger":    person("stranger", otherBody, "R11"),
	"lead":        person("lead", otherBody, "R19"),
	"banker":      person("banker", bank, "R23"),
	"operator":    person("operator", otherBody, "R30"),
	"security":    person("security", otherBody, "R27"),
	"both":        person("both", otherBody, "R27", "R30"),
	"auditor":     person("auditor", otherBody, "R28"),
	"boss":        forFirm("boss", firm, "R3"),
	"otherboss":   forFirm("otherboss", otherFirm, "R3"),
	"agent":       forFirm("agent", firm, "R5"),
}

func open(t testing.TB, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people)}
	o.On(today)
	var err error
	o.log, err = ledger.Open(t.Context(), o.DB, "xinheng.example/test", o.Sealer.SigningKeyOf(seal.International, "ledger"))
	must(t, err)
	o.Desk = NewDesk(o.DB, o.Law, o.log, o.Sealer, o.Now)
	o.Bodies = func(context.Context, []string) (map[string]string, error) {
		return map[string]string{body: "虚构示例局", bank: "虚构示例银行"}, nil
	}
	o.Serve(func(api *web.API) { Routes(api, o.Desk) })
	return o
}

func must(t testing.TB, err error) { t.Helper(); counter.Must(t, err) }

// On sets the clock to ten in the morning of a day.
func (o *office) On(day string) {
	o.Counter.On(day)
	o.Later(time.Hour)
}

func (o *office) instant(s string) time.Time {
	o.T.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", s, workday.Shanghai)
	must(o.T, err)
	return at
}

// want makes a request as somebody and expects the refusal, or none.
func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

func (o *office) refuses(err error, code string) {
	o.T.Helper()
	if !fault.Is(err, code) {
		o.T.Errorf("got %v, want %s", err, code)
	}
}

func reading() Reading {
	return Reading{Subject: firm, Fields: []string{"penalty"}, Purpose: "approval", Case: "SP-2026-1"}
}

func (o *office) read(who string, change func(*Reading)) error {
	r := reading()
	if change != nil {
		change(&r)
	}
	return o.Read(o.T.Context(), people[who], r)
}

type viewsPage struct {
	Views []View
	Next  string
}

func (o *office) views(who string) []View {
	o.T.Helper()
	return want[viewsPage](o, who, "GET", "/v1/my/views", nil, "").Views
}

// shelf is a source of n invented lines, two for each subject.
func shelf(n int) Source {
	rows := func(_ context.Context, _ access.Actor, filter map[string]string, each func(Row) error) error {
		for i := range n {
			cells := []string{fmt.Sprintf("F-%04d", i), "虚构示例公司" + filter["name"], fmt.Sprint(i), `=HYPERLINK("http://example.test","点我")`}
			if err := each(Row{Subject: fmt.Sprintf("E-%04d", i/2), Cells: cells}); err != nil {
				return err
			}
		}
		return nil
	}
	return Source{Code: "test.shelf", Name: law.Text2{ZH: "示例", EN: "shelf"}, Columns: []string{"文号", "名称", "序号", "备注"}, Filters: []string{"name"},
		Estimate: func(context.Context, access.Actor, map[string]string) (int64, error) { return int64(n), nil }, Rows: rows}
}
