// Package lawdata embeds the rule files so that one binary carries the law it was built with.
package lawdata

import "embed"

// FS is the law/ folder.
//
//go:embed CHANGES.md *.yaml */*.yaml
var FS embed.FS
