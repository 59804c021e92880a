// Package caselib is the library of case studies and the pages of publicity activities. 典型案例库与诚信宣传活动。
//
// An editor drafts a piece; another person publishes it; from then on its words stay, and it can only be withdrawn with a reason that is
// public. No code, name or contact of a firm or person that stands in the case a study is drawn from, or that the editor gave to be hidden,
// can be published: publishing is refused and says in which field and paragraph. Nor can any name of a registered firm, nor anything with
// the shape of a code, an identity number, a telephone number or a mail address, whoever's it is.
//
// An activity is over by itself the day after its last one. What it reached is counted: how often its page was shown while it was on, and
// attendance that was entered with a document. Nothing is kept of who looked.
//
// 编辑起草，另一人发布；发布后文字不再改动，只能写明理由撤下。案例所依案件中的企业与个人的代码、名称和联系方式，以及编辑要求隐去的内容，均不能发布：
// 拒绝时指明在哪一栏、哪一段。任何登记企业的名称和任何形似代码、证件号、电话、邮箱的内容同样不能发布。活动末日次日自行结束；成效只有两种数字：
// 活动期间页面的实际浏览次数，和凭文书登记的参加人数。
//
// Instruments: 琼府办〔2021〕4号（三十）. Serves F30-3.
//
// Owns: pieces, materials, attendance, counts of views. Does not own: cases (caseflow), registrations (registry), files (attach), the pages (portal).
package caselib
