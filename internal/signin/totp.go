package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

const (
	period       = 30 // seconds of a code (RFC 6238)
	digits       = otp.DigitsSix
	skew         = 1 // codes of the step before and after are taken: clocks differ
	secretBytes  = 20
	recoverCodes = 10
	issuerName   = "信衡 Xinheng"
)

var base32Text = base32.StdEncoding.WithPadding(base32.NoPadding)

var algorithms = map[string]otp.Algorithm{"SHA1": otp.AlgorithmSHA1, "SHA256": otp.AlgorithmSHA256}

// stepOf finds the time step a code is of; false when it is of none near now. Every step is computed, whichever fits.
func stepOf(secret []byte, algorithm, code string, now time.Time) (step int64, ok bool) {
	text := base32Text.EncodeToString(secret)
	current := now.Unix() / period
	for s := current - skew; s <= current+skew; s++ {
		want, err := hotp.GenerateCodeCustom(text, uint64(s), hotp.ValidateOpts{Digits: digits, Algorithm: algorithms[algorithm]})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok
}

func sealedAs(account string) string { return "signin.totp " + account }

// takeCode checks a code against the factor in use and uses up its time step: the same code, or an earlier one, is not
// taken again.
func (d *Desk) takeCode(ctx context.Context, tx pg.Tx, account, code string) (bool, error) {
	f, err := factorOf(ctx, tx, account)
	if errors.Is(err, pg.ErrNone) || err == nil && f.Secret == nil {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	secret, err := d.sealer.Open(sealedAs(account), f.Secret)
	if err != nil {
		return false, err
	}
	step, ok := stepOf(secret, f.Algorithm, strings.TrimSpace(code), d.now())
	if !ok {
		return false, nil
	}
	return useStep(ctx, tx, account, step)
}

// factor is a second factor as kept.
type factor struct {
	Secret           []byte
	Algorithm        string
	Pending          []byte
	PendingAt        *time.Time
	PendingAlgorithm string
}

// Enrolment is what an authenticator app is given, or, once its first code was right, the codes for the day it is lost.
type Enrolment struct {
	State    string   `json:"state" enum:"pending,enrolled"`
	Secret   string   `json:"secret,omitempty" doc:"base32, to be typed"`
	URI      string   `json:"uri,omitempty" doc:"otpauth://…, to be shown as a QR code"`
	Recovery []string `json:"recovery,omitempty" doc:"one-time codes, shown once"`
}

// pendingFor is how long a begun enrolment waits for its first code.
const pendingFor = 15 * time.Minute

// Enrol begins to enrol a second factor; where there is one already, its code is needed to put another in its place.
func (d *Desk) Enrol(ctx context.Context, who access.Actor, current string) (e Enrolment, err error) {
	login, err := d.loginOf(ctx, who)
	if err != nil {
		return e, err
	}
	algorithm := "SHA1"
	if d.cfg.TOTP256 {
		algorithm = "SHA256"
	}
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret)
	err = d.proven(ctx, who.Account, login, current, func(ctx context.Context, tx pg.Tx) error {
		return putPending(ctx, tx, who.Account, algorithm, d.sealer.Seal(sealedAs(who.Account), secret), d.now())
	})
	text := base32Text.EncodeToString(secret)
	return Enrolment{State: "pending", Secret: text, URI: otpURI(login, text, algorithm)}, err
}

func otpURI(login, secret, algorithm string) string {
	q := url.Values{"secret": {secret}, "issuer": {issuerName}, "algorithm": {algorithm}, "digits": {"6"}, "period": {"30"}}
	return "otpauth://totp/" + url.PathEscape(issuerName+":"+login) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// proven does something to a second factor. Where there is one, a code of it must be given; failures count.
func (d *Desk) proven(ctx context.Context, account, login, code string, do func(context.Context, pg.Tx) error) error {
	has, err := hasFactor(ctx, d.db, account)
	if err != nil {
		return err
	}
	if has {
		if err := d.reserve(ctx, d.throttleKey(login)); err != nil {
			return err
		}
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if has {
			ok, err := d.takeCode(ctx, tx, account, code)
			if err != nil || !ok {
				return orRefused(err)
			}
			if err := forgive(ctx, tx, d.throttleKey(login)); err != nil {
				return err
			}
		}
		return do(ctx, tx)
	})
}

func orRefused(err error) error {
	if err != nil {
		return err
	}
	return errCode
}

// Confirm ends an enrolment with the first code of the app, and gives the recovery codes.
func (d *Desk) Confirm(ctx context.Context, who access.Actor, code string) (e Enrolment, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		f, err := factorOf(ctx, tx, who.Account)
		if errors.Is(err, pg.ErrNone) || err == nil && (f.Pending == nil || d.now().Sub(*f.PendingAt) > pendingFor) {
			return errNoEnrolment
		}
		if err != nil {
			return err
		}
		secret, err := d.sealer.Open(sealedAs(who.Account), f.Pending)
		if err != nil {
			return err
		}
		step, ok := stepOf(secret, f.PendingAlgorithm, strings.TrimSpace(code), d.now())
		if !ok {
			return errCode
		}
		if err := enrolFactor(ctx, tx, who.Account, step, d.now()); err != nil {
			return err
		}
		e = Enrolment{State: "enrolled", Recovery: newRecovery()}
		if err := putRecovery(ctx, tx, who.Account, d.blindAll(who.Account, e.Recovery)); err != nil {
			return err
		}
		return d.act(ctx, tx, who.ID, "signin.totp", who.Account, map[string]string{"algorithm": f.PendingAlgorithm})
	})
	return e, err
}

// Unenrol takes the second factor away, where one may go without.
func (d *Desk) Unenrol(ctx context.Context, who access.Actor, code string) error {
	if !d.cfg.OneFactor {
		return fault.New(fault.Conflict, "signin.second_needed", "本平台要求双因素登录，不能取消；更换手机请重新绑定。",
			"This platform asks for a second factor, so it cannot be taken away; enrol another in its place.").Under("GB/T 22239-2019 8.1.4.1")
	}
	login, err := d.loginOf(ctx, who)
	if err != nil {
		return err
	}
	return d.proven(ctx, who.Account, login, code, func(ctx context.Context, tx pg.Tx) error {
		if err := dropFactor(ctx, tx, who.Account); err != nil {
			return err
		}
		return d.act(ctx, tx, who.ID, "signin.totp_removed", who.Account, map[string]string{})
	})
}

// newRecovery makes codes of 80 random bits: ABCD-EFGH-IJKL-MNOP.
func newRecovery() []string {
	codes := make([]string, recoverCodes)
	for i := range codes {
		t := rand.Text()
		codes[i] = strings.Join([]string{t[:4], t[4:8], t[8:12], t[12:16]}, "-")
	}
	return codes
}

func (d *Desk) blindAll(account string, codes []string) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = d.blindRecovery(account, c)
	}
	return out
}

func (d *Desk) blindRecovery(account, code string) string {
	return d.sealer.Blind("signin.recovery", account+" "+strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(code), "-", "")))
}

var (
	errCode = fault.New(fault.Unauthenticated, "signin.code", "动态口令不正确或已使用过；请等待下一个口令，或使用恢复码。",
		"The code is wrong or was used already; wait for the next one, or use a recovery code.").At("code")
	errNoEnrolment = fault.New(fault.Conflict, "signin.no_enrolment", "没有等待确认的绑定，或已超过 15 分钟；请重新开始绑定。",
		"No enrolment is waiting for its code, or 15 minutes have passed; begin again.")
)
