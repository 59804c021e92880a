package app

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/commitment"
	"xinheng/internal/inspection"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/verify"
	"xinheng/internal/workday"
)

// verification lets commitments be verified by an area that does not know whose they are.
func (a *App) verification() {
	a.Verify = verify.NewDesk(a.Pool, a.Law, a.Records, a.Cases, a.Now)
	a.Verify.Accounts, a.Verify.Press = a.Accounts, a.Press
	a.Verify.Promises = func(ctx context.Context, after string) (page []verify.Promise, next string, err error) {
		all, next, err := a.Commitments.Column(ctx, commitment.Sought{After: after})
		for _, p := range all {
			v, err := a.Commitments.Promised(ctx, p.EntityID, p.ID)
			if err != nil {
				return nil, "", err
			}
			page = append(page, promiseOf(v))
		}
		return page, next, err
	}
	a.Verify.Text = func(ctx context.Context, _, id string) (verify.Told, error) {
		p, err := a.Commitments.Public(ctx, id)
		t := verify.Told{Firm: p.Firm, Name: p.Name.ZH, Title: p.Title.ZH, SignedOn: workday.Of(p.SignedAt)}
		for _, c := range p.Clauses {
			t.Clauses = append(t.Clauses, c.Clause)
		}
		return t, err
	}
	a.Verify.Conclude = func(ctx context.Context, tx pg.Tx, who access.Actor, f verify.Finding) error {
		return a.Commitments.Conclude(ctx, tx, who, commitment.Finding{EntityID: f.EntityID, ID: f.ID, Org: commitment.Body{Code: f.Org, Name: f.OrgName}, On: f.On,
			Clause: f.Clause, Document: f.Document})
	}
}

func promiseOf(e commitment.Event) verify.Promise {
	return verify.Promise{EntityID: e.EntityID, ID: e.ID, Kind: e.Kind, Undertaking: e.Code, Matter: e.Matter, Org: e.Org, Region: e.Region, On: e.On}
}

// verifyIt: a commitment that takes effect is under verification, or under daily supervision, from the same moment: none is lost in
// between (F13-1, F13-3). Its term may count from the licence; what is withdrawn is not verified.
func (a *App) verifyIt() {
	a.Commitments.Events.Released.Within(func(ctx context.Context, tx pg.Tx, e commitment.Event) error {
		return a.Verify.Plan(ctx, tx, promiseOf(e))
	})
	a.Commitments.Events.Permitted.Within(func(ctx context.Context, tx pg.Tx, e commitment.Event) error {
		return a.Verify.Permitted(ctx, tx, e.EntityID, e.ID, e.On)
	})
	a.Commitments.Events.Ended.Within(func(ctx context.Context, tx pg.Tx, e commitment.Event) error {
		if e.State != commitment.Withdrawn {
			return a.Verify.Settled(ctx, tx, e.EntityID, e.ID, string(e.State), e.On)
		}
		return a.Verify.Withdrawn(ctx, tx, e.EntityID, e.ID, e.On)
	})
}

// WireDaily: what is exempt from verification is under daily supervision, from the same moment and until it is no longer exempt （十三）:
// draws read it into their rosters. The same for the program, its demonstration and tests.
func WireDaily(v *verify.Desk, d *inspection.Desk) {
	v.Events.Pooled.Within(func(ctx context.Context, tx pg.Tx, e verify.Event) error {
		return d.Supervise(ctx, tx, inspection.Daily{EntityID: e.EntityID, Commitment: e.Commitment, Undertaking: e.Undertaking, Matter: e.Matter, Region: e.Region})
	})
	v.Events.Left.Within(func(ctx context.Context, tx pg.Tx, e verify.Event) error {
		return d.Unsupervise(ctx, tx, e.EntityID, e.Commitment)
	})
}

// SuperviseAll looks for what is exempt and not under daily supervision, such as what was exempt before draws knew of it.
func SuperviseAll(ctx context.Context, db *pg.Pool, v *verify.Desk, d *inspection.Desk) error {
	for after := ""; ; {
		page, next, err := v.Pool(ctx, "", "", after)
		if err != nil {
			return err
		}
		err = db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			for _, x := range page {
				if err := d.Supervise(ctx, tx, inspection.Daily{EntityID: x.EntityID, Commitment: x.ID, Undertaking: x.Undertaking, Matter: x.Matter, Region: x.Region}); err != nil {
					return err
				}
			}
			return nil
		})
		if after = next; err != nil || next == "" {
			return err
		}
	}
}

// verifyRounds compare what is due, and look for commitments nobody planned.
func (a *App) verifyRounds() []jobs.Periodic {
	return []jobs.Periodic{{
		Name: "verify.compare", When: jobs.Every(time.Minute),
		What: law.Text2{ZH: "把到期核查的承诺与登记和记录比对：一致的办结，不一致或者没有数据的交人工核查", EN: "Compares commitments that are due with registry and records: what fits is closed, what differs or is not known goes to an officer"},
		Why:  law.Text2{ZH: "未运行时核查晚些开始，期限仍自法定之日计算（F13-2）", EN: "Without it verification begins later; its term counts from its legal day all the same (F13-2)"},
		Do: func(ctx context.Context) error {
			_, _, err := a.Verify.Compare(ctx)
			return err
		},
	}, {
		Name: "verify.reconcile", When: jobs.Daily(2, 10),
		What: law.Text2{ZH: "核对承诺与核查：生效而没有核查安排的，补作安排；免于核查的，补入日常监管", EN: "Holds commitments against verifications: what took effect and was not planned is planned, what is exempt is under daily supervision"},
		Why:  law.Text2{ZH: "承诺生效时即已安排；这里只补缺漏（F13-3）", EN: "They are planned when they take effect; this only fills gaps (F13-3)"},
		Do: func(ctx context.Context) error {
			_, err := a.Verify.Reconcile(ctx)
			return errors.Join(err, SuperviseAll(ctx, a.Pool, a.Verify, a.Inspection))
		},
	}}
}
