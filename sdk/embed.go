// Package sdkdata carries the client code that is handed out to developers.
package sdkdata

import _ "embed" // files become strings

//go:embed go/xinheng.go
var goClient string

//go:embed ts/xinheng.ts
var tsClient string

// Clients are the files by the name they are handed out under, one for each language.
var Clients = map[string]string{"xinheng.go": goClient, "xinheng.ts": tsClient}
