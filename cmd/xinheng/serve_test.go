package main

import "testing"

func TestTheDemoServesThisMachineOnly(t *testing.T) {
	t.Parallel()
	for addr, local := range map[string]bool{
		"127.0.0.1:8080": true, "localhost:0": true, "[::1]:8080": true,
		"0.0.0.0:8080": false, ":8080": false, "192.0.2.1:8080": false, "nonsense": false,
	} {
		if loopback(addr) != local {
			t.Errorf("loopback(%q) = %v", addr, !local)
		}
	}
}
