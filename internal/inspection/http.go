package inspection

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Routes mounts planning, drawing, and the public proof.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "inspection." + id, Method: method, Path: "/v1/inspection" + path, Permission: permission, Area: "inspection", Summary: summary, Notes: notes, Faults: faults}
	}
	get, put, post := http.MethodGet, http.MethodPut, http.MethodPost
	web.Add(a, row("matters", get, "/matters", "", "抽查事项清单 · The inspection list", "Public: what is not on it is not inspected."), d.serveMatters)
	web.Add(a, row("put_matter", put, "/matters", access.DrawRun, "维护抽查事项 · Enter or change a matter", "", "inspection.changed", "inspection.no_approval"), d.servePutMatter)
	web.Add(a, row("inspectors", get, "/inspectors", access.DrawRun, "检查人员名录库 · Roster of inspectors", "Of one's body."), d.serveInspectors)
	web.Add(a, row("put_inspector", put, "/inspectors", access.DrawRun, "维护检查人员 · Enter or change an inspector", "Of people who hold a post of an inspector in one's body.", "inspection.no_certificate", "inspection.not_ours"), d.servePutInspector)
	web.Add(a, row("candidates", get, "/candidates", access.DrawRun, "可列入名录的人员 · Who may be entered on the roster", "Of one's body: those who hold the post of an inspector."), d.serveCandidates)
	web.Add(a, row("declared", get, "/conflicts", access.VisitDo, "本人的回避申报 · Interests one has declared", "One's own."), d.serveDeclared)
	web.Add(a, row("declare", post, "/conflicts", access.VisitDo, "申报回避 · Declare an interest", "Of oneself: no draw after it sends one there (S5).", "registry.unknown"), d.serveDeclare)
	web.Add(a, row("withdraw", post, "/conflicts/withdrawal", access.VisitDo, "撤回回避申报 · Withdraw a declared interest", "", "inspection.unknown"), d.serveWithdraw)
	web.Add(a, row("waive", post, "/waivers", access.DrawRun, "轮换例外 · Let a pair meet for a reason", "The reason is kept; that it was given is on the ledger (S4)."), d.serveWaive)
	web.Add(a, row("tasks", get, "/tasks", access.VisitDo, "本人的检查任务 · One's own tasks", ""), d.serveTasks)
	web.Add(a, row("plans", get, "/plans", access.OrgRead, "检查计划 · Plans", "Of one's body, or of all within reach."), d.servePlans)
	web.Add(a, row("put_plan", put, "/plans", access.DrawRun, "制定计划 · Make or change a plan", "A class left out has the ratio of the law.",
		"inspection.no_matter", "inspection.ratio_over", "inspection.unknown_class", "inspection.days", "inspection.changed"), d.servePutPlan)
	web.Add(a, row("publish_plan", post, "/plans/{id}/publication", access.DrawRun, "公布计划 · Publish a plan", "", "inspection.unknown", "inspection.plan_published"), d.servePublishPlan)
	web.Add(a, row("daily", get, "/daily", access.OrgRead, "日常监管的承诺 · Commitments under daily supervision", "Exempt from verification: in which rosters each has been, whether its firm was visited, and what no matter covers."), d.serveDaily)
	web.Add(a, row("overlap", get, "/overlap", access.OrgRead, "合并检查与频次预警 · Joint visits and warnings", "Of published draws only."), d.serveOverlap)
	web.Add(a, row("class", get, "/class", access.OrgRead, "企业所属监管级别 · The class of a firm, and why", "For the field of supervision, on a day.", "inspection.no_table", "registry.unknown"), d.serveClass)
	web.Add(a, row("class_tables", get, "/class-tables", access.OrgRead, "分级分类监管表 · Class tables in force today", ""), d.serveTables)
	try := row("backtest", post, "/backtests", access.DrawRun, "试算分级分类表 · Try a class table on the registry", "Beside requests, over the whole registry: numbers by class, no names. Nothing follows from it.",
		"inspection.no_table", "inspection.unknown_lower", "inspection.row")
	try.Status = http.StatusCreated
	web.Add(a, try, d.serveTry)
	web.Add(a, row("backtests", get, "/backtests", access.DrawRun, "分级分类表的试算 · Class tables that were tried", "Of one's body, newest first."), d.serveBacktests)
	web.Add(a, row("backtest_one", get, "/backtests/{id}", access.DrawRun, "一次试算 · A table that was tried", "", "inspection.unknown"), d.serveBacktest)
	d.drawRoutes(a, row)
}

