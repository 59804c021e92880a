-- +goose Up
-- The clockwork of cases. What a table of moves permits is written here by the owner of the schema, and every move refers
-- to it: PostgreSQL itself refuses a move that is in no table, one that does not begin where the last one ended, and a
-- state that no move led to. Personal words are sealed in a table of their own, so that the history can stay append-only
-- while keys are turned.

create schema caseflow;
grant usage on schema caseflow to xinheng_app;

create table caseflow.permitted (
	kind       text not null,
	edition    text not null,
	from_state text not null, -- empty: the move opens the case
	act        text not null,
	to_state   text not null,
	constraint permitted_is_a_row_of_a_table primary key (kind, edition, from_state, act, to_state),
	constraint permitted_leads_somewhere check (to_state <> '')
);
comment on table caseflow.permitted is 'reference: append-only; every move of every edition of every case type, written by the owner from the tables in the program';
grant select on caseflow.permitted to xinheng_app;

create table caseflow.serial (
	prefix text    not null,
	region text    not null,
	day    date    not null,
	last   integer not null,
	constraint serial_counts_by_kind_region_and_day primary key (prefix, region, day)
);
comment on table caseflow.serial is 'local: last number given to a case of a kind in a region on a day';
grant select, insert, update on caseflow.serial to xinheng_app;

create table caseflow.docket (
	case_id   text  not null, -- the number people know it by
	entity_id text  not null,
	code_hash bytea not null, -- of the code that lets its holder follow the case without signing in
	constraint docket_is_known_by_number primary key (case_id),
	constraint docket_keeps_a_hash check (length(code_hash) = 32)
);
comment on table caseflow.docket is 'keyed: by case_id; append-only; whose case a number is';
grant select, insert on caseflow.docket to xinheng_app;

create table caseflow.case (
	entity_id    text        not null,
	case_id      text        not null,
	kind         text        not null,
	edition      text        not null, -- of the table it was opened under: it keeps it
	state        text        not null,
	moves        integer,              -- the move that led to the state; null only while it is being opened
	title        text        not null,
	org          text        not null, -- the body it lies with
	region       text        not null,
	provider     text        not null, -- the body the data came from; empty: none
	holder       text        not null, -- the officer who has it in hand; empty: nobody
	opener       text        not null,
	agent        text        not null,
	opening_key  text        not null,
	facts        text[]      not null,
	version      integer     not null, -- counts every change
	opened_on    date        not null,
	due_on       date,                 -- the soonest of its clocks
	ended_on     date,
	escalated_on date,
	urged_on     date,
	created_at   timestamptz not null,
	changed_at   timestamptz not null,
	constraint case_is_known_by_number primary key (entity_id, case_id),
	constraint case_is_of_one_kind unique (entity_id, case_id, kind, edition),
	constraint case_counts_upwards check (version > 0 and moves > 0)
);
comment on table caseflow.case is 'entity: a case, where it stands and when it is due';
grant select, insert on caseflow.case to xinheng_app;
grant update (state, moves, title, org, region, provider, holder, facts, version, due_on, ended_on, escalated_on, urged_on, changed_at)
	on caseflow.case to xinheng_app;
create unique index case_is_opened_once_by_key on caseflow.case (entity_id, opener, kind, opening_key) where opening_key <> '';
create index case_of_body on caseflow.case (org, (coalesce(due_on, date '9999-12-31')), case_id) where ended_on is null;
create index case_in_region on caseflow.case (region text_pattern_ops, (coalesce(due_on, date '9999-12-31')), case_id) where ended_on is null;
create index case_of_opener on caseflow.case (opener, case_id desc);
create index case_of_provider on caseflow.case (provider, case_id) where provider <> '' and ended_on is null;

