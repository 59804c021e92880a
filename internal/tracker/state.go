package tracker

import "xinheng/internal/workday"

// State of an assignment.
type State string

// What the body does next is in the state; whether it is late is apart from it.
const (
	Assigned  State = "assigned"  // nothing was reported
	UnderWay  State = "under_way" // progress was accepted
	Waiting   State = "waiting"   // a report waits for the office
	Returned  State = "returned"  // the last report came back
	Done      State = "done"      // a report that it is done was accepted
	Withdrawn State = "withdrawn"
)

// Standing is how an assignment stands on a day: it follows from the due date and the reports and is never stored (琼府办〔2021〕4号（二十八）).
type Standing struct {
	State State `json:"state" enum:"assigned,under_way,waiting,returned,done,withdrawn"`
	// Overdue: the due date is over, and the body has not said that it is done. How long the office takes to answer is not the body's.
	Overdue bool `json:"overdue" doc:"the due date is over and the body has not said it is done"`
	Late    bool `json:"late" doc:"done, and reported so after the due date"`
}

// stand judges an assignment by its reports, the oldest first.
func stand(due, today workday.Date, withdrawn bool, reports []reportRow) (s Standing) {
	s.State = Assigned
	claimed := workday.Date(0) // the day of the report that it is done, unless it came back
	for i := range reports {
		r := &reports[i]
		switch {
		case r.State == "returned":
			s.State = Returned
			continue
		case r.State == "open":
			s.State = Waiting
		case r.Finished:
			s.State = Done
		default:
			s.State = UnderWay
		}
		if r.Finished {
			claimed = r.FiledOn
		}
	}
	switch {
	case withdrawn:
		return Standing{State: Withdrawn}
	case s.State == Done:
		s.Late = claimed > due
	default:
		s.Overdue = today > due && (claimed == 0 || claimed > due)
	}
	return s
}
