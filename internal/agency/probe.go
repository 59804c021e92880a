package agency

import (
	"context"
	"encoding/hex"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/exchange"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const (
	probeTime    = 10 * time.Minute // for one agency; the rest is read the next night, first
	probeRows    = 500              // of one agency in one night, those longest not read first
	probeFailing = 3                // in a row: it is down, and asked again tomorrow
	mostAtOnce   = 4                // agencies asked at the same time
)

// ways a finding is made.
const (
	byProbe = "probe"
	byList  = "list"
)

// Probe compares what every agency had to delete with what it holds: an acknowledgement is a word, a comparison is a fact. An agency whose
// agreement has ended is compared all the same.
func (d *Desk) Probe(ctx context.Context) error {
	all, err := inForceAll(ctx, d.db)
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	room, errs := make(chan struct{}, mostAtOnce), make([]error, len(all))
	for i := range all {
		room <- struct{}{}
		wg.Go(func() {
			defer func() { <-room }()
			errs[i] = d.compare(ctx, &all[i])
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// compare asks one agency at its address, and reads the list it signed.
func (d *Desk) compare(ctx context.Context, a *Agreement) error {
	if a.ProbeURL != "" {
		if err := d.ask(ctx, a); err != nil {
			return err
		}
	}
	l, err := newestHolding(ctx, d.db, a.Org)
	if errors.Is(err, pg.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	return d.readList(ctx, a, &l)
}

// ask asks one agency about what it should not hold. One that does not answer is left until the next night; its duties say so.
func (d *Desk) ask(ctx context.Context, a *Agreement) error {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	duties, err := toProbe(ctx, d.db, a.Org, probeRows)
	if err != nil {
		return err
	}
	failing := 0
	for i := range duties {
		du := &duties[i]
		held, err := d.exchange.Holds(ctx, a.ProbeURL, du.EntityID, du.RecordID)
		word := ""
		if failing++; err != nil {
			word = err.Error()
		} else {
			failing = 0
		}
		if err := d.answered(context.WithoutCancel(ctx), du, held, word); err != nil {
			return err
		}
		if failing >= probeFailing || ctx.Err() != nil {
			slog.WarnContext(ctx, "an agency could not be asked to the end tonight", "org", a.Org, "asked", i+1, "of", len(duties))
			return nil
		}
	}
	return nil
}

// answered writes down what an agency answered about one duty.
func (d *Desk) answered(ctx context.Context, du *duty, held exchange.Held, word string) error {
	now := d.instant()
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := probed(ctx, tx, du, word, now); err != nil || word != "" {
			return err
		}
		return d.settle(ctx, tx, du, sight{by: byProbe, at: now, there: held.There, seen: held.Seen, ends: true})
	})
}

// sight is what was seen of one duty at a moment.
type sight struct {
	by    string
	at    time.Time
	there bool
	seen  string
	ends  bool // not being there ends a finding: what an agency lists does not, where it can be asked
}

// readList compares everything an agency must have deleted with its newest list.
func (d *Desk) readList(ctx context.Context, a *Agreement, l *holding) error {
	duties, err := standingDuties(ctx, d.db, a.Org)
	if err != nil {
		return err
	}
	held := make(map[string]bool, len(l.Records))
	for _, id := range l.Records {
		held[id] = true
	}
	seen := "SHA-256 " + strings.ToLower(hex.EncodeToString(l.Digest[:8]))
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		for i := range duties {
			s := sight{by: byList, at: l.AsOf, there: held[duties[i].RecordID], seen: seen, ends: a.ProbeURL == ""}
			if err := d.settle(ctx, tx, &duties[i], s); err != nil {
				return err
			}
		}
		return nil
	})
}

// settle opens, confirms or ends a finding. The agency is told of a new one and until when to mend it; nothing else follows (G9).
func (d *Desk) settle(ctx context.Context, tx pg.Tx, du *duty, s sight) error {
	if !s.there {
		if !s.ends {
			return nil
		}
		id, err := closeFinding(ctx, tx, du, s.at, d.instant())
		if err != nil || id == "" {
			return err
		}
		return d.append(ctx, tx, platform, "agency.finding_closed", id, map[string]string{"org": du.Org})
	}
	if !du.broken(s.at) {
		return nil
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	f := finding{EntityID: du.EntityID, FindingID: id.String(), Org: du.Org, RecordID: du.RecordID, DutyID: du.DutyID, FoundBy: s.by,
		AfterWord: du.AcknowledgedAt != nil && !s.at.Before(*du.AcknowledgedAt), OpenedAt: d.instant(), SeenAt: s.at, Seen: s.seen}
	f.DueOn, f.Provisional = d.law.Due(mendLimit, d.today())
	news, err := openFinding(ctx, tx, &f)
	if err != nil || !news {
		return err
	}
	if err := d.append(ctx, tx, platform, "agency.finding_opened", f.FindingID, map[string]string{"org": du.Org, "by": s.by, "due": f.DueOn.String()}); err != nil {
		return err
	}
	return d.exchange.Tell(ctx, tx, []exchange.Notice{{Org: du.Org, Kind: exchange.Holding, EntityID: du.EntityID, About: du.RecordID, Reason: "still_held", Limit: mendLimit}})
}

// late says whether the term of a finding is over on a day.
func (f *finding) late(today workday.Date) bool { return f.DueOn != 0 && today > f.DueOn }

// namedFrom is the first day the public page names the agency for a finding: after its term, and once an officer has confirmed it; zero: it
// does not.
func (f *finding) namedFrom(today workday.Date) workday.Date {
	if f.State != stateOpen || f.ConfirmedAt == nil || !f.late(today) {
		return 0
	}
	return max(f.DueOn.AddDays(1), workday.Of(*f.ConfirmedAt))
}

const stateOpen = "open"
