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
  line text not null,
  per_day bigint not null,
  ends_at timestamp with time zone,
  constraint api_key_is_known_by_id PRIMARY KEY (key_id),
  constraint api_key_hash_is_sha256 CHECK ((octet_length(hash) = 32)),
  constraint api_key_may_do_something CHECK ((cardinality(scopes) > 0)),
  constraint api_key_quota_is_not_negative CHECK ((per_day >= 0)),
  constraint api_key_secret_is_one_key UNIQUE (hash)
);
CREATE INDEX api_key_by_line ON access.api_key USING btree (line);
comment on table access.api_key is 'local: API keys of bodies, hashed';
grant insert, select on access.api_key to xinheng_app;
grant update (ends_at) on access.api_key to xinheng_app;
grant update (last_used_on) on access.api_key to xinheng_app;
grant update (revoked_at) on access.api_key to xinheng_app;

create table access."freeze" (
  freeze_id uuid not null,
  kind text not null,
  target text not null,
  case_id text not null,
  from_at timestamp with time zone not null,
  until_on date not null,
  by text not null,
  released_at timestamp with time zone,
  released_by text,
  constraint freeze_is_known_by_id PRIMARY KEY (freeze_id),
  constraint freeze_ends_after_it_begins CHECK ((until_on >= ((from_at AT TIME ZONE 'Asia/Shanghai'::text))::date)),
  constraint freeze_has_a_target_and_a_case CHECK (((target <> ''::text) AND (case_id <> ''::text))),
  constraint freeze_is_not_of_oneself CHECK (((kind = 'key'::text) OR (by <> target))),
  constraint freeze_is_released_whole CHECK ((num_nonnulls(released_at, released_by) = ANY (ARRAY[0, 2]))),
  constraint freeze_kind_is_known CHECK ((kind = ANY (ARRAY['account'::text, 'key'::text, 'export'::text])))
);
CREATE INDEX freeze_by_case ON access."freeze" USING btree (case_id);
CREATE INDEX freeze_by_target ON access."freeze" USING btree (kind, target, until_on) WHERE (released_at IS NULL);
comment on table access."freeze" is 'local: accounts, keys and rights to export that a case suspended, until when';
grant insert, select on access."freeze" to xinheng_app;
grant update (released_at) on access."freeze" to xinheng_app;
grant update (released_by) on access."freeze" to xinheng_app;

create table access.key_use (
  line text not null,
  on_day date not null,
  calls bigint not null,
  constraint key_use_is_counted_by_day PRIMARY KEY (line, on_day),
  constraint key_use_counts_something CHECK ((calls > 0))
);
comment on table access.key_use is 'local: calls of keys that have a quota, by day';
grant insert, select on access.key_use to xinheng_app;
grant update (calls) on access.key_use to xinheng_app;

create schema account;
grant usage on schema account to xinheng_app;

create table account.account (
  account_id uuid not null,
  login text not null,
  name text not null,
  org text,
  region text not null,
  status text not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  status_at timestamp with time zone not null,
  constraint account_is_known_by_id PRIMARY KEY (account_id),
  constraint account_login_is_lower_case CHECK ((login = lower(login))),
  constraint account_status_is_known CHECK ((status = ANY (ARRAY['requested'::text, 'active'::text, 'suspended'::text, 'refused'::text, 'left'::text]))),
  constraint account_belongs_to_an_org FOREIGN KEY (org) REFERENCES account.org(org_id),
  constraint account_login_is_one_person UNIQUE (login)
);
comment on table account.account is 'local: accounts of people';
grant insert, select on account.account to xinheng_app;
grant update (status) on account.account to xinheng_app;
grant update (status_at) on account.account to xinheng_app;

create table account.certificate (
  account_id uuid not null,
  kind text not null,
  from_on date not null,
  until_on date not null,
  recorded_by text not null,
  recorded_at timestamp with time zone not null,
  constraint certificate_is_known_by_holder_and_day PRIMARY KEY (account_id, kind, from_on),
  constraint certificate_ends_after_it_begins CHECK ((until_on >= from_on)),
  constraint certificate_is_of_an_account FOREIGN KEY (account_id) REFERENCES account.account(account_id)
);
comment on table account.certificate is 'local: training certificates of people';
grant insert, select on account.certificate to xinheng_app;

create table account.certificate_rule (
  role text not null,
  kind text not null,
  from_on date not null,
  until_on date,
  basis text not null,
  constraint certificate_rule_is_known_by_role_and_day PRIMARY KEY (role, kind, from_on),
  constraint certificate_rule_ends_after_it_begins CHECK ((until_on >= from_on)),
  constraint certificate_rule_has_a_basis CHECK ((basis <> ''::text))
);
comment on table account.certificate_rule is 'reference: which roles need which certificate before they touch the rights of others';
grant insert, select on account.certificate_rule to xinheng_app;

create table account.delegation (
  delegation_id uuid not null,
  firm text not null,
  firm_name text not null,
  account_id uuid not null,
  role text not null,
  services text[] not null,
  confirm boolean not null,
  from_on date not null,
  until_on date,
  granted_by text not null,
  granted_at timestamp with time zone not null,
  ended_by text,
  ended_at timestamp with time zone,
  constraint delegation_is_known_by_id PRIMARY KEY (delegation_id),
  constraint delegation_ends_after_it_begins CHECK ((until_on >= from_on)),
  constraint delegation_ends_unless_by_law CHECK (((until_on IS NOT NULL) OR (role = 'R3'::text))),
  constraint delegation_is_ended_whole CHECK ((num_nonnulls(ended_by, ended_at) = ANY (ARRAY[0, 2]))),
  constraint delegation_is_for_something CHECK ((cardinality(services) > 0)),
  constraint delegation_is_not_granted_to_oneself CHECK ((granted_by <> ('person:'::text || (account_id)::text))),
  constraint delegation_role_is_known CHECK ((role = ANY (ARRAY['R3'::text, 'R4'::text, 'R5'::text]))),
  constraint delegation_to_an_agent_is_confirmed CHECK ((confirm OR (role <> 'R5'::text))),
  constraint delegation_is_to_an_account FOREIGN KEY (account_id) REFERENCES account.account(account_id)
);
CREATE INDEX delegation_by_account ON account.delegation USING btree (account_id);
CREATE INDEX delegation_by_firm ON account.delegation USING btree (firm);
comment on table account.delegation is 'local: who acts for which firm, in what, until when';
grant insert, select on account.delegation to xinheng_app;
grant update (ended_at) on account.delegation to xinheng_app;
grant update (ended_by) on account.delegation to xinheng_app;

create table account.invitation (
  hash bytea not null,
  account_id uuid not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint invitation_is_known_by_hash PRIMARY KEY (hash),
  constraint invitation_hash_is_sha256 CHECK ((octet_length(hash) = 32)),
  constraint invitation_is_to_an_account FOREIGN KEY (account_id) REFERENCES account.account(account_id)
);
comment on table account.invitation is 'local: one-time links by which people set their password';
grant insert, select on account.invitation to xinheng_app;
grant update (used_at) on account.invitation to xinheng_app;

create table account.org (
  org_id text not null,
  name text not null,
  parent text,
  region text not null,
  kind text not null,
  changed_at timestamp with time zone not null,
  constraint org_is_known_by_code PRIMARY KEY (org_id),
  constraint org_has_a_name CHECK ((name <> ''::text)),
  constraint org_is_not_its_own_parent CHECK ((parent <> org_id)),
  constraint org_parent_is_an_org FOREIGN KEY (parent) REFERENCES account.org(org_id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX org_by_parent ON account.org USING btree (parent);
comment on table account.org is 'reference: bodies as a tree';
grant insert, select on account.org to xinheng_app;
grant update (changed_at) on account.org to xinheng_app;
grant update (kind) on account.org to xinheng_app;
grant update (name) on account.org to xinheng_app;
grant update (parent) on account.org to xinheng_app;
grant update (region) on account.org to xinheng_app;

create table account.post (
  post_id uuid not null,
  account_id uuid not null,
  org text not null,
  role text not null,
  region text not null,
  from_on date not null,
  until_on date,
  granted_by text not null,
  granted_at timestamp with time zone not null,
  ended_by text,
  ended_at timestamp with time zone,
  ended_why text,
  constraint post_is_known_by_id PRIMARY KEY (post_id),
  constraint post_end_has_a_known_cause CHECK ((ended_why = ANY (ARRAY['revoked'::text, 'left'::text, 'lapsed'::text]))),
  constraint post_ends_after_it_begins CHECK ((until_on >= from_on)),
  constraint post_is_ended_whole CHECK ((num_nonnulls(ended_by, ended_at, ended_why) = ANY (ARRAY[0, 3]))),
  constraint post_is_not_granted_to_oneself CHECK ((granted_by <> ('person:'::text || (account_id)::text))),
  constraint post_is_in_an_org FOREIGN KEY (org) REFERENCES account.org(org_id),
  constraint post_is_of_an_account FOREIGN KEY (account_id) REFERENCES account.account(account_id)
);
CREATE INDEX post_by_account ON account.post USING btree (account_id);
CREATE UNIQUE INDEX post_of_one_officer ON account.post USING btree (account_id) WHERE ((role = ANY (ARRAY['R26'::text, 'R27'::text, 'R28'::text])) AND (ended_at IS NULL));
comment on table account.post is 'local: who holds which role where, from when until when';
grant insert, select on account.post to xinheng_app;
grant update (ended_at) on account.post to xinheng_app;
grant update (ended_by) on account.post to xinheng_app;
grant update (ended_why) on account.post to xinheng_app;
grant update (until_on) on account.post to xinheng_app;

create table account.request (
  request_id uuid not null,
  account_id uuid not null,
  kind text not null,
  reason text not null,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  decided_by text,
  decided_at timestamp with time zone,
  approved boolean,
  why text,
  constraint request_is_known_by_id PRIMARY KEY (request_id),
  constraint request_is_decided_by_another CHECK ((decided_by <> asked_by)),
  constraint request_is_decided_whole CHECK ((num_nonnulls(decided_by, decided_at, approved) = ANY (ARRAY[0, 3]))),
  constraint request_is_not_decided_by_its_subject CHECK ((decided_by <> ('person:'::text || (account_id)::text))),
  constraint request_kind_is_known CHECK ((kind = ANY (ARRAY['open'::text, 'reset'::text, 'reopen'::text, 'suspend'::text, 'unlink'::text]))),
  constraint request_is_about_an_account FOREIGN KEY (account_id) REFERENCES account.account(account_id)
);
CREATE UNIQUE INDEX request_is_open_once ON account.request USING btree (account_id) WHERE (decided_at IS NULL);
comment on table account.request is 'local: what one officer asked for an account and another decided';
grant insert, select on account.request to xinheng_app;
grant update (approved) on account.request to xinheng_app;
grant update (decided_at) on account.request to xinheng_app;
grant update (decided_by) on account.request to xinheng_app;
grant update (why) on account.request to xinheng_app;

create table account.verified (
  link_id uuid not null,
  account_id uuid not null,
  entity_id text not null,
  document text not null,
  sealed bytea,
  level text not null,
  verified_by text not null,
  org text,
  verified_at timestamp with time zone not null,
  ended_by text,
  ended_at timestamp with time zone,
  ended_why text,
  constraint verified_is_known_by_id PRIMARY KEY (link_id),
  constraint verified_end_has_a_known_cause CHECK ((ended_why = ANY (ARRAY['replaced'::text, 'unlinked'::text]))),
  constraint verified_is_a_natural_person CHECK ((entity_id ~~ 'p-%'::text)),
  constraint verified_is_ended_whole CHECK ((num_nonnulls(ended_by, ended_at, ended_why) = ANY (ARRAY[0, 3]))),
  constraint verified_is_not_by_oneself CHECK ((verified_by <> ('person:'::text || (account_id)::text))),
  constraint verified_level_is_known CHECK ((level = ANY (ARRAY['window'::text, 'oidc'::text]))),
  constraint verified_number_is_kept_while_it_holds CHECK (((sealed IS NULL) = (ended_at IS NOT NULL))),
  constraint verified_is_of_an_account FOREIGN KEY (account_id) REFERENCES account.account(account_id)
);
CREATE UNIQUE INDEX verified_account_is_one_person ON account.verified USING btree (account_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX verified_person_is_one_account ON account.verified USING btree (entity_id) WHERE (ended_at IS NULL);
comment on table account.verified is 'local: which natural person an account was verified to be, by whom, until when';
grant insert, select on account.verified to xinheng_app;
grant update (ended_at) on account.verified to xinheng_app;
grant update (ended_by) on account.verified to xinheng_app;
grant update (ended_why) on account.verified to xinheng_app;
grant update (sealed) on account.verified to xinheng_app;

create schema adapter;
grant usage on schema adapter to xinheng_app;

create table adapter.delivery (
  link_id text not null,
  message_id text not null,
  item text not null,
  batch_id text not null,
  receipt jsonb not null,
  at timestamp with time zone not null,
  constraint delivery_is_taken_once PRIMARY KEY (link_id, message_id)
);
CREATE INDEX delivery_by_time ON adapter.delivery USING btree (link_id, at DESC);
comment on table adapter.delivery is 'keyed: by link and message; deliveries with their receipts; append-only';
grant insert, select on adapter.delivery to xinheng_app;

create table adapter.latest (
  link_id text not null,
  key text not null,
  item text not null,
  sequence bigint not null,
  at timestamp with time zone not null,
  constraint latest_is_one_for_each_record PRIMARY KEY (link_id, key)
);
CREATE INDEX latest_by_key ON adapter.latest USING btree (key);
CREATE INDEX latest_by_time ON adapter.latest USING btree (link_id, at);
comment on table adapter.latest is 'keyed: by link; the newest sequence of each record a system delivered';
grant insert, select on adapter.latest to xinheng_app;
grant update (sequence) on adapter.latest to xinheng_app;

create table adapter.link (
  link_id text not null,
  adapter text not null,
  org text not null,
  body text not null,
  suite text not null,
  public bytea not null,
  key_id text not null,
  transport text not null,
  url text not null,
  trial boolean not null,
  actor text not null,
  at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text not null default ''::text,
  constraint link_is_known_by_id PRIMARY KEY (link_id),
  constraint link_ended_says_by_whom CHECK (((ended_at IS NULL) = (ended_by = ''::text))),
  constraint link_suite_is_known CHECK ((suite = ANY (ARRAY['international'::text, 'national'::text]))),
  constraint link_transport_is_known CHECK ((transport = ANY (ARRAY['push'::text, 'folder'::text])))
);
CREATE INDEX link_of_org ON adapter.link USING btree (org);
CREATE UNIQUE INDEX link_stands_once ON adapter.link USING btree (adapter, org, key_id) WHERE (ended_at IS NULL);
comment on table adapter.link is 'keyed: by id; bodies linked by an adapter; only an end is added';
grant insert, select on adapter.link to xinheng_app;
grant update (ended_at) on adapter.link to xinheng_app;
grant update (ended_by) on adapter.link to xinheng_app;

create table adapter.outgoing (
  outgoing_id text not null,
  link_id text not null,
  entity_id text not null,
  record_id text not null,
  version integer not null,
  item text not null,
  state text not null,
  code text not null default ''::text,
  attempts integer not null default 0,
  at timestamp with time zone not null,
  received_at timestamp with time zone,
  constraint outgoing_is_known_by_id PRIMARY KEY (outgoing_id),
  constraint outgoing_received_says_when CHECK (((state = 'waiting'::text) = (received_at IS NULL))),
  constraint outgoing_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'received'::text, 'refused'::text]))),
  constraint outgoing_goes_once UNIQUE (link_id, record_id, version)
);
CREATE INDEX outgoing_of_record ON adapter.outgoing USING btree (record_id, link_id);
comment on table adapter.outgoing is 'keyed: by id; versions of records on their way back to a linked system; only how far it came is changed';
grant insert, select on adapter.outgoing to xinheng_app;
grant update (attempts) on adapter.outgoing to xinheng_app;
grant update (code) on adapter.outgoing to xinheng_app;
grant update (received_at) on adapter.outgoing to xinheng_app;
grant update (state) on adapter.outgoing to xinheng_app;

create table adapter.part (
  link_id text not null,
  message_id text not null,
  part integer not null,
  sealed bytea not null,
  at timestamp with time zone not null,
  constraint part_is_kept_once PRIMARY KEY (link_id, message_id, part)
);
CREATE INDEX part_by_time ON adapter.part USING btree (at);
comment on table adapter.part is 'keyed: by link and message; pieces of a file until all are there, a day at most';
grant delete, insert, select on adapter.part to xinheng_app;

create table adapter.run (
  run_id text not null,
  adapter text not null,
  version text not null,
  org text not null,
  peer text not null,
  passed boolean not null,
  signed jsonb not null,
  at timestamp with time zone not null,
  constraint run_is_known_by_id PRIMARY KEY (run_id)
);
CREATE INDEX run_newest ON adapter.run USING btree (adapter, org, at DESC);
comment on table adapter.run is 'keyed: by id; runs of the conformance kit; append-only';
grant insert, select on adapter.run to xinheng_app;

create table adapter.typed (
  org text not null,
  month date not null,
  hand bigint not null,
  delivered bigint not null,
  twice bigint not null,
  counted_at timestamp with time zone not null,
  constraint typed_is_counted_once PRIMARY KEY (org, month),
  constraint typed_twice_is_a_part CHECK ((twice <= hand))
);
comment on table adapter.typed is 'keyed: by body and month; double entry as a round counted it';
grant insert, select, update on adapter.typed to xinheng_app;

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

create schema agency;
grant usage on schema agency to xinheng_app;

create table agency.agreement (
  org text not null,
  version integer not null,
  name_zh text not null,
  name_en text not null,
  kind text not null,
  filing_no text not null,
  licensed_from date not null,
  licensed_until date,
  report_kinds text[] not null,
  items text[] not null,
  purpose text not null,
  quota integer not null,
  from_on date not null,
  until_on date not null,
  probe_url text not null,
  key_suite text not null,
  public_key bytea not null,
  active boolean not null,
  state text not null,
  author text not null,
  reviewer text not null,
  created_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  constraint agreement_version_is_numbered_once PRIMARY KEY (org, version),
  constraint agreement_ends_after_it_begins CHECK ((until_on >= from_on)),
  constraint agreement_is_decided_by_another CHECK ((author <> reviewer)),
  constraint agreement_is_decided_by_somebody CHECK ((((state = 'proposed'::text) = (reviewer = ''::text)) AND ((state = 'proposed'::text) = (decided_at IS NULL)))),
  constraint agreement_key_is_of_a_suite CHECK (((key_suite = ANY (ARRAY[''::text, 'national'::text, 'international'::text])) AND ((key_suite = ''::text) = (length(public_key) = 0)))),
  constraint agreement_kind_is_known CHECK ((kind = ANY (ARRAY['credit_reporting'::text, 'rating'::text, 'bank'::text, 'service'::text]))),
  constraint agreement_licence_ends_after_it_begins CHECK (((licensed_until IS NULL) OR (licensed_until >= licensed_from))),
  constraint agreement_names_items CHECK ((cardinality(items) > 0)),
  constraint agreement_quota_is_positive CHECK ((quota > 0)),
  constraint agreement_state_is_known CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'refused'::text])))
);
comment on table agency.agreement is 'keyed: by org; data agreements of credit service agencies, version by version, each approved by a second person';
grant insert, select on agency.agreement to xinheng_app;
grant update (decided_at) on agency.agreement to xinheng_app;
grant update (reviewer) on agency.agreement to xinheng_app;
grant update (state) on agency.agreement to xinheng_app;

create table agency.duty (
  entity_id text not null,
  duty_id text not null,
  org text not null,
  record_id text not null,
  reason text not null,
  created_at timestamp with time zone not null,
  due_on date,
  provisional boolean not null,
  acknowledged_at timestamp with time zone,
  lifted_at timestamp with time zone,
  probed_at timestamp with time zone,
  probe_error text not null,
  constraint duty_is_known_by_id PRIMARY KEY (entity_id, duty_id)
);
CREATE INDEX duty_of_org ON agency.duty USING btree (org, duty_id DESC);
CREATE UNIQUE INDEX duty_stands_once ON agency.duty USING btree (entity_id, org, record_id) WHERE (lifted_at IS NULL);
CREATE INDEX duty_to_probe ON agency.duty USING btree (org, probed_at NULLS FIRST) WHERE (lifted_at IS NULL);
comment on table agency.duty is 'entity: records an agency must delete, since when, until when, and what it said';
grant insert, select on agency.duty to xinheng_app;
grant update (acknowledged_at) on agency.duty to xinheng_app;
grant update (lifted_at) on agency.duty to xinheng_app;
grant update (probe_error) on agency.duty to xinheng_app;
grant update (probed_at) on agency.duty to xinheng_app;

create table agency.finding (
  entity_id text not null,
  finding_id text not null,
  org text not null,
  record_id text not null,
  duty_id text not null,
  found_by text not null,
  after_word boolean not null,
  opened_at timestamp with time zone not null,
  due_on date,
  provisional boolean not null,
  seen_at timestamp with time zone not null,
  sightings integer not null,
  seen text not null,
  state text not null,
  comment text not null,
  commented_at timestamp with time zone,
  document text not null,
  confirmed_by text not null,
  confirmed_at timestamp with time zone,
  closed_at timestamp with time zone,
  constraint finding_is_known_by_id PRIMARY KEY (entity_id, finding_id),
  constraint finding_closed_has_a_time CHECK (((state = 'closed'::text) = (closed_at IS NOT NULL))),
  constraint finding_counts_upwards CHECK ((sightings >= 1)),
  constraint finding_is_by_a_known_way CHECK ((found_by = ANY (ARRAY['probe'::text, 'list'::text]))),
  constraint finding_is_confirmed_by_a_document CHECK ((((confirmed_at IS NULL) = (document = ''::text)) AND ((confirmed_at IS NULL) = (confirmed_by = ''::text)))),
  constraint finding_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
);
CREATE UNIQUE INDEX finding_is_open_once ON agency.finding USING btree (entity_id, duty_id) WHERE (state = 'open'::text);
CREATE INDEX finding_of_org ON agency.finding USING btree (org, finding_id DESC);
CREATE INDEX finding_open ON agency.finding USING btree (finding_id) WHERE (state = 'open'::text);
comment on table agency.finding is 'entity: records an agency still held when it should have deleted them';
grant insert, select on agency.finding to xinheng_app;
grant update (after_word) on agency.finding to xinheng_app;
grant update (closed_at) on agency.finding to xinheng_app;
grant update (comment) on agency.finding to xinheng_app;
grant update (commented_at) on agency.finding to xinheng_app;
grant update (confirmed_at) on agency.finding to xinheng_app;
grant update (confirmed_by) on agency.finding to xinheng_app;
grant update (document) on agency.finding to xinheng_app;
grant update (seen) on agency.finding to xinheng_app;
grant update (seen_at) on agency.finding to xinheng_app;
grant update (sightings) on agency.finding to xinheng_app;
grant update (state) on agency.finding to xinheng_app;

create table agency.given (
  entity_id text not null,
  org text not null,
  record_id text not null,
  version integer not null,
  at timestamp with time zone not null,
  constraint given_is_once_to_an_agency PRIMARY KEY (entity_id, org, record_id)
);
comment on table agency.given is 'entity: which of its public records an agency was given, by id, so that the agency can be told to forget them';
grant insert, select on agency.given to xinheng_app;
grant update (at) on agency.given to xinheng_app;
grant update (version) on agency.given to xinheng_app;

create table agency.holding (
  org text not null,
  as_of timestamp with time zone not null,
  at timestamp with time zone not null,
  records text[] not null,
  digest bytea not null,
  signature bytea not null,
  by text not null,
  constraint holding_is_one_of_a_moment PRIMARY KEY (org, as_of)
);
comment on table agency.holding is 'keyed: by org; signed lists of the records an agency says it holds, append-only';
grant insert, select on agency.holding to xinheng_app;

create table agency.used (
  org text not null,
  month date not null,
  calls integer not null,
  constraint used_is_counted_by_month PRIMARY KEY (org, month),
  constraint used_counts_upwards CHECK ((calls >= 1)),
  constraint used_month_is_its_first_day CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);
comment on table agency.used is 'keyed: by org; readings an agency made in a month, against its quota';
grant insert, select on agency.used to xinheng_app;
grant update (calls) on agency.used to xinheng_app;

create schema alert;
grant usage on schema alert to xinheng_app;

create table alert.due (
  entity_id text not null,
  look_on date not null,
  constraint due_is_one_per_entity PRIMARY KEY (entity_id)
);
CREATE INDEX due_by_day ON alert.due USING btree (look_on);
comment on table alert.due is 'entity: who is to be looked at, and when';
grant delete, insert, select, update on alert.due to xinheng_app;

create table alert.hint (
  entity_id text not null,
  alert_id text not null,
  rule text not null,
  rule_from date not null,
  edition text not null,
  org text not null,
  region text not null,
  evidence text not null,
  facts text[] not null,
  raised_on date not null,
  answer_by date not null,
  valid_until date not null,
  state text not null,
  answer text not null,
  sealed bytea,
  answered_by text not null,
  answered_at timestamp with time zone,
  reason text not null,
  decided_by text not null,
  decided_at timestamp with time zone,
  entry_id text not null,
  constraint hint_is_known_by_id PRIMARY KEY (entity_id, alert_id),
  constraint hint_answered_says_what CHECK ((((answered_at IS NULL) = (answer = ''::text)) AND ((answered_at IS NULL) = (sealed IS NULL)))),
  constraint hint_decided_says_why_and_by_whom CHECK (((state <> ALL (ARRAY['confirmed'::text, 'dismissed'::text])) OR ((reason <> ''::text) AND (decided_by <> ''::text) AND (decided_at IS NOT NULL)))),
  constraint hint_ends CHECK (((valid_until >= answer_by) AND (answer_by >= raised_on))),
  constraint hint_firm_comes_first CHECK (((decided_at IS NULL) OR (answered_at IS NOT NULL) OR (((decided_at AT TIME ZONE 'Asia/Shanghai'::text))::date > answer_by))),
  constraint hint_rests_on_facts CHECK ((cardinality(facts) > 0)),
  constraint hint_state_is_known CHECK ((state = ANY (ARRAY['told'::text, 'answered'::text, 'fixed'::text, 'confirmed'::text, 'dismissed'::text, 'expired'::text, 'withdrawn'::text])))
);
CREATE INDEX hint_by_day ON alert.hint USING btree (raised_on DESC);
CREATE INDEX hint_by_number ON alert.hint USING btree (alert_id);
CREATE UNIQUE INDEX hint_one_open_per_rule ON alert.hint USING btree (entity_id, rule) WHERE (state = ANY (ARRAY['told'::text, 'answered'::text]));
comment on table alert.hint is 'entity: risk alerts, how they stand and how they ended';
grant insert, select on alert.hint to xinheng_app;
grant update (answer) on alert.hint to xinheng_app;
grant update (answered_at) on alert.hint to xinheng_app;
grant update (answered_by) on alert.hint to xinheng_app;
grant update (decided_at) on alert.hint to xinheng_app;
grant update (decided_by) on alert.hint to xinheng_app;
grant update (reason) on alert.hint to xinheng_app;
grant update (sealed) on alert.hint to xinheng_app;
grant update (state) on alert.hint to xinheng_app;

create schema assess;
grant usage on schema assess to xinheng_app;

