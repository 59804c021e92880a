-- +goose Up
-- What is entered or decided here goes back to the system of its body, and how much was typed twice all the same (F21-5).

create table adapter.outgoing (
	outgoing_id text        not null,
	link_id     text        not null,
	entity_id   text        not null,
	record_id   text        not null,
	version     integer     not null,
	item        text        not null, -- of the table it goes by: the record's own, or that of what ended it
	state       text        not null,
	code        text        not null default '', -- why the other side refused it, or the last trouble on the way
	attempts    integer     not null default 0,
	at          timestamptz not null,
	received_at timestamptz,
	constraint outgoing_is_known_by_id primary key (outgoing_id),
	constraint outgoing_goes_once unique (link_id, record_id, version),
	constraint outgoing_state_is_known check (state in ('waiting', 'received', 'refused')),
	constraint outgoing_received_says_when check ((state = 'waiting') = (received_at is null))
);
comment on table adapter.outgoing is 'keyed: by id; versions of records on their way back to a linked system; only how far it came is changed';
grant select, insert on adapter.outgoing to xinheng_app;
grant update (state, code, attempts, received_at) on adapter.outgoing to xinheng_app;
create index outgoing_of_record on adapter.outgoing (record_id, link_id);

create table adapter.typed (
	org        text        not null,
	month      date        not null, -- its first day
	hand       bigint      not null, -- records typed here
	delivered  bigint      not null, -- records its systems delivered
	twice      bigint      not null, -- typed here and delivered too, without having gone back first
	counted_at timestamptz not null,
	constraint typed_is_counted_once primary key (org, month),
	constraint typed_twice_is_a_part check (twice <= hand)
);
comment on table adapter.typed is 'keyed: by body and month; double entry as a round counted it';
grant select, insert, update on adapter.typed to xinheng_app;
