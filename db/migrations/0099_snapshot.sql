-- +goose Up
-- What callers answer from while the platform cannot be reached (F07-5): every night one file of what public facts lead to, firm by firm
-- and matter by matter, signed, chained by hash to the one before, its digest on the ledger. It is kept in pieces, so that the round may be
-- stopped anywhere, and is gone on with where it stopped. Nothing about natural persons, no names.

create schema snapshot;
grant usage on schema snapshot to xinheng_app;

create table snapshot.file (
	day      date        not null,
	begun_at timestamptz not null,
	edition  text        not null, -- of the law it is judged by
	position bigint      not null, -- of the ledger: everything up to here is in it
	ready    boolean     not null,
	reached  text        not null, -- code of the last firm looked at; empty: none
	pieces   integer     not null,
	rows     bigint      not null, -- firms in it
	bytes    bigint      not null,
	until_on date,                 -- last day it may be used
	front    bytea       not null, -- head and seal, a gzip member: the file is it and all pieces, one after the other
	digest   text        not null, -- SHA-256 of the head; empty: not ready
	previous text        not null, -- digest of the snapshot before; empty: the first
	entry_id uuid,                 -- of the ledger
	made_at  timestamptz,
	constraint file_is_one_for_its_day primary key (day),
	constraint file_ready_is_sealed check (not ready or digest <> '' and entry_id is not null and made_at is not null and until_on is not null)
);
comment on table snapshot.file is 'reference: the snapshots of checks, one a day';
grant select, insert, delete on snapshot.file to xinheng_app;
grant update (ready, reached, pieces, rows, bytes, until_on, front, digest, previous, entry_id, made_at) on snapshot.file to xinheng_app;
create unique index file_by_digest on snapshot.file (digest) where ready;

create table snapshot.piece (
	day  date    not null,
	n    integer not null, -- counts from 0
	body bytea   not null, -- a gzip member
	constraint piece_has_its_place primary key (day, n)
);
comment on table snapshot.piece is 'reference: the pieces of a snapshot, never changed';
grant select, insert, delete on snapshot.piece to xinheng_app;
