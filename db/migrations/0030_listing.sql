-- +goose Up
-- Listing and bans: which record a case brought about, so that the case follows its record, and what the subject says to it.
-- Facts, statements and drafts are with the cases, sealed.

create schema listing;
grant usage on schema listing to xinheng_app;

create table listing.entry (
	entity_id text        not null,
	case_id   text        not null,
	record_id text        not null,
	kind      text        not null,
	list      text        not null, -- code of the list; of a ban empty
	until_on  date        not null, -- last day: nothing adverse without an end
	ended_on  date,                 -- when the case was closed over it
	at        timestamptz not null,
	constraint entry_is_made_once_by_a_case primary key (entity_id, case_id),
	constraint entry_is_of_one_case unique (entity_id, record_id),
	constraint entry_kind_is_known check (kind in ('listing', 'ban')),
	constraint entry_of_a_list_names_it check ((kind = 'listing') = (list <> ''))
);
comment on table listing.entry is 'entity: the records that listing cases and bans brought about';
grant select, insert on listing.entry to xinheng_app;
grant update (ended_on) on listing.entry to xinheng_app;
create index entry_to_close on listing.entry (until_on) where ended_on is null;

create table listing.comment (
	entity_id    text        not null,
	record_id    text        not null,
	comment_id   text        not null,
	body         bytea       not null, -- sealed: what is withheld may hold personal data
	state        text        not null,
	by           text        not null, -- access.Actor.ID
	at           timestamptz not null,
	moderated_by text,
	moderated_at timestamptz,
	constraint comment_is_known_by_id primary key (entity_id, comment_id),
	constraint comment_state_is_known check (state in ('waiting', 'shown', 'withheld')),
	constraint comment_is_moderated_by_somebody check ((state = 'waiting') = (moderated_by is null) and (moderated_by is null) = (moderated_at is null))
);
comment on table listing.comment is 'entity: what subjects say to their entries, shown beside them; withheld for personal data only';
grant select, insert on listing.comment to xinheng_app;
grant update (body, state, moderated_by, moderated_at) on listing.comment to xinheng_app;
create index comment_of_record on listing.comment (entity_id, record_id, at desc);
