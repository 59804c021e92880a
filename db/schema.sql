create schema access;
grant usage on schema access to xinheng_app;

create table access.api_key (
  key_id text not null,
  hash bytea not null,
  org text not null,
  org_name text not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  last_used_on date,
  revoked_at timestamp with time zone,
  constraint api_key_is_known_by_id PRIMARY KEY (key_id),
  constraint api_key_hash_is_sha256 CHECK ((octet_length(hash) = 32)),
  constraint api_key_may_do_something CHECK ((cardinality(scopes) > 0)),
  constraint api_key_secret_is_one_key UNIQUE (hash)
);
comment on table access.api_key is 'local: API keys of bodies, hashed';
grant insert, select on access.api_key to xinheng_app;
grant update (last_used_on) on access.api_key to xinheng_app;
grant update (revoked_at) on access.api_key to xinheng_app;

create schema adoption;
grant usage on schema adoption to xinheng_app;

create table adoption.adopted (
  id uuid not null,
  keys text[] not null,
  officer text not null,
  body text not null,
  why_zh text not null,
  why_en text not null,
  from_on date not null,
  until_on date not null,
  adopted_at timestamp with time zone not null,
  actor text not null,
  salt bytea not null,
  entry_id uuid not null,
  constraint adopted_is_known_by_id PRIMARY KEY (id),
  constraint adopted_by_a_named_officer CHECK (((officer <> ''::text) AND (body <> ''::text))),
  constraint adopted_covers_something CHECK ((cardinality(keys) > 0)),
  constraint adopted_ends_after_it_begins CHECK ((until_on > from_on)),
  constraint adopted_for_a_reason CHECK ((why_zh <> ''::text)),
  constraint adopted_only_once UNIQUE (body, keys, from_on, until_on)
);
comment on table adoption.adopted is 'reference: adoptions of assumed law values; append-only';
grant insert, select on adoption.adopted to xinheng_app;

create schema "check";
grant usage on schema "check" to xinheng_app;

create table "check".coverage (
  day date not null,
  matter text not null,
  org text not null,
  calls bigint not null,
  constraint coverage_is_counted_once PRIMARY KEY (day, matter, org)
);
comment on table "check".coverage is 'local: how often each body really checked for each matter, by day';
grant insert, select, update on "check".coverage to xinheng_app;

create table "check".decision (
  entity_id text not null,
  decision_id text not null,
  group_id uuid not null,
  seq integer not null,
  at timestamp with time zone not null,
  org text not null,
  actor text not null,
  officer text not null,
  purpose text not null,
  case_no text not null,
  matter text not null,
  matter_version text not null,
  on_date date not null,
  outcome text not null,
  edition text not null,
  "position" bigint not null,
  answer text not null,
  inputs text not null,
  salt bytea not null,
  constraint decision_is_known_by_id PRIMARY KEY (entity_id, decision_id),
  constraint decision_states_its_purpose CHECK (((purpose <> ''::text) AND (case_no <> ''::text) AND (officer <> ''::text)))
);
CREATE INDEX decision_by_id ON "check".decision USING btree (decision_id);
comment on table "check".decision is 'entity: checks about it as evidence; append-only';
grant insert, select on "check".decision to xinheng_app;

create table "check".evidence (
  group_id uuid not null,
  entry_id uuid not null,
  at timestamp with time zone not null,
  leaves bytea not null,
  root bytea not null,
  algorithm text not null,
  key_id text not null,
  signature bytea not null,
  constraint evidence_is_known_by_group PRIMARY KEY (group_id),
  constraint evidence_leaves_are_hashes CHECK (((octet_length(leaves) > 0) AND ((octet_length(leaves) % 32) = 0))),
  constraint evidence_root_is_a_hash CHECK ((octet_length(root) = 32))
);
comment on table "check".evidence is 'keyed: by group_id; the groups decisions were recorded in; append-only';
grant insert, select on "check".evidence to xinheng_app;

create schema ledger;
grant usage on schema ledger to xinheng_app;

