package visit

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Papers of a visit by the word of their address: 检查审批表, 检查通知书, 现场检查记录, 检查结果通知书.
const (
	paperApproval = "approval"
	paperNotice   = "notice"
	paperRecord   = "record"
	paperResult   = "result"
)

// papers are those there are for a reader, in the order of the visit. The firm reads what was served on it, and the record it signs.
func (x *details) papers(firm bool) []string {
	out := []string{}
	add := func(name string, there bool) {
		if there {
			out = append(out, name)
		}
	}
	add(paperApproval, !firm && x.AskedOn != 0)
	add(paperNotice, x.ApprovedOn != 0 && (!firm || x.Notice != nil))
	add(paperRecord, x.Arrival != nil && len(x.Answers) > 0)
	add(paperResult, x.Result != nil && (!firm || x.Result.Served != nil))
	return out
}

// Paper writes a document of a visit for whoever may see the visit.
func (d *Desk) Paper(ctx context.Context, who access.Actor, id, name string, lang paper.Lang) (doc paper.Document, err error) {
	c, err := d.cases.Seen(ctx, d.db, who, id)
	if err != nil {
		return doc, err
	}
	if c.Kind != Kind {
		return doc, errNoPaper
	}
	x, err := detailsOf(c)
	if err != nil {
		return doc, err
	}
	if !slices.Contains(x.papers(who.Firm != ""), name) {
		return doc, errNoPaper
	}
	w := d.writing(c, x, lang, func(org string) string {
		if d.Accounts == nil {
			return ""
		}
		o, err := d.Accounts.Org(ctx, org)
		if err != nil {
			return "" // a body that cannot be found is called by its code
		}
		return o.Name
	})
	switch name {
	case paperApproval:
		return w.approval()
	case paperNotice:
		return w.notice()
	case paperRecord:
		return w.record(true)
	}
	return w.result()
}

// writing is one paper being written.
type writing struct {
	d    *Desk
	c    *caseflow.Case
	x    *details
	lang paper.Lang
	text map[string]string
	rows map[string][][]string
}

// writing begins a paper with what every one of a visit begins with. Bodies are called by their names, if anybody knows them.
func (d *Desk) writing(c *caseflow.Case, x *details, lang paper.Lang, nameOf func(org string) string) *writing {
	w := &writing{d: d, c: c, x: x, lang: lang, text: map[string]string{"subject": x.Firm, "subject_code": c.EntityID, "address": x.Address}, rows: map[string][][]string{}}
	for _, t := range x.Tasks {
		name := nameOf(t.Org)
		if name == "" && t.Org == c.Org {
			name = x.Body
		}
		w.rows["tasks"] = append(w.rows["tasks"], []string{w.say(t.Name), t.Basis, cmp.Or(name, t.Org)})
	}
	for _, i := range x.Inspectors {
		w.rows["team"] = append(w.rows["team"], []string{cmp.Or(i.Name, i.Account), i.Certificate, w.day(i.Until)})
	}
	return w
}

func (w *writing) say(t law.Text2) string {
	if w.lang == paper.EN {
		return t.EN
	}
	return t.ZH
}

func (w *writing) day(on workday.Date) string { return paper.Day(w.lang, on) }

// fill writes on the version of a template that was in force on the day of the paper.
func (w *writing) fill(code string, on workday.Date) (paper.Document, error) {
	t, ok := w.d.law.On(on).Template("visit." + code)
	if !ok {
		return paper.Document{}, errNoPaper
	}
	for name := range w.text {
		if w.text[name] == "" {
			delete(w.text, name)
		}
	}
	return paper.Fill(t, w.lang, paper.Values{Text: w.text, Rows: w.rows}, paper.Extra{Number: w.c.ID, Issuer: w.x.Body, To: w.x.Firm, On: on})
}

func (w *writing) approval() (paper.Document, error) {
	x := w.x
	w.text["cause"], w.text["class"], w.text["mode"], w.text["mode_why"], w.text["approval_no"] = w.say(causes[x.Cause]), x.Class, w.say(modes[x.Mode]), x.ModeWhy, x.ApprovalNo
	if x.Why != "" {
		w.text["cause"] += w.say(law.Text2{ZH: "：", EN: ": "}) + x.Why
	}
	for _, v := range x.Warnings {
		w.rows["warnings"] = append(w.rows["warnings"], []string{v.Key, strconv.FormatInt(v.Most, 10), w.day(v.On)})
	}
	w.text["asked_by"], w.text["asked_on"], w.text["approved_by"], w.text["approved_on"] = x.AskedBy, w.day(x.AskedOn), x.ApprovedBy, w.day(x.ApprovedOn)
	return w.fill(paperApproval, max(x.AskedOn, x.ApprovedOn))
}

func (w *writing) notice() (paper.Document, error) {
	x, book := w.x, w.d.law.On(w.x.ApprovedOn)
	least, _ := book.Limit("inspection.inspectors.min")
	w.text["mode"], w.text["least"] = w.say(modes[x.Mode]), strconv.FormatInt(max(least.N, 1), 10)
	var names []string
	for _, l := range x.lists(book) {
		names = append(names, w.say(l.Name))
	}
	w.text["lists"] = strings.Join(names, w.say(law.Text2{ZH: "、", EN: "; "}))
	if first, last := x.days(); first != 0 {
		w.text["days"] = w.day(first) + " – " + w.day(last)
	}
	return w.fill(paperNotice, x.ApprovedOn)
}

