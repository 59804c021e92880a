package ident

import (
	"fmt"
	"time"
)

var idWeights = []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// ParseIDCard checks a citizen identity number (GB 11643, 18 or old 15 digits) and returns its 18-character form. The
// division in front need not be a current one.
func ParseIDCard(s string) (string, error) {
	if missing(s) {
		return "", ErrMissing
	}
	var buf [longest]byte
	id := string(foldCode(&buf, s))
	switch {
	case id != "" && uniform(id):
		return "", ErrPlaceholder
	case len(id) == 15 && digitsOnly(id):
		id = id[:6] + "19" + id[6:] // the old form was given up before anyone born in 2000 got one
		id += string(idCheck(id))
	case len(id) != 18 || !digitsOnly(id[:17]) || id[17] != 'X' && !digitsOnly(id[17:]):
		return "", errIDForm
	}
	if id[0] == '0' {
		return "", errIDForm
	}
	if !bornOn(id[6:14]) {
		return "", errIDDate
	}
	if idCheck(id) != id[17] {
		return "", errIDCheck
	}
	return id, nil
}

func bornOn(yyyymmdd string) bool {
	d, err := time.Parse("20060102", yyyymmdd)
	return err == nil && d.Year() >= 1800 && d.Year() < 2100
}

func idCheck(id string) byte { return "10X98765432"[weighted(id, idWeights)%11] }

// MakeIDCard completes 17 digits with their check character, for seeds and tests.
func MakeIDCard(first17 string) string {
	if len(first17) != 17 || !digitsOnly(first17) {
		panic(fmt.Sprintf("ident.MakeIDCard: want 17 digits, got %d characters", len(first17)))
	}
	return first17 + string(idCheck(first17))
}
