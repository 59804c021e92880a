package workday

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a civil date in Asia/Shanghai: days since 1 January of year 1, which is 1.
// The zero value is "no date" and is NULL in the database and "" in JSON. Dates compare with < and >.
type Date int32

// Shanghai is the one time zone of the law this program serves (UTC+8, no summer time since 1991).
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

const dayZero = 719162 // days from 0001-01-01 to 1970-01-01

// New returns the date y-m-d. Out-of-range days roll over as in time.Date; use Parse to refuse them.
func New(y int, m time.Month, d int) Date {
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86400 + dayZero + 1)
}

// Of returns the civil date of t in Shanghai.
func Of(t time.Time) Date {
	y, m, d := t.In(Shanghai).Date()
	return New(y, m, d)
}

// Parse reads an ISO date "2026-11-22". The empty string is no date.
func Parse(s string) (Date, error) {
	if s == "" {
		return 0, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("not an ISO date (want 2026-11-22)")
	}
	return New(t.Date()), nil
}

// MustParse is Parse for dates written in tests and tables.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(fmt.Sprintf("workday.MustParse(%q): %v", s, err))
	}
	return d
}

// Time is midnight UTC of the date, which is what the database driver wants.
func (d Date) Time() time.Time { return time.Unix(int64(d-dayZero-1)*86400, 0).UTC() }

// Start is the instant the date begins in Shanghai.
func (d Date) Start() time.Time { return d.Time().Add(-8 * time.Hour).In(Shanghai) }

// String is the ISO form, or "" for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == 0 }

// Year returns the calendar year.
func (d Date) Year() int { return d.Time().Year() }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// AddDays returns the date n calendar days later.
func (d Date) AddDays(n int) Date { return d + Date(n) }

// AddMonths returns the corresponding day n months later; where that month has no such day, its last
// day (民法典 §202 manner of counting by months).
func (d Date) AddMonths(n int) Date {
	y, m, day := d.Time().Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return New(first.Year(), first.Month(), min(day, last))
}

// MarshalText writes the ISO form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form.
func (d *Date) UnmarshalText(b []byte) (err error) { *d, err = Parse(string(b)); return err }

// Value gives the driver a time, or NULL for no date.
func (d Date) Value() (driver.Value, error) {
	if d == 0 {
		return nil, nil
	}
	return d.Time(), nil
}

// Scan reads a database date; NULL is no date.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = 0
	case time.Time:
		*d = New(v.Date())
	case string:
		return d.UnmarshalText([]byte(v))
	default:
		return fmt.Errorf("workday.Date: cannot read a %T", src)
	}
	return nil
}
