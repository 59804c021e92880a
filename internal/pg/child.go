package pg

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// nobody runs the server when we are root, which PostgreSQL refuses.
const nobody = 65534

// searchAnywhere is CAP_DAC_READ_SEARCH: to pass through folders that are closed to the user.
const searchAnywhere = 2

// command is a child of the installation, as the user who owns the data, in a session of its own: Ctrl-C is for us, and
// we stop the server when everything that uses it has stopped.
//
// When we are root and the data or the installation lies below a closed folder (a home of 0700), the child gets the one
// capability it takes to get there. It holds it only after an exec of its own, hence env.
func (h *home) command(bin binaries, name string, args ...string) *exec.Cmd {
	path, attr := bin.path(name), &syscall.SysProcAttr{Setsid: true}
	if os.Getuid() == 0 {
		attr.Credential = &syscall.Credential{Uid: uint32(h.uid), Gid: uint32(h.gid)}
		if !h.reaches(h.dir) || !h.reaches(bin.dir) {
			attr.AmbientCaps = []uintptr{searchAnywhere}
			path, args = "/usr/bin/env", append([]string{path}, args...)
		}
	}
	cmd := exec.Command(path, args...)
	cmd.Env, cmd.Dir, cmd.SysProcAttr = bin.env(), "/", attr
	return cmd
}

// reaches says whether the user who runs the server may pass through a folder and all above it.
func (h *home) reaches(dir string) bool {
	for ; ; dir = filepath.Dir(dir) {
		st, err := os.Stat(dir)
		if err != nil || !h.enters(st) {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}

func (h *home) enters(st fs.FileInfo) bool {
	switch sys := st.Sys().(*syscall.Stat_t); {
	case int(sys.Uid) == h.uid:
		return st.Mode()&0o100 != 0
	case int(sys.Gid) == h.gid:
		return st.Mode()&0o010 != 0
	}
	return st.Mode()&0o001 != 0
}

func owner(st fs.FileInfo) int { return int(st.Sys().(*syscall.Stat_t).Uid) }
