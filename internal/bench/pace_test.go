package bench

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// As many requests go out as are asked for, each once, and an answer that came late is late from when its request was due: here the first
// answers wait until the last request has come.
func TestPaceSendsOnWhileAnswersAreLate(t *testing.T) {
	t.Parallel()
	const perSecond, all = 200, 60
	var came atomic.Int64
	last := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if came.Add(1) == all {
			close(last)
		}
		<-last
	}))
	t.Cleanup(s.Close)
	r, err := pace(t.Context(), strings.TrimPrefix(s.URL, "http://"), perSecond, all*time.Second/perSecond, func(int64) request { return get("/", "") })
	if err != nil {
		t.Fatal(err)
	}
	if r.requests != all || r.failed != 0 || came.Load() != all {
		t.Errorf("%d answers, %d failed, %d came", r.requests, r.failed, came.Load())
	}
	if longest := r.quantile(1); longest < (all-1)*time.Second/perSecond {
		t.Errorf("the first waited for the last, and no more than %s", longest)
	}
}
