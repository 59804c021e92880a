package seed

import (
	"context"
	"fmt"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/partner"
	"xinheng/internal/report"
	"xinheng/internal/workday"
)

// bank is an invented bank that reads data packs by consent.
var bank = Body{code("91", "460100", 991), "海南示例商业银行"}

// Reports shows what a firm does with credit reports: special ones, one of them received by somebody who asked for proof again, a card, a
// data pack a bank opened, and counterparties. What is there is left as it is.
func Reports(ctx context.Context, a *app.App) error {
	owner, err := anyOf(ctx, a, "firm")
	if err != nil {
		return err
	}
	if there, err := a.Reports.Mine(ctx, owner); err != nil || len(there) > 0 {
		return err
	}
	for _, step := range []func(context.Context, *app.App, access.Actor) error{specials, shared, counterparties} {
		if err := step(ctx, a, owner); err != nil {
			return fmt.Errorf("seed: reports: %w", err)
		}
	}
	return a.Ledger.Sequence(ctx)
}

func specials(ctx context.Context, a *app.App, owner access.Actor) error {
	today := workday.Of(a.Now())
	c := report.Choice{Classes: []string{"penalty", "compulsion", "serious_list", "criminal"}, From: today.AddMonths(-36), Receiver: "示例证券交易所", Purpose: "上市申请（示例）"}
	first, err := a.Reports.Make(ctx, owner, c)
	if err != nil {
		return err
	}
	got, err := a.Reports.Receive(ctx, access.Actor{}, first.Number, first.Code, "示例证券交易所")
	if err != nil {
		return err
	}
	if _, err = a.Reports.AskedAgain(ctx, owner, first.Number, got.ID, "要求另行提供税务部门的无违法证明（示例）"); err != nil {
		return err
	}
	c.Receiver, c.Purpose, c.From = "", "参加评优（示例）", today.AddMonths(-12)
	second, err := a.Reports.Make(ctx, owner, c)
	if err != nil {
		return err
	}
	_, err = a.Reports.Withdraw(ctx, owner, second.Number)
	return err
}

func shared(ctx context.Context, a *app.App, owner access.Actor) error {
	today := workday.Of(a.Now())
	card, err := a.Reports.MakeCard(ctx, owner, report.NewCard{Fields: []string{"status", "established", "region", "permits", "honours", "lists", "report"}, Style: "sea", Until: today.AddMonths(6)})
	if err != nil {
		return err
	}
	if _, err = a.Reports.Face(ctx, card.ID); err != nil {
		return err
	}
	pack, err := a.Reports.Give(ctx, owner, report.NewPack{Grantee: bank.USCC, Items: []string{"licence", "honour", "penalty"}, Until: today.AddMonths(3)})
	if err != nil {
		return err
	}
	teller, err := actor(ctx, a, "bank")
	if err != nil {
		return err
	}
	_, err = a.Reports.OpenPack(ctx, teller, pack.Token, "示贷〔2026〕11号")
	return err
}

// counterparties are watched before other parts of the demonstration change what is public about some of them.
func counterparties(ctx context.Context, a *app.App, owner access.Actor) error {
	var lines []partner.Line
	for i := 1; i <= 30; i++ {
		lines = append(lines, partner.Line{Code: Nth(i).USCC, Note: "示例供应商"})
	}
	got, err := a.Partners.Import(ctx, owner, lines)
	if err != nil {
		return err
	}
	done := 0
	for _, l := range got {
		if l.Outcome != "added" || done == 2 {
			continue
		}
		done++
		if _, err := a.Partners.Check(ctx, owner, l.ID, "签订采购合同前（示例）"); err != nil {
			return err
		}
	}
	return nil
}
