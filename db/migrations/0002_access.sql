-- +goose Up
-- Who may call: API keys of bodies. Only a hash of the secret is kept; use and revocation are the only changes ever made.

create schema access;
grant usage on schema access to xinheng_app;

create table access.api_key (
	key_id       text        not null,
	hash         bytea       not null, -- SHA-256 of the secret, which is 256 random bits
	org          text        not null, -- unified social credit code of the body
	org_name     text        not null,
	scopes       text[]      not null,
	created_at   timestamptz not null,
	last_used_on date,
	revoked_at   timestamptz,
	constraint api_key_is_known_by_id primary key (key_id),
	constraint api_key_secret_is_one_key unique (hash),
	constraint api_key_hash_is_sha256 check (octet_length(hash) = 32),
	constraint api_key_may_do_something check (cardinality(scopes) > 0)
);
comment on table access.api_key is 'local: API keys of bodies, hashed';
grant select, insert, update (last_used_on, revoked_at) on access.api_key to xinheng_app;
