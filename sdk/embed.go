// Package sdkdata carries the client code that is handed out to developers.
package sdkdata

import _ "embed" // files become strings

//go:embed go/xinheng.go
var goClient string

//go:embed ts/xinheng.ts
var tsClient string

// Widget puts an embedded page into a page of another site.
//
//go:embed widget/xinheng-widget.js
var Widget string

// Fit is the one script of an embedded page: it says how tall the page is.
//
//go:embed widget/fit.js
var Fit string

// Clients are the files by the name they are handed out under, one for each language, and the widget.
var Clients = map[string]string{"xinheng.go": goClient, "xinheng.ts": tsClient, "xinheng-widget.js": Widget}
