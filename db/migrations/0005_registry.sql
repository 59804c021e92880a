-- +goose Up
-- The registry: who there is. Market entities under their unified social credit code; natural persons known from documents
-- under a keyed blind index, masked, and out of every index a search can reach.

create schema registry;
grant usage on schema registry to xinheng_app;

-- Names are compared by their code points, so that a prefix is a range of an index on any server.
create table registry.entity (
	entity_id        text        not null, -- unified social credit code, or p-… for a natural person
	name             text        not null, -- as registered; of a natural person masked
	name_norm        text        collate "C" not null, -- folded: width, brackets, spaces, case
	core_name        text        collate "C" not null, -- without place and legal form
	bigrams          text[]      collate "C" not null, -- every two neighbours of name_norm
	kind             text        not null,
	status           text        not null,
	region           text        not null,
	region_derived   boolean     not null,
	industry         text        not null,
	established_on   date,
	address          text        not null,
	legal_rep_masked text        not null,
	legal_rep_sealed bytea,
	legal_rep_blind  text        not null, -- p-… of the legal representative; empty when the number is not known
	parent_id        text        not null, -- head office of a branch
	reg_no           text        not null, -- registration number from before 2015
	digest           text        not null, -- keyed hash of the registration as taken in; empty for a stub
	first_seen       timestamptz,
	last_seen        timestamptz,
	constraint entity_is_known_by_its_id primary key (entity_id),
	constraint entity_kind_is_known check (kind in
		('enterprise', 'household', 'cooperative', 'institution', 'organ', 'social', 'other', 'person')),
	constraint entity_status_is_known check (status in ('registered', 'revoked', 'cancelled', 'stub')),
	constraint entity_person_and_nobody_else_has_a_blind_id check ((kind = 'person') = (entity_id like 'p-%')),
	constraint entity_person_cannot_be_searched check
		(kind <> 'person' or (name_norm = '' and core_name = '' and bigrams = '{}'))
) with (fillfactor = 90);
comment on table registry.entity is 'entity: market entities, and natural persons known from documents';
grant select, insert, update on registry.entity to xinheng_app;

-- Pairs find words of two characters and more, and misspelt names too (four pairs, one of them whole). Trigrams were tried
-- beside them: at a million rows the slowest misspelt names took a second, and theirs was the dearest index to build.
-- How often each pair of characters occurs decides how a search is run; most names share a few hundred pairs.
alter table registry.entity alter column bigrams set statistics 300;

create index entity_by_name on registry.entity (name_norm, entity_id) where kind <> 'person';
create index entity_by_core_name on registry.entity (core_name, entity_id) where kind <> 'person';
create index entity_by_bigram on registry.entity using gin (bigrams) where kind <> 'person';
create index entity_by_reg_no on registry.entity (reg_no, entity_id) where reg_no <> '' and kind <> 'person';
create index entity_by_parent on registry.entity (parent_id, entity_id) where parent_id <> '';
create index entity_by_legal_rep on registry.entity (legal_rep_blind, entity_id) where legal_rep_blind <> '';

create table registry.former_name (
	entity_id text not null,
	name_norm text collate "C" not null,
	name      text not null,
	constraint former_name_is_kept_once primary key (entity_id, name_norm)
);
comment on table registry.former_name is 'entity: names an entity had before; never removed';
grant select, insert on registry.former_name to xinheng_app;

create index former_name_by_name on registry.former_name (name_norm, entity_id);

-- Replaced as a whole by a newer registration: whoever has left an office is not kept.
create table registry.person (
	entity_id   text     not null,
	seq         smallint not null, -- order in the registration
	role        text     not null, -- 法定代表人, 负责人, 董事 …
	name_masked text     not null,
	sealed      bytea    not null, -- name and identity number
	blind       text     not null, -- p-…; empty when the number is not known
	constraint person_has_a_place_in_the_registration primary key (entity_id, seq)
);
comment on table registry.person is 'entity: persons responsible for an entity; identity numbers sealed';
grant select, insert, delete on registry.person to xinheng_app;

create index person_by_blind on registry.person (blind, entity_id) where blind <> '';
