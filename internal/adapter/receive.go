package adapter

import (
	"bytes"
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
)

// Receive takes a letter from the system of a body: by the link whose key signed it.
func (d *Desk) Receive(ctx context.Context, who access.Actor, adapter string, l Letter) (Receipt, error) {
	r, found, err := oneLink(ctx, d.db, qLinkByKey, adapter, who.Org, l.Header.Get(exchange.HeaderKey))
	if err != nil || !found {
		return Receipt{}, firstOf(err, errNoLink)
	}
	return d.receive(ctx, &r, l, false)
}

// receive takes a letter of a link: one at a time, so that of two versions of a record the newer one stands, whichever server they came to.
func (d *Desk) receive(ctx context.Context, link *linkRow, l Letter, folder bool) (out Receipt, err error) {
	a, known := d.book().Adapter(link.Adapter)
	suite, there := seal.SuiteNamed(link.Suite)
	if !known || !there {
		return out, errNoAdapter
	}
	m, code := Door{a, suite, link.Public, d.now(), folder}.Open(l)
	out = receipt(&m, l, d.now())
	if code == "" && m.Trial != link.Trial {
		code = BadTrial
	}
	if code != "" {
		return out.refuse(code), nil
	}
	select {
	case d.places <- struct{}{}:
		defer func() { <-d.places }()
	case <-ctx.Done():
		return out, ctx.Err()
	}
	sheet, _ := sheetOf(d.book(), &a, m.Table)
	if m.Ask {
		return d.answer(ctx, link, sheet, &m, out)
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := turn(ctx, tx, link.LinkID); err != nil {
			return err
		}
		before, done, err := delivered(ctx, tx, link.LinkID, m.ID)
		if err != nil {
			return err
		}
		if done {
			before.State, before.Digest, before.Part = Duplicate, out.Digest, m.Part
			out = before
			return nil
		}
		out, err = d.take(ctx, tx, link, sheet, &m, out)
		return err
	})
	return out, err
}

// take keeps a part, or takes a whole message in.
func (d *Desk) take(ctx context.Context, tx pg.Tx, link *linkRow, s Sheet, m *Message, out Receipt) (Receipt, error) {
	data, whole, err := d.gather(ctx, tx, link, m)
	if err != nil {
		return out, err
	}
	if !whole {
		out.State = Partial
		return out, nil
	}
	rows, code := s.Read(data, m.Encoding, false)
	if code != "" {
		return out.refuse(code), dropParts(ctx, tx, link.LinkID, m.ID)
	}
	batch, err := d.takeRows(ctx, tx, link, s, m, rows, &out)
	if err != nil || out.State == Refused {
		return out, err
	}
	if err := dropParts(ctx, tx, link.LinkID, m.ID); err != nil {
		return out, err
	}
	return out, deliver(ctx, tx, link.LinkID, s.Item.Code, batch, &out, d.instant())
}

// gather puts the pieces of a file together. They are sealed while they wait: there are names in them.
func (d *Desk) gather(ctx context.Context, tx pg.Tx, link *linkRow, m *Message) (data []byte, whole bool, err error) {
	if m.Parts == 1 {
		return m.Data, true, nil
	}
	secret := "adapter.part " + link.LinkID + " " + m.ID
	if err := putPart(ctx, tx, link.LinkID, m, d.sealer.Seal(secret, m.Data), d.instant()); err != nil {
		return nil, false, err
	}
	kept, err := parts(ctx, tx, link.LinkID, m.ID)
	if err != nil || len(kept) < m.Parts {
		return nil, false, err
	}
	for _, k := range kept {
		piece, err := d.sealer.Open(secret, k)
		if err != nil {
			return nil, false, err
		}
		data = append(data, piece...)
	}
	return data, true, nil
}

