package account

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// Import is what came of a file of bodies. A file with a wrong row changes nothing.
type Import struct {
	Rows    int        `json:"rows"`
	Added   int        `json:"added" doc:"bodies that are new"`
	Changed int        `json:"changed" doc:"bodies that differ from what was known"`
	Written int        `json:"written" doc:"bodies that were written: nothing by a trial"`
	Wrong   []RowError `json:"wrong,omitempty" doc:"the first hundred rows that were refused; then nothing was written"`
}

// RowError says what is wrong with a row of a file, never the value.
type RowError struct {
	Row   int    `json:"row" doc:"as a person sees it in the file, the header being row 1"`
	Field string `json:"field"`
	Code  string `json:"code"`
	ZH    string `json:"detail_zh"`
	EN    string `json:"detail"`
}

const (
	mostImported = 20_000
	mostWrong    = 100
)

// columns of a file, with the headers that mean them.
var columns = map[string][]string{
	"id":     {"id", "uscc", "统一社会信用代码", "机构代码", "代码"},
	"name":   {"name", "机构名称", "名称", "单位名称"},
	"parent": {"parent", "上级机构代码", "上级代码", "上级统一社会信用代码"},
	"region": {"region", "行政区划代码", "区划代码", "区划"},
	"kind":   {"kind", "机构类别", "类别", "机构类型"},
}

// ImportFile reads bodies from a CSV or XLSX file and takes them in.
func (d *Desk) ImportFile(ctx context.Context, who access.Actor, file io.ReaderAt, size int64) (Import, error) {
	return d.readFile(ctx, who, file, size, false)
}

// TryFile tells what would come of a file, and writes nothing.
func (d *Desk) TryFile(ctx context.Context, who access.Actor, file io.ReaderAt, size int64) (Import, error) {
	return d.readFile(ctx, who, file, size, true)
}

func (d *Desk) readFile(ctx context.Context, who access.Actor, file io.ReaderAt, size int64, trial bool) (Import, error) {
	if d.ReadTable == nil {
		return Import{}, fault.New(fault.Unavailable, "account.no_reader", "本服务未启用文件导入；请用命令行 xinheng org import。",
			"This service does not read files; use xinheng org import at the command line.")
	}
	header, rows, err := d.ReadTable(ctx, file, size)
	if err != nil {
		return Import{}, err
	}
	orgs, err := orgsOf(header, rows)
	if err != nil {
		return Import{}, err
	}
	return d.takeIn(ctx, who, orgs, trial)
}

// ImportTable takes in bodies from the rows of a table, all or none.
func (d *Desk) ImportTable(ctx context.Context, who access.Actor, header []string, rows [][]string) (Import, error) {
	orgs, err := orgsOf(header, rows)
	if err != nil {
		return Import{}, err
	}
	return d.ImportOrgs(ctx, who, orgs)
}

// orgsOf reads bodies from the rows of a table.
func orgsOf(header []string, rows [][]string) ([]Org, error) {
	at, err := columnsOf(header)
	if err != nil {
		return nil, err
	}
	orgs := make([]Org, 0, len(rows))
	for _, row := range rows {
		cell := func(column string) string {
			if i, ok := at[column]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		orgs = append(orgs, Org{ID: cell("id"), Name: cell("name"), Parent: cell("parent"), Region: cell("region"), Kind: cell("kind")})
	}
	return orgs, nil
}

func columnsOf(header []string) (map[string]int, error) {
	at := map[string]int{}
	for i, h := range header {
		h = strings.ToLower(strings.Join(strings.Fields(strings.Trim(h, "*＊\ufeff ")), ""))
		for column, names := range columns {
			if slices.Contains(names, h) {
				at[column] = i
			}
		}
	}
	for _, column := range []string{"id", "name", "region", "kind"} {
		if _, ok := at[column]; !ok {
			return nil, fault.New(fault.Invalid, "account.org_columns", "文件缺少“"+columns[column][2]+"”一列；需要：统一社会信用代码、机构名称、上级机构代码、行政区划代码、机构类别。",
				"The file has no column "+column+"; it needs id, name, parent, region, kind.").At(column)
		}
	}
	return at, nil
}

// ImportOrgs takes in bodies: new ones are added, known ones brought up to date, none is removed.
func (d *Desk) ImportOrgs(ctx context.Context, who access.Actor, orgs []Org) (Import, error) {
	return d.takeIn(ctx, who, orgs, false)
}

// takeIn is ImportOrgs, or a trial of it: the same questions are asked of every row, and nothing is written.
func (d *Desk) takeIn(ctx context.Context, who access.Actor, orgs []Org, trial bool) (Import, error) {
	in := Import{Rows: len(orgs)}
	if err := need(who, access.OrgEdit); err != nil {
		return in, err
	}
	if len(orgs) == 0 || len(orgs) > mostImported {
		return in, invalid("account.org_rows", "rows", "文件没有机构，或超过两万行；请检查后分批导入。", "The file has no bodies, or more than 20,000; check it and import in parts.")
	}
	in.Wrong = d.checkAll(who, orgs)
	if len(in.Wrong) > 0 {
		return in, nil
	}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		known, err := orgTree(ctx, tx)
		if err != nil {
			return err
		}
		if in.Wrong = checkTree(who, known, orgs); len(in.Wrong) > 0 {
			return nil
		}
		would, err := wouldPut(ctx, tx, orgs)
		in.Added, in.Changed = would.Added, would.Changed
		if err != nil || trial {
			return err
		}
		n, err := putOrgs(ctx, tx, orgs, d.now())
		in.Written = int(n)
		if err != nil || n == 0 {
			return err
		}
		return d.act(ctx, tx, who, "account.org_import", "", map[string]string{"rows": strconv.Itoa(in.Rows), "written": strconv.Itoa(in.Written)})
	})
	return in, err
}

