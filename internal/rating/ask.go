package rating

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Asking is a question under an agreement.
type Asking struct {
	Agreement string `json:"agreement" maxLength:"64"`
	Model     string `json:"model" maxLength:"64"`
	USCC      string `json:"uscc" maxLength:"18"`
	Case      string `json:"case_no" minLength:"1" maxLength:"64" doc:"the case of the reader"`
	Consent   string `json:"consent,omitempty" maxLength:"64" doc:"id of the subject's consent, for a body without a duty of its own"`
}

// Told is what an answer says. Its text is signed with the limit of its use in it: whoever passes it on passes the limit on (F10-4).
type Told struct {
	ID        string       `json:"id"`
	Agreement string       `json:"agreement"`
	Consumer  string       `json:"consumer" doc:"the only body that may use it"`
	Purpose   string       `json:"purpose"`
	Case      string       `json:"case_no"`
	Use       law.Text2    `json:"use" doc:"what it may be used for"`
	Never     law.Text2    `json:"never" doc:"what nobody may use it for"`
	Until     workday.Date `json:"until" doc:"last day it may be used: the result may be another one from then on, or the agreement ends"`
	Subject   string       `json:"subject"`
	Model     string       `json:"model"`
	Version   int          `json:"version"`
	ModelHash string       `json:"model_hash"`
	On        workday.Date `json:"on"`
	Rated     bool         `json:"rated" doc:"false: not evaluated, which says nothing against anybody"`
	Grade     string       `json:"grade,omitempty"`
	GradeName *law.Text2   `json:"grade_name,omitempty"`
	Points    *int64       `json:"points,omitempty"`
	Lines     []Line       `json:"lines,omitempty" doc:"without the ids of records"`
	At        time.Time    `json:"at"`
}

// Answer is a signed answer.
type Answer struct {
	Told      Told   `json:"told"`
	Text      string `json:"text" doc:"what the signature is over"`
	Signature string `json:"signature" doc:"base64"`
	Key       string `json:"key" doc:"id of the key"`
}

// Key is what answers are verified with.
type Key struct {
	Suite  string `json:"suite" enum:"international,national"`
	ID     string `json:"id"`
	Public string `json:"public" doc:"base64"`
}

// PublicKey is what anybody verifies an answer with.
func (d *Desk) PublicKey() Key {
	return Key{d.suite.Name(), d.key.KeyID(), base64.StdEncoding.EncodeToString(d.key.Public())}
}

// Ask answers under an agreement, and records the reading where its subject sees it. Whoever has no duty of its own needs the
// subject's consent besides.
func (d *Desk) Ask(ctx context.Context, who access.Actor, in Asking) (Answer, error) {
	a, err := agreementOf(ctx, d.db, in.Agreement)
	switch {
	case err != nil:
		return Answer{}, err
	case a.Consumer != who.Org:
		return Answer{}, errNoAgreement
	case a.state(d.today()) != "live":
		return Answer{}, errNotLive
	case !slices.Contains(a.Models, in.Model):
		return Answer{}, errNoModel
	case d.Disclosure == nil:
		return Answer{}, errNoAgreement
	}
	m, err := d.inForce(ctx, d.db, in.Model, d.today())
	if err != nil {
		return Answer{}, err
	}
	subjects, known, err := d.knownOf(ctx, d.db, []string{in.USCC})
	if err != nil {
		return Answer{}, err
	}
	s, there := subjects[in.USCC]
	if !there {
		return Answer{}, errNoSubject
	}
	reading := disclosure.Reading{Subject: s.ID, Fields: []string{"rating." + m.Code}, Purpose: a.Purpose, Case: in.Case, Consent: in.Consent}
	if err := d.Disclosure.Read(ctx, who, reading); err != nil {
		return Answer{}, err
	}
	told := d.told(&a, m, s, known[s.ID].of(m.Code), strings.TrimSpace(in.Case))
	return d.signed(ctx, who, &a, told)
}