create table assess.appeal (
  appeal_id text not null,
  month date not null,
  org text not null,
  indicator text not null,
  things text[] not null,
  reason text not null,
  actor text not null,
  at timestamp with time zone not null,
  state text not null,
  left_out text[] not null,
  answer text not null,
  answer_org text not null,
  answered_by text not null,
  answered_at timestamp with time zone,
  constraint appeal_is_known_by_id PRIMARY KEY (appeal_id),
  constraint appeal_answered_says_why CHECK ((((state = 'open'::text) = (answered_at IS NULL)) AND ((state = 'open'::text) OR ((answer <> ''::text) AND (answer_org <> org))))),
  constraint appeal_leaves_out_what_was_asked CHECK (((left_out <@ things) AND ((state = 'upheld'::text) = (cardinality(left_out) > 0)))),
  constraint appeal_names_things_and_a_reason CHECK (((cardinality(things) > 0) AND (reason <> ''::text))),
  constraint appeal_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'upheld'::text, 'refused'::text])))
);
CREATE INDEX appeal_by_month ON assess.appeal USING btree (month, org);
CREATE UNIQUE INDEX appeal_open_once ON assess.appeal USING btree (month, org, indicator) WHERE (state = 'open'::text);
comment on table assess.appeal is 'keyed: by id; appeals of departments; only the answer is added';
grant insert, select on assess.appeal to xinheng_app;
grant update (answer) on assess.appeal to xinheng_app;
grant update (answer_org) on assess.appeal to xinheng_app;
grant update (answered_at) on assess.appeal to xinheng_app;
grant update (answered_by) on assess.appeal to xinheng_app;
grant update (left_out) on assess.appeal to xinheng_app;
grant update (state) on assess.appeal to xinheng_app;

create table assess.period (
  month date not null,
  model text not null,
  model_on date not null,
  closed_on date not null,
  appeal_by date not null,
  frozen_at timestamp with time zone not null,
  entry_id text not null,
  constraint period_is_frozen_once PRIMARY KEY (month),
  constraint period_closes_after_it_ends CHECK (((closed_on > month) AND (appeal_by >= closed_on))),
  constraint period_is_a_month CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);
comment on table assess.period is 'keyed: by month; append-only: when the figures of a month were frozen, by which model';
grant insert, select on assess.period to xinheng_app;

create table assess.thing (
  month date not null,
  org text not null,
  indicator text not null,
  thing text not null,
  part bigint not null,
  whole bigint not null,
  constraint thing_is_counted_once PRIMARY KEY (month, org, indicator, thing),
  constraint thing_counts_something CHECK (((whole > 0) AND (part >= 0)))
);
comment on table assess.thing is 'keyed: by month; append-only: what was counted, one by one';
grant insert, select on assess.thing to xinheng_app;

create schema attach;
grant usage on schema attach to xinheng_app;

create table attach.content (
  content_id uuid not null,
  owner text not null,
  digest text not null,
  type text not null,
  size bigint not null,
  pieces integer not null,
  key bytea not null,
  created_at timestamp with time zone not null,
  constraint content_is_known_by_id PRIMARY KEY (content_id),
  constraint content_is_not_empty CHECK (((size > 0) AND (pieces > 0))),
  constraint content_is_kept_once_for_its_owner UNIQUE (owner, digest)
);
comment on table attach.content is 'keyed: by content_id; what a file holds, sealed; only its key changes, which is sealed anew when keys turn';
grant insert, select on attach.content to xinheng_app;
grant update (key) on attach.content to xinheng_app;

create table attach.file (
  file_id uuid not null,
  content_id uuid not null,
  owner text not null,
  kind text not null,
  grade text not null,
  name bytea not null,
  uploaded_by text not null,
  uploaded_at timestamp with time zone not null,
  constraint file_is_known_by_id PRIMARY KEY (file_id),
  constraint file_grade_is_known CHECK ((grade = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text])))
);
CREATE INDEX file_of_content ON attach.file USING btree (content_id);
CREATE INDEX file_of_owner ON attach.file USING btree (owner, uploaded_at);
comment on table attach.file is 'keyed: by file_id; an attachment as somebody handed it in; only its name changes, which is sealed anew when keys turn';
grant insert, select on attach.file to xinheng_app;
grant update (name) on attach.file to xinheng_app;

create table attach.link (
  file_id uuid not null,
  kind text not null,
  about text not null,
  linked_by text not null,
  linked_at timestamp with time zone not null,
  constraint link_is_one_for_a_file PRIMARY KEY (file_id)
);
CREATE INDEX link_of_object ON attach.link USING btree (kind, about, file_id);
comment on table attach.link is 'keyed: by file_id; what an attachment belongs to, for good; append-only';
grant insert, select on attach.link to xinheng_app;

create table attach.piece (
  content_id uuid not null,
  n integer not null,
  body bytea not null,
  constraint piece_has_its_place PRIMARY KEY (content_id, n),
  constraint piece_is_small CHECK (((octet_length(body) >= 1) AND (octet_length(body) <= 262144)))
);
comment on table attach.piece is 'keyed: by content_id, n; the sealed pieces of a file; append-only';
grant insert, select on attach.piece to xinheng_app;

CREATE OR REPLACE FUNCTION attach.sweep(before timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
	old   uuid[];
	swept bigint;
begin
	old := array(select file_id from attach.file f
		where uploaded_at < before and not exists (select from attach.link l where l.file_id = f.file_id)
		order by file_id limit 1000 for update skip locked);
	delete from attach.file f where file_id = any (old) and not exists (select from attach.link l where l.file_id = f.file_id);
	get diagnostics swept = row_count;
	old := array(select content_id from attach.content c
		where created_at < before and not exists (select from attach.file f where f.content_id = c.content_id)
		order by content_id limit 1000 for update skip locked);
	with gone as (
		delete from attach.content c
		where content_id = any (old) and not exists (select from attach.file f where f.content_id = c.content_id) returning content_id)
	delete from attach.piece p using gone where p.content_id = gone.content_id;
	return swept;
end $function$
;

create schema caseflow;
grant usage on schema caseflow to xinheng_app;

create table caseflow."case" (
  entity_id text not null,
  case_id text not null,
  kind text not null,
  edition text not null,
  state text not null,
  moves integer,
  title text not null,
  org text not null,
  region text not null,
  provider text not null,
  holder text not null,
  opener text not null,
  agent text not null,
  opening_key text not null,
  facts text[] not null,
  version integer not null,
  opened_on date not null,
  due_on date,
  ended_on date,
  escalated_on date,
  urged_on date,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint case_is_known_by_number PRIMARY KEY (entity_id, case_id),
  constraint case_counts_upwards CHECK (((version > 0) AND (moves > 0))),
  constraint case_is_where_a_move_led FOREIGN KEY (entity_id, case_id, moves, state) REFERENCES caseflow.move(entity_id, case_id, seq, to_state),
  constraint case_is_of_one_kind UNIQUE (entity_id, case_id, kind, edition)
);
CREATE INDEX case_in_region ON caseflow."case" USING btree (region text_pattern_ops, COALESCE(due_on, '9999-12-31'::date), case_id) WHERE (ended_on IS NULL);
CREATE UNIQUE INDEX case_is_opened_once_by_key ON caseflow."case" USING btree (entity_id, opener, kind, opening_key) WHERE (opening_key <> ''::text);
CREATE INDEX case_of_body ON caseflow."case" USING btree (org, COALESCE(due_on, '9999-12-31'::date), case_id) WHERE (ended_on IS NULL);
CREATE INDEX case_of_opener ON caseflow."case" USING btree (opener, case_id DESC);
CREATE INDEX case_of_provider ON caseflow."case" USING btree (provider, case_id) WHERE ((provider <> ''::text) AND (ended_on IS NULL));
comment on table caseflow."case" is 'entity: a case, where it stands and when it is due';
grant insert, select on caseflow."case" to xinheng_app;
grant update (changed_at) on caseflow."case" to xinheng_app;
grant update (due_on) on caseflow."case" to xinheng_app;
grant update (ended_on) on caseflow."case" to xinheng_app;
grant update (escalated_on) on caseflow."case" to xinheng_app;
grant update (facts) on caseflow."case" to xinheng_app;
grant update (holder) on caseflow."case" to xinheng_app;
grant update (moves) on caseflow."case" to xinheng_app;
grant update (org) on caseflow."case" to xinheng_app;
grant update (provider) on caseflow."case" to xinheng_app;
grant update (region) on caseflow."case" to xinheng_app;
grant update (state) on caseflow."case" to xinheng_app;
grant update (title) on caseflow."case" to xinheng_app;
grant update (urged_on) on caseflow."case" to xinheng_app;
grant update (version) on caseflow."case" to xinheng_app;

create table caseflow.clock (
  entity_id text not null,
  case_id text not null,
  name text not null,
  round integer not null,
  limit_key text not null,
  limit_on date not null,
  n integer not null,
  unit text not null,
  extension_n integer not null,
  from_on date not null,
  due_on date,
  half_on date,
  most_on date,
  told integer not null,
  next_on date,
  wants_year integer,
  ended_on date,
  constraint clock_is_known_by_name_and_round PRIMARY KEY (entity_id, case_id, name, round),
  constraint clock_has_a_length CHECK (((n > 0) AND (extension_n >= 0) AND (unit = ANY (ARRAY['working_day'::text, 'day'::text, 'month'::text, 'year'::text])))),
  constraint clock_tells_in_order CHECK ((told = ANY (ARRAY[0, 500, 750, 1000]))),
  constraint clock_that_ended_does_nothing CHECK (((ended_on IS NULL) OR ((next_on IS NULL) AND (wants_year IS NULL)))),
  constraint clock_is_of_a_case FOREIGN KEY (entity_id, case_id) REFERENCES caseflow."case"(entity_id, case_id)
);
CREATE INDEX clock_that_does_something ON caseflow.clock USING btree (next_on, entity_id, case_id) WHERE (next_on IS NOT NULL);
CREATE INDEX clock_that_waits_for_a_calendar ON caseflow.clock USING btree (wants_year, entity_id, case_id) WHERE (wants_year IS NOT NULL);
comment on table caseflow.clock is 'entity: the terms of a case, computed from the law when they begin and whenever they rest, run on or are extended';
grant insert, select on caseflow.clock to xinheng_app;
grant update (due_on) on caseflow.clock to xinheng_app;
grant update (ended_on) on caseflow.clock to xinheng_app;
grant update (extension_n) on caseflow.clock to xinheng_app;
grant update (half_on) on caseflow.clock to xinheng_app;
grant update (most_on) on caseflow.clock to xinheng_app;
grant update (next_on) on caseflow.clock to xinheng_app;
grant update (told) on caseflow.clock to xinheng_app;
grant update (wants_year) on caseflow.clock to xinheng_app;

create table caseflow.docket (
  case_id text not null,
  entity_id text not null,
  code_hash bytea not null,
  constraint docket_is_known_by_number PRIMARY KEY (case_id),
  constraint docket_keeps_a_hash CHECK ((length(code_hash) = 32))
);
comment on table caseflow.docket is 'keyed: by case_id; append-only; whose case a number is';
grant insert, select on caseflow.docket to xinheng_app;

create table caseflow.event (
  entity_id text not null,
  case_id text not null,
  event_id text not null,
  what text not null,
  clock text not null,
  permille integer not null,
  actor text not null,
  actor_org text not null,
  about text not null,
  on_day date not null,
  at timestamp with time zone not null,
  entry_id text not null,
  constraint event_is_known_by_id PRIMARY KEY (entity_id, case_id, event_id),
  constraint event_is_known CHECK ((what = ANY (ARRAY['reminded'::text, 'escalated'::text, 'rested'::text, 'resumed'::text, 'extended'::text, 'handed_over'::text, 'taken'::text, 'urged'::text, 'asked'::text, 'confirmed'::text, 'declined'::text, 'recomputed'::text]))),
  constraint event_is_of_a_case FOREIGN KEY (entity_id, case_id) REFERENCES caseflow."case"(entity_id, case_id)
);
comment on table caseflow.event is 'entity: append-only; what happened in a case beside its moves: reminders, escalations, rests, extensions, urging';
grant insert, select on caseflow.event to xinheng_app;

create table caseflow.evidence (
  entity_id text not null,
  case_id text not null,
  evidence_id text not null,
  seq integer not null,
  kind text not null,
  ref text not null,
  sha256 text not null,
  source text not null,
  actor text not null,
  at timestamp with time zone not null,
  constraint evidence_is_known_by_id PRIMARY KEY (entity_id, case_id, evidence_id),
  constraint evidence_came_with_a_move FOREIGN KEY (entity_id, case_id, seq) REFERENCES caseflow.move(entity_id, case_id, seq)
);
comment on table caseflow.evidence is 'entity: append-only; what moves rest on: references of documents, records, answers of other systems';
grant insert, select on caseflow.evidence to xinheng_app;

create table caseflow.move (
  entity_id text not null,
  case_id text not null,
  seq integer not null,
  after integer,
  kind text not null,
  edition text not null,
  from_state text not null,
  act text not null,
  to_state text not null,
  side text not null,
  actor text not null,
  actor_org text not null,
  confirmed_by text not null,
  version integer not null,
  key text not null,
  on_day date not null,
  at timestamp with time zone not null,
  clause text not null,
  law_edition text not null,
  entry_id text not null,
  constraint move_has_its_place PRIMARY KEY (entity_id, case_id, seq),
  constraint move_follows_another_or_opens CHECK ((((seq = 1) AND (after IS NULL) AND (from_state = ''::text)) OR ((seq > 1) AND (after = (seq - 1)) AND (from_state <> ''::text)))),
  constraint move_rests_on_a_clause CHECK ((clause <> ''::text)),
  constraint move_side_is_known CHECK ((side = ANY (ARRAY['subject'::text, 'window'::text, 'body'::text, 'above'::text, 'provider'::text, 'system'::text]))),
  constraint move_begins_where_the_last_ended FOREIGN KEY (entity_id, case_id, after, from_state) REFERENCES caseflow.move(entity_id, case_id, seq, to_state),
  constraint move_is_of_its_case FOREIGN KEY (entity_id, case_id, kind, edition) REFERENCES caseflow."case"(entity_id, case_id, kind, edition),
  constraint move_is_permitted FOREIGN KEY (kind, edition, from_state, act, to_state) REFERENCES caseflow.permitted(kind, edition, from_state, act, to_state),
  constraint move_leads_to_one_state UNIQUE (entity_id, case_id, seq, to_state)
);
CREATE UNIQUE INDEX move_is_made_once_by_key ON caseflow.move USING btree (entity_id, case_id, key) WHERE (key <> ''::text);
comment on table caseflow.move is 'entity: append-only; what was done in a case, by whom, on which clause';
grant insert, select on caseflow.move to xinheng_app;

create table caseflow.pause (
  entity_id text not null,
  case_id text not null,
  clock text not null,
  round integer not null,
  n integer not null,
  held boolean not null,
  from_on date not null,
  until_on date,
  constraint pause_is_counted PRIMARY KEY (entity_id, case_id, clock, round, n),
  constraint pause_is_of_a_clock FOREIGN KEY (entity_id, case_id, clock, round) REFERENCES caseflow.clock(entity_id, case_id, name, round)
);
comment on table caseflow.pause is 'entity: days on which a clock stands still';
grant insert, select on caseflow.pause to xinheng_app;
grant update (until_on) on caseflow.pause to xinheng_app;

create table caseflow.pending (
  entity_id text not null,
  case_id text not null,
  pending_id text not null,
  act text not null,
  moves integer not null,
  key text not null,
  actor text not null,
  asked_at timestamp with time zone not null,
  status text not null,
  decided_by text not null,
  constraint pending_is_known_by_id PRIMARY KEY (entity_id, case_id, pending_id),
  constraint pending_is_confirmed_by_somebody CHECK (((status <> ALL (ARRAY['confirmed'::text, 'declined'::text])) OR (decided_by <> ''::text))),
  constraint pending_is_decided_by_another CHECK ((decided_by <> actor)),
  constraint pending_status_is_known CHECK ((status = ANY (ARRAY['waiting'::text, 'confirmed'::text, 'declined'::text, 'overtaken'::text]))),
  constraint pending_is_of_a_case FOREIGN KEY (entity_id, case_id) REFERENCES caseflow."case"(entity_id, case_id)
);
CREATE UNIQUE INDEX pending_waits_once_for_each_act ON caseflow.pending USING btree (entity_id, case_id, act) WHERE (status = 'waiting'::text);
comment on table caseflow.pending is 'entity: acts of agents that wait until the firm confirms them';
grant insert, select on caseflow.pending to xinheng_app;
grant update (decided_by) on caseflow.pending to xinheng_app;
grant update (status) on caseflow.pending to xinheng_app;

create table caseflow.permitted (
  kind text not null,
  edition text not null,
  from_state text not null,
  act text not null,
  to_state text not null,
  constraint permitted_is_a_row_of_a_table PRIMARY KEY (kind, edition, from_state, act, to_state),
  constraint permitted_leads_somewhere CHECK ((to_state <> ''::text))
);
comment on table caseflow.permitted is 'reference: append-only; every move of every edition of every case type, written by the owner from the tables in the program';
grant select on caseflow.permitted to xinheng_app;

create table caseflow.serial (
  prefix text not null,
  region text not null,
  day date not null,
  last integer not null,
  constraint serial_counts_by_kind_region_and_day PRIMARY KEY (prefix, region, day)
);
comment on table caseflow.serial is 'local: last number given to a case of a kind in a region on a day';
grant insert, select, update on caseflow.serial to xinheng_app;

create table caseflow.words (
  entity_id text not null,
  case_id text not null,
  about text not null,
  sealed bytea not null,
  constraint words_are_about_one_thing PRIMARY KEY (entity_id, case_id, about)
);
comment on table caseflow.words is 'entity: sealed: details, notes, names of people and files, answers of forms';
grant insert, select on caseflow.words to xinheng_app;
grant update (sealed) on caseflow.words to xinheng_app;

create schema caselib;
grant usage on schema caselib to xinheng_app;

create table caselib.attendance (
  piece_id text not null,
  seq integer not null,
  on_day date not null,
  people integer not null,
  document text not null,
  file_id text not null,
  sha256 text not null,
  corrects integer not null,
  actor text not null,
  at timestamp with time zone not null,
  constraint attendance_is_counted_in_turn PRIMARY KEY (piece_id, seq),
  constraint attendance_is_entered_with_a_document CHECK (((people > 0) AND (document <> ''::text) AND (file_id <> ''::text) AND (corrects < seq))),
  constraint attendance_of_a_document_is_entered_once UNIQUE (piece_id, file_id)
);
comment on table caselib.attendance is 'keyed: by piece; append-only: who came to an activity, each with its document';
grant insert, select on caselib.attendance to xinheng_app;

create table caselib.material (
  piece_id text not null,
  file_id text not null,
  name text not null,
  media text not null,
  size bigint not null,
  sha256 text not null,
  actor text not null,
  at timestamp with time zone not null,
  constraint material_is_given_once PRIMARY KEY (piece_id, file_id)
);
comment on table caselib.material is 'keyed: by piece; append-only: files of an activity with their hash';
grant insert, select on caselib.material to xinheng_app;

create table caselib.piece (
  piece_id text not null,
  form text not null,
  kind text not null,
  title_zh text not null,
  title_en text not null,
  body_zh text not null,
  body_en text not null,
  programme_zh text not null,
  programme_en text not null,
  articles text[] not null,
  case_id text not null,
  hides text[] not null,
  first_on date,
  last_on date,
  org text not null,
  region text not null,
  editors text[] not null,
  version integer not null,
  at timestamp with time zone not null,
  published_by text not null default ''::text,
  published_at timestamp with time zone,
  withdrawn_by text not null default ''::text,
  withdrawn_at timestamp with time zone,
  withdrawn_why text not null default ''::text,
  constraint piece_is_known_by_id PRIMARY KEY (piece_id),
  constraint piece_is_a_study_or_an_activity CHECK ((((form = 'study'::text) AND (kind = ANY (ARRAY['incentive'::text, 'discipline'::text, 'repair'::text, 'commitment'::text, 'objection'::text])) AND (first_on IS NULL) AND (last_on IS NULL)) OR ((form = 'outreach'::text) AND (kind = ''::text) AND (case_id = ''::text) AND (last_on >= first_on)))),
  constraint piece_is_published_by_another CHECK ((((published_at IS NULL) = (published_by = ''::text)) AND (published_by <> ALL (editors)))),
  constraint piece_withdrawn_was_published_and_says_why CHECK ((((withdrawn_at IS NULL) = (withdrawn_why = ''::text)) AND ((withdrawn_at IS NULL) OR (published_at IS NOT NULL))))
);
CREATE INDEX piece_by_form ON caselib.piece USING btree (form, published_at DESC) WHERE (published_at IS NOT NULL);
comment on table caselib.piece is 'keyed: by id; case studies and publicity activities; once published the words stay, and only a withdrawal is added';
grant insert, select on caselib.piece to xinheng_app;
grant update (articles) on caselib.piece to xinheng_app;
grant update (at) on caselib.piece to xinheng_app;
grant update (body_en) on caselib.piece to xinheng_app;
grant update (body_zh) on caselib.piece to xinheng_app;
grant update (case_id) on caselib.piece to xinheng_app;
grant update (editors) on caselib.piece to xinheng_app;
grant update (first_on) on caselib.piece to xinheng_app;
grant update (hides) on caselib.piece to xinheng_app;
grant update (kind) on caselib.piece to xinheng_app;
grant update (last_on) on caselib.piece to xinheng_app;
grant update (programme_en) on caselib.piece to xinheng_app;
grant update (programme_zh) on caselib.piece to xinheng_app;
grant update (published_at) on caselib.piece to xinheng_app;
grant update (published_by) on caselib.piece to xinheng_app;
grant update (title_en) on caselib.piece to xinheng_app;
grant update (title_zh) on caselib.piece to xinheng_app;
grant update (version) on caselib.piece to xinheng_app;
grant update (withdrawn_at) on caselib.piece to xinheng_app;
grant update (withdrawn_by) on caselib.piece to xinheng_app;
grant update (withdrawn_why) on caselib.piece to xinheng_app;

create table caselib.viewed (
  piece_id text not null,
  on_day date not null,
  n bigint not null,
  constraint viewed_is_counted_by_day PRIMARY KEY (piece_id, on_day)
);
comment on table caselib.viewed is 'keyed: by piece and day; how often the page of an activity was shown; nothing is kept of who looked';
grant insert, select, update on caselib.viewed to xinheng_app;

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
  decision_id text collate "C" not null,
  group_id uuid not null,
  seq integer not null,
  at timestamp with time zone not null,
  org text not null,
  actor text not null,
  officer text not null,
  purpose text not null,
  case_no text not null,
  matter text not null,
  on_date date not null,
  outcome text not null,
  constraint decision_is_known_by_id PRIMARY KEY (entity_id, at, decision_id),
  constraint decision_states_its_purpose CHECK (((purpose <> ''::text) AND (case_no <> ''::text) AND (officer <> ''::text)))
);
CREATE INDEX decision_by_id ON "check".decision USING btree (decision_id);
CREATE INDEX decision_by_org_in_order ON "check".decision USING btree (org, at DESC, decision_id DESC);
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
  salts bytea not null,
  constraint evidence_is_known_by_group PRIMARY KEY (group_id),
  constraint evidence_has_a_salt_for_each_leaf CHECK (((octet_length(salts) * 2) = octet_length(leaves))),
  constraint evidence_leaves_are_hashes CHECK (((octet_length(leaves) > 0) AND ((octet_length(leaves) % 32) = 0))),
  constraint evidence_root_is_a_hash CHECK ((octet_length(root) = 32))
);
comment on table "check".evidence is 'keyed: by group_id; the groups decisions were recorded in; append-only';
grant insert, select on "check".evidence to xinheng_app;

create table "check".page (
  group_id uuid not null,
  page integer not null,
  texts text not null,
  constraint page_is_written_once PRIMARY KEY (group_id, page)
);
comment on table "check".page is 'keyed: by group_id; what was answered and from what, in order of seq; append-only';
grant insert, select on "check".page to xinheng_app;

create table "check".reason_request (
  request_id text not null,
  subject text not null,
  decision_id text not null,
  matter text not null,
  purpose text not null,
  case_no text not null,
  org text not null,
  asked_by text not null,
  authority text not null,
  need bytea not null,
  status text not null,
  decided_by text not null,
  note bytea,
  open_until date,
  asked_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  constraint reason_request_is_known_by_id PRIMARY KEY (request_id),
  constraint reason_request_goes_to_another_body CHECK ((authority <> org)),
  constraint reason_request_is_decided_by_another CHECK ((decided_by <> asked_by)),
  constraint reason_request_is_decided_once CHECK (((status = 'waiting'::text) = (decided_by = ''::text))),
  constraint reason_request_opens_until_a_day CHECK (((status = 'confirmed'::text) = (open_until IS NOT NULL))),
  constraint reason_request_status_is_known CHECK ((status = ANY (ARRAY['waiting'::text, 'confirmed'::text, 'refused'::text])))
);
CREATE INDEX reason_request_of_authority ON "check".reason_request USING btree (authority, request_id DESC);
CREATE INDEX reason_request_of_org ON "check".reason_request USING btree (org, request_id DESC);
CREATE UNIQUE INDEX reason_request_waits_once ON "check".reason_request USING btree (org, decision_id) WHERE (status = 'waiting'::text);
comment on table "check".reason_request is 'keyed: by request_id; requests for the reasons of a check of a person, confirmed by a second authority';
grant insert, select on "check".reason_request to xinheng_app;
grant update (decided_at) on "check".reason_request to xinheng_app;
grant update (decided_by) on "check".reason_request to xinheng_app;
grant update (need) on "check".reason_request to xinheng_app;
grant update (note) on "check".reason_request to xinheng_app;
grant update (open_until) on "check".reason_request to xinheng_app;
grant update (status) on "check".reason_request to xinheng_app;

create table "check".started (
  day date not null,
  org text not null,
  actor text not null,
  calls bigint not null,
  constraint started_is_counted_once PRIMARY KEY (day, org, actor)
);
comment on table "check".started is 'local: how often checks of each body were started by which system or by hand, by day';
grant insert, select, update on "check".started to xinheng_app;

create table "check".system (
  system_id text not null,
  org text not null,
  kind text not null,
  name_zh text not null,
  name_en text not null,
  matters text[] not null,
  line text not null,
  since date not null,
  ended_on date,
  registered_by text not null,
  registered_at timestamp with time zone not null,
  constraint system_is_known_by_id PRIMARY KEY (system_id),
  constraint system_ends_after_it_began CHECK ((ended_on >= since)),
  constraint system_has_a_name CHECK (((name_zh <> ''::text) AND (name_en <> ''::text))),
  constraint system_kind_is_known CHECK ((kind = ANY (ARRAY['approval'::text, 'public_service'::text, 'supervision'::text, 'decision_support'::text, 'department'::text])))
);
CREATE UNIQUE INDEX system_of_line ON "check".system USING btree (line) WHERE (ended_on IS NULL);
comment on table "check".system is 'keyed: by system_id; systems that start checks by themselves';
grant insert, select on "check".system to xinheng_app;
grant update (ended_on) on "check".system to xinheng_app;

create schema commitment;
grant usage on schema commitment to xinheng_app;

create table commitment.evidence (
  entity_id text not null,
  commitment_id text not null,
  condition text not null,
  ref text not null,
  name text not null,
  sha256 text not null,
  actor text not null,
  at timestamp with time zone not null,
  constraint evidence_is_one_per_condition PRIMARY KEY (entity_id, commitment_id, condition, ref),
  constraint evidence_is_of_a_commitment FOREIGN KEY (entity_id, commitment_id) REFERENCES commitment.signed(entity_id, commitment_id)
);
comment on table commitment.evidence is 'entity: append-only; what shows the conditions that are not promised but proved';
grant insert, select on commitment.evidence to xinheng_app;

create table commitment."grouping" (
  grouping_id text not null,
  undertaking text not null,
  org text not null,
  org_name text not null,
  title text not null,
  template text not null,
  template_from date not null,
  template_hash text not null,
  closes_on date not null,
  actor text not null,
  at timestamp with time zone not null,
  suite text not null,
  key_id text not null,
  public_key bytea not null,
  signature bytea not null,
  entry_id text not null,
  constraint grouping_is_known_by_id PRIMARY KEY (grouping_id),
  constraint grouping_is_signed CHECK (((length(signature) > 0) AND (template_hash <> ''::text)))
);
CREATE INDEX grouping_of_org ON commitment."grouping" USING btree (org, at DESC);
comment on table commitment."grouping" is 'keyed: by grouping_id; append-only; a text an association signed for its members to confirm';
grant insert, select on commitment."grouping" to xinheng_app;

