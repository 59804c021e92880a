package seal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"xinheng/internal/fault"
)

// OpenFile opens the ring that a platform keeps in a file and makes it the first time. suite is what the operator asked
// for, empty for whatever the file says: what was begun with one suite cannot go on with the other, because blind indexes,
// and with them the ids of natural persons, belong to it. The sealer looks into the file again for keys it does not know.
func OpenFile(file, suite string) (*Sealer, error) {
	wanted, ok := SuiteNamed(suite)
	if !ok && suite != "" {
		return nil, fault.New(fault.Invalid, "seal.no_such_suite", "没有这一套密码算法；可选 national（国密 SM2/SM3/SM4）或 international。",
			"There is no such suite of algorithms; choose national (SM2/SM3/SM4) or international.")
	}
	r, err := ReadRing(file)
	if errors.Is(err, fs.ErrNotExist) {
		r = NewRing(International)
		if wanted != nil {
			r.Suite = wanted
		}
		if err = writeNew(file, r); errors.Is(err, fs.ErrExist) { // another process was first
			r, err = ReadRing(file)
		}
	}
	if err != nil {
		return nil, err
	}
	if wanted != nil && wanted != r.Suite {
		return nil, fault.New(fault.Conflict, "seal.other_suite",
			fmt.Sprintf("该数据目录是用 %s 算法建立的，不能改用 %s；请去掉 XINHENG_CRYPTO 设置，或换一个新的数据目录。", r.Suite.Name(), wanted.Name()),
			fmt.Sprintf("This data folder was made with the %s suite and cannot go on with %s; remove the setting XINHENG_CRYPTO, or begin another data folder.", r.Suite.Name(), wanted.Name()))
	}
	s, err := FromRing(r)
	if err != nil {
		return nil, err
	}
	s.Reload(func() (Ring, error) { return ReadRing(file) })
	return s, nil
}

// ReadRing reads a ring from its file; fs.ErrNotExist when there is none.
func ReadRing(file string) (Ring, error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return Ring{}, err
	}
	if err == nil {
		var r Ring
		if r, err = DecodeRing(b); err == nil {
			return r, nil
		}
	}
	return Ring{}, fault.New(fault.Unavailable, "seal.secret_unreadable",
		"主密钥文件无法读取或已损坏；请从备份恢复它（见 docs/ops.md）。",
		"The file of master keys cannot be read or is damaged; restore it from your backup (see docs/ops.md).")
}

// TurnFile adds a fresh secret to the ring in a file. The new ring is complete on disk before it takes the old one's place;
// of two processes that turn it at once, one is refused.
func TurnFile(file string) (Ring, error) {
	r, err := ReadRing(file)
	if errors.Is(err, fs.ErrNotExist) {
		return r, fault.New(fault.Missing, "seal.no_ring", "该数据目录还没有主密钥；请先启动一次平台。", "This data folder has no master key yet; start the platform once.")
	}
	if err != nil {
		return r, err
	}
	if r.Version() == MaxVersions {
		return r, fault.New(fault.Conflict, "seal.worn_out", "密钥版本号已用尽；请联系开发者。", "The ring has no version left; ask the developers.")
	}
	r = r.Turned()
	next := fmt.Sprintf("%s.%d", file, r.Version())
	if err := writeNew(next, r); errors.Is(err, fs.ErrExist) {
		return r, fault.New(fault.Conflict, "seal.turning", "另一进程正在轮换密钥（"+filepath.Base(next)+"）；若确无此进程，请删除该文件后重试。",
			"Another process is turning the keys ("+filepath.Base(next)+"); if none is, remove that file and try again.")
	} else if err != nil {
		return r, err
	}
	if err := os.Rename(next, file); err != nil {
		return r, unwritable(file)
	}
	return r, syncFolder(file)
}

// writeNew puts the whole ring into a file that is not there yet; fs.ErrExist when it is.
func writeNew(file string, r Ring) error {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".new-*") // readable by its owner alone
	if err != nil {
		return unwritable(file)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(r.Encode())
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return unwritable(file)
	}
	switch err = os.Link(f.Name(), file); {
	case errors.Is(err, fs.ErrExist):
		return err
	case err != nil:
		return unwritable(file)
	}
	return syncFolder(file)
}

func syncFolder(file string) error {
	d, err := os.Open(filepath.Dir(file))
	if err != nil {
		return unwritable(file)
	}
	_ = d.Sync() // some file systems cannot sync a folder, and need not
	return d.Close()
}

func unwritable(file string) error {
	return fault.New(fault.Unavailable, "seal.unwritable", "无法写入密钥文件所在目录 "+filepath.Dir(file)+"；请检查权限与磁盘空间。",
		"The folder of the key file, "+filepath.Dir(file)+", cannot be written; check its permissions and free space.")
}
