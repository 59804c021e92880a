package inspection

import "testing"

// F12-3: a firm the matter does not concern is passed over, also where it is the last of its page, and the roster is read to its end.
func TestF12_3_ARosterPassesOverWhatIsNotConcerned(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	p := o.ready(12, 3)
	o.exec(`update registry.entity set industry = 'F52' where entity_id in (select entity_id from registry.entity order by entity_id desc limit 2)`)
	if v := o.frozen(p); v.State != Frozen || v.Seen != 12 {
		t.Fatalf("%+v", v)
	} else if n := v.Strata[0].Count + v.Strata[1].Count + v.Strata[2].Count + v.Strata[3].Count; n != 10 {
		t.Errorf("%d firms on the roster", n)
	}
}
