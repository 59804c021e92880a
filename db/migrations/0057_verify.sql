-- +goose Up
-- Verification of commitments: one row for every commitment in effect, so that none is lost between what is checked, what is due and
-- what is under daily supervision. What a comparison found is kept and never changed.

create schema verify;
grant usage on schema verify to xinheng_app;

create table verify.verification (
	entity_id     text        not null,
	commitment_id text        not null,
	kind          text        not null,
	undertaking   text        not null,
	matter        text        not null, -- empty: of a proof, or to the public
	org           text        not null, -- body it was made to; empty: the public
	region        text        not null,
	plan          text        not null,
	plan_from     date        not null,
	class         text        not null, -- of the firm when it was planned
	method        text        not null,
	state         text        not null,
	starts_on     date,                 -- the term counts from here; none: what it was made for is not issued yet
	due_on        date,
	planned_at    timestamptz not null,
	compared_at   timestamptz,
	case_id       text        not null, -- of the task; empty: none was opened
	outcome       text        not null, -- of a finding: kept, mended, terminate, revoke, penalty; empty: none yet
	ended_on      date,
	version       integer     not null,
	constraint verification_is_of_one_commitment primary key (entity_id, commitment_id),
	constraint verification_method_is_known check (method in ('exempt', 'compare', 'officer')),
	constraint verification_state_is_known check (state in ('due', 'task', 'kept', 'broken', 'pooled', 'ended')),
	constraint verification_exempt_is_pooled_or_over check ((method = 'exempt') = (state = 'pooled') or state in ('task', 'kept', 'broken', 'ended')),
	constraint verification_ends_whole check ((ended_on is not null) = (state in ('kept', 'broken', 'ended'))),
	constraint verification_task_has_a_case check (state <> 'task' or case_id <> '')
);
comment on table verify.verification is 'entity: how each commitment in effect is verified';
create index verification_to_compare on verify.verification (starts_on) where state = 'due' and compared_at is null;
create index verification_of_org on verify.verification (org, state, due_on);
create index verification_in_the_pool on verify.verification (region, matter) where state = 'pooled';
grant select, insert on verify.verification to xinheng_app;
grant update (state, class, method, plan, plan_from, starts_on, due_on, compared_at, case_id, outcome, ended_on, version) on verify.verification to xinheng_app;

create table verify.comparison (
	entity_id     text        not null,
	commitment_id text        not null,
	seq           integer     not null,
	at            timestamptz not null,
	edition       text        not null, -- of the law it was judged by
	answer        text        not null,
	lines         text        not null, -- JSON: by clause, what was compared, what was found and where
	constraint comparison_is_known_by_number primary key (entity_id, commitment_id, seq),
	constraint comparison_is_of_a_verification foreign key (entity_id, commitment_id) references verify.verification (entity_id, commitment_id),
	constraint comparison_answer_is_known check (answer in ('match', 'mismatch', 'unknown'))
);
comment on table verify.comparison is 'entity: what commitments were compared with; append-only';
grant select, insert on verify.comparison to xinheng_app;
