package rating

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Agreement is under which a body is told results: how much of them, for what, until when (F10-4). It holds from the signature of a
// second person and ends by itself.
type Agreement struct {
	ID       string       `json:"id"`
	Org      string       `json:"org" doc:"body that tells"`
	Body     string       `json:"body"`
	Consumer string       `json:"consumer" doc:"body that is told"`
	Name     string       `json:"consumer_name"`
	Terms    Terms        `json:"terms"`
	State    string       `json:"state" enum:"proposed,coming,live,ended"`
	At       time.Time    `json:"at"`
	SignedAt *time.Time   `json:"signed_at,omitempty"`
	EndedOn  workday.Date `json:"ended_on,omitzero"`
	Mine     bool         `json:"mine" doc:"the reader's body tells, and may sign or end it"`
	Author   bool         `json:"author" doc:"the reader proposed it, and cannot sign it"`
}

// Terms are what is agreed.
type Terms struct {
	Title   string       `json:"title" minLength:"1" maxLength:"100"`
	Models  []string     `json:"models" minItems:"1" maxItems:"20"`
	Fields  []string     `json:"fields" minItems:"1" maxItems:"3" doc:"grade, points, lines"`
	Purpose string       `json:"purpose" maxLength:"40" doc:"see /v1/purposes"`
	Use     law.Text2    `json:"use" doc:"what it may be used for, and what not: goes out with every answer"`
	Push    bool         `json:"push,omitempty" doc:"tell the body when a result it was given has changed"`
	From    workday.Date `json:"from"`
	Until   workday.Date `json:"until" doc:"last day"`
}

// Proposal is an agreement as it is proposed.
type Proposal struct {
	Consumer string `json:"consumer" maxLength:"18"`
	Terms
}

// Parts of a result an agreement can name.
var toldFields = []string{"grade", "points", "lines"}

// longestAgreementMonths bounds an agreement; it is a bound of the form, and follows from no rule.
const longestAgreementMonths = 36

func (r *agreementRow) state(on workday.Date) string {
	switch {
	case r.EndedOn != 0 && on >= r.EndedOn, on > r.UntilOn:
		return "ended"
	case r.Approver == "":
		return "proposed"
	case on < r.FromOn:
		return "coming"
	}
	return "live"
}

func (d *Desk) agreement(r *agreementRow, who access.Actor, names map[string]string) Agreement {
	return Agreement{ID: r.AgreementID, Org: r.Org, Body: names[r.Org], Consumer: r.Consumer, Name: names[r.Consumer], State: r.state(d.today()), At: r.At, SignedAt: r.ApprovedAt,
		EndedOn: r.EndedOn, Mine: r.Org == who.Org, Author: r.Author == who.ID,
		Terms: Terms{Title: r.Title, Models: r.Models, Fields: r.Fields, Purpose: r.Purpose, Use: law.Text2{ZH: r.UseZh, EN: r.UseEn}, Push: r.Push, From: r.FromOn, Until: r.UntilOn}}
}

// Agreements are those one's own body tells or is told under, and those within reach.
func (d *Desk) Agreements(ctx context.Context, who access.Actor) ([]Agreement, error) {
	rows, err := agreements(ctx, d.db)
	if err != nil {
		return nil, err
	}
	var codes []string
	kept := rows[:0]
	for _, r := range rows {
		region, err := d.regionOf(ctx, r.Org)
		if err != nil {
			return nil, err
		}
		if r.Consumer == who.Org || access.InScope(who, r.Org, region) {
			kept, codes = append(kept, r), append(codes, r.Org, r.Consumer)
		}
	}
	names, err := d.names(ctx, codes...)
	out := make([]Agreement, len(kept))
	for i := range kept {
		out[i] = d.agreement(&kept[i], who, names)
	}
	return out, err
}

// Propose writes an agreement that another person of the body must sign. A sector tells of its own models; what the state evaluates may be
// told by any body that tells.
func (d *Desk) Propose(ctx context.Context, who access.Actor, in Proposal) (Agreement, error) {
	r, err := d.proposed(ctx, who, in)
	if err != nil {
		return Agreement{}, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := addAgreement(ctx, tx, &r); err != nil {
			return err
		}
		return d.act(ctx, tx, "rating.agreement_proposed", who.ID, r.AgreementID, map[string]string{"org": r.Org, "consumer": r.Consumer, "until": r.UntilOn.String()})
	})
	return d.shown(ctx, who, &r, err)
}

func (d *Desk) shown(ctx context.Context, who access.Actor, r *agreementRow, err error) (Agreement, error) {
	if err != nil {
		return Agreement{}, err
	}
	names, err := d.names(ctx, r.Org, r.Consumer)
	return d.agreement(r, who, names), err
}

