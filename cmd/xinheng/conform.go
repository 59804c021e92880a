package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"xinheng/internal/adapter"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

type conformCmd struct {
	Run  conformRunCmd  `cmd:"" default:"withargs" help:"Run the suite of an adapter against an implementation, or against the built-in peer. 运行测试"`
	Peer conformPeerCmd `cmd:"" help:"Serve the built-in peer, for whoever writes the sending side. 内置对端"`
}

// whichAdapter is a flag both commands share.
type whichAdapter struct {
	Adapter string `help:"Code of the adapter: exchange-platform, supervision, gsxt, industry." required:"" placeholder:"CODE"`
	Suite   string `help:"Algorithms of the signature: national (SM2, SM3) or international (Ed25519)." enum:"national,international" default:"national"`
}

func (c whichAdapter) find(g *globals) (*law.Book, law.Adapter, error) {
	lib, err := theLaw()
	if err != nil {
		return nil, law.Adapter{}, err
	}
	book := lib.On(workday.Of(g.now()))
	a, ok := book.Adapter(c.Adapter)
	if !ok {
		var codes []string
		for _, a := range book.Adapters() {
			codes = append(codes, a.Code)
		}
		err = fault.New(fault.Invalid, "adapter.unknown", "没有这个适配器；可选："+strings.Join(codes, "、")+"。", "There is no such adapter; choose one of "+strings.Join(codes, ", ")+".").At("adapter")
	}
	return book, a, err
}

type conformRunCmd struct {
	whichAdapter
	Against       string        `help:"Address that takes messages, or a folder with in/ and out/; the built-in peer when left out." placeholder:"URL|FOLDER"`
	APIKey        string        `help:"API key the address asks for." env:"XINHENG_CONFORM_API_KEY" placeholder:"KEY"`
	Key           string        `help:"File with the secret the messages are signed with; made when it is not there. Without it a key is made for this run." placeholder:"FILE" type:"path"`
	Authority     string        `help:"Body that delivers, where the other side wants its own: unified social credit code." placeholder:"USCC"`
	AuthorityName string        `help:"Its name." placeholder:"NAME"`
	Wait          time.Duration `help:"How long to wait for a receipt in a folder." default:"30s"`
	Out           string        `help:"Write the signed result to this file." placeholder:"FILE" type:"path"`
}

func (conformRunCmd) Help() string {
	return `Run it against a test installation only: it writes invented rows and looks at what is then held. The exit status is 1 when a case is not passed.

Example:
  xinheng conform run --adapter gsxt
  xinheng conform run --adapter gsxt --against https://test.example/in --key kit.secret --out result.json`
}

func (c *conformRunCmd) Run(g *globals) error {
	book, a, err := c.find(g)
	if err != nil {
		return err
	}
	key, suite, err := c.signer()
	if err != nil {
		return err
	}
	run := make([]byte, 3)
	_, _ = rand.Read(run)
	k := adapter.Kit{Book: book, Adapter: a, Signer: key, Now: g.now, Run: fmt.Sprintf("%x", run), Peer: "built-in", Authority: c.Authority, AuthorityName: c.AuthorityName}
	switch {
	case c.Against == "":
		k.Way = adapter.Direct{To: &adapter.Reference{Book: book, Adapter: a, Suite: suite, Public: key.Public(), Now: g.now}}
	case strings.HasPrefix(c.Against, "http://"), strings.HasPrefix(c.Against, "https://"):
		k.Way, k.Peer = adapter.Push{URL: c.Against, Key: c.APIKey}, c.Against
	default:
		k.Way, k.Peer, k.Folder = adapter.Folder{Dir: c.Against, Wait: c.Wait}, "folder", true
	}
	fmt.Fprintf(g.err, "签名公钥 signing key (%s): %s\n", suite.Name(), base64.StdEncoding.EncodeToString(key.Public()))
	res := k.Suite(g.ctx)
	printResult(g.out, a, &res)
	signed, err := res.Sign(key, suite)
	if err != nil {
		return err
	}
	if err := c.write(signed); err != nil {
		return err
	}
	if err := g.emit(signed); err != nil {
		return err
	}
	if !res.Passed {
		return fault.New(fault.Conflict, "adapter.not_conforming", "有用例没有通过；请按上面的说明修改后重新运行。", "Some cases are not passed; mend what they say and run the kit again.")
	}
	return nil
}

