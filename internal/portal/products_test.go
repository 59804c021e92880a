package portal

import (
	"context"
	"strings"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/product"
)

// The directory says what each product reads, for what and at which price, in the order it is given, and that none decides anything.
func TestF25_4_TheDirectorySaysWhatItIsAndWhatItIsNot(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/credit-products"), "目录中没有这样的产品", "任何产品都不决定本平台上的任何事项")
	from, to := int64(100_00), int64(200_00)
	one := product.Product{ID: "CP-1", Org: "91460000MAXNX0001A", Agency: law.Text2{ZH: "示例银行", EN: "Example Bank"}, OrderKey: "0a1b", Entry: product.Entry{Name: law.Text2{ZH: "示例信用贷", EN: "Example loan"}, Kind: "loan",
		For: law.Text2{ZH: "小微企业", EN: "small firms"}, Items: []string{"penalty"}, Purpose: "finance", Price: &law.Text2{ZH: "以合同为准", EN: "as the contract says"}, TermsURL: "https://bank.example/terms", From: s.day, Until: s.day}}
	two := one
	two.ID, two.Name, two.Kind, two.Price, two.PriceFrom, two.PriceTo, two.Items = "CP-2", law.Text2{ZH: "示例担保", EN: "Example guarantee"}, "guarantee", nil, &from, &to, nil
	asked := ""
	s.remount(Deps{Products: func(_ context.Context, kind string) (product.Directory, error) {
		asked = kind
		return product.Directory{On: s.day, Items: []product.Product{two, one}}, nil
	}})
	zh, en := s.page(200, "/credit-products"), s.page(200, "/en/credit-products?kind=loan")
	s.has(zh, "示例银行", "行政处罚", "金融服务", "以合同为准", "https://bank.example/terms", "2026-11-22", "0a1b", "不代表推荐")
	s.has(en, "no product decides anything", "financial services", "It reads nothing", "small firms")
	if asked != "loan" || strings.Index(en, "Example guarantee") > strings.Index(en, "Example loan") {
		t.Errorf("asked for %q, or not in the order given", asked)
	}
}
