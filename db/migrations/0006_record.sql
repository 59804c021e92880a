-- +goose Up
-- Records: every version of what departments reported, and how it came in. Versions are append-only: a correction, repair,
-- withdrawal, removal or undone match is a further version. Dates decide what is public on a day; no job ever hides a row.

create schema record;
grant usage on schema record to xinheng_app;

create table record.version (
	entity_id       text        not null, -- unified social credit code, or p-… for a natural person
	record_id       text        collate "C" not null, -- natural key, folded
	version         integer     not null,
	item            text        not null, -- of the catalogue
	class           text        not null,
	adverse         boolean     not null,
	state           text        not null,
	state_on        date,
	state_document  text        not null,
	state_authority text        not null,
	subject         text        not null, -- as on the document; of a natural person masked
	person          boolean     not null,
	document_no     text        not null,
	title           text        not null,
	kinds           text[]      not null,
	list            text        not null,
	grade           text        not null,
	domain          text        not null,
	authority       text        not null,
	authority_id    text        not null,
	source          text        not null,
	source_id       text        not null,
	basis           text        not null,
	region          text        not null,
	fine            bigint      not null, -- fen
	confiscated     bigint      not null, -- fen
	decided_on      date        not null,
	served_on       date,
	valid_from      date,
	valid_until     date,
	severity        text        not null,
	severity_rule   text        not null,
	public_from     date,                 -- null: never public
	repair_from     date,
	public_until    date,                 -- last public day
	period          text        not null,
	publicity       text        not null,
	content         jsonb       not null, -- open values; personal ones masked
	sealed          bytea,                -- personal and secret values
	fingerprint     bytea       not null, -- of everything reported, keyed where it is secret: tells a duplicate from a correction
	batch_id        text        not null,
	row             integer     not null, -- in the file, as a person sees it
	seen_at         timestamptz not null,
	entry_id        uuid        not null, -- ledger entry of its chunk
	leaf            integer     not null, -- its place among the rows of that entry
	salt            bytea       not null,
	constraint version_is_numbered_once primary key (entity_id, record_id, version),
	constraint version_counts_from_one check (version >= 1),
	constraint version_state_is_known check (state in ('effective', 'withdrawn', 'repaired', 'removed', 'unmerged')),
	constraint version_against_someone_is_public_with_an_end check (not adverse or public_from is null or public_until is not null),
	constraint version_against_someone_has_document_and_authority check (not adverse or (document_no <> '' and authority_id <> '')),
	constraint version_of_a_person_is_public_with_an_end check
		(not person or public_from is null or public_until is not null),
	constraint version_amount_is_not_negative check (fine >= 0 and confiscated >= 0)
);
comment on table record.version is 'entity: every version of every record; append-only';
grant select, insert on record.version to xinheng_app;

create index version_by_record on record.version (record_id, version desc);
create index version_by_entry on record.version (entry_id);
create index version_public_by_item on record.version (item, decided_on desc, record_id desc)
	where public_from is not null and state = 'effective';
create index version_public_by_list on record.version (list, decided_on desc, record_id desc)
	where list <> '' and public_from is not null and state = 'effective';
create index version_by_end_of_publicity on record.version (public_until, record_id)
	where public_from is not null and state = 'effective';

create table record.batch (
	id          text        not null, -- from source, item and file, or from the caller's key
	item        text        not null,
	source_id   text        not null,
	source      text        not null,
	actor       text        not null,
	file_name   text        not null,
	format      text        not null,
	file_hash   bytea       not null,
	edition     text        not null, -- of the law it was judged by
	status      text        not null,
	total       bigint      not null, -- rows of the file
	done        bigint      not null, -- rows taken in so far: where to go on
	accepted    bigint      not null,
	rejected    bigint      not null,
	duplicate   bigint      not null,
	queued      bigint      not null,
	flaws       bigint      not null, -- entries in record.rejection
	again       boolean     not null, -- a refused row may fare better another day: the same file may be taken in anew
	unknown     text[]      not null, -- columns nobody reads
	started_at  timestamptz not null,
	ended_at    timestamptz,
	constraint batch_is_taken_once primary key (id),
	constraint batch_status_is_known check (status in ('running', 'complete')),
	constraint batch_reconciles check (done = accepted + rejected + duplicate + queued and done <= total),
	constraint batch_complete_is_whole check (status = 'running' or (done = total and ended_at is not null))
);
comment on table record.batch is 'local: deliveries, their progress and totals';
grant select, insert on record.batch to xinheng_app;
grant update (status, done, accepted, rejected, duplicate, queued, flaws, again, ended_at) on record.batch to xinheng_app;

