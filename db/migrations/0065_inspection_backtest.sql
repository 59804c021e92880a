-- +goose Up
-- Back-tests: what a proposed class table would change for those who stand in the registry. Numbers by class and nothing else; no firm
-- is named, and no class changes by it.

create table inspection.backtest (
	backtest_id text        not null,
	org         text        not null, -- the body that asked
	domain      text        not null,
	base        jsonb       not null, -- table in force on the day
	proposed    jsonb       not null,
	state       text        not null,
	after       text        not null, -- how far the registry is read
	seen        bigint      not null,
	shift       jsonb       not null, -- how many stand in a class now (row) and would stand in one (column)
	on_day      date        not null,
	edition     text        not null,
	author      text        not null,
	at          timestamptz not null,
	done_at     timestamptz,
	constraint backtest_is_known_by_id primary key (backtest_id),
	constraint backtest_state_is_known check (state in ('running', 'done', 'dropped')),
	constraint backtest_is_done_at_a_time check ((state = 'done') = (done_at is not null))
);
comment on table inspection.backtest is 'keyed: by id; class tables tried on the registry, numbers only';
grant select, insert on inspection.backtest to xinheng_app;
grant update (state, after, seen, shift, done_at) on inspection.backtest to xinheng_app;
create index backtest_of_org on inspection.backtest (org, at desc);
