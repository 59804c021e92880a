package pgtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// memory is where Linux keeps files in memory; enough is what must be free there, and of the machine, before tests use it.
const (
	memory = "/dev/shm"
	enough = 4 << 30
	noexec = 8 // ST_NOEXEC: nothing can be run from there, and tests lay the program beside its data
)

// Room is the folder for data that need not outlive the machine: in memory where there is enough of it, else that of temporary
// files. A clone is six hundred small files; a disk that has just forgotten as many looks at each of them before it makes new
// ones, which took nine tenths of a second of a processor for every test, against a thirtieth in memory. TMPDIR, when set, wins.
func Room() string {
	if os.Getenv("TMPDIR") != "" || !roomy() {
		return os.TempDir()
	}
	return memory
}

func roomy() bool {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(memory, &fs); err != nil || fs.Flags&noexec != 0 || fs.Bavail*uint64(fs.Bsize) < enough {
		return false
	}
	probe, err := os.CreateTemp(memory, "xinheng-")
	if err != nil {
		return false
	}
	_ = probe.Close()
	_ = os.Remove(probe.Name())
	raw, _ := os.ReadFile("/proc/meminfo")
	return available(string(raw)) >= enough
}

// available reads what the machine could still give, in bytes.
func available(meminfo string) (n uint64) {
	_, rest, _ := strings.Cut(meminfo, "MemAvailable:")
	_, _ = fmt.Sscan(rest, &n)
	return n << 10
}

// folder of the server is named by whose it is and by its edition, so that test programs of one user share it.
func folder(major int) string {
	return filepath.Join(Room(), fmt.Sprintf("xinheng-pgtest-%d-%d", os.Getuid(), major))
}
