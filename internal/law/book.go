package law

import (
	"strings"

	"xinheng/internal/workday"
)

// Book is the law in force on one date. Look-ups return false when nothing of that code is in force that day. The
// slices it returns are shared by everybody: do not change them.
type Book struct {
	Date    workday.Date
	Edition string // the Library's edition
	*index
}

func (b *Book) Limit(key string) (Limit, bool)              { return b.limits.find(key) }
func (b *Book) Items() []Item                               { return b.items.all }
func (b *Book) Lists() []List                               { return b.lists.all }
func (b *Book) List(code string) (List, bool)               { return b.lists.find(code) }
func (b *Book) MeasureKinds() []MeasureKind                 { return b.kinds.all }
func (b *Book) MeasureKind(code string) (MeasureKind, bool) { return b.kinds.find(code) }
func (b *Book) Measures() []Measure                         { return b.measures.all }
func (b *Book) Measure(code string) (Measure, bool)         { return b.measures.find(code) }
func (b *Book) Incentives() []Incentive                     { return b.incentives.all }
func (b *Book) Incentive(code string) (Incentive, bool)     { return b.incentives.find(code) }
func (b *Book) Matters() []Matter                           { return b.matters.all }
func (b *Book) Matter(code string) (Matter, bool)           { return b.matters.find(code) }
func (b *Book) Regions() []Region                           { return b.regions.all }
func (b *Book) Region(code string) (Region, bool)           { return b.regions.find(code) }
func (b *Book) Periods() []Period                           { return b.periods }
func (b *Book) SeverityRules() []SeverityRule               { return b.severities }

// Instrument finds one that is in force that day.
func (b *Book) Instrument(code string) (Instrument, bool) { return b.instruments.find(code) }

// Item finds a catalogue item by code or alias, in any case of letters.
func (b *Book) Item(codeOrAlias string) (Item, bool) {
	if it, ok := b.items.find(codeOrAlias); ok {
		return it, true
	}
	i, ok := b.itemNames[strings.ToLower(strings.TrimSpace(codeOrAlias))]
	if !ok {
		return Item{}, false
	}
	return b.items.all[i], true
}

// ListNamed finds a list by code, or by name as departments write it, with or without the word 黑名单.
func (b *Book) ListNamed(name string) (List, bool) {
	if l, ok := b.lists.find(name); ok {
		return l, true
	}
	i, ok := b.listNames[foldList(name)]
	if !ok {
		return List{}, false
	}
	return b.lists.all[i], true
}

// Cite writes a reference for people: 《信用修复管理办法》第三条.
func (b *Book) Cite(r Ref) Text2 {
	if r.Instrument == "" {
		return Text2{} // nothing is cited
	}
	if t, ok := b.cites[r]; ok {
		return t
	}
	return b.cite(r)
}
