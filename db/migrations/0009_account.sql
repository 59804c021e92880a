-- +goose Up
-- Who holds which role where: bodies as a tree, the accounts of people, their posts, and the firms they act for. What an
-- officer asks for another decides (三员分立); a post is never granted to oneself. Posts and delegations are ended, not deleted.

create schema account;
grant usage on schema account to xinheng_app;

create table account.org (
	org_id     text        not null, -- unified social credit code
	name       text        not null,
	parent     text,
	region     text        not null, -- code of the division; its name is law data
	kind       text        not null,
	changed_at timestamptz not null,
	constraint org_is_known_by_code primary key (org_id),
	constraint org_parent_is_an_org foreign key (parent) references account.org (org_id) deferrable initially deferred,
	constraint org_is_not_its_own_parent check (parent <> org_id),
	constraint org_has_a_name check (name <> '')
);
comment on table account.org is 'reference: bodies as a tree';
create index org_by_parent on account.org (parent);
grant select, insert, update (name, parent, region, kind, changed_at) on account.org to xinheng_app;

create table account.account (
	account_id uuid        not null,
	login      text        not null,
	name       text        not null, -- of the person, to be shown; never on the ledger
	org        text,                 -- the body it belongs to; none for people of firms
	region     text        not null, -- whose officers look after it
	status     text        not null,
	made_by    text        not null,
	made_at    timestamptz not null,
	status_at  timestamptz not null,
	constraint account_is_known_by_id primary key (account_id),
	constraint account_login_is_one_person unique (login),
	constraint account_login_is_lower_case check (login = lower(login)),
	constraint account_belongs_to_an_org foreign key (org) references account.org (org_id),
	constraint account_status_is_known check (status in ('requested', 'active', 'suspended', 'refused', 'left'))
);
comment on table account.account is 'local: accounts of people';
grant select, insert, update (status, status_at) on account.account to xinheng_app;

create table account.request (
	request_id uuid        not null,
	account_id uuid        not null,
	kind       text        not null,
	reason     text        not null,
	asked_by   text        not null,
	asked_at   timestamptz not null,
	decided_by text,
	decided_at timestamptz,
	approved   boolean,
	why        text,
	constraint request_is_known_by_id primary key (request_id),
	constraint request_is_about_an_account foreign key (account_id) references account.account (account_id),
	constraint request_kind_is_known check (kind in ('open', 'reset', 'reopen', 'suspend')),
	constraint request_is_decided_by_another check (decided_by <> asked_by),
	constraint request_is_not_decided_by_its_subject check (decided_by <> 'person:' || account_id::text),
	constraint request_is_decided_whole check (num_nonnulls(decided_by, decided_at, approved) in (0, 3))
);
comment on table account.request is 'local: what one officer asked for an account and another decided';
create unique index request_is_open_once on account.request (account_id) where decided_at is null;
grant select, insert, update (decided_by, decided_at, approved, why) on account.request to xinheng_app;

create table account.post (
	post_id    uuid        not null,
	account_id uuid        not null,
	org        text        not null,
	role       text        not null,
	region     text        not null,
	from_on    date        not null,
	until_on   date, -- the last day of it
	granted_by text        not null,
	granted_at timestamptz not null,
	ended_by   text,
	ended_at   timestamptz,
	ended_why  text,
	constraint post_is_known_by_id primary key (post_id),
	constraint post_is_of_an_account foreign key (account_id) references account.account (account_id),
	constraint post_is_in_an_org foreign key (org) references account.org (org_id),
	constraint post_is_not_granted_to_oneself check (granted_by <> 'person:' || account_id::text),
	constraint post_ends_after_it_begins check (until_on >= from_on),
	constraint post_is_ended_whole check (num_nonnulls(ended_by, ended_at, ended_why) in (0, 3)),
	constraint post_end_has_a_known_cause check (ended_why in ('revoked', 'left', 'lapsed'))
);
comment on table account.post is 'local: who holds which role where, from when until when';
create index post_by_account on account.post (account_id);
-- 三员分立, also where the program would forget: nobody holds two of the three.
create unique index post_of_one_officer on account.post (account_id) where role in ('R26', 'R27', 'R28') and ended_at is null;
grant select, insert, update (until_on, ended_by, ended_at, ended_why) on account.post to xinheng_app;

create table account.delegation (
	delegation_id uuid        not null,
	firm          text        not null, -- unified social credit code
	firm_name     text        not null,
	account_id    uuid        not null,
	role          text        not null,
	services      text[]      not null, -- permissions, a part of those of the role
	confirm       boolean     not null, -- the firm confirms each act
	from_on       date        not null,
	until_on      date, -- the last day of it
	granted_by    text        not null,
	granted_at    timestamptz not null,
	ended_by      text,
	ended_at      timestamptz,
	constraint delegation_is_known_by_id primary key (delegation_id),
	constraint delegation_is_to_an_account foreign key (account_id) references account.account (account_id),
	constraint delegation_role_is_known check (role in ('R3', 'R4', 'R5')),
	constraint delegation_is_for_something check (cardinality(services) > 0),
	constraint delegation_ends_unless_by_law check (until_on is not null or role = 'R3'),
	constraint delegation_ends_after_it_begins check (until_on >= from_on),
	constraint delegation_to_an_agent_is_confirmed check (confirm or role <> 'R5'),
	constraint delegation_is_not_granted_to_oneself check (granted_by <> 'person:' || account_id::text),
	constraint delegation_is_ended_whole check (num_nonnulls(ended_by, ended_at) in (0, 2))
);
comment on table account.delegation is 'local: who acts for which firm, in what, until when';
create index delegation_by_account on account.delegation (account_id);
create index delegation_by_firm on account.delegation (firm);
grant select, insert, update (ended_by, ended_at) on account.delegation to xinheng_app;

create table account.certificate (
	account_id  uuid        not null,
	kind        text        not null, -- of the training
	from_on     date        not null,
	until_on    date        not null,
	recorded_by text        not null,
	recorded_at timestamptz not null,
	constraint certificate_is_known_by_holder_and_day primary key (account_id, kind, from_on),
	constraint certificate_is_of_an_account foreign key (account_id) references account.account (account_id),
	constraint certificate_ends_after_it_begins check (until_on >= from_on)
);
comment on table account.certificate is 'local: training certificates of people';
grant select, insert on account.certificate to xinheng_app;

create table account.certificate_rule (
	role     text not null,
	kind     text not null,
	from_on  date not null,
	until_on date,
	basis    text not null, -- the clause that demands it
	constraint certificate_rule_is_known_by_role_and_day primary key (role, kind, from_on),
	constraint certificate_rule_has_a_basis check (basis <> ''),
	constraint certificate_rule_ends_after_it_begins check (until_on >= from_on)
);
comment on table account.certificate_rule is 'reference: which roles need which certificate before they touch the rights of others';
grant select, insert on account.certificate_rule to xinheng_app;

create table account.invitation (
	hash       bytea       not null, -- SHA-256 of the token in the link
	account_id uuid        not null,
	made_by    text        not null,
	made_at    timestamptz not null,
	ends_at    timestamptz not null,
	used_at    timestamptz,
	constraint invitation_is_known_by_hash primary key (hash),
	constraint invitation_is_to_an_account foreign key (account_id) references account.account (account_id),
	constraint invitation_hash_is_sha256 check (octet_length(hash) = 32)
);
comment on table account.invitation is 'local: one-time links by which people set their password';
grant select, insert, update (used_at) on account.invitation to xinheng_app;
