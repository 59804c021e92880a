package seed

import (
	"context"
	"fmt"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/education"
	"xinheng/internal/fault"
	"xinheng/internal/workday"
)

// lessons of the demonstration: who learnt what, and how many days ago.
var lessons = []struct {
	login, course string
	ago           int
}{
	{"decide", "listing-officer", 30},
	{"handle", "listing-officer", 29},
	{"owner", "commitment-basics", 12},
	{"firm", "registration-honesty", 9},
	{"citizen", "guide-integrity", 5},
}

// Lessons lets people of the demonstration learn through the real desk, and demands the certificate of deciders from a day to come,
// so that nobody's work stops meanwhile. What is there is left as it is.
func Lessons(ctx context.Context, a *app.App) error {
	at := a.Now()
	desk := education.NewDesk(a.Pool, a.Law, a.Sealer, func() time.Time { return at })
	desk.Accounts = a.Accounts
	for _, l := range lessons {
		at = a.Now().AddDate(0, 0, -l.ago)
		who, err := anyOf(ctx, a, l.login)
		if err != nil {
			return err
		}
		if t, err := desk.Training(ctx, who); err != nil || learnt(t, l.course) {
			if err != nil {
				return err
			}
			continue
		}
		if err := learn(ctx, a, desk, who, l.course, workday.Of(at)); err != nil {
			return fmt.Errorf("seed: %s learning %s: %w", l.login, l.course, err)
		}
	}
	at = a.Now()
	sec, err := actor(ctx, a, "sec")
	if err != nil {
		return err
	}
	_, err = desk.Demand(ctx, sec, education.Demanding{Course: "listing-officer", Role: "R13", From: workday.Of(at).AddDays(60)})
	if fault.Is(err, "education.demanded") {
		return nil
	}
	return err
}

func learnt(t education.Training, course string) bool {
	for _, c := range t.Courses {
		if c.Code == course {
			return c.Done != nil
		}
	}
	return false
}

// learn answers everything rightly, as one does who has read.
func learn(ctx context.Context, a *app.App, desk *education.Desk, who access.Actor, course string, on workday.Date) error {
	s, err := desk.Begin(ctx, who, course)
	if err != nil {
		return err
	}
	c, _ := a.Law.On(on).Course(course)
	answers := map[string]string{}
	for _, q := range s.Questions {
		answers[q.ID] = q.Right()
	}
	if len(answers) != c.Ask {
		return fmt.Errorf("seed: %s asks %d questions", course, len(answers))
	}
	_, err = desk.Answer(ctx, who, s.ID, answers)
	return err
}

// anyOf is somebody acting from the only post, for the only firm, or as itself.
func anyOf(ctx context.Context, a *app.App, login string) (access.Actor, error) {
	who, _, err := a.Accounts.ByLogin(ctx, login)
	if err != nil {
		return access.Actor{}, err
	}
	h, err := a.Accounts.Holder(ctx, a.Pool, who.ID)
	if err != nil {
		return access.Actor{}, err
	}
	post, firm := "", ""
	switch {
	case len(h.Posts) > 0:
		post = h.Posts[0].ID
	case len(h.Firms) > 0:
		firm = h.Firms[0].ID
	}
	return a.Accounts.Acting(ctx, a.Pool, who.ID, post, firm)
}
