package check

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	lawdata "xinheng/law"

	"xinheng/internal/access"
	"xinheng/internal/adoption"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
)

// The whole road under the law as shipped: a department's file, intake, standing, and the answer to an approval system.
func TestTheRoadFromAFileToAnAnswer(t *testing.T) {
	t.Parallel()
	lib, err := law.Load(lawdata.FS)
	must(t, err)
	o := open(t)
	o.desk.lib = lib
	sealer, err := seal.New(make([]byte, seal.MinMaster), seal.International)
	must(t, err)
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, lib, e) })
	records := record.NewDesk(o.db, lib, sealer, events, o.log, o.now)
	deliver := func(item string, rows ...string) record.Receipt {
		r, err := records.Take(t.Context(), access.CLI(), record.Delivery{Item: item, Source: myBody, SourceName: "示例采购中心",
			Name: item + ".csv", File: bytes.NewReader([]byte(strings.Join(rows, "\n") + "\n"))})
		must(t, err)
		if r.Accepted != int64(len(rows)-1) {
			t.Fatalf("%s: %+v", item, r)
		}
		return r
	}
	const listHead = "名单名称,主体名称,主体类别,统一社会信用代码,列入名单事由,列入日期,认定部门,认定部门统一社会信用代码,认定依据,认定文书号,送达日期"
	deliver("list_entry", listHead,
		"重大税收违法失信主体,虚构示例甲公司,法人及非法人组织,"+listedFirm+",示例事由,2026-04-16,示例税务局,"+myBody+",示例办法第六条,示税〔2026〕22号,2026-04-16")
	deliver("penalty", "行政相对人名称,行政相对人类别,统一社会信用代码,行政处罚决定书文号,违法行为类型,违法事实,处罚依据,处罚类别,处罚内容,罚款金额（万元）,处罚决定日期,处罚有效期,公示截止期,处罚机关,处罚机关统一社会信用代码,数据来源单位,数据来源单位统一社会信用代码",
		"虚构示例甲公司,法人及非法人组织,"+listedFirm+",示罚〔2026〕1号,示例违法,示例事实,示例法第一条,警告,警告,,2026-11-10,2099-12-31,2027-02-10,示例局,"+myBody+",示例局,"+myBody)

	must(t, o.log.Sequence(t.Context()))
	must(t, o.index.CatchUp(t.Context()))
	ask := func() Decision {
		status, body := o.ask(o.mine, request(listedFirm))
		if status != http.StatusOK {
			t.Fatalf("%s", body)
		}
		return read[Decision](t, body)
	}
	first := ask()
	if first.Outcome == Clear || len(first.Effects) == 0 || first.Effects[0].Because.List.Code != "tax-major" {
		t.Fatalf("%s", gist(*first.Finding))
	}
	_, err = adoption.Adopt(t.Context(), o.db, access.CLI(), o.now(), law.Adoption{Keys: []string{"list.*", "period.*", "measure.*", "kind.*", "matter.*"},
		By: "示例官员", Body: "示例省", Why: law.Text2{ZH: "示例省采纳未核实的规则，供演示使用", EN: "adopted by the example province for demonstration"},
		From: day("2026-11-22"), Until: day("2027-11-21")})
	must(t, err)
	must(t, o.log.Sequence(t.Context()))
	must(t, o.index.CatchUp(t.Context()))
	second := ask()
	if second.Outcome != Prohibited || second.Effects[0].Measure.Code != "procurement-ban" || len(second.Effects[0].Basis) == 0 {
		t.Fatalf("%s", gist(*second.Finding))
	}
	if !strings.Contains(gist(*second.Finding), "minor") {
		t.Errorf("the minor penalty is not mentioned: %s", gist(*second.Finding))
	}

	t.Run("F20-3 what stood on a day, as far as public", func(t *testing.T) {
		stood := func(on string) []standing.Fact {
			status, body := o.get("/v1/entities/"+listedFirm+"/standing?on="+on, "")
			if status != http.StatusOK {
				t.Fatalf("%s", body)
			}
			return read[Standing](t, body).Facts
		}
		if fs := stood("2026-11-22"); len(fs) != 1 || fs[0].List != "tax-major" {
			t.Errorf("today %+v", fs) // the minor penalty is never public
		}
		if fs := stood("2026-04-15"); len(fs) != 0 {
			t.Errorf("the day before: %+v", fs)
		}
		deliver("repair", "信用主体名称,统一社会信用代码,原信息类别,原决定文书号,原认定机关统一社会信用代码,修复决定文书号,修复决定日期,修复机关,修复机关统一社会信用代码,修复依据",
			"虚构示例甲公司,"+listedFirm+",严重失信主体名单,示税〔2026〕22号,"+myBody+",示修〔2026〕1号,2026-11-22,示例税务局,"+myBody+",示例办法第九条")
		if fs := stood("2026-11-21"); len(fs) != 0 {
			t.Errorf("asking about yesterday tells what was repaired today: %+v", fs)
		}
		for id, status := range map[string]int{"p-abcdefghijklmnopqrstuvwxyz": 422, strange: 404, "%00": 422} {
			if got, body := o.get("/v1/entities/"+id+"/standing", ""); got != status {
				t.Errorf("%s: %d %s", id, got, body)
			}
		}
	})
	must(t, o.log.Sequence(t.Context()))
	must(t, o.index.CatchUp(t.Context()))
	if third := ask(); third.Outcome != Clear || !strings.Contains(gist(*third.Finding), "repaired") {
		t.Errorf("after the repair: %s", gist(*third.Finding))
	}
}
