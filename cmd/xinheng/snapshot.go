package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"os"

	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/snapshot"
	"xinheng/internal/workday"
)

type snapshotCmd struct {
	Check snapshotCheckCmd `cmd:"" help:"Answer from a snapshot file, offline, after its signature was verified. 脱机查验"`
}

type snapshotCheckCmd struct {
	File    string `arg:"" help:"Snapshot file, as downloaded from /v1/checks/snapshots/DAY."`
	Matter  string `help:"Code of the matter, e.g. gp-qualification." required:"" placeholder:"CODE"`
	Subject string `help:"Unified social credit code of the subject." required:"" placeholder:"CODE"`
	On      string `help:"A day from that of the snapshot until today; today when left out." placeholder:"DATE"`
	Key     string `help:"Public key of receipts, base64, as published at /v1/checks/key. Without it the key in the file is taken, and said so." placeholder:"KEY"`
}

func (snapshotCheckCmd) Help() string {
	return "Needs no database and no network. The answer is used until the case has been checked again.\nExample:\n  xinheng snapshot check snapshot.gz --matter gp-qualification --subject 91460000MAXNX0001A --key \"$(cat check.key)\" --json"
}

func (c *snapshotCheckCmd) Run(g *globals) error {
	on, err := workday.Parse(c.On)
	if err != nil {
		return fault.New(fault.Invalid, "web.bad_date", "日期请写成 2026-11-22 的形式。", "Write the date as 2026-11-22.").At("on")
	}
	var key []byte
	if c.Key != "" {
		if key, err = base64.StdEncoding.DecodeString(c.Key); err != nil || len(key) == 0 {
			return fault.New(fault.Invalid, "snapshot.bad_key", "公钥须为 base64 文本；请从 /v1/checks/key 复制 public。", "The key is base64 text; copy public from /v1/checks/key.").At("key")
		}
	}
	r, err := os.Open(c.File)
	if err != nil {
		return noFile(c.File)
	}
	defer func() { _ = r.Close() }()
	f, err := snapshot.Open(r, key)
	if err != nil {
		return err
	}
	if key == nil {
		fmt.Fprintf(g.err, "未给出 --key，使用文件自带的公钥；请与平台公布的公钥核对：\nNo --key given, so the file's own key is used; compare it with the published one:\n  %s\n",
			base64.StdEncoding.EncodeToString(f.Key))
	}
	a, err := f.Check(c.Matter, c.Subject, on, workday.Of(g.now()))
	if err != nil {
		return err
	}
	printAnswer(g.out, f, &a)
	return g.emit(a)
}

// printAnswer shows what a snapshot says, of which day it is, and that it is not the last word.
func printAnswer(w io.Writer, f *snapshot.File, a *snapshot.Answer) {
	fmt.Fprintf(w, "快照查验 Checked from a snapshot　%s · %s · %s\n", a.Matter, a.Subject, a.On)
	v, known := verdicts[check.Outcome(a.Outcome)]
	if !known {
		v.mark, v.word = "·", a.Outcome
	}
	fmt.Fprintf(w, "%s %s\n", v.mark, v.word)
	for i := range a.Effects {
		e := &a.Effects[i]
		fmt.Fprintf(w, "  %d. %s　%s　%s　记录 record %s\n", i+1, strengthOf(&check.Effect{Kind: e.Kind, Must: e.Must}), f.Head.Names[e.Measure].ZH, span(e.From, e.Until), e.Record)
	}
	fmt.Fprintf(w, "\n快照 snapshot　%s（%d 天前 days ago，可用至 usable until %s）\n  %s\n规则版本 law edition　%s　存证位置 ledger #%d　签名公钥 key %s\n%s\n", a.Day, a.Age, a.Last, a.Snapshot,
		f.Head.Edition, f.Head.Position, f.KeyID, text2(a.Then))
}

func text2(t law.Text2) string { return t.ZH + "\n" + t.EN }
