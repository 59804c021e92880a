package main

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The command answers from a file as the clients do, says which file and that it is not the last word, and refuses one that is too old or
// sealed with another key.
func TestF07_5_TheCommandAnswersFromASnapshot(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../sdk/snapshot.json")
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Key      []byte
		OtherKey []byte `json:"other_key"`
		File     []byte
		Asks     []struct{ Matter, Subject, On, Today, Outcome string }
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "snapshot.gz")
	if err := os.WriteFile(file, v.File, 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(key []byte, matter, subject, on, today string) (int, string, string) {
		var out, errs strings.Builder
		args := []string{"snapshot", "check", file, "--matter", matter, "--subject", subject, "--on", on, "--json", "--clock", today + "T10:00:00+08:00"}
		if key != nil {
			args = append(args, "--key", base64.StdEncoding.EncodeToString(key))
		}
		exit := run(args, &out, &errs)
		return exit, out.String(), errs.String()
	}
	for _, q := range v.Asks {
		exit, out, errs := ask(v.Key, q.Matter, q.Subject, q.On, q.Today)
		var a struct{ Outcome string }
		lines := strings.Split(strings.TrimSpace(out), "\n")
		_ = json.Unmarshal([]byte(lines[len(lines)-1]), &a)
		if (exit == 0) != (q.Outcome != "") || exit == 70 || exit == 0 && a.Outcome != q.Outcome {
			t.Errorf("%+v: %d %s %s", q, exit, out, errs)
		}
	}
	q := v.Asks[0]
	_, out, _ := ask(v.Key, q.Matter, q.Subject, q.On, "2026-11-24")
	for _, want := range []string{"■ 禁止", "■ 必须　示例措施　2026-04-16 — 2026-11-23", "2 天前", "可用至 usable until 2026-11-25", "平台恢复后须将本件提交复核"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if exit, _, errs := ask(v.OtherKey, q.Matter, q.Subject, q.On, q.Today); exit != 1 || !strings.Contains(errs, "snapshot.wrong_key") && !strings.Contains(errs, "签名与公钥不符") {
		t.Errorf("another key: %d %s", exit, errs)
	}
	if _, _, errs := ask(nil, q.Matter, q.Subject, q.On, q.Today); !strings.Contains(errs, base64.StdEncoding.EncodeToString(v.Key)) {
		t.Errorf("without a key it must say whose it took: %s", errs)
	}
}
