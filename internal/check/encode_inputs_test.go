package check

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// fill gives every field of a value something, so that one that is added and not written fails the comparison.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.String:
		v.SetString("示例 \"" + strconv.Itoa(*n) + "\" <&\u2028>\n")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32, reflect.Int:
		v.SetInt(int64(*n) + 20_000)
	default:
		panic(v.Kind())
	}
}

func TestInputsAreWrittenAsTheyAreRead(t *testing.T) {
	t.Parallel()
	var full Inputs
	n := 0
	fill(reflect.ValueOf(&full.Facts).Elem(), &n)
	full.Known, full.Adoptions, full.Industry, full.Ground = true, law.Adoptions{}, "C14", "law:示例"
	bare := Inputs{Facts: []standing.Fact{{ID: "a", LawKeys: []string{}, Basis: []law.Ref{}}, {}}, Adoptions: law.Adoptions{}}
	adopted := Inputs{Known: true, Facts: []standing.Fact{}, Adoptions: law.Adoptions{{ID: "1", Keys: []string{"list.*"}, Body: "示例", From: workday.Date(20_000)}}}
	for _, in := range []Inputs{full, bare, adopted} {
		got, err := in.appendTo(nil)
		must(t, err)
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		must(t, enc.Encode(in))
		if !bytes.Equal(got, bytes.TrimSuffix(want.Bytes(), []byte("\n"))) {
			t.Errorf("\n got %s\nwant %s", got, want.Bytes())
		}
		if bytes.IndexByte(got, '\n') >= 0 {
			t.Error("a line of the evidence holds a line break")
		}
		var again Inputs
		must(t, json.Unmarshal(got, &again))
		if !reflect.DeepEqual(again, in) {
			t.Errorf("\n read %+v\nwrote %+v", again, in)
		}
	}
}
