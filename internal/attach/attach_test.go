package attach

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// counter is the area on a real database, reached through HTTP.
type counter struct {
	*Desk
	t     testing.TB
	ring  seal.Ring
	url   string
	clock atomic.Int64
}

func firm(name, org string) access.Actor {
	return access.Actor{ID: "person:" + name, Kind: access.KindPerson, Org: org, Firm: "delegation", Scopes: []string{access.Self, access.CasePrepare}}
}

var people = map[string]access.Actor{
	"owner":     firm("owner", "91460000FIRM1"),
	"colleague": firm("colleague", "91460000FIRM1"),
	"stranger":  firm("stranger", "91460000FIRM2"),
	"citizen":   {ID: "person:citizen", Kind: access.KindPerson, Scopes: []string{access.Self}},
	"officer":   {ID: "person:officer", Kind: access.KindPerson, Org: "11460000BODY1", Post: "post", Scopes: []string{access.Self, access.RepairDraft}},
	"system":    {ID: "key:system", Kind: access.KindKey, Org: "91460000FIRM1", Scopes: access.Scopes()},
}

func open(t testing.TB) *counter {
	t.Helper()
	c := &counter{t: t, ring: seal.SingleRing(seal.National, bytes.Repeat([]byte{7}, seal.MinMaster))}
	s, err := seal.FromRing(c.ring)
	must(t, err)
	c.Desk = NewDesk(pgtest.New(t), s, small, func() time.Time { return time.Unix(0, c.clock.Load()) })
	c.clock.Store(workday.MustParse("2026-11-22").Start().Add(9 * time.Hour).UnixNano())
	c.Register("case", func(_ context.Context, _ pg.DB, who access.Actor, id string) (bool, error) {
		return who.ID == "person:officer" && id == "case-1" || who.Org == "91460000FIRM1", nil
	})
	api := web.New(http.NewServeMux(), "test", func(r *http.Request, permission string) (context.Context, error) {
		a, ok := people[r.Header.Get("Authorization")]
		if !ok || !a.May(permission) {
			return nil, fault.New(fault.Forbidden, "access.no_permission", "没有权限。", "Not yours to do.")
		}
		return access.With(r.Context(), a), nil
	})
	Routes(api, c.Desk)
	server := httptest.NewServer(api.Mux)
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

func (c *counter) send(who, method, path, kind string, body io.Reader) (*http.Response, []byte) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, body)
	must(c.t, err)
	r.Header.Set("Authorization", who)
	r.Header.Set("Content-Type", kind)
	resp, err := http.DefaultClient.Do(r)
	must(c.t, err)
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	must(c.t, err)
	return resp, b
}

// form sends a file as a browser does.
func (c *counter) form(who, kind, grade, name string, body []byte) (int, Attachment, string) {
	c.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	must(c.t, w.WriteField("kind", kind))
	if grade != "" {
		must(c.t, w.WriteField("grade", grade))
	}
	head := textproto.MIMEHeader{}
	head.Set("Content-Disposition", fmt.Sprintf(`form-data; name="file"; filename="%s"`, name))
	p, err := w.CreatePart(head)
	must(c.t, err)
	_, _ = p.Write(body)
	must(c.t, w.Close())
	return c.answer(c.send(who, "POST", "/v1/attachments", w.FormDataContentType(), &b))
}

func (c *counter) answer(resp *http.Response, b []byte) (int, Attachment, string) {
	c.t.Helper()
	var a Attachment
	var p web.Problem
	if resp.StatusCode == http.StatusCreated {
		must(c.t, json.Unmarshal(b, &a))
	} else {
		must(c.t, json.Unmarshal(b, &p))
	}
	return resp.StatusCode, a, p.Code
}

// taken hands in a file that is taken.
func (c *counter) taken(who, name string, body []byte) Attachment {
	c.t.Helper()
	status, a, code := c.form(who, "proof", "", name, body)
	if status != http.StatusCreated {
		c.t.Fatalf("%s: %d %s", name, status, code)
	}
	return a
}

func (c *counter) get(who, id string) int {
	c.t.Helper()
	resp, _ := c.send(who, "GET", "/v1/attachments/"+id, "", nil)
	return resp.StatusCode
}

func (c *counter) linked(who string, to Link, ids ...string) error {
	return c.db.InTx(c.t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := c.Link(ctx, tx, people[who], to, ids...)
		return err
	})
}

var (
	qCount  = pg.Q("attach_test.count", `select (select count(*) from attach.content) || ' ' || (select count(*) from attach.piece) || ' ' || (select count(*) from attach.file)`)
	qTamper = pg.Q("attach_test.tamper", `update attach.piece set body = body`)
	qErase  = pg.Q("attach_test.erase", `delete from attach.piece`)
	qUnlink = pg.Q("attach_test.unlink", `delete from attach.link`)
	qRaw    = pg.Q("attach_test.raw", `select body from attach.piece order by content_id, n`)
	qNames  = pg.Q("attach_test.names", `select name from attach.file`)
)

