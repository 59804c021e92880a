package app

import (
	"context"
	"errors"
	"io"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/record/sheet"
)

// mostTableRows bounds the small tables that are read whole, such as lists of organisations.
const mostTableRows = 20_000

// ReadTable reads a CSV or XLSX file of a small table, with the reader of intake and its limits.
func ReadTable(ctx context.Context, file io.ReaderAt, size int64) (header []string, rows [][]string, err error) {
	shape, err := sheet.Survey(ctx, file, size)
	if err != nil {
		return nil, nil, err
	}
	if shape.Rows > mostTableRows {
		return nil, nil, fault.New(fault.TooLarge, "app.table_rows", "文件超过两万行；请分批导入。", "The file has more than 20,000 rows; import it in parts.")
	}
	r, err := shape.Open(file)
	if err != nil {
		return nil, nil, err
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return r.Header(), rows, nil
		}
		if err != nil {
			return nil, nil, err
		}
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = strings.Clone(c.Text)
		}
		rows = append(rows, cells)
	}
}
