package listing

import (
	"context"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// Holders are the sealed columns of comments, for the rotation of keys.
func Holders() []seal.Holder {
	return []seal.Holder{{Name: "listing.comment", Stale: stale, Replace: reseal}}
}

func stale(ctx context.Context, db pg.DB, header []byte, after string, limit int) (out []seal.Held, err error) {
	defer fault.Wrap(&err, "listing.stale")
	type old struct {
		EntityID, CommentID string
		Body                []byte
	}
	entity, id, _ := strings.Cut(after, " ")
	rows, err := pg.All[old](ctx, db, qStale, header, entity, id, limit)
	for _, r := range rows {
		out = append(out, seal.Held{Key: r.EntityID + " " + r.CommentID, Context: commentSeal(r.CommentID), Value: r.Body})
	}
	return out, err
}

func reseal(ctx context.Context, tx pg.Tx, old, anew []seal.Held) (n int64, err error) {
	defer fault.Wrap(&err, "listing.reseal")
	var entities, ids []string
	var was, is [][]byte
	for i, o := range old {
		entity, id, _ := strings.Cut(o.Key, " ")
		entities, ids, was, is = append(entities, entity), append(ids, id), append(was, o.Value), append(is, anew[i].Value)
	}
	return tx.Exec(ctx, qReseal, entities, ids, was, is)
}