func (c *counter) counts() string {
	c.t.Helper()
	s, err := pg.Scalar[string](c.t.Context(), c.db, qCount)
	must(c.t, err)
	return s
}

func TestWhatIsHandedInComesBackAsItWas(t *testing.T) {
	t.Parallel()
	c := open(t)
	body := []byte(strings.Repeat("情况说明，每一行都要保留。\n", 20_000)) // several pieces
	a := c.taken("owner", "张示例的说明.txt", body)
	if a.Type != "text/plain; charset=utf-8" || a.Size != int64(len(body)) || a.Grade != SelfUploaded || a.Linked {
		t.Errorf("attachment %+v", a)
	}
	resp, got := c.send("owner", "GET", "/v1/attachments/"+a.ID, "", nil)
	if !bytes.Equal(got, body) {
		t.Error("another content comes back")
	}
	for head, want := range map[string]string{
		"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
		"Cache-Control": "private, no-store", "Content-Disposition": `attachment; filename="attachment.txt"; filename*=UTF-8''` + url.PathEscape("张示例的说明.txt"),
	} {
		if resp.Header.Get(head) != want {
			t.Errorf("%s: %q", head, resp.Header.Get(head))
		}
	}
	rows, err := pg.Column[[]byte](t.Context(), c.db, qRaw)
	must(t, err)
	names, err := pg.Column[[]byte](t.Context(), c.db, qNames)
	must(t, err)
	for _, sealed := range append(rows, names...) {
		if bytes.Contains(sealed, []byte("说明")) || len(sealed) > 256<<10 {
			t.Error("what is stored can be read, or is too large a row")
		}
	}
	if len(rows) < 2 {
		t.Errorf("%d pieces", len(rows))
	}
	raw, err := json.Marshal(a)
	must(t, err)
	if _, info := c.send("colleague", "GET", "/v1/attachments/"+a.ID+"/info", "", nil); !bytes.Equal(bytes.TrimSpace(info), raw) {
		t.Errorf("info %s, want %s", info, raw)
	}
}

func TestTheFileMayBeTheBodyItself(t *testing.T) {
	t.Parallel()
	c := open(t)
	path := "/v1/attachments?kind=proof&name=" + url.QueryEscape("凭证.pdf")
	if status, a, code := c.answer(c.send("owner", "POST", path, "application/pdf", bytes.NewReader(pdfOf()))); status != http.StatusCreated || a.Name != "凭证.pdf" {
		t.Errorf("%d %s", status, code)
	}
	if _, _, code := c.answer(c.send("owner", "POST", path, "application/pdf", strings.NewReader(""))); code != "attach.empty" {
		t.Errorf("an empty body: %s", code)
	}
	if _, _, code := c.answer(c.send("owner", "POST", "/v1/attachments", "multipart/form-data; boundary=x", strings.NewReader("--x--"))); code != "attach.no_file" {
		t.Errorf("a form without a file: %s", code)
	}
}

func TestARefusedFileLeavesNothing(t *testing.T) {
	t.Parallel()
	c := open(t)
	for _, row := range []struct{ who, kind, grade, name, code string }{
		{"owner", "proof", "", "../a.pdf", "attach.bad_name"},
		{"owner", "proof", "", "a.png", "attach.mismatch"},
		{"owner", "Proof!", "", "a.pdf", "attach.bad_kind"},
		{"owner", "proof", "E", "a.pdf", "attach.bad_grade"},
		{"system", "proof", "", "a.pdf", "access.no_permission"}, // a system hands in records, not papers of people
		{"nobody", "proof", "", "a.pdf", "access.no_permission"},
	} {
		if _, _, code := c.form(row.who, row.kind, row.grade, row.name, pdfOf()); code != row.code {
			t.Errorf("%+v: %s", row, code)
		}
	}
	if _, _, code := c.form("owner", "proof", "", "a.txt", bytes.Repeat([]byte("a"), 1<<20+1)); code != "attach.too_large" {
		t.Errorf("a byte too many: %s", code)
	}
	if c.counts() != "0 0 0" {
		t.Errorf("left behind: %s", c.counts())
	}
	c.taken("owner", "a.txt", bytes.Repeat([]byte("a"), 1<<20)) // exactly as large as may be
}

