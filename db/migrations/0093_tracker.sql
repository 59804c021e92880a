-- +goose Up
-- The tracker of the policy (琼府办〔2021〕4号, closing sentence: 任务分解; F28-2): which body is to do which task until when, what it reported with
-- what evidence, and what the lead office said to it.

create schema tracker;
grant usage on schema tracker to xinheng_app;

create table tracker.assignment (
	assignment_id text        not null,
	task          text        not null, -- of law/policy
	org           text        not null,
	body          text        not null, -- its name on that day
	region        text        not null, -- where it stood on that day
	due_on        date        not null,
	note          text        not null,
	lead          text        not null, -- the office that assigned it
	lead_name     text        not null,
	actor         text        not null,
	at            timestamptz not null,
	withdrawn_at  timestamptz,
	withdrawn_by  text        not null default '',
	withdrawn_why text        not null default '',
	constraint assignment_is_known_by_id primary key (assignment_id),
	constraint assignment_withdrawn_says_why check ((withdrawn_at is null) = (withdrawn_why = '') and (withdrawn_at is null) = (withdrawn_by = ''))
);
comment on table tracker.assignment is 'keyed: by id; tasks of the policy assigned to bodies; only a withdrawal is added';
grant select, insert on tracker.assignment to xinheng_app;
grant update (withdrawn_at, withdrawn_by, withdrawn_why) on tracker.assignment to xinheng_app;
create unique index assignment_stands_once on tracker.assignment (task, org) where withdrawn_at is null;
create index assignment_of_body on tracker.assignment (org, due_on);

create table tracker.report (
	report_id     text        not null,
	assignment_id text        not null,
	n             integer     not null, -- the how-manieth on it
	finished      boolean     not null, -- the body says the task is done
	says          text        not null,
	document      text        not null, -- held by attach; empty: none
	document_name text        not null,
	document_hash text        not null,
	figure        text        not null, -- what the platform counted itself; empty: nothing
	year          integer     not null,
	counted       bigint      not null,
	actor         text        not null,
	filed_on      date        not null, -- the civil day that decides whether it was in time
	at            timestamptz not null,
	state         text        not null,
	answer        text        not null default '',
	answered_by   text        not null default '',
	answered_at   timestamptz,
	constraint report_is_known_by_id primary key (report_id),
	constraint report_has_its_place unique (assignment_id, n),
	constraint report_says_something check (says <> ''),
	constraint report_has_evidence check (document <> '' or figure <> '' and counted > 0),
	constraint report_document_has_a_hash check ((document = '') = (document_hash = '')),
	constraint report_state_is_known check (state in ('open', 'accepted', 'returned')),
	constraint report_returned_says_why check (state <> 'returned' or answer <> ''),
	constraint report_answer_is_whole check ((state = 'open') = (answered_at is null) and (state = 'open') = (answered_by = '')),
	constraint report_is_answered_by_another check (answered_by <> actor)
);
comment on table tracker.report is 'keyed: by id; reports of bodies with their evidence; only the answer is added';
grant select, insert on tracker.report to xinheng_app;
grant update (state, answer, answered_by, answered_at) on tracker.report to xinheng_app;
create unique index report_open_once on tracker.report (assignment_id) where state = 'open';
