package law

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"xinheng/internal/workday"
)

// shaper compares an entry's text with the type it was read into. What it refuses needs no other entry to be seen:
// unknown keys, missing ones, words outside their vocabulary, half-translated texts, characters nobody can print.
// On its way it collects the entry's references.
type shaper struct {
	e      *entry
	faults *Faults
}

var (
	text2Type = reflect.TypeFor[Text2]()
	refType   = reflect.TypeFor[Ref]()
	dateType  = reflect.TypeFor[workday.Date]()
)

func (s *shaper) entry() {
	s.walk(s.e.node, reflect.ValueOf(s.e.rule).Elem(), "")
	s.readable(s.e.node, "")
}

func (s *shaper) fault(n *yaml.Node, zh, en string) { s.faults.add(s.e.file, n.Line, zh, en) }

// walk descends into n, which was read into v; name is "Type.key", the key it stands under.
func (s *shaper) walk(n *yaml.Node, v reflect.Value, name string) {
	switch {
	case v.Type() == text2Type:
		s.mapping(n, v)
		if t := v.Interface().(Text2); (t.ZH == "") != (t.EN == "") {
			s.fault(n, "须有中英两种文字。", "Must be in both languages.")
		}
	case v.Type() == refType:
		s.mapping(n, v)
		s.e.refs = append(s.e.refs, placedRef{v.Interface().(Ref), n.Line})
	case v.Kind() == reflect.Struct:
		s.mapping(n, v)
	case v.Kind() == reflect.Slice:
		for i := 0; n.Kind == yaml.SequenceNode && i < len(n.Content) && i < v.Len(); i++ {
			s.walk(n.Content[i], v.Index(i), name)
		}
	case v.Kind() == reflect.String:
		s.word(n, v, name)
	}
}

func (s *shaper) mapping(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.MappingNode {
		s.fault(n, "须是映射。", "Must be a mapping.")
		return
	}
	fields := fieldsOf(v.Type())
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		f, known := fields[k.Value]
		if !known {
			s.fault(k, "不认识的键 "+quote(k.Value)+"。", "Unknown key "+quote(k.Value)+".")
			continue
		}
		s.walk(n.Content[i+1], v.FieldByIndex(f.index), v.Type().Name()+"."+k.Value)
	}
	for key, f := range fields {
		if f.required && f.missing(v) && !(key == "basis" && s.e.kind == "instrument") {
			s.fault(n, "缺少 "+key+"。", "Missing "+key+".")
		}
	}
}

func (s *shaper) word(n *yaml.Node, v reflect.Value, name string) {
	words, closed := typeWords[v.Type().Name()]
	if !closed {
		words, closed = keyWords[name]
	}
	if closed && v.String() != "" && !slices.Contains(words, v.String()) {
		s.fault(n, "不认识的取值 "+quote(v.String())+"。", "Unknown value "+quote(v.String())+"; one of: "+strings.Join(words, " ")+".")
	}
}

// readable refuses text that cannot be printed everywhere (GB 18030 has every assigned character; private use and
// replacement characters mean a broken conversion), and the retired words of the 2021 text.
func (s *shaper) readable(n *yaml.Node, under string) {
	if n.Kind == yaml.ScalarNode {
		if !printable(n.Value) {
			s.fault(n, "含有不可显示的字符。", "Contains characters that cannot be shown.")
		}
		for _, w := range retired {
			if under != "note" && under != "aliases" && strings.Contains(n.Value, w) {
				s.fault(n, "不再使用“"+w+"”一词，请写“严重失信主体名单”或“守信激励”。", "This word is retired: say serious dishonesty list, or incentive.")
			}
		}
	}
	for i, c := range n.Content {
		if n.Kind != yaml.MappingNode {
			s.readable(c, under)
		} else if i%2 == 1 {
			s.readable(c, n.Content[i-1].Value)
		}
	}
}

func printable(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r == utf8.RuneError || unicode.In(r, unicode.Co, unicode.Cf) || (unicode.IsControl(r) && r != '\n')
	})
}

// field of a struct as YAML sees it.
type field struct {
	index    []int
	required bool // no omitempty, and its zero value means nothing
}

func (f field) missing(v reflect.Value) bool {
	x := v.FieldByIndex(f.index)
	if x.Kind() == reflect.Slice {
		return x.Len() == 0
	}
	return x.IsZero()
}

// fieldsOf lists a struct's keys, those of inlined structs among them.
func fieldsOf(t reflect.Type) map[string]field {
	fields := map[string]field{}
	for _, f := range reflect.VisibleFields(t) {
		key, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if key == "" {
			continue // the inlined struct itself; its fields follow
		}
		needed := f.Type.Kind() == reflect.String || f.Type.Kind() == reflect.Slice || f.Type == text2Type || f.Type == dateType
		fields[key] = field{f.Index, needed && options != "omitempty"}
	}
	return fields
}
