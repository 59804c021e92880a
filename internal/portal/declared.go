package portal

import (
	"context"

	"xinheng/internal/declaration"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Declared is what the site reads of the declarations of firms: those that were verified, count on a day and are shared with whom it asks for.
type Declared interface {
	Verified(ctx context.Context, db pg.DB, entity string, on workday.Date, to declaration.Scope) ([]declaration.Told, error)
}

// declaredFact is a verified declaration a firm shares with the public, its values in the order of its form (F11-2).
type declaredFact struct {
	declaration.Told
	Lines  []declaredLine
	Shared bool // verified by shared data, not by a body
}

type declaredLine struct {
	Name  law.Text2
	Value string
}

// declared is what a firm tells everybody of itself. It is shown as of today only: consent is withdrawn for every day at once.
func (v *visit) declared(entity string, on workday.Date) (out []declaredFact, err error) {
	if v.Deps.Declared == nil || on != v.today || v.onlyClass() != "" {
		return nil, nil
	}
	all, err := v.Deps.Declared.Verified(v.ctx, v.Pool, entity, v.today, declaration.Everybody)
	for _, t := range all {
		f := declaredFact{Told: t, Shared: t.VerifiedBy == "shared"}
		k, _ := v.book.DeclarationKind(t.Kind)
		for _, field := range k.Fields {
			if said := t.Values[field.Code]; said != "" {
				f.Lines = append(f.Lines, declaredLine{field.Name, said})
			}
		}
		out = append(out, f)
	}
	return out, err
}
