package listing

import (
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/counter/walked"
)

func TestMain(m *testing.M) { walked.Main(m, tables) }

func tables() []caseflow.Def {
	lib, err := counter.Library()
	if err != nil {
		panic(err)
	}
	return []caseflow.Def{Flow(lib, Kind), Flow(lib, BanKind), Letters()}
}
