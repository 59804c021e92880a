package program

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// site is a process that serves.
type site struct {
	*process
	house *house
	base  string
	from  *http.Client
}

// answer is what came back.
type answer struct {
	status int
	kind   string
	header http.Header
	body   []byte
}

func (a answer) problem() bool { return strings.HasPrefix(a.kind, "application/problem+json") }

// read reads the body as JSON.
func (a answer) read(v any) error { return json.Unmarshal(a.body, v) }

// client keeps connections, and never waits for ever.
var client = clientAt("127.0.0.1")

// clientAt comes from an address of this machine. What nobody may hurry is counted by address.
func clientAt(address string) *http.Client {
	dialer := net.Dialer{Timeout: patience, LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
	return &http.Client{
		Timeout:       patience,
		Transport:     &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 32, IdleConnTimeout: time.Minute, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// at is the same site, asked from another address.
func (s *site) at(address string) *site {
	other := *s
	other.from = clientAt(address)
	return &other
}

// ask sends a request; an error means that no answer came.
func (s *site) ask(method, path, key string, body io.Reader, header ...string) (answer, error) {
	req, err := http.NewRequestWithContext(context.Background(), method, s.base+path, body)
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	res, err := s.from.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header.Get("Content-Type"), res.Header, text}, err
}
