package bench

import (
	"context"
	"net"
	"net/http"
	"strings"
)

// fixed is the 400-byte JSON of the bare server.
var fixed = []byte(`{"fixed":"` + strings.Repeat("x", 400-len(`{"fixed":""}`)) + `"}`)

// ServeBare answers every request with the same 400 bytes: what net/http costs by itself.
func ServeBare(ctx context.Context, l net.Listener) error {
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(fixed)
	})}
	context.AfterFunc(ctx, func() { _ = srv.Close() })
	if err := srv.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return nil
}
