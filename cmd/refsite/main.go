// Command refsite is a site that holds what the platform publishes, for tests and for whoever connects a site of their own:
// it takes signed take-downs and publications, and publishes pages and an API of the records it holds. It can be told to be slow, down, lying
// (it acknowledges and keeps publishing), stale (what it deleted comes back), mute (it obeys and never answers), or to accept now
// and do later.
package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"xinheng/internal/exchange"
	"xinheng/internal/seal"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address to serve on")
	key := flag.String("key", "", "public key of the platform, base64, from GET /v1/exchange/key")
	suite := flag.String("suite", "international", "suite of the key: international or national")
	anytime := flag.Bool("any-time", false, "believe messages of any time: for stories on a calendar of their own")
	flag.Parse()
	if err := serve(*listen, *key, *suite, *anytime); err != nil {
		fmt.Fprintln(os.Stderr, "refsite:", err)
		os.Exit(1)
	}
}

func serve(listen, key, suiteName string, anytime bool) error {
	public, err := base64.StdEncoding.DecodeString(key)
	if err != nil || len(public) == 0 {
		return errors.New("--key is not a key: take it from GET /v1/exchange/key of the platform")
	}
	suite, ok := seal.SuiteNamed(suiteName)
	if !ok {
		return errors.New("--suite is international or national")
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	fmt.Printf("http://%s/\n", l.Addr())
	s := &site{suite: suite, public: public, anytime: anytime, held: map[string]page{}, cached: map[string]page{}, done: map[string]bool{}}
	srv := &http.Server{Handler: s.handler(), ReadHeaderTimeout: 5 * time.Second}
	return srv.Serve(l)
}

// page is a record as this site holds it.
type page struct {
	Version int32  `json:"version"`
	Text    string `json:"text"`
}

type site struct {
	suite   seal.Suite
	public  []byte
	anytime bool

	mu     sync.Mutex
	mode   string // "", slow, mute, down, lying, stale, later
	held   map[string]page
	cached map[string]page // what was deleted, as a cache would still have it
	done   map[string]bool // idempotency keys
	count  counts
}

// counts are what a test asks about.
type counts struct {
	Received  int `json:"received"`  // messages with a good signature
	Performed int `json:"performed"` // of these, done for the first time
	Forged    int `json:"forged"`    // messages without one
}

func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /take-down", s.open(s.takeDown))
	mux.HandleFunc("GET /records/{id}", s.open(s.show))
	mux.HandleFunc("GET /api/records/{id}", s.open(s.show))
	// what follows is for whoever plays with the site, not for the platform
	mux.HandleFunc("PUT /records/{id}", s.publish)
	mux.HandleFunc("POST /mode/{mode}", s.behave)
	mux.HandleFunc("GET /counts", func(w http.ResponseWriter, _ *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		_ = json.NewEncoder(w).Encode(s.count)
	})
	return mux
}

// open lets a request in unless the site is down; a slow one waits as long as its caller does.
func (s *site) open(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		mode := s.mode
		s.mu.Unlock()
		switch mode {
		case "down":
			http.Error(w, "down", http.StatusServiceUnavailable)
			return
		case "slow":
			_, _ = io.Copy(io.Discard, r.Body) // it has the message, and does not say so
			<-r.Context().Done()
			return
		}
		next(w, r)
	}
}

func (s *site) takeDown(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	answer, mute, err := s.take(r.Header, body)
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusForbidden)
	case mute:
		<-r.Context().Done() // it has done it, and does not say so
	default:
		_ = json.NewEncoder(w).Encode(answer)
	}
}

func (s *site) take(h http.Header, body []byte) (a exchange.Answer, mute bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if s.anytime {
		now, _ = time.Parse(time.RFC3339, h.Get(exchange.HeaderTime))
	}
	var m exchange.Message
	if exchange.Verify(s.suite, s.public, h, body, now) != nil || json.Unmarshal(body, &m) != nil {
		s.count.Forged++
		return a, false, errors.New("not signed by the platform")
	}
	s.count.Received++
	state := "done"
	if s.mode == "later" {
		state = "accepted"
	} else if once := h.Get(exchange.HeaderOnce); !s.done[once] {
		s.done[once] = true
		s.count.Performed++
		s.perform(m)
	}
	return exchange.Answer{ID: m.ID, State: state}, s.mode == "mute", nil
}

// perform does what was asked, unless this is a site that lies.
func (s *site) perform(m exchange.Message) {
	p, held := s.held[m.About]
	switch {
	case s.mode == "lying":
	case m.Kind == string(exchange.Publish):
		s.held[m.About] = page{m.Version, m.Location}
	case !held:
	case m.Kind == string(exchange.Replace):
		s.held[m.About] = page{m.Version, p.Text}
	default:
		s.cached[m.About] = p
		delete(s.held, m.About)
	}
}

func (s *site) show(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.held[r.PathValue("id")]
	if !ok && s.mode == "stale" {
		p, ok = s.cached[r.PathValue("id")]
	}
	if !ok {
		http.Error(w, "gone", http.StatusGone)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(p)
}

func (s *site) publish(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var p page
	if json.NewDecoder(r.Body).Decode(&p) != nil {
		http.Error(w, `{"version":1,"text":"…"}`, http.StatusBadRequest)
		return
	}
	s.held[r.PathValue("id")] = p
}

func (s *site) behave(_ http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode = r.PathValue("mode")
	if s.mode == "well" {
		s.mode = ""
	}
}
