-- +goose Up
-- What a body is told is a stream: numbered, kept, read again from any place, and brought to its webhook in that order. A receiver
-- that was away for a week loses nothing and gets nothing out of order (F21-3).

create table exchange.event (
	notice_id  text        not null,
	revision   integer     not null,
	org        text        not null, -- the body it is for
	seq        bigint,               -- its place in the stream of that body; given once it is committed, so that none comes in late
	kind       text        not null,
	entity_id  text        not null,
	about      text        not null,
	version    integer     not null,
	decision   text        not null,
	case_no    text        not null,
	reason     text        not null,
	due_on     date,
	created_at timestamptz not null,
	constraint event_is_one_revision_of_a_notice primary key (notice_id, revision),
	constraint event_has_a_place_of_its_own unique (org, seq),
	constraint event_counts_from_one check (revision >= 1 and seq >= 1)
);
comment on table exchange.event is 'keyed: by notice_id; what a body was told, revision by revision, in the order of its stream; written once, and numbered once';
grant select, insert on exchange.event to xinheng_app;
grant update (seq) on exchange.event to xinheng_app;
create index event_without_number on exchange.event (org, created_at, notice_id, revision) where seq is null;
create index event_by_time on exchange.event (org, created_at);

create table exchange.stream (
	org         text        not null,
	last        bigint      not null, -- the greatest number given
	pushed      bigint      not null, -- the last event its webhook has taken
	replayed_to bigint      not null, -- up to here it asked to be told again, whatever it has acknowledged
	failures    integer     not null, -- in a row, of the event after pushed
	last_error  text        not null,
	tried_at    timestamptz,
	busy_until  timestamptz,          -- a job is sending, by the clock of the database: no other need
	dead_at     timestamptz,          -- given up: nothing more is sent until somebody replays
	constraint stream_is_one_of_a_body primary key (org),
	constraint stream_pushes_what_it_has check (pushed between 0 and last and replayed_to between 0 and last),
	constraint stream_counts_upwards check (failures >= 0)
);
comment on table exchange.stream is 'keyed: by org; how far a body''s webhook has come, and whether it was given up';
grant select, insert on exchange.stream to xinheng_app;
grant update (last, pushed, replayed_to, failures, last_error, tried_at, busy_until, dead_at) on exchange.stream to xinheng_app;
create index stream_given_up on exchange.stream (dead_at) where dead_at is not null;

-- What was told before there were streams stands in them in the order it was told.
insert into exchange.event (notice_id, revision, org, seq, kind, entity_id, about, version, decision, case_no, reason, due_on, created_at)
select notice_id, revision, org, row_number() over (partition by org order by notice_id), kind, entity_id, about, version, decision, case_no, reason, due_on, created_at
from exchange.notice;
insert into exchange.stream (org, last, pushed, replayed_to, failures, last_error)
select e.org, max(e.seq), coalesce(min(e.seq) filter (where n.delivered_at is null and n.acknowledged_at is null) - 1, max(e.seq)), 0, 0, ''
from exchange.event e join exchange.notice n using (notice_id) group by e.org;

-- Messages are signed by a key that is changed from time to time: the next one is announced before it signs, and the one before it
-- stays good for a while after.
create table exchange.signing (
	generation integer     not null,
	begins_at  timestamptz not null, -- signs from then on
	made_by    text        not null,
	made_at    timestamptz not null,
	constraint signing_generation_is_made_once primary key (generation),
	constraint signing_generation_counts_from_two check (generation >= 2), -- the first needs no row
	constraint signing_is_announced_before_it_begins check (begins_at > made_at)
);
comment on table exchange.signing is 'reference: generations of the key that messages are signed with; append-only';
grant select, insert on exchange.signing to xinheng_app;
