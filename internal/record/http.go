package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/web"
)

// maxUpload bounds one delivery over HTTP; larger ones come in parts or at the command line.
const maxUpload = 1 << 30

// Routes mounts intake, receipts, name matching, the public records and what is known about their quality.
func Routes(a *web.API, d *Desk) {
	a.AddRaw(web.Op{ID: "record.intake", Method: http.MethodPost, Path: "/v1/intake/{item}", Permission: access.ScopeIntake, Area: "record",
		Summary: "报送一份数据 · Hand in a file of records", Notes: intakeNotes, MaxBody: maxUpload, Faults: intakeFaults},
		nil, Receipt{}, d.serveIntake)
	web.Add(a, web.Op{ID: "record.batches", Method: http.MethodGet, Path: "/v1/intake/batches", Permission: access.ScopeIntake, Area: "record",
		Summary: "本单位的批次 · Batches of one's own body", Notes: "Newest first, with how far each got and whether it is being taken in right now.",
		Faults: []string{"record.cursor"}}, d.serveBatches)
	web.Add(a, web.Op{ID: "record.batch", Method: http.MethodGet, Path: "/v1/intake/batches/{id}", Permission: access.ScopeIntake, Area: "record",
		Summary: "批次回执 · Receipt of a batch", Notes: "Only the body that handed it in sees it. · 仅报送单位可见。", Faults: []string{"record.no_batch"}}, d.serveReceipt)
	a.AddRaw(web.Op{ID: "record.errors", Method: http.MethodGet, Path: "/v1/intake/batches/{id}/errors.csv", Permission: access.ScopeIntake, Area: "record",
		Summary: "批次的逐行错误 · Row errors of a batch, as CSV", Notes: "Row, field, code, reason in Chinese and English; never the refused value.", Faults: []string{"record.no_batch"}},
		nil, nil, d.serveErrors)
	matchRoutes(a, d)
	recordRoutes(a, d)
	catalogueRoutes(a, d)
}

const intakeNotes = "The body is the file itself: XLSX, CSV (UTF-8 or GB18030) or JSON lines, told apart by its content. `{item}` is a code or alias of the catalogue. " +
	"Headers: `Idempotency-Key` (optional; otherwise source, item and content are the key), `X-Source` (optional, must be one's own code), `X-File-Name`. " +
	"Query: `map=FIELD=column`, repeatable. Answers 200 with the receipt, or 207 when rows were refused: the receipt names the first hundred and where all of them are. " +
	"The same delivery again writes nothing; one that broke off goes on where it stopped."

var intakeFaults = []string{"record.unknown_item", "record.source_kind", "record.other_source", "record.columns_missing", "record.file_type", "record.file_empty",
	"record.file_encoding", "record.file_header", "record.file_header_twice", "record.file_columns", "record.file_line", "record.file_truncated",
	"record.file_damaged", "record.file_bomb", "record.file_large", "record.file_json", "record.file_old_excel", "record.file_no_rows",
	"record.batch_running", "record.key_reused", "record.map_field", "record.map_column", "web.too_large"}

func (d *Desk) serveIntake(w http.ResponseWriter, r *http.Request) error {
	who, _ := access.From(r.Context())
	in := Delivery{
		Item: r.PathValue("item"), Source: r.Header.Get("X-Source"), Key: r.Header.Get("Idempotency-Key"),
		Name: r.Header.Get("X-File-Name"), Map: map[string]string{},
	}
	if len(in.Key) > 200 {
		return fault.New(fault.Invalid, "record.key_long", "Idempotency-Key 超过200字节；请缩短。", "The Idempotency-Key passes 200 bytes; shorten it.").At("Idempotency-Key")
	}
	for _, m := range r.URL.Query()["map"] {
		field, header, ok := strings.Cut(m, "=")
		if !ok {
			return fault.New(fault.Invalid, "record.map_field", "map 应写成 字段=列名。", "Write map as FIELD=column.").At("map")
		}
		in.Map[field] = header
	}
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); strings.HasPrefix(media, "multipart/") {
		return fault.New(fault.Invalid, "record.multipart", "请把文件本身作为请求体，不要用表单。", "Send the file itself as the body, not a form.").At("Content-Type")
	}
	file, err := spool(r.Body)
	if err != nil {
		return err
	}
	defer discard(file)
	in.File = file
	receipt, err := d.Take(r.Context(), who, in)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if receipt.Rejected > 0 {
		status = http.StatusMultiStatus
	}
	return writeJSON(w, status, receipt)
}

// spool puts a body into a temporary file, because it is read twice: it is never held in memory.
func spool(body io.Reader) (*os.File, error) {
	f, err := os.CreateTemp("", "xinheng-intake-*")
	if err != nil {
		return nil, fmt.Errorf("record.spool: %w", err)
	}
	if _, err := io.Copy(f, body); err != nil {
		discard(f)
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return nil, err
		}
		return nil, fault.New(fault.Invalid, "record.file_truncated", "上传中断，文件不完整；请重新提交。", "The upload broke off, so the file is incomplete; send it again.")
	}
	return f, nil
}

func discard(f *os.File) {
	_ = f.Close()
	_ = os.Remove(f.Name())
}

