package registry

import (
	"strings"
	"time"
	"unicode"

	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/workday"
)

// Kind of market entity.
type Kind string

const (
	Enterprise  Kind = "enterprise"  // 企业
	Household   Kind = "household"   // 个体工商户
	Cooperative Kind = "cooperative" // 农民专业合作社
	Institution Kind = "institution" // 事业单位
	Organ       Kind = "organ"       // 机关
	Social      Kind = "social"      // 社会组织
	OtherKind   Kind = "other"
	Person      Kind = "person" // 自然人: never listed, never searchable
)

// Statuses of an entity.
const (
	Registered = "registered" // 存续
	Revoked    = "revoked"    // 吊销
	Cancelled  = "cancelled"  // 注销
	Stubbed    = "stub"       // known only from a record
)

// Entity is a market entity (or a natural person known from a document). ID is the USCC for everything that has one;
// "p-…" (keyed blind index of the identity number) for natural persons.
type Entity struct {
	ID            string       `json:"id"`
	Name          string       `json:"name"`
	FormerNames   []string     `json:"former_names,omitempty"`
	Kind          Kind         `json:"kind" enum:"enterprise,household,cooperative,institution,organ,social,other,person"`
	Status        string       `json:"status" enum:"registered,revoked,cancelled,stub" doc:"stub: known only from a record"`
	Region        string       `json:"region,omitempty"`
	RegionDerived bool         `json:"region_derived" doc:"read from the code, not from the address"`
	Industry      string       `json:"industry,omitempty" doc:"GB/T 4754: C or C14"`
	EstablishedOn workday.Date `json:"established_on,omitempty"`
	Address       string       `json:"address,omitempty"`
	LegalRep      string       `json:"legal_rep,omitempty" doc:"masked"`
	Parent        string       `json:"parent,omitempty" doc:"head office of a branch"`
	RegNo         string       `json:"reg_no,omitempty" doc:"registration number from before 2015"`
	// SeenAt is when a source told us: on the way in the moment of its batch, on the way out the latest such moment.
	SeenAt time.Time `json:"last_seen,omitzero" db:"-"`
}

// KindOf reads the kind of entity off the first two characters of a code.
func KindOf(c ident.USCC) Kind {
	department, kind := c.Kind()
	switch department {
	case '1':
		switch kind {
		case '1':
			return Organ
		case '2':
			return Institution
		}
	case '5':
		return Social
	case '9':
		switch kind {
		case '1':
			return Enterprise
		case '2':
			return Household
		case '3':
			return Cooperative
		}
	}
	return OtherKind
}

// Registration is an entity with its responsible persons, as taken in.
type Registration struct {
	Entity
	LegalRepName string // in clear, masked on the way out
	LegalRepID   string // in clear, sealed on the way in; never returned
	Persons      []ResponsiblePerson

	// ToldBy is the body whose word it is: not part of what was told, so that the same told by another changes nothing.
	ToldBy, ToldName string `json:"-"`
}

// ResponsiblePerson of an entity (法定代表人、负责人、董事…).
type ResponsiblePerson struct {
	Role, Name, IDNumber string
}

// Check refuses what cannot be a registration. Only a valid code registers anybody: a name alone never does.
func (r Registration) Check() error {
	if err := checkID(r.ID); err != nil {
		return err
	}
	switch {
	case isPerson(r.ID) || r.Kind == Person:
		return errPerson
	case clean(r.Name) == "":
		return errNoName
	case r.Kind != "" && !r.Kind.known():
		return errKind
	case r.Status != "" && r.Status != Registered && r.Status != Revoked && r.Status != Cancelled:
		return errStatus
	}
	if r.Parent == "" {
		return nil
	}
	if c, _, err := ident.ParseUSCC(r.Parent); err != nil || string(c) != r.Parent || r.Parent == r.ID {
		return errParent
	}
	return nil
}

// checkID accepts a valid code in its normal form, or the id of a natural person.
func checkID(id string) error {
	if isPerson(id) {
		return nil
	}
	c, _, err := ident.ParseUSCC(id)
	if err != nil {
		return err
	}
	if string(c) != id {
		return errNotNormal
	}
	return nil
}

func isPerson(id string) bool { return strings.HasPrefix(id, personPrefix) }

func (k Kind) known() bool {
	switch k {
	case Enterprise, Household, Cooperative, Institution, Organ, Social, OtherKind, Person:
		return true
	}
	return false
}

// tidy brings a registration that passed Check to the form it is stored in.
func (r Registration) tidy() Registration {
	r.LegalRep = r.LegalRepName
	r.Entity = r.Entity.tidy()
	if r.Status == "" {
		r.Status = Registered
	}
	return r
}

func (e Entity) tidy() Entity {
	e.Name, e.Address, e.LegalRep = clean(e.Name), clean(e.Address), ident.MaskName(e.LegalRep)
	if isPerson(e.ID) {
		e.Kind, e.Name = Person, ident.MaskName(e.Name)
	}
	if e.Kind == "" {
		e.Kind = KindOf(ident.USCC(e.ID))
	}
	return e
}

// clean drops what the database could not store or a page could not show.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s))
}

var (
	errUnknown = fault.New(fault.Missing, "registry.unknown",
		"没有登记该代码的主体；请核对代码，或按名称查询。没有查到不等于没有记录。",
		"No entity is registered under this code; check the code or search by name. No result does not mean no record.")
	errNotNormal = fault.New(fault.Invalid, "registry.id_form",
		"主体代码应为规范写法（半角、大写、无空格）；请先规范化。",
		"The code is not in its normal form (half width, upper case, no spaces); normalise it first.")
	errPerson = fault.New(fault.Invalid, "registry.person",
		"自然人不作为经营主体登记；请从该文件中删去此行。",
		"A natural person is not registered as a market entity; take the row out of the file.")
	errNoName = fault.New(fault.Invalid, "registry.no_name",
		"未填写主体名称；请补充证照上的名称。", "The name is missing; add it as printed on the certificate.")
	errKind = fault.New(fault.Invalid, "registry.kind",
		"主体类别不在规定值内；请改为企业、个体工商户、农民专业合作社、事业单位、机关、社会组织或其他。",
		"Unknown kind of entity; use enterprise, household, cooperative, institution, organ, social or other.")
	errStatus = fault.New(fault.Invalid, "registry.status",
		"登记状态不在规定值内；请改为存续、吊销或注销。", "Unknown status; use registered, revoked or cancelled.")
	errParent = fault.New(fault.Invalid, "registry.parent",
		"总机构代码无效；请填写总机构的统一社会信用代码，没有则留空。",
		"The head office's code is not valid; give its unified social credit code, or leave it empty.")
)
