package mutual

import (
	"context"
	"encoding/json"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/record"
	"xinheng/internal/seal"
)

// suites are the algorithms of seals by their names on the wire.
var suites = map[string]string{"Ed25519": "international", "SM2": "national"}

var algorithms = map[string]string{"international": "Ed25519", "national": "SM2"}

// message is what a seal is over.
func message(payload string) []byte { return []byte(Format + "\n" + payload) }

func verifies(algorithm string, public, msg, signature []byte) bool {
	s, ok := seal.SuiteNamed(suites[algorithm])
	return ok && s.Verify(public, msg, signature)
}

// Key is the public key our feed is sealed with.
type Key struct {
	Algorithm string `json:"algorithm" enum:"Ed25519,SM2"`
	KeyID     string `json:"key_id"`
	Public    []byte `json:"public" doc:"base64"`
	Over      string `json:"signed_text" doc:"what a signature is over"`
}

// Key tells ours.
func (d *Desk) Key() Key {
	return Key{algorithms[d.suite.Name()], d.signer.KeyID(), d.signer.Public(), Format + ", line feed, payload"}
}

const (
	province = "460000"
	listItem = "list_entry"
	feedPage = 200
)

// Own is a page of our own public entries of a list of seriously dishonest subjects, sealed: determined by bodies of this province,
// public today, no natural persons.
func (d *Desk) Own(ctx context.Context, list, after string) (Feed, error) {
	today := d.today()
	l, ok := d.law.On(today).List(list)
	if !ok || l.Kind != "serious" {
		return Feed{}, fault.New(fault.Missing, "mutual.no_list", "没有这份严重失信主体名单；请从名单目录中选择。", "There is no such list of seriously dishonest subjects; choose one of the catalogue.").At("list")
	}
	records, next, err := record.Listed(ctx, d.db, record.Filter{Item: listItem, List: list, After: after, Limit: feedPage}, today)
	if err != nil {
		return Feed{}, err
	}
	page := Page{Province: province, Made: d.instant(), List: list, Entries: []Entry{}, Next: next}
	for i := range records {
		r := &records[i]
		if r.Person || len(r.AuthorityID) < 4 || r.AuthorityID[2:4] != province[:2] {
			continue
		}
		e := entryFrom(r, l.Name.ZH, l.Remedies.ZH)
		for _, code := range strings.Split(r.Content["XH_CSDM"], "、") {
			if m, ok := d.law.On(today).Measure(code); ok {
				e.Measures = append(e.Measures, m.Name.ZH)
			}
		}
		if d.Noticed != nil {
			if e.NoticeOn, err = d.Noticed(ctx, r.EntityID, r.ID); err != nil {
				return Feed{}, err
			}
		}
		page.Entries = append(page.Entries, e)
	}
	return d.sealed(page)
}

func entryFrom(r *record.Record, list, remedies string) Entry {
	return Entry{ID: r.ID, Subject: r.EntityID, Name: r.Subject, List: list, Kind: "serious", Authority: r.Authority, AuthorityCode: r.AuthorityID,
		DocumentNo: r.DocumentNo, Basis: r.Basis, Reason: r.Content["LRMDSY"], DecidedOn: r.DecidedOn, ServedOn: r.ServedOn, Remedies: remedies,
		Until: r.PublicUntil, State: Effective}
}

// sealed signs a page exactly as it is sent.
func (d *Desk) sealed(p Page) (Feed, error) {
	text, err := json.Marshal(p)
	k := d.Key()
	return Feed{Format, string(text), k.Algorithm, k.KeyID, d.signer.Sign(message(string(text)))}, err
}
