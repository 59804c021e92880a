import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "试点", lead: "在一定地方和行业试行不同的分级表或者抽查比例：一人提出，另一人在开始前批准，末日午夜自行失效；没有公布评估的不得延期。试点不限制任何权利。", public: "公开的试点",
  propose: "提出试点", name: "名称", "name.en": "英文名称", feature: "切换内容", "feature.class_table": "抽查所用分级表", "feature.draw_ratio": "抽查默认比例", domain: "监管领域", table: "改用的分级表", ratio: "{class} 类比例（‰）", "ratio.hint": "不得高于规定比例；留空的按规定", regions: "地方", industries: "行业代码", "industries.hint": "国民经济行业门类或者大类，如 C、14，用逗号分开；不填为全部行业", basis: "依据", first: "开始日期", last: "结束日期", "propose.do": "提出",
  none: "没有试点", "none.text": "提出并由另一人批准后，从开始日期起生效。", where: "范围", trades: "行业 {codes}", "trades.all": "全部行业", days: "起止", until: "{from} 至 {to}", evaluate: "评估期限", body: "提出单位", state: "状态",
  "state.proposed": "待批准", "state.lapsed": "逾期未批准", "state.coming": "即将开始", "state.on": "进行中", "state.ended": "已结束，待评估", "state.overdue": "评估已逾期", "state.evaluated": "已评估",
  approve: "批准", "approve.text": "批准后自开始日期起生效，末日午夜自行失效。", stop: "停止", "stop.text": "今天是最后一天，午夜后失效。", why: "理由",
  evaluation: "评估", "evaluation.text": "数字由平台统计：试点期间，与之前同样长的一段相比；随评估一并公布。", says: "评估意见", "says.hint": "不超过 2000 字，请勿写自然人姓名", advice: "建议", "advice.adopt": "推广", "advice.prolong": "延期再试", "advice.drop": "不再采用", "evaluation.do": "公布评估",
  number: "数字", before: "试点前", during: "试点期间", "count.visits": "入企检查次数", "count.firms": "被检查企业", "count.resulted": "已出结果", "count.found": "发现问题", "count.high": "检查 C、D 类企业", stopped: "提前停止", rests: "依据的比较", "rests.none": "不依据比较", "rests.pair": "{a} 与 {b}",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "Pilots", lead: "Another class table or other ratios are tried in a place and trade: one person proposes, another approves before it begins, and at the midnight after its last day it is off by itself. None is prolonged without a published evaluation. A pilot restricts no right.", public: "Pilots in the open",
  propose: "Propose a pilot", name: "Name in Chinese", "name.en": "Name in English", feature: "What is switched", "feature.class_table": "Class table of draws", "feature.draw_ratio": "Ratios plans begin with", domain: "Field of supervision", table: "Class table that stands in", ratio: "Ratio of class {class} (‰)", "ratio.hint": "Not above the rules; empty: as the rules say", regions: "Places", industries: "Codes of trades", "industries.hint": "Sections or divisions, such as C or 14, with commas; empty: all trades", basis: "Basis", first: "First day", last: "Last day", "propose.do": "Propose",
  none: "No pilots", "none.text": "Once proposed and approved by another person, a pilot is on from its first day.", where: "Where", trades: "trades {codes}", "trades.all": "all trades", days: "From and to", until: "{from} to {to}", evaluate: "Evaluation by", body: "Proposed by", state: "State",
  "state.proposed": "To be approved", "state.lapsed": "Not approved in time", "state.coming": "To come", "state.on": "On", "state.ended": "Ended, to be evaluated", "state.overdue": "Evaluation overdue", "state.evaluated": "Evaluated",
  approve: "Approve", "approve.text": "It is on from its first day, and off by itself at the midnight after its last.", stop: "Stop", "stop.text": "Today is its last day; it is off after midnight.", why: "Reason",
  evaluation: "Evaluation", "evaluation.text": "The numbers are counted by the platform: the days of the pilot and as many before. They are published with the evaluation.", says: "Findings", "says.hint": "At most 2000 characters, no names of natural persons", advice: "Advice", "advice.adopt": "Adopt it", "advice.prolong": "Prolong it", "advice.drop": "Drop it", "evaluation.do": "Publish the evaluation",
  number: "Number", before: "Before", during: "During", "count.visits": "Visits", "count.firms": "Firms visited", "count.resulted": "With a result", "count.found": "Something found", "count.high": "Visits to classes C and D", stopped: "Stopped early", rests: "Rests on the comparison", "rests.none": "none", "rests.pair": "{a} and {b}",
};

export const words: Words<keyof typeof zh> = { zh, en };
