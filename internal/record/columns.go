package record

import (
	"fmt"
	"slices"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/record/sheet"
)

// columns ties the columns of a file to the fields of a catalogue item.
type columns struct {
	item    *law.Item
	of      [][]int        // per field: its columns in the file
	role    map[string]int // role → field
	unknown []string
}

// newColumns maps the headers of a file by field code, Chinese title, English name or alias, whatever their width, case or
// blanks; given maps field codes to headers the catalogue does not know.
func newColumns(item *law.Item, header []string, given map[string]string) (*columns, error) {
	c := byFields(item)
	names := headerNames(item)
	if err := c.told(names, header, given); err != nil {
		return nil, err
	}
	for col, h := range header {
		key := sheet.Fold(h)
		if key == "" {
			continue
		}
		f, ok := names[key]
		if !ok {
			f, ok = names[withoutRemark(key)]
		}
		switch {
		case !ok:
			c.unknown = append(c.unknown, h)
		case f >= 0:
			c.of[f] = append(c.of[f], col)
		}
	}
	return c, c.complete()
}

// byFields is the mapping of rows whose values come by field code, such as those of the name-match queue.
func byFields(item *law.Item) *columns {
	c := &columns{item: item, of: make([][]int, len(item.Fields)), role: map[string]int{}}
	for i, f := range item.Fields {
		if f.Role != "" {
			c.role[f.Role] = i
		}
	}
	return c
}

func headerNames(item *law.Item) map[string]int {
	names := map[string]int{}
	for i, f := range item.Fields {
		for _, n := range append([]string{f.Code, f.Name.ZH, f.Name.EN}, f.Aliases...) {
			if _, taken := names[sheet.Fold(n)]; !taken {
				names[sheet.Fold(n)] = i
			}
		}
	}
	return names
}

// withoutRemark drops a remark in brackets at the end of a title: 罚款金额(万元) is 罚款金额.
func withoutRemark(key string) string {
	if i := strings.LastIndexByte(key, '('); i > 0 && strings.HasSuffix(key, ")") {
		return key[:i]
	}
	return key
}

// told applies --map: the header goes to that field and to no other.
func (c *columns) told(names map[string]int, header []string, given map[string]string) error {
	for code, h := range given {
		f := slices.IndexFunc(c.item.Fields, func(f law.Field) bool { return strings.EqualFold(f.Code, code) })
		if f < 0 {
			return fault.New(fault.Invalid, "record.map_field", "--map 指定的字段“"+code+"”不在该目录项中；请用 xinheng law show item:"+c.item.Code+" 查看字段。",
				"The field \""+code+"\" of --map is not in this item; see its fields with: xinheng law show item:"+c.item.Code)
		}
		key := sheet.Fold(h)
		col := slices.IndexFunc(header, func(x string) bool { return sheet.Fold(x) == key })
		if col < 0 {
			return fault.New(fault.Invalid, "record.map_column", "--map 指定的列“"+h+"”不在文件的表头中；请核对列名。",
				"The column \""+h+"\" of --map is not in the header of the file; check its name.")
		}
		c.of[f] = append(c.of[f], col)
		names[key] = -1
	}
	return nil
}

// complete refuses a file that lacks a required column, naming all of them. The source may be told beside the file.
func (c *columns) complete() error {
	var missing []string
	mapped := 0
	for i, f := range c.item.Fields {
		if len(c.of[i]) > 0 {
			mapped++
		} else if f.Required == "yes" && f.Role != "source" && f.Role != "source_uscc" && f.Role != "authority_uscc" {
			missing = append(missing, f.Code+" "+f.Name.ZH)
		}
	}
	if mapped == 0 || len(missing) > 0 {
		list := strings.Join(missing, "、")
		return fault.New(fault.Invalid, "record.columns_missing",
			fmt.Sprintf("文件缺少必需的列：%s；请补充这些列，或用 --map 字段=列名 指明。", list),
			fmt.Sprintf("The file lacks required columns: %s; add them, or say --map FIELD=column.", list))
	}
	return nil
}
