package portal

import "xinheng/internal/scene"

// scenesPage is the library of scenes with their numbers before and after (F29-2).
func scenesPage(v *visit) (sheet, error) {
	v.titled(v.T("scenes.title"))
	var all []scene.Scene
	if v.Scenes != nil {
		var err error
		if all, err = v.Scenes(v.ctx); err != nil {
			return sheet{}, err
		}
	}
	return sheet{tmpl: "scenes", data: all}, nil
}
