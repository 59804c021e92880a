package ident

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is more than any code has, so that folding a hostile string stops early.
const longest = 32

// foldCode brings a written code to its plain form in buf: half width, upper case, without spaces and hyphens. What is
// not ASCII becomes '?'. It reads no further than a code could reach.
func foldCode(buf *[longest]byte, s string) []byte {
	out := buf[:0]
	for _, r := range s {
		r = narrow(r)
		if skipped(r) || dashed(r) {
			continue
		}
		if len(out) == longest {
			break
		}
		switch {
		case 'a' <= r && r <= 'z':
			out = append(out, byte(r-'a'+'A'))
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
		default:
			out = append(out, '?')
		}
	}
	return out
}

// narrow maps a full-width ASCII form to its half-width one.
func narrow(r rune) rune {
	switch {
	case '！' <= r && r <= '～':
		return r - '！' + '!'
	case r == '\u3000':
		return ' '
	}
	return r
}

// skipped reports characters that carry nothing: spaces of every width, controls, zero-width and broken ones.
func skipped(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	return r == utf8.RuneError || unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zs, unicode.Zl, unicode.Zp)
}

// dashed reports the strokes people write between the groups of a code.
func dashed(r rune) bool {
	switch r {
	case '-', '‐', '‑', '‒', '–', '—', '―', '−':
		return true
	}
	return false
}

// missing reports words that stand for "there is none".
func missing(s string) bool {
	switch strings.ToUpper(strings.TrimFunc(s, skipped)) {
	case "", "无", "暂无", "没有", "空", "不详", "N/A", "NA", "Ｎ／Ａ", "NULL", "NONE", "NIL", "/", "／", "\\", "*":
		return true
	}
	return strings.TrimFunc(s, func(r rune) bool { return skipped(r) || dashed(narrow(r)) }) == ""
}

// uniform reports whether a code is one character repeated: a placeholder whatever its check digit says.
func uniform(s string) bool { return strings.Count(s, s[:1]) == len(s) }

// weighted is the sum of digit values times weights, the heart of every check here.
func weighted(digits string, weights []int) int {
	sum := 0
	for i, w := range weights {
		sum += int(digits[i]-'0') * w
	}
	return sum
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
