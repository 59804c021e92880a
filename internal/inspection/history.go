package inspection

import (
	"context"
	"errors"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// Member is a firm of a frozen roster, with the class it stood in on the day.
type Member struct{ Code, Class string }

// RosterPart is a part of the frozen roster of a draw, by number from 0; more is false behind the last. It tells classes, which are not for
// publication: whoever reads it counts.
func RosterPart(ctx context.Context, db pg.DB, id string, part int32) (_ []Member, more bool, err error) {
	defer fault.Wrap(&err, "inspection.RosterPart(%s, %d)", id, part)
	body, err := pg.Scalar[[]byte](ctx, db, qChunk, id, part)
	if errors.Is(err, pg.ErrNone) {
		return nil, false, nil
	}
	var out []Member
	for line := range strings.Lines(string(body)) {
		code, class, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		out = append(out, Member{code, class})
	}
	return out, true, err
}
