package seed

import (
	"context"
	"io"
	"os"
	"testing"
	"time"

	"xinheng/internal/app"
	"xinheng/internal/pgtest"
	"xinheng/internal/signin"
)

// taken is the village taken in, with its people seated: what each part of the demonstration builds upon.
var taken = pgtest.NewModel(func(owner, data string) error {
	ctx := context.Background()
	a, err := program(ctx, owner, data)
	if err != nil {
		return err
	}
	defer a.Close()
	if _, err := TakeIn(ctx, a, Village, io.Discard); err != nil {
		return err
	}
	return Settle(ctx, a)
})

func TestMain(m *testing.M) {
	code := m.Run()
	taken.Drop()
	os.Exit(code)
}

// demonstration is the program on a village of the test's own.
func demonstration(t *testing.T) *app.App {
	t.Helper()
	owner, data := taken.Clone(t)
	a, err := program(t.Context(), owner, data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

func program(ctx context.Context, owner, data string) (*app.App, error) {
	return app.Open(ctx, app.Options{DatabaseURL: owner, Data: data, Log: io.Discard, Demo: true,
		Now:    func() time.Time { return today.Start().Add(11 * time.Hour) },
		Signin: signin.Config{OneFactor: true, Hashing: signin.Hashing{KiB: 64, Passes: 1}}})
}
