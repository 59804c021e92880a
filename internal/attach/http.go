package attach

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts handing in and fetching.
func Routes(a *web.API, d *Desk) {
	put := web.Op{ID: "attach.put", Method: http.MethodPost, Path: "/v1/attachments", Permission: access.Self, Area: "attach", Status: http.StatusCreated,
		Summary: "上传附件 · Hand in an attachment", MaxBody: d.limits.Bytes + 64<<10,
		Notes: "multipart/form-data with the parts `kind`, `grade` (may be missing) and then `file`; or the file itself as the body with `?kind=&name=&grade=`. " +
			"What it is comes from its content: PDF, JPEG, PNG, DOCX, XLSX, TXT. It waits a day to be linked to a case.",
		Faults: []string{"attach.bad_kind", "attach.bad_grade", "attach.bad_name", "attach.empty", "attach.no_file", "attach.unknown_type", "attach.mismatch", "attach.broken",
			"attach.active", "attach.locked", "attach.too_many_pixels", "attach.unpacks_too_large", "attach.too_large", "attach.too_many", "attach.busy"}}
	a.AddRaw(put, nil, Attachment{}, d.servePut)
	a.AddRaw(web.Op{ID: "attach.get", Method: http.MethodGet, Path: "/v1/attachments/{id}", Permission: access.Self, Area: "attach",
		Summary: "下载附件 · Fetch an attachment", Notes: "Until it is linked, for the firm or body that uploaded it; then for whoever may see the case.",
		Faults: []string{"attach.unknown"}}, nil, nil, d.serveGet)
	web.Add(a, web.Op{ID: "attach.info", Method: http.MethodGet, Path: "/v1/attachments/{id}/info", Permission: access.Self, Area: "attach",
		Summary: "附件信息 · An attachment without its content", Faults: []string{"attach.unknown"}}, d.serveInfo)
}

type (
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	infoOut struct{ Body Attachment }
)

func (d *Desk) serveInfo(ctx context.Context, in *idIn) (*infoOut, error) {
	who, _ := access.From(ctx)
	a, err := d.Find(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	return &infoOut{a}, nil
}

func (d *Desk) servePut(w http.ResponseWriter, r *http.Request) error {
	who, _ := access.From(r.Context())
	u, body, err := upload(r)
	if err != nil {
		return err
	}
	a, err := d.Put(r.Context(), who, u, tooLarge{body})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Location", "/v1/attachments/"+a.ID)
	w.WriteHeader(http.StatusCreated)
	return json.NewEncoder(w).Encode(a)
}

// upload finds the file of a request, whichever way it was sent, without reading it.
func upload(r *http.Request) (u Upload, body io.Reader, err error) {
	if form, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); form != "multipart/form-data" {
		q := r.URL.Query()
		return Upload{Kind: q.Get("kind"), Name: q.Get("name"), Grade: Grade(q.Get("grade"))}, r.Body, nil
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return u, nil, errNoFile
	}
	for {
		p, err := parts.NextRawPart()
		if err != nil {
			return u, nil, errNoFile
		}
		if p.FormName() == "file" {
			u.Name = given(p.Header.Get("Content-Disposition"))
			return u, p, nil
		}
		text, err := io.ReadAll(io.LimitReader(p, 1<<10))
		if err != nil {
			return u, nil, errNoFile
		}
		switch p.FormName() {
		case "kind":
			u.Kind = string(text)
		case "grade":
			u.Grade = Grade(text)
		}
	}
}

// given is the name as it was sent: one that holds a path is refused later, not mended.
func given(disposition string) string {
	_, params, err := mime.ParseMediaType(disposition)
	if err != nil {
		return ""
	}
	return params["filename"]
}

// tooLarge tells of a body that passes the limit of its route as of a file that is too large.
type tooLarge struct{ io.Reader }

func (t tooLarge) Read(b []byte) (int, error) {
	n, err := t.Reader.Read(b)
	if over := (*http.MaxBytesError)(nil); errors.As(err, &over) {
		return n, errSize
	}
	return n, err
}

func (d *Desk) serveGet(w http.ResponseWriter, r *http.Request) error {
	who, _ := access.From(r.Context())
	a, write, err := d.Open(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", a.Type)
	head.Set("Content-Length", strconv.FormatInt(a.Size, 10))
	head.Set("Content-Disposition", `attachment; filename="attachment`+a.extension()+`"; filename*=UTF-8''`+url.PathEscape(a.Name))
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	head.Set("Cross-Origin-Resource-Policy", "same-origin")
	head.Set("Cache-Control", "private, no-store")
	if err := write(w); err != nil {
		slog.ErrorContext(r.Context(), "an attachment could not be read to its end", "id", a.ID, "error", err)
		panic(http.ErrAbortHandler) // part of it is sent: the connection is cut, so that nobody takes it for the whole
	}
	return nil
}

func (a *Attachment) extension() string {
	i := strings.LastIndexByte(a.Name, '.')
	return strings.ToLower(a.Name[max(i, 0):])
}
