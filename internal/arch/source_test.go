package arch_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// source is a Go file that is not a test.
type source struct {
	area, path string // "record", "internal/record/store.go"
	file       *ast.File
	set        *token.FileSet
	filled     []bool // by line: whether there is code on it
}

var parsed = sync.OnceValues(func() ([]source, error) {
	all, err := packages()
	if err != nil {
		return nil, err
	}
	var out []source
	for _, p := range all {
		for _, name := range p.GoFiles {
			raw, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				return nil, err
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, name, raw, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			path := strings.TrimPrefix(p.ImportPath, "xinheng/") + "/" + name
			out = append(out, source{area(p.ImportPath), path, file, set, filled(raw)})
		}
	}
	return out, nil
})

// filled marks the lines that hold more than a comment.
func filled(raw []byte) []bool {
	lines := make([]bool, bytes.Count(raw, []byte("\n"))+2)
	file := token.NewFileSet().AddFile("", -1, len(raw))
	var scan scanner.Scanner
	scan.Init(file, raw, nil, 0) // comments are passed over
	for {
		pos, tok, lit := scan.Scan()
		if tok == token.EOF {
			return lines
		}
		if tok == token.SEMICOLON && lit == "\n" {
			continue // put in by the scanner
		}
		first := file.Line(pos)
		for i := range strings.Count(lit, "\n") + 1 {
			lines[first+i] = true
		}
	}
}

// code counts the lines of code between two places.
func (s source) code(from, to token.Pos) int {
	n := 0
	for _, f := range s.filled[s.set.Position(from).Line : s.set.Position(to).Line+1] {
		if f {
			n++
		}
	}
	return n
}

func sources(t *testing.T) []source {
	t.Helper()
	all, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (s source) imports() []string {
	var out []string
	for _, i := range s.file.Imports {
		if path, err := strconv.Unquote(i.Path.Value); err == nil {
			out = append(out, path)
		}
	}
	return out
}

// within says whether a file is in a package, or, for "record/store", in a file of it that begins so.
func (s source) within(where string) bool {
	name, prefix, _ := strings.Cut(where, "/")
	return s.area == name && strings.HasPrefix(filepath.Base(s.path), prefix)
}

func (s source) isStore() bool { return strings.HasPrefix(filepath.Base(s.path), "store") }

func (s source) line(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.path, s.set.Position(n.Pos()).Line)
}

// text is the value of a literal, or of literals added together.
func text(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		v, err := strconv.Unquote(e.Value)
		return v, err == nil
	case *ast.BinaryExpr:
		a, okA := text(e.X)
		b, okB := text(e.Y)
		return a + b, okA && okB
	}
	return "", false
}

// named says whether an expression is pkg.name.
func named(e ast.Expr, pkg, name string) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != name {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == pkg
}

// clockReaders may ask what time it is; everybody else is told.
var clockReaders = []string{"cmd", "app", "pg", "pgtest", "bench", "seed"}

func TestOnlyTheWiringReadsTheClock(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if slices.Contains(clockReaders, s.area) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok {
				for _, name := range []string{"Now", "Since", "Until", "Sleep"} {
					if named(e, "time", name) {
						t.Errorf("%s uses time.%s: take the time as an argument", s.line(n), name)
					}
				}
			}
			return true
		})
	}
}

// inits are the functions that run before main, and why there is no other way.
var inits = map[string]string{
	"internal/web/huma.go": "huma takes its error constructor from a package variable",
}

func TestNothingRunsBeforeMain(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" && inits[s.path] == "" {
				t.Errorf("%s has an init function: wire it by hand in app", s.line(f))
			}
		}
	}
}

// Limits in lines of code: blank lines and comments are free. Above them, it is probably two.
const (
	packageLines  = 3000
	fileLines     = 400
	functionLines = 60
)

// larger are the packages that are one all the same: how large they may be, and why.
var larger = map[string]struct {
	lines int
	why   string
}{
	"internal/law":        {4500, "the files are judged together: what a rule refers to stands in the file of another, and must hold on the same days"},
	"internal/portal":     {5800, "one site: each page is a small file, and all share one reader, one set of words and one set of templates"},
	"internal/record":     {5100, "from a row of a file to a version it is one transaction; reading files is already apart, in sheet"},
	"internal/check":      {4500, "an answer is judged, recorded, recalled and replayed by one code, whose texts are written by hand, with what became of a report that came with it; the one word about a person and its reasons are the same evidence, told less"},
	"internal/repair":     {4000, "the calculator, the application and the decision judge by one rule, and taking back undoes exactly what granting did; a third of it is proof"},
	"internal/disclosure": {3200, "who was shown what and what was taken out is one log, read by the subject, the auditor and whoever traces a leak"},
	"internal/commitment": {3300, "offer, signature and what follows from it are judged over one text; members who confirm and people who report hang on the same signature"},
	"internal/rating":     {3500, "a score, its explanation, its replay and the figures of its model are one computation, told to four readers"},
	"internal/seed":       {4800, "one invented town: each part of the demonstration is a small file over the same people and firms"},
	"internal/report":     {3300, "a report, a card and a data pack are one content told to three readers, ended by one rule; half of it is proof"},
	"internal/caseflow":   {3900, "the engine, the clocks and the page read the same rows of one table; what a case is about is in the areas that stand on it"},
}

// words are files of sentences in one language, not code.
func (s source) words() bool { return strings.HasPrefix(filepath.Base(s.path), "text_") }

func TestNothingGrowsTooLarge(t *testing.T) {
	t.Parallel()
	lines := map[string]int{}
	for _, s := range sources(t) {
		if s.words() {
			continue
		}
		n := s.code(s.file.FileStart, s.file.FileEnd)
		lines[filepath.Dir(s.path)] += n
		if n > fileLines {
			t.Errorf("%s has %d lines of code; above %d it is two files", s.path, n, fileLines)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.code(f.Pos(), f.End()); n > functionLines {
				t.Errorf("%s: %s has %d lines of code; above %d it does more than one thing", s.line(f), f.Name.Name, n, functionLines)
			}
		}
	}
	for dir, n := range lines {
		if limit := max(packageLines, larger[dir].lines); n > limit {
			t.Errorf("%s has %d lines of code; above %d it is two areas", dir, n, limit)
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	for _, s := range sources(t) {
		dir := filepath.Dir(s.path)
		said[dir] = said[dir] || s.file.Doc != nil
	}
	for dir, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment: write its doc.go", dir)
		}
	}
}
