package draw

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/fault"
)

var usual = plan{counts: []int64{400, 150, 60, 20}, ppm: []int64{10_000, 20_000, 100_000, 300_000}, inspectors: 9, team: 2, avoid: 60}

func TestF12_3_AProofIsVerifiedByDoingTheDrawAgain(t *testing.T) {
	t.Parallel()
	x := usual.make(t, chance(1))
	r := must[Report](t)(Verify(bytes.NewReader(x.file(t)), paper{}))
	if r.Drawn != 19 || r.Seed != x.Seed() || r.Result != ResultHash(x.lines) || r.First != 1 || r.Last != 7 || r.Root != 3 || r.Acts != 7 {
		t.Errorf("%+v", r)
	}
}

func TestF12_3_AnyChangedByteOfAProofIsFound(t *testing.T) {
	t.Parallel()
	x := plan{counts: []int64{20, 6}, ppm: []int64{100_000, 500_000}, inspectors: 4, team: 2, avoid: 5}.make(t, chance(2))
	file := x.file(t)
	for i := range file {
		for _, flip := range []byte{0x01, 0x20} { // the second changes the case of letters
			changed := slices.Clone(file)
			changed[i] ^= flip
			if _, err := Verify(bytes.NewReader(changed), paper{}); err == nil {
				t.Errorf("byte %d (%q of …%q…) may be changed", i, file[i], file[max(0, i-20):min(len(file), i+20)])
			}
		}
	}
}

func TestF12_3_AnyMovedLineOfAProofIsFound(t *testing.T) {
	t.Parallel()
	x := usual.make(t, chance(3))
	lines := bytes.SplitAfter(x.file(t), []byte("\n"))
	lines = lines[:len(lines)-1]
	refused := func(what string, changed [][]byte) {
		t.Helper()
		if _, err := Verify(bytes.NewReader(bytes.Join(changed, nil)), paper{}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: %v", what, err)
		}
	}
	for i := range lines {
		refused(fmt.Sprint("without line ", i), slices.Delete(slices.Clone(lines), i, i+1))
		refused(fmt.Sprint("line twice ", i), slices.Insert(slices.Clone(lines), i, lines[i]))
		if i > 0 {
			swapped := slices.Clone(lines)
			swapped[i], swapped[i-1] = swapped[i-1], swapped[i]
			refused(fmt.Sprint("swapped ", i), swapped)
		}
	}
	refused("more behind the end", append(slices.Clone(lines), []byte("A\n")))
}

// A whole file can be made consistent with itself; the ledger is what it cannot be made consistent with.
func TestF12_3_ACleverForgeryFailsAtTheLedger(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		forge func(x *example, acts []Act) []Act
		code  string
	}{
		"another root": {func(x *example, a []Act) []Act {
			x.Root[0]++
			x.header.Checkpoint = fmt.Sprint("paper 3 ", x.Root)
			return a
		}, "draw.acts"},
		"root after a reveal":       {func(_ *example, a []Act) []Act { a[3].Position, a[4].Position = a[4].Position, a[3].Position; return a }, "draw.order"},
		"commitment after the root": {func(_ *example, a []Act) []Act { a[2].Position, a[3].Position = a[3].Position, a[2].Position; return a }, "draw.order"},
		"roster frozen late":        {func(_ *example, a []Act) []Act { a[0].Position = 99; return a }, "draw.order"},
		"result before a reveal":    {func(_ *example, a []Act) []Act { a[6].Position = 5; return a }, "draw.order"},
		"commitment not under the root": {func(_ *example, a []Act) []Act {
			a[2].Position, a[3].Position = 4, 5
			a[4].Position = 6
			a[5].Position = 7
			a[6].Position = 8
			return a
		}, "draw.root"},
		"root of a checkpoint to come": {func(x *example, a []Act) []Act {
			x.header.Checkpoint = fmt.Sprint("paper 9 ", x.Root)
			a[3].Public["size"] = "9"
			return a
		}, "draw.root"},
		"entry of another draw":          {func(_ *example, a []Act) []Act { a[1].About = "draw-other"; return a }, "draw.acts"},
		"a party without an act":         {func(_ *example, a []Act) []Act { return slices.Delete(a, 2, 3) }, "draw.acts"},
		"a share that was not committed": {func(x *example, a []Act) []Act { x.Shares[0][0]++; return a }, "draw.share"},
		"a seed of one's own": {func(x *example, a []Act) []Act {
			x.header.Seed[0]++
			a[6].Public["seed"] = x.header.Seed.String()
			return a
		}, "draw.seed"},
		"a commitment under another name": {func(_ *example, a []Act) []Act { a[1].Public["party"] = "party-9"; return a }, "draw.acts"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := usual.make(t, chance(4))
			acts := make([]Act, len(x.header.Acts))
			for i, b := range x.header.Acts {
				acts[i] = must[Act](t)(paper{}.Act(b))
			}
			x.header.Acts = nil
			for _, a := range c.forge(x, acts) {
				x.header.Acts = append(x.header.Acts, write(t, a))
			}
			_, err := Verify(bytes.NewReader(x.file(t)), paper{})
			if f, _ := fault.Of(err); f == nil || f.Code != c.code {
				t.Errorf("%v, want %s", err, c.code)
			}
		})
	}
}

