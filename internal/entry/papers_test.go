package entry

import (
	"encoding/json"
	"strings"
	"testing"

	"xinheng/internal/law"
)

// point finds a line of a paper.
func point(t *testing.T, p Paper, code string) Line {
	t.Helper()
	for _, l := range p.Lines {
		if l.Code == code {
			return l
		}
	}
	t.Errorf("the paper says nothing of %s", code)
	return Line{}
}

func has(p Paper, code string) bool {
	for _, l := range p.Lines {
		if l.Code == code {
			return true
		}
	}
	return false
}

func TestF26_7_TheTwoPapersAreServedTogether(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	d := o.submitted(sound())
	if p := want[Papers](o, "reviewer", "GET", "/v1/drafts/"+d.ID+"/papers", nil, ""); !p.Provisional {
		t.Error("the papers of what is not approved are final")
	}
	o.decide("reviewer", d, true, "", "")
	o.On("2026-09-20") // printed again later, they say the same
	p := want[Papers](o, "clerk", "GET", "/v1/drafts/"+d.ID+"/papers", nil, "")
	if p.Provisional {
		t.Error("the papers of a record are provisional")
	}
	for code, text := range map[string]string{"CF_WSH": "琼虚市监处罚〔2026〕1号", "CF_XDR_MC": "海南虚构食品有限公司", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_SDRQ": "2026-08-04"} {
		if l := point(t, p.Decision, code); l.Text.ZH != text || l.Label.EN == "" {
			t.Errorf("%+v", l)
		}
	}
	n := p.Repair
	for code, day := range map[string]string{"decision": "2026-08-03", "publicity": "2026-08-05", "repair_from": "2026-11-05", "public_until": "2027-08-04"} {
		if l := point(t, n, code); l.Date.String() != day {
			t.Errorf("%s: %s, want %s", code, l.Date, day)
		}
	}
	for _, code := range []string{"severity", "publicity", "repair_from", "conditions", "materials", "apply_to", "repair.accept", "repair.total", "repair.elsewhere"} {
		if l := point(t, n, code); len(l.Basis) == 0 || l.Basis[0].Text.ZH == "" || l.Standing == "" || l.Means == nil || l.Means.EN == "" {
			t.Errorf("%s rests on nothing: %+v", code, l)
		}
	}
	if l := point(t, n, "repair.elsewhere"); l.Standing != law.Assumed {
		t.Errorf("an assumed number is shown as %s", l.Standing)
	}
	if l := point(t, n, "repair.total"); !strings.Contains(l.Text.ZH, "10") {
		t.Errorf("%+v", l.Text)
	}
	if !strings.Contains(point(t, n, "apply_to").Text.ZH, bodyName) || !strings.Contains(point(t, n, "free").Text.EN, "free") {
		t.Error("who decides, or that it is free, is not said")
	}
	for _, l := range append(p.Decision.Lines, n.Lines...) {
		if l.Label.ZH == "" || l.Label.EN == "" || l.Text.ZH == "" || l.Text.EN == "" {
			t.Errorf("%s lacks a language: %+v", l.Code, l)
		}
	}
	point(t, n, "remedies")
}

func TestF26_7_EachRecordItsOwnNotice(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	papers := func(values map[string]string) Papers {
		t.Helper()
		return want[Papers](o, "clerk", "GET", "/v1/drafts/"+o.begun(values).ID+"/papers", nil, "")
	}
	t.Run("minor: not published", func(t *testing.T) {
		p := papers(sound("CF_CFLB", "警告", "CF_NR_FK", ""))
		if l := point(t, p.Repair, "publicity"); l.Date != 0 || l.Text != notPublished || has(p.Repair, "public_until") {
			t.Errorf("%+v", l)
		}
	})
	t.Run("serious: a year", func(t *testing.T) {
		p := papers(sound("CF_CFLB", "吊销许可证件"))
		if l := point(t, p.Repair, "repair_from"); l.Date.String() != "2027-08-05" {
			t.Errorf("%+v", l)
		}
	})
	t.Run("decided under the older rules", func(t *testing.T) {
		p := papers(sound("CF_CFLB", "责令停产停业", "CF_JDRQ", "2022-03-01", "CF_SDRQ", "2022-03-02"))
		if l := point(t, p.Repair, "repair_from"); l.Date != 0 || l.Text != notRepairable || has(p.Repair, "conditions") {
			t.Errorf("%+v", l)
		}
		if l := point(t, p.Repair, "publicity"); l.Basis[0].Instrument != "samr-45" {
			t.Errorf("%+v", l.Basis)
		}
	})
	t.Run("a natural person: the name, never the number", func(t *testing.T) {
		p := papers(natural("CF_FRDB", "虚构乙某"))
		b, err := json.Marshal(p)
		must(t, err)
		if s := string(b); !strings.Contains(s, "虚构甲某") || strings.Contains(s, "XU0000001") || strings.Contains(s, "虚构乙某") {
			t.Error(s)
		}
	})
	t.Run("flawed, or not adverse", func(t *testing.T) {
		want[Papers](o, "clerk", "GET", "/v1/drafts/"+o.begun(sound("CF_YJ", "")).ID+"/papers", nil, "entry.flawed")
		d := want[Draft](o, "clerk", "POST", "/v1/drafts", honour("虚〔2026〕1号"), "")
		want[Papers](o, "clerk", "GET", "/v1/drafts/"+d.ID+"/papers", nil, "entry.no_papers")
	})
}
