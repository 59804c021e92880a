package pg

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"xinheng/internal/fault"
)

// home is the place of an embedded server on disk:
//
//	DIR/pg            PostgreSQL's own folder, 0700, owned by the user it runs as
//	DIR/pg/XINHENG    says that the folder is ours
//	DIR/pg.log        what the server says
//	DIR/pg.lock       held while starting and stopping
//	DIR/pg.users      shared by every process that uses the server; the last one stops it
type home struct {
	dir, data, socket string
	uid, gid          int      // who runs the server
	users             *os.File // our share of pg.users
}

const marker = "XINHENG"

// openHome looks at a data folder, making it when there is none, and decides who runs the server.
func openHome(dir string) (*home, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	h := &home{dir: dir, data: filepath.Join(dir, "pg"), uid: os.Getuid(), gid: os.Getgid()}
	if err := h.ours(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, unwritable(dir, err)
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil { // one folder has one name: see serves
		return nil, err
	}
	h.dir, h.data = dir, filepath.Join(dir, "pg")
	if h.uid == 0 {
		h.uid, h.gid = nobody, nobody
		if st, err := os.Stat(h.data); err == nil && owner(st) != 0 {
			h.uid, h.gid = owner(st), int(st.Sys().(*syscall.Stat_t).Gid)
		}
	}
	return h, h.findSocket()
}

// ours refuses a folder that somebody else's PostgreSQL lives in.
func (h *home) ours() error {
	if _, err := os.Stat(filepath.Join(h.dir, "PG_VERSION")); err == nil {
		return notOurs(h.dir)
	}
	entries, err := os.ReadDir(h.data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return unwritable(h.data, err)
	case len(entries) == 0:
		return nil
	}
	if _, err := os.Stat(filepath.Join(h.data, marker)); err != nil {
		return notOurs(h.data)
	}
	return nil
}

const (
	socketName = ".s.PGSQL.5432"           // by PostgreSQL
	socketRoom = 107 - len("/"+socketName) // what the kernel allows the path of a socket, less its name
)

// findSocket puts the socket into the data folder, or, when that path is too long for one, into a folder of its own.
func (h *home) findSocket() error {
	h.socket = h.data
	if len(h.socket) < socketRoom {
		return nil
	}
	sum := sha256.Sum256([]byte(h.data))
	h.socket = filepath.Join(os.TempDir(), "xinheng-"+strconv.Itoa(h.uid)+"-"+hex.EncodeToString(sum[:6]))
	if err := os.Mkdir(h.socket, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return unwritable(h.socket, err)
	}
	st, err := os.Lstat(h.socket)
	if err != nil {
		return err
	}
	if !st.IsDir() || owner(st) != os.Getuid() && owner(st) != h.uid {
		return notOurs(h.socket) // somebody made it before us, to listen
	}
	return os.Chown(h.socket, h.uid, h.gid)
}

// removeSocket removes the socket's own folder, if it has one; the server has removed the socket.
func (h *home) removeSocket() error {
	if h.socket == h.data {
		return nil
	}
	return os.RemoveAll(h.socket)
}

func (h *home) exists() bool {
	_, err := os.Stat(filepath.Join(h.data, "PG_VERSION"))
	return err == nil
}

// binaries finds the installation that fits the data: a folder made by PostgreSQL 15 needs 15.
func (h *home) binaries() (binaries, error) {
	if !h.exists() {
		return find(0, h.dir)
	}
	raw, err := os.ReadFile(filepath.Join(h.data, "PG_VERSION"))
	if err != nil {
		return binaries{}, err
	}
	made, err := strconv.Atoi(strings.TrimSpace(string(raw)))
	if err != nil {
		return binaries{}, notOurs(h.data)
	}
	b, err := find(made, h.dir)
	if err == nil && b.major == made {
		return b, nil
	}
	have, otherErr := find(0, h.dir)
	if otherErr != nil {
		return binaries{}, otherErr
	}
	return binaries{}, wrongVersion(made, have.major)
}

// init makes the server's folder: elsewhere first, so that a half-made one is never taken for a whole one.
func (h *home) init(bin binaries) error {
	fresh, err := os.MkdirTemp(h.dir, "pg.new-")
	if err != nil {
		return unwritable(h.dir, err)
	}
	defer h.removeDrafts()
	if err := os.Chown(fresh, h.uid, h.gid); err != nil {
		return unwritable(fresh, err)
	}
	cmd := h.command(bin, "initdb", "-D", fresh, "-U", superuser, "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums",
		"--auth-local=trust", "--auth-host=scram-sha-256")
	if out, err := cmd.CombinedOutput(); err != nil {
		return initFailed(err, bytes.TrimSpace(out))
	}
	if err := os.WriteFile(filepath.Join(fresh, marker), []byte("Xinheng's PostgreSQL. 信衡的数据库。\n"), 0o644); err != nil {
		return unwritable(fresh, err)
	}
	if err := os.Remove(h.data); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unwritable(h.data, err)
	}
	return os.Rename(fresh, h.data)
}

