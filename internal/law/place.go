package law

import "strings"

// places are the tables that have no dates: industries, registrars, and what old region codes meant.
type places struct {
	industries table[Industry]
	registrars table[Registrar]
	old        table[OldRegion]
}

func newPlaces(entries []*entry) (p places) {
	for _, e := range entries {
		switch v := e.rule.(type) {
		case *Industry:
			p.industries.add(v.Code, v)
		case *Registrar:
			p.registrars.add(v.Code, v)
		case *OldRegion:
			p.old.add(v.InUSCC, v)
		}
	}
	return p
}

func (b *Book) Industries() []Industry                { return b.lib.places.industries.all }
func (b *Book) Industry(code string) (Industry, bool) { return b.lib.places.industries.find(code) }

// Registrar says what the first two characters of a USCC mean; an unknown pair is a reason to warn, never to refuse.
func (b *Book) Registrar(pair string) (Registrar, bool) { return b.lib.places.registrars.find(pair) }

// RegionOfUSCC gives the real division behind digits 3–8 of a Hainan USCC. They name the registrar of the time in
// numbering older than today's, so only the table of old codes is asked, never the current one; what is not in it is
// unknown (derived is false), and the note says why.
func (b *Book) RegionOfUSCC(digits3to8 string) (r Region, derived bool, note string) {
	old, known := b.lib.places.old.find(digits3to8)
	switch {
	case !strings.HasPrefix(digits3to8, "46"):
		return Region{}, false, "登记机关不在海南。 Not registered in Hainan."
	case !known:
		return Region{}, false, "旧代码对照表中没有，须看登记住所。 Not in the table of old codes: see the registered address."
	}
	r, derived = b.regions.find(old.Region)
	return r, derived, old.Note
}
