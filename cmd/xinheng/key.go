package main

import (
	"fmt"

	"xinheng/internal/access"
	"xinheng/internal/ident"
)

type keyCmd struct {
	Issue  keyIssueCmd  `cmd:"" help:"Make a key for a body; its secret is shown once."`
	List   keyListCmd   `cmd:"" help:"List keys with their bodies, scopes and last use."`
	Revoke keyRevokeCmd `cmd:"" help:"Revoke a key at once."`
	Turn   keyTurnCmd   `cmd:"" help:"Turn the platform's master keys and seal anew what they seal. 主密钥轮换"`
}

type keyIssueCmd struct {
	Org   string   `help:"Unified social credit code of the body." required:"" placeholder:"USCC"`
	Name  string   `help:"Name of the body." required:""`
	Scope []string `help:"What the key may do: check, intake, match, read, ledger." required:""`
}

func (keyIssueCmd) Help() string {
	return "Example:\n  xinheng key issue --org 11460000XY0000T25U --name 示例部门 --scope check --scope read"
}

func (c *keyIssueCmd) Run(g *globals) error {
	org, _, err := ident.ParseUSCC(c.Org)
	if err != nil {
		return err
	}
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	secret, err := a.Keys.Issue(g.ctx, string(org), c.Name, c.Scope)
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "%s\n", secret)
	fmt.Fprintln(g.err, "请现在保存：平台只留摘要，不能再次显示。 Keep it now: only a hash is stored.")
	return g.emit(map[string]string{"key": secret})
}

type keyListCmd struct{}

func (keyListCmd) Help() string { return "Example:\n  xinheng key list" }

func (keyListCmd) Run(g *globals) error {
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	keys, err := a.Keys.List(g.ctx)
	if err != nil {
		return err
	}
	for _, k := range keys {
		fmt.Fprintf(g.out, "%s  %s  %s  %v\n", k.ID, k.Org, k.Name, k.Scopes)
	}
	return g.emit(map[string][]access.Key{"keys": keys})
}

type keyRevokeCmd struct {
	ID string `arg:"" help:"Key id as listed."`
}

func (keyRevokeCmd) Help() string { return "Example:\n  xinheng key revoke k-7f3k" }

func (c *keyRevokeCmd) Run(g *globals) error {
	a, err := g.open()
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.Keys.Revoke(g.ctx, c.ID); err != nil {
		return err
	}
	fmt.Fprintln(g.out, "已撤销。 Revoked.")
	return g.emit(map[string]string{"revoked": c.ID})
}
