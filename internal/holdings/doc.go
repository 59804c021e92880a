// Package holdings shows what the platform holds from two sides: by field, and by public body. 专业领域信用信息库与政务诚信。
//
// A library of a field (税收、旅游文化、特殊优惠政策…) is a view of the catalogue: the law data say which items, lists and fields
// of supervision it gathers, a round counts them by night, and a page shows how much there is, who provides it, how fresh it is,
// and the records themselves. Public bodies are subjects too: what is recorded of them as parties, their contracts and the
// judgments against them, is summed up body by body, with the same rights and the same ends as any record. No figure here
// restricts anybody.
//
// 专业领域库是目录的视图，不重复建库：由规则数据说明包含哪些目录项、名单和监管领域，每夜计数，页面按库展示数量、来源、新鲜度和记录；
// 政府机构也是主体：其合同履约、涉诉裁判按机构汇总，权利与其他记录相同。本区数字不产生任何限制。
//
// Serves: 琼府办〔2021〕4号（九）（十五）（二十八）; F09-7, F28-3.
//
// Owns: how what is held is summed up. Does not own: records and their counting (record), which library gathers what (law), letters
// and talks (listing, rectify).
package holdings
