package opendata

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Format is the name of the manifest.
const Format = "xinheng-open-data/v1"

// Routes mounts the list of datasets, manifests, files, the licence and feeds. Everybody may read them.
func Routes(a *web.API, d *Desk) {
	row := func(id, path, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "opendata." + id, Method: http.MethodGet, Path: path, Area: "opendata", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("datasets", "/v1/open", "开放数据集与更新时间 · Open datasets and how fresh they are", "Each public item of the catalogue; nothing about natural persons."), d.serveSets)
	web.Add(a, row("manifest", "/v1/open/{dataset}/{day}/manifest", "签名清单 · Signed manifest of a day",
		"Files with hash, rows, revision and the span of the ledger. Verify the signature over the format, a line feed and the payload with `key`, offline.", "opendata.no_dataset", "opendata.no_file"), d.serveManifest)
	a.AddRaw(row("file", "/v1/open/{dataset}/{day}/{name}", "数据文件 · A file", "snapshot.jsonl.gz, snapshot.csv.gz, delta.jsonl.gz, delta.csv.gz. While a record that was just taken down is being cleared: 503.",
		"opendata.no_dataset", "opendata.no_file", "opendata.rewriting"), nil, nil, d.serveFile)
	web.Add(a, row("licence", "/v1/open/licence", "开放数据许可 · Licence of open data", ""), d.serveLicence)
	a.AddRaw(row("feed_entity", "/v1/feeds/entities/{id}", "关注一家企业（Atom） · Follow a firm (Atom)", "Its public records, and what is not public any more as a tombstone. No natural persons.", "registry.unknown"), nil, nil, d.serveEntity)
	a.AddRaw(row("feed_list", "/v1/feeds/lists/{code}", "关注一份名单（Atom） · Follow a list (Atom)", "Its newest public entries.", "opendata.no_list"), nil, nil, d.serveList)
}

// Set is a dataset with how fresh it is.
type Set struct {
	Code    string       `json:"code"`
	Name    law.Text2    `json:"name"`
	Basis   law.Text2    `json:"basis"`
	Day     workday.Date `json:"day,omitzero" doc:"of the newest files"`
	MadeAt  *time.Time   `json:"made_at,omitempty"`
	Rows    int64        `json:"rows"`
	Changes int64        `json:"changes" doc:"in the newest delta"`
	Gone    int64        `json:"gone" doc:"tombstones among them"`
	Files   []File       `json:"files"`
}

// File is one file as it is listed.
type File struct {
	Day        workday.Date `json:"day"`
	Kind       string       `json:"kind" enum:"snapshot,delta"`
	Format     string       `json:"format" enum:"jsonl,csv"`
	Path       string       `json:"path"`
	Rows       int64        `json:"rows"`
	Gone       int64        `json:"gone"`
	Bytes      int64        `json:"bytes"`
	SHA256     string       `json:"sha256"`
	Revision   int32        `json:"revision" doc:"counts rewritings after take-downs; the newest counts"`
	Since      workday.Date `json:"since,omitzero" doc:"the snapshot a delta begins at"`
	LedgerFrom int64        `json:"ledger_from" doc:"positions of the ledger before it are in the snapshot a delta begins at"`
	LedgerTo   int64        `json:"ledger_to"`
	MadeAt     *time.Time   `json:"made_at"`
}

func (f *file) shown() File {
	return File{f.Day, f.Kind, f.Format, "/v1/open/" + f.Dataset + "/" + f.Day.String() + "/" + f.Kind + "." + f.Format + ".gz", f.Rows, f.Gone, f.Bytes, f.SHA256, f.Revision,
		f.Since, f.LedgerFrom, f.LedgerTo, f.MadeAt}
}

