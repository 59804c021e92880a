-- +goose Up
-- The space of an association (行业协会空间): the letters by which members authorise it.

create schema space;
grant usage on schema space to xinheng_app;

create table space.letter (
	entity_id   text        not null, -- the member that authorises
	letter_id   text        not null,
	consent_id  text        not null, -- of disclosure: it alone decides whether the letter holds
	association text        not null, -- the only body it opens anything for
	items       text[]      not null,
	from_on     date        not null,
	until_on    date        not null,
	document_id text        not null, -- the signed letter, held by attach
	made_at     timestamptz not null,
	made_by     text        not null,
	constraint letter_is_known_by_id primary key (entity_id, letter_id),
	constraint letter_is_of_one_consent unique (entity_id, consent_id),
	constraint letter_is_to_another check (entity_id <> association),
	constraint letter_names_items check (cardinality(items) > 0),
	constraint letter_ends_after_it_begins check (until_on >= from_on)
);
comment on table space.letter is 'entity: letters by which its members authorise an association to see items of their records, append-only';
grant select, insert on space.letter to xinheng_app;
create index letter_of_association on space.letter (association, until_on, made_at desc, letter_id);
