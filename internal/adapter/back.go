package adapter

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/fault"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
)

// jobBack sends one version of a record back.
const jobBack = "adapter.back"

type backArgs struct {
	Outgoing string `json:"outgoing"`
}

// handle declares the work to the queue: a system that is away is tried again for some ten days, as targets of exchange are.
func (d *Desk) handle() {
	jobs.Handle(d.queue, jobBack, jobs.Retry{Attempts: 480, Pause: jobs.Doubling(5*time.Second, 30*time.Minute)}, d.sendOut)
}

// amending is the item that tells another system of a state.
var amending = map[record.State]string{record.Repaired: "repair", record.Withdrawn: "withdrawal", record.Removed: "removal"}

// carrier is the item a version of a record travels by; empty: the adapter has no table for it.
func carrier(a *law.Adapter, r *record.Record) string {
	item := r.Item
	if r.State != record.Effective {
		item = amending[r.State]
	}
	if f, ok := a.FlowOf(item); ok && f.Ways == "both" {
		return item
	}
	return ""
}

// Changed puts what people entered or decided here on its way back to the systems of the body it is of, in the transaction of the change.
// What a system delivered is not sent anywhere, so that nothing echoes; natural persons never leave this way (G10).
func (d *Desk) Changed(ctx context.Context, tx pg.Tx, e record.Changed) error {
	if !e.ByHand {
		return nil
	}
	var orgs []string
	for i := range e.Records {
		orgs = append(orgs, e.Records[i].SourceID, e.Records[i].AuthorityID)
	}
	slices.Sort(orgs)
	to, err := backLinks(ctx, tx, slices.Compact(orgs))
	if err != nil {
		return err
	}
	for i := range to {
		a, known := d.book().Adapter(to[i].Adapter)
		for n := range e.Records {
			r := &e.Records[n]
			if item := carrier(&a, r); known && item != "" && !r.Person && (r.SourceID == to[i].Org || r.AuthorityID == to[i].Org) {
				if err := d.putOut(ctx, tx, &to[i], r, item); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (d *Desk) putOut(ctx context.Context, tx pg.Tx, link *linkRow, r *record.Record, item string) error {
	out := outgoingRow{OutgoingID: uuid.Must(uuid.NewV7()).String(), LinkID: link.LinkID, EntityID: r.EntityID, RecordID: r.ID, Version: r.Version, Item: item, At: d.instant()}
	added, err := sendBack(ctx, tx, &out)
	if err != nil || !added {
		return err
	}
	return d.queue.Put(ctx, tx, jobBack, backArgs{out.OutgoingID})
}

// sendOut brings one version to its system. The message has the id of the line, so that a second try is the same message there.
func (d *Desk) sendOut(ctx context.Context, args backArgs) error {
	o, found, err := outgoing(ctx, d.db, args.Outgoing)
	if err != nil || !found || o.State != "waiting" {
		return err
	}
	link, found, err := oneLink(ctx, d.db, qLink, o.LinkID)
	if err != nil || !found || link.EndedAt != nil {
		return err
	}
	m, err := d.messageOf(ctx, &link, &o)
	if err != nil {
		return err
	}
	l, err := Write(m, d.sealer.SigningKey("adapter"), d.now())
	if err != nil {
		return err
	}
	r, err := d.wayTo(&link).Send(ctx, l)
	if err != nil {
		code := "not_sent"
		if f, ours := fault.Of(err); ours {
			code = f.Code
		} else {
			slog.WarnContext(ctx, "a record could not be sent back", "link", link.LinkID, "error", err)
		}
		_ = tried(ctx, d.db, o.OutgoingID, code)
		return err
	}
	return d.settle(ctx, &link, &o, m, &r, l)
}

// settle believes a receipt for this body alone. Whoever refuses a letter unopened knows its body, and not its id.
func (d *Desk) settle(ctx context.Context, link *linkRow, o *outgoingRow, m Message, r *Receipt, l Letter) error {
	if r.ID != m.ID && r.State != Refused || r.Digest != digest(l.Body) {
		_ = tried(ctx, d.db, o.OutgoingID, "receipt")
		return errNoReceipt
	}
	state, code := "received", ""
	if r.State == Refused || r.Refused > 0 {
		state, code = "refused", r.Code
		if code == "" && len(r.Problems) > 0 {
			code = plainCode(r.Problems[0].Code)
		}
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		news, err := received(ctx, tx, o.OutgoingID, state, code, d.instant())
		if err != nil || !news {
			return err
		}
		_, err = ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: "adapter.returned", Actor: "system:adapter", About: o.RecordID,
			Public: map[string]string{"adapter": link.Adapter, "org": link.Org, "result": state}})
		return err
	})
}

// plainCode keeps a word of another system short and plain.
func plainCode(s string) string {
	if fitID.MatchString(s) {
		return s
	}
	return "row"
}

func (d *Desk) wayTo(link *linkRow) Way {
	if link.Transport == "folder" {
		return Folder{Dir: filepath.Join(d.Dir, link.LinkID, "back"), Wait: folderPatience, Resume: true}
	}
	return Push{URL: link.Url}
}

// folderPatience is how long a job waits in one try; the receipt is found by a later one.
const folderPatience = 2 * time.Second

func (d *Desk) messageOf(ctx context.Context, link *linkRow, o *outgoingRow) (m Message, err error) {
	a, _ := d.book().Adapter(link.Adapter)
	f, ok := a.FlowOf(o.Item)
	sheet, there := sheetOf(d.book(), &a, f.Table)
	if !ok || !there {
		return m, errNoAdapter
	}
	all, err := record.History(ctx, d.db, o.RecordID)
	if err != nil {
		return m, err
	}
	i := slices.IndexFunc(all, func(r record.Record) bool { return r.Version == o.Version })
	if i < 0 {
		return m, errNoLink
	}
	m = Message{ID: o.OutgoingID, Adapter: a.Code, Version: a.Version, Table: f.Table, Sequence: int64(o.Version), Part: 1, Parts: 1, Encoding: a.Encodings[0]}
	values := all[i].Content
	if o.Item != all[i].Item {
		values = sheet.ending(&all[i])
	}
	m.Data, err = sheet.Write([]map[string]string{values}, m.Encoding)
	return m, err
}

// ending is a decision that ended a record, by the fields of the item that tells it.
func (s Sheet) ending(r *record.Record) map[string]string {
	out := map[string]string{}
	for role, v := range map[string]string{"subject_name": r.Subject, "subject_uscc": r.EntityID, "target_item": r.Item, "target_document_no": r.DocumentNo,
		"target_authority_uscc": r.AuthorityID, "document_no": r.StateDocument, "decided_on": r.StateOn.String(), "authority": orElse(r.StateAuthority, r.Authority),
		"authority_uscc": r.AuthorityID, "basis": r.Content["BAYJ"]} {
		if f := s.field(role); f != "" {
			out[f] = v
		}
	}
	return out
}