// Sets lists the datasets, newest files first (F19-2).
func (d *Desk) Sets(ctx context.Context) ([]Set, error) {
	all, err := filesOf(ctx, d.db, "", 0)
	if err != nil {
		return nil, err
	}
	out, book := []Set{}, d.law.On(d.today())
	for _, it := range d.datasets(d.today()) {
		s := Set{Code: it.Code, Name: it.Name, Basis: book.Cite(it.Basis[0]), Files: []File{}}
		for i := range all {
			f := &all[i]
			if f.Dataset != it.Code {
				continue
			}
			s.Files = append(s.Files, f.shown())
			if f.Format != jsonl || f.Day < s.Day {
				continue
			}
			s.Day = f.Day
			if f.Kind == snapshot {
				s.Rows, s.MadeAt = f.Rows, f.MadeAt
			} else {
				s.Changes, s.Gone = f.Rows, f.Gone
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// Manifest is what is signed of a day.
type Manifest struct {
	Dataset string       `json:"dataset"`
	Day     workday.Date `json:"day"`
	Licence string       `json:"licence"`
	Persons bool         `json:"persons" doc:"always false (G10)"`
	Files   []File       `json:"files"`
}

// Signed is a manifest exactly as it was signed.
type Signed struct {
	Format    string `json:"format" enum:"xinheng-open-data/v1"`
	Payload   string `json:"payload" doc:"a manifest as JSON, exactly as signed"`
	Algorithm string `json:"algorithm" enum:"Ed25519,SM2"`
	KeyID     string `json:"key_id"`
	Key       []byte `json:"key" doc:"base64: the public key"`
	Signature []byte `json:"signature" doc:"base64: over the format, a line feed and the payload"`
}

var algorithms = map[string]string{"international": "Ed25519", "national": "SM2"}

// Manifest signs what there is of a dataset on a day.
func (d *Desk) Manifest(ctx context.Context, dataset string, day workday.Date) (Signed, error) {
	if _, err := d.dataset(dataset); err != nil {
		return Signed{}, err
	}
	all, err := filesOf(ctx, d.db, dataset, day)
	if err == nil && (len(all) == 0 || day == 0) {
		err = errNoFile
	}
	if err != nil {
		return Signed{}, err
	}
	m := Manifest{Dataset: dataset, Day: day, Licence: d.Base + "/v1/open/licence"}
	for i := range all {
		m.Files = append(m.Files, all[i].shown())
	}
	b, err := json.Marshal(m)
	return Signed{Format, string(b), algorithms[d.suite.Name()], d.signer.KeyID(), d.signer.Public(), d.signer.Sign([]byte(Format + "\n" + string(b)))}, err
}

type (
	none  struct{}
	dayIn struct {
		Dataset string `path:"dataset" maxLength:"64"`
		Day     string `path:"day" maxLength:"10"`
	}
	sets struct {
		Items   []Set  `json:"items"`
		Licence string `json:"licence"`
		Changes string `json:"changes" doc:"the feed of changes by cursor"`
	}
	answer[T any] struct{ Body T }
)

func (d *Desk) serveSets(ctx context.Context, _ *none) (*answer[sets], error) {
	all, err := d.Sets(ctx)
	if err != nil {
		return nil, err
	}
	return &answer[sets]{sets{all, "/v1/open/licence", "/v1/records/changes"}}, nil
}

func (d *Desk) serveManifest(ctx context.Context, in *dayIn) (*answer[Signed], error) {
	day, err := workday.Parse(in.Day)
	if err != nil {
		return nil, errNoFile
	}
	m, err := d.Manifest(ctx, in.Dataset, day)
	if err != nil {
		return nil, err
	}
	return &answer[Signed]{m}, nil
}

func (d *Desk) serveLicence(context.Context, *none) (*answer[Licence], error) {
	return &answer[Licence]{Terms}, nil
}

// serveFile gives a file piece by piece. One that holds what was just taken down is not given at all: half a file would be worse.
func (d *Desk) serveFile(w http.ResponseWriter, r *http.Request) error {
	set, err := d.dataset(r.PathValue("dataset"))
	if err != nil {
		return err
	}
	day, err := workday.Parse(r.PathValue("day"))
	kind, rest, _ := strings.Cut(r.PathValue("name"), ".")
	if err != nil || day == 0 || kind != snapshot && kind != delta || rest != "jsonl.gz" && rest != "csv.gz" {
		return errNoFile
	}
	f, err := findFile(r.Context(), d.db, set.Code, day, kind, strings.TrimSuffix(rest, ".gz"))
	if err == nil && !f.Ready {
		err = errNoFile
	}
	if err != nil {
		return err
	}
	if bad, err := spoilt(r.Context(), d.db, &f, d.today()); err != nil || bad {
		if err == nil {
			w.Header().Set("Retry-After", "60")
			err = errRewrite
		}
		return err
	}
	return d.give(w, r, &f)
}

func (d *Desk) give(w http.ResponseWriter, r *http.Request, f *file) error {
	tag := `"` + f.SHA256 + `"`
	head := w.Header()
	head.Set("ETag", tag)
	head.Set("Cache-Control", "no-cache") // a file may be rewritten at any time: ask again, and be told that it is the same
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	head.Set("Content-Type", "application/gzip")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Content-Disposition", `attachment; filename="`+f.Dataset+"-"+f.Day.String()+"-"+f.Kind+"."+f.Format+`.gz"`)
	sent := false
	err := eachPiece(r.Context(), d.db, f, func(p *piece) error {
		if p.Stale || p.EndsOn != 0 && p.EndsOn < d.today() {
			return errRewrite // it was taken down while the file was being sent
		}
		sent = true
		_, err := w.Write(p.Body)
		return err
	})
	if err != nil && sent {
		panic(http.ErrAbortHandler) // part of it is sent: the connection is cut, so that nobody takes it for the whole
	}
	return err
}