create table commitment.member (
  entity_id text not null,
  grouping_id text not null,
  at timestamp with time zone not null,
  constraint member_is_asked_once PRIMARY KEY (entity_id, grouping_id)
);
CREATE INDEX member_of_grouping ON commitment.member USING btree (grouping_id, entity_id);
comment on table commitment.member is 'entity: append-only; whom an association asked to confirm; nobody who does not is written down anywhere';
grant insert, select on commitment.member to xinheng_app;

create table commitment.performance (
  entity_id text not null,
  commitment_id text not null,
  state text not null,
  undo_until timestamp with time zone not null,
  waived_at timestamp with time zone,
  released_at timestamp with time zone,
  permit_no text not null,
  permitted_at timestamp with time zone,
  checked_org text not null,
  checked_on date,
  clause text not null,
  document text not null,
  reason text not null,
  ended_at timestamp with time zone,
  version integer not null,
  constraint performance_is_of_a_commitment PRIMARY KEY (entity_id, commitment_id),
  constraint performance_broken_names_clause_and_document CHECK (((state <> 'broken'::text) OR ((clause <> ''::text) AND (document <> ''::text) AND (checked_org <> ''::text)))),
  constraint performance_checked_says_by_whom_and_when CHECK (((state <> ALL (ARRAY['kept'::text, 'broken'::text])) OR ((checked_org <> ''::text) AND (checked_on IS NOT NULL)))),
  constraint performance_follows_its_effect CHECK (((state <> ALL (ARRAY['performing'::text, 'kept'::text, 'broken'::text, 'withdrawn'::text])) OR (released_at IS NOT NULL))),
  constraint performance_permit_follows_its_effect CHECK (((permitted_at IS NULL) OR ((released_at IS NOT NULL) AND (permit_no <> ''::text)))),
  constraint performance_state_is_known CHECK ((state = ANY (ARRAY['signed'::text, 'undone'::text, 'changed'::text, 'performing'::text, 'kept'::text, 'broken'::text, 'withdrawn'::text]))),
  constraint performance_taken_back_had_no_effect CHECK (((state <> ALL (ARRAY['signed'::text, 'undone'::text, 'changed'::text])) OR (released_at IS NULL))),
  constraint performance_takes_effect_in_its_time CHECK (((released_at IS NULL) OR (released_at >= LEAST(undo_until, waived_at)))),
  constraint performance_belongs_to_what_was_signed FOREIGN KEY (entity_id, commitment_id) REFERENCES commitment.signed(entity_id, commitment_id)
);
CREATE INDEX performance_by_day ON commitment.performance USING btree (released_at DESC, commitment_id) WHERE (released_at IS NOT NULL);
CREATE INDEX performance_to_release ON commitment.performance USING btree (undo_until) WHERE (state = 'signed'::text);
comment on table commitment.performance is 'entity: how a commitment is performed';
grant insert, select on commitment.performance to xinheng_app;
grant update (checked_on) on commitment.performance to xinheng_app;
grant update (checked_org) on commitment.performance to xinheng_app;
grant update (clause) on commitment.performance to xinheng_app;
grant update (document) on commitment.performance to xinheng_app;
grant update (ended_at) on commitment.performance to xinheng_app;
grant update (permit_no) on commitment.performance to xinheng_app;
grant update (permitted_at) on commitment.performance to xinheng_app;
grant update (reason) on commitment.performance to xinheng_app;
grant update (released_at) on commitment.performance to xinheng_app;
grant update (state) on commitment.performance to xinheng_app;
grant update (version) on commitment.performance to xinheng_app;
grant update (waived_at) on commitment.performance to xinheng_app;

create table commitment.receiver (
  undertaking text not null,
  region text not null,
  org text not null,
  since date not null,
  until date,
  actor text not null,
  at timestamp with time zone not null,
  entry_id text not null,
  constraint receiver_is_one_per_division PRIMARY KEY (undertaking, region, org),
  constraint receiver_ends_after_it_begins CHECK (((until IS NULL) OR (until >= since)))
);
comment on table commitment.receiver is 'keyed: by undertaking; the bodies that take commitments in, by division';
grant insert, select on commitment.receiver to xinheng_app;
grant update (actor) on commitment.receiver to xinheng_app;
grant update (at) on commitment.receiver to xinheng_app;
grant update (entry_id) on commitment.receiver to xinheng_app;
grant update (since) on commitment.receiver to xinheng_app;
grant update (until) on commitment.receiver to xinheng_app;

create table commitment.report (
  entity_id text not null,
  report_id text not null,
  commitment_id text not null,
  clause text not null,
  statement bytea not null,
  received_at timestamp with time zone not null,
  due_on date not null,
  provisional boolean not null,
  reply bytea,
  replied_at timestamp with time zone,
  replied_by text not null,
  entry_id text not null,
  constraint report_is_known_by_number PRIMARY KEY (entity_id, report_id),
  constraint report_answered_by_somebody CHECK ((((reply IS NULL) = (replied_at IS NULL)) AND ((reply IS NULL) = (replied_by = ''::text)))),
  constraint report_is_about_a_commitment FOREIGN KEY (entity_id, commitment_id) REFERENCES commitment.signed(entity_id, commitment_id)
);
CREATE INDEX report_by_number ON commitment.report USING btree (report_id);
CREATE INDEX report_of_commitment ON commitment.report USING btree (commitment_id, received_at);
CREATE INDEX report_open ON commitment.report USING btree (due_on, entity_id) WHERE (reply IS NULL);
comment on table commitment.report is 'entity: reports that a clause is not kept, and the answer of its party';
grant insert, select on commitment.report to xinheng_app;
grant update (replied_at) on commitment.report to xinheng_app;
grant update (replied_by) on commitment.report to xinheng_app;
grant update (reply) on commitment.report to xinheng_app;
grant update (statement) on commitment.report to xinheng_app;

create table commitment.signed (
  entity_id text not null,
  commitment_id text not null,
  undertaking text not null,
  undertaking_from date not null,
  kind text not null,
  matter text not null,
  proofs text[] not null,
  project text not null,
  org text not null,
  region text not null,
  "grouping" text not null,
  replaces text not null,
  template text not null,
  template_from date not null,
  template_hash text not null,
  notice text not null,
  notice_from date,
  notice_hash text not null,
  clauses text[] not null,
  body text not null,
  body_sm3 text not null,
  signer text not null,
  signer_role text not null,
  decision text not null,
  key text not null,
  shown_at timestamp with time zone not null,
  signed_at timestamp with time zone not null,
  suite text not null,
  key_id text not null,
  public_key bytea not null,
  signature bytea not null,
  entry_id text not null,
  constraint signed_is_known_by_id PRIMARY KEY (entity_id, commitment_id),
  constraint signed_after_it_was_shown CHECK ((signed_at >= shown_at)),
  constraint signed_for_a_body_names_it CHECK (((kind = ANY (ARRAY['industry'::text, 'voluntary'::text])) OR (org <> ''::text))),
  constraint signed_is_countersigned CHECK (((length(signature) > 0) AND (length(public_key) > 0) AND (template_hash <> ''::text) AND (body_sm3 <> ''::text))),
  constraint signed_kind_is_known CHECK ((kind = ANY (ARRAY['approval'::text, 'deferred'::text, 'proof'::text, 'industry'::text, 'voluntary'::text])))
);
CREATE INDEX signed_by_number ON commitment.signed USING btree (commitment_id);
CREATE INDEX signed_of_grouping ON commitment.signed USING btree ("grouping", entity_id) WHERE ("grouping" <> ''::text);
CREATE UNIQUE INDEX signed_once_by_key ON commitment.signed USING btree (entity_id, signer, key) WHERE (key <> ''::text);
comment on table commitment.signed is 'entity: append-only; commitments as they were signed, tied to the version of the text';
grant insert, select on commitment.signed to xinheng_app;

create table commitment.violation (
  entity_id text not null,
  commitment_id text not null,
  proof text not null,
  org text not null,
  org_name text not null,
  case_no text not null,
  times integer not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  constraint violation_is_told_once_per_body PRIMARY KEY (entity_id, commitment_id, proof, org),
  constraint violation_happened CHECK (((times >= 1) AND (last_at >= first_at)))
);
CREATE INDEX violation_by_day ON commitment.violation USING btree (last_at DESC, org);
comment on table commitment.violation is 'entity: a proof asked for again although a commitment had replaced it (F02-2)';
grant insert, select on commitment.violation to xinheng_app;
grant update (case_no) on commitment.violation to xinheng_app;
grant update (last_at) on commitment.violation to xinheng_app;
grant update (times) on commitment.violation to xinheng_app;

create schema compare;
grant usage on schema compare to xinheng_app;

create table compare.comparison (
  comparison_id text not null,
  org text not null,
  body text not null,
  draw_id text not null,
  matter text not null,
  matter_zh text not null,
  matter_en text not null,
  on_day date not null,
  from_on date not null,
  to_on date not null,
  first jsonb not null,
  second jsonb not null,
  seeds integer not null,
  fewest integer not null,
  state text not null,
  part integer not null,
  seen bigint not null,
  cells jsonb not null,
  inputs text not null,
  inputs_hash text not null,
  result text not null,
  numbers_hash text not null,
  entry_id text not null,
  author text not null,
  at timestamp with time zone not null,
  done_at timestamp with time zone,
  constraint comparison_is_known_by_id PRIMARY KEY (comparison_id),
  constraint comparison_draws_once_its_inputs_stand CHECK (((state = 'gathering'::text) = (inputs = ''::text))),
  constraint comparison_is_done_with_its_numbers CHECK ((((state = 'done'::text) = (done_at IS NOT NULL)) AND ((state = 'done'::text) = ((result <> ''::text) AND (entry_id <> ''::text))))),
  constraint comparison_state_is_known CHECK ((state = ANY (ARRAY['gathering'::text, 'running'::text, 'done'::text])))
);
CREATE INDEX comparison_by_end ON compare.comparison USING btree (done_at DESC) WHERE (state = 'done'::text);
CREATE INDEX comparison_of_org ON compare.comparison USING btree (org, at DESC);
CREATE UNIQUE INDEX comparison_under_way_is_asked_once ON compare.comparison USING btree (org, draw_id, from_on, to_on, md5((first)::text), md5((second)::text), seeds) WHERE (state <> 'done'::text);
comment on table compare.comparison is 'keyed: by id; two ways of drawing compared on the history of a draw';
grant insert, select on compare.comparison to xinheng_app;
grant update (cells) on compare.comparison to xinheng_app;
grant update (done_at) on compare.comparison to xinheng_app;
grant update (entry_id) on compare.comparison to xinheng_app;
grant update (inputs) on compare.comparison to xinheng_app;
grant update (inputs_hash) on compare.comparison to xinheng_app;
grant update (numbers_hash) on compare.comparison to xinheng_app;
grant update (part) on compare.comparison to xinheng_app;
grant update (result) on compare.comparison to xinheng_app;
grant update (seen) on compare.comparison to xinheng_app;
grant update (state) on compare.comparison to xinheng_app;

create table compare.run (
  comparison_id text not null,
  nth integer not null,
  tallies jsonb not null,
  constraint run_is_one_of_a_comparison PRIMARY KEY (comparison_id, nth)
);
comment on table compare.run is 'keyed: by comparison; single draws of a comparison, append-only';
grant insert, select on compare.run to xinheng_app;

create table compare.way (
  code text not null,
  version integer not null,
  org text not null,
  body jsonb not null,
  author text not null,
  at timestamp with time zone not null,
  constraint way_is_known_by_code_and_version PRIMARY KEY (code, version)
);
comment on table compare.way is 'keyed: by code and version; ways of drawing, append-only';
grant insert, select on compare.way to xinheng_app;

create schema declaration;
grant usage on schema declaration to xinheng_app;

create table declaration.consent (
  entity_id text not null,
  declaration_id text not null,
  seq integer not null,
  scopes text[] not null,
  actor text not null,
  at timestamp with time zone not null,
  entry_id text not null,
  constraint consent_is_known_by_number PRIMARY KEY (entity_id, declaration_id, seq),
  constraint consent_is_to_a_declaration FOREIGN KEY (entity_id, declaration_id) REFERENCES declaration.signed(entity_id, declaration_id)
);
comment on table declaration.consent is 'entity: what was consented to, and when; append-only';
grant insert, select on declaration.consent to xinheng_app;

create table declaration.document (
  entity_id text not null,
  file_id text not null,
  ends_on date,
  revoked_at timestamp with time zone,
  actor text not null,
  at timestamp with time zone not null,
  constraint document_is_known_by_file PRIMARY KEY (entity_id, file_id)
);
comment on table declaration.document is 'entity: what an owner says of a document in its store';
grant insert, select on declaration.document to xinheng_app;
grant update (actor) on declaration.document to xinheng_app;
grant update (at) on declaration.document to xinheng_app;
grant update (ends_on) on declaration.document to xinheng_app;
grant update (revoked_at) on declaration.document to xinheng_app;

create table declaration.look (
  entity_id text not null,
  declaration_id text not null,
  seq integer not null,
  at timestamp with time zone not null,
  by text not null,
  actor text not null,
  edition text not null,
  answer text not null,
  lines text not null,
  constraint look_is_known_by_number PRIMARY KEY (entity_id, declaration_id, seq),
  constraint look_answer_is_known CHECK ((answer = ANY (ARRAY['match'::text, 'mismatch'::text, 'unknown'::text]))),
  constraint look_is_at_a_declaration FOREIGN KEY (entity_id, declaration_id) REFERENCES declaration.signed(entity_id, declaration_id)
);
comment on table declaration.look is 'entity: what declarations were compared with; append-only';
grant insert, select on declaration.look to xinheng_app;

create table declaration.saved (
  entity_id text not null,
  saved_id text not null,
  kind text not null,
  of text not null,
  use text not null,
  at timestamp with time zone not null,
  constraint saved_is_known_by_id PRIMARY KEY (entity_id, saved_id),
  constraint saved_kind_is_known CHECK ((kind = ANY (ARRAY['document'::text, 'shared'::text, 'fact'::text])))
);
CREATE INDEX saved_by_day ON declaration.saved USING btree (at);
comment on table declaration.saved is 'entity: papers nobody had to hand in again; append-only';
grant insert, select on declaration.saved to xinheng_app;

create table declaration.signed (
  entity_id text not null,
  declaration_id text not null,
  kind text not null,
  kind_from date not null,
  org text not null,
  region text not null,
  papers text[] not null,
  replaces text not null,
  template text not null,
  template_from date not null,
  template_hash text not null,
  text_sm3 text not null,
  sealed bytea not null,
  signer text not null,
  signer_role text not null,
  key text not null,
  shown_at timestamp with time zone not null,
  signed_at timestamp with time zone not null,
  suite text not null,
  key_id text not null,
  public_key bytea not null,
  signature bytea not null,
  entry_id text not null,
  constraint signed_is_known_by_id PRIMARY KEY (entity_id, declaration_id),
  constraint signed_after_it_was_shown CHECK ((signed_at >= shown_at)),
  constraint signed_is_countersigned CHECK (((length(signature) > 0) AND (length(public_key) > 0) AND (template_hash <> ''::text) AND (text_sm3 <> ''::text)))
);
CREATE INDEX signed_by_number ON declaration.signed USING btree (declaration_id);
CREATE UNIQUE INDEX signed_once_by_key ON declaration.signed USING btree (entity_id, signer, key) WHERE (key <> ''::text);
CREATE INDEX signed_to_body ON declaration.signed USING btree (org, signed_at DESC);
comment on table declaration.signed is 'entity: declarations as they were signed; only the seal changes, when keys turn';
grant insert, select on declaration.signed to xinheng_app;
grant update (sealed) on declaration.signed to xinheng_app;

create table declaration.status (
  entity_id text not null,
  declaration_id text not null,
  state text not null,
  scopes text[] not null,
  undo_until timestamp with time zone not null,
  waived_at timestamp with time zone,
  released_at timestamp with time zone,
  due_on date,
  compared_at timestamp with time zone,
  verified_on date,
  verified_by text not null,
  source_id text not null,
  counts_until date,
  case_id text not null,
  ended_at timestamp with time zone,
  version integer not null,
  constraint status_is_of_a_declaration PRIMARY KEY (entity_id, declaration_id),
  constraint status_differs_says_who_found_it CHECK (((state <> 'differs'::text) OR ((verified_by <> ''::text) AND (verified_on IS NOT NULL)))),
  constraint status_follows_its_effect CHECK (((state = ANY (ARRAY['signed'::text, 'undone'::text])) OR (released_at IS NOT NULL))),
  constraint status_state_is_known CHECK ((state = ANY (ARRAY['signed'::text, 'undone'::text, 'unverified'::text, 'verified'::text, 'differs'::text, 'withdrawn'::text, 'replaced'::text]))),
  constraint status_takes_effect_in_its_time CHECK (((released_at IS NULL) OR (released_at >= LEAST(undo_until, waived_at)))),
  constraint status_verified_says_by_whom_and_until_when CHECK (((state <> 'verified'::text) OR ((verified_by <> ''::text) AND (verified_on IS NOT NULL) AND (counts_until IS NOT NULL)))),
  constraint status_belongs_to_what_was_signed FOREIGN KEY (entity_id, declaration_id) REFERENCES declaration.signed(entity_id, declaration_id)
);
CREATE INDEX status_by_source ON declaration.status USING btree (entity_id, source_id) WHERE (source_id <> ''::text);
CREATE INDEX status_to_compare ON declaration.status USING btree (released_at) WHERE ((state = 'unverified'::text) AND (compared_at IS NULL));
CREATE INDEX status_to_release ON declaration.status USING btree (undo_until) WHERE (state = 'signed'::text);
comment on table declaration.status is 'entity: how a declaration stands';
grant insert, select on declaration.status to xinheng_app;
grant update (case_id) on declaration.status to xinheng_app;
grant update (compared_at) on declaration.status to xinheng_app;
grant update (counts_until) on declaration.status to xinheng_app;
grant update (due_on) on declaration.status to xinheng_app;
grant update (ended_at) on declaration.status to xinheng_app;
grant update (released_at) on declaration.status to xinheng_app;
grant update (scopes) on declaration.status to xinheng_app;
grant update (source_id) on declaration.status to xinheng_app;
grant update (state) on declaration.status to xinheng_app;
grant update (verified_by) on declaration.status to xinheng_app;
grant update (verified_on) on declaration.status to xinheng_app;
grant update (version) on declaration.status to xinheng_app;
grant update (waived_at) on declaration.status to xinheng_app;

create table declaration.verifier (
  kind text not null,
  region text not null,
  org text not null,
  since date not null,
  until date,
  actor text not null,
  at timestamp with time zone not null,
  entry_id text not null,
  constraint verifier_is_one_per_division PRIMARY KEY (kind, region, org),
  constraint verifier_ends_after_it_begins CHECK (((until IS NULL) OR (until >= since)))
);
comment on table declaration.verifier is 'keyed: by kind; the bodies that verify declarations, by division';
grant insert, select on declaration.verifier to xinheng_app;
grant update (actor) on declaration.verifier to xinheng_app;
grant update (at) on declaration.verifier to xinheng_app;
grant update (entry_id) on declaration.verifier to xinheng_app;
grant update (since) on declaration.verifier to xinheng_app;
grant update (until) on declaration.verifier to xinheng_app;

create schema differ;
grant usage on schema differ to xinheng_app;

create table differ.claim (
  entity_id text not null,
  difference_id text not null,
  n integer not null,
  source_id text not null,
  source text not null,
  value text not null,
  mark text not null,
  document text not null,
  said_on date not null,
  stood boolean not null,
  told_at timestamp with time zone not null,
  constraint claim_is_numbered_once PRIMARY KEY (entity_id, difference_id, n),
  constraint claim_is_about_a_difference FOREIGN KEY (entity_id, difference_id) REFERENCES differ.difference(entity_id, difference_id)
);
CREATE INDEX claim_by_source ON differ.claim USING btree (source_id, difference_id);
comment on table differ.claim is 'entity: what each source says about such a field; append-only';
grant insert, select on differ.claim to xinheng_app;

create table differ.difference (
  entity_id text not null,
  difference_id text not null,
  about text not null,
  item text not null,
  field text not null,
  owner text not null,
  owner_name text not null,
  region text not null,
  state text not null,
  rounds integer not null,
  opened_at timestamp with time zone not null,
  resolved_at timestamp with time zone,
  constraint difference_is_known_by_id PRIMARY KEY (entity_id, difference_id),
  constraint difference_counts_from_one CHECK ((rounds >= 1)),
  constraint difference_resolved_says_when CHECK (((state = 'resolved'::text) = (resolved_at IS NOT NULL))),
  constraint difference_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'resolved'::text]))),
  constraint difference_is_one_per_field UNIQUE (entity_id, about, field)
);
CREATE INDEX difference_by_id ON differ.difference USING btree (difference_id);
CREATE INDEX difference_by_record ON differ.difference USING btree (about, field) WHERE (about <> ''::text);
CREATE INDEX difference_by_state ON differ.difference USING btree (state, difference_id);
comment on table differ.difference is 'entity: fields about which sources differ, or have differed';
grant insert, select on differ.difference to xinheng_app;
grant update (opened_at) on differ.difference to xinheng_app;
grant update (resolved_at) on differ.difference to xinheng_app;
grant update (rounds) on differ.difference to xinheng_app;
grant update (state) on differ.difference to xinheng_app;

create table differ.resolution (
  entity_id text not null,
  difference_id text not null,
  round integer not null,
  chosen integer not null,
  claims integer not null,
  reason text not null,
  actor text not null,
  org text not null,
  capacity text not null,
  entry_id uuid not null,
  at timestamp with time zone not null,
  constraint resolution_is_one_per_round PRIMARY KEY (entity_id, difference_id, round),
  constraint resolution_capacity_is_known CHECK ((capacity = ANY (ARRAY['owner'::text, 'office'::text, 'delivery'::text]))),
  constraint resolution_has_a_reason CHECK ((reason <> ''::text)),
  constraint resolution_chooses_a_claim FOREIGN KEY (entity_id, difference_id, chosen) REFERENCES differ.claim(entity_id, difference_id, n)
);
comment on table differ.resolution is 'entity: who decided which source is right, and why; append-only';
grant insert, select on differ.resolution to xinheng_app;

create schema disclosure;
grant usage on schema disclosure to xinheng_app;

create table disclosure.act (
  entity_id text not null,
  org text not null,
  case_no text not null,
  at timestamp with time zone not null,
  what text not null,
  constraint act_is_noted_once PRIMARY KEY (entity_id, org, case_no, at, what)
);
comment on table disclosure.act is 'entity: what bodies did in the cases they read for; append-only';
grant insert, select on disclosure.act to xinheng_app;

create table disclosure.consent (
  entity_id text not null,
  consent_id uuid not null,
  at timestamp with time zone not null,
  actor text not null,
  grantee text not null,
  fields text[] not null,
  purpose text not null,
  from_on date not null,
  until_on date not null,
  constraint consent_is_known_by_id PRIMARY KEY (entity_id, consent_id),
  constraint consent_covers_something CHECK ((cardinality(fields) > 0)),
  constraint consent_ends CHECK ((until_on >= from_on))
);
comment on table disclosure.consent is 'entity: who may read what of it, why and until when, by its own consent; append-only';
grant insert, select on disclosure.consent to xinheng_app;

create table disclosure.consent_end (
  entity_id text not null,
  consent_id uuid not null,
  at timestamp with time zone not null,
  actor text not null,
  constraint consent_is_revoked_once PRIMARY KEY (entity_id, consent_id),
  constraint consent_end_has_its_consent FOREIGN KEY (entity_id, consent_id) REFERENCES disclosure.consent(entity_id, consent_id)
);
comment on table disclosure.consent_end is 'entity: consents taken back; append-only';
grant insert, select on disclosure.consent_end to xinheng_app;

create table disclosure.export (
  export_id text not null,
  at timestamp with time zone not null,
  actor text not null,
  org text not null,
  source text not null,
  filter jsonb not null,
  reason text not null,
  estimate bigint not null,
  row_limit bigint not null,
  approvals smallint not null,
  constraint export_is_known_by_number PRIMARY KEY (export_id),
  constraint export_has_a_reason CHECK ((reason <> ''::text)),
  constraint export_needs_approval CHECK ((approvals = ANY (ARRAY[1, 2])))
);
CREATE INDEX export_by_time ON disclosure.export USING btree (at DESC, export_id DESC);
comment on table disclosure.export is 'local: who asked to take data out, and why; append-only';
grant insert, select on disclosure.export to xinheng_app;

create table disclosure.export_answer (
  export_id text not null,
  seq smallint not null,
  at timestamp with time zone not null,
  actor text not null,
  approved boolean not null,
  note text not null,
  constraint export_is_answered_once_each PRIMARY KEY (export_id, seq),
  constraint export_answer_export_id_fkey FOREIGN KEY (export_id) REFERENCES disclosure.export(export_id),
  constraint export_is_answered_by_different_people UNIQUE (export_id, actor)
);
comment on table disclosure.export_answer is 'local: approvals and refusals of exports; append-only';
grant insert, select on disclosure.export_answer to xinheng_app;

create table disclosure.export_download (
  export_id text not null,
  seq integer not null,
  at timestamp with time zone not null,
  actor text not null,
  constraint export_downloads_are_counted PRIMARY KEY (export_id, seq),
  constraint export_download_export_id_fkey FOREIGN KEY (export_id) REFERENCES disclosure.export_product(export_id)
);
comment on table disclosure.export_download is 'local: each time an export was fetched; append-only';
grant insert, select on disclosure.export_download to xinheng_app;

create table disclosure.export_file (
  export_id text not null,
  sealed bytea not null,
  constraint export_has_one_file PRIMARY KEY (export_id),
  constraint export_file_export_id_fkey FOREIGN KEY (export_id) REFERENCES disclosure.export_product(export_id)
);
comment on table disclosure.export_file is 'local: the bytes of exports, sealed, until they expire';
grant delete, insert, select on disclosure.export_file to xinheng_app;

create table disclosure.export_product (
  export_id text not null,
  at timestamp with time zone not null,
  rows bigint not null,
  bytes bigint not null,
  sha256 bytea not null,
  constraint export_is_produced_once PRIMARY KEY (export_id),
  constraint export_product_export_id_fkey FOREIGN KEY (export_id) REFERENCES disclosure.export(export_id)
);
comment on table disclosure.export_product is 'local: files made of approved exports; append-only';
grant insert, select on disclosure.export_product to xinheng_app;

create table disclosure.finding (
  item_id text not null,
  at timestamp with time zone not null,
  actor text not null,
  in_order boolean not null,
  note text not null,
  constraint item_is_settled_once PRIMARY KEY (item_id),
  constraint finding_says_something CHECK ((note <> ''::text)),
  constraint finding_item_id_fkey FOREIGN KEY (item_id) REFERENCES disclosure.item(item_id)
);
comment on table disclosure.finding is 'local: what the auditor found; append-only';
grant insert, select on disclosure.finding to xinheng_app;

create table disclosure.glass (
  glass_id text not null,
  at timestamp with time zone not null,
  actor text not null,
  org text not null,
  subject text not null,
  reason text not null,
  constraint glass_is_known_by_id PRIMARY KEY (glass_id),
  constraint glass_has_a_reason CHECK ((reason <> ''::text))
);
CREATE INDEX glass_by_time ON disclosure.glass USING btree (at DESC, glass_id DESC);
comment on table disclosure.glass is 'local: who asked to break the glass, and why; append-only';
grant insert, select on disclosure.glass to xinheng_app;

