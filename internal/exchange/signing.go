package exchange

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// SigningKey is a key that messages are, were or will be signed with. A receiver takes a message that is signed with any key of
// the list; so it loses none while keys change.
type SigningKey struct {
	Suite  string    `json:"suite" enum:"international,national"`
	ID     string    `json:"id" doc:"the X-Xinheng-Key of messages signed with it"`
	Key    string    `json:"key" doc:"base64"`
	Begins time.Time `json:"begins_at,omitzero" doc:"signs from then on; absent: from the beginning"`
	Ends   time.Time `json:"ends_at,omitzero" doc:"no longer to be believed after it; absent: no end is set"`
}

// stays is how long a key is still believed after its successor has begun: a message is not older than minutes, but a receiver may
// have kept it to look at it later.
const stays = 7 * 24 * time.Hour

// generation is a signing key and when it begins; the first is there from the beginning.
type generation struct {
	Generation int32
	BeginsAt   time.Time
}

// signerOf derives the key of a generation from the secret of the platform: nothing of it is stored.
func (d *Desk) signerOf(n int32) seal.Signer {
	if n <= 1 {
		return d.key
	}
	return d.derive(fmt.Sprintf("exchange/%d", n))
}

// signer is the key that signs now.
func (d *Desk) signer(ctx context.Context) (seal.Signer, error) {
	all, err := generations(ctx, d.db)
	if err != nil {
		return nil, err
	}
	now, n := d.now(), int32(1)
	for _, g := range all {
		if !g.BeginsAt.After(now) {
			n = g.Generation
		}
	}
	return d.signerOf(n), nil
}

// SigningKeys lists the keys a message may be signed with, the one that signs now among them, in the order they begin.
func (d *Desk) SigningKeys(ctx context.Context) ([]SigningKey, error) {
	later, err := generations(ctx, d.db)
	all := append([]generation{{Generation: 1}}, later...)
	out := make([]SigningKey, 0, len(all))
	for i, g := range all {
		s := d.signerOf(g.Generation)
		k := SigningKey{Suite: d.suite.Name(), ID: s.KeyID(), Key: base64.StdEncoding.EncodeToString(s.Public()), Begins: g.BeginsAt}
		if i+1 < len(all) {
			k.Ends = all[i+1].BeginsAt.Add(stays)
		}
		if k.Ends.IsZero() || d.now().Before(k.Ends) {
			out = append(out, k)
		}
	}
	return out, err
}

// RotateSigning announces the next signing key: it is in the list from now on, and signs in some days.
func (d *Desk) RotateSigning(ctx context.Context, who access.Actor, days int) ([]SigningKey, error) {
	now := d.instant()
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		all, err := generations(ctx, tx)
		if err != nil {
			return err
		}
		next := generation{2, now.Add(time.Duration(days) * 24 * time.Hour)}
		if n := len(all); n > 0 {
			if all[n-1].BeginsAt.After(now) {
				return errAnnounced // a second click, or somebody else
			}
			next.Generation = all[n-1].Generation + 1
		}
		if err := insertGeneration(ctx, tx, next, who.ID, now); err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, now, ledger.Act{Kind: "exchange.key_announced", Actor: who.ID, About: strconv.Itoa(int(next.Generation)),
			Public: map[string]string{"begins_at": next.BeginsAt.Format(time.RFC3339)}})
		return err
	})
	if err != nil {
		return nil, err
	}
	return d.SigningKeys(ctx)
}

var errAnnounced = fault.New(fault.Conflict, "exchange.key_announced", "下一把签名密钥已公布、尚未启用；请待其启用后再轮换。",
	"The next signing key is announced and does not sign yet; rotate again once it does.")
