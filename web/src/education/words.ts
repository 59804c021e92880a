import type { Words } from "../ui/lang.tsx";

const zh = {
  title: "学习与证书", "title.officer": "业务培训与证书", lead: "课程讲的是要办的事里最容易出错的地方。学与不学都不影响办理，除非课程写明了法规条文。", "lead.officer": "考试通过取得证书。规定须持证的岗位，没有有效证书就不能作出影响他人权益的决定；证书到期次日权限即停。",
  "courses.title": "课程", none: "没有适合当前身份的课程", "none.text": "换一个身份再看；全部课程在公示门户上公开。", portal: "全部课程（公示门户）",
  matters: "适用事项", occupations: "适用职业", roles: "面向岗位", effect: "与办理的关系", free: "学与不学都不影响办理", waits: "法规要求完成后才能办理", "gives.certificate": "通过后发证，有效 {n} 个月",
  done: "已完成", "done.old": "完成过旧版本", "done.on": "{date} 完成（{version} 版）", not: "未完成", "open.now": "正在答题", "again.from": "{date} 起可以再考", read: "阅读", go: "开始答题", resume: "继续答题", retake: "再答一次",
  "lesson.n": "第 {n} 单元", basis: "依据", version: "版本", questions: "每次 {n} 题，答对 {p}% 通过，限时 {m} 分钟", "quiz.title": "答题", "quiz.ends": "{at} 前提交", "quiz.n": "第 {n} 题", send: "提交答案", "quiz.left": "还有 {n} 题未选；未选的算答错", "quiz.begin": "读完以后，在这里答题。", note: "说明",
  "outcome.passed": "通过", "outcome.failed": "未通过", "outcome.lapsed": "已超时，未计分", "result.score": "答对 {n} / {of}", "result.why": "为什么", correct: "对", wrong: "错", "result.cert": "已取得证书", "back.courses": "回到课程",
  "cert.title": "我的证书", "cert.none": "还没有证书", "cert.none.text": "通过发证的课程后，证书出现在这里。", "cert.number": "编号", "cert.span": "有效期", "cert.good": "有效", "cert.over": "已到期", "cert.verify": "核验地址", "cert.why": "怎样证明这是真的？", "cert.why.text": "把编号交给要看的人，任何人都可以在公示门户核验；页面只显示部分姓名。证书由平台签名，也可以离线验签。",
  "need.title": "岗位要求", "need.met": "已满足", "need.unmet": "缺有效证书：影响他人权益的权限暂停", "need.coming": "{date} 起，{role} 须持有证书", "need.basis": "依据", course: "课程",
  "demand.title": "设定持证上岗要求", "demand.text": "自所选日期起，该岗位没有有效证书就不能作出影响他人权益的决定。须给在岗人员留出取得证书的时间。", "demand.role": "岗位", "demand.from": "施行日期", "demand.do": "设定", "demand.done": "已设定", choose: "请选择",
  "figures.title": "培训情况", "figures.passed": "通过（次）", "figures.failed": "未通过（次）", "figures.lapsed": "超时（次）", "figures.good": "有效证书", "figures.text": "只统计次数，不显示任何个人。",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "Courses and certificates", "title.officer": "Training and certificates", lead: "Courses tell what goes wrong most easily in what you apply for. No permit waits for one, unless it names an article that says so.", "lead.officer": "A pass earns a certificate. A post that needs one cannot decide about the rights of others without it; the right ends the day after its last day.",
  "courses.title": "Courses", none: "No course is for the identity you act in", "none.text": "Change the identity and look again; every course is public on the portal.", portal: "All courses (portal)",
  matters: "Matters", occupations: "Occupations", roles: "Posts", effect: "Effect on a permit", free: "Holds no permit up", waits: "An article demands it before the permit", "gives.certificate": "A pass earns a certificate good for {n} months",
  done: "Completed", "done.old": "An older version completed", "done.on": "Completed on {date} (version of {version})", not: "Not completed", "open.now": "Sitting open", "again.from": "Again from {date}", read: "Read", go: "Answer the questions", resume: "Go on answering", retake: "Answer again",
  "lesson.n": "Lesson {n}", basis: "Basis", version: "Version", questions: "{n} questions at a sitting, {p}% to pass, {m} minutes", "quiz.title": "Questions", "quiz.ends": "Hand in by {at}", "quiz.n": "Question {n}", send: "Hand in", "quiz.left": "{n} not answered yet; they count as wrong", "quiz.begin": "Answer here once you have read the lessons.", note: "Note",
  "outcome.passed": "Passed", "outcome.failed": "Not passed", "outcome.lapsed": "Out of time; not marked", "result.score": "{n} of {of} right", "result.why": "Why", correct: "right", wrong: "wrong", "result.cert": "Certificate earned", "back.courses": "Back to the courses",
  "cert.title": "My certificates", "cert.none": "No certificate yet", "cert.none.text": "They appear here once you pass a course that gives one.", "cert.number": "Number", "cert.span": "Good", "cert.good": "Good", "cert.over": "Ended", "cert.verify": "Verify at", "cert.why": "How do I show that it is real?", "cert.why.text": "Give the number to whoever wants to see it: anybody may verify it on the portal, which shows part of the name only. The platform signed it, so that it can be verified offline as well.",
  "need.title": "What the post needs", "need.met": "Met", "need.unmet": "No good certificate: what touches the rights of others is off", "need.coming": "From {date} the role {role} needs a certificate", "need.basis": "Basis", course: "Course",
  "demand.title": "Demand a certificate of a role", "demand.text": "From the day chosen the role cannot decide about the rights of others without a good certificate. People in post need time to earn it.", "demand.role": "Role", "demand.from": "From", "demand.do": "Demand it", "demand.done": "In force from that day", choose: "Choose",
  "figures.title": "Training in numbers", "figures.passed": "Passed", "figures.failed": "Not passed", "figures.lapsed": "Out of time", "figures.good": "Good certificates", "figures.text": "Counts only; nobody is shown.",
};

export const words: Words<keyof typeof zh> = { zh, en };
