package signin

import (
	"context"
	"errors"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// Desk signs people in and out. It is the access.SessionFinder of the platform.
type Desk struct {
	cfg      Config
	db       *pg.Pool
	accounts *account.Desk
	sealer   *seal.Sealer
	hasher   *hasher
	provider *provider
	door     *access.Buckets // by address
	now      func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, accounts *account.Desk, sealer *seal.Sealer, cfg Config, now func() time.Time) *Desk {
	cfg = cfg.filled()
	return &Desk{cfg: cfg, db: db, accounts: accounts, sealer: sealer, hasher: newHasher(cfg.Hashing), provider: newProvider(cfg, now),
		door: access.NewBuckets(cfg.Door, now), now: now}
}

// What is left to do after a step of signing in.
const (
	SignedIn          = "signed_in"
	TOTPRequired      = "totp_required"
	PasswordExpired   = "password_expired"
	EnrolmentRequired = "enrolment_required"
)

// Outcome is what a step of signing in came to. The token is for the cookie and never in an answer's body.
type Outcome struct {
	State string
	Token string
}

// stages of a session, and the state each means.
const (
	stageTOTP     = "totp"
	stagePassword = "password"
	stageEnrol    = "enrol"
	stageFull     = "full"
)

var stateOf = map[string]string{stageTOTP: TOTPRequired, stagePassword: PasswordExpired, stageEnrol: EnrolmentRequired, stageFull: SignedIn}

// Login takes a login and a password. Whoever has no account is told what one with a wrong password is told, as slowly.
func (d *Desk) Login(ctx context.Context, v access.Visit, login, password string) (Outcome, error) {
	if !d.door.Take(v.Address) {
		return Outcome{}, access.ErrTooMany
	}
	login = strings.ToLower(strings.TrimSpace(login))
	a, known, err := d.accounts.ByLogin(ctx, login)
	if err != nil {
		return Outcome{}, err
	}
	if err := d.reserve(ctx, d.throttleKey(login)); err != nil {
		return Outcome{}, d.lockedOut(ctx, v, "password", a.ID, err)
	}
	kept, err := credentialOf(ctx, d.db, a.ID)
	if errors.Is(err, pg.ErrNone) {
		known, kept, err = false, credential{Hash: d.hasher.nobody}, nil
	}
	if err != nil {
		return Outcome{}, err
	}
	ok, stale, err := d.hasher.matches(ctx, kept.Hash, password)
	if err != nil {
		return Outcome{}, errors.Join(err, giveBack(context.WithoutCancel(ctx), d.db, d.throttleKey(login), d.now()))
	}
	if !ok || !known || a.Status != account.Active {
		return Outcome{}, d.refuse(ctx, v, "password", a.ID, errRefused)
	}
	if stale {
		if err := d.rehash(ctx, a.ID, kept, password); err != nil {
			return Outcome{}, err
		}
	}
	return d.enter(ctx, v, a, "password", d.expired(kept))
}

func (d *Desk) expired(c credential) bool { return d.now().Sub(c.SetAt) >= d.cfg.Password.MaxAge }

// rehash keeps the same password at today's cost; it is as old as it was.
func (d *Desk) rehash(ctx context.Context, account string, kept credential, password string) error {
	hash, err := d.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return replaceHash(ctx, tx, account, hash, kept.SetAt) })
}

// enter opens a session after the first step, and ends the one the browser came with: nobody goes on in a session that
// somebody else may know (session fixation).
func (d *Desk) enter(ctx context.Context, v access.Visit, a account.Account, how string, expired bool) (out Outcome, err error) {
	has, err := hasFactor(ctx, d.db, a.ID)
	if err != nil {
		return out, err
	}
	stage := d.next(how, has, expired)
	if has && (how != "oidc" || !d.cfg.OIDC.SecondFactor) {
		stage = stageTOTP
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := endByHash(ctx, tx, hashOf(v.Token), d.now(), "another"); err != nil {
			return err
		}
		out, err = d.open(ctx, tx, v, a, how, stage)
		return err
	})
	return out, err
}

// next is what a session is good for once the factors that are there have been given.
func (d *Desk) next(how string, hasFactor, expired bool) string {
	switch {
	case expired && how == "password":
		return stagePassword
	case !hasFactor && !d.cfg.OneFactor && (how != "oidc" || !d.cfg.OIDC.SecondFactor):
		return stageEnrol
	}
	return stageFull
}

