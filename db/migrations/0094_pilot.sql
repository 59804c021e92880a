-- +goose Up
-- Pilots (琼府办〔2021〕4号（二十九）; F29-1): where which rule stands in for the general one, from when to when, and what its evaluation found.

create schema pilot;
grant usage on schema pilot to xinheng_app;

create table pilot.pilot (
	pilot_id    text        not null,
	name_zh     text        not null,
	name_en     text        not null,
	feature     text        not null, -- what is switched
	domain      text        not null, -- field of supervision it is switched for
	class_table text        not null, -- feature class_table: the table that stands in
	ratios      jsonb       not null, -- feature draw_ratio: permille by class
	regions     text[]      not null, -- what codes of divisions begin with
	industries  text[]      not null, -- of firms; none: all
	basis       text        not null,
	first_on    date        not null,
	last_on     date        not null, -- at the midnight after it, it is off by itself
	evaluate_by date        not null,
	org         text        not null,
	body        text        not null, -- its name on that day
	actor       text        not null,
	at          timestamptz not null,
	approved_by text        not null default '',
	approved_at timestamptz,
	stopped_on  date, -- its last day, when it was stopped before its end
	stopped_why text        not null default '',
	constraint pilot_is_known_by_id primary key (pilot_id),
	constraint pilot_ends_after_it_begins check (last_on >= first_on and evaluate_by > last_on),
	constraint pilot_is_somewhere check (cardinality(regions) > 0 and basis <> ''),
	constraint pilot_switches_one_thing check (feature = 'class_table' and class_table <> '' and ratios = '{}' or feature = 'draw_ratio' and class_table = '' and ratios <> '{}'),
	constraint pilot_is_approved_by_another check ((approved_at is null) = (approved_by = '') and approved_by <> actor),
	constraint pilot_stopped_says_why check ((stopped_on is null) = (stopped_why = ''))
);
comment on table pilot.pilot is 'keyed: by id; pilots; only the approval and an early stop are added';
grant select, insert on pilot.pilot to xinheng_app;
grant update (approved_by, approved_at, stopped_on, stopped_why) on pilot.pilot to xinheng_app;
create index pilot_by_end on pilot.pilot (last_on, feature);

create table pilot.evaluation (
	pilot_id  text        not null,
	says      text        not null,
	advice    text        not null,
	from_on   date        not null, -- the days before that are compared
	counted   jsonb       not null, -- counted by the platform: code, before, after
	actor     text        not null,
	at        timestamptz not null,
	constraint evaluation_is_made_once primary key (pilot_id),
	constraint evaluation_says_something check (says <> '' and advice in ('adopt', 'prolong', 'drop'))
);
comment on table pilot.evaluation is 'keyed: by pilot; append-only: published evaluations with the numbers before and during';
grant select, insert on pilot.evaluation to xinheng_app;