create table caseflow.move (
	entity_id    text        not null,
	case_id      text        not null,
	seq          integer     not null, -- 1 opens the case
	after        integer,              -- the move before
	kind         text        not null,
	edition      text        not null,
	from_state   text        not null,
	act          text        not null,
	to_state     text        not null,
	side         text        not null,
	actor        text        not null,
	actor_org    text        not null,
	confirmed_by text        not null, -- of the firm, when an agent acted; empty otherwise
	version      integer     not null, -- of the case before it
	key          text        not null,
	on_day       date        not null, -- the legal day: of a clock that ran out, the day after its last
	at           timestamptz not null,
	clause       text        not null, -- instrument and article it rests on
	law_edition  text        not null,
	entry_id     text        not null, -- on the ledger
	constraint move_has_its_place primary key (entity_id, case_id, seq),
	constraint move_leads_to_one_state unique (entity_id, case_id, seq, to_state),
	constraint move_is_of_its_case foreign key (entity_id, case_id, kind, edition) references caseflow.case (entity_id, case_id, kind, edition),
	constraint move_is_permitted foreign key (kind, edition, from_state, act, to_state)
		references caseflow.permitted (kind, edition, from_state, act, to_state),
	constraint move_begins_where_the_last_ended foreign key (entity_id, case_id, after, from_state)
		references caseflow.move (entity_id, case_id, seq, to_state),
	constraint move_follows_another_or_opens check (seq = 1 and after is null and from_state = '' or seq > 1 and after = seq - 1 and from_state <> ''),
	constraint move_rests_on_a_clause check (clause <> ''),
	constraint move_side_is_known check (side in ('subject', 'window', 'body', 'above', 'provider', 'system'))
);
comment on table caseflow.move is 'entity: append-only; what was done in a case, by whom, on which clause';
grant select, insert on caseflow.move to xinheng_app;
create unique index move_is_made_once_by_key on caseflow.move (entity_id, case_id, key) where key <> '';

alter table caseflow.case add constraint case_is_where_a_move_led foreign key (entity_id, case_id, moves, state)
	references caseflow.move (entity_id, case_id, seq, to_state);

create table caseflow.event (
	entity_id text        not null,
	case_id   text        not null,
	event_id  text        not null,
	what      text        not null,
	clock     text        not null, -- empty: it is about the case
	permille  integer     not null, -- of the term used, of a reminder
	actor     text        not null,
	actor_org text        not null,
	about     text        not null, -- who took it over, which act waits
	on_day    date        not null,
	at        timestamptz not null,
	entry_id  text        not null,
	constraint event_is_known_by_id primary key (entity_id, case_id, event_id),
	constraint event_is_of_a_case foreign key (entity_id, case_id) references caseflow.case (entity_id, case_id),
	constraint event_is_known check (what in ('reminded', 'escalated', 'rested', 'resumed', 'extended', 'handed_over', 'taken', 'urged',
		'asked', 'confirmed', 'declined', 'recomputed'))
);
comment on table caseflow.event is 'entity: append-only; what happened in a case beside its moves: reminders, escalations, rests, extensions, urging';
grant select, insert on caseflow.event to xinheng_app;

create table caseflow.clock (
	entity_id   text    not null,
	case_id     text    not null,
	name        text    not null,
	round       integer not null, -- a clock that starts again is another round
	limit_key   text    not null,
	limit_on    date    not null, -- the day whose law gave the number
	n           integer not null,
	unit        text    not null,
	extension_n integer not null,
	from_on     date    not null,
	due_on      date,             -- null while it rests
	half_on     date,
	most_on     date,
	told        integer not null, -- permille of the last reminder: 0, 500, 750, 1000 when it ran out
	next_on     date,             -- when something is to be done next; null: nothing
	wants_year  integer,          -- the year whose calendar it waits for: the due day is provisional
	ended_on    date,
	constraint clock_is_known_by_name_and_round primary key (entity_id, case_id, name, round),
	constraint clock_is_of_a_case foreign key (entity_id, case_id) references caseflow.case (entity_id, case_id),
	constraint clock_has_a_length check (n > 0 and extension_n >= 0 and unit in ('working_day', 'day', 'month', 'year')),
	constraint clock_tells_in_order check (told in (0, 500, 750, 1000)),
	constraint clock_that_ended_does_nothing check (ended_on is null or next_on is null and wants_year is null)
);
comment on table caseflow.clock is 'entity: the terms of a case, computed from the law when they begin and whenever they rest, run on or are extended';
grant select, insert on caseflow.clock to xinheng_app;
grant update (extension_n, due_on, half_on, most_on, told, next_on, wants_year, ended_on) on caseflow.clock to xinheng_app;
create index clock_that_does_something on caseflow.clock (next_on, entity_id, case_id) where next_on is not null;
create index clock_that_waits_for_a_calendar on caseflow.clock (wants_year, entity_id, case_id) where wants_year is not null;

