package law

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"xinheng/internal/workday"
)

// files is what lies under law/, read once: path order is rule order.
type files struct {
	paths []string
	text  map[string][]byte
}

const changesFile = "CHANGES.md"

func readFiles(fsys fs.FS) (files, error) {
	f := files{text: map[string][]byte{}}
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || (!strings.HasSuffix(path, ".yaml") && path != changesFile) {
			return err
		}
		text, err := fs.ReadFile(fsys, path)
		f.paths = append(f.paths, path) // WalkDir walks in lexical order
		f.text[path] = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
		return err
	})
	return f, err
}

// hash is over the paths and the text, so that a file moved is a change too.
func (f files) hash() string {
	h := sha256.New()
	for _, p := range f.paths {
		fmt.Fprintf(h, "%s %d\n", p, len(f.text[p]))
		h.Write(f.text[p])
	}
	return hex.EncodeToString(h.Sum(nil))
}

var changeDate = regexp.MustCompile(`(?m)^## (\d{4}-\d{2}-\d{2})$`)

// edition names the text: the newest day in CHANGES.md and the beginning of the hash.
func (f files) edition(faults *Faults) string {
	newest := ""
	for _, m := range changeDate.FindAllSubmatch(f.text[changesFile], -1) {
		newest = max(newest, string(m[1]))
	}
	if newest == "" {
		faults.add(changesFile, 1, "须有日期标题，例如 ## 2026-11-22。", "It needs a heading with a day, such as ## 2026-11-22.")
	}
	return newest + "·" + f.hash()[:8]
}

// parse reads every entry of every file; what cannot be read becomes a fault.
func (f files) parse(faults *Faults) []*entry {
	var entries []*entry
	for _, path := range f.paths {
		if path != changesFile {
			entries = append(entries, parseFile(path, f.text[path], faults)...)
		}
	}
	return entries
}

func parseFile(path string, text []byte, faults *Faults) (entries []*entry) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		addYAML(faults, path, 1, err)
		return nil
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		faults.add(path, 1, "文件须是一个映射，例如 limits: […]。", "A file is one mapping, such as limits: […].")
		return nil
	}
	if n := borrowed(&doc); n != nil {
		faults.add(path, n.Line, "不用锚点和别名，请把值写全。", "No anchors and aliases: write the value out.")
		return nil
	}
	top := doc.Content[0]
	for i := 0; i+1 < len(top.Content); i += 2 {
		name, list := top.Content[i], top.Content[i+1]
		sec, known := sections[name.Value]
		switch {
		case !known:
			faults.add(path, name.Line, "不认识的键 "+quote(name.Value)+"。", "Unknown key "+quote(name.Value)+".")
		case list.Kind != yaml.SequenceNode:
			faults.add(path, name.Line, quote(name.Value)+" 须是列表。", quote(name.Value)+" must be a list.")
		default:
			for _, n := range list.Content {
				entries = append(entries, parseEntry(path, sec, n, faults))
			}
		}
	}
	return entries
}

func parseEntry(path string, sec section, n *yaml.Node, faults *Faults) *entry {
	e := &entry{kind: sec.kind, file: path, node: n, rule: sec.make()}
	for _, key := range []string{"from", "until", "holidays", "makeups"} {
		if _, v := child(n, key); v != nil {
			mendDates(path, v, faults)
		}
	}
	if err := n.Decode(e.rule); err != nil {
		addYAML(faults, path, n.Line, err)
	}
	return e
}

// mendDates refuses what is no date and puts one in its place, since one bad date would otherwise hide the rest of the entry.
func mendDates(path string, n *yaml.Node, faults *Faults) {
	for _, c := range n.Content {
		mendDates(path, c, faults)
	}
	if n.Kind != yaml.ScalarNode {
		return
	}
	if d, err := workday.Parse(n.Value); err != nil || d == 0 {
		faults.add(path, n.Line, "日期须写成 2026-11-22 的形式。", "Write the date as 2026-11-22.")
		n.Tag, n.Value = "!!str", "2020-01-01"
	}
}

// borrowed finds an anchor or alias: with them a line would not be where the value is written.
func borrowed(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		return n
	}
	for _, c := range n.Content {
		if b := borrowed(c); b != nil {
			return b
		}
	}
	return nil
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)

// addYAML turns the library's messages ("line 3: cannot unmarshal …") into faults at their lines.
func addYAML(faults *Faults, path string, line int, err error) {
	messages := []string{err.Error()}
	if t := (*yaml.TypeError)(nil); errors.As(err, &t) {
		messages = t.Errors
	}
	for _, m := range messages {
		at := line
		if g := yamlLine.FindStringSubmatch(m); g != nil {
			at, _ = strconv.Atoi(g[1])
			m = g[2]
		}
		faults.add(path, at, "无法读取：", "Cannot be read: "+m+".")
	}
}

func quote(s string) string { return strconv.Quote(s) }
