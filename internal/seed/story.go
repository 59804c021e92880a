package seed

import "xinheng/internal/workday"

// A story is a named character: a firm whose file shows one thing clearly. Newcomers, screenshots and tests meet them.
type story struct {
	Key     string
	ZH, EN  string
	shape   func(*Firm) // what differs from the invention
	entries func(Firm) []entry
}

func day(s string) workday.Date { return workday.MustParse(s) }

func shape(brand string, at int, t int, kind string) func(*Firm) {
	return func(f *Firm) {
		f.Place, f.Trade, f.Kind, f.Status, f.Former = places[at], trades[t], kind, "registered", ""
		prefix := map[string]string{"enterprise": "91", "household": "92", "cooperative": "93"}[kind]
		f.USCC = code(prefix, f.Place.inUSCC, f.N)
		f.Name = f.Place.name + brand + "示例" + f.Trade.name + forms[kind][0]
		f.EstablishedOn = day("2016-05-18")
	}
}

// stories by the number of the firm.
var stories = map[int]story{
	0: {"haixi", "一般处罚，最短公示期已满，今天就可以申请修复", "a general penalty whose minimum period has passed: repairable today",
		shape("海汐", 0, 1, "enterprise"), func(f Firm) []entry {
			return []entry{
				f.licence(permits[0], day("2024-03-15"), 0), f.licence(permits[7], day("2025-07-01"), 1),
				f.penaltyOf(offences[2], day("2026-08-03"), "2.0", 0),
				f.pledge(day("2025-06-20"), "全部履行"), f.rating("rating_tax", taxOffice, "B", day("2026-04-20"), 2025),
				f.rating("rating_national", centre, "B", day("2026-06-15"), 2026),
			}
		}},
	1: {"yuanfan", "同时在两个名单上：政府采购查验依法受限", "on two lists at once: restricted at a procurement check",
		shape("远帆", 1, 4, "enterprise"), func(f Firm) []entry {
			return []entry{
				f.licence(permits[3], day("2023-02-10"), 0),
				f.listed(severeLists[0], day("2026-04-16")), f.listed(severeLists[1], day("2026-05-20")),
				f.penaltyOf(offences[14], day("2026-03-02"), "3.0", 0),
			}
		}},
	2: {"yunling", "处罚已修复：公示终止，页面为 410", "a repaired penalty: publication has ended, its page is gone (410)",
		shape("云岭", 0, 7, "enterprise"), func(f Firm) []entry {
			p := f.penaltyOf(offences[4], day("2025-11-05"), "4.0", 0)
			return []entry{f.licence(permits[5], day("2022-09-01"), 0), p, f.amend("repair", p, day("2026-06-18"))}
		}},
	3: {"yefeng-a", "同名企业之一（海口）：名称相同不等于同一家", "one of two firms of the same name: a name alone never merges",
		sameName(0), func(f Firm) []entry {
			nameOnly := f.penaltyOf(offences[4], day("2026-10-20"), "2.0", 0)
			nameOnly.cells["subject_uscc"] = "" // which of the two firms is meant, only a human can say
			return []entry{f.licence(permits[0], day("2023-05-05"), 0), nameOnly}
		}},
	4: {"yefeng-b", "同名企业之二（三亚）：有一条处罚", "the other firm of that name, with a penalty",
		sameName(1), func(f Firm) []entry {
			return []entry{f.licence(permits[0], day("2023-06-05"), 0), f.penaltyOf(offences[1], day("2026-05-11"), "3.0", 0)}
		}},
	5: {"lanjiao", "守信：A 级纳税人与示范荣誉，查验返回激励措施", "in good standing: incentives come back with the check",
		shape("蓝礁", 0, 0, "enterprise"), func(f Firm) []entry {
			return []entry{
				f.licence(permits[1], day("2022-01-10"), 0), f.honour(day("2025-03-15")), f.pledge(day("2024-08-01"), "全部履行"),
				f.rating("rating_tax", taxOffice, "A", day("2025-04-20"), 2024), f.rating("rating_tax", taxOffice, "A", day("2026-04-20"), 2025),
				f.rating("rating_customs", customsHall, "高级认证", day("2026-04-15"), 2026),
				f.rating("rating_national", centre, "A", day("2026-06-15"), 2026),
			}
		}},
	6: {"xingwan", "轻微失信：只有警告，原则上不公示，也不带来任何措施", "a minor act: a warning, in principle not published, no measure follows",
		shape("星湾", 2, 2, "household"), func(f Firm) []entry {
			return []entry{f.penaltyOf(offences[0], day("2026-07-22"), "", 0)}
		}},
	7: {"bihu", "公示期满：到期自动终止，没有任何任务需要运行", "the period has run out: publication ended by itself, no job needed",
		shape("碧瑚", 0, 20, "enterprise"), func(f Firm) []entry {
			return []entry{f.penaltyOf(offences[5], day("2025-09-10"), "5.0", 0), f.licence(permits[8], day("2021-09-01"), 0)}
		}},
	8: {"chaoyong", "行业禁入，到 2026 年底自动届满", "an industry ban that ends by itself at the end of 2026",
		shape("潮涌", 5, 2, "enterprise"), func(f Firm) []entry {
			return []entry{f.penaltyOf(offences[1], day("2023-12-20"), "6.0", 0), f.ban("industry", "C14", day("2024-01-01"), day("2026-12-31"))}
		}},
	9: {"hemu", "经营异常，已移出", "was on the abnormal list, and was removed",
		shape("禾穗", 6, 16, "cooperative"), func(f Firm) []entry {
			e := f.abnormal(day("2025-07-08"))
			return []entry{e, f.amend("removal", e, day("2025-12-01"))}
		}},
	10: {"qingming", "处罚决定被依法撤销：记录撤回", "a penalty quashed on review: the record is withdrawn",
		shape("晴汀", 0, 8, "enterprise"), func(f Firm) []entry {
			p := f.penaltyOf(offences[10], day("2026-06-01"), "10.0", 0)
			return []entry{p, f.amend("withdrawal", p, day("2026-09-10"))}
		}},
	11: {"zhulang", "违反市场准入承诺：列入海南承诺即入名单，不适用告知承诺", "broke a market-entry commitment: on Hainan's own list, commitment route closed",
		shape("珠榔", 0, 21, "enterprise"), func(f Firm) []entry {
			return []entry{
				f.pledge(day("2026-01-12"), "全部未履行"),
				f.listed(severe{"hainan-commitment", "备案材料虚假，责令改正后拒不改正并受到处罚", "《海南自由贸易港违反市场准入承诺即入制失信惩戒若干规定》第三条", market}, day("2026-07-06")),
			}
		}},
	12: {"fengfan", "总公司，名下有一家分公司", "a head office with a branch",
		shape("风帆", 0, 14, "enterprise"), func(f Firm) []entry {
			return []entry{f.rating("rating_customs", customsHall, "失信", day("2026-04-15"), 2026)}
		}},
	13: {"fengfan-branch", "分公司：自己的代码，自己的档案", "the branch: its own code, its own file",
		func(f *Firm) {
			shape("风帆", 0, 14, "enterprise")(f)
			f.Name = "海口风帆示例贸易有限公司三亚分公司"
			f.Parent = code("91", places[0].inUSCC, 12)
		}, func(f Firm) []entry { return []entry{f.licence(permits[8], day("2024-05-01"), 0)} }},
	14: {"shanhu", "严重处罚：责令停产停业，公示一至三年", "a serious penalty: business suspended, public for one to three years",
		shape("珊瑚", 3, 25, "enterprise"), func(f Firm) []entry {
			return []entry{f.penaltyOf(offences[12], day("2026-02-25"), "30.0", 0)}
		}},
	15: {"linyuan", "干净的新企业：没有记录不等于不好", "a young firm without records: no data is not bad data",
		shape("林渊", 9, 12, "enterprise"), func(Firm) []entry { return nil }},
}