// days are the first and the last day of the tasks; none of a complaint.
func (x *details) days() (first, last workday.Date) {
	for _, t := range x.Tasks {
		if t.FirstOn != 0 && (first == 0 || t.FirstOn > first) { // a joint visit lies within the days of all its tasks
			first = t.FirstOn
		}
		if t.LastOn != 0 && (last == 0 || t.LastOn < last) {
			last = t.LastOn
		}
	}
	return first, last
}

// record writes what was found; signed with who signed it. What is signed is the record without signatures.
func (w *writing) record(signed bool) (paper.Document, error) {
	x, book := w.x, w.d.law.On(w.x.Arrival.On)
	w.text["begun"] = x.Arrival.At.In(workday.Shanghai).Format("2006-01-02 15:04")
	if x.Mode == "on_site" {
		w.text["shown"], w.text["why"] = w.say(slips[x.Arrival.Code]), x.Arrival.Reason
	}
	w.text["remarks"] = x.Remarks
	for _, l := range x.lists(book) {
		for _, i := range l.Items {
			at := slices.IndexFunc(x.Answers, func(a Answer) bool { return a.List == l.Code && a.Item == i.Code })
			if at < 0 {
				continue
			}
			a := x.Answers[at]
			note := a.Note
			if n := len(a.Photos); n > 0 {
				note = strings.TrimSpace(note + w.say(law.Text2{ZH: "（照片 " + itoa(n) + " 张）", EN: " (photographs: " + itoa(n) + ")"}))
			}
			w.rows["answers"] = append(w.rows["answers"], []string{w.say(i.Asks), w.say(book.Cite(i.Cites)), w.say(values[a.Value]), note})
		}
	}
	if signed {
		w.signatures()
	}
	return w.fill(paperRecord, x.Arrival.On)
}

func (w *writing) signatures() {
	x := w.x
	for _, s := range x.Signed {
		w.rows["signed"] = append(w.rows["signed"], []string{w.say(law.Text2{ZH: "检查人员", EN: "Inspector"}), s.Name, w.say(ways["account"]), w.day(s.On)})
	}
	if f := x.Firmly; f != nil {
		w.rows["signed"] = append(w.rows["signed"], []string{w.say(law.Text2{ZH: "检查对象", EN: "Firm"}), f.By, w.say(ways[f.How]), w.day(f.On)})
		w.text["firm_remark"] = f.Remark
	}
	w.text["digest"] = x.Digest
}

func (w *writing) result() (paper.Document, error) {
	r := w.x.Result
	kind, _ := w.d.law.On(r.On).VisitResult(r.Code)
	w.text["begun"], w.text["result"], w.text["summary"] = w.day(w.x.Arrival.On), w.say(kind.Name), r.Summary
	w.text["correct_by"], w.text["publish_by"] = w.day(r.CorrectBy), w.day(r.PublishBy)
	if kind.Adverse {
		w.text["adverse"] = w.say(law.Text2{ZH: "该结果公示后成为你（单位）的信用记录，期满自动终止公示，也可以依法申请信用修复。",
			EN: "Once published this result is a record about you; it ends by itself, and you may ask for its repair."})
	}
	return w.fill(paperResult, r.On)
}

// digestOf is the SM3 of the words of a paper in reading order: what its signers sign. Its look is no part of it.
func digestOf(doc paper.Document) string {
	words, err := json.Marshal([]any{doc.Title, doc.Number, doc.Issuer, doc.On.String(), doc.Blocks})
	if err != nil {
		panic(err) // plain data
	}
	sum := seal.Sum(seal.National, words)
	return hex.EncodeToString(sum[:])
}

// digest is that of the record as it stands, in Chinese and without signatures.
func (d *Desk) digest(c *caseflow.Case, x *details) (string, error) {
	doc, err := d.writing(c, x, paper.ZH, func(string) string { return "" }).record(false)
	return digestOf(doc), err
}

func (d *Desk) servePaper(w http.ResponseWriter, r *http.Request) error {
	who, _ := access.From(r.Context())
	doc, err := d.Paper(r.Context(), who, r.PathValue("id"), r.PathValue("paper"), paper.LangOf(r))
	if err != nil {
		return err
	}
	return d.Press.Serve(w, r, doc)
}

// Words of papers that are no rule: how a visit came about, how it was made, which code was shown, what was answered and how it was signed.
var (
	causes = map[string]law.Text2{"draw": {ZH: "随机抽取", EN: "random draw"}, "case": {ZH: "个案", EN: "complaint or transfer"}, "event": {ZH: "非现场监管事件", EN: "event seen from afar"}}
	modes  = map[string]law.Text2{"on_site": {ZH: "入企", EN: "on site"}, "remote": {ZH: "远程", EN: "from afar"}, "written": {ZH: "书面", EN: "in writing"}}
	slips  = map[string]law.Text2{"firm_code": {ZH: "扫企业码", EN: "the firm's code"}, "officer_code": {ZH: "企业扫检查人员码", EN: "the officer's code"},
		"no_code": {ZH: "无码（已标注）", EN: "no code (flagged)"}, "wrong_code": {ZH: "码不符（已标注）", EN: "a wrong code (flagged)"}}
	values = map[string]law.Text2{"ok": {ZH: "符合", EN: "in order"}, "not": {ZH: "不符合", EN: "not in order"}, "na": {ZH: "不涉及", EN: "does not apply"}}
	ways   = map[string]law.Text2{"account": {ZH: "以账号签署", EN: "signed from the account"}, "on_site": {ZH: "现场签字", EN: "signed on site"},
		"refused": {ZH: "拒签", EN: "refused to sign"}}
)
