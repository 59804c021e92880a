-- +goose Up
-- What is measured of ourselves and of whoever feeds us: the minutes our services were asked and how they answered, and how sources and
-- consumers have done lately. A day of a service is one row with a bit for each minute, so that a minute counts once however many
-- servers ask, and so that a program that was not there leaves a gap nobody can write away.

create table status.day (
	service text  not null, -- api, portal, database, ledger, jobs, exchange
	day     date  not null, -- in Shanghai
	asked   bytea not null, -- a bit for each minute since midnight: the service was asked in it
	down    bytea not null, -- of these: at least one asking found it not working
	constraint status_day_is_one_per_service primary key (service, day),
	constraint status_day_has_a_bit_for_each_minute check (length(asked) = 180 and length(down) = 180)
);
comment on table status.day is 'local: which minutes of a day each service was asked, and in which it did not work';
grant select, insert, update, delete on status.day to xinheng_app;

create table status.source (
	source_id      text        not null,
	item           text        not null,
	source         text        not null,
	last_seen      timestamptz not null, -- of its newest delivery
	records        bigint      not null, -- new records of the span
	median_days    integer,              -- from decision to arrival; null: nothing arrived in the span
	p90_days       integer,
	rows           bigint      not null, -- handed in since the month before
	accepted       bigint      not null, -- of these, taken in or known already
	timed          bigint      not null, -- of these, those that have a deadline
	late           bigint      not null,
	deadline       text        not null, -- key of the law value; empty: the law gives none
	deadline_n     integer     not null,
	deadline_unit  text        not null,
	counted_at     timestamptz not null,
	constraint status_source_is_one_per_item primary key (source_id, item)
);
comment on table status.source is 'local: how each source has delivered lately, counted anew by a round';
grant select, insert, delete on status.source to xinheng_app;

create table status.consumer (
	target         text        not null,
	name_zh        text        not null,
	name_en        text        not null,
	told           bigint      not null, -- lines of the span
	acknowledged   bigint      not null,
	late           bigint      not null,
	median_seconds bigint,               -- from the decision to the acknowledgement; null: nothing was acknowledged
	p90_seconds    bigint,
	last_at        timestamptz,          -- of the newest acknowledgement
	counted_at     timestamptz not null,
	constraint status_consumer_is_one_per_target primary key (target)
);
comment on table status.consumer is 'local: how each consumer has followed lately, counted anew by a round';
grant select, insert, delete on status.consumer to xinheng_app;

-- Versions come in the order of time, so that the smallest of indexes finds those of the last days.
create index version_by_arrival on record.version using brin (seen_at);
