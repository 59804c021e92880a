package disclosure

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Fetch gives the file of an approved export to whoever asked for it, and counts it. The file is made once, at the first
// fetch, in the transaction that says so: after a crash it was made or it was not. Its rows are readings of their subjects.
func (d *Desk) Fetch(ctx context.Context, actor access.Actor, id string) (file []byte, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := lockExport(ctx, tx, id); err != nil {
			return err
		}
		e, err := d.findExport(ctx, tx, id)
		if err == nil && e.Actor != actor.ID {
			err = errUnknownExport
		}
		if err == nil && e.State != ExportApproved {
			err = notFetchable(e.State)
		}
		if err == nil {
			err = d.mayTakeOut(ctx, tx, actor)
		}
		if err != nil {
			return err
		}
		if e.Rows == nil {
			file, err = d.produce(ctx, tx, actor, &e)
		} else {
			file, err = d.kept(ctx, tx, id)
		}
		if err != nil {
			return err
		}
		e.Downloads++
		if err := insertDownload(ctx, tx, id, e.Downloads, d.now(), actor.ID); err != nil {
			return err
		}
		if err := d.alarmOnExport(ctx, tx, actor, e); err != nil {
			return err
		}
		return d.act(ctx, tx, "export.download", actor.ID, id, map[string]string{"count": strconv.FormatInt(e.Downloads, 10)})
	})
	if err != nil {
		return nil, err
	}
	return file, nil
}

func notFetchable(s ExportState) error {
	switch s {
	case ExportExpired:
		return fault.New(fault.Gone, "disclosure.export_expired", "导出文件已到期销毁；如仍需要，请重新申请。", "The export has expired and its file is destroyed; ask anew if it is still needed.")
	case ExportRefused:
		return fault.New(fault.Forbidden, "disclosure.export_refused", "该导出申请未获批准；请查看审批意见。", "This export was refused; see what the approver wrote.")
	}
	return fault.New(fault.TooEarly, "disclosure.export_waits", "该导出申请尚未批准；请等待审批。", "This export is not approved yet; wait for the approval.")
}

var errFull = errors.New("the export is larger than its limit")

// produce makes the file, stores it under seal and records what it is.
func (d *Desk) produce(ctx context.Context, tx pg.Tx, actor access.Actor, e *Export) ([]byte, error) {
	src, ok := d.source(e.Source)
	if !ok {
		return nil, fault.New(fault.Conflict, "disclosure.unknown_source", "该导出内容已不再提供；请重新申请。", "This source is no longer offered; ask anew.")
	}
	most, err := d.most(e)
	if err != nil {
		return nil, err
	}
	var rows []Row
	err = src.Rows(ctx, actor, e.Filter, func(r Row) error {
		if int64(len(rows)) >= most {
			return errFull
		}
		rows = append(rows, r)
		return nil
	})
	if errors.Is(err, errFull) {
		return nil, tooManyRows(most)
	}
	if err != nil {
		return nil, err
	}
	if err := d.readOut(ctx, tx, actor, e, src, rows); err != nil {
		return nil, err
	}
	file, err := d.markedCSV(actor, e, src, rows)
	if err != nil {
		return nil, err
	}
	sum, n := sha256.Sum256(file), int64(len(rows))
	e.Rows = &n
	if err := insertProduct(ctx, tx, e.ID, d.now(), n, int64(len(file)), sum[:], d.seal.Seal(fileContext(e.ID), file)); err != nil {
		return nil, err
	}
	return file, d.act(ctx, tx, "export.produce", actor.ID, e.ID, map[string]string{"rows": strconv.FormatInt(n, 10), "sha256": hex.EncodeToString(sum[:])})
}

// most is how many rows were approved: data that grew past what one approval covers needs a new request.
func (d *Desk) most(e *Export) (int64, error) {
	many, err := d.limit(e.At, "disclosure.export.second")
	if e.Approvals > 1 {
		return e.RowLimit, err
	}
	return min(many, e.RowLimit), err
}

// readOut records a reading for every subject in the file: an export is no way around being seen.
func (d *Desk) readOut(ctx context.Context, tx pg.Tx, actor access.Actor, e *Export, src Source, rows []Row) error {
	var subjects []string
	for _, r := range rows {
		if r.Subject != "" {
			subjects = append(subjects, r.Subject)
		}
	}
	slices.Sort(subjects)
	var rs []Reading
	for _, s := range slices.Compact(subjects) {
		rs = append(rs, Reading{Subject: s, Fields: []string{src.Code}, Purpose: Exporting, Case: e.ID})
	}
	for part := range slices.Chunk(rs, MaxReadings) {
		if err := d.write(ctx, tx, actor, part, d.now().Truncate(time.Microsecond)); err != nil {
			return err
		}
	}
	return nil
}

