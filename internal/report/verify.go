package report

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
)

// MaxFile is how large a report may be that somebody hands in.
const MaxFile = 4 << 20

// Verdict is what is found of a report that somebody hands in: is it what was issued, by whom, and does it still hold? What is not known
// is said to be not known.
type Verdict struct {
	Media     string     `json:"media" enum:"json,pdf"`
	Number    string     `json:"number"`
	Kind      Kind       `json:"kind,omitempty"`
	Province  string     `json:"province,omitempty"`
	Name      law.Text2  `json:"province_name,omitzero"`
	IssuedAt  time.Time  `json:"issued_at,omitzero"`
	Intact    bool       `json:"intact" doc:"nothing in it was changed since it was sealed"`
	Issued    bool       `json:"issued" doc:"the seal is that of whoever it says issued it"`
	State     State      `json:"state,omitempty" enum:"valid,superseded,withdrawn,unknown"`
	Why       string     `json:"why,omitempty"`
	Algorithm string     `json:"algorithm"`
	KeyID     string     `json:"key_id"`
	Digest    string     `json:"sm3"`
	AsOf      *time.Time `json:"status_as_of,omitempty" doc:"of another province: how recent its list of status is"`
	Grade     *Mapped    `json:"grade,omitempty" doc:"of another province: its grade and how it reads here"`
	Subject   string     `json:"subject,omitempty" doc:"of a JSON file: the name in it"`
}

// Mapped is a grade of another province in the national notation. Nothing follows from it here (G2).
type Mapped struct {
	Theirs  string `json:"theirs"`
	Ours    string `json:"ours,omitempty" doc:"empty: the table has none"`
	Assumed bool   `json:"assumed" doc:"the table was not read in any agreement"`
}

// Unknown is the state of a report whose issuer's list is missing or too old.
const Unknown State = "unknown"

// Genuine says whether the file is a report of whoever it says, unchanged.
func (v *Verdict) Genuine() bool { return v.Intact && v.Issued }

// Verify looks at a report that somebody hands in: JSON or PDF, ours or of a recognised province.
func (d *Desk) Verify(ctx context.Context, b []byte) (Verdict, error) {
	if len(b) > MaxFile {
		return Verdict{}, errTooLarge
	}
	if bytes.HasPrefix(b, []byte("%PDF-")) {
		p, err := ReadPages(b)
		if err != nil {
			return Verdict{}, err
		}
		return d.verifyPages(ctx, p)
	}
	f, err := ReadFile(b)
	if err != nil {
		return Verdict{}, err
	}
	v := Inspect(f)
	if f.Province != province {
		return v, d.abroad(ctx, f, &v)
	}
	v.Issued = d.ours(&f.Seal)
	return v, d.stands(ctx, &v)
}

// Inspect is all that a file says by itself. Pure: nobody is asked.
func Inspect(f *File) Verdict {
	v := Verdict{Media: "json", Number: f.Number, Kind: f.Kind, Province: f.Province, IssuedAt: f.IssuedAt, Intact: f.Intact(), Algorithm: f.Seal.Algorithm,
		KeyID: f.Seal.KeyID, Digest: f.Digest.Value, State: Unknown}
	if c, err := f.content(); err == nil && v.Intact {
		v.Subject = c.Subject.Name
	}
	return v
}

// InspectPages is all that printed pages say by themselves.
func InspectPages(p *Pages) Verdict {
	return Verdict{Media: "pdf", Number: p.Number, Intact: p.Intact(), Algorithm: p.Seal.Algorithm, KeyID: p.Seal.KeyID, Digest: p.Digest, State: Unknown}
}

func (d *Desk) verifyPages(ctx context.Context, p *Pages) (Verdict, error) {
	v := InspectPages(p)
	v.Issued, v.Province = d.ours(&p.Seal), province
	return v, d.stands(ctx, &v)
}

// stands adds how a report of ours stands now. A sealed report that is not in our books was not issued, whatever its seal.
func (d *Desk) stands(ctx context.Context, v *Verdict) error {
	r, err := issueByNumber(ctx, d.db, v.Number)
	if errors.Is(err, errUnknown) {
		v.Issued = false
		return nil
	}
	if err != nil {
		return err
	}
	v.Kind, v.IssuedAt = r.Kind, r.IssuedAt
	v.Issued = v.Issued && hex.EncodeToString(r.Digest) == v.Digest
	if v.Genuine() {
		v.State, v.Why = r.on(d.today())
	}
	return nil
}