func TestF12_3_QuotasAreExact(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ counts, ppm, want []int64 }{
		"Henan's ratios":                      {[]int64{1000, 500, 100, 10}, []int64{10_000, 20_000, 100_000, 300_000}, []int64{10, 10, 10, 3}},
		"a half rounds up":                    {[]int64{50}, []int64{10_000}, []int64{1}},
		"less than a half does not":           {[]int64{49}, []int64{10_000}, []int64{0}},
		"the largest rest takes what is left": {[]int64{140, 160, 100}, []int64{10_000, 10_000, 10_000}, []int64{1, 2, 1}},
		"of equal rests the first":            {[]int64{50, 50, 100}, []int64{10_000, 10_000, 10_000}, []int64{1, 0, 1}},
		"everybody":                           {[]int64{7, 0}, []int64{Million, Million}, []int64{7, 0}},
		"nobody":                              {[]int64{7, 9}, []int64{0, 0}, []int64{0, 0}},
	} {
		strata := make([]Stratum, len(c.counts))
		for i := range strata {
			strata[i] = Stratum{Count: c.counts[i], PPM: c.ppm[i]}
		}
		for i, s := range Quotas(strata) {
			if s.Quota != c.want[i] {
				t.Errorf("%s: stratum %d has %d, want %d", name, i, s.Quota, c.want[i])
			}
		}
	}
}

func TestF12_3_EveryStratumGivesItsQuotaAndNobodyTwice(t *testing.T) {
	t.Parallel()
	r := chance(5)
	for n := range 400 {
		p := plan{inspectors: 2 + r.IntN(6), team: 2, avoid: r.IntN(30)}
		for range 1 + r.IntN(5) {
			p.counts, p.ppm = append(p.counts, 1+r.Int64N(60)), append(p.ppm, r.Int64N(Million+1))
		}
		x := p.make(t, r)
		seen, got := map[Hash]bool{}, make([]int64, len(p.counts))
		exact, total := int64(0), int64(0)
		for _, e := range Pick(x.Seed(), x.Roster, x.Setup.Strata) {
			if seen[e.ID] {
				t.Fatalf("case %d: twice", n)
			}
			seen[e.ID] = true
			got[e.Stratum]++
		}
		for i, s := range x.Setup.Strata {
			if got[i] != s.Quota || s.Quota > s.Count || s.Quota < s.Count*s.PPM/Million || s.Quota > s.Count*s.PPM/Million+1 {
				t.Fatalf("case %d: %+v, drawn %d", n, s, got[i])
			}
			exact, total = exact+s.Count*s.PPM, total+s.Quota
		}
		if d := exact - total*Million; d >= Million/2+1 || d < -Million/2 {
			t.Fatalf("case %d: the total is off by %d millionths", n, d)
		}
	}
}

// chi2 is how far counts are from equal.
func chi2(counts []int, expected float64) (x float64) {
	for _, n := range counts {
		x += (float64(n) - expected) * (float64(n) - expected) / expected
	}
	return x
}

// bound is where chi-square of that many degrees of freedom passes five standard deviations: with the fixed seeds below the
// outcome is always the same, and an order that favours anybody by a few per cent passes it.
func bound(freedom int) float64 { return float64(freedom) + 5*math.Sqrt(2*float64(freedom)) }

