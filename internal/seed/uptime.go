package seed

import (
	"context"

	"xinheng/internal/app"
	"xinheng/internal/status"
	"xinheng/internal/workday"
)

// down are the invented outages of the demonstration: days ago, first minute of the day, minutes, the services that did not work (none:
// nobody was there to ask).
var down = []struct {
	ago, from, minutes int
	services           []string
}{
	{71, 2 * 60, 35, nil},
	{44, 9*60 + 12, 18, []string{"exchange"}},
	{23, 14*60 + 5, 9, []string{"portal", "api"}},
	{6, 3 * 60, 52, []string{"jobs", "exchange"}},
}

// Uptime invents ninety days of measured minutes, with four outages; what is measured from now on is real. It also counts the sources
// once, as the round of the hour does.
func Uptime(ctx context.Context, a *app.App) error {
	today := workday.Of(a.Now())
	sofar := int(a.Now().Sub(today.Start()).Minutes())
	var days []status.Minutes
	for ago := 89; ago >= 1; ago-- {
		for _, service := range status.Services {
			days = append(days, minutesOf(service, today.AddDays(-ago), ago, 24*60))
		}
	}
	for _, service := range status.Services {
		days = append(days, minutesOf(service, today, 0, sofar))
	}
	if err := a.Status.TakeOver(ctx, days); err != nil {
		return err
	}
	return a.Status.Count(ctx)
}

// minutesOf is a day of a service, measured until some minute of it.
func minutesOf(service string, day workday.Date, ago, until int) status.Minutes {
	m := status.Minutes{Service: service, Day: day, Asked: make([]byte, 180), Down: make([]byte, 180)}
	for minute := range until {
		m.Asked[minute/8] |= 1 << (minute % 8)
	}
	for _, o := range down {
		if o.ago != ago {
			continue
		}
		for minute := o.from; minute < o.from+o.minutes; minute++ {
			bit := byte(1) << (minute % 8)
			if len(o.services) == 0 {
				m.Asked[minute/8] &^= bit
			}
			for _, s := range o.services {
				if s == service {
					m.Down[minute/8] |= bit
				}
			}
		}
	}
	return m
}
