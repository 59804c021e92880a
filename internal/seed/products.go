package seed

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/product"
	"xinheng/internal/workday"
)

// offer enters invented products of the two agencies whose agreements hold; one waits for the office, and that of the agency whose agreement
// has ended cannot be entered at all.
func (s *shelf) offer(ctx context.Context) error {
	today := workday.Of(s.a.Now())
	low, high := int64(0), int64(300_00)
	of := func(org Body) access.Actor {
		return access.Actor{ID: "key:" + org.USCC, Kind: access.KindKey, Org: org.USCC}
	}
	price := &law.Text2{ZH: "年化利率以合同为准，无其他收费（虚构）", EN: "Yearly rate as the contract says, no other charge (invented)"}
	for i, p := range []struct {
		org Body
		in  product.Entry
	}{
		{bank, product.Entry{Name: law.Text2{ZH: "示例自贸贷（虚构）", EN: "Example free-trade loan (invented)"}, Kind: "loan", For: law.Text2{ZH: "在海南登记满一年的小微企业", EN: "small firms registered in Hainan for a year"},
			Items: []string{"licence", "honour", "penalty"}, Purpose: "finance", Price: price, TermsURL: "https://bank.example/loan"}},
		{bank, product.Entry{Name: law.Text2{ZH: "示例履约保函（虚构）", EN: "Example performance guarantee (invented)"}, Kind: "guarantee", For: law.Text2{ZH: "参加政府采购和招标投标的企业", EN: "firms that bid for public contracts"},
			Items: []string{"penalty"}, Purpose: "bidding", Price: price, TermsURL: "https://bank.example/guarantee"}},
		{bureauOfCredit, product.Entry{Name: law.Text2{ZH: "示例企业信用报告（虚构）", EN: "Example credit report of a firm (invented)"}, Kind: "report", For: law.Text2{ZH: "需要向交易对方出示信用状况的企业", EN: "firms that show a partner how they stand"},
			Items: []string{"licence", "penalty"}, Purpose: "report", PriceFrom: &low, PriceTo: &high, TermsURL: "https://bureau.example/report"}},
		{bureauOfCredit, product.Entry{Name: law.Text2{ZH: "示例交易保险（待审批，虚构）", EN: "Example trade insurance (waits, invented)"}, Kind: "insurance", For: law.Text2{ZH: "出口企业", EN: "exporters"},
			Items: []string{}, Purpose: "finance", Price: price, TermsURL: "https://bureau.example/insurance"}},
	} {
		p.in.From, p.in.Until = today.AddMonths(-1), today.AddMonths(12)
		made, err := s.a.Products.Enter(ctx, of(p.org), p.in)
		if err != nil {
			return err
		}
		if i == 3 {
			continue
		}
		if _, err := s.a.Products.Decide(ctx, s.lead, made.ID, product.Decision{Approve: true}); err != nil {
			return err
		}
	}
	return nil
}
