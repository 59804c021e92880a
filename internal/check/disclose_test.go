package check

import (
	"slices"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
)

func TestF24_4_ABodyExportsItsOwnChecksAndNoOthers(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	must(t, o.index.Load(t.Context()))
	for _, key := range []string{o.mine, o.mine, o.other} {
		if status, b := o.ask(key, request(listedFirm)); status != 200 {
			t.Fatalf("%d %s", status, b)
		}
	}
	me, source := access.Actor{ID: "person:clerk", Org: myBody}, o.desk.Source()
	for _, c := range []struct {
		who    access.Actor
		filter map[string]string
		want   int
	}{
		{me, nil, 2}, {access.Actor{Org: "11460000MBXNX0010J"}, nil, 1}, {access.Actor{}, nil, 0},
		{me, map[string]string{"matter": "gp-qualification"}, 2}, {me, map[string]string{"matter": "random-inspection"}, 0},
		{me, map[string]string{"from": "2026-11-22", "until": "2026-11-22"}, 2}, {me, map[string]string{"from": "2026-11-23"}, 0}, {me, map[string]string{"until": "2026-11-21"}, 0},
	} {
		n, err := source.Estimate(t.Context(), c.who, c.filter)
		must(t, err)
		rows := 0
		must(t, source.Rows(t.Context(), c.who, c.filter, func(r disclosure.Row) error {
			if rows++; r.Subject != listedFirm || len(r.Cells) != len(source.Columns) || !slices.Contains(r.Cells, "CG-2026-1188") {
				t.Errorf("%+v", r)
			}
			return nil
		}))
		if int(n) != c.want || rows != c.want {
			t.Errorf("%v %v: %d estimated, %d rows, want %d", c.who.Org, c.filter, n, rows, c.want)
		}
	}
	if _, err := source.Estimate(t.Context(), me, map[string]string{"until": "soon"}); err == nil {
		t.Error("a day that is none")
	}
}
