-- +goose Up
-- Disclosure: who read what of whom and why, who may by consent, what left the platform as a file, and what the auditor is
-- asked to look at. Everything is append-only; the bytes of an export alone are removed when it has expired. Dates decide
-- what still holds: no job ends a consent, an export or a broken glass.

create schema disclosure;
grant usage on schema disclosure to xinheng_app;

create table disclosure.reading (
	entity_id  text        not null, -- whose data was read
	reading_id uuid        not null,
	at         timestamptz not null,
	org        text        not null, -- the body that read
	actor      text        not null,
	purpose    text        not null,
	case_no    text        not null,
	fields     text[]      not null, -- what was shown
	consent_id text        not null, -- the consent it rests on; empty for a body acting by duty
	glass_id   text        not null, -- the broken glass it was read through; empty otherwise
	sampled    boolean     not null, -- chosen by the hash of its id: the auditor sees it unless an act follows
	batch_id   uuid        not null,
	seq        integer     not null, -- place among the rows of its batch
	salt       bytea       not null,
	constraint reading_is_known_by_id primary key (entity_id, reading_id),
	constraint reading_states_purpose_and_case check (purpose <> '' and case_no <> ''),
	constraint reading_shows_something check (cardinality(fields) > 0)
);
comment on table disclosure.reading is 'entity: every reading of what is not public; append-only';
grant select, insert on disclosure.reading to xinheng_app;
create index reading_of_entity_by_time on disclosure.reading (entity_id, at desc, reading_id desc);
create index reading_by_time on disclosure.reading (at desc, reading_id desc);
create index reading_by_actor on disclosure.reading (actor, at);
create index reading_sampled on disclosure.reading (at) where sampled;

create table disclosure.reading_batch (
	batch_id uuid  not null,
	entry_id uuid  not null, -- ledger entry whose root the leaves give
	leaves   bytea not null, -- 32 bytes each, in order of seq
	constraint reading_batch_is_known_by_id primary key (batch_id),
	constraint reading_batch_leaves_are_hashes check (octet_length(leaves) > 0 and octet_length(leaves) % 32 = 0)
);
comment on table disclosure.reading_batch is 'keyed: by batch_id; what ties readings to the ledger; append-only';
grant select, insert on disclosure.reading_batch to xinheng_app;

create table disclosure.act (
	entity_id text        not null,
	org       text        not null,
	case_no   text        not null,
	at        timestamptz not null,
	what      text        not null, -- "check.decision", "record.version"
	constraint act_is_noted_once primary key (entity_id, org, case_no, at, what)
);
comment on table disclosure.act is 'entity: what bodies did in the cases they read for; append-only';
grant select, insert on disclosure.act to xinheng_app;

create table disclosure.consent (
	entity_id  text        not null,
	consent_id uuid        not null,
	at         timestamptz not null,
	actor      text        not null, -- who consented for it
	grantee    text        not null, -- code of the body that may ask
	fields     text[]      not null,
	purpose    text        not null,
	from_on    date        not null,
	until_on   date        not null, -- last day
	constraint consent_is_known_by_id primary key (entity_id, consent_id),
	constraint consent_ends check (until_on >= from_on),
	constraint consent_covers_something check (cardinality(fields) > 0)
);
comment on table disclosure.consent is 'entity: who may read what of it, why and until when, by its own consent; append-only';
grant select, insert on disclosure.consent to xinheng_app;

create table disclosure.consent_end (
	entity_id  text        not null,
	consent_id uuid        not null,
	at         timestamptz not null,
	actor      text        not null,
	constraint consent_is_revoked_once primary key (entity_id, consent_id),
	constraint consent_end_has_its_consent foreign key (entity_id, consent_id) references disclosure.consent (entity_id, consent_id)
);
comment on table disclosure.consent_end is 'entity: consents taken back; append-only';
grant select, insert on disclosure.consent_end to xinheng_app;

create table disclosure.question (
	entity_id text        not null,
	view_id   text        not null, -- the reading, check or export asked about
	at        timestamptz not null,
	actor     text        not null,
	words     text        not null,
	item_id   text        not null, -- its place in the auditor's queue
	constraint question_is_asked_once primary key (entity_id, view_id)
);
comment on table disclosure.question is 'entity: what subjects asked about who viewed them; append-only';
grant select, insert on disclosure.question to xinheng_app;

create table disclosure.glass (
	glass_id text        not null,
	at       timestamptz not null,
	actor    text        not null, -- who asks, and will read
	org      text        not null,
	subject  text        not null, -- the entity it is limited to; empty for all
	reason   text        not null,
	constraint glass_is_known_by_id primary key (glass_id),
	constraint glass_has_a_reason check (reason <> '')
);
comment on table disclosure.glass is 'local: who asked to break the glass, and why; append-only';
grant select, insert on disclosure.glass to xinheng_app;
create index glass_by_time on disclosure.glass (at desc, glass_id desc);

