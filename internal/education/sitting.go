package education

import (
	"cmp"
	"crypto/sha256"
	"slices"

	"xinheng/internal/law"
)

// Draw gives the questions of a sitting in their order. It follows from the id of the sitting and the course, so that the same
// sitting shows the same questions however often it is looked at, and two sittings differ.
func Draw(c law.Course, sitting string) []law.Question {
	type lot struct {
		mark [sha256.Size]byte
		q    law.Question
	}
	lots := make([]lot, len(c.Questions))
	for i, q := range c.Questions {
		q.Choices = slices.Clone(q.Choices)
		slices.SortFunc(q.Choices, func(a, b law.Choice) int {
			return cmp.Or(slices.Compare(sum(sitting, q.ID, a.ID), sum(sitting, q.ID, b.ID)), cmp.Compare(a.ID, b.ID))
		})
		lots[i] = lot{sha256.Sum256([]byte(sitting + " " + q.ID)), q}
	}
	slices.SortFunc(lots, func(a, b lot) int { return slices.Compare(a.mark[:], b.mark[:]) })
	out := make([]law.Question, 0, c.Ask)
	for _, l := range lots[:c.Ask] {
		out = append(out, l.q)
	}
	return out
}

func sum(sitting, question, choice string) []byte {
	s := sha256.Sum256([]byte(sitting + " " + question + " " + choice))
	return s[:]
}

// Marked is an answer with what is right and why: shown once the sitting is closed, so that it teaches.
type Marked struct {
	Question string    `json:"question"`
	Text     law.Text2 `json:"text"`
	Given    string    `json:"given,omitempty" doc:"none: not answered, which counts as wrong"`
	Right    string    `json:"right"`
	Correct  bool      `json:"correct"`
	Why      law.Text2 `json:"why"`
}

// Mark compares answers with what is right. An answer to what was not asked, or a choice there is not, is refused.
func Mark(asked []law.Question, answers map[string]string) (marks []Marked, correct int, err error) {
	known := 0
	for _, q := range asked {
		given, ok := answers[q.ID]
		if ok {
			known++
			if !slices.ContainsFunc(q.Choices, func(c law.Choice) bool { return c.ID == given }) {
				return nil, 0, errAnswer
			}
		}
		m := Marked{Question: q.ID, Text: q.Text, Given: given, Right: q.Right(), Why: q.Why}
		if m.Correct = given == m.Right; m.Correct {
			correct++
		}
		marks = append(marks, m)
	}
	if known != len(answers) {
		return nil, 0, errAnswer
	}
	return marks, correct, nil
}

// Passes compares a share of right answers with the one that passes.
func Passes(correct, asked int, share law.Limit) bool {
	return int64(correct)*1000 >= share.N*int64(asked)
}
