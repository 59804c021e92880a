-- +goose Up
-- The directory of credit products for firms of Hainan (琼府办〔2021〕4号（二十五）; F25-4): an agency enters, the office approves, the calendar ends.

create schema product;
grant usage on schema product to xinheng_app;

create table product.product (
	product_id text        not null,
	org        text        not null, -- the agency
	name_zh    text        not null,
	name_en    text        not null,
	kind       text        not null,
	for_zh     text        not null, -- whom it is for
	for_en     text        not null,
	items      text[]      not null, -- codes of catalogue items it reads by consent
	purpose    text        not null, -- of that consent
	price_zh   text        not null, -- the price in words; empty: a range
	price_en   text        not null,
	price_from bigint,               -- in fen
	price_to   bigint,
	terms_url  text        not null,
	from_on    date        not null,
	until_on   date        not null, -- last day
	author     text        not null,
	at         timestamptz not null,
	state      text        not null default 'proposed',
	reviewer   text        not null default '',
	decided_at timestamptz,
	why        text        not null default '', -- of a refusal
	ended_by   text        not null default '',
	ended_at   timestamptz,
	ended_why  text        not null default '',
	constraint product_is_known_by_id primary key (product_id),
	constraint product_is_of_a_known_kind check (kind in ('loan', 'guarantee', 'insurance', 'leasing', 'report', 'other')),
	constraint product_ends_after_it_begins check (until_on >= from_on),
	constraint product_has_one_price check ((price_zh <> '') = (price_en <> '') and (price_zh = '') = (price_from is not null) and (price_from is null) = (price_to is null) and price_to >= price_from),
	constraint product_is_decided_by_another check (state in ('proposed', 'approved', 'refused') and (state = 'proposed') = (reviewer = '') and reviewer <> author),
	constraint product_refused_says_why check ((state = 'refused') = (why <> '')),
	constraint product_ended_says_by_whom_and_why check ((ended_at is null) = (ended_by = '') and (ended_at is null) = (ended_why = ''))
);
comment on table product.product is 'keyed: by id; credit products of agencies; once entered only the decision and an end are added';
grant select, insert on product.product to xinheng_app;
grant update (state, reviewer, decided_at, why, ended_by, ended_at, ended_why) on product.product to xinheng_app;
create index product_by_agency on product.product (org, at desc);
create index product_by_end on product.product (until_on) where state = 'approved' and ended_at is null;
