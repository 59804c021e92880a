package seal

import (
	"context"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// Holder is a column of sealed values, which the area that owns the table describes. Append-only tables have none: what
// they hold stays under the key it was sealed with.
type Holder struct {
	Name string // "registry.person"
	// Stale gives values that do not begin with the header, in the order of their keys, after one, at most limit.
	Stale func(ctx context.Context, db pg.DB, header []byte, after string, limit int) ([]Held, error)
	// Replace puts the new values in the place of the old ones. A value that has changed since is left as it is.
	Replace func(ctx context.Context, tx pg.Tx, old, anew []Held) (replaced int64, err error)
}

// Column is the holder of one column of a table whose rows are told apart by so many texts, none but the last with a space. naming gives
// what a value was sealed under; stale takes the header, the key after which to go on (empty texts at first) and how many, and gives
// (key text[], value bytea) in the order of the keys; replace takes an array for each text of the key, the old values and the new ones.
func Column(name string, texts int, naming func(key []string) string, stale, replace pg.Query) Holder {
	split := func(key string) []string {
		parts := make([]string, texts)
		copy(parts, strings.SplitN(key, " ", texts))
		return parts
	}
	return Holder{
		Name: name,
		Stale: func(ctx context.Context, db pg.DB, header []byte, after string, limit int) (out []Held, err error) {
			args := []any{header}
			for _, part := range split(after) {
				args = append(args, part)
			}
			rows, err := pg.All[struct {
				Key   []string
				Value []byte
			}](ctx, db, stale, append(args, limit)...)
			for _, r := range rows {
				out = append(out, Held{Key: strings.Join(r.Key, " "), Context: naming(r.Key), Value: r.Value})
			}
			return out, err
		},
		Replace: func(ctx context.Context, tx pg.Tx, old, anew []Held) (int64, error) {
			keys, was, is := make([][]string, texts), make([][]byte, len(old)), make([][]byte, len(old))
			for i := range old {
				for k, part := range split(old[i].Key) {
					keys[k] = append(keys[k], part)
				}
				was[i], is[i] = old[i].Value, anew[i].Value
			}
			args := make([]any, 0, texts+2)
			for _, k := range keys {
				args = append(args, k)
			}
			return tx.Exec(ctx, replace, append(args, was, is)...)
		},
	}
}

// Held is one sealed value and where it is.
type Held struct {
	Key     string
	Context string // as given to Seal
	Value   []byte
}

// Rotated tells what Rotate did.
type Rotated struct {
	Resealed   int64 // values that are under the newest key now
	Unreadable int64 // values no key of the ring opens: left alone, and to be looked into
}

// Rotate seals every stale value of a holder anew, a batch in each transaction, while others read and write. Interrupted,
// it is simply called again: what was sealed anew is no longer stale. It is safe beside another one.
func Rotate(ctx context.Context, db *pg.Pool, s *Sealer, h Holder, batch int) (done Rotated, err error) {
	defer fault.Wrap(&err, "seal.Rotate(%s)", h.Name)
	for after := ""; ; {
		stale, err := h.Stale(ctx, db, s.Header(), after, batch)
		if err != nil || len(stale) == 0 {
			return done, err
		}
		after = stale[len(stale)-1].Key
		var old, anew []Held
		for _, v := range stale {
			value, changed, err := s.Reseal(v.Context, v.Value)
			switch {
			case err != nil:
				done.Unreadable++
			case changed:
				old = append(old, v)
				anew = append(anew, Held{v.Key, v.Context, value})
			}
		}
		if len(old) == 0 {
			continue
		}
		var n int64
		err = db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
			n, err = h.Replace(ctx, tx, old, anew)
			return err
		})
		if err != nil {
			return done, err
		}
		done.Resealed += n
	}
}