// open makes a session. One that still waits for a code forgives no failures yet.
func (d *Desk) open(ctx context.Context, tx pg.Tx, v access.Visit, a account.Account, how, stage string) (Outcome, error) {
	token := newToken()
	id, err := newID()
	if err != nil {
		return Outcome{}, err
	}
	s := session{ID: id, Account: a.ID, Stage: stage, How: how, Address: v.Address, Agent: v.Agent, MadeAt: d.now(), EndsAt: d.now().Add(d.cfg.Session.Absolute)}
	if s.Post, s.Firm, err = d.onlyChoice(ctx, tx, a.ID); err != nil {
		return Outcome{}, err
	}
	if err := insertSession(ctx, tx, s, hashOf(token)); err != nil {
		return Outcome{}, err
	}
	outcome := "next"
	if stage != stageTOTP {
		if err := d.arrived(ctx, tx, s, a.Login); err != nil {
			return Outcome{}, err
		}
		outcome = "in"
	}
	return Outcome{stateOf[stage], token}, insertAttempt(ctx, tx, attempt{At: d.now(), Kind: how, Outcome: outcome, Account: a.ID, Address: v.Address, Agent: v.Agent})
}

// arrived is the moment all factors were right: failures are forgiven, and the ledger knows who is in.
func (d *Desk) arrived(ctx context.Context, tx pg.Tx, s session, login string) error {
	if err := forgive(ctx, tx, d.throttleKey(login)); err != nil {
		return err
	}
	return d.act(ctx, tx, "person:"+s.Account, "signin.in", s.Account, map[string]string{"session": s.ID, "how": s.How})
}

// onlyChoice is the post or firm of somebody who has but one.
func (d *Desk) onlyChoice(ctx context.Context, tx pg.Tx, id string) (post, firm string, err error) {
	h, err := d.accounts.Holder(ctx, tx, id)
	if err != nil {
		return "", "", err
	}
	posts, firms := h.Choices(d.today())
	switch {
	case len(posts) == 1 && len(firms) == 0:
		return posts[0].ID, "", nil
	case len(posts) == 0 && len(firms) == 1:
		return "", firms[0].ID, nil
	}
	return "", "", nil
}

// Second takes the code of the second factor, or a recovery code, and gives the session a new token.
func (d *Desk) Second(ctx context.Context, v access.Visit, code string) (out Outcome, err error) {
	if !d.door.Take(v.Address) {
		return out, access.ErrTooMany
	}
	s, err := d.pending(ctx, v)
	if err != nil {
		return out, err
	}
	h, err := d.accounts.Holder(ctx, d.db, s.Account)
	if err != nil {
		return out, err
	}
	if err := d.reserve(ctx, d.throttleKey(h.Login)); err != nil {
		return out, d.lockedOut(ctx, v, "totp", s.Account, err)
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		kind, ok, err := d.takeSecond(ctx, tx, s.Account, code)
		if err != nil || !ok {
			return orRefused(err)
		}
		expired, err := d.passwordExpired(ctx, tx, s)
		if err != nil {
			return err
		}
		if out, err = d.rotate(ctx, tx, v, s, d.next(s.How, true, expired)); err != nil {
			return err
		}
		if err := insertAttempt(ctx, tx, attempt{At: d.now(), Kind: kind, Outcome: "in", Account: s.Account, Address: v.Address, Agent: v.Agent}); err != nil {
			return err
		}
		return d.arrived(ctx, tx, s, h.Login)
	})
	if fault.Is(err, errCode.Code) {
		err = d.refuse(ctx, v, "totp", s.Account, err)
	}
	return out, err
}

// takeSecond takes a code of six digits as one of the app, anything else as a recovery code.
func (d *Desk) takeSecond(ctx context.Context, tx pg.Tx, account, code string) (kind string, ok bool, err error) {
	if len(strings.TrimSpace(code)) == 6 {
		ok, err = d.takeCode(ctx, tx, account, code)
		return "totp", ok, err
	}
	if ok, err = useRecovery(ctx, tx, account, d.blindRecovery(account, code), d.now()); err == nil && ok {
		err = d.act(ctx, tx, "person:"+account, "signin.recovery", account, map[string]string{})
	}
	return "recovery", ok, err
}

func (d *Desk) passwordExpired(ctx context.Context, tx pg.Tx, s session) (bool, error) {
	if s.How != "password" {
		return false, nil
	}
	kept, err := credentialOf(ctx, tx, s.Account)
	return d.expired(kept), err
}

