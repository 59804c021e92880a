package record
import ("testing";"xinheng/internal/pg";"xinheng/internal/pgtest")
func pgtestOwner(t testing.TB, p *pg.Pool) *pg.Pool { return pgtest.Owner(t, p) }
