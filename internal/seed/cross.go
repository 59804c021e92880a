package seed

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/check"
	"xinheng/internal/connector"
	"xinheng/internal/law"
	"xinheng/internal/mutual"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// dutyFree is an invented duty-free shop: a firm that carries out a measure of customs.
var dutyFree = Body{code("91", "460100", 990), "海口示例离岛免税商店"}

// Across shows what crosses borders: a sealed list of an invented neighbour, decisions of customs about two invented travellers, and an
// approval system that checks by itself. What is there is left as it is.
func Across(ctx context.Context, a *app.App) error {
	handler, err := actor(ctx, a, "pros")
	if err != nil {
		return err
	}
	if there, _, err := a.Mutual.List(ctx, handler, mutual.Filter{}); err != nil || len(there) > 0 {
		return err
	}
	for _, step := range []func(context.Context, *app.App) error{neighbour, customs, systems} {
		if err := step(ctx, a); err != nil {
			return fmt.Errorf("seed: across borders: %w", err)
		}
	}
	return a.Ledger.Sequence(ctx)
}

// neighbour is the invented neighbour province: its key goes by two officers, its list comes sealed.
func neighbour(ctx context.Context, a *app.App) error {
	theirs, err := seal.New(bytes.Repeat([]byte{9}, seal.MinMaster), seal.International)
	if err != nil {
		return err
	}
	key := theirs.SigningKey("mutual")
	people := map[string]access.Actor{}
	for _, login := range []string{"sys", "sec", "pros"} {
		if people[login], err = actor(ctx, a, login); err != nil {
			return err
		}
	}
	made, err := a.Mutual.ProposeKey(ctx, people["sys"], mutual.NewKey{Province: "440000", Algorithm: "Ed25519", Public: key.Public()})
	if err != nil {
		return err
	}
	if _, err = a.Mutual.ApproveKey(ctx, people["sec"], made.KeyID); err != nil {
		return err
	}
	text, err := json.Marshal(mutual.Page{Province: "440000", Made: a.Now().UTC().Add(-time.Hour), Entries: theirEntries(workday.Of(a.Now()))})
	if err != nil {
		return err
	}
	feed := mutual.Feed{Format: mutual.Format, Payload: string(text), Algorithm: "Ed25519", KeyID: key.KeyID(), Signature: key.Sign([]byte(mutual.Format + "\n" + string(text)))}
	if _, err = a.Mutual.Take(ctx, people["pros"], feed); err != nil {
		return err
	}
	page, _, err := a.Mutual.List(ctx, people["pros"], mutual.Filter{Status: string(mutual.Applied)})
	if err != nil || len(page) == 0 {
		return err
	}
	_, err = a.Mutual.Propose(ctx, people["pros"], page[0].ID, mutual.OptOut, "同一行为本省已依法处理，重复适用过惩不当（示例）。", nil, 0)
	return err
}

// theirEntries are one of each: sound ones, one without its notice, and one whose term is too short.
func theirEntries(today workday.Date) []mutual.Entry {
	decided := today.AddMonths(-4)
	var out []mutual.Entry
	for i := range 4 {
		f := Nth(20 + i)
		e := mutual.Entry{ID: fmt.Sprintf("GD-SL-%04d", i+1), Subject: f.USCC, Name: f.Name, List: "工程建设领域严重失信主体名单（示例）", Kind: "serious", Authority: "广东省示例住房和城乡建设厅",
			AuthorityCode: code("11", "440000", 700), DocumentNo: fmt.Sprintf("粤示建失〔%d〕%d号", decided.Year(), i+1), Basis: "《示例条例》第十条", Reason: "虚构的串通投标，用于演示",
			NoticeOn: decided.AddDays(-20), DecidedOn: decided, ServedOn: decided.AddDays(2), Remedies: "六十日内申请行政复议，六个月内提起行政诉讼", Until: decided.AddMonths(24),
			Measures: []string{"限制参加政府采购活动", "不适用告知承诺制", "限制使用示例通道"}, State: mutual.Effective}
		switch i {
		case 2:
			e.NoticeOn = 0
		case 3:
			e.Until = decided.AddMonths(6)
		}
		out = append(out, e)
	}
	return out
}

// customs decided about two invented travellers: one within its three years, one whose are over.
func customs(ctx context.Context, a *app.App) error {
	today := workday.Of(a.Now())
	text := "姓名,主体类别,证件类型,证件号码,限制类型,行业代码,事由,依据,决定文书号,决定日期,送达日期,起始日期,截止日期,决定机关,决定机关统一社会信用代码\n"
	for i, from := range []workday.Date{today.AddMonths(-8), today.AddMonths(-40)} {
		name, card := citizen(firstCitizen + 1 + i)
		until := from.AddMonths(36).AddDays(-1)
		text += fmt.Sprintf("%s,自然人,身份证,%s,industry,F,虚构的转售,海关监管办法第十七条,琼示关免〔%d〕%d号,%s,%s,%s,%s,%s,%s\n", name, card, from.Year(), i+1, from, from, from, until, customsHall.Name, customsHall.USCC)
	}
	_, err := a.Records.Take(ctx, access.CLI(), record.Delivery{Item: "duty_free_ban", Source: customsHall.USCC, SourceName: customsHall.Name, Name: "customs.csv", File: bytes.NewReader([]byte(text))})
	return err
}

// systems registers the approval system of the demonstration and lets it check, beside a clerk who does so by hand.
func systems(ctx context.Context, a *app.App) error {
	sys, err := actor(ctx, a, "sys")
	if err != nil {
		return err
	}
	clerk, err := actor(ctx, a, "clerk")
	if err != nil {
		return err
	}
	key, _, err := a.Keys.IssueIn(ctx, a.Pool, access.Terms{Org: approval.USCC, Name: approval.Name, Scopes: []string{access.ScopeCheck}})
	if err != nil {
		return err
	}
	_, err = a.Connectors.Register(ctx, sys, connector.New{Org: approval.USCC, Kind: "approval", Name: law.Text2{ZH: "示例一体化审批系统", EN: "Invented approval system"},
		Matters: []string{"travel-agency", "food-licence"}, Key: key.ID})
	if err != nil {
		return err
	}
	machine := access.Actor{ID: "key:" + key.Line, Kind: access.KindKey, Org: approval.USCC, Name: approval.Name, Scopes: key.Scopes, Roles: []string{access.System}}
	for i := range 9 {
		who, officer := machine, "示例经办人"
		if i%4 == 3 {
			who, officer = clerk, ""
		}
		_, err := a.Checks.Decide(ctx, who, check.Request{Matter: "travel-agency", Subject: Nth(30 + i).USCC, Purpose: "approval", CaseNo: fmt.Sprintf("SP-示例-%03d", i+1), Officer: officer})
		if err != nil {
			return err
		}
	}
	return nil
}
