-- +goose Up
-- Which systems are connected, for whom and since when.

create schema connector;
grant usage on schema connector to xinheng_app;

create table connector.system (
	system_id     text        not null,
	org           text        not null, -- the body it works for
	kind          text        not null,
	name_zh       text        not null,
	name_en       text        not null,
	matters       text[]      not null, -- what it checks for
	line          text        not null, -- of the key it calls with
	since         date        not null,
	ended_on      date,                 -- first day without it
	registered_by text        not null,
	registered_at timestamptz not null,
	constraint system_is_known_by_id primary key (system_id),
	constraint system_kind_is_known check (kind in ('approval', 'public_service', 'supervision', 'decision_support', 'department')),
	constraint system_has_a_name check (name_zh <> '' and name_en <> ''),
	constraint system_ends_after_it_began check (ended_on >= since)
);
comment on table connector.system is 'keyed: by system_id; systems that start checks by themselves';
grant select, insert on connector.system to xinheng_app;
grant update (ended_on) on connector.system to xinheng_app;
create unique index system_of_line on connector.system (line) where ended_on is null;
