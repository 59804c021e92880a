-- +goose Up
-- A case of a leak may suspend an account, a key or the right to export (琼府办〔2021〕4号（二十四）): at once, for a reason and until a day. The
-- day decides: nothing has to run for a suspension to end.

create table access.freeze (
	freeze_id   uuid        not null,
	kind        text        not null,
	target      text        not null, -- "person:…" of an account or a right to export, the line of a key
	case_id     text        not null, -- the case that suspends
	from_at     timestamptz not null,
	until_on    date        not null, -- last day
	by          text        not null,
	released_at timestamptz,
	released_by text,
	constraint freeze_is_known_by_id primary key (freeze_id),
	constraint freeze_kind_is_known check (kind in ('account', 'key', 'export')),
	constraint freeze_has_a_target_and_a_case check (target <> '' and case_id <> ''),
	constraint freeze_is_not_of_oneself check (kind = 'key' or by <> target),
	constraint freeze_ends_after_it_begins check (until_on >= (from_at at time zone 'Asia/Shanghai')::date),
	constraint freeze_is_released_whole check (num_nonnulls(released_at, released_by) in (0, 2))
);
comment on table access.freeze is 'local: accounts, keys and rights to export that a case suspended, until when';
create index freeze_by_target on access.freeze (kind, target, until_on) where released_at is null;
create index freeze_by_case on access.freeze (case_id);
grant select, insert, update (released_at, released_by) on access.freeze to xinheng_app;
