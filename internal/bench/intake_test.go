package bench

import (
	"io"
	"os"
	"testing"

	"xinheng/internal/seed"
)

// BenchmarkIntake is P3 for the profiler: go test ./internal/bench -bench Intake -benchtime 1x -cpuprofile cpu.out
func BenchmarkIntake(b *testing.B) {
	for b.Loop() {
		dir := b.TempDir()
		if err := os.Chmod(dir, 0o755); err != nil {
			b.Fatal(err)
		}
		whole, plain, err := takeIn(b.Context(), Options{Size: seed.Village, Dir: dir, Log: io.Discard}, 50_000)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(50_000/whole.Seconds(), "rows/s")
		b.ReportMetric(plain.Seconds()/whole.Seconds(), "×COPY")
	}
}