create table disclosure.glass_closing (
  glass_id text not null,
  at timestamp with time zone not null,
  actor text not null,
  constraint glass_is_closed_once PRIMARY KEY (glass_id),
  constraint glass_closing_glass_id_fkey FOREIGN KEY (glass_id) REFERENCES disclosure.glass_opening(glass_id)
);
comment on table disclosure.glass_closing is 'local: broken glasses closed before their time; append-only';
grant insert, select on disclosure.glass_closing to xinheng_app;

create table disclosure.glass_opening (
  glass_id text not null,
  at timestamp with time zone not null,
  actor text not null,
  until timestamp with time zone not null,
  constraint glass_is_opened_once PRIMARY KEY (glass_id),
  constraint glass_closes_by_itself CHECK ((until > at)),
  constraint glass_opening_glass_id_fkey FOREIGN KEY (glass_id) REFERENCES disclosure.glass(glass_id)
);
comment on table disclosure.glass_opening is 'local: the second person who agreed, and until when; append-only';
grant insert, select on disclosure.glass_opening to xinheng_app;

create table disclosure.item (
  item_id text not null,
  kind text not null,
  at timestamp with time zone not null,
  actor text not null,
  org text not null,
  about text not null,
  evidence jsonb not null,
  constraint item_is_queued_once PRIMARY KEY (item_id),
  constraint item_kind_is_known CHECK ((kind = ANY (ARRAY['sample'::text, 'alarm'::text, 'glass'::text, 'question'::text])))
);
CREATE INDEX item_by_about ON disclosure.item USING btree (about, kind);
CREATE INDEX item_by_time ON disclosure.item USING btree (at DESC, item_id DESC);
comment on table disclosure.item is 'local: what the auditor is asked to look at; append-only';
grant insert, select on disclosure.item to xinheng_app;

create table disclosure.question (
  entity_id text not null,
  view_id text not null,
  at timestamp with time zone not null,
  actor text not null,
  words text not null,
  item_id text not null,
  constraint question_is_asked_once PRIMARY KEY (entity_id, view_id)
);
comment on table disclosure.question is 'entity: what subjects asked about who viewed them; append-only';
grant insert, select on disclosure.question to xinheng_app;

create table disclosure.reading (
  entity_id text not null,
  reading_id uuid not null,
  at timestamp with time zone not null,
  org text not null,
  actor text not null,
  purpose text not null,
  case_no text not null,
  fields text[] not null,
  consent_id text not null,
  glass_id text not null,
  sampled boolean not null,
  batch_id uuid not null,
  seq integer not null,
  salt bytea not null,
  constraint reading_is_known_by_id PRIMARY KEY (entity_id, reading_id),
  constraint reading_shows_something CHECK ((cardinality(fields) > 0)),
  constraint reading_states_purpose_and_case CHECK (((purpose <> ''::text) AND (case_no <> ''::text)))
);
CREATE INDEX reading_by_actor ON disclosure.reading USING btree (actor, at);
CREATE INDEX reading_by_time ON disclosure.reading USING btree (at DESC, reading_id DESC);
CREATE INDEX reading_of_entity_by_time ON disclosure.reading USING btree (entity_id, at DESC, reading_id DESC);
CREATE INDEX reading_sampled ON disclosure.reading USING btree (at) WHERE sampled;
comment on table disclosure.reading is 'entity: every reading of what is not public; append-only';
grant insert, select on disclosure.reading to xinheng_app;

create table disclosure.reading_batch (
  batch_id uuid not null,
  entry_id uuid not null,
  leaves bytea not null,
  constraint reading_batch_is_known_by_id PRIMARY KEY (batch_id),
  constraint reading_batch_leaves_are_hashes CHECK (((octet_length(leaves) > 0) AND ((octet_length(leaves) % 32) = 0)))
);
comment on table disclosure.reading_batch is 'keyed: by batch_id; what ties readings to the ledger; append-only';
grant insert, select on disclosure.reading_batch to xinheng_app;

create table disclosure.verification (
  at timestamp with time zone not null,
  actor text not null,
  holds boolean not null,
  code text not null,
  last bigint not null,
  checkpoints bigint not null,
  constraint verification_is_known_by_time PRIMARY KEY (at)
);
comment on table disclosure.verification is 'local: when the ledger was recomputed from the page, and what came out; append-only';
grant insert, select on disclosure.verification to xinheng_app;

create schema education;
grant usage on schema education to xinheng_app;

create table education.certificate (
  certificate_id text not null,
  account text not null,
  completion_id text not null,
  kind text not null,
  course text not null,
  course_from date not null,
  from_on date not null,
  until_on date not null,
  issued_at timestamp with time zone not null,
  suite text not null,
  key_id text not null,
  public_key bytea not null,
  message bytea not null,
  salt bytea not null,
  signature bytea not null,
  constraint certificate_is_known_by_id PRIMARY KEY (certificate_id),
  constraint certificate_ends_after_it_begins CHECK ((until_on >= from_on)),
  constraint certificate_is_of_a_completion FOREIGN KEY (completion_id) REFERENCES education.completion(completion_id),
  constraint certificate_comes_from_one_completion UNIQUE (completion_id)
);
CREATE INDEX certificate_by_account ON education.certificate USING btree (account, until_on DESC);
comment on table education.certificate is 'local: signed certificates; append-only';
grant insert, select on education.certificate to xinheng_app;

create table education.completion (
  completion_id text not null,
  account text not null,
  about text not null,
  course text not null,
  course_from date not null,
  course_hash text not null,
  sitting_id text not null,
  completed_on date not null,
  completed_at timestamp with time zone not null,
  constraint completion_is_known_by_id PRIMARY KEY (completion_id),
  constraint completion_is_of_a_sitting FOREIGN KEY (sitting_id) REFERENCES education.sitting(sitting_id),
  constraint completion_comes_from_one_sitting UNIQUE (sitting_id)
);
CREATE INDEX completion_by_about ON education.completion USING btree (about, course, completed_on DESC);
CREATE INDEX completion_by_account ON education.completion USING btree (account, completed_at DESC);
comment on table education.completion is 'local: courses completed, in which version; append-only';
grant insert, select on education.completion to xinheng_app;

create table education.sitting (
  sitting_id text not null,
  account text not null,
  about text not null,
  course text not null,
  course_from date not null,
  course_hash text not null,
  begun_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  outcome text,
  asked integer not null,
  correct integer,
  constraint sitting_is_known_by_id PRIMARY KEY (sitting_id),
  constraint sitting_closes_whole CHECK ((num_nonnulls(closed_at, outcome, correct) = ANY (ARRAY[0, 3]))),
  constraint sitting_counts_what_was_asked CHECK (((asked > 0) AND ((correct >= 0) AND (correct <= asked)))),
  constraint sitting_outcome_is_known CHECK ((outcome = ANY (ARRAY['passed'::text, 'failed'::text, 'lapsed'::text])))
);
CREATE INDEX sitting_by_account ON education.sitting USING btree (account, course, begun_at DESC);
CREATE INDEX sitting_by_course ON education.sitting USING btree (course, closed_at);
CREATE UNIQUE INDEX sitting_is_open_once ON education.sitting USING btree (account, course) WHERE (closed_at IS NULL);
comment on table education.sitting is 'local: sittings of courses; closed once, then as they are';
grant insert, select on education.sitting to xinheng_app;
grant update (closed_at) on education.sitting to xinheng_app;
grant update (correct) on education.sitting to xinheng_app;
grant update (outcome) on education.sitting to xinheng_app;

create schema entry;
grant usage on schema entry to xinheng_app;

create table entry.draft (
  draft_id text not null,
  org text not null,
  item text not null,
  status text not null,
  writers text[] not null,
  reviewer text not null,
  record_id text not null,
  round integer not null,
  version integer not null,
  sealed bytea not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint draft_is_known_by_id PRIMARY KEY (draft_id),
  constraint draft_counts_upwards CHECK (((round >= 0) AND (version > 0))),
  constraint draft_has_an_author CHECK ((cardinality(writers) > 0)),
  constraint draft_is_approved_by_somebody CHECK (((status <> 'approved'::text) OR (reviewer <> ''::text))),
  constraint draft_is_reviewed_by_another CHECK ((NOT (reviewer = ANY (writers)))),
  constraint draft_status_is_known CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text, 'approved'::text])))
);
CREATE INDEX draft_of_org ON entry.draft USING btree (org, draft_id DESC);
CREATE INDEX draft_of_org_by_status ON entry.draft USING btree (org, status, draft_id DESC);
comment on table entry.draft is 'keyed: by draft_id; records typed by hand until a second person approves them';
grant delete, insert, select on entry.draft to xinheng_app;
grant update (changed_at) on entry.draft to xinheng_app;
grant update (record_id) on entry.draft to xinheng_app;
grant update (reviewer) on entry.draft to xinheng_app;
grant update (round) on entry.draft to xinheng_app;
grant update (sealed) on entry.draft to xinheng_app;
grant update (status) on entry.draft to xinheng_app;
grant update (version) on entry.draft to xinheng_app;
grant update (writers) on entry.draft to xinheng_app;

create schema exchange;
grant usage on schema exchange to xinheng_app;

create table exchange.event (
  notice_id text not null,
  revision integer not null,
  org text not null,
  seq bigint,
  kind text not null,
  entity_id text not null,
  about text not null,
  version integer not null,
  decision text not null,
  case_no text not null,
  reason text not null,
  due_on date,
  created_at timestamp with time zone not null,
  constraint event_is_one_revision_of_a_notice PRIMARY KEY (notice_id, revision),
  constraint event_counts_from_one CHECK (((revision >= 1) AND (seq >= 1))),
  constraint event_has_a_place_of_its_own UNIQUE (org, seq)
);
CREATE INDEX event_by_time ON exchange.event USING btree (org, created_at);
CREATE INDEX event_without_number ON exchange.event USING btree (org, created_at, notice_id, revision) WHERE (seq IS NULL);
comment on table exchange.event is 'keyed: by notice_id; what a body was told, revision by revision, in the order of its stream; written once, and numbered once';
grant insert, select on exchange.event to xinheng_app;
grant update (seq) on exchange.event to xinheng_app;

create table exchange.notice (
  notice_id text not null,
  org text not null,
  kind text not null,
  entity_id text not null,
  about text not null,
  version integer not null,
  decision text not null,
  case_no text not null,
  reason text not null,
  revision integer not null,
  created_at timestamp with time zone not null,
  due_on date,
  provisional boolean not null,
  attempts integer not null,
  last_error text not null,
  delivered_at timestamp with time zone,
  delivered_by text not null,
  acknowledged_at timestamp with time zone,
  acknowledged_by text not null,
  source text not null default ''::text,
  source_region text not null default ''::text,
  constraint notice_is_known_by_id PRIMARY KEY (notice_id),
  constraint notice_acknowledged_by_somebody CHECK (((acknowledged_at IS NULL) = (acknowledged_by = ''::text))),
  constraint notice_delivery_is_known CHECK ((delivered_by = ANY (ARRAY[''::text, 'webhook'::text, 'inbox'::text]))),
  constraint notice_kind_is_known CHECK ((kind = ANY (ARRAY['tombstone'::text, 'correction'::text, 'reach_back'::text, 'lift'::text, 'watch'::text, 'commitment'::text, 'rating'::text, 'holding'::text])))
);
CREATE UNIQUE INDEX notice_is_open_once ON exchange.notice USING btree (org, kind, about, decision) WHERE (acknowledged_at IS NULL);
CREATE INDEX notice_lifts ON exchange.notice USING btree (created_at) WHERE (kind = 'lift'::text);
CREATE INDEX notice_of_case ON exchange.notice USING btree (case_no) WHERE (case_no <> ''::text);
CREATE INDEX notice_of_org ON exchange.notice USING btree (org, notice_id);
CREATE INDEX notice_overdue ON exchange.notice USING btree (due_on, org) WHERE (acknowledged_at IS NULL);
comment on table exchange.notice is 'keyed: by notice_id; what somebody who received data was told, and whether they acknowledged it';
grant insert, select on exchange.notice to xinheng_app;
grant update (acknowledged_at) on exchange.notice to xinheng_app;
grant update (acknowledged_by) on exchange.notice to xinheng_app;
grant update (attempts) on exchange.notice to xinheng_app;
grant update (case_no) on exchange.notice to xinheng_app;
grant update (delivered_at) on exchange.notice to xinheng_app;
grant update (delivered_by) on exchange.notice to xinheng_app;
grant update (last_error) on exchange.notice to xinheng_app;
grant update (reason) on exchange.notice to xinheng_app;
grant update (revision) on exchange.notice to xinheng_app;
grant update (version) on exchange.notice to xinheng_app;

create table exchange.removal (
  entity_id text not null,
  removal_id text not null,
  about text not null,
  target text not null,
  action text not null,
  version integer not null,
  case_no text not null,
  reason text not null,
  basis text not null,
  org text not null,
  region text not null,
  revision integer not null,
  state text not null,
  created_at timestamp with time zone not null,
  due_on date,
  provisional boolean not null,
  attempts integer not null,
  last_error text not null,
  tried_at timestamp with time zone,
  sent_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  probed_at timestamp with time zone,
  probe_error text not null,
  location text not null default ''::text,
  constraint removal_is_known_by_id PRIMARY KEY (entity_id, removal_id),
  constraint removal_acknowledged_has_a_time CHECK (((state = 'acknowledged'::text) = (acknowledged_at IS NOT NULL))),
  constraint removal_action_is_known CHECK ((action = ANY (ARRAY['delete'::text, 'replace'::text, 'lift'::text, 'publish'::text, 'rerate'::text]))),
  constraint removal_counts_upwards CHECK (((revision >= 1) AND (attempts >= 0))),
  constraint removal_of_a_publication_says_where CHECK (((action = 'publish'::text) = (location <> ''::text))),
  constraint removal_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'acknowledged'::text])))
);
CREATE INDEX removal_by_about ON exchange.removal USING btree (about, created_at);
CREATE INDEX removal_by_case ON exchange.removal USING btree (case_no) WHERE (case_no <> ''::text);
CREATE INDEX removal_by_probe ON exchange.removal USING btree (target, probed_at NULLS FIRST);
CREATE UNIQUE INDEX removal_is_open_once ON exchange.removal USING btree (entity_id, about, target) WHERE (state <> 'acknowledged'::text);
CREATE INDEX removal_open ON exchange.removal USING btree (created_at) WHERE (state <> 'acknowledged'::text);
comment on table exchange.removal is 'entity: what had to end, to be shown or to be evaluated anew, at each target, when it was sent and acknowledged';
grant insert, select on exchange.removal to xinheng_app;
grant update (acknowledged_at) on exchange.removal to xinheng_app;
grant update (action) on exchange.removal to xinheng_app;
grant update (attempts) on exchange.removal to xinheng_app;
grant update (basis) on exchange.removal to xinheng_app;
grant update (case_no) on exchange.removal to xinheng_app;
grant update (due_on) on exchange.removal to xinheng_app;
grant update (last_error) on exchange.removal to xinheng_app;
grant update (probe_error) on exchange.removal to xinheng_app;
grant update (probed_at) on exchange.removal to xinheng_app;
grant update (provisional) on exchange.removal to xinheng_app;
grant update (reason) on exchange.removal to xinheng_app;
grant update (revision) on exchange.removal to xinheng_app;
grant update (sent_at) on exchange.removal to xinheng_app;
grant update (state) on exchange.removal to xinheng_app;
grant update (tried_at) on exchange.removal to xinheng_app;
grant update (version) on exchange.removal to xinheng_app;

create table exchange.signing (
  generation integer not null,
  begins_at timestamp with time zone not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  constraint signing_generation_is_made_once PRIMARY KEY (generation),
  constraint signing_generation_counts_from_two CHECK ((generation >= 2)),
  constraint signing_is_announced_before_it_begins CHECK ((begins_at > made_at))
);
comment on table exchange.signing is 'reference: generations of the key that messages are signed with; append-only';
grant insert, select on exchange.signing to xinheng_app;

create table exchange.stream (
  org text not null,
  last bigint not null,
  pushed bigint not null,
  replayed_to bigint not null,
  failures integer not null,
  last_error text not null,
  tried_at timestamp with time zone,
  busy_until timestamp with time zone,
  dead_at timestamp with time zone,
  constraint stream_is_one_of_a_body PRIMARY KEY (org),
  constraint stream_counts_upwards CHECK ((failures >= 0)),
  constraint stream_pushes_what_it_has CHECK ((((pushed >= 0) AND (pushed <= last)) AND ((replayed_to >= 0) AND (replayed_to <= last))))
);
CREATE INDEX stream_given_up ON exchange.stream USING btree (dead_at) WHERE (dead_at IS NOT NULL);
comment on table exchange.stream is 'keyed: by org; how far a body''s webhook has come, and whether it was given up';
grant insert, select on exchange.stream to xinheng_app;
grant update (busy_until) on exchange.stream to xinheng_app;
grant update (dead_at) on exchange.stream to xinheng_app;
grant update (failures) on exchange.stream to xinheng_app;
grant update (last) on exchange.stream to xinheng_app;
grant update (last_error) on exchange.stream to xinheng_app;
grant update (pushed) on exchange.stream to xinheng_app;
grant update (replayed_to) on exchange.stream to xinheng_app;
grant update (tried_at) on exchange.stream to xinheng_app;

create table exchange.target (
  code text not null,
  version integer not null,
  name_zh text not null,
  name_en text not null,
  kind text not null,
  org text not null,
  push_url text not null,
  read_url text not null,
  gone_text text not null,
  secret_ref text not null,
  limit_key text not null,
  rule text not null,
  active boolean not null,
  state text not null,
  author text not null,
  reviewer text not null,
  created_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  constraint target_version_is_numbered_once PRIMARY KEY (code, version),
  constraint target_consumer_has_a_body CHECK (((kind <> 'consumer'::text) OR (org <> ''::text))),
  constraint target_is_approved_by_another CHECK ((reviewer <> author)),
  constraint target_is_decided_by_somebody CHECK (((state = 'proposed'::text) = ((reviewer = ''::text) AND (decided_at IS NULL)))),
  constraint target_kind_is_known CHECK ((kind = ANY (ARRAY['own_portal'::text, 'credit_china'::text, 'gsxt'::text, 'third_party'::text, 'consumer'::text]))),
  constraint target_state_is_known CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'refused'::text])))
);
comment on table exchange.target is 'reference: sites and bodies that hold what we publish; every change is a version a second person approves';
grant insert, select on exchange.target to xinheng_app;
grant update (decided_at) on exchange.target to xinheng_app;
grant update (reviewer) on exchange.target to xinheng_app;
grant update (state) on exchange.target to xinheng_app;

create table exchange.ticket (
  entity_id text not null,
  about text not null,
  target text not null,
  removal_id text not null,
  state text not null,
  opened_at timestamp with time zone not null,
  reopened integer not null,
  sightings integer not null,
  seen_at timestamp with time zone not null,
  seen_hash bytea not null,
  seen text not null,
  closed_at timestamp with time zone,
  constraint ticket_is_one_per_place PRIMARY KEY (entity_id, about, target),
  constraint ticket_closed_has_a_time CHECK (((state = 'closed'::text) = (closed_at IS NOT NULL))),
  constraint ticket_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
);
CREATE INDEX ticket_open ON exchange.ticket USING btree (opened_at) WHERE (state = 'open'::text);
comment on table exchange.ticket is 'entity: what was still found where it should have ended';
grant insert, select on exchange.ticket to xinheng_app;
grant update (closed_at) on exchange.ticket to xinheng_app;
grant update (removal_id) on exchange.ticket to xinheng_app;
grant update (reopened) on exchange.ticket to xinheng_app;
grant update (seen) on exchange.ticket to xinheng_app;
grant update (seen_at) on exchange.ticket to xinheng_app;
grant update (seen_hash) on exchange.ticket to xinheng_app;
grant update (sightings) on exchange.ticket to xinheng_app;
grant update (state) on exchange.ticket to xinheng_app;

create schema hotline;
grant usage on schema hotline to xinheng_app;

create table hotline.complaint (
  complaint_id text not null,
  source text not null,
  number text not null,
  entity_id text not null,
  name text not null,
  matter text not null,
  caller text not null,
  sealed bytea not null,
  received_on date not null,
  org text not null,
  org_name text not null,
  region text not null,
  joined_by text not null,
  state text not null,
  first_id text not null,
  document text not null,
  reason text not null,
  decided_by text not null,
  decided_on date,
  ended_document text not null,
  ended_reason text not null,
  ended_by text not null,
  ended_on date,
  answer bytea,
  answered_on date,
  at timestamp with time zone not null,
  constraint complaint_is_delivered_once PRIMARY KEY (complaint_id),
  constraint complaint_answered_on_a_day CHECK (((answer IS NULL) = (answered_on IS NULL))),
  constraint complaint_decided_has_a_document CHECK (((decided_on IS NOT NULL) = ((document <> ''::text) AND (reason <> ''::text) AND (decided_by <> ''::text)))),
  constraint complaint_is_of_a_firm_somebody_named CHECK (((entity_id = ''::text) = (joined_by = ''::text))),
  constraint complaint_merged_names_the_first CHECK (((state = 'merged'::text) = (first_id <> ''::text))),
  constraint complaint_source_is_known CHECK ((source = ANY (ARRAY['12345'::text, '12315'::text]))),
  constraint complaint_state_is_known CHECK ((state = ANY (ARRAY['unnamed'::text, 'unverified'::text, 'merged'::text, 'verified'::text, 'unfounded'::text, 'withdrawn'::text]))),
  constraint complaint_verified_was_decided CHECK (((state <> ALL (ARRAY['verified'::text, 'unfounded'::text])) OR (decided_on IS NOT NULL))),
  constraint complaint_withdrawn_has_a_document CHECK (((state = 'withdrawn'::text) = ((ended_on IS NOT NULL) AND (ended_document <> ''::text) AND (ended_reason <> ''::text) AND (ended_by <> ''::text)))),
  constraint complaint_without_a_firm_is_not_verified CHECK (((entity_id <> ''::text) OR (state = ANY (ARRAY['unnamed'::text, 'withdrawn'::text]))))
);
CREATE INDEX complaint_by_entity ON hotline.complaint USING btree (entity_id, received_on DESC) WHERE (entity_id <> ''::text);
CREATE INDEX complaint_by_org ON hotline.complaint USING btree (org, received_on DESC);
CREATE INDEX complaint_by_region ON hotline.complaint USING btree (region text_pattern_ops, received_on DESC);
comment on table hotline.complaint is 'keyed: by complaint_id; complaints of hotlines, which firm each is about, and what was verified of them';
grant insert, select on hotline.complaint to xinheng_app;
grant update (answer) on hotline.complaint to xinheng_app;
grant update (answered_on) on hotline.complaint to xinheng_app;
grant update (decided_by) on hotline.complaint to xinheng_app;
grant update (decided_on) on hotline.complaint to xinheng_app;
grant update (document) on hotline.complaint to xinheng_app;
grant update (ended_by) on hotline.complaint to xinheng_app;
grant update (ended_document) on hotline.complaint to xinheng_app;
grant update (ended_on) on hotline.complaint to xinheng_app;
grant update (ended_reason) on hotline.complaint to xinheng_app;
grant update (entity_id) on hotline.complaint to xinheng_app;
grant update (first_id) on hotline.complaint to xinheng_app;
grant update (joined_by) on hotline.complaint to xinheng_app;
grant update (reason) on hotline.complaint to xinheng_app;
grant update (sealed) on hotline.complaint to xinheng_app;
grant update (state) on hotline.complaint to xinheng_app;

create schema inspection;
grant usage on schema inspection to xinheng_app;

create table inspection.assignment (
  entity_id text not null,
  draw_id text not null,
  org text not null,
  matter text not null,
  class text not null,
  inspectors text[] not null,
  first_on date not null,
  last_on date not null,
  constraint assignment_is_one_of_a_draw PRIMARY KEY (entity_id, draw_id)
);
CREATE INDEX assignment_of_draw ON inspection.assignment USING btree (draw_id, entity_id);
comment on table inspection.assignment is 'entity: whom a published draw sends inspectors to, append-only';
grant insert, select on inspection.assignment to xinheng_app;

create table inspection.backtest (
  backtest_id text not null,
  org text not null,
  domain text not null,
  base jsonb not null,
  proposed jsonb not null,
  state text not null,
  after text not null,
  seen bigint not null,
  shift jsonb not null,
  on_day date not null,
  edition text not null,
  author text not null,
  at timestamp with time zone not null,
  done_at timestamp with time zone,
  constraint backtest_is_known_by_id PRIMARY KEY (backtest_id),
  constraint backtest_is_done_at_a_time CHECK (((state = 'done'::text) = (done_at IS NOT NULL))),
  constraint backtest_state_is_known CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'dropped'::text])))
);
CREATE INDEX backtest_of_org ON inspection.backtest USING btree (org, at DESC);
comment on table inspection.backtest is 'keyed: by id; class tables tried on the registry, numbers only';
grant insert, select on inspection.backtest to xinheng_app;
grant update (after) on inspection.backtest to xinheng_app;
grant update (done_at) on inspection.backtest to xinheng_app;
grant update (seen) on inspection.backtest to xinheng_app;
grant update (shift) on inspection.backtest to xinheng_app;
grant update (state) on inspection.backtest to xinheng_app;

create table inspection.conflict (
  account text not null,
  entity_id text not null,
  ground text not null,
  declared_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  constraint conflict_is_declared_once PRIMARY KEY (account, entity_id),
  constraint conflict_ground_is_known CHECK ((ground = ANY (ARRAY['relative'::text, 'interest'::text, 'employment'::text, 'other'::text])))
);
comment on table inspection.conflict is 'keyed: by account; interests that inspectors declared of themselves';
grant insert, select on inspection.conflict to xinheng_app;
grant update (declared_at) on inspection.conflict to xinheng_app;
grant update (ground) on inspection.conflict to xinheng_app;
grant update (withdrawn_at) on inspection.conflict to xinheng_app;

create table inspection.daily (
  entity_id text not null,
  commitment_id text not null,
  undertaking text not null,
  matter text not null,
  region text not null,
  since date not null,
  ended_on date,
  at timestamp with time zone not null,
  constraint daily_is_known_by_firm_and_commitment PRIMARY KEY (entity_id, commitment_id),
  constraint daily_ends_after_it_began CHECK (((ended_on IS NULL) OR (ended_on >= since)))
);
CREATE INDEX daily_that_stands ON inspection.daily USING btree (since, commitment_id) WHERE (ended_on IS NULL);
comment on table inspection.daily is 'entity: commitments exempt from verification, under daily supervision';
grant insert, select on inspection.daily to xinheng_app;
grant update (at) on inspection.daily to xinheng_app;
grant update (ended_on) on inspection.daily to xinheng_app;

create table inspection.daily_roster (
  entity_id text not null,
  commitment_id text not null,
  draw_id text not null,
  constraint daily_is_in_a_roster_once PRIMARY KEY (entity_id, commitment_id, draw_id)
);
comment on table inspection.daily_roster is 'entity: commitments under daily supervision in the roster of a draw, append-only';
grant insert, select on inspection.daily_roster to xinheng_app;

