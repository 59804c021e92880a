package seed

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/adoption"
	"xinheng/internal/app"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Sum is what a seeding took in.
type Sum struct {
	Files int `json:"files"`
	record.Counts
}

// TakeIn invents the province as of the app's today and takes it in through the real intake path, delivery by delivery
// on the calendar of the story. Interrupted, it is taken up where it stopped: a delivery is its own idempotent batch.
func TakeIn(ctx context.Context, a *app.App, size Size, progress io.Writer) (Sum, error) {
	var sum Sum
	today := workday.Of(a.Now())
	if err := adopt(ctx, a); err != nil {
		return sum, err
	}
	clock := a.Now()
	desk := record.NewDesk(a.Pool, a.Law, a.Sealer, a.Events, a.Ledger, func() time.Time { return clock })
	bar := newBar(progress, int64(size.Entities())*roughly)
	var file bytes.Buffer
	for d := range province(size, today) {
		item, ok := a.Law.On(today).Item(d.Item)
		if !ok {
			return sum, fmt.Errorf("seed: the catalogue has no item %s", d.Item)
		}
		file.Reset()
		if err := d.write(&file, item); err != nil {
			return sum, err
		}
		clock = d.At
		done := sum.Rows
		receipt, err := desk.Take(ctx, access.CLI(), record.Delivery{
			Item: d.Item, Source: d.Source.USCC, SourceName: d.Source.Name, Name: d.name(), File: bytes.NewReader(file.Bytes()),
			Progress: func(p record.Progress) { bar.at(done + p.Rows) },
		})
		if err != nil {
			return sum, err
		}
		sum.add(receipt.Counts)
		bar.at(sum.Rows)
	}
	bar.end(sum)
	return sum, a.Ledger.Sequence(ctx)
}

func (s *Sum) add(c record.Counts) {
	s.Files++
	s.Rows += c.Rows
	s.Accepted += c.Accepted
	s.Rejected += c.Rejected
	s.Duplicate += c.Duplicate
	s.Queued += c.Queued
}

func (d Delivery) name() string {
	return fmt.Sprintf("%s-%s-%s.%s", workday.Of(d.At), d.Item, d.Source.USCC[8:], d.Format.Ext())
}

// WriteFiles writes the deliveries as files into a folder instead of taking them in.
func WriteFiles(ctx context.Context, lib *law.Library, size Size, today workday.Date, dir string) (files int, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, fault.New(fault.Unavailable, "seed.unwritable", "目录不可写；请换一个目录。", "The folder cannot be written; choose another.")
	}
	for d := range province(size, today) {
		if err := ctx.Err(); err != nil {
			return files, err
		}
		item, ok := lib.On(today).Item(d.Item)
		if !ok {
			return files, fmt.Errorf("seed: the catalogue has no item %s", d.Item)
		}
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%05d-%s", files, d.name())))
		if err != nil {
			return files, err
		}
		if err := d.write(f, item); err != nil {
			_ = f.Close()
			return files, err
		}
		if err := f.Close(); err != nil {
			return files, err
		}
		files++
	}
	return files, nil
}

// adopt records the invented province's adoption of assumed values, once: shown wherever it carries an effect.
func adopt(ctx context.Context, a *app.App) error {
	_, err := adoption.Adopt(ctx, a.Pool, access.CLI(), a.Now(), law.Adoption{
		Keys: []string{"list:*", "measure:*", "period:*", "severity:*", "matter:*", "kind:*", "item:*", "incentive:*", "recognition:*", "report_recognition:*"},
		By:   "示例采认官", Body: "海南省示例信用主管部门",
		Why: law.Text2{
			ZH: "演示用途：本虚构省份采认规则库中标为“未核实”的取值，以便走通全部流程；真实部署须逐项核实后由有权机关采认。",
			EN: "For demonstration: this invented province adopts the values marked assumed so that every road can be walked; a real deployment adopts them one by one, after verification, by the competent body.",
		},
		From: workday.New(workday.Of(a.Now()).Year(), 1, 1), Until: workday.Of(a.Now()).AddMonths(12),
	})
	if fault.KindOf(err) == fault.Conflict {
		return nil // adopted by an earlier, interrupted seeding
	}
	return err
}

// bar is one line of progress that rewrites itself on a terminal.
type bar struct {
	w     io.Writer
	total int64
	shown int64
	start time.Time
}

func newBar(w io.Writer, total int64) *bar { return &bar{w: w, total: total, start: time.Now()} }

const (
	barWidth = 36
	roughly  = 11 // rows an entity brings, registration included: only the bar needs it
)

func (b *bar) at(done int64) {
	permille := min(done*1000/max(b.total, 1), 1000)
	if permille == b.shown {
		return
	}
	b.shown = permille
	full := int(permille) * barWidth / 1000
	fmt.Fprintf(b.w, "\r  [%s%s] %5.1f%%  %d", strings.Repeat("█", full), strings.Repeat("·", barWidth-full), float64(permille)/10, done)
}

func (b *bar) end(s Sum) {
	fmt.Fprintf(b.w, "\r  [%s] 100%%  %d 行/rows：收录 accepted %d，拒收 rejected %d，重复 duplicate %d，待匹配 queued %d（%.1f s）\n",
		strings.Repeat("█", barWidth), s.Rows, s.Accepted, s.Rejected, s.Duplicate, s.Queued, time.Since(b.start).Seconds())
}
