package holdings

import (
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

func TestF09_7_ALibraryCountsEachRecordOnce(t *testing.T) {
	t.Parallel()
	lib, err := law.Load(lawdata.FS)
	if err != nil {
		t.Fatal(err)
	}
	book := lib.On(workday.MustParse("2026-11-22"))
	for _, code := range []string{"tax", "tourism", "preferential"} { // those the policy is quoted with
		if _, ok := book.Domain(code); !ok {
			t.Errorf("no library of %s", code)
		}
	}
	dom, _ := book.Domain("tax")
	first, last := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	counted := last.Add(time.Hour)
	l := sum(book, &dom, []record.Tally{
		{Item: "list_entry", List: "tax-major", Domain: "tax", SourceID: "s1", Source: "示例税务局", Records: 3, PublicNow: 2, LastSeen: first, CountedAt: counted},
		{Item: "rating_tax", SourceID: "s1", Source: "示例税务局", Records: 5, PublicNow: 5, LastSeen: last, CountedAt: counted},
		{Item: "penalty", Domain: "tax", SourceID: "s2", Source: "示例稽查局", Records: 4, PublicNow: 1, LastSeen: first, CountedAt: counted},
		{Item: "penalty", Domain: "environment", SourceID: "s3", Source: "示例生态局", Records: 9, CountedAt: counted}, // of another field
	})
	if l.Records != 12 || l.Public != 8 || len(l.Providers) != 2 || l.Providers[0].Code != "s1" || l.Providers[0].Records != 8 || !l.LastSeen.Equal(last) || !l.CountedAt.Equal(counted) {
		t.Errorf("%+v", l)
	}
	var parts int64
	for _, p := range l.Parts {
		parts += p.Records
	}
	if parts != l.Records {
		t.Errorf("the parts add up to %d of %d", parts, l.Records)
	}
}

func contract(says, owed, due string) record.Record {
	return record.Record{EntityID: "11460000X", Subject: "示例管理委员会", Item: contracts, State: record.Effective, Region: "460100", SourceID: "lead", ValidUntil: workday.MustParse(due),
		Content: map[string]string{"ZWHT_LYZT": says, "ZWHT_WFJE": owed}}
}

func TestF28_3_WhatAPublicBodyOwesCountsFromTheDayAfter(t *testing.T) {
	t.Parallel()
	judgment := record.Record{EntityID: "11460000Y", Subject: "示例局", Item: judgments, State: record.Effective, ValidUntil: workday.MustParse("2026-11-01"),
		Content: map[string]string{"ZWCP_LXZT": "部分履行", "ZWCP_WLJE": "3"}}
	withdrawn := contract("逾期未付清", "9", "2026-01-01")
	withdrawn.State = record.Withdrawn
	all := []record.Record{contract("已履行完毕", "0", "2026-01-01"), contract("逾期未付清", "12.5", "2026-11-21"), contract("正在履行", "", "2026-11-22"), withdrawn, judgment}
	b := board(all, workday.MustParse("2026-11-22"))
	if t1 := b.Total; t1.Contracts != 3 || t1.Performed != 1 || t1.Overdue != 1 || t1.Owed != 12_500_000 || t1.Judgments != 1 || t1.Unperformed != 1 || t1.Unpaid != 3_000_000 {
		t.Errorf("%+v", t1)
	}
	if len(b.Bodies) != 2 || b.Bodies[0].Name != "示例管理委员会" {
		t.Errorf("%+v", b.Bodies)
	}
	if b := board(all, workday.MustParse("2026-11-21")); b.Total.Overdue != 0 {
		t.Errorf("on its last day it is not late: %+v", b.Total)
	}
	if b := board(all, workday.MustParse("2026-11-23")); b.Total.Overdue != 2 {
		t.Errorf("the day after both are: %+v", b.Total)
	}
}

func TestF28_3_TheBoardIsForWhoeverReachesTheBody(t *testing.T) {
	t.Parallel()
	r := contract("正在履行", "", "2026-11-22")
	for _, who := range []struct {
		access.Actor
		sees bool
	}{
		{access.Actor{Org: "lead"}, true}, {access.Actor{Org: "11460000X"}, true}, {access.Actor{Regions: []string{"4601"}}, true},
		{access.Actor{Regions: []string{"4602"}}, false}, {access.Actor{Org: "other"}, false}, {access.Actor{}, false},
	} {
		if sees(who.Actor, &r) != who.sees {
			t.Errorf("%+v", who)
		}
	}
}
