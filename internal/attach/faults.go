package attach

import "xinheng/internal/fault"

var (
	errUnknown = fault.New(fault.Missing, "attach.unknown", "没有这份附件，或者不由您查看；请从办件页面打开附件。",
		"There is no such attachment, or it is not yours to see; open attachments from the page of the case.")
	errKind = fault.New(fault.Invalid, "attach.bad_kind", "附件用途须为小写字母代码，例如 proof；请从办件页面上传。",
		"The kind of an attachment is a lower-case code such as proof; upload from the page of the case.").At("kind")
	errGrade = fault.New(fault.Forbidden, "attach.bad_grade", "A、B 两级只能由办理单位的人员登记；请不填可信等级，由窗口核对后登记。",
		"Grades A and B are given by officers of a body only; leave the grade out, and have it verified at a window.").At("grade")
	errName = fault.New(fault.Invalid, "attach.bad_name", "文件名含有路径或者不可用的字符，或者过长；请改名后重新上传。",
		"The file's name holds a path or characters that cannot be used, or is too long; rename it and upload it again.").At("name")
	errEmpty = fault.New(fault.Invalid, "attach.empty", "文件是空的；请选择有内容的文件。", "The file is empty; choose one with content.").At("file")
	errType  = fault.New(fault.Invalid, "attach.unknown_type", "不接受这种文件；请上传 PDF、JPG、PNG、DOCX、XLSX 或者 UTF-8 编码的 TXT。",
		"Files of this kind are not taken; upload PDF, JPG, PNG, DOCX, XLSX, or TXT in UTF-8.").At("file")
	errMismatch = fault.New(fault.Invalid, "attach.mismatch", "文件内容与扩展名不符；请核对文件，用正确的扩展名重新上传。",
		"The file is not what its extension says; check it and upload it under its right extension.").At("name")
	errBroken = fault.New(fault.Invalid, "attach.broken", "文件不完整或者已损坏；请重新保存或者扫描后上传。",
		"The file is incomplete or damaged; save or scan it again and upload it.").At("file")
	errActive = fault.New(fault.Invalid, "attach.active", "文件含有脚本、宏、自动操作或者嵌入的其他文件；请“打印为 PDF”后上传。",
		"The file holds scripts, macros, automatic actions or other files; print it to a plain PDF and upload that.").At("file")
	errLocked = fault.New(fault.Invalid, "attach.locked", "文件有密码保护，无法检查；请去掉密码后上传。",
		"The file is protected by a password and cannot be looked through; remove the password and upload it.").At("file")
	errPixels = fault.New(fault.TooLarge, "attach.too_many_pixels", "图片尺寸过大；请缩小后上传。", "The picture has too many pixels; make it smaller and upload it.").At("file")
	errBomb   = fault.New(fault.TooLarge, "attach.unpacks_too_large", "文件解压后过大；请拆分或者打印为 PDF 后上传。",
		"The file unpacks to far too much; split it, or print it to PDF and upload that.").At("file")
	errSize    = fault.New(fault.TooLarge, "attach.too_large", "文件超过大小上限；请压缩或者拆分后上传。", "The file is larger than may be; compress or split it and upload it.").At("file")
	errWaiting = fault.New(fault.TooMany, "attach.too_many", "尚未提交的附件过多；请先提交办件，或者一日后再上传。",
		"Too many attachments wait to be handed in; submit the case first, or upload again after a day.")
	errBusy = fault.New(fault.Unavailable, "attach.busy", "同时上传的文件过多；请稍后重试，已填内容不会丢失。",
		"Too many files are being uploaded; try again in a moment, nothing you typed is lost.")
	errNoFile = fault.New(fault.Invalid, "attach.no_file", "请求中没有文件；请在 file 部分上传，kind 在其之前。",
		"The request holds no file; send it as the part named file, after kind.").At("file")
)
