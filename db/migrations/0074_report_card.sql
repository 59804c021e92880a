-- +goose Up
-- Credit cards (信用名片): a link its owner shares, for as long as it wants, counted.

create table report.card (
	entity_id text        not null,
	card_id   text        not null, -- nobody can guess it
	fields    text[]      not null,
	style     text        not null,
	until_on  date        not null, -- last day
	views     bigint      not null,
	made_at   timestamptz not null,
	made_by   text        not null,
	ended_at  timestamptz,          -- taken back
	constraint card_is_known_by_id primary key (entity_id, card_id),
	constraint card_style_is_known check (style in ('plain', 'sea', 'palm')),
	constraint card_shows_something check (cardinality(fields) > 0)
);
comment on table report.card is 'entity: credit cards its owner shares; no word of them is kept but which fields';
grant select, insert on report.card to xinheng_app;
grant update (views, ended_at) on report.card to xinheng_app;
create index card_by_id on report.card (card_id);
