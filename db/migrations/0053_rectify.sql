-- +goose Up
-- Rectification: what is ordered and until when, who was reminded, which talks followed, and campaigns with how far they have come.
-- Facts, statements and minutes are with the cases, sealed.

create schema rectify;
grant usage on schema rectify to xinheng_app;

create table rectify.ordered (
	entity_id   text not null,
	case_id     text not null,
	org         text not null, -- body that ordered
	campaign_id text not null, -- empty: of none
	state       text not null, -- of the case
	due_on      date,          -- last day, while the time of the subject runs
	ended_on    date,
	constraint ordered_is_known_by_case primary key (entity_id, case_id)
);
comment on table rectify.ordered is 'entity: rectification orders, with the last day the subject has';
grant select, insert on rectify.ordered to xinheng_app;
grant update (state, due_on, ended_on) on rectify.ordered to xinheng_app;
create index ordered_to_remind on rectify.ordered (due_on) where due_on is not null;

create table rectify.reminder (
	entity_id text        not null,
	case_id   text        not null,
	due_on    date        not null, -- an order that was extended is reminded of its new last day
	on_day    date        not null,
	days_left integer     not null, -- working days
	at        timestamptz not null,
	constraint reminder_is_given_once_for_a_last_day primary key (entity_id, case_id, due_on),
	constraint reminder_comes_before_the_end check (on_day <= due_on)
);
comment on table rectify.reminder is 'entity: append-only; reminders before the term of an order ends';
grant select, insert on rectify.reminder to xinheng_app;

create table rectify.talk (
	entity_id text        not null,
	case_id   text        not null,
	order_id  text        not null, -- the order that was not kept
	record_id text        not null, -- what was pushed to the platform
	until_on  date        not null, -- last day
	ended_on  date,                 -- earlier, because the order was kept after all
	at        timestamptz not null,
	constraint talk_is_known_by_case primary key (entity_id, case_id),
	constraint talk_has_a_record check (record_id <> '')
);
comment on table rectify.talk is 'entity: talks whose minutes were pushed, with the record each brought about';
grant select, insert on rectify.talk to xinheng_app;
grant update (ended_on) on rectify.talk to xinheng_app;
create index talk_of_order on rectify.talk (entity_id, order_id);

create table rectify.campaign (
	campaign_id text        not null,
	topic       text        not null,
	name_zh     text        not null,
	name_en     text        not null,
	basis       text        not null, -- the document that starts it
	lead        text        not null, -- body that leads it
	region      text        not null,
	bodies      text[]      not null, -- bodies that take part
	first_on    date        not null,
	last_on     date        not null,
	shown       boolean     not null, -- its figures are public; its subjects never are
	ended_on    date,
	author      text        not null,
	created_at  timestamptz not null,
	constraint campaign_is_known_by_id primary key (campaign_id),
	constraint campaign_topic_is_known check (topic in ('government', 'industry', 'other')),
	constraint campaign_has_a_basis check (basis <> ''),
	constraint campaign_ends_after_it_begins check (last_on >= first_on)
);
comment on table rectify.campaign is 'keyed: by id; special campaigns';
grant select, insert on rectify.campaign to xinheng_app;
grant update (ended_on) on rectify.campaign to xinheng_app;

create table rectify.member (
	entity_id   text        not null,
	campaign_id text        not null,
	body        text        not null, -- in charge of it
	problem     text        not null, -- what is to be cleared, in public words
	added_on    date        not null,
	cleared_on  date,
	cleared_by  text        not null, -- the case or document that shows it; empty: not yet
	at          timestamptz not null,
	constraint member_is_in_a_campaign_once primary key (entity_id, campaign_id),
	constraint member_cleared_says_by_what check ((cleared_on is null) = (cleared_by = '')),
	constraint member_is_cleared_after_it_was_added check (cleared_on >= added_on)
);
comment on table rectify.member is 'entity: subjects of campaigns, and when each was cleared';
grant select, insert on rectify.member to xinheng_app;
grant update (cleared_on, cleared_by) on rectify.member to xinheng_app;
create index member_of_campaign on rectify.member (campaign_id, entity_id);
