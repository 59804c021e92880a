package caseflow

import (
	"encoding/json"

	"xinheng/internal/workday"
)

// Values are the answers of a form, by field name, as JSON gave them. Do checks them against the form before a handler
// sees them, so the readers below need no error: what is not there is zero.
type Values map[string]any

// Text is the answer of a text, choice, record or attachment field.
func (v Values) Text(name string) string { s, _ := v[name].(string); return s }

// Bool is the answer of a yes-or-no field.
func (v Values) Bool(name string) bool { b, _ := v[name].(bool); return b }

// Date is the answer of a date field.
func (v Values) Date(name string) workday.Date { d, _ := workday.Parse(v.Text(name)); return d }

// List is the answer of a field of many records or attachments.
func (v Values) List(name string) (out []string) {
	switch l := v[name].(type) {
	case []string:
		return l
	case []any:
		for _, x := range l {
			if s, ok := x.(string); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// Change is an old and a new value of one field of a record.
type Change struct {
	Old string `json:"old"`
	New string `json:"new"`
}

// Changes is the answer of a field of old and new values, by field code.
func (v Values) Changes(name string) map[string]Change {
	out := map[string]Change{}
	b, err := json.Marshal(v[name])
	if err == nil {
		_ = json.Unmarshal(b, &out)
	}
	return out
}
