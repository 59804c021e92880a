-- +goose Up
-- Data packs for banks (数据包): the consent they rest on, the token that opens them, and every opening.

create table report.pack (
	entity_id  text        not null,
	pack_id    text        not null,
	consent_id text        not null, -- of disclosure: it decides whether the pack opens
	grantee    text        not null, -- the only body it opens for
	fields     text[]      not null,
	token_hash text        not null, -- of what the subject gave the bank; the token itself is told once
	until_on   date        not null,
	made_at    timestamptz not null,
	made_by    text        not null,
	constraint pack_is_known_by_id primary key (entity_id, pack_id),
	constraint pack_is_of_one_consent unique (entity_id, consent_id)
);
comment on table report.pack is 'entity: data packs its subject gave to a bank by consent, append-only';
grant select, insert on report.pack to xinheng_app;
create index pack_by_token on report.pack (token_hash);

create table report.pack_read (
	entity_id text        not null,
	read_id   text        not null,
	pack_id   text        not null,
	org       text        not null,
	case_no   text        not null,
	digest    bytea       not null, -- SM3 of what was given
	opened    boolean     not null, -- false: it was tried after the consent was over, and nothing was given
	at        timestamptz not null,
	constraint pack_read_is_known_by_id primary key (entity_id, read_id)
);
comment on table report.pack_read is 'entity: every time a data pack was opened or tried, append-only';
grant select, insert on report.pack_read to xinheng_app;
create index pack_read_of_pack on report.pack_read (entity_id, pack_id, at desc);
