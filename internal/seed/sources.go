package seed

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/adapter"
	"xinheng/internal/app"
	typing "xinheng/internal/entry" // entry is a row of a file here
	"xinheng/internal/fault"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Sources links the case system of the demonstration's bureau by folder, lets it deliver, lets officers type what it delivered and what it
// did not, and counts (F21-1, F21-5). What is there is left as it is.
func Sources(ctx context.Context, a *app.App) error {
	sys, err := actor(ctx, a, "sys")
	if err != nil {
		return err
	}
	enter, err := actor(ctx, a, "enter")
	if err != nil {
		return err
	}
	there, err := a.Adapters.Links(ctx, sys)
	if err != nil || len(there) > 0 || a.Adapters.Dir == "" {
		return err
	}
	sealer, err := seal.FromRing(seal.NewRing(seal.National)) // of the invented system
	if err != nil {
		return err
	}
	key := sealer.SigningKey("sector")
	link, err := a.Adapters.Register(ctx, sys, adapter.New{Adapter: "industry", Org: enter.Org, Suite: "national", Transport: "folder",
		Public: base64.StdEncoding.EncodeToString(key.Public())})
	if err != nil {
		return fmt.Errorf("seed: a link: %w", err)
	}
	book := a.Law.On(workday.Of(a.Now()))
	industry, _ := book.Adapter("industry")
	k := &adapter.Kit{Book: book, Adapter: industry, Signer: key, Now: a.Now, Run: "demo", Authority: enter.Org, AuthorityName: enter.Name}
	for n := 1; n <= 6; n++ {
		l, err := k.Letter("cf", fmt.Sprintf("示联罚〔2026〕%d号", n), fmt.Sprintf("demo-%d", n), false)
		if err != nil {
			return err
		}
		way := adapter.Folder{Dir: filepath.Join(a.Adapters.Dir, link.ID), Wait: time.Nanosecond}
		if _, err := way.Send(ctx, l); err != nil && !fault.Is(err, "adapter.no_receipt") {
			return fmt.Errorf("seed: a letter: %w", err)
		}
	}
	if err := a.Adapters.Collect(ctx); err != nil {
		return err
	}
	for _, document := range []string{"示联罚〔2026〕2号", "示联罚〔2026〕7号", "示联罚〔2026〕8号"} { // the first was delivered already
		if err := typeIn(ctx, a, enter, k.Sample("cf", document)); err != nil {
			return err
		}
	}
	peer := &adapter.Reference{Book: book, Adapter: industry, Suite: a.Sealer.Suite(), Public: a.Sealer.SigningKey("adapter").Public(), Now: a.Now}
	_ = a.Jobs.Drain(ctx) // lays the letters down; their receipts are found by the next try
	if _, err := adapter.Collect(filepath.Join(a.Adapters.Dir, link.ID, "back"), peer); err != nil {
		return err
	}
	return errors.Join(a.Adapters.Conform(ctx), a.Adapters.CountDouble(ctx), a.Ledger.Sequence(ctx))
}

// typeIn lets one officer type a record and another approve it.
func typeIn(ctx context.Context, a *app.App, enter access.Actor, values map[string]string) error {
	review, err := actor(ctx, a, "review")
	if err != nil {
		return err
	}
	d, err := a.Entries.Create(ctx, enter, "penalty", values)
	if err != nil {
		return fmt.Errorf("seed: a draft: %w", err)
	}
	if d, err = a.Entries.Submit(ctx, enter, d.ID, d.Version); err != nil {
		return fmt.Errorf("seed: a draft: %w", err)
	}
	_, err = a.Entries.Decide(ctx, review, d.ID, typing.Decision{Approve: true, Version: d.Version})
	return err
}
