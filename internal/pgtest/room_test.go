package pgtest

import "testing"

func TestWhatTheMachineCouldStillGiveIsRead(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]uint64{
		"MemTotal:       24684096 kB\nMemFree:         900 kB\nMemAvailable:   17000000 kB\nBuffers: 3 kB\n": 17000000 << 10,
		"MemTotal: 24684096 kB\n": 0, // an old kernel does not say: then nothing is taken from it
		"":                        0,
	} {
		if got := available(said); got != want {
			t.Errorf("%q: %d, want %d", said, got, want)
		}
	}
}

func TestWhoNamesAFolderHasTheirTestsThere(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	if got := Room(); got != dir {
		t.Errorf("the room is %s, want %s", got, dir)
	}
}
