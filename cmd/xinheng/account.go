package main

import (
	"fmt"
	"os"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
)

type orgCmd struct {
	Import orgImportCmd `cmd:"" help:"Import bodies from a CSV or XLSX file: code, name, parent, region, kind."`
}

type orgImportCmd struct {
	File string `arg:"" type:"existingfile" help:"The file: 统一社会信用代码、机构名称、上级机构代码、行政区划代码、机构类别 (id, name, parent, region, kind)."`
}

func (orgImportCmd) Help() string {
	return "All rows or none: wrong rows are named and nothing is written.\nExample:\n  xinheng org import samples/organisations.csv"
}

func (c *orgImportCmd) Run(g *globals) error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	in, err := a.Accounts.ImportFile(g.ctx, access.CLI(), f, info.Size())
	if err != nil {
		return err
	}
	for _, w := range in.Wrong {
		fmt.Fprintf(g.err, "第%d行 row %d  %s  %s\n    %s\n", w.Row, w.Row, w.Field, w.ZH, w.EN)
	}
	if len(in.Wrong) > 0 {
		return fault.New(fault.Invalid, "account.org_file", "文件有误，未导入任何机构；请按上面所列修改后重试。", "The file has wrong rows, so nothing was imported; mend what is listed above.")
	}
	fmt.Fprintf(g.out, "共 %d 行，写入 %d 个机构。 %d rows, %d bodies written.\n", in.Rows, in.Written, in.Rows, in.Written)
	return g.emit(in)
}

type accountCmd struct {
	Bootstrap accountBootstrapCmd `cmd:"" help:"Make the first of the three officers (三员), with one-time set-up links."`
	Rescue    accountRescueCmd    `cmd:"" help:"Give one of the three officers a new set-up link when nobody else can."`
}

type accountBootstrapCmd struct {
	Org      string `help:"Unified social credit code of the body that operates the platform." required:"" placeholder:"USCC"`
	OrgName  string `help:"Its name." required:""`
	Region   string `help:"Code of its division." default:"460000"`
	System   string `help:"System administrator (系统管理员)." placeholder:"LOGIN:NAME"`
	Security string `help:"Security administrator (安全管理员)." placeholder:"LOGIN:NAME"`
	Audit    string `help:"Auditor (安全审计员)." placeholder:"LOGIN:NAME"`
	URL      string `help:"Where people reach the platform, for the links." default:"http://127.0.0.1:8080" placeholder:"URL"`
}

func (accountBootstrapCmd) Help() string {
	return "Three people, three accounts: none may hold the post of another. Only posts that nobody holds are filled.\nExample:\n" +
		"  xinheng account bootstrap --org 11460000XY0000T25U --org-name 示例运营单位 --system sys:示甲 --security sec:示乙 --audit aud:示丙"
}

func (c *accountBootstrapCmd) Run(g *globals) error {
	org, _, err := ident.ParseUSCC(c.Org)
	if err != nil {
		return err
	}
	first := account.First{Org: account.Org{ID: string(org), Name: c.OrgName, Region: c.Region, Kind: "platform"}, People: map[string]account.Invitee{}}
	for role, person := range map[string]string{access.SystemAdministrator: c.System, access.SecurityOfficer: c.Security, access.Auditor: c.Audit} {
		if login, name, ok := strings.Cut(person, ":"); ok {
			first.People[role] = account.Invitee{Login: login, Name: name}
		} else if person != "" {
			return fault.New(fault.Invalid, "account.person_form", "人员请写成 登录名:姓名 的形式。", "Write a person as LOGIN:NAME.")
		}
	}
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	made, err := a.Accounts.Bootstrap(g.ctx, first)
	if err != nil {
		return err
	}
	for _, o := range made {
		fmt.Fprintf(g.out, "%s  %s  %s\n", o.Role, o.Login, setupLink(c.URL, o.Link))
	}
	fmt.Fprintln(g.err, "链接一次有效，72 小时内由本人打开。 Each link works once, within 72 hours, for its person alone.")
	return g.emit(made)
}

// setupLink carries the token behind #, where no server and no log sees it.
func setupLink(url string, in account.Invitation) string {
	return strings.TrimSuffix(url, "/") + "/workbench/setup#" + in.Token
}

type accountRescueCmd struct {
	Login string `arg:"" help:"Login of the officer."`
	URL   string `help:"Where people reach the platform, for the link." default:"http://127.0.0.1:8080" placeholder:"URL"`
}

func (accountRescueCmd) Help() string {
	return "For the day when no officer can approve a reset. The old password, second factor and sessions end; the ledger tells of it.\n" +
		"Example:\n  xinheng account rescue sec"
}

func (c *accountRescueCmd) Run(g *globals) error {
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	link, err := a.Accounts.Rescue(g.ctx, c.Login)
	if err != nil {
		return err
	}
	fmt.Fprintln(g.out, setupLink(c.URL, link))
	return g.emit(link)
}
