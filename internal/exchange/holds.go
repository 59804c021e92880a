package exchange

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// Obeyed is fired within the transaction in which a body says that it has done what a notice asks.
type Obeyed struct {
	Org      string
	Kind     Kind
	EntityID string
	About    string
	By       string
}

// Held is what somebody answers about one record: nothing that the answer says.
type Held struct {
	There bool
	Seen  string // status, kind and size
}

// Holds asks an address of somebody else whether it holds a record: 2xx it does, 404 or 410 it does not; anything else is no answer. The
// error is a word, never what the other side said.
func (d *Desk) Holds(ctx context.Context, address, entity, record string) (Held, error) {
	t := Target{ReadURL: address}
	status, kind, text, err := d.read(ctx, &t, t.readURL(entity, record))
	if err != nil {
		return Held{}, plain(err)
	}
	kind, _, _ = mime.ParseMediaType(kind)
	h := Held{Seen: fmt.Sprintf("HTTP %d · %s · %d bytes", status, kind, len(text))}
	switch {
	case status == http.StatusGone, status == http.StatusNotFound:
		return h, nil
	case status < 200 || status > 299:
		return Held{}, trouble{fmt.Sprintf("status_%d", status)}
	}
	h.There = true
	return h, nil
}

func plain(err error) error {
	var known trouble
	if errors.As(err, &known) {
		return known
	}
	return trouble{"not_read"}
}

// Fitting says whether an address of somebody else may be asked: https, names no user, and is whole.
func Fitting(address string) bool { return fitting(address, false) }

// fire tells whoever follows that a notice was acknowledged.
func (d *Desk) fire(ctx context.Context, tx pg.Tx, id, by string) (err error) {
	defer fault.Wrap(&err, "exchange.fire(%s)", id)
	n, err := notice(ctx, tx, id)
	if err != nil {
		return err
	}
	return d.Obeyed.Fire(ctx, tx, Obeyed{Org: n.Org, Kind: Kind(n.Kind), EntityID: n.EntityID, About: n.About, By: by})
}