func TestF12_3_EveryEntityIsDrawnEquallyOften(t *testing.T) {
	t.Parallel()
	const draws, n = 6_000, 100
	x := plan{counts: []int64{n, 40}, ppm: []int64{100_000, 250_000}, inspectors: 3, team: 2}.make(t, chance(6))
	place := map[Hash]int{}
	for i, e := range x.Roster.Entities {
		place[e.ID] = i
	}
	hits, first := make([]int, n+40), make([]int, n+40)
	r := chance(7)
	for range draws {
		drawn := Pick(randomHash(r), x.Roster, x.Setup.Strata)
		first[place[drawn[0].ID]]++
		for _, e := range drawn {
			hits[place[e.ID]]++
		}
	}
	var a, b, f []int
	for i, e := range x.Roster.Entities {
		if e.Stratum == 0 {
			a, f = append(a, hits[i]), append(f, first[i])
		} else {
			b = append(b, hits[i])
		}
	}
	// drawn without replacement the counts vary less than chi-square allows by the factor 1 - ratio
	if got := chi2(a, draws*0.1) / 0.9; got > bound(n-1) {
		t.Errorf("stratum A: chi-square %.1f of %d degrees, at most %.1f", got, n-1, bound(n-1))
	}
	if got := chi2(b, draws*0.25) / 0.75; got > bound(39) {
		t.Errorf("stratum B: chi-square %.1f of 39 degrees, at most %.1f", got, bound(39))
	}
	if got := chi2(f, draws/float64(n)); got > bound(n-1) {
		t.Errorf("who comes first: chi-square %.1f of %d degrees, at most %.1f", got, n-1, bound(n-1))
	}
}

func TestF12_3_EveryPartyCanTurnTheResult(t *testing.T) {
	t.Parallel()
	const draws, n = 4_000, 50
	x := plan{counts: []int64{n}, ppm: []int64{20_000}, inspectors: 3, team: 2, parties: 3}.make(t, chance(8))
	place := map[Hash]int{}
	for i, e := range x.Roster.Entities {
		place[e.ID] = i
	}
	for turned := range 4 { // each of three parties alone, and the root alone: all others stay, the worst case
		hits, r := make([]int, n), chance(uint64(9+turned))
		for range draws {
			if turned < 3 {
				x.Shares[turned] = randomHash(r)
			} else {
				x.Root = randomHash(r)
			}
			hits[place[Pick(x.Seed(), x.Roster, x.Setup.Strata)[0].ID]]++
		}
		if got := chi2(hits, draws/float64(n)); got > bound(n-1) {
			t.Errorf("turning %d: chi-square %.1f, at most %.1f", turned, got, bound(n-1))
		}
	}
}

func TestS5_NobodyIsSentWhereTheyMustNotGo(t *testing.T) {
	t.Parallel()
	r := chance(20)
	for n := range 300 {
		p := plan{counts: []int64{20 + r.Int64N(60)}, ppm: []int64{200_000 + r.Int64N(700_000)}, inspectors: 2 + r.IntN(8), team: 1 + r.Int64N(3), avoid: r.IntN(200)}
		x := p.make(t, r)
		for _, l := range x.lines {
			free := 0
			for _, i := range x.Pool.Inspectors {
				if !slices.Contains(x.Pool.Avoid[l.ID], i) {
					free++
				}
			}
			if sent := len(l.Team); sent != int(p.team) && free >= int(p.team) || sent != 0 && free < int(p.team) {
				t.Fatalf("case %d: %d sent of %d free, team of %d", n, sent, free, p.team)
			}
			for i, who := range l.Team {
				if slices.Contains(x.Pool.Avoid[l.ID], who) || slices.Contains(l.Team[:i], who) {
					t.Fatalf("case %d: sent where they must not go, or twice", n)
				}
			}
		}
	}
}

func TestS4_EverybodyGoesOnceBeforeAnybodyGoesTwice(t *testing.T) {
	t.Parallel()
	r := chance(21)
	for n := range 100 {
		p := plan{counts: []int64{30 + r.Int64N(50)}, ppm: []int64{Million}, inspectors: 2 + r.IntN(9), team: 2}
		x := p.make(t, r)
		load := map[Hash]int{}
		for _, l := range x.lines {
			for _, who := range l.Team {
				load[who]++
			}
			least, greatest := math.MaxInt, 0
			for _, i := range x.Pool.Inspectors {
				least, greatest = min(least, load[i]), max(greatest, load[i])
			}
			if greatest-least > 2 || greatest-least == 2 && p.inspectors%2 == 0 {
				t.Fatalf("case %d: one has gone %d times, another %d", n, greatest, least)
			}
		}
	}
}

