package listing

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Routes mounts what opens a case, public entries with their comments, letters, and the trial of rules. Everything else is an act
// of a case.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		o := web.Op{ID: "listing." + id, Method: method, Path: path, Permission: permission, Area: "listing", Summary: summary, Notes: notes, Faults: faults}
		if method == http.MethodPost && id != "try" && id != "moderate" {
			o.Status = http.StatusCreated
		}
		return o
	}
	opening := []string{"listing.subject", "listing.number", "listing.no_list", "listing.list_unfounded", "listing.no_persons", "listing.firm_case", "registry.unknown",
		"caseflow.unknown", "caseflow.field", "caseflow.no_term"}
	web.Add(a, row("open", http.MethodPost, "/v1/listings", access.ListingDraft, "登记线索 · Open a listing or a ban from a clue",
		"Nothing follows from it: a notice, a statement, a decision by another officer and service come before any entry.", opening...), d.serveOpen)
	web.Add(a, row("import", http.MethodPost, "/v1/listings/outside", access.ListingDraft, "登记外部认定 · Take in a decision of a court or another department",
		"With its document and proof of service; a second officer compares and records it.", append([]string{"listing.served_on", "listing.industry", "listing.ban_end", "caseflow.needs"}, opening...)...), d.serveImport)
	web.Add(a, row("entry", http.MethodGet, "/v1/listings/entries/{record}", "", "名单条目 · An entry, as published",
		"Body, document, basis, dates, how it ends, remedies, and what the subject says. Gone once it may no longer be public.", "listing.no_entry", "record.unknown"), d.serveEntry)
	web.Add(a, row("say", http.MethodPost, "/v1/listings/entries/{record}/comments", access.CaseSubmit, "对条目作出说明 · Say something to an entry about one's own firm",
		"Shown beside the entry once somebody has looked for personal data in it.", "listing.no_entry", "listing.text", "listing.agent", "record.unknown"), d.serveSay)
	web.Add(a, row("comments", http.MethodGet, "/v1/listings/entries/{record}/comments", access.Self, "条目的说明 · What was said to an entry",
		"For the firm and for the body that decided.", "listing.no_entry", "record.unknown"), d.serveComments)
	web.Add(a, row("moderate", http.MethodPost, "/v1/listings/entries/{record}/comments/{comment}", access.ListingDraft, "审看说明 · Show a comment, or withhold it",
		"Withheld for personal data and for nothing else.", "listing.no_entry", "listing.no_comment", "record.unknown"), d.serveModerate)
	web.Add(a, row("write", http.MethodPost, "/v1/letters", access.ListingDraft, "拟通报函 · Write to a superior, audit, unit, discipline or personnel",
		"Another officer sends it; the recipient answers in the case, within a term.", "listing.recipient", "listing.subject", "registry.unknown", "caseflow.unknown", "caseflow.field"), d.serveWrite)
	a.AddRaw(row("paper", http.MethodGet, "/v1/listings/cases/{id}/papers/{paper}", access.Self, "办件文书 · A paper of a case",
		"Notice, decision or removal of a listing or a ban, or a letter; ?lang=en in English, ?as=pdf as PDF. The subject reads what was served.",
		"listing.no_document", "caseflow.unknown", "paper.missing_value", "paper.no_font"), nil, nil, d.servePaper)
	web.Add(a, row("lists", http.MethodGet, "/v1/listings/lists", "", "名单定义及其缺项 · Definitions of lists, and what each lacks",
		"On a day, today by default. A list that lacks anything may not be used."), d.serveLists)
	web.Add(a, row("try", http.MethodPost, "/v1/rules/try", access.RuleTest, "规则试算 · Try the rules on a case",
		"Severity and proportionality by the law of a day, with every rule that was looked at. Nothing is kept.", "listing.conduct", "listing.no_list", "listing.trial_empty"), d.serveTry)
}

type (
	openIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Clueing
	}
	importIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Importing
	}
	recordIn struct {
		Record string `path:"record" maxLength:"64"`
	}
	sayIn struct {
		Record string `path:"record" maxLength:"64"`
		Body   struct {
			Text string `json:"text" maxLength:"1000"`
		}
	}
	moderateIn struct {
		Record  string `path:"record" maxLength:"64"`
		Comment string `path:"comment" maxLength:"64"`
		Body    struct {
			Personal bool `json:"personal_data" doc:"it holds personal data, and is withheld for that"`
		}
	}
	writeIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Writing
	}
	tryIn   struct{ Body Trial }
	listsIn struct {
		On string `query:"on" format:"date"`
	}
	listsOut struct {
		On    workday.Date `json:"on"`
		Law   string       `json:"law_edition"`
		Items []Defined    `json:"items"`
	}
	// Opened is a case that was opened.
	Opened struct {
		Case    string         `json:"case"`
		State   caseflow.State `json:"state"`
		Version int32          `json:"version"`
		DueOn   workday.Date   `json:"due_on"`
	}
	none     struct{}
	entryOut struct {
		CacheControl string `header:"Cache-Control"`
		Robots       string `header:"X-Robots-Tag"`
		Body         Entry
	}
)

func opened(c *caseflow.Case, err error) (*web.Answer[Opened], error) {
	if err != nil {
		return nil, err
	}
	return &web.Answer[Opened]{Body: Opened{c.ID, c.State, c.Version, c.DueOn}}, nil
}

func (d *Desk) serveOpen(ctx context.Context, in *openIn) (*web.Answer[Opened], error) {
	who, _ := access.From(ctx)
	return opened(d.Open(ctx, who, in.Body, in.Key))
}

func (d *Desk) serveImport(ctx context.Context, in *importIn) (*web.Answer[Opened], error) {
	who, _ := access.From(ctx)
	return opened(d.Import(ctx, who, in.Body, in.Key))
}

func (d *Desk) serveEntry(ctx context.Context, in *recordIn) (*entryOut, error) {
	e, err := d.Public(ctx, in.Record)
	if err != nil {
		return nil, err
	}
	out := &entryOut{CacheControl: "no-store", Body: e}
	if e.Person {
		out.Robots = "noindex, noarchive"
	}
	return out, nil
}

func (d *Desk) serveSay(ctx context.Context, in *sayIn) (*web.Answer[Comment], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Say(ctx, who, in.Record, in.Body.Text))
}

func (d *Desk) serveComments(ctx context.Context, in *recordIn) (*web.Answer[[]Comment], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Comments(ctx, who, in.Record))
}

func (d *Desk) serveModerate(ctx context.Context, in *moderateIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.Moderate(ctx, who, in.Record, in.Comment, in.Body.Personal)
}

func (d *Desk) serveWrite(ctx context.Context, in *writeIn) (*web.Answer[Opened], error) {
	who, _ := access.From(ctx)
	return opened(d.Write(ctx, who, in.Body, in.Key))
}

func (d *Desk) serveLists(_ context.Context, in *listsIn) (*web.Answer[listsOut], error) {
	on := d.today()
	if in.On != "" {
		var err error
		if on, err = workday.Parse(in.On); err != nil {
			return nil, err
		}
	}
	return web.Answered(listsOut{on, d.law.Edition(), Lists(d.law.On(on))}, nil)
}

func (d *Desk) serveTry(_ context.Context, in *tryIn) (*web.Answer[Tried], error) {
	t := in.Body
	if t.Conduct == "" && len(t.Kinds) == 0 && t.Fine == 0 {
		return nil, errTrial
	}
	if t.On == 0 {
		t.On = d.today()
	}
	return web.Answered(Try(d.law, t))
}
