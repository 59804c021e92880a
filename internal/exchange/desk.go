package exchange

import (
	"context"
	"net/http"
	"time"

	"xinheng/internal/hook"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk keeps the sync ledger.
type Desk struct {
	// Own answers reads of our own portal where no public address is known; set while wiring.
	Own http.Handler
	// Base is the public address of our own portal, read like anybody else's; empty: Own is asked instead.
	Base string
	// Fresh is done before a body is shown its inbox: what follows from a date alone is told without any job having run (F07-3).
	Fresh func(ctx context.Context, org string) error
	// Names are the names of bodies by code; set while wiring, nil knows none.
	Names func(ctx context.Context, codes []string) (map[string]string, error)
	// Secret finds the bearer token a target demands, by the reference in its row; set while wiring.
	Secret func(ref string) string
	// Obeyed is fired when a body acknowledges a notice.
	Obeyed hook.Hook[Obeyed]
	// Retry is how take-downs and notices are tried again; set while wiring, DefaultRetry otherwise.
	Retry jobs.Retry

	db     *pg.Pool
	queue  *jobs.Queue
	law    *law.Library
	key    seal.Signer // of the first generation
	derive func(purpose string) seal.Signer
	suite  seal.Suite
	now    func() time.Time
	http   *http.Client
}

// Action is what a target is asked to do with what it holds.
type Action string

const (
	// Delete: stop showing it and forget it (修复、撤回、移出).
	Delete Action = "delete"
	// Replace: show it as it is now, not as it was (更正).
	Replace Action = "replace"
	// Lift: stop applying a measure (解除措施).
	Lift Action = "lift"
)

// Removal is something that must end, or change, at every target. What it is about is a record, or a measure, a list entry:
// whatever has an id that the targets know.
type Removal struct {
	EntityID string
	RecordID string       // id of the record, or of what else is removed, as the targets know it
	Version  int32        // of the record that is right from now on; 0: unknown
	Action   Action       // Delete when empty
	Case     string       // the repair, objection or listing case; empty: none
	Reason   string       // repaired, withdrawn, corrected, removed, lifted…
	Basis    string       // the clause or document it rests on, as it may be shown
	Org      string       // body whose decision it is: whose officers see it
	Region   string       // of that body
	Person   bool         // of a natural person: consumers never had it (G10), so they are told nothing
	From     workday.Date // the day the deadline of targets runs from; today when zero
}

// Kind is what a notice tells.
type Kind string

const (
	Tombstone  Kind = "tombstone"  // 停止使用并删除
	Correction Kind = "correction" // 更正
	ReachBack  Kind = "reach_back" // 追溯告知：曾据此查询的，须知其有误
	Lifted     Kind = "lift"       // 措施解除
	Committed  Kind = "commitment" // 承诺已生效：收件单位据此办结（F01-4）
	Watched    Kind = "watch"      // 关注的办件结果有变化
	Holding    Kind = "holding"    // 比对发现仍留存已终止公示的信息，限期删除（F25-2）
	Rated      Kind = "rating"     // 依协议取得过的评价结果有变化（F10-4）
)

// Notice is what somebody who received data must be told and must acknowledge (F09-10, F27-4, F16-5).
type Notice struct {
	Org      string // USCC of the body that received it
	Kind     Kind
	EntityID string
	About    string // id of the record, decision or measure
	Version  int32
	Decision string // id of the answer it was given, of a reach-back
	Case     string
	Reason   string
	Limit    string // law key of its deadline; repair.elsewhere when empty

	Source, SourceRegion string // body whose decision ended, of a lift: its officers see who has not acknowledged
}

// State is how far a removal has come at a target.
type State string

const (
	Waiting      State = "waiting"      // not sent yet, or not received
	Sent         State = "sent"         // received, not acknowledged
	Acknowledged State = "acknowledged" // the target says it is done
)

// Line is one target's line of the sync ledger, as it is shown.
type Line struct {
	ID          string       `json:"id"`
	EntityID    string       `json:"entity_id"`
	About       string       `json:"about" doc:"id of the record, or of what else is removed"`
	Action      Action       `json:"action" enum:"delete,replace,lift,publish,rerate"`
	Reason      string       `json:"reason"`
	Case        string       `json:"case,omitempty"`
	Target      string       `json:"target"`
	TargetName  law.Text2    `json:"target_name"`
	State       State        `json:"state" enum:"waiting,sent,acknowledged"`
	CreatedAt   time.Time    `json:"created_at"`
	DueOn       workday.Date `json:"due_on,omitempty"`
	Provisional bool         `json:"provisional,omitempty" doc:"the calendar of that year is not published yet"`
	SentAt      *time.Time   `json:"sent_at,omitempty"`
	AckedAt     *time.Time   `json:"acknowledged_at,omitempty"`
	LagSeconds  int64        `json:"lag_seconds" doc:"from the decision to the acknowledgement, or to now"`
	Late        bool         `json:"late" doc:"past its legal deadline"`
	Attempts    int32        `json:"attempts"`
	LastError   string       `json:"last_error,omitempty"`
	TicketOpen  bool         `json:"ticket_open" doc:"a later reading found it still there"`
}

// NewDesk makes the desk and declares its work to the queue.
func NewDesk(db *pg.Pool, q *jobs.Queue, lib *law.Library, s *seal.Sealer, now func() time.Time) *Desk {
	d := &Desk{Retry: DefaultRetry(), db: db, queue: q, law: lib, key: s.SigningKey("exchange"), derive: s.SigningKey, suite: s.Suite(), now: now, http: outward()}
	jobs.Handle(q, jobSend, jobs.Retry{Pause: d.pause}, d.send)
	jobs.Handle(q, jobNotify, jobs.Retry{Pause: d.pause}, d.notify)
	jobs.Handle(q, jobProbe, jobs.Retry{Attempts: 2, Timeout: probeTime + time.Minute}, d.probeJob)
	return d
}

// Kinds of work of this area.
const (
	jobSend   = "exchange.send"
	jobNotify = "exchange.notify"
	jobProbe  = "exchange.probe"
)

// DefaultRetry tries a target again after 5, 10, 20 … seconds, at last every half hour, for some ten days; what is overdue by
// then is on the officers' list, with a button. A job of the queue may be tried a little oftener than a webhook is: failures of our
// own must not use up its tries before the webhook is said to be dead.
func DefaultRetry() jobs.Retry {
	return jobs.Retry{Attempts: 480, Pause: jobs.Doubling(5*time.Second, 30*time.Minute)}
}

func (d *Desk) pause(n int) time.Duration { return d.Retry.Pause(n) }

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// instant is now, as exact as the tables keep it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// defaultLimit is how long other sites have to follow a repair.
const defaultLimit = "repair.elsewhere"
