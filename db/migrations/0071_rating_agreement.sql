-- +goose Up
-- Agreements under which results are told, and every answer that was given under one (琼府办〔2021〕4号（十）: 推送至部门、金融机构、
-- 行业协会商会、第三方信用服务机构). An agreement ends by its date; no job ends it.

create table rating.agreement (
	agreement_id text        not null,
	org          text        not null, -- body that tells
	consumer     text        not null, -- body that is told
	title        text        not null,
	models       text[]      not null,
	fields       text[]      not null, -- how much of a result: grade, points, lines
	purpose      text        not null,
	use_zh       text        not null, -- what it may be used for, in words: goes out with every answer
	use_en       text        not null,
	push         boolean     not null, -- it is told when a result it was given changes
	from_on      date        not null,
	until_on     date        not null, -- last day
	author       text        not null,
	at           timestamptz not null,
	approver     text        not null, -- empty: not in force
	approved_at  timestamptz,
	ended_on     date,
	ended_by     text        not null,
	constraint agreement_is_known_by_id primary key (agreement_id),
	constraint agreement_has_an_end check (until_on >= from_on),
	constraint agreement_says_what_for check (purpose <> '' and use_zh <> '' and use_en <> ''),
	constraint agreement_tells_something check (cardinality(models) > 0 and cardinality(fields) > 0),
	constraint agreement_is_signed_by_another check (approver = '' or approver <> author),
	constraint agreement_ends_by_somebody check ((ended_on is null) = (ended_by = ''))
);
comment on table rating.agreement is 'keyed: by id; under which results are told to whom, how much of them, for what, until when';
grant select, insert on rating.agreement to xinheng_app;
grant update (approver, approved_at, ended_on, ended_by) on rating.agreement to xinheng_app;
create index agreement_of_consumer on rating.agreement (consumer, until_on desc);

create table rating.told (
	entity_id    text        not null,
	told_id      text        not null,
	agreement_id text        not null,
	org          text        not null, -- body that was told
	model        text        not null,
	answer       bytea       not null, -- the signed text
	at           timestamptz not null,
	constraint told_is_known_by_id primary key (entity_id, told_id)
);
comment on table rating.told is 'entity: every answer that was given under an agreement, as it was signed; append-only';
grant select, insert on rating.told to xinheng_app;
