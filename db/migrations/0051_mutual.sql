-- +goose Up
-- Lists of recognised provinces: the keys their feeds are signed with, what they sent, what was found of its due process, and what
-- two people decided about it here. What applies is a record like any other; this says why.

create schema mutual;
grant usage on schema mutual to xinheng_app;

create table mutual.partner_key (
	key_id      text        not null,
	province    text        not null, -- region code
	algorithm   text        not null,
	public      bytea       not null,
	proposed_by text        not null,
	proposed_at timestamptz not null,
	approved_by text        not null, -- empty: it opens nothing yet
	approved_at timestamptz,
	ended_at    timestamptz,
	constraint partner_key_is_known_by_id primary key (key_id),
	constraint partner_key_algorithm_is_known check (algorithm in ('Ed25519', 'SM2')),
	constraint partner_key_is_approved_by_another check (approved_by <> proposed_by),
	constraint partner_key_is_approved_once check ((approved_by = '') = (approved_at is null))
);
comment on table mutual.partner_key is 'keyed: by key_id; public keys with which recognised provinces sign their feeds';
grant select, insert on mutual.partner_key to xinheng_app;
grant update (approved_by, approved_at, ended_at) on mutual.partner_key to xinheng_app;

create table mutual.entry (
	entity_id   text        not null,
	entry_id    text        not null, -- from province and origin_id: the same entry comes in once
	province    text        not null,
	origin_id   text        not null, -- its id at the origin
	org         text        not null, -- the body that took it in: nobody else sees it
	status      text        not null,
	body        jsonb       not null, -- as the province sent it, completed by what two people found
	lacks       text[]      not null, -- points of due process not shown
	unmet       text[]      not null, -- conditions it does not meet
	measures    text[]      not null, -- of our catalogue
	unmapped    text[]      not null, -- what the province names and our catalogue has not
	until_on    date,                 -- last day; none: it cannot apply
	record_id   text        not null, -- of the record it made; empty: it never applied
	taken_by    text        not null,
	wish        text        not null, -- what was proposed and waits for another person
	wish_by     text        not null,
	wish_why    text        not null,
	wish_body   jsonb,
	decided_by  text        not null, -- whoever decided the last wish
	decided_why text        not null,
	version     integer     not null,
	created_at  timestamptz not null,
	changed_at  timestamptz not null,
	constraint entry_is_known_by_id primary key (entity_id, entry_id),
	constraint entry_status_is_known check (status in ('incomplete', 'outside', 'applied', 'opted_out', 'ended')),
	constraint entry_applies_with_due_process_shown check (status <> 'applied' or lacks = '{}' and unmet = '{}' and until_on is not null and record_id <> ''),
	constraint entry_wish_is_known check (wish in ('', 'opt_out', 'complete')),
	constraint entry_wish_has_a_reason check (wish = '' or wish_by <> '' and wish_why <> ''),
	constraint entry_is_decided_by_another check (decided_by = '' or decided_by <> wish_by),
	constraint entry_opted_out_by_two check (status <> 'opted_out' or decided_by <> '' and wish_why <> '')
);
comment on table mutual.entry is 'entity: entries of recognised provinces about it, with their due process and what was decided here';
grant select, insert on mutual.entry to xinheng_app;
grant update (status, body, lacks, unmet, measures, unmapped, until_on, record_id, wish, wish_by, wish_why, wish_body, decided_by, decided_why,
	version, changed_at) on mutual.entry to xinheng_app;
create index entry_by_id on mutual.entry (entry_id);
create index entry_of_org on mutual.entry (org, entry_id desc);
