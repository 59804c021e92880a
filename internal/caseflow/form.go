package caseflow

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Bounds of answers whose field names none of its own: safeguards of the platform.
const (
	maxText     = 200
	maxLongText = 5000
	maxEntries  = 50
	maxNote     = 2000
)

// fit checks answers against a form. What the form does not ask is refused: nothing unasked is kept.
func fit(form []Field, v Values) error {
	for name := range v {
		if !slices.ContainsFunc(form, func(f Field) bool { return f.Name == name }) {
			return badField(name)
		}
	}
	for _, f := range form {
		x, given := v[f.Name]
		if given && x == nil {
			given = false
		}
		if !given && f.Required || given && !f.takes(v, x) {
			return badField(f.Name)
		}
	}
	return nil
}

// takes says whether an answer fits the field. An empty answer fits one that is not required.
func (f Field) takes(v Values, x any) bool {
	switch f.Kind {
	case Bool:
		_, ok := x.(bool)
		return ok
	case Records, Attachments:
		return f.takesList(v, x)
	case Changes:
		return f.takesChanges(v, x)
	}
	s, ok := x.(string)
	if !ok || !clean(s) || f.Required && strings.TrimSpace(s) == "" {
		return false
	}
	if s == "" {
		return true
	}
	switch f.Kind {
	case Date:
		d, err := workday.Parse(s)
		return err == nil && d != 0
	case Choice:
		return slices.ContainsFunc(f.Options, func(o Option) bool { return o.Code == s })
	case LongText:
		return utf8.RuneCountInString(s) <= cmp.Or(f.Max, maxLongText)
	}
	return utf8.RuneCountInString(s) <= cmp.Or(f.Max, maxText)
}

func (f Field) takesList(v Values, x any) bool {
	items := v.List(f.Name)
	n := len(items)
	if raw, ok := x.([]any); ok {
		n = len(raw)
	} else if _, ok := x.([]string); !ok {
		return false
	}
	return n == len(items) && n <= cmp.Or(f.Max, maxEntries) && (n > 0 || !f.Required) &&
		!slices.ContainsFunc(items, func(s string) bool { return s == "" || len(s) > maxText || !clean(s) })
}

func (f Field) takesChanges(v Values, x any) bool {
	if _, ok := x.(map[string]any); !ok {
		return false
	}
	all := v.Changes(f.Name)
	if len(all) > cmp.Or(f.Max, maxEntries) || len(all) == 0 && f.Required {
		return false
	}
	for code, c := range all {
		if code == "" || len(code) > maxText || !clean(c.Old) || !clean(c.New) || utf8.RuneCountInString(c.Old+c.New) > maxLongText {
			return false
		}
	}
	return true
}

// clean refuses broken text and control characters beside line breaks and tabs.
func clean(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' })
}

// answers looks up what a form refers to: records must be the subject's own, and each file becomes evidence named by its
// field. What a person types is never evidence by itself.
func (d *Desk) answers(ctx context.Context, tx pg.Tx, c *Case, m Doing) (files []Evidence, err error) {
	var own map[string]bool
	for _, f := range m.Move.Form {
		refs := m.Fields.List(f.Name)
		if one := m.Fields.Text(f.Name); one != "" {
			refs = []string{one}
		}
		for _, ref := range refs {
			switch f.Kind {
			case Record, Records:
				if own == nil {
					if own, err = recordsOf(ctx, tx, c.EntityID); err != nil {
						return nil, err
					}
				}
				if !own[ref] {
					return nil, badField(f.Name)
				}
			case Attachment, Attachments:
				if d.Attached == nil {
					return nil, badField(f.Name)
				}
				name, sum, err := d.Attached(ctx, tx, m.Actor, c, ref)
				if err != nil {
					return nil, err
				}
				files = append(files, Evidence{Kind: f.Name, Ref: ref, Name: name, SHA256: sum, Source: "upload"})
			}
		}
	}
	return files, nil
}

func recordsOf(ctx context.Context, db pg.DB, entity string) (map[string]bool, error) {
	all, err := record.Of(ctx, db, entity, time.Time{})
	own := make(map[string]bool, len(all))
	for _, r := range all {
		own[r.ID] = true
	}
	return own, err
}
