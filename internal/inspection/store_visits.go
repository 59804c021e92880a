package inspection

import "xinheng/internal/pg"

// What visits ask of draws and rosters.
var (
	qSent = pg.Q("inspection.sent", `select `+taskColumns+` from inspection.assignment where entity_id = $1 and draw_id = any($2)`)
	qOn   = pg.Q("inspection.on_roster", `select `+inspectorColumns+` from inspection.inspector where account = any($1) and active order by account`)
)
