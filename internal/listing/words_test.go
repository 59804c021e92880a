package listing

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// retired are the words the interface, the papers and the pages no longer use (G6): 严重失信主体名单 and 守信激励 took their place.
var retired = regexp.MustCompile(`黑名单|红名单|红黑榜|黑榜|红榜|(?i:black[- ]?list|red[- ]?list)`)

// TestG6_NoTextOfTheInterfaceUsesARetiredWord reads every text people see: the words of the web pages, the templates and texts of
// the portal, the sheets of papers. Law data has its own check, where old names of lists are known as aliases and nothing else.
func TestG6_NoTextOfTheInterfaceUsesARetiredWord(t *testing.T) {
	t.Parallel()
	read := 0
	for _, dir := range []string{"../../web/src", "../portal/templates", "../portal", "../paper", "../caseflow", "../repair", "."} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			name := filepath.Base(path)
			if err != nil || d.IsDir() || regexp.MustCompile(`_test\.go$|\.test\.tsx?$`).MatchString(name) || name == "api.ts" {
				return err
			}
			if !regexp.MustCompile(`\.(go|ts|tsx|html|css)$`).MatchString(name) {
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			read++
			if w := retired.Find(text); w != nil {
				t.Errorf("%s says %s", path, w)
			}
			return nil
		})
		must(t, err)
	}
	if read < 100 {
		t.Fatalf("only %d files were read", read)
	}
	for _, w := range []string{"列入黑名单", "Blacklist", "红黑榜"} {
		if !retired.MatchString(w) {
			t.Errorf("%s is not found", w)
		}
	}
}
