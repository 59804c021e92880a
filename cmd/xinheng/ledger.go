package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"xinheng/internal/app"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/workday"
)

type ledgerCmd struct {
	Verify     ledgerVerifyCmd     `cmd:"" help:"Recompute the ledger, an export or a proof, and say what holds. 核验"`
	Export     ledgerExportCmd     `cmd:"" help:"Write the ledger to a file that anybody can verify offline. 导出"`
	Proof      ledgerProofCmd      `cmd:"" help:"Write the proof of one entry. 存在证明"`
	Anchor     ledgerAnchorCmd     `cmd:"" help:"Put today's checkpoint into an outside folder. 对外锚定"`
	Checkpoint ledgerCheckpointCmd `cmd:"" help:"Print the newest signed checkpoint and the public key. 检查点"`
}

// openLedger opens the application and places what is waiting, as a running server would have done by now.
func (g *globals) openLedger() (*app.App, error) {
	a, err := g.open()
	if err != nil {
		return nil, err
	}
	if err := a.Ledger.Sequence(g.ctx); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

type ledgerVerifyCmd struct {
	Proof   string `help:"Verify a saved proof; needs no database and no network." placeholder:"FILE"`
	Export  string `help:"Verify a saved export; needs no database and no network." placeholder:"FILE"`
	Anchors string `help:"Folder of anchors kept outside (*.note): shows that history before them was not rewritten." placeholder:"DIR"`
	Key     string `help:"Public verifier key, as published; with the SM2 key behind it both signatures are demanded. Without it the key in the file is taken, and said so." placeholder:"KEY"`
}

func (ledgerVerifyCmd) Help() string {
	return `Without --proof and --export it recomputes the ledger in the database.
Example:
  xinheng ledger verify
  xinheng ledger verify --export ledger.jsonl --anchors /media/notary --key "$(cat published.key)"
  xinheng ledger verify --proof receipt.json`
}

func (c *ledgerVerifyCmd) Run(g *globals) error {
	var anchors []ledger.Anchor
	var err error
	if c.Anchors != "" {
		if anchors, err = ledger.ReadAnchors(c.Anchors); err != nil {
			return err
		}
	}
	var result struct {
		Ledger *ledger.Report `json:"ledger,omitempty"`
		Proof  *provenEntry   `json:"proof,omitempty"`
	}
	if c.Proof != "" {
		proof, err := readProof(c.Proof)
		if err != nil {
			return err
		}
		if result.Proof, err = c.verifyProof(g, proof); err != nil {
			return err
		}
		// a proof stands on its own; beside an export or a database its checkpoint must be part of that history
		anchors = append(anchors, ledger.Anchor{Name: c.Proof, Note: proof.Checkpoint})
	}
	switch {
	case c.Export != "":
		result.Ledger, err = c.verifyExport(g, anchors)
	case c.Proof == "":
		result.Ledger, err = verifyDatabase(g, anchors)
	}
	if err != nil {
		return err
	}
	return g.emit(result)
}

func verifyDatabase(g *globals, anchors []ledger.Anchor) (*ledger.Report, error) {
	a, err := g.openLedger()
	if err != nil {
		return nil, err
	}
	defer a.Close()
	r, err := a.Ledger.Verify(g.ctx, anchors...)
	if err != nil {
		return nil, err
	}
	printReport(g.out, r)
	return &r, nil
}

func (c *ledgerVerifyCmd) verifyExport(g *globals, anchors []ledger.Anchor) (*ledger.Report, error) {
	f, err := os.Open(c.Export)
	if err != nil {
		return nil, noFile(c.Export)
	}
	defer f.Close()
	brought, err := ledger.ExportKey(f)
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	r, err := ledger.VerifyExport(f, c.keyOr(g, brought), anchors...)
	if err != nil {
		return nil, err
	}
	printReport(g.out, r)
	return &r, nil
}

// provenEntry is what a proof was found to prove.
type provenEntry struct {
	Position int64             `json:"position"`
	ID       string            `json:"id"`
	Kind     string            `json:"kind"`
	About    string            `json:"about"`
	At       string            `json:"at"`
	Public   map[string]string `json:"public"`
	Row      bool              `json:"row"`
}

func (c *ledgerVerifyCmd) verifyProof(g *globals, p ledger.Proof) (*provenEntry, error) {
	e, err := ledger.VerifyProof(p, c.keyOr(g, p.Key))
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(g.out, "证明成立。 The proof holds.\n  位置 position    %d / %d\n%s", e.Position, p.Size, e.Text())
	if p.Row != nil {
		fmt.Fprintf(g.out, "  行 row           %d / %d\n  内容 content     %s\n", p.Row.Index+1, p.Row.Count, p.Row.Content)
	}
	return &provenEntry{e.Position, e.ID, e.Kind, e.About, e.At.Format("2006-01-02T15:04:05Z07:00"), e.Public, p.Row != nil}, nil
}

// keyOr is the key given, or the one the file brings, which is said.
func (c *ledgerVerifyCmd) keyOr(g *globals, brought string) string {
	if c.Key != "" {
		return c.Key
	}
	fmt.Fprintf(g.err, "未给出 --key，使用文件自带的公钥；请与平台公布的公钥核对：\nNo --key given, so the file's own key is used; compare it with the published one:\n  %s\n", brought)
	return brought
}

func printReport(w io.Writer, r ledger.Report) {
	fmt.Fprintf(w, "存证核验通过。 The ledger holds.\n  条目 entries      %d … %d\n  检查点 checkpoints %d\n  外部锚定 anchors   %d\n  根 root           %s\n  起止 from, until  %s … %s\n  公钥 key          %s\n",
		r.From, r.To, r.Checkpoints, r.Anchors, r.Root, r.FirstAt.In(workday.Shanghai).Format("2006-01-02 15:04:05"),
		r.LastAt.In(workday.Shanghai).Format("2006-01-02 15:04:05"), r.Key)
	if r.Seconded > 0 {
		fmt.Fprintf(w, "  国密签名 SM2      %d / %d\n", r.Seconded, r.Checkpoints)
	}
	if r.Anchors == 0 {
		fmt.Fprintln(w, "  未与外部锚定比对，不能排除整体重写：--anchors DIR。 Not compared with outside anchors, so a rewrite of everything is not excluded: --anchors DIR.")
	}
}

func readProof(file string) (p ledger.Proof, err error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return p, noFile(file)
	}
	if json.Unmarshal(b, &p) != nil || p.Entry == "" {
		return p, fault.New(fault.Invalid, "ledger.not_a_proof", "该文件不是存证证明；请保存 /v1/ledger/proof/… 的应答或用 xinheng ledger proof 生成。",
			"This file is not a ledger proof; save the answer of /v1/ledger/proof/… or make one with xinheng ledger proof.")
	}
	return p, nil
}

