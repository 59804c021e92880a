package pg

import (
	"fmt"
	"sync"
)

// Query is one SQL statement with a name: declared once, prepared by a test against the migrated schema, and named in
// metrics. SQL is hand-written, lower case, with its columns spelled out.
type Query struct {
	Name string // "record.find": the area, then what it does
	SQL  string
}

var (
	registryMu sync.Mutex
	declared   = map[string]Query{}
)

// Q declares a statement. Two statements of one name are a programming error.
func Q(name, sql string) Query {
	registryMu.Lock()
	defer registryMu.Unlock()
	if _, twice := declared[name]; twice {
		panic(fmt.Sprintf("pg.Q: %s is declared twice", name))
	}
	q := Query{Name: name, SQL: sql}
	declared[name] = q
	return q
}

// Declared returns every statement declared so far, by name.
func Declared() map[string]Query {
	registryMu.Lock()
	defer registryMu.Unlock()
	out := make(map[string]Query, len(declared))
	for k, v := range declared {
		out[k] = v
	}
	return out
}
