package adapter

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/web"
)

// Routes mounts adapters, links, and the door messages come to.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "adapter." + id, Method: method, Path: path, Permission: permission, Area: "adapter", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("list", http.MethodGet, "/v1/adapters", "", "对接适配器 · Adapters", "Mapping tables, code lists, and the newest run of the conformance kit of everybody who ran it."), d.serveList)
	a.AddRaw(web.Op{ID: "adapter.message", Method: http.MethodPost, Path: "/v1/adapters/{code}/messages", Permission: access.ScopeIntake, Area: "adapter",
		Summary: "业务系统送来一份数据 · A system delivers", Notes: messageNotes, MaxBody: mostBody, Faults: []string{"adapter.no_link", "adapter.unknown", "web.too_large"}},
		Message{}, Receipt{}, d.serveMessage)
	run := row("report", http.MethodPost, "/v1/adapters/{code}/runs", access.ScopeIntake, "提交一致性测试结果 · Hand in a run of the conformance kit",
		"As `xinheng conform` wrote it, signed with the key of a link of one's own.", "adapter.no_link", "adapter.bad_run")
	run.Status = http.StatusCreated
	web.Add(a, run, d.serveReport)
	web.Add(a, row("links", http.MethodGet, "/v1/adapter-links", access.OrgRead, "对接登记 · Links", "Of one's own body; of a region for posts that reach it."), d.serveLinks)
	web.Add(a, row("double_entry", http.MethodGet, "/v1/figures/double-entry", access.FiguresRead, "重复录入 · Double entry",
		"Per body and month, as counted last night: typed here, delivered by its systems, and both. Of one's own body; of a region for posts that reach it."), d.serveDouble)
	register := row("link", http.MethodPost, "/v1/adapter-links", access.ConnectorEdit, "登记对接 · Link a body's system", "",
		"adapter.no_body", "adapter.unknown", "adapter.bad_key", "adapter.address", "adapter.twice")
	register.Status = http.StatusCreated
	web.Add(a, register, d.serveRegister)
	web.Add(a, row("unlink", http.MethodDelete, "/v1/adapter-links/{id}", access.ConnectorEdit, "停用对接 · End a link", "At once.", "adapter.no_link", "adapter.ended"), d.serveEnd)
}

const messageNotes = "The body is a message, signed with the key of the link (headers X-Xinheng-Time, X-Xinheng-Key, X-Xinheng-Signature, Idempotency-Key as for exchange). " +
	"The answer is a receipt: it says what became of every row, and why a message was refused as a whole. The same message again gives the same receipt."

type (
	none   struct{}
	codeIn struct {
		Code string `path:"code" maxLength:"64"`
		Body Signed
	}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	newIn struct{ Body New }
	views struct {
		Items []View `json:"items"`
	}
	doubles struct {
		Items []Double `json:"items"`
	}
	linkList struct {
		Items []Link `json:"items"`
	}
)

func (d *Desk) serveList(ctx context.Context, _ *none) (*web.Answer[views], error) {
	all, err := d.Public(ctx)
	return web.Answered(views{all}, err)
}

func (d *Desk) serveMessage(w http.ResponseWriter, r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return err
		}
		return fault.New(fault.Invalid, "adapter.broken_off", "上传中断；请重新发送。", "The upload broke off; send it again.")
	}
	who, _ := access.From(r.Context())
	receipt, err := d.Receive(r.Context(), who, r.PathValue("code"), Letter{r.Header, body})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(receipt)
}

func (d *Desk) serveReport(ctx context.Context, in *codeIn) (*web.Answer[Run], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Report(ctx, who, in.Code, in.Body))
}

func (d *Desk) serveLinks(ctx context.Context, _ *none) (*web.Answer[linkList], error) {
	who, _ := access.From(ctx)
	all, err := d.Links(ctx, who)
	return web.Answered(linkList{all}, err)
}

func (d *Desk) serveRegister(ctx context.Context, in *newIn) (*web.Answer[Link], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Register(ctx, who, in.Body))
}

func (d *Desk) serveEnd(ctx context.Context, in *idIn) (*web.Answer[Link], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.End(ctx, who, in.ID))
}

func (d *Desk) serveDouble(ctx context.Context, _ *none) (*web.Answer[doubles], error) {
	who, _ := access.From(ctx)
	all, err := d.Double(ctx, who)
	return web.Answered(doubles{all}, err)
}
