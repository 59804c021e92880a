package seed

import (
	"fmt"
	"iter"
	"sort"
	"time"

	"xinheng/internal/workday"
)

// Size of the invented province.
type Size string

const (
	Village  Size = "village"  // 200 entities, about 2 000 records
	Town     Size = "town"     // 20 000 entities, about 200 000 records
	Province Size = "province" // 4 million entities, about 40 million records and up
)

// Entities is how many market entities a size has.
func (s Size) Entities() int {
	return map[Size]int{Village: 200, Town: 20_000, Province: 4_000_000}[s]
}

// Delivery is one file a department hands over on a day of the story.
type Delivery struct {
	Item   string
	Source Body
	At     time.Time
	Format Format
	Rows   []values
	firms  []Firm // of a registration delivery
}

const (
	block       = 20_000 // firms whose year is invented at a time: bounds memory at any size
	recentWeeks = 6      // the last weeks come department by department, week by week
)

// province walks the whole story in the order of its calendar: registrations, a handover for every past year, then the
// last weeks department by department.
func province(size Size, today workday.Date) iter.Seq[Delivery] {
	return func(yield func(Delivery) bool) {
		recent := monday(today).AddDays(-7 * recentWeeks)
		if !registrations(size, yield) || !handovers(size, today, recent, yield) {
			return
		}
		weeks(size, recent, today, yield)
	}
}

func monday(d workday.Date) workday.Date {
	for d.Weekday() != time.Monday {
		d = d.AddDays(-1)
	}
	return d
}

func blocks(size Size) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for from := 0; from < size.Entities(); from += block {
			if !yield(from, min(from+block, size.Entities())) {
				return
			}
		}
	}
}

func at(d workday.Date, hour int) time.Time { return d.Start().Add(time.Duration(hour) * time.Hour) }

func registrations(size Size, yield func(Delivery) bool) bool {
	i := 0
	for from, to := range blocks(size) {
		firms := make([]Firm, 0, to-from)
		for n := from; n < to; n++ {
			firms = append(firms, Nth(n))
		}
		d := Delivery{Item: "entity", Source: market, At: at(workday.New(2019, 1, 7), 8).Add(time.Duration(i) * time.Second), Format: CSV, firms: firms}
		if !yield(d) {
			return false
		}
		i++
	}
	return true
}

// span is a stretch of decisions handed over together on one day.
type span struct{ first, last, handed workday.Date }

// spans cut the past: a year at a time, handed over on the 20th of the next January; and for the last thirteen months a
// week at a time, handed over on the Monday after, in time.
func spans(today, recent workday.Date) (out []span) {
	weekly := monday(today.AddMonths(-13))
	for first := workday.New(dawn.Year(), 1, 1); first < weekly; first = first.AddMonths(12) {
		out = append(out, span{first, min(first.AddMonths(12), weekly).AddDays(-1), min(first.AddMonths(12).AddDays(19), weekly)})
	}
	for first := weekly; first < recent; first = first.AddDays(7) {
		out = append(out, span{first, first.AddDays(6), first.AddDays(7)})
	}
	return out
}

// handovers deliver the past span by span, item by item.
func handovers(size Size, today, recent workday.Date, yield func(Delivery) bool) bool {
	for _, s := range spans(today, recent) {
		for from, to := range blocks(size) {
			byItem := map[string][]values{}
			for n := from; n < to; n++ {
				for _, e := range Nth(n).history(today, s.first, s.last) {
					byItem[e.item] = append(byItem[e.item], e.cells)
				}
			}
			for i, item := range order {
				if rows := byItem[item]; len(rows) > 0 {
					d := Delivery{Item: item, Source: centre, At: at(s.handed, 8).Add(time.Duration(from/block*100+i) * time.Second), Format: formatOf(item, s.first.Year()), Rows: rows}
					if !yield(d) {
						return false
					}
				}
			}
		}
	}
	return true
}

