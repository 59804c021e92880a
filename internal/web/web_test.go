package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"xinheng/internal/fault"
)

type greetIn struct {
	Name string `path:"name" maxLength:"8"`
	Body struct {
		Loud bool `json:"loud"`
	}
}

type greetOut struct {
	Body struct {
		Text string `json:"text"`
	}
}

// server answers one typed row and one raw row; the permission "staff" is only for requests that say so.
func server(t *testing.T, outcome error) *httptest.Server {
	t.Helper()
	api := New(http.NewServeMux(), "test", func(r *http.Request, permission string) (context.Context, error) {
		if permission != "" && r.Header.Get("Authorization") != "Bearer "+permission {
			return nil, fault.New(fault.Unauthenticated, "test.no_key", "请出示密钥。", "Show a key.")
		}
		return r.Context(), nil
	})
	op := Op{ID: "test.greet", Method: http.MethodPost, Path: "/v1/greet/{name}", Permission: "staff", Area: "test", Summary: "greet", MaxBody: 256}
	Add(api, op, func(_ context.Context, in *greetIn) (*greetOut, error) {
		if outcome != nil {
			return nil, outcome
		}
		out := &greetOut{}
		out.Body.Text = "hello " + in.Name
		return out, nil
	})
	raw := Op{ID: "test.raw", Method: http.MethodPost, Path: "/v1/raw", Permission: "staff", Area: "test", Summary: "raw"}
	api.AddRaw(raw, nil, nil, func(http.ResponseWriter, *http.Request) error { return outcome })
	s := httptest.NewServer(api.Mux)
	t.Cleanup(s.Close)
	return s
}

func send(t *testing.T, s *httptest.Server, path, key, body string) (status int, contentType, text string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	res, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Content-Type"), string(b)
}

func TestRequestsAreRefusedWithAProblemThatNeverEchoesTheValue(t *testing.T) {
	t.Parallel()
	s := server(t, nil)
	for _, c := range []struct {
		name, path, key, body string
		status                int
		want                  string
	}{
		{"well formed", "/v1/greet/xin", "staff", `{"loud":true}`, 200, `"hello xin"`},
		{"without a key", "/v1/greet/xin", "", `{"loud":true}`, 401, `"test.no_key"`},
		{"unknown field", "/v1/greet/xin", "staff", `{"loud":true,"secret-value":1}`, 422, `"web.invalid"`},
		{"wrong type", "/v1/greet/xin", "staff", `{"loud":"110101199003070000"}`, 422, `"web.invalid"`},
		{"not JSON", "/v1/greet/xin", "staff", `{"loud":`, 400, `"web.invalid"`},
		{"too long a path value", "/v1/greet/secretsecret", "staff", `{"loud":true}`, 422, `"web.invalid"`},
		{"too large a body", "/v1/greet/xin", "staff", `{"loud":true,"x":"` + strings.Repeat("y", 400) + `"}`, 413, `problem`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			status, kind, body := send(t, s, c.path, c.key, c.body)
			if status != c.status || !strings.Contains(kind+body, c.want) {
				t.Fatalf("got %d %s %s, want %d with %s", status, kind, body, c.status, c.want)
			}
			if status >= 400 && !strings.HasPrefix(kind, "application/problem+json") {
				t.Fatalf("a refusal must be a problem, got %s", kind)
			}
			if strings.Contains(body, "110101199003070000") || strings.Contains(body, "secretsecret") {
				t.Fatalf("the rejected value is echoed: %s", body)
			}
		})
	}
}

func TestEveryKindOfFaultHasItsStatus(t *testing.T) {
	t.Parallel()
	for kind := fault.Internal; kind <= fault.Unavailable; kind++ {
		status, ok := StatusOf[kind]
		if !ok {
			t.Fatalf("kind %d has no status", kind)
		}
		if kind == fault.Internal {
			continue
		}
		got, _, body := send(t, server(t, fault.New(kind, "test.code", "中文。", "English.").Under("某条")), "/v1/raw", "staff", "{}")
		if got != status || !strings.Contains(body, `"clause":"某条"`) || !strings.Contains(body, "中文。") {
			t.Errorf("kind %d: %d %s", kind, got, body)
		}
	}
}

func TestABugIsLoggedWithAnIdAndNeverShown(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/v1/greet/xin", "/v1/raw"} {
		status, _, body := send(t, server(t, errors.New("password=hunter2")), path, "staff", `{"loud":true}`)
		if status != 500 || strings.Contains(body, "hunter2") || !strings.Contains(body, `"id":"`) {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
}
