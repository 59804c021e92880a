package portal

import (
	"strings"

	"xinheng/internal/registry"
	"xinheng/internal/repair"
)

// commitmentView is a commitment of repair as everybody may read it since the grant (F04-1): the firm that promised, what it
// promised clause by clause, and whether it kept it. Who signed for the firm is nobody else's business.
type commitmentView struct {
	repair.Pledge
	Firm registry.Entity
}

func commitmentPage(v *visit) (sheet, error) {
	if strings.HasPrefix(v.r.PathValue("id"), "CM-") {
		return promisePage(v)
	}
	if v.Repairs == nil {
		return sheet{}, v.missing("fault.no_page")
	}
	p, err := v.Repairs.Pledge(v.ctx, v.Pool, v.r.PathValue("id"))
	if err != nil {
		return sheet{}, err
	}
	firm, err := registry.Find(v.ctx, v.Pool, p.EntityID)
	if err != nil {
		return sheet{}, err
	}
	v.titled(v.Lang.Say(p.Title), firm.Name, "/entities/"+firm.ID)
	v.frame.Description = v.T("commitment.lead", firm.Name)
	return sheet{tmpl: "commitment", data: commitmentView{p, firm}}, nil
}
