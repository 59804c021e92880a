-- +goose Up
-- Daily supervision of commitments that are exempt from verification (（十三）纳入日常监管范围实施监管): which they are, and the rosters of
-- draws they brought their firm into. Whoever verifies says when one comes and when it leaves; draws read only this.

alter table inspection.matter add column promised text[] not null default '{}'; -- approval matters whose exempt commitments it supervises
grant update (promised) on inspection.matter to xinheng_app;

create table inspection.daily (
	entity_id     text        not null,
	commitment_id text        not null,
	undertaking   text        not null,
	matter        text        not null, -- approval matter; empty: promised to the public
	region        text        not null,
	since         date        not null,
	ended_on      date,                 -- verified after all, withdrawn, or found elsewhere to be kept or broken
	at            timestamptz not null,
	constraint daily_is_known_by_firm_and_commitment primary key (entity_id, commitment_id),
	constraint daily_ends_after_it_began check (ended_on is null or ended_on >= since)
);
comment on table inspection.daily is 'entity: commitments exempt from verification, under daily supervision';
grant select, insert on inspection.daily to xinheng_app;
grant update (ended_on, at) on inspection.daily to xinheng_app;
create index daily_that_stands on inspection.daily (since, commitment_id) where ended_on is null;

create table inspection.daily_roster (
	entity_id     text not null,
	commitment_id text not null,
	draw_id       text not null,
	constraint daily_is_in_a_roster_once primary key (entity_id, commitment_id, draw_id)
);
comment on table inspection.daily_roster is 'entity: commitments under daily supervision in the roster of a draw, append-only';
grant select, insert on inspection.daily_roster to xinheng_app;
