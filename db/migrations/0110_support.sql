-- +goose Up
-- Policies brought to the firms they fit, without their asking (精准扶持、免申即享; 琼府办〔2021〕4号（二十二）; F22-4): who consented to be matched,
-- the lists made at night, and what a person and the firm said to them.

create schema support;
grant usage on schema support to xinheng_app;

create table support.enrolment (
	entity_id    text        not null, -- the firm that consented
	enrolment_id text        not null,
	consent_id   text        not null, -- of disclosure: it alone decides whether the firm is matched
	org          text        not null, -- the only body it is matched for
	purpose      text        not null, -- support | investment
	size         text        not null, -- as the firm states it; empty: it says nothing
	from_on      date        not null,
	until_on     date        not null,
	made_at      timestamptz not null,
	made_by      text        not null,
	constraint enrolment_is_known_by_id primary key (entity_id, enrolment_id),
	constraint enrolment_is_of_one_consent unique (entity_id, consent_id),
	constraint enrolment_ends_after_it_begins check (until_on >= from_on),
	constraint enrolment_size_is_known check (size in ('', 'micro', 'small', 'medium', 'large'))
);
comment on table support.enrolment is 'entity: consents of firms to be matched to the policies of a body, with the size they state, append-only';
grant select, insert on support.enrolment to xinheng_app;
create index enrolment_by_body on support.enrolment (org, purpose, entity_id, made_at desc);

create table support.list (
	list_id     text        not null,
	policy      text        not null,
	policy_from date        not null, -- which version of it
	org         text        not null,
	on_day      date        not null,
	edition     text        not null, -- of the law it was made by
	policy_text text        not null, -- JSON: the policy as it was applied
	salt        bytea       not null, -- so that the hash tells nobody who is on a short list
	made_at     timestamptz not null,
	after_id    text        not null default '', -- how far it has come
	firms       bigint      not null default 0,
	fits        bigint      not null default 0,
	unknown     bigint      not null default 0,
	hash        bytea       not null, -- over the lines so far, in their order
	ended_at    timestamptz,
	entry_id    text        not null default '',
	constraint list_is_known_by_id primary key (list_id),
	constraint list_is_one_per_policy_and_day unique (policy, on_day),
	constraint list_ended_is_on_the_ledger check ((ended_at is null) = (entry_id = ''))
);
comment on table support.list is 'keyed: by id; lists of a policy at a date, signed by their hash on the ledger';
grant select, insert on support.list to xinheng_app;
grant update (after_id, firms, fits, unknown, hash, ended_at, entry_id) on support.list to xinheng_app;

create table support.line (
	entity_id  text        not null,
	line_id    text        not null,
	list_id    text        not null,
	policy     text        not null,
	consent_id text        not null, -- it is shown while this consent holds
	facts      text        not null, -- JSON: what it was judged by, and nothing else
	states     text        not null, -- each condition: met, not_met, unknown
	result     text        not null,
	made_at    timestamptz not null,
	constraint line_is_known_by_id primary key (entity_id, line_id),
	constraint line_is_one_per_list unique (entity_id, list_id),
	constraint line_result_is_known check (result in ('fits', 'lacks', 'unknown'))
);
comment on table support.line is 'entity: a consenting firm on the list of a policy, with the facts it was judged by';
grant select, insert, delete on support.line to xinheng_app;
create index line_of_list on support.line (list_id, result, entity_id);
create index line_by_number on support.line (line_id);
create index line_by_age on support.line (made_at);

create table support.answer (
	entity_id    text not null,
	policy       text not null,
	policy_from  date not null,
	declined_at  timestamptz, -- the firm does not want it
	declined_by  text not null default '',
	confirmed_at timestamptz, -- a person of the body has decided
	confirmed_by text not null default '',
	line_id      text not null default '', -- what was confirmed
	constraint answer_is_one_per_policy primary key (entity_id, policy, policy_from),
	constraint answer_is_one_of_two check (declined_at is null or confirmed_at is null),
	constraint answer_says_by_whom check ((declined_at is null) = (declined_by = '') and (confirmed_at is null) = (confirmed_by = '') and (confirmed_at is null) = (line_id = ''))
);
comment on table support.answer is 'entity: what a firm declined of policies that fit it, and what an officer confirmed';
grant select, insert, update on support.answer to xinheng_app;
create index answer_by_policy on support.answer (policy, policy_from) where confirmed_at is not null;
