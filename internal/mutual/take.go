package mutual

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Taken is what became of a feed.
type Taken struct {
	Province   string    `json:"province"`
	Applied    int       `json:"applied"`
	Incomplete int       `json:"incomplete" doc:"due process not shown whole: they do not apply"`
	Outside    int       `json:"outside" doc:"conditions not met: they do not apply"`
	Ended      int       `json:"ended"`
	Unchanged  int       `json:"unchanged" doc:"known already, opted out of, or of another body"`
	Refused    []Refused `json:"refused"`
}

// Refused is an entry that could not be read.
type Refused struct {
	Index int    `json:"index" doc:"place on the page, from 0"`
	Why   string `json:"why" enum:"text,incomplete,subject,measures,state,state_on,authority,record"`
}

// mostEntries of a page.
const mostEntries = 1000

// Take brings in a page of another province. The seal is verified first; each entry is then a transaction of its own, so that a page
// broken off is simply taken again.
func (d *Desk) Take(ctx context.Context, who access.Actor, f Feed) (Taken, error) {
	p, rec, err := d.read(ctx, f)
	if err != nil {
		return Taken{}, err
	}
	out := Taken{Province: p.Province, Refused: []Refused{}}
	for i := range p.Entries {
		if why := p.Entries[i].wrong(); why != "" {
			out.Refused = append(out.Refused, Refused{i, why})
			continue
		}
		status, changed, err := d.takeOne(ctx, who, rec, &body{p.Entries[i], p.Made})
		switch k := fault.KindOf(err); {
		case err != nil && k != fault.Invalid && k != fault.Conflict:
			return out, err
		case err != nil:
			out.Refused = append(out.Refused, Refused{i, "record"})
		default:
			out.count(status, changed)
		}
	}
	return out, nil
}

func (t *Taken) count(s Status, changed bool) {
	switch {
	case !changed:
		t.Unchanged++
	case s == Applied:
		t.Applied++
	case s == Incomplete:
		t.Incomplete++
	case s == Outside:
		t.Outside++
	case s == Ended:
		t.Ended++
	}
}

// read verifies a feed and gives what it holds.
func (d *Desk) read(ctx context.Context, f Feed) (p Page, rec law.Recognition, err error) {
	k, err := liveKey(ctx, d.db, f.KeyID)
	switch {
	case errors.Is(err, pg.ErrNone):
		return p, rec, errSeal
	case err != nil:
		return p, rec, err
	case f.Format != Format || k.Algorithm != f.Algorithm || !verifies(k.Algorithm, k.Public, message(f.Payload), f.Signature):
		return p, rec, errSeal
	}
	dec := json.NewDecoder(strings.NewReader(f.Payload))
	dec.DisallowUnknownFields()
	if dec.Decode(&p) != nil || len(p.Entries) > mostEntries || p.Made.After(d.now()) {
		return p, rec, errPage
	}
	rec, ok := d.law.On(d.today()).Recognition(p.Province)
	if !ok || k.Province != p.Province {
		return p, rec, errProvince
	}
	return p, rec, nil
}

// takeOne brings one entry in, or what its origin now says of one that is here.
func (d *Desk) takeOne(ctx context.Context, who access.Actor, rec law.Recognition, b *body) (status Status, changed bool, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		id := entryID(rec.Code, b.ID)
		r, found, err := entryOf(ctx, tx, b.Subject, id)
		switch {
		case err != nil:
			return err
		case !found:
			r, changed = kept{EntityID: b.Subject, EntryID: id, Province: rec.Code, OriginID: b.ID, Org: who.Org, Body: *b, TakenBy: who.ID, Version: 1,
				CreatedAt: d.instant(), ChangedAt: d.instant()}, true
			if err := d.judge(ctx, tx, who, &r); err != nil {
				return err
			}
			status = Status(r.Status)
			return insertEntry(ctx, tx, &r)
		}
		status = Status(r.Status)
		if changed = r.Org == who.Org && r.moves(b); !changed {
			return nil
		}
		if err := d.retell(ctx, tx, who, &r, b); err != nil {
			return err
		}
		status = Status(r.Status)
		return d.update(ctx, tx, &r)
	})
	return status, changed, err
}

// moves says whether its origin tells something new. What ended, or was opted out of here, stays so; an older page tells nothing.
func (r *kept) moves(b *body) bool {
	s := Status(r.Status)
	return s != Ended && s != OptedOut && b.Made.After(r.Body.Made) && (b.State != Effective || b.Until != r.Body.Until && b.Until != 0)
}

