package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/workday"
)

type checkCmd struct {
	USCC    string `name:"uscc" help:"Unified social credit code of the subject." placeholder:"CODE"`
	File    string `help:"Or a CSV file of codes, up to 10,000." type:"existingfile" placeholder:"FILE"`
	Out     string `help:"Where the result of --file goes: .csv or .json; its signature is written beside it as .sig." placeholder:"FILE"`
	Matter  string `help:"Code of the matter, e.g. gp-qualification." required:"" placeholder:"CODE"`
	On      string `help:"A past day, answered by its own law and facts; today when left out." placeholder:"DATE"`
	Purpose string `help:"What it is asked for; the field of the matter when left out."`
	Case    string `help:"Number of the case." default:"cli"`
	Officer string `help:"Who asks." default:"operator"`
}

func (checkCmd) Help() string {
	return "The answer is kept as evidence before it is given.\nExample:\n  xinheng check --uscc 91460000MAXNX0001A --matter gp-qualification --case CG-2026-1188\n  xinheng check --uscc 91460000MAXNX0001A --matter gp-qualification --on 2026-03-01 --json\n  xinheng check --file firms.csv --matter gp-qualification --out result.csv"
}

func (c *checkCmd) Run(g *globals) error {
	if (c.USCC == "") == (c.File == "") {
		return fault.New(fault.Invalid, "check.whom", "请用 --uscc 指明一个主体，或用 --file 给出代码文件，二者取一。",
			"Name one subject with --uscc, or give a file of codes with --file: one of the two.")
	}
	on, err := workday.Parse(c.On)
	if err != nil {
		return fault.New(fault.Invalid, "web.bad_date", "日期请写成 2026-11-22 的形式。", "Write the date as 2026-11-22.").At("on")
	}
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	if c.Purpose == "" {
		c.Purpose = purposeOf(a, c.Matter, on)
	}
	if c.File != "" {
		return c.batch(g, a, on)
	}
	d, err := a.Checks.Decide(g.ctx, access.CLI(), check.Request{Matter: c.Matter, Subject: c.USCC, Purpose: c.Purpose,
		CaseNo: c.Case, Officer: c.Officer, On: on})
	if err != nil {
		return err
	}
	printDecision(g.out, nameOf(g, a, d.Subject), &d)
	if g.JSON {
		fmt.Fprintf(g.out, "%s\n", d.AppendJSON(nil))
	}
	return nil
}

// purposeOf is the field of the matter: most checks are made for what the matter is about. Of an unknown matter any purpose
// will do, since the check then says that it is unknown.
func purposeOf(a *app.App, matter string, on workday.Date) string {
	if on == 0 {
		on = workday.Of(a.Now())
	}
	if m, ok := a.Law.On(on).Matter(matter); ok {
		return m.Field
	}
	return "supervision"
}

// batch checks a file of codes and writes the signed result.
func (c *checkCmd) batch(g *globals, a *app.App, on workday.Date) error {
	if c.Out == "" {
		return fault.New(fault.Invalid, "check.no_out", "请用 --out 指明结果文件。", "Say with --out where the result goes.")
	}
	in, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	subjects, err := check.ReadSubjects(in)
	if err != nil {
		return err
	}
	b, err := a.Checks.DecideMany(g.ctx, access.CLI(), check.BatchRequest{Matter: c.Matter, Purpose: c.Purpose, CaseNo: c.Case,
		Officer: c.Officer, On: on, Subjects: subjects})
	if err != nil {
		return err
	}
	file := b.AppendJSON(nil)
	if strings.HasSuffix(c.Out, ".csv") {
		file = b.AppendCSV(nil)
	}
	return c.write(g, a, b, file)
}

func (c *checkCmd) write(g *globals, a *app.App, b *check.Batch, file []byte) error {
	seal, err := json.MarshalIndent(struct {
		check.FileSeal
		Key check.Key `json:"key"`
	}{a.Checks.SealFile(file), a.Checks.Key()}, "", "  ")
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{c.Out: file, c.Out + ".sig": append(seal, '\n')} {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			return fault.New(fault.Unavailable, "check.unwritable", "结果文件无法写入；请换一个位置。", "The result cannot be written there; choose another place.")
		}
	}
	var line bytes.Buffer
	for _, o := range []check.Outcome{check.Prohibited, check.Restricted, check.Attention, check.Clear, check.UnknownSubject, check.Refused} {
		if n := b.Counts[o]; n > 0 {
			fmt.Fprintf(&line, "  %s %d", verdicts[o].word, n)
		}
	}
	fmt.Fprintf(g.out, "%s\n结果 %s，签名 %s.sig\n", line.String(), c.Out, c.Out)
	return g.emit(struct {
		Counts map[check.Outcome]int `json:"counts"`
		Out    string                `json:"out"`
		Group  string                `json:"group"`
	}{b.Counts, c.Out, b.Group})
}
