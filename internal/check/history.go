package check

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Past is a check in the list of the body that made it (c04). It tells no more than the answer did: about natural persons
// and in matters of level 1, the word that was given and not the outcome behind it.
type Past struct {
	ID      string       `json:"decision_id"`
	At      time.Time    `json:"at"`
	Matter  Named        `json:"matter"`
	Subject string       `json:"subject"`
	Purpose string       `json:"purpose"`
	CaseNo  string       `json:"case_no"`
	Officer string       `json:"officer"`
	On      workday.Date `json:"on" doc:"the day it was asked about"`
	Outcome Outcome      `json:"outcome,omitempty" enum:"prohibited,restricted,attention,clear,unknown_subject"`
	Answer  Answer       `json:"answer,omitempty" enum:"yes,no,not_enough_data" doc:"level 1: instead of the outcome"`
}

// Wanted narrows the list of one's own checks; zero values do not.
type Wanted struct {
	Matter  string
	Subject string
	Outcome Outcome
	Mine    bool   // asked by this very person or key
	From    string // first day
	Until   string // last day
	After   string
	Limit   int
}

const mostPast = 100

// History lists the checks of the actor's own body, newest first; those of another body do not exist for it. What was told
// in one word is found by no outcome: a filter that finds it would tell.
func (d *Desk) History(ctx context.Context, actor access.Actor, w Wanted) (page []Past, next string, err error) {
	w.Limit = min(max(w.Limit, 1), mostPast)
	f := past{org: actor.Org, matter: w.Matter, outcome: string(w.Outcome), levelOne: levelOneMatters(d.lib), limit: w.Limit + 1}
	if f.from, f.until, err = span(map[string]string{"from": w.From, "until": w.Until}); err != nil {
		return nil, "", err
	}
	if f.at, f.id, err = after(w.After); err != nil {
		return nil, "", err
	}
	if w.Mine {
		f.actor = actor.ID
	}
	if w.Subject != "" {
		if f.subject, err = subjectOf(w.Subject); err != nil {
			return nil, "", err
		}
	}
	rows, err := pastChecks(ctx, d.db, f)
	if len(rows) > w.Limit {
		last := rows[w.Limit-1]
		rows, next = rows[:w.Limit], cursor(last.At, last.DecisionID)
	}
	page = make([]Past, len(rows))
	for i, r := range rows {
		page[i] = d.past(r)
	}
	return page, next, err
}

func (d *Desk) past(r pastRow) Past {
	p := Past{ID: r.DecisionID, At: r.At.In(workday.Shanghai), Matter: Named{Code: r.Matter, Name: law.Text2{ZH: r.Matter, EN: r.Matter}},
		Subject: r.EntityID, Purpose: r.Purpose, CaseNo: r.CaseNo, Officer: r.Officer, On: r.OnDate, Outcome: Outcome(r.Outcome)}
	if m, ok := d.lib.On(r.OnDate).Matter(r.Matter); ok {
		p.Matter.Name = m.Name
	}
	if isPerson(r.EntityID) || isLevelOne(d.lib, r.Matter) {
		p.Answer, p.Outcome = answerOf(p.Outcome), ""
	}
	return p
}

// isLevelOne says whether a matter was ever answered in one word.
func isLevelOne(lib *law.Library, code string) bool {
	for _, v := range lib.Versions("matter:" + code) {
		if m, ok := v.Body.(law.Matter); ok && m.Level == 1 {
			return true
		}
	}
	return false
}

func levelOneMatters(lib *law.Library) []string {
	codes := []string{}
	for _, key := range lib.Keys() {
		if code, ok := strings.CutPrefix(key, "matter:"); ok && isLevelOne(lib, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

func cursor(at time.Time, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(at.UnixMicro(), 10) + " " + id))
}

// after reads a cursor; the first page begins with whatever is newest.
func after(s string) (time.Time, string, error) {
	if s == "" {
		return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), "", nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	micros, id, found := strings.Cut(string(b), " ")
	at, err2 := strconv.ParseInt(micros, 10, 64)
	if err != nil || err2 != nil || !found || !isNumber(id) {
		return time.Time{}, "", fault.New(fault.Invalid, "check.cursor", "翻页标记无效；请从第一页开始。", "The cursor is not valid; start from the first page.").At("after")
	}
	return time.UnixMicro(at), id, nil
}
