package pg

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"xinheng/internal/fault"
)

// running returns the process that serves this folder, or 0.
func (h *home) running() (int, error) {
	raw, err := os.ReadFile(h.pidPath())
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	lines := strings.Split(string(raw), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || !serves(pid, h.data) {
		return 0, nil // torn while being written, or of a server that is gone
	}
	if len(lines) > 4 && lines[4] != "" {
		h.socket = strings.TrimSpace(lines[4]) // where it listens, whatever we would have chosen
	}
	return pid, nil
}

// serves says whether a process is the PostgreSQL of a data folder. A number alone says nothing: numbers are used again,
// in a restarted container nearly always. The command line can be read without the right to trace the process.
func serves(pid int, data string) bool {
	raw, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
	if err != nil {
		return false
	}
	args := strings.Split(string(raw), "\x00")
	at := slices.Index(args, "-D")
	return filepath.Base(args[0]) == "postgres" && at > 0 && at+1 < len(args) && args[at+1] == data
}

// forget removes the lock files of a server that does not run. PostgreSQL itself would only ask whether the number in
// them is in use. What protects the data from children of a killed server is its shared memory, which they hold.
func (h *home) forget() error {
	for _, path := range []string{h.pidPath(), filepath.Join(h.socket, socketName+".lock")} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unwritable(path, err)
		}
	}
	return nil
}

func (h *home) pidPath() string { return filepath.Join(h.data, "postmaster.pid") }

func (h *home) logPath() string { return filepath.Join(h.dir, "pg.log") }

const logLimit = 8 << 20

// openLog opens the server's log for appending, and says where the new part begins. One that has grown large begins again.
func (h *home) openLog() (f *os.File, from int64, err error) {
	flags := os.O_WRONLY | os.O_CREATE | os.O_APPEND
	if st, err := os.Stat(h.logPath()); err == nil {
		from = st.Size()
	}
	if from > logLimit {
		flags, from = flags|os.O_TRUNC, 0
	}
	f, err = os.OpenFile(h.logPath(), flags, 0o600)
	if err != nil {
		return nil, 0, unwritable(h.logPath(), err)
	}
	return f, from, nil
}

// said is what the server wrote into its log since an offset, the last of it.
func (h *home) said(from int64) string {
	const enough = 2000
	f, err := os.Open(h.logPath())
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	if st, err := f.Stat(); err == nil {
		from = max(from, st.Size()-enough)
	}
	raw, _ := io.ReadAll(io.NewSectionReader(f, from, enough))
	return strings.TrimSpace(string(raw))
}

// heldByChildren is how PostgreSQL says that children of a killed server are still on their way out.
const heldByChildren = "pre-existing shared memory block"

func (h *home) startFailed(said string) error {
	return fmt.Errorf("%w: %s", fault.New(fault.Unavailable, "pg.start_failed",
		"PostgreSQL 未能启动；原因见 "+h.logPath()+" 末尾，排除后重试。",
		"PostgreSQL did not start; the end of "+h.logPath()+" says why. Mend that and try again."), said)
}
