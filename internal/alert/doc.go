// Package alert is early warning: hints that rules over stored facts give, to the firm first. 风险预警。
//
// A rule is law data (law/alerts). A round looks at whose facts changed, or may have changed by a date; no request does. What fits a
// rule makes an alert: with the version of the rule, the facts and what each says, how sure the rule is of itself, and its last day.
// The firm is told first, with what it can do and until when (F23-5). If the facts are mended the alert is closed and no officer ever
// sees it. Only when the firm has answered, or its time is over, an officer may confirm or dismiss it with a reason (F23-1). A confirmed
// alert suggests a visit or a talk, which somebody may plan by the ordinary ways; it is never an act by itself (G9). Alerts of a rule that
// is no longer in force are shown to nobody. Of every rule is shown how many of its alerts were confirmed.
//
// 规则对已有事实给出提示，先告知企业、告知怎么改和何时之前改；改了即终结，工作人员看不到；企业说明或者逾期未说明的，工作人员才可以
// 写明理由予以确认或者排除。确认后也只是建议安排检查或者约谈；预警本身不是处理，不改变查验、类别、评价和名单。
//
// Instruments: 琼府办〔2021〕4号（二十三）. Serves F23-1, F23-5, G3, G9.
//
// A reader, and not a case: it stands above every area that acts, so that none of them can read it (a test in arch holds it there).
//
// Owns: alerts, whom to look at and when. Does not own: rules (law), facts (standing, record, hotline), visits (inspection), talks (rectify).
package alert
