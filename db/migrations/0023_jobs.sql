-- +goose Up
-- Work that may lag. The queue's own tables (river_…) are made in this schema by internal/pg with the migrations of the
-- library, right after these; what the application needs there is granted beforehand.

create schema jobs;
grant usage on schema jobs to xinheng_app;
alter default privileges in schema jobs grant select, insert, update, delete on tables to xinheng_app;
alter default privileges in schema jobs grant usage, select on sequences to xinheng_app;

create table jobs.round (
	name     text        not null, -- of the periodic work
	period   text        not null, -- when the round began, as the calendar of the platform has it
	ended_at timestamptz not null,
	constraint round_is_done_once primary key (name, period)
);
comment on table jobs.round is 'local: rounds of periodic work that were done, so that none is done twice or forgotten';
revoke update on jobs.round from xinheng_app;
