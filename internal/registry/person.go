package registry

import (
	"encoding/json"

	"xinheng/internal/ident"
	"xinheng/internal/seal"
)

const personPrefix = "p-"

// PersonID is the id of a natural person: a keyed blind index of the identity number. The 15- and 18-character forms of
// one number give one id. Without a number there is no id.
func PersonID(s *seal.Sealer, idCard string) string {
	number, err := ident.ParseIDCard(idCard)
	if err != nil { // a passport or permit: compared as it is written, folded
		number = ident.NormalName(idCard)
	}
	if number == "" {
		return ""
	}
	return personPrefix + s.Blind("person", number)
}

// sealPerson seals a name and identity number to the entity they belong to.
func sealPerson(s *seal.Sealer, entityID, name, number string) []byte {
	plain, _ := json.Marshal([2]string{name, number}) // strings always marshal
	return s.Seal(sealContext(entityID), plain)
}

func sealContext(entityID string) string { return "registry.person " + entityID }
