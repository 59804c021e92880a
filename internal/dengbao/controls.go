package dengbao

import (
	"bytes"
	_ "embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"xinheng/internal/law"
)

//go:embed controls.yaml
var controls []byte

// Map is the standard and what answers to it.
type Map struct {
	Standard string    `yaml:"standard"`
	Level    int       `yaml:"level"`
	Controls []Control `yaml:"controls"`
}

// Control is one demand of the standard.
type Control struct {
	ID       string    `yaml:"id"`
	Clause   string    `yaml:"clause"`
	Checked  bool      `yaml:"checked"` // the number of the clause was compared with the text
	Title    law.Text2 `yaml:"title"`
	Platform law.Text2 `yaml:"platform"`
	Operator law.Text2 `yaml:"operator"`
	Tests    []string  `yaml:"tests"` // "internal/seal TestSM2IsTheStandardOne"
}

// Load reads the map that is part of the program.
func Load() (m Map, err error) {
	d := yaml.NewDecoder(bytes.NewReader(controls))
	d.KnownFields(true)
	if err := d.Decode(&m); err != nil {
		return m, fmt.Errorf("dengbao: controls.yaml: %w", err)
	}
	return m, nil
}

var testFunc = regexp.MustCompile(`(?m)^func (Test\w+)\(`)

// Missing lists the tests that a map names and a tree has not.
func (m Map) Missing(tree fs.FS) (missing []string, err error) {
	found := map[string]map[string]bool{}
	for _, c := range m.Controls {
		for _, t := range c.Tests {
			dir, name, _ := strings.Cut(t, " ")
			if found[dir] == nil {
				if found[dir], err = testsIn(tree, dir); err != nil {
					return nil, err
				}
			}
			if !found[dir][name] {
				missing = append(missing, c.ID+": "+t)
			}
		}
	}
	return missing, nil
}

func testsIn(tree fs.FS, dir string) (map[string]bool, error) {
	files, err := fs.Glob(tree, path.Join(dir, "*_test.go"))
	if err != nil {
		return nil, err
	}
	tests := map[string]bool{}
	for _, f := range files {
		src, err := fs.ReadFile(tree, f)
		if err != nil {
			return nil, err
		}
		for _, m := range testFunc.FindAllSubmatch(src, -1) {
			tests[string(m[1])] = true
		}
	}
	return tests, nil
}