// checkAll brings every row into its form, in place, and says what is wrong.
func (d *Desk) checkAll(who access.Actor, orgs []Org) (wrong []RowError) {
	seen := map[string]bool{}
	for i, o := range orgs {
		o, f := d.check(o)
		switch {
		case f != nil:
		case seen[o.ID]:
			f = fault.New(fault.Invalid, "account.org_twice", "同一机构在文件中出现两次；请删去一行。", "The body is in the file twice; remove one row.").At("id")
		case !access.InScope(who, "", o.Region):
			f = errOrgElsewhere
		}
		orgs[i], seen[o.ID] = o, true
		wrong = noteWrong(wrong, i, f)
	}
	return wrong
}

func noteWrong(wrong []RowError, i int, f *fault.Error) []RowError {
	if f == nil || len(wrong) == mostWrong {
		return wrong
	}
	return append(wrong, RowError{Row: i + 2, Field: f.Field, Code: f.Code, ZH: f.ZH, EN: f.EN})
}

var errOrgElsewhere = fault.New(fault.Invalid, "account.org_elsewhere", "该机构不在您管辖的区域；请由其所在区域的系统管理员导入。",
	"The body lies outside your region; have its own system administrator import it.").At("region")

// place is where a body stands in the tree.
type place struct{ Parent, Region string }

// checkTree refuses a body of another region, even one a file would move into one's own; a parent that is nowhere; and a
// body that would be above itself.
func checkTree(who access.Actor, known map[string]place, orgs []Org) (wrong []RowError) {
	after := make(map[string]string, len(known)+len(orgs))
	for id, at := range known {
		after[id] = at.Parent
	}
	for _, o := range orgs {
		after[o.ID] = o.Parent
	}
	for i, o := range orgs {
		var f *fault.Error
		was, isKnown := known[o.ID]
		if _, ok := after[o.Parent]; isKnown && !access.InScope(who, "", was.Region) {
			f = errOrgElsewhere
		} else if o.Parent != "" && !ok {
			f = fault.New(fault.Invalid, "account.org_parent_unknown", "上级机构既不在文件中，也未曾导入；请先加入上级。",
				"The body above is neither in the file nor known; add it first.").At("parent")
		} else if above(after, o.ID) {
			f = fault.New(fault.Invalid, "account.org_ring", "上下级成环；请核对上级机构代码。", "The bodies stand above each other in a ring; check the codes of the bodies above.").At("parent")
		}
		wrong = noteWrong(wrong, i, f)
	}
	return wrong
}

// above says whether going up from a body leads back to it.
func above(parents map[string]string, id string) bool {
	at := parents[id]
	for range parents {
		switch at {
		case "":
			return false
		case id:
			return true
		}
		at = parents[at]
	}
	return true // a ring further up
}

// PutOrg adds a body or brings it up to date.
func (d *Desk) PutOrg(ctx context.Context, who access.Actor, o Org) (Org, error) {
	o, f := d.check(o)
	if f != nil {
		return o, f
	}
	in, err := d.ImportOrgs(ctx, who, []Org{o})
	if err == nil && len(in.Wrong) > 0 {
		w := in.Wrong[0]
		err = fault.New(fault.Invalid, w.Code, w.ZH, w.EN).At(w.Field)
	}
	if err != nil {
		return o, fmt.Errorf("account.PutOrg: %w", err)
	}
	return d.Org(ctx, o.ID)
}
