-- +goose Up
-- Pages that other sites embed (F22-2 F22-3): a token of minutes for one firm's public summary, on the sites registered for the app alone.

create table oauth.embed (
	token_hash bytea       not null,
	app_id     text        not null,
	entity_id  text        not null,
	show       text        not null,
	expires_at timestamptz not null,
	constraint embed_is_known_by_hash primary key (token_hash),
	constraint embed_shows_what_is_known check (show in ('file', 'commitments'))
);
comment on table oauth.embed is 'keyed: tokens by which a site embeds a page about one firm';
grant select, insert, delete on oauth.embed to xinheng_app;
create index embed_by_end on oauth.embed (expires_at);