// SetUp uses up a one-time link: the person sets a password and is signed in.
func (d *Desk) SetUp(ctx context.Context, v access.Visit, token, password string) (out Outcome, err error) {
	if !d.door.Take(v.Address) {
		return out, access.ErrTooMany
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		a, err := d.accounts.TakeInvitation(ctx, tx, token)
		if err != nil {
			return err
		}
		if err := d.keep(ctx, tx, a.ID, a.Login, password); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, a.ID, "", d.now(), "password"); err != nil {
			return err
		}
		if err := d.act(ctx, tx, "person:"+a.ID, "signin.password", a.ID, map[string]string{"how": "link"}); err != nil {
			return err
		}
		has, err := hasFactor(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		stage := d.next("link", has, false)
		if has {
			stage = stageTOTP
		}
		out, err = d.open(ctx, tx, v, a, "link", stage)
		return err
	})
	return out, err
}

// ChangePassword takes the old password and a new one. Every other session ends, and this one gets a new token.
func (d *Desk) ChangePassword(ctx context.Context, who access.Actor, v access.Visit, old, password string) (out Outcome, err error) {
	s, err := d.current(ctx, who, v)
	if err != nil {
		return out, err
	}
	login, err := d.loginOf(ctx, who)
	if err != nil {
		return out, err
	}
	if err := d.reserve(ctx, d.throttleKey(login)); err != nil {
		return out, d.lockedOut(ctx, v, "password", who.Account, err)
	}
	kept, err := credentialOf(ctx, d.db, who.Account)
	if errors.Is(err, pg.ErrNone) {
		return out, errOldPassword
	}
	if err != nil {
		return out, err
	}
	ok, _, err := d.hasher.matches(ctx, kept.Hash, old)
	if err != nil {
		return out, errors.Join(err, giveBack(context.WithoutCancel(ctx), d.db, d.throttleKey(login), d.now()))
	}
	if !ok {
		return out, d.refuse(ctx, v, "password", who.Account, errOldPassword)
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := d.keep(ctx, tx, who.Account, login, password); err != nil {
			return err
		}
		has, err := hasFactor(ctx, tx, who.Account)
		if err != nil {
			return err
		}
		if err := endSessions(ctx, tx, who.Account, s.ID, d.now(), "password"); err != nil {
			return err
		}
		if err := forgive(ctx, tx, d.throttleKey(login)); err != nil {
			return err
		}
		if out, err = d.rotate(ctx, tx, v, s, d.next(s.How, has, false)); err != nil {
			return err
		}
		return d.act(ctx, tx, who.ID, "signin.password", who.Account, map[string]string{"how": "change"})
	})
	if err != nil { // the old one was right: a weak new one is no failed attempt
		err = errors.Join(err, giveBack(ctx, d.db, d.throttleKey(login), d.now()))
	}
	return out, err
}

// refuse keeps that an attempt failed.
func (d *Desk) refuse(ctx context.Context, v access.Visit, kind, account string, why error) error {
	if err := insertAttempt(ctx, d.db, attempt{At: d.now(), Kind: kind, Outcome: "refused", Account: account, Address: v.Address, Agent: v.Agent}); err != nil {
		return err
	}
	return why
}

// lockedOut keeps that an attempt was not even made; other errors pass.
func (d *Desk) lockedOut(ctx context.Context, v access.Visit, kind, account string, why error) error {
	if fault.KindOf(why) != fault.TooMany {
		return why
	}
	if err := insertAttempt(ctx, d.db, attempt{At: d.now(), Kind: kind, Outcome: "locked", Account: account, Address: v.Address, Agent: v.Agent}); err != nil {
		return err
	}
	return why
}

func (d *Desk) act(ctx context.Context, tx pg.Tx, actor, kind, about string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: kind, Actor: actor, About: about, Public: public})
	return err
}

func (d *Desk) loginOf(ctx context.Context, who access.Actor) (string, error) {
	h, err := d.accounts.Holder(ctx, d.db, who.Account)
	return h.Login, err
}

var (
	errRefused = fault.New(fault.Unauthenticated, "signin.refused", "登录名或口令不正确，或账号不可用；请核对后重试，忘记口令请联系系统管理员。",
		"Login or password is wrong, or the account is not in use; check both, or ask the system administrator for a reset.")
	errOldPassword = fault.New(fault.Invalid, "signin.old_password", "原口令不正确；请重新输入。", "The old password is wrong; type it again.").At("old")
)
