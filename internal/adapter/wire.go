package adapter

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"xinheng/internal/exchange"
	"xinheng/internal/fault"
)

// Way brings letters to a receiver and its receipts back.
type Way interface {
	Send(ctx context.Context, l Letter) (Receipt, error)
}

const (
	mostBody    = 8 << 20 // of a message, and of a receipt
	patience    = 30 * time.Second
	folderPause = 50 * time.Millisecond
)

// Push posts letters to an address; Key is the API key of the sender where the receiver asks for one.
type Push struct {
	URL, Key string
}

var client = &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// Send posts a letter and reads the receipt.
func (p Push) Send(ctx context.Context, l Letter) (r Receipt, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL, bytes.NewReader(l.Body))
	if err != nil {
		return r, errAddress
	}
	req.Header = l.Header.Clone()
	if p.Key != "" {
		req.Header.Set("Authorization", "Bearer "+p.Key)
	}
	res, err := client.Do(req)
	if err != nil {
		return r, errAway
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(res.Body, mostBody))
	if err != nil || json.Unmarshal(text, &r) != nil || r.State == "" {
		return r, fault.New(fault.Unavailable, "adapter.no_receipt", fmt.Sprintf("对方没有返回回执（状态码 %d）；请检查对方的接口。", res.StatusCode),
			fmt.Sprintf("The other side gave no receipt (status %d); look at its endpoint.", res.StatusCode))
	}
	return r, nil
}

// Serve is a receiver at an address.
func Serve(to Receiver) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
		if err != nil || r.Method != http.MethodPost {
			http.Error(w, "POST a message of at most 8 MiB", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(to.Receive(Letter{r.Header, body}, false))
	})
}

// Folder lays letters into a folder both sides reach: in/ for letters, out/ for receipts. A file appears whole, by renaming, or not at all.
type Folder struct {
	Dir  string
	Wait time.Duration // for a receipt; zero: half a minute
	// Resume takes a receipt that lies there already: of a message that was laid down before and is sent again.
	Resume bool
}

// filed is a letter as a file.
type filed struct {
	Header map[string]string `json:"header"`
	Body   []byte            `json:"body"`
}

var signedHeaders = []string{exchange.HeaderTime, exchange.HeaderOnce, exchange.HeaderKey, exchange.HeaderSignature}

// Send lays a letter down and waits for its receipt.
func (f Folder) Send(ctx context.Context, l Letter) (r Receipt, err error) {
	name := l.Header.Get(exchange.HeaderOnce) + ".json"
	if !fitID.MatchString(strings.TrimSuffix(name, ".json")) {
		return r, errFolder
	}
	answer := filepath.Join(f.Dir, "out", name)
	if b, err := os.ReadFile(answer); f.Resume && err == nil && json.Unmarshal(b, &r) == nil && r.State != "" {
		return r, nil
	}
	if err := os.Remove(answer); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r, errFolder
	}
	letter := filed{map[string]string{}, l.Body}
	for _, h := range signedHeaders {
		letter.Header[h] = l.Header.Get(h)
	}
	if err := layDown(filepath.Join(f.Dir, "in"), name, letter); err != nil {
		return r, err
	}
	wait := f.Wait
	if wait == 0 {
		wait = patience
	}
	ctx, stop := context.WithTimeout(ctx, wait)
	defer stop()
	look := time.NewTicker(folderPause)
	defer look.Stop()
	for {
		if b, err := os.ReadFile(answer); err == nil {
			if json.Unmarshal(b, &r) != nil || r.State == "" {
				return r, errNoReceipt
			}
			return r, nil
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return r, errNoReceipt
		}
	}
}

func layDown(dir, name string, v any) error {
	b, err := json.Marshal(v)
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "."+name+".new"), b, 0o600)
	}
	if err == nil {
		err = os.Rename(filepath.Join(dir, "."+name+".new"), filepath.Join(dir, name))
	}
	if err != nil {
		return errFolder
	}
	return nil
}

// Collect takes what lies in a folder, lays receipts down, and says how many letters there were. What cannot be read as a letter is put
// aside, so that it does not come again.
func Collect(dir string, to Receiver) (n int, err error) {
	names, err := filepath.Glob(filepath.Join(dir, "in", "*.json"))
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		if err := collect(dir, name, to); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func collect(dir, name string, to Receiver) error {
	st, err := os.Lstat(name)
	if err != nil || !st.Mode().IsRegular() || st.Size() > 2*mostBody {
		return os.Rename(name, name+".unread")
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var l filed
	if json.Unmarshal(b, &l) != nil {
		return os.Rename(name, name+".unread")
	}
	h := http.Header{}
	for _, k := range signedHeaders {
		h.Set(k, l.Header[k])
	}
	r := to.Receive(Letter{h, l.Body}, true)
	if r.State == "" {
		return errNotNow // it lies until it can be taken
	}
	if err := layDown(filepath.Join(dir, "out"), filepath.Base(name), r); err != nil {
		return err
	}
	return os.Remove(name)
}

// Direct is a receiver in this process.
type Direct struct {
	To     Receiver
	Folder bool
}

// Send hands a letter over.
func (d Direct) Send(_ context.Context, l Letter) (Receipt, error) {
	return d.To.Receive(l, d.Folder), nil
}

var (
	errAddress   = fault.New(fault.Invalid, "adapter.address", "地址无效；请填写完整的 https 地址。", "The address is not valid; give it in full, with https.").At("url")
	errAway      = fault.New(fault.Unavailable, "adapter.away", "对方没有应答；请稍后重试。", "The other side does not answer; try later.")
	errFolder    = fault.New(fault.Unavailable, "adapter.folder", "无法读写交换文件夹；请检查路径和权限。", "The folder cannot be read or written; look at its path and rights.")
	errNoReceipt = fault.New(fault.Unavailable, "adapter.no_receipt", "没有等到回执；请检查对方是否在处理。", "No receipt came; see whether the other side is at work.")
	errNotNow    = fault.New(fault.Unavailable, "adapter.not_now", "暂时不能接收；请稍后重试。", "Nothing can be taken just now; try later.")
)
