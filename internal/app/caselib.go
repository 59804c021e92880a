package app

import "xinheng/internal/caselib"

// caseLibrary keeps case studies and publicity activities; whoever reads a published activity opens its materials.
func (a *App) caseLibrary() {
	a.CaseLib = caselib.NewDesk(a.Pool, a.Law, a.Sealer, a.Cases, a.Attach, a.Now)
	a.CaseLib.Region = a.region
	a.Attach.Register(caselib.Object, a.CaseLib.MaySee)
	a.Attach.Register(caselib.AttendanceObject, a.CaseLib.MaySeeAttendance)
}
