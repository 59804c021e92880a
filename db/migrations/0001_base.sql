-- +goose Up
-- What every area needs. Roles belong to the whole server, not to this database: internal/pg makes them before migrating.
-- The application's role (xinheng_app) gets, area by area, the least that works; it never creates anything.

-- Trigrams rank names that are nearly what was typed. The extension is trusted: the owner of a database may create it.
create extension if not exists pg_trgm with schema public;

revoke create on schema public from public;
grant usage on schema public to xinheng_app;

comment on table goose_db_version is 'local: which migrations have run';
grant select on goose_db_version to xinheng_app;
