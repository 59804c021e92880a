package signin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const tokenBytes = 32

// session is one as kept.
type session struct {
	ID      string
	Account string
	Stage   string
	How     string
	Post    string
	Firm    string
	Address string
	Agent   string
	MadeAt  time.Time
	SeenAt  time.Time
	EndsAt  time.Time
}

func newToken() string {
	raw := make([]byte, tokenBytes)
	_, _ = rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("signin.newID: %w", err)
	}
	return id.String(), nil
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// seenEvery is how often the last use of a session is written: a page makes many requests.
const seenEvery = time.Minute

// Find gives the actor of a session's token. What the person may do is asked for anew each time, so that a post that was
// taken away, or has run out, is gone with the next request (S9).
func (d *Desk) Find(ctx context.Context, token string) (access.Actor, error) {
	s, err := d.find(ctx, token)
	if err != nil {
		return access.Actor{}, err
	}
	if s.Stage == stageTOTP {
		return access.Actor{}, errNoSession
	}
	if now := d.now(); now.Sub(s.SeenAt) >= seenEvery {
		if err := touch(ctx, d.db, s.ID, now); err != nil {
			return access.Actor{}, err
		}
	}
	who, err := d.accounts.Acting(ctx, d.db, s.Account, s.Post, s.Firm)
	if fault.KindOf(err) == fault.Missing {
		err = errNoSession
	}
	frozen := false
	if err == nil {
		frozen, err = access.Frozen(ctx, d.db, access.FreezeAccount, who.ID, d.today())
	}
	if s.Stage != stageFull || frozen { // whoever is suspended by a case may read why and answer it
		who = who.Bare() // until the password is changed, or the second factor enrolled, there is nothing else to do
	}
	return who, err
}

// find gives a session that is in time.
func (d *Desk) find(ctx context.Context, token string) (session, error) {
	if len(token) != base64.RawURLEncoding.EncodedLen(tokenBytes) {
		return session{}, errNoSession
	}
	s, err := sessionByHash(ctx, d.db, hashOf(token))
	if errors.Is(err, pg.ErrNone) {
		return session{}, errNoSession
	}
	now := d.now()
	if err == nil && (!now.Before(s.EndsAt) || now.Sub(s.SeenAt) >= d.cfg.Session.Idle) {
		err = errNoSession
	}
	return s, err
}

// pending is the session that waits for its second factor.
func (d *Desk) pending(ctx context.Context, v access.Visit) (session, error) {
	s, err := d.find(ctx, v.Token)
	if err == nil && (s.Stage != stageTOTP || d.now().Sub(s.MadeAt) >= d.cfg.Session.Pending) {
		err = errNoSession
	}
	return s, err
}

// current is the session of a request that showed one.
func (d *Desk) current(ctx context.Context, who access.Actor, v access.Visit) (session, error) {
	s, err := d.find(ctx, v.Token)
	if err == nil && s.Account != who.Account {
		err = errNoSession
	}
	return s, err
}

// rotate gives a session a new token and stage; the old token is worth nothing from now on.
func (d *Desk) rotate(ctx context.Context, tx pg.Tx, v access.Visit, s session, stage string) (Outcome, error) {
	token := newToken()
	n, err := rotateSession(ctx, tx, s.ID, hashOf(v.Token), hashOf(token), stage, s.Post, s.Firm, d.now())
	if err == nil && n == 0 {
		err = errNoSession // another request was faster
	}
	return Outcome{stateOf[stage], token}, err
}

// Enrolled lets a session that could only enrol a second factor go on to everything else.
func (d *Desk) Enrolled(ctx context.Context, who access.Actor, v access.Visit) (out Outcome, err error) {
	s, err := d.current(ctx, who, v)
	if err != nil {
		return out, err
	}
	stage := s.Stage
	if stage == stageEnrol {
		stage = stageFull
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		out, err = d.rotate(ctx, tx, v, s, stage)
		return err
	})
	return out, err
}

// Choose sets the post, or the firm, a person acts from; with neither, a verified person acts as itself. The token changes
// with what it can do.
func (d *Desk) Choose(ctx context.Context, who access.Actor, v access.Visit, post, firm string) (out Outcome, err error) {
	s, err := d.current(ctx, who, v)
	if err != nil {
		return out, err
	}
	if s.Stage != stageFull {
		return out, errNotYet
	}
	chosen, err := d.accounts.Acting(ctx, d.db, who.Account, post, firm)
	if err != nil {
		return out, err
	}
	if chosen.Post != post || !chosen.Itself && chosen.Firm != firm {
		return out, errNoChoice
	}
	s.Post, s.Firm = post, firm
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if out, err = d.rotate(ctx, tx, v, s, stageFull); err != nil {
			return err
		}
		return d.act(ctx, tx, who.ID, "signin.choose", who.Account, map[string]string{"post": post, "firm": firm})
	})
	return out, err
}

