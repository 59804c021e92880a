// Package agency is the register of credit service agencies, and whether each forgets what it must. 信用服务机构名录、数据协议与删除比对。
//
// An agency takes public records under a data agreement that one person entered and another approved: which items, how many readings a
// month, from when until when. What it was given is kept by id. When such a record is repaired or withdrawn the agency is told in the same
// transaction to delete it and to say so (国办发〔2025〕22号; 发改委令36号: 停止共享和使用); at night it is asked, at the address it declared
// or by the list it signed, whether it still holds the record. What it still holds is a finding with a term, shown to the agency and
// the office. An officer confirms a finding by a document; only then, and after its term, does the public page name the agency as not
// updating, with what the agency says to it, and it ends when the record is gone (G9). Nothing else follows from a finding.
//
// 机构依经两人办理的数据协议读取公示信息：信息项、月度额度和起止日均以协议为准。读过什么按编号留存；记录修复或撤回的，同一事务告知机构删除
// 并确认；每夜按机构登记的地址或其签名的清单比对。仍留存的即为发现：定期限、告知机构和主管部门；经工作人员凭文书确认且逾期的，名录页面公布该机构
// 不及时更新并附其说明，删除即止。
//
// It also answers whether a market credit report attached to a check is by a licensed agency, and changes nothing by it (F07-9, G2).
//
// Serves: 琼府办〔2021〕4号（二十五）、（七）; F25-2, F07-9.
// Owns: schema agency (agreements, use, what was given, duties, findings, lists). Does not own: records (record), notices and how they are
// delivered and acknowledged (exchange), consents to what is not public (disclosure).
package agency
