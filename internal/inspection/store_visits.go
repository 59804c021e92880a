package inspection

import "xinheng/internal/pg"

// What visits and comparisons ask of draws and rosters.
var (
	qSent  = pg.Q("inspection.sent", `select `+taskColumns+` from inspection.assignment where entity_id = $1 and draw_id = any($2)`)
	qChunk = pg.Q("inspection.chunk", `select body from inspection.roster_chunk where draw_id = $1 and seq = $2`)
	qOn    = pg.Q("inspection.on_roster", `select `+inspectorColumns+` from inspection.inspector where account = any($1) and active order by account`)
)
