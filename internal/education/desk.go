package education

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where courses are taken and certificates given and verified.
type Desk struct {
	// Accounts records the certificates of officials, and names holders. Set while wiring.
	Accounts *account.Desk

	db    *pg.Pool
	law   *law.Library
	key   seal.Signer
	suite seal.Suite
	seal  *seal.Sealer
	now   func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, seal: s, key: s.SigningKey(keyPurpose), suite: s.Suite(), now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// newID is random: who knows one cannot find the next.
func newID(prefix string) string { return prefix + rand.Text() }

// Sitting is what somebody answers: the questions, without what is right.
type Sitting struct {
	ID        string         `json:"id"`
	Course    string         `json:"course"`
	From      workday.Date   `json:"course_from"`
	EndsAt    time.Time      `json:"ends_at"`
	Questions []law.Question `json:"questions"`
}

// Result is how a sitting ended.
type Result struct {
	Sitting     string       `json:"sitting"`
	Outcome     string       `json:"outcome" enum:"passed,failed,lapsed" doc:"lapsed: the time was over"`
	Asked       int          `json:"asked"`
	Correct     int          `json:"correct"`
	Marks       []Marked     `json:"marks,omitempty" doc:"only in the answer that closed it"`
	Again       workday.Date `json:"again,omitzero" doc:"the first day it may be taken again"`
	Certificate *Certificate `json:"certificate,omitempty"`
}

// Begin opens a sitting, or gives the one that is open: a second click asks nothing new.
func (d *Desk) Begin(ctx context.Context, who access.Actor, course string) (Sitting, error) {
	book := d.law.On(d.today())
	c, ok := book.Course(course)
	if !ok {
		return Sitting{}, errNoCourse
	}
	if err := mayTake(who, c); err != nil {
		return Sitting{}, err
	}
	var s *sitting
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if err = lapse(ctx, tx, who.Account, c, d.instant()); err != nil {
			return err
		}
		if s, err = openSitting(ctx, tx, who.Account, course); err == nil || !errors.Is(err, pg.ErrNone) {
			return err
		}
		if err = d.mayBegin(ctx, tx, who, c); err != nil {
			return err
		}
		minutes, _ := book.Limit(c.Minutes)
		now := d.instant()
		s = &sitting{SittingID: newID("S"), Account: who.Account, About: who.Org, Course: c.Code, CourseFrom: c.From, CourseHash: c.Hash(),
			BegunAt: now, EndsAt: now.Add(time.Duration(minutes.N) * time.Minute), Asked: c.Ask}
		if err = insertSitting(ctx, tx, s); err != nil {
			return err
		}
		s, err = openSitting(ctx, tx, who.Account, course) // another click may have been first
		return err
	})
	if err != nil {
		return Sitting{}, err
	}
	return Sitting{s.SittingID, c.Code, c.From, s.EndsAt, Draw(c, s.SittingID)}, nil
}

// mayTake: the examination is for people in post, everything else for whoever acts as somebody.
func mayTake(who access.Actor, c law.Course) error {
	switch {
	case c.Audience == "officer" && who.Post == "":
		return errNoPost
	case who.Post == "" && who.Firm == "":
		return errNobody
	}
	return nil
}

// mayBegin keeps the wait after a failure, and a certificate that has long to run.
func (d *Desk) mayBegin(ctx context.Context, tx pg.Tx, who access.Actor, c law.Course) error {
	book := d.law.On(d.today())
	if again, ok := book.Limit(c.Again); ok {
		last, err := lastClosed(ctx, tx, who.Account, c.Code)
		if err != nil {
			return err
		}
		if from := d.after(last, again); from > d.today() {
			return errAgain(from)
		}
	}
	if c.Certificate == "" {
		return nil
	}
	held, err := certificatesOf(ctx, tx, who.Account)
	if err != nil {
		return err
	}
	renew, _ := book.Limit(c.Renew)
	for _, h := range held {
		if from := h.UntilOn.AddMonths(-int(renew.N)); h.Kind == c.Certificate && d.today() < from {
			return errAlready(h.UntilOn, from)
		}
	}
	return nil
}

