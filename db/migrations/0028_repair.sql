-- +goose Up
-- Credit repair: applications that cover many records and become a case for each deciding body, the commitments signed with
-- them, proofs of fulfilment the platform holds, and what follows from a grant. Personal words are with the cases, sealed.

create schema repair;
grant usage on schema repair to xinheng_app;

create table repair.receipt (
	application_id text not null, -- the number on the receipt; its code is derived from it and kept nowhere
	entity_id      text not null,
	constraint receipt_is_known_by_number primary key (application_id)
);
comment on table repair.receipt is 'keyed: by application_id; append-only; whose application a number is';
grant select, insert on repair.receipt to xinheng_app;

create table repair.application (
	entity_id      text        not null,
	application_id text        not null,
	actor          text        not null, -- who opened it
	key            text        not null, -- idempotency
	agent          text        not null, -- the agent it came through; empty: none
	authority      text        not null, -- the delegation or attachment that shows the agent's authority
	path           text        not null, -- reorganisation, or empty
	cases          text[]      not null,
	records        text[]      not null,
	papers         integer     not null, -- how many papers were asked for, the commitment among them
	found          integer     not null, -- how many proofs the platform found and did not ask for
	waived         boolean     not null, -- the signer did without the time to take it back
	signed_at      timestamptz,
	push_at        timestamptz,          -- from when the deciding bodies may have it
	pushed_at      timestamptz,
	ended_at       timestamptz,          -- it was taken back before that
	created_at     timestamptz not null,
	constraint application_is_known_by_number primary key (entity_id, application_id),
	constraint application_is_about_records check (cardinality(records) > 0),
	constraint application_by_an_agent_shows_authority check (agent = '' or authority <> ''),
	constraint application_is_pushed_signed check (pushed_at is null or signed_at is not null),
	constraint application_is_pushed_after_its_time check (pushed_at is null or pushed_at >= push_at),
	constraint application_taken_back_is_not_pushed check (ended_at is null or pushed_at is null)
);
comment on table repair.application is 'entity: one application for the repair of many records, with one receipt';
grant select, insert on repair.application to xinheng_app;
grant update (cases, papers, found, waived, signed_at, push_at, pushed_at, ended_at) on repair.application to xinheng_app;
create unique index application_is_made_once_by_key on repair.application (entity_id, actor, key) where key <> '';
create index application_to_push on repair.application (push_at) where pushed_at is null and ended_at is null and push_at is not null;
create index application_of_agent on repair.application (agent, created_at) where agent <> '';

create table repair.commitment (
	entity_id      text        not null,
	commitment_id  text        not null,
	application_id text        not null,
	template       text        not null,
	template_from  date        not null,
	template_hash  text        not null, -- of the words that were signed
	clauses        text[]      not null,
	records        text[]      not null,
	signer         text        not null, -- access.Actor.ID
	signed_at      timestamptz not null,
	suite          text        not null,
	key_id         text        not null,
	public_key     bytea       not null,
	signature      bytea       not null, -- of the platform over all of the above
	entry_id       text        not null,
	constraint commitment_is_known_by_id primary key (entity_id, commitment_id),
	constraint commitment_is_signed check (length(signature) > 0 and length(public_key) > 0 and template_hash <> ''),
	constraint commitment_is_of_an_application foreign key (entity_id, application_id) references repair.application (entity_id, application_id)
);
comment on table repair.commitment is 'entity: append-only; signed commitments of repair, tied to the version of the text that was signed';
grant select, insert on repair.commitment to xinheng_app;
create index commitment_of_application on repair.commitment (entity_id, application_id);

create table repair.pledge (
	entity_id     text not null,
	commitment_id text not null,
	case_id       text not null, -- whose decision published it
	status        text not null,
	clause        text not null, -- that was broken; empty: none
	from_on       date not null,
	ended_on      date,
	constraint pledge_is_published_once_by_a_case primary key (entity_id, commitment_id, case_id),
	constraint pledge_is_of_a_commitment foreign key (entity_id, commitment_id) references repair.commitment (entity_id, commitment_id),
	constraint pledge_status_is_known check (status in ('kept', 'broken')),
	constraint pledge_broken_names_its_clause check (status <> 'broken' or clause <> '' and ended_on is not null)
);
comment on table repair.pledge is 'entity: commitments as they are published since a grant, and how they are kept';
grant select, insert on repair.pledge to xinheng_app;
grant update (status, clause, ended_on) on repair.pledge to xinheng_app;
create index pledge_by_day on repair.pledge (from_on desc, commitment_id);

create table repair.proof (
	entity_id text        not null,
	proof_id  text        not null,
	record_id text        not null,
	kind      text        not null,
	on_day    date        not null,
	source    text        not null,
	document  text        not null,
	org       text        not null, -- the body that gave it
	actor     text        not null,
	at        timestamptz not null,
	entry_id  text        not null,
	constraint proof_is_known_by_id primary key (entity_id, proof_id),
	constraint proof_kind_is_known check (kind in ('payment', 'rectification', 'earlier')),
	constraint proof_names_its_source check (source <> '' and document <> '')
);
comment on table repair.proof is 'entity: append-only; proofs of fulfilment the platform holds, so that nobody hands them in';
grant select, insert on repair.proof to xinheng_app;
create unique index proof_is_given_once on repair.proof (entity_id, record_id, kind, document);

create table repair.outcome (
	entity_id  text        not null,
	case_id    text        not null,
	org        text        not null,
	outcome    text        not null,
	filed_on   date        not null,
	decided_on date        not null,
	days       integer     not null, -- working days it took
	records    text[]      not null,
	document   text        not null,
	regraded_on date,                -- when the evaluation took it into account; of a grant
	synced_at  timestamptz,          -- when the last target had acknowledged; of a grant
	at         timestamptz not null,
	constraint outcome_is_of_a_case primary key (entity_id, case_id),
	constraint outcome_is_known check (outcome in ('granted', 'refused', 'inadmissible', 'relieved', 'revoked', 'kept')),
	constraint outcome_takes_time check (days >= 0 and decided_on >= filed_on)
);
comment on table repair.outcome is 'entity: what was decided and how long it took: figures, effects still to be seen, and the mark for re-evaluation';
grant select, insert on repair.outcome to xinheng_app;
grant update (outcome, decided_on, days, document, at, regraded_on, synced_at) on repair.outcome to xinheng_app;
create index outcome_of_body on repair.outcome (org, decided_on);
create index outcome_to_regrade on repair.outcome (decided_on) where regraded_on is null and outcome in ('granted', 'revoked', 'relieved');
create index outcome_to_sync on repair.outcome (decided_on) where synced_at is null and outcome = 'granted';

create table repair.alarm (
	agent    text        not null,
	on_day   date        not null,
	firms    integer     not null,
	since    date        not null,
	limit_n  integer     not null,
	at       timestamptz not null,
	entry_id text        not null,
	constraint alarm_is_given_once_a_day primary key (agent, on_day),
	constraint alarm_passes_its_limit check (firms > limit_n)
);
comment on table repair.alarm is 'keyed: by agent; append-only; an agent asked for repair for more firms than the law data says is usual: somebody looks, nothing is stopped';
grant select, insert on repair.alarm to xinheng_app;
create index alarm_by_day on repair.alarm (on_day desc, agent);

-- The calculator finds a decision by its number.
create index version_by_document on record.version (document_no) where adverse;