func (d *Desk) told(a *agreementRow, m *Model, s Subject, k Known, caseNo string) Told {
	on := d.today()
	r := Score(&m.RatingModel, s, k.Counting(on), on)
	t := Told{ID: uuid.Must(uuid.NewV7()).String(), Agreement: a.AgreementID, Consumer: a.Consumer, Purpose: a.Purpose, Case: caseNo, Use: law.Text2{ZH: a.UseZh, EN: a.UseEn}, Never: never,
		Until: a.UntilOn, Subject: s.ID, Model: m.Code, Version: m.Version, ModelHash: hex.EncodeToString(m.Hash), On: on, Rated: r.Rated, At: d.instant()}
	if ahead := Ahead(&m.RatingModel, s, k, on); len(ahead) > 0 && ahead[0].On <= t.Until {
		t.Until = ahead[0].On.AddDays(-1)
	}
	if !r.Rated {
		return t
	}
	if slices.Contains(a.Fields, "grade") {
		name := said(&m.RatingModel, &r)
		t.Grade, t.GradeName = r.Grade, &name
	}
	if slices.Contains(a.Fields, "points") && m.Kind == law.Points {
		t.Points = &r.Points
	}
	if slices.Contains(a.Fields, "lines") {
		for _, l := range r.Lines {
			t.Lines = append(t.Lines, Line{Indicator: l.Indicator, Points: l.Points, Bounded: l.Bounded, Uses: []Use{}})
		}
	}
	return t
}

func (d *Desk) signed(ctx context.Context, who access.Actor, a *agreementRow, t Told) (Answer, error) {
	text, err := json.Marshal(t)
	if err != nil {
		return Answer{}, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		// what is told is kept: so whoever was told learns when it is another one
		if _, err := d.Evaluate(ctx, tx, []string{t.Subject}, "told", a.AgreementID); err != nil {
			return err
		}
		if err := addTold(ctx, tx, t.Subject, t.ID, a, t.Model, text, t.At); err != nil {
			return err
		}
		return d.act(ctx, tx, "rating.told", who.ID, t.ID, map[string]string{"agreement": a.AgreementID, "consumer": a.Consumer, "model": t.Model})
	})
	return Answer{t, string(text), base64.StdEncoding.EncodeToString(d.key.Sign(text)), d.key.KeyID()}, err
}

// push tells bodies that were given a result, under an agreement that holds and says so, that it is another one now. The notice holds
// nothing of it: they ask again, with whatever consent holds then.
func (d *Desk) push(ctx context.Context, tx pg.Tx, fresh []resultRow) error {
	if d.Tell == nil || len(fresh) == 0 {
		return nil
	}
	ids := make([]string, len(fresh))
	for i := range fresh {
		ids[i] = fresh[i].EntityID
	}
	told, err := toldOf(ctx, tx, ids)
	if err != nil || len(told) == 0 {
		return err
	}
	var out []News
	for _, t := range told {
		i := slices.IndexFunc(fresh, func(r resultRow) bool { return r.EntityID == t.EntityID && r.Model == t.Model })
		if i < 0 {
			continue
		}
		a, err := agreementOf(ctx, tx, t.AgreementID)
		if err != nil {
			return err
		}
		if a.Push && a.state(d.today()) == "live" {
			out = append(out, News{Org: t.Org, Entity: t.EntityID, Agreement: t.AgreementID, Result: fresh[i].ResultID, Reason: fresh[i].Cause})
		}
	}
	if len(out) == 0 {
		return nil
	}
	return d.Tell(ctx, tx, out)
}

var (
	errNotLive   = fault.New(fault.Forbidden, "rating.not_live", "协议尚未签署、尚未开始或者已经到期，不能取得结果；请与提供单位续签。", "The agreement is not signed, not begun, or over; renew it with the body that tells.").Under("琼府办〔2021〕4号（十）")
	errNoSubject = fault.New(fault.Missing, "rating.no_subject", "主体库中没有该主体；请核对统一社会信用代码。", "The registry has no such subject; check its code.").At("uscc")
)
