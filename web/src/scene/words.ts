import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "应用场景", lead: "信用监管改变了什么，前后各是多少。没有前后两个数字和来源的不收；一人录入、另一人确认后公开；撤回的仍可查阅。", public: "公开的场景", enter: "录入场景",
  none: "没有场景", "none.text": "录入并由另一人确认后公开。", "state.entered": "待确认", "state.published": "已公开", "state.withdrawn": "已撤回", confirm: "确认", "confirm.text": "确认后公开，并写明由本单位确认。", withdraw: "撤回", "withdraw.text": "公开过的撤回后仍可查阅，并显示理由。", why: "理由", "why.hint": "不超过 1000 字，请勿写自然人姓名",
  name: "名称", "name.en": "英文名称", article: "对应条款", region: "地方", changed: "改了什么", "changed.en": "改了什么（英文）", measured: "怎样衡量", "measured.en": "怎样衡量（英文）", pilot: "已评估的试点", "pilot.none": "不属于试点，数字自行填写", "pilot.hint": "选择后，时期和数字取自评估",
  before: "之前", after: "之后", from: "{which}：自", to: "{which}：至", number: "数字 {n}", "number.name": "名称", "number.en": "英文名称", source: "来源（查询或者文件）", add: "增加一个数字", remove: "去掉", "enter.do": "录入", until: "{from} 至 {to}", body: "录入单位", confirmed: "确认单位", numbers: "前后数字", figure: "数字",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "Scenes", lead: "What credit supervision changed, and how much before and after. None is taken without both numbers and a source; another person confirms it before it is public; what is withdrawn stays readable.", public: "Scenes in the open", enter: "Enter a scene",
  none: "No scenes", "none.text": "Once entered and confirmed by another person, a scene is public.", "state.entered": "To be confirmed", "state.published": "Public", "state.withdrawn": "Withdrawn", confirm: "Confirm", "confirm.text": "It becomes public, and says that your body confirmed it.", withdraw: "Withdraw", "withdraw.text": "One that was public stays readable, with the reason.", why: "Reason", "why.hint": "At most 1000 characters, no names of natural persons",
  name: "Name in Chinese", "name.en": "Name in English", article: "Article", region: "Place", changed: "What changed (Chinese)", "changed.en": "What changed (English)", measured: "How it was measured (Chinese)", "measured.en": "How it was measured (English)", pilot: "Evaluated pilot", "pilot.none": "none: numbers are typed", "pilot.hint": "Periods and numbers are then those of the evaluation",
  before: "Before", after: "After", from: "{which}: from", to: "{which}: to", number: "Number {n}", "number.name": "Name in Chinese", "number.en": "Name in English", source: "Source (query or document)", add: "Add a number", remove: "Remove", "enter.do": "Enter", until: "{from} to {to}", body: "Entered by", confirmed: "Confirmed by", numbers: "Numbers before and after", figure: "Number",
};

export const words: Words<keyof typeof zh> = { zh, en };
