package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/check"
	"xinheng/internal/seed"
)

const connections = 16

// cost is what one kind of request costs a server, by the operating system's accounting.
type cost struct {
	result
	cpu time.Duration // of all the server's processes, a request
}

// measure loads a server from so many connections and reads the accounting of its processes before and after.
func measure(ctx context.Context, pids []int, addr string, connections int, span time.Duration, next func(int64) request) (cost, error) {
	if _, err := drive(ctx, addr, connections, span/4, next); err != nil { // warm
		return cost{}, err
	}
	before, err := cpuOfAll(pids)
	if err != nil {
		return cost{}, err
	}
	r, err := drive(ctx, addr, connections, span, next)
	if err != nil {
		return cost{}, err
	}
	after, err := cpuOfAll(pids)
	if err != nil || r.requests == 0 {
		return cost{}, fmt.Errorf("bench: nothing was answered: %w", err)
	}
	if r.failed > 0 {
		return cost{}, fmt.Errorf("bench: %d of %d requests were refused", r.failed, r.requests)
	}
	return cost{r, (after - before) / time.Duration(r.requests)}, nil
}

const (
	calm    = 50 * time.Millisecond // of CPU in a second: nothing but what always runs
	patient = 20 * time.Minute
)

// settle waits until a population just taken in has been looked at by every round that follows: a load would otherwise be charged with
// their work.
func settle(ctx context.Context, o Options, pids []int) error {
	fmt.Fprintln(o.Log, "bench: waiting for the rounds that follow the first intake…")
	for late, calmFor := time.Now().Add(patient), 0; calmFor < 5; {
		before, err := cpuOfAll(pids)
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
		after, err := cpuOfAll(pids)
		if err != nil {
			return err
		}
		if calmFor++; after-before > calm {
			calmFor = 0
		}
		if time.Now().After(late) {
			return fmt.Errorf("bench: the program was still at work after %s", patient)
		}
	}
	return nil
}

func cpuOfAll(pids []int) (total time.Duration, err error) {
	for _, pid := range pids {
		c, err := cpuOf(pid)
		if err != nil {
			return 0, err
		}
		total += c
	}
	return total, nil
}

// requests takes P1, P2, P7, P9 and the request half of P10 on a served population.
func requests(ctx context.Context, o Options) ([]Figure, error) {
	small, err := serveAndMeasure(ctx, o, seed.Village)
	if err != nil {
		return nil, err
	}
	large, err := serveAndMeasure(ctx, o, o.Size)
	if err != nil {
		return nil, err
	}
	ratio := float64(large.check.cpu) / float64(large.bare.cpu)
	rate := large.check.perSecond() / large.bare.perSecond()
	growth := float64(large.check.cpu) / float64(small.check.cpu)
	p99 := large.search.quantile(0.99)
	item, file := large.batch.cpu/check.MaxBatch, large.batch.quantile(0.5)
	share := float64(item) / float64(large.bare.cpu)
	return append([]Figure{
		{"P1", "check by id: CPU of program and PostgreSQL a request, against bare", fmt.Sprintf("%.2f × (%s against %s)", ratio, micro(large.check.cpu), micro(large.bare.cpu)), "≤ 3 ×", verdict(ratio <= 3)},
		{"P1", "check by id: requests a second, against bare, same client", fmt.Sprintf("%.2f × (%.0f/s against %.0f/s), p95 %s", rate, large.check.perSecond(), large.bare.perSecond(), large.check.quantile(0.95).Round(10*time.Microsecond)), "≥ 0.33 ×", verdict(rate >= 0.33)},
		{"P1", fmt.Sprintf("check by id: CPU with %d entities, against %d", o.Size.Entities(), seed.Village.Entities()), fmt.Sprintf("%.2f ×", growth), "≤ 1.2 × (20 k to 4 M)", sizeVerdict(o.Size, growth <= 1.2)},
		large.promise(),
		{"P2", fmt.Sprintf("%d checks in one request: time", check.MaxBatch), file.Round(time.Millisecond).String(), "≤ 1 s", verdict(file <= time.Second)},
		{"P2", "CPU of program and PostgreSQL an item, against a bare request", fmt.Sprintf("%.2f × (%s)", share, micro(item)), "≤ 0.3 ×", verdict(share <= 0.3)},
		{"P7", fmt.Sprintf("name search over %d entities, two characters and more: p99", o.Size.Entities()), fmt.Sprintf("%s (p50 %s)", p99.Round(100*time.Microsecond), large.search.quantile(0.5).Round(100*time.Microsecond)), "≤ 50 ms at 4 M", sizeVerdict(o.Size, p99 <= 50*time.Millisecond)},
	}, large.pages.figures()...), nil
}

// promise is what callers are promised: so many checks a second, answered in time (F07-5).
func (s *served) promise() Figure {
	p95 := s.paced.quantile(0.95)
	return Figure{"P1", fmt.Sprintf("check by id: %d a second, sent whether or not those before were answered: p95 from when each was due", promised),
		fmt.Sprintf("%s (p50 %s, p99 %s, %d refused)", p95.Round(100*time.Microsecond), s.paced.quantile(0.5).Round(100*time.Microsecond), s.paced.quantile(0.99).Round(100*time.Microsecond), s.paced.failed),
		"≤ 300 ms", verdict(p95 <= promisedP95 && s.paced.failed == 0)}
}

