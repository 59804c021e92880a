-- +goose Up
-- What stands for or against an entity, from a date until a date, on a basis. One row per record that makes a fact; the
-- newest version of the record decides. No job ever expires a row: the dates are read when the question is asked.

create schema standing;
grant usage on schema standing to xinheng_app;

create table standing.fact (
	entity_id    text    not null,
	fact_id      text    not null, -- the record's id
	version      integer not null, -- of the record
	kind         text    not null,
	item         text    not null,
	list         text    not null,
	grade        text    not null,
	ban          text    not null,
	industry     text    not null,
	domain       text    not null,
	severity     text    not null,
	title        text    not null,
	authority    text    not null,
	document_no  text    not null,
	basis_text   text    not null, -- as cited by the authority
	basis        jsonb   not null, -- articles that say why it counts
	standing     text    not null,
	law_keys     jsonb   not null, -- rules its counting and ending rest on
	assumed_keys jsonb   not null, -- those of them nobody has verified
	from_on      date    not null,
	until_on     date,             -- last day it counts
	repair_from  date,
	ended_on     date,             -- first day it no longer counts
	ended_by     text    not null, -- repaired, withdrawn, removed, unmerged; or why it never counted
	adverse      boolean not null,
	entry_id     uuid    not null, -- ledger entry that last changed it
	constraint fact_is_one_per_record primary key (entity_id, fact_id),
	constraint fact_against_someone_has_an_end check (not adverse or until_on is not null or ended_on is not null),
	constraint fact_against_someone_has_a_basis check (not adverse or basis <> '[]' or ended_on is not null),
	constraint fact_ends_for_a_reason check ((ended_on is null) = (ended_by = ''))
);
comment on table standing.fact is 'entity: what counts for or against it, from a date until a date, on a basis';
create index fact_changed_by_entry on standing.fact (entry_id);
grant select, insert, update on standing.fact to xinheng_app;
