package access

import (
	"slices"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/law"
)

// Reach is how far a role sees from its post.
type Reach string

const (
	ReachNone    Reach = "none"    // no data of others at all
	ReachOrg     Reach = "org"     // data of the own body
	ReachRegion  Reach = "region"  // data of the region of the post and what lies in it
	ReachCase    Reach = "case"    // what the own case or task needs
	ReachFirm    Reach = "firm"    // the firm one acts for, or oneself
	ReachConsent Reach = "consent" // what its subject consented to
)

// Role is one of the roles R1–R30.
type Role struct {
	Code  string    `json:"code"`
	Name  law.Text2 `json:"name"`
	Reach Reach     `json:"reach"`
	May   []string  `json:"permissions"`
	// Post: it is held from a post in a body, granted by the security administrator. Others come with the identity
	// itself (visitor, natural person), by delegation of a firm, or as the key of a system.
	Post bool `json:"post" doc:"granted as a post in a body"`
}

// The officers of 三员分立, the natural person whose identity was verified, and the identities that are not posts.
const (
	Person              = "R2"
	LegalRepresentative = "R3"
	Manager             = "R4"
	Agent               = "R5"
	System              = "R25" // a system account
	SystemAdministrator = "R26"
	SecurityOfficer     = "R27"
	Auditor             = "R28"
)

func post(code, zh, en string, reach Reach, may ...string) Role {
	return Role{Code: code, Name: law.Text2{ZH: zh, EN: en}, Reach: reach, May: may, Post: true}
}

func identity(code, zh, en string, reach Reach, may ...string) Role {
	r := post(code, zh, en, reach, may...)
	r.Post = false
	return r
}

// roles is who may do what: one row for each role of the platform. What is public needs no permission and is in no row.
var roles = []Role{
	identity("R1", "访客", "visitor", ReachNone),
	identity(Person, "自然人（实名）", "natural person", ReachFirm, ViewOwn, ConsentGrant, CasePrepare, CaseSubmit),
	identity(LegalRepresentative, "法定代表人", "legal representative", ReachFirm, ViewOwn, ConsentGrant, DelegateGrant, CasePrepare, CaseSubmit),
	identity(Manager, "企业经办人", "manager of a firm", ReachFirm, ViewOwn, ConsentGrant, CasePrepare, CaseSubmit),
	identity(Agent, "代理人", "agent of a firm", ReachFirm, CasePrepare),
	post("R6", "窗口受理员", "window clerk", ReachCase, OrgRead, CasePrepare, PersonVerify),
	post("R7", "审批人员", "approval officer", ReachCase, OrgRead, ScopeCheck, SubjectRead, MeasureAnswer, NoticeRead, CommitmentTake, PersonCheck,
		PersonAsk),
	post("R8", "检查人员", "inspector", ReachCase, OrgRead, ScopeCheck, SubjectRead, ModelRead, RatingAsk, DrawRead, VisitDo, MeasureAnswer, VerifyDo, RemoteRead),
	post("R9", "检查计划员", "inspection planner", ReachOrg, OrgRead, DrawRun, FiguresRead, RemoteRead),
	post("R10", "数据录入员", "data clerk", ReachOrg, OrgRead, RecordEnter, ScopeIntake, ScopeRead, FiguresRead, ExportRequest, NoticeRead, DifferenceRead),
	post("R11", "数据审核员", "data reviewer", ReachOrg, OrgRead, RecordApprove, ScopeMatch, ScopeRead, FiguresRead, RepairFacts, ExportApprove, AssessAppeal,
		DifferenceRead, DifferenceResolve, TaskRead, TaskReport),
	post("R12", "案件承办人", "case handler", ReachCase, OrgRead, ScopeCheck, SubjectRead, ListingDraft, RepairDraft, ModelRead, RatingAsk, SyncRead, SyncSend,
		MeasureAnswer, MutualRead, MutualDraft, RectifyRead, RectifyDraft, VerifyDo, DeclarationVerify, AlertRead, HotlineRead, HotlineVerify),
	post("R13", "决定人员", "deciding officer", ReachCase, OrgRead, SubjectRead, ListingDecide, RepairDecide, ModelRead, SyncRead, SyncSend, MutualRead, MutualDecide,
		PersonConfirm, RectifyRead, RectifyDecide, VerifyDecide, DeclarationDecide, AlertRead, AlertDecide, HotlineRead, SupportConfirm),
	post("R14", "上级复核人员", "reviewer above", ReachRegion, OrgRead, SubjectRead, CaseReview),
	post("R15", "措施执行人员", "measure executor", ReachOrg, OrgRead, MeasureAnswer, PersonCheck, PersonAsk, NoticeRead),
	post("R16", "规则与目录编辑", "rule editor", ReachOrg, OrgRead, RuleTest, RuleDraft, ModelDraft, ModelRead, AgencyRead, AgencyEdit, ContentDraft),
	post("R17", "法制审核员", "legal reviewer", ReachOrg, OrgRead, RuleReview, ModelApprove, ModelRead),
	post("R18", "模型管理员", "model owner", ReachOrg, OrgRead, ModelDraft, ModelRead),
	post("R19", "信用主管部门", "lead office", ReachRegion, OrgRead, FiguresRead, ListingRead, RepairRead, RulePublish, ModelApprove, ModelRead,
		DrawRead, ExportSecond, LawAdopt, CalendarEdit, SyncRead, SyncSend, CommitmentWatch, MutualRead, RectifyRead, CampaignRun, DeclarationAssign, AssessAppeal,
		AssessAnswer, AlertRead, DifferenceRead, DifferenceResolve, AgencyRead, AgencyEdit, AgencyApprove, TaskRead, TaskAssign, TaskReport, PilotRun, PilotApprove, LeakDecide, HotlineRead, SceneEdit, SceneConfirm,
		ContentDraft, ContentReview),
	post("R20", "市县（园区）信用主管", "local lead office", ReachRegion, OrgRead, FiguresRead, ListingRead, RepairRead, DrawRead, ExportSecond, SyncRead, SyncSend,
		CommitmentWatch, RectifyRead, CampaignRun, AssessAppeal, AssessAnswer, AlertRead, DifferenceRead, DifferenceResolve, TaskRead, TaskReport, PilotRun, HotlineRead, SceneEdit),
	post("R21", "领导（查阅）", "leader", ReachRegion, OrgRead, FiguresRead, TaskRead),
	post("R22", "行业协会人员", "association officer", ReachConsent, MemberRead, CommitmentGather, RatingAsk),
	post("R23", "信用服务机构、银行", "credit agency, bank", ReachConsent, ScopeCheck, SubjectRead, ModelRead, RatingAsk, NoticeRead, MeasureAnswer,
		AgencyUse),
	post("R24", "纪检监察与审计联络员", "discipline and audit liaison", ReachOrg, LetterAnswer),
	identity(System, "系统账号", "system account", ReachOrg, Scopes()...),
	post(SystemAdministrator, "系统管理员", "system administrator", ReachRegion, OrgRead, OrgEdit, AccountRequest, AccountRead, KeyRead,
		DelegateLink, StatusRead, StatusEdit, SyncEdit, ConnectorEdit, AppEdit),
	post(SecurityOfficer, "安全管理员", "security administrator", ReachRegion, OrgRead, AccountRead, AccountApprove, RoleRead, RoleGrant, KeyRead, KeyIssue,
		BreakGlassApprove, SyncApprove, LeakHandle, AppApprove),
	post(Auditor, "安全审计员", "auditor", ReachRegion, OrgRead, AccountRead, RoleRead, KeyRead, AuditRead, AuditExport, ExportRead, StatusRead,
		ModelRead, DrawRead, LeakRead),
	post("R29", "内容编辑与审核", "content editor and reviewer", ReachOrg, ContentDraft, ContentReview),
	post("R30", "运维人员", "operator", ReachNone, StatusRead, BreakGlass),
}

