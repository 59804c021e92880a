package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/fault"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

type intakeCmd struct {
	Item       string            `help:"Catalogue item by code or name: penalty, licence, list_entry, entity, 行政处罚…" required:""`
	Source     string            `help:"Unified social credit code of the body the file comes from." required:"" placeholder:"USCC"`
	SourceName string            `help:"Its name, where the registry does not know it." placeholder:"NAME"`
	Map        map[string]string `help:"A header the catalogue does not know: FIELD=column; repeatable." placeholder:"FIELD=COLUMN" mapsep:"none"`
	Errors     string            `help:"Write the row errors to this CSV file." placeholder:"FILE" type:"path"`
	Files      []string          `arg:"" name:"file" help:"XLSX, CSV (UTF-8 or GB18030) or JSON lines, told apart by their content."`
}

func (intakeCmd) Help() string {
	return `The same file again writes nothing; one that broke off goes on where it stopped.

Example:
  xinheng intake --item penalty --source 11460000MB0000011Q samples/penalty.csv
  xinheng intake --item entity --source 11460000MB0000011Q --map ZTMC=公司名称 --errors errors.csv firms.xlsx`
}

// taken is the last line of --json: the totals, then the receipt of each file.
type taken struct {
	record.Counts
	Receipts []record.Receipt `json:"receipts"`
}

func (c *intakeCmd) Run(g *globals) error {
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	sum := taken{Receipts: []record.Receipt{}}
	for i, name := range c.Files {
		r, err := c.take(g, a, name)
		if err != nil {
			if len(c.Files) > 1 {
				fmt.Fprintf(g.err, "%s:\n", name)
			}
			return err
		}
		printReceipt(g.out, name, r)
		if err := c.writeErrors(g, a, i, r); err != nil {
			return err
		}
		sum.Receipts = append(sum.Receipts, r)
		sum.Rows += r.Rows
		sum.Accepted += r.Accepted
		sum.Rejected += r.Rejected
		sum.Duplicate += r.Duplicate
		sum.Queued += r.Queued
	}
	if err := a.Ledger.Sequence(g.ctx); err != nil {
		return err
	}
	return g.emit(sum)
}

func (c *intakeCmd) take(g *globals, a *app.App, name string) (record.Receipt, error) {
	f, err := os.Open(name)
	if err != nil {
		return record.Receipt{}, unreadable(name, err)
	}
	defer func() { _ = f.Close() }()
	if st, err := f.Stat(); err != nil || !st.Mode().IsRegular() {
		return record.Receipt{}, unreadable(name, err)
	}
	line := newProgress(g.err, filepath.Base(name))
	defer line.end()
	return a.Records.Take(g.ctx, access.CLI(), record.Delivery{
		Item: c.Item, Source: c.Source, SourceName: c.SourceName, Map: c.Map, Name: filepath.Base(name), File: f, Progress: line.at,
	})
}

func unreadable(name string, err error) error {
	zh, en := "不是普通文件", "is not an ordinary file"
	if errors.Is(err, fs.ErrNotExist) {
		zh, en = "不存在", "does not exist"
	} else if err != nil {
		zh, en = "无法读取", "cannot be read"
	}
	return fault.New(fault.Invalid, "cli.file", "文件 "+name+" "+zh+"；请核对路径。", "The file "+name+" "+en+"; check its path.").At("file")
}

// printReceipt says in a few lines what became of a file.
func printReceipt(w io.Writer, name string, r record.Receipt) {
	fmt.Fprintf(w, "%s\n  %s，%d 行 rows：收录 accepted %d，拒收 rejected %d，重复 duplicate %d，待匹配 queued %d\n  批次 batch %s\n",
		name, r.Format, r.Rows, r.Accepted, r.Rejected, r.Duplicate, r.Queued, r.Batch)
	if r.Replayed {
		fmt.Fprintf(w, "  该文件已于 %s 收录，本次未作任何改动。 Taken in before; nothing was changed.\n", r.StartedAt.In(workday.Shanghai).Format("2006-01-02 15:04"))
	}
	if len(r.Unknown) > 0 {
		fmt.Fprintf(w, "  未使用的列 unused columns: %s\n", strings.Join(r.Unknown, "、"))
	}
	const shown = 10
	for i, e := range r.Errors {
		if i == shown {
			fmt.Fprintf(w, "  … 共 %d 处，用 --errors FILE 取得全部。 %d in all; --errors FILE writes them.\n", r.Flaws, r.Flaws)
			break
		}
		fmt.Fprintf(w, "  第%d行 row %d  %s  %s\n    %s\n    %s\n", e.Row, e.Row, e.Field, e.Code, e.ZH, e.EN)
	}
}

