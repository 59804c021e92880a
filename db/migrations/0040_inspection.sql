-- +goose Up
-- Inspections: what may be inspected, by whom, how often, and the draws that decide where. A draw keeps everything that makes it
-- repeatable; its result is computed from that, and only what others need of it is kept beside.

create schema inspection;
grant usage on schema inspection to xinheng_app;

create table inspection.matter (
	code       text        not null,
	org        text        not null, -- the body that may inspect it
	name_zh    text        not null,
	name_en    text        not null,
	domain     text        not null, -- field of supervision: decides the class table
	kind       text        not null, -- key: no ratio limits it; general: it does
	basis      text        not null, -- article that allows the inspection
	industries text[]      not null, -- sections or divisions; none: all
	region     text        not null, -- what codes of divisions begin with; empty: all
	active     boolean     not null,
	version    integer     not null,
	changed_at timestamptz not null,
	constraint matter_is_known_by_code primary key (code),
	constraint matter_kind_is_known check (kind in ('key', 'general')),
	constraint matter_has_a_basis check (basis <> '')
);
comment on table inspection.matter is 'keyed: by code; the list of inspection matters';
grant select, insert on inspection.matter to xinheng_app;
grant update (name_zh, name_en, domain, kind, basis, industries, region, active, version, changed_at) on inspection.matter to xinheng_app;

create table inspection.inspector (
	account           text        not null, -- who it is, the account knows
	org               text        not null,
	duty              text        not null,
	certificate       text        not null,
	certificate_until date        not null,
	active            boolean     not null,
	changed_at        timestamptz not null,
	constraint inspector_is_known_by_account primary key (account),
	constraint inspector_has_a_certificate check (certificate <> '')
);
comment on table inspection.inspector is 'keyed: by account; the roster of inspectors';
grant select, insert on inspection.inspector to xinheng_app;
grant update (org, duty, certificate, certificate_until, active, changed_at) on inspection.inspector to xinheng_app;
create index inspector_of_org on inspection.inspector (org, account);

create table inspection.conflict (
	account      text        not null,
	entity_id    text        not null,
	ground       text        not null,
	declared_at  timestamptz not null,
	withdrawn_at timestamptz,
	constraint conflict_is_declared_once primary key (account, entity_id),
	constraint conflict_ground_is_known check (ground in ('relative', 'interest', 'employment', 'other'))
);
comment on table inspection.conflict is 'keyed: by account; interests that inspectors declared of themselves';
grant select, insert on inspection.conflict to xinheng_app;
grant update (ground, declared_at, withdrawn_at) on inspection.conflict to xinheng_app;

create table inspection.plan (
	plan_id    text        not null,
	org        text        not null,
	matter     text        not null,
	year       integer     not null,
	month      integer     not null, -- 0: of the year
	first_on   date        not null,
	last_on    date        not null,
	ratios     jsonb       not null, -- by class: parts per million, and the rule they come from
	status     text        not null,
	author     text        not null,
	version    integer     not null,
	changed_at timestamptz not null,
	constraint plan_is_known_by_id primary key (plan_id),
	constraint plan_status_is_known check (status in ('draft', 'published')),
	constraint plan_ends_after_it_begins check (first_on <= last_on),
	constraint plan_month_is_one check (month between 0 and 12)
);
comment on table inspection.plan is 'keyed: by plan_id; yearly and monthly plans';
grant select, insert on inspection.plan to xinheng_app;
grant update (first_on, last_on, ratios, status, version, changed_at) on inspection.plan to xinheng_app;
create index plan_of_org on inspection.plan (org, plan_id desc);