create table ledger.checkpoint (
  size bigint not null,
  root bytea not null,
  at timestamp with time zone not null,
  note text not null,
  constraint checkpoint_of_a_size_is_signed_once PRIMARY KEY (size),
  constraint checkpoint_covers_something CHECK ((size >= 1)),
  constraint checkpoint_root_is_a_hash CHECK ((octet_length(root) = 32))
);
comment on table ledger.checkpoint is 'local: signed states of the tree, one per turn of the sequencer; append-only';
grant insert, select on ledger.checkpoint to xinheng_app;

create table ledger.entry (
  id uuid not null,
  kind text not null,
  actor text not null,
  about text not null,
  public jsonb not null,
  root bytea,
  at timestamp with time zone not null,
  leaf bytea not null,
  constraint entry_is_known_by_id PRIMARY KEY (id),
  constraint entry_leaf_is_a_hash CHECK ((octet_length(leaf) = 32)),
  constraint entry_public_is_an_object CHECK ((jsonb_typeof(public) = 'object'::text)),
  constraint entry_root_is_a_hash CHECK ((octet_length(root) = 32))
);
comment on table ledger.entry is 'local: acts, appended in the transaction of the change they describe; append-only';
grant insert, select on ledger.entry to xinheng_app;

create table ledger.node (
  index bigint not null,
  hash bytea not null,
  constraint node_is_written_once PRIMARY KEY (index),
  constraint node_is_a_hash CHECK ((octet_length(hash) = 32))
);
comment on table ledger.node is 'local: complete subtrees of the Merkle tree; append-only';
grant insert, select on ledger.node to xinheng_app;

create table ledger.pending (
  seq bigint not null generated always as identity,
  entry_id uuid not null,
  constraint pending_is_in_order PRIMARY KEY (seq),
  constraint pending_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES ledger.entry(id)
);
comment on table ledger.pending is 'local: queue of entries not yet placed';
grant delete, insert, select on ledger.pending to xinheng_app;

create table ledger.placed (
  "position" bigint not null,
  entry_id uuid not null,
  at timestamp with time zone not null,
  constraint placed_position_is_taken_once PRIMARY KEY ("position"),
  constraint placed_positions_count_from_one CHECK (("position" >= 1)),
  constraint placed_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES ledger.entry(id),
  constraint placed_entry_has_one_position UNIQUE (entry_id)
);
comment on table ledger.placed is 'local: the order of entries, dense from 1; append-only';
grant insert, select on ledger.placed to xinheng_app;
grant usage on schema public to xinheng_app;

create table public.goose_db_version (
  id integer not null generated by default as identity,
  version_id bigint not null,
  is_applied boolean not null,
  tstamp timestamp without time zone not null default now(),
  constraint goose_db_version_pkey PRIMARY KEY (id)
);
comment on table public.goose_db_version is 'local: which migrations have run';
grant select on public.goose_db_version to xinheng_app;

create schema record;
grant usage on schema record to xinheng_app;

create table record.awaited (
  key text not null,
  item text not null,
  source_id text not null,
  source text not null,
  document_no text not null,
  decided_on date not null,
  alarm_on date not null,
  due_on date not null,
  why text not null,
  constraint awaited_is_one_document PRIMARY KEY (key)
);
CREATE INDEX awaited_by_alarm ON record.awaited USING btree (alarm_on, due_on);
comment on table record.awaited is 'local: decisions reported but not yet stored, while they can still be published in time';
grant delete, insert, select, update on record.awaited to xinheng_app;

