package snapshot

import (
	"context"
	"net/http"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

func recheckRoutes(a *web.API, d *Desk) {
	web.Add(a, row("recheck", http.MethodPost, "/v1/checks/rechecks", access.ScopeCheck, "复核依据快照作出的答复 · Check again what was answered from a snapshot",
		"Up to 200 answers. Each is checked as of the day it was given for, with evidence of its own, and told to agree or to differ; where it differs, what was done is to be said within the term. Delivered again under the same `ref` an answer is told as before. An answer that cannot be checked is refused by itself.",
		"snapshot.size", "snapshot.twice", "snapshot.unknown", "snapshot.not_usable", "snapshot.person", "snapshot.other_answer"), d.serveRecheck)
	web.Add(a, row("rechecks", http.MethodGet, "/v1/checks/rechecks", access.ScopeCheck, "本单位的复核 · Re-checks of one's own body", "Newest first."), d.serveRechecks)
	web.Add(a, row("answer", http.MethodPost, "/v1/checks/rechecks/{id}/answer", access.MeasureAnswer, "说明不一致的处理情况 · Say what was done about a difference",
		"Once; the same again is the same.", "snapshot.no_recheck", "snapshot.agrees", "snapshot.answered", "snapshot.no_officer", "snapshot.note"), d.serveAnswer)
}

// Differs is a re-check as the body that answered sees it.
type Differs struct {
	Rechecked
	At      time.Time    `json:"at"`
	Matter  string       `json:"matter"`
	Name    law.Text2    `json:"matter_name"`
	Subject string       `json:"subject"`
	On      workday.Date `json:"on"`
	CaseNo  string       `json:"case_no"`
	Officer string       `json:"officer" doc:"who answered from the snapshot"`
	Left    int          `json:"left" doc:"working days left, negative once late; of what needs no answer 0"`
	Late    bool         `json:"late"`
	Reply   *Reply       `json:"reply,omitempty"`

	Names map[string]law.Text2 `json:"names" doc:"of the measures by code"`
}

func (d *Desk) differs(r *recheckRow) Differs {
	out := Differs{Rechecked: r.shown(), At: r.At, Matter: r.Matter, Name: law.Text2{ZH: r.Matter, EN: r.Matter}, Subject: r.EntityID, On: r.OnDate, CaseNo: r.CaseNo, Officer: r.Officer}
	book := d.law.On(r.OnDate)
	if m, ok := book.Matter(r.Matter); ok {
		out.Name = m.Name
	}
	out.Names = map[string]law.Text2{}
	for _, code := range append(slices.Clone(r.Was.Measures), r.Now.Measures...) {
		called(out.Names, code, book)
	}
	switch {
	case r.RepliedAt != nil:
		out.Reply = &Reply{At: *r.RepliedAt, Officer: r.Replier, Done: r.Done, Note: r.Note, Late: r.WasLate}
		out.Late = r.WasLate
	case r.DueOn != 0:
		out.Left, _ = d.law.Calendar().Between(d.today(), r.DueOn)
		out.Late = d.today() > r.DueOn
	}
	return out
}

type (
	recheckIn struct {
		Body struct {
			Answers []Given `json:"answers" maxItems:"200"`
		}
	}
	recheckOut struct {
		Body struct {
			Results []Rechecked `json:"results" doc:"in the order of the answers"`
			Agree   int         `json:"agree"`
			Differ  int         `json:"differ"`
			Refused int         `json:"refused"`
		}
	}
	rechecksIn struct {
		State    string `query:"state" enum:"agrees,open,overdue,answered"`
		Decision string `query:"decision" maxLength:"64"`
		After    string `query:"after" maxLength:"64"`
	}
	rechecksOut struct {
		Body struct {
			Rechecks []Differs `json:"rechecks"`
			Counts   Counts    `json:"counts"`
			Next     string    `json:"next,omitempty" doc:"give it as after; absent at the end"`
		}
	}
	answerIn struct {
		ID   string `path:"id" maxLength:"64" doc:"decision_id of the re-check"`
		Body struct {
			Officer string `json:"officer,omitempty" maxLength:"64" doc:"who answers; a system must say it, of a person signed in the session does"`
			Done    string `json:"done" enum:"changed,kept,not_concluded" doc:"已按复核结论改正, 维持原处理, 办件尚未办结或已终止"`
			Note    string `json:"note,omitempty" maxLength:"800" doc:"at most 200 characters, needed with kept; name no natural person"`
		}
	}
	answerOut struct{ Body Differs }
)

func (d *Desk) serveRecheck(ctx context.Context, in *recheckIn) (*recheckOut, error) {
	who, _ := access.From(ctx)
	all, err := d.Recheck(ctx, who, in.Body.Answers)
	if err != nil {
		return nil, err
	}
	out := &recheckOut{}
	out.Body.Results = all
	for i := range all {
		switch {
		case all[i].Error != nil:
			out.Body.Refused++
		case all[i].Agrees:
			out.Body.Agree++
		default:
			out.Body.Differ++
		}
	}
	return out, nil
}

const onePage = 100

func (d *Desk) serveRechecks(ctx context.Context, in *rechecksIn) (*rechecksOut, error) {
	who, _ := access.From(ctx)
	rows, err := rechecks(ctx, d.db, who.Org, in.Decision, in.State, d.today(), in.After, onePage+1)
	if err != nil {
		return nil, err
	}
	out := &rechecksOut{}
	if len(rows) > onePage {
		rows = rows[:onePage]
		out.Body.Next = rows[onePage-1].DecisionID
	}
	out.Body.Rechecks = make([]Differs, len(rows))
	for i := range rows {
		out.Body.Rechecks[i] = d.differs(&rows[i])
	}
	out.Body.Counts, err = counts(ctx, d.db, who.Org, d.today())
	return out, err
}

func (d *Desk) serveAnswer(ctx context.Context, in *answerIn) (*answerOut, error) {
	who, _ := access.From(ctx)
	o, err := d.Answer(ctx, who, in.ID, in.Body.Officer, in.Body.Done, in.Body.Note)
	if err != nil {
		return nil, err
	}
	return &answerOut{o}, nil
}
