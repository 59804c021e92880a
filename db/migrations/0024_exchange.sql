-- +goose Up
-- The sync ledger: where else what we publish is held, what had to end there and whether it did, and who was told of it.
-- Ids, codes, dates and states only: nothing here says what a record says.

create schema exchange;
grant usage on schema exchange to xinheng_app;

create table exchange.target (
	code       text        not null,
	version    integer     not null,
	name_zh    text        not null,
	name_en    text        not null,
	kind       text        not null,
	org        text        not null, -- USCC of the body behind it; a consumer is known by it
	push_url   text        not null, -- where take-downs go; empty: what is there is only read again
	read_url   text        not null, -- page or API of one record, {record} and {entity} filled in; empty: cannot be read
	gone_text  text        not null, -- words of a page that says 200 and means gone; empty: none
	secret_ref text        not null, -- names the token it demands, which is kept elsewhere
	limit_key  text        not null, -- law key of its deadline
	rule       text        not null, -- the arrangement it is a target by, for people
	active     boolean     not null,
	state      text        not null,
	author     text        not null,
	reviewer   text        not null, -- empty: nobody yet
	created_at timestamptz not null,
	decided_at timestamptz,
	constraint target_version_is_numbered_once primary key (code, version),
	constraint target_kind_is_known check (kind in ('own_portal', 'credit_china', 'gsxt', 'third_party', 'consumer')),
	constraint target_state_is_known check (state in ('proposed', 'approved', 'refused')),
	constraint target_is_approved_by_another check (reviewer <> author),
	constraint target_is_decided_by_somebody check ((state = 'proposed') = (reviewer = '' and decided_at is null)),
	constraint target_consumer_has_a_body check (kind <> 'consumer' or org <> '')
);
comment on table exchange.target is 'reference: sites and bodies that hold what we publish; every change is a version a second person approves';
grant select, insert on exchange.target to xinheng_app;
grant update (state, reviewer, decided_at) on exchange.target to xinheng_app;

insert into exchange.target (code, version, name_zh, name_en, kind, org, push_url, read_url, gone_text, secret_ref, limit_key, rule, active, state, author, reviewer, created_at, decided_at)
values ('own-portal', 1, '本平台公示门户', 'This platform''s own portal', 'own_portal', '', '', '/records/{record}', '', '', 'repair.elsewhere',
	'与决定同一事务生效；同样须复读', true, 'approved', 'xinheng', 'migration', '2026-11-28 00:00:00+08', '2026-11-28 00:00:00+08');

create table exchange.removal (
	entity_id       text        not null,
	removal_id      text        not null,
	about           text        not null, -- id of the record, or of what else must end
	target          text        not null, -- code
	action          text        not null,
	version         integer     not null, -- of the record that is right from now on; 0: not told
	case_no         text        not null,
	reason          text        not null,
	basis           text        not null,
	org             text        not null, -- body whose decision it is
	region          text        not null,
	revision        integer     not null, -- counts instructions, so that an old answer is not taken for the new one
	state           text        not null,
	created_at      timestamptz not null,
	due_on          date,
	provisional     boolean     not null,
	attempts        integer     not null,
	last_error      text        not null,
	tried_at        timestamptz,
	sent_at         timestamptz,
	acknowledged_at timestamptz,
	probed_at       timestamptz,
	probe_error     text        not null,
	constraint removal_is_known_by_id primary key (entity_id, removal_id),
	constraint removal_action_is_known check (action in ('delete', 'replace', 'lift')),
	constraint removal_state_is_known check (state in ('waiting', 'sent', 'acknowledged')),
	constraint removal_acknowledged_has_a_time check ((state = 'acknowledged') = (acknowledged_at is not null)),
	constraint removal_counts_upwards check (revision >= 1 and attempts >= 0)
);
comment on table exchange.removal is 'entity: what had to end at each target, when it was sent and acknowledged';
grant select, insert on exchange.removal to xinheng_app;
grant update (action, version, case_no, reason, basis, revision, state, due_on, provisional, attempts, last_error, tried_at, sent_at, acknowledged_at, probed_at, probe_error)
	on exchange.removal to xinheng_app;
create unique index removal_is_open_once on exchange.removal (entity_id, about, target) where state <> 'acknowledged';
create index removal_by_about on exchange.removal (about, created_at);
create index removal_by_case on exchange.removal (case_no) where case_no <> '';
create index removal_open on exchange.removal (created_at) where state <> 'acknowledged';
create index removal_by_probe on exchange.removal (target, probed_at nulls first);

create table exchange.ticket (
	entity_id  text        not null,
	about      text        not null,
	target     text        not null,
	removal_id text        not null, -- the removal that was not obeyed
	state      text        not null,
	opened_at  timestamptz not null, -- for the first time
	reopened   integer     not null, -- how often it came back after it was gone
	sightings  integer     not null,
	seen_at    timestamptz not null, -- last time it was found there
	seen_hash  bytea       not null, -- of what was served
	seen       text        not null, -- status, kind and size of the answer: nothing it says
	closed_at  timestamptz,
	constraint ticket_is_one_per_place primary key (entity_id, about, target),
	constraint ticket_state_is_known check (state in ('open', 'closed')),
	constraint ticket_closed_has_a_time check ((state = 'closed') = (closed_at is not null))
);
comment on table exchange.ticket is 'entity: what was still found where it should have ended';
grant select, insert on exchange.ticket to xinheng_app;
grant update (removal_id, state, reopened, sightings, seen_at, seen_hash, seen, closed_at) on exchange.ticket to xinheng_app;
create index ticket_open on exchange.ticket (opened_at) where state = 'open';

create table exchange.notice (
	notice_id       text        not null,
	org             text        not null, -- the body that must acknowledge
	kind            text        not null,
	entity_id       text        not null,
	about           text        not null,
	version         integer     not null,
	decision        text        not null, -- id of the answer it rested on; empty: none
	case_no         text        not null,
	reason          text        not null,
	revision        integer     not null,
	created_at      timestamptz not null,
	due_on          date,
	provisional     boolean     not null,
	attempts        integer     not null,
	last_error      text        not null,
	delivered_at    timestamptz,
	delivered_by    text        not null, -- webhook or inbox; empty: not yet
	acknowledged_at timestamptz,
	acknowledged_by text        not null, -- actor; empty: nobody yet
	constraint notice_is_known_by_id primary key (notice_id),
	constraint notice_kind_is_known check (kind in ('tombstone', 'correction', 'reach_back', 'lift')),
	constraint notice_delivery_is_known check (delivered_by in ('', 'webhook', 'inbox')),
	constraint notice_acknowledged_by_somebody check ((acknowledged_at is null) = (acknowledged_by = ''))
);
comment on table exchange.notice is 'keyed: by notice_id; what somebody who received data was told, and whether they acknowledged it';
grant select, insert on exchange.notice to xinheng_app;
grant update (version, case_no, reason, revision, attempts, last_error, delivered_at, delivered_by, acknowledged_at, acknowledged_by) on exchange.notice to xinheng_app;
create unique index notice_is_open_once on exchange.notice (org, kind, about, decision) where acknowledged_at is null;
create index notice_of_org on exchange.notice (org, notice_id);
create index notice_overdue on exchange.notice (due_on, org) where acknowledged_at is null;
