-- +goose Up
-- Signing in: passwords (hashed), second factors (sealed), sessions (hashed tokens), identities of an outside provider, and
-- who tried when. Nothing here says what anybody may do.

create schema signin;
grant usage on schema signin to xinheng_app;

create table signin.credential (
	account_id  uuid        not null,
	hash        text        not null, -- argon2id in its standard text form
	set_at      timestamptz not null,
	constraint credential_is_one_per_account primary key (account_id)
);
comment on table signin.credential is 'local: passwords, hashed';
grant select, insert, update (hash, set_at), delete on signin.credential to xinheng_app;

create table signin.past (
	account_id uuid        not null,
	past_id    uuid        not null, -- of the moment: later ones are greater
	hash       text        not null,
	set_at     timestamptz not null,
	constraint past_is_known_by_account_and_id primary key (account_id, past_id)
);
comment on table signin.past is 'local: passwords that were used before and may not be again; append-only';
grant select, insert on signin.past to xinheng_app;

create table signin.throttle (
	name     text        not null, -- keyed blind index of the login typed, whether or not anybody has it
	failures integer     not null,
	until_at timestamptz not null, -- no attempt before
	at       timestamptz not null,
	constraint throttle_is_by_name primary key (name)
);
comment on table signin.throttle is 'local: attempts that failed, by login';
create index throttle_by_time on signin.throttle (at);
grant select, insert, update, delete on signin.throttle to xinheng_app;

create table signin.totp (
	account_id uuid        not null,
	secret     bytea,       -- sealed; the one in use
	algorithm  text        not null,
	last_step  bigint      not null, -- the last time step a code was taken for: none is taken twice
	pending    bytea,       -- sealed; enrolled when its first code is given
	pending_at timestamptz,
	pending_algorithm text,
	since      timestamptz,
	constraint totp_is_one_per_account primary key (account_id),
	constraint totp_algorithm_is_known check (algorithm in ('SHA1', 'SHA256') and pending_algorithm in ('SHA1', 'SHA256')),
	constraint totp_enrolment_is_begun_whole check (num_nonnulls(pending, pending_at, pending_algorithm) in (0, 3))
);
comment on table signin.totp is 'local: second factors, sealed';
grant select, insert, update, delete on signin.totp to xinheng_app;

create table signin.recovery (
	account_id uuid        not null,
	code       text        not null, -- keyed blind index
	used_at    timestamptz,
	constraint recovery_is_used_once primary key (account_id, code)
);
comment on table signin.recovery is 'local: one-time codes in place of the second factor';
grant select, insert, update (used_at), delete on signin.recovery to xinheng_app;

create table signin.session (
	session_id uuid        not null,
	hash       bytea       not null, -- SHA-256 of the token, which is 256 random bits
	account_id uuid        not null,
	stage      text        not null,
	how        text        not null,
	post       text        not null, -- chosen; empty for none
	firm       text        not null,
	address    text        not null,
	agent      text        not null,
	made_at    timestamptz not null, -- when the person signed in: a token that takes another's place keeps it
	seen_at    timestamptz not null,
	ends_at    timestamptz not null,
	ended_at   timestamptz,
	ended_why  text,
	constraint session_is_known_by_id primary key (session_id),
	constraint session_token_is_one_session unique (hash),
	constraint session_hash_is_sha256 check (octet_length(hash) = 32),
	constraint session_stage_is_known check (stage in ('totp', 'password', 'enrol', 'full')),
	constraint session_way_is_known check (how in ('password', 'oidc', 'link'))
);
comment on table signin.session is 'local: who is signed in where, hashed tokens';
create index session_by_account on signin.session (account_id) where ended_at is null;
grant select, insert, update (hash, stage, post, firm, seen_at, ended_at, ended_why) on signin.session to xinheng_app;

create table signin.identity (
	issuer      text        not null,
	subject     text        not null,
	account_id  uuid        not null,
	asked_by    text        not null,
	asked_at    timestamptz not null,
	approved_by text,
	approved_at timestamptz,
	constraint identity_is_one_account primary key (issuer, subject),
	constraint identity_is_approved_by_another check (approved_by <> asked_by),
	constraint identity_is_not_approved_by_its_subject check (approved_by <> 'person:' || account_id::text),
	constraint identity_is_approved_whole check (num_nonnulls(approved_by, approved_at) in (0, 2))
);
comment on table signin.identity is 'local: which account an identity of an outside provider is';
create index identity_by_account on signin.identity (account_id);
grant select, insert, update (approved_by, approved_at), delete on signin.identity to xinheng_app;

create table signin.attempt (
	attempt_id uuid        not null,
	at         timestamptz not null,
	kind       text        not null, -- password, totp, recovery, oidc, link
	outcome    text        not null, -- in, next, refused, locked
	account_id uuid,                 -- nobody when the login is not known
	address    text        not null,
	agent      text        not null,
	constraint attempt_is_known_by_id primary key (attempt_id)
);
comment on table signin.attempt is 'local: who tried to sign in, when, from where, and what came of it; append-only';
create index attempt_by_account on signin.attempt (account_id, at);
grant select, insert on signin.attempt to xinheng_app;
