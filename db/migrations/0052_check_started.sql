-- +goose Up
-- Who starts checks, a connected system or somebody by hand; which systems are connected; and requests for the reasons behind the
-- one word of a check of a natural person, which a second authority confirms.

create table "check".started (
	day   date   not null,
	org   text   not null,
	actor text   not null, -- line of the key it was asked with; empty: a person asked by hand
	calls bigint not null,
	constraint started_is_counted_once primary key (day, org, actor)
);
comment on table "check".started is 'local: how often checks of each body were started by which system or by hand, by day';
grant select, insert, update on "check".started to xinheng_app;
insert into "check".started (day, org, actor, calls)
	select (at at time zone 'Asia/Shanghai')::date, org, case when actor like 'key:%' then actor else '' end, count(*)
	from "check".decision where purpose <> 'test' group by 1, 2, 3;

create table "check".reason_request (
	request_id  text        not null,
	subject     text        not null, -- id of the person, never a name or a number
	decision_id text        not null, -- the answer whose reasons are asked for
	matter      text        not null,
	purpose     text        not null,
	case_no     text        not null,
	org         text        not null, -- the body that asks
	asked_by    text        not null,
	authority   text        not null, -- code of the second authority
	need        bytea       not null, -- why, sealed
	status      text        not null,
	decided_by  text        not null,
	note        bytea,                -- what the second authority says, sealed
	open_until  date,                 -- last day the reasons may be read
	asked_at    timestamptz not null,
	decided_at  timestamptz,
	constraint reason_request_is_known_by_id primary key (request_id),
	constraint reason_request_status_is_known check (status in ('waiting', 'confirmed', 'refused')),
	constraint reason_request_goes_to_another_body check (authority <> org),
	constraint reason_request_is_decided_by_another check (decided_by <> asked_by),
	constraint reason_request_is_decided_once check ((status = 'waiting') = (decided_by = '')),
	constraint reason_request_opens_until_a_day check ((status = 'confirmed') = (open_until is not null))
);
comment on table "check".reason_request is 'keyed: by request_id; requests for the reasons of a check of a person, confirmed by a second authority';
grant select, insert on "check".reason_request to xinheng_app;
grant update (status, decided_by, note, open_until, decided_at, need) on "check".reason_request to xinheng_app;
create unique index reason_request_waits_once on "check".reason_request (org, decision_id) where status = 'waiting';
create index reason_request_of_authority on "check".reason_request (authority, request_id desc);
create index reason_request_of_org on "check".reason_request (org, request_id desc);

create table "check".system (
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
comment on table "check".system is 'keyed: by system_id; systems that start checks by themselves';
grant select, insert on "check".system to xinheng_app;
grant update (ended_on) on "check".system to xinheng_app;
create unique index system_of_line on "check".system (line) where ended_on is null;
