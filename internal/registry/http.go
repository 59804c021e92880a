package registry

import (
	"context"
	"net/http"

	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/web"
)

type searchIn struct {
	Query  string `query:"q" required:"true" doc:"2–100 characters of a name, or a whole code · 名称（至少两个字）或完整代码" example:"椰风示例"`
	Limit  int    `query:"limit" default:"20" minimum:"1" maximum:"100"`
	Offset int    `query:"offset" minimum:"0" maximum:"1000"`
}

type searchOut struct{ Body SearchPage }

// SearchPage is a page of results, best class first.
type SearchPage struct {
	Hits   []Hit  `json:"hits" nullable:"false"`
	More   bool   `json:"more" doc:"there are further results after these"`
	Notice string `json:"notice" doc:"what this result does and does not say"`
	ZH     string `json:"notice_zh" doc:"结果说明"`
}

type entityIn struct {
	ID string `path:"id" doc:"统一社会信用代码 · unified social credit code" example:"91460000MA00000070"`
}

type entityOut struct{ Body Entity }

// Routes mounts the public look-ups of the registry.
func Routes(a *web.API, db *pg.Pool) {
	web.Add(a, web.Op{
		ID: "registry.search", Method: http.MethodGet, Path: "/v1/entities", Area: "registry",
		Summary: "查询经营主体 · Find market entities",
		Notes: "By code or name, in classes: exact id, exact name (several: ambiguous), former name, normalised, partial, " +
			"similar. Natural persons are never found. No result does not mean no record.",
		Faults: []string{"registry.query_short", "registry.query_long", "registry.too_deep"},
	}, func(ctx context.Context, in *searchIn) (*searchOut, error) {
		hits, more, err := Search(ctx, db, in.Query, in.Limit, in.Offset)
		if err != nil {
			return nil, err
		}
		return &searchOut{pageOf(hits, more)}, nil
	})
	web.Add(a, web.Op{
		ID: "registry.entity", Method: http.MethodGet, Path: "/v1/entities/{id}", Area: "registry",
		Summary: "经营主体登记信息 · Registration of a market entity",
		Notes:   "Public registration data; persons masked. Natural persons are not entities and are not found.",
		Faults:  []string{"registry.unknown"},
	}, func(ctx context.Context, in *entityIn) (*entityOut, error) {
		code, _, err := ident.ParseUSCC(in.ID)
		if err != nil { // nobody, natural persons included, is public under anything but a valid code
			return nil, errUnknown
		}
		e, err := Find(ctx, db, string(code))
		if err != nil {
			return nil, err
		}
		return &entityOut{e}, nil
	})
}

// pageOf says with the results what they mean (no data is not bad data, nor good).
func pageOf(hits []Hit, more bool) SearchPage {
	page := SearchPage{Hits: hits, More: more,
		Notice: "A result says only that a name or code was met; check the code before relying on it.",
		ZH:     "查询结果仅表示名称或代码相符；使用前请核对统一社会信用代码。"}
	if len(hits) == 0 {
		page.Hits = []Hit{}
		page.Notice = "No result does not mean no record: check the spelling or search by the unified social credit code."
		page.ZH = "没有查到不等于没有记录：请核对名称写法，或改用统一社会信用代码查询。"
	}
	return page
}
