package report

import (
	"context"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// Receipt says that a receiver has a special report. From then on it may not ask the subject for another proof (信用代证).
type Receipt struct {
	ID       string    `json:"id"`
	Number   string    `json:"number"`
	Receiver string    `json:"receiver" doc:"as it named itself"`
	Org      string    `json:"org,omitempty" doc:"its code, where it was signed in"`
	At       time.Time `json:"at"`
	Asked    *Asked    `json:"asked_again,omitempty" doc:"what the subject reported of it"`
}

// Asked is what a receiver asked for although it had the report.
type Asked struct {
	ID         string     `json:"id"`
	Number     string     `json:"number"`
	Receiver   string     `json:"receiver"`
	Org        string     `json:"org,omitempty"`
	Subject    string     `json:"subject,omitempty" doc:"for the lead office; of a natural person empty"`
	What       string     `json:"what"`
	At         time.Time  `json:"at"`
	Answer     string     `json:"answer,omitempty" doc:"what was done about it"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
}

// received is a receipt as it is kept, with what was reported of it.
type received struct {
	EntityID  string
	ReceiptID string
	Number    string
	Receiver  string
	Org       string
	At        time.Time
	AskID     *string
	What      *string
	AskedAt   *time.Time
	Answer    *string
	AnswerAt  *time.Time
}

func (r *received) view() Receipt {
	out := Receipt{ID: r.ReceiptID, Number: r.Number, Receiver: r.Receiver, Org: r.Org, At: r.At}
	if r.AskID != nil {
		out.Asked = &Asked{ID: *r.AskID, Number: r.Number, Receiver: r.Receiver, Org: r.Org, What: *r.What, At: *r.AskedAt, Answer: *r.Answer, AnsweredAt: r.AnswerAt}
	}
	return out
}

// Receive notes that somebody who has number and code of a special report received it. The same receiver is noted once.
func (d *Desk) Receive(ctx context.Context, who access.Actor, number, code, receiver string) (Receipt, error) {
	o, err := d.Open(ctx, number, code)
	if err != nil {
		return Receipt{}, err
	}
	if receiver = strings.TrimSpace(receiver); who.Name != "" && receiver == "" {
		receiver = who.Name
	}
	if receiver == "" || !line(receiver) {
		return Receipt{}, errReceiver
	}
	if o.Kind != Special {
		return Receipt{}, errNotSpecial
	}
	r := received{EntityID: o.issued.EntityID, ReceiptID: receiptID(number, receiver), Number: number, Receiver: receiver, Org: who.Org, At: d.instant()}
	if who.Itself {
		r.Org = "" // a natural person is known by the name it gives, and by nothing else
	}
	actor := who.ID
	if actor == "" {
		actor = anybody
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		added, err := insertReceipt(ctx, tx, &r)
		if err != nil || !added {
			return err
		}
		return d.act(ctx, tx, actor, "report.received", number, nil)
	})
	if err != nil {
		return Receipt{}, err
	}
	kept, err := receiptOf(ctx, d.db, r.EntityID, r.ReceiptID)
	return kept.view(), err
}

// receiptID is made of report and receiver, so that a second click notes nothing new.
func receiptID(number, receiver string) string {
	sum := seal.Sum(seal.International, []byte(number+"\n"+receiver))
	return "HZ-" + letters.EncodeToString(sum[:10])
}

// AskedAgain is the subject's word that a receiver asked for proof again (不得另行索要证明). It goes to the lead office; a word, not a finding.
func (d *Desk) AskedAgain(ctx context.Context, who access.Actor, number, receipt, what string) (Receipt, error) {
	r, err := d.ofSubject(ctx, who, number)
	if err != nil {
		return Receipt{}, err
	}
	kept, err := receiptOf(ctx, d.db, r.EntityID, receipt)
	switch {
	case err != nil:
		return Receipt{}, err
	case kept.Number != number:
		return Receipt{}, errNoReceipt
	}
	if what = strings.TrimSpace(what); what == "" || !line(what) {
		return Receipt{}, errWhat
	}
	a := Asked{ID: "CF-" + random(10), Number: number, Receiver: kept.Receiver, Org: kept.Org, Subject: r.EntityID, What: what, At: d.instant()}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		added, err := insertAsked(ctx, tx, &a, receipt, who.ID)
		if err != nil || !added {
			return err
		}
		return d.act(ctx, tx, who.ID, "report.asked_again", number, map[string]string{"receipt": receipt})
	})
	if err != nil {
		return Receipt{}, err
	}
	kept, err = receiptOf(ctx, d.db, r.EntityID, receipt)
	return kept.view(), err
}

// Askings lists what subjects reported, newest first, for the lead office.
func (d *Desk) Askings(ctx context.Context) ([]Asked, error) {
	all, err := askings(ctx, d.db)
	for i := range all {
		if strings.HasPrefix(all[i].Subject, "p-") {
			all[i].Subject = "" // the lead office deals with the receiver; whose report it was is its subject's own
		}
	}
	return all, err
}

// AnswerAsking says what the lead office did; the subject reads it.
func (d *Desk) AnswerAsking(ctx context.Context, who access.Actor, id, answer string) error {
	if answer = strings.TrimSpace(answer); answer == "" || !line(answer) {
		return errWhat
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		done, err := answerAsked(ctx, tx, id, answer, who.ID, d.instant())
		switch {
		case err != nil:
			return err
		case !done:
			return errNoAsking
		}
		return d.act(ctx, tx, who.ID, "report.asking_answered", id, nil)
	})
}

var (
	errReceiver   = fault.New(fault.Invalid, "report.receiver", "请写明收到报告的单位名称（二百字以内）。", "Name the body that received the report, in at most 200 characters.").At("receiver")
	errNotSpecial = fault.New(fault.Conflict, "report.not_special", "公示版报告任何人都可获取，无须登记收到；只有专项报告登记收到。", "Anybody may have a public report; only the receipt of a special one is noted.")
	errNoReceipt  = fault.New(fault.Missing, "report.no_receipt", "没有这条收到记录；请在报告的收到记录中核对。", "There is no such receipt; look at the receipts of the report.")
	errWhat       = fault.New(fault.Invalid, "report.what", "请用一行文字写明（二百字以内）。", "Say it in one line of at most 200 characters.").At("what")
	errNoAsking   = fault.New(fault.Missing, "report.no_asking", "没有这条待办的反映，或已办理；请刷新列表。", "No such word waits, or it was dealt with; reload the list.")
)
