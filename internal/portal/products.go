package portal

import (
	"xinheng/internal/disclosure"
	"xinheng/internal/law"
	"xinheng/internal/page"
	"xinheng/internal/product"
	"xinheng/internal/workday"
)

// productsView is the directory of credit products in the order of the day (F25-4).
type productsView struct {
	On       workday.Date
	Kind     string
	Kinds    []string
	Products []productView
}

// productView is a product with the names of what it reads.
type productView struct {
	product.Product
	Reads []law.Text2
	For   law.Text2
	About law.Text2 // purpose of the consent
	Price string
}

func productsPage(v *visit) (sheet, error) {
	v.titled(v.T("products.title"), v.T("agencies.title"), "/agencies")
	view := productsView{On: v.today, Kind: v.frame.Query.Get("kind"), Kinds: product.Kinds}
	if v.Products == nil {
		return sheet{tmpl: "products", data: view}, nil
	}
	dir, err := v.Products(v.ctx, view.Kind)
	if err != nil {
		return sheet{}, err
	}
	view.On = dir.On
	for i := range dir.Items {
		view.Products = append(view.Products, v.product(&dir.Items[i]))
	}
	return sheet{tmpl: "products", data: view}, nil
}

func (v *visit) product(p *product.Product) productView {
	out := productView{Product: *p, For: p.For, About: disclosure.PurposeName(p.Purpose)}
	for _, code := range p.Items {
		it, _ := v.book.Item(code)
		out.Reads = append(out.Reads, it.Name)
	}
	switch {
	case p.Price != nil:
		out.Price = v.Lang.Say(*p.Price)
	case p.PriceFrom != nil && p.PriceTo != nil:
		out.Price = v.T("products.range", page.Money(v.Lang, *p.PriceFrom), page.Money(v.Lang, *p.PriceTo))
	}
	return out
}
