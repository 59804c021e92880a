package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/fault"
	"xinheng/internal/record"
)

type intakeCmd struct {
	Item       string            `help:"Catalogue item, by code or Chinese name: penalty, 行政处罚, licence, entity…" required:""`
	Source     string            `help:"Unified social credit code of the body that hands the file in." required:"" placeholder:"USCC"`
	SourceName string            `help:"Its name, if the platform does not know it yet."`
	Map        map[string]string `help:"Name a column the platform does not know: FIELD=header." mapsep:"," placeholder:"FIELD=列名"`
	Key        string            `help:"Idempotency key of the delivery; the file itself is the key otherwise."`
	Errors     string            `help:"Write the row-level reasons into a CSV file." placeholder:"FILE" type:"path"`
	File       []string          `arg:"" help:"XLSX, CSV (UTF-8 or GB18030) or JSON lines." type:"existingfile"`
}

func (intakeCmd) Help() string {
	return "The same file again changes nothing; a file that stopped half-way is taken up where it stopped.\nExample:\n  xinheng intake --item penalty --source 11460000XY0000T25U samples/penalty.csv\n  xinheng intake --item 行政处罚 --source 11460000XY0000T25U --map CF_WSH=文号 --errors errors.csv file.xlsx"
}

func (c *intakeCmd) Run(g *globals) error {
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	var sum record.Counts
	last := record.Receipt{}
	for _, name := range c.File {
		if last, err = c.take(g, a, name); err != nil {
			return err
		}
		sum.Rows, sum.Accepted, sum.Rejected = sum.Rows+last.Rows, sum.Accepted+last.Accepted, sum.Rejected+last.Rejected
		sum.Duplicate, sum.Queued = sum.Duplicate+last.Duplicate, sum.Queued+last.Queued
	}
	if len(c.File) == 1 {
		return g.emit(last)
	}
	return g.emit(sum)
}

func (c *intakeCmd) take(g *globals, a *app.App, name string) (record.Receipt, error) {
	f, err := os.Open(name)
	if err != nil {
		return record.Receipt{}, unreadable(name)
	}
	defer func() { _ = f.Close() }()
	show := progressOf(g.err)
	r, err := a.Records.Take(g.ctx, access.CLI(), record.Delivery{
		Item: c.Item, Source: c.Source, SourceName: c.SourceName, Key: c.Key, Map: c.Map, Name: filepath.Base(name), File: f, Progress: show,
	})
	if err != nil {
		return r, err
	}
	if err := a.Ledger.Sequence(g.ctx); err != nil { // so that what was taken in can be proven at once, even with no server running
		return r, err
	}
	receiptTo(g.out, r)
	if c.Errors == "" || r.Rejected == 0 {
		return r, nil
	}
	var b bytes.Buffer
	if err := a.Records.Errors(g.ctx, access.CLI(), r.Batch, &b); err != nil {
		return r, err
	}
	return r, os.WriteFile(c.Errors, b.Bytes(), 0o644)
}

func unreadable(name string) error {
	return fault.New(fault.Invalid, "intake.unreadable", "文件 "+name+" 无法读取；请检查路径和权限。", "The file "+name+" cannot be read; check its path and permissions.")
}

// progressOf draws a bar that rewrites itself; a pipe gets no bar.
func progressOf(w io.Writer) func(record.Progress) {
	f, ok := w.(*os.File)
	if !ok {
		return nil
	}
	if s, err := f.Stat(); err != nil || s.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	const width = 36
	return func(p record.Progress) {
		full := int(p.Rows * width / max(p.Total, 1))
		fmt.Fprintf(w, "\r  [%s%s] %d / %d", strings.Repeat("█", full), strings.Repeat("·", width-full), p.Rows, p.Total)
		if p.Rows == p.Total {
			fmt.Fprintln(w)
		}
	}
}

func receiptTo(w io.Writer, r record.Receipt) {
	fmt.Fprintf(w, "%s  %s（%s）\n  收录 accepted %d　拒收 rejected %d　重复 duplicate %d　待匹配 queued %d　共 rows %d\n  批次 batch %s　规则 law %s\n",
		r.File, r.Item, r.Format, r.Accepted, r.Rejected, r.Duplicate, r.Queued, r.Rows, r.Batch, r.Edition)
	if r.Replayed {
		fmt.Fprintln(w, "  这份文件以前收过：本次没有写入任何内容。 Taken in before: nothing was written this time.")
	}
	for _, u := range r.Unknown {
		fmt.Fprintf(w, "  不认识的列 unknown column: %s\n", u)
	}
	for _, e := range r.Errors {
		fmt.Fprintf(w, "  第 %d 行 row %d  %s  %s\n      %s\n      %s\n", e.Row, e.Row, e.Field, e.Code, e.ZH, e.EN)
	}
	if more := r.Flaws - int64(len(r.Errors)); more > 0 {
		fmt.Fprintf(w, "  …另有 %d 处，请用 --errors FILE 取得全部。 %d more; --errors FILE writes them all.\n", more, more)
	}
}

type queueCmd struct {
	List   queueListCmd   `cmd:"" default:"withargs" help:"Show the rows that wait for a human."`
	Assign queueAssignCmd `cmd:"" help:"Say which entity a row is about."`
	Undo   queueUndoCmd   `cmd:"" help:"Undo an assignment with all its effects."`
}

type queueListCmd struct{}

func (queueListCmd) Help() string { return "Example:\n  xinheng queue list" }

func (queueListCmd) Run(g *globals) error {
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	page, _, err := a.Records.Queue(g.ctx, "", 50)
	if err != nil {
		return err
	}
	for _, m := range page {
		fmt.Fprintf(g.out, "%s  %s  %s  %s  %s\n", m.ID, m.Item, m.Subject, m.DocumentNo, m.Authority)
		for _, c := range m.Candidates {
			fmt.Fprintf(g.out, "    %s  %s  (%s)\n", c.ID, c.Name, c.Match)
		}
	}
	if len(page) == 0 {
		fmt.Fprintln(g.out, "没有待匹配的记录：每一行都有有效的代码。 Nothing waits: every row had a valid code.")
	}
	return g.emit(page)
}

type queueAssignCmd struct {
	ID     string `arg:"" help:"Row as listed."`
	Entity string `arg:"" help:"Unified social credit code of the entity it is about."`
	Reason string `help:"Why it is this one; kept." required:""`
}

func (queueAssignCmd) Help() string {
	return "Example:\n  xinheng queue assign q-7f3k 91460100XY00000040 --reason 与决定书上的住所一致"
}

func (c *queueAssignCmd) Run(g *globals) error {
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	r, err := a.Records.Assign(g.ctx, access.CLI(), c.ID, c.Entity, c.Reason)
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "已归入 %s，记录 %s。 Filed under %s as record %s.\n", r.EntityID, r.ID, r.EntityID, r.ID)
	return g.emit(r)
}

type queueUndoCmd struct {
	ID     string `arg:"" help:"Row as listed when it was assigned."`
	Reason string `help:"Why it was wrong; kept." required:""`
}

func (queueUndoCmd) Help() string {
	return "Example:\n  xinheng queue undo q-7f3k --reason 同名不同企业"
}

func (c *queueUndoCmd) Run(g *globals) error {
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	r, err := a.Records.Undo(g.ctx, access.CLI(), c.ID, c.Reason)
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "已撤销归入，全部效果同时消除。 Undone, with all its effects.\n")
	return g.emit(r)
}