// Roles lists R1–R30 with what each may do.
func Roles() []Role { return slices.Clone(roles) }

// RoleOf finds a role by its code.
func RoleOf(code string) (Role, bool) {
	i := slices.IndexFunc(roles, func(r Role) bool { return r.Code == code })
	if i < 0 {
		return Role{}, false
	}
	return roles[i], true
}

// Holders lists the roles that hold a permission, R1 first; all but the system account for what is everybody's own.
func Holders(permission string) (held []string) {
	for _, r := range roles {
		if slices.Contains(r.May, permission) || permission == Self && r.Code != System && r.Code != "R1" {
			held = append(held, r.Code)
		}
	}
	return held
}

var officers = []string{SystemAdministrator, SecurityOfficer, Auditor}

// IsOfficer says whether a role is one of 三员.
func IsOfficer(role string) bool { return slices.Contains(officers, role) }

// Together refuses what one account must not hold at once (S1, 三员分立): two of the three officers, or one of them beside a
// system account. An officer holds no other post either: the one who grants rights must not use them.
func Together(held []string) error {
	kinds := slices.Compact(slices.Sorted(slices.Values(held)))
	if i := slices.IndexFunc(kinds, IsOfficer); i >= 0 && len(kinds) > 1 {
		return fault.New(fault.Conflict, "access.three_officers",
			"三员分立：系统管理员、安全管理员、安全审计员须由不同账号担任，且不得兼任其他岗位（现有："+strings.Join(kinds, "、")+"）；请授予另一账号。",
			"The three officers are three accounts that hold no other post (here "+strings.Join(kinds, ", ")+"); grant it to another account.").
			Under("GB/T 22239-2019 8.1.5")
	}
	return nil
}

// Apart refuses a second step by whoever did the first (S2): the author of a record, rule, decision or export does not
// approve it, whatever roles the account holds.
func Apart(first, second Actor) error {
	if first.ID != second.ID {
		return nil
	}
	return fault.New(fault.Forbidden, "access.not_apart", "经办与审批须由不同的人完成：前一步也是您办理的；请交由另一位有权限的同事处理。",
		"The two steps need two people, and you took the first; hand it to a colleague who may take the second.")
}
