package education

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/web"
)

// Routes mounts the courses, which anybody may read, sittings, certificates and the demands on posts.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "education." + id, Method: method, Path: path, Permission: permission, Area: "education", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("courses", http.MethodGet, "/v1/courses", "", "诚信教育课程 · Courses in force", "For firms and people, by occupation, and for officials."), d.serveCourses)
	web.Add(a, row("course", http.MethodGet, "/v1/courses/{course}", "", "一门课程 · A course to be read", "Lessons with the terms of today and what they rest on.",
		"education.no_course"), d.serveCourse)
	web.Add(a, row("before", http.MethodGet, "/v1/matters/{code}/education", "", "办理事项前的课程 · Courses a matter triggers",
		"`blocks` is false unless a course cites an article that makes the permit wait.", "education.no_matter"), d.serveBefore)
	web.Add(a, row("certificate", http.MethodGet, "/v1/certificates/{id}", "", "核验证书 · Verify a certificate",
		"By the number the holder gave. The name is masked; what was signed can be verified without this platform.", "education.no_certificate"), d.serveVerify)
	web.Add(a, row("training", http.MethodGet, "/v1/training", access.Self, "我的学习与证书 · One's courses and certificates",
		"With what the post acted from needs, now and soon.", "education.nobody"), d.serveTraining)
	web.Add(a, row("own", http.MethodGet, "/v1/training/matters/{code}", access.Self, "本企业或本人办理该事项前的课程 · Courses of a matter, and which of them were completed for whom one acts", "",
		"education.no_matter", "education.nobody"), d.serveOwn)
	begin := row("begin", http.MethodPost, "/v1/training/{course}/sittings", access.Self, "开始答题 · Begin a sitting",
		"The one that is open is given again. Reading the lessons first is free and needs no account.",
		"education.no_course", "education.no_post", "education.nobody", "education.again", "education.already")
	begin.Status = http.StatusCreated
	web.Add(a, begin, d.serveBegin)
	web.Add(a, row("answer", http.MethodPost, "/v1/training/sittings/{id}/answers", access.Self, "提交答案 · Hand in the answers",
		"Marked at once, with what is right and why. Handed in again it says the same.", "education.no_sitting", "education.answer"), d.serveAnswer)
	web.Add(a, row("figures", http.MethodGet, "/v1/training/figures", access.FiguresRead, "课程统计 · Courses in numbers", "Nobody in particular."), d.serveFigures)
	demand := row("demand", http.MethodPost, "/v1/training/demands", access.RoleGrant, "要求持证上岗 · Demand a certificate of a role",
		"From a day that leaves people in post time to earn it. Without it the permissions that touch the rights of others are off (S8).",
		"education.no_course", "education.demand", "education.notice", "education.demanded")
	demand.Status = http.StatusCreated
	web.Add(a, demand, d.serveDemand)
}

type (
	none     struct{}
	courseIn struct {
		Course string `path:"course" maxLength:"100"`
	}
	matterIn struct {
		Code string `path:"code" maxLength:"100"`
	}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	answerIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Answers map[string]string `json:"answers" doc:"the choice by question; what is left out counts as wrong"`
		}
	}
	demandIn    struct{ Body Demanding }
	list[T any] struct {
		Items []T `json:"items"`
	}
	verifyOut struct {
		CacheControl string `header:"Cache-Control"`
		Robots       string `header:"X-Robots-Tag"`
		Body         Verified
	}
)

func (d *Desk) serveCourses(ctx context.Context, _ *none) (*web.Answer[list[Line]], error) {
	all, err := d.Courses(ctx)
	return web.Answered(list[Line]{all}, err)
}

func (d *Desk) serveCourse(ctx context.Context, in *courseIn) (*web.Answer[Text], error) {
	return web.Answered(d.Read(ctx, in.Course))
}

func (d *Desk) serveBefore(ctx context.Context, in *matterIn) (*web.Answer[Finding], error) {
	return web.Answered(d.Before(ctx, d.db, in.Code, ""))
}

func (d *Desk) serveVerify(ctx context.Context, in *idIn) (*verifyOut, error) {
	v, err := d.Verify(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &verifyOut{"no-store", "noindex, noarchive", v}, nil
}

func (d *Desk) serveTraining(ctx context.Context, _ *none) (*web.Answer[Training], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Training(ctx, who))
}

func (d *Desk) serveOwn(ctx context.Context, in *matterIn) (*web.Answer[Finding], error) {
	who, _ := access.From(ctx)
	found, err := d.Before(ctx, d.db, in.Code, who.Org)
	if err == nil && who.Firm == "" {
		err = errNobody
	}
	return web.Answered(found, err)
}

func (d *Desk) serveBegin(ctx context.Context, in *courseIn) (*web.Answer[Sitting], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Begin(ctx, who, in.Course))
}

func (d *Desk) serveAnswer(ctx context.Context, in *answerIn) (*web.Answer[Result], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Answer(ctx, who, in.ID, in.Body.Answers))
}

func (d *Desk) serveFigures(ctx context.Context, _ *none) (*web.Answer[list[Figures]], error) {
	all, err := d.Figures(ctx)
	return web.Answered(list[Figures]{all}, err)
}

func (d *Desk) serveDemand(ctx context.Context, in *demandIn) (*web.Answer[account.CertificateRule], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Demand(ctx, who, in.Body))
}
