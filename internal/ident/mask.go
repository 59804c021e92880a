package ident

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// compound are the compound surnames (复姓) in use; they count as the first character of a name.
var compound = setOf("欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 司徒 司空 夏侯 长孙 宇文 端木 南宫 独孤 轩辕 西门 东郭 百里 呼延 " +
	"第五 申屠 淳于 单于 太史 公冶 濮阳 赫连 钟离 澹台 鲜于 闾丘 亓官 仲孙 公羊 拓跋 万俟 闻人 巫马 公西 漆雕 壤驷 乐正 宰父 谷梁 段干 东门 南门 左丘 梁丘 " +
	"歐陽 諸葛 東方 尉遲 公孫 長孫")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// MaskName shows the surname, or the first character, of a person's name and a star for each other letter: 王*, 王**,
// 欧阳**; separators stay, so that 阿依·买买提 is still seen to be such a name. A single character is hidden.
func MaskName(s string) string {
	runes := []rune(strings.TrimFunc(s, skipped))
	shown := 1
	if len(runes) < 2 {
		shown = 0
	} else if len(runes) > 2 && compound[string(runes[:2])] {
		shown = 2
	}
	for i, r := range runes {
		if i >= shown && !separates(r) {
			runes[i] = '*'
		}
	}
	return string(runes)
}

func separates(r rune) bool {
	return r == '·' || r == '•' || r == '‧' || r == '・' || r == '-' || unicode.IsSpace(r)
}

// MaskID masks an identity number: the first 3 and the last character stay. Too short to be a number, all of it is
// hidden.
func MaskID(s string) string {
	s = strings.TrimFunc(s, skipped)
	n := utf8.RuneCountInString(s)
	if n < 8 {
		return strings.Repeat("*", n)
	}
	runes := []rune(s)
	return string(runes[:3]) + strings.Repeat("*", n-4) + string(runes[n-1:])
}
