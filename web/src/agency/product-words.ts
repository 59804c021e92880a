import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "信用产品", public: "公众所见的目录", enter: "登记产品", "enter.do": "提交审批", none: "没有产品", "none.own": "登记后由信用主管部门审批；协议和资质有效期间列入目录。", "none.office": "机构登记的产品会出现在这里。",
  name: "产品", "name.zh": "产品名称（中文）", "name.en": "产品名称（英文）", kind: "类型", "kind.loan": "贷款", "kind.guarantee": "担保", "kind.insurance": "保险", "kind.leasing": "租赁", "kind.report": "信用报告", "kind.other": "其他",
  for: "适用对象", "for.zh": "适用对象（中文）", "for.en": "适用对象（英文）", reads: "凭授权读取", "reads.hint": "每次读取都须企业授权；不读取的留空", purpose: "授权用途",
  price: "价格", "price.zh": "价格说明（中文）", "price.en": "价格说明（英文）", "price.hint": "用中英文写明，或者填写金额范围", low: "最低（元）", high: "最高（元）", terms: "条款链接", days: "起止", from: "开始日期", until: "最后一日", state: "状态",
  "state.proposed": "待审批", "state.refused": "未通过", "state.ended": "已结束", "state.coming": "即将列入", "state.over": "已到期", "state.unlicensed": "协议或资质无效，未列入", "state.listed": "已列入",
  approve: "批准", refuse: "不予列入", stop: "移出", end: "结束", why: "理由", "decides.nothing": "产品不决定任何事项，列入不代表推荐。",
};

const en: Record<keyof typeof zh, string> = {
  title: "Credit products", public: "The directory the public sees", enter: "Enter a product", "enter.do": "Hand in for approval", none: "No products", "none.own": "Once entered, the lead office approves; it is listed while agreement and licence hold.", "none.office": "Products that agencies enter appear here.",
  name: "Product", "name.zh": "Name in Chinese", "name.en": "Name in English", kind: "Kind", "kind.loan": "loan", "kind.guarantee": "guarantee", "kind.insurance": "insurance", "kind.leasing": "leasing", "kind.report": "credit report", "kind.other": "other",
  for: "For whom", "for.zh": "For whom, in Chinese", "for.en": "For whom, in English", reads: "Read by consent", "reads.hint": "The firm consents each time; empty when it reads nothing", purpose: "Purpose of the consent",
  price: "Price", "price.zh": "Price in Chinese", "price.en": "Price in English", "price.hint": "In words of both languages, or as a range", low: "Lowest (yuan)", high: "Highest (yuan)", terms: "Link to the terms", days: "From and to", from: "First day", until: "Last day", state: "State",
  "state.proposed": "To be approved", "state.refused": "Refused", "state.ended": "Ended", "state.coming": "To come", "state.over": "Over", "state.unlicensed": "Not listed: agreement or licence does not hold", "state.listed": "Listed",
  approve: "Approve", refuse: "Refuse", stop: "Stop", end: "End", why: "Reason", "decides.nothing": "A product decides nothing, and being listed recommends nothing.",
};

export const productWords: Words<keyof typeof zh> = { zh, en };
