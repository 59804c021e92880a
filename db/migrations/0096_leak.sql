-- +goose Up
-- Leaks, misuse and tampering (琼府办〔2021〕4号（二十四）: 严肃查处违规泄露、篡改信用信息): such cases, whom they concern, what was traced and
-- recomputed, and who was told.

create schema leak;
grant usage on schema leak to xinheng_app;

create table leak.filed (
	case_id     text        not null,
	cause       text        not null, -- what was reported
	source      text        not null, -- who brought it: anybody, an official, an alarm of exports, a ledger that does not hold
	reported_on date        not null,
	state       text        not null, -- open | declined | unfounded | confirmed | closed
	decided_on  date,
	handed_to   text        not null, -- discipline | police; empty: nobody
	told        integer     not null, -- subjects that were told
	constraint filed_is_known_by_case primary key (case_id),
	constraint filed_cause_is_known check (cause in ('leak', 'tamper', 'misuse')),
	constraint filed_source_is_known check (source in ('anybody', 'official', 'export_alarm', 'ledger')),
	constraint filed_state_is_known check (state in ('open', 'declined', 'unfounded', 'confirmed', 'closed')),
	constraint filed_is_decided_on_a_day check ((state = 'open') = (decided_on is null)),
	constraint filed_handed_to_is_known check (handed_to in ('', 'discipline', 'police'))
);
comment on table leak.filed is 'keyed: by case_id; what public figures are counted from';
create index filed_by_day on leak.filed (reported_on);
grant select, insert, update (state, decided_on, handed_to, told) on leak.filed to xinheng_app;

create table leak.concerned (
	case_id text        not null,
	actor   text        not null, -- "person:…" or "key:…"
	at      timestamptz not null,
	constraint concerned_is_noted_once primary key (case_id, actor)
);
comment on table leak.concerned is 'keyed: by case_id; whose conduct a case is about: the case does not exist for them as officers; append-only';
grant select, insert on leak.concerned to xinheng_app;
create index concerned_by_actor on leak.concerned (actor);

create table leak.traced (
	case_id   text        not null,
	export_id text        not null,
	how       text        not null, -- mark: the line at head or foot; order: the order of the rows
	by        text        not null,
	at        timestamptz not null,
	constraint traced_is_noted_once primary key (case_id, export_id),
	constraint traced_how_is_known check (how in ('mark', 'order'))
);
comment on table leak.traced is 'keyed: by case_id; exports that a leaked file was read back to; append-only';
grant select, insert on leak.traced to xinheng_app;

create table leak.recomputed (
	case_id  text        not null,
	at       timestamptz not null,
	by       text        not null,
	holds    boolean     not null,
	code     text        not null, -- of what was found wrong
	size     bigint      not null, -- entries up to which
	entry_id text        not null, -- the one that was asked about; empty: the whole ledger
	constraint recomputed_is_known_by_instant primary key (case_id, at, entry_id)
);
comment on table leak.recomputed is 'keyed: by case_id; what recomputing the ledger for a case gave; append-only';
grant select, insert on leak.recomputed to xinheng_app;

create table leak.affected (
	entity_id text        not null, -- whose data it is
	case_id   text        not null,
	cause     text        not null,
	what      text[]      not null, -- codes of what was shown
	since     timestamptz not null, -- the first time
	told_on   date        not null,
	done      text        not null, -- what was done, for the subject to read; names nobody
	constraint affected_is_told_once primary key (entity_id, case_id),
	constraint affected_is_told_what_was_done check (done <> '')
);
comment on table leak.affected is 'entity: whom a leak or a change of data touched, and what they were told; append-only';
grant select, insert on leak.affected to xinheng_app;

create table leak.statement (
	freeze_id uuid        not null,
	case_id   text        not null,
	sealed    bytea       not null, -- what the suspended says against it
	by        text        not null,
	at        timestamptz not null,
	constraint statement_is_made_once primary key (freeze_id)
);
comment on table leak.statement is 'local: what those who were suspended said against it';
create index statement_by_case on leak.statement (case_id);
grant select, insert, update (sealed) on leak.statement to xinheng_app;