// order puts amendments after what they amend.
var order = []string{"licence", "penalty", "list_entry", "abnormal", "enforcement", "honour", "commitment", "contract", "rating_tax", "rating_environment", "rating_customs", "rating_national", "ban", "repair", "withdrawal", "removal"}

func formatOf(item string, year int) Format {
	if year == 2018 && item == "licence" { // the old penalty sheet has no column for the authority's code
		return OldCSV
	}
	switch (len(item) + year) % 4 {
	case 0:
		return CSVBOM
	case 1:
		return GB18030
	case 2:
		return JSONL
	}
	return CSV
}

// weeks deliver what was decided in a week on the Monday after it; one row in twenty comes three weeks late.
func weeks(size Size, recent, today workday.Date, yield func(Delivery) bool) {
	type key struct {
		on     workday.Date
		item   string
		source Body
	}
	sheets := map[key][]values{}
	for from, to := range blocks(size) {
		for n := from; n < to; n++ {
			for i, e := range Nth(n).history(today, recent, today) {
				on := monday(e.decided).AddDays(7)
				if (n*7+i)%20 == 3 { // three weeks late
					on = on.AddDays(21)
				}
				on = min(on, today)
				k := key{on, e.item, e.source}
				sheets[k] = append(sheets[k], flawed(n*31+i, e.cells))
			}
		}
	}
	keys := make([]key, 0, len(sheets))
	for k := range sheets {
		keys = append(keys, k)
	}
	rank := map[string]int{}
	for i, item := range order {
		rank[item] = i
	}
	sort.Slice(keys, func(i, j int) bool {
		a, b := keys[i], keys[j]
		if a.on != b.on {
			return a.on < b.on
		}
		if a.item != b.item {
			return rank[a.item] < rank[b.item]
		}
		return a.source.USCC < b.source.USCC
	})
	citizens := 0
	for i, k := range keys {
		format := []Format{CSV, XLSX, GB18030, JSONL}[i%4]
		clock := at(k.on, 0).Add(time.Duration(i) * time.Second) // before anybody's morning, today's too
		rows := sheets[k]
		if k.item == "penalty" && (citizens == 0 || i%9 == 0) {
			rows = append(rows, citizenRow(citizens, k.source, k.on.AddDays(-5)))
			citizens++
		}
		if !yield(Delivery{Item: k.item, Source: k.source, At: clock, Format: format, Rows: rows}) {
			return
		}
	}
}

// flawed spoils one row in sixty the way real sources do: a wrong check character, a missing basis, only a name.
func flawed(n int, v values) values {
	spoil := values{}
	switch {
	case n%60 == 1:
		c := v["subject_uscc"]
		if c == "" {
			return v
		}
		last := byte('0')
		if c[17] == '0' {
			last = '1'
		}
		spoil["subject_uscc"] = c[:17] + string(last)
	case n%60 == 2 && v["basis"] != "":
		spoil["basis"] = ""
	case n%90 == 4:
		spoil["subject_uscc"] = ""
	default:
		return v
	}
	out := make(values, len(v))
	for k, x := range v {
		out[k] = x
	}
	for k, x := range spoil {
		out[k] = x
	}
	return out
}

// citizenRow is a penalty on a natural person.
func citizenRow(n int, by Body, on workday.Date) values {
	name, id := citizen(firstCitizen + n)
	v := decidedBy(values{"subject_name": name, "subject_kind": "自然人", "subject_id_type": "身份证", "subject_id": id}, by)
	v["document_no"] = fmt.Sprintf("示个罚〔%d〕%d号", on.Year(), n)
	v["title"], v["facts"], v["basis"], v["kinds"] = "无证经营", "经查，当事人未取得营业执照从事经营活动。", "《无证无照经营查处办法》", "罚款"
	v["CF_NR"], v["amount_fine"] = "罚款2000元。", "0.2"
	v["decided_on"], v["served_on"], v["valid_until"] = slash(on), slash(on), longTerm
	return v
}
