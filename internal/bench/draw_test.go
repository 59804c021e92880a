package bench

import (
	"bytes"
	"testing"

	"xinheng/internal/inspection/draw"
)

// What is measured is a whole draw: its proof holds, and one with another result does not.
func TestTheDrawThatIsMeasuredHolds(t *testing.T) {
	t.Parallel()
	d, number, err := drawing(20_000)
	if err != nil {
		t.Fatal(err)
	}
	lines := open(d.Run(), number)
	file, err := proofOf(d, lines)
	if err != nil {
		t.Fatal(err)
	}
	r, err := draw.Verify(bytes.NewReader(file), told{d.Root})
	if err != nil || r.Drawn != int64(len(lines)) || r.Drawn != 60+200+200+600 {
		t.Errorf("%d drawn, %v", r.Drawn, err)
	}
	lines[0], lines[1] = lines[1], lines[0]
	if file, err = proofOf(d, lines); err != nil {
		t.Fatal(err)
	}
	if _, err := draw.Verify(bytes.NewReader(file), told{d.Root}); err == nil {
		t.Error("another result holds as well")
	}
}
