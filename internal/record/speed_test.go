package record

import (
	"bytes"
	"fmt"
	"testing"
	"time"
	"os"
	"runtime/pprof"
	"xinheng/internal/pg"
)

func TestSpeedTmp(t *testing.T) {
	o := newOffice(t, "2026-08-05")
	n := 40000
	rows := many(n, func(i int, r map[string]string) {
		r["CF_XDR_SHXYM"] = code("91460000", fmt.Sprintf("MA%06d", i/10))
		r["CF_WSH"] = fmt.Sprintf("琼示市监处罚〔2026〕%d号", i)
	})
	data := sheetOf(t, rows...)
	f, _ := os.Create("/tmp/rec.prof")
	_ = pprof.StartCPUProfile(f)
	start := time.Now()
	_, err := o.Take(t.Context(), reporter, Delivery{Item: "penalty", File: bytes.NewReader(data)})
	took := time.Since(start)
	pprof.StopCPUProfile()
	if err != nil { t.Fatal(err) }
	// plain COPY of the same rows into an equally indexed table
	own := pgtestOwner(t, o.db)
	_ = pg.Query{}
	for _, sql := range []string{`create table public.plain (like record.version including all)`, } {
		if _, err := own.Exec(t.Context(), pg.Query{Name: "t", SQL: sql}); err != nil { t.Fatal(err) }
	}
	s2 := time.Now()
	if _, err := own.Exec(t.Context(), pg.Query{Name: "t", SQL: `insert into public.plain select * from record.version`}); err != nil { t.Fatal(err) }
	fmt.Println("look", tLook, "copy", tCopy, "fig", tFig, "tx", tTx); fmt.Println("take", took, "per row", took/time.Duration(n), "insert-select", time.Since(s2), "bytes", len(data))
}
