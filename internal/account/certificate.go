package account

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Certificate is a training certificate of a person (F30-1): who passed what, good from a day until a day.
type Certificate struct {
	Account string       `json:"account"`
	Kind    string       `json:"kind"`
	From    workday.Date `json:"from"`
	Until   workday.Date `json:"until"`
}

// CertificateRule says that a role needs a certificate before it touches the rights of others (S8). Without a rule none is
// needed; the rules are data, with the clause that demands them.
type CertificateRule struct {
	Role  string       `json:"role"`
	Kind  string       `json:"kind"`
	From  workday.Date `json:"from"`
	Until workday.Date `json:"until,omitzero"`
	Basis string       `json:"basis"`
}

// Certify records a certificate in the transaction of what earned it.
func (d *Desk) Certify(ctx context.Context, tx pg.Tx, who access.Actor, c Certificate) error {
	if err := insertCertificate(ctx, tx, c, who.ID, d.now()); err != nil {
		return err
	}
	return d.act(ctx, tx, who, "account.certificate", c.Account, map[string]string{"kind": c.Kind, "from": c.From.String(), "until": c.Until.String()})
}

// RequireCertificate adds a rule.
func (d *Desk) RequireCertificate(ctx context.Context, tx pg.Tx, who access.Actor, r CertificateRule) error {
	if err := insertCertificateRule(ctx, tx, r); err != nil {
		return err
	}
	return d.act(ctx, tx, who, "account.certificate_rule", r.Role, map[string]string{"kind": r.Kind, "from": r.From.String(), "until": r.Until.String()})
}

// harmless are the permissions of a list that do not touch the rights of others: what is left without a certificate.
func harmless(permissions []string) (left []string) {
	for _, code := range permissions {
		if p, known := access.PermissionOf(code); known && !p.Affects {
			left = append(left, code)
		}
	}
	return left
}