// abroad adds what is known of a report of another province: whether its key is one two officers approved, how it stands in the newest
// list of status that the province sent, and how its grade reads here (F08-6).
func (d *Desk) abroad(ctx context.Context, f *File, v *Verdict) error {
	rec, ok := d.book().ReportRecognition(f.Province)
	if !ok || d.Mutual == nil {
		return nil
	}
	v.Name = rec.Name
	key, err := d.Mutual.LiveKey(ctx, f.Seal.KeyID)
	switch {
	case fault.KindOf(err) == fault.Missing:
		return nil
	case err != nil:
		return err
	}
	if v.Issued = key.Province == f.Province && bytes.Equal(key.Public, f.Seal.Public); !v.Genuine() {
		return nil
	}
	c, err := f.content()
	if err == nil && c.Grade != nil {
		ours, _ := rec.Grade(c.Grade.Grade)
		v.Grade = &Mapped{c.Grade.Grade, ours, rec.Standing == law.Assumed}
	}
	return d.listed(ctx, f, &rec, v)
}

// listed looks a report up in the newest list its province sent; one that is too old says nothing.
func (d *Desk) listed(ctx context.Context, f *File, rec *law.ReportRecognition, v *Verdict) error {
	l, err := foreignList(ctx, d.db, f.Province, f.Status.List)
	if err != nil || l == nil {
		return err
	}
	hours, err := d.limit(rec.StatusAge, law.Hours)
	if err != nil {
		return err
	}
	v.AsOf = &l.MadeAt
	p, err := l.page()
	if err != nil || d.now().Sub(l.MadeAt) > time.Duration(hours)*time.Hour {
		return nil //nolint:nilerr // a list that cannot be read says nothing: unknown
	}
	if s, ok := p.At(f.Status.Index); ok {
		v.State = s
	}
	return nil
}

// Current says whether the public report of a subject would be the same today as the one with a number: "valid" is about what it shows,
// this is about what has come since.
func (d *Desk) Current(ctx context.Context, number string) (bool, error) {
	r, err := issueByNumber(ctx, d.db, number)
	if err != nil || r.Kind != Public {
		return false, err
	}
	e, err := d.entity(ctx, r.EntityID)
	if err != nil {
		return false, err
	}
	now, err := d.read(ctx, d.db, e)
	if err != nil {
		return false, err
	}
	c := publicContent(now, d.book(), d.today())
	body, err := canonical(&c)
	sum := Digest(body)
	return bytes.Equal(sum[:], r.Digest), err
}

// keptList is a list of status of another province, as it came.
type keptList struct {
	Province  string
	List      string
	MadeAt    time.Time
	Payload   string
	Algorithm string
	KeyID     string
	Signature []byte
	TakenBy   string
	TakenAt   time.Time
}

// page reads a kept list; its seal was verified when it was taken in.
func (l *keptList) page() (*StatusPage, error) {
	return readPage(l.Payload)
}

// TakenList tells what was taken in.
type TakenList struct {
	Province string    `json:"province"`
	List     string    `json:"list"`
	Made     time.Time `json:"made_at"`
	Newer    bool      `json:"newer" doc:"false: a newer one was there already"`
}

// TakeList takes in a list of status of a recognised province: sealed by a key that two officers approved, never older than what is there.
func (d *Desk) TakeList(ctx context.Context, actor string, l StatusList) (TakenList, error) {
	p, err := l.page()
	if err != nil {
		return TakenList{}, err
	}
	if _, ok := d.book().ReportRecognition(p.Province); !ok || d.Mutual == nil {
		return TakenList{}, errNotRecognised
	}
	key, err := d.Mutual.LiveKey(ctx, l.Seal.KeyID)
	if fault.KindOf(err) == fault.Missing || err == nil && (key.Province != p.Province || !bytes.Equal(key.Public, l.Seal.Public)) {
		return TakenList{}, errNotRecognised
	}
	if err != nil {
		return TakenList{}, err
	}
	if p.Made.After(d.now().Add(time.Hour)) {
		return TakenList{}, errBadList
	}
	out := TakenList{Province: p.Province, List: p.List, Made: p.Made}
	kept := keptList{p.Province, p.List, p.Made.UTC().Truncate(time.Microsecond), l.Payload, l.Seal.Algorithm, l.Seal.KeyID, l.Seal.Signature, actor, d.instant()}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if out.Newer, err = putForeignList(ctx, tx, kept); err != nil || !out.Newer {
			return err
		}
		return d.act(ctx, tx, actor, "report.list_taken", p.Province, map[string]string{"list": p.List})
	})
	return out, err
}

var (
	errTooLarge      = fault.New(fault.TooLarge, "report.too_large", "文件过大，不是本平台的信用报告；请上传下载时得到的原件。", "The file is too large to be a report; hand in the file as it was downloaded.").At("file")
	errNotRecognised = fault.New(fault.Forbidden, "report.not_recognised", "来源省未列入报告互认，或者签名密钥未经两人核准；请先在互认密钥中登记并核准。",
		"The province is not recognised for reports, or its key was not approved by two officers; register and approve the key first.")
)
