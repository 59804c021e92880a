package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"xinheng/internal/app"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
)

// stale counts the sealed values of the registry that are not under the newest secret.
func (s shell) stale() (n int64, version int) {
	s.t.Helper()
	a, err := app.Open(s.t.Context(), app.Options{Data: s.data, DatabaseURL: s.url, Log: s.t.Output()})
	if err != nil {
		s.t.Fatal(err)
	}
	defer a.Close()
	n, err = pg.Scalar[int64](s.t.Context(), a.Pool, pg.Query{Name: "stale", SQL: `select count(*) from registry.entity
		where legal_rep_sealed is not null and substring(legal_rep_sealed for length($1::bytea)) <> $1`}, a.Sealer.Header())
	if err != nil {
		s.t.Fatal(err)
	}
	return n, a.Sealer.Version()
}

func TestF24_5_TurningTheMasterKeysAtTheCommandLine(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	a, err := app.Open(t.Context(), app.Options{Data: s.data, DatabaseURL: s.url, Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	var rows []registry.Registration
	for _, n := range []string{"91460000MAXN00001", "91460000MAXN00002", "91460000MAXN00003"} {
		rows = append(rows, registry.Registration{Entity: registry.Entity{ID: string(ident.MakeUSCC(n)), Name: "虚构示例公司", Kind: registry.Enterprise},
			LegalRepName: "示例甲", LegalRepID: ident.MakeIDCard("46010019900101001")})
	}
	err = a.Pool.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, a.Sealer, rows)
		return err
	})
	a.Close()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args     []string
		version  int
		resealed int64
		stale    int64
	}{
		{[]string{"--hold"}, 2, 0, 3},
		{[]string{"--resume", "--batch", "2"}, 2, 3, 0},
		{[]string{"--resume"}, 2, 0, 0},
		{nil, 3, 3, 0},
	} {
		status, out, remarks := s.online(append([]string{"key", "turn", "--json"}, c.args...)...)
		var done turned
		last := out[strings.LastIndexByte(strings.TrimSpace(out), '\n')+1:]
		if err := json.Unmarshal([]byte(last), &done); status != 0 || err != nil || done != (turned{Version: c.version, Resealed: c.resealed}) {
			t.Fatalf("%v: %d %+v %v %s", c.args, status, done, err, remarks)
		}
		if n, version := s.stale(); n != c.stale || version != c.version {
			t.Errorf("%v: %d stale, version %d", c.args, n, version)
		}
	}
	if status, _, _ := s.online("key", "turn", "--hold", "--resume"); status == 0 {
		t.Error("to add a secret only, and to add none")
	}
}