// takeRows sorts rows out, hands the good ones to intake, and remembers how new they are.
func (d *Desk) takeRows(ctx context.Context, tx pg.Tx, link *linkRow, s Sheet, m *Message, rows []Row, out *Receipt) (batch string, err error) {
	out.Rows = len(rows)
	keys := make([]string, len(rows))
	for i := range rows {
		keys[i] = s.key(rows[i].Values)
	}
	known, err := latest(ctx, tx, link.LinkID, keys)
	if err != nil {
		return "", err
	}
	var file bytes.Buffer
	var lines []int // which row each line of the file is
	for i := range rows {
		seen, was := known[keys[i]]
		switch {
		case len(rows[i].Problems) > 0:
			out.Refused++
			out.Problems = append(out.Problems, rows[i].Problems...)
		case was && m.Sequence < seen:
			out.Stale++
		default:
			line, err := record.OneRow(s.Item, rows[i].Values)
			if err != nil {
				return "", err
			}
			file.Write(line)
			lines = append(lines, i)
		}
	}
	if len(lines) == 0 {
		return "", nil
	}
	r, err := d.records.Take(ctx, deliverer(link), record.Delivery{Item: s.Item.Code, Key: "adapter " + link.LinkID + " " + m.ID,
		Name: "adapter " + link.Adapter, File: bytes.NewReader(file.Bytes())})
	if f, ours := fault.Of(err); ours && (f.Kind == fault.Invalid || f.Kind == fault.Forbidden) {
		*out = out.refuse(f.Code)
		return "", nil
	}
	if err != nil {
		return "", err
	}
	s.count(&r, rows, lines, out)
	fine := make([]string, 0, len(lines))
	for _, i := range lines {
		if !slices.ContainsFunc(out.Problems, func(p Problem) bool { return p.Row == rows[i].N }) {
			fine = append(fine, keys[i])
		}
	}
	slices.Sort(fine)
	return r.Batch, putLatest(ctx, tx, link.LinkID, s.Item.Code, slices.Compact(fine), m.Sequence, d.instant())
}

// count puts what intake said into the receipt, in the words of the other side. What was taken in before this receipt could be kept is
// counted as it was then.
func (s Sheet) count(r *record.Receipt, rows []Row, lines []int, out *Receipt) {
	c := r.Counts
	if r.First != nil {
		c = *r.First
	}
	out.Taken, out.Known, out.Waiting, out.Refused = int(c.Accepted), int(c.Duplicate), int(c.Queued), out.Refused+int(c.Rejected)
	for _, e := range r.Errors {
		if e.Row < 1 || int(e.Row) > len(lines) {
			continue
		}
		theirs := e.Field
		if i := slices.IndexFunc(s.Flow.Fields, func(f law.AdapterField) bool { return f.Ours == e.Field }); i >= 0 {
			theirs = s.Flow.Fields[i].Theirs
		}
		out.Problems = append(out.Problems, Problem{rows[lines[e.Row-1]].N, theirs, e.Code, e.ZH, e.EN})
	}
}

// deliverer is a link to intake: it delivers in the name of its body.
func deliverer(link *linkRow) access.Actor {
	return access.Actor{ID: "adapter:" + link.LinkID, Kind: access.KindKey, Org: link.Org, Name: link.Body, Scopes: []string{access.ScopeIntake}}
}

// answer says what is held of records the body itself decided or reported; of others it says that there are none.
func (d *Desk) answer(ctx context.Context, link *linkRow, s Sheet, m *Message, out Receipt) (Receipt, error) {
	rows, code := s.Read(m.Data, m.Encoding, true)
	if code != "" || len(rows) > mostAsked {
		return out.refuse(orElse(code, BadMessage)), nil
	}
	out.Rows = len(rows)
	for i := range rows {
		h := Held{Subject: s.role(rows[i].Values, "subject_uscc"), Document: s.role(rows[i].Values, "document_no"), State: "absent", Values: map[string]string{}}
		all, err := record.Of(ctx, d.db, h.Subject, time.Time{})
		if err != nil {
			return out, err
		}
		for _, r := range all {
			if r.Item == s.Item.Code && r.DocumentNo == h.Document && !r.Person && (r.SourceID == link.Org || r.AuthorityID == link.Org) {
				h.State, h.Versions, h.Values = "ended", int(r.Version), s.show(r.Content)
				if r.State == record.Effective {
					h.State = "held"
				}
			}
		}
		out.Held = append(out.Held, h)
	}
	return out, nil
}

const mostAsked = 100
