package check

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/csv"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
)

type batchAnswer struct {
	Counts  map[string]int `json:"counts"`
	Group   string         `json:"group"`
	Entry   string         `json:"entry_id"`
	Results []batchRow     `json:"results"`
}

type batchRow struct {
	Decision
	Row   int `json:"row"`
	Error *struct {
		Code string `json:"code"`
	} `json:"error"`
}

func TestF07_6_ABatchIsAnsweredSignedAndKeptAsOneGroup(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	subjects := []string{listedFirm, "91460000MAXNX0001B", cleanFirm, strange, " " + strings.ToLower(listedFirm)}
	body := strings.NewReplacer("SUBJECTS", `"`+strings.Join(subjects, `","`)+`"`).Replace(
		`{"matter":"gp-qualification","purpose":"procurement","case_no":"P-1","officer":"示例经办人","subjects":[SUBJECTS]}`)
	status, header, file := o.fetch(http.MethodPost, "/v1/checks/batch", o.mine, "application/json", []byte(body))
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, file)
	}
	a := read[batchAnswer](t, file)
	if a.Counts["prohibited"] != 2 || a.Counts["clear"] != 1 || a.Counts["unknown_subject"] != 1 || a.Counts["refused"] != 1 {
		t.Errorf("%v", a.Counts)
	}
	if r := a.Results[1]; r.Error == nil || r.Error.Code != "ident.uscc_check" || r.Row != 2 || bytes.Contains(file, []byte(subjects[1])) {
		t.Errorf("the refused row: %+v", r)
	}
	if d := a.Results[4].Decision; d.Subject != listedFirm || d.Outcome != Prohibited || d.Effects[0].Because.DocumentNo == "" {
		t.Errorf("the last row: %+v", d)
	}
	if n := o.count(`select count(distinct group_id) from "check".decision`); n != 1 || o.count(`select count(*) from "check".decision`) != 4 {
		t.Errorf("%d groups", n)
	}
	_, again := o.get("/v1/decisions/"+a.Results[0].ID, o.mine)
	if r := read[Decision](t, again).Receipt; r == nil || r.Count != 4 || r.Group != a.Group || r.Entry != a.Entry {
		t.Errorf("%s", again)
	}

	t.Run("the signature holds for this file only", func(t *testing.T) {
		verify := func(file []byte) bool {
			parts := strings.Fields(header.Get("X-Xinheng-Signature"))
			value, err := base64.StdEncoding.DecodeString(parts[2])
			must(t, err)
			_, key := o.get("/v1/checks/key", "")
			k := read[Key](t, key)
			if k.KeyID != parts[1] {
				t.Error("signed by another key than is published")
			}
			return VerifyFile(file, FileSeal{SHA256: o.desk.SealFile(file).SHA256, Signature: Signature{parts[0], parts[1], value}}, k.Public)
		}
		if !verify(file) {
			t.Error("it does not hold")
		}
		if verify(bytes.Replace(file, []byte("prohibited"), []byte("clear"), 1)) {
			t.Error("it holds for a forged file")
		}
	})
	t.Run("wrong sizes", func(t *testing.T) {
		for _, n := range []int{0, MaxBatch + 1} {
			_, err := o.desk.DecideMany(t.Context(), access.Actor{Org: myBody}, BatchRequest{Matter: "gp-qualification", Purpose: "procurement",
				CaseNo: "1", Officer: "示例", Subjects: slices.Repeat([]string{cleanFirm}, n)})
			if err == nil {
				t.Errorf("%d subjects are accepted", n)
			}
		}
	})
}

func TestF07_6_ACSVFileInAndOut(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, func(r *record.Record) { r.Title = "=HYPERLINK(1)" }))
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for k, v := range map[string]string{"matter": "gp-qualification", "purpose": "procurement", "case_no": "P-1", "officer": "示例经办人"} {
		must(t, w.WriteField(k, v))
	}
	f, err := w.CreateFormFile("file", "firms.csv")
	must(t, err)
	_, _ = f.Write([]byte("\ufeff名称,统一社会信用代码\r\n虚构示例甲公司," + listedFirm + "\r\n虚构示例乙公司," + cleanFirm + "\r\n\r\n空行之后,=1+1\r\n"))
	must(t, w.Close())
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.url+"/v1/checks/batch", &form)
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+o.mine)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Accept", "text/csv")
	resp, err := http.DefaultClient.Do(r)
	must(t, err)
	defer func() { _ = resp.Body.Close() }()
	rows, err := csv.NewReader(resp.Body).ReadAll()
	must(t, err)
	if len(rows) != 4 || rows[1][1] != "prohibited" || rows[1][2] != "应当：限制参加政府采购活动" || rows[1][5] != "2029-04-15" || rows[2][1] != "clear" || rows[3][1] != "refused" {
		t.Fatalf("%q", rows)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.HasPrefix(cell, "=") {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
}

// P2: ten thousand subjects in one request; the time itself is a matter of xinheng bench.
func TestF07_6_TenThousandAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	ids := make([]string, MaxBatch)
	firms := make([]registry.Entity, MaxBatch)
	for i := range ids {
		ids[i] = code(t, i)
		firms[i] = registry.Entity{ID: ids[i], Name: "虚构示例公司", Kind: registry.Enterprise}
	}
	must(t, o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error { return registry.Stub(ctx, tx, firms) }))
	must(t, o.index.Load(t.Context()))
	b, err := o.desk.DecideMany(t.Context(), access.Actor{Org: myBody}, BatchRequest{Matter: "gp-qualification", Purpose: "procurement",
		CaseNo: "1", Officer: "示例", Subjects: ids})
	must(t, err)
	if b.Counts[Prohibited] != 1 || b.Counts[Clear] != MaxBatch-1 || o.count(`select count(*) from "check".decision`) != MaxBatch {
		t.Errorf("%v", b.Counts)
	}
	last := b.rows[MaxBatch-1].Receipt
	if last.Count != MaxBatch || last.Index != MaxBatch-1 || o.count(`select count(*) from "check".evidence`) != 1 {
		t.Errorf("%d of %d", last.Index, last.Count)
	}
}
