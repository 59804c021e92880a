package draw

import "xinheng/internal/fault"

func differs(code, zh, en string) *fault.Error {
	return fault.New(fault.Conflict, "draw."+code, zh, en)
}

var (
	errStrata   = differs("strata", "分层名称须为字母、数字，按字节排序且不重复；请按 docs/draw.md 整理。", "Strata are words in the order of their bytes, none twice; arrange them as docs/draw.md says.")
	errTwice    = differs("roster_order", "名录未按承诺值升序排列，或同一对象出现两次；请取得未经改动的文件。", "The roster is not in ascending order, or names an entity twice; obtain an unchanged file.")
	errRoster   = differs("roster_line", "名录中有一行不合规定格式，或行数不符；请取得未经改动的文件。", "A line of the roster is not in its form, or lines are missing; obtain an unchanged file.")
	errHashOf   = differs("roster_changed", "名录与存证上公布的哈希不符：名录被改动过；请保留文件并报告监督机关。", "The roster does not give the hash on the ledger: it was changed; keep the file and report it.")
	errCounts   = differs("counts", "名录各层的数量与设定不符；请取得未经改动的文件。", "The strata of the roster are not as many as the setup says; obtain an unchanged file.")
	errQuota    = differs("quota", "各层应抽数量与“数量×比例”按最大余数取整的结果不符；请保留文件并报告监督机关。", "The quotas are not what count, ratio and largest remainders give; keep the file and report it.")
	errSetup    = differs("setup", "抽取设定不合规定格式；请取得未经改动的文件。", "The setup is not in its canonical form; obtain an unchanged file.")
	errParties  = differs("parties", "随机种子至少由两方共同产生，且每方只出现一次；请增加参与方。", "At least two parties make the seed, each once; add a party.")
	errPool     = differs("pool", "检查人员名单不合规定格式；请取得未经改动的文件。", "The text of inspectors is not in its canonical form; obtain an unchanged file.")
	errPoolHash = differs("pool_changed", "检查人员名单与设定中的哈希不符：名单被改动过；请保留文件并报告监督机关。", "The inspectors do not give the hash of the setup: they were changed; keep the file and report it.")
	errShares   = differs("shares", "每一参与方须有且只有一个份额；请取得完整的文件。", "Every party gives one share; obtain the whole file.")
	errShare    = differs("share", "有一方揭示的份额与其事先的承诺不符；请保留文件并报告监督机关。", "The share of a party is not the one it committed to; keep the file and report it.")
	errLine     = differs("result_line", "抽取结果中有一行不合规定格式，或行数不符；请取得未经改动的文件。", "A line of the result is not in its form, or lines are missing; obtain an unchanged file.")
	errOpening  = differs("opening", "结果中有一家企业的代码与其承诺值不符，或同一家出现两次；请保留文件并报告监督机关。", "The code of a drawn entity does not give its commitment, or stands there twice; keep the file and report it.")
	errResult   = differs("result", "按种子重算得到的名单与文件中的不同；请保留文件并报告监督机关。", "The seed gives another list than the one in the file; keep the file and report it.")
	errSeed     = differs("seed", "文件中的种子不是由设定、存证之根与各方份额得出的；请保留文件并报告监督机关。", "The seed in the file does not come from setup, root and shares; keep the file and report it.")
	errHeader   = differs("not_a_proof", "该文件不是第 1 版的抽取证明；请从公示页面重新下载。", "The file is not a draw proof of version 1; download it again from the public page.")
	errActs     = differs("acts", "存证条目缺失、重复或与抽取不符；请保留文件并报告监督机关。", "Ledger entries are missing, repeated or of something else; keep the file and report it.")
	errOrder    = differs("order", "存证次序不对：名录、承诺、取根、揭示、结果须依次发生；请保留文件并报告监督机关。", "The acts are not in order: roster, commitments, root, reveals, result; keep the file and report it.")
	errBeacon   = differs("root", "所用的存证之根不是承诺之后、揭示之前公布的那一个；请保留文件并报告监督机关。", "The root is not the one fixed after the commitments and before the reveals; keep the file and report it.")
	errKey      = differs("key", "文件所附的公钥与您持有的不同；请与平台公布的公钥核对。", "The key in the file is not the one you hold; compare it with the published one.")
)
