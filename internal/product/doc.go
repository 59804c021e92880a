// Package product is the directory of credit products for firms of Hainan. 信用产品目录。
//
// An agency or bank enters a product, the office approves it, and it stands in the directory while the agency's data agreement and licence
// hold: the day after either ends the row is gone, with nothing running. The order is nobody's: each day it is that of a hash of the day and
// the number of the product, which anybody can compute again. No product decides anything, and nothing here says that one is good; whatever
// it reads that is not public, the firm consents to.
//
// 机构登记、主管部门审批；机构的数据协议和资质有效期间列入目录，任何一项到期的次日自行移出。排列按“日期与产品编号”的摘要值，每日不同，任何人都能复算。
// 产品不决定任何事项，列入不代表推荐；读取非公开信息须经企业授权。
//
// Instruments: 琼府办〔2021〕4号（二十五）. Serves F25-4.
//
// Owns: products. Does not own: agencies and their agreements (agency), consents (disclosure), data packs (report).
package product
