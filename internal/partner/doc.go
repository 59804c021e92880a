// Package partner lets a firm watch its counterparties and check them. 往来单位关注（省属国有企业等在交易前后主动查询其他主体信用状况）。
//
// What is watched is what anybody may see: public records of market entities. An alert says that something changed and where it is
// public; it keeps no word of the record, so that what is repaired is nowhere left. Alerts are given in the transaction of the change.
// Nothing follows from an alert by itself (G9), nobody is scored (G2), and having none is not the same as being good (G11).
//
// 关注的只是公示信息；提醒与变化同一事务产生，只说明何处有变化、不留存内容；提醒不产生任何后果。
//
// Serves: 琼府办〔2021〕4号（八）; F08-5.
// Owns: schema partner (who watches whom, alerts, checks). Does not own: records (record), reports (report).
package partner