// after is the first day a failed course may be taken again; zero where it may be at once.
func (d *Desk) after(last *sitting, again law.Limit) workday.Date {
	if last == nil || last.ClosedAt == nil || last.Outcome == nil || *last.Outcome == passed {
		return 0
	}
	due, _ := workday.Due(workday.Of(*last.ClosedAt), again.Term(), nil)
	if again.Unit == law.Days {
		due = workday.Of(*last.ClosedAt).AddDays(int(again.N)) // a wait, not a time limit: it does not roll over a day off
	}
	return due
}

// Outcomes of a sitting.
const (
	passed = "passed"
	failed = "failed"
	lapsed = "lapsed"
)

// Answer closes a sitting. What follows from a pass is written in the same transaction: the completion, the certificate, and for an
// official its effect on the post. Sent again it changes nothing and says the same.
func (d *Desk) Answer(ctx context.Context, who access.Actor, id string, answers map[string]string) (r Result, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		s, err := lockSitting(ctx, tx, who.Account, id)
		if err != nil {
			return err
		}
		if s.ClosedAt != nil {
			r, err = d.closed(ctx, tx, s)
			return err
		}
		c, ok := d.law.On(s.CourseFrom).Course(s.Course)
		if !ok || c.Hash() != s.CourseHash || d.instant().After(s.EndsAt) {
			r, err = d.close(ctx, tx, who, s, c, lapsed, 0)
			return err
		}
		marks, correct, err := Mark(Draw(c, s.SittingID), answers)
		if err != nil {
			return err
		}
		share, _ := d.law.On(s.CourseFrom).Limit(c.Pass)
		outcome := failed
		if Passes(correct, s.Asked, share) {
			outcome = passed
		}
		r, err = d.close(ctx, tx, who, s, c, outcome, correct)
		r.Marks = marks
		return err
	})
	return r, err
}

// close writes how a sitting ended and, of a pass, what follows from it.
func (d *Desk) close(ctx context.Context, tx pg.Tx, who access.Actor, s *sitting, c law.Course, outcome string, correct int) (Result, error) {
	now := d.instant()
	s.ClosedAt, s.Outcome = &now, &outcome
	r := Result{Sitting: s.SittingID, Outcome: outcome, Asked: s.Asked, Correct: correct}
	if err := closeSitting(ctx, tx, s, correct); err != nil {
		return r, err
	}
	if outcome != passed {
		if again, ok := d.law.On(d.today()).Limit(c.Again); ok {
			r.Again = d.after(s, again)
		}
		return r, nil
	}
	done := completion{CompletionID: newID("C"), Account: s.Account, About: s.About, Course: s.Course, CourseFrom: s.CourseFrom, CourseHash: s.CourseHash,
		SittingID: s.SittingID, CompletedOn: d.today(), CompletedAt: now}
	if err := insertCompletion(ctx, tx, &done); err != nil {
		return r, err
	}
	if _, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "education.completed", Actor: who.ID, About: done.CompletionID,
		Public: map[string]string{"course": c.Code, "version": c.From.String(), "hash": s.CourseHash}}); err != nil || c.Certificate == "" {
		return r, err
	}
	cert, err := d.certify(ctx, tx, who, c, &done)
	r.Certificate = &cert
	return r, err
}

// closed is a sitting as it ended, for whoever sends its answers again.
func (d *Desk) closed(ctx context.Context, tx pg.Tx, s *sitting) (Result, error) {
	r := Result{Sitting: s.SittingID, Outcome: *s.Outcome, Asked: s.Asked, Correct: *s.Correct}
	if c, ok := d.law.On(s.CourseFrom).Course(s.Course); ok {
		if again, ok := d.law.On(d.today()).Limit(c.Again); ok {
			r.Again = d.after(s, again)
		}
	}
	held, err := certificatesOf(ctx, tx, s.Account)
	i := slices.IndexFunc(held, func(h certificate) bool { return h.SittingID == s.SittingID })
	if err != nil || i < 0 {
		return r, err
	}
	cert := d.shown(&held[i])
	r.Certificate = &cert
	return r, nil
}
