package product

import "xinheng/internal/fault"

var (
	errUnknown    = fault.New(fault.Missing, "product.unknown", "没有这个产品；请刷新列表后重试。", "There is no such product; reload the list and try again.")
	errNotRunning = fault.New(fault.Conflict, "product.not_running", "只有数据协议和资质均在有效期内的机构才能列入产品；请先办理协议或者资质。",
		"Only an agency whose data agreement and licence hold lists products; have them renewed first.")
	errWords = fault.New(fault.Invalid, "product.words", "请用中英文填写产品名称和适用对象。", "Give the name and whom it is for, in both languages.").At("name")
	errData  = fault.New(fault.Invalid, "product.data", "读取的信息须是目录中的信息项，用途须是查阅目的清单中的一项；请重新选择。",
		"What it reads are items of the catalogue, and the purpose is one of the list of purposes; choose again.").At("items")
	errPrice   = fault.New(fault.Invalid, "product.price", "请用中英文写明价格，或者填写起止金额（分），二者取一。", "State the price in words of both languages, or as a range in fen: one of the two.").At("price")
	errTerms   = fault.New(fault.Invalid, "product.terms", "条款链接须为 https 且不含用户名；请写完整。", "The link to the terms is https and names no user; write it in full.").At("terms_url")
	errDays    = fault.New(fault.Invalid, "product.days", "请填写起止日，截止日不早于起始日和今天。", "Give first and last days; the last is neither before the first nor before today.").At("until")
	errWhy     = fault.New(fault.Invalid, "product.why", "请用不超过 500 字写明理由。", "Give the reason in at most 500 characters.").At("why")
	errDecided = fault.New(fault.Conflict, "product.decided", "该产品已经办理过或者已结束；请刷新后查看，有变动的请重新登记。", "The product was decided on or has ended; reload to see it, and enter anew what is to change.")
)
