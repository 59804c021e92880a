package seed

import (
	"context"
	"fmt"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/hotline"
	"xinheng/internal/workday"
)

// Hotlines delivers complaints of the hotlines as the food bureau's own system does: one that was verified, one that is not yet, one that
// a caller repeated, one that was withdrawn, and one of which only a name is known. What is there is left as it is.
func Hotlines(ctx context.Context, a *app.App) error {
	handle, err := actor(ctx, a, "handle")
	if err != nil {
		return err
	}
	if all, err := a.Hotline.List(ctx, handle, ""); err != nil || len(all) > 0 {
		return err
	}
	today := workday.Of(a.Now())
	line := func(n, ago int, matter, text, contact string, code, name string) hotline.Told {
		return hotline.Told{Source: "12345", Number: fmt.Sprintf("SL-2026-%04d", n), ReceivedOn: today.AddDays(-ago), Matter: matter, Text: text, Contact: contact, FirmCode: code, FirmName: name}
	}
	firm, other := Nth(0), Nth(9)
	got, err := a.Hotline.Take(ctx, access.Actor{ID: "key:hotline-demo", Kind: access.KindKey, Org: handle.Org, Name: handle.Name, Scopes: access.Scopes()}, []hotline.Told{
		line(1, 20, "食品标签", "反映预包装食品标签与实物不符（示例）。", "示例联系人甲", firm.USCC, ""),
		line(2, 18, "食品标签", "再次反映同一批次标签问题（示例）。", "示例联系人甲", firm.USCC, ""),
		line(3, 5, "价格公示", "反映未明码标价（示例）。", "示例联系人乙", firm.USCC, ""),
		line(4, 4, "环境卫生", "反映后厨卫生状况（示例）。", "示例联系人丙", other.USCC, ""),
		line(5, 2, "退换货", "反映拒绝退货（示例）。", "示例联系人丁", "", firm.Name),
	})
	if err != nil {
		return err
	}
	if got.Refused > 0 {
		return fmt.Errorf("seed: complaints of the hotline: %+v", got.Rows)
	}
	for _, f := range []struct {
		row                     int
		state, document, reason string
	}{
		{0, hotline.Verified, "示核〔2026〕15号", "现场核对标签和进货票据（示例），反映属实，已责令更换。"},
		{3, hotline.Verified, "示核〔2026〕16号", "现场检查（示例），反映属实。"},
		{3, hotline.Withdrawn, "示撤〔2026〕2号", "复核发现所涉后厨属于相邻企业（示例），撤回。"},
	} {
		if _, err := a.Hotline.Decide(ctx, handle, got.Rows[f.row].ID, hotline.Finding{State: f.state, Document: f.document, Reason: f.reason}); err != nil {
			return err
		}
	}
	return nil
}
