package verify

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Figures are commitments made, checked, kept and broken, of one matter in one division or summed up (F13-5, F05-4). What is under
// daily supervision, due and withdrawn is counted too, so that nothing is missing from the sum.
type Figures struct {
	Matter     string    `json:"matter,omitempty"`
	MatterName law.Text2 `json:"matter_name,omitzero"`
	Region     string    `json:"region,omitempty"`
	RegionName law.Text2 `json:"region_name,omitzero"`
	Made       int64     `json:"made"`
	Due        int64     `json:"due" doc:"to be verified, or in an officer's hands"`
	Late       int64     `json:"late" doc:"of those, past the term"`
	Checked    int64     `json:"checked"`
	Kept       int64     `json:"kept"`
	Mended     int64     `json:"mended" doc:"of those kept, after an order to correct"`
	Broken     int64     `json:"broken"`
	Pooled     int64     `json:"pooled" doc:"exempt, under daily supervision"`
	Ended      int64     `json:"withdrawn"`
	Days       int64     `json:"median_days" doc:"from the start of the term to the finding; of a sum the longest of its lines"`
	CheckRate  int64     `json:"check_permille" doc:"of those that were to be verified"`
	KeptRate   int64     `json:"kept_permille" doc:"of those checked; 0 where none was"`
}

// Public are the figures everybody may see, of a day.
type Public struct {
	On    workday.Date `json:"on"`
	Total Figures      `json:"total"`
	Lines []Figures    `json:"lines" doc:"by matter and division"`
}

func (f *Figures) add(x figure) {
	f.Made, f.Due, f.Late = f.Made+x.Made, f.Due+x.Due+x.Task, f.Late+x.Late
	f.Kept, f.Mended, f.Broken, f.Pooled, f.Ended = f.Kept+x.Kept, f.Mended+x.Mended, f.Broken+x.Broken, f.Pooled+x.Pooled, f.Ended+x.Ended
	f.Checked, f.Days = f.Kept+f.Broken, max(f.Days, x.Days)
	f.CheckRate, f.KeptRate = permille(f.Checked, f.Checked+f.Due), permille(f.Kept, f.Checked)
}

func permille(part, whole int64) int64 {
	if whole == 0 {
		return 0
	}
	return part * 1000 / whole
}

// Public counts, of one matter or one division if they are named.
func (d *Desk) Public(ctx context.Context, matter, region string) (Public, error) {
	rows, err := figures(ctx, d.db, d.today())
	out := Public{On: d.today(), Lines: []Figures{}}
	book := d.law.On(d.today())
	for _, r := range rows {
		if matter != "" && r.Matter != matter || !strings.HasPrefix(r.Region, region) {
			continue
		}
		f := Figures{Matter: r.Matter, Region: r.Region}
		if m, ok := book.Matter(r.Matter); ok {
			f.MatterName = m.Name
		}
		if g, ok := book.Region(r.Region); ok {
			f.RegionName = g.Name
		}
		f.add(r)
		out.Total.add(r)
		out.Lines = append(out.Lines, f)
	}
	slices.SortStableFunc(out.Lines, func(a, b Figures) int { return cmp.Compare(b.Made, a.Made) })
	return out, err
}
