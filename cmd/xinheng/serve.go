package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/fault"
	"xinheng/internal/portal"
	"xinheng/internal/seed"
	"xinheng/internal/signin"
)

// listen takes the port before anything slow happens, so that "in use" is the first thing said.
func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fault.New(fault.Conflict, "serve.port_in_use",
			fmt.Sprintf("地址 %s 已被占用；请先停止占用它的程序，或换一个端口：--listen 127.0.0.1:8081。", addr),
			fmt.Sprintf("Address %s is in use; stop the program that holds it, or choose another port: --listen 127.0.0.1:8081.", addr))
	case err != nil:
		return nil, fault.New(fault.Invalid, "serve.bad_address",
			fmt.Sprintf("无法在 %s 上监听；请写成 127.0.0.1:8080 的形式。", addr),
			fmt.Sprintf("Cannot listen on %s; write it as 127.0.0.1:8080.", addr))
	}
	return l, nil
}

// siteFlags fill the slots a government site must fill before it opens (国办发〔2017〕47号); empty ones are not drawn.
type siteFlags struct {
	Base      string `help:"Public address of the portal, for canonical links." env:"XINHENG_SITE_BASE" placeholder:"URL"`
	Organiser string `help:"主办单位" env:"XINHENG_SITE_ORGANISER" placeholder:"NAME"`
	Contact   string `help:"联系方式" env:"XINHENG_SITE_CONTACT" placeholder:"TEXT"`
	Code      string `help:"政府网站标识码" env:"XINHENG_SITE_CODE" placeholder:"CODE"`
	ICP       string `help:"ICP 备案号" env:"XINHENG_SITE_ICP" placeholder:"NUMBER"`
	Police    string `help:"公安备案号" env:"XINHENG_SITE_POLICE" placeholder:"NUMBER"`
	FindFault string `help:"Address of 我为政府网站找错." env:"XINHENG_SITE_FIND_FAULT" placeholder:"URL"`
}

// oidcFlags name the identity provider people may sign in with; none by default.
type oidcFlags struct {
	Issuer       string `help:"Issuer of the OpenID Connect provider." env:"XINHENG_OIDC_ISSUER" placeholder:"URL"`
	ClientID     string `help:"This platform's client id there." env:"XINHENG_OIDC_CLIENT_ID" placeholder:"ID"`
	ClientSecret string `help:"Its secret; better given by environment." env:"XINHENG_OIDC_CLIENT_SECRET" placeholder:"SECRET"`
	SecondFactor bool   `help:"The provider asks for a second factor itself." env:"XINHENG_OIDC_SECOND_FACTOR"`
	Document     string `help:"Claim with the kind of document of a person the provider verified; identity card when absent." env:"XINHENG_OIDC_DOCUMENT_CLAIM" placeholder:"CLAIM"`
	Number       string `help:"Claim with its number; without it the provider verifies nobody." env:"XINHENG_OIDC_NUMBER_CLAIM" placeholder:"CLAIM"`
}

type serveCmd struct {
	Site    siteFlags `embed:"" prefix:"site-"`
	OIDC    oidcFlags `embed:"" prefix:"oidc-"`
	Listen  string    `help:"Address to serve on." default:"127.0.0.1:8080" env:"XINHENG_LISTEN"`
	Anchors string    `help:"Outside folder for the daily ledger anchor; put it on another machine's disk." env:"XINHENG_ANCHORS" placeholder:"DIR"`
}

func (serveCmd) Help() string {
	return "Example:\n  xinheng serve --database-url postgres://xinheng@db.example/xinheng --listen 0.0.0.0:8080\n  xinheng serve --data /srv/xinheng"
}

func (c *serveCmd) Run(g *globals) error {
	in := signin.Config{PublicURL: c.Site.Base, LoginPath: loginPath, OIDC: signin.OIDC{
		Issuer: c.OIDC.Issuer, ClientID: c.OIDC.ClientID, ClientSecret: c.OIDC.ClientSecret, SecondFactor: c.OIDC.SecondFactor,
		DocumentClaim: c.OIDC.Document, NumberClaim: c.OIDC.Number}}
	return serve(g, c.Listen, app.Options{Anchors: c.Anchors, Signin: in, Site: app.Site{Base: c.Site.Base, Footer: portal.Footer{
		Organiser: c.Site.Organiser, Contact: c.Site.Contact, SiteCode: c.Site.Code, ICP: c.Site.ICP, Police: c.Site.Police, FindFault: c.Site.FindFault}}})
}

// loginPath is the workbench's page for signing in.
const loginPath = "/workbench/signin"

type demoCmd struct {
	Listen string `help:"Address to serve on." default:"127.0.0.1:8080" env:"XINHENG_LISTEN"`
	Size   string `help:"How much to invent the first time: village, town or province." enum:"village,town,province" default:"town"`
}

func (demoCmd) Help() string {
	return "Example:\n  xinheng demo\n  xinheng demo --size village --listen 127.0.0.1:8090 --data /tmp/xinheng"
}

func (c *demoCmd) Run(g *globals) error {
	if !loopback(c.Listen) {
		return fault.New(fault.Forbidden, "serve.demo_is_local",
			"演示账号的口令是公开的，演示只能在本机地址上运行（127.0.0.1）；对外服务请用 xinheng serve。",
			"The demo's passwords are public, so it serves this machine only (127.0.0.1); to serve others use xinheng serve.")
	}
	g.demoSize = c.Size
	return serve(g, c.Listen, app.Options{Demo: true, Site: app.Site{Tour: seed.Tour()}, Signin: signin.Config{OneFactor: true, LoginPath: loginPath}})
}

