package story

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"xinheng/internal/access"
	"xinheng/internal/exchange"
	"xinheng/internal/law"
)

// otherSite is a site of somebody else that shows what we publish: the reference site, running as a process of its own.
type otherSite struct {
	*stage
	url string
}

var siteBinary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "xh-story-site-")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "refsite")
	out, err := exec.Command("go", "build", "-o", file, "xinheng/cmd/refsite").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, out)
	}
	return file, err
})

// otherSite starts another site and makes it a target of the sync ledger, as two officers would.
func (s *stage) otherSite(code, zh, en, kind string) *otherSite {
	s.t.Helper()
	file, err := siteBinary()
	s.must(err)
	var key struct{ Suite, Key string }
	s.must(json.Unmarshal(s.ask(http.MethodGet, "/v1/exchange/key", "", nil).body, &key))
	cmd := exec.Command(file, "-any-time", "-key", key.Key, "-suite", key.Suite)
	out, err := cmd.StdoutPipe()
	s.must(err)
	s.must(cmd.Start())
	s.whole.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	s.must(err)
	o := &otherSite{s, strings.TrimSuffix(strings.TrimSpace(line), "/")}
	t, err := s.app.Exchange.Propose(s.t.Context(), access.Actor{ID: "person:system", Kind: access.KindPerson}, code, exchange.Draft{Name: law.Text2{ZH: zh, EN: en},
		Kind: kind, PushURL: o.url + "/take-down", ReadURL: o.url + "/api/records/{record}", Rule: "示例共享协议", Active: true})
	s.must(err)
	_, err = s.app.Exchange.Decide(s.t.Context(), access.Actor{ID: "person:safety", Kind: access.KindPerson}, code, t.Version, true)
	s.must(err)
	return o
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (o *otherSite) send(method, path, body string) (int, string) {
	o.t.Helper()
	req, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, strings.NewReader(body))
	o.must(err)
	res, err := http.DefaultClient.Do(req)
	o.must(err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	o.must(err)
	return res.StatusCode, string(text)
}

// publishes has the site show a record, as it took it over from us; shows tells whether it does.
func (o *otherSite) publishes(id string) {
	o.t.Helper()
	o.send(http.MethodPut, "/records/"+id, `{"version":1,"text":"示例"}`)
}
func (o *otherSite) behaves(mode string) { o.t.Helper(); o.send(http.MethodPost, "/mode/"+mode, "") }

func (o *otherSite) shows(id string) string {
	o.t.Helper()
	if status, _ := o.send(http.MethodGet, "/api/records/"+id, ""); status == http.StatusOK {
		return "仍在 there"
	}
	return "已无 gone"
}
