package commitment

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/signing"
	"xinheng/internal/workday"
)

// Gathering is an association asking its members to sign one text: it signs for the group, each member confirms (F03-2).
type Gathering struct {
	Undertaking string       `json:"undertaking" maxLength:"64"`
	Title       string       `json:"title" minLength:"1" maxLength:"100"`
	Members     []string     `json:"members" minItems:"1" maxItems:"2000" doc:"unified social credit codes"`
	ClosesOn    workday.Date `json:"closes_on" doc:"last day to confirm"`
}

// Grouping is such a signing, as its association and its members see it.
type Grouping struct {
	ID        string       `json:"id"`
	Code      string       `json:"undertaking"`
	Name      law.Text2    `json:"name"`
	Org       Body         `json:"org"`
	Title     string       `json:"title"`
	ClosesOn  workday.Date `json:"closes_on"`
	OpenedAt  time.Time    `json:"opened_at"`
	Open      bool         `json:"open"`
	Asked     int          `json:"asked"`
	Confirmed int          `json:"confirmed"`
	Members   []Member     `json:"members,omitempty" doc:"for the association"`
	Mine      string       `json:"commitment,omitempty" doc:"of the firm that asks, once it confirmed"`
	Proof     Proof        `json:"signature,omitzero"`
}

// Member is one of those asked. Whoever does not confirm is shown as asked and nothing else: it is free not to.
type Member struct {
	Code       string     `json:"uscc"`
	Firm       string     `json:"firm"`
	Commitment string     `json:"commitment,omitempty"`
	Status     State      `json:"status,omitempty"`
	SignedAt   *time.Time `json:"signed_at,omitempty"`
}

// grouping is such a signing as it is kept.
type grouping struct {
	GroupingID   string
	Undertaking  string
	Org          string
	OrgName      string
	Title        string
	Template     string
	TemplateFrom workday.Date
	TemplateHash string
	ClosesOn     workday.Date
	Actor        string
	At           time.Time
	Suite        string
	KeyID        string
	PublicKey    []byte
	Signature    []byte
	EntryID      string
}

const groupingPurpose = "commitment.grouping"

func (g *grouping) message(members []string) []byte {
	var m signing.Message
	m.Line("xinheng grouping v1", g.GroupingID, g.Undertaking, g.Org, g.Title, g.ClosesOn.String())
	m.Line(g.Template, g.TemplateFrom.String(), g.TemplateHash)
	m.Line(members...)
	m.Line(g.Actor, g.At.UTC().Format(time.RFC3339Nano))
	return m.Bytes()
}

// Gather opens a signing for members. Only a text of an industry's self-discipline is signed so.
func (d *Desk) Gather(ctx context.Context, who access.Actor, in Gathering) (Grouping, error) {
	book := d.law.On(d.today())
	u, ok := book.Undertaking(in.Undertaking)
	t, known := book.Template(u.Text)
	switch {
	case !ok:
		return Grouping{}, errNoUndertaking
	case u.Kind != law.ForIndustry:
		return Grouping{}, errNotIndustry
	case !known:
		return Grouping{}, errNoText
	case in.ClosesOn < d.today():
		return Grouping{}, errClosed
	}
	members, err := codes(in.Members)
	if err != nil {
		return Grouping{}, err
	}
	g := grouping{GroupingID: newID("CG"), Undertaking: u.Code, Org: who.Org, OrgName: who.Name, Title: strings.TrimSpace(in.Title), Template: t.Code,
		TemplateFrom: t.From, TemplateHash: t.Hash(), ClosesOn: in.ClosesOn, Actor: who.ID, At: d.instant()}
	sign := signing.Sign(d.seal, groupingPurpose, g.message(members))
	g.Suite, g.KeyID, g.PublicKey, g.Signature = sign.Suite, sign.KeyID, sign.PublicKey, sign.Signature
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		for _, m := range members {
			if _, err := registry.Find(ctx, tx, m); err != nil {
				return err
			}
		}
		entry, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "commitment.gathered", Actor: who.ID, About: g.GroupingID,
			Public: map[string]string{"undertaking": g.Undertaking, "org": g.Org, "members": itoa(int32(len(members))), "signature": sign.Digest()}}) //nolint:gosec // bounded by the schema of the request
		if err != nil {
			return err
		}
		g.EntryID = entry
		return insertGrouping(ctx, tx, &g, members)
	})
	if err != nil {
		return Grouping{}, err
	}
	return d.groupingOf(ctx, who, g.GroupingID)
}

// Candidate is a line of a list of members before it is asked to sign: whom it names, or what is wrong with it.
type Candidate struct {
	Line   int    `json:"line" doc:"in the list as it was given, from 1"`
	Code   string `json:"uscc,omitempty"`
	Firm   string `json:"firm,omitempty"`
	Status string `json:"status" enum:"known,twice,malformed,unknown"`
}

// Candidates looks a list of members up before anybody is asked, so that a wrong line is seen where it stands.
func (d *Desk) Candidates(ctx context.Context, given []string) ([]Candidate, error) {
	out, seen := make([]Candidate, 0, len(given)), map[string]bool{}
	var known []string
	for i, s := range given {
		x := Candidate{Line: i + 1, Status: "malformed"}
		if c, _, err := ident.ParseUSCC(s); err == nil {
			x.Code, x.Status = string(c), "unknown"
			if seen[x.Code] {
				x.Status = "twice"
			}
			seen[x.Code] = true
			known = append(known, x.Code)
		}
		out = append(out, x)
	}
	firms, err := registry.FindMany(ctx, d.db, known)
	for i := range out {
		x := &out[i]
		if f, there := firms[x.Code]; there && x.Code != "" {
			x.Firm = f.Name
			if x.Status == "unknown" {
				x.Status = "known"
			}
		}
	}
	return out, err
}