func (d *Desk) drawRoutes(a *web.API, row func(id, method, path, permission, summary, notes string, faults ...string) web.Op) {
	get, post := http.MethodGet, http.MethodPost
	web.Add(a, row("draws", get, "/draws", access.OrgRead, "抽取 · Draws", "Of one's body, those it takes part in, or all within reach. None shows whom it drew."), d.serveDraws)
	begin := row("begin", post, "/draws", access.DrawRun, "启动抽取 · Begin a draw", "The roster is read beside the request; the answer shows how far.",
		"inspection.unknown", "inspection.plan_draft", "inspection.parties", "inspection.party_unknown", "inspection.no_table")
	begin.Status = http.StatusCreated
	web.Add(a, begin, d.serveBegin)
	web.Add(a, row("draw", get, "/draws/{id}", access.OrgRead, "一次抽取 · A draw", "", "inspection.unknown"), d.serveDraw)
	web.Add(a, row("commit", post, "/draws/{id}/commitments", access.OrgRead, "承诺份额 · Commit to a share", "By a party; the share stays with it.",
		"inspection.unknown", "inspection.not_a_party", "inspection.share_given", "inspection.share_late", "inspection.not_a_hash", "inspection.not_this_step"), d.serveCommit)
	web.Add(a, row("root", post, "/draws/{id}/root", access.OrgRead, "取存证之根 · Fix the root", "Once every party has committed.",
		"inspection.unknown", "inspection.shares_missing", "inspection.not_this_step", "ledger.not_placed"), d.serveRoot)
	web.Add(a, row("reveal", post, "/draws/{id}/shares", access.OrgRead, "揭示份额 · Reveal a share", "",
		"inspection.unknown", "inspection.not_a_party", "inspection.share_given", "inspection.share_late", "inspection.share_differs", "inspection.not_a_hash", "inspection.not_this_step"), d.serveReveal)
	web.Add(a, row("run", post, "/draws/{id}/result", access.DrawRun, "抽取 · Draw", "Once every share is revealed.", "inspection.unknown", "inspection.shares_missing", "inspection.not_this_step"), d.serveRun)
	web.Add(a, row("publish", post, "/draws/{id}/publication", access.DrawRun, "公布结果 · Publish the result", "", "inspection.unknown", "inspection.not_this_step", "ledger.not_placed"), d.servePublish)
	web.Add(a, row("void", post, "/draws/{id}/void", access.OrgRead, "作废 · Declare a draw void", "When a party did not come in time.", "inspection.unknown", "inspection.not_late", "inspection.not_this_step"), d.serveVoid)
	a.AddRaw(row("proof", get, "/draws/{id}/proof", "", "抽取证明文件 · Proof file", "text/plain, as docs/draw.md has it; published draws only. Run `xinheng draw verify FILE`.", "inspection.unknown"),
		nil, nil, func(w http.ResponseWriter, r *http.Request) error {
			if err := d.IsPublished(r.Context(), r.PathValue("id")); err != nil {
				return err
			}
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Header().Set("Content-Disposition", `attachment; filename="draw-`+r.PathValue("id")+`.txt"`)
			w.Header().Set("X-Content-Type-Options", "nosniff")
			return d.WriteProof(r.Context(), w, r.PathValue("id"))
		})
}

type (
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	valueIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Value string `json:"value" minLength:"64" maxLength:"64"`
		}
	}
	beginIn struct {
		Body struct {
			Plan    string   `json:"plan" maxLength:"64"`
			Parties []string `json:"parties" minItems:"2" maxItems:"8" doc:"codes of bodies"`
		}
	}
	declareIn struct {
		Body struct {
			Entity string `json:"entity" minLength:"18" maxLength:"18"`
			Ground string `json:"ground" enum:"relative,interest,employment,other"`
		}
	}
	withdrawIn struct {
		Body struct {
			Entity string `json:"entity" minLength:"18" maxLength:"18"`
		}
	}
	classIn struct {
		Entity string `query:"entity" required:"true" maxLength:"18"`
		Domain string `query:"domain" required:"true" maxLength:"64"`
		On     string `query:"on" format:"date"`
	}
	bodyIn[T any] struct{ Body T }
	none          struct{}
	many[T any]   struct{ Body listed[T] }
	listed[T any] struct {
		All []T `json:"all"`
	}
)

func listing[T any](all []T, err error) (*many[T], error) {
	if err != nil {
		return nil, err
	}
	return &many[T]{listed[T]{append([]T{}, all...)}}, nil
}

func who(ctx context.Context) access.Actor { a, _ := access.From(ctx); return a }

func (d *Desk) serveMatters(ctx context.Context, _ *none) (*many[Matter], error) {
	return listing(d.Matters(ctx))
}

func (d *Desk) servePutMatter(ctx context.Context, in *bodyIn[Matter]) (*web.Answer[Matter], error) {
	return web.Answered(d.PutMatter(ctx, who(ctx), in.Body))
}

func (d *Desk) serveInspectors(ctx context.Context, _ *none) (*many[Inspector], error) {
	return listing(d.Inspectors(ctx, who(ctx)))
}

