package jobs

import "time"

// orPatient fills what a Retry leaves open: pauses of 1, 2, 4 … seconds up to an hour, for about three weeks.
func (r Retry) orPatient() Retry {
	if r.Attempts == 0 {
		r.Attempts = 500
	}
	if r.Pause == nil {
		r.Pause = Doubling(time.Second, time.Hour)
	}
	return r
}

// Doubling pauses first, twice as long each further time, and never longer than most.
func Doubling(first, most time.Duration) func(n int) time.Duration {
	return func(n int) time.Duration {
		pause := first
		for range n - 1 {
			if pause >= most {
				break
			}
			pause *= 2
		}
		return min(pause, most)
	}
}
