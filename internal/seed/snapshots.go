package seed

import (
	"bytes"
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/snapshot"
	"xinheng/internal/workday"
)

// Snapshots makes the snapshot of the day, as the round of the night does, and lets the procurement body have answered from it while the
// platform was away: one answer that agrees, and one that was given before the firm was looked up by its right code, and differs.
func Snapshots(ctx context.Context, a *app.App) error {
	if _, err := a.Snapshots.Build(ctx); err != nil {
		return err
	}
	today := workday.Of(a.Now())
	b, err := a.Snapshots.Bytes(ctx, today)
	if err != nil {
		return err
	}
	f, err := snapshot.Open(bytes.NewReader(b), nil)
	if err != nil {
		return err
	}
	firm := ListedFirm()
	answer, err := f.Check("gp-qualification", firm, today, today)
	if err != nil {
		return err
	}
	given := snapshot.Given{Ref: "示例-1", Snapshot: f.Digest, Matter: answer.Matter, Subject: firm, On: today, Purpose: "procurement", CaseNo: "CG-2026-1190", Officer: "示例经办人", Outcome: answer.Outcome}
	for _, e := range answer.Effects {
		given.Measures = append(given.Measures, e.Measure)
	}
	slices.Sort(given.Measures)
	wrong := given
	wrong.Ref, wrong.CaseNo, wrong.Outcome, wrong.Measures = "示例-2", "CG-2026-1191", "clear", nil
	body := SampleBody()
	_, err = a.Snapshots.Recheck(ctx, access.Actor{ID: "key:sample", Kind: access.KindKey, Org: body.USCC, Name: body.Name, Scopes: access.Scopes()}, []snapshot.Given{given, wrong})
	return err
}
