package portal

import (
	"context"
	"strconv"

	"xinheng/internal/verify"
)

// Verification is what the site reads of how commitments are verified.
type Verification interface {
	Public(ctx context.Context, matter, region string) (verify.Public, error)
	Plans() []verify.Plan
}

// verificationView is commitments made, checked, kept and broken, drawn and as a table (F13-5, F05-4).
type verificationView struct {
	verify.Public
	Bars   []share
	Plans  []verify.Plan
	Matter string
	Region string
	Asked  bool
}

// share is one part of the whole in a picture of 480 wide: where it begins and how wide it is.
type share struct {
	Key      string
	N        int64
	X, Wide  int64
	Permille int64
}

const shareWide = 480

func verification(v *visit) (sheet, error) {
	view := verificationView{Matter: v.frame.Query.Get("matter"), Region: v.frame.Query.Get("region")}
	view.Asked = view.Matter != "" || view.Region != ""
	if v.Verification != nil {
		var err error
		if view.Public, err = v.Verification.Public(v.ctx, view.Matter, view.Region); err != nil {
			return sheet{}, err
		}
		view.Plans = v.Verification.Plans()
	}
	t := view.Total
	var at int64
	for _, s := range []share{{Key: "kept", N: t.Kept}, {Key: "broken", N: t.Broken}, {Key: "due", N: t.Due}, {Key: "pooled", N: t.Pooled}, {Key: "withdrawn", N: t.Ended}} {
		if t.Made > 0 {
			s.X, s.Wide, s.Permille = at*shareWide/t.Made, s.N*shareWide/t.Made, s.N*1000/t.Made
		}
		at += s.N
		view.Bars = append(view.Bars, s)
	}
	v.frame.NoIndex = view.Asked
	v.titled(v.T("verification.title"))
	return sheet{tmpl: "verification", data: view}, nil
}

// Percent writes a share of a thousand with one decimal.
func (verificationView) Percent(permille int64) string {
	return strconv.FormatInt(permille/10, 10) + "." + strconv.FormatInt(permille%10, 10)
}