func (d *Desk) proposed(ctx context.Context, who access.Actor, in Proposal) (r agreementRow, err error) {
	code, _, err := ident.ParseUSCC(in.Consumer)
	if err != nil {
		return r, err
	}
	in.Title, in.Use.ZH, in.Use.EN = strings.TrimSpace(in.Title), strings.TrimSpace(in.Use.ZH), strings.TrimSpace(in.Use.EN)
	purposes := disclosure.Purposes()
	switch {
	case in.Title == "" || in.Use.ZH == "" || in.Use.EN == "":
		return r, errNoUse
	case len(in.Fields) == 0 || slices.ContainsFunc(in.Fields, func(f string) bool { return !slices.Contains(toldFields, f) }):
		return r, errNoFields
	case !slices.ContainsFunc(purposes, func(p disclosure.Purpose) bool { return p.Code == in.Purpose }) || in.Purpose == disclosure.Emergency || in.Purpose == disclosure.Exporting:
		return r, disclosure.ErrNoPurpose
	case in.From < d.today() || in.Until < in.From || in.Until > in.From.AddMonths(longestAgreementMonths):
		return r, errTerm
	}
	for _, m := range in.Models {
		model, err := d.inForce(ctx, d.db, m, d.today())
		if err != nil {
			return r, err
		}
		if model.Org != "" && model.Org != who.Org {
			return r, errNoModel
		}
	}
	return agreementRow{AgreementID: uuid.Must(uuid.NewV7()).String(), Org: who.Org, Consumer: string(code), Title: in.Title, Models: in.Models, Fields: in.Fields, Purpose: in.Purpose,
		UseZh: in.Use.ZH, UseEn: in.Use.EN, Push: in.Push, FromOn: in.From, UntilOn: in.Until, Author: who.ID, At: d.instant()}, nil
}

// Sign lets an agreement begin: another person than whoever proposed it.
func (d *Desk) Sign(ctx context.Context, who access.Actor, id string) (Agreement, error) {
	return d.decide(ctx, who, id, "rating.agreement_signed", func(ctx context.Context, tx pg.Tx, r *agreementRow) (bool, error) {
		if err := access.Apart(access.Actor{ID: r.Author}, who); err != nil {
			return false, err
		}
		return approveAgreement(ctx, tx, id, who.ID, d.instant())
	})
}

// EndAgreement ends one before its last day, from today on.
func (d *Desk) EndAgreement(ctx context.Context, who access.Actor, id string) (Agreement, error) {
	return d.decide(ctx, who, id, "rating.agreement_ended", func(ctx context.Context, tx pg.Tx, _ *agreementRow) (bool, error) {
		return endAgreement(ctx, tx, id, d.today(), who.ID)
	})
}

func (d *Desk) decide(ctx context.Context, who access.Actor, id, kind string, do func(context.Context, pg.Tx, *agreementRow) (bool, error)) (Agreement, error) {
	r, err := agreementOf(ctx, d.db, id)
	if err == nil && r.Org != who.Org {
		err = errNoAgreement
	}
	if err != nil {
		return Agreement{}, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		switch done, err := do(ctx, tx, &r); {
		case err != nil:
			return err
		case !done:
			return errDecided
		}
		return d.act(ctx, tx, kind, who.ID, id, map[string]string{"org": r.Org, "consumer": r.Consumer})
	})
	if err == nil {
		r, err = agreementOf(ctx, d.db, id)
	}
	return d.shown(ctx, who, &r, err)
}

var (
	errNoAgreement = fault.New(fault.Missing, "rating.no_agreement", "没有这项协议，或者与您的单位无关；请在协议列表中选择。", "There is no such agreement, or it is not your body's; choose one of the list.")
	errDecided     = fault.New(fault.Conflict, "rating.decided", "该协议已经签署或者已经终止；请刷新。", "The agreement was signed or ended already; reload.")
	errNoUse       = fault.New(fault.Invalid, "rating.no_use", "请写明协议名称，以及中英文的使用范围和限制。", "Give a title, and what may and may not be done with it, in both languages.").At("use")
	errNoFields    = fault.New(fault.Invalid, "rating.no_fields", "请从等级、分值、指标明细中选择提供的内容。", "Choose what is told: grade, points, lines.").At("fields")
	errTerm        = fault.New(fault.Invalid, "rating.bad_term", "协议自今天或以后起，最长三十六个月；请修改日期。", "An agreement begins today or later and lasts 36 months at most; change the dates.").At("until")
)
