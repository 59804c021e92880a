-- +goose Up
-- Ways of combining draws with evaluations, and comparisons of two of them on history (琼府办〔2021〕4号（二十九）; F29-3). A comparison holds
-- counts of like firms, never a firm. A pilot may name the comparison it rests on.

create schema compare;
grant usage on schema compare to xinheng_app;

create table compare.way (
	code    text        not null,
	version integer     not null,
	org     text        not null, -- the body whose way it is
	body    jsonb       not null, -- name, ratios, factors, floor
	author  text        not null,
	at      timestamptz not null,
	constraint way_is_known_by_code_and_version primary key (code, version)
);
comment on table compare.way is 'keyed: by code and version; ways of drawing, append-only';
grant select, insert on compare.way to xinheng_app;

create table compare.comparison (
	comparison_id text        not null,
	org           text        not null, -- the body that asked
	body          text        not null, -- its name on that day
	draw_id       text        not null, -- whose frozen roster it is
	matter        text        not null,
	matter_zh     text        not null,
	matter_en     text        not null,
	on_day        date        not null, -- the roster was frozen, and grades are those of the day
	from_on       date        not null, -- visits from this day to that one
	to_on         date        not null,
	first         jsonb       not null, -- the ways as they were on the day it was asked
	second        jsonb       not null,
	seeds         integer     not null, -- draws of each way
	fewest        integer     not null, -- fewer like firms are coarsened
	state         text        not null,
	part          integer     not null, -- parts of the roster that were read
	seen          bigint      not null, -- firms of them
	cells         jsonb       not null, -- counted so far
	inputs        text        not null, -- as they are published; empty until the roster is read
	inputs_hash   text        not null,
	result        text        not null,
	numbers_hash  text        not null,
	entry_id      text        not null, -- on the ledger
	author        text        not null,
	at            timestamptz not null,
	done_at       timestamptz,
	constraint comparison_is_known_by_id primary key (comparison_id),
	constraint comparison_state_is_known check (state in ('gathering', 'running', 'done')),
	constraint comparison_draws_once_its_inputs_stand check ((state = 'gathering') = (inputs = '')),
	constraint comparison_is_done_with_its_numbers check ((state = 'done') = (done_at is not null) and (state = 'done') = (result <> '' and entry_id <> ''))
);
comment on table compare.comparison is 'keyed: by id; two ways of drawing compared on the history of a draw';
grant select, insert on compare.comparison to xinheng_app;
grant update (state, part, seen, cells, inputs, inputs_hash, result, numbers_hash, entry_id, done_at) on compare.comparison to xinheng_app;
create index comparison_of_org on compare.comparison (org, at desc);
create index comparison_by_end on compare.comparison (done_at desc) where state = 'done';
create unique index comparison_under_way_is_asked_once on compare.comparison (org, draw_id, from_on, to_on, md5(first::text), md5(second::text), seeds) where state <> 'done';

create table compare.run (
	comparison_id text    not null,
	nth           integer not null,
	tallies       jsonb   not null, -- firms drawn of each cell, of both ways
	constraint run_is_one_of_a_comparison primary key (comparison_id, nth)
);
comment on table compare.run is 'keyed: by comparison; single draws of a comparison, append-only';
grant select, insert on compare.run to xinheng_app;

alter table pilot.pilot add column comparison text not null default ''; -- it rests on; empty: none
