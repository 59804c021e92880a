package record

import (
	"context"
	"net/http"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

func recordRoutes(a *web.API, d *Desk) {
	web.Add(a, web.Op{ID: "record.of", Method: http.MethodGet, Path: "/v1/entities/{id}/records", Area: "record",
		Summary: "主体的信用记录 · Records of an entity",
		Notes: "What is public today, as it was known at `as_of`, and public on the day `on`. " +
			"Each record says where it comes from, when it was decided and when it was seen. No record is no evidence of anything. " + fullNotes,
		Faults: append([]string{"registry.unknown", "record.as_of", "record.no_reach", "record.no_log"}, disclosure.AskedFaults...)}, d.serveOf)
	a.AddRaw(web.Op{ID: "record.find", Method: http.MethodGet, Path: "/v1/records/{id}", Area: "record",
		Summary: "一条信用记录 · One record", Notes: "410 with a tombstone once it is no longer public: after its period, a repair, or a withdrawal. " + fullNotes,
		Faults: append([]string{"record.unknown", "record.gone", "record.no_reach", "record.no_log"}, disclosure.AskedFaults...)}, nil, Record{}, d.serveFind)
	web.Add(a, web.Op{ID: "record.proof", Method: http.MethodGet, Path: "/v1/records/{id}/proof", Area: "record",
		Summary: "记录的存证证明 · Proof that a record stands in the ledger", Notes: "For `xinheng ledger verify --proof FILE`, offline. · 可离线核验。",
		Faults: append([]string{"record.unknown", "ledger.not_placed", "record.no_reach", "record.no_log"}, disclosure.AskedFaults...)}, d.serveProof)
	web.Add(a, web.Op{ID: "record.changes", Method: http.MethodGet, Path: "/v1/records/changes", Area: "record",
		Summary: "公开记录的变更流 · Feed of public changes",
		Notes: "Begin without `after`, then go on with `next`; poll while `more` is false. A tombstone (`gone`) means: stop showing it and forget it. " +
			"It comes with the repair, withdrawal or removal, and on the day a period ends. Natural persons are never in the feed.",
		Faults: []string{"record.cursor"}}, d.serveChanges)
	web.Add(a, web.Op{ID: "record.quality", Method: http.MethodGet, Path: "/v1/quality", Area: "record",
		Summary: "各单位数据质量 · Data quality by department",
		Notes:   "入库率、完整率、准确率、及时率 by source over a span of months; to a source itself also what it must still mend before the deadline."}, d.serveQuality)
}

const fullNotes = "With the headers `X-Purpose` and `X-Case` (UTF-8 percent-encoded where it is not ASCII) a body also sees what is not public: " +
	"with the permission subject.read of every record, with the scope read of what it reported itself; fields clear, masked or absent by role and purpose. " +
	"`X-Consent` names the subject's consent, for readers without a duty of their own, `X-Glass` the broken glass. The reading is recorded first, and its subject sees it. " +
	"A firm sees its own file without them. · 附目的与案号可查看非公开信息，先留痕后作答。"

type (
	ofIn struct {
		disclosure.Asked
		ID   string `path:"id" doc:"unified social credit code"`
		Item string `query:"item" doc:"only records of this catalogue item; a reading under a consent names one it covers"`
		AsOf string `query:"as_of" doc:"the file as it was known then: an instant (RFC 3339), or a day, meaning its end"`
		On   string `query:"on" format:"date" doc:"public on this day; today when absent"`
	}
	ofOut struct {
		CacheControl string `header:"Cache-Control"`
		Body         struct {
			EntityID string       `json:"entity_id"`
			AsOf     time.Time    `json:"as_of"`
			On       workday.Date `json:"on"`
			Records  []Record     `json:"records"`
			Sources  []Freshness  `json:"sources" doc:"how fresh it is, by source"`
			View     string       `json:"view" enum:"public,full" doc:"full: with what is not public, as far as the reader may see it"`
			Notice   string       `json:"notice"`
			ZH       string       `json:"notice_zh"`
		}
	}
	recordIn struct {
		disclosure.Asked
		ID string `path:"id"`
	}
	proofOut  struct{ Body ledger.Proof }
	changesIn struct {
		After string `query:"after" doc:"cursor; empty to begin"`
	}
	changesOut struct {
		Body struct {
			Changes []Change `json:"changes"`
			Next    string   `json:"next"`
			More    bool     `json:"more" doc:"there is a further page now"`
		}
	}
	qualityIn struct {
		From string `query:"from" format:"date" doc:"first month; eleven months ago when absent"`
		To   string `query:"to" format:"date" doc:"last month; this one when absent"`
		Item string `query:"item" doc:"only this catalogue item"`
	}
	qualityOut struct {
		Body struct {
			From    workday.Date `json:"from"`
			To      workday.Date `json:"to"`
			Sources []Quality    `json:"sources"`
			DueSoon []Due        `json:"due_soon" doc:"only for the source itself, with the scope read: at most 200, nearest deadline first"`
		}
	}
)

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

func (d *Desk) serveOf(ctx context.Context, in *ofIn) (*ofOut, error) {
	out := &ofOut{}
	if out.Body.EntityID = in.ID; !isPersonID(in.ID) {
		id, _, err := ident.ParseUSCC(in.ID)
		if err != nil {
			return nil, errNobody
		}
		out.Body.EntityID = string(id)
	}
	var err error
	if out.Body.AsOf, err = instant(in.AsOf, d.now()); err != nil {
		return nil, err
	}
	if out.Body.On, err = workday.Parse(in.On); err != nil || out.Body.On == 0 {
		out.Body.On = d.today()
	}
	look, err := d.lookAt(ctx, in.Asked, out.Body.EntityID)
	if err != nil {
		return nil, err
	}
	public, err := d.publicOf(ctx, out.Body.EntityID, out.Body.On)
	if err != nil {
		return nil, err
	}
	out.Body.View, out.Body.Notice, out.Body.ZH = "public", publicNotice.EN, publicNotice.ZH
	if look == nil {
		out.Body.Records, err = Of(ctx, d.db, out.Body.EntityID, out.Body.AsOf)
		out.Body.Records = slices.DeleteFunc(out.Body.Records, func(r Record) bool { return !public(&r) || in.Item != "" && r.Item != in.Item })
	} else {
		out.CacheControl, out.Body.View, out.Body.Notice, out.Body.ZH = "no-store", "full", fullNotice.EN, fullNotice.ZH
		out.Body.Records, err = look.of(ctx, out.Body.AsOf, in.Item, public)
	}
	if err != nil {
		return nil, err
	}
	out.Body.Records = append([]Record{}, out.Body.Records...)
	if err := d.mark(ctx, pointers(out.Body.Records)...); err != nil {
		return nil, err
	}
	out.Body.Sources = []Freshness{}
	if len(out.Body.Records) > 0 {
		if out.Body.Sources, err = FreshnessOf(ctx, d.db, out.Body.EntityID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// publicOf tells which versions of an entity's records everybody may see: those public on the day asked about whose newest
// version is public today.
func (d *Desk) publicOf(ctx context.Context, entity string, on workday.Date) (func(*Record) bool, error) {
	newest, err := Of(ctx, d.db, entity, time.Time{})
	shown := make(map[string]bool, len(newest))
	for i := range newest {
		shown[newest[i].ID] = newest[i].PublicOn(d.today())
	}
	return func(r *Record) bool { return shown[r.ID] && r.StatusOn(on) == StatusPublic }, err
}

var (
	publicNotice = law.Text2{ZH: "仅列出今日仍在公示的记录；没有记录既不说明没有发生，也不构成任何评价。",
		EN: "Only what is public today is listed. No record here does not mean that nothing happened, nor that anything did."}
	fullNotice = law.Text2{ZH: "含不公示的记录，使用不得超出所述目的；没有记录既不说明没有发生，也不构成任何评价。",
		EN: "With records that are not public; they are not to be used beyond the stated purpose. No record here does not mean that nothing happened, nor that anything did."}
)

func isPersonID(id string) bool { return len(id) > 2 && id[:2] == "p-" }

var errNobody = fault.New(fault.Missing, "registry.unknown", "没有登记该代码的主体；请核对代码。没有查到不等于没有记录。",
	"No entity is registered under this code; check it. No result does not mean no record.")

// instant reads as_of: an instant, or a day, which means its end.
func instant(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return now, nil
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t, nil
	}
	day, err := workday.Parse(s)
	if err != nil {
		return now, fault.New(fault.Invalid, "record.as_of", "as_of 应为 2026-11-22 或带时区的时刻。", "as_of is a day such as 2026-11-22, or an instant with its zone.").At("as_of")
	}
	return day.AddDays(1).Start().Add(-time.Microsecond), nil
}

// tombstone stands where a record was public once.
type tombstone struct {
	web.Problem
	Record string       `json:"record"`
	Why    Status       `json:"why"`
	Since  workday.Date `json:"since,omitempty"`
}

func (d *Desk) serveFind(w http.ResponseWriter, r *http.Request) error {
	rec, err := Find(r.Context(), d.db, r.PathValue("id"))
	if err != nil {
		return err
	}
	if rec.Person {
		w.Header().Set("X-Robots-Tag", "noindex")
	}
	look, err := d.lookAt(r.Context(), disclosure.AskedIn(r.Header), rec.EntityID)
	if err != nil {
		return hideNobody(err)
	}
	if err := d.mark(r.Context(), &rec); err != nil {
		return err
	}
	switch status := rec.StatusOn(d.today()); {
	case look != nil && look.reaches(&rec):
		marks := rec.Marks
		if rec, err = look.one(r.Context(), rec.ID); err != nil {
			return err
		}
		rec.Marks = marks
		return writeJSON(w, http.StatusOK, rec)
	case status == StatusPublic:
		if rec.Person {
			rec.Content = nil // free text may name people (G10)
		}
		return writeJSON(w, http.StatusOK, rec)
	case status == StatusHidden || status == StatusPending:
		return d.unasked(r.Context(), &rec)
	default:
		w.Header().Set("X-Robots-Tag", "noindex")
		return writeJSON(w, http.StatusGone, tombstoneOf(&rec, status))
	}
}

// hideNobody: a record of a subject that is not there for the reader is not there either.
func hideNobody(err error) error {
	if fault.Is(err, "registry.unknown") {
		return errUnknown
	}
	return err
}

var errGone = fault.New(fault.Gone, "record.gone", "该记录已依法终止公示；请删除留存的副本。",
	"This record was public and has lawfully ceased to be; remove what you kept of it.")

func tombstoneOf(r *Record, why Status) tombstone {
	since := r.StateOn
	if why == StatusEnded {
		since = r.PublicUntil.AddDays(1)
	}
	return tombstone{Record: r.ID, Why: why, Since: since, Problem: web.Problem{
		Type: "/docs/faults#" + errGone.Code, Title: http.StatusText(http.StatusGone), Status: http.StatusGone, Code: errGone.Code, Detail: errGone.EN, ZH: errGone.ZH,
	}}
}

func (d *Desk) serveProof(ctx context.Context, in *recordIn) (*proofOut, error) {
	rec, err := Find(ctx, d.db, in.ID)
	if err != nil {
		return nil, err
	}
	if rec.StatusOn(d.today()) != StatusPublic {
		look, err := d.lookAt(ctx, in.Asked, rec.EntityID)
		switch {
		case err != nil:
			return nil, hideNobody(err)
		case look == nil:
			return nil, d.unasked(ctx, &rec)
		case !look.reaches(&rec):
			return nil, errUnknown
		}
		if err := look.answer(ctx, rec.Item); err != nil {
			return nil, err
		}
	}
	p, err := Proof(ctx, d.db, d.ledger, rec.ID, rec.Version)
	if err != nil {
		return nil, err
	}
	return &proofOut{p}, nil
}

func (d *Desk) serveChanges(ctx context.Context, in *changesIn) (*changesOut, error) {
	page, next, more, err := Changes(ctx, d.db, d.ledger, in.After, d.today())
	if err != nil {
		return nil, err
	}
	var shown []*Record
	for i := range page {
		if page[i].Record != nil {
			shown = append(shown, page[i].Record)
		}
	}
	if err := d.mark(ctx, shown...); err != nil {
		return nil, err
	}
	out := &changesOut{}
	out.Body.Changes, out.Body.Next, out.Body.More = append([]Change{}, page...), next, more
	return out, nil
}

func (d *Desk) serveQuality(ctx context.Context, in *qualityIn) (out *qualityOut, err error) {
	today := d.today()
	out = &qualityOut{}
	if out.Body.From, err = workday.Parse(in.From); err != nil || out.Body.From == 0 {
		out.Body.From = workday.New(today.Time().Year(), today.Time().Month()-11, 1)
	}
	if out.Body.To, err = workday.Parse(in.To); err != nil || out.Body.To == 0 {
		out.Body.To = today
	}
	if out.Body.Sources, err = QualityOf(ctx, d.db, out.Body.From, out.Body.To, today, in.Item); err != nil {
		return nil, err
	}
	out.Body.DueSoon = []Due{}
	if who, ok := access.From(ctx); ok && who.May(access.ScopeRead) && who.Org != "" {
		out.Body.DueSoon, err = DueSoon(ctx, d.db, today, who.Org, 200)
	}
	return out, err
}

func catalogueRoutes(a *web.API, d *Desk) {
	web.Add(a, web.Op{ID: "record.catalogue", Method: http.MethodGet, Path: "/v1/catalogue", Area: "record",
		Summary: "公共信用信息目录 · The record catalogue on a day", Notes: "What may be recorded at all, by whom, with which fields. What fits no item is refused."}, d.serveCatalogue)
	web.Add(a, web.Op{ID: "record.item", Method: http.MethodGet, Path: "/v1/catalogue/{item}", Area: "record",
		Summary: "一个目录项 · One catalogue item on a day", Faults: []string{"record.unknown_item"}}, d.serveItem)
}

type (
	catalogueIn struct {
		On string `query:"on" format:"date" doc:"today when absent"`
	}
	catalogueOut struct {
		Body struct {
			On      workday.Date `json:"on"`
			Edition string       `json:"law_edition"`
			Items   []law.Item   `json:"items"`
		}
	}
	itemIn struct {
		Item string `path:"item" doc:"code or alias"`
		On   string `query:"on" format:"date" doc:"today when absent"`
	}
	itemOut struct{ Body law.Item }
)

func (d *Desk) bookOn(s string) *law.Book {
	on, err := workday.Parse(s)
	if err != nil || on == 0 {
		on = d.today()
	}
	return d.law.On(on)
}

func (d *Desk) serveCatalogue(_ context.Context, in *catalogueIn) (*catalogueOut, error) {
	book, out := d.bookOn(in.On), &catalogueOut{}
	out.Body.On, out.Body.Edition, out.Body.Items = book.Date, book.Edition, append([]law.Item{}, book.Items()...)
	return out, nil
}

func (d *Desk) serveItem(_ context.Context, in *itemIn) (*itemOut, error) {
	book := d.bookOn(in.On)
	item, ok := book.Item(in.Item)
	if !ok {
		return nil, fault.New(fault.Missing, "record.unknown_item", "这一天的目录中没有这一项；请见 /v1/catalogue。", "The catalogue of that day has no such item; see /v1/catalogue.").At("item")
	}
	return &itemOut{item}, nil
}
