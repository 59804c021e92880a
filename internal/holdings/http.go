package holdings

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/record"
	"xinheng/internal/standing"
	"xinheng/internal/web"
)

// Routes mounts the libraries of fields, and the board of public bodies.
func Routes(a *web.API, d *Desk) {
	row := func(id, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "holdings." + id, Method: http.MethodGet, Path: path, Permission: permission, Area: "holdings", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("libraries", "/v1/libraries", "", "专业领域信用信息库 · Libraries of fields", "How much each holds, who provides it, and how fresh it is; counted by a round."), d.serveLibraries)
	web.Add(a, row("library", "/v1/libraries/{code}", "", "一个专业领域库 · One library", "", "holdings.no_library"), d.serveLibrary)
	web.Add(a, row("records", "/v1/libraries/{code}/records", "", "库中的公开记录 · Public records of a library", "Newest decision first; natural persons are never among them.",
		"holdings.no_library", "record.cursor"), d.serveRecords)
	web.Add(a, row("integrity", "/v1/integrity", access.RectifyRead, "政务诚信台账 · Public bodies as parties",
		"Contracts and judgments counted body by body, within the region of the post. The records themselves are read in the file of the body, with purpose and case."), d.serveIntegrity)
	web.Add(a, row("integrity_public", "/v1/integrity/figures", "", "政务诚信数据 · Figures of public bodies as parties", "Sums alone, without any body."), d.servePublic)
}

type (
	none   struct{}
	codeIn struct {
		Code string `path:"code" maxLength:"64"`
	}
	recordsIn struct {
		Code  string `path:"code" maxLength:"64"`
		After string `query:"after" maxLength:"400" doc:"cursor of the page before"`
	}
	librariesOut struct {
		Body struct {
			Libraries []Library `json:"libraries"`
		}
	}
	recordsOut struct {
		Body struct {
			Records []record.Record `json:"records"`
			Next    string          `json:"next,omitempty"`
		}
	}
	answer[T any] struct{ Body T }
)

func (d *Desk) serveLibraries(ctx context.Context, _ *none) (*librariesOut, error) {
	out := &librariesOut{}
	var err error
	out.Body.Libraries, err = d.Libraries(ctx)
	return out, err
}

func (d *Desk) serveLibrary(ctx context.Context, in *codeIn) (*answer[Library], error) {
	l, err := d.Library(ctx, in.Code)
	return &answer[Library]{l}, err
}

func (d *Desk) serveRecords(ctx context.Context, in *recordsIn) (*recordsOut, error) {
	out := &recordsOut{}
	page, next, err := d.Records(ctx, in.Code, in.After)
	if err != nil {
		return nil, err
	}
	out.Body.Records, out.Body.Next = append([]record.Record{}, page...), next
	return out, d.dispute(ctx, out.Body.Records)
}

// dispute marks what is under objection now: no list shows a disputed record as if nobody doubted it (F27-2).
func (d *Desk) dispute(ctx context.Context, rs []record.Record) error {
	ids := make([]string, len(rs))
	for i := range rs {
		ids[i] = rs[i].EntityID
	}
	marks, err := standing.Marks(ctx, d.db, ids)
	record.Mark(rs, marks)
	return err
}

func (d *Desk) serveIntegrity(ctx context.Context, _ *none) (*answer[Integrity], error) {
	who, _ := access.From(ctx)
	b, err := d.Integrity(ctx, who)
	return &answer[Integrity]{b}, err
}

func (d *Desk) servePublic(ctx context.Context, _ *none) (*answer[Body], error) {
	b, err := d.Public(ctx)
	return &answer[Body]{b}, err
}
