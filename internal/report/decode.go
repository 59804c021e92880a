package report

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"xinheng/internal/fault"
)

// decode reads a small JSON body strictly.
func decode(r io.Reader, v any) error {
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	err := d.Decode(v)
	var big *http.MaxBytesError
	if err != nil && !errors.As(err, &big) {
		return fault.New(fault.Invalid, "report.bad_form", "请求不符合格式；请对照接口说明修改。", "The request is not well formed; see the description of the interface.")
	}
	return err
}
