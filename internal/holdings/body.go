package holdings

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// The items in which public bodies are the subject.
const (
	contracts = "government_contract" // 政府机构合同履约
	judgments = "government_judgment" // 政府机构涉诉裁判
)

// Body is a public body as a party: how its contracts stand, and whether judgments against it are performed (F28-3).
type Body struct {
	Code        string `json:"code"`
	Name        string `json:"name"`
	Contracts   int64  `json:"contracts"`
	Performed   int64  `json:"performed" doc:"of the contracts"`
	Overdue     int64  `json:"overdue" doc:"of the contracts: past their day and not performed"`
	Owed        int64  `json:"owed_fen" doc:"overdue under contracts, in fen"`
	Judgments   int64  `json:"judgments"`
	Unperformed int64  `json:"unperformed" doc:"of the judgments: past their day and not performed"`
	Unpaid      int64  `json:"unpaid_fen" doc:"not paid under judgments, in fen"`
	Disputed    int64  `json:"disputed" doc:"of the contracts and judgments: under objection"`
}

// party is one contract or judgment as it counts. The records themselves are read in the file of the body, where a reading is
// recorded with its purpose: they are not public.
type party struct {
	judgment bool
	state    string // performed, running or late
	owed     int64
	disputed bool
}

// Integrity is the board of public bodies of a day.
type Integrity struct {
	On     workday.Date `json:"on"`
	Total  Body         `json:"total"`
	Bodies []Body       `json:"bodies"`
}

// Integrity sums up what is recorded of public bodies as parties. The bodies within a post's region are shown, and one's own.
func (d *Desk) Integrity(ctx context.Context, who access.Actor) (Integrity, error) {
	all, err := record.OfPublicBodies(ctx, d.db)
	if err != nil {
		return Integrity{}, err
	}
	if err := d.dispute(ctx, all); err != nil {
		return Integrity{}, err
	}
	return board(slices.DeleteFunc(all, func(r record.Record) bool { return !sees(who, &r) }), d.today()), nil
}

// Public are the figures everybody may see: no body's records, and no body by name.
func (d *Desk) Public(ctx context.Context) (Body, error) {
	all, err := record.OfPublicBodies(ctx, d.db)
	return board(all, d.today()).Total, err
}

// sees: what one's own body reported or is the subject of, and what was reported in the region of the post.
func sees(who access.Actor, r *record.Record) bool {
	return who.Kind == access.KindCLI || who.Org != "" && slices.Contains([]string{r.EntityID, r.SourceID, r.AuthorityID}, who.Org) ||
		slices.ContainsFunc(who.Regions, func(p string) bool { return strings.HasPrefix(r.Region, p) })
}

// board is the sum, body by body: the worst first. A pure function of the records and the day.
func board(all []record.Record, today workday.Date) Integrity {
	out := Integrity{On: today, Bodies: []Body{}}
	for i := range all {
		r := &all[i]
		if r.State != record.Effective || r.Item != contracts && r.Item != judgments {
			continue
		}
		at := slices.IndexFunc(out.Bodies, func(b Body) bool { return b.Code == r.EntityID })
		if at < 0 {
			out.Bodies, at = append(out.Bodies, Body{Code: r.EntityID, Name: r.Subject}), len(out.Bodies)
		}
		p := partyOf(r, today)
		out.Bodies[at].add(&p)
		out.Total.add(&p)
	}
	slices.SortStableFunc(out.Bodies, func(a, b Body) int {
		return cmp.Or(cmp.Compare(b.Overdue+b.Unperformed, a.Overdue+a.Unperformed), cmp.Compare(b.Owed+b.Unpaid, a.Owed+a.Unpaid), cmp.Compare(a.Code, b.Code))
	})
	return out
}

func (b *Body) add(p *party) {
	if p.disputed {
		b.Disputed++
	}
	if p.judgment {
		b.Judgments++
		b.Unpaid += p.owed
		if p.state == "late" {
			b.Unperformed++
		}
		return
	}
	b.Contracts++
	b.Owed += p.owed
	switch p.state {
	case "performed":
		b.Performed++
	case "late":
		b.Overdue++
	}
}

// partyOf is a record as a contract or a judgment. What is performed owes nothing; what is not is late from the day after its day.
func partyOf(r *record.Record, today workday.Date) party {
	p := party{state: "running", disputed: r.DisputedOn != 0, owed: fen(r.Content["ZWHT_WFJE"])}
	says := r.Content["ZWHT_LYZT"]
	if p.judgment = r.Item == judgments; p.judgment {
		says, p.owed = r.Content["ZWCP_LXZT"], fen(r.Content["ZWCP_WLJE"])
	}
	switch {
	case performed(says) && p.owed == 0:
		p.state = "performed"
	case r.ValidUntil != 0 && r.ValidUntil < today:
		p.state = "late"
	}
	return p
}

// performed reads the word of the report: what says that it is done, and does not say that it is not.
func performed(says string) bool {
	for _, not := range []string{"未", "部分", "逾期", "正在", "中"} {
		if strings.Contains(says, not) {
			return false
		}
	}
	return strings.Contains(says, "履行") || strings.Contains(says, "完") || strings.Contains(says, "结清")
}

// fen reads an amount of ten thousand yuan as it stands in the record; what is no number is none.
func fen(wan string) int64 {
	n, code := record.ParseWan(strings.TrimSpace(wan))
	if code != "" {
		return 0
	}
	return n
}
