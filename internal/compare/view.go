package compare

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/inspection/draw"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Comparison is one as it is shown.
type Comparison struct {
	ID      string       `json:"id"`
	Org     string       `json:"org"`
	Body    string       `json:"body"`
	Draw    string       `json:"draw"`
	Matter  law.Text2    `json:"matter"`
	On      workday.Date `json:"on" doc:"day the roster was frozen; grades are those that stood on it"`
	From    workday.Date `json:"from"`
	To      workday.Date `json:"to"`
	Ways    [2]Way       `json:"ways"`
	Seeds   int32        `json:"seeds" doc:"draws of each way"`
	State   string       `json:"state" enum:"gathering,running,done"`
	Seen    int64        `json:"seen" doc:"firms of the roster read so far"`
	Drawn   int64        `json:"drawn" doc:"seeds that are done"`
	Inputs  string       `json:"inputs_hash,omitempty" doc:"SHA-256 of the published inputs; the seeds follow from it"`
	Numbers string       `json:"numbers_hash,omitempty" doc:"SHA-256 of the result as it was computed"`
	Entry   string       `json:"entry,omitempty" doc:"on the ledger"`
	Result  *Result      `json:"result,omitempty"`
	At      time.Time    `json:"at"`
	DoneAt  *time.Time   `json:"done_at,omitempty"`
}

func hashOf(b []byte) string { return draw.Hash(sha256.Sum256(b)).String() }

func (c *stored) show() (Comparison, error) {
	out := Comparison{ID: c.ComparisonID, Org: c.Org, Body: c.Body, Draw: c.DrawID, Matter: law.Text2{ZH: c.MatterZH, EN: c.MatterEN}, On: c.OnDay, From: c.FromOn, To: c.ToOn, Seeds: c.Seeds,
		State: c.State, Seen: c.Seen, Drawn: c.Drawn, Inputs: c.InputsHash, Numbers: c.NumbersHash, Entry: c.EntryID, At: c.At, DoneAt: c.DoneAt}
	var err error
	if out.Ways, err = c.ways(); err != nil || c.Result == "" {
		return out, err
	}
	out.Result = &Result{}
	return out, json.Unmarshal([]byte(c.Result), out.Result)
}

func shown(rows []stored, err error) ([]Comparison, error) {
	out := make([]Comparison, 0, len(rows))
	for i := range rows {
		c, err := rows[i].show()
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, err
}

func (d *Desk) one(ctx context.Context, id string) (Comparison, error) {
	c, err := find(ctx, d.db, id)
	if err != nil {
		return Comparison{}, err
	}
	return c.show()
}

// Mine are the newest of one's body, those under way too.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]Comparison, error) {
	return shown(ofOrg(ctx, d.db, who.Org))
}

// Public are those that are done, the newest first.
func (d *Desk) Public(ctx context.Context) ([]Comparison, error) { return shown(done(ctx, d.db)) }

// Published is one that is done; of another there is none.
func (d *Desk) Published(ctx context.Context, id string) (Comparison, error) {
	c, err := d.one(ctx, id)
	if err == nil && c.State != "done" {
		err = errUnknown
	}
	return c, err
}

// Inputs are those of a comparison that is done, as they are published.
func (d *Desk) Inputs(ctx context.Context, id string) (string, error) {
	c, err := find(ctx, d.db, id)
	if err == nil && c.State != "done" {
		err = errUnknown
	}
	return c.Inputs, err
}
