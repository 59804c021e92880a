-- +goose Up
-- Notices of the operator: a line on every page, in both languages, from an instant until an instant.

create schema status;
grant usage on schema status to xinheng_app;

create table status.notice (
	notice_id text        not null,
	zh        text        not null,
	en        text        not null,
	from_at   timestamptz not null,
	until_at  timestamptz not null,
	made_by   text        not null,
	made_at   timestamptz not null,
	ended_by  text,
	ended_at  timestamptz, -- taken down before its end
	constraint notice_is_known_by_id primary key (notice_id),
	constraint notice_is_said_in_both_languages check (zh <> '' and en <> ''),
	constraint notice_ends_after_it_begins check (until_at > from_at),
	constraint notice_is_ended_whole check (num_nonnulls(ended_by, ended_at) in (0, 2))
);
comment on table status.notice is 'local: lines shown on every page, from when until when';
create index notice_by_end on status.notice (until_at) where ended_at is null;
grant select, insert, update (ended_by, ended_at) on status.notice to xinheng_app;
