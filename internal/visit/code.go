package visit

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
)

// Code is the one code of a firm or of an officer, for every body and every visit (入企扫码). It is made from a secret of the platform:
// nobody can guess another's, and it stays the same, so that it can be printed and hung up.
type Code struct {
	Kind string `json:"kind" enum:"firm,officer"`
	Code string `json:"code"`
}

func (d *Desk) firmCode(entity string) string { return d.code("QY", "visit.firm", entity) }

func (d *Desk) officerCode(account string) string { return d.code("JC", "visit.officer", account) }

func (d *Desk) code(prefix, kind, of string) string {
	s := strings.ToUpper(d.seal.Blind(kind, of))
	return prefix + "-" + s[:4] + "-" + s[4:8] + "-" + s[8:12]
}

// same forgives case, spaces and dashes, and takes the whole address a reader of pictures gives.
func same(a, b string) bool {
	a = a[strings.LastIndex(a, "/")+1:]
	tidy := strings.NewReplacer("-", "", " ", "")
	return tidy.Replace(strings.ToUpper(a)) == tidy.Replace(b)
}

// CodeOf is the actor's own code: of the firm acted for, or of the officer.
func (d *Desk) CodeOf(who access.Actor) (Code, error) {
	switch {
	case who.Firm != "":
		return Code{"firm", d.firmCode(who.Org)}, nil
	case who.May(access.VisitDo):
		return Code{"officer", d.officerCode(who.Account)}, nil
	}
	return Code{}, errUnknown
}

// address is the plain address a code stands for when it is read: a public page that says what to do with it. The code in it names nobody.
func (c Code) address(origin string) string { return origin + "/codes/" + c.Code }

// serveCodePicture draws one's own code as a picture, to be printed and hung up, or shown on a telephone.
func (d *Desk) serveCodePicture(w http.ResponseWriter, r *http.Request) error {
	who, _ := access.From(r.Context())
	c, err := d.CodeOf(who)
	if err != nil {
		return err
	}
	picture, err := paper.QRImage(c.address(d.origin(r)))
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", "image/svg+xml")
	head.Set("Cache-Control", "private, no-store")
	_, err = w.Write(picture)
	return err
}

// origin is where the public pages are: where the deployment says, or where it was asked.
func (d *Desk) origin(r *http.Request) string {
	switch {
	case d.Base != "":
		return strings.TrimSuffix(d.Base, "/")
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// Shown is what a firm sees of the officer whose code it has read: task, basis, officer and items (F12-6).
type Shown struct {
	Visit      string          `json:"visit"`
	Body       string          `json:"body"`
	Tasks      []Task          `json:"tasks"`
	Officer    Inspector       `json:"officer"`
	Inspectors []Inspector     `json:"inspectors"`
	Lists      []law.Checklist `json:"checklists"`
	State      caseflow.State  `json:"state"`
}

// Scan looks up, for a firm, whose code it was shown: the approved visit at this very firm. That it looked is kept, also when there is
// no such visit.
func (d *Desk) Scan(ctx context.Context, who access.Actor, code string) (s Shown, err error) {
	if who.Firm == "" {
		return s, errUnknown
	}
	found := false
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		all, err := d.cases.Of(ctx, tx, who.Org, Kind)
		if err != nil {
			return err
		}
		for i := range all {
			if all[i].EndedOn != 0 || all[i].State == Planned {
				continue
			}
			if s, found, err = d.carries(ctx, tx, all[i].ID, code); err != nil || found {
				break
			}
		}
		if err != nil {
			return err
		}
		return d.noteScan(ctx, tx, who, s.Visit, found)
	})
	if err == nil && !found {
		err = errNoVisit
	}
	return s, err
}

// carries says whether a visit is of the officer whose code it is.
func (d *Desk) carries(ctx context.Context, tx pg.Tx, id, code string) (s Shown, found bool, err error) {
	c, err := d.cases.Find(ctx, tx, id)
	if err != nil {
		return s, false, err
	}
	x, err := detailsOf(c)
	for _, i := range x.Inspectors {
		if same(code, d.officerCode(i.Account)) {
			return Shown{Visit: c.ID, Body: c.Org, Tasks: x.Tasks, Officer: i, Inspectors: x.Inspectors, Lists: x.lists(d.law.On(d.today())), State: c.State}, true, err
		}
	}
	return s, false, err
}

func (d *Desk) noteScan(ctx context.Context, tx pg.Tx, who access.Actor, visit string, found bool) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	kind := "wrong_code"
	if found {
		kind = "officer_code"
	}
	if err := insertScan(ctx, tx, scanRow{EntityID: who.Org, ScanID: id.String(), VisitID: visit, Kind: kind, Side: "firm", By: who.ID, At: d.instant()}); err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: "visit.scanned", Actor: who.ID, About: visit, Public: map[string]string{"code": kind}})
	return err
}