create table inspection.draw (
  draw_id text not null,
  plan_id text not null,
  org text not null,
  matter text not null,
  state text not null,
  parties text[] not null,
  on_day date not null,
  edition text not null,
  after text not null,
  seen bigint not null,
  chunks integer not null,
  setup text not null,
  inspectors text not null,
  accounts text[] not null,
  frozen_entry text not null,
  commit_by date,
  checkpoint text not null,
  root_size bigint not null,
  rooted_entry text not null,
  reveal_by date,
  seed text not null,
  result text not null,
  drawn_entry text not null,
  header text not null,
  void_for text[] not null,
  author text not null,
  changed_at timestamp with time zone not null,
  void_why text not null default ''::text,
  constraint draw_is_known_by_id PRIMARY KEY (draw_id),
  constraint draw_has_a_root_before_a_seed CHECK (((seed = ''::text) OR (rooted_entry <> ''::text))),
  constraint draw_has_two_parties CHECK ((cardinality(parties) > 1)),
  constraint draw_is_frozen_on_the_ledger CHECK (((state = ANY (ARRAY['gathering'::text, 'void'::text])) OR (frozen_entry <> ''::text))),
  constraint draw_is_published_with_its_proof CHECK (((state = 'published'::text) = (header <> ''::text))),
  constraint draw_state_is_known CHECK ((state = ANY (ARRAY['gathering'::text, 'frozen'::text, 'rooted'::text, 'drawn'::text, 'published'::text, 'void'::text])))
);
CREATE INDEX draw_by_state ON inspection.draw USING btree (state, draw_id DESC);
CREATE INDEX draw_of_plan ON inspection.draw USING btree (plan_id, draw_id);
comment on table inspection.draw is 'keyed: by draw_id; random draws, from roster to publication';
grant insert, select on inspection.draw to xinheng_app;
grant update (accounts) on inspection.draw to xinheng_app;
grant update (after) on inspection.draw to xinheng_app;
grant update (changed_at) on inspection.draw to xinheng_app;
grant update (checkpoint) on inspection.draw to xinheng_app;
grant update (chunks) on inspection.draw to xinheng_app;
grant update (commit_by) on inspection.draw to xinheng_app;
grant update (drawn_entry) on inspection.draw to xinheng_app;
grant update (frozen_entry) on inspection.draw to xinheng_app;
grant update (header) on inspection.draw to xinheng_app;
grant update (inspectors) on inspection.draw to xinheng_app;
grant update (result) on inspection.draw to xinheng_app;
grant update (reveal_by) on inspection.draw to xinheng_app;
grant update (root_size) on inspection.draw to xinheng_app;
grant update (rooted_entry) on inspection.draw to xinheng_app;
grant update (seed) on inspection.draw to xinheng_app;
grant update (seen) on inspection.draw to xinheng_app;
grant update (setup) on inspection.draw to xinheng_app;
grant update (state) on inspection.draw to xinheng_app;
grant update (void_for) on inspection.draw to xinheng_app;
grant update (void_why) on inspection.draw to xinheng_app;

create table inspection.inspector (
  account text not null,
  org text not null,
  duty text not null,
  certificate text not null,
  certificate_until date not null,
  active boolean not null,
  changed_at timestamp with time zone not null,
  constraint inspector_is_known_by_account PRIMARY KEY (account),
  constraint inspector_has_a_certificate CHECK ((certificate <> ''::text))
);
CREATE INDEX inspector_of_org ON inspection.inspector USING btree (org, account);
comment on table inspection.inspector is 'keyed: by account; the roster of inspectors';
grant insert, select on inspection.inspector to xinheng_app;
grant update (active) on inspection.inspector to xinheng_app;
grant update (certificate) on inspection.inspector to xinheng_app;
grant update (certificate_until) on inspection.inspector to xinheng_app;
grant update (changed_at) on inspection.inspector to xinheng_app;
grant update (duty) on inspection.inspector to xinheng_app;
grant update (org) on inspection.inspector to xinheng_app;

create table inspection.matter (
  code text not null,
  org text not null,
  name_zh text not null,
  name_en text not null,
  domain text not null,
  kind text not null,
  basis text not null,
  industries text[] not null,
  region text not null,
  active boolean not null,
  version integer not null,
  changed_at timestamp with time zone not null,
  promised text[] not null default '{}'::text[],
  constraint matter_is_known_by_code PRIMARY KEY (code),
  constraint matter_has_a_basis CHECK ((basis <> ''::text)),
  constraint matter_kind_is_known CHECK ((kind = ANY (ARRAY['key'::text, 'general'::text])))
);
comment on table inspection.matter is 'keyed: by code; the list of inspection matters';
grant insert, select on inspection.matter to xinheng_app;
grant update (active) on inspection.matter to xinheng_app;
grant update (basis) on inspection.matter to xinheng_app;
grant update (changed_at) on inspection.matter to xinheng_app;
grant update (domain) on inspection.matter to xinheng_app;
grant update (industries) on inspection.matter to xinheng_app;
grant update (kind) on inspection.matter to xinheng_app;
grant update (name_en) on inspection.matter to xinheng_app;
grant update (name_zh) on inspection.matter to xinheng_app;
grant update (promised) on inspection.matter to xinheng_app;
grant update (region) on inspection.matter to xinheng_app;
grant update (version) on inspection.matter to xinheng_app;

create table inspection.plan (
  plan_id text not null,
  org text not null,
  matter text not null,
  year integer not null,
  month integer not null,
  first_on date not null,
  last_on date not null,
  ratios jsonb not null,
  status text not null,
  author text not null,
  version integer not null,
  changed_at timestamp with time zone not null,
  constraint plan_is_known_by_id PRIMARY KEY (plan_id),
  constraint plan_ends_after_it_begins CHECK ((first_on <= last_on)),
  constraint plan_month_is_one CHECK (((month >= 0) AND (month <= 12))),
  constraint plan_status_is_known CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text])))
);
CREATE INDEX plan_of_org ON inspection.plan USING btree (org, plan_id DESC);
comment on table inspection.plan is 'keyed: by plan_id; yearly and monthly plans';
grant insert, select on inspection.plan to xinheng_app;
grant update (changed_at) on inspection.plan to xinheng_app;
grant update (first_on) on inspection.plan to xinheng_app;
grant update (last_on) on inspection.plan to xinheng_app;
grant update (ratios) on inspection.plan to xinheng_app;
grant update (status) on inspection.plan to xinheng_app;
grant update (version) on inspection.plan to xinheng_app;

create table inspection.roster_chunk (
  draw_id text not null,
  seq integer not null,
  body bytea not null,
  constraint roster_chunk_has_a_place PRIMARY KEY (draw_id, seq)
);
comment on table inspection.roster_chunk is 'keyed: by draw_id; frozen rosters, append-only';
grant insert, select on inspection.roster_chunk to xinheng_app;

create table inspection.share (
  draw_id text not null,
  party text not null,
  commitment text not null,
  commit_entry text not null,
  share text not null,
  reveal_entry text not null,
  constraint share_is_one_of_each_party PRIMARY KEY (draw_id, party),
  constraint share_is_revealed_on_the_ledger CHECK (((share = ''::text) = (reveal_entry = ''::text)))
);
comment on table inspection.share is 'keyed: by draw_id; what the parties committed to and revealed';
grant insert, select on inspection.share to xinheng_app;
grant update (reveal_entry) on inspection.share to xinheng_app;
grant update (share) on inspection.share to xinheng_app;

create table inspection.visit (
  entity_id text not null,
  visit_id text not null,
  account text not null,
  visited_on date not null,
  found boolean not null,
  at timestamp with time zone not null,
  constraint visit_is_one_of_an_inspector PRIMARY KEY (entity_id, visit_id, account)
);
CREATE INDEX visit_of_inspector ON inspection.visit USING btree (account, visited_on);
comment on table inspection.visit is 'entity: who went there and whether anything was found, append-only';
grant insert, select on inspection.visit to xinheng_app;

create table inspection.waiver (
  account text not null,
  entity_id text not null,
  reason text not null,
  author text not null,
  until_on date not null,
  at timestamp with time zone not null,
  constraint waiver_is_known_by_pair_and_instant PRIMARY KEY (account, entity_id, at),
  constraint waiver_has_a_reason CHECK ((reason <> ''::text))
);
comment on table inspection.waiver is 'keyed: by account; why a pair kept apart may meet again, append-only';
grant insert, select on inspection.waiver to xinheng_app;

create schema jobs;
grant usage on schema jobs to xinheng_app;

create table jobs.river_job (
  id bigint not null default nextval('jobs.river_job_id_seq'::regclass),
  state jobs.river_job_state not null default 'available'::jobs.river_job_state,
  attempt smallint not null default 0,
  max_attempts smallint not null default 25,
  attempted_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  finalized_at timestamp with time zone,
  scheduled_at timestamp with time zone not null default now(),
  priority smallint not null default 1,
  args jsonb not null,
  attempted_by text[],
  errors jsonb[],
  kind text not null,
  metadata jsonb not null default '{}'::jsonb,
  queue text not null default 'default'::text,
  tags character varying(255)[] not null default '{}'::character varying[],
  unique_key bytea,
  unique_states bit(8),
  constraint river_job_pkey PRIMARY KEY (id),
  constraint finalized_or_finalized_at_null CHECK ((((finalized_at IS NULL) AND (state <> ALL (ARRAY['cancelled'::jobs.river_job_state, 'completed'::jobs.river_job_state, 'discarded'::jobs.river_job_state]))) OR ((finalized_at IS NOT NULL) AND (state = ANY (ARRAY['cancelled'::jobs.river_job_state, 'completed'::jobs.river_job_state, 'discarded'::jobs.river_job_state]))))),
  constraint kind_length CHECK (((char_length(kind) > 0) AND (char_length(kind) < 128))),
  constraint max_attempts_is_positive CHECK ((max_attempts > 0)),
  constraint priority_in_range CHECK (((priority >= 1) AND (priority <= 4))),
  constraint queue_length CHECK (((char_length(queue) > 0) AND (char_length(queue) < 128)))
);
CREATE INDEX river_job_args_index ON jobs.river_job USING gin (args);
CREATE INDEX river_job_kind ON jobs.river_job USING btree (kind);
CREATE INDEX river_job_metadata_index ON jobs.river_job USING gin (metadata);
CREATE INDEX river_job_prioritized_fetching_index ON jobs.river_job USING btree (state, queue, priority, scheduled_at, id);
CREATE INDEX river_job_state_and_finalized_at_index ON jobs.river_job USING btree (state, finalized_at) WHERE (finalized_at IS NOT NULL);
CREATE UNIQUE INDEX river_job_unique_idx ON jobs.river_job USING btree (unique_key) WHERE ((unique_key IS NOT NULL) AND (unique_states IS NOT NULL) AND jobs.river_job_state_in_bitmask(unique_states, state));
comment on table jobs.river_job is 'local: of the job library (River)';
grant delete, insert, select, update on jobs.river_job to xinheng_app;

create sequence jobs.river_job_id_seq;
grant select, usage on jobs.river_job_id_seq to xinheng_app;

create table jobs.river_leader (
  elected_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  leader_id text not null,
  name text not null default 'default'::text,
  constraint river_leader_pkey PRIMARY KEY (name),
  constraint leader_id_length CHECK (((char_length(leader_id) > 0) AND (char_length(leader_id) < 128))),
  constraint name_length CHECK ((name = 'default'::text))
);
comment on table jobs.river_leader is 'local: of the job library (River)';
grant delete, insert, select, update on jobs.river_leader to xinheng_app;

create table jobs.river_migration (
  line text not null,
  version bigint not null,
  created_at timestamp with time zone not null default now(),
  constraint river_migration_pkey1 PRIMARY KEY (line, version),
  constraint line_length CHECK (((char_length(line) > 0) AND (char_length(line) < 128))),
  constraint version_gte_1 CHECK ((version >= 1))
);
comment on table jobs.river_migration is 'local: of the job library (River)';
grant delete, insert, select, update on jobs.river_migration to xinheng_app;

create table jobs.river_notification (
  id bigint not null default nextval('jobs.river_notification_id_seq'::regclass),
  created_at timestamp with time zone not null default now(),
  payload text not null,
  topic text not null,
  constraint river_notification_pkey PRIMARY KEY (id),
  constraint topic_length CHECK (((length(topic) > 0) AND (length(topic) < 128)))
);
CREATE INDEX river_notification_created_at_idx ON jobs.river_notification USING btree (created_at);
CREATE INDEX river_notification_topic_id_idx ON jobs.river_notification USING btree (topic, id);
comment on table jobs.river_notification is 'local: of the job library (River)';
grant delete, insert, select, update on jobs.river_notification to xinheng_app;

create sequence jobs.river_notification_id_seq;
grant select, usage on jobs.river_notification_id_seq to xinheng_app;

create table jobs.river_queue (
  name text not null,
  created_at timestamp with time zone not null default now(),
  metadata jsonb not null default '{}'::jsonb,
  paused_at timestamp with time zone,
  updated_at timestamp with time zone not null default CURRENT_TIMESTAMP,
  constraint river_queue_pkey PRIMARY KEY (name)
);
comment on table jobs.river_queue is 'local: of the job library (River)';
grant delete, insert, select, update on jobs.river_queue to xinheng_app;

create table jobs.round (
  name text not null,
  period text not null,
  ended_at timestamp with time zone not null,
  constraint round_is_done_once PRIMARY KEY (name, period)
);
comment on table jobs.round is 'local: rounds of periodic work that were done, so that none is done twice or forgotten';
grant delete, insert, select on jobs.round to xinheng_app;

CREATE OR REPLACE FUNCTION jobs.river_job_state_in_bitmask(bitmask bit, state jobs.river_job_state)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
    SELECT CASE state
        WHEN 'available' THEN get_bit(bitmask, 7)
        WHEN 'cancelled' THEN get_bit(bitmask, 6)
        WHEN 'completed' THEN get_bit(bitmask, 5)
        WHEN 'discarded' THEN get_bit(bitmask, 4)
        WHEN 'pending'   THEN get_bit(bitmask, 3)
        WHEN 'retryable' THEN get_bit(bitmask, 2)
        WHEN 'running'   THEN get_bit(bitmask, 1)
        WHEN 'scheduled' THEN get_bit(bitmask, 0)
        ELSE 0
    END = 1;
$function$
;

create schema leak;
grant usage on schema leak to xinheng_app;

create table leak.affected (
  entity_id text not null,
  case_id text not null,
  cause text not null,
  what text[] not null,
  since timestamp with time zone not null,
  told_on date not null,
  done text not null,
  constraint affected_is_told_once PRIMARY KEY (entity_id, case_id),
  constraint affected_is_told_what_was_done CHECK ((done <> ''::text))
);
comment on table leak.affected is 'entity: whom a leak or a change of data touched, and what they were told; append-only';
grant insert, select on leak.affected to xinheng_app;

create table leak.concerned (
  case_id text not null,
  actor text not null,
  at timestamp with time zone not null,
  constraint concerned_is_noted_once PRIMARY KEY (case_id, actor)
);
CREATE INDEX concerned_by_actor ON leak.concerned USING btree (actor);
comment on table leak.concerned is 'keyed: by case_id; whose conduct a case is about: the case does not exist for them as officers; append-only';
grant insert, select on leak.concerned to xinheng_app;

create table leak.filed (
  case_id text not null,
  cause text not null,
  source text not null,
  reported_on date not null,
  state text not null,
  decided_on date,
  handed_to text not null,
  told integer not null,
  constraint filed_is_known_by_case PRIMARY KEY (case_id),
  constraint filed_cause_is_known CHECK ((cause = ANY (ARRAY['leak'::text, 'tamper'::text, 'misuse'::text]))),
  constraint filed_handed_to_is_known CHECK ((handed_to = ANY (ARRAY[''::text, 'discipline'::text, 'police'::text]))),
  constraint filed_is_decided_on_a_day CHECK (((state = 'open'::text) = (decided_on IS NULL))),
  constraint filed_source_is_known CHECK ((source = ANY (ARRAY['anybody'::text, 'official'::text, 'export_alarm'::text, 'ledger'::text]))),
  constraint filed_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'declined'::text, 'unfounded'::text, 'confirmed'::text, 'closed'::text])))
);
CREATE INDEX filed_by_day ON leak.filed USING btree (reported_on);
comment on table leak.filed is 'keyed: by case_id; what public figures are counted from';
grant insert, select on leak.filed to xinheng_app;
grant update (decided_on) on leak.filed to xinheng_app;
grant update (handed_to) on leak.filed to xinheng_app;
grant update (state) on leak.filed to xinheng_app;
grant update (told) on leak.filed to xinheng_app;

create table leak.recomputed (
  case_id text not null,
  at timestamp with time zone not null,
  by text not null,
  holds boolean not null,
  code text not null,
  size bigint not null,
  entry_id text not null,
  constraint recomputed_is_known_by_instant PRIMARY KEY (case_id, at, entry_id)
);
comment on table leak.recomputed is 'keyed: by case_id; what recomputing the ledger for a case gave; append-only';
grant insert, select on leak.recomputed to xinheng_app;

create table leak.statement (
  freeze_id uuid not null,
  case_id text not null,
  sealed bytea not null,
  by text not null,
  at timestamp with time zone not null,
  constraint statement_is_made_once PRIMARY KEY (freeze_id)
);
CREATE INDEX statement_by_case ON leak.statement USING btree (case_id);
comment on table leak.statement is 'local: what those who were suspended said against it';
grant insert, select on leak.statement to xinheng_app;
grant update (sealed) on leak.statement to xinheng_app;

create table leak.traced (
  case_id text not null,
  export_id text not null,
  how text not null,
  by text not null,
  at timestamp with time zone not null,
  constraint traced_is_noted_once PRIMARY KEY (case_id, export_id),
  constraint traced_how_is_known CHECK ((how = ANY (ARRAY['mark'::text, 'order'::text])))
);
comment on table leak.traced is 'keyed: by case_id; exports that a leaked file was read back to; append-only';
grant insert, select on leak.traced to xinheng_app;

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
CREATE INDEX entry_by_time ON ledger.entry USING btree (at DESC, id DESC);
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
  constraint pending_is_in_order PRIMARY KEY (seq)
);
comment on table ledger.pending is 'local: queue of entries not yet placed';
grant delete, insert, select on ledger.pending to xinheng_app;

create table ledger.placed (
  "position" bigint not null,
  entry_id uuid not null,
  at timestamp with time zone not null,
  constraint placed_position_is_taken_once PRIMARY KEY ("position"),
  constraint placed_positions_count_from_one CHECK (("position" >= 1)),
  constraint placed_entry_has_one_position UNIQUE (entry_id)
);
comment on table ledger.placed is 'local: the order of entries, dense from 1; append-only';
grant insert, select on ledger.placed to xinheng_app;

create schema listing;
grant usage on schema listing to xinheng_app;

create table listing.comment (
  entity_id text not null,
  record_id text not null,
  comment_id text not null,
  body bytea not null,
  state text not null,
  by text not null,
  at timestamp with time zone not null,
  moderated_by text,
  moderated_at timestamp with time zone,
  constraint comment_is_known_by_id PRIMARY KEY (entity_id, comment_id),
  constraint comment_is_moderated_by_somebody CHECK ((((state = 'waiting'::text) = (moderated_by IS NULL)) AND ((moderated_by IS NULL) = (moderated_at IS NULL)))),
  constraint comment_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'shown'::text, 'withheld'::text])))
);
CREATE INDEX comment_of_record ON listing.comment USING btree (entity_id, record_id, at DESC);
comment on table listing.comment is 'entity: what subjects say to their entries, shown beside them; withheld for personal data only';
grant insert, select on listing.comment to xinheng_app;
grant update (body) on listing.comment to xinheng_app;
grant update (moderated_at) on listing.comment to xinheng_app;
grant update (moderated_by) on listing.comment to xinheng_app;
grant update (state) on listing.comment to xinheng_app;

create table listing.entry (
  entity_id text not null,
  case_id text not null,
  record_id text not null,
  kind text not null,
  list text not null,
  until_on date not null,
  ended_on date,
  at timestamp with time zone not null,
  constraint entry_is_made_once_by_a_case PRIMARY KEY (entity_id, case_id),
  constraint entry_kind_is_known CHECK ((kind = ANY (ARRAY['listing'::text, 'ban'::text]))),
  constraint entry_of_a_list_names_it CHECK (((kind = 'listing'::text) = (list <> ''::text))),
  constraint entry_is_of_one_case UNIQUE (entity_id, record_id)
);
CREATE INDEX entry_to_close ON listing.entry USING btree (until_on) WHERE (ended_on IS NULL);
comment on table listing.entry is 'entity: the records that listing cases and bans brought about';
grant insert, select on listing.entry to xinheng_app;
grant update (ended_on) on listing.entry to xinheng_app;

create schema mutual;
grant usage on schema mutual to xinheng_app;

create table mutual.entry (
  entity_id text not null,
  entry_id text not null,
  province text not null,
  origin_id text not null,
  org text not null,
  status text not null,
  body jsonb not null,
  lacks text[] not null,
  unmet text[] not null,
  measures text[] not null,
  unmapped text[] not null,
  until_on date,
  record_id text not null,
  taken_by text not null,
  wish text not null,
  wish_by text not null,
  wish_why text not null,
  wish_body jsonb,
  decided_by text not null,
  decided_why text not null,
  version integer not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint entry_is_known_by_id PRIMARY KEY (entity_id, entry_id),
  constraint entry_applies_with_due_process_shown CHECK (((status <> 'applied'::text) OR ((lacks = '{}'::text[]) AND (unmet = '{}'::text[]) AND (until_on IS NOT NULL) AND (record_id <> ''::text)))),
  constraint entry_is_decided_by_another CHECK (((decided_by = ''::text) OR (decided_by <> wish_by))),
  constraint entry_opted_out_by_two CHECK (((status <> 'opted_out'::text) OR ((decided_by <> ''::text) AND (wish_why <> ''::text)))),
  constraint entry_status_is_known CHECK ((status = ANY (ARRAY['incomplete'::text, 'outside'::text, 'applied'::text, 'opted_out'::text, 'ended'::text]))),
  constraint entry_wish_has_a_reason CHECK (((wish = ''::text) OR ((wish_by <> ''::text) AND (wish_why <> ''::text)))),
  constraint entry_wish_is_known CHECK ((wish = ANY (ARRAY[''::text, 'opt_out'::text, 'complete'::text])))
);
CREATE INDEX entry_by_id ON mutual.entry USING btree (entry_id);
CREATE INDEX entry_of_org ON mutual.entry USING btree (org, entry_id DESC);
comment on table mutual.entry is 'entity: entries of recognised provinces about it, with their due process and what was decided here';
grant insert, select on mutual.entry to xinheng_app;
grant update (body) on mutual.entry to xinheng_app;
grant update (changed_at) on mutual.entry to xinheng_app;
grant update (decided_by) on mutual.entry to xinheng_app;
grant update (decided_why) on mutual.entry to xinheng_app;
grant update (lacks) on mutual.entry to xinheng_app;
grant update (measures) on mutual.entry to xinheng_app;
grant update (record_id) on mutual.entry to xinheng_app;
grant update (status) on mutual.entry to xinheng_app;
grant update (unmapped) on mutual.entry to xinheng_app;
grant update (unmet) on mutual.entry to xinheng_app;
grant update (until_on) on mutual.entry to xinheng_app;
grant update (version) on mutual.entry to xinheng_app;
grant update (wish) on mutual.entry to xinheng_app;
grant update (wish_body) on mutual.entry to xinheng_app;
grant update (wish_by) on mutual.entry to xinheng_app;
grant update (wish_why) on mutual.entry to xinheng_app;

create table mutual.partner_key (
  key_id text not null,
  province text not null,
  algorithm text not null,
  public bytea not null,
  proposed_by text not null,
  proposed_at timestamp with time zone not null,
  approved_by text not null,
  approved_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint partner_key_is_known_by_id PRIMARY KEY (key_id),
  constraint partner_key_algorithm_is_known CHECK ((algorithm = ANY (ARRAY['Ed25519'::text, 'SM2'::text]))),
  constraint partner_key_is_approved_by_another CHECK ((approved_by <> proposed_by)),
  constraint partner_key_is_approved_once CHECK (((approved_by = ''::text) = (approved_at IS NULL)))
);
comment on table mutual.partner_key is 'keyed: by key_id; public keys with which recognised provinces sign their feeds';
grant insert, select on mutual.partner_key to xinheng_app;
grant update (approved_at) on mutual.partner_key to xinheng_app;
grant update (approved_by) on mutual.partner_key to xinheng_app;
grant update (ended_at) on mutual.partner_key to xinheng_app;

create schema oauth;
grant usage on schema oauth to xinheng_app;

create table oauth.app (
  app_id text not null,
  version integer not null,
  name_zh text not null,
  name_en text not null,
  owner text not null,
  redirects text[] not null,
  origins text[] not null,
  confidential boolean not null,
  scopes text[] not null,
  state text not null,
  reason text not null,
  secret_hash bytea,
  changed_at timestamp with time zone not null,
  constraint app_is_known_by_id PRIMARY KEY (app_id),
  constraint app_is_suspended_for_a_reason CHECK (((state = 'suspended'::text) = (reason <> ''::text))),
  constraint app_state_is_known CHECK ((state = ANY (ARRAY['live'::text, 'suspended'::text]))),
  constraint app_without_secrets_has_none CHECK ((confidential OR (secret_hash IS NULL)))
);
comment on table oauth.app is 'keyed: apps as approved by two people, and whether they are suspended';
grant insert, select on oauth.app to xinheng_app;
grant update (changed_at) on oauth.app to xinheng_app;
grant update (confidential) on oauth.app to xinheng_app;
grant update (name_en) on oauth.app to xinheng_app;
grant update (name_zh) on oauth.app to xinheng_app;
grant update (origins) on oauth.app to xinheng_app;
grant update (owner) on oauth.app to xinheng_app;
grant update (reason) on oauth.app to xinheng_app;
grant update (redirects) on oauth.app to xinheng_app;
grant update (scopes) on oauth.app to xinheng_app;
grant update (secret_hash) on oauth.app to xinheng_app;
grant update (state) on oauth.app to xinheng_app;
grant update (version) on oauth.app to xinheng_app;

create table oauth.authorisation (
  entity_id text not null,
  grant_id text not null,
  app_id text not null,
  scopes text[] not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  until_on date not null,
  last_used_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text not null,
  ended_why text not null,
  constraint authorisation_is_known_by_id PRIMARY KEY (entity_id, grant_id),
  constraint authorisation_end_is_known CHECK ((ended_why = ANY (ARRAY[''::text, 'taken_back'::text, 'given_back'::text, 'replaced'::text, 'code_reused'::text, 'token_reused'::text]))),
  constraint authorisation_ends_for_a_reason CHECK (((ended_at IS NULL) = (ended_why = ''::text))),
  constraint authorisation_is_of_a_firm CHECK ((entity_id !~~ 'p-%'::text)),
  constraint authorisation_names_scopes CHECK ((cardinality(scopes) > 0))
);
comment on table oauth.authorisation is 'entity: what firms let apps read of their own public files, and how it ended';
grant insert, select on oauth.authorisation to xinheng_app;
grant update (ended_at) on oauth.authorisation to xinheng_app;
grant update (ended_by) on oauth.authorisation to xinheng_app;
grant update (ended_why) on oauth.authorisation to xinheng_app;
grant update (last_used_at) on oauth.authorisation to xinheng_app;

create table oauth.code (
  code_hash bytea not null,
  entity_id text not null,
  grant_id text not null,
  app_id text not null,
  redirect text not null,
  challenge text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint code_is_known_by_hash PRIMARY KEY (code_hash)
);
CREATE INDEX code_by_end ON oauth.code USING btree (expires_at);
comment on table oauth.code is 'keyed: authorization codes, used once';
grant delete, insert, select on oauth.code to xinheng_app;
grant update (used_at) on oauth.code to xinheng_app;

create table oauth.embed (
  token_hash bytea not null,
  app_id text not null,
  entity_id text not null,
  show text not null,
  expires_at timestamp with time zone not null,
  constraint embed_is_known_by_hash PRIMARY KEY (token_hash),
  constraint embed_shows_what_is_known CHECK ((show = ANY (ARRAY['file'::text, 'commitments'::text])))
);
CREATE INDEX embed_by_end ON oauth.embed USING btree (expires_at);
comment on table oauth.embed is 'keyed: tokens by which a site embeds a page about one firm';
grant delete, insert, select on oauth.embed to xinheng_app;

