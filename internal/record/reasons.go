package record

import (
	"encoding/csv"
	"io"
	"strconv"

	"xinheng/internal/disclosure"
)

// RowError says why a row was refused. It names the field, never the value: the sender has the row, nobody else needs it.
type RowError struct {
	Row   int64  `json:"row" doc:"as the person sees it in the file; the header is row 1"`
	Field string `json:"field" doc:"canonical field code; empty when the row as a whole is at fault"`
	Code  string `json:"code"`
	ZH    string `json:"zh"`
	EN    string `json:"en"`
}

// flaw is a fault of a row before it is put into words.
type flaw struct {
	field, code string
}

// reasons is every way a row can fail, in both languages, each ending with what to do.
var reasons = map[string][2]string{
	"row_cells":         {"本行的单元格多于表头，数据可能错位；请检查分隔符和引号。", "The row has more cells than the header, so values may have slipped; check separators and quotes."},
	"cell_formula":      {"单元格是公式，其值不能作为依据；请粘贴为数值后重报。", "The cell is a formula, whose value cannot be relied on; paste values and report it again."},
	"cell_broken":       {"单元格的内容无法读取；请更正后重报。", "The cell cannot be read; mend it and report it again."},
	"cell_long":         {"单元格超过32 KiB；请缩短。", "The cell passes 32 KiB; shorten it."},
	"text_control":      {"含有控制字符或乱码；请删除后重报。", "It holds control or undecodable characters; remove them and report it again."},
	"text_long":         {"超过该字段的长度；请缩短。", "It is longer than the field allows; shorten it."},
	"required":          {"必填项为空；请补充。", "A required value is missing; fill it in."},
	"value_unknown":     {"不在该字段的取值范围内；请对照目录改正。", "The value is not one the field takes; see the catalogue and correct it."},
	"date_form":         {"日期格式无法识别；请写成 2026-08-03。", "The date cannot be read; write it as 2026-08-03."},
	"date_none":         {"没有这一天；请核对日期。", "There is no such day; check the date."},
	"date_1900":         {"日期落在1900年或更早，多为空单元格被当作日期；请核对。", "The date lies in 1900 or before, usually an empty cell read as a date; check it."},
	"date_future":       {"日期晚于报送之日；请核对。", "The date is later than the day of reporting; check it."},
	"date_early":        {"日期早于1949年10月1日；请核对。", "The date is before 1 October 1949; check it."},
	"date_order":        {"起止或先后顺序颠倒；请核对日期。", "The dates are in the wrong order; check them."},
	"amount_form":       {"金额无法识别；请填写以万元为单位的数字。", "The amount cannot be read; write a number in units of 10,000 yuan."},
	"amount_decimals":   {"金额超过六位小数；请以万元为单位，最多六位小数。", "The amount has more than six decimals; use units of 10,000 yuan with at most six."},
	"amount_large":      {"金额大得不合理，可能把元写成了万元；请核对。", "The amount is implausibly large; yuan may have been written as 10,000 yuan. Check it."},
	"code_digits_lost":  {"代码被表格软件当作数字，丢失了前导零或末尾数字；请把该列设为文本后重新填写。", "The code was treated as a number and lost digits; format the column as text and enter it again."},
	"uscc_form":         {"统一社会信用代码应为18位，不含 I、O、S、V、Z；请核对。", "A unified social credit code has 18 characters without I, O, S, V, Z; check it."},
	"uscc_check":        {"统一社会信用代码校验位不符；请核对证照。", "The check character of the unified social credit code does not hold; check the certificate."},
	"uscc_placeholder":  {"统一社会信用代码是占位符；没有代码时请留空。", "The unified social credit code is a placeholder; leave it empty when there is none."},
	"person_id":         {"居民身份证号码有误；请核对。", "The identity number is wrong; check it."},
	"person_id_missing": {"自然人须有证件号码，姓名不能用来认定是谁；请补充。", "A natural person needs an identity number, as a name does not say who it is; add it."},
	"person_not_listed": {"该名单不列自然人；如确有针对个人的决定，请按相应名单报送。", "Natural persons cannot be on this list; a decision about a person belongs on a list that takes them."},
	"subject_missing":   {"没有主体代码，也没有主体名称；请补充统一社会信用代码。", "There is neither a code nor a name of the subject; add the unified social credit code."},
	"item_not_in_force": {"该目录项在适用日期尚未或不再施行，不得据以记录；请核对日期或目录。", "The catalogue item is not in force on the governing date, so nothing may be recorded under it; check the date or the catalogue."},
	"adverse_incomplete": {"失信信息须有决定文书、依据和作出机关，该项缺失；请补充后重报。",
		"An adverse record needs its decision document, basis and authority, and this is missing; add it and report it again."},
	"authority_missing": {"作出机关代码缺失，且机关与报送单位不一致，不能代填；请补充代码。", "The authority's code is missing and the authority is not the body that reports, so it cannot be supplied; add it."},
	"list_unknown":      {"名单不在目录中，不得收录；请按目录中的名单名称填写。", "The list is not in the catalogue, so it cannot be taken in; name a list of the catalogue."},
	"measure_unlisted":  {"惩戒措施不在措施清单中，不得实施；请删除或改为清单内措施（已记入存证）。", "The measure is not in the catalogue of measures and cannot be applied; remove it or name a listed one. The refusal is on the ledger."},
	"amend_no_target":   {"没有找到要修复、撤回或移出的原记录；请核对原信息类别、文书号、机关代码和主体。", "The record to be repaired, withdrawn or removed was not found; check its kind, document number, authority and subject."},
	"amend_ended":       {"原记录已撤回，不能再修复或移出；请核对。", "The record was withdrawn, so it cannot be repaired or removed; check it."},
	"not_yours":         {"该记录由其他单位认定和报送，本单位不能更改；请由原单位办理（谁认定、谁修复）。", "Another body decided and reported this record, so this one cannot change it; ask that body to do it."},
	"record_ended":      {"该记录已修复、撤回或移出，不能以同一文号更改其内容；如有新决定，请以新文号报送。", "The record was repaired, withdrawn or removed, so its content cannot be changed under the same number; report a new decision under its own number."},
}

func (f flaw) in(row int64) RowError {
	words := reasons[f.code]
	return RowError{Row: row, Field: f.field, Code: f.code, ZH: words[0], EN: words[1]}
}

// WriteErrors writes row errors as CSV that opens rightly in a spreadsheet: a byte order mark, and no cell that a
// spreadsheet would compute.
func WriteErrors(w io.Writer, each func(func(RowError) error) error) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write([]string{"row", "field", "code", "reason_zh", "reason_en"}); err != nil {
		return err
	}
	err := each(func(e RowError) error {
		return out.Write([]string{strconv.FormatInt(e.Row, 10), disclosure.Inert(e.Field), disclosure.Inert(e.Code), disclosure.Inert(e.ZH), disclosure.Inert(e.EN)})
	})
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}
