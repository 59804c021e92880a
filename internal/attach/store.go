package attach

import (
	"context"
	"io"

	"xinheng/internal/access"
	"xinheng/internal/pg"
)

func (l Limits) filled() Limits { return l }

func (d *Desk) put(ctx context.Context, who access.Actor, u Upload, body io.Reader) (Attachment, error) {
	return Attachment{}, nil
}
func (d *Desk) link(ctx context.Context, tx pg.Tx, who access.Actor, to Link, ids []string) ([]Attachment, error) {
	return nil, nil
}
func (d *Desk) of(ctx context.Context, db pg.DB, of Link) ([]Attachment, error) { return nil, nil }
func (d *Desk) open(ctx context.Context, who access.Actor, id string) (Attachment, func(io.Writer) error, error) {
	return Attachment{}, nil, nil
}
func (d *Desk) sweep(ctx context.Context) (int64, error) { return 0, nil }