// codes are the members, each a well-formed code, each once.
func codes(in []string) (out []string, err error) {
	for _, s := range in {
		c, _, err := ident.ParseUSCC(s)
		if err != nil {
			return nil, err
		}
		out = append(out, string(c))
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// Groupings lists the signings of an association, or those a firm is asked to confirm, newest first.
func (d *Desk) Groupings(ctx context.Context, who access.Actor) ([]Grouping, error) {
	var rows []grouping
	var err error
	switch {
	case who.Firm != "":
		rows, err = groupingsFor(ctx, d.db, who.Org)
	case who.May(access.CommitmentGather):
		rows, err = groupingsOf(ctx, d.db, who.Org)
	}
	out := []Grouping{}
	for i := range rows {
		g, err := d.group(ctx, who, &rows[i], false)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, err
}

// Grouping shows one to its association with its members, to a member with its own part; to nobody else does it exist.
func (d *Desk) Grouping(ctx context.Context, who access.Actor, id string) (Grouping, error) {
	return d.groupingOf(ctx, who, id)
}

func (d *Desk) groupingOf(ctx context.Context, who access.Actor, id string) (Grouping, error) {
	g, err := findGrouping(ctx, d.db, id)
	if err != nil {
		return Grouping{}, err
	}
	if who.Firm != "" {
		asked, err := asked(ctx, d.db, who.Org, id)
		if err != nil || !asked {
			return Grouping{}, or(err, errNoGrouping)
		}
		return d.group(ctx, who, &g, false)
	}
	if g.Org != who.Org || !who.May(access.CommitmentGather) {
		return Grouping{}, errNoGrouping
	}
	return d.group(ctx, who, &g, true)
}

func or(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// group is a signing with how many confirmed it; the association sees who.
func (d *Desk) group(ctx context.Context, who access.Actor, g *grouping, whole bool) (Grouping, error) {
	rows, err := members(ctx, d.db, g.GroupingID)
	if err != nil {
		return Grouping{}, err
	}
	u, _ := d.law.On(workday.Of(g.At)).Undertaking(g.Undertaking)
	out := Grouping{ID: g.GroupingID, Code: g.Undertaking, Name: u.Name, Org: Body{g.Org, g.OrgName}, Title: g.Title, ClosesOn: g.ClosesOn, OpenedAt: g.At,
		Open: d.today() <= g.ClosesOn, Asked: len(rows)}
	var all, codes []string
	for _, r := range rows {
		codes = append(codes, r.EntityID)
	}
	firms := map[string]registry.Entity{}
	if whole {
		if firms, err = registry.FindMany(ctx, d.db, codes); err != nil {
			return out, err
		}
	}
	for _, r := range rows {
		all = append(all, r.EntityID)
		m := Member{Code: r.EntityID}
		if r.CommitmentID != nil {
			m.Commitment, m.Status, m.SignedAt = *r.CommitmentID, State(*r.State), r.SignedAt
			out.Confirmed++
		}
		if r.EntityID == who.Org {
			out.Mine = m.Commitment
		}
		if whole {
			m.Firm = firms[r.EntityID].Name
			out.Members = append(out.Members, m)
		}
	}
	if whole {
		out.Proof = Proof{Suite: g.Suite, KeyID: g.KeyID, PublicKey: g.PublicKey, Signature: g.Signature, Message: g.message(all)}
	}
	return out, nil
}

// joins refuses a confirmation of what one was not asked for, of another text, or after its last day.
func (d *Desk) joins(ctx context.Context, tx pg.Tx, c *commitment, id string) error {
	if id == "" {
		return nil
	}
	g, err := findGrouping(ctx, tx, id)
	if err != nil {
		return err
	}
	there, err := asked(ctx, tx, c.EntityID, id)
	switch {
	case err != nil:
		return err
	case !there, g.Undertaking != c.Undertaking:
		return errNoGrouping
	case d.today() > g.ClosesOn:
		return errClosed
	case g.TemplateHash != c.TemplateHash:
		return errOtherText
	}
	c.Grouping = id
	return nil
}

// Export writes the list of a signing as a sheet, for its association.
func (d *Desk) Export(ctx context.Context, who access.Actor, id string, w io.Writer) error {
	g, err := d.groupingOf(ctx, who, id)
	if err != nil {
		return err
	}
	if g.Members == nil {
		return errNoGrouping
	}
	out := csv.NewWriter(w)
	_ = out.Write([]string{"统一社会信用代码", "名称", "承诺编号", "状态", "签署时间"})
	for _, m := range g.Members {
		at := ""
		if m.SignedAt != nil {
			at = m.SignedAt.In(workday.Shanghai).Format("2006-01-02 15:04:05")
		}
		_ = out.Write([]string{m.Code, m.Firm, m.Commitment, stateWords[m.Status].ZH, at})
	}
	out.Flush()
	return out.Error()
}

// stateWords are the states as people call them.
var stateWords = map[State]law.Text2{
	"": {ZH: "未确认", EN: "not confirmed"}, Signed: {ZH: "已签署，可撤回", EN: "signed, can be taken back"}, Performing: {ZH: "履行中", EN: "being performed"},
	Kept: {ZH: "已履行", EN: "kept"}, Broken: {ZH: "违诺", EN: "broken"}, Withdrawn: {ZH: "已撤回", EN: "withdrawn"},
}

// Says is a state as people call it.
func (s State) Says() law.Text2 { return stateWords[s] }
