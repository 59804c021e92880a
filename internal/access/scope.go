package access

import (
	"slices"
	"strings"
)

// RegionPrefix is what the codes of a region and of everything in it begin with: 46 for the province, 4601 for a city,
// 469001 for a county that has no districts.
func RegionPrefix(code string) string {
	switch {
	case strings.HasSuffix(code, "0000"):
		return code[:len(code)-4]
	case strings.HasSuffix(code, "00"):
		return code[:len(code)-2]
	}
	return code
}

// InScope says whether data of a body in a region is an actor's to see. Where it is not, the answer is the one for data
// that does not exist (S10: 404, never 403).
func InScope(a Actor, org, region string) bool {
	if a.Kind == KindCLI || org != "" && org == a.Org {
		return true
	}
	return region != "" && slices.ContainsFunc(a.Regions, func(prefix string) bool { return strings.HasPrefix(region, prefix) })
}
