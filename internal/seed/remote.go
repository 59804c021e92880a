package seed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/remote"
	"xinheng/internal/workday"
)

// Afar declares a thermometer at a firm and an online check of shops, and lets each report once: one event the firm objected to, and one
// that waits. What is there is left as it is.
func Afar(ctx context.Context, a *app.App) error {
	plan, err := actor(ctx, a, "plan")
	if err != nil {
		return err
	}
	if there, err := a.Remote.Devices(ctx, plan); err != nil || len(there) > 0 {
		return err
	}
	today, firm := workday.Of(a.Now()), Nth(0).USCC
	key := access.Actor{ID: "key:devices-demo", Kind: access.KindKey, Org: plan.Org, Name: plan.Name, Scopes: access.Scopes()}
	shown := sha256.Sum256([]byte("示例"))
	for i, in := range []struct {
		remote.Declaration
		reading string
	}{
		{remote.Declaration{Name: "冷库温度计（示例）", Kind: "iot", Firm: firm, Measures: []string{"冷库温度"}}, "-2℃，应当不高于-18℃（示例）"},
		{remote.Declaration{Name: "网店标签在线核查（示例）", Kind: "online", Measures: []string{"商品标签", "证照公示"}}, "一款商品页面未见生产日期（示例）"},
	} {
		in.Matter, in.Basis, in.From, in.Until = inspected, "《食品生产经营监督检查管理办法》第二十一条", today.AddDays(-30), today.AddDays(335)
		d, err := a.Remote.Declare(ctx, plan, in.Declaration)
		if err != nil {
			return err
		}
		e, err := a.Remote.Report(ctx, key, remote.Report{Device: d.ID, Number: "示例-1", Firm: firm, Measure: in.Measures[0], Reading: in.reading, SeenAt: a.Now().Add(-time.Duration(i+1) * time.Hour),
			Evidence: hex.EncodeToString(shown[:])})
		if err != nil {
			return err
		}
		if i > 0 {
			continue
		}
		owner := access.Actor{ID: "person:demo", Kind: access.KindPerson, Org: firm, Firm: "demo"}
		if _, err := a.Remote.Answer(ctx, owner, e.ID, remote.Said{Kind: "objected", Text: "当时正在除霜，一小时后恢复（示例）。"}); err != nil {
			return err
		}
	}
	return nil
}
