package portal

import (
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/repair"
)

// repairView is the guide to credit repair with its calculator (F26-1): one question, answered without signing in.
type repairView struct {
	Free    law.Text2
	Q       string
	Answers []repair.Eligibility
	None    bool   // nothing public was found
	Says    string // why not, and what to do
	Methods []methodLine
	Terms   []term
}

type methodLine struct {
	law.RepairMethod
	Footing footing
}

// term is a number of days of the law with the clause it is from.
type term struct {
	law.Limit
	Footing footing
	Cites   []citation
}

// terms are the limits of the law by their keys; one that is not laid down is not told.
func (v *visit) terms(keys ...string) (out []term) {
	for _, key := range keys {
		if l, ok := v.book.Limit(key); ok {
			out = append(out, term{l, v.footing("limit:"+key, l.Standing, v.today), v.cite(l.Basis, v.today)})
		}
	}
	return out
}

func repairGuide(v *visit) (sheet, error) {
	view := repairView{Free: repair.Free, Q: strings.TrimSpace(v.frame.Query.Get("q")), Terms: v.terms("repair.accept", "repair.decide", "repair.total", "repair.elsewhere")}
	for _, m := range v.book.RepairMethods() {
		view.Methods = append(view.Methods, methodLine{m, v.footing("method:"+m.Code, m.Standing, v.today)})
	}
	v.titled(v.T("repair.title"))
	if view.Q == "" || v.Repairs == nil {
		return sheet{tmpl: "repair", data: view}, nil
	}
	v.frame.NoIndex = true
	answers, err := v.Repairs.Calculate(v.ctx, asked(view.Q))
	f, said := fault.Of(err)
	switch {
	case err != nil && said && f.Kind == fault.Missing:
		view.None, view.Says = true, v.Lang.Say(law.Text2{ZH: f.ZH, EN: f.EN})
	case err != nil:
		return sheet{}, err
	}
	view.Answers, view.None = answers, len(answers) == 0
	if view.None && view.Says == "" {
		view.Says = v.T("repair.none")
	}
	return sheet{tmpl: "repair", data: view}, nil
}

// asked tells a code from the number of a decision by its length alone: numbers of decisions are not of 18 letters and digits.
func asked(q string) repair.Asked {
	if len(q) == 18 && strings.IndexFunc(q, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') }) < 0 {
		return repair.Asked{USCC: strings.ToUpper(q)}
	}
	return repair.Asked{DocumentNo: q}
}

// pledgesView are commitments of repair as they are published since the grant (F04-1).
type pledgesView struct {
	Pledges []repair.Pledge
}

func pledges(v *visit) (sheet, error) {
	view := pledgesView{}
	v.titled(v.T("pledges.title"), v.T("repair.title"), "/repair")
	if v.Repairs == nil {
		return sheet{tmpl: "pledges", data: view}, nil
	}
	var err error
	view.Pledges, err = v.Repairs.Pledges(v.ctx, v.frame.Query.Get("entity"), 0, "")
	return sheet{tmpl: "pledges", data: view}, err
}
