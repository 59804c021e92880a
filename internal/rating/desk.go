package rating

import (
	"context"
	"time"

	"xinheng/internal/account"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/hook"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is everything a person can do here. The exported fields are set while wiring, never later.
type Desk struct {
	Events Events
	// Accounts names bodies. Nil: they are shown by their codes.
	Accounts *account.Desk
	// Disclosure records who read whose result, and refuses whoever may not. Nil: nobody may.
	Disclosure *disclosure.Desk
	// Declared finds what entities declared about themselves, verified or not (F11-2). Nil: nothing was.
	Declared func(ctx context.Context, db pg.DB, entities []string) (map[string][]Declaration, error)
	// Tell leaves notices that must be acknowledged with bodies that have an agreement. Nil: nobody is told.
	Tell func(ctx context.Context, tx pg.Tx, all []News) error
	// Part is how many entities are evaluated in one transaction; partSize when zero.
	Part int

	db    *pg.Pool
	law   *law.Library
	log   *ledger.Log
	queue *jobs.Queue
	suite seal.Suite
	key   seal.Signer
	now   func() time.Time
}

// Events are what other areas follow.
type Events struct {
	Part  hook.Hook[Part]  // a part of the population was evaluated
	Ended hook.Hook[Ended] // a run has its figures
}

// Part is a part of a run that is about to be committed.
type Part struct {
	Run string `json:"run"`
	No  int32  `json:"no"`
}

// Ended is a run that has its figures.
type Ended struct {
	Run   string `json:"run"`
	Kind  string `json:"kind"`
	Model string `json:"model"`
}

// News is that a result changed, for a body with an agreement under which it is told.
type News struct {
	Org, Entity, Agreement, Result, Reason string
}

// jobPart evaluates a part of the population.
const jobPart = "rating.part"

// partTime is how long a part may take.
const partTime = 10 * time.Minute

// NewDesk makes the desk and declares its work to the queue.
func NewDesk(db *pg.Pool, q *jobs.Queue, lib *law.Library, log *ledger.Log, s *seal.Sealer, now func() time.Time) *Desk {
	d := &Desk{db: db, law: lib, log: log, queue: q, suite: s.Suite(), key: s.SigningKey("rating"), now: now}
	jobs.Handle(q, jobPart, jobs.Retry{Timeout: partTime}, d.part)
	return d
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// instant is now, as exact as the tables keep it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// act appends to the ledger in the transaction of the change.
func (d *Desk) act(ctx context.Context, tx pg.Tx, kind, actor, about string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: kind, Actor: actor, About: about, Public: public})
	return err
}

// names are bodies by code; a code nobody knows stands for itself.
func (d *Desk) names(ctx context.Context, codes ...string) (map[string]string, error) {
	out := map[string]string{}
	for _, code := range codes {
		if _, known := out[code]; known || code == "" {
			continue
		}
		out[code] = code
		if d.Accounts == nil {
			continue
		}
		switch o, err := d.Accounts.Org(ctx, code); {
		case err == nil:
			out[code] = o.Name
		case fault.KindOf(err) != fault.Missing:
			return nil, err
		}
	}
	return out, nil
}

var (
	errNoModel  = fault.New(fault.Missing, "rating.no_model", "没有这个评价模型或版本；请在模型登记中选择。", "There is no such model or version; choose one of the registry.")
	errNoRun    = fault.New(fault.Missing, "rating.no_run", "没有这次运行；请刷新列表。", "There is no such run; refresh the list.")
	errNoResult = fault.New(fault.Missing, "rating.no_result", "没有这个评价结果，或者不属于您；请从本主体的评价历史中选择。",
		"There is no such result, or it is not yours; choose one of your own history.")
	errChanged = fault.New(fault.Conflict, "rating.model_changed", "该模型在版本号不变的情况下被改动，不予使用；请以新版本发布。",
		"The model was changed without a new version, so it is not used; publish it as a new one.").Under("琼府办〔2021〕4号（十）")
)
