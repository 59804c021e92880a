package ident

import (
	"testing"
	"unicode/utf8"
)

func TestNormalName(t *testing.T) {
	rows := []struct{ name, want string }{
		{"海南虚构（集团）股份有限公司", "海南虚构(集团)股份有限公司"},
		{"海南虚构(集团)股份有限公司", "海南虚构(集团)股份有限公司"},
		{"海南虚构〔集团〕有限公司", "海南虚构(集团)有限公司"},
		{"海南虚构【集团】有限公司", "海南虚构(集团)有限公司"},
		{"　海南 虚构\t有限公司\ufeff", "海南虚构有限公司"},
		{"ＡＢＣ示例（海南）Ｃｏ．，Ｌｔｄ．", "ABC示例(海南)CO.,LTD."},
		{"阿依•买买提", "阿依·买买提"}, {"阿依‧买买提", "阿依·买买提"}, {"阿依・买买提", "阿依·买买提"},
		{"“示例”店", "\"示例\"店"},
		{"甲—乙", "甲-乙"},
		{"破\xff损\x00", "破损"},
		{"", ""},
	}
	for _, r := range rows {
		if got := NormalName(r.name); got != r.want {
			t.Errorf("%q: %q, want %q", r.name, got, r.want)
		}
	}
}

func TestCoreName(t *testing.T) {
	one := []string{
		"海南虚构椰风贸易有限公司", "海南省虚构椰风贸易有限责任公司", "海口市虚构椰风贸易有限公司", "虚构椰风贸易(海南)有限公司",
		"虚构椰风贸易（海口市）股份有限公司", "海南省海口市虚构椰风贸易有限公司", "虚构椰风贸易", " 海南 虚构椰风贸易 有限公司",
	}
	for _, name := range one {
		if got := CoreName(name); got != "虚构椰风贸易" {
			t.Errorf("%s: %s", name, got)
		}
	}
	rows := []struct{ name, want string }{
		{"海南虚构（集团）有限公司", "虚构集团"},
		{"海南虚构集团有限公司", "虚构集团"},
		{"三亚示例海鲜店（个体工商户）", "示例海鲜店"},
		{"海南示例投资合伙企业（有限合伙）", "示例投资合伙企业"},
		{"海南示例贸易有限公司三亚分公司", "示例贸易有限公司三亚分公司"}, // a branch is not its head office
		{"东方示例航空有限公司", "东方示例航空"},
		{"海南有限公司", "海南"}, // what is left must still be a name
		{"海南海口", "海口"},
		{"海南", "海南"},
		{"有限公司", "有限公司"},
		{"(海南)", "海南"},
		{"椰", "椰"},
	}
	for _, r := range rows {
		if got := CoreName(r.name); got != r.want {
			t.Errorf("%s: %s, want %s", r.name, got, r.want)
		}
	}
}

func TestMaskName(t *testing.T) {
	rows := []struct{ name, want string }{
		{"王伟", "王*"}, {"王小明", "王**"}, {"王李小明", "王***"}, {"欧阳虚", "欧阳*"}, {"欧阳虚构", "欧阳**"}, {"司马", "司*"},
		{"阿依·买买提", "阿*·***"}, {"John Smith", "J*** *****"}, {"王", "*"}, {" 王 ", "*"}, {"", ""},
		{"𠮷田示例", "𠮷***"}, // beyond the basic plane
	}
	for _, r := range rows {
		if got := MaskName(r.name); got != r.want {
			t.Errorf("%q: %q, want %q", r.name, got, r.want)
		}
	}
}

func TestMaskID(t *testing.T) {
	rows := []struct{ id, want string }{
		{"11010519491231002X", "110**************X"}, {"E12345678", "E12*****8"}, {"1234567", "*******"}, {"", ""},
	}
	for _, r := range rows {
		if got := MaskID(r.id); got != r.want {
			t.Errorf("%q, want %q", got, r.want)
		}
	}
}

// Folding works character by character, so that checking every character once proves it a fixed point for all names.
func TestFoldingOfEveryCharacterIsAFixedPoint(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if f := foldRune(r); f >= 0 && foldRune(f) != f {
			t.Fatalf("%U folds to %U, which folds to %U", r, f, foldRune(f))
		}
	}
}
