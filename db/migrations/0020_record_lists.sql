-- +goose Up
-- Lists people page through: a body's batches in the order of the page down to the id, and what was decided about names, the
-- latest first.

create index batch_by_source_in_order on record.batch (source_id, started_at desc, id desc);
drop index record.batch_by_source;
create index match_by_time on record.match (at desc, queue_id desc);
