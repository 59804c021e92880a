package mutual

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// PartnerKey is a key with which a province signs its feeds. One officer proposes it, another approves it: before that it opens nothing.
type PartnerKey struct {
	KeyID      string     `json:"key_id"`
	Province   string     `json:"province"`
	Algorithm  string     `json:"algorithm" enum:"Ed25519,SM2"`
	Public     []byte     `json:"public"`
	ProposedAt time.Time  `json:"proposed_at"`
	ApprovedAt *time.Time `json:"approved_at,omitempty"`
	EndedAt    *time.Time `json:"ended_at,omitempty"`

	ProposedBy string `json:"-"`
}

// NewKey is what is proposed.
type NewKey struct {
	Province  string `json:"province" maxLength:"6"`
	Algorithm string `json:"algorithm" enum:"Ed25519,SM2"`
	Public    []byte `json:"public" doc:"base64, as the province publishes it"`
}

// ProposeKey registers a key; it opens nothing until another officer approved it. The same key again changes nothing.
func (d *Desk) ProposeKey(ctx context.Context, who access.Actor, n NewKey) (PartnerKey, error) {
	if _, ok := d.law.On(d.today()).Recognition(n.Province); !ok {
		return PartnerKey{}, errProvince.At("province")
	}
	s, ok := seal.SuiteNamed(suites[n.Algorithm])
	if size := map[string]int{"Ed25519": 32, "SM2": 65}[n.Algorithm]; !ok || len(n.Public) != size {
		return PartnerKey{}, errBadKey
	}
	k := PartnerKey{KeyID: seal.KeyID(s, n.Public), Province: n.Province, Algorithm: n.Algorithm, Public: n.Public, ProposedAt: d.instant(), ProposedBy: who.ID}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		added, err := insertKey(ctx, tx, k)
		if err != nil || !added {
			return err
		}
		return d.act(ctx, tx, who, "mutual.key_proposed", k.KeyID, map[string]string{"province": k.Province})
	})
	if err != nil {
		return k, err
	}
	return keyOf(ctx, d.db, qKey, k.KeyID)
}

// ApproveKey lets a key open feeds, by another officer (S1, S2).
func (d *Desk) ApproveKey(ctx context.Context, who access.Actor, id string) (PartnerKey, error) {
	return d.changeKey(ctx, who, id, "mutual.key_approved", func(k *PartnerKey) error {
		if k.ApprovedAt != nil || k.EndedAt != nil {
			return errKeyDone
		}
		return access.Apart(access.Actor{ID: k.ProposedBy}, who)
	}, approveKey)
}

// EndKey ends a key at once: one officer is enough to shut a door.
func (d *Desk) EndKey(ctx context.Context, who access.Actor, id string) (PartnerKey, error) {
	return d.changeKey(ctx, who, id, "mutual.key_ended", func(k *PartnerKey) error {
		if k.EndedAt != nil {
			return errKeyDone
		}
		return nil
	}, endKey)
}

func (d *Desk) changeKey(ctx context.Context, who access.Actor, id, kind string, may func(*PartnerKey) error,
	write func(context.Context, pg.Tx, string, string, time.Time) error) (k PartnerKey, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if k, err = keyOf(ctx, tx, qLockKey, id); err != nil {
			return err
		}
		if err := may(&k); err != nil {
			return err
		}
		if err := write(ctx, tx, id, who.ID, d.instant()); err != nil {
			return err
		}
		return d.act(ctx, tx, who, kind, id, map[string]string{"province": k.Province})
	})
	if err != nil {
		return PartnerKey{}, err
	}
	return keyOf(ctx, d.db, qKey, id)
}

// LiveKey is a key of a province that two officers approved and nobody ended, for whoever verifies what the province signed.
func (d *Desk) LiveKey(ctx context.Context, id string) (PartnerKey, error) {
	k, err := liveKey(ctx, d.db, id)
	if errors.Is(err, pg.ErrNone) {
		err = errNoKey
	}
	return k, err
}

// Keys lists the keys of provinces.
func (d *Desk) Keys(ctx context.Context) ([]PartnerKey, error) { return allKeys(ctx, d.db) }

var (
	errBadKey  = fault.New(fault.Invalid, "mutual.bad_key", "公钥长度与算法不符；请核对来源省公布的公钥。", "The key does not fit its algorithm; compare it with what the province publishes.").At("public")
	errNoKey   = fault.New(fault.Missing, "mutual.no_key", "没有这个编号的密钥；请在列表中核对。", "There is no key of this id; look in the list.")
	errKeyDone = fault.New(fault.Conflict, "mutual.key_done", "该密钥已经审批或已停用；请刷新后核对。", "The key is approved or ended already; reload and look again.")
)
