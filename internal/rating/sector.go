package rating

import (
	"context"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Bringing are numbers of a field of a model of one's own body.
type Bringing struct {
	Field string    `json:"field" maxLength:"64"`
	Rows  []Brought `json:"rows" minItems:"1" maxItems:"5000"`
}

// Brought is a number of one entity.
type Brought struct {
	USCC  string       `json:"uscc" maxLength:"18"`
	Value int64        `json:"value"`
	From  workday.Date `json:"from"`
	Until workday.Date `json:"until" doc:"last day it counts: required, nothing counts for ever"`
}

// Receipt of numbers that were brought in.
type Receipt struct {
	Taken int `json:"taken"`
}

// longestOwnMonths bounds how long a number of a sector may count; it is a bound of the form, and follows from no rule.
const longestOwnMonths = 24

// Bring takes numbers in for a field of a model; the newest of a field counts. All of them are taken, or none.
func (d *Desk) Bring(ctx context.Context, who access.Actor, code string, in Bringing) (Receipt, error) {
	all, err := allModels(ctx, d.db)
	if err != nil {
		return Receipt{}, err
	}
	i := slices.IndexFunc(all, func(r modelRow) bool { return r.Code == code && r.Org == who.Org })
	if i < 0 {
		return Receipt{}, errNoModel
	}
	m, err := all[i].model()
	if err != nil {
		return Receipt{}, err
	}
	if !slices.ContainsFunc(m.Fields, func(f law.OwnField) bool { return f.Code == in.Field }) {
		return Receipt{}, errNoField
	}
	rows, ids := make([]ownRow, len(in.Rows)), make([]string, len(in.Rows))
	for i, b := range in.Rows {
		if b.From == 0 || b.Until < b.From || b.Until > b.From.AddMonths(longestOwnMonths) {
			return Receipt{}, errSpan.At("rows/" + strconv.Itoa(i) + "/until")
		}
		ids[i] = b.USCC
		rows[i] = ownRow{EntityID: b.USCC, ValueID: uuid.Must(uuid.NewV7()).String(), Model: code, Field: in.Field, Org: who.Org, Value: b.Value, FromOn: b.From, UntilOn: b.Until, Actor: who.ID, At: d.instant()}
	}
	known, err := registry.Known(ctx, d.db, ids)
	if err != nil {
		return Receipt{}, err
	}
	if i := slices.IndexFunc(ids, func(id string) bool { return !known[id] }); i >= 0 {
		return Receipt{}, errNoEntity.At("rows/" + strconv.Itoa(i) + "/uscc")
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := addOwn(ctx, tx, rows); err != nil {
			return err
		}
		return d.act(ctx, tx, "rating.own_data", who.ID, code, map[string]string{"model": code, "field": in.Field, "rows": strconv.Itoa(len(rows)), "org": who.Org})
	})
	return Receipt{len(rows)}, err
}

var (
	errNoField  = fault.New(fault.Invalid, "rating.no_field", "模型没有这个自有数据字段；请先在模型中声明。", "The model has no such field; declare it in the model first.").At("field")
	errSpan     = fault.New(fault.Invalid, "rating.bad_span", "自有数据须有起止日期，最长二十四个月；请改正该行。", "A number has a first and a last day, at most 24 months apart; mend the row.")
	errNoEntity = fault.New(fault.Invalid, "rating.no_entity", "主体库中没有该代码；请改正或去掉该行。", "The registry has no such code; mend or leave out the row.")
)
