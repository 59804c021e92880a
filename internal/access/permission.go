package access

import (
	"slices"

	"xinheng/internal/law"
)

// Names of what may be done: one namespace for the keys of systems and the posts of people. A route demands one of them.
const (
	ScopeCheck  = "check"  // POST /v1/checks, /v1/checks/batch
	ScopeIntake = "intake" // POST /v1/intake/{item}
	ScopeMatch  = "match"  // decide the name-match queue
	ScopeRead   = "read"   // non-public parts of records and receipts of one's own body
	ScopeLedger = "ledger" // audit export

	Self = "self" // one's own account, sessions, posts and password: everybody who is signed in, no key

	RecordEnter, RecordApprove                   = "record.enter", "record.approve"
	SubjectRead, FiguresRead                     = "subject.read", "figures.read"
	OrgRead, OrgEdit, OrgFeed                    = "org.read", "org.edit", "org.feed"
	AccountRequest, AccountApprove, AccountRead  = "account.request", "account.approve", "account.read"
	RoleRead, RoleGrant                          = "role.read", "role.grant"
	KeyIssue, KeyRead                            = "key.issue", "key.read"
	AuditRead, AuditExport                       = "audit.read", "audit.export"
	ExportRequest, ExportApprove                 = "export.request", "export.approve"
	ExportSecond, ExportRead                     = "export.second", "export.read"
	LawAdopt, CalendarEdit                       = "law.adopt", "calendar.edit"
	StatusRead, StatusEdit                       = "status.read", "status.edit"
	BreakGlass, BreakGlassApprove                = "break_glass", "break_glass.approve"
	ViewOwn, ConsentGrant                        = "view.own", "consent.grant"
	DelegateGrant, DelegateLink                  = "delegate.grant", "delegate.link"
	CasePrepare, CaseSubmit                      = "case.prepare", "case.submit"
	PersonVerify                                 = "person.verify"
	ListingRead, ListingDraft, ListingDecide     = "listing.read", "listing.draft", "listing.decide"
	RepairRead, RepairFacts                      = "repair.read", "repair.facts"
	RepairDraft, RepairDecide, CaseReview        = "repair.draft", "repair.decide", "case.review"
	RuleTest, RuleDraft, RuleReview, RulePublish = "rule.test", "rule.draft", "rule.review", "rule.publish"
	ModelRead, ModelDraft, ModelApprove          = "model.read", "model.draft", "model.approve"
	RatingAsk                                    = "rating.ask"
	DrawRun, DrawRead, VisitDo                   = "draw.run", "draw.read", "visit.do"
	MeasureAnswer, MemberRead                    = "measure.answer", "member.read"
	LetterAnswer, ContentDraft, ContentReview    = "letter.answer", "content.draft", "content.review"
	SyncRead, SyncSend                           = "sync.read", "sync.send"
	SyncEdit, SyncApprove, NoticeRead            = "sync.edit", "sync.approve", "notice.read"
	CommitmentTake, CommitmentWatch              = "commitment.take", "commitment.watch"
	CommitmentGather                             = "commitment.gather"
	VerifyDo, VerifyDecide                       = "verify.do", "verify.decide"
	MutualRead, MutualDraft, MutualDecide        = "mutual.read", "mutual.draft", "mutual.decide"
	PersonCheck, PersonConfirm, ConnectorEdit    = "person.check", "person.confirm", "connector.edit"
	PersonAsk                                    = "person.ask"
	RectifyRead, RectifyDraft, RectifyDecide     = "rectify.read", "rectify.draft", "rectify.decide"
	CampaignRun                                  = "campaign.run"
	DeclarationVerify, DeclarationDecide         = "declaration.verify", "declaration.decide"
	DeclarationAssign                            = "declaration.assign"
	AssessAppeal, AssessAnswer                   = "assess.appeal", "assess.answer"
	AlertRead, AlertDecide                       = "alert.read", "alert.decide"
	HotlineRead, HotlineVerify                   = "hotline.read", "hotline.verify"
	RemoteRead                                   = "remote.read"
	TaskRead, TaskAssign, TaskReport             = "task.read", "task.assign", "task.report"
	PilotRun, PilotApprove                       = "pilot.run", "pilot.approve"
	SceneEdit, SceneConfirm                      = "scene.edit", "scene.confirm"
	LeakHandle, LeakDecide, LeakRead             = "leak.handle", "leak.decide", "leak.read"
	AppEdit, AppApprove                          = "app.edit", "app.approve"
	AppFile, AppCommitments                      = "file.public.read", "commitment.public.read" // of apps, by a firm's authorisation
	DifferenceRead, DifferenceResolve            = "difference.read", "difference.resolve"
	AgencyRead, AgencyEdit                       = "agency.read", "agency.edit"
	AgencyApprove, AgencyUse                     = "agency.approve", "agency.use"
	SupportConfirm                               = "support.confirm"
)

