package assess

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Appeal is what a department says against a figure, and what it was answered.
type Appeal struct {
	ID        string       `json:"id"`
	Month     workday.Date `json:"month"`
	Org       string       `json:"org"`
	Indicator string       `json:"indicator"`
	Things    []string     `json:"things" doc:"that should not count"`
	Reason    string       `json:"reason"`
	At        time.Time    `json:"at"`
	State     string       `json:"state" enum:"open,upheld,refused"`
	LeftOut   []string     `json:"left_out" doc:"of those, what was left out"`
	Answer    string       `json:"answer,omitempty"`
	Answered  *time.Time   `json:"answered_at,omitempty"`
}

func (a *appealRow) shown() Appeal {
	return Appeal{a.AppealID, a.Month, a.Org, a.Indicator, a.Things, a.Reason, a.At, a.State, a.LeftOut, a.Answer, a.AnsweredAt}
}

// Filing is an appeal as it is sent.
type Filing struct {
	Month     workday.Date `json:"month"`
	Indicator string       `json:"indicator" enum:"intake,timely,checks,feedback,repair,objection"`
	Things    []string     `json:"things" minItems:"1" maxItems:"500"`
	Reason    string       `json:"reason" maxLength:"500"`
}

const longest = 500 // characters of a reason or an answer

func saying(s string) (string, error) {
	if s = strings.TrimSpace(s); s == "" || utf8.RuneCountInString(s) > longest {
		return "", errReason
	}
	return s, nil
}

// Appeal files an appeal of one's own body against one figure, until the last day for it. The same again gives the first one; another
// one waits for the answer.
func (d *Desk) Appeal(ctx context.Context, who access.Actor, in Filing) (Appeal, error) {
	in.Things = slices.Compact(slices.Sorted(slices.Values(in.Things)))
	reason, err := saying(in.Reason)
	if err != nil {
		return Appeal{}, err
	}
	p, err := d.frozen(ctx, in.Month)
	if err != nil {
		return Appeal{}, err
	}
	if d.today() > p.AppealBy {
		return Appeal{}, errTooLate
	}
	n, err := counted(ctx, d.db, p.Month, who.Org, in.Indicator, in.Things)
	if err == nil && (n == 0 || int(n) != len(in.Things)) {
		err = errNotCounted
	}
	if err != nil {
		return Appeal{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Appeal{}, err
	}
	a := appealRow{AppealID: "appeal-" + id.String(), Month: p.Month, Org: who.Org, Indicator: in.Indicator, Things: in.Things, Reason: reason, Actor: who.ID,
		At: d.instant(), State: "open", LeftOut: []string{}}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return d.file(ctx, tx, &a) })
	return a.shown(), err
}

func (d *Desk) file(ctx context.Context, tx pg.Tx, a *appealRow) error {
	fresh, err := insertAppeal(ctx, tx, a)
	if err != nil {
		return err
	}
	if !fresh {
		was, err := findAppeal(ctx, tx, qOpenAppeal, a.Month, a.Org, a.Indicator)
		if err == nil && (was.Reason != a.Reason || !slices.Equal(was.Things, a.Things)) {
			err = errOpen
		}
		*a = was
		return err
	}
	_, err = ledger.Append(ctx, tx, a.At, ledger.Act{Kind: "assess.appealed", Actor: a.Actor, About: a.AppealID,
		Public: map[string]string{"month": a.Month.String(), "indicator": a.Indicator, "things": number(len(a.Things))}})
	return err
}

func (d *Desk) frozen(ctx context.Context, month workday.Date) (periodRow, error) {
	all, err := periods(ctx, d.db)
	if err != nil {
		return periodRow{}, err
	}
	at := slices.IndexFunc(all, func(p periodRow) bool { return p.Month == monthOf(month) })
	if at < 0 {
		return periodRow{}, errNoMonth
	}
	return all[at], nil
}

// Reply is the answer to an appeal: what of the things named is left out, and why. Nothing left out is a refusal.
type Reply struct {
	LeftOut []string `json:"left_out" maxItems:"500"`
	Answer  string   `json:"answer" maxLength:"500"`
}

// Answer answers an appeal. Nobody answers for their own body (S2); the figure follows by itself, for it is the sum of what still counts.
func (d *Desk) Answer(ctx context.Context, who access.Actor, id string, in Reply) (Appeal, error) {
	answer, err := saying(in.Answer)
	if err != nil {
		return Appeal{}, err
	}
	a, err := findAppeal(ctx, d.db, qAppeal, id)
	if err != nil {
		return Appeal{}, err
	}
	if ok, err := d.sees(ctx, who, a.Org); err != nil || !ok {
		if err == nil {
			err = errNoAppeal
		}
		return Appeal{}, err
	}
	if a.Org == who.Org {
		return Appeal{}, errOwn
	}
	left := slices.Compact(slices.Sorted(slices.Values(in.LeftOut)))
	if slices.ContainsFunc(left, func(t string) bool { return !slices.Contains(a.Things, t) }) {
		return Appeal{}, errNotAsked
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if a, err = findAppeal(ctx, tx, qLockAppeal, id); err != nil {
			return err
		}
		return d.reply(ctx, tx, who, &a, append([]string{}, left...), answer)
	})
	return a.shown(), err
}

func (d *Desk) reply(ctx context.Context, tx pg.Tx, who access.Actor, a *appealRow, left []string, answer string) error {
	if a.State != "open" {
		if a.Answer == answer && slices.Equal(a.LeftOut, left) {
			return nil
		}
		return errAnswered
	}
	at := d.instant()
	a.State, a.LeftOut, a.Answer, a.AnswerOrg, a.AnsweredBy, a.AnsweredAt = "refused", left, answer, who.Org, who.ID, &at
	if len(left) > 0 {
		a.State = "upheld"
	}
	if err := answerAppeal(ctx, tx, a); err != nil {
		return err
	}
	_, err := ledger.Append(ctx, tx, at, ledger.Act{Kind: "assess.answered", Actor: who.ID, About: a.AppealID,
		Public: map[string]string{"state": a.State, "left_out": number(len(left))}})
	return err
}