// F02-4: what the subject hands in is C or D; A and B are for who has seen the original.
func TestF02_4_EveryAttachmentCarriesItsGrade(t *testing.T) {
	t.Parallel()
	c := open(t)
	for _, row := range []struct{ who, grade, want, code string }{
		{"owner", "", "C", ""}, {"owner", "D", "D", ""}, {"owner", "B", "", "attach.bad_grade"}, {"owner", "A", "", "attach.bad_grade"},
		{"citizen", "B", "", "attach.bad_grade"}, {"officer", "B", "B", ""}, {"officer", "A", "A", ""},
	} {
		_, a, code := c.form(row.who, "proof", row.grade, "a.pdf", pdfOf())
		if string(a.Grade) != row.want || code != row.code {
			t.Errorf("%+v: %q %s", row, a.Grade, code)
		}
	}
}

func TestWhoMaySeeAnAttachment(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.taken("owner", "a.pdf", pdfOf())
	for who, status := range map[string]int{"owner": 200, "colleague": 200, "stranger": 404, "officer": 404, "citizen": 404, "system": 403} {
		if got := c.get(who, a.ID); got != status {
			t.Errorf("not linked, %s: %d, want %d", who, got, status)
		}
	}
	if err := c.linked("stranger", Link{"case", "case-2"}, a.ID); !fault.Is(err, "attach.unknown") {
		t.Errorf("a stranger links it: %v", err)
	}
	must(t, c.linked("owner", Link{"case", "case-1"}, a.ID))
	must(t, c.linked("colleague", Link{"case", "case-1"}, a.ID)) // the second click
	if err := c.linked("owner", Link{"case", "case-2"}, a.ID); !fault.Is(err, "attach.unknown") {
		t.Errorf("linked to a second case: %v", err)
	}
	for who, status := range map[string]int{"owner": 200, "officer": 200, "stranger": 404, "citizen": 404} {
		if got := c.get(who, a.ID); got != status {
			t.Errorf("linked, %s: %d, want %d", who, got, status)
		}
	}
	b := c.taken("owner", "b.txt", []byte("其他"))
	must(t, c.linked("owner", Link{"nothing known", "x"}, b.ID))
	if got := c.get("owner", b.ID); got != 404 {
		t.Errorf("linked to what nobody answers for: %d", got)
	}
	for _, id := range []string{"x", "00000000-0000-0000-0000-000000000000", "%00", a.ID + "0"} {
		if got := c.get("owner", id); got != 404 {
			t.Errorf("%q: %d", id, got)
		}
	}
	list, err := c.Of(t.Context(), c.db, Link{"case", "case-1"})
	must(t, err)
	if len(list) != 1 || list[0].ID != a.ID || !list[0].Linked {
		t.Errorf("of the case: %+v", list)
	}
}

func TestTheSameFileIsKeptOnceForItsOwner(t *testing.T) {
	t.Parallel()
	c := open(t)
	first := c.taken("owner", "a.pdf", pdfOf())
	if again := c.taken("owner", "a.pdf", pdfOf()); again.ID != first.ID {
		t.Error("the second click made a second attachment")
	}
	other := c.taken("colleague", "b.pdf", pdfOf())
	if other.ID == first.ID || c.counts() != "1 1 2" {
		t.Errorf("two attachments of one content: %s", c.counts())
	}
	c.taken("stranger", "a.pdf", pdfOf())
	if c.counts() != "2 2 3" {
		t.Errorf("two owners share a content: %s", c.counts())
	}
	must(t, c.linked("owner", Link{"case", "case-1"}, first.ID))
	if third := c.taken("owner", "a.pdf", pdfOf()); third.ID == first.ID {
		t.Error("an attachment of a case was given out for another")
	}
}

func TestManyAtOnceMakeOneContent(t *testing.T) {
	t.Parallel()
	c := open(t)
	var wg sync.WaitGroup
	for _, who := range []string{"owner", "colleague", "owner"} {
		wg.Go(func() {
			if _, err := c.Put(t.Context(), people[who], Upload{Kind: "proof", Name: "a.pdf"}, bytes.NewReader(pdfOf())); err != nil {
				t.Errorf("%s: %v", who, err)
			}
		})
	}
	wg.Wait()
	if got := c.counts(); !strings.HasPrefix(got, "1 1 ") {
		t.Errorf("kept: %s", got)
	}
}

var errDied = errors.New("the machine died")

// dying gives half a file and then dies.
type dying struct{ rest io.Reader }

func (d dying) Read(b []byte) (int, error) {
	n, err := d.rest.Read(b)
	if errors.Is(err, io.EOF) {
		err = errDied
	}
	return n, err
}

func TestACrashInTheMiddleLeavesNothingHalf(t *testing.T) {
	t.Parallel()
	c := open(t)
	if _, err := c.Put(t.Context(), people["owner"], Upload{Kind: "proof", Name: "a.pdf"}, dying{bytes.NewReader(pdfOf())}); !fault.Is(err, "attach.broken") {
		t.Errorf("a body that breaks off: %v", err)
	}
	content, err := c.content("91460000FIRM1", kindTXT, bytes.Repeat([]byte("a"), 600<<10))
	must(t, err)
	err = c.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := c.keep(ctx, tx, content)
		return errors.Join(err, errDied)
	})
	if !errors.Is(err, errDied) || c.counts() != "0 0 0" {
		t.Errorf("%v; left behind: %s", err, c.counts())
	}
	if c.memory.Load() != 0 {
		t.Errorf("%d bytes of memory are still counted", c.memory.Load())
	}
}