create table record.batch (
  id text not null,
  item text not null,
  source_id text not null,
  source text not null,
  actor text not null,
  file_name text not null,
  format text not null,
  file_hash bytea not null,
  edition text not null,
  status text not null,
  total bigint not null,
  done bigint not null,
  accepted bigint not null,
  rejected bigint not null,
  duplicate bigint not null,
  queued bigint not null,
  flaws bigint not null,
  again boolean not null,
  unknown text[] not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint batch_is_taken_once PRIMARY KEY (id),
  constraint batch_complete_is_whole CHECK (((status = 'running'::text) OR ((done = total) AND (ended_at IS NOT NULL)))),
  constraint batch_reconciles CHECK (((done = (((accepted + rejected) + duplicate) + queued)) AND (done <= total))),
  constraint batch_status_is_known CHECK ((status = ANY (ARRAY['running'::text, 'complete'::text])))
);
CREATE INDEX batch_by_source ON record.batch USING btree (source_id, started_at DESC);
comment on table record.batch is 'local: deliveries, their progress and totals';
grant insert, select on record.batch to xinheng_app;
grant update (accepted) on record.batch to xinheng_app;
grant update (again) on record.batch to xinheng_app;
grant update (done) on record.batch to xinheng_app;
grant update (duplicate) on record.batch to xinheng_app;
grant update (ended_at) on record.batch to xinheng_app;
grant update (flaws) on record.batch to xinheng_app;
grant update (queued) on record.batch to xinheng_app;
grant update (rejected) on record.batch to xinheng_app;
grant update (status) on record.batch to xinheng_app;

create table record.chunk (
  entry_id uuid not null,
  batch_id text not null,
  leaves bytea not null,
  constraint chunk_is_one_entry PRIMARY KEY (entry_id)
);
CREATE INDEX chunk_by_batch ON record.chunk USING btree (batch_id, entry_id);
comment on table record.chunk is 'local: ledger entries of a batch and the leaves they commit to; append-only';
grant insert, select on record.chunk to xinheng_app;

create table record.match (
  entry_id uuid not null,
  queue_id text not null,
  act text not null,
  entity_id text not null,
  record_id text not null,
  actor text not null,
  reason text not null,
  at timestamp with time zone not null,
  constraint match_is_one_act PRIMARY KEY (entry_id),
  constraint match_act_is_known CHECK ((act = ANY (ARRAY['assign'::text, 'undo'::text]))),
  constraint match_has_a_reason CHECK ((reason <> ''::text)),
  constraint match_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES record.queue(id)
);
CREATE INDEX match_by_queue ON record.match USING btree (queue_id, at);
comment on table record.match is 'local: who decided whose record a name was, and who undid it; append-only';
grant insert, select on record.match to xinheng_app;

create table record.queue (
  id text not null,
  item text not null,
  source_id text not null,
  source text not null,
  batch_id text not null,
  "row" bigint not null,
  subject text not null,
  document_no text not null,
  authority text not null,
  decided_on date not null,
  seen_at timestamp with time zone not null,
  sealed bytea not null,
  status text not null,
  entity_id text not null,
  record_id text not null,
  constraint queue_holds_a_row_once PRIMARY KEY (id),
  constraint queue_open_names_nobody CHECK (((status = 'open'::text) = (entity_id = ''::text))),
  constraint queue_status_is_known CHECK ((status = ANY (ARRAY['open'::text, 'assigned'::text, 'known'::text])))
);
CREATE INDEX queue_by_record ON record.queue USING btree (record_id) WHERE (record_id <> ''::text);
CREATE INDEX queue_open ON record.queue USING btree (seen_at, id) WHERE (status = 'open'::text);
comment on table record.queue is 'local: rows with a name and no code, waiting for a human';
grant insert, select on record.queue to xinheng_app;
grant update (entity_id) on record.queue to xinheng_app;
grant update (record_id) on record.queue to xinheng_app;
grant update (status) on record.queue to xinheng_app;

create table record.rejection (
  batch_id text not null,
  "row" bigint not null,
  no integer not null,
  field text not null,
  code text not null,
  constraint rejection_is_told_once PRIMARY KEY (batch_id, "row", no)
);
comment on table record.rejection is 'local: why rows were refused, never with their values; append-only';
grant insert, select on record.rejection to xinheng_app;

