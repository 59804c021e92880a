package declaration

import (
	"slices"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/signing"
	"xinheng/internal/workday"
)

// State is how a declaration stands.
type State string

// States. A difference is no accusation: it only does not count.
const (
	Signed     State = "signed"     // 已签署，可撤回
	Undone     State = "undone"     // 已撤回签署
	Unverified State = "unverified" // 未核验
	Verified   State = "verified"   // 已核验
	Differs    State = "differs"    // 不符
	Withdrawn  State = "withdrawn"  // 已撤回
	Replaced   State = "replaced"   // 已更正，另有新的申报
)

// open says whether it is in effect.
func (s State) open() bool { return s == Unverified || s == Verified || s == Differs }

// Scope is with whom a verified declaration may be shared.
type Scope string

// Scopes of consent.
const (
	Government  Scope = "government"  // 政务部门
	Finance     Scope = "finance"     // 金融机构
	Association Scope = "association" // 行业协会商会、第三方信用服务机构
	Everybody   Scope = "public"      // 社会公众
)

// Scopes are all there are, with their names.
var Scopes = []struct {
	Scope Scope
	Name  law.Text2
}{
	{Government, law.Text2{ZH: "政务部门（评价、报告、办事）", EN: "public bodies (ratings, reports, services)"}},
	{Finance, law.Text2{ZH: "金融机构", EN: "financial institutions"}},
	{Association, law.Text2{ZH: "行业协会商会和第三方信用服务机构", EN: "associations and credit service agencies"}},
	{Everybody, law.Text2{ZH: "社会公众", EN: "the public"}},
}

func known(s Scope) bool {
	return slices.ContainsFunc(Scopes, func(x struct {
		Scope Scope
		Name  law.Text2
	}) bool {
		return x.Scope == s
	})
}

// signed is a declaration as it was signed. Nobody can change any of it afterwards.
type signed struct {
	EntityID      string
	DeclarationID string
	Kind          string
	KindFrom      workday.Date
	Org           string
	Region        string
	Papers        []string
	Replaces      string
	Template      string
	TemplateFrom  workday.Date
	TemplateHash  string
	TextSM3       string
	Sealed        []byte
	Signer        string
	SignerRole    string
	Key           string
	ShownAt       time.Time
	SignedAt      time.Time
	Suite         string
	KeyID         string
	PublicKey     []byte
	Signature     []byte
	EntryID       string
}

// status is how it stands.
type status struct {
	State       State
	Scopes      []string
	UndoUntil   time.Time
	WaivedAt    *time.Time
	ReleasedAt  *time.Time
	DueOn       workday.Date
	ComparedAt  *time.Time
	VerifiedOn  workday.Date
	VerifiedBy  string
	SourceID    string
	CountsUntil workday.Date
	CaseID      string
	EndedAt     *time.Time
	Version     int32
}

type declaration struct {
	signed
	status
}

// content is what is sealed.
type content struct {
	Values map[string]string `json:"values"`
	Text   string            `json:"text"`
}

const keyPurpose = "declaration"

// message is what the platform countersigns: everything but the values, which the digest of the text stands for.
func (s *signed) message() []byte {
	var m signing.Message
	m.Line("xinheng-declaration/v1", s.EntityID, s.DeclarationID, s.Kind, s.KindFrom.String(), s.Org, s.Region, s.Replaces)
	m.Line(s.Papers...)
	m.Line(s.Template, s.TemplateFrom.String(), s.TemplateHash, s.TextSM3)
	m.Line(s.Signer, s.SignerRole, s.ShownAt.UTC().Format(time.RFC3339Nano), s.SignedAt.UTC().Format(time.RFC3339Nano))
	return m.Bytes()
}

func (s *signed) proof() signing.Countersign {
	return signing.Countersign{Suite: s.Suite, KeyID: s.KeyID, PublicKey: s.PublicKey, Signature: s.Signature, Message: s.message()}
}

// undoable: it can be taken back while its time runs, and nothing followed from it.
func (d *declaration) undoable(now time.Time) bool {
	return d.State == Signed && d.WaivedAt == nil && now.Before(d.UndoUntil)
}

// counts says whether a declaration is told to somebody on a day: verified, not expired, and consented to (F11-2).
func (d *declaration) counts(on workday.Date, to Scope) bool {
	return d.State == Verified && d.VerifiedOn <= on && on <= d.CountsUntil && slices.Contains(d.Scopes, string(to))
}