create table disclosure.glass_opening (
	glass_id text        not null references disclosure.glass (glass_id),
	at       timestamptz not null,
	actor    text        not null, -- the second person
	until    timestamptz not null,
	constraint glass_is_opened_once primary key (glass_id),
	constraint glass_closes_by_itself check (until > at)
);
comment on table disclosure.glass_opening is 'local: the second person who agreed, and until when; append-only';
grant select, insert on disclosure.glass_opening to xinheng_app;

create table disclosure.glass_closing (
	glass_id text        not null references disclosure.glass_opening (glass_id),
	at       timestamptz not null,
	actor    text        not null,
	constraint glass_is_closed_once primary key (glass_id)
);
comment on table disclosure.glass_closing is 'local: broken glasses closed before their time; append-only';
grant select, insert on disclosure.glass_closing to xinheng_app;

create table disclosure.export (
	export_id text        not null, -- the number of the approval: E-20261122-…
	at        timestamptz not null,
	actor     text        not null,
	org       text        not null,
	source    text        not null,
	filter    jsonb       not null,
	reason    text        not null,
	estimate  bigint      not null,
	row_limit bigint      not null, -- of the role it was asked in
	approvals smallint    not null, -- how many it needs
	constraint export_is_known_by_number primary key (export_id),
	constraint export_has_a_reason check (reason <> ''),
	constraint export_needs_approval check (approvals in (1, 2))
);
comment on table disclosure.export is 'local: who asked to take data out, and why; append-only';
grant select, insert on disclosure.export to xinheng_app;
create index export_by_time on disclosure.export (at desc, export_id desc);

create table disclosure.export_answer (
	export_id text        not null references disclosure.export (export_id),
	seq       smallint    not null, -- 1 first approval, 2 second
	at        timestamptz not null,
	actor     text        not null,
	approved  boolean     not null,
	note      text        not null,
	constraint export_is_answered_once_each primary key (export_id, seq),
	constraint export_is_answered_by_different_people unique (export_id, actor)
);
comment on table disclosure.export_answer is 'local: approvals and refusals of exports; append-only';
grant select, insert on disclosure.export_answer to xinheng_app;

create table disclosure.export_product (
	export_id text        not null references disclosure.export (export_id),
	at        timestamptz not null,
	rows      bigint      not null,
	bytes     bigint      not null,
	sha256    bytea       not null, -- of the file as handed out
	constraint export_is_produced_once primary key (export_id)
);
comment on table disclosure.export_product is 'local: files made of approved exports; append-only';
grant select, insert on disclosure.export_product to xinheng_app;

create table disclosure.export_file (
	export_id text  not null references disclosure.export_product (export_id),
	sealed    bytea not null,
	constraint export_has_one_file primary key (export_id)
);
comment on table disclosure.export_file is 'local: the bytes of exports, sealed, until they expire';
grant select, insert, delete on disclosure.export_file to xinheng_app;

create table disclosure.export_download (
	export_id text        not null references disclosure.export_product (export_id),
	seq       integer     not null,
	at        timestamptz not null,
	actor     text        not null,
	constraint export_downloads_are_counted primary key (export_id, seq)
);
comment on table disclosure.export_download is 'local: each time an export was fetched; append-only';
grant select, insert on disclosure.export_download to xinheng_app;

create table disclosure.item (
	item_id  text        not null, -- from its kind and what it is about: found twice, it is one
	kind     text        not null,
	at       timestamptz not null,
	actor    text        not null, -- whose conduct it is about
	org      text        not null,
	about    text        not null, -- reading, export, glass or view
	evidence jsonb       not null,
	constraint item_is_queued_once primary key (item_id),
	constraint item_kind_is_known check (kind in ('sample', 'alarm', 'glass', 'question'))
);
comment on table disclosure.item is 'local: what the auditor is asked to look at; append-only';
grant select, insert on disclosure.item to xinheng_app;
create index item_by_time on disclosure.item (at desc, item_id desc);
create index item_by_about on disclosure.item (about, kind);

create table disclosure.finding (
	item_id  text        not null references disclosure.item (item_id),
	at       timestamptz not null,
	actor    text        not null,
	in_order boolean     not null,
	note     text        not null, -- shown to the subject when it had asked
	constraint item_is_settled_once primary key (item_id),
	constraint finding_says_something check (note <> '')
);
comment on table disclosure.finding is 'local: what the auditor found; append-only';
grant select, insert on disclosure.finding to xinheng_app;

create table disclosure.verification (
	at          timestamptz not null,
	actor       text        not null,
	holds       boolean     not null,
	code        text        not null, -- of what was found wrong; empty when all holds
	last        bigint      not null, -- position up to which it was verified
	checkpoints bigint      not null,
	constraint verification_is_known_by_time primary key (at)
);
comment on table disclosure.verification is 'local: when the ledger was recomputed from the page, and what came out; append-only';
grant select, insert on disclosure.verification to xinheng_app;
