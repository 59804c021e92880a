package seed

import (
	"bytes"
	"encoding/csv"
	"os"
	"testing"

	"xinheng/internal/ident"
)

const organisationsFile = "../../samples/organisations.csv"

// The sample to import by hand is the tree that the demo has.
func TestTheSampleOfOrganisationsIsTheInventedProvince(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"统一社会信用代码", "机构名称", "上级机构代码", "行政区划代码", "机构类别"})
	departments, seats := 0, 0
	for _, o := range Organisations() {
		if _, _, err := ident.ParseUSCC(o.ID); err != nil {
			t.Errorf("%s: %v", o.Name, err)
		}
		if o.Kind == "department" && o.Region == "460000" {
			departments++
		}
		if o.Kind == "government" && o.Region != "460000" {
			seats++
		}
		_ = w.Write([]string{o.ID, o.Name, o.Parent, o.Region, o.Kind})
	}
	w.Flush()
	if departments < 28 || seats != 18 {
		t.Errorf("%d departments and %d cities and counties; want 28 or more, and 18", departments, seats)
	}
	if os.Getenv("XINHENG_WRITE_SAMPLES") != "" {
		if err := os.WriteFile(organisationsFile, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(organisationsFile)
	if err != nil || !bytes.Equal(kept, b.Bytes()) {
		t.Errorf("samples/organisations.csv is not that tree (%v); write it with XINHENG_WRITE_SAMPLES=1", err)
	}
}
