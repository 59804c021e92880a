-- +goose Up
-- Adoptions: a named officer's reasoned decision that values the rules only assume may carry effect, until a day. Without
-- one an assumed value never coerces anybody (G1). Append-only: an adoption is ended by its day, never edited.

create schema adoption;
grant usage on schema adoption to xinheng_app;

create table adoption.adopted (
	id         uuid        not null,
	keys       text[]      not null, -- law keys, sorted; "list:*" covers a prefix
	officer    text        not null,
	body       text        not null,
	why_zh     text        not null,
	why_en     text        not null,
	from_on    date        not null,
	until_on   date        not null, -- the last day it covers
	adopted_at timestamptz not null,
	actor      text        not null,
	salt       bytea       not null, -- of the ledger's commitment to this row
	entry_id   uuid        not null, -- the ledger entry
	constraint adopted_is_known_by_id primary key (id),
	constraint adopted_only_once unique (body, keys, from_on, until_on),
	constraint adopted_covers_something check (cardinality(keys) > 0),
	constraint adopted_by_a_named_officer check (officer <> '' and body <> ''),
	constraint adopted_for_a_reason check (why_zh <> ''),
	constraint adopted_ends_after_it_begins check (until_on > from_on)
);
comment on table adoption.adopted is 'reference: adoptions of assumed law values; append-only';
grant select, insert on adoption.adopted to xinheng_app;
