package registry

import (
	"context"
	"encoding/json"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

var (
	// names of authorities may be said by everybody
	qNamed = pg.Q("registry.named", `
		select e.name_norm from registry.entity e where e.name_norm = any($1) and e.kind not in ('person', 'organ')
		union
		select f.name_norm from registry.former_name f where f.name_norm = any($1)`)
	qClear = pg.Q("registry.clear", `
		select p.sealed from registry.person p where p.entity_id = $1
		union all
		select e.legal_rep_sealed from registry.entity e where e.entity_id = $1 and e.legal_rep_sealed is not null`)
)

// Named says which of some folded names a firm bears or bore.
func Named(ctx context.Context, db pg.DB, names []string) (_ []string, err error) {
	defer fault.Wrap(&err, "registry.Named(%d)", len(names))
	return pg.Column[string](ctx, db, qNamed, names)
}

// PersonsClear opens the names and numbers of those who stand in a registration, for code that sees to it that none of them gets out. It is
// never shown, logged or stored.
func PersonsClear(ctx context.Context, db pg.DB, s *seal.Sealer, id string) (out [][2]string, err error) {
	defer fault.Wrap(&err, "registry.PersonsClear")
	rows, err := pg.Column[[]byte](ctx, db, qClear, id)
	if err != nil {
		return nil, err
	}
	for _, sealed := range rows {
		plain, err := s.Open(sealContext(id), sealed)
		if err != nil {
			return nil, err
		}
		var clear [2]string
		if err := json.Unmarshal(plain, &clear); err != nil {
			return nil, err
		}
		out = append(out, clear)
	}
	return out, nil
}
