import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "抽查方式比较", lead: "两种把“双随机”与评价结合的方式，在已公布抽取的冻结名录和同期检查结果上反复抽取、对照。没有检查过的企业按“未知”计。比较不产生任何后果；算完后公开，人人可复算。", public: "公开的比较",
  ask: "提出比较", draw: "名录（本单位已公布的抽取）", "draw.option": "{matter} · {day} 冻结", from: "检查时期：自", to: "至", "to.hint": "须已结束", first: "方式一", second: "方式二", seeds: "各抽取次数", "ask.do": "开始比较",
  none: "还没有比较", "none.text": "先准备两个方式，再选一次已公布的抽取和一段已结束的时期。", reading: "正在读取名录：{n} 家", drawing: "已抽取 {n} / {of} 次", done: "已算完", result: "查看结果", pair: "{a} 与 {b}", period: "{from} 至 {to}",
  ways: "抽查方式", "ways.text": "方式是带版本的数据：改动就是新版本，旧版本不变；列在这里不等于施行。", "ways.none": "还没有方式", "ways.none.text": "新增至少两个方式后才能比较。", way: "新增方式或者版本", code: "代码", "code.hint": "小写字母、数字、连字符；填已有代码即为新版本", name: "名称", "name.en": "英文名称",
  ratio: "{class} 类比例（%）", times: "按评价等级乘系数", "times.none": "不乘，仅按级别", factor: "{grade} 级系数", "factor.hint": "留空为 1；没有等级的企业固定为 1", floor: "各级别至少抽取（家）", "way.do": "保存为新版本", version: "第 {n} 版", says: "比例",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "Ways of drawing compared", lead: "Two ways of combining random draws with evaluations are drawn many times on the frozen roster of a published draw and held against what visits of the period found. A firm nobody visited is unknown. Nothing follows from a comparison; once computed it is public, and anybody computes it again.", public: "Comparisons in the open",
  ask: "Ask for a comparison", draw: "Roster (a published draw of your body)", "draw.option": "{matter} · frozen {day}", from: "Visits from", to: "to", "to.hint": "It has to have ended", first: "First way", second: "Second way", seeds: "Draws of each", "ask.do": "Begin",
  none: "No comparisons yet", "none.text": "Make two ways, then choose a published draw and a period that has ended.", reading: "Reading the roster: {n} firms", drawing: "{n} of {of} draws", done: "Computed", result: "See the result", pair: "{a} and {b}", period: "{from} to {to}",
  ways: "Ways of drawing", "ways.text": "A way is data with versions: what is changed is a new version, and the old one stays. Standing here puts none in force.", "ways.none": "No ways yet", "ways.none.text": "Two are needed for a comparison.", way: "Add a way or a version", code: "Code", "code.hint": "Lower-case letters, digits, hyphens; a code there is makes a new version", name: "Name in Chinese", "name.en": "Name in English",
  ratio: "Ratio of class {class} (%)", times: "Times a factor by the grade of", "times.none": "nothing: class alone", factor: "Factor of grade {grade}", "factor.hint": "Empty: 1; a firm without a grade always has 1", floor: "At least so many firms of each class", "way.do": "Save as a new version", version: "version {n}", says: "Ratios",
};

export const words: Words<keyof typeof zh> = { zh, en };
