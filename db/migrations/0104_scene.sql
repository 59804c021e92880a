-- +goose Up
-- The library of scenes (琼府办〔2021〕4号（二十九）; F29-2): what changed where, with the numbers before and after and where they come from.

create schema scene;
grant usage on schema scene to xinheng_app;

create table scene.scene (
	scene_id       text        not null,
	region         text        not null, -- what codes of divisions begin with
	content        jsonb       not null, -- name, article, what changed, how it was measured, periods, numbers with their sources
	org            text        not null,
	body           text        not null, -- its name on that day
	actor          text        not null,
	at             timestamptz not null,
	confirmed_by   text        not null default '',
	confirmed_body text        not null default '',
	confirmed_at   timestamptz,
	withdrawn_by   text        not null default '',
	withdrawn_at   timestamptz,
	withdrawn_why  text        not null default '',
	constraint scene_is_known_by_id primary key (scene_id),
	constraint scene_has_numbers check (jsonb_array_length(content -> 'numbers') > 0),
	constraint scene_is_confirmed_by_another check ((confirmed_at is null) = (confirmed_by = '') and confirmed_by <> actor),
	constraint scene_withdrawn_says_why check ((withdrawn_at is null) = (withdrawn_why = '') and (withdrawn_at is null) = (withdrawn_by = ''))
);
comment on table scene.scene is 'keyed: by id; scenes; only the confirmation and a withdrawal are added';
grant select, insert on scene.scene to xinheng_app;
grant update (confirmed_by, confirmed_body, confirmed_at, withdrawn_by, withdrawn_at, withdrawn_why) on scene.scene to xinheng_app;
create unique index scene_waits_once on scene.scene (actor, md5(content::text)) where confirmed_at is null and withdrawn_at is null;
create index scene_by_confirmation on scene.scene (confirmed_at desc) where confirmed_at is not null;
