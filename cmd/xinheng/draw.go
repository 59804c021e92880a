package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"xinheng/internal/fault"
	"xinheng/internal/inspection"
	"xinheng/internal/inspection/draw"
)

type drawCmd struct {
	Verify drawVerifyCmd `cmd:"" help:"Do a published draw again from its proof file, offline, and say what holds. 复算"`
	Run    drawRunCmd    `cmd:"" help:"Do worked examples in the form of docs/draw-vectors.json, to compare an implementation of one's own. 算例"`
}

type drawVerifyCmd struct {
	File string `arg:"" help:"Proof file, as downloaded from the page of the draw."`
	Key  string `help:"Public key of the ledger, as published; with the SM2 key behind it both signatures are demanded. Without it the key in the file is taken, and said so." placeholder:"KEY"`
}

func (drawVerifyCmd) Help() string {
	return "Needs no database and no network; docs/draw.md says what it does.\nExample:\n  xinheng draw verify draw.txt --key \"$(cat published.key)\""
}

func (c *drawVerifyCmd) Run(g *globals) error {
	f, err := os.Open(c.File)
	if err != nil {
		return noFile(c.File)
	}
	defer f.Close()
	key := c.Key
	if key == "" {
		if key, err = draw.ProofKey(f); err != nil {
			return err
		}
		fmt.Fprintf(g.err, "未给出 --key，使用文件自带的公钥；请与平台公布的公钥核对：\nNo --key given, so the file's own key is used; compare it with the published one:\n  %s\n", key)
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
	}
	r, err := inspection.VerifyProof(f, key)
	if err != nil {
		return err
	}
	printDraw(g.out, r)
	return g.emit(r)
}

func printDraw(w io.Writer, r draw.Report) {
	fmt.Fprintf(w, "抽取复算一致。 The draw comes out the same.\n")
	fmt.Fprintf(w, "  设定 setup        %s · %s · %s\n  法规 law          %s\n", r.Setup.Draw, r.Setup.Matter, r.Setup.On, r.Setup.Law)
	fmt.Fprintf(w, "  存证 ledger       %d 条已核验，位置 %d … %d；根取自前 %d 条。 %d entries proved, positions %d … %d; root of the first %d\n",
		r.Acts, r.First, r.Last, r.Root, r.Acts, r.First, r.Last, r.Root)
	fmt.Fprintf(w, "  名录 roster       %s\n", r.Setup.Roster)
	for _, s := range r.Setup.Strata {
		fmt.Fprintf(w, "    %-8s %9d × %7d ppm → %d  (%s)\n", s.Name, s.Count, s.PPM, s.Quota, s.Key)
	}
	fmt.Fprintf(w, "  种子 seed         %s\n  参与方 parties     %d，份额均与承诺相符。 every share is the one committed to\n", r.Seed, len(r.Setup.Parties))
	fmt.Fprintf(w, "  结果 result       %s\n  抽中 drawn        %d，其中无人可派 nobody to send: %d\n", r.Result, r.Drawn, r.Unsent)
}

type drawRunCmd struct {
	File string `arg:"" help:"JSON list of examples."`
}

func (drawRunCmd) Help() string { return "Example:\n  xinheng draw run docs/draw-vectors.json" }

func (c *drawRunCmd) Run(g *globals) error {
	b, err := os.ReadFile(c.File)
	if err != nil {
		return noFile(c.File)
	}
	var all []draw.Vector
	if json.Unmarshal(b, &all) != nil {
		return fault.New(fault.Invalid, "draw.not_examples", "该文件不是算例；格式见 docs/draw-vectors.json。", "The file holds no examples; docs/draw-vectors.json shows the form.")
	}
	for _, v := range all {
		d, err := v.Drawing()
		if err != nil {
			return err
		}
		fmt.Fprintf(g.out, "# %s\nseed %s\n", v.What, d.Seed())
		for _, l := range d.Run() {
			fmt.Fprintf(g.out, "%s %s %s\n", l.Stratum, l.ID, l.Sent())
		}
	}
	return nil
}
