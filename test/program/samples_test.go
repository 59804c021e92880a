package program

import (
	"encoding/csv"
	"fmt"
	"html"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"xinheng/internal/seed"
)

// reader is a newcomer who does what a page says, beside a running demo.
type reader struct {
	t    *testing.T
	site *site
	tmp  string
	out  string // what the commands since the last heading have printed
}

func newReader(t *testing.T) *reader {
	h := village(t)
	return &reader{t: t, site: h.serve(), tmp: filepath.Dir(h.data)}
}

// do carries out a line of a shell block. Only where things are differs from what is written.
func (r *reader) do(line string) {
	r.t.Helper()
	line = strings.ReplaceAll(strings.ReplaceAll(line, "/tmp/", r.tmp+"/"), "bin/xinheng", binary())
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir, cmd.Env = "../..", environment("XINHENG_DATA="+r.site.house.data)
	out, err := cmd.CombinedOutput()
	r.out += string(out)
	if err != nil {
		r.t.Errorf("%s: %v\n%s", line, err, out)
	}
}

var (
	receiptLine = regexp.MustCompile(`^- 回执 receipt: (.*)$`)
	receiptOut  = regexp.MustCompile(`accepted (\d+).*rejected (\d+).*duplicate (\d+).*queued (\d+)`)
	lookLine    = regexp.MustCompile(`^- 看 look: (.*)$`)
	place       = regexp.MustCompile(`\[[^\]]*\]\(http://127\.0\.0\.1:8080([^)]*)\)|屏幕 screen`)
	quoted      = regexp.MustCompile(`“([^”]*)”`)
	tag         = regexp.MustCompile(`<[^>]*>`)
)

// receipt compares the last receipt on the screen with what the page says.
func (r *reader) receipt(said string) {
	r.t.Helper()
	all := receiptOut.FindAllStringSubmatch(r.out, -1)
	if len(all) == 0 {
		r.t.Errorf("no receipt:\n%s", r.out)
		return
	}
	n := all[len(all)-1]
	if got := fmt.Sprintf("accepted %s, rejected %s, duplicate %s, queued %s", n[1], n[2], n[3], n[4]); got != said {
		r.t.Errorf("the receipt says %s; the page says %s\n%s", got, said, r.out)
	}
}

// look opens every page a line names and finds on it what stands in quotation marks behind it.
func (r *reader) look(line string) {
	r.t.Helper()
	places := place.FindAllStringSubmatchIndex(line, -1)
	if len(places) == 0 {
		r.t.Errorf("it names no place to look at: %s", line)
	}
	for i, at := range places {
		end := len(line)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		rest, text := line[at[1]:end], r.out
		if at[2] >= 0 {
			text = r.open(line[at[2]:at[3]], rest)
		}
		for _, q := range quoted.FindAllStringSubmatch(rest, -1) {
			if !strings.Contains(text, q[1]) {
				r.t.Errorf("%s: there is no %q:\n%.3000s", line[at[0]:at[1]], q[1], text)
			}
		}
	}
}

// open reads a page of the site as its reader sees it. The number behind a link is its status; 200 goes without saying.
func (r *reader) open(path, rest string) string {
	r.t.Helper()
	want := http.StatusOK
	if _, err := fmt.Sscanf(strings.TrimSpace(rest), "%d", &want); err != nil {
		want = http.StatusOK
	}
	a, err := r.site.ask(http.MethodGet, path, "", nil)
	if err != nil || a.status != want {
		r.t.Errorf("GET %s: %d %v, want %d", path, a.status, err, want)
	}
	return html.UnescapeString(tag.ReplaceAllString(string(a.body), ""))
}

// follow reads a page from top to bottom.
func (r *reader) follow(file string) (commands int) {
	r.t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		r.t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#"):
			r.out = ""
		case strings.HasPrefix(line, "bin/xinheng "):
			r.do(line)
			commands++
		case receiptLine.MatchString(line):
			r.receipt(receiptLine.FindStringSubmatch(line)[1])
		case lookLine.MatchString(line):
			r.look(lookLine.FindStringSubmatch(line)[1])
		}
	}
	return commands
}

func TestSamplesDoWhatTheirReadmeSays(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	page := filepath.Join(samplesFolder, "README.md")
	if n := r.follow(page); n < 12 {
		t.Errorf("only %d commands were found in it", n)
	}
	raw, _ := os.ReadFile(page)
	for name := range sampleFiles(t) {
		if !strings.Contains(string(raw), "samples/"+name) {
			t.Errorf("it does not mention %s", name)
		}
	}
	for _, c := range seed.Characters() {
		row := fmt.Sprintf("| [%s](http://127.0.0.1:8080/entities/%s) | %s | %s | %s |", c.USCC, c.USCC, c.Name, c.ZH, c.EN)
		if !strings.Contains(string(raw), row) {
			t.Errorf("the table of characters lacks: %s", row)
		}
		if a, err := r.site.ask(http.MethodGet, "/entities/"+c.USCC, "", nil); err != nil || a.status != http.StatusOK {
			t.Errorf("the page of %s: %d %v", c.Name, a.status, err)
		}
	}
	t.Run("F09-3 every row of penalty-errors.csv fails as its remark says", func(t *testing.T) { r.errors(t) })
}

// errors compares the file of row errors with the remarks of the sheet.
func (r *reader) errors(t *testing.T) {
	f, err := os.Open(filepath.Join(r.tmp, "errors.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string][]string{} // by row
	for _, l := range lines[1:] {
		codes[l[0]] = append(codes[l[0]], l[2])
		if !hasChinese(l[3]) || l[4] == "" {
			t.Errorf("row %s: the reason is not in both languages: %q", l[0], l)
		}
	}
	for i, row := range faulty() {
		want := row["BZ"]
		got := strings.Join(codes[fmt.Sprint(i+2)], " ")
		if want == "ok" {
			want = ""
		}
		if got != want {
			t.Errorf("row %d fails with %q, its remark says %q", i+2, got, want)
		}
	}
}

func TestTheReadmesAreTrue(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	for _, page := range []string{"../../README.md", "../../README.zh-CN.md"} {
		if n := r.follow(page); n < 5 {
			t.Errorf("%s: only %d commands were found in it", page, n)
		}
	}
}
