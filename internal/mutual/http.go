package mutual

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/web"
)

// Routes mounts the desk of recognised provinces, and our own feed.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "mutual." + id, Method: method, Path: path, Permission: permission, Area: "mutual", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("provinces", http.MethodGet, "/v1/mutual/provinces", "", "互认省份、条件与措施对照 · Recognised provinces, conditions, measures", "As the law of today has them."), d.serveProvinces)
	web.Add(a, row("feed", http.MethodGet, "/v1/mutual/feed", "", "本省公示名单的签名交换页 · Our own public entries, sealed",
		"A page of one list of seriously dishonest subjects determined in this province; no natural persons. Verify the signature over the format, a line feed and the payload with /v1/mutual/key, offline.",
		"mutual.no_list", "record.cursor"), d.serveFeed)
	web.Add(a, row("key", http.MethodGet, "/v1/mutual/key", "", "交换页的验证公钥 · Public key of our feed", ""), d.serveKey)
	take := row("take", http.MethodPost, "/v1/mutual/feeds", access.MutualDraft, "接收外省签名名单 · Take in a sealed page of another province",
		"The seal is verified first. What shows its due process whole and meets the conditions applies; the rest waits or stays outside. The same page again changes nothing.",
		"mutual.seal", "mutual.page", "mutual.province")
	take.MaxBody = 5 << 20
	web.Add(a, take, d.serveTake)
	web.Add(a, row("list", http.MethodGet, "/v1/mutual/entries", access.MutualRead, "本单位接收的外省条目 · Entries one's body took in", "Newest first."), d.serveList)
	web.Add(a, row("entry", http.MethodGet, "/v1/mutual/entries/{id}", access.MutualRead, "一条外省条目 · An entry with its checklist", "", "mutual.unknown"), d.serveFind)
	web.Add(a, row("propose", http.MethodPost, "/v1/mutual/entries/{id}/proposals", access.MutualDraft, "提议不予采用或补全正当程序 · Propose to opt out, or complete the checklist",
		"It waits for another person.", "mutual.unknown", "mutual.changed", "mutual.no_reason", "mutual.waiting", "mutual.not_now"), d.servePropose)
	web.Add(a, row("decide", http.MethodPost, "/v1/mutual/entries/{id}/decision", access.MutualDecide, "决定提议 · Decide what was proposed",
		"By another person than whoever proposed it (S2).", "mutual.unknown", "mutual.changed", "mutual.no_reason", "mutual.no_wish", "mutual.there", "mutual.province", "access.not_apart"), d.serveDecide)
	web.Add(a, row("keys", http.MethodGet, "/v1/mutual/keys", "", "外省签名公钥 · Keys of provinces", ""), d.serveKeys)
	propose := row("key_propose", http.MethodPost, "/v1/mutual/keys", access.SyncEdit, "登记外省公钥 · Register a key of a province", "It opens nothing until another officer approves it.", "mutual.bad_key", "mutual.province")
	propose.Status = http.StatusCreated
	web.Add(a, propose, d.serveProposeKey)
	web.Add(a, row("key_approve", http.MethodPost, "/v1/mutual/keys/{id}/approval", access.SyncApprove, "审批外省公钥 · Approve a key of a province", "", "mutual.no_key", "mutual.key_done", "access.not_apart"), d.serveApproveKey)
	web.Add(a, row("key_end", http.MethodDelete, "/v1/mutual/keys/{id}", access.SyncApprove, "停用外省公钥 · End a key of a province", "At once.", "mutual.no_key", "mutual.key_done"), d.serveEndKey)
}

type (
	none   struct{}
	feedIn struct {
		List  string `query:"list" required:"true" maxLength:"64" doc:"code of the list, see /v1/lists"`
		After string `query:"after" maxLength:"200"`
	}
	takeIn struct{ Body Feed }
	listIn struct {
		Status  string `query:"status" enum:"incomplete,outside,applied,opted_out,ended"`
		Waiting bool   `query:"waiting" doc:"only what waits for a decision"`
		After   string `query:"after" maxLength:"64"`
	}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	proposeIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Kind       string      `json:"kind" enum:"opt_out,complete"`
			Reason     string      `json:"reason" maxLength:"2000" doc:"why, and where it is from"`
			Completion *Completion `json:"completion,omitempty"`
			Version    int32       `json:"version" minimum:"0"`
		}
	}
	decideIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Grant   bool   `json:"grant"`
			Reason  string `json:"reason" maxLength:"2000"`
			Version int32  `json:"version" minimum:"0"`
		}
	}
	keyIn     struct{ Body NewKey }
	provinces struct {
		Items []law.Recognition `json:"items"`
	}
	entries struct {
		Entries []View `json:"entries"`
		Next    string `json:"next,omitempty"`
	}
	keys struct {
		Items []PartnerKey `json:"items"`
	}
)

func (d *Desk) serveProvinces(context.Context, *none) (*web.Answer[provinces], error) {
	return web.Answered(provinces{append([]law.Recognition{}, d.law.On(d.today()).Recognitions()...)}, nil)
}

func (d *Desk) serveFeed(ctx context.Context, in *feedIn) (*web.Answer[Feed], error) {
	return web.Answered(d.Own(ctx, in.List, in.After))
}

func (d *Desk) serveKey(context.Context, *none) (*web.Answer[Key], error) {
	return web.Answered(d.Key(), nil)
}

func (d *Desk) serveTake(ctx context.Context, in *takeIn) (*web.Answer[Taken], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Take(ctx, who, in.Body))
}

func (d *Desk) serveList(ctx context.Context, in *listIn) (*web.Answer[entries], error) {
	who, _ := access.From(ctx)
	page, next, err := d.List(ctx, who, Filter{in.Status, in.Waiting, in.After})
	return web.Answered(entries{page, next}, err)
}

func (d *Desk) serveFind(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Find(ctx, who, in.ID))
}

func (d *Desk) servePropose(ctx context.Context, in *proposeIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	b := in.Body
	return web.Answered(d.Propose(ctx, who, in.ID, b.Kind, b.Reason, b.Completion, b.Version))
}

func (d *Desk) serveDecide(ctx context.Context, in *decideIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Decide(ctx, who, in.ID, in.Body.Grant, in.Body.Reason, in.Body.Version))
}

func (d *Desk) serveKeys(ctx context.Context, _ *none) (*web.Answer[keys], error) {
	all, err := d.Keys(ctx)
	return web.Answered(keys{append([]PartnerKey{}, all...)}, err)
}

func (d *Desk) serveProposeKey(ctx context.Context, in *keyIn) (*web.Answer[PartnerKey], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.ProposeKey(ctx, who, in.Body))
}

func (d *Desk) serveApproveKey(ctx context.Context, in *idIn) (*web.Answer[PartnerKey], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.ApproveKey(ctx, who, in.ID))
}

func (d *Desk) serveEndKey(ctx context.Context, in *idIn) (*web.Answer[PartnerKey], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.EndKey(ctx, who, in.ID))
}
