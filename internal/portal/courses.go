package portal

import (
	"context"

	"xinheng/internal/education"
	"xinheng/internal/fault"
)

// Education is what the site reads of courses and certificates.
type Education interface {
	Courses(ctx context.Context) ([]education.Line, error)
	Read(ctx context.Context, code string) (education.Text, error)
	Verify(ctx context.Context, id string) (education.Verified, error)
}

// coursesView lists what anybody may learn, by whom it is for.
type coursesView struct{ Groups []courseGroup }

type courseGroup struct {
	Audience string
	Courses  []education.Line
}

func courses(v *visit) (sheet, error) {
	view := coursesView{}
	if v.Education != nil {
		all, err := v.Education.Courses(v.ctx)
		if err != nil {
			return sheet{}, err
		}
		for _, audience := range []string{"subject", "practitioner", "officer"} {
			g := courseGroup{Audience: audience}
			for _, c := range all {
				if c.Audience == audience {
					g.Courses = append(g.Courses, c)
				}
			}
			view.Groups = append(view.Groups, g)
		}
	}
	v.titled(v.T("courses.title"))
	return sheet{tmpl: "courses", data: view}, nil
}

func coursePage(v *visit) (sheet, error) {
	if v.Education == nil {
		return sheet{}, v.missing("fault.no_course")
	}
	c, err := v.Education.Read(v.ctx, v.r.PathValue("code"))
	if fault.KindOf(err) == fault.Missing {
		return sheet{}, v.missing("fault.no_course")
	}
	if err != nil {
		return sheet{}, err
	}
	v.titled(v.Lang.Say(c.Title), v.T("courses.title"), "/courses")
	return sheet{tmpl: "course", data: c}, nil
}

// certificatePage answers whoever was given a number. It is of a person: no search engine keeps it, and it shows no name whole.
func certificatePage(v *visit) (sheet, error) {
	if v.Education == nil {
		return sheet{}, v.missing("fault.no_certificate")
	}
	c, err := v.Education.Verify(v.ctx, v.r.PathValue("id"))
	if fault.KindOf(err) == fault.Missing {
		return sheet{}, v.missing("fault.no_certificate")
	}
	if err != nil {
		return sheet{}, err
	}
	v.frame.NoIndex = true
	v.titled(v.T("certificate.title"), v.T("courses.title"), "/courses")
	return sheet{tmpl: "certificate", data: c}, nil
}
