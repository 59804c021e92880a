-- +goose Up
-- Voluntary declarations (琼府办〔2021〕4号（十一）): what a firm declared and signed, how it stands, what it was compared with, what it
-- consented to share, and the papers it did not have to hand in again. Values are sealed: figures of operation are a firm's own. Not
-- declaring writes nothing anywhere.

create schema declaration;
grant usage on schema declaration to xinheng_app;

create table declaration.verifier (
	kind     text        not null,
	region   text        not null, -- division it serves
	org      text        not null,
	since    date        not null,
	until    date,
	actor    text        not null,
	at       timestamptz not null,
	entry_id text        not null,
	constraint verifier_is_one_per_division primary key (kind, region, org),
	constraint verifier_ends_after_it_begins check (until is null or until >= since)
);
comment on table declaration.verifier is 'keyed: by kind; the bodies that verify declarations, by division';
grant select, insert on declaration.verifier to xinheng_app;
grant update (since, until, actor, at, entry_id) on declaration.verifier to xinheng_app;

create table declaration.signed (
	entity_id      text        not null,
	declaration_id text        not null,
	kind           text        not null,
	kind_from      date        not null,
	org            text        not null, -- the body that verifies it
	region         text        not null,
	papers         text[]      not null, -- attachments
	replaces       text        not null, -- the declaration it corrects; empty: none
	template       text        not null,
	template_from  date        not null,
	template_hash  text        not null,
	text_sm3       text        not null, -- what the signer confirmed
	sealed         bytea       not null, -- the values and the text as it was signed
	signer         text        not null,
	signer_role    text        not null,
	key            text        not null, -- idempotency
	shown_at       timestamptz not null,
	signed_at      timestamptz not null,
	suite          text        not null,
	key_id         text        not null,
	public_key     bytea       not null,
	signature      bytea       not null, -- of the platform
	entry_id       text        not null,
	constraint signed_is_known_by_id primary key (entity_id, declaration_id),
	constraint signed_is_countersigned check (length(signature) > 0 and length(public_key) > 0 and template_hash <> '' and text_sm3 <> ''),
	constraint signed_after_it_was_shown check (signed_at >= shown_at)
);
comment on table declaration.signed is 'entity: declarations as they were signed; only the seal changes, when keys turn';
grant select, insert on declaration.signed to xinheng_app;
grant update (sealed) on declaration.signed to xinheng_app;
create unique index signed_once_by_key on declaration.signed (entity_id, signer, key) where key <> '';
create index signed_by_number on declaration.signed (declaration_id);
create index signed_to_body on declaration.signed (org, signed_at desc);

create table declaration.status (
	entity_id      text        not null,
	declaration_id text        not null,
	state          text        not null,
	scopes         text[]      not null, -- consent to share, once verified
	undo_until     timestamptz not null,
	waived_at      timestamptz,
	released_at    timestamptz,
	due_on         date,                 -- an officer verifies by then
	compared_at    timestamptz,
	verified_on    date,
	verified_by    text        not null, -- shared, or the body; empty: not looked at
	source_id      text        not null, -- the record that said the same or otherwise; empty: none
	counts_until   date,                 -- a verified one counts until then
	case_id        text        not null, -- inquiry into it; empty: none
	ended_at       timestamptz,
	version        integer     not null,
	constraint status_is_of_a_declaration primary key (entity_id, declaration_id),
	constraint status_belongs_to_what_was_signed foreign key (entity_id, declaration_id) references declaration.signed (entity_id, declaration_id),
	constraint status_state_is_known check (state in ('signed', 'undone', 'unverified', 'verified', 'differs', 'withdrawn', 'replaced')),
	constraint status_follows_its_effect check (state in ('signed', 'undone') or released_at is not null),
	constraint status_takes_effect_in_its_time check (released_at is null or released_at >= least(undo_until, waived_at)),
	constraint status_verified_says_by_whom_and_until_when check (state <> 'verified' or verified_by <> '' and verified_on is not null and counts_until is not null),
	constraint status_differs_says_who_found_it check (state <> 'differs' or verified_by <> '' and verified_on is not null)
);
comment on table declaration.status is 'entity: how a declaration stands';
grant select, insert on declaration.status to xinheng_app;
grant update (state, scopes, waived_at, released_at, due_on, compared_at, verified_on, verified_by, source_id, counts_until, case_id, ended_at, version)
	on declaration.status to xinheng_app;
create index status_to_release on declaration.status (undo_until) where state = 'signed';
create index status_to_compare on declaration.status (released_at) where state = 'unverified' and compared_at is null;
create index status_by_source on declaration.status (entity_id, source_id) where source_id <> '';

create table declaration.look (
	entity_id      text        not null,
	declaration_id text        not null,
	seq            integer     not null,
	at             timestamptz not null,
	by             text        not null, -- shared, or the body
	actor          text        not null,
	edition        text        not null, -- of the law it was judged by
	answer         text        not null,
	lines          text        not null, -- JSON: which source, which record, which fields; never a value
	constraint look_is_known_by_number primary key (entity_id, declaration_id, seq),
	constraint look_is_at_a_declaration foreign key (entity_id, declaration_id) references declaration.signed (entity_id, declaration_id),
	constraint look_answer_is_known check (answer in ('match', 'mismatch', 'unknown'))
);
comment on table declaration.look is 'entity: what declarations were compared with; append-only';
grant select, insert on declaration.look to xinheng_app;

create table declaration.consent (
	entity_id      text        not null,
	declaration_id text        not null,
	seq            integer     not null,
	scopes         text[]      not null,
	actor          text        not null,
	at             timestamptz not null,
	entry_id       text        not null,
	constraint consent_is_known_by_number primary key (entity_id, declaration_id, seq),
	constraint consent_is_to_a_declaration foreign key (entity_id, declaration_id) references declaration.signed (entity_id, declaration_id)
);
comment on table declaration.consent is 'entity: what was consented to, and when; append-only';
grant select, insert on declaration.consent to xinheng_app;

create table declaration.saved (
	entity_id text        not null,
	saved_id  text        not null,
	kind      text        not null, -- document: a paper used again; shared: a paper not asked for; fact: a form filled from a fact
	of        text        not null, -- the attachment, record or declaration it came from
	use       text        not null, -- where it was used: kind of attachment, or the declaration
	at        timestamptz not null,
	constraint saved_is_known_by_id primary key (entity_id, saved_id),
	constraint saved_kind_is_known check (kind in ('document', 'shared', 'fact'))
);
comment on table declaration.saved is 'entity: papers nobody had to hand in again; append-only';
grant select, insert on declaration.saved to xinheng_app;
create index saved_by_day on declaration.saved (at);

create table declaration.document (
	entity_id  text        not null,
	file_id    text        not null,
	ends_on    date,                 -- valid until; none: not said
	revoked_at timestamptz,          -- not offered again; what was handed in with it stays
	actor      text        not null,
	at         timestamptz not null,
	constraint document_is_known_by_file primary key (entity_id, file_id)
);
comment on table declaration.document is 'entity: what an owner says of a document in its store';
grant select, insert on declaration.document to xinheng_app;
grant update (ends_on, revoked_at, actor, at) on declaration.document to xinheng_app;
