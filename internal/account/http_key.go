package account

import (
	"context"
	"encoding/json"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

func writeImport(w http.ResponseWriter, in Import) error {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	if len(in.Wrong) > 0 {
		w.WriteHeader(http.StatusMultiStatus)
	}
	return json.NewEncoder(w).Encode(in)
}

type (
	keyIn struct {
		Body struct {
			Org    string   `json:"org" maxLength:"18"`
			Scopes []string `json:"scopes" maxItems:"20" doc:"permissions marked key in /v1/roles"`
			PerDay int64    `json:"per_day,omitempty" minimum:"0" doc:"calls a day; 0: no quota"`
		}
	}
	usesIn struct {
		Days int `query:"days" minimum:"1" maximum:"92" default:"30"`
	}
	rotateIn struct {
		ID   string `path:"id"`
		Body struct {
			Days int `json:"days" minimum:"0" maximum:"30" doc:"how long the old key stays good"`
		}
	}
)

func keyRoutes(a *web.API, d *Desk) {
	web.Add(a, row(http.MethodGet, "/v1/keys", access.KeyRead, "keys", "密钥列表 · Keys, never their secrets", ""),
		func(ctx context.Context, _ *noneIn) (*body[list[access.Key]], error) {
			return answerList(d.Keys(ctx, actorOf(ctx)))
		})
	web.Add(a, row(http.MethodGet, "/v1/keys/use", access.KeyRead, "key_use", "密钥的调用量 · Calls by key and day",
		"Of keys that have a quota; the others are not counted. The key is named by its line."),
		func(ctx context.Context, in *usesIn) (*body[list[access.Use]], error) {
			return answerList(d.Uses(ctx, actorOf(ctx), in.Days))
		})
	op := row(http.MethodPost, "/v1/keys", access.KeyIssue, "issue_key", "发放密钥 · Issue a key", "The secret is shown once.",
		errNoOrg.Code, "access.bad_scope", "access.bad_quota")
	op.Status = http.StatusCreated
	web.Add(a, op, func(ctx context.Context, in *keyIn) (*body[Issued], error) {
		return answer(d.IssueKey(ctx, actorOf(ctx), access.Terms{Org: in.Body.Org, Scopes: in.Body.Scopes, PerDay: in.Body.PerDay}))
	})
	op = row(http.MethodPost, "/v1/keys/{id}/rotation", access.KeyIssue, "rotate_key", "轮换密钥 · Issue a key's successor",
		"Both are good for some days, and act as one: the line, its quota and its deliveries go on.", "access.no_such_key", "access.two_live_keys", "account.key_days")
	op.Status = http.StatusCreated
	web.Add(a, op, func(ctx context.Context, in *rotateIn) (*body[Issued], error) {
		return answer(d.RotateKey(ctx, actorOf(ctx), in.ID, in.Body.Days))
	})
	web.Add(a, row(http.MethodDelete, "/v1/keys/{id}", access.KeyIssue, "revoke_key", "撤销密钥 · Revoke a key at once", "", "access.no_such_key"),
		func(ctx context.Context, in *idIn) (*done, error) {
			return finish(d.RevokeKey(ctx, actorOf(ctx), in.ID))
		})
}

type (
	delegationsIn struct {
		Firm string `query:"firm" maxLength:"18" doc:"of another firm: only the officer who records legal representatives"`
	}
	delegateIn struct {
		Body struct {
			Firm     string       `json:"firm,omitempty" maxLength:"18" doc:"one's own firm when left out"`
			Login    string       `json:"login" maxLength:"32"`
			Name     string       `json:"name" maxLength:"150" doc:"of the person: it must belong to the login"`
			Role     string       `json:"role" enum:"R3,R4,R5"`
			Services []string     `json:"services,omitempty" maxItems:"10"`
			Confirm  bool         `json:"confirm,omitempty" doc:"the firm confirms each act; always so for an agent"`
			From     workday.Date `json:"from,omitzero"`
			Until    workday.Date `json:"until,omitzero" doc:"the last day; needed but for a legal representative"`
		}
	}
)

func delegationRoutes(a *web.API, d *Desk) {
	web.Add(a, row(http.MethodGet, "/v1/delegations", access.Self, "delegations", "企业的委托 · Who acts for a firm", "", errNoFirm.Code),
		func(ctx context.Context, in *delegationsIn) (*body[list[Delegation]], error) {
			return answerList(d.Delegations(ctx, actorOf(ctx), in.Firm))
		})
	op := row(http.MethodPost, "/v1/delegations", access.Self, "delegate", "委托他人为企业办理 · Let a person act for a firm",
		"By the firm's legal representative (R4, R5); an officer records legal representatives (R3).",
		errNoFirm.Code, "account.no_person", "account.delegate_role", "account.delegate_services", "account.delegate_until", "access.not_apart")
	op.Status = http.StatusCreated
	web.Add(a, op, func(ctx context.Context, in *delegateIn) (*body[Delegation], error) {
		b := in.Body
		return answer(d.Delegate(ctx, actorOf(ctx), NewDelegation{Firm: b.Firm, Login: b.Login, Name: b.Name, Role: b.Role,
			Services: b.Services, Confirm: b.Confirm, From: b.From, Until: b.Until}))
	})
	web.Add(a, row(http.MethodDelete, "/v1/delegations/{id}", access.Self, "end_delegation", "收回或放弃委托 · End a delegation", "", errNoDelegation.Code),
		func(ctx context.Context, in *idIn) (*done, error) {
			return finish(d.EndDelegation(ctx, actorOf(ctx), in.ID))
		})
}
