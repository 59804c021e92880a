package law_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"xinheng/internal/law"
	lawdata "xinheng/law"
)

const proofHead = `
proofs:
  - code: test-proof
    version: "1"
    name: {zh: 健康证明, en: Health certificate}
    body: {zh: 甲, en: A}
    issuer: {zh: 乙, en: B}
    matters: [food-licence]
    from: 2022-01-01
    basis: [{instrument: qfb-2021-4, article: （二）}]
    standing: text
`

// An excluded proof is switched to commitment only by a provision that is noted with its article; what is excluded by nothing
// may not stay a paper. The data is refused as a whole, so neither an edition nor an adoption of it can carry such a switch.
func TestF02_1_AnExcludedProofIsNotSwitchedWithoutALegalOverride(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct{ add, refused string }{
		"a paper on its ground":              {"    mode: ordinary\n    grounds: [health]\n", ""},
		"by commitment on no ground":         {"    mode: commitment\n", ""},
		"a paper on no ground":               {"    mode: ordinary\n", "不得索要"},
		"switched":                           {"    mode: commitment\n    grounds: [health]\n", "法定例外"},
		"switched by a note without article": {"    mode: commitment\n    grounds: [health]\n    override: {zh: 某规定, en: Some rule}\n    override_basis: [{instrument: qfb-2021-4}]\n", "法定例外"},
		"switched by a note alone":           {"    mode: commitment\n    grounds: [health]\n    override: {zh: 某规定, en: Some rule}\n", "法定例外"},
		"switched by a provision": {"    mode: commitment\n    grounds: [health]\n    override: {zh: 某规定, en: Some rule}\n" +
			"    override_basis: [{instrument: qfb-2021-4, article: （二）}]\n", ""},
		"an unknown ground": {"    mode: ordinary\n    grounds: [no-such]\n", "没有这个代码"},
	} {
		got := ""
		if _, err := law.Load(besides(t, "proofs/test.yaml", proofHead+x.add)); err != nil {
			got = err.Error()
		}
		if x.refused == "" && got != "" || x.refused != "" && !strings.Contains(got, x.refused) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// besides is the shipped law and one more file.
func besides(t *testing.T, path, text string) fs.FS {
	t.Helper()
	all := fstest.MapFS{path: {Data: []byte(text)}}
	err := fs.WalkDir(lawdata.FS, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(lawdata.FS, p)
		all[p] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
