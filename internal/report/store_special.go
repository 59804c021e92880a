package report

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

const receivedColumns = `r.entity_id, r.receipt_id, r.number, r.receiver, r.org, r.at, a.ask_id, a.what, a.at as asked_at, a.answer, a.answered_at as answer_at`

const receivedFrom = ` from report.receipt r left join report.asked_again a on a.entity_id = r.entity_id and a.receipt_id = r.receipt_id `

var (
	qInsertReceipt = pg.Q("report.insert_receipt", `
		insert into report.receipt (entity_id, receipt_id, number, receiver, org, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`)
	qReceipt  = pg.Q("report.receipt", `select `+receivedColumns+receivedFrom+`where r.entity_id = $1 and r.receipt_id = $2`)
	qReceipts = pg.Q("report.receipts", `select `+receivedColumns+receivedFrom+`where r.entity_id = $1 and r.number = $2 order by r.at, r.receipt_id limit 200`)
	qAsk      = pg.Q("report.ask", `
		insert into report.asked_again (entity_id, ask_id, receipt_id, number, receiver, org, what, at, by, answer, answered_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '') on conflict (entity_id, receipt_id) do nothing`)
	// cross-shard, limited: the newest of the province
	qAskings = pg.Q("report.askings", `
		select entity_id as subject, ask_id as id, number, receiver, org, what, at, answer, answered_at from report.asked_again
		order by answered_at is not null, at desc, ask_id limit 500`)
	// cross-shard, one row: the lead office knows it by the id
	qAnswer = pg.Q("report.answer_asking", `
		update report.asked_again set answer = $2, answered_by = $3, answered_at = $4 where ask_id = $1 and answered_at is null`)
	qInsertWish = pg.Q("report.insert_wish", `
		insert into report.wish (entity_id, wish_id, choice, by, at, decided_by, number) values ($1, $2, $3, $4, $5, '', '')`)
	qWish       = pg.Q("report.wish", `select wish_id, choice, by, at, decided_by, decided_at, number from report.wish where entity_id = $1 and wish_id = $2`)
	qWishes     = pg.Q("report.wishes", `select wish_id, choice, by, at, decided_by, decided_at, number from report.wish where entity_id = $1 order by at desc, wish_id limit 100`)
	qSettleWish = pg.Q("report.settle_wish", `
		update report.wish set decided_by = $3, number = $4, decided_at = $5 where entity_id = $1 and wish_id = $2 and decided_at is null`)
	qForeignList = pg.Q("report.foreign_list", `
		select province, list, made_at, payload, algorithm, key_id, signature, taken_by, taken_at from report.foreign_list where province = $1 and list = $2`)
	qPutForeignList = pg.Q("report.put_foreign_list", `
		insert into report.foreign_list as f (province, list, made_at, payload, algorithm, key_id, signature, taken_by, taken_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (province, list) do update set made_at = excluded.made_at, payload = excluded.payload, algorithm = excluded.algorithm, key_id = excluded.key_id,
			signature = excluded.signature, taken_by = excluded.taken_by, taken_at = excluded.taken_at
		where f.made_at < excluded.made_at`)
)

func insertReceipt(ctx context.Context, tx pg.Tx, r *received) (added bool, err error) {
	defer fault.Wrap(&err, "report.insertReceipt(%s)", r.Number)
	n, err := tx.Exec(ctx, qInsertReceipt, r.EntityID, r.ReceiptID, r.Number, r.Receiver, r.Org, r.At)
	return n > 0, err
}

func receiptOf(ctx context.Context, db pg.DB, entity, id string) (r received, err error) {
	defer fault.Wrap(&err, "report.receiptOf(%s)", entity)
	r, err = pg.One[received](ctx, db, qReceipt, entity, id)
	if errors.Is(err, pg.ErrNone) {
		err = errNoReceipt
	}
	return r, err
}

