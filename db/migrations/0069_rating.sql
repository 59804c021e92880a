-- +goose Up
-- Ratings: models as they were when they were used, who let which version into force, and what came of them for whom. A result is
-- kept with the bytes it was computed from, so that it can be computed again to the same hash (F10-2). Nothing here is read by a
-- check, a measure or a class table (G2).

create schema rating;
grant usage on schema rating to xinheng_app;

create table rating.model (
	code    text        not null,
	version integer     not null,
	hash    bytea       not null, -- of the body
	body    bytea       not null, -- the model, canonical
	origin  text        not null, -- law, or studio
	org     text        not null, -- body that made it; empty of the law data
	author  text        not null,
	at      timestamptz not null,
	constraint model_is_one_per_version primary key (code, version),
	constraint model_origin_is_known check (origin in ('law', 'studio')),
	constraint model_of_the_studio_has_an_author check (origin = 'law' or (author <> '' and org <> ''))
);
comment on table rating.model is 'keyed: by code; every version of a model that was drafted or used; append-only';
grant select, insert on rating.model to xinheng_app;

create table rating.release (
	release_id text        not null,
	code       text        not null,
	version    integer     not null,
	valid_from date        not null,
	approver   text        not null,
	impact_id  text        not null, -- the run that showed what it would change
	reason     text        not null,
	at         timestamptz not null,
	ended_on   date,                 -- first day it no longer holds
	ended_by   text        not null,
	constraint release_is_known_by_id primary key (release_id),
	constraint release_rests_on_an_impact check (impact_id <> ''),
	constraint release_ends_by_somebody check ((ended_on is null) = (ended_by = ''))
);
comment on table rating.release is 'keyed: by id; which version of a model was let into force by whom, from which day';
grant select, insert on rating.release to xinheng_app;
grant update (ended_on, ended_by) on rating.release to xinheng_app;
create index release_of_model on rating.release (code, valid_from desc);

create table rating.result (
	entity_id text        not null,
	result_id text        not null, -- time-ordered: the newest has the greatest
	model     text        not null,
	version   integer     not null,
	on_day    date        not null,
	rated     boolean     not null,
	points    integer     not null,
	grade     text        not null,
	snapshot  bytea       not null, -- what was counted, canonical
	hash      bytea       not null,
	cause     text        not null, -- run, or what happened: repaired, corrected, …
	ref       text        not null, -- the run, or the case
	at        timestamptz not null,
	entry_id  uuid        not null, -- ledger entry whose root covers it
	leaf      integer     not null, -- its place there
	salt      bytea       not null,
	constraint result_is_known_by_id primary key (entity_id, result_id),
	constraint result_without_data_has_no_grade check (rated or (grade = '' and points = 0)),
	constraint result_hash_is_a_hash check (octet_length(hash) = 32)
);
comment on table rating.result is 'entity: what an entity was rated by which version of a model, with what was counted; a row where it changed; append-only';
grant select, insert on rating.result to xinheng_app;

create table rating.chunk (
	entry_id uuid  not null,
	leaves   bytea not null, -- 32 bytes each
	constraint chunk_is_one_entry primary key (entry_id)
);
comment on table rating.chunk is 'keyed: by ledger entry; the leaves of results its root covers; append-only';
grant select, insert on rating.chunk to xinheng_app;

create table rating.run (
	run_id     text        not null,
	kind       text        not null,
	model      text        not null,
	version    integer     not null,
	against    integer     not null, -- of a comparison: the version in force; 0 for none
	on_day     date        not null,
	started_by text        not null,
	org        text        not null, -- body of whoever started it; empty for the platform
	at         timestamptz not null,
	buckets    integer     not null,
	ended_at   timestamptz,
	card       jsonb,                -- figures, once it has ended
	constraint run_is_known_by_id primary key (run_id),
	constraint run_kind_is_known check (kind in ('rate', 'impact')),
	constraint run_ends_with_its_figures check ((ended_at is null) = (card is null))
);
comment on table rating.run is 'keyed: by id; evaluations of the population, and comparisons that evaluate nobody';
grant select, insert on rating.run to xinheng_app;
grant update (ended_at, card) on rating.run to xinheng_app;
create index run_of_model on rating.run (model, run_id desc);

create table rating.bucket (
	run_id   text        not null,
	no       integer     not null,
	after_id text        not null, -- entities after this one
	until_id text        not null, -- up to this one
	done_at  timestamptz,
	tally    jsonb,                -- its figures
	constraint bucket_is_one_part_of_a_run primary key (run_id, no),
	constraint bucket_is_done_with_its_figures check ((done_at is null) = (tally is null))
);
comment on table rating.bucket is 'keyed: by run; parts of a run, each done in one transaction';
grant select, insert on rating.bucket to xinheng_app;
grant update (done_at, tally) on rating.bucket to xinheng_app;

create table rating.own (
	entity_id text        not null,
	value_id  text        not null,
	model     text        not null, -- whose field it is
	field     text        not null,
	org       text        not null,
	value     bigint      not null,
	from_on   date        not null,
	until_on  date        not null, -- last day: nothing of a sector counts for ever
	actor     text        not null,
	at        timestamptz not null,
	constraint own_is_known_by_id primary key (entity_id, value_id),
	constraint own_has_an_end check (until_on >= from_on)
);
comment on table rating.own is 'entity: numbers a body in charge of a sector brings in; the newest of a field counts; append-only';
grant select, insert on rating.own to xinheng_app;