create table inspection.draw (
	draw_id        text        not null,
	plan_id        text        not null,
	org            text        not null,
	matter         text        not null,
	state          text        not null,
	parties        text[]      not null,
	on_day         date        not null, -- whose law gave classes and team
	edition        text        not null,
	after          text        not null, -- how far the registry was read
	seen           bigint      not null,
	chunks         integer     not null,
	setup          text        not null,
	inspectors     text        not null,
	accounts       text[]      not null, -- of the pool, in no order that matters
	frozen_entry   text        not null,
	commit_by      date,
	checkpoint     text        not null,
	root_size      bigint      not null,
	rooted_entry   text        not null,
	reveal_by      date,
	seed           text        not null,
	result         text        not null,
	drawn_entry    text        not null,
	header         text        not null, -- second line of the proof file, once published
	void_for       text[]      not null, -- parties that did not come
	author         text        not null,
	changed_at     timestamptz not null,
	constraint draw_is_known_by_id primary key (draw_id),
	constraint draw_state_is_known check (state in ('gathering', 'frozen', 'rooted', 'drawn', 'published', 'void')),
	constraint draw_has_two_parties check (cardinality(parties) > 1),
	constraint draw_is_frozen_on_the_ledger check (state in ('gathering', 'void') or frozen_entry <> ''),
	constraint draw_has_a_root_before_a_seed check (seed = '' or rooted_entry <> ''),
	constraint draw_is_published_with_its_proof check ((state = 'published') = (header <> ''))
);
comment on table inspection.draw is 'keyed: by draw_id; random draws, from roster to publication';
grant select, insert on inspection.draw to xinheng_app;
grant update (state, after, seen, chunks, setup, inspectors, accounts, frozen_entry, commit_by, checkpoint, root_size, rooted_entry, reveal_by,
	seed, result, drawn_entry, header, void_for, changed_at) on inspection.draw to xinheng_app;
create index draw_of_plan on inspection.draw (plan_id, draw_id);
create index draw_by_state on inspection.draw (state, draw_id desc);

create table inspection.roster_chunk (
	draw_id text    not null,
	seq     integer not null,
	body    bytea   not null, -- lines of code and class, as the registry was read
	constraint roster_chunk_has_a_place primary key (draw_id, seq)
);
comment on table inspection.roster_chunk is 'keyed: by draw_id; frozen rosters, append-only';
grant select, insert on inspection.roster_chunk to xinheng_app;

create table inspection.share (
	draw_id      text not null,
	party        text not null,
	commitment   text not null,
	commit_entry text not null,
	share        text not null, -- empty until it is revealed
	reveal_entry text not null,
	constraint share_is_one_of_each_party primary key (draw_id, party),
	constraint share_is_revealed_on_the_ledger check ((share = '') = (reveal_entry = ''))
);
comment on table inspection.share is 'keyed: by draw_id; what the parties committed to and revealed';
grant select, insert on inspection.share to xinheng_app;
grant update (share, reveal_entry) on inspection.share to xinheng_app;

create table inspection.assignment (
	entity_id  text     not null,
	draw_id    text     not null,
	org        text     not null,
	matter     text     not null,
	class      text     not null,
	inspectors text[]   not null, -- accounts; none: nobody of the pool may go
	first_on   date     not null,
	last_on    date     not null,
	constraint assignment_is_one_of_a_draw primary key (entity_id, draw_id)
);
comment on table inspection.assignment is 'entity: whom a published draw sends inspectors to, append-only';
grant select, insert on inspection.assignment to xinheng_app;
create index assignment_of_draw on inspection.assignment (draw_id, entity_id);

create table inspection.visit (
	entity_id  text        not null,
	visit_id   text        not null,
	account    text        not null,
	visited_on date        not null,
	found      boolean     not null, -- something was found
	at         timestamptz not null,
	constraint visit_is_one_of_an_inspector primary key (entity_id, visit_id, account)
);
comment on table inspection.visit is 'entity: who went there and whether anything was found, append-only';
grant select, insert on inspection.visit to xinheng_app;
create index visit_of_inspector on inspection.visit (account, visited_on);

create table inspection.waiver (
	account   text        not null,
	entity_id text        not null,
	reason    text        not null,
	author    text        not null,
	until_on  date        not null,
	at        timestamptz not null,
	constraint waiver_is_known_by_pair_and_instant primary key (account, entity_id, at),
	constraint waiver_has_a_reason check (reason <> '')
);
comment on table inspection.waiver is 'keyed: by account; why a pair kept apart may meet again, append-only';
grant select, insert on inspection.waiver to xinheng_app;