create table oauth.proposal (
  app_id text not null,
  version integer not null,
  name_zh text not null,
  name_en text not null,
  owner text not null,
  redirects text[] not null,
  origins text[] not null,
  confidential boolean not null,
  scopes text[] not null,
  state text not null,
  proposed_by text not null,
  proposed_at timestamp with time zone not null,
  decided_by text not null,
  decided_at timestamp with time zone,
  constraint proposal_is_known_by_version PRIMARY KEY (app_id, version),
  constraint proposal_is_decided_by_somebody CHECK ((((state = 'proposed'::text) = (decided_by = ''::text)) AND ((state = 'proposed'::text) = (decided_at IS NULL)))),
  constraint proposal_needs_two_people CHECK ((decided_by <> proposed_by)),
  constraint proposal_state_is_known CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'refused'::text])))
);
CREATE UNIQUE INDEX proposal_one_waits_per_app ON oauth.proposal USING btree (app_id) WHERE (state = 'proposed'::text);
comment on table oauth.proposal is 'keyed: what is proposed for an app and who decided it';
grant insert, select on oauth.proposal to xinheng_app;
grant update (decided_at) on oauth.proposal to xinheng_app;
grant update (decided_by) on oauth.proposal to xinheng_app;
grant update (state) on oauth.proposal to xinheng_app;

create table oauth.reading (
  entity_id text not null,
  reading_id text not null,
  at timestamp with time zone not null,
  app_id text not null,
  grant_id text not null,
  scope text not null,
  constraint reading_is_known_by_id PRIMARY KEY (entity_id, reading_id)
);
CREATE INDEX reading_newest_first ON oauth.reading USING btree (entity_id, at DESC, reading_id DESC);
comment on table oauth.reading is 'entity: every time an app read a firm''s own public file, append-only';
grant insert, select on oauth.reading to xinheng_app;

create table oauth.token (
  token_hash bytea not null,
  kind text not null,
  entity_id text not null,
  grant_id text not null,
  app_id text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint token_is_known_by_hash PRIMARY KEY (token_hash),
  constraint token_kind_is_known CHECK ((kind = ANY (ARRAY['access'::text, 'refresh'::text])))
);
CREATE INDEX token_by_end ON oauth.token USING btree (expires_at);
comment on table oauth.token is 'keyed: access and refresh tokens of authorisations';
grant delete, insert, select on oauth.token to xinheng_app;
grant update (used_at) on oauth.token to xinheng_app;

create schema objection;
grant usage on schema objection to xinheng_app;

create table objection.filing (
  entity_id text not null,
  case_id text not null,
  kind text not null,
  org text not null,
  about text not null,
  ground text not null,
  records text[] not null,
  freezes boolean not null,
  filed_on date not null,
  at timestamp with time zone not null,
  constraint filing_is_known_by_case PRIMARY KEY (entity_id, case_id),
  constraint filing_kind_is_known CHECK ((kind = ANY (ARRAY['objection'::text, 'complaint'::text]))),
  constraint filing_of_an_objection_has_a_ground CHECK (((kind = 'complaint'::text) OR ((about <> ''::text) AND (ground <> ''::text))))
);
CREATE INDEX filing_by_day ON objection.filing USING btree (filed_on, org);
comment on table objection.filing is 'entity: append-only; objections and complaints as they were filed';
grant insert, select on objection.filing to xinheng_app;

create table objection.harm (
  entity_id text not null,
  case_id text not null,
  answer_id text not null,
  how text not null,
  org text not null,
  matter text not null,
  at timestamp with time zone not null,
  constraint harm_is_noted_once PRIMARY KEY (entity_id, case_id, answer_id),
  constraint harm_came_in_a_known_way CHECK ((how = ANY (ARRAY['check'::text, 'api'::text, 'batch'::text, 'reading'::text, 'export'::text]))),
  constraint harm_is_of_an_outcome FOREIGN KEY (entity_id, case_id) REFERENCES objection.outcome(entity_id, case_id)
);
comment on table objection.harm is 'entity: append-only; every wrong answer that was given before the objection was decided';
grant insert, select on objection.harm to xinheng_app;

create table objection.letter (
  entity_id text not null,
  case_id text not null,
  org text not null,
  name text not null,
  record_id text not null,
  answers integer not null,
  on_day date not null,
  words bytea not null,
  at timestamp with time zone not null,
  constraint letter_is_one_per_addressee PRIMARY KEY (entity_id, case_id, org),
  constraint letter_is_about_answers CHECK ((answers > 0)),
  constraint letter_is_of_an_outcome FOREIGN KEY (entity_id, case_id) REFERENCES objection.outcome(entity_id, case_id)
);
comment on table objection.letter is 'entity: append-only; letters of correction, one to each body that had been given a wrong answer';
grant insert, select on objection.letter to xinheng_app;

create table objection.outcome (
  entity_id text not null,
  case_id text not null,
  kind text not null,
  org text not null,
  outcome text not null,
  upheld boolean not null,
  decided_on date not null,
  days integer not null,
  wrong_from timestamp with time zone,
  at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint outcome_is_known_by_case PRIMARY KEY (entity_id, case_id),
  constraint outcome_takes_no_negative_time CHECK ((days >= 0)),
  constraint outcome_is_of_a_filing FOREIGN KEY (entity_id, case_id) REFERENCES objection.filing(entity_id, case_id)
);
CREATE INDEX outcome_by_day ON objection.outcome USING btree (decided_on, org);
CREATE INDEX outcome_to_close ON objection.outcome USING btree (decided_on, case_id) WHERE (upheld AND (closed_at IS NULL));
comment on table objection.outcome is 'entity: what objections and complaints were decided to be';
grant insert, select on objection.outcome to xinheng_app;
grant update (at) on objection.outcome to xinheng_app;
grant update (closed_at) on objection.outcome to xinheng_app;
grant update (days) on objection.outcome to xinheng_app;
grant update (decided_on) on objection.outcome to xinheng_app;
grant update (outcome) on objection.outcome to xinheng_app;
grant update (upheld) on objection.outcome to xinheng_app;
grant update (wrong_from) on objection.outcome to xinheng_app;

create schema opendata;
grant usage on schema opendata to xinheng_app;

create table opendata.file (
  dataset text not null,
  day date not null,
  kind text not null,
  format text not null,
  ready boolean not null,
  rows bigint not null,
  gone bigint not null,
  bytes bigint not null,
  sha256 text not null,
  revision integer not null,
  since date,
  ledger_from bigint not null,
  ledger_to bigint not null,
  begun_at timestamp with time zone not null,
  made_at timestamp with time zone,
  constraint file_is_one_for_its_day PRIMARY KEY (dataset, day, kind, format),
  constraint file_kind_is_known CHECK (((kind = ANY (ARRAY['snapshot'::text, 'delta'::text])) AND (format = ANY (ARRAY['jsonl'::text, 'csv'::text])))),
  constraint file_ready_has_a_digest CHECK (((NOT ready) OR ((sha256 <> ''::text) AND (made_at IS NOT NULL))))
);
comment on table opendata.file is 'keyed: by dataset; the files of open data';
grant delete, insert, select on opendata.file to xinheng_app;
grant update (bytes) on opendata.file to xinheng_app;
grant update (gone) on opendata.file to xinheng_app;
grant update (ledger_from) on opendata.file to xinheng_app;
grant update (made_at) on opendata.file to xinheng_app;
grant update (ready) on opendata.file to xinheng_app;
grant update (revision) on opendata.file to xinheng_app;
grant update (rows) on opendata.file to xinheng_app;
grant update (sha256) on opendata.file to xinheng_app;
grant update (since) on opendata.file to xinheng_app;

create table opendata.piece (
  dataset text not null,
  day date not null,
  kind text not null,
  format text not null,
  n integer not null,
  first_id text not null,
  last_id text not null,
  rows integer not null,
  gone integer not null,
  ends_on date,
  stale boolean not null,
  body bytea not null,
  constraint piece_has_its_place PRIMARY KEY (dataset, day, kind, format, n)
);
CREATE INDEX piece_stale ON opendata.piece USING btree (dataset, day) WHERE stale;
comment on table opendata.piece is 'keyed: by dataset; the pieces of a file; rewritten when what they hold is taken down';
grant delete, insert, select on opendata.piece to xinheng_app;
grant update (body) on opendata.piece to xinheng_app;
grant update (ends_on) on opendata.piece to xinheng_app;
grant update (gone) on opendata.piece to xinheng_app;
grant update (rows) on opendata.piece to xinheng_app;
grant update (stale) on opendata.piece to xinheng_app;

create table opendata.purge (
  dataset text not null,
  record_id text not null,
  version integer not null,
  at timestamp with time zone not null,
  pieces integer not null,
  done_at timestamp with time zone,
  constraint purge_is_of_a_version PRIMARY KEY (dataset, record_id, version)
);
CREATE INDEX purge_by_time ON opendata.purge USING btree (dataset, at);
CREATE INDEX purge_open ON opendata.purge USING btree (at) WHERE (done_at IS NULL);
comment on table opendata.purge is 'keyed: by dataset; what was taken down, and since when no file holds it';
grant insert, select on opendata.purge to xinheng_app;
grant update (done_at) on opendata.purge to xinheng_app;

create schema partner;
grant usage on schema partner to xinheng_app;

create table partner.alert (
  entity_id text not null,
  owner text not null,
  record_id text not null,
  version integer not null,
  item text not null,
  adverse boolean not null,
  kind text not null,
  at timestamp with time zone not null,
  read_at timestamp with time zone,
  constraint alert_is_given_once_of_a_version PRIMARY KEY (entity_id, owner, record_id, version),
  constraint alert_kind_is_known CHECK ((kind = ANY (ARRAY['new'::text, 'repaired'::text, 'removed'::text, 'withdrawn'::text, 'corrected'::text])))
);
CREATE INDEX alert_of_owner ON partner.alert USING btree (owner, at DESC, record_id);
comment on table partner.alert is 'entity: public changes of it, for the firms that watch it';
grant insert, select on partner.alert to xinheng_app;
grant update (read_at) on partner.alert to xinheng_app;

create table partner.checked (
  entity_id text not null,
  check_id text not null,
  owner text not null,
  purpose text not null,
  number text not null,
  at timestamp with time zone not null,
  by text not null,
  constraint checked_is_known_by_id PRIMARY KEY (entity_id, check_id)
);
CREATE INDEX checked_of_owner ON partner.checked USING btree (owner, at DESC, check_id);
comment on table partner.checked is 'entity: when firms checked it as their counterparty and which report they looked at, append-only';
grant insert, select on partner.checked to xinheng_app;

create table partner.watched (
  entity_id text not null,
  owner text not null,
  note text not null,
  since timestamp with time zone not null,
  added_by text not null,
  ended_at timestamp with time zone,
  constraint watched_is_once_by_an_owner PRIMARY KEY (entity_id, owner),
  constraint watched_is_another CHECK ((entity_id <> owner))
);
CREATE INDEX watched_of_owner ON partner.watched USING btree (owner, entity_id) WHERE (ended_at IS NULL);
comment on table partner.watched is 'entity: firms that watch it as their counterparty; it is public data they watch, and it is not told';
grant insert, select on partner.watched to xinheng_app;
grant update (added_by) on partner.watched to xinheng_app;
grant update (ended_at) on partner.watched to xinheng_app;
grant update (note) on partner.watched to xinheng_app;
grant update (since) on partner.watched to xinheng_app;

create schema pilot;
grant usage on schema pilot to xinheng_app;

create table pilot.evaluation (
  pilot_id text not null,
  says text not null,
  advice text not null,
  from_on date not null,
  counted jsonb not null,
  actor text not null,
  at timestamp with time zone not null,
  constraint evaluation_is_made_once PRIMARY KEY (pilot_id),
  constraint evaluation_says_something CHECK (((says <> ''::text) AND (advice = ANY (ARRAY['adopt'::text, 'prolong'::text, 'drop'::text]))))
);
comment on table pilot.evaluation is 'keyed: by pilot; append-only: published evaluations with the numbers before and during';
grant insert, select on pilot.evaluation to xinheng_app;

create table pilot.pilot (
  pilot_id text not null,
  name_zh text not null,
  name_en text not null,
  feature text not null,
  domain text not null,
  class_table text not null,
  ratios jsonb not null,
  regions text[] not null,
  industries text[] not null,
  basis text not null,
  first_on date not null,
  last_on date not null,
  evaluate_by date not null,
  org text not null,
  body text not null,
  actor text not null,
  at timestamp with time zone not null,
  approved_by text not null default ''::text,
  approved_at timestamp with time zone,
  stopped_on date,
  stopped_why text not null default ''::text,
  comparison text not null default ''::text,
  constraint pilot_is_known_by_id PRIMARY KEY (pilot_id),
  constraint pilot_ends_after_it_begins CHECK (((last_on >= first_on) AND (evaluate_by > last_on))),
  constraint pilot_is_approved_by_another CHECK ((((approved_at IS NULL) = (approved_by = ''::text)) AND (approved_by <> actor))),
  constraint pilot_is_somewhere CHECK (((cardinality(regions) > 0) AND (basis <> ''::text))),
  constraint pilot_stopped_says_why CHECK (((stopped_on IS NULL) = (stopped_why = ''::text))),
  constraint pilot_switches_one_thing CHECK ((((feature = 'class_table'::text) AND (class_table <> ''::text) AND (ratios = '{}'::jsonb)) OR ((feature = 'draw_ratio'::text) AND (class_table = ''::text) AND (ratios <> '{}'::jsonb))))
);
CREATE INDEX pilot_by_end ON pilot.pilot USING btree (last_on, feature);
comment on table pilot.pilot is 'keyed: by id; pilots; only the approval and an early stop are added';
grant insert, select on pilot.pilot to xinheng_app;
grant update (approved_at) on pilot.pilot to xinheng_app;
grant update (approved_by) on pilot.pilot to xinheng_app;
grant update (stopped_on) on pilot.pilot to xinheng_app;
grant update (stopped_why) on pilot.pilot to xinheng_app;

create schema product;
grant usage on schema product to xinheng_app;

create table product.product (
  product_id text not null,
  org text not null,
  name_zh text not null,
  name_en text not null,
  kind text not null,
  for_zh text not null,
  for_en text not null,
  items text[] not null,
  purpose text not null,
  price_zh text not null,
  price_en text not null,
  price_from bigint,
  price_to bigint,
  terms_url text not null,
  from_on date not null,
  until_on date not null,
  author text not null,
  at timestamp with time zone not null,
  state text not null default 'proposed'::text,
  reviewer text not null default ''::text,
  decided_at timestamp with time zone,
  why text not null default ''::text,
  ended_by text not null default ''::text,
  ended_at timestamp with time zone,
  ended_why text not null default ''::text,
  constraint product_is_known_by_id PRIMARY KEY (product_id),
  constraint product_ended_says_by_whom_and_why CHECK ((((ended_at IS NULL) = (ended_by = ''::text)) AND ((ended_at IS NULL) = (ended_why = ''::text)))),
  constraint product_ends_after_it_begins CHECK ((until_on >= from_on)),
  constraint product_has_one_price CHECK ((((price_zh <> ''::text) = (price_en <> ''::text)) AND ((price_zh = ''::text) = (price_from IS NOT NULL)) AND ((price_from IS NULL) = (price_to IS NULL)) AND (price_to >= price_from))),
  constraint product_is_decided_by_another CHECK (((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'refused'::text])) AND ((state = 'proposed'::text) = (reviewer = ''::text)) AND (reviewer <> author))),
  constraint product_is_of_a_known_kind CHECK ((kind = ANY (ARRAY['loan'::text, 'guarantee'::text, 'insurance'::text, 'leasing'::text, 'report'::text, 'other'::text]))),
  constraint product_refused_says_why CHECK (((state = 'refused'::text) = (why <> ''::text)))
);
CREATE INDEX product_by_agency ON product.product USING btree (org, at DESC);
CREATE INDEX product_by_end ON product.product USING btree (until_on) WHERE ((state = 'approved'::text) AND (ended_at IS NULL));
comment on table product.product is 'keyed: by id; credit products of agencies; once entered only the decision and an end are added';
grant insert, select on product.product to xinheng_app;
grant update (decided_at) on product.product to xinheng_app;
grant update (ended_at) on product.product to xinheng_app;
grant update (ended_by) on product.product to xinheng_app;
grant update (ended_why) on product.product to xinheng_app;
grant update (reviewer) on product.product to xinheng_app;
grant update (state) on product.product to xinheng_app;
grant update (why) on product.product to xinheng_app;
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

create schema rating;
grant usage on schema rating to xinheng_app;

create table rating.agreement (
  agreement_id text not null,
  org text not null,
  consumer text not null,
  title text not null,
  models text[] not null,
  fields text[] not null,
  purpose text not null,
  use_zh text not null,
  use_en text not null,
  push boolean not null,
  from_on date not null,
  until_on date not null,
  author text not null,
  at timestamp with time zone not null,
  approver text not null,
  approved_at timestamp with time zone,
  ended_on date,
  ended_by text not null,
  constraint agreement_is_known_by_id PRIMARY KEY (agreement_id),
  constraint agreement_ends_by_somebody CHECK (((ended_on IS NULL) = (ended_by = ''::text))),
  constraint agreement_has_an_end CHECK ((until_on >= from_on)),
  constraint agreement_is_signed_by_another CHECK (((approver = ''::text) OR (approver <> author))),
  constraint agreement_says_what_for CHECK (((purpose <> ''::text) AND (use_zh <> ''::text) AND (use_en <> ''::text))),
  constraint agreement_tells_something CHECK (((cardinality(models) > 0) AND (cardinality(fields) > 0)))
);
CREATE INDEX agreement_of_consumer ON rating.agreement USING btree (consumer, until_on DESC);
comment on table rating.agreement is 'keyed: by id; under which results are told to whom, how much of them, for what, until when';
grant insert, select on rating.agreement to xinheng_app;
grant update (approved_at) on rating.agreement to xinheng_app;
grant update (approver) on rating.agreement to xinheng_app;
grant update (ended_by) on rating.agreement to xinheng_app;
grant update (ended_on) on rating.agreement to xinheng_app;

create table rating.bucket (
  run_id text not null,
  no integer not null,
  after_id text not null,
  until_id text not null,
  done_at timestamp with time zone,
  tally jsonb,
  constraint bucket_is_one_part_of_a_run PRIMARY KEY (run_id, no),
  constraint bucket_is_done_with_its_figures CHECK (((done_at IS NULL) = (tally IS NULL)))
);
comment on table rating.bucket is 'keyed: by run; parts of a run, each done in one transaction';
grant insert, select on rating.bucket to xinheng_app;
grant update (done_at) on rating.bucket to xinheng_app;
grant update (tally) on rating.bucket to xinheng_app;

create table rating.chunk (
  entry_id uuid not null,
  leaves bytea not null,
  constraint chunk_is_one_entry PRIMARY KEY (entry_id)
);
comment on table rating.chunk is 'keyed: by ledger entry; the leaves of results its root covers; append-only';
grant insert, select on rating.chunk to xinheng_app;

create table rating.model (
  code text not null,
  version integer not null,
  hash bytea not null,
  body bytea not null,
  origin text not null,
  org text not null,
  author text not null,
  at timestamp with time zone not null,
  constraint model_is_one_per_version PRIMARY KEY (code, version),
  constraint model_of_the_studio_has_an_author CHECK (((origin = 'law'::text) OR ((author <> ''::text) AND (org <> ''::text)))),
  constraint model_origin_is_known CHECK ((origin = ANY (ARRAY['law'::text, 'studio'::text])))
);
comment on table rating.model is 'keyed: by code; every version of a model that was drafted or used; append-only';
grant insert, select on rating.model to xinheng_app;

create table rating.own (
  entity_id text not null,
  value_id text not null,
  model text not null,
  field text not null,
  org text not null,
  value bigint not null,
  from_on date not null,
  until_on date not null,
  actor text not null,
  at timestamp with time zone not null,
  constraint own_is_known_by_id PRIMARY KEY (entity_id, value_id),
  constraint own_has_an_end CHECK ((until_on >= from_on))
);
comment on table rating.own is 'entity: numbers a body in charge of a sector brings in; the newest of a field counts; append-only';
grant insert, select on rating.own to xinheng_app;

create table rating.release (
  release_id text not null,
  code text not null,
  version integer not null,
  valid_from date not null,
  approver text not null,
  impact_id text not null,
  reason text not null,
  at timestamp with time zone not null,
  ended_on date,
  ended_by text not null,
  constraint release_is_known_by_id PRIMARY KEY (release_id),
  constraint release_ends_by_somebody CHECK (((ended_on IS NULL) = (ended_by = ''::text))),
  constraint release_rests_on_an_impact CHECK ((impact_id <> ''::text))
);
CREATE INDEX release_of_model ON rating.release USING btree (code, valid_from DESC);
comment on table rating.release is 'keyed: by id; which version of a model was let into force by whom, from which day';
grant insert, select on rating.release to xinheng_app;
grant update (ended_by) on rating.release to xinheng_app;
grant update (ended_on) on rating.release to xinheng_app;

create table rating.result (
  entity_id text not null,
  result_id text not null,
  model text not null,
  version integer not null,
  on_day date not null,
  rated boolean not null,
  points integer not null,
  grade text not null,
  snapshot bytea not null,
  hash bytea not null,
  cause text not null,
  ref text not null,
  at timestamp with time zone not null,
  entry_id uuid not null,
  leaf integer not null,
  salt bytea not null,
  constraint result_is_known_by_id PRIMARY KEY (entity_id, result_id),
  constraint result_hash_is_a_hash CHECK ((octet_length(hash) = 32)),
  constraint result_without_data_has_no_grade CHECK ((rated OR ((grade = ''::text) AND (points = 0))))
);
comment on table rating.result is 'entity: what an entity was rated by which version of a model, with what was counted; a row where it changed; append-only';
grant insert, select on rating.result to xinheng_app;

create table rating.run (
  run_id text not null,
  kind text not null,
  model text not null,
  version integer not null,
  against integer not null,
  on_day date not null,
  started_by text not null,
  org text not null,
  at timestamp with time zone not null,
  buckets integer not null,
  ended_at timestamp with time zone,
  card jsonb,
  constraint run_is_known_by_id PRIMARY KEY (run_id),
  constraint run_ends_with_its_figures CHECK (((ended_at IS NULL) = (card IS NULL))),
  constraint run_kind_is_known CHECK ((kind = ANY (ARRAY['rate'::text, 'impact'::text])))
);
CREATE INDEX run_of_model ON rating.run USING btree (model, run_id DESC);
comment on table rating.run is 'keyed: by id; evaluations of the population, and comparisons that evaluate nobody';
grant insert, select on rating.run to xinheng_app;
grant update (card) on rating.run to xinheng_app;
grant update (ended_at) on rating.run to xinheng_app;

create table rating.told (
  entity_id text not null,
  told_id text not null,
  agreement_id text not null,
  org text not null,
  model text not null,
  answer bytea not null,
  at timestamp with time zone not null,
  constraint told_is_known_by_id PRIMARY KEY (entity_id, told_id)
);
comment on table rating.told is 'entity: every answer that was given under an agreement, as it was signed; append-only';
grant insert, select on rating.told to xinheng_app;

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
CREATE INDEX batch_by_end ON record.batch USING btree (ended_at) WHERE (status = 'complete'::text);
CREATE INDEX batch_by_source_in_order ON record.batch USING btree (source_id, started_at DESC, id DESC);
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

create table record.field_tally (
  item text not null,
  list text not null,
  domain text not null,
  source_id text not null,
  source text not null,
  records bigint not null,
  public_now bigint not null,
  last_seen timestamp with time zone not null,
  counted_at timestamp with time zone not null,
  constraint field_tally_is_one_per_place PRIMARY KEY (item, list, domain, source_id)
);
comment on table record.field_tally is 'local: what is held by item, list, field and source, counted anew by a round';
grant delete, insert, select on record.field_tally to xinheng_app;

create table record.list_month (
  list text not null,
  month date not null,
  entered bigint not null,
  removed bigint not null,
  ended bigint not null,
  constraint list_month_is_one PRIMARY KEY (list, month)
);
comment on table record.list_month is 'local: who came on and off each list by month, counted anew by a round';
grant delete, insert, select on record.list_month to xinheng_app;

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
CREATE INDEX match_by_time ON record.match USING btree (at DESC, queue_id DESC);
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
CREATE INDEX version_by_arrival ON record.version USING brin (seen_at);
CREATE INDEX version_by_document ON record.version USING btree (document_no) WHERE adverse;
CREATE INDEX version_by_end_of_publicity ON record.version USING btree (public_until, record_id) WHERE ((public_from IS NOT NULL) AND (state = 'effective'::text));
CREATE INDEX version_by_entry ON record.version USING btree (entry_id);
CREATE INDEX version_by_record ON record.version USING btree (record_id, version DESC);
CREATE INDEX version_of_public_bodies ON record.version USING btree (item, entity_id, record_id, version) WHERE starts_with(item, 'government_'::text);
CREATE INDEX version_public_by_domain ON record.version USING btree (domain, decided_on DESC, record_id DESC) WHERE ((publicity = 'public'::text) AND (public_from IS NOT NULL) AND (domain <> ''::text));
CREATE INDEX version_public_by_item ON record.version USING btree (item, decided_on DESC, record_id DESC) WHERE ((public_from IS NOT NULL) AND (state = 'effective'::text));
CREATE INDEX version_public_by_list ON record.version USING btree (list, decided_on DESC, record_id DESC) WHERE ((list <> ''::text) AND (public_from IS NOT NULL) AND (state = 'effective'::text));
comment on table record.version is 'entity: every version of every record; append-only';
grant insert, select on record.version to xinheng_app;

create schema rectify;
grant usage on schema rectify to xinheng_app;

create table rectify.campaign (
  campaign_id text not null,
  topic text not null,
  name_zh text not null,
  name_en text not null,
  basis text not null,
  lead text not null,
  region text not null,
  bodies text[] not null,
  first_on date not null,
  last_on date not null,
  shown boolean not null,
  ended_on date,
  author text not null,
  created_at timestamp with time zone not null,
  constraint campaign_is_known_by_id PRIMARY KEY (campaign_id),
  constraint campaign_ends_after_it_begins CHECK ((last_on >= first_on)),
  constraint campaign_has_a_basis CHECK ((basis <> ''::text)),
  constraint campaign_topic_is_known CHECK ((topic = ANY (ARRAY['government'::text, 'industry'::text, 'other'::text])))
);
comment on table rectify.campaign is 'keyed: by id; special campaigns';
grant insert, select on rectify.campaign to xinheng_app;
grant update (ended_on) on rectify.campaign to xinheng_app;

create table rectify.member (
  entity_id text not null,
  campaign_id text not null,
  body text not null,
  problem text not null,
  added_on date not null,
  cleared_on date,
  cleared_by text not null,
  at timestamp with time zone not null,
  constraint member_is_in_a_campaign_once PRIMARY KEY (entity_id, campaign_id),
  constraint member_cleared_says_by_what CHECK (((cleared_on IS NULL) = (cleared_by = ''::text))),
  constraint member_is_cleared_after_it_was_added CHECK ((cleared_on >= added_on))
);
CREATE INDEX member_of_campaign ON rectify.member USING btree (campaign_id, entity_id);
comment on table rectify.member is 'entity: subjects of campaigns, and when each was cleared';
grant insert, select on rectify.member to xinheng_app;
grant update (cleared_by) on rectify.member to xinheng_app;
grant update (cleared_on) on rectify.member to xinheng_app;

create table rectify.ordered (
  entity_id text not null,
  case_id text not null,
  org text not null,
  campaign_id text not null,
  state text not null,
  due_on date,
  ended_on date,
  constraint ordered_is_known_by_case PRIMARY KEY (entity_id, case_id)
);
CREATE INDEX ordered_to_remind ON rectify.ordered USING btree (due_on) WHERE (due_on IS NOT NULL);
comment on table rectify.ordered is 'entity: rectification orders, with the last day the subject has';
grant insert, select on rectify.ordered to xinheng_app;
grant update (due_on) on rectify.ordered to xinheng_app;
grant update (ended_on) on rectify.ordered to xinheng_app;
grant update (state) on rectify.ordered to xinheng_app;

