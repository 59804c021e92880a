import type { Words } from "../ui/lang.tsx";

const zh = {
  "nav.label": "功能导航", "nav.open": "打开导航", "group.work": "办理", "group.data": "数据归集", "group.rules": "规则", "group.admin": "平台管理", "group.audit": "审计", exports: "数据导出", orgs: "机构与区划", accounts: "账号", roles: "角色与权限", keys: "接口密钥", glass: "应急查看", chain: "存证与核验", queue: "待审计事项", log: "审计日志", registers: "审计台账", "group.firm": "本企业",
  desk: "今日待办", check: "信用查验", history: "查验记录", subjects: "一企一档", intake: "批量归集", matches: "名称匹配", quality: "数据质量",
  catalogue: "归集目录", matters: "事项清单", measures: "措施清单", lists: "名单目录", law: "法规与规则", calendar: "工作日历", status: "运行状态", sessions: "我的登录",
  credit: "我的信用档案", restrictions: "对我的限制",
  "quick.label": "按名称或代码查企业", "quick.hint": "查企业：名称或代码", identity: "当前身份", light: "外观", "light.auto": "跟随系统", "light.light": "浅色", "light.dark": "深色", portal: "公示门户", "go.centre": "企业中心", "go.workbench": "工作台", help: "帮助与联系", "help.text": "遇到问题，请把页面上的问题代码告诉本单位系统管理员。",
} as const;

const en: Record<keyof typeof zh, string> = {
  "nav.label": "Functions", "nav.open": "Open navigation", "group.work": "Work", "group.data": "Data", "group.rules": "Rules", "group.admin": "Administration", "group.audit": "Audit", exports: "Exports", orgs: "Bodies", accounts: "Accounts", roles: "Roles and permissions", keys: "API keys", glass: "Break-glass", chain: "Ledger verification", queue: "To be audited", log: "Audit log", registers: "Registers", "group.firm": "This firm",
  desk: "Desk", check: "Credit check", history: "Check history", subjects: "Subject files", intake: "Batch intake", matches: "Name matches", quality: "Data quality",
  catalogue: "Catalogue", matters: "Matters", measures: "Measures", lists: "Lists", law: "Law and rules", calendar: "Working days", status: "Status", sessions: "My sessions",
  credit: "My credit file", restrictions: "Restrictions on me",
  "quick.label": "Find a firm by name or code", "quick.hint": "Find a firm: name or code", identity: "Present post", light: "Appearance", "light.auto": "As the system", "light.light": "Light", "light.dark": "Dark", portal: "Public portal", "go.centre": "Enterprise centre", "go.workbench": "Workbench", help: "Help and contact", "help.text": "If something goes wrong, give the problem code on the page to your body’s system administrator.",
};

export const words = { zh, en } satisfies Words<keyof typeof zh>;
export type NavKey = keyof typeof zh;