// Permission is one thing that may be done.
type Permission struct {
	Code    string    `json:"code"`
	Name    law.Text2 `json:"name"`
	Key     bool      `json:"key" doc:"a system's key may hold it"`
	App     bool      `json:"app,omitempty" doc:"only an app that a firm authorised holds it, for that firm's own public file"`
	Affects bool      `json:"affects" doc:"it touches the rights of others, so a training certificate may be demanded (S8)"`
}

// key, weighs and apps are the marks of the table below.
const (
	people = 0
	key    = 1
	weighs = 2 // touches the rights of others
	apps   = 4 // held by no person and no key
)

func perm(marks int, code, zh, en string) Permission {
	return Permission{Code: code, Name: law.Text2{ZH: zh, EN: en}, Key: marks&key != 0, Affects: marks&weighs != 0, App: marks&apps != 0}
}

var permissions = []Permission{
	perm(key, ScopeCheck, "信用查验", "credit checks"),
	perm(key, ScopeIntake, "报送数据", "hand in files of records"),
	perm(key, ScopeMatch, "认领名称匹配", "decide name matches"),
	perm(key, ScopeRead, "本机构记录的非公开部分", "non-public parts of the own body's records"),
	perm(key, ScopeLedger, "导出存证", "export the ledger"),
	perm(people, Self, "本人账号与会话", "one's own account and sessions"),
	perm(people, RecordEnter, "录入记录", "enter records"),
	perm(weighs, RecordApprove, "审核本机构的记录", "approve records of the own body"),
	perm(key, SubjectRead, "凭目的与案号查看非公开信息", "read non-public data for a purpose and a case"),
	perm(people, FiguresRead, "查看统计", "read figures without single subjects"),
	perm(key, OrgRead, "查看机构", "read organisations"),
	perm(people, OrgEdit, "维护机构", "edit and import organisations"),
	perm(key, OrgFeed, "推送人员变动", "tell of people who leave"),
	perm(people, AccountRequest, "申请开立、重置、停用账号", "ask for accounts, resets and ends"),
	perm(people, AccountApprove, "审批账号申请", "approve what is asked for accounts"),
	perm(people, AccountRead, "查看账号", "read accounts and posts"),
	perm(people, RoleRead, "查看角色与权限", "read roles and permissions"),
	perm(people, RoleGrant, "授予和收回岗位", "grant and end posts"),
	perm(people, KeyIssue, "发放、轮换、撤销密钥", "issue, rotate and revoke keys"),
	perm(people, KeyRead, "查看密钥", "read keys, never their secrets"),
	perm(people, AuditRead, "查看和核验日志", "read and verify logs"),
	perm(people, AuditExport, "导出审计证据", "export audit evidence"),
	perm(people, ExportRequest, "申请导出", "ask for an export"),
	perm(people, ExportApprove, "审批导出", "approve an export"),
	perm(people, ExportSecond, "复核导出", "second approval of an export"),
	perm(people, ExportRead, "查看导出台账", "read the register of exports"),
	perm(weighs, LawAdopt, "采认未核实的规则值", "adopt assumed values of the rules"),
	perm(people, CalendarEdit, "维护工作日历", "edit the calendar of working days"),
	perm(people, StatusRead, "查看运行状态", "read the state of the system"),
	perm(people, StatusEdit, "维护运行参数", "edit the parameters of the system"),
	perm(people, BreakGlass, "申请应急查看", "ask to break the glass"),
	perm(people, BreakGlassApprove, "批准应急查看", "agree to break the glass"),
	perm(people, ViewOwn, "查看本人或本企业的信用档案", "see one's own file and who viewed it"),
	perm(people, ConsentGrant, "授权他人查询", "consent to queries"),
	perm(people, DelegateGrant, "委托经办人和代理人", "delegate to staff and agents"),
	perm(people, DelegateLink, "登记法定代表人", "record who represents a firm by law"),
	perm(people, CasePrepare, "代企业或本人准备材料", "prepare papers for a firm or oneself"),
	perm(people, CaseSubmit, "以企业或本人名义提交", "submit for a firm or oneself"),
	perm(people, PersonVerify, "当面核验自然人身份", "verify a natural person who is present"),
	perm(people, ListingRead, "查看名单认定", "read listing cases"),
	perm(people, ListingDraft, "拟办名单认定", "draft listing decisions"),
	perm(weighs, ListingDecide, "决定名单认定", "decide listings"),
	perm(people, RepairRead, "查看升级的修复与异议", "read escalated repairs and objections"),
	perm(people, RepairFacts, "提供修复与异议的事实", "give the facts of repairs and objections"),
	perm(people, RepairDraft, "拟办修复与异议", "draft repair and objection decisions"),
	perm(weighs, RepairDecide, "决定修复与异议", "decide repairs and objections"),
	perm(weighs, CaseReview, "上级复核", "review decisions from above"),
	perm(people, RuleTest, "试算规则", "try rules on a case"),
	perm(people, RuleDraft, "起草清单、措施、模板", "draft lists, measures and templates"),
	perm(people, RuleReview, "法制审核", "review rules as a lawyer"),
	perm(weighs, RulePublish, "发布目录与规则", "publish catalogue and rules"),
	perm(people, ModelRead, "查看评价模型与结果", "read rating models and results"),
	perm(people, ModelDraft, "训练和试算模型", "train and simulate models"),
	perm(weighs, ModelApprove, "审定模型", "approve models"),
	perm(key, RatingAsk, "依协议取得评价结果", "be told results of ratings under an agreement"),
	perm(people, DrawRun, "制定计划与抽取", "plan and draw inspections"),
	perm(people, DrawRead, "查看抽取结果", "read draws"),
	perm(weighs, VisitDo, "开展检查并登记结果", "inspect and record the result"),
	perm(key, MeasureAnswer, "反馈措施执行", "report back on measures"),
	perm(people, MemberRead, "凭授权查看会员信息", "read data of members by authorisation"),
	perm(people, LetterAnswer, "接收和答复函件", "receive and answer letters"),
	perm(people, ContentDraft, "起草内容", "draft articles"),
	perm(people, ContentReview, "发布内容", "publish articles"),
	perm(people, SyncRead, "查看同步台账", "read the sync ledger"),
	perm(people, SyncSend, "重发撤下通知、复读目标", "send take-downs again and read targets again"),
	perm(people, SyncEdit, "维护同步目标", "edit the targets of the sync ledger"),
	perm(people, SyncApprove, "审批同步目标", "approve changes of targets"),
	perm(key, CommitmentTake, "接收承诺、登记所发证件、索要证明", "take commitments in, say what was issued, ask for proofs"),
	perm(people, CommitmentWatch, "监看重复索要证明与违诺反映", "watch proofs asked for again and reports of broken commitments"),
	perm(people, VerifyDo, "核查承诺", "verify commitments"),
	perm(weighs, VerifyDecide, "决定承诺不实的处理", "decide what an untrue commitment leads to"),
	perm(people, CommitmentGather, "组织会员签署承诺", "gather members to sign a commitment"),
	perm(people, AssessAppeal, "对本单位考核指标提出申诉", "appeal against a figure of the own body's assessment"),
	perm(people, AssessAnswer, "答复考核申诉", "answer appeals against figures of assessments"),
	perm(key, NoticeRead, "接收并确认告知", "receive and acknowledge notices"),
	perm(people, MutualRead, "查看外省互认条目", "read entries of recognised provinces"),
	perm(people, MutualDraft, "接收外省名单、提议不予采用", "take in lists of recognised provinces, propose to opt out"),
	perm(weighs, MutualDecide, "决定外省条目不予采用", "decide on entries of recognised provinces"),
	perm(key, PersonCheck, "自然人是否查验", "check a person: yes, no or not enough data"),
	perm(people, PersonAsk, "申请查看自然人查验的理由", "ask for the reasons of a check of a person"),
	perm(weighs, PersonConfirm, "作为第二机关确认查看理由的需要", "confirm, as a second authority, the need to see reasons"),
	perm(people, ConnectorEdit, "登记接入系统", "register connected systems"),
	perm(people, RectifyRead, "查看限期整改、约谈与专项治理", "read rectification orders, talks and campaigns"),
	perm(people, RectifyDraft, "拟办限期整改与约谈", "draft rectification orders and talks"),
	perm(weighs, RectifyDecide, "签发限期整改、批准约谈", "issue rectification orders and approve talks"),
	perm(people, CampaignRun, "部署专项治理", "run campaigns"),
	perm(people, DeclarationVerify, "核验自主申报、核对不实申报", "verify declarations and look into false ones"),
	perm(weighs, DeclarationDecide, "决定不实申报的处理", "decide on false declarations"),
	perm(people, DeclarationAssign, "开通自主申报的核验单位", "say which bodies verify declarations"),
	perm(people, AlertRead, "查看风险预警", "read risk alerts"),
	perm(weighs, AlertDecide, "确认或者排除风险预警", "confirm or dismiss risk alerts"),
	perm(people, HotlineRead, "查看热线投诉举报", "read complaints of hotlines"),
	perm(weighs, HotlineVerify, "核实热线投诉举报", "verify complaints of hotlines"),
	perm(people, RemoteRead, "查看非现场监管事件", "read events of devices and online checks"),
	perm(people, TaskRead, "查看政策任务", "read tasks of the policy"),
	perm(people, TaskAssign, "分派政策任务、答复报送", "assign tasks of the policy and answer reports"),
	perm(people, PilotRun, "提出、停止和评估试点", "propose, stop and evaluate pilots"),
	perm(weighs, PilotApprove, "批准试点", "approve pilots"),
	perm(people, SceneEdit, "录入、撤回应用场景", "enter and withdraw scenes"),
	perm(weighs, SceneConfirm, "确认应用场景", "confirm scenes"),
	perm(people, TaskReport, "报送本单位的政策任务进展", "report on the own body's tasks of the policy"),
	perm(people, LeakHandle, "核查信息泄露与篡改、暂停账号", "look into leaks and tampering, suspend accounts"),
	perm(weighs, LeakDecide, "决定信息泄露与篡改案件", "decide cases of leaks and tampering"),
	perm(people, LeakRead, "查看信息泄露与篡改案件", "read cases of leaks and tampering"),
	perm(people, AppEdit, "登记市场应用", "propose apps of the market"),
	perm(people, AppApprove, "审批、停用市场应用", "approve and suspend apps of the market"),
	perm(apps, AppFile, "读取授权企业的公示档案", "read the public file of a firm that agreed"),
	perm(apps, AppCommitments, "读取授权企业的公开承诺", "read the public commitments of a firm that agreed"),
	perm(people, DifferenceRead, "查看来源差异", "see where sources differ"),
	perm(weighs, DifferenceResolve, "裁定来源差异", "say which source is right"),
	perm(people, AgencyRead, "查看信用服务机构协议与比对发现", "read agreements of agencies and what comparisons found"),
	perm(people, AgencyEdit, "登记信用服务机构数据协议", "enter data agreements of agencies"),
	perm(weighs, AgencyApprove, "审批数据协议、确认比对发现", "approve agreements of agencies and confirm findings"),
	perm(key, AgencyUse, "依数据协议读取公示信息", "read public records under a data agreement"),
	perm(weighs, SupportConfirm, "查看并确认本单位惠企政策的匹配名单", "see and confirm whom the own body's policies fit"),
}

// Permissions lists every permission there is.
func Permissions() []Permission { return slices.Clone(permissions) }

// PermissionOf finds a permission by its code.
func PermissionOf(code string) (Permission, bool) {
	i := slices.IndexFunc(permissions, func(p Permission) bool { return p.Code == code })
	if i < 0 {
		return Permission{}, false
	}
	return permissions[i], true
}

// Scopes lists what the key of a system may hold: never what only an officer may do (三员分立, S1).
func Scopes() []string { return codes(func(p Permission) bool { return p.Key }) }

func codes(of func(Permission) bool) (out []string) {
	for _, p := range permissions {
		if of(p) {
			out = append(out, p.Code)
		}
	}
	return out
}
