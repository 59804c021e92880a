package oauth

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
)

// embedLife is how long a page may be opened with a token. It shows what is public; the minutes bound where it can be shown.
const embedLife = 10 * time.Minute

const embedPrefix = "xe_"

// shows are the pages that can be embedded.
var shows = []string{"file", "commitments"}

// EmbedToken opens one page about one firm, within the sites registered for the app. It stands in the address of the frame, so it opens
// nothing that is not public, and not for long.
type EmbedToken struct {
	Token   string `json:"embed_token"`
	Expires int64  `json:"expires_in"`
	URL     string `json:"url" doc:"address of the frame; /en before it for English"`
}

// EmbedFor gives a registered app a token to embed a page about a firm. The app's server asks, with its secret.
func (d *Desk) EmbedFor(ctx context.Context, issuer string, form url.Values) (EmbedToken, error) {
	for _, v := range form {
		if len(v) != 1 {
			return EmbedToken{}, errForm
		}
	}
	app, err := d.client(ctx, form)
	if err != nil {
		return EmbedToken{}, err
	}
	show := form.Get("show")
	switch {
	case !app.Confidential || len(app.Origins) == 0:
		return EmbedToken{}, errNoSite
	case !slices.Contains(shows, show):
		return EmbedToken{}, errForm
	}
	code, _, err := ident.ParseUSCC(form.Get("entity"))
	if err != nil {
		return EmbedToken{}, errEntity
	}
	e, err := registry.Find(ctx, d.db, string(code))
	switch {
	case fault.KindOf(err) == fault.Missing, err == nil && e.Kind == registry.Person:
		return EmbedToken{}, errEntity
	case err != nil:
		return EmbedToken{}, err
	}
	token := secret(embedPrefix)
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		return insertEmbed(ctx, tx, hashed(token), app.AppID, e.ID, show, d.instant().Add(embedLife))
	})
	return EmbedToken{Token: token, Expires: int64(embedLife / time.Second), URL: issuer + "/embed/" + show + "?token=" + token}, err
}

// Embedded is what a token opens, and where.
type Embedded struct {
	Entity  string
	Show    string
	App     law.Text2
	Origins []string // sites that may show it; known also of a token that is over, so that they can show why
}

// Embedded finds what a token opens. With a fault it still says which sites may show the reason; of an unknown token none may.
func (d *Desk) Embedded(ctx context.Context, token, show string) (Embedded, error) {
	if !strings.HasPrefix(token, embedPrefix) {
		return Embedded{}, errNoEmbed
	}
	r, err := embedBy(ctx, d.db, hashed(token))
	if err != nil || r == nil {
		return Embedded{}, orElse(err, errNoEmbed)
	}
	app, err := appBy(ctx, d.db, r.AppID)
	if err != nil {
		return Embedded{}, err
	}
	out := Embedded{Entity: r.EntityID, Show: r.Show, App: app.terms().Name, Origins: app.Origins}
	switch {
	case app.State != string(Live):
		return out, errSuspended
	case len(app.Origins) == 0 || r.Show != show:
		return out, errNoEmbed
	case !d.now().Before(r.ExpiresAt):
		return out, errEmbedOver
	}
	return out, nil
}

var (
	errNoSite = &Refusal{"unauthorized_client", "The app is not registered with a site that embeds; have the operator add it.", "该应用没有登记可嵌入的网站；请联系平台登记。", http.StatusBadRequest}
	errEntity = refuse("invalid_request", "没有登记该代码的企业；请核对 entity。", "No firm is registered under this code; check entity.")
	// a page shows these
	errNoEmbed   = fault.New(fault.Missing, "oauth.no_embed", "嵌入地址有误；请联系本网站的运营者重新领取。", "The address of this frame is not good; ask whoever runs the site to fetch a new one.")
	errEmbedOver = fault.New(fault.Gone, "oauth.embed_over", "这段嵌入内容已超过有效时间；请刷新所在的网页。", "This embedded page has run out; reload the page around it.")
)