create table caseflow.pause (
	entity_id text    not null,
	case_id   text    not null,
	clock     text    not null,
	round     integer not null,
	n         integer not null,
	held      boolean not null, -- by an officer, for an expert or another body; otherwise the state rests it
	from_on   date    not null, -- first day that does not count
	until_on  date,             -- last; null: it still stands
	constraint pause_is_counted primary key (entity_id, case_id, clock, round, n),
	constraint pause_is_of_a_clock foreign key (entity_id, case_id, clock, round) references caseflow.clock (entity_id, case_id, name, round)
);
comment on table caseflow.pause is 'entity: days on which a clock stands still';
grant select, insert on caseflow.pause to xinheng_app;
grant update (until_on) on caseflow.pause to xinheng_app;

create table caseflow.evidence (
	entity_id   text        not null,
	case_id     text        not null,
	evidence_id text        not null,
	seq         integer     not null, -- the move it came with
	kind        text        not null,
	ref         text        not null,
	sha256      text        not null,
	source      text        not null,
	actor       text        not null,
	at          timestamptz not null,
	constraint evidence_is_known_by_id primary key (entity_id, case_id, evidence_id),
	constraint evidence_came_with_a_move foreign key (entity_id, case_id, seq) references caseflow.move (entity_id, case_id, seq)
);
comment on table caseflow.evidence is 'entity: append-only; what moves rest on: references of documents, records, answers of other systems';
grant select, insert on caseflow.evidence to xinheng_app;

create table caseflow.pending (
	entity_id  text        not null,
	case_id    text        not null,
	pending_id text        not null,
	act        text        not null,
	moves      integer     not null, -- of the case when it was asked: it is overtaken by the next
	key        text        not null,
	actor      text        not null, -- the agent
	asked_at   timestamptz not null,
	status     text        not null,
	decided_by text        not null,
	constraint pending_is_known_by_id primary key (entity_id, case_id, pending_id),
	constraint pending_is_of_a_case foreign key (entity_id, case_id) references caseflow.case (entity_id, case_id),
	constraint pending_status_is_known check (status in ('waiting', 'confirmed', 'declined', 'overtaken')),
	constraint pending_is_decided_by_another check (decided_by <> actor),
	constraint pending_is_confirmed_by_somebody check (status not in ('confirmed', 'declined') or decided_by <> '')
);
comment on table caseflow.pending is 'entity: acts of agents that wait until the firm confirms them';
grant select, insert on caseflow.pending to xinheng_app;
grant update (status, decided_by) on caseflow.pending to xinheng_app;
create unique index pending_waits_once_for_each_act on caseflow.pending (entity_id, case_id, act) where status = 'waiting';

create table caseflow.words (
	entity_id text  not null,
	case_id   text  not null,
	about     text  not null, -- details, move 3, event …, evidence …, pending …
	sealed    bytea not null,
	constraint words_are_about_one_thing primary key (entity_id, case_id, about)
);
comment on table caseflow.words is 'entity: sealed: details, notes, names of people and files, answers of forms';
grant select, insert on caseflow.words to xinheng_app;
grant update (sealed) on caseflow.words to xinheng_app;
