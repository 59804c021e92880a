-- +goose Up
-- Sources that differ: what each says about one field of one thing, side by side, until whoever owns it decides. A field about which two
-- sources have differed is never again replaced by whoever writes last.

create schema differ;
grant usage on schema differ to xinheng_app;

create table differ.difference (
	entity_id     text        not null,
	difference_id text        not null,
	about         text        not null, -- id of the record; empty: the registration
	item          text        not null, -- of the catalogue
	field         text        not null, -- code of the field; of a registration name, status, address, legal_rep
	owner         text        not null, -- the body whose word it is: that registered, or that decided
	owner_name    text        not null,
	region        text        not null, -- of the entity or record: whose data office may decide by reason
	state         text        not null,
	rounds        integer     not null, -- how often it was opened
	opened_at     timestamptz not null,
	resolved_at   timestamptz,
	constraint difference_is_known_by_id primary key (entity_id, difference_id),
	constraint difference_is_one_per_field unique (entity_id, about, field),
	constraint difference_state_is_known check (state in ('open', 'resolved')),
	constraint difference_resolved_says_when check ((state = 'resolved') = (resolved_at is not null)),
	constraint difference_counts_from_one check (rounds >= 1)
);
comment on table differ.difference is 'entity: fields about which sources differ, or have differed';
grant select, insert, update (state, rounds, opened_at, resolved_at) on differ.difference to xinheng_app;
create index difference_by_id on differ.difference (difference_id);
create index difference_by_state on differ.difference (state, difference_id);
create index difference_by_record on differ.difference (about, field) where about <> '';

create table differ.claim (
	entity_id     text        not null,
	difference_id text        not null,
	n             integer     not null,
	source_id     text        not null,
	source        text        not null,
	value         text        not null, -- as it may be shown; of a natural person masked
	mark          text        not null, -- tells equal values from others; keyed where the value is personal
	document      text        not null, -- number of the document, or the delivery it came in
	said_on       date        not null,
	stood         boolean     not null, -- it was what stood when the other came
	told_at       timestamptz not null,
	constraint claim_is_numbered_once primary key (entity_id, difference_id, n),
	constraint claim_is_about_a_difference foreign key (entity_id, difference_id) references differ.difference (entity_id, difference_id)
);
comment on table differ.claim is 'entity: what each source says about such a field; append-only';
grant select, insert on differ.claim to xinheng_app;
create index claim_by_source on differ.claim (source_id, difference_id);

create table differ.resolution (
	entity_id     text        not null,
	difference_id text        not null,
	round         integer     not null,
	chosen        integer     not null, -- the claim that is right
	claims        integer     not null, -- how many were weighed
	reason        text        not null,
	actor         text        not null,
	org           text        not null,
	capacity      text        not null, -- owner, office, or delivery: the owner itself delivered another value
	entry_id      uuid        not null, -- its ledger entry
	at            timestamptz not null,
	constraint resolution_is_one_per_round primary key (entity_id, difference_id, round),
	constraint resolution_has_a_reason check (reason <> ''),
	constraint resolution_capacity_is_known check (capacity in ('owner', 'office', 'delivery')),
	constraint resolution_chooses_a_claim foreign key (entity_id, difference_id, chosen) references differ.claim (entity_id, difference_id, n)
);
comment on table differ.resolution is 'entity: who decided which source is right, and why; append-only';
grant select, insert on differ.resolution to xinheng_app;

-- Whose word a registration is: empty for what was taken in before anybody kept it.
alter table registry.entity add column told_by text not null default '';
alter table registry.entity add column told_name text not null default '';
