package app

import (
	"context"

	"xinheng/internal/agency"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/product"
)

// agencies keeps the register of credit service agencies.
func (a *App) agencies() {
	a.Agencies = agency.NewDesk(a.Pool, a.Law, a.Exchange, a.Now)
	a.Agencies.Body = func(ctx context.Context, code string) (string, error) {
		org, err := a.Accounts.OrgIn(ctx, a.Pool, code)
		return org.Name, err
	}
	a.Checks.Vouch = a.Agencies.Vouch
	a.Products = product.NewDesk(a.Pool, a.Law, a.Now)
}

// agencyRound compares what agencies had to delete with what they hold.
func (a *App) agencyRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "agency.probe", When: jobs.Daily(2, 45),
		What: law.Text2{ZH: "逐一比对信用服务机构须删除的信息是否仍留存", EN: "Compares what credit service agencies had to delete with what they hold"},
		Why:  law.Text2{ZH: "确认只是说法，比对才是事实（F25-2）；未运行时发现晚一日，告知与期限不受影响", EN: "An acknowledgement is a word, a comparison is a fact (F25-2); without it findings come a day later, notices and terms are not touched"},
		Do:   a.Agencies.Probe,
	}
}
