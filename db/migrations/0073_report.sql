-- +goose Up
-- Credit reports: what was issued and whether it still holds, the content while it does, what was printed of it, who received it,
-- and who asked for proof again. Content is deleted when a report no longer holds: what was repaired has no second life in a paper.

create schema report;
grant usage on schema report to xinheng_app;

create sequence report.place minvalue 0 start 0;
grant usage, select on sequence report.place to xinheng_app;

create table report.issue (
	entity_id  text        not null,
	number     text        not null, -- nobody can guess it
	place      bigint      not null, -- in the lists of status
	kind       text        not null,
	digest     bytea       not null, -- SM3 of the content as it is written in the file
	edition    text        not null, -- of the law
	issued_at  timestamptz not null,
	issued_by  text        not null, -- access.Actor.ID; of a public report empty: anybody
	algorithm  text        not null,
	key_id     text        not null,
	public_key bytea       not null,
	signature  bytea       not null,
	records    text[]      not null, -- ids of the records it holds: when one changes, it no longer holds
	good_until date,                 -- last day on which all it shows may be shown; none: no end is known
	receiver   text        not null, -- whom a special report is for, as its subject wrote it
	purpose    text        not null,
	state      text        not null,
	state_at   timestamptz,
	state_why  text        not null,
	constraint issue_is_known_by_subject_and_number primary key (entity_id, number),
	constraint issue_kind_is_known check (kind in ('public', 'special')),
	constraint issue_algorithm_is_known check (algorithm in ('Ed25519', 'SM2')),
	constraint issue_state_is_known check (state in ('valid', 'superseded', 'withdrawn')),
	constraint issue_that_ended_says_when_and_why check ((state = 'valid') = (state_at is null) and (state = 'valid') = (state_why = '')),
	constraint issue_names_receiver_only_of_special check (kind = 'special' or receiver = '' and purpose = '')
);
comment on table report.issue is 'entity: reports issued about it, with their seal and whether they still hold';
grant select, insert on report.issue to xinheng_app;
grant update (state, state_at, state_why) on report.issue to xinheng_app;
create unique index issue_of_the_same_data_is_one on report.issue (entity_id, digest) where kind = 'public' and state = 'valid';
create index issue_by_number on report.issue (number);
create index issue_by_place on report.issue (place) where state <> 'valid' or good_until is not null;

create table report.content (
	entity_id text  not null,
	number    text  not null,
	body      bytea not null, -- of a special report sealed
	constraint content_is_of_one_report primary key (entity_id, number)
);
comment on table report.content is 'entity: what reports say, for as long as they hold';
grant select, insert, delete on report.content to xinheng_app;

create table report.print (
	entity_id text        not null,
	number    text        not null,
	lang      text        not null,
	digest    bytea       not null, -- SM3 of the pages
	signature bytea       not null, -- ties the pages to number and content
	at        timestamptz not null,
	constraint print_is_known_by_its_pages primary key (entity_id, number, lang, digest),
	constraint print_is_in_a_known_language check (lang in ('zh', 'en'))
);
comment on table report.print is 'entity: pages printed of reports and their seals, append-only';
grant select, insert on report.print to xinheng_app;

create table report.receipt (
	entity_id  text        not null,
	receipt_id text        not null,
	number     text        not null,
	receiver   text        not null, -- as it named itself
	org        text        not null, -- its code, where it was signed in
	at         timestamptz not null,
	constraint receipt_is_known_by_id primary key (entity_id, receipt_id)
);
comment on table report.receipt is 'entity: who received a report and may not ask for proof again, append-only';
grant select, insert on report.receipt to xinheng_app;
create index receipt_of_report on report.receipt (entity_id, number);

create table report.asked_again (
	entity_id   text        not null,
	ask_id      text        not null,
	receipt_id  text        not null,
	number      text        not null,
	receiver    text        not null,
	org         text        not null,
	what        text        not null, -- what was asked for
	at          timestamptz not null,
	by          text        not null,
	answer      text        not null, -- what the lead office did about it
	answered_by text        not null,
	answered_at timestamptz,
	constraint asked_again_is_known_by_id primary key (entity_id, ask_id),
	constraint asked_again_is_told_once_of_a_receipt unique (entity_id, receipt_id),
	constraint asked_again_is_answered_by_somebody check ((answered_at is null) = (answered_by = '') and (answered_at is null) = (answer = ''))
);
comment on table report.asked_again is 'entity: receivers that asked its subject for proof again after they had the report';
grant select, insert on report.asked_again to xinheng_app;
grant update (answer, answered_by, answered_at) on report.asked_again to xinheng_app;
create index asked_again_by_time on report.asked_again (at desc, ask_id);

create table report.wish (
	entity_id  text        not null,
	wish_id    text        not null,
	choice     jsonb       not null, -- classes, fields, period, receiver, purpose
	by         text        not null, -- the agent
	at         timestamptz not null,
	decided_by text        not null,
	decided_at timestamptz,
	number     text        not null, -- of the report it became; empty: none
	constraint wish_is_known_by_id primary key (entity_id, wish_id),
	constraint wish_is_decided_by_another check (decided_by <> by),
	constraint wish_is_decided_by_somebody check ((decided_at is null) = (decided_by = '')),
	constraint wish_became_a_report_when_decided check (number = '' or decided_at is not null)
);
comment on table report.wish is 'entity: special reports an agent prepared, for the subject to confirm';
grant select, insert on report.wish to xinheng_app;
grant update (decided_by, decided_at, number) on report.wish to xinheng_app;

create table report.foreign_list (
	province  text        not null, -- region code
	list      text        not null, -- its number there
	made_at   timestamptz not null, -- as the province says; an older one never takes its place
	payload   text        not null, -- as it was signed
	algorithm text        not null,
	key_id    text        not null,
	signature bytea       not null,
	taken_by  text        not null,
	taken_at  timestamptz not null,
	constraint foreign_list_is_known_by_province_and_number primary key (province, list),
	constraint foreign_list_algorithm_is_known check (algorithm in ('Ed25519', 'SM2'))
);
comment on table report.foreign_list is 'keyed: by province and number; the newest list of status of reports of recognised provinces';
grant select, insert on report.foreign_list to xinheng_app;
grant update (made_at, payload, algorithm, key_id, signature, taken_by, taken_at) on report.foreign_list to xinheng_app;
