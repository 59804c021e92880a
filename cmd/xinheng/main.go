// Command xinheng is the whole platform in one binary: server, public portal, intake, checks, law and proofs.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"xinheng/internal/app"
	"xinheng/internal/fault"
)

// globals are what every command may be told, and what it is given to work with.
type globals struct {
	Data        string `help:"Data folder: the embedded PostgreSQL (started when it is not running), keys, seed files." default:"./data" env:"XINHENG_DATA" placeholder:"DIR"`
	DatabaseURL string `help:"Use a PostgreSQL of your own instead of the embedded one." env:"XINHENG_DATABASE_URL" placeholder:"URL"`
	Crypto      string `help:"Algorithms of a new data folder: international (AES, Ed25519) or national (SM2, SM3, SM4)." env:"XINHENG_CRYPTO" enum:",international,national" default:"" placeholder:"SUITE"`
	JSON        bool   `help:"Make the last line of output one JSON object."`
	Clock       string `help:"Start the calendar at this instant instead of now, for demonstrations and tests on invented data." env:"XINHENG_CLOCK" hidden:"" placeholder:"RFC3339"`

	demoSize string
	ctx      context.Context
	now      func() time.Time
	out      io.Writer // results
	err      io.Writer // progress and remarks
}

type commands struct {
	globals

	Demo    demoCmd    `cmd:"" group:"run" help:"Start everything, seed the invented town the first time, and serve it. 演示"`
	Serve   serveCmd   `cmd:"" group:"run" help:"Serve the platform on a data folder or a database of your own. 运行"`
	Work    workCmd    `cmd:"" group:"run" help:"Work beside the servers without serving: jobs, periodic work, the ledger's sequencer. 后台作业"`
	Migrate migrateCmd `cmd:"" group:"run" help:"Bring the database schema up to this program's version. 升级库结构"`
	Seed    seedCmd    `cmd:"" group:"run" help:"Generate an invented province as real files and take them in. 演示数据"`
	Key     keyCmd     `cmd:"" group:"run" help:"Issue, list and revoke API keys; turn the master keys. 密钥"`
	Org     orgCmd     `cmd:"" group:"run" help:"Import the organisations of the province. 机构"`
	Account accountCmd `cmd:"" group:"run" help:"Make the first officers' accounts. 三员账号"`

	Intake intakeCmd   `cmd:"" group:"road" help:"Take in a file of records or registrations. 归集"`
	Queue  queueCmd    `cmd:"" group:"road" help:"Decide the rows that named a firm without a valid code. 待匹配"`
	Snap   snapshotCmd `cmd:"" name:"snapshot" group:"road" help:"Answer checks offline from a signed snapshot while the platform is away. 查验快照"`
	Check  checkCmd    `cmd:"" group:"road" help:"Ask whether a subject may do something on a day, with the legal basis. 信用查验"`

	Law     lawCmd     `cmd:"" group:"proof" help:"Read, compare and explain the rules as dated data. 规则"`
	Ledger  ledgerCmd  `cmd:"" group:"proof" help:"Export, anchor and verify the append-only ledger. 存证"`
	Draw    drawCmd    `cmd:"" group:"proof" help:"Do a random inspection draw again and see that it comes out the same. 抽取复算"`
	Compare compareCmd `cmd:"" group:"proof" help:"Compute a comparison of two ways of drawing again from its published inputs. 比较复算"`
	Conform conformCmd `cmd:"" group:"proof" help:"Run the conformance kit of an adapter against any implementation of it. 一致性测试"`
	Report  reportCmd  `cmd:"" group:"proof" help:"Verify a credit report offline. 核验信用报告"`
	Docs    docsCmd    `cmd:"" group:"proof" help:"Write the generated documents (OpenAPI, law, access, capabilities…). 生成文档"`
	Bench   benchCmd   `cmd:"" group:"proof" help:"Measure speed as ratios on this machine. 测速"`
}

const teach = `信衡 Xinheng — credit-based supervision that cites its clause.

  Start here              xinheng demo
  Take in a file          xinheng intake --item penalty --source CODE samples/penalty.csv
  Ask a lawful question   xinheng check --uscc CODE --matter gp-qualification
  Read the rule           xinheng law show list:tax-major --on 2026-11-22
  Prove it to anyone      xinheng ledger verify

Every command explains itself: xinheng COMMAND --help
从这里开始：xinheng demo；每个命令都有 --help，附示例。
`

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is main with its edges as arguments, so that tests can call it.
func run(args []string, out, errOut io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(out, teach)
		return 0
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	exit := -1
	parser, err := kong.New(&c, kong.Name("xinheng"), kong.Description("信衡 Xinheng: credit supervision that cites its clause."),
		kong.Writers(out, errOut), kong.Exit(func(code int) { exit = code }), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 110}),
		kong.ExplicitGroups([]kong.Group{{Key: "run", Title: "Run it"}, {Key: "road", Title: "Walk the road"}, {Key: "proof", Title: "Law and proof"}}))
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 70
	}
	kctx, err := parser.Parse(args)
	if exit >= 0 {
		return exit
	}
	if err != nil {
		fmt.Fprintf(errOut, "xinheng: %v\nTry: xinheng --help\n", err)
		return 64
	}
	c.ctx, c.out, c.err, c.now = ctx, out, errOut, time.Now
	if err := c.setClock(); err != nil {
		return report(&c.globals, err)
	}
	return report(&c.globals, kctx.Run(&c.globals))
}

// report turns an error into one clear sentence in each language and an exit status: 1 for a refusal, 70 for a bug.
func report(g *globals, err error) int {
	if err == nil {
		return 0
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(g.err, "已停止，未完成的工作可以接着做。 Stopped; unfinished work can be resumed.")
		return 130
	}
	f, ok := fault.Of(err)
	if !ok {
		fmt.Fprintf(g.err, "xinheng: %v\n", err)
		if g.JSON {
			fmt.Fprintln(g.out, `{"error":"internal"}`)
		}
		return 70
	}
	fmt.Fprintf(g.err, "%s\n%s  [%s]\n", f.ZH, f.EN, f.Code)
	if g.JSON {
		_ = json.NewEncoder(g.out).Encode(map[string]string{"error": f.Code, "detail": f.EN, "detail_zh": f.ZH, "field": f.Field})
	}
	return 1
}

// setClock lets a story be told on its own calendar: the clock starts where it is told and runs on from there.
func (g *globals) setClock() error {
	if g.Clock == "" {
		return nil
	}
	base, err := time.Parse(time.RFC3339, g.Clock)
	if err != nil {
		return fault.New(fault.Invalid, "main.bad_clock", "XINHENG_CLOCK 请写成 2026-11-22T10:00:00+08:00 的形式。", "Write XINHENG_CLOCK as 2026-11-22T10:00:00+08:00.")
	}
	started := time.Now()
	g.now = func() time.Time { return base.Add(time.Since(started)) }
	fmt.Fprintf(g.err, "时钟从 %s 开始走：仅限演示数据。 The clock starts at %s: for invented data only.\n", g.Clock, g.Clock)
	return nil
}

// open wires the application for commands that need the database.
func (g *globals) open() (*app.App, error) {
	return app.Open(g.ctx, app.Options{Data: g.Data, DatabaseURL: g.DatabaseURL, Log: g.err, Now: g.now, Crypto: g.Crypto})
}

// emit prints the last line of --json output.
func (g *globals) emit(v any) error {
	if !g.JSON {
		return nil
	}
	return json.NewEncoder(g.out).Encode(v)
}
