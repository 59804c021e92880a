-- +goose Up
-- Counterparties (往来单位): which firm watches whom, what changed in public there, and when the firm checked.

create schema partner;
grant usage on schema partner to xinheng_app;

create table partner.watched (
	entity_id text        not null, -- the counterparty
	owner     text        not null, -- the firm that watches
	note      text        not null, -- its own word: what the counterparty is to it
	since     timestamptz not null,
	added_by  text        not null,
	ended_at  timestamptz,
	constraint watched_is_once_by_an_owner primary key (entity_id, owner),
	constraint watched_is_another check (entity_id <> owner)
);
comment on table partner.watched is 'entity: firms that watch it as their counterparty; it is public data they watch, and it is not told';
grant select, insert on partner.watched to xinheng_app;
grant update (note, since, added_by, ended_at) on partner.watched to xinheng_app;
create index watched_of_owner on partner.watched (owner, entity_id) where ended_at is null;

create table partner.alert (
	entity_id text        not null,
	owner     text        not null,
	record_id text        not null,
	version   integer     not null,
	item      text        not null,
	adverse   boolean     not null,
	kind      text        not null, -- what happened; what the record says is read where it is public
	at        timestamptz not null,
	read_at   timestamptz,
	constraint alert_is_given_once_of_a_version primary key (entity_id, owner, record_id, version),
	constraint alert_kind_is_known check (kind in ('new', 'repaired', 'removed', 'withdrawn', 'corrected'))
);
comment on table partner.alert is 'entity: public changes of it, for the firms that watch it';
grant select, insert on partner.alert to xinheng_app;
grant update (read_at) on partner.alert to xinheng_app;
create index alert_of_owner on partner.alert (owner, at desc, record_id);

create table partner.checked (
	entity_id text        not null,
	check_id  text        not null,
	owner     text        not null,
	purpose   text        not null,
	number    text        not null, -- of the public report it looked at
	at        timestamptz not null,
	by        text        not null,
	constraint checked_is_known_by_id primary key (entity_id, check_id)
);
comment on table partner.checked is 'entity: when firms checked it as their counterparty and which report they looked at, append-only';
grant select, insert on partner.checked to xinheng_app;
create index checked_of_owner on partner.checked (owner, at desc, check_id);
