package registry

import (
	"slices"
	"testing"
)

func TestOneSlip(t *testing.T) {
	rows := []struct {
		asked, name string
		want        bool
	}{
		{"椰风贸易", "椰风贸易", true}, {"椰风", "椰风贸易", true}, // the beginning is enough
		{"椰凤贸易", "椰风贸易", true}, {"凤风贸易", "椰风贸易", true}, {"椰风贸昜", "椰风贸易", true},
		{"椰贸易", "椰风贸易", true}, {"风贸易", "椰风贸易", true}, {"椰大风贸易", "椰风贸易", true}, {"椰风贸易大", "椰风贸易", true},
		{"风椰贸易", "椰风贸易", true}, {"椰风易贸", "椰风贸易", true}, {"椰凤贸", "椰风贸易", true},
		{"椰凤货易", "椰风贸易", false}, {"椰风贸易", "椰风", false}, {"甲乙丙", "丁戊己", false}, {"椰风", "", false}, {"贸易椰风", "椰风贸易", false},
	}
	for _, r := range rows {
		if got := within([]rune(r.asked), []rune(r.name)); got != r.want {
			t.Errorf("%s for %s: %v", r.asked, r.name, got)
		}
	}
}

func TestBigrams(t *testing.T) {
	rows := []struct {
		name string
		want []string
	}{
		{"海南海南", []string{"海南", "南海"}}, {"A示𠮷", []string{"A示", "示𠮷"}}, {"海", nil}, {"", nil},
	}
	for _, r := range rows {
		if got := bigrams(r.name); !slices.Equal(got, r.want) {
			t.Errorf("%s: %v, want %v", r.name, got, r.want)
		}
	}
}
