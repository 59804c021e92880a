package ledger

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/web"
)

type (
	proofIn struct {
		EntryID string `path:"entry_id" format:"uuid" doc:"id of the entry, as on a receipt"`
	}
	proofOut      struct{ Body Proof }
	consistencyIn struct {
		From int64 `query:"from" required:"true" minimum:"1" doc:"size of the checkpoint kept from earlier"`
		To   int64 `query:"to" minimum:"0" doc:"size of a later checkpoint; the newest when absent"`
	}
	consistencyOut struct{ Body Consistency }
	entriesIn      struct {
		After int64 `query:"after" minimum:"0" doc:"the cursor: positions after this one"`
		Limit int   `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	}
	entriesOut struct{ Body entryPage }
	entryPage  struct {
		Entries []wireEntry `json:"entries"`
		Next    int64       `json:"next" doc:"give it as after; it stays when nothing newer is there"`
	}
	wireEntry struct {
		Position int64             `json:"position"`
		ID       string            `json:"id"`
		Kind     string            `json:"kind"`
		Actor    string            `json:"actor"`
		About    string            `json:"about"`
		At       time.Time         `json:"at"`
		Public   map[string]string `json:"public"`
		Root     *Hash             `json:"root,omitempty"`
		Leaf     Hash              `json:"leaf"`
	}
)

// Routes mounts the public side of the ledger: anybody may read and verify it. There is nothing personal in it to protect.
func Routes(a *web.API, l *Log) {
	row := func(id, path, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: id, Method: http.MethodGet, Path: path, Area: "ledger", Summary: summary, Notes: notes, Faults: faults}
	}
	a.AddRaw(row("ledger.key", "/v1/ledger/key", "核验公钥 · Public verifier key", "text/plain, one line: name+id+key, and a second one when checkpoints carry an SM2 signature as well. Compare with what is published elsewhere."),
		nil, nil, func(w http.ResponseWriter, _ *http.Request) error {
			return writeText(w, strings.TrimSuffix(l.VerifierKey()+"\n"+l.SecondKey(), "\n")+"\n")
		})
	a.AddRaw(row("ledger.checkpoint", "/v1/ledger/checkpoint", "最新检查点 · Newest signed checkpoint", "text/plain, a C2SP signed note: origin, size, root.", errEmpty.Code),
		nil, nil, func(w http.ResponseWriter, r *http.Request) error {
			signed, err := l.Latest(r.Context())
			if err != nil {
				return err
			}
			return writeText(w, signed)
		})
	web.Add(a, row("ledger.proof", "/v1/ledger/proof/{entry_id}", "条目的存在证明 · Inclusion proof of an entry", "Save the body and run `xinheng ledger verify --proof FILE --key KEY`, without network.",
		"ledger.unknown_entry", "ledger.not_placed"),
		func(ctx context.Context, in *proofIn) (*proofOut, error) {
			p, err := l.Proof(ctx, in.EntryID)
			return &proofOut{p}, err
		})
	web.Add(a, row("ledger.consistency", "/v1/ledger/consistency", "两个检查点之间只增不改的证明 · Proof that a later checkpoint only appended", "", "ledger.no_such_size"),
		func(ctx context.Context, in *consistencyIn) (*consistencyOut, error) {
			c, err := l.Consistency(ctx, in.From, in.To)
			return &consistencyOut{c}, err
		})
	web.Add(a, row("ledger.entries", "/v1/ledger/entries", "按序读取条目 · Entries in order", "Ids, codes and counts only; each leaf can be recomputed as docs/ledger.md says."),
		func(ctx context.Context, in *entriesIn) (*entriesOut, error) {
			page, err := l.page(ctx, in.After, in.Limit)
			return &entriesOut{page}, err
		})
}

func (l *Log) page(ctx context.Context, after int64, limit int) (entryPage, error) {
	entries, err := l.Since(ctx, after, limit)
	page := entryPage{Entries: make([]wireEntry, len(entries)), Next: after}
	for i, e := range entries {
		page.Entries[i] = wireEntry{Position: e.Position, ID: e.ID, Kind: e.Kind, Actor: e.Actor, About: e.About, At: e.At, Public: e.Public, Leaf: e.Leaf()}
		if e.Root != (Hash{}) {
			page.Entries[i].Root = &entries[i].Root
		}
		page.Next = e.Position
	}
	return page, err
}

func writeText(w http.ResponseWriter, s string) error {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(s)))
	h.Set("Cache-Control", "no-cache")
	_, err := w.Write([]byte(s))
	return err
}
