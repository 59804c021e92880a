// Package sandbox lets whoever builds against the platform try its checks without a key, on firms that do not exist. 沙箱：虚构企业。
//
// It takes the request of a check and gives its answer, judged by the same code from facts that are made of the law in force: a firm
// for every measure and incentive a matter names, for every reason why a fact does not count, and for every refusal (F07-8). Nothing
// real is read, and nothing is kept, counted or put on the ledger; an answer has no receipt.
//
// 沙箱与正式查验同一请求、同一答复、同一判断代码，事实由现行规则生成：每项措施和激励、每种不予适用的理由、每个拒绝代码各有一家
// 虚构企业。不读取真实数据，不留存、不计数、不存证，答复没有回执。
//
// Owns: the invented firms and their facts. Does not own: judging (check), the list of refusals (developer), pages (portal).
package sandbox