// signer is the key of a file, or one for this run.
func (c *conformRunCmd) signer() (adapter.Signer, seal.Suite, error) {
	suite, _ := seal.SuiteNamed(c.Suite)
	var s *seal.Sealer
	var err error
	if c.Key != "" {
		s, err = seal.OpenFile(c.Key, c.Suite)
	} else {
		s, err = seal.FromRing(seal.NewRing(suite))
	}
	if err != nil {
		return nil, nil, err
	}
	return s.SigningKey("conform"), suite, nil
}

func (c *conformRunCmd) write(s adapter.Signed) error {
	if c.Out == "" {
		return nil
	}
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if os.WriteFile(c.Out, b, 0o600) != nil {
		return fault.New(fault.Invalid, "cli.unwritable", "无法写入 "+c.Out+"；请换一个路径。", "Cannot write "+c.Out+"; choose another path.").At("out")
	}
	return nil
}

func printResult(w io.Writer, a law.Adapter, r *adapter.Result) {
	fmt.Fprintf(w, "%s %s　对照第 %s 版 mapping %s\n对端 peer　%s\n", a.Name.ZH, a.Name.EN, r.Version, r.Version, r.Peer)
	for _, c := range r.Cases {
		mark := "✓"
		if !c.Passed {
			mark = "✕"
		}
		fmt.Fprintf(w, "%s %-12s %s\n               %s\n", mark, c.Code, c.Name.ZH, c.Name.EN)
		if !c.Passed {
			fmt.Fprintf(w, "               → %s\n               → %s\n", c.Why.ZH, c.Why.EN)
		}
	}
}

type conformPeerCmd struct {
	whichAdapter
	Public string `help:"Public key of the sender, base64." required:"" placeholder:"KEY"`
	Listen string `help:"Address to serve on." default:"127.0.0.1:0"`
	Breaks string `help:"Break the rule of this case, to see that a sender or the kit notices." placeholder:"CASE"`
}

func (conformPeerCmd) Help() string {
	return "It keeps what it is sent in memory, and forgets it when it stops.\nExample:\n  xinheng conform peer --adapter gsxt --public KEY --listen 127.0.0.1:9000"
}

func (c *conformPeerCmd) Run(g *globals) error {
	book, a, err := c.find(g)
	if err != nil {
		return err
	}
	suite, _ := seal.SuiteNamed(c.Suite)
	public, err := base64.StdEncoding.DecodeString(c.Public)
	if err != nil || len(public) < 32 {
		return fault.New(fault.Invalid, "adapter.bad_key", "请填写对方系统的签名公钥（base64）和所用算法。", "Give the public key the other system signs with, base64, and its algorithms.").At("public")
	}
	if c.Breaks != "" && !slices.ContainsFunc(adapter.Cases(), func(o adapter.Outcome) bool { return o.Code == c.Breaks }) {
		return fault.New(fault.Invalid, "adapter.no_case", "没有这个用例；请从测试报告中选择。", "There is no such case; choose one of the report.").At("breaks")
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fault.New(fault.Invalid, "adapter.listen", "无法在该地址监听；请换一个地址。", "Cannot listen there; choose another address.").At("listen")
	}
	fmt.Fprintf(g.out, "http://%s/\n", l.Addr())
	srv := &http.Server{Handler: adapter.Serve(&adapter.Reference{Book: book, Adapter: a, Suite: suite, Public: public, Now: g.now, Breaks: c.Breaks}), ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(g.ctx, func() { _ = srv.Close() })
	defer stop()
	_ = srv.Serve(l)
	return nil
}