func (d *Desk) servePutInspector(ctx context.Context, in *bodyIn[Inspector]) (*web.Answer[Inspector], error) {
	return web.Answered(d.PutInspector(ctx, who(ctx), in.Body))
}

func (d *Desk) serveCandidates(ctx context.Context, _ *none) (*many[Colleague], error) {
	return listing(d.Candidates(ctx, who(ctx)))
}

func (d *Desk) serveDeclared(ctx context.Context, _ *none) (*many[Declared], error) {
	return listing(d.Declared(ctx, who(ctx)))
}

func (d *Desk) serveDeclare(ctx context.Context, in *declareIn) (*none, error) {
	return &none{}, d.Declare(ctx, who(ctx), in.Body.Entity, in.Body.Ground)
}

func (d *Desk) serveWithdraw(ctx context.Context, in *withdrawIn) (*none, error) {
	return &none{}, d.Withdraw(ctx, who(ctx), in.Body.Entity)
}

func (d *Desk) serveWaive(ctx context.Context, in *bodyIn[Waiver]) (*none, error) {
	return &none{}, d.Waive(ctx, who(ctx), in.Body)
}

func (d *Desk) serveTasks(ctx context.Context, _ *none) (*many[Task], error) {
	return listing(d.Tasks(ctx, who(ctx)))
}

func (d *Desk) servePlans(ctx context.Context, _ *none) (*many[Plan], error) {
	return listing(d.Plans(ctx, who(ctx)))
}

func (d *Desk) servePutPlan(ctx context.Context, in *bodyIn[Plan]) (*web.Answer[Plan], error) {
	return web.Answered(d.PutPlan(ctx, who(ctx), in.Body))
}

func (d *Desk) servePublishPlan(ctx context.Context, in *idIn) (*web.Answer[Plan], error) {
	return web.Answered(d.PublishPlan(ctx, who(ctx), in.ID))
}

func (d *Desk) serveOverlap(ctx context.Context, _ *none) (*web.Answer[Board], error) {
	return web.Answered(d.Overlap(ctx, who(ctx)))
}

func (d *Desk) serveClass(ctx context.Context, in *classIn) (*web.Answer[ClassOf], error) {
	on, err := workday.Parse(in.On)
	if err != nil && in.On != "" {
		return nil, errDays
	}
	return web.Answered(d.Class(ctx, in.Entity, in.Domain, on))
}

func (d *Desk) serveTables(_ context.Context, _ *none) (*many[law.ClassTable], error) {
	return listing(d.law.On(d.today()).ClassTables(), nil)
}

func (d *Desk) serveDraws(ctx context.Context, _ *none) (*many[View], error) {
	return listing(d.Draws(ctx, who(ctx)))
}

func (d *Desk) serveBegin(ctx context.Context, in *beginIn) (*web.Answer[View], error) {
	return web.Answered(d.Begin(ctx, who(ctx), in.Body.Plan, in.Body.Parties))
}

func (d *Desk) serveDraw(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	return web.Answered(d.Draw(ctx, who(ctx), in.ID))
}

func (d *Desk) serveCommit(ctx context.Context, in *valueIn) (*web.Answer[View], error) {
	return web.Answered(d.Commit(ctx, who(ctx), in.ID, in.Body.Value))
}

func (d *Desk) serveRoot(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	return web.Answered(d.Root(ctx, who(ctx), in.ID))
}

func (d *Desk) serveReveal(ctx context.Context, in *valueIn) (*web.Answer[View], error) {
	return web.Answered(d.Reveal(ctx, who(ctx), in.ID, in.Body.Value))
}

func (d *Desk) serveRun(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	return web.Answered(d.Run(ctx, who(ctx), in.ID))
}

func (d *Desk) servePublish(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	return web.Answered(d.Publish(ctx, who(ctx), in.ID))
}

func (d *Desk) serveVoid(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	return web.Answered(d.Void(ctx, who(ctx), in.ID))
}

func (d *Desk) serveDaily(ctx context.Context, _ *none) (*web.Answer[Supervision], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Supervision(ctx, who))
}

func (d *Desk) serveTry(ctx context.Context, in *bodyIn[Trying]) (*web.Answer[Backtest], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Try(ctx, who, in.Body))
}

func (d *Desk) serveBacktests(ctx context.Context, _ *none) (*many[Backtest], error) {
	who, _ := access.From(ctx)
	all, err := d.Backtests(ctx, who)
	if err != nil {
		return nil, err
	}
	return &many[Backtest]{listed[Backtest]{all}}, nil
}

func (d *Desk) serveBacktest(ctx context.Context, in *idIn) (*web.Answer[Backtest], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Backtest(ctx, who, in.ID))
}