create table record.tally (
  source_id text not null,
  item text not null,
  month date not null,
  source text not null,
  rows bigint not null,
  accepted bigint not null,
  rejected bigint not null,
  duplicate bigint not null,
  queued bigint not null,
  clean bigint not null,
  expected bigint not null,
  filled bigint not null,
  timed bigint not null,
  late bigint not null,
  orphans bigint not null,
  records bigint not null,
  last_seen timestamp with time zone not null,
  constraint tally_is_one_per_month PRIMARY KEY (source_id, item, month)
);
comment on table record.tally is 'local: quality of what each source reported, counted as it came in';
grant insert, select, update on record.tally to xinheng_app;

create table record.version (
  entity_id text not null,
  record_id text collate "C" not null,
  version integer not null,
  item text not null,
  class text not null,
  adverse boolean not null,
  state text not null,
  state_on date,
  state_document text not null,
  state_authority text not null,
  subject text not null,
  person boolean not null,
  document_no text not null,
  title text not null,
  kinds text[] not null,
  list text not null,
  grade text not null,
  domain text not null,
  authority text not null,
  authority_id text not null,
  source text not null,
  source_id text not null,
  basis text not null,
  region text not null,
  fine bigint not null,
  confiscated bigint not null,
  decided_on date not null,
  served_on date,
  valid_from date,
  valid_until date,
  severity text not null,
  severity_rule text not null,
  public_from date,
  repair_from date,
  public_until date,
  period text not null,
  publicity text not null,
  content jsonb not null,
  sealed bytea,
  fingerprint bytea not null,
  batch_id text not null,
  "row" integer not null,
  seen_at timestamp with time zone not null,
  entry_id uuid not null,
  leaf integer not null,
  salt bytea not null,
  constraint version_is_numbered_once PRIMARY KEY (entity_id, record_id, version),
  constraint version_against_someone_has_document_and_authority CHECK (((NOT adverse) OR ((document_no <> ''::text) AND (authority_id <> ''::text)))),
  constraint version_against_someone_is_public_with_an_end CHECK (((NOT adverse) OR (public_from IS NULL) OR (public_until IS NOT NULL))),
  constraint version_amount_is_not_negative CHECK (((fine >= 0) AND (confiscated >= 0))),
  constraint version_counts_from_one CHECK ((version >= 1)),
  constraint version_of_a_person_is_public_with_an_end CHECK (((NOT person) OR (public_from IS NULL) OR (public_until IS NOT NULL))),
  constraint version_state_is_known CHECK ((state = ANY (ARRAY['effective'::text, 'withdrawn'::text, 'repaired'::text, 'removed'::text, 'unmerged'::text])))
);
CREATE INDEX version_by_end_of_publicity ON record.version USING btree (public_until, record_id) WHERE ((public_from IS NOT NULL) AND (state = 'effective'::text));
CREATE INDEX version_by_entry ON record.version USING btree (entry_id);
CREATE INDEX version_by_record ON record.version USING btree (record_id, version DESC);
CREATE INDEX version_public_by_item ON record.version USING btree (item, decided_on DESC, record_id DESC) WHERE ((public_from IS NOT NULL) AND (state = 'effective'::text));
CREATE INDEX version_public_by_list ON record.version USING btree (list, decided_on DESC, record_id DESC) WHERE ((list <> ''::text) AND (public_from IS NOT NULL) AND (state = 'effective'::text));
comment on table record.version is 'entity: every version of every record; append-only';
grant insert, select on record.version to xinheng_app;

create schema registry;
grant usage on schema registry to xinheng_app;

