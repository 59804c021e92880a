-- +goose Up
-- What is held, counted by night: by field, list and source for the libraries of fields, by list and month for the lists. Pages read
-- these small tables; no page counts the records themselves. And the indexes by which public figures of a year, and of public
-- bodies, are read without touching the rest.

create table record.field_tally (
	item       text        not null,
	list       text        not null,
	domain     text        not null,
	source_id  text        not null,
	source     text        not null,
	records    bigint      not null, -- newest versions, whatever their state; not those whose match of names was undone
	public_now bigint      not null, -- of those, what was public when it was counted
	last_seen  timestamptz not null,
	counted_at timestamptz not null,
	constraint field_tally_is_one_per_place primary key (item, list, domain, source_id)
);
comment on table record.field_tally is 'local: what is held by item, list, field and source, counted anew by a round';
grant select, insert, delete on record.field_tally to xinheng_app;

create table record.list_month (
	list    text   not null,
	month   date   not null,
	entered bigint not null, -- entries decided in the month
	removed bigint not null, -- taken off, repaired or withdrawn in the month
	ended   bigint not null, -- whose publicity ended by its date
	constraint list_month_is_one primary key (list, month)
);
comment on table record.list_month is 'local: who came on and off each list by month, counted anew by a round';
grant select, insert, delete on record.list_month to xinheng_app;

create index version_public_by_domain on record.version (domain, decided_on desc, record_id desc)
	where publicity = 'public' and public_from is not null and domain <> '';
create index version_of_public_bodies on record.version (item, entity_id, record_id, version) where starts_with(item, 'government_');

create index outcome_by_day on repair.outcome (decided_on, org);
create index verification_by_end on verify.verification (ended_on, org) where ended_on is not null;
