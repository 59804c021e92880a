-- +goose Up
-- Whose account it is: a natural person whose identity was verified may act as itself (R2). The number is sealed and is never
-- shown again; records of the person are found by the same keyed blind index that registry and record give natural persons.

create table account.verified (
	link_id     uuid        not null,
	account_id  uuid        not null,
	entity_id   text        not null, -- p-…
	document    text        not null, -- kind of the document
	sealed      bytea,                -- its number; forgotten when the link ends
	level       text        not null, -- who saw the document
	verified_by text        not null, -- the clerk, or the provider
	org         text,                 -- the body of the clerk
	verified_at timestamptz not null,
	ended_by    text,
	ended_at    timestamptz,
	ended_why   text,
	constraint verified_is_known_by_id primary key (link_id),
	constraint verified_is_of_an_account foreign key (account_id) references account.account (account_id),
	constraint verified_is_a_natural_person check (entity_id like 'p-%'),
	constraint verified_level_is_known check (level in ('window', 'oidc')),
	constraint verified_is_not_by_oneself check (verified_by <> 'person:' || account_id::text),
	constraint verified_is_ended_whole check (num_nonnulls(ended_by, ended_at, ended_why) in (0, 3)),
	constraint verified_end_has_a_known_cause check (ended_why in ('replaced', 'unlinked')),
	constraint verified_number_is_kept_while_it_holds check ((sealed is null) = (ended_at is not null))
);
comment on table account.verified is 'local: which natural person an account was verified to be, by whom, until when';
create unique index verified_account_is_one_person on account.verified (account_id) where ended_at is null;
create unique index verified_person_is_one_account on account.verified (entity_id) where ended_at is null;
grant select, insert, update (sealed, ended_by, ended_at, ended_why) on account.verified to xinheng_app;

-- Taking the link away takes two officers, as opening an account does: it takes somebody's own file from them.
alter table account.request drop constraint request_kind_is_known;
alter table account.request add constraint request_kind_is_known check (kind in ('open', 'reset', 'reopen', 'suspend', 'unlink'));
