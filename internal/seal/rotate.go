package seal

import (
	"context"

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