func sameName(at int) func(*Firm) {
	return func(f *Firm) {
		shape("椰风", at, 0, "enterprise")(f)
		f.Name = "海南椰风示例食品有限公司"
	}
}

// penaltyOf is a penalty with a set fine, for stories.
func (f Firm) penaltyOf(o offence, on workday.Date, wan string, i int) entry {
	e := f.penalty(stream(f.N, saltPenalty), o, on, i)
	if wan != "" {
		e.cells["amount_fine"] = wan
	}
	return e
}

// Character is a story a newcomer can look up.
type Character struct {
	Key  string `json:"key"`
	USCC string `json:"uscc"`
	Name string `json:"name"`
	ZH   string `json:"zh"`
	EN   string `json:"en"`
}

// Characters returns the named firms in order.
func Characters() []Character {
	out := make([]Character, len(stories))
	for n, s := range stories {
		f := Nth(n)
		out[n] = Character{s.Key, f.USCC, f.Name, s.ZH, s.EN}
	}
	return out
}

// Nth is the n-th firm of the province, characters first.
func Nth(n int) Firm {
	f := firm(n)
	if s, ok := stories[n]; ok {
		s.shape(&f)
	}
	return f
}

// ListedFirm is the code of the firm the welcome message asks about.
func ListedFirm() string { return Nth(1).USCC }
