package adoption

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// longest keeps an adoption from being forgotten: it is renewed, with a reason, by somebody who looks again. A safeguard of
// the platform, not a rule of law.
const longest = 5 * 12 // months

// Adopt records a named officer's reasoned adoption of assumed values, on the ledger, with an end. The id given is ignored.
func Adopt(ctx context.Context, db *pg.Pool, who access.Actor, now time.Time, a law.Adoption) (id string, err error) {
	if a, err = tidy(a, workday.Of(now)); err != nil {
		return "", err
	}
	made, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("adoption.Adopt: %w", err)
	}
	a.ID = made.String()
	err = db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		salt := make([]byte, 16)
		_, _ = rand.Read(salt)
		entry, err := appendAct(ctx, tx, who, now, a, salt)
		if err != nil {
			return err
		}
		return insert(ctx, tx, a, record{At: now, Actor: who.ID, Salt: salt, Entry: entry})
	})
	return a.ID, err
}

// appendAct puts on the ledger what was adopted, by which body and for how long. The officer's name and the words of the
// reason are committed to by hash: the ledger itself names nobody.
func appendAct(ctx context.Context, tx pg.Tx, who access.Actor, now time.Time, a law.Adoption, salt []byte) (string, error) {
	content, err := json.Marshal(a)
	if err != nil {
		return "", fmt.Errorf("adoption: %w", err)
	}
	return ledger.Append(ctx, tx, now, ledger.Act{
		Kind: "law.adopt", Actor: who.ID, About: a.ID,
		Public: map[string]string{"keys": strings.Join(a.Keys, " "), "body": a.Body, "from": a.From.String(), "until": a.Until.String()},
		Root:   ledger.RowRoot([]ledger.Hash{ledger.RowLeaf(salt, content)}),
	})
}

// tidy checks an adoption and brings it into the one form that is compared and committed to.
func tidy(a law.Adoption, today workday.Date) (law.Adoption, error) {
	keys := make([]string, 0, len(a.Keys))
	for _, k := range a.Keys {
		keys = append(keys, strings.TrimSpace(k))
	}
	a.Keys = slices.Compact(slices.Sorted(slices.Values(keys)))
	a.By, a.Body, a.Why.ZH, a.Why.EN = oneLine(a.By), oneLine(a.Body), oneLine(a.Why.ZH), oneLine(a.Why.EN)
	switch {
	case len(a.Keys) == 0 || slices.ContainsFunc(a.Keys, notAKey):
		return a, invalid("adoption.no_keys", "keys", "请写明采用哪些规则值，例如 list:tax-major 或 measure:*。",
			"Say which values are adopted, for example list:tax-major or measure:*.")
	case a.By == "":
		return a, invalid("adoption.no_officer", "by", "采用须有具名的负责人；请填写姓名与职务。", "An adoption needs a named officer; give name and office.")
	case a.Body == "":
		return a, invalid("adoption.no_body", "body", "请填写负责人所在的机关。", "Name the body the officer acts for.")
	case a.Why.ZH == "":
		return a, invalid("adoption.no_reason", "why", "采用须说明理由；请用中文写明依据与考虑。", "An adoption needs a reason; give it in Chinese.")
	case a.From.IsZero() || a.Until <= a.From:
		return a, invalid("adoption.no_end", "until", "采用须有起止日期，且止日晚于起日；请补充。", "An adoption needs a first and a later last day; give both.")
	case a.Until > today.AddMonths(longest):
		return a, invalid("adoption.too_long", "until", "采用的止日不得晚于今日起五年；请缩短，期满前再议。",
			"An adoption may not reach further than five years from today; shorten it and renew it in time.")
	}
	return a, nil
}

func notAKey(k string) bool { return k == "" || strings.ContainsFunc(k, unicode.IsSpace) }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func invalid(code, field, zh, en string) error {
	return fault.New(fault.Invalid, code, zh, en).At(field)
}

// All returns every adoption ever recorded, ended ones too; law.Adoptions judges by date.
func All(ctx context.Context, db pg.DB) (law.Adoptions, error) { return list(ctx, db) }
