-- +goose Up
-- What is said against a fact while a case is open: it is disputed (异议中), and where the law of the matter says so its use
-- rests until the case is decided; or a court has approved a reorganisation and its effects are lifted for the time being.
-- The fact carries the mark itself, so that a check reads it where it reads the fact.

create table standing.hold (
	entity_id text    not null,
	fact_id   text    not null, -- the record's id; it need not make a fact
	hold_id   text    not null, -- the case
	case_no   text    not null, -- its number, as shown
	kind      text    not null,
	suspends  boolean not null, -- the fact does not count meanwhile
	from_on   date    not null,
	until_on  date,             -- last day, if one is laid down
	ended_on  date,             -- first day without it
	basis     jsonb   not null,
	entry_id  uuid    not null, -- ledger entry that last changed it
	constraint hold_is_one_per_case primary key (entity_id, fact_id, hold_id),
	constraint hold_kind_is_known check (kind in ('objection', 'reorganisation')),
	constraint hold_has_a_basis check (basis <> '[]')
);
comment on table standing.hold is 'entity: facts that are disputed, or whose use rests, while a case is open';
grant select, insert on standing.hold to xinheng_app;
grant update (ended_on, entry_id) on standing.hold to xinheng_app;

alter table standing.fact
	add column disputed_on date,                     -- since when; null: nobody disputes it
	add column held        text not null default '', -- why its use rests; empty: it does not
	add column held_from   date,
	add column held_until  date,
	add constraint fact_rests_from_a_day check ((held = '') = (held_from is null));
