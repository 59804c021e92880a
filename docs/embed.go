// Package docsdata carries the generated documents that the program itself shows.
package docsdata

import _ "embed" // files become strings

// Faults is the list of refusals, generated from the source.
//
//go:embed faults.md
var Faults string