func noFile(file string) error {
	return fault.New(fault.Missing, "ledger.no_file", "无法读取文件 "+file+"；请核对路径与权限。", "The file "+file+" cannot be read; check its path and permissions.")
}

type ledgerExportCmd struct {
	Out  string `help:"File to write." required:"" placeholder:"FILE"`
	From int64  `help:"First position." default:"1"`
	To   int64  `help:"Last position; runs on to the next checkpoint. The newest when 0."`
}

func (ledgerExportCmd) Help() string {
	return "Example:\n  xinheng ledger export --out ledger.jsonl\n  xinheng ledger verify --export ledger.jsonl"
}

func (c *ledgerExportCmd) Run(g *globals) error {
	a, err := g.openLedger()
	if err != nil {
		return err
	}
	defer a.Close()
	err = writeFile(c.Out, func(w io.Writer) error { return a.Ledger.Export(g.ctx, w, c.From, c.To) })
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "已导出到 %s。 Exported.\n", c.Out)
	return g.emit(map[string]string{"file": c.Out, "key": a.Ledger.VerifierKey()})
}

// writeFile leaves no half-written file behind.
func writeFile(file string, write func(io.Writer) error) error {
	f, err := os.Create(file)
	if err != nil {
		return fault.New(fault.Unavailable, "ledger.unwritable", "无法写入 "+file+"；请换一个位置。", "The file "+file+" cannot be written; choose another place.")
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		_ = os.Remove(file)
		return err
	}
	return nil
}

type ledgerProofCmd struct {
	Entry string `arg:"" help:"Id of the entry, as on a receipt."`
	Out   string `help:"File to write." required:"" placeholder:"FILE"`
}

func (ledgerProofCmd) Help() string {
	return "Example:\n  xinheng ledger proof 019a9b1c-5d40-7c3e-9f10-2b4c6d8e0f12 --out proof.json\n  xinheng ledger verify --proof proof.json"
}

func (c *ledgerProofCmd) Run(g *globals) error {
	a, err := g.openLedger()
	if err != nil {
		return err
	}
	defer a.Close()
	p, err := a.Ledger.Proof(g.ctx, c.Entry)
	if err != nil {
		return err
	}
	if err := writeFile(c.Out, func(w io.Writer) error { return json.NewEncoder(w).Encode(p) }); err != nil {
		return err
	}
	fmt.Fprintf(g.out, "证明已写入 %s。 The proof is written.\n", c.Out)
	return g.emit(map[string]any{"file": c.Out, "position": p.Position, "size": p.Size})
}

type ledgerAnchorCmd struct {
	To string `help:"Folder outside: another machine's disk, a notary's, write-once media." required:"" placeholder:"DIR"`
}

func (ledgerAnchorCmd) Help() string {
	return "Writes YYYY-MM-DD.note once a day and compares every anchor already there.\nExample:\n  xinheng ledger anchor --to /media/notary"
}

func (c *ledgerAnchorCmd) Run(g *globals) error {
	a, err := g.openLedger()
	if err != nil {
		return err
	}
	defer a.Close()
	done, err := a.Ledger.Anchor(g.ctx, c.To, workday.Of(a.Now()))
	if err != nil {
		return err
	}
	what := "今日已锚定，仍相符。 Anchored earlier today; it holds."
	if done.New {
		what = "已锚定。 Anchored."
	}
	fmt.Fprintf(g.out, "%s\n  文件 file     %s\n  条目 entries  %d\n  根 root       %s\n", what, done.File, done.Size, done.Root)
	return g.emit(done)
}

type ledgerCheckpointCmd struct{}

func (ledgerCheckpointCmd) Help() string {
	return "Example:\n  xinheng ledger checkpoint > checkpoint.note"
}

func (ledgerCheckpointCmd) Run(g *globals) error {
	a, err := g.openLedger()
	if err != nil {
		return err
	}
	defer a.Close()
	signed, err := a.Ledger.Latest(g.ctx)
	if err != nil {
		return err
	}
	fmt.Fprint(g.out, signed)
	fmt.Fprintf(g.err, "公钥 key: %s\n", a.Ledger.VerifierKey())
	return g.emit(map[string]string{"checkpoint": signed, "key": a.Ledger.VerifierKey()})
}
