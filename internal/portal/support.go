package portal

import (
	"context"

	"xinheng/internal/support"
)

// Support is what the site reads of policies that support firms.
type Support interface {
	Public(ctx context.Context) ([]support.Policy, error)
}

func supportPage(v *visit) (sheet, error) {
	v.titled(v.T("support.title"))
	var all []support.Policy
	if v.Support != nil {
		var err error
		if all, err = v.Support.Public(v.ctx); err != nil {
			return sheet{}, err
		}
	}
	return sheet{tmpl: "support", data: all}, nil
}