func serve(g *globals, addr string, o app.Options) error {
	started := time.Now()
	l, err := listen(addr)
	if err != nil {
		return err
	}
	o.Data, o.DatabaseURL, o.Log, o.Now, o.Crypto = g.Data, g.DatabaseURL, g.err, g.now, g.Crypto
	a, err := app.Open(g.ctx, o)
	if err != nil {
		_ = l.Close()
		return err
	}
	defer a.Close()
	key := ""
	if o.Demo {
		if err := settle(g, a); err != nil {
			_ = l.Close()
			return err
		}
		if err := seed.Guide(g.ctx, a, o.Site.Tour); err != nil {
			_ = l.Close()
			return err
		}
		if key, err = sampleKey(g, a); err != nil {
			_ = l.Close()
			return err
		}
	}
	welcome(g, l.Addr().String(), key, time.Since(started))
	return a.Serve(g.ctx, l)
}

// loopback says whether only this machine can reach an address.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return err == nil && (host == "localhost" || net.ParseIP(host).IsLoopback())
}

// settle seeds the invented province once; an interrupted seeding is taken up where it stopped.
func settle(g *globals, a *app.App) error {
	done := filepath.Join(g.Data, "seeded")
	if _, err := os.Stat(done); err == nil {
		return nil
	}
	fmt.Fprintf(g.err, "第一次启动：正在通过真实的归集通道放入虚构的演示数据（%s）…\nFirst start: taking in the invented %s through the real intake path…\n", g.demoSize, g.demoSize)
	if _, err := seed.TakeIn(g.ctx, a, seed.Size(g.demoSize), g.err); err != nil {
		return err
	}
	for _, part := range []func(context.Context, *app.App) error{
		seed.Settle,
		seed.Glance,
		seed.Reports,
		seed.Letters,
		seed.Agencies,
		seed.Apps,
		seed.Lessons,
		seed.Across,
		seed.Promises, // before draws, whose rosters read the pool of daily supervision
		seed.Errands,
		seed.Gatherings,
		seed.Rectifications,
		seed.Declarations,
		seed.Alerts,
		seed.Hotlines,
		seed.Leaks,
		seed.Listings,
		seed.Draws,
		seed.Afar, // after draws, which list the matters
		seed.Count,
		seed.Ratings,
		seed.Assessments,
		seed.Policy,
		seed.Comparisons, // before pilots, one of which rests on it
		seed.Pilots,
		seed.Scenes, // after pilots: one takes its numbers from an evaluation
		seed.CaseLib,
		seed.Supports,
		seed.Differences,
		seed.Uptime,
		seed.Sources,
		seed.Open, // last: what the other parts made public is in it
		seed.Snapshots,
	} {
		if err := part(g.ctx, a); err != nil {
			return err
		}
	}
	return os.WriteFile(done, []byte(g.demoSize+"\n"), 0o644)
}

// sampleKey keeps one API key for newcomers in the data folder.
func sampleKey(g *globals, a *app.App) (string, error) {
	file := filepath.Join(g.Data, "sample-api-key")
	if b, err := os.ReadFile(file); err == nil {
		return strings.TrimSpace(string(b)), nil
	}
	body := seed.SampleBody()
	key, err := a.Keys.Issue(g.ctx, body.USCC, body.Name, []string{access.ScopeCheck, access.ScopeIntake, access.ScopeMatch, access.ScopeRead})
	if err != nil {
		return "", err
	}
	return key, os.WriteFile(file, []byte(key+"\n"), 0o600)
}

func welcome(g *globals, addr, key string, took time.Duration) {
	fmt.Fprintf(g.out, "\n  信衡已就绪（%.1f 秒） Xinheng is ready\n\n  公示门户 Portal      http://%s/\n  English              http://%s/en/\n  接口说明 OpenAPI     http://%s/openapi.json\n", took.Seconds(), addr, addr, addr)
	if key != "" {
		fmt.Fprintf(g.out, "  体验路线 Tour        http://%s/tour （English: /en/tour）先看这里 begin here\n  工作台 Workbench     http://%s/workbench/\n  企业中心 Centre      http://%s/centre/\n  口令 Password        %s\n%s", addr, addr, addr, seed.Password, logins())
		fmt.Fprintf(g.out, "  示例密钥 Sample key  %s\n\n  试一试 Try:\n    curl -s http://%s/v1/checks -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' \\\n      -d '{\"matter\":\"gp-qualification\",\"subject\":\"%s\",\"purpose\":\"procurement\",\"case_no\":\"DEMO-1\",\"officer\":\"示例经办人\"}'\n",
			key, addr, key, seed.ListedFirm())
	}
	fmt.Fprintln(g.out, "\n  Ctrl-C 停止 stops everything cleanly.")
}

// logins names whom one can sign in as, one a line, with what they are.
func logins() string {
	var out strings.Builder
	for _, guest := range seed.Tour().Guests {
		fmt.Fprintf(&out, "    %-9s %s %s · %s\n", guest.Login, guest.Role.ZH, guest.Role.EN, guest.Body)
	}
	return out.String()
}

type migrateCmd struct{}

func (migrateCmd) Help() string {
	return "Runs as the owner role; serve does it by itself on an embedded database.\nExample:\n  xinheng migrate --database-url postgres://owner@db.example/xinheng"
}

func (migrateCmd) Run(g *globals) error {
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	fmt.Fprintln(g.out, "库结构已是最新。 The schema is up to date.")
	return g.emit(map[string]string{"schema": "current"})
}
