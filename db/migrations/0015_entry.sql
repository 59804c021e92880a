-- +goose Up
-- Entry by hand: drafts of records until a second person has approved them. What was typed is sealed, because it may hold
-- identity numbers; what is open here are codes, states and ids.

create schema entry;
grant usage on schema entry to xinheng_app;

create table entry.draft (
	draft_id   text        not null,
	org        text        not null, -- the body it is of: nobody else sees it
	item       text        not null,
	status     text        not null,
	writers    text[]      not null, -- whoever typed in it; its author comes first
	reviewer   text        not null, -- who decided, or is about to: while it is stored the draft is still submitted; empty: nobody
	record_id  text        not null, -- of the record it becomes; empty: none, or a name that waits to be matched
	round      integer     not null, -- how often it was submitted
	version    integer     not null, -- counts every change
	sealed     bytea       not null, -- values, names of officials, notes
	created_at timestamptz not null,
	changed_at timestamptz not null,
	constraint draft_is_known_by_id primary key (draft_id),
	constraint draft_status_is_known check (status in ('draft', 'submitted', 'returned', 'approved')),
	constraint draft_has_an_author check (cardinality(writers) > 0),
	constraint draft_is_reviewed_by_another check (not reviewer = any (writers)),
	constraint draft_is_approved_by_somebody check (status <> 'approved' or reviewer <> ''),
	constraint draft_counts_upwards check (round >= 0 and version > 0)
);
comment on table entry.draft is 'keyed: by draft_id; records typed by hand until a second person approves them';
grant select, insert, delete on entry.draft to xinheng_app;
grant update (status, writers, reviewer, record_id, round, version, sealed, changed_at) on entry.draft to xinheng_app;
create index draft_of_org on entry.draft (org, draft_id desc);
create index draft_of_org_by_status on entry.draft (org, status, draft_id desc);
