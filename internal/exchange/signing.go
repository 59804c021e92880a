package exchange

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// signers are the key messages are signed with, and the one that will take its place; nil while none is announced.
type signers struct {
	now, next seal.Signer
	from      time.Time // when the next one takes its place
}

// generation is the key of a generation. The first one has the name it had before there were others.
func (d *Desk) generation(n int32) seal.Signer {
	if n <= 1 {
		return d.key
	}
	return d.sealer.SigningKey("exchange " + strconv.Itoa(int(n)))
}

// signers are the keys at work. Both sign from the announcement until the change, so that a receiver may take the new key on
// any day between.
func (d *Desk) signers(ctx context.Context) (s signers, err error) {
	now := d.instant()
	rows, err := signings(ctx, d.db, now)
	if err != nil {
		return s, err
	}
	s.now = d.key
	for i := len(rows) - 1; i >= 0; i-- {
		if key := d.generation(rows[i].Generation); rows[i].BeginsAt.After(now) {
			s.next, s.from = key, rows[i].BeginsAt
		} else {
			s.now = key
		}
	}
	return s, nil
}

// Keys are the public keys of messages, as they are told.
type Keys struct {
	Suite string   `json:"suite" enum:"international,national"`
	ID    string   `json:"id"`
	Key   string   `json:"key" doc:"base64"`
	Next  *NextKey `json:"next,omitempty" doc:"takes its place; messages bear both signatures until then"`
}

// NextKey is the key that will take the place of the one in use.
type NextKey struct {
	ID   string    `json:"id"`
	Key  string    `json:"key" doc:"base64"`
	From time.Time `json:"from" doc:"from then on messages bear its signature only"`
}

// Keys tells the keys that messages are signed with.
func (d *Desk) Keys(ctx context.Context) (Keys, error) {
	s, err := d.signers(ctx)
	if err != nil {
		return Keys{}, err
	}
	k := Keys{Suite: d.suite.Name(), ID: s.now.KeyID(), Key: base64Of(s.now.Public())}
	if s.next != nil {
		k.Next = &NextKey{s.next.KeyID(), base64Of(s.next.Public()), s.from}
	}
	return k, nil
}

// Turn announces the next key: for so many days messages bear both signatures, and afterwards its own alone.
func (d *Desk) Turn(ctx context.Context, who access.Actor, days int) (Keys, error) {
	now := d.instant()
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		rows, err := signings(ctx, tx, now)
		if err != nil {
			return err
		}
		next := signingRow{Generation: 2, AnnouncedAt: now, BeginsAt: now.AddDate(0, 0, days)}
		if len(rows) > 0 {
			if rows[0].BeginsAt.After(now) {
				return errKeyTurning
			}
			next.Generation = rows[0].Generation + 1
		}
		if err := announce(ctx, tx, next, who.ID); err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, now, ledger.Act{Kind: "exchange.key_turned", Actor: who.ID, About: fmt.Sprintf("exchange-key-%d", next.Generation),
			Public: map[string]string{"key": d.generation(next.Generation).KeyID(), "days": strconv.Itoa(days)}})
		return err
	})
	if err != nil {
		return Keys{}, err
	}
	return d.Keys(ctx)
}

var errKeyTurning = fault.New(fault.Conflict, "exchange.key_turning", "上一次密钥轮换尚未完成；请在新密钥单独生效后再轮换。",
	"The last change of keys is not over; turn again once the new key signs alone.")