// removeDrafts clears away what this or an earlier, killed start has begun. What cannot be removed does no harm.
func (h *home) removeDrafts() {
	drafts, _ := filepath.Glob(filepath.Join(h.dir, "pg.new-*"))
	for _, d := range drafts {
		_ = os.RemoveAll(d)
	}
}

// lock keeps other processes from starting or stopping the server of this folder at the same time.
func (h *home) lock(ctx context.Context) (unlock func(), err error) {
	f, err := h.openFile("pg.lock")
	if err != nil {
		return nil, err
	}
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { _ = f.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return nil, errors.Join(err, f.Close())
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
}

// use counts this process among the users of the server, until leave or its end.
func (h *home) use() error {
	f, err := h.openFile("pg.users")
	if err != nil {
		return err
	}
	h.users = f
	return syscall.Flock(int(f.Fd()), syscall.LOCK_SH)
}

// leave ends use and says whether nobody else is left.
func (h *home) leave() (last bool, err error) {
	err = syscall.Flock(int(h.users.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	return err == nil, h.users.Close()
}

func (h *home) openFile(name string) (*os.File, error) {
	path := filepath.Join(h.dir, name)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, unwritable(path, err)
	}
	return f, nil
}

func notOurs(dir string) error {
	return fault.New(fault.Conflict, "pg.not_ours",
		"文件夹 "+dir+" 已有不属于信衡的内容；请用 --data 指定另一个空文件夹。",
		"The folder "+dir+" holds something that is not Xinheng's; name another, empty folder with --data.")
}

func unwritable(path string, err error) error {
	return fmt.Errorf("%w (%w)", fault.New(fault.Unavailable, "pg.unwritable",
		"无法写入 "+path+"；请用 --data 指定可写的文件夹，或由其所有者运行。",
		"Cannot write "+path+"; name a writable folder with --data, or run as its owner."), err)
}

func initFailed(err error, said []byte) error {
	return fmt.Errorf("%w (%w): %s", fault.New(fault.Unavailable, "pg.init_failed",
		"PostgreSQL 未能建立数据文件夹；请按其说明排除原因后重试。",
		"PostgreSQL could not make its data folder; mend what it names and try again."), err, said)
}

func wrongVersion(made, have int) error {
	return fault.New(fault.Conflict, "pg.wrong_version",
		fmt.Sprintf("数据文件夹由 PostgreSQL %d 建立，而这台机器上是 %d；请安装 PostgreSQL %d（并用 %s 指明其 bin 文件夹），或换一个数据文件夹。", made, have, made, BinEnv),
		fmt.Sprintf("PostgreSQL %d made this data folder and this machine has %d; install PostgreSQL %d (and name its bin folder with %s), or use another data folder.", made, have, made, BinEnv))
}
