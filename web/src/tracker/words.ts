import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "政策任务", lead: "琼府办〔2021〕4号三十条分解到单位的任务。单位附佐证报送进展，信用主管部门认可或者退回；过了期限没有报送完成的即为逾期。", public: "公开的进展",
  assign: "分派任务", task: "任务", org: "单位", due: "期限", note: "说明", "note.hint": "写明要达到什么、交什么佐证；不超过 1000 字，请勿写自然人姓名", "assign.do": "分派",
  "mine.title": "本单位的任务", "led.title": "各单位的任务", none: "没有任务", "none.text": "信用主管部门分派任务后，列在这里。", state: "状态", open: "打开", "open.of": "打开 {task} {body}",
  "state.assigned": "待办", "state.under_way": "进行中", "state.waiting": "已报送，待认可", "state.returned": "退回补充", "state.done": "已完成", "state.withdrawn": "已撤回", overdue: "已逾期", late: "晚于期限", "days.left": "还有 {n} 天", "days.over": "超过 {n} 天",
  "show": "显示", "show.open": "未完成", "show.waiting": "待答复", "show.all": "全部",
  by: "分派单位", history: "经过", "history.none": "还没有报送", withdrawn: "撤回理由",
  report: "报送", says: "做了什么", "says.hint": "不超过 1000 字，请勿写自然人姓名；认可后对外公开", finished: "任务已经完成", document: "佐证材料", "document.hint": "附件与平台统计至少一样；附件不公开，只公开其摘要", figure: "平台统计", "figure.none": "不用平台统计", year: "年份", "report.do": "提交报送",
  "figure.objections": "办结异议", "figure.repairs": "办结修复", "figure.reports": "查验反馈", "figure.commitments": "核查承诺", counted: "{year} 年{figure} {n} 件（平台统计）",
  "filed": "{on} 报送", "filed.finished": "{on} 报送完成", "report.open": "待答复", "report.accepted": "已认可", "report.returned": "已退回", answer: "答复", "answer.hint": "退回须说明理由，不超过 1000 字", accept: "认可", return: "退回",
  withdraw: "撤回分派", "withdraw.text": "撤回后该任务可以按新的期限重新分派；本次分派和理由留在经过中。", why: "理由", close: "关闭",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "Tasks of the policy", lead: "The thirty articles of the Implementing Opinions, as tasks of bodies. A body reports with evidence; the lead office accepts or returns it. What is not reported done by its due date is overdue.", public: "Progress in the open",
  assign: "Assign a task", task: "Task", org: "Body", due: "Due", note: "Note", "note.hint": "What is expected and with what evidence; at most 1000 characters, no names of natural persons", "assign.do": "Assign",
  "mine.title": "Tasks of my body", "led.title": "Tasks of bodies", none: "No tasks", "none.text": "Once the lead office assigns tasks, they are listed here.", state: "State", open: "Open", "open.of": "Open {task} {body}",
  "state.assigned": "To do", "state.under_way": "Under way", "state.waiting": "Reported, waiting", "state.returned": "Returned", "state.done": "Done", "state.withdrawn": "Withdrawn", overdue: "Overdue", late: "After the due date", "days.left": "{n} days left", "days.over": "{n} days over",
  "show": "Show", "show.open": "Not done", "show.waiting": "Waiting for an answer", "show.all": "All",
  by: "Assigned by", history: "History", "history.none": "Nothing reported yet", withdrawn: "Withdrawn because",
  report: "Report", says: "What was done", "says.hint": "At most 1000 characters, no names of natural persons; public once accepted", finished: "The task is done", document: "Evidence", "document.hint": "A document, a figure, or both; the document is not public, its digest is", figure: "Counted by the platform", "figure.none": "No figure", year: "Year", "report.do": "Send the report",
  "figure.objections": "objections decided", "figure.repairs": "repairs decided", "figure.reports": "reports on checks", "figure.commitments": "commitments verified", counted: "{figure} in {year}: {n}, counted by the platform",
  "filed": "Reported on {on}", "filed.finished": "Reported done on {on}", "report.open": "Waiting", "report.accepted": "Accepted", "report.returned": "Returned", answer: "Answer", "answer.hint": "A return says why, in at most 1000 characters", accept: "Accept", return: "Return",
  withdraw: "Withdraw", "withdraw.text": "The task may then be assigned with another date; this assignment and the reason stay in the history.", why: "Reason", close: "Close",
};

export const words: Words<keyof typeof zh> = { zh, en };
