package check

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

func batchRoutes(a *web.API, d *Desk) {
	a.AddRaw(web.Op{ID: "check.batch", Method: http.MethodPost, Path: "/v1/checks/batch", Permission: access.ScopeCheck, Area: "check",
		Summary: "批量查验 · Check up to 10,000 subjects at once", Notes: batchNotes, MaxBody: 1 << 20,
		Faults: append([]string{"check.batch_size", "check.bad_csv", "check.no_file"}, questionFaults...)}, BatchRequest{}, Batch{}, d.serveBatch)
	web.Add(a, web.Op{ID: "check.key", Method: http.MethodGet, Path: "/v1/checks/key", Area: "check",
		Summary: "回执与结果文件的验证公钥 · Public key of receipts and result files"},
		func(context.Context, *struct{}) (*keyOut, error) { return &keyOut{d.Key()}, nil })
}

type keyOut struct{ Body Key }

const batchNotes = "JSON, or a form (`multipart/form-data`) with matter, purpose, case_no, officer, on and a CSV `file` of codes. " +
	"`Accept: text/csv` gives a table. The result file is signed: `Content-Digest` holds its SHA-256, `X-Xinheng-Signature` the algorithm, key id and base64 signature over " +
	"`xinheng check file v1`, line feed, the SHA-256 in hexadecimal, line feed. All answers are one group of evidence."

func (d *Desk) serveBatch(w http.ResponseWriter, r *http.Request) error {
	req, err := batchRequest(r)
	if err != nil {
		return err
	}
	actor, _ := access.From(r.Context())
	kind, file, s := "application/json", []byte(nil), FileSeal{}
	_, err = d.decideFile(r.Context(), actor, req, func(b *Batch) {
		if strings.Contains(r.Header.Get("Accept"), "text/csv") {
			kind, file = "text/csv; charset=utf-8", b.AppendCSV(nil)
		} else {
			file = b.AppendJSON(make([]byte, 0, 1024+b.textSize()))
		}
		s = d.SealFile(file)
	})
	if err != nil {
		return err
	}
	sum, _ := hex.DecodeString(s.SHA256)
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(sum)+":")
	h.Set("X-Xinheng-Signature", s.Signature.Algorithm+" "+s.Signature.KeyID+" "+base64.StdEncoding.EncodeToString(s.Signature.Value))
	_, err = w.Write(file)
	return err
}

// batchRequest reads a JSON request, or a form with a CSV file of codes. Nothing goes by the address: it ends up in logs.
func batchRequest(r *http.Request) (req BatchRequest, err error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		return req, decode(r.Body, &req)
	}
	file, _, err := r.FormFile("file")
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return req, err
	}
	if err != nil {
		return req, fault.New(fault.Invalid, "check.no_file", "表单中没有名为 file 的 CSV 文件；请附上后重试。",
			"The form has no CSV in a field named file; attach it and try again.").At("file")
	}
	defer func() { _ = file.Close(); _ = r.MultipartForm.RemoveAll() }()
	field := r.MultipartForm.Value
	get := func(name string) string { return strings.Join(field[name], "") }
	req = BatchRequest{Matter: get("matter"), Purpose: get("purpose"), CaseNo: get("case_no"), Officer: get("officer")}
	if req.On, err = workday.Parse(get("on")); err != nil {
		return req, badDate("on")
	}
	req.Subjects, err = ReadSubjects(file)
	return req, err
}

func badDate(field string) error {
	return fault.New(fault.Invalid, "web.bad_date", "日期请写成 2026-11-22 的形式。", "Write the date as 2026-11-22.").At(field)
}
