package rectify

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

const zh, en = paper.ZH, paper.EN

// Papers by the word of their address.
const (
	paperOrder      = "order"
	paperInvitation = "invitation"
	paperMinutes    = "minutes"
)

// digestOf is the SM3 of the words of a document in reading order: what is sealed and what both sides sign. Its look is no part of it.
func digestOf(doc paper.Document) string {
	words, err := json.Marshal([]any{doc.Title, doc.Number, doc.Issuer, doc.To, doc.On.String(), doc.Blocks})
	if err != nil {
		panic(err) // plain data
	}
	sum := seal.Sum(seal.National, words)
	return hex.EncodeToString(sum[:])
}

// keyPurpose names the platform's key for papers and minutes of this area.
const keyPurpose = "rectify"

func (d *Desk) key() seal.Signer { return d.seal.SigningKeyOf(seal.National, keyPurpose) }

// sealed is a paper with the platform's signature over its words.
func (d *Desk) sealed(doc paper.Document, number string) *Sealed {
	s := &Sealed{Issuer: doc.Issuer, On: doc.On, Digest: digestOf(doc), Key: d.key().KeyID()}
	s.Stamp = d.key().Sign(s.message(number))
	return s
}

func (s *Sealed) message(number string) []byte {
	return []byte(strings.Join([]string{"xinheng rectify paper v1", number, s.Issuer, s.On.String(), s.Digest}, "\n"))
}

// genuine says whether a paper has the words that were sealed.
func (d *Desk) genuine(s *Sealed, doc paper.Document, number string) bool {
	return s.Digest == digestOf(doc) && seal.National.Verify(d.key().Public(), s.message(number), s.Stamp)
}

func say(t law.Text2, lang paper.Lang) string {
	if lang == en {
		return t.EN
	}
	return t.ZH
}

func (d *Desk) fill(code string, on workday.Date, lang paper.Lang, v map[string]string, x paper.Extra) (paper.Document, error) {
	t, ok := d.law.On(on).Template(code)
	if !ok {
		return paper.Document{}, errNoPaper
	}
	for name := range v {
		if v[name] == "" {
			delete(v, name)
		}
	}
	x.On = on
	return paper.Fill(t, lang, paper.Values{Text: v}, x)
}

// orderPaper is the order in words, as of the day it was issued.
func (d *Desk) orderPaper(c *caseflow.Case, x *order, issuer string, on workday.Date, lang paper.Lang) (paper.Document, error) {
	o, n := x.Ordered, strconv.Itoa(x.Ordered.Days)
	most, err := d.limit(extensionLimit, on)
	if err != nil {
		return paper.Document{}, err
	}
	longer := strconv.FormatInt(most.N, 10)
	return d.fill("rectify.order", on, lang, map[string]string{
		"subject": x.Subject.Name, "subject_code": x.Subject.Code, "facts": o.Facts, "demands": o.Demands, "remedy": o.Remedy, "basis": say(d.law.On(on).Cite(o.Basis), lang),
		"term": say(law.Text2{ZH: "自送达之日起 " + n + " 个工作日", EN: n + " working days from service"}, lang),
		"extend": say(law.Text2{ZH: "确有困难的，可以在期满前申请延期一次，最长 " + longer + " 个工作日；等待答复的日子不计入整改期限。",
			EN: "If it cannot be done in time you may ask once, before the term ends, for up to " + longer + " working days more; days of waiting for the answer do not count."}, lang),
	}, paper.Extra{Number: c.ID, Issuer: issuer, To: x.Subject.Name})
}

var sorts = map[Sort]law.Text2{Reminding: {ZH: "提示约谈", EN: "reminding talk"}, Warning: {ZH: "警示约谈", EN: "warning talk"}}

func (d *Desk) invitationPaper(c *caseflow.Case, x *talk, issuer string, on workday.Date, lang paper.Lang) (paper.Document, error) {
	return d.fill("talk.invitation", on, lang, map[string]string{"subject": x.Subject.Name, "kind": say(sorts[x.Kind], lang), "order": x.Order, "topic": x.Topic,
		"basis": say(d.law.On(on).Cite(policy), lang), "held": x.On.String(), "place": x.Place}, paper.Extra{Number: c.ID, Issuer: issuer, To: x.Subject.Name})
}

func (d *Desk) minutesPaper(c *caseflow.Case, x *talk, lang paper.Lang) (paper.Document, error) {
	m := x.Minutes
	return d.fill("talk.minutes", m.HeldOn, lang, map[string]string{"subject": x.Subject.Name, "kind": say(sorts[x.Kind], lang), "order": x.Order, "topic": x.Topic,
		"held": m.HeldOn.String(), "place": m.Place, "present": m.Present, "minutes": m.Text, "undertaking": m.Undertaking},
		paper.Extra{Number: c.ID, Issuer: m.Issuer, To: x.Subject.Name})
}

// Paper writes a document of a case for whoever may see it. The subject reads what was served on it, and the minutes.
func (d *Desk) Paper(ctx context.Context, who access.Actor, id, kind string, lang paper.Lang) (paper.Document, error) {
	c, err := d.cases.Seen(ctx, d.db, who, id)
	if err != nil {
		return paper.Document{}, err
	}
	switch {
	case c.Kind == Kind && kind == paperOrder:
		x, err := orderOf(c)
		if err != nil || x.Issued == nil || who.Firm != "" && x.Service == nil {
			return paper.Document{}, orNoPaper(err)
		}
		return d.orderPaper(c, x, x.Issued.Issuer, x.Issued.On, lang)
	case c.Kind == TalkKind:
		x, err := talkOf(c)
		if err != nil {
			return paper.Document{}, err
		}
		switch {
		case kind == paperInvitation && x.Invitation != nil:
			return d.invitationPaper(c, x, x.Invitation.Issuer, x.Invitation.On, lang)
		case kind == paperMinutes && x.Minutes != nil:
			return d.minutesPaper(c, x, lang)
		}
	}
	return paper.Document{}, errNoPaper
}

func orNoPaper(err error) error {
	if err != nil {
		return err
	}
	return errNoPaper
}

// servePaper writes a paper as a page for reading and printing, or as PDF: the same document either way.
func (d *Desk) servePaper(w http.ResponseWriter, r *http.Request) error {
	who, _ := access.From(r.Context())
	doc, err := d.Paper(r.Context(), who, r.PathValue("id"), r.PathValue("paper"), paper.LangOf(r))
	if err != nil {
		return err
	}
	return d.Press.Serve(w, r, doc)
}

var errNoPaper = fault.New(fault.Missing, "rectify.no_paper", "办件还没有这份文书；请从办件页所列的文书中选择。",
	"The case has no such paper yet; choose one of those its page lists.")
