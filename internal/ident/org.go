package ident

import "fmt"

var orgWeights = [8]int{3, 7, 9, 10, 5, 8, 4, 2}

// ParseOrgCode checks an organisation code (GB 11714), with or without hyphen, and returns it without.
func ParseOrgCode(s string) (string, error) {
	if missing(s) {
		return "", ErrMissing
	}
	var buf [longest]byte
	code := string(foldCode(&buf, s))
	if len(code) != 9 {
		return "", errOrgForm
	}
	for i := range 9 {
		if orgValue(code[i]) < 0 {
			return "", errOrgForm
		}
	}
	if uniform(code[:8]) {
		return "", ErrPlaceholder
	}
	if orgCheck(code[:8]) != code[8] {
		return "", errOrgCheck
	}
	return code, nil
}

// orgCheck is the check character of eight characters 0–9 A–Z.
func orgCheck(body string) byte {
	sum := 0
	for i, w := range orgWeights {
		sum += orgValue(body[i]) * w
	}
	return "0X987654321"[sum%11]
}

func orgValue(b byte) int {
	switch {
	case '0' <= b && b <= '9':
		return int(b - '0')
	case 'A' <= b && b <= 'Z':
		return int(b-'A') + 10
	}
	return -1
}

// MakeOrgCode completes eight characters 0–9 A–Z with their check character, for seeds and tests.
func MakeOrgCode(body8 string) string {
	if len(body8) != 8 {
		panic(fmt.Sprintf("ident.MakeOrgCode(%q): want 8 characters", body8))
	}
	return body8 + string(orgCheck(body8))
}

// ParseRegNo checks an old business registration number (15 digits with check, or 13).
func ParseRegNo(s string) (string, error) {
	if missing(s) {
		return "", ErrMissing
	}
	var buf [longest]byte
	no := string(foldCode(&buf, s))
	switch {
	case len(no) != 15 && len(no) != 13, !digitsOnly(no):
		return "", errRegForm
	case uniform(no):
		return "", ErrPlaceholder
	case len(no) == 15 && regCheck(no[:14]) != no[14]:
		return "", errRegCheck
	}
	return no, nil
}

// regCheck is ISO 7064 MOD 11,10 over the first 14 digits.
func regCheck(body string) byte {
	p := 10
	for i := range len(body) {
		s := (p + int(body[i]-'0')) % 10
		if s == 0 {
			s = 10
		}
		p = s * 2 % 11
	}
	return '0' + byte((11-p)%10)
}
