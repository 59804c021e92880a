-- +goose Up
-- The loop that closes: cases whose answer is watched until they are closed, what the caller did with what it was told, and the
-- effects that were given out, until they end and whoever got them has acknowledged that. What an answer said is kept as codes
-- and dates; of natural persons no more than the word that was answered.

create schema watch;
grant usage on schema watch to xinheng_app;

create table watch.watch (
	entity_id   text        not null,
	decision_id text        not null, -- the check whose case is watched
	org         text        not null, -- the body that asked, and nobody else sees it
	matter      text        not null,
	industry    text        not null, -- of what is applied for; empty: not told
	purpose     text        not null,
	case_no     text        not null, -- of the caller
	opened_at   timestamptz not null,
	opened_by   text        not null, -- actor
	first       jsonb       not null, -- what was told when it was opened
	now         jsonb       not null, -- what would be told now
	changes     integer     not null,
	changed_at  timestamptz,
	closed_at   timestamptz,
	closed_by   text        not null, -- actor; empty: open
	constraint watch_is_one_per_decision primary key (entity_id, decision_id),
	constraint watch_is_closed_by_somebody check ((closed_at is null) = (closed_by = '')),
	constraint watch_counts_its_changes check (changes >= 0 and (changes = 0 or changed_at is not null))
);
comment on table watch.watch is 'entity: cases whose answer is watched until they are closed';
grant select, insert on watch.watch to xinheng_app;
grant update (opened_at, opened_by, first, now, changes, changed_at, closed_at, closed_by) on watch.watch to xinheng_app;
create index watch_by_decision on watch.watch (decision_id);
create index watch_of_org on watch.watch (org, opened_at desc, decision_id desc);
create index watch_open on watch.watch (entity_id, decision_id) where closed_at is null;

create table watch.change (
	entity_id   text        not null,
	decision_id text        not null,
	seq         integer     not null,
	at          timestamptz not null,
	was         text        not null, -- outcome, or the word of level 1
	now         text        not null,
	ended       jsonb       not null, -- effects that no longer follow, and why
	begun       jsonb       not null, -- effects that follow now
	constraint change_is_counted_once primary key (entity_id, decision_id, seq)
);
comment on table watch.change is 'entity: what changed in a watched case; append-only';
grant select, insert on watch.change to xinheng_app;

create table watch.effect (
	entity_id   text        not null,
	decision_id text        not null, -- the answer that told it
	record_id   text        not null, -- what it rests on; empty: a word of level 1
	measure     text        not null, -- code; answer: a word of level 1
	org         text        not null, -- the body that was told
	matter      text        not null,
	industry    text        not null,
	at          timestamptz not null,
	until_on    date,                 -- as it was told
	ended_at    timestamptz,
	ended_by    text        not null, -- repaired, removed, withdrawn, expired …; empty: it has not ended
	constraint effect_is_told_once primary key (entity_id, decision_id, record_id, measure),
	constraint effect_ended_has_a_reason check ((ended_at is null) = (ended_by = ''))
);
comment on table watch.effect is 'entity: effects that were told, until they end and are called back';
grant select, insert on watch.effect to xinheng_app;
grant update (ended_at, ended_by) on watch.effect to xinheng_app;
create index effect_standing on watch.effect (entity_id, decision_id) where ended_at is null;
create index effect_to_end on watch.effect (org, until_on) where ended_at is null;

create table watch.duty (
	entity_id   text        not null,
	decision_id text        not null,
	org         text        not null, -- the body that owes it
	matter      text        not null,
	purpose     text        not null,
	case_no     text        not null,
	officer     text        not null,
	at          timestamptz not null,
	measures    jsonb       not null, -- code, kind and whether it must be applied
	due_on      date,                 -- null: no rule said until when
	provisional boolean     not null,
	constraint duty_is_one_per_decision primary key (entity_id, decision_id),
	constraint duty_is_about_something check (measures <> '[]')
);
comment on table watch.duty is 'entity: checks that told an effect, for which the caller reports what it did; append-only';
grant select, insert on watch.duty to xinheng_app;
create index duty_by_decision on watch.duty (decision_id);
create index duty_of_org on watch.duty (org, decision_id);
create index duty_by_time on watch.duty (at);

create table watch.feedback (
	entity_id   text        not null,
	decision_id text        not null,
	org         text        not null,
	at          timestamptz not null,
	actor       text        not null,
	officer     text        not null, -- who reports
	results     jsonb       not null, -- measure by measure: applied or not, and why not
	late        boolean     not null,
	constraint feedback_is_given_once primary key (entity_id, decision_id)
);
comment on table watch.feedback is 'entity: what callers did with the effects they were told; append-only';
grant select, insert on watch.feedback to xinheng_app;

-- A notice may tell that a watched case changed. Of a lift it is known whose decision the measure rested on, so that its officers
-- see who still has not acknowledged.
alter table exchange.notice drop constraint notice_kind_is_known;
alter table exchange.notice
	add constraint notice_kind_is_known check (kind in ('tombstone', 'correction', 'reach_back', 'lift', 'watch')),
	add column source        text not null default '', -- body whose decision ended; empty: not told
	add column source_region text not null default '';
create index notice_lifts on exchange.notice (created_at) where kind = 'lift';
