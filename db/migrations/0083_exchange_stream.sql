-- +goose Up
-- Each body's notices as one stream, numbered from 1 without a gap, for ever in the same order (F21-3): carried to its webhook one after
-- the other, read from a cursor by whoever prefers to fetch, and replayed from any number. Ids, codes and dates only, as in a notice.

create table exchange.event (
	org       text        not null,
	seq       bigint,               -- given after the commit, so that no reader passes over a later commit
	notice_id text        not null,
	revision  integer     not null,
	kind      text        not null,
	entity_id text        not null,
	about     text        not null,
	version   integer     not null,
	decision  text        not null,
	case_no   text        not null,
	reason    text        not null,
	due_on    date,
	at        timestamptz not null, -- never before that of an earlier revision
	constraint event_is_one_per_revision primary key (org, notice_id, revision),
	constraint event_is_numbered_upwards check (seq >= 1)
);
comment on table exchange.event is 'keyed: by org; what a body was told, each revision of a notice once, in the order it is delivered in';
grant select, insert on exchange.event to xinheng_app;
grant update (seq) on exchange.event to xinheng_app;
create unique index event_has_its_number on exchange.event (org, seq) where seq is not null;
create index event_without_a_number on exchange.event (org, at) where seq is null;

create table exchange.stream (
	org        text    not null,
	last       bigint  not null, -- number given last
	delivered  bigint  not null, -- last one the webhook received, or that was passed over
	replay_to  bigint  not null, -- up to here what was acknowledged is sent again as well
	replays    integer not null, -- counts, so that a delivery under way does not undo a replay
	attempts   integer not null, -- that failed, at the event after delivered
	last_error text    not null,
	tried_at   timestamptz,
	carrier    text    not null, -- the job that tries again; empty: nothing failed
	held_by    text    not null, -- the job that delivers now; empty: none
	held_until timestamptz,
	poked      bigint  not null, -- counts jobs that came, so that the one that delivers does not leave too early
	stopped_at timestamptz,      -- tried for so long that it is not tried any more: the dead letter is the event after delivered
	constraint stream_is_of_one_body primary key (org),
	constraint stream_counts_upwards check (last >= 0 and delivered between 0 and last and replay_to between 0 and last and attempts >= 0)
);
comment on table exchange.stream is 'keyed: by org; how far the stream of a body is numbered and delivered';
grant select, insert, update on exchange.stream to xinheng_app;

-- What was told before is the beginning of each stream; what was delivered stays so.
insert into exchange.event (org, notice_id, revision, kind, entity_id, about, version, decision, case_no, reason, due_on, at)
select org, notice_id, revision, kind, entity_id, about, version, decision, case_no, reason, due_on, created_at from exchange.notice order by notice_id;

create table exchange.signing (
	generation   integer     not null,
	announced_at timestamptz not null, -- from then on messages bear its signature as well
	begins_at    timestamptz not null, -- from then on they bear no other
	author       text        not null,
	constraint signing_is_numbered_once primary key (generation),
	constraint signing_begins_after_it_is_announced check (generation >= 2 and begins_at > announced_at)
);
comment on table exchange.signing is 'reference: append-only; the keys that messages are signed with after the first, which has no row';
grant select, insert on exchange.signing to xinheng_app;
