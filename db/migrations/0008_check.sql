-- +goose Up
-- Checks as evidence: who asked what about whom, for what purpose, and exactly what was answered. Append-only. The name of
-- the schema is a word of SQL, hence the quotes.

create schema "check";
grant usage on schema "check" to xinheng_app;

create table "check".decision (
	entity_id      text        not null,
	decision_id    text        not null,
	group_id       uuid        not null,
	seq            integer     not null, -- place in its group, from 0
	at             timestamptz not null,
	org            text        not null, -- the body that asked
	actor          text        not null, -- the key it asked with
	officer        text        not null,
	purpose        text        not null,
	case_no        text        not null,
	matter         text        not null,
	matter_version text        not null,
	on_date        date        not null,
	outcome        text        not null,
	edition        text        not null,
	position       bigint      not null,
	answer         text        not null, -- the exact text given, which the leaf commits to
	inputs         text        not null, -- facts and adoptions judged; the answer holds their hash
	salt           bytea       not null,
	constraint decision_is_known_by_id primary key (entity_id, decision_id),
	constraint decision_states_its_purpose check (purpose <> '' and case_no <> '' and officer <> '')
);
comment on table "check".decision is 'entity: checks about it as evidence; append-only';
create index decision_by_id on "check".decision (decision_id);
grant select, insert on "check".decision to xinheng_app;

create table "check".evidence (
	group_id  uuid        not null,
	entry_id  uuid        not null, -- ledger entry whose root is this root
	at        timestamptz not null,
	leaves    bytea       not null, -- 32 bytes each, in order of seq: what a proof is made of
	root      bytea       not null,
	algorithm text        not null,
	key_id    text        not null,
	signature bytea       not null,
	constraint evidence_is_known_by_group primary key (group_id),
	constraint evidence_leaves_are_hashes check (octet_length(leaves) > 0 and octet_length(leaves) % 32 = 0),
	constraint evidence_root_is_a_hash check (octet_length(root) = 32)
);
comment on table "check".evidence is 'keyed: by group_id; the groups decisions were recorded in; append-only';
grant select, insert on "check".evidence to xinheng_app;

create table "check".coverage (
	day    date   not null,
	matter text   not null,
	org    text   not null,
	calls  bigint not null,
	constraint coverage_is_counted_once primary key (day, matter, org)
);
comment on table "check".coverage is 'local: how often each body really checked for each matter, by day';
grant select, insert, update on "check".coverage to xinheng_app;
