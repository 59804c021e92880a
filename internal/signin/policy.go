package signin

import (
	"context"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// longestPassword bounds what is hashed.
const longestPassword = 256 // bytes

// fits says whether a password may be taken for a login.
func (p Policy) fits(login, password string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < p.MinLength || len(password) > longestPassword || !utf8.ValidString(password):
		least := strconv.Itoa(p.MinLength)
		return fault.New(fault.Invalid, "signin.password_length", "口令至少 "+least+" 个字符，至多 256 字节；请加长，例如用几个词连成一句。",
			"A password has at least "+least+" characters and at most 256 bytes; make it longer, a few words in a row will do.").At("password")
	case strings.Contains(strings.ToLower(password), login):
		return fault.New(fault.Invalid, "signin.password_login", "口令不得包含登录名；请换一个。", "A password does not contain the login name; choose another.").At("password")
	case kindsIn(password) < p.MinKinds:
		least := strconv.Itoa(p.MinKinds)
		return fault.New(fault.Invalid, "signin.password_kinds", "口令须含大写字母、小写字母、数字、其他字符中的至少 "+least+" 类；请补充。",
			"A password has at least "+least+" of upper case, lower case, digits and other characters; add some.").At("password")
	case repeats(password):
		return fault.New(fault.Invalid, "signin.password_repeats", "口令由过少的字符重复而成；请换一个。", "The password repeats too few characters; choose another.").At("password")
	}
	return nil
}

func kindsIn(s string) int {
	var lower, upper, digit, other int
	for _, r := range s {
		switch {
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	return lower + upper + digit + other
}

// fewest different characters of a password: "aaaaaaaaaA1!" has four kinds and no strength.
const fewest = 6

func repeats(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen) < fewest
}

// keep checks a new password against the policy and the ones before it, and keeps it.
func (d *Desk) keep(ctx context.Context, tx pg.Tx, account, login, password string) error {
	if err := d.cfg.Password.fits(login, password); err != nil {
		return err
	}
	past, err := pastPasswords(ctx, tx, account, d.cfg.Password.History)
	if err != nil {
		return err
	}
	for _, old := range past {
		same, _, err := d.hasher.matches(ctx, old, password)
		if err != nil {
			return err
		}
		if same {
			return fault.New(fault.Invalid, "signin.password_used", "该口令最近用过；请换一个没有用过的。", "This password was used lately; choose one that was not.").At("password")
		}
	}
	hash, err := d.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return putCredential(ctx, tx, account, hash, d.now())
}
