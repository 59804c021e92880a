package arch_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The ladder. A package may import the rungs above its own in this list and, within its rung, what stands to its left.
var ladder = []struct {
	rung     string
	packages []string
}{
	{"ground", []string{"fault", "ident", "workday", "law", "page"}},
	{"works", []string{"pg", "jobs", "hook", "web", "seal", "signing", "paper"}},
	{"pillars", []string{
		"access", "ledger", "adoption", "account", "signin", "disclosure", "registry",
		"differ",
		"record",
		"attach",
		"entry",
		"standing",
		"caseflow",
		"education",
	}},
	{"rating", []string{"rating"}},
	{"cases", []string{
		"inspection",
		"repair",
		"objection",
		"listing",
		"verify",
		"commitment",
		"mutual",
		"rectify",
		"visit",
		"declaration",
		"leak",
		"hotline",
		"remote",
	}},
	{"readers", []string{
		"check",
		"report",
		"partner",
		"space",
		"oauth",
		"opendata",
		"exchange",
		"agency",
		"watch",
		"snapshot",
		"holdings",
		"annual",
		"developer",
		"sandbox",
		"assess",
		"alert",
		"tracker",
		"compare",
		"pilot",
		"scene",
		"caselib",
		"product",
		"adapter",
		"support",
		"status", // before the portal, which shows what it measured
		"portal",
		"connector",
	}},
	{"wiring", []string{"app", "seed", "bench", "docs", "dengbao"}},
}

// data are the folders of files that are embedded: only the wiring and the commands open them.
var data = []string{"db", "law", "web", "font", "docs", "sdk"}

// forTests are the packages that only tests import.
var forTests = []string{"pgtest", "counter", "chance"}

// modules are what others wrote and we use: where, and why there only. A file pattern after the package narrows it.
var modules = []struct {
	path string
	in   []string
	why  string
}{
	{"github.com/jackc/pgx/v5", []string{
		"pg", "pgtest", "jobs", "access/store", "ledger/store", "adoption/store", "disclosure/store", "registry/store", "record/store",
		"standing/store", "check/store", "portal/store", "bench/store",
		"inspection/store",
		"rating/store",
	}, "SQL stays in the store of each area"},
	{"github.com/pressly/goose/v3", []string{"pg"}, "one way to migrate"},
	{"github.com/riverqueue/river", []string{"jobs", "pg"}, "the queue of jobs; pg migrates its tables"},
	{"github.com/emmansun/gmsm", []string{"seal"}, "algorithms are chosen in one place"},
	{"github.com/danielgtaylor/huma/v2", []string{"web"}, "an area gives rows; it does not know the framework"},
	{"github.com/alecthomas/kong", []string{"cmd", "docs"}, "flags belong to the command line"},
	{"github.com/google/uuid", []string{
		"access", "ledger", "adoption", "account", "signin", "disclosure", "registry", "differ", "record", "attach", "entry", "standing", "check", "seed",
		"caseflow",
		"exchange",
		"inspection",
		"listing",
		"connector",
		"rectify",
		"visit",
		"rating",
		"partner",
		"assess",
		"agency",
		"leak",
		"oauth",
		"adapter",
	}, "time-ordered ids come from Go"},
	{"github.com/xuri/excelize/v2", []string{"seed"}, "it writes samples; reading is our own, with limits"},
	{"go.yaml.in/yaml/v3", []string{"law", "docs", "dengbao"}, "only the law is YAML, and the map of controls"},
	{"github.com/coreos/go-oidc/v3", []string{"signin"}, "identity tokens of an outside provider are verified in one place"},
	{"golang.org/x/oauth2", []string{"signin"}, "the exchange of codes that goes with it"},
	{"github.com/pquerna/otp", []string{"signin"}, "one-time codes"},
	{"golang.org/x/mod", []string{"ledger"}, "the Merkle tree and the signed note"},
	{"golang.org/x/crypto", []string{"access", "seal", "signin"}, "secrets"},
	{"golang.org/x/sync", []string{"ledger", "record", "standing", "check", "app", "seed", "bench", "cmd"}, "goroutines that end together"},
	{"codeberg.org/go-pdf/fpdf", []string{"paper"}, "documents are printed in one place"},
	{"golang.org/x/image", []string{"paper"}, "widths and outlines of characters"},
	{"pgregory.net/rapid", []string{"chance"}, "random tests begin from one seed"},
	{"rsc.io/qr", []string{"paper"}, "the code by which a paper is verified"},
	{"golang.org/x/text", []string{"ident", "registry", "record", "seed", "adapter"}, "GB18030 and the width of characters"},
}

