package support

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts policies, for everybody, for firms, and for the bodies that give them.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "support." + id, Method: method, Path: path, Permission: permission, Area: "support", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("public", http.MethodGet, "/v1/support", "", "惠企政策 · Policies that support firms", "Those in force, their conditions in words, and figures without names (F22-4)."), d.servePublic)
	web.Add(a, row("mine", http.MethodGet, "/v1/my/support", access.ViewOwn, "本企业适合哪些政策 · Which policies fit the firm",
		"Each condition as it stands now, with the fact; what is not known is held against nobody.", "support.no_firm"), d.serveMine)
	give := row("consent", http.MethodPost, "/v1/my/support/consents", access.ConsentGrant, "同意由某单位匹配政策 · Agree to be matched", "By one body, for one purpose, until a day; only who agrees is matched.",
		"support.no_firm", "support.no_policy", "support.enrolled", "disclosure.bad_dates", "disclosure.too_long", "ident.uscc_check", "ident.uscc_length", "ident.uscc_alphabet", "ident.missing")
	give.Status = http.StatusCreated
	web.Add(a, give, d.serveEnrol)
	web.Add(a, row("leave", http.MethodDelete, "/v1/my/support/consents/{id}", access.ConsentGrant, "撤回匹配授权 · Take it back", "From that moment the firm is on no list.",
		"support.no_firm", "support.no_consent"), d.serveLeave)
	web.Add(a, row("answer", http.MethodPost, "/v1/my/support/{policy}/answer", access.ConsentGrant, "谢绝或者恢复一项政策 · Decline a policy", "At once; the same again changes nothing.",
		"support.no_firm", "support.unknown", "support.confirmed"), d.serveAnswer)
	web.Add(a, row("lists", http.MethodGet, "/v1/support/lists", access.SupportConfirm, "本单位政策的名单 · Lists of the own policies", "The newest of each policy in force, with its hash."), d.serveLists)
	web.Add(a, row("matches", http.MethodGet, "/v1/support/lists/{policy}/firms", access.SupportConfirm, "政策适合的企业 · Whom a policy fits",
		"Whose consent holds and who did not decline. Not to be on it refuses nobody anything.", "support.unknown"), d.serveMatches)
	web.Add(a, row("look", http.MethodGet, "/v1/support/matches/{id}", access.SupportConfirm, "查看为什么适合 · Why it fits", "It is on record before it is shown, and the firm sees it (S6).", "support.unknown"), d.serveLook)
	web.Add(a, row("confirm", http.MethodPost, "/v1/support/matches/{id}/confirmation", access.SupportConfirm, "确认免申即享 · Confirm", "A person decides; judged again by the facts of the moment, and done once.",
		"support.unknown", "support.no_longer"), d.serveConfirm)
	web.Add(a, row("replay", http.MethodGet, "/v1/support/lists/{id}/replay", access.SupportConfirm, "复算名单 · Compute a list again", "By the policy and the facts stored with it; it comes to the hash on the ledger.",
		"support.unknown"), d.serveReplay)
}

type (
	none    struct{}
	enrolIn struct{ Body NewConsent }
	idIn    struct {
		ID string `path:"id" maxLength:"64"`
	}
	answerIn struct {
		Policy string `path:"policy" maxLength:"64"`
		Body   Answer
	}
	matchesIn struct {
		Policy string `path:"policy" maxLength:"64"`
		After  string `query:"after" maxLength:"40"`
	}
)

func (d *Desk) servePublic(ctx context.Context, _ *none) (*web.Items[Policy], error) {
	return web.Listed(d.Public(ctx))
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Items[Mine], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Mine(ctx, who))
}

func (d *Desk) serveEnrol(ctx context.Context, in *enrolIn) (*web.Answer[Consent], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Enrol(ctx, who, in.Body))
}

func (d *Desk) serveLeave(ctx context.Context, in *idIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.Leave(ctx, who, in.ID)
}

func (d *Desk) serveAnswer(ctx context.Context, in *answerIn) (*web.Answer[Mine], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Answer(ctx, who, in.Policy, in.Body))
}

func (d *Desk) serveLists(ctx context.Context, _ *none) (*web.Items[List], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Lists(ctx, who))
}

func (d *Desk) serveMatches(ctx context.Context, in *matchesIn) (*web.Answer[Matches], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Matches(ctx, who, in.Policy, in.After))
}

func (d *Desk) serveLook(ctx context.Context, in *idIn) (*web.Answer[Match], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Look(ctx, who, in.ID))
}

func (d *Desk) serveConfirm(ctx context.Context, in *idIn) (*web.Answer[Match], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Confirm(ctx, who, in.ID))
}

func (d *Desk) serveReplay(ctx context.Context, in *idIn) (*web.Answer[Replay], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Again(ctx, who, in.ID))
}
