-- +goose Up
-- Keys are rotated and have quotas: a key and its successor are of one line and act as one; the old one gives way on a day.

alter table access.api_key
	add column line    text,
	add column per_day bigint not null default 0, -- calls a day; 0: no quota
	add column ends_at timestamptz;               -- when it gives way to its successor
update access.api_key set line = key_id;
alter table access.api_key
	alter column line set not null,
	alter column per_day drop default,
	add constraint api_key_quota_is_not_negative check (per_day >= 0);
create index api_key_by_line on access.api_key (line);
grant update (ends_at) on access.api_key to xinheng_app;

create table access.key_use (
	line   text   not null,
	on_day date   not null,
	calls  bigint not null, -- set aside for the processes that serve the line, a few at a time
	constraint key_use_is_counted_by_day primary key (line, on_day),
	constraint key_use_counts_something check (calls > 0)
);
comment on table access.key_use is 'local: calls of keys that have a quota, by day';
grant select, insert, update (calls) on access.key_use to xinheng_app;
