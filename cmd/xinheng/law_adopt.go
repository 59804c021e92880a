package main

import (
	"fmt"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/adoption"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

type lawAdoptCmd struct {
	Keys  []string `help:"Values adopted: list:tax-major, or measure:* for all of a kind." required:"" placeholder:"KEY"`
	By    string   `help:"Name and office of the officer who decides." required:""`
	Body  string   `help:"The body the officer acts for." required:""`
	Why   string   `help:"The reason, in Chinese." required:""`
	WhyEN string   `help:"The reason in English." name:"why-en"`
	From  string   `help:"First day of the adoption; today when left out." placeholder:"DATE"`
	Until string   `help:"Last day of the adoption: it is renewed, not forgotten." required:"" placeholder:"DATE"`
}

func (lawAdoptCmd) Help() string {
	return "Example:\n  xinheng law adopt --keys 'measure:*' --by '示例官员（虚构）' --body 示例市政府 --why 虚构演示 --until 2027-12-31"
}

func (c *lawAdoptCmd) Run(g *globals) error {
	a := law.Adoption{Keys: c.Keys, By: c.By, Body: c.Body, Why: law.Text2{ZH: c.Why, EN: c.WhyEN}, From: workday.Of(g.now())}
	var err error
	if c.From != "" {
		if a.From, err = civil("from", c.From); err != nil {
			return err
		}
	}
	if a.Until, err = civil("until", c.Until); err != nil {
		return err
	}
	if err := somethingToAdopt(a); err != nil {
		return err
	}
	open, err := g.open()
	if err != nil {
		return err
	}
	defer open.Close()
	id, err := adoption.Adopt(g.ctx, open.Pool, access.CLI(), open.Now(), a)
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "已采用至 %s，编号 %s。 Adopted until then.\n", a.Until, id)
	return g.emit(map[string]string{"adoption": id})
}

// somethingToAdopt refuses a key that names no rule: a misspelt adoption would look like a decision and be none.
func somethingToAdopt(a law.Adoption) error {
	lib, err := theLaw()
	if err != nil {
		return err
	}
	for _, key := range a.Keys {
		one := law.Adoptions{{Keys: []string{key}, From: a.From, Until: a.Until}}
		named := false
		for _, k := range lib.Keys() {
			if _, ok := one.Covers(k, a.From); ok {
				named = true
				break
			}
		}
		if !named {
			near := strings.Join(lib.Near(key), "  ")
			return fault.New(fault.Invalid, "law.unknown_key", "没有规则与 "+key+" 相符。您要的是不是："+near, "No rule matches "+key+". Did you mean: "+near).At("keys")
		}
	}
	return nil
}

type lawAdoptionsCmd struct{}

func (lawAdoptionsCmd) Help() string { return "Example:\n  xinheng law adoptions --json" }

func (lawAdoptionsCmd) Run(g *globals) error {
	open, err := g.open()
	if err != nil {
		return err
	}
	defer open.Close()
	all, err := adoption.All(g.ctx, open.Pool)
	if err != nil {
		return err
	}
	for _, a := range all {
		fmt.Fprintf(g.out, "%s  %s – %s  %s（%s）\n    %s\n    %s\n", a.ID, a.From, a.Until, a.By, a.Body, strings.Join(a.Keys, " "), a.Why.ZH)
	}
	if len(all) == 0 {
		fmt.Fprintln(g.out, "没有采用记录。 No adoptions on record.")
	}
	return g.emit(map[string]law.Adoptions{"adoptions": all})
}
