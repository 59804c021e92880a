package ident

import "xinheng/internal/fault"

// The refusals of this package. They are made once: judging a code on the hot path allocates nothing.
var (
	// ErrMissing: nothing was given, or a word that says so (无, N/A, -). Missing is not invalid.
	ErrMissing = fault.New(fault.Invalid, "ident.missing",
		"未填写代码；如该主体有代码，请补充。", "No code was given; add it if the subject has one.")
	// ErrPlaceholder: the same character over and over stands for no code at all.
	ErrPlaceholder = fault.New(fault.Invalid, "ident.placeholder",
		"该代码是占位符，不是真实代码；请改填证照上的代码，没有则留空。",
		"This is a placeholder, not a code; write the code printed on the certificate, or leave it empty.")

	errUSCCLength = fault.New(fault.Invalid, "ident.uscc_length",
		"统一社会信用代码应为18位；请核对营业执照或登记证书。",
		"A unified social credit code has 18 characters; compare it with the licence or certificate.")
	errUSCCAlphabet = fault.New(fault.Invalid, "ident.uscc_alphabet",
		"统一社会信用代码只含数字和大写字母，且不含I、O、S、V、Z；请核对是否把0写成O、1写成I。",
		"A unified social credit code has digits and letters other than I, O, S, V, Z; look for O written for 0 or I for 1.")
	errUSCCCheck = fault.New(fault.Invalid, "ident.uscc_check",
		"统一社会信用代码校验位不符（GB 32100）；请逐位核对证照上的代码。",
		"The check character does not hold (GB 32100); compare the code with the certificate character by character.")

	errIDForm = fault.New(fault.Invalid, "ident.id_form",
		"公民身份号码应为18位（末位可为X）或旧15位数字；请核对证件。",
		"An identity number has 18 characters (the last may be X) or, in the old form, 15 digits; check the document.")
	errIDDate = fault.New(fault.Invalid, "ident.id_date",
		"公民身份号码中的出生日期不存在；请核对证件。", "The date of birth inside the identity number does not exist; check the document.")
	errIDCheck = fault.New(fault.Invalid, "ident.id_check",
		"公民身份号码校验位不符（GB 11643）；请逐位核对证件。",
		"The check character of the identity number does not hold (GB 11643); compare it with the document.")

	errOrgForm = fault.New(fault.Invalid, "ident.org_form",
		"组织机构代码应为8位数字或大写字母加1位校验码；请核对证书。",
		"An organisation code has 8 digits or letters and a check character; check the certificate.")
	errOrgCheck = fault.New(fault.Invalid, "ident.org_check",
		"组织机构代码校验位不符（GB 11714）；请核对证书。",
		"The check character of the organisation code does not hold (GB 11714); check the certificate.")

	errRegForm = fault.New(fault.Invalid, "ident.reg_form",
		"工商注册号应为15位或13位数字；请核对旧营业执照，或改填统一社会信用代码。",
		"A registration number has 15 or 13 digits; check the old licence, or give the unified social credit code.")
	errRegCheck = fault.New(fault.Invalid, "ident.reg_check",
		"工商注册号校验位不符；请核对旧营业执照，或改填统一社会信用代码。",
		"The check digit of the registration number does not hold; check the old licence, or give the unified social credit code.")
)
