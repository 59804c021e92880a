package agency

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// NewList is a signed list of the records an agency holds.
type NewList struct {
	AsOf      time.Time `json:"as_of" doc:"when it was drawn, to the second"`
	Records   []string  `json:"records" maxItems:"100000" doc:"ids of records"`
	Signature []byte    `json:"signature" maxLength:"400" doc:"base64; over the lines \"xinheng agency list v1\", code of the agency, as_of in UTC, and the SHA-256, in hexadecimal, of the ids in ascending order, each ended by a line feed"`
}

// List is what became of a list.
type List struct {
	AsOf    time.Time `json:"as_of"`
	At      time.Time `json:"at"`
	Records int       `json:"records"`
	Digest  string    `json:"digest"`
}

// Digest is the SHA-256 of ids in ascending order, each ended by a line feed.
func Digest(ids []string) [sha256.Size]byte {
	return sha256.Sum256([]byte(strings.Join(slices.Sorted(slices.Values(ids)), "\n") + "\n"))
}

// ListText is what the signature of a list covers.
func ListText(org string, asOf time.Time, ids []string) []byte {
	sum := Digest(ids)
	return fmt.Appendf(nil, "xinheng agency list v1\n%s\n%s\n%s\n", org, asOf.UTC().Format(time.RFC3339), hex.EncodeToString(sum[:]))
}

// HandIn takes a signed list in and compares it at once. A list is a statement: it is newer than the one before, recent, and signed with
// the key of the agreement.
func (d *Desk) HandIn(ctx context.Context, who access.Actor, n NewList) (List, error) {
	org, err := orgOf(who)
	if err != nil {
		return List{}, err
	}
	a, err := inForce(ctx, d.db, org)
	if err != nil {
		return List{}, err
	}
	n.AsOf = n.AsOf.UTC().Truncate(time.Second)
	if err := d.listFits(&n); err != nil {
		return List{}, err
	}
	if !a.signed(ListText(org, n.AsOf, n.Records), n.Signature) {
		return List{}, errSignature
	}
	sum := Digest(n.Records)
	l := holding{Org: org, AsOf: n.AsOf, At: d.instant(), Records: slices.Sorted(slices.Values(n.Records)), Digest: sum[:], Signature: n.Signature, By: who.ID}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		last, err := newestHolding(ctx, tx, org)
		if err == nil && !l.AsOf.After(last.AsOf) {
			return errOld
		}
		if err != nil && !errors.Is(err, pg.ErrNone) {
			return err
		}
		if err := insertHolding(ctx, tx, &l); err != nil {
			return err
		}
		return d.append(ctx, tx, who.ID, "agency.list", org, map[string]string{"digest": hex.EncodeToString(sum[:])})
	})
	if err != nil {
		return List{}, err
	}
	return List{AsOf: l.AsOf, At: l.At, Records: len(l.Records), Digest: hex.EncodeToString(sum[:])}, d.readList(ctx, &a, &l)
}

// listFits refuses a list of another time, or one too long.
func (d *Desk) listFits(n *NewList) error {
	book := d.law.On(d.today())
	age, _ := book.Limit(listAge)
	most, _ := book.Limit(listMost)
	switch {
	case n.AsOf.After(d.now()) || d.now().Sub(n.AsOf) > time.Duration(age.N)*24*time.Hour:
		return errAge
	case len(n.Records) > int(most.N):
		return errLong
	case slices.ContainsFunc(n.Records, func(id string) bool { return id == "" || len(id) > 200 || strings.ContainsFunc(id, control) }):
		return errIDs
	}
	return nil
}

var (
	errSignature = fault.New(fault.Invalid, "agency.signature", "清单签名与登记的公钥不符；请按接口说明的文本用登记的密钥签名后重新提交。",
		"The list is not signed by the key of the agreement; sign the text the API describes and hand it in again.").At("signature")
	errAge  = fault.New(fault.Invalid, "agency.list_age", "清单的生成时间在将来或者过早，不能说明现在留存什么；请重新生成后提交。", "The list is of a time to come, or too old to say what is held now; draw it anew.").At("as_of")
	errOld  = fault.New(fault.Conflict, "agency.list_old", "已有同一时间或更新的清单；请重新生成后提交。", "A list of that time or a newer one was handed in; draw it anew.").At("as_of")
	errLong = fault.New(fault.TooLarge, "agency.list_long", "清单条数超过上限；留存较多的机构请登记比对地址。", "The list is too long; an agency that holds more declares an address.").At("records")
	errIDs  = fault.New(fault.Invalid, "agency.list_ids", "清单中有空的或不合格式的记录编号；请只填平台的记录编号。", "The list holds ids that are none; give ids of records of this platform only.").At("records")
)
