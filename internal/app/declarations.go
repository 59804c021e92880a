package app

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/declaration"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/rating"
)

// declarations lets firms declare facts of their own accord, and use again what they handed in anywhere.
func (a *App) declarations() {
	a.Declared = declaration.NewDesk(a.Pool, a.Law, a.Sealer, a.Records, a.Cases, a.Now)
	a.Declared.Accounts, a.Declared.Attach, a.Declared.Press = a.Accounts, a.Attach, a.Press
	a.Ratings.Declared = a.declaredForRating
	a.Attach.Register("declaration", a.Declared.MaySee)
	a.Attach.Register("store", a.Declared.MaySeeStore)
	a.openFiles()
}

// declaredForRating is what a rating is told of declarations: how they stand, of those the firm consented to share with public bodies
// (F11-2).
func (a *App) declaredForRating(ctx context.Context, db pg.DB, entities []string) (map[string][]rating.Declaration, error) {
	all, err := a.Declared.Standing(ctx, db, entities, declaration.Government)
	out := make(map[string][]rating.Declaration, len(all))
	for entity, list := range all {
		for _, s := range list {
			out[entity] = append(out[entity], rating.Declaration{ID: s.ID, Kind: s.Group, Verified: s.Verified, From: s.From, Until: s.Until})
		}
	}
	return out, err
}

// declarationRound lets declarations take effect once they can no longer be taken back, and compares them with shared data.
func (a *App) declarationRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "declaration.verify", When: jobs.Every(time.Minute),
		What: law.Text2{ZH: "可撤回时间已过的自主申报生效，并与共享数据比对：一致的记为已核验，不一致的记为不符，没有数据的交核验单位", EN: "Declarations that can no longer be taken back take effect and are compared with shared data: verified, different, or left to the body"},
		Why:  law.Text2{ZH: "未运行时生效和核验晚些；未核验的不计入、不共享（F11-2）", EN: "Without it they take effect and are verified later; what is not verified counts nowhere (F11-2)"},
		Do: func(ctx context.Context) error {
			_, err := a.Declared.Release(ctx)
			_, compared := a.Declared.Compare(ctx)
			return errors.Join(err, compared)
		},
	}
}