create table rectify.reminder (
  entity_id text not null,
  case_id text not null,
  due_on date not null,
  on_day date not null,
  days_left integer not null,
  at timestamp with time zone not null,
  constraint reminder_is_given_once_for_a_last_day PRIMARY KEY (entity_id, case_id, due_on),
  constraint reminder_comes_before_the_end CHECK ((on_day <= due_on))
);
comment on table rectify.reminder is 'entity: append-only; reminders before the term of an order ends';
grant insert, select on rectify.reminder to xinheng_app;

create table rectify.talk (
  entity_id text not null,
  case_id text not null,
  order_id text not null,
  record_id text not null,
  until_on date not null,
  ended_on date,
  at timestamp with time zone not null,
  constraint talk_is_known_by_case PRIMARY KEY (entity_id, case_id),
  constraint talk_has_a_record CHECK ((record_id <> ''::text))
);
CREATE INDEX talk_of_order ON rectify.talk USING btree (entity_id, order_id);
comment on table rectify.talk is 'entity: talks whose minutes were pushed, with the record each brought about';
grant insert, select on rectify.talk to xinheng_app;
grant update (ended_on) on rectify.talk to xinheng_app;

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
  told_by text not null default ''::text,
  told_name text not null default ''::text,
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
grant update (sealed) on registry.person to xinheng_app;

create schema remote;
grant usage on schema remote to xinheng_app;

create table remote.device (
  device_id text not null,
  org text not null,
  org_name text not null,
  name text not null,
  kind text not null,
  matter text not null,
  basis text not null,
  measures text[] not null,
  entity_id text not null,
  from_on date not null,
  until_on date not null,
  declared_by text not null,
  ended_on date,
  at timestamp with time zone not null,
  constraint device_is_known_by_id PRIMARY KEY (device_id),
  constraint device_ends CHECK ((until_on >= from_on)),
  constraint device_kind_is_known CHECK ((kind = ANY (ARRAY['iot'::text, 'online'::text]))),
  constraint device_measures_something CHECK ((cardinality(measures) > 0)),
  constraint device_stands_at_a_firm CHECK (((kind = 'online'::text) OR (entity_id <> ''::text)))
);
CREATE INDEX device_by_org ON remote.device USING btree (org, at DESC);
comment on table remote.device is 'keyed: by device_id; devices and online checks as declared, with basis and end';
grant insert, select on remote.device to xinheng_app;
grant update (ended_on) on remote.device to xinheng_app;

create table remote.event (
  event_id text not null,
  device_id text not null,
  number text not null,
  entity_id text not null,
  org text not null,
  measure text not null,
  reading text not null,
  evidence text not null,
  seen_at timestamp with time zone not null,
  told_on date not null,
  state text not null,
  visit_id text not null,
  reason text not null,
  decided_by text not null,
  decided_on date,
  answer_kind text not null,
  answer bytea,
  answered_on date,
  at timestamp with time zone not null,
  constraint event_is_delivered_once PRIMARY KEY (event_id),
  constraint event_answer_is_known CHECK (((answer_kind = ANY (ARRAY[''::text, 'explained'::text, 'objected'::text])) AND ((answer_kind = ''::text) = (answer IS NULL)) AND ((answer IS NULL) = (answered_on IS NULL)))),
  constraint event_dismissed_says_why CHECK (((state = 'dismissed'::text) = ((reason <> ''::text) AND (decided_by <> ''::text) AND (decided_on IS NOT NULL)))),
  constraint event_evidence_is_a_hash CHECK ((evidence ~ '^[0-9a-f]{64}$'::text)),
  constraint event_state_is_known CHECK ((state = ANY (ARRAY['told'::text, 'visited'::text, 'dismissed'::text]))),
  constraint event_visited_names_the_visit CHECK (((state = 'visited'::text) = (visit_id <> ''::text)))
);
CREATE INDEX event_by_entity ON remote.event USING btree (entity_id, seen_at DESC);
CREATE INDEX event_by_org ON remote.event USING btree (org, seen_at DESC);
comment on table remote.event is 'keyed: by event_id; what devices and online checks reported of a firm, what it says, and the visit made of it';
grant insert, select on remote.event to xinheng_app;
grant update (answer) on remote.event to xinheng_app;
grant update (answer_kind) on remote.event to xinheng_app;
grant update (answered_on) on remote.event to xinheng_app;
grant update (decided_by) on remote.event to xinheng_app;
grant update (decided_on) on remote.event to xinheng_app;
grant update (reason) on remote.event to xinheng_app;
grant update (state) on remote.event to xinheng_app;
grant update (visit_id) on remote.event to xinheng_app;

create schema repair;
grant usage on schema repair to xinheng_app;

create table repair.alarm (
  agent text not null,
  on_day date not null,
  firms integer not null,
  since date not null,
  limit_n integer not null,
  at timestamp with time zone not null,
  entry_id text not null,
  constraint alarm_is_given_once_a_day PRIMARY KEY (agent, on_day),
  constraint alarm_passes_its_limit CHECK ((firms > limit_n))
);
CREATE INDEX alarm_by_day ON repair.alarm USING btree (on_day DESC, agent);
comment on table repair.alarm is 'keyed: by agent; append-only; an agent asked for repair for more firms than the law data says is usual: somebody looks, nothing is stopped';
grant insert, select on repair.alarm to xinheng_app;

create table repair.application (
  entity_id text not null,
  application_id text not null,
  actor text not null,
  key text not null,
  agent text not null,
  authority text not null,
  path text not null,
  cases text[] not null,
  records text[] not null,
  papers integer not null,
  found integer not null,
  waived boolean not null,
  signed_at timestamp with time zone,
  push_at timestamp with time zone,
  pushed_at timestamp with time zone,
  ended_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint application_is_known_by_number PRIMARY KEY (entity_id, application_id),
  constraint application_by_an_agent_shows_authority CHECK (((agent = ''::text) OR (authority <> ''::text))),
  constraint application_is_about_records CHECK ((cardinality(records) > 0)),
  constraint application_is_pushed_after_its_time CHECK (((pushed_at IS NULL) OR (pushed_at >= push_at))),
  constraint application_is_pushed_signed CHECK (((pushed_at IS NULL) OR (signed_at IS NOT NULL))),
  constraint application_taken_back_is_not_pushed CHECK (((ended_at IS NULL) OR (pushed_at IS NULL)))
);
CREATE UNIQUE INDEX application_is_made_once_by_key ON repair.application USING btree (entity_id, actor, key) WHERE (key <> ''::text);
CREATE INDEX application_of_agent ON repair.application USING btree (agent, created_at) WHERE (agent <> ''::text);
CREATE INDEX application_to_push ON repair.application USING btree (push_at) WHERE ((pushed_at IS NULL) AND (ended_at IS NULL) AND (push_at IS NOT NULL));
comment on table repair.application is 'entity: one application for the repair of many records, with one receipt';
grant insert, select on repair.application to xinheng_app;
grant update (cases) on repair.application to xinheng_app;
grant update (ended_at) on repair.application to xinheng_app;
grant update (found) on repair.application to xinheng_app;
grant update (papers) on repair.application to xinheng_app;
grant update (push_at) on repair.application to xinheng_app;
grant update (pushed_at) on repair.application to xinheng_app;
grant update (signed_at) on repair.application to xinheng_app;
grant update (waived) on repair.application to xinheng_app;

create table repair.commitment (
  entity_id text not null,
  commitment_id text not null,
  application_id text not null,
  template text not null,
  template_from date not null,
  template_hash text not null,
  clauses text[] not null,
  records text[] not null,
  signer text not null,
  signed_at timestamp with time zone not null,
  suite text not null,
  key_id text not null,
  public_key bytea not null,
  signature bytea not null,
  entry_id text not null,
  constraint commitment_is_known_by_id PRIMARY KEY (entity_id, commitment_id),
  constraint commitment_is_signed CHECK (((length(signature) > 0) AND (length(public_key) > 0) AND (template_hash <> ''::text))),
  constraint commitment_is_of_an_application FOREIGN KEY (entity_id, application_id) REFERENCES repair.application(entity_id, application_id)
);
CREATE INDEX commitment_of_application ON repair.commitment USING btree (entity_id, application_id);
comment on table repair.commitment is 'entity: append-only; signed commitments of repair, tied to the version of the text that was signed';
grant insert, select on repair.commitment to xinheng_app;

create table repair.outcome (
  entity_id text not null,
  case_id text not null,
  org text not null,
  outcome text not null,
  filed_on date not null,
  decided_on date not null,
  days integer not null,
  records text[] not null,
  document text not null,
  regraded_on date,
  synced_at timestamp with time zone,
  at timestamp with time zone not null,
  constraint outcome_is_of_a_case PRIMARY KEY (entity_id, case_id),
  constraint outcome_is_known CHECK ((outcome = ANY (ARRAY['granted'::text, 'refused'::text, 'inadmissible'::text, 'relieved'::text, 'revoked'::text, 'kept'::text]))),
  constraint outcome_takes_time CHECK (((days >= 0) AND (decided_on >= filed_on)))
);
CREATE INDEX outcome_by_day ON repair.outcome USING btree (decided_on, org);
CREATE INDEX outcome_of_body ON repair.outcome USING btree (org, decided_on);
CREATE INDEX outcome_to_regrade ON repair.outcome USING btree (decided_on) WHERE ((regraded_on IS NULL) AND (outcome = ANY (ARRAY['granted'::text, 'revoked'::text, 'relieved'::text])));
CREATE INDEX outcome_to_sync ON repair.outcome USING btree (decided_on) WHERE ((synced_at IS NULL) AND (outcome = 'granted'::text));
comment on table repair.outcome is 'entity: what was decided and how long it took: figures, effects still to be seen, and the mark for re-evaluation';
grant insert, select on repair.outcome to xinheng_app;
grant update (at) on repair.outcome to xinheng_app;
grant update (days) on repair.outcome to xinheng_app;
grant update (decided_on) on repair.outcome to xinheng_app;
grant update (document) on repair.outcome to xinheng_app;
grant update (outcome) on repair.outcome to xinheng_app;
grant update (regraded_on) on repair.outcome to xinheng_app;
grant update (synced_at) on repair.outcome to xinheng_app;

create table repair.pledge (
  entity_id text not null,
  commitment_id text not null,
  case_id text not null,
  status text not null,
  clause text not null,
  from_on date not null,
  ended_on date,
  constraint pledge_is_published_once_by_a_case PRIMARY KEY (entity_id, commitment_id, case_id),
  constraint pledge_broken_names_its_clause CHECK (((status <> 'broken'::text) OR ((clause <> ''::text) AND (ended_on IS NOT NULL)))),
  constraint pledge_status_is_known CHECK ((status = ANY (ARRAY['kept'::text, 'broken'::text]))),
  constraint pledge_is_of_a_commitment FOREIGN KEY (entity_id, commitment_id) REFERENCES repair.commitment(entity_id, commitment_id)
);
CREATE INDEX pledge_by_day ON repair.pledge USING btree (from_on DESC, commitment_id);
CREATE INDEX pledge_of_commitment ON repair.pledge USING btree (commitment_id);
comment on table repair.pledge is 'entity: commitments as they are published since a grant, and how they are kept';
grant insert, select on repair.pledge to xinheng_app;
grant update (clause) on repair.pledge to xinheng_app;
grant update (ended_on) on repair.pledge to xinheng_app;
grant update (status) on repair.pledge to xinheng_app;

create table repair.proof (
  entity_id text not null,
  proof_id text not null,
  record_id text not null,
  kind text not null,
  on_day date not null,
  source text not null,
  document text not null,
  org text not null,
  actor text not null,
  at timestamp with time zone not null,
  entry_id text not null,
  constraint proof_is_known_by_id PRIMARY KEY (entity_id, proof_id),
  constraint proof_kind_is_known CHECK ((kind = ANY (ARRAY['payment'::text, 'rectification'::text, 'earlier'::text]))),
  constraint proof_names_its_source CHECK (((source <> ''::text) AND (document <> ''::text)))
);
CREATE UNIQUE INDEX proof_is_given_once ON repair.proof USING btree (entity_id, record_id, kind, document);
comment on table repair.proof is 'entity: append-only; proofs of fulfilment the platform holds, so that nobody hands them in';
grant insert, select on repair.proof to xinheng_app;

create table repair.receipt (
  application_id text not null,
  entity_id text not null,
  constraint receipt_is_known_by_number PRIMARY KEY (application_id)
);
comment on table repair.receipt is 'keyed: by application_id; append-only; whose application a number is';
grant insert, select on repair.receipt to xinheng_app;

create schema report;
grant usage on schema report to xinheng_app;

create table report.asked_again (
  entity_id text not null,
  ask_id text not null,
  receipt_id text not null,
  number text not null,
  receiver text not null,
  org text not null,
  what text not null,
  at timestamp with time zone not null,
  by text not null,
  answer text not null,
  answered_by text not null,
  answered_at timestamp with time zone,
  constraint asked_again_is_known_by_id PRIMARY KEY (entity_id, ask_id),
  constraint asked_again_is_answered_by_somebody CHECK ((((answered_at IS NULL) = (answered_by = ''::text)) AND ((answered_at IS NULL) = (answer = ''::text)))),
  constraint asked_again_is_told_once_of_a_receipt UNIQUE (entity_id, receipt_id)
);
CREATE INDEX asked_again_by_time ON report.asked_again USING btree (at DESC, ask_id);
comment on table report.asked_again is 'entity: receivers that asked its subject for proof again after they had the report';
grant insert, select on report.asked_again to xinheng_app;
grant update (answer) on report.asked_again to xinheng_app;
grant update (answered_at) on report.asked_again to xinheng_app;
grant update (answered_by) on report.asked_again to xinheng_app;

create table report.card (
  entity_id text not null,
  card_id text not null,
  fields text[] not null,
  style text not null,
  until_on date not null,
  views bigint not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  ended_at timestamp with time zone,
  constraint card_is_known_by_id PRIMARY KEY (entity_id, card_id),
  constraint card_shows_something CHECK ((cardinality(fields) > 0)),
  constraint card_style_is_known CHECK ((style = ANY (ARRAY['plain'::text, 'sea'::text, 'palm'::text])))
);
CREATE INDEX card_by_id ON report.card USING btree (card_id);
comment on table report.card is 'entity: credit cards its owner shares; no word of them is kept but which fields';
grant insert, select on report.card to xinheng_app;
grant update (ended_at) on report.card to xinheng_app;
grant update (views) on report.card to xinheng_app;

create table report.content (
  entity_id text not null,
  number text not null,
  body bytea not null,
  constraint content_is_of_one_report PRIMARY KEY (entity_id, number)
);
comment on table report.content is 'entity: what reports say, for as long as they hold';
grant delete, insert, select on report.content to xinheng_app;

create table report.foreign_list (
  province text not null,
  list text not null,
  made_at timestamp with time zone not null,
  payload text not null,
  algorithm text not null,
  key_id text not null,
  signature bytea not null,
  taken_by text not null,
  taken_at timestamp with time zone not null,
  constraint foreign_list_is_known_by_province_and_number PRIMARY KEY (province, list),
  constraint foreign_list_algorithm_is_known CHECK ((algorithm = ANY (ARRAY['Ed25519'::text, 'SM2'::text])))
);
comment on table report.foreign_list is 'keyed: by province and number; the newest list of status of reports of recognised provinces';
grant insert, select on report.foreign_list to xinheng_app;
grant update (algorithm) on report.foreign_list to xinheng_app;
grant update (key_id) on report.foreign_list to xinheng_app;
grant update (made_at) on report.foreign_list to xinheng_app;
grant update (payload) on report.foreign_list to xinheng_app;
grant update (signature) on report.foreign_list to xinheng_app;
grant update (taken_at) on report.foreign_list to xinheng_app;
grant update (taken_by) on report.foreign_list to xinheng_app;

create table report.issue (
  entity_id text not null,
  number text not null,
  place bigint not null,
  kind text not null,
  digest bytea not null,
  edition text not null,
  issued_at timestamp with time zone not null,
  issued_by text not null,
  algorithm text not null,
  key_id text not null,
  public_key bytea not null,
  signature bytea not null,
  records text[] not null,
  good_until date,
  receiver text not null,
  purpose text not null,
  state text not null,
  state_at timestamp with time zone,
  state_why text not null,
  constraint issue_is_known_by_subject_and_number PRIMARY KEY (entity_id, number),
  constraint issue_algorithm_is_known CHECK ((algorithm = ANY (ARRAY['Ed25519'::text, 'SM2'::text]))),
  constraint issue_kind_is_known CHECK ((kind = ANY (ARRAY['public'::text, 'special'::text]))),
  constraint issue_names_receiver_only_of_special CHECK (((kind = 'special'::text) OR ((receiver = ''::text) AND (purpose = ''::text)))),
  constraint issue_state_is_known CHECK ((state = ANY (ARRAY['valid'::text, 'superseded'::text, 'withdrawn'::text]))),
  constraint issue_that_ended_says_when_and_why CHECK ((((state = 'valid'::text) = (state_at IS NULL)) AND ((state = 'valid'::text) = (state_why = ''::text))))
);
CREATE INDEX issue_by_number ON report.issue USING btree (number);
CREATE INDEX issue_by_place ON report.issue USING btree (place) WHERE ((state <> 'valid'::text) OR (good_until IS NOT NULL));
CREATE UNIQUE INDEX issue_of_the_same_data_is_one ON report.issue USING btree (entity_id, digest) WHERE ((kind = 'public'::text) AND (state = 'valid'::text));
comment on table report.issue is 'entity: reports issued about it, with their seal and whether they still hold';
grant insert, select on report.issue to xinheng_app;
grant update (state) on report.issue to xinheng_app;
grant update (state_at) on report.issue to xinheng_app;
grant update (state_why) on report.issue to xinheng_app;

create table report.pack (
  entity_id text not null,
  pack_id text not null,
  consent_id text not null,
  grantee text not null,
  fields text[] not null,
  token_hash text not null,
  until_on date not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  constraint pack_is_known_by_id PRIMARY KEY (entity_id, pack_id),
  constraint pack_is_of_one_consent UNIQUE (entity_id, consent_id)
);
CREATE INDEX pack_by_token ON report.pack USING btree (token_hash);
comment on table report.pack is 'entity: data packs its subject gave to a bank by consent, append-only';
grant insert, select on report.pack to xinheng_app;

create table report.pack_read (
  entity_id text not null,
  read_id text not null,
  pack_id text not null,
  org text not null,
  case_no text not null,
  digest bytea not null,
  opened boolean not null,
  at timestamp with time zone not null,
  constraint pack_read_is_known_by_id PRIMARY KEY (entity_id, read_id)
);
CREATE INDEX pack_read_of_pack ON report.pack_read USING btree (entity_id, pack_id, at DESC);
comment on table report.pack_read is 'entity: every time a data pack was opened or tried, append-only';
grant insert, select on report.pack_read to xinheng_app;

create sequence report.place;
grant select, usage on report.place to xinheng_app;

create table report.print (
  entity_id text not null,
  number text not null,
  lang text not null,
  digest bytea not null,
  signature bytea not null,
  at timestamp with time zone not null,
  constraint print_is_known_by_its_pages PRIMARY KEY (entity_id, number, lang, digest),
  constraint print_is_in_a_known_language CHECK ((lang = ANY (ARRAY['zh'::text, 'en'::text])))
);
comment on table report.print is 'entity: pages printed of reports and their seals, append-only';
grant insert, select on report.print to xinheng_app;

create table report.receipt (
  entity_id text not null,
  receipt_id text not null,
  number text not null,
  receiver text not null,
  org text not null,
  at timestamp with time zone not null,
  constraint receipt_is_known_by_id PRIMARY KEY (entity_id, receipt_id)
);
CREATE INDEX receipt_of_report ON report.receipt USING btree (entity_id, number);
comment on table report.receipt is 'entity: who received a report and may not ask for proof again, append-only';
grant insert, select on report.receipt to xinheng_app;

create table report.wish (
  entity_id text not null,
  wish_id text not null,
  choice jsonb not null,
  by text not null,
  at timestamp with time zone not null,
  decided_by text not null,
  decided_at timestamp with time zone,
  number text not null,
  constraint wish_is_known_by_id PRIMARY KEY (entity_id, wish_id),
  constraint wish_became_a_report_when_decided CHECK (((number = ''::text) OR (decided_at IS NOT NULL))),
  constraint wish_is_decided_by_another CHECK ((decided_by <> by)),
  constraint wish_is_decided_by_somebody CHECK (((decided_at IS NULL) = (decided_by = ''::text)))
);
comment on table report.wish is 'entity: special reports an agent prepared, for the subject to confirm';
grant insert, select on report.wish to xinheng_app;
grant update (decided_at) on report.wish to xinheng_app;
grant update (decided_by) on report.wish to xinheng_app;
grant update (number) on report.wish to xinheng_app;

create schema scene;
grant usage on schema scene to xinheng_app;

create table scene.scene (
  scene_id text not null,
  region text not null,
  content jsonb not null,
  org text not null,
  body text not null,
  actor text not null,
  at timestamp with time zone not null,
  confirmed_by text not null default ''::text,
  confirmed_body text not null default ''::text,
  confirmed_at timestamp with time zone,
  withdrawn_by text not null default ''::text,
  withdrawn_at timestamp with time zone,
  withdrawn_why text not null default ''::text,
  constraint scene_is_known_by_id PRIMARY KEY (scene_id),
  constraint scene_has_numbers CHECK ((jsonb_array_length((content -> 'numbers'::text)) > 0)),
  constraint scene_is_confirmed_by_another CHECK ((((confirmed_at IS NULL) = (confirmed_by = ''::text)) AND (confirmed_by <> actor))),
  constraint scene_withdrawn_says_why CHECK ((((withdrawn_at IS NULL) = (withdrawn_why = ''::text)) AND ((withdrawn_at IS NULL) = (withdrawn_by = ''::text))))
);
CREATE INDEX scene_by_confirmation ON scene.scene USING btree (confirmed_at DESC) WHERE (confirmed_at IS NOT NULL);
CREATE UNIQUE INDEX scene_waits_once ON scene.scene USING btree (actor, md5((content)::text)) WHERE ((confirmed_at IS NULL) AND (withdrawn_at IS NULL));
comment on table scene.scene is 'keyed: by id; scenes; only the confirmation and a withdrawal are added';
grant insert, select on scene.scene to xinheng_app;
grant update (confirmed_at) on scene.scene to xinheng_app;
grant update (confirmed_body) on scene.scene to xinheng_app;
grant update (confirmed_by) on scene.scene to xinheng_app;
grant update (withdrawn_at) on scene.scene to xinheng_app;
grant update (withdrawn_by) on scene.scene to xinheng_app;
grant update (withdrawn_why) on scene.scene to xinheng_app;

create schema signin;
grant usage on schema signin to xinheng_app;

create table signin.attempt (
  attempt_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  outcome text not null,
  account_id uuid,
  address text not null,
  agent text not null,
  constraint attempt_is_known_by_id PRIMARY KEY (attempt_id)
);
CREATE INDEX attempt_by_account ON signin.attempt USING btree (account_id, at);
comment on table signin.attempt is 'local: who tried to sign in, when, from where, and what came of it; append-only';
grant insert, select on signin.attempt to xinheng_app;

create table signin.credential (
  account_id uuid not null,
  hash text not null,
  set_at timestamp with time zone not null,
  constraint credential_is_one_per_account PRIMARY KEY (account_id)
);
comment on table signin.credential is 'local: passwords, hashed';
grant delete, insert, select on signin.credential to xinheng_app;
grant update (hash) on signin.credential to xinheng_app;
grant update (set_at) on signin.credential to xinheng_app;

create table signin.identity (
  issuer text not null,
  subject text not null,
  account_id uuid not null,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  approved_by text,
  approved_at timestamp with time zone,
  constraint identity_is_one_account PRIMARY KEY (issuer, subject),
  constraint identity_is_approved_by_another CHECK ((approved_by <> asked_by)),
  constraint identity_is_approved_whole CHECK ((num_nonnulls(approved_by, approved_at) = ANY (ARRAY[0, 2]))),
  constraint identity_is_not_approved_by_its_subject CHECK ((approved_by <> ('person:'::text || (account_id)::text)))
);
CREATE INDEX identity_by_account ON signin.identity USING btree (account_id);
comment on table signin.identity is 'local: which account an identity of an outside provider is';
grant delete, insert, select on signin.identity to xinheng_app;
grant update (approved_at) on signin.identity to xinheng_app;
grant update (approved_by) on signin.identity to xinheng_app;

create table signin.past (
  account_id uuid not null,
  past_id uuid not null,
  hash text not null,
  set_at timestamp with time zone not null,
  constraint past_is_known_by_account_and_id PRIMARY KEY (account_id, past_id)
);
comment on table signin.past is 'local: passwords that were used before and may not be again; append-only';
grant insert, select on signin.past to xinheng_app;

create table signin.recovery (
  account_id uuid not null,
  code text not null,
  used_at timestamp with time zone,
  constraint recovery_is_used_once PRIMARY KEY (account_id, code)
);
comment on table signin.recovery is 'local: one-time codes in place of the second factor';
grant delete, insert, select on signin.recovery to xinheng_app;
grant update (used_at) on signin.recovery to xinheng_app;

create table signin.session (
  session_id uuid not null,
  hash bytea not null,
  account_id uuid not null,
  stage text not null,
  how text not null,
  post text not null,
  firm text not null,
  address text not null,
  agent text not null,
  made_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_why text,
  constraint session_is_known_by_id PRIMARY KEY (session_id),
  constraint session_hash_is_sha256 CHECK ((octet_length(hash) = 32)),
  constraint session_stage_is_known CHECK ((stage = ANY (ARRAY['totp'::text, 'password'::text, 'enrol'::text, 'full'::text]))),
  constraint session_way_is_known CHECK ((how = ANY (ARRAY['password'::text, 'oidc'::text, 'link'::text]))),
  constraint session_token_is_one_session UNIQUE (hash)
);
CREATE INDEX session_by_account ON signin.session USING btree (account_id) WHERE (ended_at IS NULL);
comment on table signin.session is 'local: who is signed in where, hashed tokens';
grant insert, select on signin.session to xinheng_app;
grant update (ended_at) on signin.session to xinheng_app;
grant update (ended_why) on signin.session to xinheng_app;
grant update (firm) on signin.session to xinheng_app;
grant update (hash) on signin.session to xinheng_app;
grant update (post) on signin.session to xinheng_app;
grant update (seen_at) on signin.session to xinheng_app;
grant update (stage) on signin.session to xinheng_app;

create table signin.throttle (
  name text not null,
  failures integer not null,
  until_at timestamp with time zone not null,
  at timestamp with time zone not null,
  constraint throttle_is_by_name PRIMARY KEY (name)
);
CREATE INDEX throttle_by_time ON signin.throttle USING btree (at);
comment on table signin.throttle is 'local: attempts that failed, by login';
grant delete, insert, select, update on signin.throttle to xinheng_app;

create table signin.totp (
  account_id uuid not null,
  secret bytea,
  algorithm text not null,
  last_step bigint not null,
  pending bytea,
  pending_at timestamp with time zone,
  pending_algorithm text,
  since timestamp with time zone,
  constraint totp_is_one_per_account PRIMARY KEY (account_id),
  constraint totp_algorithm_is_known CHECK (((algorithm = ANY (ARRAY['SHA1'::text, 'SHA256'::text])) AND (pending_algorithm = ANY (ARRAY['SHA1'::text, 'SHA256'::text])))),
  constraint totp_enrolment_is_begun_whole CHECK ((num_nonnulls(pending, pending_at, pending_algorithm) = ANY (ARRAY[0, 3])))
);
comment on table signin.totp is 'local: second factors, sealed';
grant delete, insert, select, update on signin.totp to xinheng_app;

create schema snapshot;
grant usage on schema snapshot to xinheng_app;

