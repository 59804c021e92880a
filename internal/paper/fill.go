package paper

import "xinheng/internal/law"

func fill(t law.Template, lang Lang, v Values, x Extra) (Document, error) { return Document{}, nil }
