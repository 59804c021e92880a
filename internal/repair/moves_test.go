package repair

import (
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/counter/walked"
)

func TestMain(m *testing.M) {
	walked.Main(m, func() []caseflow.Def {
		lib, err := counter.Library()
		if err != nil {
			panic(err)
		}
		return []caseflow.Def{Flow(lib), Revocation()}
	})
}
