-- +goose Up
-- Early warning (琼府办〔2021〕4号（二十三）): hints raised by rules over stored facts. A firm is told first; an officer sees one only once
-- the firm has answered or its time is over. Nothing else in the database refers to this schema: an alert is never an act by itself (G9).

create schema alert;
grant usage on schema alert to xinheng_app;

create table alert.due (
	entity_id text not null,
	look_on   date not null, -- the first day on which something may be another than it was
	constraint due_is_one_per_entity primary key (entity_id)
);
comment on table alert.due is 'entity: who is to be looked at, and when';
grant select, insert, update, delete on alert.due to xinheng_app;
create index due_by_day on alert.due (look_on);

create table alert.hint (
	entity_id   text        not null,
	alert_id    text        not null,
	rule        text        not null,
	rule_from   date        not null,
	edition     text        not null, -- of the law it was judged by
	org         text        not null, -- body of the newest fact; empty: known by name only
	region      text        not null,
	evidence    text        not null, -- JSON: what each fact is
	facts       text[]      not null, -- ids of the evidence
	raised_on   date        not null,
	answer_by   date        not null, -- last day of the firm
	valid_until date        not null, -- last day
	state       text        not null,
	answer      text        not null, -- mended | explained; empty: none
	sealed      bytea,                -- what the firm said
	answered_by text        not null,
	answered_at timestamptz,
	reason      text        not null, -- of the officer
	decided_by  text        not null,
	decided_at  timestamptz,
	entry_id    text        not null,
	constraint hint_is_known_by_id primary key (entity_id, alert_id),
	constraint hint_rests_on_facts check (cardinality(facts) > 0),
	constraint hint_ends check (valid_until >= answer_by and answer_by >= raised_on),
	constraint hint_state_is_known check (state in ('told', 'answered', 'fixed', 'confirmed', 'dismissed', 'expired', 'withdrawn')),
	constraint hint_answered_says_what check ((answered_at is null) = (answer = '') and (answered_at is null) = (sealed is null)),
	constraint hint_decided_says_why_and_by_whom check (state not in ('confirmed', 'dismissed') or reason <> '' and decided_by <> '' and decided_at is not null),
	-- the firm first: an officer decides after it has answered, or after its last day
	constraint hint_firm_comes_first check (decided_at is null or answered_at is not null or (decided_at at time zone 'Asia/Shanghai')::date > answer_by)
);
comment on table alert.hint is 'entity: risk alerts, how they stand and how they ended';
grant select, insert on alert.hint to xinheng_app;
grant update (state, answer, sealed, answered_by, answered_at, reason, decided_by, decided_at) on alert.hint to xinheng_app;
create unique index hint_one_open_per_rule on alert.hint (entity_id, rule) where state in ('told', 'answered');
create index hint_by_number on alert.hint (alert_id);
create index hint_by_day on alert.hint (raised_on desc);

-- what is known already is looked at by the first round
insert into alert.due (entity_id, look_on)
select entity_id, date '2021-02-01' from standing.fact where adverse and entity_id not like 'p-%'
union
select entity_id, date '2021-02-01' from record.version where class = 'licence' and valid_until is not null and entity_id not like 'p-%';
