// Package exchange is what others hold of ours, and whether they let go of it: the sync ledger. 同步台账：撤下、探测、告知与回执。
//
// Repair, withdrawal and correction end what is public here at once, in the transaction of the decision. Elsewhere they end
// when somebody is told, obeys and is looked at again. So each target (our own portal among them) gets a removal in the same
// transaction, is sent a signed take-down until it acknowledges, and is read again every night: what is still there opens a
// ticket, whatever was acknowledged. Whoever received data as a consumer gets a notice it must acknowledge. Times, deadlines
// and what is overdue stand side by side, target by target (G7: four effects, each with target, time and acknowledgement).
//
// 修复、撤回、更正在本平台与决定同一事务生效；对外则逐一通知、限期、回执、复查：每个目标一行，签名发送直至确认，每夜复读，仍在公示的即开
// 工单；数据的接收者收到通知并须确认。
//
// Owns: targets, removals, tickets, notices. Does not own: what ends and why (record, repair, listing), what the law says of
// deadlines (law), when work is done (jobs).
package exchange
