package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"

	"xinheng/internal/fault"
	credit "xinheng/internal/report"
)

type reportCmd struct {
	Verify reportVerifyCmd `cmd:"" help:"Verify a credit report, JSON or PDF; needs no database and no network. 核验信用报告"`
}

type reportVerifyCmd struct {
	File   string `arg:"" help:"The report as it was downloaded." type:"path"`
	Key    string `help:"Public key of the issuer as published (/v1/reports/key), in base64. Without it the key in the file is taken, and said so." placeholder:"KEY"`
	Status string `help:"A saved list of status (/v1/report-status/…): says whether the report still held when the list was made." placeholder:"FILE" type:"path"`
}

func (reportVerifyCmd) Help() string {
	return "Example:\n  xinheng report verify report.pdf\n  xinheng report verify report.json --key \"$(cat published.key)\" --status 0.json"
}

// verified is the result of the command.
type verified struct {
	credit.Verdict
	Trusted bool `json:"trusted" doc:"the key is the published one that was given"`
}

func (c *reportVerifyCmd) Run(g *globals) error {
	b, err := os.ReadFile(c.File)
	if err != nil {
		return noFile(c.File)
	}
	out, seal, place, err := inspected(b)
	if err != nil {
		return err
	}
	if c.Key != "" {
		key, err := base64.StdEncoding.DecodeString(c.Key)
		if out.Trusted = err == nil && bytes.Equal(key, seal.Public); !out.Trusted {
			return fault.New(fault.Conflict, "report.other_key", "文件的密钥不是所给的公布密钥：这不是该机构出具的报告。", "The key of the file is not the published one: whoever publishes it did not issue this report.")
		}
	}
	if !out.Intact {
		return fault.New(fault.Conflict, "report.changed", "签名不符：文件已被改动，或不是原件；请向主体索取原件。", "The seal does not hold: the file was changed or is no original; ask its subject for the original.")
	}
	if c.Status != "" {
		if err := c.listed(&out, seal, place); err != nil {
			return err
		}
	}
	out.Issued = out.Trusted
	printVerified(g, &out)
	return g.emit(out)
}

func inspected(b []byte) (out verified, seal *credit.Seal, place credit.StatusRef, err error) {
	if bytes.HasPrefix(b, []byte("%PDF-")) {
		p, err := credit.ReadPages(b)
		if err != nil {
			return out, nil, place, err
		}
		out.Verdict = credit.InspectPages(p)
		return out, &p.Seal, place, nil
	}
	f, err := credit.ReadFile(b)
	if err != nil {
		return out, nil, place, err
	}
	out.Verdict = credit.Inspect(f)
	return out, &f.Seal, f.Status, nil
}

// listed reads how the report stood when a list of status was made; the list must carry the seal of the same key.
func (c *reportVerifyCmd) listed(out *verified, seal *credit.Seal, place credit.StatusRef) error {
	b, err := os.ReadFile(c.Status)
	if err != nil {
		return noFile(c.Status)
	}
	l, page, err := credit.ReadStatusList(b)
	if err != nil {
		return err
	}
	if !bytes.Equal(l.Seal.Public, seal.Public) || place.List == "" || page.List != place.List {
		return fault.New(fault.Invalid, "report.other_list", "这份状态清单不适用于该文件：请用 JSON 文件，并按其中的清单编号获取同一机构的清单。",
			"This list is not of this file: take the JSON file, and the list of the number it names from the same issuer.")
	}
	if s, ok := page.At(place.Index); ok {
		out.State, out.AsOf = s, &page.Made
	}
	return nil
}

func printVerified(g *globals, v *verified) {
	fmt.Fprintf(g.out, "签名相符，未被改动 The seal holds; nothing was changed\n编号 number   %s\n摘要 SM3      %s\n密钥 key      %s %s\n", v.Number, v.Digest, v.Algorithm, v.KeyID)
	if !v.Trusted {
		fmt.Fprintln(g.out, "密钥取自文件本身：请与公布的密钥编号核对。 The key is that of the file itself: compare its id with the published one.")
	}
	if v.State == credit.Unknown {
		fmt.Fprintln(g.out, "是否仍然有效须看状态清单（--status）或核验页面。 Whether it still holds: see a list of status (--status) or its page.")
		return
	}
	fmt.Fprintf(g.out, "状态 state    %s（%s）\n", v.State, v.AsOf.Format("2006-01-02 15:04 MST"))
}
