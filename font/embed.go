// Package fontdata carries the font that documents are set in, when it was brought before the build (scripts/font.sh).
package fontdata

import "embed"

//go:embed all:files
var files embed.FS

// Document is the TrueType font of documents, Noto Sans SC under the Open Font Licence; nil in a build without it.
func Document() []byte {
	b, err := files.ReadFile("files/NotoSansSC-Regular.ttf")
	if err != nil {
		return nil
	}
	return b
}
