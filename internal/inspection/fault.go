package inspection

import "xinheng/internal/fault"

var errNotWritten = fault.New(fault.Conflict, "inspection.proof_changed", "存证证明不是平台给出的形式：被改动过；请从公示页面重新下载。",
	"The proof of a ledger entry is not as the platform wrote it: it was changed; download the file again from the public page.")
