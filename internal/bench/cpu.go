package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const ticksPerSecond = 100 // USER_HZ is 100 on every Linux this runs on

// stat is what /proc/PID/stat says of a process: its parent and the CPU time it and its ended children used.
type stat struct {
	parent int
	cpu    time.Duration
}

func statOf(pid int) (stat, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return stat{}, err
	}
	// the command may hold spaces and brackets: fields begin after the last bracket
	fields := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	if len(fields) < 15 {
		return stat{}, fmt.Errorf("bench: cannot read the accounting of process %d", pid)
	}
	parent, _ := strconv.Atoi(fields[1])
	ticks := int64(0)
	for _, f := range fields[11:15] { // utime stime cutime cstime
		n, _ := strconv.ParseInt(f, 10, 64)
		ticks += n
	}
	return stat{parent, time.Duration(ticks) * time.Second / ticksPerSecond}, nil
}

// cpuOf adds up a process and everything below it.
func cpuOf(root int) (time.Duration, error) {
	entries, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	all := map[int]stat{}
	for _, e := range entries {
		pid, _ := strconv.Atoi(strings.Split(e, "/")[2])
		if s, err := statOf(pid); err == nil {
			all[pid] = s
		}
	}
	if _, ok := all[root]; !ok {
		return 0, fmt.Errorf("bench: process %d has ended", root)
	}
	total := time.Duration(0)
	for pid, s := range all {
		if descends(all, pid, root) {
			total += s.cpu
		}
	}
	return total, nil
}

func descends(all map[int]stat, pid, root int) bool {
	for range 64 {
		if pid == root {
			return true
		}
		s, ok := all[pid]
		if !ok || s.parent <= 1 {
			return false
		}
		pid = s.parent
	}
	return false
}
