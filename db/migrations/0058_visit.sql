-- +goose Up
-- Visits: where each stands, which drawn tasks it serves, which codes were shown. What was found, said and signed is with the case,
-- sealed; here is what must be counted, published and found again.

create schema visit;
grant usage on schema visit to xinheng_app;

create table visit.visit (
	entity_id    text        not null,
	visit_id     text        not null, -- number of the case
	org          text        not null, -- the body it lies with
	cause        text        not null, -- draw: a random draw sends it; case: a complaint, a transfer
	class        text        not null, -- supervision class of the firm when it was opened
	mode         text        not null,
	title_zh     text        not null, -- its matters by name
	title_en     text        not null,
	approval_no  text        not null, -- 审批 case it belongs to; empty: none
	planned_on   date        not null,
	begun_on     date,                 -- first day on site, or of the remote visit
	flags        text[]      not null, -- what was not as it must be on arrival
	result       text        not null, -- code of the result; empty: not formed
	found        boolean     not null,
	formed_on    date,
	publish_by   date,                 -- last day for publishing by the law of the day it was formed
	published_on date,
	record_id    text        not null, -- record it brought about; empty: none
	comment      text        not null, -- whether the firm's comment waits, is shown, or was withheld
	rating       integer     not null, -- 1 to 5; 0: none
	state        text        not null,
	changed_at   timestamptz not null,
	constraint visit_is_known_by_firm_and_number primary key (entity_id, visit_id),
	constraint visit_cause_is_known check (cause in ('draw', 'case')),
	constraint visit_mode_is_known check (mode in ('on_site', 'remote', 'written')),
	constraint visit_state_is_known check (state in ('open', 'dropped', 'resulted', 'published', 'closed')),
	constraint visit_result_has_its_days check ((result = '') = (formed_on is null) and (formed_on is null) = (publish_by is null)),
	constraint visit_is_published_with_a_result check (published_on is null or result <> ''),
	constraint visit_comment_state_is_known check (comment in ('', 'waiting', 'shown', 'withheld')),
	constraint visit_rating_is_of_five check (rating between 0 and 5)
);
comment on table visit.visit is 'entity: visits to firms, how far each is and what came of it';
grant select, insert on visit.visit to xinheng_app;
grant update (mode, begun_on, flags, result, found, formed_on, publish_by, published_on, record_id, comment, rating, state, changed_at)
	on visit.visit to xinheng_app;
create index visit_of_org on visit.visit (org, planned_on desc);
create index visit_by_publication on visit.visit (published_on desc, visit_id) where published_on is not null;
create index visit_by_beginning on visit.visit (begun_on) where begun_on is not null;
create index visit_of_approval on visit.visit (approval_no) where approval_no <> '';

create table visit.task (
	entity_id text    not null,
	visit_id  text    not null,
	matter    text    not null,
	org       text    not null, -- the body whose matter it is
	draw_id   text    not null, -- the draw that sends it; of another cause empty
	dropped   boolean not null, -- the visit was not made: the task is free again
	constraint task_is_one_of_a_visit primary key (entity_id, visit_id, matter, draw_id)
);
comment on table visit.task is 'entity: the matters a visit serves, several of a joint one';
grant select, insert on visit.task to xinheng_app;
grant update (dropped) on visit.task to xinheng_app;
create unique index task_of_a_draw_is_in_one_visit on visit.task (entity_id, draw_id) where draw_id <> '' and not dropped;

create table visit.scan (
	entity_id text        not null,
	scan_id   text        not null,
	visit_id  text        not null, -- empty: the code belongs to no visit at this firm
	kind      text        not null,
	side      text        not null, -- who showed or read the code
	by        text        not null, -- access.Actor.ID
	at        timestamptz not null,
	constraint scan_is_known_by_id primary key (entity_id, scan_id),
	constraint scan_kind_is_known check (kind in ('firm_code', 'officer_code', 'no_code', 'wrong_code')),
	constraint scan_side_is_known check (side in ('officer', 'firm'))
);
comment on table visit.scan is 'entity: codes shown and read on arrival, append-only';
grant select, insert on visit.scan to xinheng_app;
create index scan_of_visit on visit.scan (entity_id, visit_id);

create table visit.alarm (
	month      text        not null, -- 2026-11
	high_found bigint      not null,
	high       bigint      not null,
	low_found  bigint      not null,
	low        bigint      not null,
	at         timestamptz not null,
	constraint alarm_is_given_once_a_month primary key (month)
);
comment on table visit.alarm is 'keyed: by month; high risk found no more than low, append-only';
grant select, insert on visit.alarm to xinheng_app;