create table snapshot.file (
  day date not null,
  begun_at timestamp with time zone not null,
  edition text not null,
  "position" bigint not null,
  ready boolean not null,
  reached text not null,
  pieces integer not null,
  rows bigint not null,
  bytes bigint not null,
  until_on date,
  front bytea not null,
  digest text not null,
  previous text not null,
  entry_id uuid,
  made_at timestamp with time zone,
  constraint file_is_one_for_its_day PRIMARY KEY (day),
  constraint file_ready_is_sealed CHECK (((NOT ready) OR ((digest <> ''::text) AND (entry_id IS NOT NULL) AND (made_at IS NOT NULL) AND (until_on IS NOT NULL))))
);
CREATE UNIQUE INDEX file_by_digest ON snapshot.file USING btree (digest) WHERE ready;
comment on table snapshot.file is 'reference: the snapshots of checks, one a day';
grant delete, insert, select on snapshot.file to xinheng_app;
grant update (bytes) on snapshot.file to xinheng_app;
grant update (digest) on snapshot.file to xinheng_app;
grant update (entry_id) on snapshot.file to xinheng_app;
grant update (front) on snapshot.file to xinheng_app;
grant update (made_at) on snapshot.file to xinheng_app;
grant update (pieces) on snapshot.file to xinheng_app;
grant update (previous) on snapshot.file to xinheng_app;
grant update (reached) on snapshot.file to xinheng_app;
grant update (ready) on snapshot.file to xinheng_app;
grant update (rows) on snapshot.file to xinheng_app;
grant update (until_on) on snapshot.file to xinheng_app;

create table snapshot.piece (
  day date not null,
  n integer not null,
  body bytea not null,
  constraint piece_has_its_place PRIMARY KEY (day, n)
);
comment on table snapshot.piece is 'reference: the pieces of a snapshot, never changed';
grant delete, insert, select on snapshot.piece to xinheng_app;

create table snapshot.recheck (
  org text not null,
  ref text not null,
  entity_id text not null,
  decision_id text not null,
  digest text not null,
  day date not null,
  on_date date not null,
  matter text not null,
  purpose text not null,
  case_no text not null,
  officer text not null,
  was jsonb not null,
  now jsonb not null,
  agrees boolean not null,
  at timestamp with time zone not null,
  due_on date,
  provisional boolean not null,
  constraint recheck_is_one_for_each_answer PRIMARY KEY (org, ref),
  constraint recheck_differs_until_answered CHECK (((NOT agrees) OR (due_on IS NULL)))
);
CREATE UNIQUE INDEX recheck_by_decision ON snapshot.recheck USING btree (decision_id);
CREATE INDEX recheck_of_org ON snapshot.recheck USING btree (org, at DESC, decision_id DESC);
comment on table snapshot.recheck is 'keyed: by the body that answered; answers from a snapshot that were checked again; append-only';
grant insert, select on snapshot.recheck to xinheng_app;

create table snapshot.reply (
  org text not null,
  decision_id text not null,
  at timestamp with time zone not null,
  actor text not null,
  officer text not null,
  done text not null,
  note text not null,
  late boolean not null,
  constraint reply_is_given_once PRIMARY KEY (org, decision_id),
  constraint reply_done_is_known CHECK ((done = ANY (ARRAY['changed'::text, 'kept'::text, 'not_concluded'::text])))
);
comment on table snapshot.reply is 'keyed: by the body that answered; what it did where a re-check differs; append-only';
grant insert, select on snapshot.reply to xinheng_app;

create schema space;
grant usage on schema space to xinheng_app;

create table space.letter (
  entity_id text not null,
  letter_id text not null,
  consent_id text not null,
  association text not null,
  items text[] not null,
  from_on date not null,
  until_on date not null,
  document_id text not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  constraint letter_is_known_by_id PRIMARY KEY (entity_id, letter_id),
  constraint letter_ends_after_it_begins CHECK ((until_on >= from_on)),
  constraint letter_is_to_another CHECK ((entity_id <> association)),
  constraint letter_names_items CHECK ((cardinality(items) > 0)),
  constraint letter_is_of_one_consent UNIQUE (entity_id, consent_id)
);
CREATE INDEX letter_of_association ON space.letter USING btree (association, until_on, made_at DESC, letter_id);
comment on table space.letter is 'entity: letters by which its members authorise an association to see items of their records, append-only';
grant insert, select on space.letter to xinheng_app;

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
  disputed_on date,
  held text not null default ''::text,
  held_from date,
  held_until date,
  constraint fact_is_one_per_record PRIMARY KEY (entity_id, fact_id),
  constraint fact_against_someone_has_a_basis CHECK (((NOT adverse) OR (basis <> '[]'::jsonb) OR (ended_on IS NOT NULL))),
  constraint fact_against_someone_has_an_end CHECK (((NOT adverse) OR (until_on IS NOT NULL) OR (ended_on IS NOT NULL))),
  constraint fact_ends_for_a_reason CHECK (((ended_on IS NULL) = (ended_by = ''::text))),
  constraint fact_rests_from_a_day CHECK (((held = ''::text) = (held_from IS NULL)))
);
CREATE INDEX fact_changed_by_entry ON standing.fact USING btree (entry_id);
comment on table standing.fact is 'entity: what counts for or against it, from a date until a date, on a basis';
grant insert, select, update on standing.fact to xinheng_app;

create table standing.hold (
  entity_id text not null,
  fact_id text not null,
  hold_id text not null,
  case_no text not null,
  kind text not null,
  suspends boolean not null,
  from_on date not null,
  until_on date,
  ended_on date,
  basis jsonb not null,
  entry_id uuid not null,
  constraint hold_is_one_per_case PRIMARY KEY (entity_id, fact_id, hold_id),
  constraint hold_has_a_basis CHECK ((basis <> '[]'::jsonb)),
  constraint hold_kind_is_known CHECK ((kind = ANY (ARRAY['objection'::text, 'reorganisation'::text])))
);
comment on table standing.hold is 'entity: facts that are disputed, or whose use rests, while a case is open';
grant insert, select on standing.hold to xinheng_app;
grant update (ended_on) on standing.hold to xinheng_app;
grant update (entry_id) on standing.hold to xinheng_app;

create schema status;
grant usage on schema status to xinheng_app;

create table status.consumer (
  target text not null,
  name_zh text not null,
  name_en text not null,
  told bigint not null,
  acknowledged bigint not null,
  late bigint not null,
  median_seconds bigint,
  p90_seconds bigint,
  last_at timestamp with time zone,
  counted_at timestamp with time zone not null,
  constraint status_consumer_is_one_per_target PRIMARY KEY (target)
);
comment on table status.consumer is 'local: how each consumer has followed lately, counted anew by a round';
grant delete, insert, select on status.consumer to xinheng_app;

create table status.day (
  service text not null,
  day date not null,
  asked bytea not null,
  down bytea not null,
  constraint status_day_is_one_per_service PRIMARY KEY (service, day),
  constraint status_day_has_a_bit_for_each_minute CHECK (((length(asked) = 180) AND (length(down) = 180)))
);
comment on table status.day is 'local: which minutes of a day each service was asked, and in which it did not work';
grant delete, insert, select, update on status.day to xinheng_app;

create table status.notice (
  notice_id text not null,
  zh text not null,
  en text not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  ended_by text,
  ended_at timestamp with time zone,
  constraint notice_is_known_by_id PRIMARY KEY (notice_id),
  constraint notice_ends_after_it_begins CHECK ((until_at > from_at)),
  constraint notice_is_ended_whole CHECK ((num_nonnulls(ended_by, ended_at) = ANY (ARRAY[0, 2]))),
  constraint notice_is_said_in_both_languages CHECK (((zh <> ''::text) AND (en <> ''::text)))
);
CREATE INDEX notice_by_end ON status.notice USING btree (until_at) WHERE (ended_at IS NULL);
comment on table status.notice is 'local: lines shown on every page, from when until when';
grant insert, select on status.notice to xinheng_app;
grant update (ended_at) on status.notice to xinheng_app;
grant update (ended_by) on status.notice to xinheng_app;

create table status.source (
  source_id text not null,
  item text not null,
  source text not null,
  last_seen timestamp with time zone not null,
  records bigint not null,
  median_days integer,
  p90_days integer,
  rows bigint not null,
  accepted bigint not null,
  timed bigint not null,
  late bigint not null,
  deadline text not null,
  deadline_n integer not null,
  deadline_unit text not null,
  counted_at timestamp with time zone not null,
  constraint status_source_is_one_per_item PRIMARY KEY (source_id, item)
);
comment on table status.source is 'local: how each source has delivered lately, counted anew by a round';
grant delete, insert, select on status.source to xinheng_app;

create schema support;
grant usage on schema support to xinheng_app;

create table support.answer (
  entity_id text not null,
  policy text not null,
  policy_from date not null,
  declined_at timestamp with time zone,
  declined_by text not null default ''::text,
  confirmed_at timestamp with time zone,
  confirmed_by text not null default ''::text,
  line_id text not null default ''::text,
  constraint answer_is_one_per_policy PRIMARY KEY (entity_id, policy, policy_from),
  constraint answer_is_one_of_two CHECK (((declined_at IS NULL) OR (confirmed_at IS NULL))),
  constraint answer_says_by_whom CHECK ((((declined_at IS NULL) = (declined_by = ''::text)) AND ((confirmed_at IS NULL) = (confirmed_by = ''::text)) AND ((confirmed_at IS NULL) = (line_id = ''::text))))
);
CREATE INDEX answer_by_policy ON support.answer USING btree (policy, policy_from) WHERE (confirmed_at IS NOT NULL);
comment on table support.answer is 'entity: what a firm declined of policies that fit it, and what an officer confirmed';
grant insert, select, update on support.answer to xinheng_app;

create table support.enrolment (
  entity_id text not null,
  enrolment_id text not null,
  consent_id text not null,
  org text not null,
  purpose text not null,
  size text not null,
  from_on date not null,
  until_on date not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  constraint enrolment_is_known_by_id PRIMARY KEY (entity_id, enrolment_id),
  constraint enrolment_ends_after_it_begins CHECK ((until_on >= from_on)),
  constraint enrolment_size_is_known CHECK ((size = ANY (ARRAY[''::text, 'micro'::text, 'small'::text, 'medium'::text, 'large'::text]))),
  constraint enrolment_is_of_one_consent UNIQUE (entity_id, consent_id)
);
CREATE INDEX enrolment_by_body ON support.enrolment USING btree (org, purpose, entity_id, made_at DESC);
comment on table support.enrolment is 'entity: consents of firms to be matched to the policies of a body, with the size they state, append-only';
grant insert, select on support.enrolment to xinheng_app;

create table support.line (
  entity_id text not null,
  line_id text not null,
  list_id text not null,
  policy text not null,
  consent_id text not null,
  facts text not null,
  states text not null,
  result text not null,
  made_at timestamp with time zone not null,
  constraint line_is_known_by_id PRIMARY KEY (entity_id, line_id),
  constraint line_result_is_known CHECK ((result = ANY (ARRAY['fits'::text, 'lacks'::text, 'unknown'::text]))),
  constraint line_is_one_per_list UNIQUE (entity_id, list_id)
);
CREATE INDEX line_by_age ON support.line USING btree (made_at);
CREATE INDEX line_by_number ON support.line USING btree (line_id);
CREATE INDEX line_of_list ON support.line USING btree (list_id, result, entity_id);
comment on table support.line is 'entity: a consenting firm on the list of a policy, with the facts it was judged by';
grant delete, insert, select on support.line to xinheng_app;

create table support.list (
  list_id text not null,
  policy text not null,
  policy_from date not null,
  org text not null,
  on_day date not null,
  edition text not null,
  policy_text text not null,
  salt bytea not null,
  made_at timestamp with time zone not null,
  after_id text not null default ''::text,
  firms bigint not null default 0,
  fits bigint not null default 0,
  unknown bigint not null default 0,
  hash bytea not null,
  ended_at timestamp with time zone,
  entry_id text not null default ''::text,
  constraint list_is_known_by_id PRIMARY KEY (list_id),
  constraint list_ended_is_on_the_ledger CHECK (((ended_at IS NULL) = (entry_id = ''::text))),
  constraint list_is_one_per_policy_and_day UNIQUE (policy, on_day)
);
comment on table support.list is 'keyed: by id; lists of a policy at a date, signed by their hash on the ledger';
grant insert, select on support.list to xinheng_app;
grant update (after_id) on support.list to xinheng_app;
grant update (ended_at) on support.list to xinheng_app;
grant update (entry_id) on support.list to xinheng_app;
grant update (firms) on support.list to xinheng_app;
grant update (fits) on support.list to xinheng_app;
grant update (hash) on support.list to xinheng_app;
grant update (unknown) on support.list to xinheng_app;

create schema tracker;
grant usage on schema tracker to xinheng_app;

create table tracker.assignment (
  assignment_id text not null,
  task text not null,
  org text not null,
  body text not null,
  region text not null,
  due_on date not null,
  note text not null,
  lead text not null,
  lead_name text not null,
  actor text not null,
  at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by text not null default ''::text,
  withdrawn_why text not null default ''::text,
  constraint assignment_is_known_by_id PRIMARY KEY (assignment_id),
  constraint assignment_withdrawn_says_why CHECK ((((withdrawn_at IS NULL) = (withdrawn_why = ''::text)) AND ((withdrawn_at IS NULL) = (withdrawn_by = ''::text))))
);
CREATE INDEX assignment_of_body ON tracker.assignment USING btree (org, due_on);
CREATE UNIQUE INDEX assignment_stands_once ON tracker.assignment USING btree (task, org) WHERE (withdrawn_at IS NULL);
comment on table tracker.assignment is 'keyed: by id; tasks of the policy assigned to bodies; only a withdrawal is added';
grant insert, select on tracker.assignment to xinheng_app;
grant update (withdrawn_at) on tracker.assignment to xinheng_app;
grant update (withdrawn_by) on tracker.assignment to xinheng_app;
grant update (withdrawn_why) on tracker.assignment to xinheng_app;

create table tracker.report (
  report_id text not null,
  assignment_id text not null,
  n integer not null,
  finished boolean not null,
  says text not null,
  document text not null,
  document_name text not null,
  document_hash text not null,
  figure text not null,
  year integer not null,
  counted bigint not null,
  actor text not null,
  filed_on date not null,
  at timestamp with time zone not null,
  state text not null,
  answer text not null default ''::text,
  answered_by text not null default ''::text,
  answered_at timestamp with time zone,
  constraint report_is_known_by_id PRIMARY KEY (report_id),
  constraint report_answer_is_whole CHECK ((((state = 'open'::text) = (answered_at IS NULL)) AND ((state = 'open'::text) = (answered_by = ''::text)))),
  constraint report_document_has_a_hash CHECK (((document = ''::text) = (document_hash = ''::text))),
  constraint report_has_evidence CHECK (((document <> ''::text) OR ((figure <> ''::text) AND (counted > 0)))),
  constraint report_is_answered_by_another CHECK ((answered_by <> actor)),
  constraint report_returned_says_why CHECK (((state <> 'returned'::text) OR (answer <> ''::text))),
  constraint report_says_something CHECK ((says <> ''::text)),
  constraint report_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'returned'::text]))),
  constraint report_has_its_place UNIQUE (assignment_id, n)
);
CREATE UNIQUE INDEX report_open_once ON tracker.report USING btree (assignment_id) WHERE (state = 'open'::text);
comment on table tracker.report is 'keyed: by id; reports of bodies with their evidence; only the answer is added';
grant insert, select on tracker.report to xinheng_app;
grant update (answer) on tracker.report to xinheng_app;
grant update (answered_at) on tracker.report to xinheng_app;
grant update (answered_by) on tracker.report to xinheng_app;
grant update (state) on tracker.report to xinheng_app;

create schema verify;
grant usage on schema verify to xinheng_app;

create table verify.comparison (
  entity_id text not null,
  commitment_id text not null,
  seq integer not null,
  at timestamp with time zone not null,
  edition text not null,
  answer text not null,
  lines text not null,
  constraint comparison_is_known_by_number PRIMARY KEY (entity_id, commitment_id, seq),
  constraint comparison_answer_is_known CHECK ((answer = ANY (ARRAY['match'::text, 'mismatch'::text, 'unknown'::text]))),
  constraint comparison_is_of_a_verification FOREIGN KEY (entity_id, commitment_id) REFERENCES verify.verification(entity_id, commitment_id)
);
comment on table verify.comparison is 'entity: what commitments were compared with; append-only';
grant insert, select on verify.comparison to xinheng_app;

create table verify.verification (
  entity_id text not null,
  commitment_id text not null,
  kind text not null,
  undertaking text not null,
  matter text not null,
  org text not null,
  region text not null,
  plan text not null,
  plan_from date not null,
  class text not null,
  method text not null,
  state text not null,
  starts_on date,
  due_on date,
  planned_at timestamp with time zone not null,
  compared_at timestamp with time zone,
  case_id text not null,
  outcome text not null,
  ended_on date,
  version integer not null,
  constraint verification_is_of_one_commitment PRIMARY KEY (entity_id, commitment_id),
  constraint verification_ends_whole CHECK (((ended_on IS NOT NULL) = (state = ANY (ARRAY['kept'::text, 'broken'::text, 'ended'::text])))),
  constraint verification_exempt_is_pooled_or_over CHECK ((((method = 'exempt'::text) = (state = 'pooled'::text)) OR (state = ANY (ARRAY['task'::text, 'kept'::text, 'broken'::text, 'ended'::text])))),
  constraint verification_method_is_known CHECK ((method = ANY (ARRAY['exempt'::text, 'compare'::text, 'officer'::text]))),
  constraint verification_state_is_known CHECK ((state = ANY (ARRAY['due'::text, 'task'::text, 'kept'::text, 'broken'::text, 'pooled'::text, 'ended'::text]))),
  constraint verification_task_has_a_case CHECK (((state <> 'task'::text) OR (case_id <> ''::text)))
);
CREATE INDEX verification_by_end ON verify.verification USING btree (ended_on, org) WHERE (ended_on IS NOT NULL);
CREATE INDEX verification_in_the_pool ON verify.verification USING btree (region, matter) WHERE (state = 'pooled'::text);
CREATE INDEX verification_of_org ON verify.verification USING btree (org, state, due_on);
CREATE INDEX verification_to_compare ON verify.verification USING btree (starts_on) WHERE ((state = 'due'::text) AND (compared_at IS NULL));
comment on table verify.verification is 'entity: how each commitment in effect is verified';
grant insert, select on verify.verification to xinheng_app;
grant update (case_id) on verify.verification to xinheng_app;
grant update (class) on verify.verification to xinheng_app;
grant update (compared_at) on verify.verification to xinheng_app;
grant update (due_on) on verify.verification to xinheng_app;
grant update (ended_on) on verify.verification to xinheng_app;
grant update (method) on verify.verification to xinheng_app;
grant update (outcome) on verify.verification to xinheng_app;
grant update (plan) on verify.verification to xinheng_app;
grant update (plan_from) on verify.verification to xinheng_app;
grant update (starts_on) on verify.verification to xinheng_app;
grant update (state) on verify.verification to xinheng_app;
grant update (version) on verify.verification to xinheng_app;

create schema visit;
grant usage on schema visit to xinheng_app;

create table visit.alarm (
  month text not null,
  high_found bigint not null,
  high bigint not null,
  low_found bigint not null,
  low bigint not null,
  at timestamp with time zone not null,
  constraint alarm_is_given_once_a_month PRIMARY KEY (month)
);
comment on table visit.alarm is 'keyed: by month; high risk found no more than low, append-only';
grant insert, select on visit.alarm to xinheng_app;

create table visit.scan (
  entity_id text not null,
  scan_id text not null,
  visit_id text not null,
  kind text not null,
  side text not null,
  by text not null,
  at timestamp with time zone not null,
  constraint scan_is_known_by_id PRIMARY KEY (entity_id, scan_id),
  constraint scan_kind_is_known CHECK ((kind = ANY (ARRAY['firm_code'::text, 'officer_code'::text, 'no_code'::text, 'wrong_code'::text]))),
  constraint scan_side_is_known CHECK ((side = ANY (ARRAY['officer'::text, 'firm'::text])))
);
CREATE INDEX scan_of_visit ON visit.scan USING btree (entity_id, visit_id);
comment on table visit.scan is 'entity: codes shown and read on arrival, append-only';
grant insert, select on visit.scan to xinheng_app;

create table visit.task (
  entity_id text not null,
  visit_id text not null,
  matter text not null,
  org text not null,
  draw_id text not null,
  dropped boolean not null,
  constraint task_is_one_of_a_visit PRIMARY KEY (entity_id, visit_id, matter, draw_id)
);
CREATE UNIQUE INDEX task_of_a_draw_is_in_one_visit ON visit.task USING btree (entity_id, draw_id) WHERE ((draw_id <> ''::text) AND (NOT dropped));
comment on table visit.task is 'entity: the matters a visit serves, several of a joint one';
grant insert, select on visit.task to xinheng_app;
grant update (dropped) on visit.task to xinheng_app;

create table visit.visit (
  entity_id text not null,
  visit_id text not null,
  org text not null,
  cause text not null,
  class text not null,
  mode text not null,
  title_zh text not null,
  title_en text not null,
  approval_no text not null,
  planned_on date not null,
  begun_on date,
  flags text[] not null,
  result text not null,
  found boolean not null,
  formed_on date,
  publish_by date,
  published_on date,
  record_id text not null,
  comment text not null,
  rating integer not null,
  state text not null,
  changed_at timestamp with time zone not null,
  constraint visit_is_known_by_firm_and_number PRIMARY KEY (entity_id, visit_id),
  constraint visit_cause_is_known CHECK ((cause = ANY (ARRAY['draw'::text, 'case'::text, 'event'::text]))),
  constraint visit_comment_state_is_known CHECK ((comment = ANY (ARRAY[''::text, 'waiting'::text, 'shown'::text, 'withheld'::text]))),
  constraint visit_is_published_with_a_result CHECK (((published_on IS NULL) OR (result <> ''::text))),
  constraint visit_mode_is_known CHECK ((mode = ANY (ARRAY['on_site'::text, 'remote'::text, 'written'::text]))),
  constraint visit_rating_is_of_five CHECK (((rating >= 0) AND (rating <= 5))),
  constraint visit_result_has_its_days CHECK ((((result = ''::text) = (formed_on IS NULL)) AND ((formed_on IS NULL) = (publish_by IS NULL)))),
  constraint visit_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'dropped'::text, 'resulted'::text, 'published'::text, 'closed'::text])))
);
CREATE INDEX visit_by_beginning ON visit.visit USING btree (begun_on) WHERE (begun_on IS NOT NULL);
CREATE INDEX visit_by_publication ON visit.visit USING btree (published_on DESC, visit_id) WHERE (published_on IS NOT NULL);
CREATE INDEX visit_of_approval ON visit.visit USING btree (approval_no) WHERE (approval_no <> ''::text);
CREATE INDEX visit_of_org ON visit.visit USING btree (org, planned_on DESC);
comment on table visit.visit is 'entity: visits to firms, how far each is and what came of it';
grant insert, select on visit.visit to xinheng_app;
grant update (begun_on) on visit.visit to xinheng_app;
grant update (changed_at) on visit.visit to xinheng_app;
grant update (comment) on visit.visit to xinheng_app;
grant update (flags) on visit.visit to xinheng_app;
grant update (formed_on) on visit.visit to xinheng_app;
grant update (found) on visit.visit to xinheng_app;
grant update (mode) on visit.visit to xinheng_app;
grant update (publish_by) on visit.visit to xinheng_app;
grant update (published_on) on visit.visit to xinheng_app;
grant update (rating) on visit.visit to xinheng_app;
grant update (record_id) on visit.visit to xinheng_app;
grant update (result) on visit.visit to xinheng_app;
grant update (state) on visit.visit to xinheng_app;

create schema watch;
grant usage on schema watch to xinheng_app;

create table watch.change (
  entity_id text not null,
  decision_id text not null,
  seq integer not null,
  at timestamp with time zone not null,
  was text not null,
  now text not null,
  ended jsonb not null,
  begun jsonb not null,
  constraint change_is_counted_once PRIMARY KEY (entity_id, decision_id, seq)
);
comment on table watch.change is 'entity: what changed in a watched case; append-only';
grant insert, select on watch.change to xinheng_app;

create table watch.duty (
  entity_id text not null,
  decision_id text not null,
  org text not null,
  matter text not null,
  purpose text not null,
  case_no text not null,
  officer text not null,
  at timestamp with time zone not null,
  measures jsonb not null,
  due_on date,
  provisional boolean not null,
  constraint duty_is_one_per_decision PRIMARY KEY (entity_id, decision_id),
  constraint duty_is_about_something CHECK ((measures <> '[]'::jsonb))
);
CREATE INDEX duty_by_decision ON watch.duty USING btree (decision_id);
CREATE INDEX duty_by_due_day ON watch.duty USING btree (due_on) WHERE (due_on IS NOT NULL);
CREATE INDEX duty_by_time ON watch.duty USING btree (at);
CREATE INDEX duty_of_org ON watch.duty USING btree (org, decision_id);
comment on table watch.duty is 'entity: checks that told an effect, for which the caller reports what it did; append-only';
grant insert, select on watch.duty to xinheng_app;

create table watch.effect (
  entity_id text not null,
  decision_id text not null,
  record_id text not null,
  measure text not null,
  org text not null,
  matter text not null,
  industry text not null,
  at timestamp with time zone not null,
  until_on date,
  ended_at timestamp with time zone,
  ended_by text not null,
  constraint effect_is_told_once PRIMARY KEY (entity_id, decision_id, record_id, measure),
  constraint effect_ended_has_a_reason CHECK (((ended_at IS NULL) = (ended_by = ''::text)))
);
CREATE INDEX effect_standing ON watch.effect USING btree (entity_id, decision_id) WHERE (ended_at IS NULL);
CREATE INDEX effect_to_end ON watch.effect USING btree (org, until_on) WHERE (ended_at IS NULL);
comment on table watch.effect is 'entity: effects that were told, until they end and are called back';
grant insert, select on watch.effect to xinheng_app;
grant update (ended_at) on watch.effect to xinheng_app;
grant update (ended_by) on watch.effect to xinheng_app;

create table watch.feedback (
  entity_id text not null,
  decision_id text not null,
  org text not null,
  at timestamp with time zone not null,
  actor text not null,
  officer text not null,
  results jsonb not null,
  late boolean not null,
  constraint feedback_is_given_once PRIMARY KEY (entity_id, decision_id)
);
comment on table watch.feedback is 'entity: what callers did with the effects they were told; append-only';
grant insert, select on watch.feedback to xinheng_app;

create table watch.watch (
  entity_id text not null,
  decision_id text not null,
  org text not null,
  matter text not null,
  industry text not null,
  purpose text not null,
  case_no text not null,
  opened_at timestamp with time zone not null,
  opened_by text not null,
  first jsonb not null,
  now jsonb not null,
  changes integer not null,
  changed_at timestamp with time zone,
  closed_at timestamp with time zone,
  closed_by text not null,
  constraint watch_is_one_per_decision PRIMARY KEY (entity_id, decision_id),
  constraint watch_counts_its_changes CHECK (((changes >= 0) AND ((changes = 0) OR (changed_at IS NOT NULL)))),
  constraint watch_is_closed_by_somebody CHECK (((closed_at IS NULL) = (closed_by = ''::text)))
);
CREATE INDEX watch_by_decision ON watch.watch USING btree (decision_id);
CREATE INDEX watch_of_org ON watch.watch USING btree (org, opened_at DESC, decision_id DESC);
CREATE INDEX watch_open ON watch.watch USING btree (entity_id, decision_id) WHERE (closed_at IS NULL);
comment on table watch.watch is 'entity: cases whose answer is watched until they are closed';
grant insert, select on watch.watch to xinheng_app;
grant update (changed_at) on watch.watch to xinheng_app;
grant update (changes) on watch.watch to xinheng_app;
grant update (closed_at) on watch.watch to xinheng_app;
grant update (closed_by) on watch.watch to xinheng_app;
grant update (first) on watch.watch to xinheng_app;
grant update (now) on watch.watch to xinheng_app;
grant update (opened_at) on watch.watch to xinheng_app;
grant update (opened_by) on watch.watch to xinheng_app;
