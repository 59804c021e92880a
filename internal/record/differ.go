package record

import (
	"cmp"
	"context"

	"xinheng/internal/differ"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// disputed is a row about a record that another body holds: what it says stands beside what is held (F21-6).
type disputed struct {
	f     *finding
	owner bool // it came from the body that decided: its word is right at once
}

// settleRegistrations leaves those fields of registrations as they are that their sources differ about. What one source says of its own
// registrations is not looked at any further, so that a register of a million rows costs one look-up a chunk.
func (w *writer) settleRegistrations(ctx context.Context, tx pg.Tx, s *sheaf) error {
	ids := make([]string, len(s.entities))
	for i := range s.entities {
		r := &s.entities[i]
		r.ToldBy, r.ToldName, ids[i] = w.batch.SourceID, w.batch.Source, r.ID
	}
	held, err := registry.HeldOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	met, err := differ.Met(ctx, tx, ids)
	if err != nil {
		return err
	}
	for i := range s.entities {
		r := &s.entities[i]
		h, there := held[r.ID]
		if !there || !met[r.ID] && (h.ToldBy == "" || h.ToldBy == r.ToldBy) {
			continue
		}
		if err := w.settleRegistration(ctx, tx, &h, r); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) settleRegistration(ctx context.Context, tx pg.Tx, h *registry.Held, r *registry.Registration) error {
	if err := h.Open(w.d.seal); err != nil {
		return err
	}
	if r.Status == "" {
		r.Status = registry.Registered
	}
	thing := differ.Thing{EntityID: h.ID, Item: w.batch.Item, Owner: h.ToldBy, OwnerName: h.ToldName, Region: h.Region}
	stands := differ.Word{Source: h.ToldBy, SourceName: h.ToldName, On: h.TellsOn(),
		Fields: w.registered(h.Name, h.Status, h.Address, h.Industry, h.EstablishedOn, h.LegalRepMasked, h.RepName)}
	said := differ.Word{Source: w.batch.SourceID, SourceName: w.batch.Source, Document: w.batch.FileName, On: workday.Of(w.now),
		Fields: w.registered(r.Name, r.Status, r.Address, r.Industry, r.EstablishedOn, ident.MaskName(r.LegalRepName), r.LegalRepName)}
	stay, err := differ.Weigh(ctx, tx, w.now, w.who, thing, stands, said)
	keepHeld(h, r, stay)
	if h.ToldBy != "" { // whose word a registration is does not change because somebody else confirms it
		r.ToldBy, r.ToldName = h.ToldBy, h.ToldName
	}
	return err
}

// keepHeld leaves what the sources differ about as it is, and what only the first of them said.
func keepHeld(h *registry.Held, r *registry.Registration, stay []string) {
	for _, field := range stay {
		switch field {
		case registry.FieldName:
			r.Name = h.Name
		case registry.FieldStatus:
			r.Status = h.Status
		case registry.FieldAddress:
			r.Address = h.Address
		case registry.FieldIndustry:
			r.Industry = h.Industry
		case registry.FieldFounded:
			r.EstablishedOn = h.EstablishedOn
		case registry.FieldLegalRep:
			r.LegalRepName, r.LegalRepID = h.RepName, h.RepID
		}
	}
	if h.ToldBy == "" || h.ToldBy == r.ToldBy {
		return
	}
	r.Kind, r.Parent, r.RegNo = h.Kind, cmp.Or(h.Parent, r.Parent), cmp.Or(h.RegNo, r.RegNo)
	r.Address, r.Industry, r.EstablishedOn = cmp.Or(r.Address, h.Address), cmp.Or(r.Industry, h.Industry), cmp.Or(r.EstablishedOn, h.EstablishedOn)
	if r.LegalRepName == "" {
		r.LegalRepName, r.LegalRepID = h.RepName, h.RepID
	}
}

// registered are the fields of a registration that are compared. What a source leaves out it says nothing about.
func (w *writer) registered(name, status, address, industry string, founded workday.Date, repMasked, rep string) map[string]differ.Value {
	out := map[string]differ.Value{
		registry.FieldName: {Shown: name, Mark: ident.NormalName(name)}, registry.FieldStatus: {Shown: status, Mark: status},
		registry.FieldAddress: {Shown: address, Mark: ident.NormalName(address)}, registry.FieldIndustry: {Shown: industry, Mark: industry},
		registry.FieldFounded: {Shown: founded.String(), Mark: founded.String()}, registry.FieldLegalRep: {Shown: repMasked},
	}
	if folded := ident.NormalName(rep); folded != "" {
		out[registry.FieldLegalRep] = differ.Value{Shown: repMasked, Mark: w.d.seal.Blind("differ.legal_rep", folded)}
	}
	return out
}

// settleRecords puts what rows say about records of other bodies beside what those hold.
func (w *writer) settleRecords(ctx context.Context, tx pg.Tx, s *sheaf) error {
	for i := range s.disputed {
		x := &s.disputed[i]
		k, err := stored(ctx, tx, x.f.rec.EntityID, x.f.rec.ID)
		if fault.Is(err, "record.unknown") {
			continue // both are rows of this very delivery: it differs from itself
		}
		if err != nil {
			return err
		}
		r := &x.f.rec
		thing := differ.Thing{EntityID: k.EntityID, About: k.ID, Item: k.Item, Owner: k.AuthorityID, OwnerName: k.Authority, Region: k.Region}
		stands := differ.Word{Source: k.SourceID, SourceName: k.Source, Document: k.DocumentNo, On: workday.Of(k.SeenAt), Fields: w.opened(k.Content)}
		said := differ.Word{Source: cmp.Or(r.SourceID, w.batch.SourceID), SourceName: cmp.Or(r.Source, w.batch.Source), Document: r.DocumentNo,
			On: workday.Of(w.now), Fields: w.opened(r.Content)}
		if x.owner {
			err = differ.Overruled(ctx, tx, w.now, w.who, thing, stands, said)
		} else {
			_, err = differ.Weigh(ctx, tx, w.now, w.who, thing, stands, said)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// opened are the open values of a record: what is personal or secret is compared by nobody but its owner, and what every export
// changes is no statement.
func (w *writer) opened(content map[string]string) map[string]differ.Value {
	out := map[string]differ.Value{}
	for i := range w.judge.item.Fields {
		f := &w.judge.item.Fields[i]
		if v := content[f.Code]; v != "" && f.Privacy == law.Open && f.Role != "note" && f.Role != "source" && f.Role != "source_uscc" {
			out[f.Code] = differ.Value{Shown: v, Mark: v}
		}
	}
	return out
}
