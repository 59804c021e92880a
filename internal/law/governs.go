package law

import (
	"cmp"

	"xinheng/internal/workday"
)

// Pick gives the date that selects the version of a rule. A date that is not known gives way to the decision, then to
// the filing, then to the conduct: a record without the day of the conduct is judged by the law of its decision.
func (g Governs) Pick(conduct, decision, filing workday.Date) workday.Date {
	first := decision
	switch g {
	case Conduct:
		first = conduct
	case Filing:
		first = filing
	}
	return cmp.Or(first, decision, filing, conduct)
}