// sizeVerdict is honest about a goal set for the whole province and measured on less.
func sizeVerdict(s seed.Size, ok bool) string {
	if s != seed.Province {
		return verdict(ok) + " at this size"
	}
	return verdict(ok)
}

func micro(d time.Duration) string { return fmt.Sprintf("%.0f µs", float64(d)/1e3) }

type served struct {
	bare, check, batch, search cost
	paced                      result
	pages                      pageCost
}

func serveAndMeasure(ctx context.Context, o Options, size seed.Size) (s served, err error) {
	data := filepath.Join(o.Dir, string(size))
	fmt.Fprintf(o.Log, "bench: preparing the %s…\n", size)
	p, err := start(ctx, o.Program, "demo", "--size", string(size), "--data", data, "--listen", "127.0.0.1:0")
	if err != nil {
		return s, err
	}
	defer p.stop()
	key, err := os.ReadFile(filepath.Join(data, "sample-api-key"))
	if err != nil {
		return s, err
	}
	postmaster, err := postmasterOf(data)
	if err != nil {
		return s, err
	}
	all := []int{p.cmd.Process.Pid, postmaster}
	if err := settle(ctx, o, all); err != nil {
		return s, err
	}
	first, err := bare(ctx, o)
	if err != nil {
		return s, err
	}
	fmt.Fprintf(o.Log, "bench: checks against the %s…\n", size)
	if s.check, err = measure(ctx, all, p.addr, connections, o.Span, checks(size, strings.TrimSpace(string(key)))); err != nil {
		return s, err
	}
	if s.paced, err = pace(ctx, p.addr, promised, o.Span, checks(size, strings.TrimSpace(string(key)))); err != nil {
		return s, err
	}
	if s.batch, err = measure(ctx, all, p.addr, 1, o.Span/2, batches(size, strings.TrimSpace(string(key)))); err != nil {
		return s, err
	}
	if s.search, err = measure(ctx, all, p.addr, connections, o.Span/2, searches(size, strings.TrimSpace(string(key)))); err != nil {
		return s, err
	}
	if s.pages, err = pages(ctx, p.addr, size, o.Span/2); err != nil {
		return s, err
	}
	last, err := bare(ctx, o)
	if err != nil {
		return s, err
	}
	s.bare = first
	s.bare.cpu = (first.cpu + last.cpu) / 2
	return s, nil
}

func bare(ctx context.Context, o Options) (cost, error) {
	p, err := start(ctx, o.Program, "bench", "--bare")
	if err != nil {
		return cost{}, err
	}
	defer p.stop()
	body := post("/", "none", `{"matter":"gp-qualification","subject":"000000000000000000","purpose":"procurement","case_no":"BENCH","officer":"示例"}`)
	return measure(ctx, []int{p.cmd.Process.Pid}, p.addr, connections, o.Span/2, func(int64) request { return body })
}

func postmasterOf(data string) (int, error) {
	b, err := os.ReadFile(filepath.Join(data, "pg", "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.SplitN(string(b), "\n", 2)[0])
}

// checks are questions about firms all over the population.
func checks(size seed.Size, key string) func(int64) request {
	prepared := make([]request, 2048)
	r := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // a workload, not a secret
	matters := []string{"gp-qualification", "food-licence", "subsidy-review"}
	for i := range prepared {
		body := fmt.Sprintf(`{"matter":%q,"subject":%q,"purpose":"procurement","case_no":"BENCH-%d","officer":"示例经办人"}`, matters[i%len(matters)], seed.Nth(r.IntN(size.Entities())).USCC, i)
		prepared[i] = post("/v1/checks", key, body)
	}
	return func(i int64) request { return prepared[i%int64(len(prepared))] }
}

// batches are files of firms all over the population.
func batches(size seed.Size, key string) func(int64) request {
	prepared := make([]request, 8)
	r := rand.New(rand.NewPCG(6, 6)) //nolint:gosec // a workload, not a secret
	for i := range prepared {
		subjects := make([]string, check.MaxBatch)
		for k := range subjects {
			subjects[k] = strconv.Quote(seed.Nth(r.IntN(size.Entities())).USCC)
		}
		prepared[i] = post("/v1/checks/batch", key, fmt.Sprintf(`{"matter":"gp-qualification","purpose":"procurement","case_no":"BENCH-%d","officer":"示例经办人","subjects":[%s]}`,
			i, strings.Join(subjects, ",")))
	}
	return func(i int64) request { return prepared[i%int64(len(prepared))] }
}

// searches are names as people type them: two, three, four characters, whole names, with a wrong place in front.
func searches(size seed.Size, key string) func(int64) request {
	prepared := make([]request, 512)
	r := rand.New(rand.NewPCG(8, 8)) //nolint:gosec // a workload, not a secret
	for i := range prepared {
		name := []rune(seed.Nth(r.IntN(size.Entities())).Name)
		from := 2
		if len(name) < 8 {
			from = 0
		}
		q := string(name[from : from+2+i%4])
		if i%5 == 4 {
			q = string(name)
		}
		prepared[i] = get("/v1/entities?q="+url.QueryEscape(q), key)
	}
	return func(i int64) request { return prepared[i%int64(len(prepared))] }
}
