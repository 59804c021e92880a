package education

import (
	"xinheng/internal/fault"
	"xinheng/internal/workday"
)

var (
	errNoCourse = fault.New(fault.Missing, "education.no_course", "没有这门课程，或者它现在不施行；全部课程见 /v1/courses。",
		"There is no such course, or it is not in force; all are listed at /v1/courses.").At("course")
	errNoMatter = fault.New(fault.Missing, "education.no_matter", "没有这个事项；全部事项见 /v1/matters。", "There is no such matter; all are listed at /v1/matters.").At("code")
	errNoPost   = fault.New(fault.Conflict, "education.no_post", "业务培训考试由在岗人员参加；请先选择岗位身份。",
		"The examination is for people who hold a post; choose the post to act from first.")
	errNobody = fault.New(fault.Conflict, "education.nobody", "请先选择企业、本人或者岗位身份，再参加课程。",
		"Choose the firm, yourself or the post you act for, then take the course.")
	errNoSitting = fault.New(fault.Missing, "education.no_sitting", "没有这次答题；请从课程页重新开始。", "There is no such sitting; begin again from the page of the course.").At("id")
	errAnswer    = fault.New(fault.Invalid, "education.answer", "答案与所出的题目或者选项不符；请刷新页面后重答。",
		"An answer is of no question or choice of this sitting; reload the page and answer again.").At("answers")
	errNoCertificate = fault.New(fault.Missing, "education.no_certificate", "没有编号相符的证书；请核对编号后再查。查不到不说明持有人没有接受过培训。",
		"No certificate has this number; compare it and ask again. It does not say that the holder was not trained.").At("id")
	errDemand = fault.New(fault.Invalid, "education.demand", "请选择发证的课程，以及该课程所面向、且有影响他人权益的权限的角色。",
		"Choose a course that gives a certificate, and a role it is for that may touch the rights of others.").At("course")
	errDemanded = fault.New(fault.Conflict, "education.demanded", "这个角色从那天起已经要求这种证书；不必再设。",
		"The role needs this certificate from that day already; there is nothing to add.").At("role")
)

func errAgain(from workday.Date) error {
	return fault.New(fault.TooEarly, "education.again", "上次未合格，"+from.String()+"起可以再考；这段时间请再读一遍课程。",
		"The last sitting was not passed; it may be taken again from "+from.String()+". Read the course once more meanwhile.")
}

func errAlready(until, from workday.Date) error {
	return fault.New(fault.Conflict, "education.already", "现有证书有效至"+until.String()+"，"+from.String()+"起可以续期。",
		"The certificate held is good until "+until.String()+"; it may be renewed from "+from.String()+".")
}

func errNotice(from workday.Date) error {
	return fault.New(fault.TooEarly, "education.notice", "在岗人员须有时间取得证书，最早可以自"+from.String()+"起施行；请改后再提交。",
		"People in post need time to earn it: the demand may begin on "+from.String()+" at the earliest. Choose a later day.").At("from")
}
