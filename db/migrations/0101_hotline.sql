-- +goose Up
-- Complaints of the hotlines 12345 and 12315 (琼府办〔2021〕4号（二十三）): joined by firm, the same one once, and nothing until the body in
-- charge has verified them with a document. Who complained is not kept: a keyed hash tells two complaints of one person from those of two.

create schema hotline;
grant usage on schema hotline to xinheng_app;

create table hotline.complaint (
	complaint_id    text        not null, -- keyed hash of source and number: delivered again it is the same row
	source          text        not null,
	number          text        not null, -- of the hotline
	entity_id       text        not null, -- the firm; empty until an officer has confirmed which one
	name            text        not null, -- of the firm, as the caller gave it; empty where its code was delivered
	matter          text        not null,
	caller          text        not null, -- keyed hash; empty: unknown, and merged with nothing
	sealed          bytea       not null, -- what is complained of
	received_on     date        not null,
	org             text        not null, -- the body in charge
	org_name        text        not null,
	region          text        not null,
	joined_by       text        not null, -- who delivered its code, or confirmed its name; empty until then
	state           text        not null,
	first_id        text        not null, -- the complaint this one repeats; empty otherwise
	document        text        not null, -- that shows what was found
	reason          text        not null,
	decided_by      text        not null,
	decided_on      date,
	ended_document  text        not null, -- by which it was withdrawn
	ended_reason    text        not null,
	ended_by        text        not null,
	ended_on        date,
	answer          bytea,                -- what the firm says, sealed
	answered_on     date,
	at              timestamptz not null,
	constraint complaint_is_delivered_once primary key (complaint_id),
	constraint complaint_source_is_known check (source in ('12345', '12315')),
	constraint complaint_state_is_known check (state in ('unnamed', 'unverified', 'merged', 'verified', 'unfounded', 'withdrawn')),
	constraint complaint_is_of_a_firm_somebody_named check ((entity_id = '') = (joined_by = '')),
	constraint complaint_without_a_firm_is_not_verified check (entity_id <> '' or state in ('unnamed', 'withdrawn')),
	constraint complaint_merged_names_the_first check ((state = 'merged') = (first_id <> '')),
	constraint complaint_decided_has_a_document check ((decided_on is not null) = (document <> '' and reason <> '' and decided_by <> '')),
	constraint complaint_verified_was_decided check (state not in ('verified', 'unfounded') or decided_on is not null),
	constraint complaint_withdrawn_has_a_document check ((state = 'withdrawn') = (ended_on is not null and ended_document <> '' and ended_reason <> '' and ended_by <> '')),
	constraint complaint_answered_on_a_day check ((answer is null) = (answered_on is null))
);
comment on table hotline.complaint is 'keyed: by complaint_id; complaints of hotlines, which firm each is about, and what was verified of them';
create index complaint_by_entity on hotline.complaint (entity_id, received_on desc) where entity_id <> '';
create index complaint_by_org on hotline.complaint (org, received_on desc);
create index complaint_by_region on hotline.complaint (region text_pattern_ops, received_on desc);
grant select, insert on hotline.complaint to xinheng_app;
grant update (entity_id, joined_by, state, first_id, document, reason, decided_by, decided_on, ended_document, ended_reason, ended_by, ended_on, answer, answered_on, sealed)
	on hotline.complaint to xinheng_app;
