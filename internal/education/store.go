package education

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

type sitting struct {
	SittingID, Account, About, Course string
	CourseFrom                        workday.Date
	CourseHash                        string
	BegunAt, EndsAt                   time.Time
	ClosedAt                          *time.Time
	Outcome                           *string
	Asked                             int
	Correct                           *int
}

type completion struct {
	CompletionID, Account, About, Course string
	CourseFrom                           workday.Date
	CourseHash, SittingID                string
	CompletedOn                          workday.Date
	CompletedAt                          time.Time
}

type certificate struct {
	CertificateID, Account, CompletionID, SittingID, Kind, Course string
	CourseFrom, FromOn, UntilOn                                   workday.Date
	IssuedAt                                                      time.Time
	Suite, KeyID                                                  string
	PublicKey, Message, Salt, Signature                           []byte
}

const (
	sittingColumns     = `sitting_id, account, about, course, course_from, course_hash, begun_at, ends_at, closed_at, outcome, asked, correct`
	certificateColumns = `c.certificate_id, c.account, c.completion_id, d.sitting_id, c.kind, c.course, c.course_from, c.from_on, c.until_on,
		c.issued_at, c.suite, c.key_id, c.public_key, c.message, c.salt, c.signature`
)

var (
	qLapse = pg.Q("education.lapse", `
		update education.sitting set closed_at = $3, outcome = 'lapsed', correct = 0
		where account = $1 and course = $2 and closed_at is null and (ends_at < $3 or course_hash <> $4)`)
	qInsertSitting = pg.Q("education.insert_sitting", `
		insert into education.sitting (sitting_id, account, about, course, course_from, course_hash, begun_at, ends_at, asked)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (account, course) where closed_at is null do nothing`)
	qOpen = pg.Q("education.open", `select `+sittingColumns+` from education.sitting where account = $1 and course = $2 and closed_at is null`)
	qLock = pg.Q("education.lock", `select `+sittingColumns+` from education.sitting where sitting_id = $2 and account = $1 for update`)
	qLast = pg.Q("education.last", `
		select `+sittingColumns+` from education.sitting where account = $1 and course = $2 order by begun_at desc, sitting_id limit 1`)
	qLastClosed = pg.Q("education.last_closed", `
		select `+sittingColumns+` from education.sitting where account = $1 and course = $2 and closed_at is not null
		order by begun_at desc, sitting_id limit 1`)
	qClose = pg.Q("education.close", `
		update education.sitting set closed_at = $2, outcome = $3, correct = $4 where sitting_id = $1 and closed_at is null`)
	qInsertCompletion = pg.Q("education.insert_completion", `
		insert into education.completion (completion_id, account, about, course, course_from, course_hash, sitting_id, completed_on, completed_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	qCompletionsOf = pg.Q("education.completions_of", `
		select course, course_from as "from", course_hash as hash, completed_on as "on" from education.completion
		where account = $1 order by completed_at desc limit 500`)
	qCompletionsAbout = pg.Q("education.completions_about", `
		select course, course_from as "from", course_hash as hash, completed_on as "on" from education.completion
		where about = $1 order by completed_at desc limit 500`)
	qCounts            = pg.Q("education.counts", `select course, count(*) as n from education.completion group by course`)
	qInsertCertificate = pg.Q("education.insert_certificate", `
		insert into education.certificate (certificate_id, account, completion_id, kind, course, course_from, from_on, until_on, issued_at, suite, key_id,
			public_key, message, salt, signature)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`)
	qCertificatesOf = pg.Q("education.certificates_of", `
		select `+certificateColumns+` from education.certificate c join education.completion d on d.completion_id = c.completion_id
		where c.account = $1 order by c.until_on desc, c.certificate_id limit 200`)
	qCertificate = pg.Q("education.certificate", `
		select `+certificateColumns+` from education.certificate c join education.completion d on d.completion_id = c.completion_id
		where c.certificate_id = $1`)
	qFigures = pg.Q("education.figures", `
		select s.course, count(*) filter (where s.outcome = 'passed') as passed, count(*) filter (where s.outcome = 'failed') as failed,
			count(*) filter (where s.outcome = 'lapsed') as lapsed,
			(select count(*) from education.certificate c where c.course = s.course and c.from_on <= $1 and c.until_on >= $1) as good
		from education.sitting s group by s.course order by s.course`)
)

// lapse closes what ran out of time, or was begun on a text that has since changed.
func lapse(ctx context.Context, tx pg.Tx, account string, c law.Course, now time.Time) (err error) {
	defer fault.Wrap(&err, "education.lapse(%s)", c.Code)
	_, err = tx.Exec(ctx, qLapse, account, c.Code, now, c.Hash())
	return err
}

func insertSitting(ctx context.Context, tx pg.Tx, s *sitting) (err error) {
	defer fault.Wrap(&err, "education.insertSitting(%s)", s.SittingID)
	_, err = tx.Exec(ctx, qInsertSitting, s.SittingID, s.Account, s.About, s.Course, s.CourseFrom, s.CourseHash, s.BegunAt, s.EndsAt, s.Asked)
	return err
}

func openSitting(ctx context.Context, db pg.DB, account, course string) (_ *sitting, err error) {
	defer fault.Wrap(&err, "education.openSitting(%s)", course)
	s, err := pg.One[sitting](ctx, db, qOpen, account, course)
	return &s, err
}

func lockSitting(ctx context.Context, tx pg.Tx, account, id string) (_ *sitting, err error) {
	defer fault.Wrap(&err, "education.lockSitting")
	s, err := pg.One[sitting](ctx, tx, qLock, account, id)
	if errors.Is(err, pg.ErrNone) {
		return nil, errNoSitting
	}
	return &s, err
}

func lastSitting(ctx context.Context, db pg.DB, account, course string) (*sitting, error) {
	return maybe(ctx, db, qLast, account, course)
}

func lastClosed(ctx context.Context, db pg.DB, account, course string) (*sitting, error) {
	return maybe(ctx, db, qLastClosed, account, course)
}

// maybe is a sitting, or none.
func maybe(ctx context.Context, db pg.DB, q pg.Query, account, course string) (_ *sitting, err error) {
	defer fault.Wrap(&err, "education.maybe(%s)", course)
	s, err := pg.One[sitting](ctx, db, q, account, course)
	if errors.Is(err, pg.ErrNone) {
		return nil, nil //nolint:nilnil // none is an answer
	}
	return &s, err
}

func closeSitting(ctx context.Context, tx pg.Tx, s *sitting, correct int) (err error) {
	defer fault.Wrap(&err, "education.closeSitting(%s)", s.SittingID)
	_, err = tx.Exec(ctx, qClose, s.SittingID, s.ClosedAt, s.Outcome, correct)
	return err
}

func insertCompletion(ctx context.Context, tx pg.Tx, c *completion) (err error) {
	defer fault.Wrap(&err, "education.insertCompletion(%s)", c.CompletionID)
	_, err = tx.Exec(ctx, qInsertCompletion, c.CompletionID, c.Account, c.About, c.Course, c.CourseFrom, c.CourseHash, c.SittingID, c.CompletedOn, c.CompletedAt)
	return err
}

func completionsOf(ctx context.Context, db pg.DB, account string) (all []Completion, err error) {
	defer fault.Wrap(&err, "education.completionsOf")
	return pg.All[Completion](ctx, db, qCompletionsOf, account)
}

func completionsAbout(ctx context.Context, db pg.DB, about string) (all []Completion, err error) {
	defer fault.Wrap(&err, "education.completionsAbout")
	return pg.All[Completion](ctx, db, qCompletionsAbout, about)
}

func completedCounts(ctx context.Context, db pg.DB) (_ map[string]int64, err error) {
	defer fault.Wrap(&err, "education.completedCounts")
	type count struct {
		Course string
		N      int64
	}
	all, err := pg.All[count](ctx, db, qCounts)
	out := make(map[string]int64, len(all))
	for _, c := range all {
		out[c.Course] = c.N
	}
	return out, err
}

func insertCertificate(ctx context.Context, tx pg.Tx, c *certificate) (err error) {
	defer fault.Wrap(&err, "education.insertCertificate(%s)", c.CertificateID)
	_, err = tx.Exec(ctx, qInsertCertificate, c.CertificateID, c.Account, c.CompletionID, c.Kind, c.Course, c.CourseFrom, c.FromOn, c.UntilOn, c.IssuedAt,
		c.Suite, c.KeyID, c.PublicKey, c.Message, c.Salt, c.Signature)
	return err
}

func certificatesOf(ctx context.Context, db pg.DB, account string) (all []certificate, err error) {
	defer fault.Wrap(&err, "education.certificatesOf")
	return pg.All[certificate](ctx, db, qCertificatesOf, account)
}

func findCertificate(ctx context.Context, db pg.DB, id string) (_ *certificate, err error) {
	defer fault.Wrap(&err, "education.findCertificate")
	c, err := pg.One[certificate](ctx, db, qCertificate, id)
	if errors.Is(err, pg.ErrNone) {
		return nil, errNoCertificate
	}
	return &c, err
}

type figure struct {
	Course                       string
	Passed, Failed, Lapsed, Good int64
}

func figures(ctx context.Context, db pg.DB, today workday.Date) (all []figure, err error) {
	defer fault.Wrap(&err, "education.figures")
	return pg.All[figure](ctx, db, qFigures, today)
}