type listed struct {
	ImportPath, Dir string
	GoFiles         []string
	Imports         []string
	Error           *struct{ Err string }
}

var packages = sync.OnceValues(func() ([]listed, error) {
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,GoFiles,Imports,Error", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
})

func house(t *testing.T) []listed {
	t.Helper()
	all, err := packages()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 10 {
		t.Fatalf("go list finds only %d packages", len(all))
	}
	return all
}

// area is the package of the ladder a path belongs to: "xinheng/internal/record/sheet" is of record; "cmd/…" is cmd.
func area(path string) string {
	rest, inside := strings.CutPrefix(path, "xinheng/internal/")
	if !inside {
		rest = strings.TrimPrefix(path, "xinheng/")
	}
	first, _, _ := strings.Cut(rest, "/")
	if !inside && first != "cmd" && first != "test" && first != "tools" {
		return "data " + first
	}
	return first
}

// place is where a package stands; ok is false for one that is on no rung.
func place(name string) (rung, left int, ok bool) {
	for r, row := range ladder {
		if i := slices.Index(row.packages, name); i >= 0 {
			return r, i, true
		}
	}
	return 0, 0, false
}

// mayImport is the ladder as a question.
func mayImport(from, to string) bool {
	if from == to || from == "cmd" || from == "test" {
		return !slices.Contains(forTests, to) || from == "test"
	}
	fromRung, fromLeft, known := place(from)
	if folder, isData := strings.CutPrefix(to, "data "); isData && from != "counter" {
		return from == "pgtest" && folder == "db" || known && ladder[fromRung].rung == "wiring" && slices.Contains(data, folder)
	}
	switch from {
	case "pgtest":
		return to == "pg"
	case "counter":
		return slices.Contains([]string{"pgtest", "pg", "seal", "web", "access", "law", "workday", "ident", "fault", "caseflow", "data law"}, to)
	}
	toRung, toLeft, toKnown := place(to)
	if !known || !toKnown {
		return false
	}
	return toRung < fromRung || toRung == fromRung && toLeft < fromLeft
}

func TestWhoMayImportWhom(t *testing.T) {
	t.Parallel()
	for _, p := range house(t) {
		from := area(p.ImportPath)
		for _, path := range p.Imports {
			if strings.HasPrefix(path, "xinheng/") && !mayImport(from, area(path)) {
				t.Errorf("%s imports %s", from, area(path))
			}
		}
	}
}

func TestEveryPackageStandsOnARung(t *testing.T) {
	t.Parallel()
	apart := []string{"cmd", "test", "tools", "arch", "pgtest", "counter", "chance", "data db", "data law", "data web", "data font", "data docs", "data sdk"}
	for _, p := range house(t) {
		name := area(p.ImportPath)
		if _, _, ok := place(name); !ok && !slices.Contains(apart, name) {
			t.Errorf("%s stands on no rung of the ladder: give it a place in arch_test.go", name)
		}
	}
}

func TestTheLadderRefusesWhatItShould(t *testing.T) {
	t.Parallel()
	for _, r := range []struct {
		from, to string
		may      bool
	}{
		{"record", "registry", true}, {"registry", "record", false}, {"standing", "check", false}, {"check", "portal", false},
		{"portal", "check", true}, {"pg", "law", true}, {"law", "pg", false}, {"app", "seed", false}, {"seed", "app", true},
		{"ledger", "ledger", true}, {"record", "app", false}, {"cmd", "docs", true}, {"record", "data law", false},
		{"app", "data law", true}, {"record", "pgtest", false}, {"cmd", "pgtest", false}, {"record", "counter", false}, {"counter", "record", false}, {"record", "cmd", false},
	} {
		if mayImport(r.from, r.to) != r.may {
			t.Errorf("%s imports %s: allowed is %v", r.from, r.to, !r.may)
		}
	}
}

func TestModulesOfOthersStayWhereTheyAreNeeded(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		for _, path := range f.imports() {
			if host, _, _ := strings.Cut(path, "/"); !strings.Contains(host, ".") {
				continue // the standard library, or ours
			}
			i := slices.IndexFunc(modules, func(m struct {
				path string
				in   []string
				why  string
			}) bool {
				return path == m.path || strings.HasPrefix(path, m.path+"/")
			})
			switch {
			case i < 0:
				t.Errorf("%s imports %s, which is not among the modules of arch_test.go: say there who needs it and why", f.path, path)
			case !slices.ContainsFunc(modules[i].in, f.within):
				t.Errorf("%s imports %s; only %s may: %s", f.path, path, strings.Join(modules[i].in, ", "), modules[i].why)
			}
		}
	}
}
