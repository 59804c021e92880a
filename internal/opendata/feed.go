package opendata

import (
	"encoding/xml"
	"net/http"
	"strconv"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/record"
	"xinheng/internal/registry"
)

// atom is an Atom feed (RFC 4287).
type atom struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  string      `xml:"author>name"`
	Rights  string      `xml:"rights"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary,omitempty"`
}

const feedEntries = 100

func (d *Desk) serveEntity(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	e, err := registry.Find(r.Context(), d.db, id)
	if err == nil && e.Kind == registry.Person {
		err = errNoFirm // a natural person is followed by nobody (G10)
	}
	if err != nil {
		return err
	}
	all, err := record.Of(r.Context(), d.db, id, time.Time{})
	if err != nil {
		return err
	}
	return d.feed(w, "/v1/feeds/entities/"+id, "/entities/"+id, e.Name+" · 公开信用信息变化", all)
}

func (d *Desk) serveList(w http.ResponseWriter, r *http.Request) error {
	code := r.PathValue("code")
	l, ok := d.law.On(d.today()).List(code)
	if !ok {
		return errNoList
	}
	all, _, err := record.Listed(r.Context(), d.db, record.Filter{List: code, Limit: feedEntries}, d.today())
	if err != nil {
		return err
	}
	return d.feed(w, "/v1/feeds/lists/"+code, "/lists/"+code, l.Name.ZH, all)
}

// feed writes what is public of some records, and that others are not any more; never what those said, and nothing of a person.
func (d *Desk) feed(w http.ResponseWriter, self, page, title string, all []record.Record) error {
	today := d.today()
	f := atom{ID: d.Base + self, Title: title, Author: "信衡 Xinheng", Rights: d.Base + "/v1/open/licence",
		Links: []atomLink{{Rel: "self", Href: d.Base + self}, {Rel: "alternate", Href: d.Base + page}}}
	newest := time.Unix(0, 0)
	for i := range all {
		x := &all[i]
		status := x.StatusOn(today)
		if x.Person || len(f.Entries) == feedEntries || status == record.StatusHidden || status == record.StatusPending {
			continue
		}
		e := atomEntry{ID: d.Base + "/records/" + x.ID + "#v" + strconv.FormatInt(int64(x.Version), 10), Title: x.Title, Updated: x.SeenAt.UTC().Format(time.RFC3339), Link: atomLink{Href: d.Base + "/records/" + x.ID},
			Summary: x.Authority + " " + x.DocumentNo + " " + x.DecidedOn.String()}
		if status != record.StatusPublic {
			e.Title, e.Summary = "墓碑 tombstone："+string(status), "已终止公示，请停止展示和使用。No longer public: stop showing and using it."
		}
		if x.SeenAt.After(newest) {
			newest = x.SeenAt
		}
		f.Entries = append(f.Entries, e)
	}
	f.Updated = newest.UTC().Format(time.RFC3339)
	head := w.Header()
	head.Set("Content-Type", "application/atom+xml; charset=utf-8")
	head.Set("Cache-Control", "no-cache")
	if _, err := w.Write([]byte(xml.Header)); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(f)
}

var (
	errNoFirm = fault.New(fault.Missing, "registry.unknown", "没有这个主体；请核对统一社会信用代码。", "There is no such subject; check its code.")
	errNoList = fault.New(fault.Missing, "opendata.no_list", "没有这份名单；请从名单目录中选择。", "There is no such list; choose one of the catalogue.")
)
