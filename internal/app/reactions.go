package app

import (
	"context"

	"xinheng/internal/exchange"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/standing"
)

// react is the page a jurist can read: what follows from what, and how fast.
func (a *App) react() {
	// A stored, corrected, repaired or withdrawn record changes what stands for or against its subject: at once, or not at
	// all (发改委令36号 §3: 修复即停止共享和使用、解除措施).
	a.Events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error {
		return standing.Apply(ctx, tx, a.Law, e)
	})
	// What was public and is repaired, withdrawn, removed or corrected must end, or change, wherever else it is held. Each
	// target and each consumer gets its line in the same transaction; the sending follows on its own clock and is measured
	// (F26-5: four effects, each with target, time and acknowledgement; F09-10; F19-4).
	a.Events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error {
		for i := range e.Records {
			if r, ends := elsewhere(&e.Records[i]); ends {
				if err := a.Exchange.Remove(ctx, tx, r); err != nil {
					return err
				}
			}
		}
		return nil
	})
	// A credit service agency that was given what is repaired or withdrawn must delete it and say so, from the transaction of the change;
	// what it says is noted with the acknowledgement, and compared at night (F25-2; 国办发〔2025〕22号).
	a.Events.Changed.Within(a.Agencies.Changed)
	a.Exchange.Obeyed.Within(a.Agencies.Acknowledged)
	// The evaluation of whoever had a record corrected, repaired, withdrawn or brought back is computed anew in the same transaction
	// (发改委令36号: 更新评价); what came in by files is evaluated by the nightly run, and shown as it is when it is read (F10-3).
	a.Events.Changed.Within(a.Ratings.Follow)
	// A repair that was granted, or taken back, is noted as taken into account, and whoever evaluates elsewhere is told to do the
	// same: a line of the sync ledger that is sent until it is acknowledged (F26-5: the fourth effect).
	a.Repairs.Events.Granted.Within(a.updateEvaluation)
	a.Repairs.Events.Relieved.Within(a.updateEvaluation)
	a.Repairs.Events.Restored.Within(a.updateEvaluation)
	// What a check told is answered for from the transaction that records it: its effects are reported on, called back when they
	// end, and its case is watched if that was asked (F07-3, F07-4, F16-5).
	a.Checks.Events.Given.Within(a.Watches.Given)
	// A changed record changes the answers that were given: whoever was told an effect that has ended is called back, and whoever
	// watches a case is told, with the change or not at all (F07-3, F16-5; 发改委令36号 §3). What changes by a date, a hold or an
	// adoption is found by the rounds (schedule.go), and at the next reading without them.
	a.Events.Changed.Within(a.Watches.Changed)
	// A report that holds a record no longer holds when the record changes, and what it said is deleted with it (F08-1, F08-2;
	// 发改委令36号 §3: 停止共享和使用).
	a.Events.Changed.Within(a.Reports.Follow)
	// Whoever watches a counterparty is told with the change that something is, or no longer is, public about it (F08-5).
	a.Events.Changed.Within(a.Partners.Changed)
	// The commitment a repair was granted on is published with the grant, and the public sites are told in the same transaction
	// to show it; broken, they are told that (F04-1, F04-2; 琼府办〔2021〕4号（四）).
	a.Repairs.Events.Granted.Within(a.showCommitments)
	a.Repairs.Events.Restored.Within(a.showCommitments)
	// An entry that is repaired, removed or withdrawn, by whatever decision, ends the case that brought it about; an entry that
	// ends by its date needs nobody (F14-1, F17-2).
	a.Events.Changed.Within(a.Listings.Follow)
	// A commitment that is in effect is told to the body it is made to, which issues at once (F01-4).
	a.Commitments.Events.Released.Within(a.issueAtOnce)
	a.verifyIt()
	// What is exempt from verification is in the rosters of draws, from the same transaction (F13-3).
	WireDaily(a.Verify, a.Inspection)
	// A declaration that was verified by a record is verified no longer once the record is another (F11-2).
	a.Events.Changed.Within(a.Declared.Follow)
	// What may no longer be shown leaves the files of open data, old ones too: from this transaction they are not served (F19-4).
	a.Events.Changed.Within(a.OpenData.Follow)
	// Whose record changed is looked at by the rules of early warning, later and by a round: an alert is never part of the change (F23-1).
	a.Events.Changed.Within(a.Alerts.Changed)
	// So is the firm whose complaint was verified, or is verified no longer: until then it is told nothing (F23-2).
	a.Hotline.Found.Within(a.Alerts.Noted)
	// What people enter or decide here goes back to the system of the body it is of, with a receipt; what that system delivered does not
	// (F21-5; 琼府办〔2021〕4号（二十一）).
	a.Events.Changed.Within(a.Adapters.Changed)
	// An export that looks unusual, and a ledger that does not hold, open a case of the security officer's office in the same transaction:
	// what was found is looked into by somebody, whoever it concerns (F24-8; 琼府办〔2021〕4号（二十四）).
	a.Disclosure.Events.Alarmed.Within(a.Leaks.Alarmed)
	a.Disclosure.Events.Broken.Within(a.Leaks.Broken)
	// What was found right where sources differed is applied, and whoever said otherwise is told, with the resolution or not at all (F21-6).
	a.Differ.Events.Settled.Within(a.settled)
	// A move of a rectification order keeps its line in step: whoever is to be reminded is found by its last day (F15-1).
	a.Cases.Events.Moved.Within(a.Rectify.Follow)
	// Leaving a post, losing a delegation or being suspended ends the right at once: the sessions of that person end with
	// it (S9: the same day). A reset voids what was signed in with.
	a.Accounts.Events.Ended.Within(a.Signin.EndSessions)
	a.Accounts.Events.Reset.Within(a.Signin.Void)
}

// elsewhere is what others must do about a version of a record: nothing for the first, and nothing about what was never
// public. Of its own kind is a record that was brought back (a revoked repair): it is to be shown as it is now.
func elsewhere(r *record.Record) (exchange.Removal, bool) {
	out := exchange.Removal{EntityID: r.EntityID, RecordID: r.ID, Version: r.Version, Action: exchange.Delete, Reason: string(r.State),
		Basis: r.StateDocument, Org: r.AuthorityID, Region: r.Region, Person: r.Person}
	if r.Row == 0 {
		out.Case = r.BatchID // decided in a case, not reported in a file
	}
	if r.State == record.Effective {
		out.Action, out.Reason = exchange.Replace, "corrected"
	}
	return out, r.Version > 1 && r.Publicity == law.Public && r.PublicFrom != 0
}
