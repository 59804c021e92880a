package objection

import (
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/counter/walked"
)

func TestMain(m *testing.M) {
	walked.Main(m, func() []caseflow.Def { return []caseflow.Def{Flow(), ComplaintFlow()} })
}
