package draw

import "strings"

// Vector is a worked example, in the form of docs/draw-vectors.json: what goes in, and what comes out.
type Vector struct {
	What        string   `json:"what,omitempty"`
	Setup       string   `json:"setup"`
	Roster      []string `json:"roster"`
	Inspectors  []string `json:"inspectors"`
	Root        Hash     `json:"root"`
	Shares      []Hash   `json:"shares"`
	SetupHash   Hash     `json:"setup_hash"`
	RosterHash  Hash     `json:"roster_hash"`
	Commitments []Hash   `json:"commitments"`
	Seed        Hash     `json:"seed"`
	Lines       []string `json:"result"`
	Result      Hash     `json:"result_hash"`
}

// Drawing reads what goes into an example.
func (v Vector) Drawing() (d Drawing, err error) {
	if d.Setup, err = ParseSetup(v.Setup); err != nil {
		return d, err
	}
	if d.Pool, err = ParsePool(unlines(v.Inspectors)); err != nil {
		return d, err
	}
	place := map[string]uint8{}
	var names []string
	for i, s := range d.Setup.Strata {
		place[s.Name] = uint8(i)
		names = append(names, s.Name)
	}
	entities := make([]Entity, len(v.Roster))
	for i, line := range v.Roster {
		if entities[i], err = readEntity([]byte(line+"\n"), place); err != nil {
			return d, err
		}
	}
	if d.Roster, err = NewRoster(names, entities); err != nil {
		return d, err
	}
	d.Root, d.Shares = v.Root, v.Shares
	if d.Roster.Hash() != d.Setup.Roster {
		return d, errHashOf
	}
	return d, d.Fits()
}

func unlines(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}
