// Package workday is civil dates, working days and legal deadlines. 工作日与期限。
//
// It owns the arithmetic of terms (working days, days, months; which day is the first; roll-over;
// rest; one extension) and knows holidays only from a Calendar it is given. It reads no clock:
// today is always an argument. The calendars themselves are law data (law/calendar/).
package workday