// Logout ends the session of a request, whatever its stage; without one there is nothing to end.
func (d *Desk) Logout(ctx context.Context, v access.Visit) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		s, err := sessionByHash(ctx, tx, hashOf(v.Token))
		if errors.Is(err, pg.ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := endByHash(ctx, tx, hashOf(v.Token), d.now(), "left"); err != nil {
			return err
		}
		return d.act(ctx, tx, "person:"+s.Account, "signin.out", s.Account, map[string]string{"session": s.ID})
	})
}

// Open is a session as its person sees it.
type Open struct {
	ID      string    `json:"id"`
	Current bool      `json:"current" doc:"the one this request came with"`
	How     string    `json:"how" enum:"password,oidc,link"`
	Address string    `json:"address"`
	Agent   string    `json:"agent"`
	MadeAt  time.Time `json:"made_at"`
	SeenAt  time.Time `json:"seen_at"`
	EndsAt  time.Time `json:"ends_at"`
}

// Sessions lists where a person is signed in.
func (d *Desk) Sessions(ctx context.Context, who access.Actor, v access.Visit) ([]Open, error) {
	mine, err := d.current(ctx, who, v)
	if err != nil {
		return nil, err
	}
	all, err := sessionsOf(ctx, d.db, who.Account, d.now(), d.now().Add(-d.cfg.Session.Idle))
	open := make([]Open, len(all))
	for i, s := range all {
		open[i] = Open{s.ID, s.ID == mine.ID, s.How, s.Address, s.Agent, s.MadeAt, s.SeenAt, s.EndsAt}
	}
	return open, err
}

// End ends one of a person's own sessions; those of others do not exist for it.
func (d *Desk) End(ctx context.Context, who access.Actor, id string) error {
	if uuid.Validate(id) != nil {
		return errNoSuchSession
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		n, err := endSession(ctx, tx, id, who.Account, d.now())
		if err == nil && n == 0 {
			err = errNoSuchSession
		}
		if err != nil {
			return err
		}
		return d.act(ctx, tx, who.ID, "signin.out", who.Account, map[string]string{"session": id})
	})
}

// EndSessions ends every session of an account in the transaction that took its rights away.
func (d *Desk) EndSessions(ctx context.Context, tx pg.Tx, e account.Ended) error {
	return endSessions(ctx, tx, e.Account, "", d.now(), e.Why)
}

// Void makes what an account signed in with worthless, in the transaction that approved a new start.
func (d *Desk) Void(ctx context.Context, tx pg.Tx, r account.Reset) error {
	if err := endSessions(ctx, tx, r.Account, "", d.now(), "reset"); err != nil {
		return err
	}
	if err := dropFactor(ctx, tx, r.Account); err != nil {
		return err
	}
	return retire(ctx, tx, r.Account)
}

// Sweep forgets failed attempts that count no more. It may run at any time, or never.
func (d *Desk) Sweep(ctx context.Context) error {
	return sweepThrottle(ctx, d.db, d.now().Add(-d.cfg.Lock.Forget))
}

var (
	errNoSession = fault.New(fault.Unauthenticated, "signin.no_session", "登录已失效；请重新登录，未保存的内容仍在页面上。",
		"The session has ended; sign in again, what you typed is still on the page.")
	errNoSuchSession = fault.New(fault.Missing, "signin.no_such_session", "没有这个会话，或已经结束；请刷新后核对。", "There is no such session, or it has ended; reload the list.")
	errNoChoice      = fault.New(fault.Missing, "signin.no_choice", "您没有这个在任的岗位或有效的委托；请刷新后重新选择。",
		"You hold no such post or delegation today; reload and choose again.")
	errNotYet = fault.New(fault.Forbidden, "signin.not_yet", "请先完成口令更新或双因素绑定，再选择岗位。", "Change the password or enrol the second factor first, then choose a post.")
)

// Open counts the sessions that are good now, and the people they are of.
func (d *Desk) Open(ctx context.Context) (sessions, people int64, err error) {
	now := d.now()
	o, err := openSessions(ctx, d.db, now, now.Add(-d.cfg.Session.Idle))
	return o.Sessions, o.People, err
}
