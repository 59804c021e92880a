-- +goose Up
-- Assessment of departments (琼府办〔2021〕4号（二十八）; F28-1): what was counted in a month, frozen thing by thing, so that every figure can be
-- opened and computed again; and the appeals, which leave things out for a reason and never write a number.

create schema assess;
grant usage on schema assess to xinheng_app;

create table assess.period (
	month     date        not null, -- its first day
	model     text        not null,
	model_on  date        not null, -- the law of that day: the last of the month
	closed_on date        not null,
	appeal_by date        not null,
	frozen_at timestamptz not null,
	entry_id  text        not null,
	constraint period_is_frozen_once primary key (month),
	constraint period_is_a_month check (extract(day from month) = 1),
	constraint period_closes_after_it_ends check (closed_on > month and appeal_by >= closed_on)
);
comment on table assess.period is 'keyed: by month; append-only: when the figures of a month were frozen, by which model';
grant select, insert on assess.period to xinheng_app;

create table assess.thing (
	month     date   not null,
	org       text   not null,
	indicator text   not null,
	thing     text   not null, -- a batch, an item, a matter, a check, a case
	part      bigint not null,
	whole     bigint not null,
	constraint thing_is_counted_once primary key (month, org, indicator, thing),
	constraint thing_counts_something check (whole > 0 and part >= 0)
);
comment on table assess.thing is 'keyed: by month; append-only: what was counted, one by one';
grant select, insert on assess.thing to xinheng_app;

create table assess.appeal (
	appeal_id   text        not null,
	month       date        not null,
	org         text        not null,
	indicator   text        not null,
	things      text[]      not null, -- asked to be left out
	reason      text        not null,
	actor       text        not null,
	at          timestamptz not null,
	state       text        not null,
	left_out    text[]      not null, -- of those, what was left out
	answer      text        not null,
	answer_org  text        not null,
	answered_by text        not null,
	answered_at timestamptz,
	constraint appeal_is_known_by_id primary key (appeal_id),
	constraint appeal_names_things_and_a_reason check (cardinality(things) > 0 and reason <> ''),
	constraint appeal_state_is_known check (state in ('open', 'upheld', 'refused')),
	constraint appeal_answered_says_why check ((state = 'open') = (answered_at is null) and (state = 'open' or answer <> '' and answer_org <> org)),
	constraint appeal_leaves_out_what_was_asked check (left_out <@ things and (state = 'upheld') = (cardinality(left_out) > 0))
);
comment on table assess.appeal is 'keyed: by id; appeals of departments; only the answer is added';
grant select, insert on assess.appeal to xinheng_app;
grant update (state, left_out, answer, answer_org, answered_by, answered_at) on assess.appeal to xinheng_app;
create unique index appeal_open_once on assess.appeal (month, org, indicator) where state = 'open';
create index appeal_by_month on assess.appeal (month, org);

create index batch_by_end on record.batch (ended_at) where status = 'complete';
create index duty_by_due_day on watch.duty (due_on) where due_on is not null;