func writeJSON(w http.ResponseWriter, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("record.writeJSON: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	if status >= http.StatusBadRequest {
		h.Set("Content-Type", "application/problem+json")
	}
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err = w.Write(append(b, '\n'))
	return err
}

type batchIn struct {
	ID string `path:"id" doc:"as on the receipt"`
}

type (
	receiptOut struct{ Body Receipt }
	batchesIn  struct {
		Key   string `query:"key" maxLength:"200" doc:"Idempotency-Key of a delivery of one's own"`
		After string `query:"after" maxLength:"200" doc:"cursor of the previous page"`
		Limit int    `query:"limit" default:"50" minimum:"1" maximum:"100"`
	}
	batchesOut struct {
		Body struct {
			Batches []BatchLine `json:"batches"`
			Next    string      `json:"next,omitempty"`
		}
	}
)

func (d *Desk) serveBatches(ctx context.Context, in *batchesIn) (*batchesOut, error) {
	who, _ := access.From(ctx)
	out := &batchesOut{}
	var err error
	if out.Body.Batches, out.Body.Next, err = d.Batches(ctx, who, in.Key, in.After, in.Limit); err != nil {
		return nil, err
	}
	return out, nil
}

func (d *Desk) serveReceipt(ctx context.Context, in *batchIn) (*receiptOut, error) {
	who, _ := access.From(ctx)
	r, err := d.Receipt(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	return &receiptOut{r}, nil
}

func (d *Desk) serveErrors(w http.ResponseWriter, r *http.Request) error {
	who, _ := access.From(r.Context())
	if _, err := d.batchOf(r.Context(), who, r.PathValue("id")); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="errors.csv"`)
	h.Set("Cache-Control", "no-store")
	return d.Errors(r.Context(), who, r.PathValue("id"), w)
}

func matchRoutes(a *web.API, d *Desk) {
	web.Add(a, web.Op{ID: "record.matches", Method: http.MethodGet, Path: "/v1/name-matches", Permission: access.ScopeMatch, Area: "record",
		Summary: "待人工匹配的记录 · Rows that wait for a human to say who they are about",
		Notes:   "A name is not an identity: candidates come with a class of match, never with a score. Open ones oldest first; decided ones newest first, with who it was decided to be, when and why.",
		Faults:  []string{"record.cursor"}}, d.serveMatches)
	web.Add(a, web.Op{ID: "record.assign", Method: http.MethodPost, Path: "/v1/name-matches/{id}/decision", Permission: access.ScopeMatch, Area: "record",
		Summary: "认定一条记录属于某主体 · Decide whose record it is", Notes: "The decision, its author and reason go on the ledger; it can be undone.",
		Faults: []string{"record.no_match", "record.match_decided", "record.match_refused", "record.record_ended", "record.reason", "registry.unknown"}}, d.serveAssign)
	web.Add(a, web.Op{ID: "record.undo", Method: http.MethodPost, Path: "/v1/name-matches/{id}/undo", Permission: access.ScopeMatch, Area: "record",
		Summary: "撤销一次匹配 · Undo a decision", Notes: "The record stops counting for that entity at once, with everything that followed; the row waits again.",
		Faults: []string{"record.no_match", "record.match_decided", "record.reason"}}, d.serveUndo)
}

type (
	matchesIn struct {
		Status string `query:"status" default:"open" enum:"open,assigned,known" doc:"assigned: decided, can be undone; known: the record had come with its code meanwhile"`
		After  string `query:"after" doc:"cursor of the previous page"`
		Limit  int    `query:"limit" default:"20" minimum:"1" maximum:"100"`
	}
	matchesOut struct {
		Body struct {
			Matches []Match `json:"matches"`
			Next    string  `json:"next,omitempty"`
		}
	}
	assignIn struct {
		ID   string `path:"id"`
		Body struct {
			EntityID string `json:"entity_id" doc:"unified social credit code of the entity it is about"`
			Reason   string `json:"reason" minLength:"1" maxLength:"2000"`
		}
	}
	undoIn struct {
		ID   string `path:"id"`
		Body struct {
			Reason string `json:"reason" minLength:"1" maxLength:"2000"`
		}
	}
	recordOut struct{ Body Record }
)

func (d *Desk) serveMatches(ctx context.Context, in *matchesIn) (*matchesOut, error) {
	who, _ := access.From(ctx)
	list := d.Queue
	if in.Status != "open" {
		list = func(ctx context.Context, who access.Actor, after string, limit int) ([]Match, string, error) {
			return d.Decided(ctx, who, in.Status, after, limit)
		}
	}
	page, next, err := list(ctx, who, in.After, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &matchesOut{}
	out.Body.Matches, out.Body.Next = page, next
	return out, nil
}

func (d *Desk) serveAssign(ctx context.Context, in *assignIn) (*recordOut, error) {
	who, _ := access.From(ctx)
	r, err := d.Assign(ctx, who, in.ID, in.Body.EntityID, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	return &recordOut{r}, nil
}

func (d *Desk) serveUndo(ctx context.Context, in *undoIn) (*recordOut, error) {
	who, _ := access.From(ctx)
	r, err := d.Undo(ctx, who, in.ID, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	return &recordOut{r}, nil
}
