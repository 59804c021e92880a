package seed

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/law"
	"xinheng/internal/oauth"
	"xinheng/internal/workday"
)

// Apps registers an invented app of the market, which the firm of the demonstration lets read its public file and which has done so once;
// another waits for the second officer. What is there is left as it is.
func Apps(ctx context.Context, a *app.App) error {
	if there, err := a.OAuth.Apps(ctx); err != nil || len(there) > 0 {
		return err
	}
	if err := marketApps(ctx, a); err != nil {
		return fmt.Errorf("seed: apps: %w", err)
	}
	return a.Ledger.Sequence(ctx)
}

func marketApps(ctx context.Context, a *app.App) error {
	sys, err := actor(ctx, a, "sys")
	if err != nil {
		return err
	}
	sec, err := actor(ctx, a, "sec")
	if err != nil {
		return err
	}
	terms := oauth.Terms{Name: law.Text2{ZH: "示例记账（虚构）", EN: "Example Books (invented)"}, Owner: Nth(3).USCC, Redirects: []string{"https://books.example/back"},
		Scopes: []string{access.AppFile, access.AppCommitments}}
	books, err := a.OAuth.Propose(ctx, sys, "", terms)
	if err != nil {
		return err
	}
	if _, err = a.OAuth.Decide(ctx, sec, books.ID, 1, true); err != nil {
		return err
	}
	terms = oauth.Terms{Name: law.Text2{ZH: "示例园区门户（虚构）", EN: "Example Park Portal (invented)"}, Owner: Nth(4).USCC, Origins: []string{"https://park.example"}, Confidential: true}
	if _, err = a.OAuth.Propose(ctx, sys, "", terms); err != nil {
		return err
	}
	return readOnce(ctx, a, books.ID)
}

// readOnce goes the road of an app: asked, agreed, exchanged, read.
func readOnce(ctx context.Context, a *app.App, client string) error {
	owner, err := anyOf(ctx, a, "firm")
	if err != nil {
		return err
	}
	verifier := strings.Repeat("invented-", 6)
	hash := sha256.Sum256([]byte(verifier))
	q := url.Values{"client_id": {client}, "redirect_uri": {"https://books.example/back"}, "response_type": {"code"}, "scope": {access.AppFile}, "state": {"invented"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(hash[:])}, "code_challenge_method": {"S256"}}
	to, err := a.OAuth.Begin(ctx, "http://127.0.0.1", q)
	if err != nil {
		return err
	}
	_, text, _ := strings.Cut(to, "request=")
	sent, err := a.OAuth.Agree(ctx, owner, text, workday.Of(a.Now()).AddMonths(3))
	if err != nil {
		return err
	}
	back, err := url.Parse(sent.Location)
	if err != nil {
		return err
	}
	tokens, err := a.OAuth.Token(ctx, url.Values{"grant_type": {"authorization_code"}, "client_id": {client}, "code": {back.Query().Get("code")},
		"redirect_uri": q["redirect_uri"], "code_verifier": {verifier}})
	if err != nil {
		return err
	}
	reader, err := a.OAuth.FindToken(ctx, tokens.Access)
	if err != nil {
		return err
	}
	_, err = a.OAuth.ReadFile(ctx, reader)
	return err
}
