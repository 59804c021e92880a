// Package connector is which systems ask for checks by themselves, and how much of the checking they do. 接入系统与自动化率。
//
// A system of a body is registered by kind (审批、公共服务、监管、决策支持、部门业务) with the matters it checks for and the key it
// calls with. Registering gives no right: the key was issued by the security administrator and is only named here. The automation rate
// is the share of checks that a registered system started, per body, kind and month, counted from the checks as they were recorded; a
// key nobody registered and a person at a console count against it.
//
// 自动化率＝由已登记的接入系统自启动的查验 ÷ 全部查验；未登记的密钥和人工查验不计入分子。
//
// Serves: 琼府办〔2021〕4号（七）信用查验自启动、（十六）联合惩戒自动化执行; F16-3.
// Owns: who may register what, the rate. Does not own: the rows of the register and the counts of checks (check), keys (access),
// bodies (account).
package connector