create table registry.entity (
  entity_id text not null,
  name text not null,
  name_norm text collate "C" not null,
  core_name text collate "C" not null,
  bigrams text[] collate "C" not null,
  kind text not null,
  status text not null,
  region text not null,
  region_derived boolean not null,
  industry text not null,
  established_on date,
  address text not null,
  legal_rep_masked text not null,
  legal_rep_sealed bytea,
  legal_rep_blind text not null,
  parent_id text not null,
  reg_no text not null,
  digest text not null,
  first_seen timestamp with time zone,
  last_seen timestamp with time zone,
  constraint entity_is_known_by_its_id PRIMARY KEY (entity_id),
  constraint entity_kind_is_known CHECK ((kind = ANY (ARRAY['enterprise'::text, 'household'::text, 'cooperative'::text, 'institution'::text, 'organ'::text, 'social'::text, 'other'::text, 'person'::text]))),
  constraint entity_person_and_nobody_else_has_a_blind_id CHECK (((kind = 'person'::text) = (entity_id ~~ 'p-%'::text))),
  constraint entity_person_cannot_be_searched CHECK (((kind <> 'person'::text) OR ((name_norm = ''::text) AND (core_name = ''::text) AND (bigrams = '{}'::text[])))),
  constraint entity_status_is_known CHECK ((status = ANY (ARRAY['registered'::text, 'revoked'::text, 'cancelled'::text, 'stub'::text])))
) with (fillfactor=90);
CREATE INDEX entity_by_bigram ON registry.entity USING gin (bigrams) WHERE (kind <> 'person'::text);
CREATE INDEX entity_by_core_name ON registry.entity USING btree (core_name, entity_id) WHERE (kind <> 'person'::text);
CREATE INDEX entity_by_legal_rep ON registry.entity USING btree (legal_rep_blind, entity_id) WHERE (legal_rep_blind <> ''::text);
CREATE INDEX entity_by_name ON registry.entity USING btree (name_norm, entity_id) WHERE (kind <> 'person'::text);
CREATE INDEX entity_by_parent ON registry.entity USING btree (parent_id, entity_id) WHERE (parent_id <> ''::text);
CREATE INDEX entity_by_reg_no ON registry.entity USING btree (reg_no, entity_id) WHERE ((reg_no <> ''::text) AND (kind <> 'person'::text));
comment on table registry.entity is 'entity: market entities, and natural persons known from documents';
grant insert, select, update on registry.entity to xinheng_app;

create table registry.former_name (
  entity_id text not null,
  name_norm text collate "C" not null,
  name text not null,
  constraint former_name_is_kept_once PRIMARY KEY (entity_id, name_norm)
);
CREATE INDEX former_name_by_name ON registry.former_name USING btree (name_norm, entity_id);
comment on table registry.former_name is 'entity: names an entity had before; never removed';
grant insert, select on registry.former_name to xinheng_app;

create table registry.person (
  entity_id text not null,
  seq smallint not null,
  role text not null,
  name_masked text not null,
  sealed bytea not null,
  blind text not null,
  constraint person_has_a_place_in_the_registration PRIMARY KEY (entity_id, seq)
);
CREATE INDEX person_by_blind ON registry.person USING btree (blind, entity_id) WHERE (blind <> ''::text);
comment on table registry.person is 'entity: persons responsible for an entity; identity numbers sealed';
grant delete, insert, select on registry.person to xinheng_app;

create schema standing;
grant usage on schema standing to xinheng_app;

create table standing.fact (
  entity_id text not null,
  fact_id text not null,
  version integer not null,
  kind text not null,
  item text not null,
  list text not null,
  grade text not null,
  ban text not null,
  industry text not null,
  domain text not null,
  severity text not null,
  title text not null,
  authority text not null,
  document_no text not null,
  basis_text text not null,
  basis jsonb not null,
  standing text not null,
  law_keys jsonb not null,
  assumed_keys jsonb not null,
  from_on date not null,
  until_on date,
  repair_from date,
  ended_on date,
  ended_by text not null,
  adverse boolean not null,
  entry_id uuid not null,
  constraint fact_is_one_per_record PRIMARY KEY (entity_id, fact_id),
  constraint fact_against_someone_has_a_basis CHECK (((NOT adverse) OR (basis <> '[]'::jsonb) OR (ended_on IS NOT NULL))),
  constraint fact_against_someone_has_an_end CHECK (((NOT adverse) OR (until_on IS NOT NULL) OR (ended_on IS NOT NULL))),
  constraint fact_ends_for_a_reason CHECK (((ended_on IS NULL) = (ended_by = ''::text)))
);
CREATE INDEX fact_changed_by_entry ON standing.fact USING btree (entry_id);
comment on table standing.fact is 'entity: what counts for or against it, from a date until a date, on a basis';
grant insert, select, update on standing.fact to xinheng_app;