func receiptsOf(ctx context.Context, db pg.DB, entity, number string) (_ []received, err error) {
	defer fault.Wrap(&err, "report.receiptsOf(%s)", number)
	return pg.All[received](ctx, db, qReceipts, entity, number)
}

func insertAsked(ctx context.Context, tx pg.Tx, a *Asked, receipt, by string) (added bool, err error) {
	defer fault.Wrap(&err, "report.insertAsked(%s)", a.Number)
	n, err := tx.Exec(ctx, qAsk, a.Subject, a.ID, receipt, a.Number, a.Receiver, a.Org, a.What, a.At, by)
	return n > 0, err
}

func askings(ctx context.Context, db pg.DB) (_ []Asked, err error) {
	defer fault.Wrap(&err, "report.askings")
	return pg.All[Asked](ctx, db, qAskings)
}

func answerAsked(ctx context.Context, tx pg.Tx, id, answer, by string, at time.Time) (done bool, err error) {
	defer fault.Wrap(&err, "report.answerAsked")
	n, err := tx.Exec(ctx, qAnswer, id, answer, by, at)
	return n > 0, err
}

func insertWish(ctx context.Context, tx pg.Tx, entity string, w *Wish) (err error) {
	defer fault.Wrap(&err, "report.insertWish(%s)", w.ID)
	choice, err := json.Marshal(w.Choice)
	if err == nil {
		_, err = tx.Exec(ctx, qInsertWish, entity, w.ID, choice, w.by, w.At)
	}
	return err
}

// keptWish is a wish as it is kept.
type keptWish struct {
	WishID    string
	Choice    []byte
	By        string
	At        time.Time
	DecidedBy string
	DecidedAt *time.Time
	Number    string
}

func (k *keptWish) wish() (w Wish, err error) {
	w = Wish{ID: k.WishID, At: k.At, DecidedAt: k.DecidedAt, Number: k.Number, State: "waiting", by: k.By}
	switch {
	case k.Number != "":
		w.State = "made"
	case k.DecidedAt != nil:
		w.State = "refused"
	}
	return w, json.Unmarshal(k.Choice, &w.Choice)
}

func wishOf(ctx context.Context, db pg.DB, entity, id string) (w Wish, err error) {
	defer fault.Wrap(&err, "report.wishOf(%s)", entity)
	k, err := pg.One[keptWish](ctx, db, qWish, entity, id)
	if errors.Is(err, pg.ErrNone) {
		return w, errNoWish
	}
	if err != nil {
		return w, err
	}
	return k.wish()
}

func wishesOf(ctx context.Context, db pg.DB, entity string) (out []Wish, err error) {
	defer fault.Wrap(&err, "report.wishesOf(%s)", entity)
	rows, err := pg.All[keptWish](ctx, db, qWishes, entity)
	for i := range rows {
		w, err := rows[i].wish()
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, err
}

func settleWish(ctx context.Context, tx pg.Tx, entity, id, by, number string, at time.Time) (err error) {
	defer fault.Wrap(&err, "report.settleWish(%s)", id)
	n, err := tx.Exec(ctx, qSettleWish, entity, id, by, number, at)
	if err == nil && n == 0 {
		err = errSettled
	}
	return err
}

// foreignList is the newest list of status a province sent; nil when it sent none.
func foreignList(ctx context.Context, db pg.DB, province, list string) (_ *keptList, err error) {
	defer fault.Wrap(&err, "report.foreignList(%s)", province)
	l, err := pg.One[keptList](ctx, db, qForeignList, province, list)
	if errors.Is(err, pg.ErrNone) {
		return nil, nil
	}
	return &l, err
}

func putForeignList(ctx context.Context, tx pg.Tx, l keptList) (newer bool, err error) {
	defer fault.Wrap(&err, "report.putForeignList(%s)", l.Province)
	n, err := tx.Exec(ctx, qPutForeignList, l.Province, l.List, l.MadeAt, l.Payload, l.Algorithm, l.KeyID, l.Signature, l.TakenBy, l.TakenAt)
	return n > 0, err
}
