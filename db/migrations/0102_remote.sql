-- +goose Up
-- Supervision from afar (琼府办〔2021〕4号（二十三）): what a declared device or online check reports is kept with the hash of its evidence, is
-- told to the firm at once, and does nothing by itself. Only an inspector makes a visit of it, which is a visit like any other.

create schema remote;
grant usage on schema remote to xinheng_app;

create table remote.device (
	device_id   text        not null,
	org         text        not null, -- whose it is
	org_name    text        not null,
	name        text        not null,
	kind        text        not null,
	matter      text        not null, -- of the list of inspections: what is not on it is not looked at from afar either
	basis       text        not null,
	measures    text[]      not null, -- what it may measure, and nothing else
	entity_id   text        not null, -- the firm it stands at; empty: an online check of any firm
	from_on     date        not null,
	until_on    date        not null,
	declared_by text        not null,
	ended_on    date,
	at          timestamptz not null,
	constraint device_is_known_by_id primary key (device_id),
	constraint device_kind_is_known check (kind in ('iot', 'online')),
	constraint device_stands_at_a_firm check (kind = 'online' or entity_id <> ''),
	constraint device_measures_something check (cardinality(measures) > 0),
	constraint device_ends check (until_on >= from_on)
);
comment on table remote.device is 'keyed: by device_id; devices and online checks as declared, with basis and end';
create index device_by_org on remote.device (org, at desc);
grant select, insert on remote.device to xinheng_app;
grant update (ended_on) on remote.device to xinheng_app;

create table remote.event (
	event_id    text        not null, -- of device and number: delivered again it is the same row
	device_id   text        not null,
	number      text        not null, -- the device's own
	entity_id   text        not null,
	org         text        not null,
	measure     text        not null,
	reading     text        not null,
	evidence    text        not null, -- SHA-256 of what shows it, which stays with the body
	seen_at     timestamptz not null,
	told_on     date        not null, -- since when the firm reads it
	state       text        not null,
	visit_id    text        not null, -- the visit that was made of it; empty: none
	reason      text        not null, -- why it was dismissed
	decided_by  text        not null,
	decided_on  date,
	answer_kind text        not null,
	answer      bytea,                -- what the firm says, sealed
	answered_on date,
	at          timestamptz not null,
	constraint event_is_delivered_once primary key (event_id),
	constraint event_evidence_is_a_hash check (evidence ~ '^[0-9a-f]{64}$'),
	constraint event_state_is_known check (state in ('told', 'visited', 'dismissed')),
	constraint event_visited_names_the_visit check ((state = 'visited') = (visit_id <> '')),
	constraint event_dismissed_says_why check ((state = 'dismissed') = (reason <> '' and decided_by <> '' and decided_on is not null)),
	constraint event_answer_is_known check (answer_kind in ('', 'explained', 'objected') and (answer_kind = '') = (answer is null) and (answer is null) = (answered_on is null))
);
comment on table remote.event is 'keyed: by event_id; what devices and online checks reported of a firm, what it says, and the visit made of it';
create index event_by_entity on remote.event (entity_id, seen_at desc);
create index event_by_org on remote.event (org, seen_at desc);
grant select, insert on remote.event to xinheng_app;
grant update (state, visit_id, reason, decided_by, decided_on, answer_kind, answer, answered_on) on remote.event to xinheng_app;

-- A visit may begin with such an event, and is then counted like one of a draw.
alter table visit.visit drop constraint visit_cause_is_known;
alter table visit.visit add constraint visit_cause_is_known check (cause in ('draw', 'case', 'event'));