create index batch_by_source on record.batch (source_id, started_at desc);

create table record.chunk (
	entry_id uuid   not null,
	batch_id text   not null,
	leaves   bytea  not null, -- hashes of its rows, 32 bytes each
	constraint chunk_is_one_entry primary key (entry_id)
);
comment on table record.chunk is 'local: ledger entries of a batch and the leaves they commit to; append-only';
grant select, insert on record.chunk to xinheng_app;
create index chunk_by_batch on record.chunk (batch_id, entry_id);

create table record.rejection (
	batch_id text   not null,
	row      bigint not null,
	no       integer not null,
	field    text   not null,
	code     text   not null,
	constraint rejection_is_told_once primary key (batch_id, row, no)
);
comment on table record.rejection is 'local: why rows were refused, never with their values; append-only';
grant select, insert on record.rejection to xinheng_app;

create table record.queue (
	id          text        not null, -- from item, document and content
	item        text        not null,
	source_id   text        not null,
	source      text        not null,
	batch_id    text        not null,
	row         bigint      not null,
	subject     text        not null, -- a name without a code; never a natural person's
	document_no text        not null,
	authority   text        not null,
	decided_on  date        not null,
	seen_at     timestamptz not null,
	sealed      bytea       not null, -- the values of the row
	status      text        not null,
	entity_id   text        not null, -- whom it was assigned to; empty while open
	record_id   text        not null,
	constraint queue_holds_a_row_once primary key (id),
	constraint queue_status_is_known check (status in ('open', 'assigned', 'known')),
	constraint queue_open_names_nobody check ((status = 'open') = (entity_id = ''))
);
comment on table record.queue is 'local: rows with a name and no code, waiting for a human';
grant select, insert on record.queue to xinheng_app;
grant update (status, entity_id, record_id) on record.queue to xinheng_app;
create index queue_open on record.queue (seen_at, id) where status = 'open';
create index queue_by_record on record.queue (record_id) where record_id <> '';

create table record.match (
	entry_id  uuid        not null, -- its ledger entry
	queue_id  text        not null references record.queue (id),
	act       text        not null,
	entity_id text        not null,
	record_id text        not null,
	actor     text        not null,
	reason    text        not null,
	at        timestamptz not null,
	constraint match_is_one_act primary key (entry_id),
	constraint match_act_is_known check (act in ('assign', 'undo')),
	constraint match_has_a_reason check (reason <> '')
);
comment on table record.match is 'local: who decided whose record a name was, and who undid it; append-only';
grant select, insert on record.match to xinheng_app;
create index match_by_queue on record.match (queue_id, at);

create table record.awaited (
	key         text not null, -- of item, authority and document number
	item        text not null,
	source_id   text not null,
	source      text not null,
	document_no text not null,
	decided_on  date not null,
	alarm_on    date not null,
	due_on      date not null,
	why         text not null, -- refused or queued
	constraint awaited_is_one_document primary key (key)
);
comment on table record.awaited is 'local: decisions reported but not yet stored, while they can still be published in time';
grant select, insert, update, delete on record.awaited to xinheng_app;
create index awaited_by_alarm on record.awaited (alarm_on, due_on);

create table record.tally (
	source_id text        not null,
	item      text        not null,
	month     date        not null,
	source    text        not null,
	rows      bigint      not null,
	accepted  bigint      not null,
	rejected  bigint      not null,
	duplicate bigint      not null,
	queued    bigint      not null,
	clean     bigint      not null, -- accepted without anything doubtful
	expected  bigint      not null, -- values complete rows would have had
	filled    bigint      not null, -- values they had
	timed     bigint      not null, -- rows with a deadline
	late      bigint      not null, -- of these, after it
	orphans   bigint      not null, -- subjects not in the register
	records   bigint      not null, -- new records
	last_seen timestamptz not null,
	constraint tally_is_one_per_month primary key (source_id, item, month)
);
comment on table record.tally is 'local: quality of what each source reported, counted as it came in';
grant select, insert, update on record.tally to xinheng_app;
