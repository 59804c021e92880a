package law_test

import (
	"testing"

	"xinheng/internal/law"
)

// shipped is the law this program carries, loaded once for every test.
func shipped(t testing.TB) *law.Library {
	t.Helper()
	lib, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func TestG1_ShippedLawLoadsWithoutFault(t *testing.T) { shipped(t) }
