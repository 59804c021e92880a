package support

import (
	"slices"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// State is how a condition stands. What is not known is never held against anybody (G11).
type State string

const (
	Met     State = "met"
	NotMet  State = "not_met"
	Unknown State = "unknown"
)

// Result is what a policy is to a firm.
type Result string

const (
	Fits   Result = "fits"    // every condition is met
	Lacks  Result = "lacks"   // one is not
	Cannot Result = "unknown" // none is unmet, and of one nothing is known
)

// Facts are what a firm is judged by: no more than the conditions ask for. Their JSON is what the hash of a list is over.
type Facts struct {
	Kind        string       `json:"kind,omitempty"`
	Status      string       `json:"status,omitempty"`
	Region      string       `json:"region,omitempty"`
	Industry    string       `json:"industry,omitempty"`
	Established workday.Date `json:"established,omitempty"`
	Size        string       `json:"size,omitempty"`
	SizeOn      workday.Date `json:"size_on,omitempty"`
	Standing    []Fact       `json:"standing,omitempty"`
}

// Fact is something that stands for or against the firm and that a condition speaks of.
type Fact struct {
	For        string       `json:"for"`  // lists | measures | class
	Code       string       `json:"code"` // of the list, the measure or the evaluation
	Grade      string       `json:"grade,omitempty"`
	Record     string       `json:"record"`
	DocumentNo string       `json:"document_no,omitempty"`
	Authority  string       `json:"authority,omitempty"`
	From       workday.Date `json:"from"`
	Until      workday.Date `json:"until,omitempty"`
}

// judged is a condition with its answer and what decided it.
type judged struct {
	state State
	by    *Fact        // of what stands
	on    workday.Date // of what is registered or stated
}

// judge says of each condition how it stands for a firm on a day. Pure: the same facts, policy and day give the same answer.
func judge(p *law.SupportPolicy, f *Facts, on workday.Date) ([]judged, Result) {
	out, result := make([]judged, len(p.Conditions)), Fits
	for i := range p.Conditions {
		out[i] = one(&p.Conditions[i], f, on)
		switch {
		case out[i].state == NotMet:
			result = Lacks
		case out[i].state == Unknown && result == Fits:
			result = Cannot
		}
	}
	return out, result
}

func one(c *law.SupportCondition, f *Facts, on workday.Date) judged {
	switch c.Fact {
	case "kind":
		return judged{state: among(c.Codes, f.Kind, equal)}
	case "status":
		return judged{state: among(c.Codes, f.Status, equal)}
	case "industry":
		return judged{state: among(c.Codes, f.Industry, strings.HasPrefix)}
	case "region":
		return judged{state: among(c.Codes, f.Region, strings.HasPrefix)}
	case "size":
		return judged{state: among(c.Codes, f.Size, equal), on: f.SizeOn}
	case "age":
		return age(c.Months, f.Established, on)
	case "class":
		return class(c, f)
	}
	return nothing(c, f)
}

func equal(a, b string) bool { return a == b }

func among(codes []string, v string, fits func(v, code string) bool) State {
	switch {
	case v == "":
		return Unknown
	case slices.ContainsFunc(codes, func(code string) bool { return fits(v, code) }):
		return Met
	}
	return NotMet
}

// age: registered so many months ago today or earlier.
func age(months int, established, on workday.Date) judged {
	switch {
	case established == 0:
		return judged{state: Unknown}
	case established.AddMonths(months) <= on:
		return judged{Met, nil, established}
	}
	return judged{NotMet, nil, established}
}

// class: the newest evaluation decides; none is no judgement (G11).
func class(c *law.SupportCondition, f *Facts) judged {
	var newest *Fact
	for i := range f.Standing {
		if x := &f.Standing[i]; x.For == c.Fact && x.Code == c.Item && (newest == nil || x.From > newest.From) {
			newest = x
		}
	}
	if newest == nil {
		return judged{state: Unknown}
	}
	return judged{state: among(c.Codes, newest.Grade, equal), by: newest}
}

// nothing: nothing of what the condition forbids stands.
func nothing(c *law.SupportCondition, f *Facts) judged {
	i := slices.IndexFunc(f.Standing, func(x Fact) bool { return x.For == c.Fact })
	if i < 0 {
		return judged{state: Met}
	}
	return judged{state: NotMet, by: &f.Standing[i]}
}

// states are the answers as one text, for storing and comparing.
func states(p *law.SupportPolicy, all []judged) string {
	parts := make([]string, len(all))
	for i := range all {
		parts[i] = p.Conditions[i].Fact + "=" + string(all[i].state)
	}
	return strings.Join(parts, " ")
}