func TestS4_PartnersChange(t *testing.T) {
	t.Parallel()
	x := plan{counts: []int64{600}, ppm: []int64{Million}, inspectors: 6, team: 2}.make(t, chance(22))
	pairs := map[string]int{}
	for _, l := range x.lines {
		two := []string{l.Team[0].String(), l.Team[1].String()}
		slices.Sort(two)
		pairs[strings.Join(two, " ")]++
	}
	var counts []int
	for _, n := range pairs {
		counts = append(counts, n)
	}
	if got := chi2(counts, 600.0/15); len(counts) != 15 || got > bound(14) {
		t.Errorf("%d pairs of 15, chi-square %.1f, at most %.1f", len(counts), got, bound(14))
	}
}

func TestF12_3_SetupsAndPoolsHaveOneFormOnly(t *testing.T) {
	t.Parallel()
	x := usual.make(t, chance(23))
	text, pool := x.Setup.Text(), x.Pool.Text()
	if s := must[Setup](t)(ParseSetup(text)); s.Hash() != x.Setup.Hash() {
		t.Error("a setup is not read back")
	}
	if p := must[Pool](t)(ParsePool(pool)); p.Text() != pool {
		t.Error("a pool is not read back")
	}
	lines := strings.SplitAfter(text, "\n")
	for name, bad := range map[string]string{
		"no head": strings.Join(lines[1:], ""), "a space more": strings.Replace(text, "draw ", "draw  ", 1), "a leading zero": strings.Replace(text, " 400 ", " 0400 ", 1),
		"no line feed": strings.TrimSuffix(text, "\n"), "CRLF": strings.ReplaceAll(text, "\n", "\r\n"), "one party": strings.Replace(text, "party party-1\n", "", 1),
		"parties in another order": strings.Replace(text, "party party-0\nparty party-1\n", "party party-1\nparty party-0\n", 1),
		"a party twice":            text + "party party-1\n", "another quota": strings.Replace(text, " 10000 4 ", " 10000 5 ", 1), "an unknown line": text + "note x\n",
		"a negative count": strings.Replace(text, " 400 ", " -400 ", 1), "empty": "",
	} {
		if _, err := ParseSetup(bad); err == nil {
			t.Errorf("%s is read as a setup", name)
		}
	}
	for name, bad := range map[string]string{
		"reversed": reversed(pool), "a line twice": strings.Repeat(pool, 2), "upper case": strings.ToUpper(pool), "a stranger": pool + "x\n",
	} {
		if _, err := ParsePool(bad); err == nil {
			t.Errorf("%s is read as a pool", name)
		}
	}
	if _, err := NewRoster([]string{"A"}, []Entity{{}, {}}); err == nil {
		t.Error("an entity stands twice in a roster")
	}
	if _, err := NewRoster([]string{"B", "A"}, nil); err == nil {
		t.Error("strata in any order")
	}
}

func reversed(text string) string {
	lines := slices.Collect(strings.Lines(text))
	slices.Reverse(lines)
	return strings.Join(lines, "")
}

func FuzzVerifyNeverPanics(f *testing.F) {
	x := plan{counts: []int64{5, 3}, ppm: []int64{400_000, 500_000}, inspectors: 3, team: 2, avoid: 2}.make(f, chance(24))
	f.Add(x.file(f))
	f.Add([]byte(proofHead + "{}\n"))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = Verify(bytes.NewReader(b), paper{}) })
}

// million is the entity of a number, with what opens it.
func million(i int) Line {
	l := Line{Code: fmt.Sprintf("91460000MA%08d", i)}
	binary.BigEndian.PutUint64(l.Salt[:], uint64(i))
	l.ID = EntityID(l.Salt, l.Code)
	return l
}

// big is the roster of P8: four million entities in four strata.
func big(b testing.TB) *example {
	const n = 4_000_000
	r := chance(25)
	x := &example{opened: map[Hash]Line{}}
	entities := make([]Entity, n)
	for i := range entities {
		entities[i] = Entity{million(i).ID, []uint8{0, 0, 0, 1, 1, 1, 1, 1, 2, 3}[i%10]}
	}
	x.Roster = must[*Roster](b)(NewRoster([]string{"A", "B", "C", "D"}, entities))
	x.Pool.Avoid = map[Hash][]Hash{}
	for range 2000 {
		x.Pool.Inspectors = append(x.Pool.Inspectors, randomHash(r))
	}
	x.setup(b, plan{ppm: []int64{10_000, 20_000, 100_000, 300_000}, inspectors: 2000, team: 2}, x.Roster.Strata, r)
	for _, l := range x.lines {
		x.opened[l.ID] = Line{}
	}
	for i := range n {
		l := million(i)
		if _, drawn := x.opened[l.ID]; drawn {
			x.opened[l.ID] = l
		}
	}
	x.draw(b)
	return x
}