// writeErrors writes the row errors of the i-th file; those of further files go beside the first.
func (c *intakeCmd) writeErrors(g *globals, a *app.App, i int, r record.Receipt) error {
	if c.Errors == "" {
		return nil
	}
	name := c.Errors
	if i > 0 {
		ext := filepath.Ext(name)
		name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), i+1, ext)
	}
	f, err := os.Create(name)
	if err != nil {
		return fault.New(fault.Invalid, "cli.unwritable", "无法写入 "+name+"；请换一个路径。", "Cannot write "+name+"; choose another path.").At("errors")
	}
	if err := a.Records.Errors(g.ctx, access.CLI(), r.Batch, f); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

// progress is one line that rewrites itself on a terminal, and nothing elsewhere.
type progress struct {
	w     io.Writer
	name  string
	drawn bool
}

func newProgress(w io.Writer, name string) *progress {
	f, ok := w.(*os.File)
	if !ok {
		return &progress{}
	}
	if st, err := f.Stat(); err != nil || st.Mode()&os.ModeCharDevice == 0 {
		return &progress{}
	}
	fmt.Fprintf(w, "\r  %s …", name)
	return &progress{w: w, name: name, drawn: true}
}

const progressWidth = 30

func (p *progress) at(now record.Progress) {
	if p.w == nil {
		return
	}
	full := int(now.Rows * progressWidth / max(now.Total, 1))
	fmt.Fprintf(p.w, "\r  [%s%s] %3d%%  %d/%d  %s", strings.Repeat("█", full), strings.Repeat("·", progressWidth-full),
		now.Rows*100/max(now.Total, 1), now.Rows, now.Total, p.name)
}

func (p *progress) end() {
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

type queueCmd struct {
	List   queueListCmd   `cmd:"" help:"List the rows that wait, with candidates."`
	Assign queueAssignCmd `cmd:"" help:"Decide whose record a row is."`
	Undo   queueUndoCmd   `cmd:"" help:"Undo a decision with everything that followed from it."`
}

type queueListCmd struct {
	Limit int    `help:"Rows of a page, 1–100." default:"20"`
	After string `help:"Cursor of the previous page." placeholder:"CURSOR"`
}

func (queueListCmd) Help() string { return "Example:\n  xinheng queue list --limit 50" }

func (c *queueListCmd) Run(g *globals) error {
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	page, next, err := a.Records.Queue(g.ctx, access.CLI(), c.After, c.Limit)
	if err != nil {
		return err
	}
	if len(page) == 0 {
		fmt.Fprintln(g.out, "没有待匹配的记录。 Nothing waits.")
	}
	for _, m := range page {
		fmt.Fprintf(g.out, "%s  %s  %s %s %s\n", m.ID, m.Subject, m.Item, m.DocumentNo, m.DecidedOn)
		for _, hit := range m.Candidates {
			fmt.Fprintf(g.out, "    %s  %-11s %s  %s\n", hit.ID, hit.Match, hit.Name, hit.Status)
		}
	}
	if next != "" {
		fmt.Fprintf(g.out, "更多 more: xinheng queue list --after %s\n", next)
	}
	return g.emit(map[string]any{"matches": page, "next": next})
}

type queueAssignCmd struct {
	ID     string `arg:"" help:"Row, as queue list shows it."`
	Entity string `arg:"" help:"Unified social credit code of the entity it is about."`
	Reason string `help:"Why; it is kept." required:""`
}

func (queueAssignCmd) Help() string {
	return "Example:\n  xinheng queue assign k3v… 91460000MA00000070 --reason 文书原件载明代码"
}

func (c *queueAssignCmd) Run(g *globals) error {
	return decided(g, func(a *app.App) (record.Record, error) {
		return a.Records.Assign(g.ctx, access.CLI(), c.ID, c.Entity, c.Reason)
	})
}

type queueUndoCmd struct {
	ID     string `arg:"" help:"Row, as queue list showed it."`
	Reason string `help:"Why; it is kept." required:""`
}

func (queueUndoCmd) Help() string {
	return "Example:\n  xinheng queue undo k3v… --reason 核实后不是同一家"
}

func (c *queueUndoCmd) Run(g *globals) error {
	return decided(g, func(a *app.App) (record.Record, error) {
		return a.Records.Undo(g.ctx, access.CLI(), c.ID, c.Reason)
	})
}

// decided carries out a decision about a row and says what the record is now.
func decided(g *globals, act func(a *app.App) (record.Record, error)) error {
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	r, err := act(a)
	if err != nil {
		return err
	}
	if err := a.Ledger.Sequence(g.ctx); err != nil {
		return err
	}
	fmt.Fprintf(g.out, "%s  %s  %s  第%d版 version %d\n", r.ID, r.EntityID, r.State, r.Version, r.Version)
	return g.emit(r)
}
