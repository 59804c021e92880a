package rectify

import (
	"context"
	"strings"
	"time"

	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// minute writes the minutes of a talk that was held on the day told or later, and computes what will be signed.
func (d *Desk) minute(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := talkOf(c)
	if err != nil {
		return err
	}
	on := m.Fields.Date("held_on")
	if on > m.On || on < x.On {
		return errHeldOn
	}
	x.Minutes = &Minutes{HeldOn: on, Place: x.Place, Issuer: m.Actor.Name}
	return d.write(c, x, m)
}

// rewrite corrects the minutes. Whoever had signed the earlier ones has signed nothing that counts any more.
func (d *Desk) rewrite(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := talkOf(c)
	if err != nil {
		return err
	}
	x.Officer, x.Other, x.Refusal = nil, nil, nil
	c.Unfact(officerSigned)
	c.Unfact(bothSettled)
	return d.write(c, x, m)
}

func (d *Desk) write(c *caseflow.Case, x *talk, m *caseflow.Doing) error {
	x.Minutes.Present, x.Minutes.Text, x.Minutes.Undertaking = m.Fields.Text("present"), m.Fields.Text("minutes"), m.Fields.Text("undertaking")
	x.Minutes.Version++
	doc, err := d.minutesPaper(c, x, zh)
	if err != nil {
		return err
	}
	x.Minutes.Digest = digestOf(doc)
	m.Public["digest"] = x.Minutes.Digest
	return c.Keep(x)
}

var remarked = onTalk(func(x *talk, m *caseflow.Doing) error {
	x.Remarks = append(x.Remarks, Said{Text: m.Fields.Text("statement"), On: m.On})
	return nil
})

// sign is one side signing the minutes it read: the digest it sends must be that of the minutes as they are. An agent does not sign
// for the subject; once signed, signing again changes nothing.
func (d *Desk) sign(side string) handler {
	return func(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := talkOf(c)
		if err != nil {
			return err
		}
		switch {
		case m.Actor.Confirm:
			return errAgentSigns
		case strings.ToLower(strings.TrimSpace(m.Fields.Text("digest"))) != x.Minutes.Digest:
			return errOtherMinutes
		}
		if side == "body" {
			if x.Officer == nil {
				x.Officer = d.signed(c, x, m, side, false)
			}
			c.Fact(officerSigned)
		} else {
			if x.Other == nil {
				x.Other = d.signed(c, x, m, side, false)
			}
			x.Refusal = nil // whoever signs after all has not refused
			c.Fact(bothSettled)
		}
		m.Public["digest"], m.Public["side"] = x.Minutes.Digest, side
		return c.Keep(x)
	}
}

// receiveSigned takes what a subject without an account signed on paper; the officer who took it answers for that.
func (d *Desk) receiveSigned(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := talkOf(c)
	if err != nil {
		return err
	}
	if strings.ToLower(strings.TrimSpace(m.Fields.Text("digest"))) != x.Minutes.Digest {
		return errOtherMinutes
	}
	if x.Other == nil {
		x.Other = d.signed(c, x, m, "subject", true)
	}
	x.Refusal = nil
	c.Fact(bothSettled)
	m.Public["digest"], m.Public["side"], m.Public["on_paper"] = x.Minutes.Digest, "subject", "true"
	return c.Keep(x)
}

// refusalRecorded keeps that the subject would not sign, with proof; only after the body itself has signed.
func refusalRecorded(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := talkOf(c)
	if err != nil {
		return err
	}
	if x.Other != nil {
		return errSignedAlready
	}
	x.Refusal = &Said{Text: m.Fields.Text("reason"), On: m.On}
	c.Fact(bothSettled)
	m.Public["refused"] = "true"
	return c.Keep(x)
}

func (d *Desk) signed(c *caseflow.Case, x *talk, m *caseflow.Doing, side string, onPaper bool) *Signed {
	s := &Signed{Side: side, Signer: m.Actor.ID, Name: m.Actor.Person, At: m.At, Digest: x.Minutes.Digest, Paper: onPaper, Key: d.key().KeyID()}
	s.Stamp = d.key().Sign(s.message(c.ID))
	return s
}

func (s *Signed) message(number string) []byte {
	how := "account"
	if s.Paper {
		how = "paper"
	}
	return []byte(strings.Join([]string{"xinheng talk minutes v1", number, s.Side, how, s.Signer, s.At.UTC().Format(time.RFC3339Nano), s.Digest}, "\n"))
}

// valid says whether a signature is over the minutes as they are now, and the platform's own.
func (d *Desk) valid(s *Signed, c *caseflow.Case, digest string) bool {
	return s != nil && s.Digest == digest && seal.National.Verify(d.key().Public(), s.message(c.ID), s.Stamp)
}

var (
	errHeldOn     = fault.New(fault.Invalid, "rectify.held_on", "约谈日期须在通知的日期与今日之间；请照实填写。", "The talk was held between the day told and today; give the day it was.").At("fields.held_on")
	errAgentSigns = fault.New(fault.Forbidden, "rectify.agent_signs", "纪要由当事人自己的法定代表人或者经办人签署，代理人不能代签；请由企业登录后签署。",
		"The subject's own representative or manager signs the minutes, no agent; have the firm sign in and sign.")
	errOtherMinutes = fault.New(fault.Conflict, "rectify.other_minutes", "纪要与您读到的不是同一份，可能已经更正；请重新阅读后签署。",
		"These are not the minutes you read, they may have been corrected; read them again, then sign.").At("fields.digest")
	errSignedAlready = fault.New(fault.Conflict, "rectify.signed_already", "当事人已经签署，不能再记录拒绝签署；请刷新后查看。", "The subject has signed; no refusal can be recorded. Reload and look again.")
)
