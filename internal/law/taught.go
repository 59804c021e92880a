package law

// taught checks what people are taught before and looked at after: courses, and plans and outcomes of verification.
func (c *checker) taught(e *entry) {
	switch r := e.rule.(type) {
	case *Course:
		c.course(e, r)
	case *VerificationPlan:
		c.verificationPlan(e, r)
	case *VerificationOutcome:
		c.verificationOutcome(e, r)
	}
}

func (x *index) addTaught(e *entry) {
	switch v := e.rule.(type) {
	case *Course:
		x.courses.add(v.Code, v)
	case *VerificationPlan:
		x.plans.add(v.Code, v)
	case *VerificationOutcome:
		x.checkOutcomes.add(v.Code, v)
	}
}

func (v Value) taughtSays() Text2 {
	switch x := v.Body.(type) {
	case Course:
		return x.says()
	case VerificationPlan:
		return x.says()
	case VerificationOutcome:
		return x.Text
	}
	return v.Title
}
