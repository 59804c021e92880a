package commitment

import (
	"slices"
	"time"

	"xinheng/internal/workday"
)

// State of a commitment's performance.
type State string

// The states. The first three were never in effect and never public.
const (
	Signed     State = "signed"     // 已签署，尚可撤回
	Undone     State = "undone"     // 已在可撤回时间内撤回
	Changed    State = "changed"    // 已在可撤回时间内改签
	Performing State = "performing" // 履行中
	Kept       State = "kept"       // 已履行
	Broken     State = "broken"     // 违诺
	Withdrawn  State = "withdrawn"  // 生效后撤回
)

// Public reports whether everybody may see it: from the moment it takes effect.
func (s State) Public() bool { return slices.Contains(PublicStates, s) }

// PublicStates are those the public column shows.
var PublicStates = []State{Performing, Kept, Broken, Withdrawn}

// Replaces reports whether the proofs it names may not be asked for: a word that was given and not taken back or broken.
func (s State) Replaces() bool { return s == Signed || s == Performing || s == Kept }

// performance is how a commitment stands.
type performance struct {
	State       State
	UndoUntil   time.Time
	WaivedAt    *time.Time
	ReleasedAt  *time.Time
	PermitNo    string
	PermittedAt *time.Time
	CheckedOrg  string
	CheckedOn   workday.Date
	Clause      string
	Document    string
	Reason      string
	EndedAt     *time.Time
	Version     int32
}

// undoable: the time decides, whether or not a round has released it.
func (p *performance) undoable(now time.Time) bool {
	return p.State == Signed && p.WaivedAt == nil && now.Before(p.UndoUntil)
}
