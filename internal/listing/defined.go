package listing

import (
	"slices"

	"xinheng/internal/law"
)

// Lack is something a definition of a list lacks.
type Lack string

// What a list must say before anybody may be put on it (国办发〔2020〕49号（七）; F14-2).
const (
	NoAuthority  Lack = "authority"  // 认定单位
	NoGrounds    Lack = "grounds"    // 列入情形
	NoRemoval    Lack = "removal"    // 移出条件
	NoRemedies   Lack = "remedies"   // 救济途径
	NoRules      Lack = "rules"      // 管理办法
	NoCatalogue  Lack = "catalogue"  // 措施清单：a list of the province alone has its own
	NoBasis      Lack = "basis"      // 依据
	NoRegulation Lack = "regulation" // 地方性法规：nothing less founds a list of the province
)

// lacks are what a list is not defined without: who decides, whom it is for, how one leaves it, what can be done against it, its
// rules on file, a basis; of the province alone, its catalogue and a local regulation as well.
func lacks(book *law.Book, l law.List) []Lack {
	out := []Lack{}
	unless := func(there bool, what Lack) {
		if !there {
			out = append(out, what)
		}
	}
	onFile := func(code string) bool { _, ok := book.Instrument(code); return ok }
	unless(l.Authority.ZH != "", NoAuthority)
	unless(l.Grounds.ZH != "", NoGrounds)
	unless(l.Removal.ZH != "", NoRemoval)
	unless(l.Remedies.ZH != "", NoRemedies)
	unless(onFile(l.Rules), NoRules)
	unless(len(l.Basis) > 0, NoBasis)
	if l.Scope == "hainan" {
		unless(onFile(l.Catalogue), NoCatalogue)
		unless(slices.ContainsFunc(l.Basis, func(r law.Ref) bool {
			i, ok := book.Instrument(r.Instrument)
			return ok && i.Level == "local_regulation"
		}), NoRegulation)
	}
	return out
}

// whole says whether a list may be used.
func whole(book *law.Book, l law.List) bool { return len(lacks(book, l)) == 0 }

// Defined is a list as its definition stands on a day, and whether it may be used.
type Defined struct {
	law.List
	Cited  []law.Text2 `json:"cited" doc:"its basis in words"`
	Lacks  []Lack      `json:"lacks" enum:"authority,grounds,removal,remedies,rules,catalogue,basis,regulation" doc:"what is missing before anybody may be put on it"`
	Usable bool        `json:"usable" doc:"a list of seriously dishonest subjects that lacks nothing"`
}

// Lists are the definitions of a day.
func Lists(book *law.Book) []Defined {
	out := []Defined{}
	for _, l := range book.Lists() {
		d := Defined{List: l, Cited: []law.Text2{}, Lacks: lacks(book, l)}
		for _, r := range l.Basis {
			d.Cited = append(d.Cited, book.Cite(r))
		}
		d.Usable = l.Kind == "serious" && len(d.Lacks) == 0
		out = append(out, d)
	}
	return out
}
