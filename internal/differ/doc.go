// Package differ keeps what sources say differently about the same thing side by side, until whoever owns it decides. 来源差异。
//
// Two bodies report another address of one firm, another amount of one penalty. What stood goes on standing; the other value stands
// beside it, each with its source, document and date, and the pages that show the thing say that its sources differ. The body that owns
// the field (that registered the entity, that took the decision) says which is right and why; the data office may, by reason. From the
// first difference on a field changes by such a resolution only: a delivery that repeats what was weighed already changes nothing, one
// that says something new opens the difference again. What the owner itself delivers about its own decision is right at once, and is
// logged as a resolution. The ledger holds who decided what when, and a hash of what was weighed; never a value.
//
// 两个来源对同一主体或同一记录的同一字段说法不同时，各值并列，注明来源、文书和日期，原值继续有效；由该字段的主责单位说明理由后裁定，
// 数据主管部门可依理由裁定。已裁定的说法再次报送不改变结果，新的说法重新开启差异。
//
// Serves: 琼府办〔2021〕4号（二十一）; F21-6.
// Owns: differences, claims, resolutions. Does not own: the registration (registry), the record (record), who is told (exchange).
package differ