// P8: a draw over 4 M entities. What fills the roster of a real draw is a job that runs before.
func BenchmarkP8_Draw(b *testing.B) {
	x := big(b)
	for b.Loop() {
		x.Run()
	}
}

func BenchmarkP8_Verify(b *testing.B) {
	file := big(b).file(b)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := Verify(bytes.NewReader(file), paper{}); err != nil {
			b.Fatal(err)
		}
	}
}

func (x *example) vector(what string) Vector {
	var roster strings.Builder
	_, _ = x.Roster.WriteTo(&roster)
	v := Vector{What: what, Setup: x.Setup.Text(), Roster: linesOf(roster.String()), Inspectors: linesOf(x.Pool.Text()), Root: x.Root, Shares: x.Shares,
		SetupHash: x.Setup.Hash(), RosterHash: x.Setup.Roster, Commitments: x.header.Commitments, Seed: x.Seed(), Result: ResultHash(x.lines)}
	for _, l := range x.lines {
		v.Lines = append(v.Lines, strings.TrimSuffix(l.Text(), "\n"))
	}
	return v
}

func linesOf(s string) []string {
	if s == "" {
		return []string{}
	}
	return strings.Split(strings.TrimSuffix(s, "\n"), "\n")
}

// The vectors of the document are what the program does today; a draw of the past must come out the same for ever, so a change
// here is a new version of the algorithm. To write them anew: XINHENG_DRAW_VECTORS=1 go test.
func TestF12_3_TheVectorsOfTheDocumentHold(t *testing.T) {
	t.Parallel()
	made := []Vector{
		plan{counts: []int64{6, 4}, ppm: []int64{200_000, 500_000}, inspectors: 4, team: 2, avoid: 3}.make(t, chance(30)).vector("two strata, four inspectors, two parties"),
		plan{counts: []int64{5}, ppm: []int64{Million}, inspectors: 2, team: 2, avoid: 2, parties: 3}.make(t, chance(31)).vector("everybody is drawn; where a team cannot be filled nobody is sent"),
		plan{counts: []int64{3, 3, 3}, ppm: []int64{150_000, 150_000, 200_000}, inspectors: 3, team: 1, parties: 2}.make(t, chance(32)).vector("the largest rest takes what is left"),
	}
	text := append(must[[]byte](t)(json.MarshalIndent(made, "", " ")), '\n')
	const file = "../../../docs/draw-vectors.json"
	if os.Getenv("XINHENG_DRAW_VECTORS") != "" {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if kept := must[[]byte](t)(os.ReadFile(file)); !bytes.Equal(kept, text) {
		t.Error("docs/draw-vectors.json is not what the program does")
	}
}

// 10,000 small draws of every shape, for the second implementation (web/test/draw.test.ts asks for them in a file). Here they
// must come out of their own texts as they went in.
func TestRostersForTheSecondImplementation(t *testing.T) {
	t.Parallel()
	file := os.Getenv("XINHENG_DRAW_ROSTERS")
	if file == "" {
		file = filepath.Join(t.TempDir(), "rosters")
	}
	out := must[*os.File](t)(os.Create(file))
	w := bufio.NewWriter(out)
	enc, r := json.NewEncoder(w), chance(40)
	for range 10_000 {
		p := plan{inspectors: 1 + r.IntN(6), team: 1 + r.Int64N(3), avoid: r.IntN(8), parties: 2 + r.IntN(3)}
		for range 1 + r.IntN(4) {
			p.counts, p.ppm = append(p.counts, 1+r.Int64N(9)), append(p.ppm, r.Int64N(Million+1))
		}
		v := p.make(t, r).vector("")
		d := must[Drawing](t)(v.Drawing())
		for i, l := range d.Run() {
			f := strings.Split(v.Lines[i], " ")
			l.Code, l.Salt = f[2], must[Line](t)(parseLine(v.Lines[i])).Salt
			if l.Text() != v.Lines[i]+"\n" {
				t.Fatalf("%s\ncomes out as %s", v.Lines[i], l.Text())
			}
		}
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Flush(), out.Close()); err != nil {
		t.Fatal(err)
	}
}
