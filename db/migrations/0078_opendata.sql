-- +goose Up
-- Open data (琼府办〔2021〕4号（十九）): daily files of what is public, whole and as changes, kept in pieces so that a build can be taken up
-- where it stopped and a take-down rewrites only what held the record. What is stale is not served. Nothing about natural persons.

create schema opendata;
grant usage on schema opendata to xinheng_app;

create table opendata.file (
	dataset     text        not null, -- catalogue item
	day         date        not null,
	kind        text        not null,
	format      text        not null,
	ready       boolean     not null,
	rows        bigint      not null,
	gone        bigint      not null, -- tombstones among them
	bytes       bigint      not null,
	sha256      text        not null, -- of the whole file; empty: not ready
	revision    integer     not null, -- counts rewritings
	since       date,                 -- the snapshot a delta begins at
	ledger_from bigint      not null,
	ledger_to   bigint      not null,
	begun_at    timestamptz not null,
	made_at     timestamptz,
	constraint file_is_one_for_its_day primary key (dataset, day, kind, format),
	constraint file_kind_is_known check (kind in ('snapshot', 'delta') and format in ('jsonl', 'csv')),
	constraint file_ready_has_a_digest check (not ready or sha256 <> '' and made_at is not null)
);
comment on table opendata.file is 'keyed: by dataset; the files of open data';
grant select, insert, delete on opendata.file to xinheng_app;
grant update (ready, rows, gone, bytes, sha256, revision, ledger_from, since, made_at) on opendata.file to xinheng_app;

create table opendata.piece (
	dataset  text    not null,
	day      date    not null,
	kind     text    not null,
	format   text    not null,
	n        integer not null, -- counts from 0
	first_id text    not null, -- of the records in it; sorted
	last_id  text    not null,
	rows     integer not null,
	gone     integer not null,
	ends_on  date,             -- the first of its records to end; none: none does
	stale    boolean not null, -- holds what may no longer be shown: not served until it is rewritten
	body     bytea   not null, -- a gzip member: the file is all of them, one after the other
	constraint piece_has_its_place primary key (dataset, day, kind, format, n)
);
comment on table opendata.piece is 'keyed: by dataset; the pieces of a file; rewritten when what they hold is taken down';
grant select, insert, delete on opendata.piece to xinheng_app;
grant update (rows, gone, ends_on, stale, body) on opendata.piece to xinheng_app;
create index piece_stale on opendata.piece (dataset, day) where stale;

create table opendata.purge (
	dataset   text        not null,
	record_id text        not null,
	version   integer     not null, -- that may not be shown as it was
	at        timestamptz not null,
	pieces    integer     not null, -- that held it
	done_at   timestamptz,          -- no file holds it since
	constraint purge_is_of_a_version primary key (dataset, record_id, version)
);
comment on table opendata.purge is 'keyed: by dataset; what was taken down, and since when no file holds it';
grant select, insert on opendata.purge to xinheng_app;
grant update (done_at) on opendata.purge to xinheng_app;
create index purge_open on opendata.purge (at) where done_at is null;
create index purge_by_time on opendata.purge (dataset, at);