// retell: it ended there, so it ends here in the same breath; another last day is another judgement.
func (d *Desk) retell(ctx context.Context, tx pg.Tx, who access.Actor, r *kept, b *body) error {
	if b.State == Effective {
		r.Body.Until, r.Body.Made = b.Until, b.Made
		return d.judge(ctx, tx, who, r)
	}
	r.Body.State, r.Body.StateOn, r.Body.StateDocument, r.Body.Made = b.State, b.StateOn, b.StateDocument, b.Made
	if err := d.end(ctx, tx, who, r, record.State(b.State), min(b.StateOn, d.today()), b.StateDocument); err != nil {
		return err
	}
	r.Status, r.Wish = string(Ended), ""
	return d.act(ctx, tx, who, "mutual.ended", r.EntryID, map[string]string{"province": r.Province, "state": string(b.State)})
}

// judge applies an entry that may apply, and says what is missing of one that may not.
func (d *Desk) judge(ctx context.Context, tx pg.Tx, who access.Actor, r *kept) error {
	rec, ok := d.law.On(d.today()).Recognition(r.Province)
	if !ok {
		return errProvince
	}
	was, v := Status(r.Status), Judge(&r.Body.Entry, rec, d.today())
	r.Lacks, r.Unmet, r.Measures, r.Unmapped, r.UntilOn = v.Lacks, v.Unmet, orEmpty(v.Measures), orEmpty(v.Unmapped), r.Body.Until
	is := v.status()
	if r.Body.State != Effective {
		is = Ended
	}
	var err error
	switch {
	case is == Applied && was == Applied:
		_, err = d.records.Correct(ctx, tx, who, r.EntryID, r.EntityID, r.RecordID, map[string]string{"HR_JZRQ": r.Body.Until.String()})
	case is == Applied:
		err = d.apply(ctx, tx, who, r, rec)
	default:
		err = d.end(ctx, tx, who, r, record.Withdrawn, d.today(), r.EntryID) // what applied and no longer may
	}
	if err != nil {
		return err
	}
	r.Status = string(is)
	return d.act(ctx, tx, who, "mutual.judged", r.EntryID, map[string]string{"province": r.Province, "status": r.Status})
}

func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// mutualItem is the item of the catalogue an entry becomes a record of.
const mutualItem = "mutual_entry"

// apply makes the record, by the gates of intake: a basis, a document, proof of service and an end, or no record (G9).
func (d *Desk) apply(ctx context.Context, tx pg.Tx, who access.Actor, r *kept, rec law.Recognition) error {
	e := &r.Body.Entry
	made, err := d.records.Enter(ctx, tx, who, r.EntryID, mutualItem, map[string]string{
		"HR_MD": rec.List, "HR_YMD": e.List, "HR_ZTMC": e.Name, "HR_DM": e.Subject, "HR_SY": e.Reason, "HR_JDRQ": e.DecidedOn.String(),
		"HR_SDRQ": e.ServedOn.String(), "HR_JZRQ": e.Until.String(), "HR_JG": e.Authority, "HR_JGDM": e.AuthorityCode, "HR_YJ": e.Basis,
		"HR_WSH": e.DocumentNo, "HR_CS": strings.Join(r.Measures, "、")})
	switch {
	case err != nil:
		return err
	case made.State != record.Effective:
		return errThere
	}
	r.RecordID = made.ID
	return nil
}

// end ends the record of an entry that applies; of one that never applied there is nothing to end.
func (d *Desk) end(ctx context.Context, tx pg.Tx, who access.Actor, r *kept, to record.State, on workday.Date, document string) error {
	if Status(r.Status) != Applied {
		return nil
	}
	_, err := d.records.Rule(ctx, tx, who, r.EntryID, []record.Ruling{{EntityID: r.EntityID, ID: r.RecordID, State: to, On: on, Document: document, Authority: r.Body.Authority}})
	return err
}

var idText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// entryID folds province and id at the origin into one of ours.
func entryID(province, origin string) string {
	sum := sha256.Sum256([]byte(province + "\x1f" + origin))
	return "HR-" + province[:2] + "-" + idText.EncodeToString(sum[:10])
}

var (
	errSeal = fault.New(fault.Invalid, "mutual.seal", "签名不成立，或签名密钥未经两名管理员登记；未采用任何条目。请向来源省核对后重新获取。",
		"The seal does not hold, or its key was not registered by two officers; nothing was taken. Ask the province and fetch it again.").At("signature")
	errPage = fault.New(fault.Invalid, "mutual.page", "内容不符合互认交换格式（未知字段、过多条目或时间在将来）；请对照接口说明。",
		"The page does not have the form of the exchange (an unknown field, too many entries, or a time to come); see the API description.").At("payload")
	errProvince = fault.New(fault.Conflict, "mutual.province", "该省今日不在互认范围内，或密钥属于另一省；未采用任何条目。请核对互认清单。",
		"The province is not recognised today, or the key is of another; nothing was taken. See the list of recognised provinces.").At("payload")
	errThere = fault.New(fault.Conflict, "mutual.there", "同一文书的条目已在本省终止，不再采用；请向来源省核对文书号。",
		"An entry of this document has ended here and is not taken again; compare the number with the province.")
)
