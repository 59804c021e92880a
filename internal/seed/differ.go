package seed

import (
	"bytes"
	"context"
	"encoding/csv"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/differ"
	"xinheng/internal/ident"
	"xinheng/internal/record"
	"xinheng/internal/registry"
)

// Differences has a second body report three firms otherwise than the register does: two differences wait for a decision, one was decided
// by the data office.
func Differences(ctx context.Context, a *app.App) error {
	other := bureau(places[0], "market")
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	_ = w.Write([]string{"TYSHXYDM", "ZTMC", "ZTZT", "ZS"})
	for i, n := range []int{12, 13, 14} {
		firm, err := registry.Find(ctx, a.Pool, Nth(n).USCC)
		if err != nil {
			return err
		}
		status, address := "存续", places[0].city+"虚构街"+[]string{"2", "18", "26"}[i]+"号"
		if i == 1 {
			status, address = "吊销", firm.Address
		}
		_ = w.Write([]string{firm.ID, firm.Name, status, address})
	}
	w.Flush()
	in := record.Delivery{Item: "entity", Source: other.USCC, SourceName: other.Name, Name: "示例核对结果（虚构）.csv", File: bytes.NewReader(file.Bytes())}
	if _, err := a.Records.Take(ctx, access.CLI(), in); err != nil {
		return err
	}
	all, err := a.Differ.Of(ctx, Nth(14).USCC)
	if err != nil || len(all) == 0 {
		return err
	}
	office := access.Actor{ID: "person:lead", Kind: access.KindPerson, Account: "lead", Person: ident.MaskName("示庚"), Org: planning.USCC, Name: planning.Name,
		Scopes: []string{access.DifferenceResolve}, Regions: []string{"46"}}
	_, err = a.Differ.Resolve(ctx, office, all[0].ID, differ.Choice{Claim: 1, Seen: int32(len(all[0].Claims)), Reason: "经核对登记档案，住所未变更；来源应更正（虚构）"}) //nolint:gosec // few
	return err
}
