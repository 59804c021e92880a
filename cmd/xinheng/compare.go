package main

import (
	"fmt"
	"os"

	"xinheng/internal/compare"
)

type compareCmd struct {
	File    string `arg:"" help:"Inputs of a comparison, as downloaded from its page."`
	Numbers string `help:"Published hash of the numbers; others are refused." placeholder:"HASH"`
}

func (compareCmd) Help() string {
	return "Needs no database and no network: the numbers follow from the file alone. Its own hash and that of the numbers stand on the ledger.\nExample:\n  xinheng compare comparison.json --numbers 5f2c…"
}

// recomputed is what a file gives.
type recomputed struct {
	Inputs  string         `json:"inputs_hash"`
	Numbers string         `json:"numbers_hash"`
	Result  compare.Result `json:"result"`
}

func (c *compareCmd) Run(g *globals) error {
	file, err := os.ReadFile(c.File)
	if err != nil {
		return noFile(c.File)
	}
	r, inputs, numbers, err := compare.Verify(file)
	if err != nil {
		return err
	}
	if c.Numbers != "" {
		if err := compare.Same(numbers, c.Numbers); err != nil {
			return err
		}
		fmt.Fprintf(g.out, "比较复算一致。 The comparison comes out the same.\n")
	}
	fmt.Fprintf(g.out, "  输入 inputs       %s\n  数字 numbers      %s\n  企业 firms        %d，已知结果 with a known result: %d，其中发现问题 with a problem: %d\n", inputs, numbers, r.Firms, r.Known, r.Found)
	for _, row := range r.Rows {
		fmt.Fprintf(g.out, "    %-11s %12d (%d … %d)   %12d (%d … %d)  %s\n", row.Code, row.Ways[0].Mean, row.Ways[0].Low, row.Ways[0].High, row.Ways[1].Mean, row.Ways[1].Low, row.Ways[1].High, row.Unit)
	}
	return g.emit(recomputed{inputs.String(), numbers.String(), r})
}
