package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheFirstOfficersAreMadeAtTheCommandLine(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	first := []string{"account", "bootstrap", "--org", "11460000XY0000RT3Q", "--org-name", "海南省示例公共信用信息中心", "--url", "https://credit.example/"}
	status, out, remarks := s.online(append(first, "--system", "sys:示甲", "--security", "sec:示乙", "--json")...)
	if status != 0 || strings.Count(out, "https://credit.example/workbench/setup#") != 2 || strings.Contains(remarks, "#") {
		t.Fatalf("%d %s %s", status, out, remarks)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var made []struct{ Role, Login string }
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &made); err != nil || len(made) != 2 || made[0].Role != "R26" || made[1].Login != "sec" {
		t.Errorf("%v %v", made, err)
	}
	if status, _, remarks = s.online(append(first, "--security", "another:示丁")...); status != 1 || !strings.Contains(remarks, "account.not_first") {
		t.Errorf("a second security administrator: %d %s", status, remarks)
	}
	if status, _, remarks = s.online(append(first, "--audit", "aud")...); status != 1 || !strings.Contains(remarks, "account.person_form") {
		t.Errorf("a person without a name: %d %s", status, remarks)
	}
	if status, out, _ = s.online(append(first, "--audit", "aud:示丙")...); status != 0 || !strings.HasPrefix(out, "R28  aud  ") {
		t.Errorf("the auditor, later: %d %s", status, out)
	}
	if status, out, _ = s.online("account", "rescue", "sec"); status != 0 || !strings.Contains(out, "/workbench/setup#") {
		t.Errorf("rescue: %d %s", status, out)
	}
}

func TestOrganisationsAreImportedAtTheCommandLine(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	status, out, remarks := s.online("org", "import", "../../samples/organisations.csv", "--json")
	if lines := strings.Split(strings.TrimSpace(out), "\n"); status != 0 || !strings.HasPrefix(lines[len(lines)-1], `{"rows":3`) {
		t.Fatalf("%d %s %s", status, out, remarks)
	}
	wrong := filepath.Join(t.TempDir(), "wrong.csv")
	if err := os.WriteFile(wrong, []byte("代码,名称,区划,类别\n11460000XY0000RT3Q,虚构,460000,帮派\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if status, _, remarks = s.online("org", "import", wrong); status != 1 || !strings.Contains(remarks, "第2行 row 2  kind") || !strings.Contains(remarks, "account.org_file") {
		t.Errorf("%d %s", status, remarks)
	}
}
