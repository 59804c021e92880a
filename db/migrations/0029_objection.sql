-- +goose Up
-- Objections and complaints: what was filed and what became of it, for public figures by body and year; and of every objection
-- that was right, who had been given the wrong answer and the letter each of them got. Personal words are with the cases and
-- in the letters, sealed.

create schema objection;
grant usage on schema objection to xinheng_app;

create table objection.filing (
	entity_id text    not null,
	case_id   text    not null,
	kind      text    not null,
	org       text    not null, -- the body whose data, or whose conduct, it is about
	about     text    not null, -- record, listing, measure, score or check; empty of a complaint
	ground    text    not null, -- empty of a complaint
	records   text[]  not null,
	freezes   boolean not null, -- the rule rests their use meanwhile
	filed_on  date    not null,
	at        timestamptz not null,
	constraint filing_is_known_by_case primary key (entity_id, case_id),
	constraint filing_kind_is_known check (kind in ('objection', 'complaint')),
	constraint filing_of_an_objection_has_a_ground check (kind = 'complaint' or about <> '' and ground <> '')
);
comment on table objection.filing is 'entity: append-only; objections and complaints as they were filed';
grant select, insert on objection.filing to xinheng_app;
create index filing_by_day on objection.filing (filed_on, org);

create table objection.outcome (
	entity_id  text        not null,
	case_id    text        not null,
	kind       text        not null,
	org        text        not null,
	outcome    text        not null,
	upheld     boolean     not null,
	decided_on date        not null,
	days       integer     not null, -- working days since it was filed
	wrong_from timestamptz,          -- since when the wrong answer was given; null: it was not wrong
	at         timestamptz not null,
	closed_at  timestamptz,          -- everybody who was told has acknowledged; of one that was right
	constraint outcome_is_known_by_case primary key (entity_id, case_id),
	constraint outcome_is_of_a_filing foreign key (entity_id, case_id) references objection.filing (entity_id, case_id),
	constraint outcome_takes_no_negative_time check (days >= 0)
);
comment on table objection.outcome is 'entity: what objections and complaints were decided to be';
grant select, insert on objection.outcome to xinheng_app;
grant update (outcome, upheld, decided_on, days, wrong_from, at, closed_at) on objection.outcome to xinheng_app;
create index outcome_by_day on objection.outcome (decided_on, org);
create index outcome_to_close on objection.outcome (decided_on, case_id) where upheld and closed_at is null;

create table objection.harm (
	entity_id text        not null,
	case_id   text        not null,
	answer_id text        not null, -- the decision or reading it was given by
	how       text        not null,
	org       text        not null, -- who was given it
	matter    text        not null, -- of a check; empty otherwise
	at        timestamptz not null,
	constraint harm_is_noted_once primary key (entity_id, case_id, answer_id),
	constraint harm_came_in_a_known_way check (how in ('check', 'reading')),
	constraint harm_is_of_an_outcome foreign key (entity_id, case_id) references objection.outcome (entity_id, case_id)
);
comment on table objection.harm is 'entity: append-only; every wrong answer that was given before the objection was decided';
grant select, insert on objection.harm to xinheng_app;

create table objection.letter (
	entity_id text        not null,
	case_id   text        not null,
	org       text        not null, -- the addressee
	name      text        not null, -- of the addressee, as it was then
	record_id text        not null,
	answers   integer     not null, -- how many wrong answers it had been given
	on_day    date        not null,
	words     bytea       not null, -- what the letter says, sealed
	at        timestamptz not null,
	constraint letter_is_one_per_addressee primary key (entity_id, case_id, org),
	constraint letter_is_about_answers check (answers > 0),
	constraint letter_is_of_an_outcome foreign key (entity_id, case_id) references objection.outcome (entity_id, case_id)
);
comment on table objection.letter is 'entity: append-only; letters of correction, one to each body that had been given a wrong answer';
grant select, insert on objection.letter to xinheng_app;

-- whoever handles a case looks up what was told because of it
create index notice_of_case on exchange.notice (case_no) where case_no <> '';
