package seed

import (
	"context"
	"fmt"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/attach"
	"xinheng/internal/space"
	"xinheng/internal/workday"
)

// Letters let the firm of the demonstration authorise the association, which has looked at it once. What is there is left as it is.
func Letters(ctx context.Context, a *app.App) error {
	owner, err := anyOf(ctx, a, "firm")
	if err != nil {
		return err
	}
	if there, err := a.Space.Letters(ctx, owner); err != nil || len(there) > 0 {
		return err
	}
	if err := authorised(ctx, a, owner); err != nil {
		return fmt.Errorf("seed: letters: %w", err)
	}
	return a.Ledger.Sequence(ctx)
}

func authorised(ctx context.Context, a *app.App, owner access.Actor) error {
	doc, err := a.Attach.Put(ctx, owner, attach.Upload{Kind: "authorisation", Name: "示例授权书.txt"}, strings.NewReader("示例授权书，内容为虚构：授权示例旅游协会查看许可、荣誉与处罚信息。\n"))
	if err != nil {
		return err
	}
	l, err := a.Space.Authorise(ctx, owner, space.NewLetter{Association: tourism.USCC, Items: []string{"licence", "honour", "penalty"}, Until: workday.Of(a.Now()).AddMonths(3), Document: doc.ID})
	if err != nil {
		return err
	}
	assoc, err := actor(ctx, a, "assoc")
	if err != nil {
		return err
	}
	_, err = a.Space.Look(ctx, assoc, l.ID)
	return err
}
