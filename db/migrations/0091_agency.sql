-- +goose Up
-- Credit service agencies (信用服务机构): by which agreement each takes data, what it was given, what it had to delete, and whether it did.

create schema agency;
grant usage on schema agency to xinheng_app;

create table agency.agreement (
	org            text        not null, -- unified social credit code of the agency
	version        integer     not null,
	name_zh        text        not null,
	name_en        text        not null,
	kind           text        not null,
	filing_no      text        not null, -- of its filing or licence
	licensed_from  date        not null,
	licensed_until date,                 -- last day; null: no end laid down
	report_kinds   text[]      not null, -- kinds of market reports it may issue
	items          text[]      not null, -- of the catalogue: what it may take
	purpose        text        not null,
	quota          integer     not null, -- readings a month
	from_on        date        not null,
	until_on       date        not null, -- last day
	probe_url      text        not null, -- where it answers whether it holds a record; empty: it hands in signed lists
	key_suite      text        not null, -- of its public key; empty: it signs nothing
	public_key     bytea       not null,
	active         boolean     not null, -- false: ended before its day
	state          text        not null,
	author         text        not null,
	reviewer       text        not null, -- empty while proposed
	created_at     timestamptz not null,
	decided_at     timestamptz,
	constraint agreement_version_is_numbered_once primary key (org, version),
	constraint agreement_kind_is_known check (kind in ('credit_reporting', 'rating', 'bank', 'service')),
	constraint agreement_state_is_known check (state in ('proposed', 'approved', 'refused')),
	constraint agreement_is_decided_by_somebody check ((state = 'proposed') = (reviewer = '') and (state = 'proposed') = (decided_at is null)),
	constraint agreement_is_decided_by_another check (author <> reviewer),
	constraint agreement_ends_after_it_begins check (until_on >= from_on),
	constraint agreement_licence_ends_after_it_begins check (licensed_until is null or licensed_until >= licensed_from),
	constraint agreement_names_items check (cardinality(items) > 0),
	constraint agreement_quota_is_positive check (quota > 0),
	constraint agreement_key_is_of_a_suite check (key_suite in ('', 'national', 'international') and (key_suite = '') = (length(public_key) = 0))
);
comment on table agency.agreement is 'keyed: by org; data agreements of credit service agencies, version by version, each approved by a second person';
grant select, insert on agency.agreement to xinheng_app;
grant update (state, reviewer, decided_at) on agency.agreement to xinheng_app;

create table agency.used (
	org   text    not null,
	month date    not null, -- its first day
	calls integer not null,
	constraint used_is_counted_by_month primary key (org, month),
	constraint used_month_is_its_first_day check (extract(day from month) = 1),
	constraint used_counts_upwards check (calls >= 1)
);
comment on table agency.used is 'keyed: by org; readings an agency made in a month, against its quota';
grant select, insert on agency.used to xinheng_app;
grant update (calls) on agency.used to xinheng_app;

create table agency.given (
	entity_id text        not null,
	org       text        not null,
	record_id text        not null,
	version   integer     not null, -- the newest it was given
	at        timestamptz not null, -- when it was given that
	constraint given_is_once_to_an_agency primary key (entity_id, org, record_id)
);
comment on table agency.given is 'entity: which of its public records an agency was given, by id, so that the agency can be told to forget them';
grant select, insert on agency.given to xinheng_app;
grant update (version, at) on agency.given to xinheng_app;

create table agency.duty (
	entity_id       text        not null,
	duty_id         text        not null,
	org             text        not null,
	record_id       text        not null,
	reason          text        not null,
	created_at      timestamptz not null,
	due_on          date,
	provisional     boolean     not null,
	acknowledged_at timestamptz,          -- when the agency said that it had deleted
	lifted_at       timestamptz,          -- the record may be held again: a repair that was revoked
	probed_at       timestamptz,
	probe_error     text        not null, -- a word; empty: it answered
	constraint duty_is_known_by_id primary key (entity_id, duty_id)
);
comment on table agency.duty is 'entity: records an agency must delete, since when, until when, and what it said';
grant select, insert on agency.duty to xinheng_app;
grant update (acknowledged_at, lifted_at, probed_at, probe_error) on agency.duty to xinheng_app;
create unique index duty_stands_once on agency.duty (entity_id, org, record_id) where lifted_at is null;
create index duty_of_org on agency.duty (org, duty_id desc);
create index duty_to_probe on agency.duty (org, probed_at nulls first) where lifted_at is null;

create table agency.finding (
	entity_id    text        not null,
	finding_id   text        not null,
	org          text        not null,
	record_id    text        not null,
	duty_id      text        not null,
	found_by     text        not null,
	after_word   boolean     not null, -- found although its deletion had been acknowledged
	opened_at    timestamptz not null,
	due_on       date,
	provisional  boolean     not null,
	seen_at      timestamptz not null,
	sightings    integer     not null,
	seen         text        not null, -- kind and size of the answer, or the digest of the list: nothing it says
	state        text        not null,
	comment      text        not null, -- what the agency says to it
	commented_at timestamptz,
	document     text        not null, -- by which the office confirmed it; empty: not yet
	confirmed_by text        not null,
	confirmed_at timestamptz,
	closed_at    timestamptz,
	constraint finding_is_known_by_id primary key (entity_id, finding_id),
	constraint finding_is_by_a_known_way check (found_by in ('probe', 'list')),
	constraint finding_state_is_known check (state in ('open', 'closed')),
	constraint finding_closed_has_a_time check ((state = 'closed') = (closed_at is not null)),
	constraint finding_is_confirmed_by_a_document check ((confirmed_at is null) = (document = '') and (confirmed_at is null) = (confirmed_by = '')),
	constraint finding_counts_upwards check (sightings >= 1)
);
comment on table agency.finding is 'entity: records an agency still held when it should have deleted them';
grant select, insert on agency.finding to xinheng_app;
grant update (seen_at, sightings, seen, after_word, state, comment, commented_at, document, confirmed_by, confirmed_at, closed_at) on agency.finding to xinheng_app;
create unique index finding_is_open_once on agency.finding (entity_id, duty_id) where state = 'open';
create index finding_of_org on agency.finding (org, finding_id desc);
create index finding_open on agency.finding (finding_id) where state = 'open';

create table agency.holding (
	org       text        not null,
	as_of     timestamptz not null, -- when the agency drew its list
	at        timestamptz not null, -- when it was handed in
	records   text[]      not null, -- ids it holds
	digest    bytea       not null, -- SHA-256 of the ids, sorted, a line each
	signature bytea       not null,
	by        text        not null,
	constraint holding_is_one_of_a_moment primary key (org, as_of)
);
comment on table agency.holding is 'keyed: by org; signed lists of the records an agency says it holds, append-only';
grant select, insert on agency.holding to xinheng_app;

-- Whoever still holds what had to be deleted is told so, and until when to mend it.
alter table exchange.notice drop constraint notice_kind_is_known;
alter table exchange.notice add constraint notice_kind_is_known
	check (kind in ('tombstone', 'correction', 'reach_back', 'lift', 'watch', 'commitment', 'rating', 'holding'));
