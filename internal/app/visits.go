package app

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/inspection"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/remote"
	"xinheng/internal/visit"
	"xinheng/internal/workday"
)

// visits lets visits know what draws, rosters, classes and checks say.
func (a *App) visits() {
	a.Visits = visit.NewDesk(a.Pool, a.Law, a.Sealer, a.Records, a.Cases, a.Now)
	a.Visits.Press, a.Visits.Base = a.Press, a.opt.Site.Base
	WireVisits(a.Visits, a.Inspection, a.Law)
	a.Visits.Accounts = a.Accounts
	a.Remote = remote.NewDesk(a.Pool, a.Sealer, a.Accounts, a.Now)
	WireRemote(a.Remote, a.Visits, a.Inspection)
	roster := a.Visits.Roster
	a.Visits.Roster = func(ctx context.Context, accounts []string) ([]visit.Inspector, error) {
		all, err := roster(ctx, accounts)
		for i := range all {
			h, err := a.Accounts.Holder(ctx, a.Pool, all[i].Account)
			if err != nil {
				return nil, err
			}
			all[i].Name = h.Name
		}
		return all, err
	}
	a.Visits.Queries = func(ctx context.Context, since workday.Date) ([]visit.Query, error) {
		all, err := check.ForApprovals(ctx, a.Pool, since)
		out := make([]visit.Query, len(all))
		for i, q := range all {
			out[i] = visit.Query{Entity: q.EntityID, CaseNo: q.CaseNo, Ref: q.DecisionID, On: q.OnDay}
		}
		return out, err
	}
}

// WireVisits is what visits ask of draws: the same for the program, its demonstration and tests.
func WireVisits(v *visit.Desk, d *inspection.Desk, lib *law.Library) {
	v.Tasks = func(ctx context.Context, db pg.DB, entity string, draws []string) (out []visit.Task, err error) {
		all, err := d.SentTo(ctx, db, entity, draws)
		for _, s := range all {
			out = append(out, taskOf(s))
		}
		return out, err
	}
	v.Own = func(ctx context.Context, who access.Actor) (out []visit.Due, err error) {
		all, err := d.TasksWith(ctx, who)
		for _, s := range all {
			out = append(out, visit.Due{Task: taskOf(s), Entity: s.Entity})
		}
		return out, err
	}
	v.Matter = func(ctx context.Context, db pg.DB, code, org string) (visit.Task, error) {
		m, err := d.MatterOf(ctx, db, code, org)
		return visit.Task{Org: m.Org, Matter: m.Code, Name: m.Name(), Domain: m.Domain, Basis: m.Basis}, err
	}
	v.Roster = func(ctx context.Context, accounts []string) (out []visit.Inspector, err error) {
		all, err := d.OnRoster(ctx, accounts)
		for _, i := range all {
			out = append(out, visit.Inspector{Account: i.Account, Certificate: i.Certificate, Until: i.CertificateUntil})
		}
		return out, err
	}
	v.ClassOf = func(ctx context.Context, entity, domain string) (string, error) {
		c, err := d.Class(ctx, entity, domain, 0)
		return c.Class, err
	}
	v.Warn = func(days []workday.Date, class string, on workday.Date) (out []visit.Warning) {
		for _, w := range inspection.Frequency(days, class, lib.On(on)) {
			out = append(out, visit.Warning(w))
		}
		return out
	}
	v.MayGo, v.Visited = d.MayAssign, d.RecordVisit
	v.Strata = func(ctx context.Context) (out []visit.Stratum, err error) {
		all, err := d.Published(ctx)
		for _, draw := range all {
			for _, x := range draw.Strata {
				out = append(out, visit.Stratum{Draw: draw.ID, Org: draw.Org, Class: x.Class, Count: x.Count, PPM: x.PPM, Quota: x.Quota})
			}
		}
		return out, err
	}
}

// WireRemote lets an inspector make a visit of what a device reported: the same visit as any other (F23-3).
func WireRemote(r *remote.Desk, v *visit.Desk, d *inspection.Desk) {
	r.Matter = func(ctx context.Context, db pg.DB, code, org string) error {
		_, err := d.MatterOf(ctx, db, code, org)
		return err
	}
	v.Event = func(ctx context.Context, tx pg.Tx, who access.Actor, id, entity, why string) (visit.Event, error) {
		e, err := r.ForVisit(ctx, tx, who, id, entity, why)
		return visit.Event{ID: e.ID, Device: e.Device.Name, Kind: e.Device.Kind, Basis: e.Device.Basis, Matter: e.Device.Matter, Measure: e.Measure, Reading: e.Reading,
			Evidence: e.Evidence, SeenAt: e.SeenAt}, err
	}
	v.Serve = r.Serve
}

func taskOf(s inspection.Sent) visit.Task {
	promises := make([]visit.Promise, len(s.Promises))
	for i, p := range s.Promises {
		promises[i] = visit.Promise(p)
	}
	return visit.Task{Promises: promises, Draw: s.Draw, Org: s.Org, Matter: s.Matter.Code, Name: s.Matter.Name(), Domain: s.Matter.Domain, Basis: s.Matter.Basis, Class: s.Class,
		FirstOn: s.FirstOn, LastOn: s.LastOn, Inspectors: s.Inspectors}
}

// visitRound looks once a day whether the classes aim at anything.
func (a *App) visitRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "visit.watch", When: jobs.Daily(4, 10),
		What: law.Text2{ZH: "比较高风险与低风险企业的检查命中率，高风险并不更高时告警", EN: "Compares what visits find at firms of high and of low risk; raises an alarm where high finds no more"},
		Why:  law.Text2{ZH: "未运行时告警晚些留痕，页面上的比较仍即时计算", EN: "Without it the alarm is noted later; the comparison on the page is made when it is read"},
		Do:   a.Visits.Watch,
	}
}
