package exchange

import (
	"context"
	"net"
	"net/url"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

// Kinds of targets.
const (
	OwnPortal   = "own_portal"   // 本平台公示门户
	CreditChina = "credit_china" // “信用中国”网站
	GSXT        = "gsxt"         // 国家企业信用信息公示系统
	ThirdParty  = "third_party"  // 第三方信用服务机构的网站
	Consumer    = "consumer"     // 经共享、接口取得数据的单位
)

// Target is a site or body that holds what we publish, as one version of its description.
type Target struct {
	Code     string    `json:"code"`
	Version  int32     `json:"version"`
	Name     law.Text2 `json:"name"`
	Kind     string    `json:"kind" enum:"own_portal,credit_china,gsxt,third_party,consumer"`
	Org      string    `json:"org,omitempty" doc:"unified social credit code of the body behind it; of a consumer required"`
	PushURL  string    `json:"push_url,omitempty" doc:"where take-downs and notices go; empty: its pages are only read again, a consumer finds notices in its inbox"`
	ReadURL  string    `json:"read_url,omitempty" doc:"page or API of one record: {record} and {entity} are filled in"`
	GoneText string    `json:"gone_text,omitempty" doc:"words of a page that answers 200 and means that it is gone"`
	Secret   string    `json:"secret_ref,omitempty" doc:"name of the token it demands; the token itself is in the environment"`
	Limit    string    `json:"limit" doc:"law key of its deadline"`
	Rule     string    `json:"rule" doc:"the arrangement it is a target by"`
	Active   bool      `json:"active"`
	State    string    `json:"state" enum:"proposed,approved,refused"`
	Author   string    `json:"author"`
	Reviewer string    `json:"reviewer,omitempty"`
	Created  time.Time `json:"created_at"`
}

// Draft is how a target is to be from now on.
type Draft struct {
	Name     law.Text2 `json:"name"`
	Kind     string    `json:"kind" enum:"own_portal,credit_china,gsxt,third_party,consumer"`
	Org      string    `json:"org,omitempty" maxLength:"18"`
	PushURL  string    `json:"push_url,omitempty" maxLength:"400"`
	ReadURL  string    `json:"read_url,omitempty" maxLength:"400"`
	GoneText string    `json:"gone_text,omitempty" maxLength:"100"`
	Secret   string    `json:"secret_ref,omitempty" maxLength:"40" pattern:"^[A-Z0-9_]*$"`
	Limit    string    `json:"limit,omitempty" maxLength:"64" doc:"repair.elsewhere when empty"`
	Rule     string    `json:"rule" maxLength:"400"`
	Active   bool      `json:"active"`
}

// Propose writes the next version of a target; it works once the security administrator has approved it: an address that
// take-downs go to is worth a second pair of eyes.
func (d *Desk) Propose(ctx context.Context, who access.Actor, code string, in Draft) (Target, error) {
	if in.Limit == "" {
		in.Limit = defaultLimit
	}
	if err := d.fit(in); err != nil {
		return Target{}, err
	}
	t := Target{Code: code, Name: in.Name, Kind: in.Kind, Org: in.Org, PushURL: in.PushURL, ReadURL: in.ReadURL, GoneText: in.GoneText,
		Secret: in.Secret, Limit: in.Limit, Rule: in.Rule, Active: in.Active, State: "proposed", Author: who.ID, Created: d.instant()}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if t.Version, err = insertTarget(ctx, tx, &t); err != nil {
			return err
		}
		return d.append(ctx, tx, who, "exchange.target_proposed", &t)
	})
	return t, err
}

// Decide approves or refuses the newest version of a target.
func (d *Desk) Decide(ctx context.Context, who access.Actor, code string, version int32, approve bool) (Target, error) {
	var out Target
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if out, err = proposed(ctx, tx, code, version); err != nil {
			return err
		}
		if err := access.Apart(access.Actor{ID: out.Author}, who); err != nil {
			return err
		}
		out.State, out.Reviewer = "refused", who.ID
		if approve {
			out.State = "approved"
		}
		if err := decideTarget(ctx, tx, &out, d.instant()); err != nil {
			return err
		}
		if approve {
			if err := d.wake(ctx, tx, &out); err != nil {
				return err
			}
		}
		return d.append(ctx, tx, who, "exchange.target_"+out.State, &out)
	})
	return out, err
}

func (d *Desk) append(ctx context.Context, tx pg.Tx, who access.Actor, kind string, t *Target) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: who.ID, About: t.Code,
		Public: map[string]string{"kind": t.Kind, "limit": t.Limit}})
	return err
}

// Targets lists the newest version of each target, and those that wait for approval.
func (d *Desk) Targets(ctx context.Context) ([]Target, error) { return allTargets(ctx, d.db) }

func (d *Desk) fit(in Draft) error {
	if in.Kind == Consumer || in.Org != "" {
		if _, _, err := ident.ParseUSCC(in.Org); err != nil {
			return fault.New(fault.Invalid, "exchange.target_org", "数据使用单位须填写其统一社会信用代码；请核对 18 位代码。",
				"A consumer is named by its unified social credit code; check the 18 characters.").At("org")
		}
	}
	if _, ok := d.law.On(d.today()).Limit(in.Limit); !ok {
		return fault.New(fault.Invalid, "exchange.target_limit", "期限须引用一条现行规则的键；请从 /v1/law 中选择。",
			"The deadline names the key of a rule in force; choose one of /v1/law.").At("limit")
	}
	for field, address := range map[string]string{"push_url": in.PushURL, "read_url": in.ReadURL} {
		if !fitting(address, in.Kind == OwnPortal) {
			return fault.New(fault.Invalid, "exchange.target_url", "地址须为 https，不得含用户名；请填写完整地址。",
				"The address must be https and name no user; write it in full.").At(field)
		}
	}
	return nil
}

// fitting says whether an address may be used: encrypted, except to this very machine; our own portal may be a path.
func fitting(address string, own bool) bool {
	u, err := url.Parse(strings.NewReplacer("{record}", "x", "{entity}", "x").Replace(address))
	switch {
	case address == "":
		return true
	case err != nil || u.User != nil || u.Fragment != "":
		return false
	case own && u.Host == "" && strings.HasPrefix(u.Path, "/"):
		return true
	case u.Host == "":
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && ip != nil && ip.IsLoopback()
}

// readURL is where one record is read at a target.
func (t *Target) readURL(entity, record string) string {
	return strings.NewReplacer("{record}", url.PathEscape(record), "{entity}", url.PathEscape(entity)).Replace(t.ReadURL)
}

var (
	errUnknownTarget = fault.New(fault.Missing, "exchange.unknown_target", "没有这个同步目标，或没有待审批的修改；请刷新目标列表。",
		"There is no such target, or nothing of it waits for approval; refresh the list.")
	errTargetMoved = fault.New(fault.Conflict, "exchange.target_moved", "另一修改刚刚提交；请刷新后重试。", "Another change was proposed just now; refresh and try again.")
)
