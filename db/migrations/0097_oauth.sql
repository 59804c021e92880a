-- +goose Up
-- Market apps (琼府办〔2021〕4号（二十二））: who they are, what a firm lets one read of its own public file, and every time it was read.
-- Secrets, codes and tokens are kept as hashes only.

create schema oauth;
grant usage on schema oauth to xinheng_app;

create table oauth.proposal (
	app_id       text        not null,
	version      int         not null,
	name_zh      text        not null,
	name_en      text        not null,
	owner        text        not null, -- code of the body or firm that answers for the app
	redirects    text[]      not null,
	origins      text[]      not null, -- sites that may embed our pages
	confidential boolean     not null,
	scopes       text[]      not null,
	state        text        not null,
	proposed_by  text        not null,
	proposed_at  timestamptz not null,
	decided_by   text        not null,
	decided_at   timestamptz,
	constraint proposal_is_known_by_version primary key (app_id, version),
	constraint proposal_state_is_known check (state in ('proposed', 'approved', 'refused')),
	constraint proposal_is_decided_by_somebody check ((state = 'proposed') = (decided_by = '') and (state = 'proposed') = (decided_at is null)),
	constraint proposal_needs_two_people check (decided_by <> proposed_by)
);
comment on table oauth.proposal is 'keyed: what is proposed for an app and who decided it';
grant select, insert on oauth.proposal to xinheng_app;
grant update (state, decided_by, decided_at) on oauth.proposal to xinheng_app;
create unique index proposal_one_waits_per_app on oauth.proposal (app_id) where state = 'proposed';

create table oauth.app (
	app_id       text        not null,
	version      int         not null, -- of the proposal in force
	name_zh      text        not null,
	name_en      text        not null,
	owner        text        not null,
	redirects    text[]      not null,
	origins      text[]      not null,
	confidential boolean     not null,
	scopes       text[]      not null,
	state        text        not null,
	reason       text        not null, -- of a suspension
	secret_hash  bytea,
	changed_at   timestamptz not null,
	constraint app_is_known_by_id primary key (app_id),
	constraint app_state_is_known check (state in ('live', 'suspended')),
	constraint app_is_suspended_for_a_reason check ((state = 'suspended') = (reason <> '')),
	constraint app_without_secrets_has_none check (confidential or secret_hash is null)
);
comment on table oauth.app is 'keyed: apps as approved by two people, and whether they are suspended';
grant select, insert on oauth.app to xinheng_app;
grant update (version, name_zh, name_en, owner, redirects, origins, confidential, scopes, state, reason, secret_hash, changed_at) on oauth.app to xinheng_app;

create table oauth.authorisation (
	entity_id    text        not null, -- the firm whose own public file it is
	grant_id     text        not null,
	app_id       text        not null,
	scopes       text[]      not null,
	made_by      text        not null,
	made_at      timestamptz not null,
	until_on     date        not null, -- last day
	last_used_at timestamptz,
	ended_at     timestamptz,
	ended_by     text        not null, -- actor, or the app
	ended_why    text        not null,
	constraint authorisation_is_known_by_id primary key (entity_id, grant_id),
	constraint authorisation_is_of_a_firm check (entity_id not like 'p-%'),
	constraint authorisation_names_scopes check (cardinality(scopes) > 0),
	constraint authorisation_ends_for_a_reason check ((ended_at is null) = (ended_why = '')),
	constraint authorisation_end_is_known check (ended_why in ('', 'taken_back', 'given_back', 'replaced', 'code_reused', 'token_reused'))
);
comment on table oauth.authorisation is 'entity: what firms let apps read of their own public files, and how it ended';
grant select, insert on oauth.authorisation to xinheng_app;
grant update (last_used_at, ended_at, ended_by, ended_why) on oauth.authorisation to xinheng_app;

create table oauth.code (
	code_hash  bytea       not null,
	entity_id  text        not null,
	grant_id   text        not null,
	app_id     text        not null,
	redirect   text        not null,
	challenge  text        not null, -- S256
	expires_at timestamptz not null,
	used_at    timestamptz,
	constraint code_is_known_by_hash primary key (code_hash)
);
comment on table oauth.code is 'keyed: authorization codes, used once';
grant select, insert, delete on oauth.code to xinheng_app;
grant update (used_at) on oauth.code to xinheng_app;
create index code_by_end on oauth.code (expires_at);

create table oauth.token (
	token_hash bytea       not null,
	kind       text        not null,
	entity_id  text        not null,
	grant_id   text        not null,
	app_id     text        not null,
	expires_at timestamptz not null,
	used_at    timestamptz, -- a refresh token gives its place to the next once
	constraint token_is_known_by_hash primary key (token_hash),
	constraint token_kind_is_known check (kind in ('access', 'refresh'))
);
comment on table oauth.token is 'keyed: access and refresh tokens of authorisations';
grant select, insert, delete on oauth.token to xinheng_app;
grant update (used_at) on oauth.token to xinheng_app;
create index token_by_end on oauth.token (expires_at);

create table oauth.reading (
	entity_id  text        not null,
	reading_id text        not null,
	at         timestamptz not null,
	app_id     text        not null,
	grant_id   text        not null,
	scope      text        not null,
	constraint reading_is_known_by_id primary key (entity_id, reading_id)
);
comment on table oauth.reading is 'entity: every time an app read a firm''s own public file, append-only';
grant select, insert on oauth.reading to xinheng_app;
create index reading_newest_first on oauth.reading (entity_id, at desc, reading_id desc);
