package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Fields of a registration that two sources can be found to differ about. The rest is derived, a list that only grows, or taken from a
// second source only where the first left it empty.
const (
	FieldName     = "name"
	FieldStatus   = "status"
	FieldAddress  = "address"
	FieldLegalRep = "legal_rep"
	FieldIndustry = "industry"
	FieldFounded  = "established_on"
)

// Held is a registration as it is held, for comparing it with another: whose word it is, and its legal representative, sealed until Open.
type Held struct {
	ID, Name, Status, Region, Address, LegalRepMasked string
	Kind                                              Kind
	Industry, Parent, RegNo                           string
	EstablishedOn                                     workday.Date
	ToldBy, ToldName                                  string
	LastSeen                                          *time.Time
	LegalRepSealed                                    []byte

	RepName, RepID string `db:"-"` // in clear, for the transaction only; never shown, logged or stored so
}

// TellsOn is the day it was told.
func (h *Held) TellsOn() workday.Date {
	if h.LastSeen == nil {
		return 0
	}
	return workday.Of(*h.LastSeen)
}

var (
	qHeld = pg.Q("registry.held", `
		select e.entity_id as id, e.name, e.kind, e.status, e.region, e.address, e.industry, e.established_on,
			e.parent_id as parent, e.reg_no, e.legal_rep_masked, e.told_by, e.told_name, e.last_seen,
			e.legal_rep_sealed
		from registry.entity e where e.entity_id = any($1) and e.status <> 'stub' and e.kind <> 'person'`)
	qAmend = pg.Q("registry.amend", `
		update registry.entity set name = $2, name_norm = $3, core_name = $4, bigrams = $5, status = $6, address = $7,
			industry = $8, established_on = $9, digest = '' where entity_id = $1`)
)

// HeldOf finds registrations, those only that are more than the stub of a record. Who represents them stays sealed until it is Opened.
func HeldOf(ctx context.Context, tx pg.Tx, ids []string) (_ map[string]Held, err error) {
	defer fault.Wrap(&err, "registry.HeldOf(%d)", len(ids))
	out := make(map[string]Held, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := pg.All[Held](ctx, tx, qHeld, ids)
	for _, h := range rows {
		out[h.ID] = h
	}
	return out, err
}

// Open puts the legal representative in clear.
func (h *Held) Open(s *seal.Sealer) error {
	if len(h.LegalRepSealed) == 0 {
		return nil
	}
	plain, err := s.Open(sealContext(h.ID), h.LegalRepSealed)
	if err != nil {
		return err
	}
	var clear [2]string
	if err := json.Unmarshal(plain, &clear); err != nil {
		return fmt.Errorf("registry.Held.Open(%s): %w", h.ID, err)
	}
	h.RepName, h.RepID = clear[0], clear[1]
	return nil
}

// Amend gives one field of a registration the value that was found right (F21-6); the name it had joins the former names. The legal
// representative is not among them: who that is comes with an identity number, so with the next delivery of whoever was right.
func Amend(ctx context.Context, tx pg.Tx, id, field, value string) (err error) {
	defer fault.Wrap(&err, "registry.Amend(%s, %s)", id, field)
	rows, err := pg.All[Held](ctx, tx, qHeld, []string{id})
	if err != nil || len(rows) == 0 {
		return err
	}
	h := rows[0]
	was := h.Name
	switch field {
	case FieldName:
		h.Name = clean(value)
	case FieldStatus:
		h.Status = value
	case FieldAddress:
		h.Address = clean(value)
	case FieldIndustry:
		h.Industry = value
	case FieldFounded:
		if h.EstablishedOn, err = workday.Parse(value); err != nil {
			return err
		}
	default:
		return nil
	}
	norm := ident.NormalName(h.Name)
	if _, err := tx.Exec(ctx, qAmend, id, h.Name, norm, ident.CoreName(h.Name), bigrams(norm), h.Status, h.Address, h.Industry,
		h.EstablishedOn); err != nil {
		return err
	}
	if old := ident.NormalName(was); old != norm && old != "" {
		_, err = tx.Exec(ctx, qFormer, []string{id}, []string{old}, []string{was})
	}
	return err
}
