-- +goose Up
-- Adapters at work (琼府办〔2021〕4号（二十一）; F21-1): which body is linked by which adapter, what its system delivered, the newest sequence
-- of each record, and runs of the conformance kit. The records themselves are in record; a receipt names columns and codes, never values.

create schema adapter;
grant usage on schema adapter to xinheng_app;

create table adapter.link (
	link_id   text        not null,
	adapter   text        not null, -- of law/adapters
	org       text        not null,
	body      text        not null, -- its name on that day
	suite     text        not null,
	public    bytea       not null, -- key its system signs with
	key_id    text        not null,
	transport text        not null,
	url       text        not null, -- where what is decided here is sent; empty: by folder, or not at all
	trial     boolean     not null, -- takes what the conformance kit sends, and nothing else
	actor     text        not null,
	at        timestamptz not null,
	ended_at  timestamptz,
	ended_by  text        not null default '',
	constraint link_is_known_by_id primary key (link_id),
	constraint link_suite_is_known check (suite in ('international', 'national')),
	constraint link_transport_is_known check (transport in ('push', 'folder')),
	constraint link_ended_says_by_whom check ((ended_at is null) = (ended_by = ''))
);
comment on table adapter.link is 'keyed: by id; bodies linked by an adapter; only an end is added';
grant select, insert on adapter.link to xinheng_app;
grant update (ended_at, ended_by) on adapter.link to xinheng_app;
create unique index link_stands_once on adapter.link (adapter, org, key_id) where ended_at is null;
create index link_of_org on adapter.link (org);

create table adapter.delivery (
	link_id    text        not null,
	message_id text        not null,
	item       text        not null,
	batch_id   text        not null, -- of record; empty: no row came so far
	receipt    jsonb       not null,
	at         timestamptz not null,
	constraint delivery_is_taken_once primary key (link_id, message_id)
);
comment on table adapter.delivery is 'keyed: by link and message; deliveries with their receipts; append-only';
grant select, insert on adapter.delivery to xinheng_app;
create index delivery_by_time on adapter.delivery (link_id, at desc);

create table adapter.part (
	link_id    text        not null,
	message_id text        not null,
	part       integer     not null,
	sealed     bytea       not null,
	at         timestamptz not null,
	constraint part_is_kept_once primary key (link_id, message_id, part)
);
comment on table adapter.part is 'keyed: by link and message; pieces of a file until all are there, a day at most';
grant select, insert, delete on adapter.part to xinheng_app;
create index part_by_time on adapter.part (at);

create table adapter.latest (
	link_id  text        not null,
	key      text        not null, -- folded from item, subject and document number
	item     text        not null,
	sequence bigint      not null,
	at       timestamptz not null, -- when it first came
	constraint latest_is_one_for_each_record primary key (link_id, key)
);
comment on table adapter.latest is 'keyed: by link; the newest sequence of each record a system delivered';
grant select, insert, update (sequence) on adapter.latest to xinheng_app;
create index latest_by_key on adapter.latest (key);
create index latest_by_time on adapter.latest (link_id, at);

create table adapter.run (
	run_id  text        not null,
	adapter text        not null,
	version text        not null, -- of the mapping
	org     text        not null, -- who ran the kit; empty: this platform, against the built-in peer
	peer    text        not null,
	passed  boolean     not null,
	signed  jsonb       not null, -- the result as it was signed
	at      timestamptz not null,
	constraint run_is_known_by_id primary key (run_id)
);
comment on table adapter.run is 'keyed: by id; runs of the conformance kit; append-only';
grant select, insert on adapter.run to xinheng_app;
create index run_newest on adapter.run (adapter, org, at desc);
