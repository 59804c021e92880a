package record

import (
	"context"
	"strconv"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Sources are what a body may take out of its own: the newest version of every record it reported, and its quality figures.
// Personal values are masked in them, and secret ones absent, as on the pages.
func (d *Desk) Sources() []disclosure.Source {
	return []disclosure.Source{
		{
			Code: "record.own", Name: law.Text2{ZH: "本机构报送的信用记录", EN: "records the own body reported"},
			Columns: []string{"记录编号 record", "主体代码 subject", "主体名称 name", "目录项 item", "文号 document", "事由 title", "处罚类别 kinds", "决定机关 authority",
				"决定日期 decided", "罚款（元）fine", "没收（元）confiscated", "严重程度 severity", "状态 state", "公示起 public from", "公示止 public until"},
			Filters: []string{"item", "from", "until"}, Estimate: d.countOwn, Rows: d.eachOwn,
		},
		{
			Code: "record.quality", Name: law.Text2{ZH: "本机构数据质量", EN: "data quality of the own body"},
			Columns: []string{"月份起 from", "月份止 until", "行数 rows", "收录 accepted", "拒收 rejected", "重复 duplicate", "待匹配 queued",
				"入库率 intake", "完整率 complete", "准确率 accurate", "及时率 timely", "迟报 late"},
			Filters: []string{"item", "from", "until"}, Rows: d.eachQuality,
			Estimate: func(context.Context, access.Actor, map[string]string) (int64, error) { return 1, nil },
		},
	}
}

// span reads the days of a filter, both included; zero where there is none.
func span(filter map[string]string) (from, until workday.Date, err error) {
	if from, err = workday.Parse(filter["from"]); err == nil {
		until, err = workday.Parse(filter["until"])
	}
	if err != nil {
		err = fault.New(fault.Invalid, "web.bad_date", "日期请写成 2026-11-22 的形式。", "Write the date as 2026-11-22.").At("filter")
	}
	return from, until, err
}

func (d *Desk) countOwn(ctx context.Context, who access.Actor, filter map[string]string) (int64, error) {
	from, until, err := span(filter)
	if err != nil {
		return 0, err
	}
	return countReported(ctx, d.db, who.Org, filter["item"], from, until)
}

func (d *Desk) eachOwn(ctx context.Context, who access.Actor, filter map[string]string, each func(disclosure.Row) error) error {
	from, until, err := span(filter)
	if err != nil {
		return err
	}
	return eachReported(ctx, d.db, who.Org, filter["item"], from, until, func(r *Record) error {
		return each(disclosure.Row{Subject: r.EntityID, Cells: []string{r.ID, r.EntityID, r.Subject, r.Item, r.DocumentNo, r.Title, strings.Join(r.Kinds, "；"),
			r.Authority, r.DecidedOn.String(), yuan(r.Fine), yuan(r.Confiscated), string(r.Severity), string(r.State), r.PublicFrom.String(), r.PublicUntil.String()}})
	})
}

func (d *Desk) eachQuality(ctx context.Context, who access.Actor, filter map[string]string, each func(disclosure.Row) error) error {
	from, until, err := span(filter)
	if err != nil {
		return err
	}
	today := d.today()
	if from == 0 {
		from = today.AddMonths(-11)
	}
	if until == 0 {
		until = today
	}
	all, err := QualityOf(ctx, d.db, from, until, today, filter["item"])
	if err != nil {
		return err
	}
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	share := func(v float64) string { return strconv.FormatFloat(v, 'f', 4, 64) }
	for _, q := range all {
		if q.SourceID != who.Org {
			continue
		}
		if err := each(disclosure.Row{Cells: []string{from.String(), until.String(), n(q.Rows), n(q.Accepted), n(q.Rejected), n(q.Duplicate), n(q.Queued),
			share(q.Intake), share(q.Complete), share(q.Accurate), share(q.Timely), n(q.Late)}}); err != nil {
			return err
		}
	}
	return nil
}

// yuan writes fen as yuan; nothing for nothing.
func yuan(fen int64) string {
	if fen == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(fen)/100, 'f', 2, 64)
}
