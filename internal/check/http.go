package check

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/web"
)

// Routes mounts what the area answers.
func Routes(a *web.API, d *Desk) {
	a.AddRaw(web.Op{ID: "check.decide", Method: http.MethodPost, Path: "/v1/checks", Permission: access.ScopeCheck, Area: "check",
		Summary: "信用查验 · May this subject do this?", Notes: decideNotes, MaxBody: 16 << 10, Faults: questionFaults},
		Request{}, Decision{}, d.serveDecide)
	batchRoutes(a, d)
	personRoutes(a, d)
	web.Add(a, web.Op{ID: "check.history", Method: http.MethodGet, Path: "/v1/decisions", Permission: access.ScopeCheck, Area: "check",
		Summary: "本单位的查验记录 · Checks of one's own body", Notes: "Newest first. About natural persons (level 1) only the word that was answered is told, and no outcome finds them.",
		Faults: []string{"check.cursor", "check.bad_subject", "web.bad_date", "ident.uscc_check", "ident.uscc_length", "ident.uscc_alphabet"}}, d.serveHistory)
	a.AddRaw(web.Op{ID: "check.recall", Method: http.MethodGet, Path: "/v1/decisions/{id}", Permission: access.ScopeCheck, Area: "check",
		Summary: "一次查验的原始答复 · The exact answer of a check", Notes: "Only the body that asked sees it. · 仅查验单位可见。",
		Faults: []string{"check.unknown_decision"}}, nil, Decision{}, d.serveRecall)
	web.Add(a, web.Op{ID: "check.proof", Method: http.MethodGet, Path: "/v1/decisions/{id}/proof", Permission: access.ScopeCheck, Area: "check",
		Summary: "一次查验的存证证明 · Proof that a check was recorded", Notes: "For `xinheng ledger verify --proof FILE`, offline. · 可离线核验。",
		Faults: []string{"check.unknown_decision", "ledger.not_placed"}}, d.serveProof)
	web.Add(a, web.Op{ID: "check.replay", Method: http.MethodPost, Path: "/v1/decisions/{id}/replay", Permission: access.ScopeCheck, Area: "check",
		Summary: "用当时的输入复算一次查验 · Judge a check again from its stored inputs", Faults: []string{"check.unknown_decision", "check.other_edition"}}, d.serveReplay)
	catalogueRoutes(a, d)
}

const decideNotes = "The answer names every effect with its legal basis, the fact behind it and its end, what was looked at and does not count, and whether the commitment route is open. " +
	"It is recorded before it is given; the receipt ties it to the ledger. Outcomes: `prohibited` a block that must be applied, `restricted` another measure that must be applied or a block that may be, " +
	"`attention` something to mind, `clear` nothing adverse, `unknown_subject` not registered, which is not bad data. " +
	"About natural persons (level 1) only `answer` is given: yes, no, or not_enough_data."

var questionFaults = []string{"web.invalid", "check.bad_purpose", "check.no_case", "check.no_officer", "check.officer_given", "check.watch_today", "check.future", "check.unknown_matter",
	"check.matter_not_in_force", "check.unlisted_measure", "check.not_recorded", "standing.behind", "ident.uscc_check", "ident.uscc_length", "ident.uscc_alphabet"}

// buffers are reused between answers; one that grew beyond an ordinary answer is let go.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 4<<10); return &b }}

func (d *Desk) serveDecide(w http.ResponseWriter, r *http.Request) error {
	var req Request
	if err := decode(r.Body, &req); err != nil {
		return err
	}
	actor, _ := access.From(r.Context())
	a, err := d.Decide(r.Context(), actor, req)
	if err != nil {
		return err
	}
	return writeDecision(w, &a)
}

func (d *Desk) serveRecall(w http.ResponseWriter, r *http.Request) error {
	actor, _ := access.From(r.Context())
	a, err := d.Recall(r.Context(), actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	return writeDecision(w, &a)
}

var jsonType, noStore = []string{"application/json"}, []string{"no-store"}

func writeDecision(w http.ResponseWriter, a *Decision) error {
	b := buffers.Get().(*[]byte)
	*b = append(a.AppendJSON((*b)[:0]), '\n')
	h := w.Header()
	h["Content-Type"], h["Cache-Control"] = jsonType, noStore
	_, err := w.Write(*b)
	if cap(*b) <= 64<<10 {
		buffers.Put(b)
	}
	return err
}

// decode reads one JSON object and nothing else; a field nobody knows is refused, so that a mistyped one is not taken
// for left out.
func decode(body io.Reader, v any) error {
	b, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err = dec.Decode(v); err == nil {
		if _, err = dec.Token(); errors.Is(err, io.EOF) {
			return nil
		}
	}
	return fault.New(fault.Invalid, "web.invalid", "请求不符合本接口的格式（JSON 不完整、类型不符或有未知字段）；请对照 /openapi.json 修改。",
		"The request does not have the form this endpoint takes (broken JSON, a wrong type or an unknown field); see /openapi.json and mend it.")
}

type (
	decisionIn struct {
		ID string `path:"id" doc:"D-20261122-7F3K0Q9XA" maxLength:"32"`
	}
	proofOut  struct{ Body ledger.Proof }
	replayOut struct {
		Body struct {
			Same bool `json:"same" doc:"the same finding came out"`
		}
	}
)

func (d *Desk) serveProof(ctx context.Context, in *decisionIn) (*proofOut, error) {
	actor, _ := access.From(ctx)
	p, err := d.Proof(ctx, actor, in.ID)
	return &proofOut{p}, err
}

func (d *Desk) serveReplay(ctx context.Context, in *decisionIn) (*replayOut, error) {
	actor, _ := access.From(ctx)
	same, err := d.Replay(ctx, actor, in.ID)
	out := &replayOut{}
	out.Body.Same = same
	return out, err
}

type (
	historyIn struct {
		Matter  string `query:"matter" maxLength:"64"`
		Subject string `query:"subject" maxLength:"64" doc:"code of the subject, or the platform's id of a person"`
		Outcome string `query:"outcome" enum:"prohibited,restricted,attention,clear,unknown_subject"`
		Mine    bool   `query:"mine" doc:"only what this person, or this key, asked"`
		From    string `query:"from" format:"date" doc:"first day"`
		Until   string `query:"until" format:"date" doc:"last day"`
		After   string `query:"after" maxLength:"100" doc:"cursor of the previous page"`
		Limit   int    `query:"limit" default:"50" minimum:"1" maximum:"100"`
	}
	historyOut struct {
		Body struct {
			Decisions []Past `json:"decisions"`
			Next      string `json:"next,omitempty" doc:"give it as after; absent at the end"`
		}
	}
)

func (d *Desk) serveHistory(ctx context.Context, in *historyIn) (*historyOut, error) {
	actor, _ := access.From(ctx)
	out := &historyOut{}
	var err error
	out.Body.Decisions, out.Body.Next, err = d.History(ctx, actor, Wanted{Matter: in.Matter, Subject: in.Subject, Outcome: Outcome(in.Outcome),
		Mine: in.Mine, From: in.From, Until: in.Until, After: in.After, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	return out, nil
}
