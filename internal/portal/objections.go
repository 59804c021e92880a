package portal

import "xinheng/internal/law"

// objectionView is the guide to objecting: grounds, what happens meanwhile, and within how many days it is answered.
type objectionView struct {
	Grounds  []groundLine
	Outcomes []law.Outcome
	Terms    []term
}

type groundLine struct {
	law.Ground
	Footing footing
}

func objectionGuide(v *visit) (sheet, error) {
	view := objectionView{Outcomes: v.book.Outcomes(), Terms: v.terms("objection.own", "objection.provider", "objection.extend", "objection.review", "objection.reexamine")}
	for _, g := range v.book.Grounds() {
		view.Grounds = append(view.Grounds, groundLine{g, v.footing("ground:"+g.Code, g.Standing, v.today)})
	}
	v.titled(v.T("objecting.title"))
	return sheet{tmpl: "objection", data: view}, nil
}
