-- +goose Up
-- Commitments (琼府办〔2021〕4号（一）–（三）): what was signed and countersigned, how it is performed, which bodies take them in, the
-- evidence of start conditions, and who asked again for a proof that a commitment had replaced. Choosing the ordinary route writes
-- nothing here or anywhere (F01-7).

create schema commitment;
grant usage on schema commitment to xinheng_app;

create table commitment.receiver (
	undertaking text        not null,
	region      text        not null, -- division it serves
	org         text        not null, -- code of the body whose system issues the permit
	since       date        not null,
	until       date,
	actor       text        not null,
	at          timestamptz not null,
	entry_id    text        not null,
	constraint receiver_is_one_per_division primary key (undertaking, region, org),
	constraint receiver_ends_after_it_begins check (until is null or until >= since)
);
comment on table commitment.receiver is 'keyed: by undertaking; the bodies that take commitments in, by division';
grant select, insert on commitment.receiver to xinheng_app;
grant update (since, until, actor, at, entry_id) on commitment.receiver to xinheng_app;

create table commitment.signed (
	entity_id        text        not null,
	commitment_id    text        not null,
	undertaking      text        not null,
	undertaking_from date        not null,
	kind             text        not null,
	matter           text        not null, -- empty: none
	proofs           text[]      not null, -- what it replaces
	project          text        not null, -- name of the project; empty: none
	org              text        not null, -- the body it is made to; empty: the public
	region           text        not null,
	grouping         text        not null, -- the association's signing it belongs to; empty: none
	replaces         text        not null, -- the commitment it changes; empty: none
	template         text        not null,
	template_from    date        not null,
	template_hash    text        not null, -- of the words that were signed
	notice           text        not null, -- the notice told before; empty: none
	notice_from      date,
	notice_hash      text        not null,
	clauses          text[]      not null,
	body             text        not null, -- the text as it was shown and signed; it names no natural person
	body_sm3         text        not null, -- what the signer confirmed
	signer           text        not null, -- access.Actor.ID
	signer_role      text        not null,
	decision         text        not null, -- the credit check the route rests on; empty: none is needed
	key              text        not null, -- idempotency
	shown_at         timestamptz not null, -- when notice and text were shown
	signed_at        timestamptz not null,
	suite            text        not null,
	key_id           text        not null,
	public_key       bytea       not null,
	signature        bytea       not null, -- of the platform over all of the above
	entry_id         text        not null,
	constraint signed_is_known_by_id primary key (entity_id, commitment_id),
	constraint signed_kind_is_known check (kind in ('approval', 'deferred', 'proof', 'industry', 'voluntary')),
	constraint signed_is_countersigned check (length(signature) > 0 and length(public_key) > 0 and template_hash <> '' and body_sm3 <> ''),
	constraint signed_after_it_was_shown check (signed_at >= shown_at),
	constraint signed_for_a_body_names_it check (kind in ('industry', 'voluntary') or org <> '')
);
comment on table commitment.signed is 'entity: append-only; commitments as they were signed, tied to the version of the text';
grant select, insert on commitment.signed to xinheng_app;
create unique index signed_once_by_key on commitment.signed (entity_id, signer, key) where key <> '';
create index signed_by_number on commitment.signed (commitment_id);

create table commitment.performance (
	entity_id     text        not null,
	commitment_id text        not null,
	state         text        not null,
	undo_until    timestamptz not null, -- until then it can be taken back or changed, and nothing follows from it (G5)
	waived_at     timestamptz,          -- the signer did without that time
	released_at   timestamptz,          -- it took effect, and the body was told
	permit_no     text        not null, -- what was issued on it; empty: nothing yet
	permitted_at  timestamptz,
	checked_org   text        not null, -- body that found it kept or broken; empty: not checked
	checked_on    date,
	clause        text        not null, -- that was broken; empty: none
	document      text        not null, -- of the finding
	reason        text        not null, -- of a withdrawal
	ended_at      timestamptz,
	version       integer     not null,
	constraint performance_is_of_a_commitment primary key (entity_id, commitment_id),
	constraint performance_belongs_to_what_was_signed foreign key (entity_id, commitment_id) references commitment.signed (entity_id, commitment_id),
	constraint performance_state_is_known check (state in ('signed', 'undone', 'changed', 'performing', 'kept', 'broken', 'withdrawn')),
	constraint performance_takes_effect_in_its_time check (released_at is null or released_at >= least(undo_until, waived_at)),
	constraint performance_taken_back_had_no_effect check (state not in ('signed', 'undone', 'changed') or released_at is null),
	constraint performance_follows_its_effect check (state not in ('performing', 'kept', 'broken', 'withdrawn') or released_at is not null),
	constraint performance_permit_follows_its_effect check (permitted_at is null or released_at is not null and permit_no <> ''),
	constraint performance_broken_names_clause_and_document check (state <> 'broken' or clause <> '' and document <> '' and checked_org <> ''),
	constraint performance_checked_says_by_whom_and_when check (state not in ('kept', 'broken') or checked_org <> '' and checked_on is not null)
);
comment on table commitment.performance is 'entity: how a commitment is performed';
grant select, insert on commitment.performance to xinheng_app;
grant update (state, waived_at, released_at, permit_no, permitted_at, checked_org, checked_on, clause, document, reason, ended_at, version)
	on commitment.performance to xinheng_app;
create index performance_to_release on commitment.performance (undo_until) where state = 'signed';
create index performance_by_day on commitment.performance (released_at desc, commitment_id) where released_at is not null;

create table commitment.evidence (
	entity_id     text        not null,
	commitment_id text        not null,
	condition     text        not null, -- of the undertaking
	ref           text        not null, -- attachment, or record
	name          text        not null,
	sha256        text        not null,
	actor         text        not null,
	at            timestamptz not null,
	constraint evidence_is_one_per_condition primary key (entity_id, commitment_id, condition, ref),
	constraint evidence_is_of_a_commitment foreign key (entity_id, commitment_id) references commitment.signed (entity_id, commitment_id)
);
comment on table commitment.evidence is 'entity: append-only; what shows the conditions that are not promised but proved';
grant select, insert on commitment.evidence to xinheng_app;

create table commitment.violation (
	entity_id     text        not null,
	commitment_id text        not null,
	proof         text        not null,
	org           text        not null, -- the body that asked again
	org_name      text        not null,
	case_no       text        not null,
	times         integer     not null,
	first_at      timestamptz not null,
	last_at       timestamptz not null,
	constraint violation_is_told_once_per_body primary key (entity_id, commitment_id, proof, org),
	constraint violation_happened check (times >= 1 and last_at >= first_at)
);
comment on table commitment.violation is 'entity: a proof asked for again although a commitment had replaced it (F02-2)';
grant select, insert on commitment.violation to xinheng_app;
grant update (case_no, times, last_at) on commitment.violation to xinheng_app;
create index violation_by_day on commitment.violation (last_at desc, org);

-- The body a commitment is made to is told that it is in effect, and issues (F01-4).
alter table exchange.notice drop constraint notice_kind_is_known;
alter table exchange.notice add constraint notice_kind_is_known check (kind in ('tombstone', 'correction', 'reach_back', 'lift', 'watch', 'commitment'));
