package draw

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Setup is everything that is fixed before a seed can exist. Its hash stands on the ledger before the first commitment.
type Setup struct {
	Draw       string    `json:"draw"`
	Matter     string    `json:"matter" doc:"item of the inspection list"`
	On         string    `json:"on" doc:"civil date whose law gave the ratios"`
	Law        string    `json:"law" doc:"edition of the rules"`
	Roster     Hash      `json:"roster"`
	Strata     []Stratum `json:"strata" doc:"sorted by name"`
	Pool       Hash      `json:"pool" doc:"of the text of inspectors"`
	Inspectors int64     `json:"inspectors"`
	Team       int64     `json:"team" doc:"inspectors sent together"`
	Parties    []string  `json:"parties" doc:"sorted: who gives a share"`
}

const setupHead = "xinheng draw setup v1\n"

// Text is the canonical text.
func (s Setup) Text() string {
	var b strings.Builder
	b.WriteString(setupHead)
	fmt.Fprintf(&b, "draw %s\nmatter %s\non %s\nlaw %s\nroster %s\n", s.Draw, s.Matter, s.On, s.Law, s.Roster)
	for _, x := range s.Strata {
		fmt.Fprintf(&b, "stratum %s %d %d %d %s\n", x.Name, x.Count, x.PPM, x.Quota, x.Key)
	}
	fmt.Fprintf(&b, "inspectors %s %d %d\n", s.Pool, s.Inspectors, s.Team)
	for _, p := range s.Parties {
		fmt.Fprintf(&b, "party %s\n", p)
	}
	return b.String()
}

// Hash is the SHA-256 of the canonical text.
func (s Setup) Hash() Hash { return sha256.Sum256([]byte(s.Text())) }

// FewestParties: with one party there would be nobody to keep it honest.
const FewestParties = 2

// most keeps every product of a count and a ratio below 2^53, so that no language needs more than its ordinary numbers.
const most = 1 << 32

// Check refuses a setup that no draw can be made of.
func (s Setup) Check() error {
	words := append([]string{s.Draw, s.Matter, s.On}, s.Parties...)
	for i, x := range s.Strata {
		words = append(words, x.Name, x.Key)
		if x.Count < 0 || x.Count > most || x.PPM < 0 || x.PPM > Million || i > 0 && s.Strata[i-1].Name >= x.Name {
			return errSetup
		}
	}
	if slices.ContainsFunc(words, notWord) || !isEdition(s.Law) ||
		len(s.Strata) == 0 || len(s.Strata) > MostStrata || s.Team < 1 || s.Team > 16 || s.Inspectors < 0 {
		return errSetup
	}
	if len(s.Parties) < FewestParties || !ascending(s.Parties) {
		return errParties
	}
	if !slices.Equal(Quotas(s.Strata), s.Strata) {
		return errQuota
	}
	return nil
}

func isEdition(s string) bool {
	return s != "" && len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}

// ParseSetup reads a canonical text, and only such a text.
func ParseSetup(text string) (s Setup, err error) {
	body, ok := strings.CutPrefix(text, setupHead)
	if !ok {
		return s, errSetup
	}
	for line := range strings.Lines(body) {
		if err := s.line(strings.Split(strings.TrimSuffix(line, "\n"), " ")); err != nil {
			return Setup{}, err
		}
	}
	if s.Text() != text {
		return Setup{}, errSetup
	}
	return s, s.Check()
}

func (s *Setup) line(f []string) (err error) {
	switch {
	case len(f) == 6 && f[0] == "stratum":
		s.Strata = append(s.Strata, Stratum{Name: f[1], Count: number(f[2]), PPM: number(f[3]), Quota: number(f[4]), Key: f[5]})
	case len(f) == 4 && f[0] == "inspectors":
		s.Pool, err = ParseHash(f[1])
		s.Inspectors, s.Team = number(f[2]), number(f[3])
	case len(f) == 2 && f[0] == "party":
		s.Parties = append(s.Parties, f[1])
	case len(f) == 2 && f[0] == "roster":
		s.Roster, err = ParseHash(f[1])
	case len(f) == 2:
		one, known := map[string]*string{"draw": &s.Draw, "matter": &s.Matter, "on": &s.On, "law": &s.Law}[f[0]]
		if !known {
			return errSetup
		}
		*one = f[1]
	default:
		return errSetup
	}
	if err != nil {
		return errSetup
	}
	return nil
}

// number reads a count; what is none becomes -1, which no setup may hold.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return -1
	}
	return n
}