func TestWhatNobodyLinkedIsSweptAfterADay(t *testing.T) {
	t.Parallel()
	c := open(t)
	kept := c.taken("owner", "a.pdf", pdfOf())
	gone := c.taken("owner", "b.txt", []byte("没有用上"))
	must(t, c.linked("owner", Link{"case", "case-1"}, kept.ID))
	for _, row := range []struct {
		after time.Duration
		swept int64
	}{{24 * time.Hour, 0}, {24*time.Hour + time.Second, 1}, {48 * time.Hour, 0}} {
		c.clock.Store(workday.MustParse("2026-11-22").Start().Add(9*time.Hour + row.after).UnixNano())
		n, err := c.Sweep(t.Context())
		must(t, err)
		if n != row.swept {
			t.Errorf("after %v: %d swept, want %d", row.after, n, row.swept)
		}
	}
	if c.get("owner", gone.ID) != 404 || c.get("owner", kept.ID) != 200 || c.counts() != "1 1 1" {
		t.Errorf("kept: %s", c.counts())
	}
}

func TestTooManyThatWaitAreRefusedUntilTheyAreUsed(t *testing.T) {
	t.Parallel()
	c := open(t)
	var last Attachment
	for i := range 3 {
		last = c.taken("owner", "a.txt", []byte(fmt.Sprint("第", i, "份")))
	}
	if _, _, code := c.form("owner", "proof", "", "a.txt", []byte("第四份")); code != "attach.too_many" {
		t.Errorf("a fourth: %s", code)
	}
	c.taken("stranger", "a.txt", []byte("别人的"))
	must(t, c.linked("owner", Link{"case", "case-1"}, last.ID))
	c.taken("owner", "a.txt", []byte("第四份"))
}

func TestFilesBeingTakenInShareOneMemory(t *testing.T) {
	t.Parallel()
	c := open(t)
	c.memory.Store(c.limits.Memory)
	if _, _, code := c.form("owner", "proof", "", "a.pdf", pdfOf()); code != "attach.busy" {
		t.Errorf("beyond the memory: %s", code)
	}
	c.memory.Store(0)
	c.taken("owner", "a.pdf", pdfOf())
	if c.memory.Load() != 0 {
		t.Error("memory is not given back")
	}
}

func TestWhatWasHandedInCannotBeChangedOrDeleted(t *testing.T) {
	t.Parallel()
	c := open(t)
	c.taken("owner", "a.pdf", pdfOf())
	for _, q := range []pg.Query{qTamper, qErase, qUnlink} {
		if _, err := c.db.Exec(t.Context(), q); !pg.Denied(err) {
			t.Errorf("%v is not refused: %v", q, err)
		}
	}
}

// F24-5: keys turn, and what was handed in before opens as before, under the new key.
func TestF24_5_KeysOfAttachmentsAreSealedAnewWhenTheRingTurns(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.taken("owner", "a.pdf", pdfOf())
	must(t, c.sealer.Use(c.ring.Turned()))
	for _, h := range Holders() {
		r, err := seal.Rotate(t.Context(), c.db, c.sealer, h, 10)
		must(t, err)
		if r.Resealed != 1 || r.Unreadable != 0 {
			t.Errorf("%s: %+v", h.Name, r)
		}
		stale, err := h.Stale(t.Context(), c.db, c.sealer.Header(), "", 10)
		must(t, err)
		if len(stale) != 0 {
			t.Errorf("%s: %d stale", h.Name, len(stale))
		}
	}
	if _, got := c.send("owner", "GET", "/v1/attachments/"+a.ID, "", nil); !bytes.Equal(got, pdfOf()) {
		t.Error("it does not open any more")
	}
}

// A link in the making holds its file: the sweep passes by, whichever of the two ends first.
func TestASweepPassesByWhatIsBeingLinked(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.taken("owner", "a.pdf", pdfOf())
	c.clock.Add(int64(48 * time.Hour))
	must(t, c.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		if _, err := c.Link(ctx, tx, people["owner"], Link{"case", "case-1"}, a.ID); err != nil {
			return err
		}
		n, err := c.Sweep(ctx) // on another connection, while the link is not committed
		if n != 0 {
			t.Errorf("%d swept", n)
		}
		return err
	}))
	if n, err := c.Sweep(t.Context()); n != 0 || err != nil || c.get("owner", a.ID) != 200 {
		t.Errorf("%d swept, %v", n, err)
	}
}
