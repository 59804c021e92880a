package caseflow

import (
	"context"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// Holders are the sealed columns of cases, for the rotation of keys.
func Holders() []seal.Holder {
	return []seal.Holder{{Name: "caseflow.words", Stale: stale, Replace: reseal}}
}

// wordsKey names a row: neither an entity nor a number has a space.
func wordsKey(entity, id, about string) string { return entity + " " + id + " " + about }

func parts(key string) (entity, id, about string) {
	entity, rest, _ := strings.Cut(key, " ")
	id, about, _ = strings.Cut(rest, " ")
	return entity, id, about
}

func stale(ctx context.Context, db pg.DB, header []byte, after string, limit int) (out []seal.Held, err error) {
	defer fault.Wrap(&err, "caseflow.stale")
	type old struct {
		EntityID, CaseID, About string
		Sealed                  []byte
	}
	entity, id, about := parts(after)
	rows, err := pg.All[old](ctx, db, qStale, header, entity, id, about, limit)
	for _, r := range rows {
		out = append(out, seal.Held{Key: wordsKey(r.EntityID, r.CaseID, r.About), Context: sealContext(r.CaseID, r.About), Value: r.Sealed})
	}
	return out, err
}

func reseal(ctx context.Context, tx pg.Tx, old, anew []seal.Held) (n int64, err error) {
	defer fault.Wrap(&err, "caseflow.reseal")
	var entities, ids, abouts []string
	var was, is [][]byte
	for i, o := range old {
		entity, id, about := parts(o.Key)
		entities, ids, abouts = append(entities, entity), append(ids, id), append(abouts, about)
		was, is = append(was, o.Value), append(is, anew[i].Value)
	}
	return tx.Exec(ctx, qReseal, entities, ids, abouts, was, is)
}
