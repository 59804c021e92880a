package seed

import (
	"fmt"
	"math/rand/v2"

	"xinheng/internal/ident"
	"xinheng/internal/workday"
)

// Firm is an invented market entity; everything about it follows from its number.
type Firm struct {
	N                 int
	USCC, Name        string
	Former            string
	Kind, Status      string
	Place             place
	Trade             trade
	EstablishedOn     workday.Date
	Address, LegalRep string
	LegalRepID        string
	Parent            string
}

// salt separates the streams of random choices, so that adding a kind of record does not move the others.
type salt uint64

const (
	saltFirm salt = iota + 1
	saltLicence
	saltPenalty
	saltList
	saltRating
	saltHonour
	saltAbnormal
	saltPledge
	saltContract
	saltFlaw
	saltNational
)

func stream(n int, s salt) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(n)*0x9e3779b97f4a7c15+1, uint64(s)*0xbf58476d1ce4e5b9)) //nolint:gosec // invention, not secrecy
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// between draws a date in [a, b].
func between(r *rand.Rand, a, b workday.Date) workday.Date {
	if b <= a {
		return a
	}
	return a + workday.Date(r.IntN(int(b-a)+1))
}

var entityKinds = []struct {
	kind   string
	prefix string // first two characters of the code
	weight int
}{{"enterprise", "91", 56}, {"household", "92", 36}, {"cooperative", "93", 5}, {"social", "51", 2}, {"institution", "12", 1}}

// firm invents the n-th market entity of the province.
func firm(n int) Firm {
	r := stream(n, saltFirm)
	f := Firm{N: n, Place: weighted(r, places, func(p place) int { return p.weight }), Status: "registered"}
	k := weighted(r, entityKinds, func(k struct {
		kind   string
		prefix string
		weight int
	}) int {
		return k.weight
	})
	f.Kind, f.Trade = k.kind, pick(r, trades)
	f.USCC = code(k.prefix, f.Place.inUSCC, n)
	brand := string(pick(r, firstSyllables)) + string(pick(r, secondSyllables))
	f.Name = f.Place.name + brand + "示例" + f.Trade.name + pick(r, forms[f.Kind])
	if n%97 == 0 {
		f.Former = f.Place.name + string(pick(r, firstSyllables)) + string(pick(r, secondSyllables)) + "示例" + f.Trade.name + pick(r, forms[f.Kind])
	}
	if n%41 == 0 {
		f.Status = "cancelled"
	} else if n%67 == 0 {
		f.Status = "revoked"
	}
	f.EstablishedOn = between(r, workday.New(2003, 1, 1), dawn.AddDays(-1))
	f.Address = fmt.Sprintf("%s示例大道%d号", f.Place.city, 1+r.IntN(900))
	f.LegalRep = string(pick(r, surnames)) + pick(r, givenNames)
	f.LegalRepID = ident.MakeIDCard(fmt.Sprintf("%s19%02d%02d%02d%03d", "460000", 55+r.IntN(40), 1+r.IntN(12), 1+r.IntN(28), r.IntN(1000)))
	return f
}

func weighted[T any](r *rand.Rand, from []T, weight func(T) int) T {
	total := 0
	for _, x := range from {
		total += weight(x)
	}
	at := r.IntN(total)
	for _, x := range from {
		if at -= weight(x); at < 0 {
			return x
		}
	}
	return from[len(from)-1]
}

const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// code makes a valid unified code whose body no registrar issues: XY and six characters that count, with the body's own
// check character in the ninth place.
func code(prefix, region string, n int) string {
	body := []byte("XY000000")
	for i, v := 7, n; i >= 2; i, v = i-1, v/31 {
		body[i] = alphabet[v%31]
	}
	return string(ident.MakeUSCC(prefix + region + string(body) + string(orgCheck(body))))
}

// orgCheck is the GB 11714 check character of an eight-character body.
func orgCheck(body []byte) byte {
	weights := [8]int{3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, c := range body {
		v := int(c - '0')
		if c >= 'A' {
			v = int(c-'A') + 10
		}
		sum += v * weights[i]
	}
	switch c := 11 - sum%11; c {
	case 10:
		return 'X'
	case 11:
		return '0'
	default:
		return byte('0' + c)
	}
}

// Body is a department of the invented province.
type Body struct{ USCC, Name string }

// bureau is the deciding body of a domain in a place.
func bureau(p place, domain string) Body {
	name, ok := bureaus[domain]
	if !ok {
		domain, name = "market", bureaus["market"]
	}
	n := 0
	for i, d := range domainOrder {
		if d == domain {
			n = i
		}
	}
	return Body{code("11", p.inUSCC, 700+n), p.city + "示例" + name}
}

var domainOrder = []string{"food", "drug", "market", "transport", "tourism", "environment", "construction", "safety", "tax", "wage", "real_estate", "customs", "health", "finance"}

// provincial bodies that keep lists, ratings and honours.
func provincial(name string, n int) Body {
	return Body{code("11", "460000", 800+n), "海南省示例" + name}
}

var (
	centre      = provincial("公共信用信息中心", 1)
	taxOffice   = provincial("税务局", 2)
	court       = provincial("高级人民法院", 3)
	labour      = provincial("人力资源和社会保障厅", 4)
	market      = provincial("市场监督管理局", 5)
	customsHall = provincial("海关", 6)
	ecology     = provincial("生态环境厅", 7)
	approval    = provincial("政务服务中心", 8)
	commerce    = provincial("商务厅", 9)
	transport   = provincial("交通运输厅", 10)
	emergency   = provincial("应急管理厅", 11)
	planning    = provincial("发展和改革委员会", 12)
)

// SampleBody is the department that owns the sample API key.
func SampleBody() Body { return approval }