// kept reads the file again, unless it was destroyed.
func (d *Desk) kept(ctx context.Context, tx pg.Tx, id string) ([]byte, error) {
	sealed, err := findFile(ctx, tx, id)
	if errors.Is(err, pg.ErrNone) {
		return nil, notFetchable(ExportExpired)
	}
	if err != nil {
		return nil, err
	}
	return d.seal.Open(fileContext(id), sealed)
}

func fileContext(id string) string { return "disclosure.export_file " + id }

// markedCSV writes the table with its two marks. The visible one is a line at the head and at the foot: who, when, under
// which approval. The other is the order of the rows, which a key and the number of the export decide: of a copy from which
// the lines were cut, Traces tells whose it was. Values themselves are never changed.
func (d *Desk) markedCSV(actor access.Actor, e *Export, src Source, rows []Row) ([]byte, error) {
	key := d.orderKey(e.ID)
	slices.SortStableFunc(rows, func(a, b Row) int { return bytes.Compare(key(a.Cells), key(b.Cells)) })
	var b bytes.Buffer
	b.WriteString("\ufeff") // spreadsheets take the file for UTF-8 only so
	w := csv.NewWriter(&b)
	line := []string{fmt.Sprintf("水印 Watermark: %s %s | %s | 审批号 approval %s | %d 行 rows | 仅限本人按申请目的使用 for the stated purpose only",
		cmp.Or(actor.Person, actor.ID), actor.Name, d.now().In(workday.Shanghai).Format("2006-01-02 15:04"), e.ID, len(rows))}
	for _, cells := range slices.Concat([][]string{line, src.Columns}, cellsOf(rows), [][]string{line}) {
		safe := make([]string, len(cells))
		for i, c := range cells {
			safe[i] = Inert(c)
		}
		if err := w.Write(safe); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

func cellsOf(rows []Row) [][]string {
	out := make([][]string, len(rows))
	for i, r := range rows {
		out[i] = r.Cells
	}
	return out
}

// orderKey gives what the rows of an export are sorted by.
func (d *Desk) orderKey(id string) func(cells []string) []byte {
	secret := d.seal.Blind("disclosure.order", id)
	return func(cells []string) []byte {
		mac := hmac.New(sha256.New, []byte(secret))
		for _, c := range cells {
			c = Inert(c) // as it stands in the file
			fmt.Fprintf(mac, "%d %s", len(c), c)
		}
		return mac.Sum(nil)
	}
}

// Traces says whether rows, in the order they were found in, come from an export: in its order they all ascend. Rows of
// another export do so by chance once in n! times. A dozen rows are enough to be sure.
func (d *Desk) Traces(id string, rows [][]string) bool {
	key := d.orderKey(id)
	return slices.IsSortedFunc(rows, func(a, b []string) int { return bytes.Compare(key(a), key(b)) })
}

// leastTraced is how many rows a trace needs: fewer may stand in the order of a stranger's export by chance.
const leastTraced = 12

// Trace finds the exports whose order leaked rows are in, among the newest thousand.
func (d *Desk) Trace(ctx context.Context, rows [][]string) ([]Export, error) {
	if len(rows) < leastTraced {
		return nil, fault.New(fault.Invalid, "disclosure.too_few_rows", "行数太少，无法可靠追溯；请提供至少 12 行。", "Too few rows to trace with certainty; give at least twelve.").At("rows")
	}
	all, err := d.exports(ctx, exportFilter{Limit: 10 * exportPage})
	return slices.DeleteFunc(all, func(e Export) bool { return e.Rows == nil || !d.Traces(e.ID, rows) }), err
}

// Inert makes a cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe, behind any blanks and
// in full-width form as well. Plain numbers stay numbers.
func Inert(cell string) string {
	s := strings.TrimLeft(cell, " \u00a0\u3000\ufeff\u200b")
	if s == "" {
		return cell
	}
	first, _ := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune("=+-@\t\r\n＝＋－＠|%", first) {
		return cell
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil && !strings.ContainsAny(s, "xXpPnNiI_") {
		return cell
	}
	return "'" + cell
}
